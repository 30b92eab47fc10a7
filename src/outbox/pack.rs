//! Messages out of the queue, signed, as message_data for the next share.

use super::{Key, KeyFiles, NotHandedOver, Outbox, OutboxError, PackError};
use crate::core::hash::SigningId;
use crate::core::key::announcement::Announcement;
use crate::core::key::{KeyIndex, SigningKey};
use crate::core::message::pack::{self, Packed};
use crate::core::message::queue::{EntryId, Queue, Settled, State};
use crate::data::{KeyState, LockedDataDir, LockedKeyFile, LockedQueue};

/// Seconds before packed messages may be packed again, unless the caller asks for another lease.
pub const DEFAULT_LEASE_SECONDS: u64 = 600;

/// The contents of an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contents {
    /// Messages, after the announcement of the key in use if it is known.
    MessagesAndAnnouncement,
    /// Messages without an announcement.
    Messages,
    /// The announcement of the key in use, without messages.
    Announcement,
}

/// An envelope to pack. By default: messages and announcement, by the key in use, with a lease of
/// [`DEFAULT_LEASE_SECONDS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackRequest {
    /// The contents of the envelope.
    pub contents: Contents,
    /// The key_index to sign with; above the one in use it rotates the key. `None`: the one in use.
    pub key_index: Option<KeyIndex>,
    /// Seconds before packed messages may be packed again.
    pub lease_seconds: u64,
}

impl Default for PackRequest {
    fn default() -> Self {
        Self {
            contents: Contents::MessagesAndAnnouncement,
            key_index: None,
            lease_seconds: DEFAULT_LEASE_SECONDS,
        }
    }
}

/// A rotation of the key. It has no way back: nodes revoke every key with a lower key_index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// The key_index in use.
    pub from: KeyIndex,
    /// The higher key_index.
    pub to: KeyIndex,
}

/// An envelope to hand over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The envelope and its entries; message_data is empty if there is nothing to pack.
    pub packed: Packed,
    /// Number of entries that are still pending.
    pub left: usize,
    /// The pending entries that were omitted, because nodes would reject their timestamps as too far
    /// in the future.
    pub postdated: Vec<EntryId>,
    /// The key_index of the key in use, after a rotation; `None` without a state file.
    pub key_index: Option<KeyIndex>,
    /// The signing_id of that key.
    pub signing_id: Option<SigningId>,
    /// Changes that only the time made; they are saved too.
    pub settled: Settled,
}

/// The last step of [`PackPlan::pack`]: it passes the envelope to the node.
///
/// A closure `|outgoing: &Outgoing| -> Result<(), E>` is a handover without preparation.
pub trait Handover {
    /// The error of both steps.
    type Error;

    /// Does everything that can fail and that others do not see, such as writing and flushing a
    /// file next to its final place. Nothing was recorded yet.
    ///
    /// # Errors
    /// The handover is not possible; [`PackPlan::pack`] ends, and no file of the outbox changes.
    fn prepare(&mut self, _outgoing: &Outgoing) -> Result<(), Self::Error> {
        Ok(())
    }

    /// Hands the envelope over, in one step that others see completely or not at all, such as a
    /// rename.
    ///
    /// # Errors
    /// The node has not received the envelope. An implementation that fails after the node may have
    /// received it must return `Ok`, or the next run hands out the same messages again.
    fn hand_over(&mut self, outgoing: &Outgoing) -> Result<(), Self::Error>;
}

impl<F, E> Handover for F
where
    F: FnMut(&Outgoing) -> Result<(), E>,
{
    type Error = E;

    fn hand_over(&mut self, outgoing: &Outgoing) -> Result<(), E> {
        self(outgoing)
    }
}

/// An envelope that can be packed; nothing was changed yet.
///
/// From [`Outbox::plan`]. The caller reads a key if the plan [needs one](Self::needs_key), asks for
/// consent to a [rotation](Self::rotation), and [packs](Self::pack).
#[derive(Debug)]
pub struct PackPlan<'a> {
    outbox: &'a Outbox,
    request: PackRequest,
    /// The state file before the lock was taken.
    state: Option<KeyState>,
    /// The key_index to rotate to first.
    rotation: Option<KeyIndex>,
    needs_key: bool,
    /// The key in use, or the key to rotate to.
    key: Option<SigningKey>,
    announcement: Option<Announcement>,
}

impl Outbox {
    /// Finds out what packing needs; it changes nothing.
    ///
    /// # Errors
    /// [`DataError::NoKeyState`](crate::data::DataError::NoKeyState) if there are messages to
    /// sign and no state file,
    /// [`DataError::KeyIndexNotHigher`](crate::data::DataError::KeyIndexNotHigher) if the
    /// request's key_index is below the one in use; a file cannot be read.
    pub fn plan(&self, request: PackRequest, now: u64) -> Result<PackPlan<'_>, OutboxError> {
        let announces_only = request.contents == Contents::Announcement;
        let signs = !announces_only && pack::needs_key(&self.queue()?, now);
        let needs_state = signs || announces_only || request.key_index.is_some();
        let plan = PackPlan {
            outbox: self,
            request,
            state: None,
            rotation: None,
            needs_key: signs,
            key: None,
            announcement: None,
        };
        let state = if needs_state {
            self.keys.state()?
        } else {
            match self.keys.data().key_state(self.keys.path())? {
                Some(state) => state,
                None => return Ok(plan),
            }
        };
        let rotation = self.keys.rotation(&state, request.key_index)?;
        let announcement = self.keys.announcement(&state)?;
        Ok(PackPlan {
            needs_key: signs || rotation.is_some() || (announces_only && announcement.is_none()),
            state: Some(state),
            rotation,
            announcement,
            ..plan
        })
    }
}

impl PackPlan<'_> {
    /// Whether a key is needed: to sign, to rotate, or to announce a key that the key log does not
    /// contain.
    pub fn needs_key(&self) -> bool {
        self.needs_key && self.key.is_none()
    }

    /// The rotation that comes before packing. The caller should ask for consent.
    pub fn rotation(&self) -> Option<Rotation> {
        let from = self.state.as_ref()?.key_index;
        self.rotation.map(|to| Rotation { from, to })
    }

    /// Takes the key to sign with: the key in use, or the key to rotate to.
    ///
    /// It may be given where none is needed: then it is checked, and its announcement is packed.
    ///
    /// # Errors
    /// [`OutboxError::WrongKey`] and [`OutboxError::KeyInUse`] if it is another key.
    pub fn use_key(&mut self, key: Key) -> Result<(), OutboxError> {
        let Some(state) = &self.state else {
            return Ok(());
        };
        let keys: &KeyFiles = &self.outbox.keys;
        let (key, index) = match self.rotation {
            Some(index) => (keys.next_key(key, state, index)?, index),
            None => (keys.current_key(key, state)?, state.key_index),
        };
        self.announcement = Some(key.announcement(index));
        self.key = Some(key);
        Ok(())
    }

    /// The envelope that [`pack`](Self::pack) would hand over; nothing is changed.
    ///
    /// # Errors
    /// [`OutboxError::KeyNeeded`]; the queue cannot be read.
    pub fn preview(&self, now: u64) -> Result<Outgoing, OutboxError> {
        self.check_key()?;
        let queue = self.outbox.queue()?;
        let packed = self.fill(&queue, now);
        let pending = queue.count(now, State::Pending);
        let left = pending.saturating_sub(packed.ids.len());
        let postdated = queue.postdated(now);
        Ok(Outgoing {
            postdated,
            ..self.outgoing(packed, left, Settled::default())
        })
    }

    /// Packs, records and hands over, with the data folder locked.
    ///
    /// The order of the lasting steps makes the result safe: a kill between any two of them neither
    /// loses a message nor hands it out twice within its lease.
    ///
    /// 1. [`Handover::prepare`] writes and flushes a file next to its final place. The likely
    ///    failures, a full disk or a folder without write permission, happen here, before anything
    ///    is recorded.
    /// 2. A rotation is recorded, then the number of signed messages. After a kill here, the messages
    ///    are still pending, and the next run signs them again with the same key.
    /// 3. The queue is saved: the messages are packed, with a lease. After a kill here, no node has
    ///    received them, and they are pending again when the lease is over.
    /// 4. [`Handover::hand_over`] renames the file, or prints. If it fails, no node has received the
    ///    messages, and the queue is restored. A rotation stays recorded.
    ///
    /// If steps 3 and 4 were swapped, a kill between them would hand out the same messages again at
    /// once.
    ///
    /// # Errors
    /// [`PackError::Outbox`] before step 4: [`OutboxError::KeyNeeded`],
    /// [`OutboxError::ChangedMeanwhile`] if another process rotated the key after
    /// [`Outbox::plan`], and files that cannot be read, written or locked. [`PackError::Prepare`] and
    /// [`PackError::HandOver`] are failures of the handover.
    pub fn pack<H: Handover>(
        self,
        now: u64,
        mut handover: H,
    ) -> Result<Outgoing, PackError<H::Error>> {
        self.check_key()?;
        let lock = self.outbox.keys.data().lock(self.outbox.lock_timeout)?;
        let mut locked = lock.queue()?;
        let mut key_file = self.lock_key_file(&lock)?;
        let settled = locked.queue.settle(now);
        let before = locked.queue.clone();
        let packed = self.fill(&locked.queue, now);
        let lease_until = now.saturating_add(self.request.lease_seconds);
        locked.queue.mark_packed(now, &packed.ids, lease_until)?;
        let left = locked.queue.count(now, State::Pending);
        let outgoing = Outgoing {
            postdated: locked.queue.postdated(now),
            ..self.outgoing(packed, left, settled)
        };
        handover.prepare(&outgoing).map_err(PackError::Prepare)?;
        if let Some(key_file) = &mut key_file {
            self.record(&outgoing.packed, key_file, now)?;
        }
        if !outgoing.packed.ids.is_empty() || outgoing.settled != Settled::default() {
            locked.save()?;
        }
        match handover.hand_over(&outgoing) {
            Ok(()) => Ok(outgoing),
            Err(error) => Err(PackError::HandOver {
                error,
                messages: put_back(&outgoing.packed, &mut locked, before),
            }),
        }
    }

    fn check_key(&self) -> Result<(), OutboxError> {
        match self.needs_key() {
            true => Err(OutboxError::KeyNeeded),
            false => Ok(()),
        }
    }

    fn fill(&self, queue: &Queue, now: u64) -> Packed {
        let (key, announcement) = (self.key.as_ref(), self.announcement.as_ref());
        match self.request.contents {
            Contents::MessagesAndAnnouncement => pack::fill(queue, now, key, announcement),
            Contents::Messages => pack::fill(queue, now, key, None),
            Contents::Announcement => announcement.map(pack::announce).unwrap_or_default(),
        }
    }

    fn outgoing(&self, packed: Packed, left: usize, settled: Settled) -> Outgoing {
        let state = self.state.as_ref();
        let key = self.key.as_ref();
        Outgoing {
            packed,
            left,
            postdated: Vec::new(),
            key_index: self.rotation.or(state.map(|state| state.key_index)),
            signing_id: key
                .map(SigningKey::signing_id)
                .or(state.map(|state| state.signing_id)),
            settled,
        }
    }

    /// Locks the state file, if there is a key whose use it counts.
    fn lock_key_file<'a>(
        &self,
        lock: &'a LockedDataDir,
    ) -> Result<Option<LockedKeyFile<'a>>, OutboxError> {
        let (Some(state), Some(_)) = (&self.state, &self.key) else {
            return Ok(None);
        };
        let keys = &self.outbox.keys;
        let key_file = lock.key_file(keys.path(), self.outbox.lock_timeout)?;
        keys.check_unchanged(state, key_file.state())?;
        Ok(Some(key_file))
    }

    /// Records a rotation and the number of signed messages.
    fn record(
        &self,
        packed: &Packed,
        key_file: &mut LockedKeyFile<'_>,
        now: u64,
    ) -> Result<(), OutboxError> {
        if let (Some(key), Some(index)) = (&self.key, self.rotation) {
            key_file.rotate(&key.announcement(index), now)?;
        }
        if packed.signed > 0 {
            key_file.count_signed(packed.signed)?;
        }
        Ok(())
    }
}

/// Makes the messages pending again that were not handed over.
fn put_back(packed: &Packed, locked: &mut LockedQueue<'_>, before: Queue) -> NotHandedOver {
    if packed.ids.is_empty() {
        return NotHandedOver::NoMessages;
    }
    locked.queue = before;
    match locked.save() {
        Ok(()) => NotHandedOver::Pending,
        Err(_) => NotHandedOver::Leased,
    }
}
