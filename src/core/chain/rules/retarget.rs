//! max_bits and bits: the targets that the pace of a chain allows its next share.
//!
//! Source: `generate_transaction` and `get_pool_attempts_per_second` in p2pool's data.py.

use std::collections::VecDeque;

use ruint::aliases::U512;

use super::integer::{compact, number, power_of_two, target, work};
use crate::core::network::Network;
use crate::core::pow::CompactBits;
use crate::core::share::MESSAGE_VERSION;

/// The hardest target is this many times as hard as the easiest one.
const HARDER: u64 = 30;

/// The targets that the next share may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Targets {
    /// The easiest, which is also the max_bits that the share must have.
    pub max_bits: CompactBits,
    /// The hardest.
    pub hardest: CompactBits,
    easiest_target: U512,
}

impl Targets {
    fn of(easiest_target: U512) -> Self {
        Self {
            max_bits: compact(easiest_target),
            hardest: compact(easiest_target / U512::from(HARDER)),
            easiest_target,
        }
    }

    /// The bits of a share whose miner wants the target of `bits`: the nearest allowed target in
    /// canonical form.
    pub fn nearest(&self, bits: CompactBits) -> CompactBits {
        compact(clip(
            target(bits),
            self.hardest_target(),
            self.easiest_target,
        ))
    }

    /// Whether the target of `bits` is allowed, canonical form or not.
    pub(super) fn contain(&self, bits: CompactBits) -> bool {
        (self.hardest_target()..=self.easiest_target).contains(&target(bits))
    }

    fn hardest_target(&self) -> U512 {
        self.easiest_target / U512::from(HARDER)
    }
}

/// How fast the last shares followed each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pace {
    /// The work of all shares but the oldest, by their max_bits.
    pub(super) work: U512,
    /// The seconds from the oldest to the newest.
    pub(super) seconds: u32,
    /// max_bits of the newest.
    pub(super) max_bits: CompactBits,
}

/// The targets of the first shares of a chain.
pub(super) fn first_targets(network: &Network) -> Targets {
    Targets::of(number(network.max_target))
}

/// The targets after shares of this `pace`. The next share has this `version` and comes `gap`
/// seconds after the newest one.
pub(super) fn next_targets(network: &Network, pace: &Pace, version: u8, gap: u32) -> Targets {
    let period = u64::from(network.share_period);
    let per_second = pace.work / U512::from(pace.seconds.max(1));
    let wanted = if per_second.is_zero() {
        power_of_two(256) - U512::ONE
    } else {
        // More than 2^256 hashes a period would make it negative, which the limit corrects too.
        (power_of_two(256) / (per_second * U512::from(period))).saturating_sub(U512::ONE)
    };
    let max_target = number(network.max_target);
    let mut reference = target(pace.max_bits);
    if u64::from(version) >= MESSAGE_VERSION {
        reference = eased(reference, u64::from(gap), period, max_target);
    }
    let ten = U512::from(10u8);
    let least = reference * U512::from(9u8) / ten;
    let most = reference * U512::from(11u8) / ten;
    Targets::of(clip(wanted, least, most).min(max_target))
}

/// The easing after a long gap, which doubles the target every ten periods.
fn eased(reference: U512, gap: u64, period: u64, max_target: U512) -> U512 {
    let step = 10 * period;
    let Some(late) = gap.checked_sub(2 * step).filter(|late| *late > 0) else {
        return reference;
    };
    if reference.is_zero() {
        return reference;
    }
    // From 256 doublings on, every target is above the limit.
    let doublings = usize::try_from(late / step).unwrap_or(usize::MAX);
    if doublings >= 256 || reference.bit_len() + doublings > 256 {
        return max_target;
    }
    let doubled = reference << doublings;
    (doubled * U512::from(step + late % step) / U512::from(step)).min(max_target)
}

/// `value`, or the limit that it is beyond. The lower limit is checked first, as in p2pool.
fn clip(value: U512, least: U512, most: U512) -> U512 {
    if value < least {
        least
    } else if value > most {
        most
    } else {
        value
    }
}

/// The sum of the work of the newest shares by their max_bits.
#[derive(Debug, Clone)]
pub(super) struct RecentWork {
    sum: U512,
}

impl RecentWork {
    pub(super) fn new() -> Self {
        Self { sum: U512::ZERO }
    }

    /// Adds the newest share, and removes the one that leaves the sum.
    pub(super) fn push(&mut self, newest: CompactBits, leaving: Option<CompactBits>) {
        self.sum += work(newest);
        if let Some(leaving) = leaving {
            // It was added before, so the sum is at least as large.
            self.sum -= work(leaving);
        }
    }

    pub(super) fn sum(&self) -> U512 {
        self.sum
    }
}

/// The number of the newest element is 1, as for the ancestors of the next share.
pub(super) fn ancestor<T>(queue: &VecDeque<T>, number: usize) -> Option<&T> {
    queue.get(queue.len().checked_sub(number)?)
}
