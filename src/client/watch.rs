//! What a watcher knows: which messages it has seen, and when to ask again.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::time::Duration;

use crate::core::hash::sha256;
use crate::core::message::MsgType;
use crate::json::message::{ListedMessageJson, MessageJson};

/// The most messages that are remembered, some 50 bytes each. Nodes keep 1,000 and answer 220.
const MAX_SEEN: usize = 100_000;

/// A message that no node has shown for so many seconds is forgotten: one week. Nodes drop messages
/// after a day or two, but a node can be away for longer.
const KEPT: u64 = 7 * 86_400;

/// The longest pause after failures.
const LONGEST_PAUSE: Duration = Duration::from_secs(600);

/// The most new messages that one answer of a node may add. Deployed nodes answer 220.
pub const MAX_NEW: usize = 250;

/// How far a node vouches for a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// The node has not verified a signature.
    Unverified,
    /// The node has verified the signature.
    Verified,
    /// The node has verified the signature of an authority.
    Authority,
}

/// The order of messages that wait: trusted messages first, alerts first among equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// How far the node vouches for the message.
    pub trust: Trust,
    /// Whether the message is an alert.
    pub is_alert: bool,
}

impl Rank {
    /// The rank of a message.
    pub fn of(message: &MessageJson) -> Self {
        let trust = match (message.verified, message.protocol_authority) {
            (true, true) => Trust::Authority,
            (true, false) => Trust::Verified,
            (false, _) => Trust::Unverified,
        };
        Self {
            trust,
            is_alert: message.msg_type() == Some(MsgType::EMERGENCY),
        }
    }
}

/// What an answer of a node adds.
#[derive(Debug, Default)]
pub struct NewMessages {
    /// At most [`MAX_NEW`] new messages, the highest rank first, then the oldest first.
    pub messages: Vec<ListedMessageJson>,
    /// The number of new messages over the limit. They stay new.
    pub over_limit: usize,
}

/// The messages seen so far, in bounded memory.
///
/// Only messages that were returned as new count as shown, and a copy with higher trust is new
/// again. So a node that shows a message unverified, or hides it in a flood, cannot suppress the
/// verified copy of another node.
#[derive(Debug)]
pub struct SeenMessages {
    /// Messages before this are not new in the first answer of a node, Unix seconds.
    since: u64,
    max: usize,
    /// By the hash of the identity.
    shown: HashMap<[u8; 32], Shown>,
    /// Old messages in the first answer of a node, by the node and the hash of the identity, with
    /// the time when the node showed it last, Unix seconds.
    old: HashMap<(usize, [u8; 32]), u64>,
}

#[derive(Debug)]
struct Shown {
    /// When a node showed it last, Unix seconds.
    last_shown: u64,
    /// The highest trust that it was returned with.
    trust: Trust,
}

impl SeenMessages {
    /// Creates an empty memory. In the first answer of a node, only messages from `since` on are
    /// new, in Unix seconds.
    pub fn new(since: u64) -> Self {
        Self {
            since,
            max: MAX_SEEN,
            shown: HashMap::new(),
            old: HashMap::new(),
        }
    }

    /// Takes the answer of `node` at `now`, Unix seconds, and returns its new messages that
    /// `wanted` accepts. For the first answer of the node, `first` is the latest time of a new
    /// message, Unix seconds: messages dated in the future may be old.
    ///
    /// A message that `wanted` rejects can become new later, when its signature is verified.
    pub fn take_in(
        &mut self,
        node: usize,
        messages: Vec<ListedMessageJson>,
        first: Option<u64>,
        now: u64,
        wanted: impl Fn(&MessageJson) -> bool,
    ) -> NewMessages {
        let mut new = Vec::new();
        for listed in messages {
            let message = &listed.message;
            let hash = sha256(message.identity().as_bytes());
            let rank = Rank::of(message);
            let mut is_new = true;
            if let Some(shown) = self.shown.get_mut(&hash) {
                shown.last_shown = now;
                is_new = rank.trust > shown.trust;
            }
            let is_old = |latest: u64| {
                let at = message.timestamp;
                at.is_none_or(|at| at < self.since || at > latest)
            };
            if first.is_some_and(is_old) {
                self.old.insert((node, hash), now);
                is_new = false;
            } else if let Some(last_shown) = self.old.get_mut(&(node, hash)) {
                *last_shown = now;
                is_new = false;
            }
            if is_new && wanted(message) {
                new.push((rank, hash, listed));
            }
        }
        new.sort_by_key(|(rank, _, listed)| (Reverse(*rank), listed.message.timestamp));
        let over_limit = new.len().saturating_sub(MAX_NEW);
        new.truncate(MAX_NEW);
        let mut messages = Vec::new();
        for (rank, hash, listed) in new {
            let trust = rank.trust;
            let last_shown = now;
            self.shown.insert(hash, Shown { last_shown, trust });
            messages.push(listed);
        }
        self.forget(now);
        NewMessages {
            messages,
            over_limit,
        }
    }

    fn forget(&mut self, now: u64) {
        self.old
            .retain(|_, last_shown| now.saturating_sub(*last_shown) <= KEPT);
        self.shown
            .retain(|_, shown| now.saturating_sub(shown.last_shown) <= KEPT);
        if self.shown.len() <= self.max {
            return;
        }
        let mut times: Vec<u64> = self.shown.values().map(|shown| shown.last_shown).collect();
        times.sort_unstable();
        let median = times.get(times.len() / 2).copied().unwrap_or(now);
        // What is shown now must stay, or it would be new again.
        self.shown
            .retain(|_, shown| shown.last_shown > median || shown.last_shown == now);
    }
}

/// How long to wait before a node is asked again, after so many failures in a row. `random` is from
/// 0 to 1, so that watchers do not ask in step, and not all at once after a restart.
pub fn pause(interval: Duration, failures: u32, random: f64) -> Duration {
    let longest = LONGEST_PAUSE.max(interval);
    let doubled = interval.saturating_mul(2_u32.saturating_pow(failures.min(16)));
    let spread = if failures == 0 {
        0.9 + 0.2 * random
    } else {
        0.5 + 0.5 * random
    };
    doubled.min(longest).mul_f64(spread)
}

#[cfg(test)]
mod tests;
