//! One file a command.

pub mod authority;
pub mod completions;
pub mod config;
pub mod decode;
pub mod demo;
pub mod doctor;
pub mod key;
pub mod man;
pub mod node;
pub mod pack;
pub mod peer;
pub mod queue;
pub mod send;
pub mod serve;
pub mod status;
pub mod store;
pub mod verify;
