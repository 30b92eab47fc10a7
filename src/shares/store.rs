//! The share store of a node: the text files shares.0, shares.1, ... of a folder.

use std::collections::VecDeque;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};

use super::block::{Block, BlockSource, LineStream};
use super::compression::Compression;
use super::input_error::{InputError, unreadable};

/// The files shares.0, shares.1, ... of a folder, in the order of their numbers.
///
/// # Errors
///
/// The error of the operating system.
pub fn share_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix("shares."));
        if let Some(number) = number.and_then(|number| number.parse::<u64>().ok()) {
            files.push((number, entry.path()));
        }
    }
    files.sort();
    Ok(files.into_iter().map(|(_, path)| path).collect())
}

/// As [`share_files`], for a folder that must be a share store.
///
/// # Errors
///
/// [`InputError::NoShareStore`] for a folder without them, [`InputError::Read`] if the folder is
/// unreadable.
pub fn store_files(folder: &Path) -> Result<Vec<PathBuf>, InputError> {
    let files = share_files(folder).map_err(|error| unreadable(folder, error))?;
    if files.is_empty() {
        return Err(match compressed_file(folder) {
            Some((path, compression)) => InputError::Compressed { path, compression },
            None => InputError::NoShareStore {
                folder: folder.to_owned(),
            },
        });
    }
    Ok(files)
}

/// A compressed file of a share store, as archives keep it: shares.0.gz.
fn compressed_file(folder: &Path) -> Option<(PathBuf, Compression)> {
    let entries = fs::read_dir(folder).ok()?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    paths.into_iter().find_map(|path| {
        path.file_name()?.to_str()?.strip_prefix("shares.")?;
        let mut start = Vec::new();
        let file = open_regular(&path).ok()?;
        file.take(8).read_to_end(&mut start).ok()?;
        Some((path, Compression::of(&start)?))
    })
}

/// All files of a share store, one after another.
pub struct StoreFolder {
    pending: VecDeque<PathBuf>,
    current: Option<LineStream>,
}

impl StoreFolder {
    /// Lists the files; each is opened when the one before has ended.
    ///
    /// # Errors
    ///
    /// Those of [`store_files`].
    pub fn open(folder: &Path) -> Result<Self, InputError> {
        Ok(Self {
            pending: store_files(folder)?.into(),
            current: None,
        })
    }
}

impl BlockSource for StoreFolder {
    fn next_block(&mut self, block: &mut Block, batch: usize) -> Result<bool, InputError> {
        loop {
            if let Some(file) = &mut self.current {
                if file.next_block(block, batch)? {
                    return Ok(true);
                }
                self.current = None;
            }
            let Some(path) = self.pending.pop_front() else {
                return Ok(false);
            };
            if let Some(found) = special_file(&path) {
                return Err(InputError::Skipped { path, found });
            }
            self.current = Some(open_store_file(&path)?);
        }
    }

    fn skip_file(&mut self) -> bool {
        self.current = None;
        !self.pending.is_empty()
    }
}

/// The kind of the entry at `path` if it is not a regular file or a link to one, as in "a named pipe".
/// `None` for regular files and for paths that cannot be checked.
pub fn special_file(path: &Path) -> Option<&'static str> {
    let kind = fs::metadata(path).ok()?.file_type();
    match kind {
        kind if kind.is_file() => None,
        kind if kind.is_dir() => Some("a folder"),
        kind if kind.is_fifo() => Some("a named pipe"),
        kind if kind.is_socket() => Some("a socket"),
        _ => Some("a device"),
    }
}

/// Opens a regular file, or a link to one, for reading.
///
/// # Errors
///
/// Pipes, devices and sockets are refused, and never waited for; otherwise the error of the
/// operating system.
pub(super) fn open_regular(path: &Path) -> io::Result<File> {
    let check = |metadata: Metadata| {
        if metadata.is_file() {
            Ok(())
        } else {
            Err(io::Error::other("not a regular file"))
        }
    };
    // Some devices act when they are opened.
    check(fs::metadata(path)?)?;
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOCTTY | OFlags::NONBLOCK;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
    // The path may have been replaced in between.
    check(file.metadata()?)?;
    Ok(file)
}

/// Opens a file of a folder. The user has named only the folder, so the file must be finite.
fn open_store_file(path: &Path) -> Result<LineStream, InputError> {
    let file = open_regular(path).map_err(|error| unreadable(path, error))?;
    Ok(LineStream::of_store_file(
        &path.to_string_lossy(),
        Box::new(file),
    ))
}
