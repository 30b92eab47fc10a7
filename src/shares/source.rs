//! Sources of shares. A new kind of source is a new implementation of [`BlockSource`]; [`open`]
//! chooses the source for a path.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::block::{Block, LineStream};
use super::store::StoreFolder;

/// Something that yields shares, as blocks of lines.
///
/// The lines are those of [`Form`](crate::core::record::Form). A source of raw shares writes each
/// as a line of hex.
pub trait BlockSource {
    /// Fills `block` with the next lines, in a multiple of `batch` lines if that needs no waiting;
    /// false at the end.
    ///
    /// # Errors
    ///
    /// Part of the source is unreadable. The next call continues after that part.
    fn next_block(&mut self, block: &mut Block, batch: usize) -> Result<bool, InputError>;
}

/// Why an input is unreadable.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// The operating system reports an error.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder, or the name of the stream.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A folder without a file shares.0, shares.1, ...
    #[error("{} holds no share store", folder.display())]
    NoShareStore {
        /// The folder.
        folder: PathBuf,
    },
}

/// Opens the file or the folder of share stores at `path`.
///
/// # Errors
///
/// [`InputError::Read`] for a file or folder that cannot be opened, [`InputError::NoShareStore`] for
/// a folder without share stores.
pub fn open(path: &Path) -> Result<Box<dyn BlockSource>, InputError> {
    if fs::metadata(path).is_ok_and(|found| found.is_dir()) {
        return Ok(Box::new(StoreFolder::open(path)?));
    }
    let file = File::open(path).map_err(|source| unreadable(path, source))?;
    let file = LineStream::of_file(&path.to_string_lossy(), Box::new(file));
    Ok(Box::new(file))
}

pub(super) fn unreadable(path: &Path, source: io::Error) -> InputError {
    InputError::Read {
        path: path.to_owned(),
        source,
    }
}

/// Several sources, one after another; each is opened when the one before has ended.
pub struct Sources<'a, E> {
    pending: Box<dyn Iterator<Item = Result<Box<dyn BlockSource>, E>> + 'a>,
    current: Option<Box<dyn BlockSource>>,
    batch: usize,
}

impl<'a, E: From<InputError>> Sources<'a, E> {
    /// The sources that `pending` opens.
    pub fn new(pending: impl Iterator<Item = Result<Box<dyn BlockSource>, E>> + 'a) -> Self {
        Self {
            pending: Box::new(pending),
            current: None,
            batch: 1,
        }
    }

    /// Asks files for blocks of a multiple of `batch` lines, for work that takes as long for fewer.
    #[must_use]
    pub fn in_batches_of(self, batch: usize) -> Self {
        Self { batch, ..self }
    }

    /// Fills `block` with the next lines; false when every source has ended.
    ///
    /// # Errors
    ///
    /// A source is unreadable, or part of it. The next call continues after that.
    pub fn next_block(&mut self, block: &mut Block) -> Result<bool, E> {
        loop {
            if let Some(source) = &mut self.current {
                if source.next_block(block, self.batch)? {
                    return Ok(true);
                }
                self.current = None;
            }
            match self.pending.next() {
                Some(source) => self.current = Some(source?),
                None => return Ok(false),
            }
        }
    }
}
