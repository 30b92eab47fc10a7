//! What a watcher knows: which messages it has seen, and when to ask again.

use std::collections::HashMap;
use std::time::Duration;

use crate::api::read::NodeMessage;
use crate::core::hash::sha256;

/// The most messages that are remembered, some 50 bytes each. Nodes keep 1,000 and answer 220.
const MAX_SEEN: usize = 100_000;

/// A message that no node has shown for so many seconds is forgotten: one week. Nodes drop messages
/// after a day or two, but a node can be away for longer.
const KEPT: u64 = 7 * 86_400;

/// The longest pause after failures.
const LONGEST_PAUSE: Duration = Duration::from_secs(600);

/// The messages seen so far, in bounded memory.
#[derive(Debug)]
pub struct Seen {
    /// Messages before this are not new when a node is asked for the first time, Unix seconds.
    since: u64,
    max: usize,
    /// By the hash of their identity: when a node showed it last, Unix seconds.
    last_shown: HashMap<[u8; 32], u64>,
}

impl Seen {
    /// Nothing seen yet. Of what a node shows when it is asked for the first time, only messages
    /// from `since` on are new, in Unix seconds.
    pub fn new(since: u64) -> Self {
        Self {
            since,
            max: MAX_SEEN,
            last_shown: HashMap::new(),
        }
    }

    /// Takes in what a node shows at `now`, and gives what is new, oldest first: what `wanted` says
    /// yes to and no node has shown before. `first` is whether the node was never asked before.
    ///
    /// A message that is not wanted yet can be later: when its signature verifies.
    pub fn take_in(
        &mut self,
        messages: Vec<NodeMessage>,
        first: bool,
        now: u64,
        wanted: impl Fn(&NodeMessage) -> bool,
    ) -> Vec<NodeMessage> {
        let mut new = Vec::new();
        for message in messages {
            let hash = sha256(message.identity().as_bytes());
            if let Some(last_shown) = self.last_shown.get_mut(&hash) {
                *last_shown = now;
                continue;
            }
            let is_old = first && message.timestamp.is_none_or(|at| at < self.since);
            let is_wanted = wanted(&message);
            if is_old || is_wanted {
                self.last_shown.insert(hash, now);
            }
            if is_wanted && !is_old {
                new.push(message);
            }
        }
        self.forget(now);
        new.sort_by_key(|message| message.timestamp);
        new
    }

    fn forget(&mut self, now: u64) {
        self.last_shown
            .retain(|_, last_shown| now.saturating_sub(*last_shown) <= KEPT);
        if self.last_shown.len() <= self.max {
            return;
        }
        let mut times: Vec<u64> = self.last_shown.values().copied().collect();
        times.sort_unstable();
        let median = times.get(times.len() / 2).copied().unwrap_or(now);
        // What is shown now must stay, or it would be new again.
        self.last_shown
            .retain(|_, last_shown| *last_shown > median || *last_shown == now);
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

    fn message(timestamp: u64, text: &str) -> NodeMessage {
        let json = json!({"type_id": 2, "timestamp": timestamp, "text": text});
        NodeMessage::read(&json, NOW).unwrap()
    }

    fn texts(messages: &[NodeMessage]) -> Vec<&str> {
        messages
            .iter()
            .filter_map(|message| message.text.as_deref())
            .collect()
    }

    #[test]
    fn a_message_is_new_once() {
        let mut seen = Seen::new(NOW);
        let yes = |_: &NodeMessage| true;
        let there = vec![message(NOW - 9, "old"), message(NOW, "just now")];
        assert_eq!(
            texts(&seen.take_in(there.clone(), true, NOW, yes)),
            ["just now"]
        );
        assert!(seen.take_in(there.clone(), false, NOW, yes).is_empty());
        // Queued long ago, but found in a share only now.
        let late = message(NOW - 5_000, "late");
        let more = vec![message(NOW + 2, "newest"), late.clone()];
        let new = seen.take_in([there.clone(), more].concat(), false, NOW, yes);
        assert_eq!(texts(&new), ["late", "newest"]);
        // Another node, asked for the first time, shows the same and more.
        let other = vec![late, message(NOW - 1, "old there")];
        assert!(seen.take_in(other, true, NOW, yes).is_empty());
        // A node that restarts shows nothing, then the same again.
        assert!(seen.take_in(vec![], false, NOW, yes).is_empty());
        assert!(seen.take_in(there, false, NOW, yes).is_empty());
    }

    #[test]
    fn what_is_not_wanted_can_be_later() {
        let mut seen = Seen::new(NOW);
        let verified = |message: &NodeMessage| message.verified;
        let mut message = message(NOW, "hello");
        assert!(
            seen.take_in(vec![message.clone()], false, NOW, verified)
                .is_empty()
        );
        message.verified = true;
        let new = seen.take_in(vec![message.clone()], false, NOW, verified);
        assert_eq!(texts(&new), ["hello"]);
        assert!(seen.take_in(vec![message], false, NOW, verified).is_empty());
    }

    #[test]
    fn memory_is_bounded_and_keeps_what_is_shown() {
        let mut seen = Seen::new(0);
        seen.max = 100;
        let yes = |_: &NodeMessage| true;
        let kept: Vec<_> = (0..40)
            .map(|n| message(NOW, &format!("kept {n}")))
            .collect();
        assert_eq!(seen.take_in(kept.clone(), false, NOW, yes).len(), 40);
        for round in 1..1_000 {
            let mut shown = kept.clone();
            shown.extend((0..10).map(|n| message(NOW, &format!("{round} {n}"))));
            let new = seen.take_in(shown, false, NOW + round, yes);
            assert_eq!(new.len(), 10, "round {round}");
            assert!(seen.last_shown.len() <= 150, "{}", seen.last_shown.len());
        }
        seen.take_in(vec![], false, NOW + 1_000 + KEPT, yes);
        assert!(seen.last_shown.is_empty());
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
