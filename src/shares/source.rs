//! Chooses the source for a path, and reads several sources one after another.

use std::fs::{self, File};
use std::os::unix::fs::FileTypeExt;
use std::os::unix::net::UnixStream;
use std::path::Path;

use super::block::{Block, BlockSource, LineStream, Spared};
use super::c2pool::{C2poolStore, c2pool_folder};
use super::database_file::is_database_file;
use super::input_error::{InputError, unreadable};
use super::json_records::JsonRecords;
use super::store::StoreFolder;
use crate::core::network::Network;

/// Opens the file or the folder at `path`: the share store of a node, Python or c2pool. Named pipes,
/// sockets and devices are read as streams.
///
/// # Errors
///
/// [`InputError::Read`] for a file or folder that cannot be opened, [`InputError::NoShareStore`] for
/// a folder without share stores, [`InputError::DatabaseFile`] for a single file of a database.
pub fn open(path: &Path, network: &'static Network) -> Result<Box<dyn BlockSource>, InputError> {
    let failed = |source| unreadable(path, source);
    let kind = fs::metadata(path).map_err(failed)?.file_type();
    if kind.is_dir() {
        if let Some(folder) = c2pool_folder(path, network) {
            return Ok(Box::new(C2poolStore::new(folder, network)));
        }
        return Ok(Box::new(StoreFolder::open(path)?));
    }
    if is_database_file(path) {
        let path = path.to_owned();
        return Err(InputError::DatabaseFile { path });
    }
    let name = path.to_string_lossy();
    let stream = if kind.is_socket() {
        let socket = UnixStream::connect(path).map_err(failed)?;
        LineStream::of_pipe(&name, Box::new(socket))
    } else {
        let file = Box::new(File::open(path).map_err(failed)?);
        match kind.is_file() {
            true => LineStream::of_file(&name, file),
            false => LineStream::of_pipe(&name, file),
        }
    };
    Ok(Box::new(JsonRecords::new(Box::new(stream))))
}

/// Takes each block as it is read; returns false to skip the rest of its file.
type Watch<'a> = Box<dyn FnMut(&Block) -> bool + 'a>;

/// Several sources, one after another; each is opened when the one before has ended.
pub struct Sources<'a, E> {
    pending: Box<dyn Iterator<Item = Result<Box<dyn BlockSource>, E>> + 'a>,
    current: Option<Box<dyn BlockSource>>,
    batch: usize,
    spared: Spared,
    watch: Option<Watch<'a>>,
}

impl<'a, E: From<InputError>> Sources<'a, E> {
    /// The sources that `pending` opens.
    pub fn new(pending: impl Iterator<Item = Result<Box<dyn BlockSource>, E>> + 'a) -> Self {
        Self {
            pending: Box::new(pending),
            current: None,
            batch: 1,
            spared: Spared::default(),
            watch: None,
        }
    }

    /// Asks files for blocks of a multiple of `batch` lines, for work that takes as long for fewer.
    #[must_use]
    pub fn in_batches_of(self, batch: usize) -> Self {
        Self { batch, ..self }
    }

    /// Tells each source what its reader can do without.
    #[must_use]
    pub fn sparing(self, spared: Spared) -> Self {
        Self { spared, ..self }
    }

    /// Passes each block to `watch` as it is read. If `watch` returns false, the block and the rest
    /// of its file are skipped.
    #[must_use]
    pub fn watched_by(self, watch: impl FnMut(&Block) -> bool + 'a) -> Self {
        Self {
            watch: Some(Box::new(watch)),
            ..self
        }
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
                    if self.watch.as_mut().is_none_or(|watch| watch(block)) {
                        return Ok(true);
                    }
                    if source.skip_file() {
                        continue;
                    }
                }
                self.current = None;
            }
            match self.pending.next() {
                Some(source) => {
                    let mut source = source?;
                    source.spare(self.spared);
                    self.current = Some(source);
                }
                None => return Ok(false),
            }
        }
    }
}
