//! Share stores that p2msg writes: shares appended to a file, or to the files of a folder.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::DataError;
use super::data_dir::{DataDir, LOCK_NAME, lock_folder};
use super::folder::{Folder, split};
use crate::core::share::record::decode_hex;
use crate::core::wire::Reader;

/// A file of a folder with this many bytes or more is full, and the next shares begin another, as in
/// the share store of a node.
const FULL: u64 = 10_000_000;
/// The longest line that an interrupted write may leave, in bytes: the hex of the longest share.
const MAX_LINE: u64 = 2 << 20;

/// A share store that grows. Each line is `5 <hex of a raw share>`.
///
/// One process writes to it at a time. If a process is killed, the line that it was writing is
/// removed by the next one; all lines before are complete.
#[derive(Debug)]
pub struct ShareArchive {
    folder: Folder,
    names: Names,
    file: File,
    length: u64,
    full: u64,
    /// Keeps other processes away.
    _lock: Option<File>,
}

/// Where the shares go.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Names {
    /// Into one file.
    Single(OsString),
    /// Into `shares.0`, `shares.1`, ...; this is the last one.
    Numbered(u64),
}

impl Names {
    fn current(&self) -> OsString {
        match self {
            Self::Single(name) => name.clone(),
            Self::Numbered(number) => numbered(*number),
        }
    }
}

fn numbered(number: u64) -> OsString {
    format!("shares.{number}").into()
}

/// The number of a file of a share store.
fn number_of(name: &OsStr) -> Option<u64> {
    name.to_str()?.strip_prefix("shares.")?.parse().ok()
}

impl ShareArchive {
    /// Opens the store of shares that were fetched from peers of `network`: `peers/NETWORK` in the data
    /// folder. Waits at most `wait` for another process that writes to it.
    ///
    /// # Errors
    ///
    /// As [`in_folder`](Self::in_folder) and [`DataDir::lock`].
    pub fn of_peers(data: &DataDir, network: &str, wait: Duration) -> Result<Self, DataError> {
        let peers = data.create()?.create_subfolder("peers", 0o700)?;
        Self::in_folder(peers.create_subfolder(network, 0o700)?, wait)
    }

    /// Opens the share store in `folder`, or begins one. Waits at most `wait` for another process
    /// that writes to it.
    ///
    /// # Errors
    ///
    /// [`DataError::LockTimeout`]; [`DataError::NotAnArchive`] for the share store of a node;
    /// [`DataError::Io`].
    pub fn in_folder(folder: Folder, wait: Duration) -> Result<Self, DataError> {
        Self::in_folder_with_limit(folder, wait, FULL)
    }

    fn in_folder_with_limit(folder: Folder, wait: Duration, full: u64) -> Result<Self, DataError> {
        refuse_store_of_node(&folder)?;
        let lock = lock_folder(&folder, wait)?;
        let names = folder.entries().map_err(|error| {
            DataError::io("read the folder", &folder.path_of(OsStr::new("")), error)
        })?;
        let last = names.iter().filter_map(|(name, _)| number_of(name)).max();
        let names = Names::Numbered(last.unwrap_or(0));
        Self::open(folder, names, Some(lock), full)
    }

    /// Opens the file at `path`, or creates it.
    ///
    /// # Errors
    ///
    /// [`DataError::InUse`] if another process writes to it; [`DataError::NotAnArchive`] for a file
    /// of a node's share store; [`DataError::NotAShareStore`] for other content; [`DataError::Io`].
    pub fn in_file(path: &Path) -> Result<Self, DataError> {
        let (folder, name) = split(path);
        let folder = Folder::open(folder)?;
        if number_of(name).is_some() {
            refuse_store_of_node(&folder)?;
        }
        refuse_other_file(&folder, name)?;
        let archive = Self::open(folder, Names::Single(name.to_owned()), None, u64::MAX)?;
        match archive.file.try_lock() {
            Ok(()) => Ok(archive),
            Err(std::fs::TryLockError::WouldBlock) => Err(DataError::InUse {
                path: path.to_owned(),
            }),
            Err(std::fs::TryLockError::Error(error)) => Err(DataError::io("lock", path, error)),
        }
    }

    fn open(
        folder: Folder,
        names: Names,
        lock: Option<File>,
        full: u64,
    ) -> Result<Self, DataError> {
        let name = names.current();
        let mut file = folder.open_to_append(&name)?;
        let length = end_of_lines(&mut file)
            .map_err(|error| DataError::io("repair", &folder.path_of(&name), error))?;
        Ok(Self {
            folder,
            names,
            file,
            length,
            full,
            _lock: lock,
        })
    }

    /// The files with shares, in their order.
    pub fn files(&self) -> Vec<PathBuf> {
        match &self.names {
            Names::Single(name) => vec![self.folder.path_of(name)],
            Names::Numbered(last) => {
                let all = (0..=*last).map(|number| self.folder.path_of(&numbered(number)));
                all.filter(|path| path.exists()).collect()
            }
        }
    }

    /// Appends raw shares. After a kill they are there; [`sync`](Self::sync) makes them outlast a power
    /// failure.
    ///
    /// # Errors
    ///
    /// [`DataError::Io`]; none of these shares is there then.
    pub fn append<'a>(&mut self, raws: impl Iterator<Item = &'a [u8]>) -> Result<(), DataError> {
        if self.length >= self.full
            && let Names::Numbered(last) = self.names
        {
            self.sync()?;
            let name = numbered(last.saturating_add(1));
            self.file = self.folder.open_to_append(&name)?;
            self.names = Names::Numbered(last.saturating_add(1));
            self.length = 0;
        }
        let mut lines = String::new();
        for raw in raws {
            lines.push_str("5 ");
            lines.push_str(&const_hex::encode(raw));
            lines.push('\n');
        }
        match self.file.write_all(lines.as_bytes()) {
            Ok(()) => {
                self.length += lines.len() as u64;
                Ok(())
            }
            Err(error) => {
                // What was written in part must not become part of a later line.
                let _ = self.file.set_len(self.length);
                let path = self.folder.path_of(&self.names.current());
                Err(DataError::io("write", &path, error))
            }
        }
    }

    /// Waits until the appended shares are on the disk.
    ///
    /// # Errors
    ///
    /// [`DataError::Io`].
    pub fn sync(&mut self) -> Result<(), DataError> {
        self.file.sync_data().map_err(|error| {
            let path = self.folder.path_of(&self.names.current());
            DataError::io("flush", &path, error)
        })
    }
}

/// Refuses a folder with the share store of a node, which alone may write there.
fn refuse_store_of_node(folder: &Folder) -> Result<(), DataError> {
    let here = folder.path_of(OsStr::new(""));
    let entries = folder.entries();
    let entries = entries.map_err(|error| DataError::io("read the folder", &here, error))?;
    let has_shares = entries.iter().any(|(name, _)| number_of(name).is_some());
    let is_locked = entries.iter().any(|(name, _)| name == LOCK_NAME);
    match has_shares && !is_locked {
        true => Err(DataError::NotAnArchive { path: here }),
        false => Ok(()),
    }
}

/// Refuses a file that does not begin as a share store does.
fn refuse_other_file(folder: &Folder, name: &OsStr) -> Result<(), DataError> {
    let path = folder.path_of(name);
    let Some(file) = folder.open_to_read(name)? else {
        return Ok(());
    };
    let mut start = Vec::new();
    let read = file.take(2).read_to_end(&mut start);
    read.map_err(|error| DataError::io("read", &path, error))?;
    let is_store = [b"5 ", b"2 "].iter().any(|line| line.starts_with(&start));
    match is_store {
        true => Ok(()),
        false => Err(DataError::NotAShareStore { path }),
    }
}

/// Completes or removes the last line, if a write was interrupted. Returns the length of the file.
fn end_of_lines(file: &mut File) -> std::io::Result<u64> {
    let length = file.metadata()?.len();
    let start = length.saturating_sub(MAX_LINE);
    file.seek(SeekFrom::Start(start))?;
    let mut end = Vec::new();
    file.take(MAX_LINE).read_to_end(&mut end)?;
    let begin = memchr::memrchr(b'\n', &end).map_or(0, |at| at + 1);
    let line = end.get(begin..).unwrap_or_default();
    if line.is_empty() {
        return Ok(length);
    }
    if is_complete(line) {
        file.write_all(b"\n")?;
        return Ok(length + 1);
    }
    let kept = start + begin as u64;
    file.set_len(kept)?;
    Ok(kept)
}

/// Whether a line without its line feed is a whole share: its contents have the length that they say.
fn is_complete(line: &[u8]) -> bool {
    let mut raw = Vec::new();
    let Some(hex) = line.strip_prefix(b"5 ") else {
        return false;
    };
    if decode_hex(hex, &mut raw).is_err() {
        return false;
    }
    let mut reader = Reader::new(&raw, 0);
    reader.var_int("version").is_ok()
        && reader.var_str("contents", 0, u64::MAX).is_ok()
        && reader.finish().is_ok()
}

#[cfg(test)]
mod tests;
