//! The chains of the shares that were fetched: their work and length.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::share::PeerShare;
use crate::core::chain::{Link, heaviest};
use crate::core::hash::ShareHash;
use crate::core::pow::CompactBits;

/// Seconds of the newest shares whose hash rate is shown apart.
const HOUR: u32 = 3600;

/// Verified shares, without their contents.
#[derive(Debug, Clone, Default)]
pub struct ShareView {
    links: Vec<Link>,
    timestamps: Vec<u32>,
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
    /// Hashes per second that the work of all shares after the oldest represents; `None` without two
    /// shares.
    pub hash_rate: Option<f64>,
    /// The same for the last hour before the clock, or for as much of it as the chain covers.
    pub hash_rate_hour: Option<f64>,
}

impl ShareView {
    /// Adds verified shares.
    pub fn add(&mut self, shares: &[PeerShare]) {
        for share in shares {
            self.add_link(share.link, share.timestamp);
        }
    }

    /// Adds a verified share, with its time in Unix seconds.
    pub fn add_link(&mut self, link: Link, timestamp: u32) {
        if let Entry::Vacant(vacant) = self.by_hash.entry(link.share_hash) {
            vacant.insert(self.links.len());
            self.links.push(link);
            self.timestamps.push(timestamp);
        }
    }

    /// Forgets shares before `timestamp`, Unix seconds.
    pub fn forget_before(&mut self, timestamp: u32) {
        if self.timestamps.iter().all(|at| *at >= timestamp) {
            return;
        }
        let old = std::mem::take(self);
        for (link, at) in old.links.into_iter().zip(old.timestamps) {
            if at >= timestamp {
                self.add_link(link, at);
            }
        }
    }

    /// The number of shares.
    pub fn len(&self) -> usize {
        self.links.len()
    }

    /// Whether there are no shares.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }

    /// Whether a share is there.
    pub fn contains(&self, hash: &ShareHash) -> bool {
        self.by_hash.contains_key(hash)
    }

    /// The newest share of the chain with the most work, as its bits say.
    pub fn best(&self) -> Option<ShareHash> {
        let index = usize::try_from(heaviest(&self.links)?).ok()?;
        Some(self.links.get(index)?.share_hash)
    }

    /// The chain that ends with `head`, when the clock is at `now`, Unix seconds.
    pub fn summary(&self, head: ShareHash, now: u64) -> Option<ChainSummary> {
        let mut chain = self.back_from(head).peekable();
        let (newest, newest_link) = chain.peek().copied()?;
        let hour_began = u32::try_from(now).unwrap_or(u32::MAX).saturating_sub(HOUR);
        let (mut shares, mut oldest) = (0, newest);
        // The work of the oldest share was done before its time.
        let (mut work, mut hour, mut own) = (0.0, 0.0, 0.0);
        for (timestamp, link) in chain {
            shares += 1;
            work += own;
            own = attempts(link);
            if timestamp > hour_began {
                hour += own;
            }
            oldest = timestamp;
        }
        let is_shorter = oldest > hour_began;
        let hour = match is_shorter {
            true => hour - own,
            false => hour,
        };
        let now = u32::try_from(now).unwrap_or(u32::MAX);
        let covered = now.saturating_sub(oldest.max(hour_began));
        Some(ChainSummary {
            head,
            absheight: newest_link.absheight,
            shares,
            newest,
            oldest,
            hash_rate: per_second(work, newest.saturating_sub(oldest)),
            hash_rate_hour: per_second(hour, covered),
        })
    }

    /// The time and the link of each share from `head` back.
    fn back_from(&self, head: ShareHash) -> impl Iterator<Item = (u32, &Link)> {
        let mut next = Some(head);
        // No chain is longer, and none follows itself.
        let mut left = self.links.len();
        std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            let index = *self.by_hash.get(&next?)?;
            let link = self.links.get(index)?;
            next = link.previous_share_hash;
            Some((*self.timestamps.get(index)?, link))
        })
    }

    /// The last share that two chains have in common, if neither contains the other. `None` also if
    /// they have no common share that is known.
    pub fn fork(&self, one: ShareHash, other: ShareHash) -> Fork {
        if !self.contains(&one) || !self.contains(&other) {
            return Fork::Unknown;
        }
        let hashes = |head| self.back_from(head).map(|(_, link)| link.share_hash);
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

/// The number of hashes that a share takes on average.
fn attempts(link: &Link) -> f64 {
    let target = CompactBits(link.bits).to_target();
    target.map_or(0.0, |target| target.average_attempts() as f64)
}

fn per_second(work: f64, seconds: u32) -> Option<f64> {
    (seconds > 0 && work > 0.0).then(|| work / f64::from(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(number: u8) -> ShareHash {
        ShareHash::from_wire([number; 32])
    }

    /// Share `number` after `previous`, with 2^20 hashes, at `timestamp`.
    fn add(view: &mut ShareView, number: u8, previous: u8, timestamp: u32) {
        let link = Link {
            share_hash: hash(number),
            previous_share_hash: Some(hash(previous)),
            absheight: u32::from(number),
            bits: 0x1e0f_ffff,
        };
        view.add_link(link, timestamp);
    }

    #[test]
    fn the_hash_rate_counts_work_after_the_oldest_share() {
        let mut view = ShareView::default();
        for number in 1..=11 {
            add(
                &mut view,
                number,
                number - 1,
                10_000 + 10 * u32::from(number),
            );
        }
        let summary = view.summary(hash(11), 10_110).unwrap();
        assert_eq!(summary.shares, 11);
        assert_eq!((summary.oldest, summary.newest), (10_010, 10_110));
        // Ten shares of 2^20 hashes in 100 seconds.
        let expected = 10.0 * 1_048_592.0 / 100.0;
        assert!((summary.hash_rate.unwrap() - expected).abs() < 20.0);
        assert!((summary.hash_rate_hour.unwrap() - expected).abs() < 20.0);
        // An hour later nothing was mined in the last hour.
        let later = view.summary(hash(11), 10_110 + 3600).unwrap();
        assert_eq!(later.hash_rate_hour, None);
        assert_eq!(later.hash_rate, summary.hash_rate);
    }

    #[test]
    fn forks_are_found() {
        let mut view = ShareView::default();
        for (number, previous) in [(1, 0), (2, 1), (3, 2), (4, 2), (5, 4), (9, 8)] {
            add(&mut view, number, previous, 100);
        }
        assert_eq!(view.fork(hash(3), hash(5)), Fork::After(hash(2)));
        assert_eq!(view.fork(hash(1), hash(5)), Fork::None);
        assert_eq!(view.fork(hash(5), hash(5)), Fork::None);
        assert_eq!(view.fork(hash(5), hash(9)), Fork::Unrelated);
        assert_eq!(view.fork(hash(5), hash(7)), Fork::Unknown);
        assert_eq!(view.best(), Some(hash(5)));
    }
}
