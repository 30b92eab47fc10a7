//! The entries of the queue, and their form in JSON.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::core::hash::{MessageHash, ShareHash};
use crate::core::message::decode::MAX_AHEAD;
use crate::core::message::{MAX_PAYLOAD, MsgFlags, MsgType, message_hash};

/// A message older than this many seconds is dropped by every reader. PROTOCOL: section 6.
pub const MAX_AGE_SECONDS: u64 = 86_400;

/// How long entries that are sent or expired are kept: 30 days.
pub const KEPT_SECONDS: u64 = 30 * 86_400;

/// The highest id, so that ids stay exact where JSON numbers are floats.
pub(super) const MAX_ID: u64 = (1 << 53) - 1;

/// The most changes kept of one entry; of more, the first and the latest are kept.
const MAX_HISTORY: usize = 64;

/// The name of an entry: a number that goes up by one and is never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub u64);

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for EntryId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// Where an entry is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Waits to be packed.
    Pending,
    /// Handed out in an envelope, until its lease is over.
    Packed,
    /// Seen in a share.
    Sent,
    /// Too old to be carried.
    Expired,
}

impl State {
    /// The name, as in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Packed => "packed",
            Self::Sent => "sent",
            Self::Expired => "expired",
        }
    }

    /// Whether nothing more will happen by itself.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Sent | Self::Expired)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One step of an entry's way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// When, Unix seconds.
    pub at: u64,
    /// The state entered.
    pub state: State,
    /// Packed: the end of the lease, until which it is not packed again, in Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease_until: Option<u64>,
    /// Sent: the share it was seen in, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_hash: Option<ShareHash>,
    /// Expired: the entry that its text was queued again as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retried_as: Option<EntryId>,
    /// What other versions of p2msg wrote.
    #[serde(flatten)]
    pub(super) other: Map<String, Value>,
}

impl Change {
    pub(super) fn new(at: u64, state: State) -> Self {
        Self {
            at,
            state,
            lease_until: None,
            share_hash: None,
            retried_as: None,
            other: Map::new(),
        }
    }
}

/// One message of the queue, with the fields of the file: payload in hex, type by its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// Its kind.
    #[serde(
        rename = "type",
        serialize_with = "write_msg_type",
        deserialize_with = "read_msg_type"
    )]
    pub msg_type: MsgType,
    /// At most [`MAX_PAYLOAD`] bytes.
    #[serde(serialize_with = "write_hex", deserialize_with = "read_hex")]
    pub payload: Vec<u8>,
    /// The flags that the message will have on the wire.
    #[serde(serialize_with = "write_flags", deserialize_with = "read_flags")]
    pub flags: MsgFlags,
    /// When it was queued, Unix seconds: the message's timestamp, which never changes.
    pub timestamp: u32,
    /// The identity of the message, which never changes either.
    pub message_hash: MessageHash,
    /// The state when the queue was last written; see [`state_at`](Self::state_at).
    pub state: State,
    /// Every change, oldest first; the last one entered `state`.
    pub history: Vec<Change>,
    /// What other versions of p2msg wrote.
    #[serde(flatten)]
    pub(super) other: Map<String, Value>,
}

impl Entry {
    /// The state at `now`: a lease may be over, a message too old. A lease that starts in the future
    /// is over: the clock was ahead when it was given.
    pub fn state_at(&self, now: u64) -> State {
        let started = self.history.last().is_some_and(|last| last.at <= now);
        let leased = started && self.lease_until().is_some_and(|until| now < until);
        match self.state {
            State::Sent | State::Expired => self.state,
            State::Packed if leased => State::Packed,
            State::Pending | State::Packed if self.age(now) > MAX_AGE_SECONDS => State::Expired,
            State::Pending | State::Packed => State::Pending,
        }
    }

    /// Seconds since it was queued; 0 if the clock went backwards.
    pub fn age(&self, now: u64) -> u64 {
        now.saturating_sub(self.timestamp.into())
    }

    /// Whether nodes would reject it at `now`, because its timestamp is too far in the future.
    pub fn is_postdated(&self, now: u64) -> bool {
        u64::from(self.timestamp) > now.saturating_add(MAX_AHEAD)
    }

    /// Until when the envelope it was packed into has to be seen; `None` unless it is packed.
    pub fn lease_until(&self) -> Option<u64> {
        let last = self.history.last()?;
        last.lease_until.filter(|_| self.state == State::Packed)
    }

    /// The share that the message was seen in, if it is known; `None` unless the entry is sent.
    pub fn share_hash(&self) -> Option<ShareHash> {
        self.history.last()?.share_hash
    }

    /// The entry that an expired one was queued again as.
    pub fn retried_as(&self) -> Option<EntryId> {
        self.history.last()?.retried_as
    }

    /// Records what time alone has changed.
    pub(super) fn settle(&mut self, now: u64) {
        let state = self.state_at(now);
        if self.state == State::Packed && state != State::Packed {
            self.enter(Change::new(now, State::Pending));
        }
        if state != self.state {
            self.enter(Change::new(now, state));
        }
    }

    pub(super) fn enter(&mut self, change: Change) {
        if self.history.len() >= MAX_HISTORY {
            self.history.remove(1);
        }
        self.state = change.state;
        self.history.push(change);
    }

    pub(super) fn is_kept(&self, now: u64) -> bool {
        let since = self.history.last().map_or(0, |change| change.at);
        !self.state.is_final() || now.saturating_sub(since) <= KEPT_SECONDS
    }

    pub(super) fn check(&self) -> Result<(), EntryError> {
        let id = self.id;
        if self.payload.len() > MAX_PAYLOAD {
            return Err(EntryError::PayloadTooLong {
                id,
                found: self.payload.len(),
            });
        }
        let hash = message_hash(self.msg_type, self.flags, self.timestamp, &self.payload);
        if hash != self.message_hash {
            return Err(EntryError::WrongHash { id, expected: hash });
        }
        if self.history.last().map(|change| change.state) != Some(self.state) {
            return Err(EntryError::WrongState {
                id,
                state: self.state,
            });
        }
        Ok(())
    }
}

/// What is wrong with entries that were read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryError {
    /// Two entries have the same id.
    #[error("two entries have the id {id}")]
    DuplicateId {
        /// The id.
        id: EntryId,
    },
    /// An id that counting never gets to.
    #[error("the id {id} is too large, {} is the last", MAX_ID)]
    IdTooLarge {
        /// The id.
        id: EntryId,
    },
    /// More than a message can carry.
    #[error(
        "the payload of entry {id} has {found} bytes, at most {} are allowed",
        MAX_PAYLOAD
    )]
    PayloadTooLong {
        /// The entry.
        id: EntryId,
        /// The length of its payload.
        found: usize,
    },
    /// The message is not the one that was queued.
    #[error("the message_hash of entry {id} does not match its content, which has {expected}")]
    WrongHash {
        /// The entry.
        id: EntryId,
        /// The hash of its content.
        expected: MessageHash,
    },
    /// The state is not the one that the history ends with.
    #[error("entry {id} is {state}, but that is not how its history ends")]
    WrongState {
        /// The entry.
        id: EntryId,
        /// The state it has.
        state: State,
    },
}

fn write_msg_type<S: Serializer>(msg_type: &MsgType, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&msg_type.name())
}

fn read_msg_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<MsgType, D::Error> {
    let name = String::deserialize(deserializer)?;
    let unknown = || {
        let byte = u8::from_str_radix(name.strip_prefix("UNKNOWN_0x")?, 16).ok()?;
        Some(MsgType(byte))
    };
    MsgType::from_name(&name)
        .or_else(unknown)
        .ok_or_else(|| serde::de::Error::custom(format!("no message type is called {name:?}")))
}

fn write_flags<S: Serializer>(flags: &MsgFlags, serializer: S) -> Result<S::Ok, S::Error> {
    flags.0.serialize(serializer)
}

fn read_flags<'de, D: Deserializer<'de>>(deserializer: D) -> Result<MsgFlags, D::Error> {
    u8::deserialize(deserializer).map(MsgFlags)
}

fn write_hex<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex::encode(bytes))
}

fn read_hex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    hex::decode(&text).map_err(|_| serde::de::Error::custom("the payload is not hex"))
}
