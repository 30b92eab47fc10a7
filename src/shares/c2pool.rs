//! The share store of a c2pool node: a LevelDB database.
//!
//! The key of a share is `share:` and its hash; the value is the version (u64) and the contents. Each
//! becomes a line of a share store, so that whatever reads text reads these shares too. The key
//! `index:` and the hash holds the claims of the node about the share: they are passed on, never relied on.
//!
//! ```text
//! keys      the keys, and the records for those that are wrong
//! line      the line of a share store for a value
//! search    the shares of the database, and their order
//! sorted    shares in the order of absheight, then hash
//! unsorted  shares in any order, which takes half the time
//! ```
//!
//! Source: core/leveldb_store.cpp of c2pool. FIELD.md a.

mod keys;
mod line;
mod search;
mod sorted;
mod unsorted;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::sorted::Sorted;
use self::unsorted::Unsorted;
use super::block::{Block, BlockSource, Spared};
use super::input_error::{InputError, unreadable};
use super::leveldb::{ReadError, Snapshot, is_database, stamp};
use crate::core::network::Network;

/// The folder of the database in the folder of a network.
pub const C2POOL_STORE: &str = "sharechain_leveldb";
/// How often the reading of a store is begun again because its tables are replaced meanwhile.
const MAX_RESTARTS: u32 = 50;

/// The folder of the database at `path`: that folder, the folder of the network in which it is, or
/// c2pool's data folder. `None` if no database is there.
pub fn c2pool_folder(path: &Path, network: &Network) -> Option<PathBuf> {
    let in_data = network
        .c2pool_folder
        .map(|name| path.join(name).join(C2POOL_STORE));
    [
        Some(path.to_owned()),
        Some(path.join(C2POOL_STORE)),
        in_data,
    ]
    .into_iter()
    .flatten()
    .find(|folder| is_database(folder) || folder.ends_with(C2POOL_STORE) && folder.is_dir())
}

/// The folders in c2pool's data folder `data` that have a database, each for one network.
pub fn c2pool_networks(data: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(data).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|folder| folder.join(C2POOL_STORE).is_dir())
        .collect();
    folders.sort();
    folders
}

/// The files of the database in `folder` that its shares are in.
///
/// # Errors
///
/// [`InputError::Read`] if the folder is unreadable.
pub fn c2pool_files(folder: &Path) -> Result<Vec<PathBuf>, InputError> {
    let stamp = stamp(folder).map_err(|error| input_error(folder, error))?;
    Ok(stamp.into_keys().map(|name| folder.join(name)).collect())
}

/// Reads the shares of a c2pool node.
pub struct C2poolStore {
    folder: PathBuf,
    name: Arc<str>,
    network: &'static Network,
    /// The snapshot that is read.
    snapshot: Option<Snapshot>,
    order: Order,
    /// Snapshots that were taken because tables had been replaced.
    restarts: u32,
    next_number: u64,
    ended: bool,
    /// Why the reading has ended, if that is not passed on yet.
    failed: Option<InputError>,
}

/// How the shares are read.
enum Order {
    Sorted(Sorted),
    Unsorted(Unsorted),
}

impl C2poolStore {
    /// Reads the database in `folder` when the first block is asked for.
    pub fn new(folder: PathBuf, network: &'static Network) -> Self {
        Self {
            name: folder.to_string_lossy().into(),
            folder,
            network,
            snapshot: None,
            order: Order::Sorted(Sorted::new(network, false)),
            restarts: 0,
            next_number: 1,
            ended: false,
            failed: None,
        }
    }

    /// Appends the next record to `block`; false at the end.
    fn push_next(&mut self, block: &mut Block) -> Result<bool, ReadError> {
        let snapshot = match self.snapshot.take() {
            Some(snapshot) => snapshot,
            None => Snapshot::take(&self.folder)?,
        };
        let snapshot = self.snapshot.insert(snapshot);
        match &mut self.order {
            Order::Sorted(shares) => shares.push_next(snapshot, block),
            Order::Unsorted(shares) => shares.push_next(snapshot, block),
        }
    }

    /// As [`push_next`](Self::push_next); takes a new snapshot where tables were replaced meanwhile.
    fn push_next_at_last(&mut self, block: &mut Block) -> Result<bool, ReadError> {
        loop {
            match self.push_next(block) {
                Err(ReadError::Gone(_)) if self.restarts < MAX_RESTARTS => {
                    self.restarts += 1;
                    self.snapshot = None;
                    match &mut self.order {
                        Order::Sorted(shares) => shares.restart(),
                        Order::Unsorted(shares) => shares.restart(),
                    }
                }
                pushed => return pushed,
            }
        }
    }
}

impl BlockSource for C2poolStore {
    fn spare(&mut self, spared: Spared) {
        self.order = match spared.order {
            true => Order::Unsorted(Unsorted::default()),
            false => Order::Sorted(Sorted::new(self.network, spared.shares_without_messages)),
        };
    }

    fn next_block(&mut self, block: &mut Block, _batch: usize) -> Result<bool, InputError> {
        block.begin(&self.name, self.next_number);
        while !self.ended && !block.is_full() {
            match self.push_next_at_last(block) {
                Ok(more) => self.ended = !more,
                Err(error) => {
                    self.ended = true;
                    self.failed = Some(input_error(&self.folder, error));
                }
            }
        }
        self.next_number = block.next_line();
        if block.is_empty()
            && let Some(error) = self.failed.take()
        {
            return Err(error);
        }
        Ok(!block.is_empty())
    }
}

fn input_error(folder: &Path, error: ReadError) -> InputError {
    match error {
        ReadError::Io { path, source } => unreadable(&path, source),
        ReadError::Gone(path) => unreadable(&path, io::Error::other("the database lacks it")),
        ReadError::Damaged(damage) => InputError::Damaged {
            folder: folder.to_owned(),
            source: damage,
        },
    }
}
