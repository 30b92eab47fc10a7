//! The shares that a node serves.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};
use std::iter;

use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::core::p2p::event::MAX_SHARES;
use crate::core::p2p::message::{RawShare, ShareRequest};
use crate::core::share::commitment::commit;
use crate::core::share::{Share, ShareError};

/// Maximum number of shares in memory. The oldest are dropped first.
pub const MAX_KEPT: usize = 20_000;
/// Maximum number of ancestors that a node sends for all hashes of a request.
const MAX_PARENTS: u64 = 1000;
/// Maximum number of shares in a push.
const PUSHED: usize = 5;

/// The shares that a node serves, of every branch.
#[derive(Debug)]
pub struct Chain {
    network: &'static Network,
    limit: usize,
    shares: HashMap<ShareHash, Kept>,
    /// The oldest first.
    order: VecDeque<ShareHash>,
    /// The last share of the branch with the most work, and that work.
    best: Option<(ShareHash, u128)>,
}

#[derive(Debug)]
struct Kept {
    raw: Vec<u8>,
    version: u64,
    previous: Option<ShareHash>,
}

impl Chain {
    /// A chain without shares that keeps at most [`MAX_KEPT`].
    pub fn new(network: &'static Network) -> Self {
        Self::with_limit(network, MAX_KEPT)
    }

    /// A chain without shares that keeps at most `limit`.
    pub fn with_limit(network: &'static Network, limit: usize) -> Self {
        Self {
            network,
            limit,
            shares: HashMap::new(),
            order: VecDeque::new(),
            best: None,
        }
    }

    /// Adds a raw share after its ancestors. Returns whether it is the new best share.
    ///
    /// The proof of work and the claimed sum of work are not verified, because only the owner of the
    /// node adds shares.
    ///
    /// # Errors
    ///
    /// [`ShareError`] if the share is malformed. The chain is unchanged then.
    pub fn add(&mut self, raw: Vec<u8>) -> Result<bool, ShareError> {
        let share = Share::read(&raw, self.network)?;
        let share_hash = commit(&share, self.network).share_hash;
        let abswork = share.share_info.abswork;
        let version = share.version;
        let previous = share.share_info.share_data.previous_share_hash;
        let Entry::Vacant(place) = self.shares.entry(share_hash) else {
            return Ok(false);
        };
        place.insert(Kept {
            raw,
            version,
            previous,
        });
        self.order.push_back(share_hash);
        if self.order.len() > self.limit
            && let Some(oldest) = self.order.pop_front()
        {
            self.shares.remove(&oldest);
        }
        // Of two branches with equal work, nodes follow the one that they saw first.
        let is_best = self.best.is_none_or(|(_, work)| abswork > work);
        if is_best {
            self.best = Some((share_hash, abswork));
        }
        Ok(is_best)
    }

    /// Returns the last share of the branch with the most work.
    pub fn best(&self) -> Option<ShareHash> {
        self.best.map(|(share_hash, _)| share_hash)
    }

    /// Returns the branch with the most work as raw shares, newest first.
    pub fn best_branch(&self) -> impl Iterator<Item = RawShare<'_>> {
        self.branch(self.best()).map(|(_, share)| share)
    }

    /// Returns the shares that nodes push: the best one and up to four before it, newest first.
    pub fn newest(&self) -> Vec<RawShare<'_>> {
        self.best_branch().take(PUSHED).collect()
    }

    /// Returns the shares that answer a request: each requested share, followed by its ancestors.
    /// `None` if they are more than [`MAX_SHARES`].
    ///
    /// Source: `handle_get_shares` in p2pool's node.py. FIELD.md b.7.
    pub fn requested(&self, request: &ShareRequest<'_>) -> Option<Vec<RawShare<'_>>> {
        let most = MAX_PARENTS.checked_div(request.hashes.len() as u64)?;
        let parents = usize::try_from(request.parents.min(most)).ok()?;
        let stops: HashSet<&[u8; 32]> = request.stops.iter().collect();
        let mut found = Vec::new();
        for hash in request.hashes {
            let branch = self.branch(Some(ShareHash::from_wire(*hash)));
            let shares = branch
                .take(parents + 1)
                .take_while(|(share_hash, _)| !stops.contains(&share_hash.to_wire()));
            found.extend(shares.map(|(_, share)| share));
            if found.len() as u64 > MAX_SHARES {
                return None;
            }
        }
        Some(found)
    }

    /// A share and its ancestors, as far as they are known.
    fn branch(&self, from: Option<ShareHash>) -> impl Iterator<Item = (ShareHash, RawShare<'_>)> {
        let mut next = from;
        iter::from_fn(move || {
            let share_hash = next?;
            let kept = self.shares.get(&share_hash)?;
            next = kept.previous;
            let share = RawShare {
                raw: &kept.raw,
                version: kept.version,
            };
            Some((share_hash, share))
        })
    }
}
