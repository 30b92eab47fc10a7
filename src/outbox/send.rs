//! Messages into the queue.

use super::{Outbox, OutboxError};
use crate::core::message::payload;
use crate::core::message::queue::{Added, Entry, Settled, State};
use crate::core::message::{MsgType, PayloadKind};
use crate::text::keys::looks_like_key;

/// A message in the queue, as [`Outbox::send`] and [`Outbox::replace`] return it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// The entry of the message.
    pub entry: Entry,
    /// Whether the queue contained the same message before; then it was not changed.
    pub was_there: bool,
    /// The pending entries that the message replaced.
    pub replaced: Vec<Entry>,
    /// Number of pending entries, with this one.
    pub pending: usize,
    /// Changes that only the time made; they are saved too.
    pub settled: Settled,
}

/// The type of a text message with this name, in any case: chat, announce or alert, or the
/// protocol's name.
///
/// # Errors
/// [`OutboxError::NotAText`] for every other name.
pub fn text_type(name: &str) -> Result<MsgType, OutboxError> {
    MsgType::from_name(name)
        .filter(|msg_type| msg_type.payload_kind() == PayloadKind::Text)
        .ok_or(OutboxError::NotAText)
}

impl Outbox {
    /// Queues a text: chat, announcement or alert. It is signed when it is packed.
    ///
    /// # Errors
    /// [`OutboxError::NotAText`] for another type, [`OutboxError::Payload`] for a text that is empty
    /// or too long; and as [`send`](Self::send).
    pub fn send_text(&self, msg_type: MsgType, text: &str, now: u64) -> Result<Sent, OutboxError> {
        if msg_type.payload_kind() != PayloadKind::Text {
            return Err(OutboxError::NotAText);
        }
        self.send(msg_type, payload::from_text(msg_type, text)?, now)
    }

    /// Queues a message with the timestamp `now` and the flags that builders give this type.
    ///
    /// `payload` is the payload on the wire, as [`payload::from_text`] and [`payload::from_json`]
    /// write it. A message that the queue contains already, in any state, is not queued again:
    /// nodes ignore the copy.
    ///
    /// # Errors
    /// [`OutboxError::PrivateKey`] if the payload looks like a private key; the queue is full, or
    /// cannot be read or written.
    pub fn send(&self, msg_type: MsgType, payload: Vec<u8>, now: u64) -> Result<Sent, OutboxError> {
        self.put(msg_type, payload, now, Pending::Keep)
    }

    /// Queues a message as [`send`](Self::send) does, in place of the pending messages of the same
    /// type: only the newest status of a node is of interest.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn replace(
        &self,
        msg_type: MsgType,
        payload: Vec<u8>,
        now: u64,
    ) -> Result<Sent, OutboxError> {
        self.put(msg_type, payload, now, Pending::Replace)
    }

    fn put(
        &self,
        msg_type: MsgType,
        payload: Vec<u8>,
        now: u64,
        pending: Pending,
    ) -> Result<Sent, OutboxError> {
        if looks_like_key(&String::from_utf8_lossy(&payload)) {
            return Err(OutboxError::PrivateKey);
        }
        let flags = msg_type.builder_flags();
        self.with_queue(|locked| {
            let settled = locked.queue.settle(now);
            let (added, replaced) = match pending {
                Pending::Keep => {
                    let added = locked.queue.add(now, msg_type, flags, payload)?;
                    (added, Vec::new())
                }
                Pending::Replace => locked.queue.add_replacing(now, msg_type, flags, payload)?,
            };
            let was_there = matches!(added, Added::AlreadyThere(_));
            let settled = if was_there {
                // Nothing is saved, so the next change of the queue reports it.
                Settled::default()
            } else {
                locked.save()?;
                settled
            };
            Ok(Sent {
                entry: locked.queue.get(added.id())?.clone(),
                was_there,
                replaced,
                pending: locked.queue.count(now, State::Pending),
                settled,
            })
        })
    }
}

/// The fate of pending messages of the same type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pending {
    Keep,
    Replace,
}
