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

mod entry;

use std::collections::{HashMap, HashSet};

use serde_json::Map;

use self::entry::MAX_ID;
pub use self::entry::{Change, Entry, EntryError, EntryId, KEPT_SECONDS, MAX_AGE_SECONDS, State};
use crate::core::hash::{MessageHash, ShareHash};
use crate::core::message::{MAX_PAYLOAD, MsgFlags, MsgType, message_hash};

/// The most entries that may wait (pending or packed): more than nodes could carry in 24 hours.
pub const MAX_WAITING: usize = 10_000;

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
    /// Restores a queue from its entries. A `next_id` that is too low is corrected.
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
    /// and stops at the first that does not fit, so that none is overtaken. Omits
    /// [`postdated`](Self::postdated) entries.
    pub fn select_for_pack(&self, now: u64) -> impl Iterator<Item = &Entry> {
        self.pending(now)
            .filter(move |entry| !entry.is_postdated(now))
    }

    /// The pending entries that nodes would reject at `now`, because their timestamps are too far in
    /// the future: the clock was ahead when they were queued.
    pub fn postdated(&self, now: u64) -> Vec<EntryId> {
        let postdated = self.pending(now).filter(|entry| entry.is_postdated(now));
        postdated.map(|entry| entry.id).collect()
    }

    fn pending(&self, now: u64) -> impl Iterator<Item = &Entry> {
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

#[cfg(test)]
mod tests;
