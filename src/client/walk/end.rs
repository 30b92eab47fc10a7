//! How a walk over the shares of a node ended.

use crate::client::Failure;

/// Why a walk ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum WalkEnd {
    /// Older messages have expired, or the node has no older share.
    #[default]
    Complete,
    /// The time was over.
    OutOfTime,
    /// The node is busy and denies shares that it has.
    Busy,
    /// The shares have more message_data than is read.
    TooManyBytes,
    /// A share is unreadable, and nothing else names the share before it.
    Lost,
    /// A share is its own ancestor.
    Circle,
    /// The request for a share failed.
    Failed(Failure),
    /// The shares are not of this network.
    OtherNetwork(&'static str),
}
