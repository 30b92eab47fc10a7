//! The shares of a node that were read already, so that a walk asks only for new ones.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::core::hash::ShareHash;
use crate::json::node_share::Parent;

/// A share of a node, as far as its messages need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkedShare {
    /// The hash that it was asked for by.
    pub share_hash: ShareHash,
    /// The share before it.
    pub parent: Parent,
    /// Unix seconds, if the node answers it.
    pub timestamp: Option<u64>,
    /// The position in the chain, as the share claims.
    pub absheight: Option<u64>,
    /// The payout address.
    pub address: Option<String>,
    /// Empty in a share without messages.
    pub message_data: Vec<u8>,
    /// Why its messages are unreadable, if they are.
    pub problem: Option<String>,
}

/// The shares of one node that were read, by hash.
#[derive(Debug, Default)]
pub(super) struct SeenShares {
    shares: HashMap<ShareHash, Arc<WalkedShare>>,
    bytes: usize,
    /// The share at which the chain of the node ended in the last walk.
    pub(super) missing: Option<ShareHash>,
}

impl SeenShares {
    /// The share with this hash.
    pub(super) fn get(&self, share_hash: &ShareHash) -> Option<Arc<WalkedShare>> {
        self.shares.get(share_hash).map(Arc::clone)
    }

    /// Remembers a share.
    pub(super) fn insert(&mut self, share: &Arc<WalkedShare>) {
        self.bytes += share.message_data.len();
        self.shares.insert(share.share_hash, Arc::clone(share));
    }

    /// The length of all message_data, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Forgets the shares that are not in `kept`.
    pub(super) fn keep(&mut self, kept: &HashSet<ShareHash>) {
        self.shares.retain(|hash, _| kept.contains(hash));
        self.bytes = self.all().map(|share| share.message_data.len()).sum();
    }

    /// The shares that are not in `known`, oldest first.
    pub(super) fn others(&self, known: &HashSet<ShareHash>) -> Vec<Arc<WalkedShare>> {
        let others = self
            .all()
            .filter(|share| !known.contains(&share.share_hash));
        let mut others: Vec<_> = others.map(Arc::clone).collect();
        others.sort_by_key(|share| (share.absheight, share.timestamp, share.share_hash));
        others
    }

    fn all(&self) -> impl Iterator<Item = &Arc<WalkedShare>> {
        self.shares.values()
    }
}
