//! Changes of the key in use.

use super::{Outbox, OutboxError};
use crate::core::key::announcement::Announcement;
use crate::data::{DataError, KeyState};

impl Outbox {
    /// Creates the state file for the announced key, and its line in the key log.
    ///
    /// # Errors
    /// [`DataError::AlreadyExists`] if there is a state file, [`DataError::KeyIndexInLog`] if the
    /// key log contains a higher key_index or another key at this one; a file cannot be written.
    pub fn init_key(&self, announcement: &Announcement, now: u64) -> Result<KeyState, OutboxError> {
        let lock = self.keys.data().lock(self.lock_timeout)?;
        let mut key_file = lock.key_file(self.keys.path(), self.lock_timeout)?;
        Ok(key_file.init(announcement, now)?.clone())
    }

    /// Rotates from the key of `before` to the announced key, and returns the new state.
    ///
    /// There is no way back: nodes that see the announcement revoke every key with a lower
    /// key_index. [`KeyFiles::next_index`](super::KeyFiles::next_index) and
    /// [`KeyFiles::next_key`](super::KeyFiles::next_key) lead to the key.
    ///
    /// # Errors
    /// [`OutboxError::ChangedMeanwhile`] if the key in use is no longer the one of `before`,
    /// [`DataError::KeyIndexNotHigher`] if the key_index is not above it; a file cannot be written.
    pub fn rotate_key(
        &self,
        before: &KeyState,
        announcement: &Announcement,
        now: u64,
    ) -> Result<KeyState, OutboxError> {
        let lock = self.keys.data().lock(self.lock_timeout)?;
        let mut key_file = lock.key_file(self.keys.path(), self.lock_timeout)?;
        self.keys.check_unchanged(before, key_file.state())?;
        Ok(key_file.rotate(announcement, now)?.clone())
    }

    /// Fails if there is a state file: a check before a key is asked for.
    ///
    /// # Errors
    /// [`DataError::AlreadyExists`]; the state file cannot be read.
    pub fn check_no_key(&self) -> Result<(), OutboxError> {
        match self.keys.data().key_state(self.keys.path())? {
            None => Ok(()),
            Some(_) => Err(DataError::AlreadyExists {
                path: self.keys.path().to_owned(),
            }
            .into()),
        }
    }
}
