//! The files of a snapshot.

use std::fs::File;
use std::io::{self, Read, Take};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::table::Table;
use super::version::open;
use super::{Damage, ReadError};

/// Files that stay open, so that they can be read after the database has removed them.
const MAX_OPEN: usize = 200;

/// Where a value is in the files of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(super) file: usize,
    /// A block of a table, or a record of a log.
    pub(super) offset: u64,
    /// The length of the block; 0 in a log.
    pub(super) block: usize,
    pub(super) start: usize,
    pub(super) length: usize,
}

impl Place {
    /// The length of the value in bytes.
    pub(crate) fn length(self) -> usize {
        self.length
    }
}

/// The files of a snapshot, by numbers.
#[derive(Debug)]
pub(super) struct Files {
    files: Vec<OpenFile>,
    /// Whether a missing file is damage, and no change of the database.
    missing_is_damage: bool,
}

#[derive(Debug)]
struct OpenFile {
    path: PathBuf,
    file: Option<File>,
    /// The length when the snapshot was taken; a log may have grown since.
    length: u64,
}

impl Files {
    pub(super) fn new(missing_is_damage: bool) -> Self {
        Self {
            files: Vec::new(),
            missing_is_damage,
        }
    }

    /// Adds a file. Returns its number.
    pub(super) fn add(&mut self, path: PathBuf) -> Result<usize, ReadError> {
        let opened = open(&path).and_then(|file| Ok((length(&file, &path)?, file)));
        let (length, file) = match opened {
            Ok((length, file)) => (length, (self.files.len() < MAX_OPEN).then_some(file)),
            Err(ReadError::Gone(path)) if !self.missing_is_damage => {
                return Err(ReadError::Gone(path));
            }
            // Reported when it is read.
            Err(_) => (0, None),
        };
        self.files.push(OpenFile { path, file, length });
        Ok(self.files.len() - 1)
    }

    /// Reads the index of a table.
    pub(super) fn table(&self, file: usize) -> Result<Table, ReadError> {
        let (path, file, length) = self.open(file)?;
        Table::read(path, file, length)
    }

    /// The path of a file.
    pub(super) fn path(&self, file: usize) -> &Path {
        self.files
            .get(file)
            .map_or(Path::new(""), |file| &file.path)
    }

    /// A log from `offset` on, as far as it was written when the snapshot was taken.
    pub(super) fn log(&self, file: usize, offset: u64) -> Result<(&Path, Take<FileAt>), ReadError> {
        let (path, file, length) = self.open(file)?;
        let log = FileAt { file, offset };
        Ok((path, log.take(length.saturating_sub(offset))))
    }

    /// A file, and its length when the snapshot was taken.
    pub(super) fn open(&self, file: usize) -> Result<(&Path, File, u64), ReadError> {
        let Some(OpenFile { path, file, length }) = self.files.get(file) else {
            return Err(ReadError::Gone(PathBuf::new()));
        };
        let opened = match file {
            Some(file) => file
                .try_clone()
                .map_err(|error| ReadError::io(path, error))?,
            None => open(path)?,
        };
        Ok((path, opened, *length))
    }

    /// The damage that `error` means for a part of a file, unless the file was removed since the
    /// snapshot was taken.
    pub(super) fn damage(
        &self,
        file: usize,
        offset: u64,
        error: ReadError,
    ) -> Result<Damage, ReadError> {
        let path = self.path(file);
        match error {
            ReadError::Damaged(damage) => Ok(damage),
            ReadError::Gone(_) if self.missing_is_damage => {
                Ok(Damage::new(path, offset, "the file is missing"))
            }
            ReadError::Gone(path) => Err(ReadError::Gone(path)),
            ReadError::Io { source, .. } => Ok(Damage::new(
                path,
                offset,
                format!("it cannot be read: {source}"),
            )),
        }
    }
}

/// A file that is read from an offset on. Its place does not depend on who else reads the file.
#[derive(Debug)]
pub(super) struct FileAt {
    file: File,
    offset: u64,
}

impl Read for FileAt {
    fn read(&mut self, part: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(part, self.offset)?;
        self.offset += u64::try_from(read).unwrap_or_default();
        Ok(read)
    }
}

fn length(file: &File, path: &Path) -> Result<u64, ReadError> {
    let metadata = file
        .metadata()
        .map_err(|error| ReadError::io(path, error))?;
    Ok(metadata.len())
}
