//! The core of `p2msg` and the adapters around it.

pub mod api;
pub mod cli;
pub mod client;
pub mod core;
pub mod state;
