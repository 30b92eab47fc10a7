//! The messages in the shares of peers.

use std::collections::{BTreeSet, HashMap};

use super::share::PeerShare;
use crate::core::chain::replay::KeptShare;
use crate::core::chain::replay::live::LiveReplay;
use crate::core::chain::store::{Limits, Query};
use crate::core::hash::ShareHash;
use crate::core::message::envelope::Authority;
use crate::core::network::Network;
use crate::json::message::ListedMessageJson;

/// Parts of the retention period that are forgotten at once.
const PARTS: u32 = 4;

/// The messages of the shares that were fetched, judged in chain order.
#[derive(Debug)]
pub struct PeerMessages {
    network: &'static Network,
    replay: LiveReplay,
    /// Who sent the shares with messages.
    senders: HashMap<ShareHash, Sender>,
    /// Seconds of shares that are forgotten at once.
    part: u32,
    /// The parts with shares, by their number since 1970.
    parts: BTreeSet<u32>,
}

#[derive(Debug)]
struct Sender {
    name: String,
    timestamp: u32,
}

impl PeerMessages {
    /// No shares yet; envelopes sealed to `authorities` are opened.
    pub fn new(authorities: Vec<Authority>, network: &'static Network) -> Self {
        Self {
            network,
            replay: LiveReplay::new(authorities, network),
            senders: HashMap::new(),
            part: (retention(network) / PARTS).max(1),
            parts: BTreeSet::new(),
        }
    }

    /// Adds a share that a peer called `sender` sent. Returns whether it has messages.
    pub fn add(&mut self, share: &PeerShare, sender: &str) -> bool {
        // It was parsed before.
        if let Ok(kept) = KeptShare::read(&share.raw, self.network) {
            self.add_kept(kept, share.point.timestamp);
        }
        if share.has_message_data {
            let sender = Sender {
                name: sender.to_owned(),
                timestamp: share.point.timestamp,
            };
            self.senders.insert(share.point.share_hash, sender);
        }
        share.has_message_data
    }

    /// Adds a share that was fetched before, with its time in Unix seconds.
    pub fn add_kept(&mut self, kept: KeptShare, timestamp: u32) {
        let part = timestamp / self.part;
        self.parts.insert(part);
        self.replay.add(part.into(), kept);
    }

    /// The messages that have not expired at `now`, Unix seconds, each with the peer that sent its share;
    /// with no peer if the share was fetched before.
    pub fn listed(&mut self, now: u64) -> Vec<ListedMessageJson> {
        let (replayed, _) = self.replay.settle(now);
        let messages = replayed.store.select(&Query::default());
        let listed = messages.iter().map(|stored| {
            let sender = stored.share_hash.and_then(|hash| self.senders.get(&hash));
            let name = sender.map(|sender| sender.name.clone());
            let mut listed = ListedMessageJson::walked(stored, name.unwrap_or_default(), now);
            listed.nodes.retain(|name| !name.is_empty());
            listed
        });
        listed.collect()
    }

    /// Forgets shares whose messages have expired long before `now`, Unix seconds. Returns the time of
    /// the oldest share that may be left, Unix seconds.
    pub fn forget(&mut self, now: u64) -> u32 {
        let now = u32::try_from(now).unwrap_or(u32::MAX);
        // Keys are needed for longer than messages: a later share may use a revoked one.
        let first = now.saturating_sub(retention(self.network).saturating_mul(2)) / self.part;
        let kept = self.parts.split_off(&first);
        for part in std::mem::replace(&mut self.parts, kept) {
            self.replay.remove_file(part.into());
        }
        let oldest = first.saturating_mul(self.part);
        self.senders.retain(|_, sender| sender.timestamp >= oldest);
        oldest
    }
}

/// How long nodes keep messages, in seconds.
pub fn retention(network: &Network) -> u32 {
    u32::try_from(Limits::node(network).age).unwrap_or(u32::MAX)
}
