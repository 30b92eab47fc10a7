//! The way of a message out: queue, key in use, envelope, confirmation.
//!
//! ```text
//! send ──> message_queue.json ──pack──> message_data ──> a share
//!               ^                                            │
//!               └──────────────────confirm───────────────────┘
//! ```
//!
//! An [`Outbox`] works on the files of a data folder. Every operation takes the lock of the folder,
//! reads the files, changes them and lets go of the lock, so that any number of processes can use
//! the same folder. The time is an argument, in Unix seconds.
//!
//! ```
//! use std::time::Duration;
//!
//! use p2msg::core::key::{KeyIndex, MasterKey};
//! use p2msg::core::message::MsgType;
//! use p2msg::core::network::Network;
//! use p2msg::outbox::{Key, Outbox, Outgoing, PackRequest};
//! use p2msg::data::DataDir;
//!
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path();
//! let outbox = Outbox::new(DataDir::new(folder), Duration::from_secs(10));
//! let network = Network::by_name("litecoin").ok_or("no such network")?;
//! let master = MasterKey::parse(&"11".repeat(32), network)?;
//! let now = 1_750_000_000;
//! outbox.init_key(&master.derive(KeyIndex(0))?.announcement(KeyIndex(0)), now)?;
//! outbox.send_text(MsgType::MINER_MESSAGE, "gm, miners", now)?;
//!
//! let mut plan = outbox.plan(PackRequest::default(), now)?;
//! if plan.needs_key() {
//!     plan.use_key(Key::Master(master))?;
//! }
//! let mut next_message_data = Vec::new();
//! plan.pack(now, |outgoing: &Outgoing| {
//!     next_message_data = outgoing.packed.message_data.clone();
//!     Ok::<(), std::io::Error>(())
//! })?;
//! assert!(!next_message_data.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `examples/pack_and_confirm.rs` also mines a share with this message_data and confirms the message
//! in it.

mod confirm;
mod error;
mod key_in_use;
mod pack;
mod queue;
mod rotate;
mod send;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::time::Duration;

pub use self::confirm::{Confirmed, NodeSighting, Search, Sighting};
pub use self::error::{NotHandedOver, OutboxError, PackError};
pub use self::key_in_use::{Key, KeyFiles, derive};
pub use self::pack::{
    Contents, DEFAULT_LEASE_SECONDS, Handover, Outgoing, PackPlan, PackRequest, Rotation,
};
pub use self::queue::Changed;
pub use self::send::{Sent, text_type};
use crate::core::message::queue::Queue;
use crate::data::{DataDir, LockedQueue};

/// The queue and the key in use of a data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbox {
    keys: KeyFiles,
    lock_timeout: Duration,
}

impl Outbox {
    /// The outbox of a data folder, which need not exist yet.
    ///
    /// An operation fails with [`DataError::LockTimeout`](crate::data::DataError::LockTimeout) if
    /// other processes hold the lock of the folder for `lock_timeout`.
    pub fn new(data: DataDir, lock_timeout: Duration) -> Self {
        let path = data.signing_key_path();
        Self {
            keys: KeyFiles::new(data, path),
            lock_timeout,
        }
    }

    /// The same outbox with its state file at `path`, which may be outside the data folder.
    #[must_use]
    pub fn with_state_file(self, path: PathBuf) -> Self {
        Self {
            keys: KeyFiles::new(self.keys.data().clone(), path),
            ..self
        }
    }

    /// The files that record the key in use.
    pub fn keys(&self) -> &KeyFiles {
        &self.keys
    }

    /// Reads the queue, without the lock; it is empty if its file is missing.
    ///
    /// # Errors
    /// The queue file cannot be read.
    pub fn queue(&self) -> Result<Queue, OutboxError> {
        Ok(self.keys.data().read_queue()?)
    }

    /// Locks the data folder, and lends the queue to `change`, which saves it.
    fn with_queue<T>(
        &self,
        change: impl FnOnce(&mut LockedQueue<'_>) -> Result<T, OutboxError>,
    ) -> Result<T, OutboxError> {
        let lock = self.keys.data().lock(self.lock_timeout)?;
        change(&mut lock.queue()?)
    }
}
