//! JSON as the node API and p2msg's own commands write it, and as nodes answer it.

pub mod json;
pub mod queue;
pub mod read;
pub mod write;
