//! The key in use: what the files in the data folder say of it, and whether the key at hand is it.

use std::path::PathBuf;

use super::error::CliError;
use super::output::Output;
use super::secret::Key;
use super::settings::Settings;
use super::terminal;
use crate::core::announcement::Announcement;
use crate::core::hash::SigningId;
use crate::core::key::{KeyIndex, MasterKey, SigningKey};
use crate::state::{DataDir, KeyState, StateError};

/// Where the settings say that the state file and the key log are.
#[derive(Debug)]
pub struct KeyFiles {
    /// The data folder, with the key log.
    pub data: DataDir,
    /// The state file.
    pub path: PathBuf,
}

impl KeyFiles {
    /// The files of this run.
    ///
    /// # Errors
    /// The data folder is not known.
    pub fn new(settings: &Settings) -> Result<Self, CliError> {
        Ok(Self {
            data: settings.data()?,
            path: settings.signing_key_file()?,
        })
    }

    /// What the state file says.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn state(&self) -> Result<KeyState, CliError> {
        match self.data.key_state(&self.path)? {
            Some(state) => Ok(state),
            None => Err(StateError::NoKeyState {
                path: self.path.clone(),
            }
            .into()),
        }
    }

    /// The announcement of the key in use, where the key log knows its public key: no secret is
    /// needed for it.
    ///
    /// # Errors
    /// The key log cannot be read.
    pub fn announcement(&self, state: &KeyState) -> Result<Option<Announcement>, CliError> {
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

    /// The key_index to rotate to before anything is signed: `--signing-key-index`, if it is above
    /// the state file's.
    ///
    /// # Errors
    /// It is below: refused.
    pub fn rotation(
        &self,
        state: &KeyState,
        settings: &Settings,
    ) -> Result<Option<KeyIndex>, CliError> {
        match settings.signing_key_index() {
            Some(asked) if asked < state.key_index => Err(self.not_higher(state, asked)),
            asked => Ok(asked.filter(|asked| *asked > state.key_index)),
        }
    }

    /// Refuses a rotation to `asked`.
    pub fn not_higher(&self, state: &KeyState, asked: KeyIndex) -> CliError {
        StateError::KeyIndexNotHigher {
            path: self.path.clone(),
            current: state.key_index,
            asked,
        }
        .into()
    }

    /// Refuses a `--signing-key-index` that is not the state file's, for commands that sign
    /// nothing and so do not rotate.
    ///
    /// # Errors
    /// Kind refused.
    pub fn no_rotation(&self, state: &KeyState, settings: &Settings) -> Result<(), CliError> {
        match self.rotation(state, settings)? {
            None => Ok(()),
            Some(asked) => Err(CliError::refused(
                "key_index_not_in_use",
                format!(
                    "{} holds key_index {}, asked for {asked}, which is not in use yet",
                    self.path.display(),
                    state.key_index
                ),
            )
            .hint(format!("rotate first: p2msg key rotate --index {asked}"))),
        }
    }

    /// The key in use, made from the key at hand.
    ///
    /// # Errors
    /// The key at hand is another one: refused.
    pub fn current_key(&self, key: Key, state: &KeyState) -> Result<SigningKey, CliError> {
        let signing_key = match key {
            Key::Master(master) => derive(&master, state.key_index)?,
            Key::Signing(signing_key) => signing_key,
        };
        self.check(signing_key.signing_id(), state)?;
        Ok(signing_key)
    }

    /// The key at `index`, to rotate to, made from the key at hand.
    ///
    /// A master key must be that of the key in use. Of a signing key that was derived elsewhere
    /// nobody can tell which index it has; it must not be the one in use.
    ///
    /// # Errors
    /// Kind refused for either.
    pub fn next_key(
        &self,
        key: Key,
        state: &KeyState,
        index: KeyIndex,
    ) -> Result<SigningKey, CliError> {
        match key {
            Key::Master(master) => {
                self.check(derive(&master, state.key_index)?.signing_id(), state)?;
                derive(&master, index)
            }
            Key::Signing(signing_key) if signing_key.signing_id() == state.signing_id => {
                Err(CliError::refused(
                    "key_in_use",
                    format!(
                        "the signing key given is the one in use at key_index {}, so it cannot be \
                         the one at {index}",
                        state.key_index
                    ),
                )
                .hint(format!(
                    "give the key at {index}, or the master key to derive it from"
                )))
            }
            Key::Signing(signing_key) => Ok(signing_key),
        }
    }

    /// Refuses to go on if the state file, now locked, has another key than it had before.
    ///
    /// # Errors
    /// Kind failed.
    pub fn check_unchanged(
        &self,
        before: &KeyState,
        now: Option<&KeyState>,
    ) -> Result<(), CliError> {
        let key = |state: &KeyState| (state.key_index, state.signing_id);
        if now.map(key) == Some(key(before)) {
            return Ok(());
        }
        Err(CliError::failed(
            "changed_meanwhile",
            format!(
                "{} was changed by another process meanwhile; nothing was done",
                self.path.display()
            ),
        )
        .hint("run the command again"))
    }

    fn check(&self, found: SigningId, state: &KeyState) -> Result<(), CliError> {
        if found == state.signing_id {
            return Ok(());
        }
        Err(CliError::refused(
            "wrong_key",
            format!(
                "{} holds signing_id {} at key_index {}, the key given has {found}",
                self.path.display(),
                state.signing_id,
                state.key_index
            ),
        )
        .hint("give the key that the state file was made for, or the --data-dir of this key"))
    }
}

/// Asks whether to rotate to `index`.
///
/// # Errors
/// Kind refused.
pub fn consent_to_rotate(
    state: &KeyState,
    index: KeyIndex,
    settings: &Settings,
    out: &mut Output,
) -> Result<(), CliError> {
    let current = state.key_index;
    let question = format!(
        "Rotate from key_index {current} to {index} for good, so that nodes revoke {current} and \
         what it signed?"
    );
    terminal::consent(&question, settings, out)
}

/// Derives the key at `index`.
///
/// # Errors
/// There is none (chance 2^-128).
pub fn derive(master: &MasterKey, index: KeyIndex) -> Result<SigningKey, CliError> {
    master
        .derive(index)
        .map_err(|error| CliError::failed("no_key_at_index", error.to_string()))
}
