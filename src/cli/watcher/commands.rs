//! The `--exec` commands of one node that wait, and the time when the next one may start.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::client::watch::{Rank, Trust};

/// The most commands of a node that wait.
const MAX_WAITING: usize = 250;

/// The most bytes of JSON that wait. An answer has 16 MiB, and escapes can double it.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// The time over which starts are counted.
const WINDOW: Duration = Duration::from_secs(60);

/// The commands of one node: one runs, the others wait. Each node has its own queue and limit, so
/// that no node delays the commands of another.
#[derive(Debug)]
pub(super) struct Commands {
    /// The ranks and the lines for stdin, the highest rank first.
    waiting: VecDeque<(Rank, String)>,
    /// The length of all lines that wait.
    bytes: usize,
    /// The times of the latest starts.
    starts: VecDeque<Instant>,
    is_running: bool,
    per_minute: usize,
}

impl Commands {
    /// No command waits or runs yet; `per_minute` of them may start in a minute.
    pub(super) fn new(per_minute: usize) -> Self {
        Self {
            waiting: VecDeque::new(),
            bytes: 0,
            starts: VecDeque::new(),
            is_running: false,
            per_minute,
        }
    }

    /// Queues a command behind those of the same or a higher rank. Returns the number of commands
    /// that were dropped to keep the limits, those of the lowest rank.
    pub(super) fn add(&mut self, rank: Rank, line: String) -> usize {
        let place = self.waiting.partition_point(|(other, _)| *other >= rank);
        self.bytes += line.len();
        self.waiting.insert(place, (rank, line));
        let mut dropped = 0;
        while self.waiting.len() > MAX_WAITING || self.bytes > MAX_BYTES {
            let Some((_, line)) = self.waiting.pop_back() else {
                break;
            };
            self.bytes -= line.len();
            dropped += 1;
        }
        dropped
    }

    /// The number of commands that wait.
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Returns the time when the next command may start, `now` if it may start at once. `None` if no
    /// command waits, or if one runs.
    pub(super) fn next_start(&self, now: Instant) -> Option<Instant> {
        if self.is_running {
            return None;
        }
        let (rank, _) = self.waiting.front()?;
        let free = self.starts.len().checked_sub(self.allowed(rank.trust));
        let Some(start) = free.and_then(|place| self.starts.get(place)) else {
            return Some(now);
        };
        Some(now.max(*start + WINDOW))
    }

    /// Takes the next command, if it may start at `now`, and returns its line for stdin.
    pub(super) fn start(&mut self, now: Instant) -> Option<String> {
        if self.next_start(now)? > now {
            return None;
        }
        let (_, line) = self.waiting.pop_front()?;
        self.bytes -= line.len();
        self.starts.retain(|start| *start + WINDOW > now);
        self.starts.push_back(now);
        self.is_running = true;
        Some(line)
    }

    /// The running command has ended.
    pub(super) fn ended(&mut self) {
        self.is_running = false;
    }

    /// The most starts in a minute after which a message with this trust may still start one more:
    /// less trusted messages leave room for more trusted ones.
    fn allowed(&self, trust: Trust) -> usize {
        let thirds = match trust {
            Trust::Unverified => 1,
            Trust::Verified => 2,
            Trust::Authority => 3,
        };
        (self.per_minute * thirds).div_ceil(3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(trust: Trust, is_alert: bool) -> Rank {
        Rank { trust, is_alert }
    }

    const UNVERIFIED: Rank = Rank {
        trust: Trust::Unverified,
        is_alert: true,
    };

    fn add(commands: &mut Commands, rank: Rank, name: &str) {
        assert_eq!(commands.add(rank, name.to_owned()), 0);
    }

    /// Runs the next command at once, if it may start.
    fn run(commands: &mut Commands, now: Instant) -> Option<String> {
        let line = commands.start(now)?;
        commands.ended();
        Some(line)
    }

    #[test]
    fn commands_start_by_rank_one_at_a_time() {
        let mut commands = Commands::new(100);
        let now = Instant::now();
        assert_eq!(commands.next_start(now), None);
        add(&mut commands, UNVERIFIED, "unverified alert");
        add(&mut commands, rank(Trust::Verified, false), "verified");
        add(&mut commands, rank(Trust::Authority, false), "authority");
        add(&mut commands, rank(Trust::Verified, true), "alert 1");
        add(&mut commands, rank(Trust::Authority, true), "fork");
        add(&mut commands, rank(Trust::Verified, true), "alert 2");
        assert_eq!(commands.start(now).as_deref(), Some("fork"));
        assert_eq!(
            (commands.start(now), commands.next_start(now)),
            (None, None)
        );
        commands.ended();
        let order = std::iter::from_fn(|| run(&mut commands, now));
        assert_eq!(
            Vec::from_iter(order),
            [
                "authority",
                "alert 1",
                "alert 2",
                "verified",
                "unverified alert"
            ]
        );
    }

    #[test]
    fn starts_are_limited_and_trusted_messages_have_room() {
        let mut commands = Commands::new(6);
        let begin = Instant::now();
        let second = Duration::from_secs(1);
        for n in 0..9 {
            add(&mut commands, UNVERIFIED, &format!("unverified {n}"));
        }
        assert!(run(&mut commands, begin).is_some());
        assert!(run(&mut commands, begin + second).is_some());
        let later = begin + 2 * second;
        assert_eq!(run(&mut commands, later), None);
        assert_eq!(commands.next_start(later), Some(begin + WINDOW));
        for (trust, free) in [(Trust::Verified, 2), (Trust::Authority, 2)] {
            for n in 0..3 {
                add(&mut commands, rank(trust, false), &format!("{trust:?} {n}"));
            }
            for _ in 0..free {
                assert!(run(&mut commands, later).is_some());
            }
            assert_eq!(run(&mut commands, later), None);
        }
        // The first start is a minute old, so one more is free: for the highest rank.
        let line = run(&mut commands, begin + WINDOW);
        assert_eq!(line.as_deref(), Some("Authority 2"));
        assert_eq!(run(&mut commands, begin + WINDOW), None);
    }

    #[test]
    fn an_unverified_message_never_displaces_a_trusted_one() {
        let mut commands = Commands::new(1);
        let verified = rank(Trust::Verified, false);
        add(&mut commands, UNVERIFIED, "first");
        for n in 0..MAX_WAITING - 1 {
            add(&mut commands, verified, &n.to_string());
        }
        assert_eq!(commands.add(UNVERIFIED, "second".to_owned()), 1);
        assert_eq!(commands.add(verified, "displaces first".to_owned()), 1);
        assert_eq!(commands.add(UNVERIFIED, "third".to_owned()), 1);
        assert_eq!(commands.len(), MAX_WAITING);
        assert!(commands.waiting.iter().all(|(rank, _)| *rank == verified));
        // Bytes are limited, too.
        let large = "x".repeat(MAX_BYTES);
        let dropped = commands.add(rank(Trust::Authority, true), large);
        assert_eq!((dropped, commands.len()), (MAX_WAITING, 1));
    }
}
