//! The protocol that the nodes of a pool speak with each other. FIELD.md b.
//!
//! ```text
//! frame       prefix, command, length and checksum around a message
//! message     the messages, parsed and written
//! version     the first message of each side, and the addresses of nodes
//! connection  one connection to a node, as a state machine without sockets and clocks
//! event       the events of a connection, its errors and its limits
//! session     the state of a connection, apart from its unread bytes
//! ```

pub mod connection;
pub mod event;
pub mod frame;
pub mod message;
mod session;
pub mod version;
