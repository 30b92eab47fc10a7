//! JSON as the node API and p2msg's own commands write it.

pub mod write;
