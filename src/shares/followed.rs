//! The shares of stores that grow.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::block::Block;
use super::c2pool::{c2pool_folder, c2pool_networks};
use super::follow::{Change, Follower};
use super::followed_c2pool::FollowedC2pool;
use super::line::LineReader;
use super::update::Update;
use crate::core::network::Network;

/// Follows share stores: files, folders with shares.0, shares.1, ..., and c2pool stores.
#[derive(Debug)]
pub struct FollowedShares {
    paths: Vec<PathBuf>,
    network: &'static Network,
    follower: Follower,
    pending: Pending,
    /// c2pool stores, by the path that names them.
    databases: BTreeMap<PathBuf, FollowedC2pool>,
    next_file: u64,
}

/// The number of the first file that is a database. Those of text files do not reach it.
const FIRST_DATABASE: u64 = 1 << 63;

/// Lines of one file that are not parsed yet.
#[derive(Debug)]
struct Pending {
    file: u64,
    block: Block,
    lines: LineReader,
}

impl FollowedShares {
    /// Follows `paths`, which may be missing at first.
    pub fn new(paths: Vec<PathBuf>, network: &'static Network) -> Self {
        Self {
            follower: Follower::new(Vec::new()),
            paths,
            network,
            databases: BTreeMap::new(),
            next_file: FIRST_DATABASE,
            pending: Pending {
                file: 0,
                block: Block::default(),
                lines: LineReader::new(network),
            },
        }
    }

    /// Reads one round, which is bounded whatever the files contain, and passes the changes to `see`,
    /// file by file in the order of their numbers. Lines without a record are skipped; a last line
    /// without a line feed waits for it.
    pub fn poll(&mut self, mut see: impl FnMut(Update<'_>)) {
        self.poll_databases(&mut see);
        let Self {
            follower, pending, ..
        } = self;
        follower.poll(|change| match change {
            Change::Line {
                file,
                path,
                number,
                line,
            } => {
                pending.make_room(file, path, number, &mut see);
                pending.block.push_line(line);
            }
            Change::Gone { file } => {
                pending.flush(&mut see);
                see(Update::Gone { file });
            }
            Change::Skipped { path, found } => {
                pending.flush(&mut see);
                see(Update::Skipped { path, found });
            }
            Change::Unreadable { path, why } => {
                pending.flush(&mut see);
                see(Update::Unreadable { path, why });
            }
            Change::TooLong { path, number } => {
                pending.flush(&mut see);
                see(Update::TooLong { path, number });
            }
            Change::Unfinished { path } => {
                pending.flush(&mut see);
                see(Update::Unfinished { path });
            }
        });
        pending.flush(&mut see);
        // Rounds usually add a few lines; the first may have read a large store.
        pending.block = Block::default();
    }
}

impl FollowedShares {
    /// Reads the paths that are databases now, and leaves the others to the follower of text files.
    fn poll_databases(&mut self, see: &mut impl FnMut(Update<'_>)) {
        let mut texts = Vec::new();
        for path in &self.paths {
            match c2pool_folder(path, self.network) {
                Some(folder) => {
                    let database = self.databases.entry(path.clone()).or_insert_with(|| {
                        self.next_file += 1;
                        FollowedC2pool::new(folder, self.network, self.next_file - 1)
                    });
                    database.poll(&mut self.next_file, &mut *see);
                }
                None => {
                    if let Some(gone) = self.databases.remove(path) {
                        see(Update::Gone { file: gone.file() });
                    }
                    if !c2pool_networks(path).is_empty() {
                        let what = format!("it has no store of {}", self.network.name);
                        let why = &io::Error::other(what);
                        see(Update::Unreadable { path, why });
                    }
                    texts.push(path.clone());
                }
            }
        }
        self.follower.follow(texts);
    }
}

impl Pending {
    /// Parses the pending lines first if the block is full or line `number` does not continue it.
    fn make_room(&mut self, file: u64, path: &Path, number: u64, see: &mut impl FnMut(Update<'_>)) {
        let continues = self.file == file && self.block.next_line() == number;
        if self.block.is_empty() || self.block.is_full() || !continues {
            self.flush(see);
            self.file = file;
            self.block.begin(&path.to_string_lossy().into(), number);
        }
    }

    /// Parses the pending lines and passes their records to `see`.
    fn flush(&mut self, see: &mut impl FnMut(Update<'_>)) {
        let file = self.file;
        self.lines.read(&self.block, |record| {
            see(Update::Record { file, record });
        });
        self.block.clear();
    }
}
