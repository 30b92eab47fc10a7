//! A node that serves one chain to its peers, for demonstrations and tests.
//!
//! It answers requests and pushes new shares as the nodes of a pool do. It verifies nothing, connects
//! to no other node, and ignores shares that its peers send.
//!
//! ```text
//! chain       the shares that the node serves
//! connection  one connection to a peer, as a state machine without sockets and clocks
//! end         the reasons for which the node closes a connection
//! server      the connections over sockets
//! ```

pub mod chain;
pub mod connection;
pub mod end;
pub mod server;
