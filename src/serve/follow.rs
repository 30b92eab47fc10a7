//! The thread that follows the share store and prepares what is answered.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::sync::futures::Notified;

use super::confirm::Confirming;
use super::snapshot::Snapshot;
use super::{Config, Event};
use crate::core::chain::replay::KeptShare;
use crate::core::chain::replay::live::LiveReplay;
use crate::core::network::Network;
use crate::outbox::Outbox;
use crate::shares::{Content, FollowedShares, Record, Update};

/// How often the share store is looked at.
const INTERVAL: Duration = Duration::from_millis(400);

/// A share store, or a file of it, that was not read for this long is reported as unhealthy.
pub(super) const STUCK: Duration = Duration::from_secs(60);

/// Broken lines that are told one by one; the others are counted.
const MOST_TOLD: u64 = 10;

/// What the follower found, shared with those who answer.
#[derive(Debug, Default)]
pub(super) struct Found {
    snapshot: RwLock<Arc<Snapshot>>,
    /// Whether the store was read to its end once.
    ready: AtomicBool,
    /// Files that are not read.
    behind: Mutex<Behind>,
    /// There is a new snapshot.
    published: Notify,
    /// How many times it was looked at.
    pub(super) rounds: AtomicU64,
    /// When it was looked at last, Unix seconds.
    pub(super) looked_at: AtomicU64,
    /// Lines that could not be read.
    pub(super) broken_lines: AtomicU64,
}

/// Files of the share store that are not read.
#[derive(Debug, Clone, Default)]
struct Behind {
    /// Files and folders that could not be read in the last round, and why.
    unreadable: BTreeMap<PathBuf, String>,
    /// Files that were not read to their ends, and since when, Unix seconds.
    unfinished: BTreeMap<PathBuf, u64>,
}

/// Why the answers may be incomplete.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    /// In one word.
    pub(super) status: &'static str,
    /// In a sentence, without the folders of files.
    pub(super) reason: String,
}

impl Found {
    /// What is answered now.
    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        let snapshot = self.snapshot.read();
        Arc::clone(&snapshot.unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the answers are whole.
    pub(super) fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire)
    }

    /// Whether every file of the store could be read in the last round.
    pub(super) fn is_readable(&self) -> bool {
        self.rounds.load(Ordering::Relaxed) > 0 && self.behind().unreadable.is_empty()
    }

    fn behind(&self) -> Behind {
        let behind = self.behind.lock();
        behind.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Why the answers may be incomplete at `now` (Unix seconds); `None` if they are complete.
    pub(super) fn trouble(&self, now: u64) -> Option<Trouble> {
        let trouble = |status, reason: String| Some(Trouble { status, reason });
        let Behind {
            unreadable,
            unfinished,
        } = self.behind();
        let age = |since: u64| now.saturating_sub(since);
        let looked_at = self.looked_at.load(Ordering::Relaxed);
        if looked_at > 0 && age(looked_at) >= STUCK.as_secs() {
            let reason = format!("the share store was not read for {} s", age(looked_at));
            return trouble("stuck", reason);
        }
        if !self.is_ready() {
            return trouble("reading", "the share store is being read".to_owned());
        }
        if let Some((path, why)) = unreadable.first_key_value() {
            return trouble("unreadable", format!("{}: {why}", name(path)));
        }
        let oldest = unfinished.iter().min_by_key(|(_, since)| **since);
        if let Some((path, since)) = oldest
            && age(*since) >= STUCK.as_secs()
        {
            let reason = format!("{}: not read to its end for {} s", name(path), age(*since));
            return trouble("behind", reason);
        }
        None
    }

    /// Waits for the next snapshot.
    pub(super) fn published(&self) -> Notified<'_> {
        self.published.notified()
    }

    /// Answers with `snapshot` from now on.
    pub(super) fn publish(&self, snapshot: Snapshot) {
        let mut current = self
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *current = Arc::new(snapshot);
        drop(current);
        self.published.notify_one();
    }

    fn note(&self, reader: &StoreReader, now: u64) {
        *self.behind.lock().unwrap_or_else(PoisonError::into_inner) = reader.behind.clone();
        self.broken_lines
            .store(reader.broken_lines, Ordering::Relaxed);
        self.looked_at.store(now, Ordering::Relaxed);
        self.rounds.fetch_add(1, Ordering::Relaxed);
    }
}

/// The name of a file without its folder, which is the operator's business.
fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Follows until the sender of `end` is dropped.
///
/// The answers begin when all files were read to their ends, or after a minute with those that were
/// read until then: an endless file does not hide the others.
pub(super) fn follow(
    config: &Config,
    found: &Found,
    end: &Receiver<()>,
    mut tell: impl FnMut(Event),
) {
    let mut shares = FollowedShares::new(config.shares.clone(), config.network);
    let mut reader = StoreReader::new(config);
    let start = (config.now)();
    loop {
        let now = (config.now)();
        reader.read(&mut shares, now, &mut tell);
        found.note(&reader, now);
        let first = !found.is_ready();
        let is_late = now.saturating_sub(start) >= STUCK.as_secs();
        if first && !reader.behind.unfinished.is_empty() && !is_late {
            match end.try_recv() {
                Err(TryRecvError::Empty) => continue,
                Ok(()) | Err(TryRecvError::Disconnected) => return,
            }
        }
        let StoreReader {
            replay, confirming, ..
        } = &mut reader;
        let (replayed, is_new) = replay.settle(now);
        if let Some(confirming) = confirming {
            confirming.confirm(replayed.store.registry(), now, &mut tell);
        }
        if is_new || first {
            found.publish(Snapshot::of(replayed));
        }
        if first {
            found.ready.store(true, Ordering::Release);
            tell(Event::Ready);
        }
        match end.recv_timeout(INTERVAL) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

struct StoreReader {
    network: &'static Network,
    replay: LiveReplay,
    confirming: Option<Confirming>,
    broken_lines: u64,
    behind: Behind,
    /// Entries of folders that were reported as skipped.
    skipped: BTreeSet<PathBuf>,
}

impl StoreReader {
    fn new(config: &Config) -> Self {
        let confirming = |outbox: &Outbox| {
            Confirming::new(outbox.clone(), config.network, config.authorities.clone())
        };
        Self {
            confirming: config.confirming.as_ref().map(confirming),
            network: config.network,
            replay: LiveReplay::new(config.authorities.clone(), config.network),
            broken_lines: 0,
            behind: Behind::default(),
            skipped: BTreeSet::new(),
        }
    }

    /// Reads one round.
    fn read(&mut self, shares: &mut FollowedShares, now: u64, tell: &mut impl FnMut(Event)) {
        let before = std::mem::take(&mut self.behind);
        shares.poll(|update| match update {
            Update::Record { file, record } => self.record(file, &record, tell),
            Update::Gone { file } => self.replay.remove_file(file),
            Update::Skipped { path, found } => {
                if self.skipped.insert(path.to_owned()) {
                    let path = path.display();
                    tell(Event::Warning(format!(
                        "skipping {path}, because it is {found}"
                    )));
                }
            }
            Update::Unreadable { path, why } => {
                if !before.unreadable.contains_key(path) {
                    let path = path.display();
                    let warning = format!("cannot read {path}: {why}; trying again");
                    tell(Event::Warning(warning));
                }
                self.behind
                    .unreadable
                    .insert(path.to_owned(), why.to_string());
            }
            Update::TooLong { path, number } => {
                let why = format!("line {number} is too long for a share");
                if !before.unreadable.contains_key(path) {
                    let path = path.display();
                    tell(Event::Warning(format!(
                        "{path}: {why}; ignoring the rest until the file is replaced or truncated"
                    )));
                }
                self.behind.unreadable.insert(path.to_owned(), why);
            }
            Update::Unfinished { path } => {
                let since = before.unfinished.get(path).copied().unwrap_or(now);
                self.behind.unfinished.insert(path.to_owned(), since);
            }
        });
    }

    fn record(&mut self, file: u64, record: &Record<'_>, tell: &mut impl FnMut(Event)) {
        match &record.content {
            Content::Share { share, commitment } => {
                if let Some(confirming) = &mut self.confirming {
                    confirming.add(share, commitment, tell);
                }
                let share = KeptShare::new(share, commitment.share_hash, self.network);
                self.replay.add(file, share);
            }
            Content::Broken(why) => {
                self.broken_lines += 1;
                if self.broken_lines <= MOST_TOLD {
                    tell(Event::Warning(format!("{}: {why}", record.place())));
                }
            }
            Content::MessageData(_)
            | Content::Archived(_)
            | Content::Verified(_)
            | Content::Unfinished => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::sync_channel;

    use super::super::test_config;
    use super::*;

    /// Lines for three rounds and a half.
    fn long_file() -> String {
        let line = " ".repeat(1023) + "\n";
        line.repeat(28 << 10)
    }

    #[test]
    fn a_file_that_is_not_read_to_its_end_for_a_minute_is_unhealthy() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("shares.2"), long_file()).unwrap();
        let config = test_config(vec![folder.path().to_owned()], || 0);
        let found = Found::default();
        found.ready.store(true, Ordering::Release);
        let mut shares = FollowedShares::new(config.shares.clone(), config.network);
        let mut reader = StoreReader::new(&config);
        let mut status = |now: u64| {
            reader.read(&mut shares, now, &mut |event| panic!("{event:?}"));
            found.note(&reader, now);
            let trouble = found.trouble(now);
            trouble.map(|trouble| format!("{}: {}", trouble.status, trouble.reason))
        };
        assert_eq!(status(1_000), None);
        assert_eq!(status(1_059), None);
        let behind = "behind: shares.2: not read to its end for 60 s";
        assert_eq!(status(1_060).as_deref(), Some(behind));
        assert_eq!(status(1_061), None);
        // A file system that does not answer: the next round does not end.
        assert_eq!(found.trouble(1_120), None);
        let stuck = found.trouble(1_121).unwrap();
        assert_eq!(stuck.status, "stuck");
        assert_eq!(stuck.reason, "the share store was not read for 60 s");
    }

    /// What was read is served after a minute, with the reason why it may be incomplete.
    #[test]
    fn answers_wait_for_a_long_file_but_not_for_ever() {
        for (seconds_each_round, rounds, status) in [(1, 4, None), (30, 2, Some("behind"))] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("shares.2"), long_file()).unwrap();
            let clock = AtomicU64::new(1_000);
            let config = test_config(vec![folder.path().to_owned()], move || {
                clock.fetch_add(seconds_each_round, Ordering::Relaxed)
            });
            let found = Found::default();
            let (end, ended) = sync_channel(0);
            let mut end = Some(end);
            follow(&config, &found, &ended, |event| {
                assert_eq!(event, Event::Ready);
                end = None;
            });
            assert_eq!(found.rounds.load(Ordering::Relaxed), rounds);
            let later = found.looked_at.load(Ordering::Relaxed) + 30;
            let trouble = found.trouble(later);
            assert_eq!(trouble.map(|trouble| trouble.status), status);
        }
    }
}
