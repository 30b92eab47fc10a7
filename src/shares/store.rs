//! The share store of a node: the text files shares.0, shares.1, ... of a folder.

use std::collections::{BTreeSet, VecDeque};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::iter;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};

use super::block::{Block, BlockSource, InputError, LineStream, unreadable};
use super::compression::Compression;
use crate::core::network::{NETWORKS, Network};
use crate::core::share::Share;
use crate::core::share::record::{Form, Line, hex_bytes};

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
            match self.pending.pop_front() {
                Some(path) => self.current = Some(open_store_file(&path)?),
                None => return Ok(false),
            }
        }
    }

    fn skip_file(&mut self) -> bool {
        self.current = None;
        !self.pending.is_empty()
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

/// The newest shares of a store.
#[derive(Debug, Default)]
pub struct NewestShares {
    /// Their lines, numbered from 1: the share with the greatest absheight first, each share once.
    pub lines: Block,
    /// The number of lines with malformed shares in the whole store.
    pub malformed: usize,
}

/// Finds the `count` shares with the greatest absheights in files with shares of `network` or of
/// another one. Nodes write the newest shares at the start of each pass, not at the end of a file.
///
/// A last line without a line feed is skipped, because the node is still writing it.
///
/// # Errors
///
/// [`InputError::Read`] if a file is unreadable.
pub fn newest_shares(
    files: &[PathBuf],
    count: usize,
    network: &Network,
) -> Result<NewestShares, InputError> {
    let mut newest = BTreeSet::new();
    let mut block = Block::default();
    let mut malformed = 0;
    for path in files {
        let mut file = open_store_file(path)?;
        while file.next_block(&mut block, 1)? {
            if block.is_unterminated() {
                continue;
            }
            for (_, line) in block.lines() {
                let Ok(Line::Share(hex)) = Line::read(line, Form::Store) else {
                    continue;
                };
                match absheight(&hex, network) {
                    Some(absheight) => newest.insert((absheight, line.to_vec())),
                    None => {
                        malformed += 1;
                        continue;
                    }
                };
                if newest.len() > count {
                    newest.pop_first();
                }
            }
        }
    }
    block.begin(&"newest shares".into(), 1);
    for (_, line) in newest.iter().rev() {
        block.push_line(line);
    }
    Ok(NewestShares {
        lines: block,
        malformed,
    })
}

/// The absheight of a share in hex, of `network` or else of any other; `None` if it is malformed.
fn absheight(hex: &[u8], network: &Network) -> Option<u32> {
    let raw = hex_bytes(hex).ok()?;
    let mut networks = iter::once(network).chain(&NETWORKS);
    networks.find_map(|network| Some(Share::read(&raw, network).ok()?.share_info.absheight))
}
