//! The same as [`Replay`](super::Replay) for a share store that grows: what a node would answer of
//! its messages now.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{KeptShare, Replayed, ShareCounts};
use crate::core::chain::store::{Limits, MessageStore, may_be_permanent};
use crate::core::chain::{Chain, Link};
use crate::core::hash::ShareHash;
use crate::core::message::decode::{Carrier, MAX_AHEAD};
use crate::core::message::envelope::{Authority, Envelope};
use crate::core::network::Network;

/// The shares of a store whose files come, grow and go, and the messages that they carry.
///
/// Shares that grow on the end of the best chain are taken in as they come. Anything else (a fork,
/// a file that went away) puts all shares in order anew. The result is the same.
#[derive(Debug)]
pub struct LiveReplay {
    authorities: Vec<Authority>,
    files: BTreeMap<u64, Vec<KeptShare>>,
    known: HashSet<ShareHash>,
    /// Shares that were not taken in yet, by what they follow.
    fresh: HashMap<Option<ShareHash>, KeptShare>,
    /// Whether shares wait that do not simply follow.
    unordered: bool,
    tip: Option<ShareHash>,
    best: Replayed,
    orphans: Vec<KeptShare>,
    /// The best chain and then the orphans.
    replayed: Replayed,
}

impl LiveReplay {
    /// No shares of `network` yet; envelopes sealed to `authorities` are opened.
    pub fn new(authorities: Vec<Authority>, network: &Network) -> Self {
        let limits = Limits::node(network);
        Self {
            authorities,
            files: BTreeMap::new(),
            known: HashSet::new(),
            fresh: HashMap::new(),
            unordered: false,
            tip: None,
            best: nothing(limits),
            orphans: Vec::new(),
            replayed: nothing(limits),
        }
    }

    /// Adds a share that was read from the file `file`; the order of adding does not matter.
    pub fn add(&mut self, file: u64, share: KeptShare) {
        if !self.known.insert(share.link.share_hash) {
            self.best.shares.repeated += 1;
            self.replayed.shares.repeated += 1;
        } else if self.tip.is_none() || self.unordered {
            self.unordered = true;
        } else {
            let previous = share.link.previous_share_hash;
            let sibling = self.fresh.insert(previous, share.clone());
            self.unordered = sibling.is_some();
        }
        self.files.entry(file).or_default().push(share);
    }

    /// Forgets the shares of a file that went away.
    pub fn remove_file(&mut self, file: u64) {
        self.unordered |= self.files.remove(&file).is_some();
    }

    /// Takes in what was added, drops what is too old at `now` (Unix seconds), and gives the
    /// result. Whether messages, keys or shares are others than the last time comes with it.
    pub fn settle(&mut self, now: u64) -> (&Replayed, bool) {
        let is_new = self.unordered || !self.fresh.is_empty();
        if is_new {
            if !self.unordered {
                self.follow_tip(now);
            }
            if self.unordered || !self.fresh.is_empty() {
                self.reorder(now);
            }
            self.replayed = self.best.clone();
            for share in &self.orphans {
                self.replayed.follow(share, true, &self.authorities, now);
            }
        }
        self.best.store.prune(now);
        let before = self.replayed.store.len();
        self.replayed.store.prune(now);
        (
            &self.replayed,
            is_new || self.replayed.store.len() != before,
        )
    }

    /// Takes in the fresh shares that follow the end of the best chain, which stays the best then.
    /// A node writes them newest first.
    fn follow_tip(&mut self, now: u64) {
        while let Some(share) = self.fresh.remove(&self.tip) {
            self.tip = Some(share.link.share_hash);
            self.best.follow(&share, false, &self.authorities, now);
        }
    }

    fn reorder(&mut self, now: u64) {
        let shares: Vec<&KeptShare> = self.files.values().flatten().collect();
        let links: Vec<Link> = shares.iter().map(|share| share.link).collect();
        let chain = Chain::of(&links);
        let at = |index: &u32| shares.get(usize::try_from(*index).ok()?).copied();
        self.best = nothing(self.best.store.limits());
        self.best.shares.pieces = chain.pieces();
        self.best.shares.repeated = links.len() - chain.best().len() - chain.orphans().len();
        self.tip = None;
        for share in chain.best().iter().filter_map(at) {
            self.tip = Some(share.link.share_hash);
            self.best.follow(share, false, &self.authorities, now);
        }
        self.orphans = chain.orphans().iter().filter_map(at).cloned().collect();
        self.known = links.iter().map(|link| link.share_hash).collect();
        self.fresh.clear();
        self.unordered = false;
    }
}

fn nothing(limits: Limits) -> Replayed {
    Replayed {
        store: MessageStore::new(limits),
        orphaned: HashSet::new(),
        ahead: 0,
        shares: ShareCounts {
            best: 0,
            orphans: 0,
            repeated: 0,
            pieces: 0,
            archived: 0,
            with_message_data: 0,
            by_version: BTreeMap::new(),
            oldest_timestamp: None,
            newest_timestamp: None,
        },
    }
}

impl Replayed {
    /// Takes in the next share.
    fn follow(&mut self, share: &KeptShare, orphaned: bool, authorities: &[Authority], now: u64) {
        let counts = &mut self.shares;
        if orphaned {
            counts.orphans += 1;
        } else {
            counts.best += 1;
        }
        let version = u8::try_from(share.version).unwrap_or(u8::MAX);
        *counts.by_version.entry(version).or_default() += 1;
        let at = share.timestamp;
        counts.oldest_timestamp = Some(counts.oldest_timestamp.map_or(at, |oldest| oldest.min(at)));
        counts.newest_timestamp = Some(counts.newest_timestamp.map_or(at, |newest| newest.max(at)));
        let Some(carried) = &share.carried else {
            return;
        };
        counts.with_message_data += 1;
        let share_hash = share.link.share_hash;
        if orphaned {
            self.orphaned.insert(share_hash);
        }
        let carrier = Carrier {
            address: carried.address.as_deref(),
            share_hash: Some(share_hash),
            orphaned,
        };
        self.take_recent(&carried.message_data, carrier, at, authorities, now);
    }

    /// The clock is the share's own, as for stores. If the share is so old that a node has dropped
    /// its messages, only its announcement and messages that may never expire are read.
    fn take_recent(
        &mut self,
        message_data: &[u8],
        carrier: Carrier<'_>,
        at: u32,
        authorities: &[Authority],
        now: u64,
    ) {
        let mut envelope = Envelope::read(message_data, authorities);
        let at = u64::from(at);
        let age = self.store.limits().age;
        if at.saturating_add(age).saturating_add(MAX_AHEAD) < now {
            let by_authority = envelope.authority().is_some();
            let messages = &mut envelope.messages;
            messages.retain(|read| may_be_permanent(&read.message, by_authority));
        }
        self.ahead += self.store.take(&envelope, carrier, at.min(now)).ahead;
    }
}
