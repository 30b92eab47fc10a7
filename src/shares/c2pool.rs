//! The share store of a c2pool node: a LevelDB database.
//!
//! The key of a share is `share:` and its hash; the value is the version (u64) and the contents. Each
//! becomes a line of a share store, so that whatever reads text reads these shares too. The key
//! `index:` and the hash holds the claims of the node about the share: they are passed on, never relied on.
//!
//! Shares come in the order of absheight, then hash. The database has the order of the hashes, so
//! the keys are read first and sorted. The values of a store that fits `MAX_KEPT` are kept
//! meanwhile; of a larger one they are read again, as much at once as fits. Of more than
//! `MAX_SHARES` shares, the lowest are sorted and passed on, then the next, and so on.
//!
//! Source: core/leveldb_store.cpp of c2pool. FIELD.md a.

mod search;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::search::{Found, MAX_KEPT, Rank, Search, hash_of};
use super::block::{Block, BlockSource, InputError, Spared, unreadable};
use super::broken::Broken;
use super::leveldb::{Place, ReadError, Snapshot, Values, is_database, stamp};
use super::mark::Mark;
use crate::core::network::Network;
use crate::core::wire::{write_var_int, write_var_str};

/// The folder of the database in the folder of a network.
pub const C2POOL_STORE: &str = "sharechain_leveldb";
/// Attempts to read a store whose tables are replaced meanwhile.
const ATTEMPTS: u32 = 50;

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
    /// The snapshot that `shares` were found in.
    snapshot: Option<Snapshot>,
    /// Shares that are not passed on yet, in order.
    shares: VecDeque<Found>,
    /// Unreadable parts that are not passed on yet.
    broken: VecDeque<Mark>,
    /// The last share that was passed on.
    passed: Option<Rank>,
    /// The last share that was sorted.
    last: Option<Rank>,
    /// The last share that was sorted before `shares`.
    sorted_before: Option<Rank>,
    /// Whether there are shares behind `last`.
    more: bool,
    next_number: u64,
    spared: Spared,
}

impl C2poolStore {
    /// Reads the database in `folder` when the first block is asked for.
    pub fn new(folder: PathBuf, network: &'static Network) -> Self {
        Self {
            name: folder.to_string_lossy().into(),
            folder,
            network,
            snapshot: None,
            shares: VecDeque::new(),
            broken: VecDeque::new(),
            passed: None,
            last: None,
            sorted_before: None,
            more: true,
            next_number: 1,
            spared: Spared::default(),
        }
    }

    /// Finds the next shares in order, at first the unreadable parts too.
    fn find(&mut self) -> Result<(), ReadError> {
        let snapshot = match self.snapshot.take() {
            Some(snapshot) => snapshot,
            None => Snapshot::take(&self.folder)?,
        };
        let mut search = Search::after(self.last, self.network, self.spared);
        let values = search.shares(&snapshot)?;
        if !self.spared.order {
            search.claims(&snapshot)?;
        }
        if self.passed.is_none() && self.next_number == 1 {
            self.broken.extend(broken_parts(values));
            self.broken.append(&mut search.broken);
        }
        self.more = search.more;
        self.sorted_before = self.last;
        self.last = search.last();
        self.shares = search.sorted();
        self.snapshot = Some(snapshot);
        Ok(())
    }

    /// Reads the values of the next shares, as many as fit the memory.
    fn fill(&mut self) -> Result<(), ReadError> {
        let Some(snapshot) = &self.snapshot else {
            return Ok(());
        };
        let mut size = 0;
        let count = self.shares.iter().take_while(|share| {
            size += share.place.length();
            size <= MAX_KEPT || size == share.place.length()
        });
        let count = count.count();
        let mut missing: Vec<&mut Found> = self
            .shares
            .iter_mut()
            .take(count)
            .filter(|share| share.value.is_none())
            .collect();
        missing.sort_unstable_by_key(|share| share.place);
        let places: Vec<Place> = missing.iter().map(|share| share.place).collect();
        let mut missing = missing.into_iter();
        snapshot.values(places.into_iter(), |value| {
            if let Some(share) = missing.next() {
                share.value = Some(value.into());
            }
        })
    }

    /// Makes sure that the next share has its value; false at the end.
    fn ready(&mut self) -> Result<bool, ReadError> {
        while self.shares.is_empty() && self.more {
            self.find()?;
        }
        match self.shares.front() {
            None => Ok(false),
            Some(share) => {
                if share.value.is_none() {
                    self.fill()?;
                }
                Ok(true)
            }
        }
    }

    /// As [`ready`](Self::ready); takes a new snapshot where the tables were replaced meanwhile.
    fn ready_at_last(&mut self) -> Result<bool, InputError> {
        for _ in 1..ATTEMPTS {
            match self.ready() {
                Err(ReadError::Gone(_)) => {
                    self.snapshot = None;
                    self.shares.clear();
                    // In any order, shares may come twice.
                    self.last = match self.spared.order {
                        true => self.sorted_before,
                        false => self.passed,
                    };
                    self.more = true;
                }
                ready => return self.or_end(ready),
            }
        }
        let ready = self.ready();
        self.or_end(ready)
    }

    /// Ends the reading at an error.
    fn or_end(&mut self, ready: Result<bool, ReadError>) -> Result<bool, InputError> {
        ready.map_err(|error| {
            self.more = false;
            self.shares.clear();
            input_error(&self.folder, error)
        })
    }

    /// Appends the next share to `block`.
    fn push(&mut self, block: &mut Block, share: Found, line: &mut Vec<u8>) {
        self.passed = Some(share.rank);
        let share_hash = hash_of(share.rank.hash);
        let value = share.value.unwrap_or_default();
        let mark = match store_line(&value, line) {
            Some(()) => Mark::Share {
                share_hash,
                claims: share.claims,
            },
            None => Mark::Broken {
                key: Some(format!("share:{share_hash}").into()),
                file: None,
                why: Broken::Value {
                    length: value.len(),
                },
            },
        };
        block.push_marked(line, mark);
    }
}

impl BlockSource for C2poolStore {
    fn spare(&mut self, spared: Spared) {
        self.spared = spared;
    }

    fn next_block(&mut self, block: &mut Block, _batch: usize) -> Result<bool, InputError> {
        block.begin(&self.name, self.next_number);
        let ready = self.ready_at_last()?;
        while !block.is_full()
            && let Some(mark) = self.broken.pop_front()
        {
            block.push_marked(b"", mark);
        }
        let mut line = Vec::new();
        while ready && !block.is_full() {
            let is_filled = self
                .shares
                .front()
                .is_some_and(|share| share.value.is_some());
            let Some(share) = self.shares.pop_front().filter(|_| is_filled) else {
                break;
            };
            self.push(block, share, &mut line);
        }
        self.next_number = block.next_line();
        Ok(!block.is_empty())
    }
}

/// Writes the line of a share store for a value: version (u64) and contents. `None` if the value is
/// too short.
fn store_line(value: &[u8], line: &mut Vec<u8>) -> Option<()> {
    line.clear();
    let (version, contents) = value.split_first_chunk()?;
    let mut raw = Vec::with_capacity(value.len() + 10);
    write_var_int(&mut raw, u64::from_le_bytes(*version));
    write_var_str(&mut raw, contents);
    line.extend_from_slice(b"5 ");
    let start = line.len();
    line.resize(start + 2 * raw.len(), 0);
    // The length is right, so this cannot fail.
    let hex = line.get_mut(start..)?;
    const_hex::encode_to_slice(raw, hex).ok()
}

/// The records for the parts of the database that were unreadable.
fn broken_parts(values: Values) -> impl Iterator<Item = Mark> {
    let more = (values.more_damages > 0).then_some(Mark::Broken {
        key: None,
        file: None,
        why: Broken::MoreDamage {
            count: values.more_damages,
        },
    });
    let damages = values.damages.into_iter().map(|damage| Mark::Broken {
        key: None,
        file: Some(damage.file.to_string_lossy().into()),
        why: Broken::Damage(Box::new(damage)),
    });
    damages.chain(more)
}

fn input_error(folder: &Path, error: ReadError) -> InputError {
    match error {
        ReadError::Io { path, source } => unreadable(&path, source),
        ReadError::Gone(path) => unreadable(&path, std::io::ErrorKind::NotFound.into()),
        ReadError::Damaged(damage) => InputError::Damaged {
            folder: folder.to_owned(),
            source: damage,
        },
    }
}
