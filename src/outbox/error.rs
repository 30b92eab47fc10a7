//! Reasons why an operation of the outbox fails.

use std::path::PathBuf;

use crate::core::hash::SigningId;
use crate::core::key::{KeyError, KeyIndex};
use crate::core::message::payload::PayloadError;
use crate::core::message::queue::QueueError;
use crate::data::DataError;

/// A failed operation of the outbox; the messages in the queue are as they were.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutboxError {
    /// A file cannot be read, written or locked.
    #[error(transparent)]
    State(#[from] DataError),
    /// The queue rejects the change.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// The text or the JSON is not a payload.
    #[error(transparent)]
    Payload(#[from] PayloadError),
    /// The type does not take text.
    #[error("the type is none of chat, announce and alert")]
    NotAText,
    /// The payload looks like a private key, and messages are public.
    #[error("the message looks like a private key; it would be public for ever")]
    PrivateKey,
    /// There are messages to sign or a rotation to record, and no key was given.
    #[error("a key is needed to sign, and none was given")]
    KeyNeeded,
    /// The master key has no key at this index (chance 2^-128).
    #[error(transparent)]
    NoKeyAtIndex(KeyError),
    /// The key given is not the key in use.
    #[error(
        "{path} holds signing_id {expected} at key_index {key_index}, the key given has {found}",
        path = .path.display()
    )]
    WrongKey {
        /// The state file.
        path: PathBuf,
        /// The key_index in use.
        key_index: KeyIndex,
        /// The signing_id in use.
        expected: SigningId,
        /// The signing_id of the key given.
        found: SigningId,
    },
    /// The key for a higher key_index is the key in use.
    #[error(
        "the signing key given is the one in use at key_index {current}, so it cannot be the one \
         at {asked}"
    )]
    KeyInUse {
        /// The key_index in use.
        current: KeyIndex,
        /// The key_index to rotate to.
        asked: KeyIndex,
    },
    /// The operation does not rotate, and the key_index is above the one in use.
    #[error(
        "{path} holds key_index {current}, asked for {asked}, which is not in use yet",
        path = .path.display()
    )]
    KeyIndexNotInUse {
        /// The state file.
        path: PathBuf,
        /// The key_index in use.
        current: KeyIndex,
        /// The key_index asked for.
        asked: KeyIndex,
    },
    /// The key_index in use is the highest possible.
    #[error("{path} holds key_index {current}, and there is none above it", path = .path.display())]
    NoHigherKeyIndex {
        /// The state file.
        path: PathBuf,
        /// The key_index in use.
        current: KeyIndex,
    },
    /// Another process rotated the key after this one had read the state file.
    #[error(
        "{path} was changed by another process meanwhile; nothing was done",
        path = .path.display()
    )]
    ChangedMeanwhile {
        /// The state file.
        path: PathBuf,
    },
}

/// A failed [`PackPlan::pack`](super::PackPlan::pack); `E` is the error of the handover.
#[derive(Debug, thiserror::Error)]
pub enum PackError<E> {
    /// Packing or recording failed; the messages are as they were.
    #[error(transparent)]
    Outbox(#[from] OutboxError),
    /// [`Handover::prepare`](super::Handover::prepare) failed; nothing was recorded.
    #[error("{0}")]
    Prepare(E),
    /// [`Handover::hand_over`](super::Handover::hand_over) failed.
    #[error("{error}")]
    HandOver {
        /// The error of the handover.
        error: E,
        /// The state of the messages now.
        messages: NotHandedOver,
    },
}

/// The state of the messages of an envelope whose handover failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotHandedOver {
    /// The envelope contained the announcement alone.
    NoMessages,
    /// The messages are pending again.
    Pending,
    /// The queue could not be written again: the messages are packed until their lease is over.
    Leased,
}

impl<E> From<DataError> for PackError<E> {
    fn from(error: DataError) -> Self {
        Self::Outbox(error.into())
    }
}

impl<E> From<QueueError> for PackError<E> {
    fn from(error: QueueError) -> Self {
        Self::Outbox(error.into())
    }
}
