//! The reasons for which a node closes a connection.

use crate::core::p2p::event::{HANDSHAKE_TIMEOUT, TIMEOUT};
use crate::core::p2p::frame::{Command, FrameError};
use crate::core::wire::WireError;

/// The least protocol version of a peer. Nodes accept no earlier one.
pub const MIN_PROTOCOL_VERSION: u32 = 3301;
/// Maximum length of a message, in bytes: 30 times the longest one of a listener.
pub const MAX_MESSAGE: usize = 1 << 20;

/// Why the node closes a connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum End {
    /// The bytes of the peer are not frames of the network.
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
    /// A message is longer than [`MAX_MESSAGE`].
    #[error("a message has more than {MAX_MESSAGE} bytes")]
    TooLong,
    /// The first message was another one than `version`.
    #[error("the peer's first message is {command}, not version")]
    NotVersion {
        /// The command.
        command: Command,
    },
    /// The peer sent `version` twice.
    #[error("the peer sent a second version message")]
    SecondVersion,
    /// The protocol version of the peer is below [`MIN_PROTOCOL_VERSION`].
    #[error(
        "the peer's protocol version is {version}; at least {MIN_PROTOCOL_VERSION} is accepted"
    )]
    OldVersion {
        /// The protocol version.
        version: u32,
    },
    /// The peer has the nonce of the node.
    #[error("the peer has the nonce of this node")]
    OwnNonce,
    /// No complete version message within [`HANDSHAKE_TIMEOUT`].
    #[error("no version message within {} seconds", HANDSHAKE_TIMEOUT.as_secs())]
    NoVersion,
    /// No complete message for [`TIMEOUT`].
    #[error("no message for {} seconds", TIMEOUT.as_secs())]
    Silent,
    /// A `sharereq` without a hash.
    #[error("a sharereq names no share")]
    NoHash,
    /// The peer stopped reading.
    #[error("the peer stopped reading")]
    NotReading,
}
