//! Which version may follow which: by the votes of the oldest tenth of a chain's window.
//!
//! Source: `check` and `get_desired_version_counts` in p2pool's data.py.

use std::collections::VecDeque;

use ruint::aliases::U512;

use super::integer::work;
use super::retarget::ancestor;
use crate::core::network::Network;
use crate::core::pow::CompactBits;

/// The versions that another version changes to by vote.
const ELECTED: [u8; 2] = [35, 36];
/// Versions from this one on name their transactions without the announcements of earlier shares,
/// which lower versions need.
const WITHOUT_ANNOUNCEMENTS: u8 = 34;
/// The share of all votes that a new version needs, in percent.
const NEEDED_PERCENT: u8 = 60;

/// The version that a chain of `version` changes to by vote.
fn successor(version: u8) -> Option<u8> {
    match version {
        17 | 32 | 33 | 34 => Some(35),
        35 => Some(36),
        _ => None,
    }
}

/// The votes of the shares of a window.
#[derive(Debug, Clone)]
pub(super) struct Votes {
    /// Newest last; at most as many as are needed.
    bits: VecDeque<CompactBits>,
    desired: VecDeque<u8>,
    /// Shares that are too new to be counted.
    uncounted: usize,
    /// Shares up to the oldest that is counted: CHAIN_LENGTH.
    needed: usize,
    /// Work that voted for each of [`ELECTED`].
    elected: [U512; ELECTED.len()],
    all: U512,
}

impl Votes {
    pub(super) fn new(network: &Network) -> Self {
        let chain_length = usize::try_from(network.chain_length).unwrap_or(usize::MAX);
        let uncounted = chain_length / 10 * 9;
        Self {
            bits: VecDeque::new(),
            desired: VecDeque::new(),
            uncounted,
            needed: uncounted + chain_length / 10,
            elected: [U512::ZERO; ELECTED.len()],
            all: U512::ZERO,
        }
    }

    /// Adds the newest share.
    pub(super) fn push(&mut self, bits: CompactBits, desired_version: u8) {
        if self.bits.len() == self.needed
            && let (Some(bits), Some(desired)) = (self.bits.pop_front(), self.desired.pop_front())
        {
            // It was added before, so that no sum becomes negative.
            let leaving = work(bits);
            self.all -= leaving;
            if let Some(sum) = self.sum_of(desired) {
                *sum -= leaving;
            }
        }
        self.bits.push_back(bits);
        self.desired.push_back(desired_version);
        let number = self.uncounted + 1;
        if let (Some(bits), Some(desired)) = (
            ancestor(&self.bits, number).copied(),
            ancestor(&self.desired, number).copied(),
        ) {
            let entering = work(bits);
            self.all += entering;
            if let Some(sum) = self.sum_of(desired) {
                *sum += entering;
            }
        }
    }

    fn sum_of(&mut self, version: u8) -> Option<&mut U512> {
        let at = ELECTED.iter().position(|elected| *elected == version)?;
        self.elected.get_mut(at)
    }

    /// Whether enough work votes for `version`.
    fn elect(&self, version: u8) -> bool {
        let votes = ELECTED.iter().zip(&self.elected);
        let votes = votes
            .filter(|(elected, _)| **elected == version)
            .map(|(_, sum)| *sum);
        votes.sum::<U512>() >= self.all * U512::from(NEEDED_PERCENT) / U512::from(100u8)
    }

    /// Whether a share of `version` may follow one of `previous`; `None` if the window is too short
    /// to tell.
    pub(super) fn may_follow(&self, version: u8, previous: u8, is_rooted: bool) -> Option<bool> {
        if version == previous {
            return Some(true);
        }
        if version < WITHOUT_ANNOUNCEMENTS && previous >= WITHOUT_ANNOUNCEMENTS {
            return Some(false);
        }
        let is_successor = successor(previous) == Some(version);
        if self.bits.len() < self.needed {
            return is_rooted.then_some(!is_successor);
        }
        Some(match is_successor {
            true => self.elect(version),
            false => successor(version) == Some(previous),
        })
    }
}
