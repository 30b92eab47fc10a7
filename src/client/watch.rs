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
pub struct Seen {
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

impl Seen {
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
    /// `wanted` accepts. `first` is true for the first answer of the node.
    ///
    /// A message that `wanted` rejects can become new later, when its signature is verified.
    pub fn take_in(
        &mut self,
        node: usize,
        messages: Vec<ListedMessageJson>,
        first: bool,
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
            if first && message.timestamp.is_none_or(|at| at < self.since) {
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
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: u64 = 1_707_580_800;

    fn message(timestamp: u64, text: &str) -> ListedMessageJson {
        let json = json!({"type_id": 2, "timestamp": timestamp, "text": text});
        let message = MessageJson::read(&json, NOW).unwrap();
        ListedMessageJson::shown(message, "http://node:1".to_owned())
    }

    fn trusted(timestamp: u64, text: &str, trust: Trust) -> ListedMessageJson {
        let mut listed = message(timestamp, text);
        listed.message.verified = trust >= Trust::Verified;
        listed.message.protocol_authority = trust == Trust::Authority;
        listed
    }

    fn texts(new: &NewMessages) -> Vec<&str> {
        new.messages
            .iter()
            .filter_map(|listed| listed.message.text.as_deref())
            .collect()
    }

    #[test]
    fn a_message_is_new_once() {
        let mut seen = Seen::new(NOW);
        let yes = |_: &MessageJson| true;
        let there = vec![message(NOW - 9, "old"), message(NOW, "just now")];
        let new = seen.take_in(0, there.clone(), true, NOW, yes);
        assert_eq!(texts(&new), ["just now"]);
        let new = seen.take_in(0, there.clone(), false, NOW, yes);
        assert_eq!(texts(&new), [""; 0]);
        // Queued long ago, but found in a share only now.
        let late = message(NOW - 5_000, "late");
        let more = vec![message(NOW + 2, "newest"), late.clone()];
        let new = seen.take_in(0, [there.clone(), more].concat(), false, NOW, yes);
        assert_eq!(texts(&new), ["late", "newest"]);
        // Another node, asked for the first time, shows the same and more.
        let other = vec![late, message(NOW - 1, "old there")];
        for first in [true, false] {
            let new = seen.take_in(1, other.clone(), first, NOW, yes);
            assert_eq!(texts(&new), [""; 0]);
        }
        // A node that restarts shows nothing, then the same again.
        for again in [vec![], there] {
            let new = seen.take_in(0, again, false, NOW, yes);
            assert_eq!(texts(&new), [""; 0]);
        }
    }

    #[test]
    fn an_unwanted_message_can_become_new_later() {
        let mut seen = Seen::new(NOW);
        let verified = |message: &MessageJson| message.verified;
        let mut take = |trust| {
            let messages = vec![trusted(NOW, "hello", trust)];
            seen.take_in(0, messages, false, NOW, verified)
                .messages
                .len()
        };
        assert_eq!(take(Trust::Unverified), 0);
        assert_eq!(take(Trust::Verified), 1);
        assert_eq!(take(Trust::Verified), 0);
    }

    #[test]
    fn a_copy_with_lower_trust_does_not_suppress_a_message() {
        let mut seen = Seen::new(NOW);
        let mut take = |node, trust| {
            let messages = vec![trusted(NOW, "fork", trust)];
            seen.take_in(node, messages, false, NOW, |_| true)
                .messages
                .len()
        };
        assert_eq!(take(0, Trust::Unverified), 1);
        assert_eq!(take(1, Trust::Verified), 1);
        assert_eq!(take(2, Trust::Authority), 1);
        for trust in [Trust::Unverified, Trust::Verified, Trust::Authority] {
            assert_eq!(take(0, trust), 0);
        }
    }

    #[test]
    fn old_messages_of_one_node_do_not_suppress_those_of_another() {
        let mut seen = Seen::new(NOW);
        let late = || vec![trusted(NOW - 5, "late", Trust::Authority)];
        let new = seen.take_in(0, late(), true, NOW, |_| true);
        assert_eq!(texts(&new), [""; 0]);
        seen.take_in(1, vec![], true, NOW, |_| true);
        let new = seen.take_in(1, late(), false, NOW, |_| true);
        assert_eq!(texts(&new), ["late"]);
        let new = seen.take_in(0, late(), false, NOW, |_| true);
        assert_eq!(texts(&new), [""; 0]);
    }

    #[test]
    fn a_flood_is_limited_and_trusted_messages_come_first() {
        let mut seen = Seen::new(NOW);
        let mut flood: Vec<_> = (0..1_000)
            .map(|n| message(NOW + n, &format!("flood {n}")))
            .collect();
        flood.push(trusted(NOW + 5_000, "verified", Trust::Verified));
        let mut alert = trusted(NOW + 6_000, "alert", Trust::Authority);
        alert.message.type_id = Some(MsgType::EMERGENCY.0);
        flood.push(alert);
        flood.push(trusted(NOW + 3_000, "authority", Trust::Authority));
        let new = seen.take_in(0, flood.clone(), false, NOW, |_| true);
        let begin = ["alert", "authority", "verified", "flood 0", "flood 1"];
        assert_eq!(texts(&new)[..5], begin);
        assert_eq!((new.messages.len(), new.over_limit), (MAX_NEW, 753));
        // Another node is limited on its own, and shows a message that the flood has displaced.
        let other = vec![flood[999].clone()];
        let new = seen.take_in(1, other, false, NOW, |_| true);
        assert_eq!((texts(&new), new.over_limit), (vec!["flood 999"], 0));
        // The rest comes with the next answers; nothing is lost.
        let rest: Vec<usize> = (0..4)
            .map(|_| seen.take_in(0, flood.clone(), false, NOW, |_| true))
            .map(|new| new.messages.len())
            .collect();
        assert_eq!(rest, [250, 250, 250, 2]);
    }

    #[test]
    fn memory_is_bounded_and_keeps_what_is_shown() {
        let mut seen = Seen::new(0);
        seen.max = 100;
        let yes = |_: &MessageJson| true;
        let kept: Vec<_> = (0..40)
            .map(|n| message(NOW, &format!("kept {n}")))
            .collect();
        let new = seen.take_in(0, kept.clone(), false, NOW, yes);
        assert_eq!(new.messages.len(), 40);
        for round in 1..1_000 {
            let mut shown = kept.clone();
            shown.extend((0..10).map(|n| message(NOW, &format!("{round} {n}"))));
            let new = seen.take_in(0, shown, false, NOW + round, yes);
            assert_eq!(new.messages.len(), 10, "round {round}");
            assert!(seen.shown.len() <= 150, "{}", seen.shown.len());
        }
        seen.take_in(0, vec![], false, NOW + 1_000 + KEPT, yes);
        assert!(seen.shown.is_empty());
    }

    #[test]
    fn pauses_grow_and_differ() {
        let seconds = |failures, random| {
            pause(Duration::from_secs(30), failures, random)
                .as_secs_f64()
                .round()
        };
        assert_eq!((seconds(0, 0.0), seconds(0, 1.0)), (27.0, 33.0));
        assert_eq!((seconds(1, 0.0), seconds(1, 1.0)), (30.0, 60.0));
        assert_eq!((seconds(4, 0.0), seconds(4, 1.0)), (240.0, 480.0));
        assert_eq!((seconds(5, 0.0), seconds(u32::MAX, 1.0)), (300.0, 600.0));
        let rare = pause(Duration::from_secs(7_200), 9, 1.0);
        assert_eq!(rare, Duration::from_secs(7_200));
    }
}
