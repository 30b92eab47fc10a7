//! The shares of stores that grow.

use std::io;
use std::path::{Path, PathBuf};

use super::block::Block;
use super::follow::{Change, Follower};
use super::line::LineReader;
use super::record::Record;
use crate::core::network::Network;

/// A change of the followed stores.
#[derive(Debug)]
pub enum Update<'a> {
    /// A file has another record.
    Record {
        /// The number of the file. A file that is replaced gets a new number.
        file: u64,
        /// The record.
        record: Record<'a>,
    },
    /// A file is gone, or its content was replaced and follows under a new number.
    Gone {
        /// The number of the file.
        file: u64,
    },
    /// An entry of a folder is not a regular file, and is skipped. Reported in each round.
    Skipped {
        /// The path.
        path: &'a Path,
        /// Its kind, as in "a named pipe".
        found: &'static str,
    },
    /// A file or folder is unreadable now.
    Unreadable {
        /// The path.
        path: &'a Path,
        /// The error of the operating system.
        why: &'a io::Error,
    },
    /// A file has a line longer than [`MAX_LINE`](super::MAX_LINE) bytes. The rest of the file is
    /// ignored until it is replaced or truncated. Reported in each round.
    TooLong {
        /// The path.
        path: &'a Path,
        /// The number of the line, from 1.
        number: u64,
    },
    /// A file has more lines than one round reads. The next round continues.
    Unfinished {
        /// The path.
        path: &'a Path,
    },
}

/// Follows share stores: files, and folders with shares.0, shares.1, ...
#[derive(Debug)]
pub struct FollowedShares {
    follower: Follower,
    pending: Pending,
}

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
            follower: Follower::new(paths),
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
        let Self { follower, pending } = self;
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
