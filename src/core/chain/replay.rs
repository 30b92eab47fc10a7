//! From the shares of a store, in any order, to the messages that they carry: the shares are put in
//! chain order and fed to a message store as a node was fed with them.
//!
//! Of a share without message_data, 77 bytes are kept until [`Replay::run`], which needs another 45
//! for each share at its peak.

pub mod judged;
pub mod live;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::mem;

use crate::core::chain::store::{Limits, MessageStore};
use crate::core::chain::{Chain, Link};
use crate::core::hash::ShareHash;
use crate::core::message::decode::Carrier;
use crate::core::message::envelope::{Authority, Envelope};
use crate::core::network::Network;
use crate::core::share::commitment::commit;
use crate::core::share::record::DescribedPlace;
use crate::core::share::{Share, ShareError};

/// Bits that are not a target: the work of a share whose target is unknown counts as 1.
const UNKNOWN_BITS: u32 = u32::MAX;

/// What is kept of a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptShare {
    link: Link,
    version: u64,
    timestamp: u32,
    carried: Option<Box<Carried>>,
}

/// message_data and whose share it was in.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Carried {
    address: Option<String>,
    timestamp: Option<u32>,
    message_data: Vec<u8>,
}

impl KeptShare {
    /// Reads a raw share and computes its hash.
    ///
    /// # Errors
    /// Those of [`Share::read`].
    pub fn read(raw: &[u8], network: &Network) -> Result<Self, ShareError> {
        let share = Share::read(raw, network)?;
        Ok(Self::new(
            &share,
            commit(&share, network).share_hash,
            network,
        ))
    }

    /// What is kept of a share with this hash.
    pub fn new(share: &Share<'_>, share_hash: ShareHash, network: &Network) -> Self {
        let info = &share.share_info;
        let carried = (!share.message_data.is_empty()).then(|| {
            Box::new(Carried {
                address: share.address(network),
                timestamp: Some(info.timestamp),
                message_data: share.message_data.to_vec(),
            })
        });
        Self {
            link: Link {
                share_hash,
                previous_share_hash: info.share_data.previous_share_hash,
                absheight: info.absheight,
                bits: info.bits,
            },
            version: share.version,
            timestamp: info.timestamp,
            carried,
        }
    }
}

impl KeptShare {
    /// What is kept of a share that JSON describes; `None` without its hash or its place.
    fn described(archived: &ArchivedData) -> Option<Self> {
        let place = archived.place.as_ref()?;
        let carried = (!archived.message_data.is_empty()).then(|| {
            Box::new(Carried {
                address: archived.address.clone(),
                timestamp: Some(place.timestamp),
                message_data: archived.message_data.clone(),
            })
        });
        Some(Self {
            link: Link {
                share_hash: archived.share_hash?,
                previous_share_hash: place.previous_share_hash,
                absheight: place.absheight,
                bits: place.bits.unwrap_or(UNKNOWN_BITS),
            },
            version: place.version,
            timestamp: place.timestamp,
            carried,
        })
    }

    /// The length of its message_data, in bytes.
    pub fn message_bytes(&self) -> usize {
        let carried = self.carried.as_ref();
        carried.map_or(0, |carried| carried.message_data.len())
    }
}

/// message_data that an archive or a node's API hands over, without the rest of its share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchivedData {
    /// The share it was in.
    pub share_hash: Option<ShareHash>,
    /// The payout address of that share.
    pub address: Option<String>,
    /// The bytes.
    pub message_data: Vec<u8>,
    /// The place of that share in the chain.
    pub place: Option<DescribedPlace>,
}

/// Shares that were read and wait for being put in order.
#[derive(Debug, Default)]
pub struct Replay {
    links: Vec<Link>,
    /// Every known version fits a byte.
    versions: Vec<u8>,
    /// With the index of their link, in the order of the links.
    carried: Vec<(u32, Carried)>,
    archived: Vec<ArchivedData>,
    timestamps: Option<(u32, u32)>,
}

impl Replay {
    /// Adds a share; the order of adding does not matter. More than `u32::MAX` shares are let go.
    pub fn add(&mut self, share: KeptShare) {
        let Ok(index) = u32::try_from(self.links.len()) else {
            return;
        };
        self.links.push(share.link);
        self.versions
            .push(u8::try_from(share.version).unwrap_or(u8::MAX));
        if let Some(carried) = share.carried {
            self.carried.push((index, *carried));
        }
        let (oldest, newest) = self.timestamps.unwrap_or((u32::MAX, 0));
        self.timestamps = Some((oldest.min(share.timestamp), newest.max(share.timestamp)));
    }

    /// How many shares were added, repeated ones and archived ones too.
    pub fn share_count(&self) -> usize {
        self.links.len() + self.archived.len()
    }

    /// Adds message_data whose share was not read. If its place in the chain is known, it counts as
    /// that share, unless the share itself is added. If not, it counts as older than all shares, in
    /// the order of adding.
    pub fn add_archived(&mut self, archived: ArchivedData) {
        self.archived.push(archived);
    }

    /// Puts the shares in chain order and feeds a message store with what they carry: first what
    /// was archived, then the best chain, then the orphans, whose announcements revoke no key.
    ///
    /// The clock of a share is its own timestamp, so that the result does not depend on when it is
    /// asked for; but never later than `now` (Unix seconds), which is also the clock of what was
    /// archived. Nothing is too old, since stores are read long after.
    pub fn run(mut self, authorities: &[Authority], now: u64) -> Replayed {
        self.place_archived();
        let chain = Chain::of(&self.links);
        let mut replayed = Replayed {
            store: MessageStore::new(Limits::NONE),
            orphaned: HashSet::new(),
            ahead: 0,
            shares: self.counts(&chain),
        };
        for archived in self.archived_only() {
            let carried = Carried {
                address: archived.address.clone(),
                timestamp: None,
                message_data: archived.message_data.clone(),
            };
            replayed.take(&carried, archived.share_hash, false, authorities, now);
        }
        let carried = self.carried_by_index();
        let best = chain.best().iter().map(|index| (*index, false));
        let orphans = chain.orphans().iter().map(|index| (*index, true));
        for (index, orphaned) in best.chain(orphans) {
            let Some((link, version)) = self.share(index) else {
                continue;
            };
            *replayed.shares.by_version.entry(version).or_default() += 1;
            let Some(carried) = carried.get(&index) else {
                continue;
            };
            replayed.shares.with_message_data += 1;
            if orphaned {
                replayed.orphaned.insert(link.share_hash);
            }
            let share_hash = Some(link.share_hash);
            replayed.take(carried, share_hash, orphaned, authorities, now);
        }
        replayed
    }

    /// Turns archived data into shares where the place is known and the share itself was not added.
    fn place_archived(&mut self) {
        if self
            .archived
            .iter()
            .all(|archived| archived.place.is_none())
        {
            return;
        }
        let links = self.links.iter();
        let mut known: HashSet<ShareHash> = links.map(|link| link.share_hash).collect();
        for archived in mem::take(&mut self.archived) {
            match KeptShare::described(&archived) {
                Some(share) if known.insert(share.link.share_hash) => self.add(share),
                _ => self.archived.push(archived),
            }
        }
    }

    fn carried_by_index(&self) -> HashMap<u32, &Carried> {
        let carried = self.carried.iter();
        carried.map(|(index, carried)| (*index, carried)).collect()
    }

    fn share(&self, index: u32) -> Option<(&Link, u8)> {
        let index = usize::try_from(index).ok()?;
        Some((self.links.get(index)?, *self.versions.get(index)?))
    }

    /// What was archived and is in none of the shares.
    fn archived_only(&self) -> impl Iterator<Item = &ArchivedData> {
        let mut missing: HashSet<ShareHash> = self
            .archived
            .iter()
            .filter_map(|archived| archived.share_hash)
            .collect();
        if !missing.is_empty() {
            for link in &self.links {
                missing.remove(&link.share_hash);
            }
        }
        self.archived.iter().filter(move |archived| {
            archived
                .share_hash
                .is_none_or(|hash| missing.contains(&hash))
        })
    }

    /// What can be counted before the shares are gone through.
    fn counts(&self, chain: &Chain) -> ShareCounts {
        let different = chain.best().len() + chain.orphans().len();
        ShareCounts {
            best: chain.best().len(),
            orphans: chain.orphans().len(),
            repeated: self.links.len() - different,
            pieces: chain.pieces(),
            archived: self.archived.len(),
            with_message_data: 0,
            by_version: BTreeMap::new(),
            oldest_timestamp: self.timestamps.map(|(oldest, _)| oldest),
            newest_timestamp: self.timestamps.map(|(_, newest)| newest),
        }
    }
}

/// The messages of a chain, and what is known of the shares that carried them.
#[derive(Debug, Clone)]
pub struct Replayed {
    /// The messages and the keys.
    pub store: MessageStore,
    /// Shares with message_data that are not in the best chain.
    pub orphaned: HashSet<ShareHash>,
    /// Messages that were left out because their timestamps are too far ahead of the clock.
    pub ahead: usize,
    /// How many shares of what kind there were.
    pub shares: ShareCounts,
}

impl Replayed {
    fn take(
        &mut self,
        carried: &Carried,
        share_hash: Option<ShareHash>,
        orphaned: bool,
        authorities: &[Authority],
        now: u64,
    ) {
        let envelope = Envelope::read(&carried.message_data, authorities);
        let carrier = Carrier {
            address: carried.address.as_deref(),
            share_hash,
            orphaned,
        };
        let clock = carried.timestamp.map_or(now, |at| now.min(u64::from(at)));
        self.ahead += self.store.take(&envelope, carrier, clock).ahead;
    }
}

/// How many shares of what kind there were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareCounts {
    /// In the best chain.
    pub best: usize,
    /// Not in the best chain.
    pub orphans: usize,
    /// Read again.
    pub repeated: usize,
    /// Pieces that the best chain is in.
    pub pieces: usize,
    /// Known by their message_data alone.
    pub archived: usize,
    /// With message_data.
    pub with_message_data: usize,
    /// Of each share version.
    pub by_version: BTreeMap<u8, usize>,
    /// The least timestamp, Unix seconds.
    pub oldest_timestamp: Option<u32>,
    /// The greatest timestamp, Unix seconds.
    pub newest_timestamp: Option<u32>,
}
