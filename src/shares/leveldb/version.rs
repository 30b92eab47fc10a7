//! CURRENT and MANIFEST: the tables and logs that make up the database.
//!
//! Source: doc/impl.md of LevelDB, and db/version_edit.cc for the tags.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::bytes::Bytes;
use super::log::{Item, LogReader};
use super::{Damage, ReadError};

/// The most tables of a database, so that a damaged MANIFEST does not fill the memory. Two MiB each
/// make 200 GB.
const MAX_TABLES: usize = 100_000;
/// The name of a MANIFEST has at most 20 digits.
const MAX_CURRENT: u64 = 64;
const LEVELS: u64 = 7;

/// The state that MANIFEST describes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Version {
    /// The tables by their numbers.
    pub(super) tables: BTreeMap<u64, TableFile>,
    /// Logs with a lower number are in the tables.
    pub(super) log_number: u64,
    /// A log that is being written into a table; 0 for none, as today's LevelDB always has it.
    pub(super) previous_log: u64,
}

/// A table that MANIFEST names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableFile {
    pub(super) number: u64,
    /// 0 to 6. Tables of level 0 may overlap, and the one with the higher number is the newer.
    pub(super) level: u64,
    /// The first key.
    pub(super) smallest: Vec<u8>,
    /// The last key.
    pub(super) largest: Vec<u8>,
}

/// Whether `folder` has the file that begins a LevelDB database, which may be unreadable.
pub(crate) fn is_database(folder: &Path) -> bool {
    folder.join("CURRENT").is_file()
}

/// The names, lengths and times of the files that make up the database in `folder`: as long as they
/// are the same, so is the database.
pub(crate) fn stamp(folder: &Path) -> Result<Stamp, ReadError> {
    let entries = fs::read_dir(folder).map_err(|error| ReadError::io(folder, error))?;
    let mut stamp = Stamp::new();
    for entry in entries {
        let entry = entry.map_err(|error| ReadError::io(folder, error))?;
        let name = entry.file_name();
        let is_part = name.to_str().is_some_and(|name| {
            name.starts_with("MANIFEST-")
                || [".log", ".ldb", ".sst"]
                    .iter()
                    .any(|end| name.ends_with(end))
        });
        // A file that is removed meanwhile is not in the next stamp either.
        if is_part && let Ok(metadata) = entry.metadata() {
            let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            stamp.insert(name, (metadata.len(), modified));
        }
    }
    Ok(stamp)
}

/// See [`stamp`].
pub(crate) type Stamp = BTreeMap<OsString, (u64, SystemTime)>;

/// The path of the MANIFEST that CURRENT names.
pub(super) fn manifest_path(folder: &Path) -> Result<PathBuf, ReadError> {
    let current = folder.join("CURRENT");
    let mut name = String::new();
    let file = open(&current)?;
    file.take(MAX_CURRENT)
        .read_to_string(&mut name)
        .map_err(|error| ReadError::io(&current, error))?;
    let number = name
        .strip_suffix('\n')
        .and_then(|name| name.strip_prefix("MANIFEST-"));
    match number {
        Some(digits) if is_number(digits) => Ok(folder.join(name.trim_end())),
        _ => Err(Damage::new(&current, 0, "no name of a MANIFEST").into()),
    }
}

impl Version {
    /// Reads the MANIFEST at `path`.
    pub(super) fn read(path: &Path) -> Result<Self, ReadError> {
        let mut version = Self::default();
        let mut log = LogReader::new(open(path)?, 0);
        while let Some(item) = log.next().map_err(|error| ReadError::io(path, error))? {
            match item {
                Item::Record { offset, data } => version
                    .apply(Bytes(data))
                    .ok_or_else(|| Damage::new(path, offset, "a malformed change of the tables"))?,
                Item::Damage { offset, what } => return Err(Damage::new(path, offset, what).into()),
                // The change is being written, so it has not happened yet.
                Item::Torn { .. } => break,
            }
            if version.tables.len() > MAX_TABLES {
                return Err(Damage::new(path, 0, "too many tables").into());
            }
        }
        Ok(version)
    }

    /// Applies a change; `None` if it is malformed.
    fn apply(&mut self, mut edit: Bytes<'_>) -> Option<()> {
        let mut added = Vec::new();
        while !edit.is_empty() {
            match edit.varint()? {
                1 if edit.string()? != b"leveldb.BytewiseComparator" => return None,
                1 => {}
                2 => self.log_number = edit.varint()?,
                3 | 4 => {
                    edit.varint()?;
                }
                5 => {
                    level(&mut edit)?;
                    edit.string()?;
                }
                6 => {
                    level(&mut edit)?;
                    let number = edit.varint()?;
                    self.tables.remove(&number);
                }
                7 => added.push(new_table(&mut edit)?),
                9 => self.previous_log = edit.varint()?,
                _ => return None,
            }
        }
        // A table that moves to another level is deleted and added in one change.
        for table in added {
            self.tables.insert(table.number, table);
        }
        Some(())
    }

    /// The logs that are not in the tables yet, oldest first. They are listed before they are read,
    /// so that each but the last is complete.
    pub(super) fn logs(&self, folder: &Path) -> Result<Vec<(u64, PathBuf)>, ReadError> {
        let entries = fs::read_dir(folder).map_err(|error| ReadError::io(folder, error))?;
        let mut logs = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| ReadError::io(folder, error))?;
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| name.strip_suffix(".log"));
            let Some(number) = number.and_then(|digits| digits.parse().ok()) else {
                continue;
            };
            if number >= self.log_number || (number == self.previous_log && number != 0) {
                logs.push((number, entry.path()));
            }
        }
        logs.sort();
        Ok(logs)
    }

    /// The log that the newest change of the tables names, if it is not among `logs`: the tables
    /// have changed again.
    pub(super) fn missing_log(
        &self,
        folder: &Path,
        logs: &[(u64, PathBuf)],
    ) -> Option<(u64, PathBuf)> {
        let number = self.log_number;
        let present = logs.iter().any(|(other, _)| *other == number);
        (number != 0 && !present).then(|| (number, folder.join(format!("{number:06}.log"))))
    }
}

fn level(edit: &mut Bytes<'_>) -> Option<u64> {
    edit.varint().filter(|level| *level < LEVELS)
}

fn new_table(edit: &mut Bytes<'_>) -> Option<TableFile> {
    let level = level(edit)?;
    let number = edit.varint()?;
    let _size = edit.varint()?;
    let smallest = user_key(edit.string()?)?.to_vec();
    let largest = user_key(edit.string()?)?.to_vec();
    Some(TableFile {
        number,
        level,
        smallest,
        largest,
    })
}

/// The key without the sequence number and the kind that follow it in tables.
pub(super) fn user_key(internal_key: &[u8]) -> Option<&[u8]> {
    internal_key.split_last_chunk::<8>().map(|(key, _)| key)
}

/// Opens a file of the database for reading. Anything but a regular file is an error.
pub(super) fn open(path: &Path) -> Result<File, ReadError> {
    crate::shares::store::open_regular(path).map_err(|error| ReadError::io(path, error))
}

fn is_number(digits: &str) -> bool {
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
