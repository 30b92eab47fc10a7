//! `signing_key.json`: which key_index is in use. It holds no secret.
//!
//! ```json
//! {
//!     "key_index": 0,
//!     "signing_id": "a1b2...",
//!     "created": 1707580800,
//!     "last_rotated": null,
//!     "messages_signed": 42
//! }
//! ```

use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use serde_json::ser::PrettyFormatter;
use serde_json::{Map, Value};

use super::atomic;
use super::data_dir::lock_folder;
use super::folder::{Folder, Foreign, Owner, PRIVATE, split};
use super::{DataDir, DataError, LockedDataDir, json};
use crate::core::hash::SigningId;
use crate::core::key::KeyIndex;
use crate::core::key::announcement::Announcement;

/// More than such a file ever has, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// What the state file says.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyState {
    /// The key_index in use.
    pub key_index: KeyIndex,
    /// The signing_id of the key at that index.
    pub signing_id: SigningId,
    /// When the file was made, Unix seconds.
    pub created: u64,
    /// When key_index last went up, Unix seconds.
    pub last_rotated: Option<u64>,
    /// How many messages were signed, by the keys of all indexes together.
    pub messages_signed: u64,
    /// The file as it was read, so that fields of others are kept where they are.
    fields: Map<String, Value>,
}

impl KeyState {
    /// Reads the state file at `path`; `None` if it is missing.
    ///
    /// # Errors
    /// [`DataError::Broken`] names the field; and what [`DataError`] says of a file that cannot be read.
    pub fn load(path: &Path) -> Result<Option<Self>, DataError> {
        let bytes = atomic::read(path, MAX_BYTES, Foreign::Refused)?;
        Self::parse_file(bytes, path)
    }

    fn parse_file(bytes: Option<Vec<u8>>, path: &Path) -> Result<Option<Self>, DataError> {
        let state = bytes.map(|bytes| Self::parse(&bytes)).transpose();
        state.map_err(|reason| DataError::Broken {
            path: path.to_owned(),
            reason,
        })
    }

    /// When the key in use came into use, Unix seconds.
    pub fn since(&self) -> u64 {
        self.last_rotated.unwrap_or(self.created)
    }

    /// What it says after a rotation to the announced key at `now`.
    #[must_use]
    pub fn rotated(&self, announcement: &Announcement, now: u64) -> Self {
        Self {
            key_index: announcement.key_index,
            signing_id: announcement.signing_id,
            last_rotated: Some(now),
            ..self.clone()
        }
    }

    fn new(announcement: &Announcement, now: u64) -> Self {
        Self {
            key_index: announcement.key_index,
            signing_id: announcement.signing_id,
            created: now,
            last_rotated: None,
            messages_signed: 0,
            fields: Map::new(),
        }
    }

    fn parse(bytes: &[u8]) -> Result<Self, String> {
        let fields: Map<String, Value> =
            json::from_slice(bytes).map_err(|error| error.to_string())?;
        let key_index = number(&fields, "key_index")?;
        let last_rotated = match fields.get("last_rotated") {
            None | Some(Value::Null) => None,
            Some(_) => Some(number(&fields, "last_rotated")?),
        };
        Ok(Self {
            key_index: u32::try_from(key_index).map(KeyIndex).map_err(|_| {
                format!(
                    "key_index is {key_index}, the highest there is is {}",
                    u32::MAX
                )
            })?,
            signing_id: signing_id(&fields)?,
            created: number(&fields, "created")?,
            last_rotated,
            messages_signed: number(&fields, "messages_signed")?,
            fields,
        })
    }

    /// Brings the fields up to date and gives the file's bytes. Fields that were read stay where
    /// they were; new ones come in the order of the type.
    fn write_json(&mut self) -> Vec<u8> {
        for (name, value) in [
            ("key_index", self.key_index.0.into()),
            ("signing_id", self.signing_id.to_string().into()),
            ("created", self.created.into()),
            ("last_rotated", self.last_rotated.into()),
            ("messages_signed", self.messages_signed.into()),
        ] {
            self.fields.insert(name.to_owned(), value);
        }
        let mut json = Vec::new();
        let four_spaces = PrettyFormatter::with_indent(b"    ");
        let mut serializer = serde_json::Serializer::with_formatter(&mut json, four_spaces);
        self.fields
            .serialize(&mut serializer)
            .expect("JSON values can be written to memory");
        json.push(b'\n');
        json
    }
}

fn number(fields: &Map<String, Value>, name: &str) -> Result<u64, String> {
    let value = field(fields, name)?;
    value
        .as_u64()
        .ok_or_else(|| format!("{name} is {value}, expected a whole number from 0"))
}

fn signing_id(fields: &Map<String, Value>) -> Result<SigningId, String> {
    let value = field(fields, "signing_id")?;
    value
        .as_str()
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| format!("signing_id is {value}, expected 40 hex digits"))
}

fn field<'a>(fields: &'a Map<String, Value>, name: &str) -> Result<&'a Value, String> {
    fields
        .get(name)
        .ok_or_else(|| format!("it has no field {name}"))
}

/// The state file with its lock held: no other process can change its content.
///
/// There is no way to make key_index go down.
#[derive(Debug)]
pub struct LockedKeyFile<'a> {
    dir: &'a LockedDataDir,
    path: PathBuf,
    folder: Folder,
    state: Option<KeyState>,
    _lock: Option<File>,
}

impl DataDir {
    /// Reads the state file at `path`, in this folder or elsewhere (`--signing-key-file`), under
    /// the same conditions as the files of the folder; `None` if it is missing.
    ///
    /// # Errors
    /// As [`KeyState::load`].
    pub fn key_state(&self, path: &Path) -> Result<Option<KeyState>, DataError> {
        let bytes = self.read(path, MAX_BYTES)?;
        KeyState::parse_file(bytes, path)
    }
}

impl LockedDataDir {
    /// Reads the state file at `path`, to change it.
    ///
    /// For a file outside the data folder (`--signing-key-file`) the lock of its own folder is
    /// taken too, waiting at most `timeout`, because it may be in use with several data folders.
    ///
    /// # Errors
    /// What [`KeyState::load`] and [`DataDir::lock`](super::DataDir::lock) give.
    pub fn key_file(&self, path: &Path, timeout: Duration) -> Result<LockedKeyFile<'_>, DataError> {
        let (folder, name) = split(path);
        let folder = Folder::open(folder)?.trusted(self.dir().foreign())?;
        let lock = match folder.is_same(self.folder()) {
            true => None,
            false => {
                let lock = lock_folder(&folder, timeout)?;
                folder.remove_left_over(name);
                Some(lock)
            }
        };
        Ok(LockedKeyFile {
            dir: self,
            path: path.to_owned(),
            state: KeyState::parse_file(folder.read(name, MAX_BYTES)?, path)?,
            folder,
            _lock: lock,
        })
    }
}

impl LockedKeyFile<'_> {
    /// The content of the file; `None` if it is missing.
    pub fn state(&self) -> Option<&KeyState> {
        self.state.as_ref()
    }

    /// Makes the state file for the announced key, and its line in the key log before.
    ///
    /// # Errors
    /// [`DataError::AlreadyExists`] if there is a state file; [`DataError::KeyIndexInLog`] if the
    /// log knows a higher key_index, or another key at this one; and what writing gives.
    pub fn init(&mut self, announcement: &Announcement, now: u64) -> Result<&KeyState, DataError> {
        if self.state.is_some() {
            return Err(DataError::AlreadyExists {
                path: self.path.clone(),
            });
        }
        let log_path = self.dir.dir().key_log_path();
        let log = self
            .dir
            .key_log()?
            .with_first(announcement, now, &log_path)?;
        self.dir.save_key_log(&log)?;
        let mut state = KeyState::new(announcement, now);
        let json = state.write_json();
        self.folder
            .create_new(self.name(), &json, PRIVATE, Owner::Folder)?;
        Ok(self.state.insert(state))
    }

    /// Goes over to the announced key, whose key_index must be higher than the one in use.
    ///
    /// The log is written first: a key_index that it has above the state file's is a rotation that
    /// never completed, which readers ignore and the next rotation drops.
    ///
    /// # Errors
    /// [`DataError::NoKeyState`], [`DataError::KeyIndexNotHigher`], and what writing gives.
    pub fn rotate(
        &mut self,
        announcement: &Announcement,
        now: u64,
    ) -> Result<&KeyState, DataError> {
        let current = self.current()?;
        if announcement.key_index <= current.key_index {
            return Err(DataError::KeyIndexNotHigher {
                path: self.path.clone(),
                current: current.key_index,
                asked: announcement.key_index,
            });
        }
        let log = self
            .dir
            .key_log()?
            .with_rotation(current, announcement, now);
        let mut state = current.rotated(announcement, now);
        let json = self.json(&mut state)?;
        self.dir.save_key_log(&log)?;
        self.save(state, &json)
    }

    /// Adds `count` to messages_signed.
    ///
    /// # Errors
    /// [`DataError::NoKeyState`], and what writing gives.
    pub fn count_signed(&mut self, count: u64) -> Result<&KeyState, DataError> {
        let current = self.current()?;
        let mut state = KeyState {
            messages_signed: current.messages_signed.saturating_add(count),
            ..current.clone()
        };
        let json = self.json(&mut state)?;
        self.save(state, &json)
    }

    fn name(&self) -> &OsStr {
        split(&self.path).1
    }

    fn current(&self) -> Result<&KeyState, DataError> {
        self.state.as_ref().ok_or_else(|| DataError::NoKeyState {
            path: self.path.clone(),
        })
    }

    /// The file's bytes. Fields of others may take more room than they did, and what is not read
    /// again is not written.
    fn json(&self, state: &mut KeyState) -> Result<Vec<u8>, DataError> {
        let json = state.write_json();
        if json.len() as u64 > MAX_BYTES {
            return Err(DataError::TooLarge {
                path: self.path.clone(),
                found: json.len() as u64,
                limit: MAX_BYTES,
            });
        }
        Ok(json)
    }

    fn save(&mut self, state: KeyState, json: &[u8]) -> Result<&KeyState, DataError> {
        self.folder.replace(self.name(), json, PRIVATE)?;
        Ok(self.state.insert(state))
    }
}

#[cfg(test)]
mod tests;
