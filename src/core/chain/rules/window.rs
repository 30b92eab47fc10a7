//! A window of consecutive shares, and the rules that it can check for the next one.

use std::collections::VecDeque;

use super::integer::{low_128_bits, work};
use super::judgement::{Expected, Found, Judgement, Rule};
use super::point::SharePoint;
use super::retarget::{Pace, RecentWork, Targets, ancestor, first_targets, next_targets};
use super::vote::Votes;
use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::core::pow::CompactBits;
use crate::core::share::KNOWN_VERSIONS;

/// far_share_hash names the parent of this ancestor.
const FAR: usize = 99;
/// Seconds that a timestamp may be ahead of the clock.
const MAX_AHEAD: u64 = 600;
/// Versions from this one on have no upper limit for the time since the parent.
const WITHOUT_LATEST_TIME: u8 = 32;
/// The lengths of a coinbase script in bytes.
const COINBASE: std::ops::RangeInclusive<u8> = 2..=100;

/// Consecutive shares of one chain, oldest first. It keeps running sums and only the fields that
/// later shares are checked with, of at most CHAIN_LENGTH shares: some 50 KB on litecoin.
#[derive(Debug, Clone)]
pub struct Window {
    network: &'static Network,
    newest: Option<SharePoint>,
    /// Whether the first share of the window is the first share of its chain.
    is_rooted: bool,
    recent: VecDeque<Recent>,
    recent_work: RecentWork,
    votes: Votes,
}

/// The fields of one of the newest shares.
#[derive(Debug, Clone, Copy)]
struct Recent {
    previous_share_hash: Option<ShareHash>,
    timestamp: u32,
    max_bits: CompactBits,
}

impl Window {
    /// A window without shares.
    pub fn new(network: &'static Network) -> Self {
        Self {
            network,
            newest: None,
            is_rooted: false,
            recent: VecDeque::new(),
            recent_work: RecentWork::new(),
            votes: Votes::new(network),
        }
    }

    /// The newest share.
    pub fn newest(&self) -> Option<&SharePoint> {
        self.newest.as_ref()
    }

    /// Checks the next share at `now` (Unix seconds) and adds it. A share that does not follow the
    /// newest one replaces the window.
    pub fn check(&mut self, share: &SharePoint, now: u64) -> Judgement {
        let judgement = self.judge(share, now);
        self.push(share);
        judgement
    }

    /// Checks the next share at `now` (Unix seconds), and leaves the window as it is. A share that
    /// does not follow the newest one is checked without predecessors.
    pub fn judge(&self, share: &SharePoint, now: u64) -> Judgement {
        if !self.is_followed_by(share) {
            return Self::new(self.network).judge(share, now);
        }
        let mut judgement = Judgement::new(share.version);
        check_alone(share, now, &mut judgement);
        if let Some(parent) = &self.newest {
            check_against_parent(share, parent, self.network, &mut judgement);
        } else if share.previous_share_hash.is_none() {
            check_first(share, &mut judgement);
        }
        self.check_version(share, &mut judgement);
        let is_first = share.previous_share_hash.is_none();
        if let Some(expected) = self.far_share_hash(is_first) {
            let found = share.far_share_hash;
            judgement.add(Rule::FarShareHash, found == expected, || {
                (Expected::Hash(expected), Found::Hash(found))
            });
        }
        if let Some(targets) = self.targets(share.version, share.timestamp, is_first) {
            check_targets(share, &targets, &mut judgement);
        }
        judgement
    }

    /// Adds the next share without checking it.
    pub fn push(&mut self, share: &SharePoint) {
        if !self.is_followed_by(share) {
            *self = Self::new(self.network);
        }
        if self.newest.is_none() {
            self.is_rooted = share.previous_share_hash.is_none();
        }
        // After the push, the oldest share of the sum is one too many.
        let leaving = ancestor(&self.recent, self.lookbehind() - 1).map(|recent| recent.max_bits);
        self.recent_work.push(share.max_bits, leaving);
        if self.recent.len() == self.lookbehind().max(FAR) {
            self.recent.pop_front();
        }
        self.recent.push_back(Recent {
            previous_share_hash: share.previous_share_hash,
            timestamp: share.timestamp,
            max_bits: share.max_bits,
        });
        self.votes.push(share.bits, share.desired_version);
        self.newest = Some(*share);
    }

    fn is_followed_by(&self, share: &SharePoint) -> bool {
        let follows = |newest: &SharePoint| share.previous_share_hash == Some(newest.share_hash);
        self.newest.as_ref().is_none_or(follows)
    }

    fn lookbehind(&self) -> usize {
        usize::try_from(self.network.target_lookbehind).unwrap_or(usize::MAX)
    }

    /// The targets that the next share of a chain may have; `None` if the window is too short to
    /// tell. Without shares, the next one is the first of its chain.
    pub fn next_targets(&self, version: u8, timestamp: u32) -> Option<Targets> {
        self.targets(version, timestamp, true)
    }

    /// The far_share_hash of the next share of a chain. Returns `None` near the start of the chain,
    /// and if the window is too short.
    pub fn next_far_share_hash(&self) -> Option<ShareHash> {
        self.far_share_hash(true).flatten()
    }

    /// The targets of a share that may be the first of its chain, if the window has no shares.
    fn targets(&self, version: u8, timestamp: u32, is_first: bool) -> Option<Targets> {
        let newest = ancestor(&self.recent, 1);
        let oldest = ancestor(&self.recent, self.lookbehind());
        let (Some(newest), Some(oldest)) = (newest, oldest) else {
            let is_rooted = self.is_rooted_for(is_first);
            return is_rooted.then(|| first_targets(self.network));
        };
        let pace = Pace {
            work: self.recent_work.sum(),
            seconds: newest.timestamp.saturating_sub(oldest.timestamp),
            max_bits: newest.max_bits,
        };
        let gap = timestamp.saturating_sub(newest.timestamp);
        Some(next_targets(self.network, &pace, version, gap))
    }

    /// The far_share_hash of the next share, which may be none; `None` if the window is too short.
    fn far_share_hash(&self, is_first: bool) -> Option<Option<ShareHash>> {
        match ancestor(&self.recent, FAR) {
            Some(recent) => Some(recent.previous_share_hash),
            None => self.is_rooted_for(is_first).then_some(None),
        }
    }

    fn is_rooted_for(&self, is_first: bool) -> bool {
        match self.newest {
            None => is_first,
            Some(_) => self.is_rooted,
        }
    }

    fn check_version(&self, share: &SharePoint, judgement: &mut Judgement) {
        let Some(parent) = &self.newest else {
            return;
        };
        let may_follow = |version: u8| {
            self.votes
                .may_follow(version, parent.version, self.is_rooted)
        };
        let Some(holds) = may_follow(share.version) else {
            return;
        };
        judgement.add(Rule::Version, holds, || {
            let known = KNOWN_VERSIONS.iter().copied();
            let known = known.filter_map(|version| u8::try_from(version).ok());
            let allowed = known.filter(|version| may_follow(*version) == Some(true));
            (
                Expected::Versions(allowed.collect()),
                Found::Number(share.version.into()),
            )
        });
    }
}

/// The rules that need no predecessor.
fn check_alone(share: &SharePoint, now: u64, judgement: &mut Judgement) {
    let latest = now.saturating_add(MAX_AHEAD);
    let timestamp = u64::from(share.timestamp);
    judgement.add(Rule::Clock, timestamp <= latest, || {
        (Expected::AtMost(latest), Found::Number(timestamp.into()))
    });
    let (least, most) = (*COINBASE.start(), *COINBASE.end());
    let length = share.coinbase_len;
    judgement.add(Rule::Coinbase, COINBASE.contains(&length), || {
        let expected = Expected::Between(least.into(), most.into());
        (expected, Found::Number(length.into()))
    });
    judgement.add(Rule::SegwitData, !share.lacks_segwit_data, || {
        (Expected::Present, Found::Missing)
    });
}

/// The rules of the first share of a chain.
fn check_first(share: &SharePoint, judgement: &mut Judgement) {
    let own = low_128_bits(work(share.bits));
    check_number(Rule::Absheight, 1, share.absheight.into(), judgement);
    check_number(Rule::Abswork, own, share.abswork, judgement);
    // Any time within the rule of the clock, and any version.
    judgement.pass(Rule::Timestamp);
    judgement.pass(Rule::Version);
}

/// The rules that need the parent alone.
fn check_against_parent(
    share: &SharePoint,
    parent: &SharePoint,
    network: &Network,
    judgement: &mut Judgement,
) {
    let absheight = parent.absheight.wrapping_add(1).into();
    let abswork = parent.abswork.wrapping_add(low_128_bits(work(share.bits)));
    check_number(
        Rule::Absheight,
        absheight,
        share.absheight.into(),
        judgement,
    );
    check_number(Rule::Abswork, abswork, share.abswork, judgement);
    let timestamp = u64::from(share.timestamp);
    let earliest = u64::from(parent.timestamp) + 1;
    let latest = u64::from(parent.timestamp) + 2 * u64::from(network.share_period) - 1;
    let has_latest = share.version < WITHOUT_LATEST_TIME;
    let holds = timestamp >= earliest && (!has_latest || timestamp <= latest);
    judgement.add(Rule::Timestamp, holds, || {
        let expected = match has_latest {
            true => Expected::Between(earliest, latest),
            false => Expected::AtLeast(earliest),
        };
        (expected, Found::Number(timestamp.into()))
    });
}

fn check_number(rule: Rule, expected: u128, found: u128, judgement: &mut Judgement) {
    judgement.add(rule, found == expected, || {
        (Expected::Number(expected), Found::Number(found))
    });
}

fn check_targets(share: &SharePoint, targets: &Targets, judgement: &mut Judgement) {
    let Targets {
        max_bits, hardest, ..
    } = *targets;
    judgement.add(Rule::MaxBits, share.max_bits == max_bits, || {
        (Expected::Bits(max_bits), Found::Bits(share.max_bits))
    });
    let nearest = targets.nearest(share.bits);
    judgement.add(Rule::Bits, share.bits == nearest, || {
        let expected = match targets.contain(share.bits) {
            true => Expected::Bits(nearest),
            false => Expected::BitsBetween(hardest, max_bits),
        };
        (expected, Found::Bits(share.bits))
    });
}
