//! `key_log.jsonl`: one line for each key_index that was ever in use. It holds no secret.

use std::path::Path;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::folder::{Foreign, PRIVATE, split};
use super::{DataDir, DataError, KeyState, LockedDataDir, atomic, json};
use crate::core::hash::SigningId;
use crate::core::key::announcement::Announcement;
use crate::core::key::{KeyIndex, SigningPubkey};

/// More than such a file ever has, in bytes: room for some 50,000 rotations.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// One key that came into use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeyLogEntry {
    /// Its key_index.
    pub key_index: KeyIndex,
    /// Its signing_id.
    pub signing_id: SigningId,
    /// Its public key; `None` where the state file is older than the log and names only the id.
    #[serde(deserialize_with = "read_pubkey")]
    pub signing_pubkey: Option<SigningPubkey>,
    /// When it came into use, Unix seconds.
    pub since: u64,
    /// What other versions of p2msg wrote.
    #[serde(flatten)]
    other: Map<String, Value>,
}

impl KeyLogEntry {
    fn new(announcement: &Announcement, since: u64) -> Self {
        Self {
            key_index: announcement.key_index,
            signing_id: announcement.signing_id,
            signing_pubkey: Some(announcement.signing_pubkey),
            since,
            other: Map::new(),
        }
    }
}

fn read_pubkey<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SigningPubkey>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| text.parse().map_err(serde::de::Error::custom))
        .transpose()
}

/// The keys that came into use, oldest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KeyLog {
    entries: Vec<KeyLogEntry>,
}

impl KeyLog {
    /// Reads the log at `path`; empty if there is none.
    ///
    /// # Errors
    /// [`DataError::Broken`] names the line; and what [`DataError`] says of a file that cannot be read.
    pub fn load(path: &Path) -> Result<Self, DataError> {
        let bytes = atomic::read(path, MAX_BYTES, Foreign::Refused)?;
        Self::parse(&bytes.unwrap_or_default(), path)
    }

    fn parse(bytes: &[u8], path: &Path) -> Result<Self, DataError> {
        let mut entries = Vec::new();
        for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if line.trim_ascii().is_empty() {
                continue;
            }
            let entry = json::from_slice(line).map_err(|error| DataError::Broken {
                path: path.to_owned(),
                // The column is of use; the line, which the parser counts from 1 in each line, is not.
                reason: format!(
                    "line {}: {}",
                    index + 1,
                    error
                        .to_string()
                        .replace(" at line 1 column ", " at column ")
                ),
            })?;
            entries.push(entry);
        }
        Ok(Self { entries })
    }

    /// The keys that were in use up to `current`, the state file's key_index: what is above is a
    /// rotation that never completed. Without a state file, all.
    pub fn in_use(&self, current: Option<KeyIndex>) -> impl Iterator<Item = &KeyLogEntry> {
        self.entries
            .iter()
            .filter(move |entry| current.is_none_or(|current| entry.key_index <= current))
    }

    /// The log with a first key, or one that begins anew where a state file was lost.
    pub(super) fn with_first(
        mut self,
        announcement: &Announcement,
        now: u64,
        path: &Path,
    ) -> Result<Self, DataError> {
        let highest = self.entries.iter().max_by_key(|entry| entry.key_index);
        if let Some(highest) = highest {
            let same = highest.key_index == announcement.key_index
                && highest.signing_id == announcement.signing_id;
            if same {
                return Ok(self);
            }
            // Nodes may have seen that key. Whether this one has the same payout address, so that
            // they would revoke it, cannot be told from the log.
            if highest.key_index >= announcement.key_index {
                return Err(DataError::KeyIndexInLog {
                    path: path.to_owned(),
                    logged: highest.key_index,
                    signing_id: highest.signing_id,
                    asked: announcement.key_index,
                });
            }
        }
        self.entries.push(KeyLogEntry::new(announcement, now));
        Ok(self)
    }

    /// The log with a rotation away from `current`, and without one that never completed.
    pub(super) fn with_rotation(
        mut self,
        current: &KeyState,
        announcement: &Announcement,
        now: u64,
    ) -> Self {
        self.entries
            .retain(|entry| entry.key_index <= current.key_index);
        let is_logged = self.entries.iter().any(|entry| {
            entry.key_index == current.key_index && entry.signing_id == current.signing_id
        });
        if !is_logged {
            self.entries.push(KeyLogEntry {
                key_index: current.key_index,
                signing_id: current.signing_id,
                signing_pubkey: None,
                since: current.since(),
                other: Map::new(),
            });
        }
        self.entries.push(KeyLogEntry::new(announcement, now));
        self
    }

    fn to_json_lines(&self) -> Vec<u8> {
        let mut lines = Vec::new();
        for entry in &self.entries {
            serde_json::to_writer(&mut lines, entry).expect("an entry can be written to memory");
            lines.push(b'\n');
        }
        lines
    }
}

impl DataDir {
    /// Reads the log of the folder; empty if the file is missing.
    ///
    /// # Errors
    /// As [`KeyLog::load`].
    pub fn key_log(&self) -> Result<KeyLog, DataError> {
        let path = self.key_log_path();
        let bytes = self.read(&path, MAX_BYTES)?;
        KeyLog::parse(&bytes.unwrap_or_default(), &path)
    }
}

impl LockedDataDir {
    /// Reads the log; empty if the file is missing.
    pub(super) fn key_log(&self) -> Result<KeyLog, DataError> {
        let path = self.dir().key_log_path();
        let bytes = self.folder().read(split(&path).1, MAX_BYTES)?;
        KeyLog::parse(&bytes.unwrap_or_default(), &path)
    }

    /// Replaces the log whole: a line appended in place could be cut off by a crash.
    pub(super) fn save_key_log(&self, log: &KeyLog) -> Result<(), DataError> {
        let path = self.dir().key_log_path();
        let (_, name) = split(&path);
        self.folder().replace(name, &log.to_json_lines(), PRIVATE)
    }
}
