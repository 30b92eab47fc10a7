//! The key in use: its files, and the checks of a key that is given.

use std::path::{Path, PathBuf};

use super::OutboxError;
use crate::core::hash::SigningId;
use crate::core::key::announcement::Announcement;
use crate::core::key::{KeyIndex, MasterKey, SigningKey};
use crate::data::{DataDir, DataError, KeyState};

/// A key to sign with.
#[derive(Debug)]
pub enum Key {
    /// The master key; signing keys are derived from it.
    Master(MasterKey),
    /// A signing key that was derived elsewhere.
    Signing(SigningKey),
}

/// The files that record the key in use: the state file, and the key log in the data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFiles {
    data: DataDir,
    path: PathBuf,
}

impl KeyFiles {
    /// The files of `data`, with the state file at `path`.
    pub fn new(data: DataDir, path: PathBuf) -> Self {
        Self { data, path }
    }

    /// The data folder, with the key log.
    pub fn data(&self) -> &DataDir {
        &self.data
    }

    /// The state file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the state file.
    ///
    /// # Errors
    /// [`DataError::NoKeyState`] if the state file is missing; other [`DataError`]s if it cannot be
    /// read.
    pub fn state(&self) -> Result<KeyState, OutboxError> {
        self.data.key_state(&self.path)?.ok_or_else(|| {
            DataError::NoKeyState {
                path: self.path.clone(),
            }
            .into()
        })
    }

    /// The announcement of the key in use, if the key log contains its public key. It needs no
    /// secret.
    ///
    /// # Errors
    /// The key log cannot be read.
    pub fn announcement(&self, state: &KeyState) -> Result<Option<Announcement>, OutboxError> {
        let log = self.data.key_log()?;
        let logged = log
            .in_use(Some(state.key_index))
            .filter_map(|entry| {
                Some(Announcement {
                    signing_id: entry.signing_id,
                    key_index: entry.key_index,
                    signing_pubkey: entry.signing_pubkey?,
                })
            })
            .find(|logged| {
                logged.key_index == state.key_index && logged.signing_id == state.signing_id
            });
        Ok(logged.filter(|announcement| announcement.check().is_ok()))
    }

    /// The key_index to rotate to before anything is signed: `asked`, if it is above the one in use.
    ///
    /// # Errors
    /// [`DataError::KeyIndexNotHigher`] if `asked` is below the one in use.
    pub fn rotation(
        &self,
        state: &KeyState,
        asked: Option<KeyIndex>,
    ) -> Result<Option<KeyIndex>, OutboxError> {
        match asked {
            Some(asked) if asked < state.key_index => Err(self.not_higher(state, asked)),
            asked => Ok(asked.filter(|asked| *asked > state.key_index)),
        }
    }

    /// Rejects an `asked` key_index other than the one in use, for operations that do not rotate.
    ///
    /// # Errors
    /// [`OutboxError::KeyIndexNotInUse`] if it is above the one in use,
    /// [`DataError::KeyIndexNotHigher`] if it is below.
    pub fn no_rotation(
        &self,
        state: &KeyState,
        asked: Option<KeyIndex>,
    ) -> Result<(), OutboxError> {
        match self.rotation(state, asked)? {
            None => Ok(()),
            Some(asked) => Err(OutboxError::KeyIndexNotInUse {
                path: self.path.clone(),
                current: state.key_index,
                asked,
            }),
        }
    }

    /// The key_index of a rotation: `asked`, or the next one.
    ///
    /// # Errors
    /// [`DataError::KeyIndexNotHigher`] if `asked` is not above the one in use,
    /// [`OutboxError::NoHigherKeyIndex`] if no key_index is.
    pub fn next_index(
        &self,
        state: &KeyState,
        asked: Option<KeyIndex>,
    ) -> Result<KeyIndex, OutboxError> {
        match asked.or(state.key_index.next()) {
            Some(index) if index > state.key_index => Ok(index),
            Some(index) => Err(self.not_higher(state, index)),
            None => Err(OutboxError::NoHigherKeyIndex {
                path: self.path.clone(),
                current: state.key_index,
            }),
        }
    }

    /// The key in use, derived from `key` or checked against it.
    ///
    /// # Errors
    /// [`OutboxError::WrongKey`] if `key` is a different key.
    pub fn current_key(&self, key: Key, state: &KeyState) -> Result<SigningKey, OutboxError> {
        let signing_key = match key {
            Key::Master(master) => derive(&master, state.key_index)?,
            Key::Signing(signing_key) => signing_key,
        };
        self.check(signing_key.signing_id(), state)?;
        Ok(signing_key)
    }

    /// The key at `index`, to rotate to.
    ///
    /// A master key must be the one of the key in use. The index of a signing key that was derived
    /// elsewhere cannot be checked; it must not be the key in use.
    ///
    /// # Errors
    /// [`OutboxError::WrongKey`] and [`OutboxError::KeyInUse`].
    pub fn next_key(
        &self,
        key: Key,
        state: &KeyState,
        index: KeyIndex,
    ) -> Result<SigningKey, OutboxError> {
        match key {
            Key::Master(master) => {
                self.check(derive(&master, state.key_index)?.signing_id(), state)?;
                derive(&master, index)
            }
            Key::Signing(signing_key) if signing_key.signing_id() == state.signing_id => {
                Err(OutboxError::KeyInUse {
                    current: state.key_index,
                    asked: index,
                })
            }
            Key::Signing(signing_key) => Ok(signing_key),
        }
    }

    /// Checks that the state file, now locked, still names the key that it named `before`.
    pub(super) fn check_unchanged(
        &self,
        before: &KeyState,
        now: Option<&KeyState>,
    ) -> Result<(), OutboxError> {
        let key = |state: &KeyState| (state.key_index, state.signing_id);
        if now.map(key) == Some(key(before)) {
            return Ok(());
        }
        Err(OutboxError::ChangedMeanwhile {
            path: self.path.clone(),
        })
    }

    fn not_higher(&self, state: &KeyState, asked: KeyIndex) -> OutboxError {
        DataError::KeyIndexNotHigher {
            path: self.path.clone(),
            current: state.key_index,
            asked,
        }
        .into()
    }

    fn check(&self, found: SigningId, state: &KeyState) -> Result<(), OutboxError> {
        if found == state.signing_id {
            return Ok(());
        }
        Err(OutboxError::WrongKey {
            path: self.path.clone(),
            key_index: state.key_index,
            expected: state.signing_id,
            found,
        })
    }
}

/// Derives the key at `index`.
///
/// # Errors
/// [`OutboxError::NoKeyAtIndex`] (chance 2^-128).
pub fn derive(master: &MasterKey, index: KeyIndex) -> Result<SigningKey, OutboxError> {
    master.derive(index).map_err(OutboxError::NoKeyAtIndex)
}
