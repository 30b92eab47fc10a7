//! Changes of the queue that neither send nor pack: remove, clear, retry.

use super::{Outbox, OutboxError};
use crate::core::message::queue::{Entry, EntryId, Queue, Retried, Settled};

/// A change of the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed<T> {
    /// The result of the change.
    pub done: T,
    /// Changes that only the time made; they are saved too.
    pub settled: Settled,
    /// The queue after the change.
    pub queue: Queue,
}

impl<T> Changed<T> {
    fn new(done: T, settled: Settled, queue: &Queue) -> Self {
        Self {
            done,
            settled,
            queue: queue.clone(),
        }
    }
}

impl Outbox {
    /// Takes out the entries with these ids, in any state, and returns them.
    ///
    /// A share can still carry a message that was packed.
    ///
    /// # Errors
    /// [`QueueError::NoEntry`](crate::core::message::queue::QueueError::NoEntry) if one of the entries does
    /// not exist; then none is taken out. The queue cannot be read or written.
    pub fn remove(&self, ids: &[EntryId], now: u64) -> Result<Changed<Vec<Entry>>, OutboxError> {
        self.with_queue(|locked| {
            let done = locked.queue.remove(ids)?;
            let settled = locked.queue.settle(now);
            locked.save()?;
            Ok(Changed::new(done, settled, &locked.queue))
        })
    }

    /// Takes out every entry that is pending at `now`, and returns them.
    ///
    /// # Errors
    /// The queue cannot be read or written.
    pub fn clear(&self, now: u64) -> Result<Changed<Vec<Entry>>, OutboxError> {
        self.with_queue(|locked| {
            let settled = locked.queue.settle(now);
            let done = locked.queue.clear(now);
            if !done.is_empty() || settled != Settled::default() {
                locked.save()?;
            }
            Ok(Changed::new(done, settled, &locked.queue))
        })
    }

    /// Makes the entries with these ids pending again; see [`Queue::retry`].
    ///
    /// # Errors
    /// [`QueueError::NoEntry`](crate::core::message::queue::QueueError::NoEntry) and
    /// [`QueueError::AlreadySent`](crate::core::message::queue::QueueError::AlreadySent); then no entry is
    /// changed. The queue cannot be read or written.
    pub fn retry(
        &self,
        ids: &[EntryId],
        now: u64,
    ) -> Result<Changed<Vec<(EntryId, Retried)>>, OutboxError> {
        self.with_queue(|locked| {
            let done = locked.queue.retry(now, ids)?;
            let settled = locked.queue.settle(now);
            locked.save()?;
            Ok(Changed::new(done, settled, &locked.queue))
        })
    }
}
