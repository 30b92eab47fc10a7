//! The thread that follows the share store and prepares what is answered.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use super::snapshot::Snapshot;
use super::{Config, Event};
use crate::core::network::Network;
use crate::core::record::{Form, Line, decode_hex};
use crate::core::replay::KeptShare;
use crate::core::replay::live::LiveReplay;
use crate::state::share_store::{Change, Follower};

/// How often the share store is looked at.
const INTERVAL: Duration = Duration::from_millis(400);

/// Broken lines that are told one by one; the others are counted.
const MOST_TOLD: u64 = 10;

/// What the follower found, shared with those who answer.
#[derive(Debug, Default)]
pub(super) struct Found {
    snapshot: RwLock<Arc<Snapshot>>,
    /// Whether the store was read to its end once.
    ready: AtomicBool,
    /// Whether all of it could be read the last time.
    readable: AtomicBool,
    /// How many times it was looked at.
    pub(super) rounds: AtomicU64,
    /// When it was looked at last, Unix seconds.
    pub(super) looked_at: AtomicU64,
    /// Lines that could not be read.
    pub(super) broken_lines: AtomicU64,
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

    /// Whether the store could be read the last time.
    pub(super) fn is_readable(&self) -> bool {
        self.readable.load(Ordering::Acquire)
    }

    /// Answers with `snapshot` from now on.
    fn publish(&self, snapshot: Snapshot) {
        let mut current = self
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *current = Arc::new(snapshot);
    }

    fn note(&self, reader: &Reader, now: u64) {
        self.readable.store(reader.is_readable, Ordering::Release);
        self.broken_lines
            .store(reader.broken_lines, Ordering::Relaxed);
        self.looked_at.store(now, Ordering::Relaxed);
        self.rounds.fetch_add(1, Ordering::Relaxed);
    }
}

/// Follows until the sender of `end` is dropped.
pub(super) fn follow(
    config: &Config,
    found: &Found,
    end: &Receiver<()>,
    mut tell: impl FnMut(Event),
) {
    let mut follower = Follower::new(config.shares.clone());
    let mut reader = Reader {
        network: config.network,
        replay: LiveReplay::new(config.authorities.clone()),
        raw: Vec::new(),
        broken_lines: 0,
        is_readable: true,
    };
    loop {
        let now = (config.now)();
        reader.read(&mut follower, &mut tell);
        let (replayed, is_new) = reader.replay.settle(now);
        let first = !found.is_ready();
        if is_new || first {
            found.publish(Snapshot::of(replayed, config.is_hidden));
        }
        found.note(&reader, now);
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

struct Reader {
    network: &'static Network,
    replay: LiveReplay,
    raw: Vec<u8>,
    broken_lines: u64,
    /// Whether all of the store could be read the last time.
    is_readable: bool,
}

impl Reader {
    /// Looks at the store once.
    fn read(&mut self, follower: &mut Follower, tell: &mut impl FnMut(Event)) {
        let was_readable = self.is_readable;
        self.is_readable = true;
        follower.poll(|change| match change {
            Change::Line {
                file,
                path,
                number,
                line,
            } => {
                let Err(why) = self.line(file, line) else {
                    return;
                };
                self.broken_lines += 1;
                if self.broken_lines <= MOST_TOLD {
                    let path = path.display();
                    tell(Event::Warning(format!("{path} line {number}: {why}")));
                }
            }
            Change::Gone { file } => self.replay.remove_file(file),
            Change::Unreadable { path, why } => {
                self.is_readable = false;
                if was_readable {
                    let path = path.display();
                    let warning = format!("cannot read {path}: {why}; trying again");
                    tell(Event::Warning(warning));
                }
            }
        });
    }

    fn line(&mut self, file: u64, line: Option<&[u8]>) -> Result<(), String> {
        let line = line.ok_or("the line is too long for a share")?;
        let line = Line::read(line, Form::Any).map_err(|error| error.to_string())?;
        let Line::Share(hex) = line else {
            return Ok(());
        };
        decode_hex(&hex, &mut self.raw).map_err(|error| error.to_string())?;
        let share = KeptShare::read(&self.raw, self.network).map_err(|error| error.to_string())?;
        self.replay.add(file, share);
        Ok(())
    }
}
