//! The pool's own network over real sockets.
//!
//! The protocol itself is [`core::p2p`](crate::core::p2p).

pub mod node;
