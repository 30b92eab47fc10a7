//! One file a command.

pub mod completions;
pub mod decode;
pub mod man;
