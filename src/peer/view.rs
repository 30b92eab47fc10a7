//! The chains of the shares that were fetched: their work and length.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::share::PeerShare;
use crate::core::chain::heaviest;
use crate::core::chain::rules::{ChainDemands, HashRate, Represented, SharePoint, Unmet};
use crate::core::hash::ShareHash;

/// Seconds of the newest shares whose hash rate is shown apart.
const HOUR: u64 = 3600;

/// Verified shares, without their contents.
#[derive(Debug, Clone, Default)]
pub struct ShareView {
    points: Vec<SharePoint>,
    by_hash: HashMap<ShareHash, usize>,
}

/// A chain of verified shares, from one share back to the oldest known one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChainSummary {
    /// The newest share.
    pub head: ShareHash,
    /// Its height, as it claims.
    pub absheight: u32,
    /// The number of shares.
    pub shares: usize,
    /// Its time, Unix seconds.
    pub newest: u32,
    /// The time of the oldest share, Unix seconds.
    pub oldest: u32,
    /// The hash rate that the work of all shares represents, from the oldest share to the clock.
    pub hash_rate: HashRate,
    /// The same for the shares of the last hour; `None` without any.
    pub hash_rate_hour: Option<HashRate>,
}

impl ShareView {
    /// Adds verified shares.
    pub fn add(&mut self, shares: &[PeerShare]) {
        for share in shares {
            self.add_point(share.point);
        }
    }

    /// Adds a verified share.
    pub fn add_point(&mut self, point: SharePoint) {
        if let Entry::Vacant(vacant) = self.by_hash.entry(point.share_hash) {
            vacant.insert(self.points.len());
            self.points.push(point);
        }
    }

    /// Forgets shares before `timestamp`, Unix seconds.
    pub fn forget_before(&mut self, timestamp: u32) {
        if self.points.iter().all(|point| point.timestamp >= timestamp) {
            return;
        }
        let old = std::mem::take(self);
        let kept = old.points.into_iter();
        for point in kept.filter(|point| point.timestamp >= timestamp) {
            self.add_point(point);
        }
    }

    /// The number of shares.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether it has no shares.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// Whether a share is there.
    pub fn contains(&self, hash: &ShareHash) -> bool {
        self.by_hash.contains_key(hash)
    }

    /// The newest share of the chain with the most work, as its bits say.
    pub fn best(&self) -> Option<ShareHash> {
        let links: Vec<_> = self.points.iter().map(SharePoint::link).collect();
        let index = usize::try_from(heaviest(&links)?).ok()?;
        Some(self.points.get(index)?.share_hash)
    }

    /// The chain that ends with `head`, when the clock is at `now`, Unix seconds.
    pub fn summary(&self, head: ShareHash, now: u64) -> Option<ChainSummary> {
        let chain = self.chain(head);
        let newest = chain.last()?;
        let all = Represented::by(chain.iter().copied())?;
        let hour_began = now.saturating_sub(HOUR);
        let recent = chain
            .iter()
            .filter(|point| u64::from(point.timestamp) > hour_began);
        let recent = Represented::by(recent.copied());
        Some(ChainSummary {
            head,
            absheight: newest.absheight,
            shares: chain.len(),
            newest: all.newest,
            oldest: all.oldest,
            hash_rate: all.hash_rate(now),
            hash_rate_hour: recent.map(|recent| recent.hash_rate(now)),
        })
    }

    /// What the chain that ends with `head` does not meet of `demands`, when the clock is at `now`, Unix
    /// seconds. Without `head`, the chain has no shares.
    pub fn unmet(&self, demands: &ChainDemands, head: Option<ShareHash>, now: u64) -> Vec<Unmet> {
        let chain = head.map(|head| self.chain(head)).unwrap_or_default();
        let all = Represented::by(chain.iter().copied());
        let rate = all.map_or(HashRate(0.0), |all| all.hash_rate(now));
        let hashes: HashSet<ShareHash> = chain.iter().map(|point| point.share_hash).collect();
        demands.unmet(rate, |hash| hashes.contains(hash))
    }

    /// The shares from the oldest known one to `head`.
    fn chain(&self, head: ShareHash) -> Vec<&SharePoint> {
        let mut chain: Vec<_> = self.back_from(head).collect();
        chain.reverse();
        chain
    }

    /// The shares from `head` back.
    fn back_from(&self, head: ShareHash) -> impl Iterator<Item = &SharePoint> {
        let mut next = Some(head);
        // No chain is longer, and none follows itself.
        let mut left = self.points.len();
        std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            let point = self.points.get(*self.by_hash.get(&next?)?)?;
            next = point.previous_share_hash;
            Some(point)
        })
    }

    /// The last share that two chains have in common, if neither contains the other. `None` also if
    /// they have no common share that is known.
    pub fn fork(&self, one: ShareHash, other: ShareHash) -> Fork {
        if !self.contains(&one) || !self.contains(&other) {
            return Fork::Unknown;
        }
        let hashes = |head| self.back_from(head).map(|point| point.share_hash);
        let of_one: HashSet<ShareHash> = hashes(one).collect();
        if of_one.contains(&other) || hashes(other).any(|hash| hash == one) {
            return Fork::None;
        }
        match hashes(other).find(|hash| of_one.contains(hash)) {
            Some(common) => Fork::After(common),
            None => Fork::Unrelated,
        }
    }
}

/// How two chains differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fork {
    /// One of the two newest shares is not known.
    Unknown,
    /// One chain is the beginning of the other.
    None,
    /// They differ after this share.
    After(ShareHash),
    /// They have no known share in common.
    Unrelated,
}

#[cfg(test)]
mod tests {
    use super::super::share::unmined;
    use super::*;

    fn hash(number: u32) -> ShareHash {
        unmined(number, 0).point.share_hash
    }

    /// Share `number` after `previous`, with 2^20 hashes.
    fn add(view: &mut ShareView, number: u32, previous: u32) {
        view.add_point(unmined(number, previous).point);
    }

    #[test]
    fn the_hash_rate_is_that_of_the_whole_chain_and_of_the_last_hour() {
        let mut view = ShareView::default();
        // A share every 10 seconds.
        for number in 1..=1000 {
            add(&mut view, number, number - 1);
        }
        let now = 10_000;
        let summary = view.summary(hash(1000), now).unwrap();
        assert_eq!((summary.shares, summary.absheight), (1000, 1000));
        assert_eq!((summary.oldest, summary.newest), (10, 10_000));
        let expected = 1_048_592.0 / 10.0;
        let near = |rate: HashRate| (rate.0 / expected - 1.0).abs() < 0.01;
        assert!(near(summary.hash_rate));
        assert!(near(summary.hash_rate_hour.unwrap()));
        // An hour later, half of the work has no successor.
        let later = view.summary(hash(1000), now + 10_000).unwrap();
        assert!(near(HashRate(later.hash_rate.0 * 2.0)));
        assert_eq!(later.hash_rate_hour, None);
    }

    #[test]
    fn demands_are_compared_with_the_chain() {
        let mut view = ShareView::default();
        for number in 1..=10 {
            add(&mut view, number, number - 1);
        }
        let demands = |rate: &str, checkpoint: u32| ChainDemands {
            min_hash_rate: rate.parse().ok(),
            checkpoints: vec![hash(checkpoint)],
        };
        let head = Some(hash(10));
        assert_eq!(view.unmet(&demands("100kH", 3), head, 100), []);
        assert_eq!(view.unmet(&demands("1MH", 11), head, 100).len(), 2);
        assert_eq!(view.unmet(&demands("1H", 3), None, 100).len(), 2);
        // The clock counts, not the newest share.
        assert_eq!(view.unmet(&demands("100kH", 3), head, 1000).len(), 1);
    }

    #[test]
    fn forks_are_found() {
        let mut view = ShareView::default();
        for (number, previous) in [(1, 0), (2, 1), (3, 2), (4, 2), (5, 4), (9, 8)] {
            add(&mut view, number, previous);
        }
        assert_eq!(view.fork(hash(3), hash(5)), Fork::After(hash(2)));
        assert_eq!(view.fork(hash(1), hash(5)), Fork::None);
        assert_eq!(view.fork(hash(5), hash(5)), Fork::None);
        assert_eq!(view.fork(hash(5), hash(9)), Fork::Unrelated);
        assert_eq!(view.fork(hash(5), hash(7)), Fork::Unknown);
        assert_eq!(view.best(), Some(hash(5)));
    }
}
