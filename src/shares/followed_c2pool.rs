//! The shares of a c2pool store that the node writes to.
//!
//! The store is read again when one of its files has changed. A share that the node removes stays
//! until [`MOST_REMOVED`] of them were removed: then the shares are passed on as those of another
//! file. Nodes remove the shares that leave the chain, so this happens once in a long while.

use std::collections::HashSet;
use std::io;
use std::path::PathBuf;

use super::block::{Block, BlockSource};
use super::c2pool::C2poolStore;
use super::input_error::InputError;
use super::leveldb::{ReadError, Stamp, stamp};
use super::line::LineReader;
use super::mark::Mark;
use super::update::Update;
use crate::core::hash::ShareHash;
use crate::core::network::Network;

/// Shares that the node has removed and that are still shown.
const MOST_REMOVED: usize = 256;

/// A c2pool store that is followed.
#[derive(Debug)]
pub(super) struct FollowedC2pool {
    folder: PathBuf,
    network: &'static Network,
    /// The number of the file that its shares belong to.
    file: u64,
    /// The state that was read.
    seen: Option<Stamp>,
    shares: HashSet<ShareHash>,
    broken: Vec<Mark>,
}

impl FollowedC2pool {
    pub(super) fn new(folder: PathBuf, network: &'static Network, file: u64) -> Self {
        Self {
            folder,
            network,
            file,
            seen: None,
            shares: HashSet::new(),
            broken: Vec::new(),
        }
    }

    /// The number of the file that its shares belong to.
    pub(super) fn file(&self) -> u64 {
        self.file
    }

    /// Passes on new shares. `next_file` is the number of the next file.
    pub(super) fn poll(&mut self, next_file: &mut u64, mut see: impl FnMut(Update<'_>)) {
        if let Err(why) = self.read(next_file, &mut see) {
            let path = &self.folder;
            see(Update::Unreadable { path, why: &why });
        }
    }

    fn read(&mut self, next_file: &mut u64, see: &mut impl FnMut(Update<'_>)) -> io::Result<()> {
        let found = stamp(&self.folder).map_err(io_error)?;
        if self.seen.as_ref() == Some(&found) {
            return Ok(());
        }
        let mut store = C2poolStore::new(self.folder.clone(), self.network);
        let (mut all, mut new) = (Block::default(), Block::default());
        let mut lines = LineReader::new(self.network);
        let mut there = HashSet::new();
        let mut broken = Vec::new();
        while store.next_block(&mut all, 1).map_err(input_error)? {
            new.begin(all.name(), all.first_line());
            for (number, line) in all.lines() {
                let is_new = match all.mark(number) {
                    Some(Mark::Share { share_hash, .. }) => {
                        there.insert(*share_hash);
                        !self.shares.contains(share_hash)
                    }
                    Some(mark) => {
                        broken.push(mark.clone());
                        !self.broken.contains(mark)
                    }
                    None => false,
                };
                if let Some(mark) = all.mark(number).filter(|_| is_new) {
                    new.push_marked(line, mark.clone());
                }
            }
            let file = self.file;
            lines.read(&new, |record| see(Update::Record { file, record }));
        }
        self.seen = Some(found);
        self.broken = broken;
        let removed = self.shares.difference(&there).count();
        self.shares.extend(there);
        if removed >= MOST_REMOVED {
            let file = std::mem::replace(&mut self.file, *next_file);
            *next_file += 1;
            see(Update::Gone { file });
            self.shares.clear();
            self.seen = None;
            return self.read(next_file, see);
        }
        Ok(())
    }
}

fn io_error(error: ReadError) -> io::Error {
    match error {
        ReadError::Io { source, .. } => source,
        other => io::Error::other(other.to_string()),
    }
}

fn input_error(error: InputError) -> io::Error {
    match error {
        InputError::Read { path, source } => {
            io::Error::new(source.kind(), format!("{}: {source}", path.display()))
        }
        InputError::Damaged { source, .. } => io::Error::other(source),
        other => io::Error::other(other.to_string()),
    }
}
