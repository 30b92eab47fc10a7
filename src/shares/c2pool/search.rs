//! The shares of a database: which they are, and their order.

use std::collections::VecDeque;

use crate::core::hash::{PowHash, ShareHash};
use crate::core::network::Network;
use crate::core::share::Share;
use crate::shares::block::Spared;
use crate::shares::broken::Broken;
use crate::shares::leveldb::{Place, ReadError, Snapshot, Values};
use crate::shares::mark::{Claims, Mark};

/// Bytes of values that are kept in memory.
pub(super) const MAX_KEPT: usize = 16 << 20;
const SHARE_KEY: &[u8] = b"share:";
const INDEX_KEY: &[u8] = b"index:";
/// Shares that are sorted at once; a node keeps about 17,300 of them.
const MAX_SHARES: usize = 100_000;
/// Keys without a share hash that are reported.
const MAX_BROKEN_KEYS: usize = 100;
/// Bytes of such a key that are shown.
const MAX_KEY_SHOWN: usize = 80;
/// The place of a share in the order: absheight, and the hash in display order. An unreadable share
/// comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub(super) absheight: u64,
    pub(super) hash: [u8; 32],
}

/// A share in the database.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) rank: Rank,
    pub(super) place: Place,
    /// The value, where it fits the memory.
    pub(super) value: Option<Box<[u8]>>,
    pub(super) claims: Claims,
}

/// The lowest shares behind a rank.
pub(super) struct Search {
    network: &'static Network,
    spared: Spared,
    after: Option<Rank>,
    found: Vec<Found>,
    pub(super) broken: VecDeque<Mark>,
    pub(super) more: bool,
}

impl Search {
    pub(super) fn after(after: Option<Rank>, network: &'static Network, spared: Spared) -> Self {
        Self {
            network,
            spared,
            after,
            found: Vec::new(),
            broken: VecDeque::new(),
            more: false,
        }
    }

    /// Finds the shares, in the order of their keys.
    pub(super) fn shares(&mut self, snapshot: &Snapshot) -> Result<Values, ReadError> {
        let (network, spared) = (self.network, self.spared);
        let mut kept = 0;
        let make = |_: &[u8], value: &[u8]| {
            // In any order, the order of the hashes is as good, and needs no share to be read.
            let is_read = !spared.order || spared.shares_without_messages;
            let share = is_read.then(|| read(value, network)).flatten();
            let is_spared =
                spared.shares_without_messages && share.is_some_and(|share| !share.has_messages);
            kept += if is_spared { 0 } else { value.len() };
            let fits = kept <= MAX_KEPT && !is_spared;
            (share, is_spared, fits.then(|| Box::from(value)))
        };
        let (after, found, broken, more) = (
            self.after,
            &mut self.found,
            &mut self.broken,
            &mut self.more,
        );
        let values = snapshot.newest(SHARE_KEY, make, |entry| {
            let (share, is_spared, value) = entry.made;
            let absheight = share.map_or(u64::MAX, |share| share.absheight);
            let Some(hash) = hash_in_key(entry.key, SHARE_KEY) else {
                if broken.len() < MAX_BROKEN_KEYS {
                    broken.push_back(wrong_key(entry.key));
                }
                return;
            };
            if is_spared {
                return;
            }
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
    pub(super) fn claims(&mut self, snapshot: &Snapshot) -> Result<(), ReadError> {
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

    /// The last of the shares in their order.
    pub(super) fn last(&self) -> Option<Rank> {
        self.found.iter().map(|share| share.rank).max()
    }

    /// The shares in their order, or in that of their places in the files.
    pub(super) fn sorted(mut self) -> VecDeque<Found> {
        if self.spared.order {
            self.found.sort_unstable_by_key(|share| share.place);
        } else {
            self.found.sort_unstable_by_key(|share| share.rank);
        }
        self.found.into()
    }
}

fn keep_lowest(found: &mut Vec<Found>) {
    if found.len() > MAX_SHARES {
        found.select_nth_unstable_by_key(MAX_SHARES, |share| share.rank);
        found.truncate(MAX_SHARES);
    }
}

/// What the order and the choice of shares need of a share.
#[derive(Clone, Copy)]
struct Summary {
    absheight: u64,
    has_messages: bool,
}

/// Reads the share in a value; `None` if it is unreadable.
fn read(value: &[u8], network: &Network) -> Option<Summary> {
    let (version, contents) = value.split_first_chunk()?;
    let share = Share::read_contents(u64::from_le_bytes(*version), contents, network).ok()?;
    Some(Summary {
        absheight: u64::from(share.share_info.absheight),
        has_messages: !share.message_data.is_empty(),
    })
}

/// The hash in a key, in display order: 64 hex digits in lower case.
fn hash_in_key(key: &[u8], prefix: &[u8]) -> Option<[u8; 32]> {
    let digits = key.strip_prefix(prefix)?;
    if digits.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    const_hex::decode_to_array(digits).ok()
}

pub(super) fn hash_of(mut displayed: [u8; 32]) -> ShareHash {
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
