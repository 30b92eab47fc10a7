//! The share store of a c2pool node: a LevelDB database.
//!
//! The key of a share is `share:` and its hash; the value is the version (u64) and the contents. Each
//! becomes a line of a share store, so that whatever reads text reads these shares too. The key
//! `index:` and the hash holds the claims of the node about the share: they are passed on, never relied on.
//!
//! Shares come in the order of absheight, then hash. The database has the order of the hashes, so
//! the keys are read first and sorted. The values of a store that fits [`MAX_KEPT`] are kept
//! meanwhile; of a larger one they are read again, as much at once as fits. Of more than
//! [`MAX_SHARES`] shares, the lowest are sorted and passed on, then the next, and so on.
//!
//! Source: core/leveldb_store.cpp of c2pool. FIELD.md a.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::block::{Block, BlockSource, InputError, unreadable};
use super::broken::Broken;
use super::leveldb::{Place, ReadError, Snapshot, Values, is_database, stamp};
use super::mark::{Claims, Mark};
use crate::core::hash::{PowHash, ShareHash};
use crate::core::network::Network;
use crate::core::share::Share;
use crate::core::wire::{write_var_int, write_var_str};

/// The folder of the database in the folder of a network.
pub const C2POOL_STORE: &str = "sharechain_leveldb";
const SHARE_KEY: &[u8] = b"share:";
const INDEX_KEY: &[u8] = b"index:";
/// Shares that are sorted at once; a node keeps about 17,300 of them.
const MAX_SHARES: usize = 100_000;
/// Bytes of values that are kept in memory.
const MAX_KEPT: usize = 12 << 20;
/// Keys without a share hash that are reported.
const MAX_BROKEN_KEYS: usize = 100;
/// Bytes of such a key that are shown.
const MAX_KEY_SHOWN: usize = 80;
/// Attempts to read a store whose tables are replaced meanwhile.
const ATTEMPTS: u32 = 50;

/// The folder of the database at `path`: that folder, the folder of the network in which it is, or
/// c2pool's data folder. `None` if there is none.
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
    /// Whether there are shares behind `last`.
    more: bool,
    next_number: u64,
}

/// The place of a share in the order: absheight, and the hash in display order. An unreadable share
/// comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    absheight: u64,
    hash: [u8; 32],
}

/// A share in the database.
#[derive(Debug)]
struct Found {
    rank: Rank,
    place: Place,
    /// The value, where it fits the memory.
    value: Option<Box<[u8]>>,
    claims: Claims,
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
            more: true,
            next_number: 1,
        }
    }

    /// Finds the next shares in order, at first the unreadable parts too.
    fn find(&mut self) -> Result<(), ReadError> {
        let snapshot = match self.snapshot.take() {
            Some(snapshot) => snapshot,
            None => Snapshot::take(&self.folder)?,
        };
        let mut search = Search::after(self.last, self.network);
        let values = search.shares(&snapshot)?;
        search.claims(&snapshot)?;
        if self.passed.is_none() && self.next_number == 1 {
            self.broken.extend(broken_parts(values));
            self.broken.append(&mut search.broken);
        }
        self.more = search.more;
        self.shares = search.sorted();
        self.last = self.shares.back().map(|share| share.rank);
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
                    self.last = self.passed;
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

/// The lowest shares behind a rank.
struct Search {
    network: &'static Network,
    after: Option<Rank>,
    found: Vec<Found>,
    broken: VecDeque<Mark>,
    more: bool,
}

impl Search {
    fn after(after: Option<Rank>, network: &'static Network) -> Self {
        Self {
            network,
            after,
            found: Vec::new(),
            broken: VecDeque::new(),
            more: false,
        }
    }

    /// Finds the shares, in the order of their keys.
    fn shares(&mut self, snapshot: &Snapshot) -> Result<Values, ReadError> {
        let network = self.network;
        let mut kept = 0;
        let make = |_: &[u8], value: &[u8]| {
            kept += value.len();
            let fits = kept <= MAX_KEPT;
            (absheight(value, network), fits.then(|| Box::from(value)))
        };
        let (after, found, broken, more) = (
            self.after,
            &mut self.found,
            &mut self.broken,
            &mut self.more,
        );
        let values = snapshot.newest(SHARE_KEY, make, |entry| {
            let (absheight, value) = entry.made;
            let Some(hash) = hash_in_key(entry.key, SHARE_KEY) else {
                if broken.len() < MAX_BROKEN_KEYS {
                    broken.push_back(wrong_key(entry.key));
                }
                return;
            };
            let rank = Rank { absheight, hash };
            if after.is_some_and(|after| rank <= after) {
                return;
            }
            found.push(Found {
                rank,
                place: entry.place,
                value,
                claims: Claims::default(),
            });
            if found.len() >= 2 * MAX_SHARES {
                keep_lowest(found);
                *more = true;
            }
        });
        if self.found.len() > MAX_SHARES {
            keep_lowest(&mut self.found);
            self.more = true;
        }
        values
    }

    /// Adds the claims of the node about the shares.
    fn claims(&mut self, snapshot: &Snapshot) -> Result<(), ReadError> {
        self.found.sort_unstable_by_key(|share| share.rank.hash);
        let found = &mut self.found;
        snapshot.newest(
            INDEX_KEY,
            |_, value| claims(value),
            |entry| {
                let hash = hash_in_key(entry.key, INDEX_KEY);
                let share = hash.and_then(|hash| {
                    let index = found.binary_search_by_key(&hash, |share| share.rank.hash);
                    found.get_mut(index.ok()?)
                });
                if let Some(share) = share {
                    share.claims = entry.made;
                }
            },
        )?;
        Ok(())
    }

    fn sorted(mut self) -> VecDeque<Found> {
        self.found.sort_unstable_by_key(|share| share.rank);
        self.found.into()
    }
}

fn keep_lowest(found: &mut Vec<Found>) {
    if found.len() > MAX_SHARES {
        found.select_nth_unstable_by_key(MAX_SHARES, |share| share.rank);
        found.truncate(MAX_SHARES);
    }
}

/// The absheight in a value; the greatest number if it is unreadable.
fn absheight(value: &[u8], network: &Network) -> u64 {
    let share = value.split_first_chunk().and_then(|(version, contents)| {
        Share::read_contents(u64::from_le_bytes(*version), contents, network).ok()
    });
    share.map_or(u64::MAX, |share| u64::from(share.share_info.absheight))
}

/// The hash in a key, in display order: 64 hex digits in lower case.
fn hash_in_key(key: &[u8], prefix: &[u8]) -> Option<[u8; 32]> {
    let digits = key.strip_prefix(prefix)?;
    if digits.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    const_hex::decode_to_array(digits).ok()
}

fn hash_of(mut displayed: [u8; 32]) -> ShareHash {
    displayed.reverse();
    ShareHash::from_wire(displayed)
}

fn wrong_key(key: &[u8]) -> Mark {
    let key = String::from_utf8_lossy(key.get(..MAX_KEY_SHOWN).unwrap_or(key));
    Mark::Broken {
        key: Some(key.into()),
        file: None,
        why: Broken::Key,
    }
}

/// Reads the claims of the node about a share: is_verified at byte 113, pow_hash at 114, each missing in
/// databases of older versions.
fn claims(value: &[u8]) -> Claims {
    let pow_hash = value.get(114..146).and_then(|hash| hash.try_into().ok());
    Claims {
        is_verified: value.get(113).map(|flag| *flag != 0),
        pow_hash: pow_hash
            .map(PowHash::from_wire)
            .filter(|hash| !hash.is_zero()),
    }
}
