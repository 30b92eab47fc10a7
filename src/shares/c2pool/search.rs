//! The shares of a database: which they are, and their order.

use std::collections::VecDeque;

use super::keys::{Displayed, INDEX_KEY, SHARE_KEY, add_wrong_key, broken_parts, hash_in_key};
use crate::core::hash::PowHash;
use crate::core::network::Network;
use crate::core::share::Share;
use crate::shares::leveldb::{Cursor, Place, ReadError, Snapshot, Value};
use crate::shares::mark::{Claims, Mark};

/// Bytes of values that are kept in memory.
pub(super) const MAX_KEPT: usize = 16 << 20;
/// Shares that are sorted at once; a node keeps about 17,300 of them.
const MAX_SHARES: usize = 50_000;

/// The place of a share in the order: absheight, and the hash in display order. An unreadable share
/// comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub(super) absheight: u64,
    pub(super) hash: Displayed,
}

/// A share in the database.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) rank: Rank,
    pub(super) place: Place,
    /// The value, where all values fit the memory.
    pub(super) value: Option<Box<[u8]>>,
    pub(super) claims: Claims,
}

/// The lowest shares behind a rank.
pub(super) struct Search {
    network: &'static Network,
    with_messages_only: bool,
    after: Option<Rank>,
    found: Vec<Found>,
    pub(super) more: bool,
}

/// What is made of a value.
struct Made {
    absheight: u64,
    is_left_out: bool,
    value: Option<Box<[u8]>>,
}

impl Search {
    pub(super) fn after(
        after: Option<Rank>,
        network: &'static Network,
        with_messages_only: bool,
    ) -> Self {
        Self {
            network,
            with_messages_only,
            after,
            found: Vec::new(),
            more: false,
        }
    }

    /// Finds the shares, in the order of their keys. Returns the records for the unreadable parts.
    pub(super) fn shares(&mut self, snapshot: &Snapshot) -> Result<Vec<Mark>, ReadError> {
        let (network, with_messages_only) = (self.network, self.with_messages_only);
        let mut kept = 0;
        let mut make = |value: &[u8]| {
            let share = read(value, network);
            let is_left_out = with_messages_only && share.is_some_and(|share| !share.has_messages);
            kept += if is_left_out { 0 } else { value.len() };
            Made {
                absheight: share.map_or(u64::MAX, |share| share.absheight),
                is_left_out,
                value: (kept <= MAX_KEPT && !is_left_out).then(|| value.into()),
            }
        };
        let mut wrong_keys = Vec::new();
        let mut cursor = Cursor::start(snapshot, SHARE_KEY, &mut make)?;
        while let Some(entry) = cursor.next(snapshot)? {
            let Some(hash) = hash_in_key(entry.key, SHARE_KEY) else {
                add_wrong_key(&mut wrong_keys, entry.key);
                continue;
            };
            let place = entry.place;
            let made = match entry.value {
                Value::InTable(value) => make(value),
                Value::InLog(made) => made,
            };
            if !made.is_left_out {
                self.add(hash, place, made);
            }
        }
        if self.found.len() > MAX_SHARES {
            self.keep_lowest();
        }
        // Where some values are read again, all are: in order, as many at once as fit.
        if kept > MAX_KEPT {
            self.found.iter_mut().for_each(|share| share.value = None);
        }
        let parts = broken_parts(cursor.into_damages());
        Ok(parts.chain(wrong_keys).collect())
    }

    fn add(&mut self, hash: Displayed, place: Place, made: Made) {
        let rank = Rank {
            absheight: made.absheight,
            hash,
        };
        if self.after.is_some_and(|after| rank <= after) {
            return;
        }
        self.found.push(Found {
            rank,
            place,
            value: made.value,
            claims: Claims::default(),
        });
        if self.found.len() >= 2 * MAX_SHARES {
            self.keep_lowest();
        }
    }

    fn keep_lowest(&mut self) {
        self.found
            .select_nth_unstable_by_key(MAX_SHARES, |share| share.rank);
        self.found.truncate(MAX_SHARES);
        self.more = true;
    }

    /// Adds the claims of the node about the shares.
    pub(super) fn claims(&mut self, snapshot: &Snapshot) -> Result<(), ReadError> {
        // The order of the keys.
        self.found.sort_unstable_by_key(|share| share.rank.hash);
        let mut found = self.found.iter_mut().peekable();
        let mut cursor = Cursor::start(snapshot, INDEX_KEY, claims)?;
        while found.peek().is_some()
            && let Some(entry) = cursor.next(snapshot)?
        {
            let Some(hash) = hash_in_key(entry.key, INDEX_KEY) else {
                continue;
            };
            while found.next_if(|share| share.rank.hash < hash).is_some() {}
            if let Some(share) = found.next_if(|share| share.rank.hash == hash) {
                share.claims = match entry.value {
                    Value::InTable(value) => claims(value),
                    Value::InLog(claims) => claims,
                };
            }
        }
        Ok(())
    }

    /// The last of the shares in their order.
    pub(super) fn last(&self) -> Option<Rank> {
        self.found.iter().map(|share| share.rank).max()
    }

    /// The shares in their order.
    pub(super) fn sorted(mut self) -> VecDeque<Found> {
        self.found.sort_unstable_by_key(|share| share.rank);
        self.found.into()
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
