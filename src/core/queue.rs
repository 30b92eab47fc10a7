//! The message queue as values. INTERFACE: "Files".
//!
//! ```text
//! pending --pack--> packed --seen in a share--> sent
//!    ^                |
//!    +---lease over---+          older than 24 h: expired
//! ```
//!
//! The queue knows no clock: `now` is Unix seconds, and may go backwards without harm. What time
//! alone changes is seen at once by [`Entry::state_at`] and recorded by [`Queue::settle`].

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::hash::{MessageHash, ShareHash};
use super::message::{MAX_PAYLOAD, MsgFlags, MsgType, message_hash};

/// A message older than this many seconds is dropped by every reader. PROTOCOL: section 6.
pub const MAX_AGE_SECONDS: u64 = 86_400;

/// How long entries that are sent or expired are kept: 30 days.
pub const KEPT_SECONDS: u64 = 30 * 86_400;

/// The most entries that may wait (pending or packed): more than nodes could carry in 24 hours.
pub const MAX_WAITING: usize = 10_000;

/// The highest id, so that ids stay exact where JSON numbers are floats.
const MAX_ID: u64 = (1 << 53) - 1;

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
    /// Packed: until when nobody else packs it, Unix seconds.
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
    other: Map<String, Value>,
}

impl Change {
    fn new(at: u64, state: State) -> Self {
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

/// One message of the queue, as it also stands in the file: payload in hex, type by its name.
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
    other: Map<String, Value>,
}

impl Entry {
    /// The state at `now`: a lease may be over, a message too old. A lease given by a clock that
    /// was ahead lasts until then, or until [`Queue::retry`] ends it.
    pub fn state_at(&self, now: u64) -> State {
        let leased = self.lease_until().is_some_and(|until| now < until);
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
    fn settle(&mut self, now: u64) {
        let state = self.state_at(now);
        if self.state == State::Packed && state != State::Packed {
            self.enter(Change::new(now, State::Pending));
        }
        if state != self.state {
            self.enter(Change::new(now, state));
        }
    }

    fn enter(&mut self, change: Change) {
        if self.history.len() >= MAX_HISTORY {
            self.history.remove(1);
        }
        self.state = change.state;
        self.history.push(change);
    }

    fn is_kept(&self, now: u64) -> bool {
        let since = self.history.last().map_or(0, |change| change.at);
        !self.state.is_final() || now.saturating_sub(since) <= KEPT_SECONDS
    }

    fn check(&self) -> Result<(), EntryError> {
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

/// What [`Queue::add`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// There is a new entry.
    Queued(EntryId),
    /// The very same message is there already, in whatever state: same kind, flags, payload and
    /// second, hence the same message_hash, and nodes would drop the copy.
    AlreadyThere(EntryId),
}

impl Added {
    /// The entry that holds the message.
    pub fn id(self) -> EntryId {
        match self {
            Self::Queued(id) | Self::AlreadyThere(id) => id,
        }
    }
}

/// What [`Queue::retry`] did with one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retried {
    /// It was pending, and is.
    AlreadyPending,
    /// It was packed; its lease is over and it is pending again, the same message.
    LeaseEnded,
    /// It had expired; its text is queued again as this entry, a new message.
    QueuedAgain(EntryId),
    /// It had expired, and was queued again as this entry before.
    AlreadyRetried(EntryId),
}

/// What [`Queue::settle`] recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// Packed entries whose lease was over.
    pub lease_over: Vec<EntryId>,
    /// Entries that became too old to be carried.
    pub expired: Vec<EntryId>,
    /// Sent and expired entries that are no longer kept.
    pub dropped: Vec<EntryId>,
}

/// Why the queue refuses to do something; it is unchanged then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueueError {
    /// No entry has this id.
    #[error("there is no entry {id} in the queue")]
    NoEntry {
        /// The id asked for.
        id: EntryId,
    },
    /// Only pending entries can be packed.
    #[error("entry {id} is {state}, not pending")]
    NotPending {
        /// The entry.
        id: EntryId,
        /// Its state.
        state: State,
    },
    /// A message that was seen in a share cannot be sent again: nodes drop duplicates.
    #[error("entry {id} was sent already")]
    AlreadySent {
        /// The entry.
        id: EntryId,
    },
    /// Too many entries wait.
    #[error("{limit} entries wait in the queue already")]
    Full {
        /// The most that may wait.
        limit: usize,
    },
    /// More than a message can carry.
    #[error("the payload has {found} bytes, at most {limit} are allowed")]
    PayloadTooLong {
        /// Its length.
        found: usize,
        /// The most.
        limit: usize,
    },
    /// The clock shows a time that a message's four bytes cannot say.
    #[error(
        "the clock shows {now} seconds since 1970, a timestamp ends at {}",
        u32::MAX
    )]
    Clock {
        /// Unix seconds.
        now: u64,
    },
    /// There is no id left that stays exact where JSON numbers are floats.
    #[error("the ids of the queue are used up, {} is the last", MAX_ID)]
    NoMoreIds,
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
        /// The hash of what it holds.
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

/// The queue: entries in the order in which they are to be packed, first in, first out.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    next_id: EntryId,
    entries: Vec<Entry>,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            next_id: EntryId(1),
            entries: Vec::new(),
        }
    }
}

impl Queue {
    /// Puts a queue together again from what was read. A `next_id` that is too low is put right.
    ///
    /// # Errors
    /// What does not fit together.
    pub fn restore(next_id: EntryId, entries: Vec<Entry>) -> Result<Self, EntryError> {
        let mut ids = HashSet::new();
        let mut next_id = next_id;
        for entry in &entries {
            entry.check()?;
            if !ids.insert(entry.id) {
                return Err(EntryError::DuplicateId { id: entry.id });
            }
            next_id = next_id.max(EntryId(entry.id.0.saturating_add(1)));
        }
        if next_id.0 > MAX_ID {
            return Err(EntryError::IdTooLarge { id: next_id });
        }
        Ok(Self { next_id, entries })
    }

    /// The id that the next entry will have.
    pub fn next_id(&self) -> EntryId {
        self.next_id
    }

    /// Every entry, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry with this id.
    ///
    /// # Errors
    /// [`QueueError::NoEntry`].
    pub fn get(&self, id: EntryId) -> Result<&Entry, QueueError> {
        self.entries
            .iter()
            .find(|entry| entry.id == id)
            .ok_or(QueueError::NoEntry { id })
    }

    fn get_mut(&mut self, id: EntryId) -> Result<&mut Entry, QueueError> {
        self.entries
            .iter_mut()
            .find(|entry| entry.id == id)
            .ok_or(QueueError::NoEntry { id })
    }

    /// How many entries are in `state` at `now`.
    pub fn count(&self, now: u64, state: State) -> usize {
        self.entries
            .iter()
            .filter(|entry| entry.state_at(now) == state)
            .count()
    }

    /// Records what time alone has changed, and drops what need not be kept any longer.
    /// To be called before the queue is changed and written.
    pub fn settle(&mut self, now: u64) -> Settled {
        let mut settled = Settled::default();
        for entry in &mut self.entries {
            let before = entry.state;
            entry.settle(now);
            if before == State::Packed && entry.state != State::Packed {
                settled.lease_over.push(entry.id);
            }
            if before != entry.state && entry.state == State::Expired {
                settled.expired.push(entry.id);
            }
        }
        self.entries.retain(|entry| {
            let kept = entry.is_kept(now);
            if !kept {
                settled.dropped.push(entry.id);
            }
            kept
        });
        settled
    }

    /// Queues a message with the timestamp `now`, unless the very same one is there already.
    ///
    /// # Errors
    /// [`QueueError::PayloadTooLong`], [`QueueError::Full`], [`QueueError::Clock`],
    /// [`QueueError::NoMoreIds`].
    pub fn add(
        &mut self,
        now: u64,
        msg_type: MsgType,
        flags: MsgFlags,
        payload: Vec<u8>,
    ) -> Result<Added, QueueError> {
        if payload.len() > MAX_PAYLOAD {
            return Err(QueueError::PayloadTooLong {
                found: payload.len(),
                limit: MAX_PAYLOAD,
            });
        }
        let timestamp = u32::try_from(now).map_err(|_| QueueError::Clock { now })?;
        let hash = message_hash(msg_type, flags, timestamp, &payload);
        if let Some(entry) = self.entries.iter().find(|entry| entry.message_hash == hash) {
            return Ok(Added::AlreadyThere(entry.id));
        }
        let waiting = self
            .entries
            .iter()
            .filter(|entry| !entry.state_at(now).is_final())
            .count();
        if waiting >= MAX_WAITING {
            return Err(QueueError::Full { limit: MAX_WAITING });
        }
        let id = self.next_id;
        // The next one has to be an id too, or the file could not be read again.
        if id.0 >= MAX_ID {
            return Err(QueueError::NoMoreIds);
        }
        self.next_id = EntryId(id.0 + 1);
        self.entries.push(Entry {
            id,
            msg_type,
            payload,
            flags,
            timestamp,
            message_hash: hash,
            state: State::Pending,
            history: vec![Change::new(now, State::Pending)],
            other: Map::new(),
        });
        Ok(Added::Queued(id))
    }

    /// Queues a message as [`add`](Self::add) does, and takes out the pending ones of the same
    /// kind, which it replaces: only the newest NODE_STATUS is worth its bytes. Gives those too.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_replacing(
        &mut self,
        now: u64,
        msg_type: MsgType,
        flags: MsgFlags,
        payload: Vec<u8>,
    ) -> Result<(Added, Vec<Entry>), QueueError> {
        let added = self.add(now, msg_type, flags, payload)?;
        let Added::Queued(id) = added else {
            return Ok((added, Vec::new()));
        };
        let replaced = self.take_out(|entry| {
            entry.msg_type == msg_type && entry.id != id && entry.state_at(now) == State::Pending
        });
        Ok((added, replaced))
    }

    /// Takes out the entries with these ids, whatever their state, and gives them. A message that
    /// was packed may still turn up in a share.
    ///
    /// # Errors
    /// [`QueueError::NoEntry`] if one of them is not there; then none is taken out.
    pub fn remove(&mut self, ids: &[EntryId]) -> Result<Vec<Entry>, QueueError> {
        for id in ids {
            self.get(*id)?;
        }
        Ok(self.take_out(|entry| ids.contains(&entry.id)))
    }

    /// Takes out everything that is pending at `now`, and gives it. Packed entries stay, because
    /// the envelope that holds them is out of hand; so do sent and expired ones.
    pub fn clear(&mut self, now: u64) -> Vec<Entry> {
        self.take_out(|entry| entry.state_at(now) == State::Pending)
    }

    fn take_out(&mut self, mut which: impl FnMut(&Entry) -> bool) -> Vec<Entry> {
        self.entries.extract_if(.., |entry| which(entry)).collect()
    }

    /// Makes these entries pending again: ends the lease of packed ones, and queues expired ones
    /// again as new messages, because an old timestamp would only expire again. The expired entry
    /// stays and names the new one.
    ///
    /// # Errors
    /// [`QueueError::NoEntry`], [`QueueError::AlreadySent`], and what [`add`](Self::add) gives; no
    /// entry is changed then.
    pub fn retry(
        &mut self,
        now: u64,
        ids: &[EntryId],
    ) -> Result<Vec<(EntryId, Retried)>, QueueError> {
        let mut after = self.clone();
        let mut done = Vec::new();
        for id in ids {
            done.push((*id, after.retry_one(now, *id)?));
        }
        *self = after;
        Ok(done)
    }

    fn retry_one(&mut self, now: u64, id: EntryId) -> Result<Retried, QueueError> {
        let entry = self.get_mut(id)?;
        entry.settle(now);
        match entry.state {
            State::Pending => Ok(Retried::AlreadyPending),
            State::Packed => {
                entry.enter(Change::new(now, State::Pending));
                Ok(Retried::LeaseEnded)
            }
            State::Sent => Err(QueueError::AlreadySent { id }),
            State::Expired => {
                if let Some(again) = entry.retried_as() {
                    return Ok(Retried::AlreadyRetried(again));
                }
                let (msg_type, flags, payload) =
                    (entry.msg_type, entry.flags, entry.payload.clone());
                let again = self.add(now, msg_type, flags, payload)?.id();
                self.get_mut(id)?.enter(Change {
                    retried_as: Some(again),
                    ..Change::new(now, State::Expired)
                });
                Ok(Retried::QueuedAgain(again))
            }
        }
    }

    /// The entries to pack at `now`, first in, first out. Whoever packs takes them in this order
    /// and stops at the first that does not fit, so that none is overtaken.
    pub fn select_for_pack(&self, now: u64) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(move |entry| entry.state_at(now) == State::Pending)
    }

    /// Records that these entries were packed, and that nobody packs them again before
    /// `lease_until`.
    ///
    /// # Errors
    /// [`QueueError::NoEntry`] and [`QueueError::NotPending`]; no entry is changed then.
    pub fn mark_packed(
        &mut self,
        now: u64,
        ids: &[EntryId],
        lease_until: u64,
    ) -> Result<(), QueueError> {
        for id in ids {
            let state = self.get(*id)?.state_at(now);
            if state != State::Pending {
                return Err(QueueError::NotPending { id: *id, state });
            }
        }
        for entry in &mut self.entries {
            if ids.contains(&entry.id) {
                entry.settle(now);
                entry.enter(Change {
                    lease_until: Some(lease_until),
                    ..Change::new(now, State::Packed)
                });
            }
        }
        Ok(())
    }

    /// Records which messages were seen in shares, whatever state their entries are in: a lease
    /// can be over, or a message too old, before the share that carries it is found. Gives the
    /// entries that became sent. The caller answers for the messages' signatures.
    pub fn confirm(
        &mut self,
        now: u64,
        seen: &HashMap<MessageHash, Option<ShareHash>>,
    ) -> Vec<EntryId> {
        let mut sent = Vec::new();
        for entry in &mut self.entries {
            let Some(share_hash) = seen.get(&entry.message_hash) else {
                continue;
            };
            if entry.state != State::Sent {
                entry.enter(Change {
                    share_hash: *share_hash,
                    ..Change::new(now, State::Sent)
                });
                sent.push(entry.id);
            }
        }
        sent
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    const NOW: u64 = 1_707_580_800;
    const CHAT: (MsgType, MsgFlags) = (MsgType::MINER_MESSAGE, MsgFlags(0x07));
    const STATUS: (MsgType, MsgFlags) = (MsgType::NODE_STATUS, MsgFlags(0x02));

    fn chat(queue: &mut Queue, now: u64, text: &str) -> EntryId {
        match queue.add(now, CHAT.0, CHAT.1, text.into()).unwrap() {
            Added::Queued(id) => id,
            Added::AlreadyThere(id) => panic!("{text:?} is entry {id} already"),
        }
    }

    fn state(queue: &Queue, now: u64, id: EntryId) -> State {
        queue.get(id).unwrap().state_at(now)
    }

    fn to_pack(queue: &Queue, now: u64) -> Vec<u64> {
        queue.select_for_pack(now).map(|entry| entry.id.0).collect()
    }

    fn seen(queue: &Queue, id: EntryId) -> HashMap<MessageHash, Option<ShareHash>> {
        let share = ShareHash::from_wire([0xab; 32]);
        HashMap::from([(queue.get(id).unwrap().message_hash, Some(share))])
    }

    #[test]
    fn a_message_goes_from_pending_over_packed_to_sent() {
        let mut queue = Queue::default();
        let id = chat(&mut queue, NOW, "hello");
        assert_eq!(to_pack(&queue, NOW + 60), [1]);
        queue.mark_packed(NOW + 60, &[id], NOW + 660).unwrap();
        assert_eq!(queue.get(id).unwrap().lease_until(), Some(NOW + 660));
        assert_eq!(to_pack(&queue, NOW + 659), [0; 0]);
        assert_eq!(queue.confirm(NOW + 300, &seen(&queue, id)), [id]);
        assert_eq!(state(&queue, NOW + 300, id), State::Sent);
        assert_eq!(queue.confirm(NOW + 301, &seen(&queue, id)), []);
        assert_eq!(
            serde_json::to_value(queue.get(id).unwrap()).unwrap(),
            serde_json::json!({
                "id": 1,
                "type": "MINER_MESSAGE",
                "payload": "68656c6c6f",
                "flags": 7,
                "timestamp": NOW,
                // SHA256d(02 07 u32(1707580800) "hello"), computed apart.
                "message_hash": "cf0906d1b99019ce44eda770ff14df480548946b3bb235987f964eceeaafd799",
                "state": "sent",
                "history": [
                    {"at": NOW, "state": "pending"},
                    {"at": NOW + 60, "state": "packed", "lease_until": NOW + 660},
                    {"at": NOW + 300, "state": "sent", "share_hash": "ab".repeat(32)},
                ],
            })
        );
    }

    #[test]
    fn a_lease_that_is_over_makes_the_same_message_pending_again() {
        let mut queue = Queue::default();
        let id = chat(&mut queue, NOW, "hello");
        let hash = queue.get(id).unwrap().message_hash;
        queue.mark_packed(NOW, &[id], NOW + 600).unwrap();
        assert_eq!(queue.settle(NOW + 599), Settled::default());
        assert_eq!(to_pack(&queue, NOW + 600), [1], "before it is recorded");
        assert_eq!(queue.settle(NOW + 600).lease_over, [id]);
        assert_eq!(to_pack(&queue, NOW + 600), [1]);
        let entry = queue.get(id).unwrap();
        assert_eq!((entry.timestamp.into(), entry.message_hash), (NOW, hash));
        assert_eq!(entry.lease_until(), None);
    }

    #[test]
    fn a_message_older_than_a_day_expires_and_is_kept_for_thirty_days() {
        let mut queue = Queue::default();
        let id = chat(&mut queue, NOW, "hello");
        assert_eq!(state(&queue, NOW + 86_400, id), State::Pending);
        let then = NOW + 86_401;
        assert_eq!(state(&queue, then, id), State::Expired);
        assert_eq!(to_pack(&queue, then), [0; 0]);
        assert_eq!(queue.settle(then).expired, [id]);
        assert_eq!(queue.settle(then + 30 * 86_400), Settled::default());
        assert_eq!(queue.settle(then + 30 * 86_400 + 1).dropped, [id]);
        assert_eq!(queue.entries(), []);
        assert_eq!(
            chat(&mut queue, NOW, "hello"),
            EntryId(2),
            "ids are not given twice"
        );
    }

    #[test]
    fn an_expiry_is_reported_however_late_somebody_looks() {
        let mut queue = Queue::default();
        let id = chat(&mut queue, NOW, "hello");
        let settled = queue.settle(NOW + 365 * 86_400);
        assert_eq!((settled.expired, settled.dropped), (vec![id], vec![]));
    }

    #[test]
    fn a_packed_message_does_not_expire_before_its_lease_is_over() {
        let mut queue = Queue::default();
        let id = chat(&mut queue, NOW, "hello");
        queue
            .mark_packed(NOW + 86_000, &[id], NOW + 90_000)
            .unwrap();
        assert_eq!(state(&queue, NOW + 89_999, id), State::Packed);
        let settled = queue.settle(NOW + 90_000);
        assert_eq!((settled.lease_over, settled.expired), (vec![id], vec![id]));
    }

    #[test]
    fn a_message_seen_after_its_lease_or_its_day_is_sent() {
        let mut queue = Queue::default();
        let late = chat(&mut queue, NOW, "late");
        queue.mark_packed(NOW, &[late], NOW + 600).unwrap();
        queue.settle(NOW + 86_401);
        assert_eq!(queue.confirm(NOW + 86_402, &seen(&queue, late)), [late]);
        assert_eq!(state(&queue, NOW + 86_402, late), State::Sent);
    }

    #[test]
    fn the_same_text_twice_in_a_second_is_one_message() {
        let mut queue = Queue::default();
        let id = chat(&mut queue, NOW, "hello");
        let again = queue.add(NOW, CHAT.0, CHAT.1, b"hello".to_vec());
        assert_eq!(again, Ok(Added::AlreadyThere(id)));
        assert_eq!(chat(&mut queue, NOW + 1, "hello"), EntryId(2));
        let other_kind = queue.add(NOW, MsgType::EMERGENCY, CHAT.1, b"hello".to_vec());
        assert_eq!(other_kind, Ok(Added::Queued(EntryId(3))));
        assert_eq!(to_pack(&queue, NOW), [1, 2, 3]);
    }

    #[test]
    fn a_payload_is_at_most_220_bytes() {
        let mut queue = Queue::default();
        assert!(queue.add(NOW, CHAT.0, CHAT.1, vec![b'x'; 220]).is_ok());
        assert_eq!(
            queue.add(NOW, CHAT.0, CHAT.1, vec![b'x'; 221]),
            Err(QueueError::PayloadTooLong {
                found: 221,
                limit: 220
            })
        );
        assert_eq!(queue.entries().len(), 1);
    }

    /// Found while fuzzing was prepared: the last id was given, and with it the queue could not be read
    /// any more.
    #[test]
    fn a_queue_without_ids_left_stays_readable() {
        let mut queue = Queue::restore(EntryId(MAX_ID - 1), Vec::new()).unwrap();
        let last = chat(&mut queue, NOW, "the last");
        assert_eq!(last, EntryId(MAX_ID - 1));
        assert_eq!(
            queue.add(NOW, CHAT.0, CHAT.1, b"one more".to_vec()),
            Err(QueueError::NoMoreIds)
        );
        let again = Queue::restore(queue.next_id(), queue.entries().to_vec());
        assert_eq!(again, Ok(queue));
    }

    #[test]
    fn a_clock_beyond_2106_is_an_error() {
        let now = u64::from(u32::MAX);
        let mut queue = Queue::default();
        chat(&mut queue, now, "the last second");
        assert_eq!(
            queue.add(now + 1, CHAT.0, CHAT.1, vec![]),
            Err(QueueError::Clock { now: now + 1 })
        );
    }

    #[test]
    fn only_what_waits_counts_against_the_limit() {
        let mut queue = Queue::default();
        for n in 0..MAX_WAITING {
            chat(&mut queue, NOW, &n.to_string());
        }
        let one_more = |queue: &mut Queue, now| queue.add(now, CHAT.0, CHAT.1, b"more".to_vec());
        assert_eq!(
            one_more(&mut queue, NOW),
            Err(QueueError::Full { limit: MAX_WAITING })
        );
        queue.confirm(NOW, &seen(&queue, EntryId(1)));
        assert!(one_more(&mut queue, NOW).is_ok());
    }

    #[test]
    fn a_new_status_takes_the_place_of_pending_ones_only() {
        let mut queue = Queue::default();
        let status = |queue: &mut Queue, now: u64, json: &str| {
            queue
                .add_replacing(now, STATUS.0, STATUS.1, json.into())
                .unwrap()
        };
        status(&mut queue, NOW, r#"{"up":1}"#);
        queue.mark_packed(NOW, &[EntryId(1)], NOW + 600).unwrap();
        status(&mut queue, NOW + 1, r#"{"up":2}"#);
        chat(&mut queue, NOW + 2, "hello");
        let (added, replaced) = status(&mut queue, NOW + 3, r#"{"up":3}"#);
        assert_eq!(added, Added::Queued(EntryId(4)));
        assert_eq!(replaced.len(), 1);
        assert_eq!(replaced[0].payload, br#"{"up":2}"#);
        let ids: Vec<_> = queue.entries().iter().map(|entry| entry.id.0).collect();
        assert_eq!(ids, [1, 3, 4]);
        let (added, replaced) = status(&mut queue, NOW + 3, r#"{"up":3}"#);
        assert_eq!((added, replaced), (Added::AlreadyThere(EntryId(4)), vec![]));
    }

    #[test]
    fn removing_takes_all_or_none() {
        let mut queue = Queue::default();
        for text in ["a", "b", "c"] {
            chat(&mut queue, NOW, text);
        }
        let missing = EntryId(9);
        assert_eq!(
            queue.remove(&[EntryId(1), missing]),
            Err(QueueError::NoEntry { id: missing })
        );
        assert_eq!(to_pack(&queue, NOW), [1, 2, 3]);
        let removed = queue.remove(&[EntryId(3), EntryId(1)]).unwrap();
        assert_eq!(removed.len(), 2);
        assert_eq!(to_pack(&queue, NOW), [2]);
    }

    #[test]
    fn clearing_takes_what_is_pending() {
        let mut queue = Queue::default();
        for text in ["packed", "lease over", "sent", "pending"] {
            chat(&mut queue, NOW, text);
        }
        queue.mark_packed(NOW, &[EntryId(1)], NOW + 600).unwrap();
        queue.mark_packed(NOW, &[EntryId(2)], NOW + 60).unwrap();
        queue.confirm(NOW, &seen(&queue, EntryId(3)));
        let cleared: Vec<_> = queue
            .clear(NOW + 100)
            .iter()
            .map(|entry| entry.id.0)
            .collect();
        assert_eq!(cleared, [2, 4]);
        let left: Vec<_> = queue.entries().iter().map(|entry| entry.id.0).collect();
        assert_eq!(left, [1, 3]);
    }

    #[test]
    fn retrying_ends_a_lease_and_queues_what_expired_anew() {
        let mut queue = Queue::default();
        let expired = chat(&mut queue, NOW, "expired");
        let now = NOW + 90_000;
        let packed = chat(&mut queue, now, "packed");
        let pending = chat(&mut queue, now, "pending");
        queue.mark_packed(now, &[packed], now + 600).unwrap();
        let retried = queue.retry(now + 1, &[expired, packed, pending]).unwrap();
        let new = EntryId(4);
        assert_eq!(
            retried,
            [
                (expired, Retried::QueuedAgain(new)),
                (packed, Retried::LeaseEnded),
                (pending, Retried::AlreadyPending),
            ]
        );
        assert_eq!(to_pack(&queue, now + 1), [2, 3, 4]);
        assert_eq!(u64::from(queue.get(new).unwrap().timestamp), now + 1);
        assert_eq!(state(&queue, now + 1, expired), State::Expired);
        assert_eq!(
            queue.retry(now + 2, &[expired]),
            Ok(vec![(expired, Retried::AlreadyRetried(new))])
        );
    }

    #[test]
    fn retrying_something_sent_changes_nothing() {
        let mut queue = Queue::default();
        let packed = chat(&mut queue, NOW, "packed");
        let sent = chat(&mut queue, NOW, "sent");
        queue.mark_packed(NOW, &[packed, sent], NOW + 600).unwrap();
        queue.confirm(NOW, &seen(&queue, sent));
        let before = queue.clone();
        assert_eq!(
            queue.retry(NOW, &[packed, sent]),
            Err(QueueError::AlreadySent { id: sent })
        );
        assert_eq!(queue, before);
    }

    #[test]
    fn nothing_is_packed_twice_within_a_lease() {
        let mut queue = Queue::default();
        let first = chat(&mut queue, NOW, "first");
        let second = chat(&mut queue, NOW, "second");
        queue.mark_packed(NOW, &[second], NOW + 600).unwrap();
        let before = queue.clone();
        assert_eq!(
            queue.mark_packed(NOW + 1, &[first, second], NOW + 601),
            Err(QueueError::NotPending {
                id: second,
                state: State::Packed
            })
        );
        assert_eq!(queue, before);
    }

    #[test]
    fn a_clock_that_goes_backwards_loses_nothing() {
        let mut queue = Queue::default();
        let id = chat(&mut queue, NOW, "hello");
        let packed = chat(&mut queue, NOW, "packed");
        queue.mark_packed(NOW, &[packed], NOW + 600).unwrap();
        for now in [0, 1, NOW - 1_000_000] {
            assert_eq!(queue.settle(now), Settled::default());
            assert_eq!(queue.get(id).unwrap().age(now), 0);
            assert_eq!(to_pack(&queue, now), [1]);
        }
    }

    #[test]
    fn a_history_does_not_grow_without_end() {
        let mut queue = Queue::default();
        let id = chat(&mut queue, NOW, "hello");
        for n in 0..1000 {
            queue.mark_packed(NOW + n, &[id], NOW + n).unwrap();
        }
        let history = &queue.get(id).unwrap().history;
        assert_eq!(history.len(), 64);
        assert_eq!((history[0].at, history[0].state), (NOW, State::Pending));
        assert_eq!(history[63].at, NOW + 999);
    }

    #[test]
    fn every_kind_is_read_back_from_its_name() {
        for byte in 0..=255 {
            let mut queue = Queue::default();
            queue
                .add(NOW, MsgType(byte), MsgFlags(byte), vec![byte])
                .unwrap();
            let json = serde_json::to_string(queue.entries()).unwrap();
            let entries: Vec<Entry> = serde_json::from_str(&json).unwrap();
            assert_eq!(entries, queue.entries());
        }
    }

    fn restored(change: impl FnOnce(&mut Value)) -> Result<Queue, EntryError> {
        let mut queue = Queue::default();
        chat(&mut queue, NOW, "one");
        chat(&mut queue, NOW, "two");
        let mut json = serde_json::to_value(queue.entries()).unwrap();
        change(&mut json);
        Queue::restore(EntryId(0), serde_json::from_value(json).unwrap())
    }

    #[test]
    fn what_does_not_fit_together_is_not_restored() {
        assert_eq!(restored(|_| ()).unwrap().next_id(), EntryId(3));
        let id = EntryId(2);
        assert_eq!(
            restored(|json| json[0]["id"] = 2.into()),
            Err(EntryError::DuplicateId { id })
        );
        assert_eq!(
            restored(|json| json[1]["id"] = u64::MAX.into()),
            Err(EntryError::IdTooLarge {
                id: EntryId(u64::MAX)
            })
        );
        assert_eq!(
            restored(|json| json[1]["payload"] = "00".repeat(221).into()),
            Err(EntryError::PayloadTooLong { id, found: 221 })
        );
        assert!(matches!(
            restored(|json| json[1]["timestamp"] = 7.into()),
            Err(EntryError::WrongHash { .. })
        ));
        assert_eq!(
            restored(|json| json[1]["state"] = "sent".into()),
            Err(EntryError::WrongState {
                id,
                state: State::Sent
            })
        );
        assert_eq!(
            restored(|json| json[1]["history"] = Value::Array(vec![])),
            Err(EntryError::WrongState {
                id,
                state: State::Pending
            })
        );
    }

    /// What an operator, a cron job and time do to a queue.
    #[derive(Debug, Clone)]
    enum Step {
        Send(u8),
        Status(u8),
        Pack { count: usize, lease: u64 },
        Confirm(usize),
        Retry(usize),
        Remove(usize),
        Clear,
        Pass(i64),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (0..6u8).prop_map(Step::Send),
            1 => (0..3u8).prop_map(Step::Status),
            3 => (1..4usize, prop_oneof![Just(0), 1..1000u64, Just(100_000)])
                .prop_map(|(count, lease)| Step::Pack { count, lease }),
            2 => (0..20usize).prop_map(Step::Confirm),
            1 => (0..20usize).prop_map(Step::Retry),
            1 => (0..20usize).prop_map(Step::Remove),
            1 => Just(Step::Clear),
            3 => prop_oneof![
                -2_000..2_000i64,
                Just(86_400),
                Just(31 * 86_400),
                Just(-86_400)
            ].prop_map(Step::Pass),
        ]
    }

    /// What the test knows of the queue, from outside.
    #[derive(Default)]
    struct Ledger {
        now: u64,
        known: BTreeMap<EntryId, Entry>,
        given_out: HashSet<EntryId>,
        leases: HashMap<EntryId, u64>,
        sent: HashSet<MessageHash>,
    }

    impl Ledger {
        fn take(&mut self, queue: &mut Queue, step: &Step) {
            let now = self.now;
            let nth = |n: usize| queue.entries().get(n).map(|entry| entry.id);
            match *step {
                Step::Send(text) => {
                    queue.add(now, CHAT.0, CHAT.1, vec![b'a' + text]).unwrap();
                }
                Step::Status(up) => {
                    let (_, replaced) = queue
                        .add_replacing(now, STATUS.0, STATUS.1, vec![b'0' + up])
                        .unwrap();
                    self.give_out(replaced);
                }
                Step::Pack { count, lease } => self.pack(queue, count, now + lease),
                Step::Confirm(n) => {
                    if let Some(id) = nth(n) {
                        queue.confirm(now, &seen(queue, id));
                        self.sent.insert(queue.get(id).unwrap().message_hash);
                    }
                }
                Step::Retry(n) => {
                    if let Some(id) = nth(n) {
                        let _ = queue.retry(now, &[id]);
                        self.leases.remove(&id);
                    }
                }
                Step::Remove(n) => {
                    if let Some(id) = nth(n) {
                        let removed = queue.remove(&[id]).unwrap();
                        self.give_out(removed);
                    }
                }
                Step::Clear => {
                    let cleared = queue.clear(now);
                    self.give_out(cleared);
                }
                Step::Pass(seconds) => {
                    self.now = now.saturating_add_signed(seconds);
                    let before = queue.clone();
                    let settled = queue.settle(self.now);
                    for id in settled.lease_over {
                        // Over is over, also for a clock that goes back afterwards.
                        let lease = self.leases.remove(&id);
                        assert!(lease.is_none_or(|until| until <= self.now));
                    }
                    for id in settled.dropped {
                        let entry = before.get(id).unwrap();
                        assert!(entry.state.is_final(), "dropped {entry:?}");
                        let since = entry.history.last().unwrap().at;
                        assert!(self.now - since > 30 * 86_400, "dropped {entry:?}");
                        self.give_out(vec![entry.clone()]);
                    }
                }
            }
        }

        fn give_out(&mut self, entries: Vec<Entry>) {
            for entry in entries {
                self.given_out.insert(entry.id);
                self.sent.remove(&entry.message_hash);
            }
        }

        fn pack(&mut self, queue: &mut Queue, count: usize, lease_until: u64) {
            let chosen: Vec<EntryId> = queue
                .select_for_pack(self.now)
                .take(count)
                .map(|entry| {
                    let lease = self.leases.get(&entry.id).copied().unwrap_or(0);
                    assert!(self.now >= lease, "packed within its lease: {entry:?}");
                    assert!(!self.sent.contains(&entry.message_hash), "sent: {entry:?}");
                    assert!(entry.age(self.now) <= 86_400, "too old: {entry:?}");
                    entry.id
                })
                .collect();
            assert!(chosen.is_sorted(), "not first in, first out: {chosen:?}");
            queue.mark_packed(self.now, &chosen, lease_until).unwrap();
            self.leases
                .extend(chosen.iter().map(|id| (*id, lease_until)));
        }

        fn check(&mut self, queue: &Queue) {
            let mut hashes = HashSet::new();
            for entry in queue.entries() {
                let known = self.known.entry(entry.id).or_insert_with(|| entry.clone());
                let message = |entry: &Entry| {
                    message_hash(entry.msg_type, entry.flags, entry.timestamp, &entry.payload)
                };
                assert_eq!(entry.message_hash, known.message_hash);
                assert_eq!(message(entry), known.message_hash);
                assert!(hashes.insert(entry.message_hash), "twice: {entry:?}");
            }
            for id in self.known.keys() {
                assert!(
                    queue.get(*id).is_ok() != self.given_out.contains(id),
                    "entry {id} is lost, or back"
                );
            }
            let json = serde_json::to_string(queue.entries()).unwrap();
            let entries = serde_json::from_str(&json).unwrap();
            assert_eq!(&Queue::restore(queue.next_id(), entries).unwrap(), queue);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn no_message_is_lost_changed_or_packed_twice(steps in prop::collection::vec(step(), 1..60)) {
            let mut queue = Queue::default();
            let mut ledger = Ledger { now: NOW, ..Ledger::default() };
            for step in &steps {
                ledger.take(&mut queue, step);
                ledger.check(&queue);
            }
        }
    }
}
