//! The share store of a node, written as a node writes it. PROTOCOL: section 5.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use super::DataError;
use super::folder::Folder;
use crate::core::hash::ShareHash;

/// A file with this many bytes or more is full, and the next line begins another.
///
/// Source: `ShareStore._add_line` in p2pool's data.py.
const FULL: u64 = 10_000_000;

/// Appends to `shares.0`, and to `shares.1` and so on when one is full.
///
/// Each line is one write at the end of the file, so whoever follows it never sees lines mixed; a
/// kill can cut the last one off, as with a node.
#[derive(Debug)]
pub struct ShareStoreWriter {
    folder: Folder,
    number: u64,
    file: File,
    length: u64,
    full: u64,
    /// Whether the name of the file can be lost in a power failure.
    is_new: bool,
}

impl ShareStoreWriter {
    /// Begins a share store in `folder`, which must be there.
    ///
    /// # Errors
    /// [`DataError::Io`], also if there is a `shares.0` already.
    pub fn create(folder: &Path) -> Result<Self, DataError> {
        Self::create_in(Folder::open(folder)?)
    }

    /// Begins a share store in an open folder.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub(crate) fn create_in(folder: Folder) -> Result<Self, DataError> {
        Self::create_with_limit(folder, FULL)
    }

    /// Continues the share store in an open folder with a new file, or begins one.
    ///
    /// The last file stays as it is: a killed process can have left half a line at its end.
    ///
    /// # Errors
    /// [`DataError::Io`].
    pub fn continue_in(folder: Folder) -> Result<Self, DataError> {
        let path = folder.path_of(OsStr::new("."));
        let entries = folder.entries();
        let entries = entries.map_err(|error| DataError::io("read", &path, error))?;
        let numbers = entries.iter().filter_map(|(name, _)| number_of(name));
        let number = numbers.max().map_or(0, |last| last.saturating_add(1));
        Self::with_number(folder, number, FULL)
    }

    fn create_with_limit(folder: Folder, full: u64) -> Result<Self, DataError> {
        Self::with_number(folder, 0, full)
    }

    fn with_number(folder: Folder, number: u64, full: u64) -> Result<Self, DataError> {
        Ok(Self {
            file: folder.create_to_append(&name(number))?,
            folder,
            number,
            length: 0,
            full,
            is_new: true,
        })
    }

    /// Waits until the lines outlast a power failure.
    ///
    /// # Errors
    /// [`DataError::Io`].
    pub fn sync(&mut self) -> Result<(), DataError> {
        self.file.sync_data().map_err(|error| {
            let path = self.folder.path_of(OsStr::new(&name(self.number)));
            DataError::io("flush", &path, error)
        })?;
        if self.is_new {
            self.folder.sync()?;
            self.is_new = false;
        }
        Ok(())
    }

    /// Appends a raw share: `5 <hex>`.
    ///
    /// # Errors
    /// [`DataError::Io`].
    pub fn add_share(&mut self, raw: &[u8]) -> Result<(), DataError> {
        self.add_line(format!("5 {}\n", hex::encode(raw)))
    }

    /// Appends that the node has checked a share: `2 <hash, hex without leading zeros>`.
    ///
    /// # Errors
    /// [`DataError::Io`].
    pub fn add_verified(&mut self, share_hash: ShareHash) -> Result<(), DataError> {
        let digits = share_hash.to_string();
        self.add_line(format!("2 {}\n", digits.trim_start_matches('0')))
    }

    fn add_line(&mut self, line: String) -> Result<(), DataError> {
        if self.length >= self.full {
            self.sync()?;
            self.number += 1;
            self.is_new = true;
            self.file = self.folder.create_to_append(&name(self.number))?;
            self.length = 0;
        }
        self.file.write_all(line.as_bytes()).map_err(|error| {
            let path = self.folder.path_of(OsStr::new(&name(self.number)));
            DataError::io("write", &path, error)
        })?;
        self.length += line.len() as u64;
        Ok(())
    }
}

fn name(number: u64) -> String {
    format!("shares.{number}")
}

fn number_of(name: &OsStr) -> Option<u64> {
    name.to_str()?.strip_prefix("shares.")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn lines_are_those_of_a_node() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = ShareStoreWriter::create(folder.path()).unwrap();
        store.add_share(&[0x24, 0x00]).unwrap();
        let hash = format!("{:064x}", 0xabc);
        store.add_verified(hash.parse().unwrap()).unwrap();
        let written = fs::read_to_string(folder.path().join("shares.0")).unwrap();
        assert_eq!(written, "5 2400\n2 abc\n");
    }

    #[test]
    fn a_full_file_is_followed_by_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let mut store =
            ShareStoreWriter::create_with_limit(Folder::open(folder.path()).unwrap(), 10).unwrap();
        for number in 0..5 {
            // Five bytes a line: two of them fill a file.
            store.add_share(&[number]).unwrap();
        }
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(read("shares.0"), "5 00\n5 01\n");
        assert_eq!(read("shares.1"), "5 02\n5 03\n");
        assert_eq!(read("shares.2"), "5 04\n");
    }

    #[test]
    fn a_store_is_continued_in_a_new_file() {
        let folder = tempfile::tempdir().unwrap();
        let open = || ShareStoreWriter::continue_in(Folder::open(folder.path()).unwrap()).unwrap();
        open().add_share(&[1]).unwrap();
        let torn = folder.path().join("shares.11");
        fs::write(&torn, "5 00\n5 0").unwrap();
        let mut store = open();
        store.add_share(&[2]).unwrap();
        store.sync().unwrap();
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(read("shares.0"), "5 01\n");
        assert_eq!(read("shares.11"), "5 00\n5 0");
        assert_eq!(read("shares.12"), "5 02\n");
    }

    #[test]
    fn a_store_that_is_there_is_not_written_to() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("shares.0"), "a node's").unwrap();
        let error = ShareStoreWriter::create(folder.path()).unwrap_err();
        assert!(error.to_string().contains("shares.0"), "{error}");
        let kept = fs::read_to_string(folder.path().join("shares.0")).unwrap();
        assert_eq!(kept, "a node's");
    }
}
