//! Which shares are known, which are missing, and which to request next. No sockets and no clock.
//!
//! A share is missing if a peer names it as its best share, or if it is the parent of a known share
//! that is within the goal. The newest missing share is requested first, with its ancestors. A peer
//! that answers without it is asked again after a pause, because a busy node sends an empty list, and
//! after some attempts it counts as lacking the share; other peers are still asked.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::link::Fault;
use super::share::PeerShare;
use crate::core::chain::Chain;
use crate::core::chain::rules::SharePoint;
use crate::core::hash::ShareHash;
use crate::core::p2p::event::MAX_STOPS;
use crate::core::p2p::message::ReplyResult;

/// Ancestors of a share in one request. Nodes send no more.
const MAX_PARENTS: u64 = 1000;
/// The most shares that one chain is followed back, whatever the goal: far more than nodes keep.
const MAX_DEPTH: u32 = 100_000;
/// The most shares that are missing at once.
const MAX_MISSING: usize = 1000;
/// Time after which another peer is asked for a share as well.
const PATIENCE: Duration = Duration::from_secs(5);
/// Attempts to get a share from one peer.
const ATTEMPTS: u32 = 5;
/// Time until the second attempt. It doubles each time.
const PAUSE: Duration = Duration::from_millis(500);

/// How far back shares are wanted. Without limits: all that the peers have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Goal {
    /// Shares of this time or later, Unix seconds.
    pub since: Option<u32>,
    /// So many of the newest shares of each chain.
    pub count: Option<u32>,
}

impl Goal {
    /// Whether a share `depth` shares below the newest is wanted.
    fn reaches(&self, depth: u32) -> bool {
        depth < self.count.unwrap_or(MAX_DEPTH).min(MAX_DEPTH)
    }

    /// Whether a share of this time is wanted.
    pub fn includes(&self, timestamp: u32) -> bool {
        self.since.is_none_or(|since| timestamp >= since)
    }
}

/// What later requests need of a share.
#[derive(Debug, Clone, Copy)]
struct Known {
    previous: Option<ShareHash>,
    /// The number of shares between it and the newest one.
    depth: u32,
    timestamp: u32,
}

/// A share that is wanted and not known.
#[derive(Debug, Clone, Default)]
struct Missing {
    depth: u32,
    /// The time of the share after it, `None` if it is the newest.
    child: Option<u32>,
    /// The peer that was asked last and has not answered, and when it was asked.
    asked: Option<(usize, Duration)>,
    /// The attempts of each peer.
    tries: HashMap<usize, Tries>,
}

#[derive(Debug, Clone, Copy)]
struct Tries {
    count: u32,
    not_before: Duration,
    /// The most ancestors that the peer sends at once.
    parents: u64,
}

impl Default for Tries {
    fn default() -> Self {
        Self {
            count: 0,
            not_before: Duration::ZERO,
            parents: MAX_PARENTS,
        }
    }
}

impl Missing {
    fn tries(&self, peer: usize) -> Tries {
        self.tries.get(&peer).copied().unwrap_or_default()
    }

    fn lacks(&self, peer: usize) -> bool {
        self.tries(peer).count >= ATTEMPTS
    }

    /// When `peer` may be asked; `None` if it lacks the share, or was asked.
    fn next_attempt(&self, peer: usize) -> Option<Duration> {
        let free = match self.asked {
            Some((asked, _)) if asked == peer => return None,
            Some((_, at)) => at + PATIENCE,
            None => Duration::ZERO,
        };
        (!self.lacks(peer)).then(|| free.max(self.tries(peer).not_before))
    }
}

/// A request for a share and its ancestors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) hash: ShareHash,
    pub(super) parents: u64,
    pub(super) stops: Vec<ShareHash>,
}

/// The known and the missing shares.
#[derive(Debug)]
pub(super) struct Fetch {
    goal: Goal,
    /// Seconds between shares.
    share_period: u32,
    known: HashMap<ShareHash, Known>,
    /// Known shares that are the parent of no known share.
    heads: HashSet<ShareHash>,
    missing: HashMap<ShareHash, Missing>,
    /// What was missing and arrived, until its proof of work is checked.
    unchecked: HashMap<ShareHash, Missing>,
}

impl Fetch {
    pub(super) fn new(goal: Goal, share_period: u32) -> Self {
        Self {
            goal,
            share_period: share_period.max(1),
            known: HashMap::new(),
            heads: HashSet::new(),
            missing: HashMap::new(),
            unchecked: HashMap::new(),
        }
    }

    /// Adds shares that were fetched before. The missing ones between and before
    /// them are wanted as far as the goal goes.
    pub(super) fn restore(&mut self, shares: &[SharePoint]) {
        let links: Vec<_> = shares.iter().map(SharePoint::link).collect();
        let chain = Chain::of(&links);
        let at = |index: &u32| shares.get(usize::try_from(*index).ok()?);
        let oldest_first = chain.best().iter().chain(chain.orphans()).filter_map(at);
        let mut depths: HashMap<ShareHash, u32> = HashMap::new();
        for point in oldest_first.clone().rev() {
            let depth = *depths.entry(point.share_hash).or_default();
            if let Some(previous) = point.previous_share_hash {
                depths.insert(previous, depth.saturating_add(1));
            }
        }
        for point in oldest_first {
            let depth = depths.get(&point.share_hash).copied();
            self.insert(point, depth.unwrap_or_default());
        }
        let all: Vec<ShareHash> = links.iter().map(|link| link.share_hash).collect();
        self.want_parents(&all);
    }

    /// Whether a share is known, verified or not.
    pub(super) fn knows(&self, hash: &ShareHash) -> bool {
        self.known.contains_key(hash)
    }

    /// The number of known shares.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether a share is within the goal.
    pub(super) fn wants(&self, share: &PeerShare) -> bool {
        let depth = self.known.get(&share.point.share_hash);
        self.goal.includes(share.point.timestamp)
            && depth.is_none_or(|known| self.goal.reaches(known.depth))
    }

    /// A peer names its best share.
    pub(super) fn announce(&mut self, hash: ShareHash) {
        if !self.knows(&hash) && self.goal.reaches(0) {
            self.miss(hash, 0, None);
        }
    }

    /// A peer pushed shares, newest first. Returns those that were not known.
    pub(super) fn push(&mut self, shares: Vec<PeerShare>) -> Vec<PeerShare> {
        self.add(shares, 0)
    }

    /// A peer answered the request for `hash`. Returns the shares that were not known.
    ///
    /// # Errors
    ///
    /// [`Fault::OutOfOrder`].
    pub(super) fn answer(
        &mut self,
        peer: usize,
        now: Duration,
        request: &Request,
        result: ReplyResult,
        shares: Vec<PeerShare>,
    ) -> Result<Vec<PeerShare>, Fault> {
        let hash = request.hash;
        let depth = self.missing.get(&hash).map_or(0, |missing| missing.depth);
        self.release(&hash, peer);
        in_order(&shares)?;
        let has_it = shares.iter().any(|share| share.point.share_hash == hash);
        if !has_it {
            self.not_sent(peer, now, hash, result);
        }
        let last = shares
            .last()
            .and_then(|last| last.point.previous_share_hash);
        let is_short = (shares.len() as u64) <= request.parents;
        let new = self.add(shares, depth);
        if let Some(missing) = last.and_then(|last| self.missing.get_mut(&last))
            && is_short
        {
            // The chain of the peer seems to end here: one attempt is enough.
            missing.tries.entry(peer).or_default().count = ATTEMPTS - 1;
        }
        Ok(new)
    }

    /// Notes that a peer answered without the share that it was asked for.
    fn not_sent(&mut self, peer: usize, now: Duration, hash: ShareHash, result: ReplyResult) {
        let Some(missing) = self.missing.get_mut(&hash) else {
            return;
        };
        let tries = missing.tries.entry(peer).or_default();
        if result == ReplyResult::TooLong && tries.parents > 0 {
            tries.parents /= 2;
            return;
        }
        tries.not_before = now + PAUSE * 2_u32.saturating_pow(tries.count);
        tries.count += 1;
    }

    /// Adds shares, newest first, and looks for missing parents. `depth` is that of the first.
    fn add(&mut self, shares: Vec<PeerShare>, depth: u32) -> Vec<PeerShare> {
        let mut new = Vec::new();
        // The oldest first, so that a parent is known before its child.
        for (below, share) in (0..).zip(shares).collect::<Vec<_>>().into_iter().rev() {
            if !self.knows(&share.point.share_hash) {
                let depth = depth.saturating_add(below);
                self.insert(&share.point, depth);
                new.push(share);
            }
        }
        let hashes: Vec<ShareHash> = new.iter().map(|share| share.point.share_hash).collect();
        self.want_parents(&hashes);
        new.reverse();
        new
    }

    fn insert(&mut self, point: &SharePoint, depth: u32) {
        let previous = point.previous_share_hash;
        if let Some(previous) = previous {
            self.heads.remove(&previous);
        }
        let missing = self.missing.remove(&point.share_hash);
        if missing
            .as_ref()
            .is_none_or(|missing| missing.child.is_none())
        {
            self.heads.insert(point.share_hash);
        }
        let known = Known {
            previous,
            depth: missing.as_ref().map_or(depth, |missing| missing.depth),
            timestamp: point.timestamp,
        };
        self.known.insert(point.share_hash, known);
        if let Some(missing) = missing {
            self.unchecked.insert(point.share_hash, missing);
        }
    }

    /// Looks for missing parents of these known shares.
    fn want_parents(&mut self, hashes: &[ShareHash]) {
        for hash in hashes {
            let Some(known) = self.known.get(hash).copied() else {
                continue;
            };
            let depth = known.depth.saturating_add(1);
            if let Some(previous) = known.previous
                && !self.knows(&previous)
                && self.goal.includes(known.timestamp)
                && self.goal.reaches(depth)
            {
                self.miss(previous, depth, Some(known.timestamp));
            }
        }
    }

    fn miss(&mut self, hash: ShareHash, depth: u32, child: Option<u32>) {
        if self.missing.len() >= MAX_MISSING && !self.missing.contains_key(&hash) {
            let deepest = self.missing.iter().filter(|(_, m)| m.asked.is_none());
            let deepest = deepest.max_by_key(|(_, missing)| missing.depth);
            match deepest.map(|(hash, missing)| (*hash, missing.depth)) {
                Some((deepest, below)) if below > depth => self.missing.remove(&deepest),
                _ => return,
            };
        }
        let missing = self.missing.entry(hash).or_default();
        missing.depth = depth;
        missing.child = child.or(missing.child);
    }

    /// Chooses the next request to a peer, and marks its share as asked for.
    pub(super) fn next_request(&mut self, peer: usize, now: Duration) -> Option<Request> {
        let may_ask = |missing: &Missing| missing.next_attempt(peer).is_some_and(|at| at <= now);
        let candidates = self.missing.iter().filter(|(_, missing)| may_ask(missing));
        let (hash, missing) = candidates.min_by_key(|(hash, missing)| (missing.depth, **hash))?;
        let hash = *hash;
        let parents = self.parents_of(missing).min(missing.tries(peer).parents);
        self.missing.get_mut(&hash)?.asked = Some((peer, now));
        Some(Request {
            hash,
            parents,
            stops: self.stops(),
        })
    }

    /// How many ancestors of a missing share are wanted.
    fn parents_of(&self, missing: &Missing) -> u64 {
        let by_count = self.goal.count.map_or(MAX_PARENTS, |count| {
            u64::from(count.saturating_sub(missing.depth).saturating_sub(1))
        });
        let by_time = match (self.goal.since, missing.child) {
            (Some(since), Some(child)) => {
                let periods = child.saturating_sub(since) / self.share_period;
                // Shares come more often for a while.
                u64::from(periods) * 2 + 20
            }
            _ => MAX_PARENTS,
        };
        by_count.min(by_time).min(MAX_PARENTS)
    }

    /// The shares at which the ancestors of a missing share may end: the newest heads.
    fn stops(&self) -> Vec<ShareHash> {
        let time = |hash: &ShareHash| self.known.get(hash).map(|known| known.timestamp);
        let mut heads: Vec<ShareHash> = self.heads.iter().copied().collect();
        heads.sort_unstable_by_key(|hash| (Reverse(time(hash)), *hash));
        heads.truncate(MAX_STOPS);
        heads
    }

    /// When a peer may be asked again, if it must not be asked now.
    pub(super) fn next_attempt(&self, peer: usize) -> Option<Duration> {
        let attempts = self.missing.values();
        attempts
            .filter_map(|missing| missing.next_attempt(peer))
            .min()
    }

    /// A connection ended: its requests are open again, and it is a new peer when it returns.
    pub(super) fn disconnected(&mut self, peer: usize) {
        for missing in self.missing.values_mut() {
            missing.asked.take_if(|(asked, _)| *asked == peer);
            missing.tries.remove(&peer);
        }
    }

    fn release(&mut self, hash: &ShareHash, peer: usize) {
        if let Some(missing) = self.missing.get_mut(hash) {
            missing.asked.take_if(|(asked, _)| *asked == peer);
        }
    }

    /// Keeps shares whose proof of work is valid.
    pub(super) fn confirm(&mut self, shares: &[PeerShare]) {
        for share in shares {
            self.unchecked.remove(&share.point.share_hash);
        }
    }

    /// Forgets the shares of a message with a false share. Peers are asked again for those that others
    /// had sent meanwhile, which were dropped as known.
    pub(super) fn reject(&mut self, peer: usize, shares: &[PeerShare]) {
        for share in shares {
            let hash = share.point.share_hash;
            self.known.remove(&hash);
            self.heads.remove(&hash);
            if let Some(previous) = share.point.previous_share_hash {
                self.missing.remove(&previous);
            }
        }
        for share in shares {
            if let Some(mut missing) = self.unchecked.remove(&share.point.share_hash) {
                missing.asked = None;
                missing.tries.entry(peer).or_default().count = ATTEMPTS;
                self.missing.insert(share.point.share_hash, missing);
            }
        }
        let left: Vec<ShareHash> = self.known.keys().copied().collect();
        self.want_parents(&left);
    }

    /// Whether these peers have no missing share.
    pub(super) fn is_complete(&self, peers: &[usize]) -> bool {
        let mut missing = self.missing.values();
        missing.all(|missing| peers.iter().all(|peer| missing.lacks(*peer)))
    }

    /// The number of missing shares in the middle of a chain: a known share is older.
    pub(super) fn holes(&self) -> usize {
        let oldest = self.known.values().map(|known| known.timestamp).min();
        let is_hole = |missing: &&Missing| missing.child.is_some_and(|child| oldest < Some(child));
        self.missing.values().filter(is_hole).count()
    }

    /// Forgets shares before `timestamp`, Unix seconds.
    pub(super) fn forget_before(&mut self, timestamp: u32) {
        self.goal.since = self.goal.since.max(Some(timestamp));
        self.known.retain(|_, known| known.timestamp >= timestamp);
        let known = &self.known;
        self.heads.retain(|hash| known.contains_key(hash));
        self.missing
            .retain(|_, missing| missing.child.is_none_or(|child| child >= timestamp));
    }
}

/// Checks that the shares of a reply can be a share and its ancestors. Nodes leave some out.
fn in_order(shares: &[PeerShare]) -> Result<(), Fault> {
    let pairs = shares.iter().zip(shares.iter().skip(1));
    for (child, parent) in pairs {
        let follows = child.point.previous_share_hash == Some(parent.point.share_hash);
        if !follows && parent.point.absheight >= child.point.absheight {
            let share_hash = parent.point.share_hash;
            return Err(Fault::OutOfOrder { share_hash });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
