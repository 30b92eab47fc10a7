//! The events of a connection, its errors and its limits.
//!
//! Source: p2p.py of p2pool; impl/*/node.cpp of c2pool. FIELD.md b.3 to b.9.

use std::time::Duration;

use super::frame::{Command, FrameError};
use super::message::{RawShare, ShareReply, WriteError};
use super::version::{KnownAddress, Version};
use crate::core::wire::WireError;

/// The protocol version that p2msg sends. Every node accepts it.
pub const PROTOCOL_VERSION: u32 = 3600;
/// The client name that p2msg sends.
pub const SUB_VERSION: &str = concat!("/p2msg:", env!("CARGO_PKG_VERSION"), "/");
/// Maximum number of shares that a request asks for.
pub const MAX_SHARES: u64 = 1001;
/// Maximum number of stops in a request.
pub const MAX_STOPS: usize = 100;
/// Time for the peer's first message.
pub const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// Time without data from the peer, time for a reply, and time for a whole frame.
pub const TIMEOUT: Duration = Duration::from_secs(100);
/// Time between two pings.
pub const PING_INTERVAL: Duration = Duration::from_secs(40);
/// Time that a connection stays open after the last `shares` message.
pub const QUIET: Duration = Duration::from_secs(11);
/// Time after which a connection closes although its peer keeps pushing shares.
pub const CLOSE_LIMIT: Duration = Duration::from_secs(120);
/// Maximum number of bytes that wait to be sent after a message was answered.
pub const MAX_UNSENT: usize = 1 << 18;

/// What a connection reports.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// The peer introduced itself. Requests are possible now.
    Handshake(Version<'a>),
    /// The peer pushed shares, at least one. They are not verified.
    Pushed(Vec<RawShare<'a>>),
    /// The peer answered the request. The shares are not verified.
    Reply(ShareReply<'a>),
    /// The peer answered a request that it was not asked. The reply is ignored.
    Unrequested {
        /// The id in the reply.
        id: [u8; 32],
    },
    /// The peer sent addresses of nodes, requested or not.
    Addresses(Vec<KnownAddress>),
    /// The peer broke the protocol. The connection ignores its further bytes, and closes.
    Misbehaved(Misbehaviour),
    /// The connection is closed: disconnect. Nothing follows.
    Closed {
        /// Whether the peer pushed shares less than [`QUIET`] ago.
        early: bool,
    },
}

/// How a peer broke the protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Misbehaviour {
    /// Its bytes are not frames of the network.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// A message is malformed.
    #[error("malformed {command} message: {error}")]
    Malformed {
        /// The command.
        command: Command,
        /// What is wrong.
        error: WireError,
    },
    /// The first message was another one than `version`.
    #[error("the peer's first message is {command}, not version")]
    NotVersion {
        /// The command.
        command: Command,
    },
    /// The version message has the nonce that p2msg sent.
    #[error("the peer sends p2msg's own messages back")]
    Echo,
    /// No complete version message within [`HANDSHAKE_TIMEOUT`].
    #[error("no version message within {} seconds", HANDSHAKE_TIMEOUT.as_secs())]
    NoVersion,
    /// No data for [`TIMEOUT`].
    #[error("no data for {} seconds", TIMEOUT.as_secs())]
    Silent,
    /// A frame was not complete within [`TIMEOUT`].
    #[error("a message was incomplete after {} seconds", TIMEOUT.as_secs())]
    Slow,
    /// No reply to the request within [`TIMEOUT`].
    #[error("no reply within {} seconds", TIMEOUT.as_secs())]
    NoReply,
    /// A reply has more shares than were requested.
    #[error("a reply has {sent} shares, at most {requested} were requested")]
    TooManyShares {
        /// Maximum number of shares that answer the request.
        requested: u64,
        /// The number of shares in the reply.
        sent: usize,
    },
    /// More than [`MAX_UNSENT`] bytes of answers wait to be sent.
    #[error("the peer asks, and does not read the answers")]
    NotReading,
}

/// Why a request was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The handshake is not complete, or the connection closes.
    #[error("the connection accepts no requests now")]
    NotOpen,
    /// The previous request is not answered yet.
    #[error("the previous request is not answered yet")]
    InFlight,
    /// The request asks for more than [`MAX_SHARES`] shares.
    #[error("a request asks for at most {MAX_SHARES} shares")]
    TooManyShares,
    /// The request has more than [`MAX_STOPS`] stops.
    #[error("a request has at most {MAX_STOPS} stops")]
    TooManyStops,
    /// The request cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}
