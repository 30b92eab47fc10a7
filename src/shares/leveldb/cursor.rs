//! The newest value of each key, in the order of the keys.
//!
//! Logs are newer than tables, and tables of a lower level are newer than those of a higher one. The
//! sequence numbers decide in any case; the order decides which values a damaged block may have
//! replaced or deleted. Those are left out and counted, so that no older value returns.

use std::collections::btree_map::IntoIter;
use std::iter::Peekable;

use super::ReadError;
use super::damages::Damages;
use super::files::Place;
use super::logged::{Logged, log_changes};
use super::runs::{Hole, Run, Source};
use super::snapshot::Snapshot;

/// Goes from one key to the next, through the keys that begin with a prefix.
#[derive(Debug)]
pub(crate) struct Cursor<T> {
    prefix: &'static [u8],
    logged: Peekable<IntoIter<Vec<u8>, Logged<T>>>,
    /// In the order from newer to older ones.
    runs: Vec<Run>,
    holes: Vec<Hole>,
    damages: Damages,
    /// The key of the current entry.
    key: Vec<u8>,
}

/// The newest value of a key.
#[derive(Debug)]
pub(crate) struct Entry<'a, T> {
    /// The key.
    pub key: &'a [u8],
    /// Where its value is.
    pub place: Place,
    /// The value.
    pub value: Value<'a, T>,
}

/// The value of an entry.
#[derive(Debug)]
pub(crate) enum Value<'a, T> {
    /// It is in a table.
    InTable(&'a [u8]),
    /// It is in a log, and this was made of it.
    InLog(T),
}

/// Where the newest value of a key is.
enum Newest<T> {
    InRun(usize),
    InLog(Place, T),
}

impl<T> Cursor<T> {
    /// Reads the logs of a snapshot. The cursor is then before the first key. `make` is given the values of
    /// the logs, also some that are not the newest.
    ///
    /// # Errors
    ///
    /// [`ReadError`], also for a file that was removed since the snapshot was taken.
    pub(crate) fn start(
        snapshot: &Snapshot,
        prefix: &'static [u8],
        make: impl FnMut(&[u8]) -> T,
    ) -> Result<Self, ReadError> {
        let mut damages = Damages::default();
        let logged = log_changes(snapshot, prefix, make, &mut damages)?;
        let mut cursor = Self {
            prefix,
            logged: logged.into_iter().peekable(),
            runs: Vec::with_capacity(snapshot.runs.len()),
            holes: Vec::new(),
            damages,
            key: Vec::new(),
        };
        for rank in 0..snapshot.runs.len() {
            let run = Run::start(rank, source(snapshot, prefix, rank), &mut cursor.holes)?;
            cursor.runs.push(run);
        }
        Ok(cursor)
    }

    /// Goes to the next key of the snapshot that the cursor was started with; `None` at the end.
    ///
    /// # Errors
    ///
    /// [`ReadError`], also for a file that was removed since the snapshot was taken.
    pub(crate) fn next(&mut self, snapshot: &Snapshot) -> Result<Option<Entry<'_, T>>, ReadError> {
        let newest = loop {
            self.pass_key(snapshot)?;
            if !self.next_key() {
                return Ok(None);
            }
            if let Some(newest) = self.newest() {
                break newest;
            }
        };
        let key = self.key.as_slice();
        Ok(match newest {
            Newest::InLog(place, made) => Some(Entry {
                key,
                place,
                value: Value::InLog(made),
            }),
            Newest::InRun(rank) => {
                let value = self.runs.get(rank).and_then(Run::value);
                value.map(|(place, value)| Entry {
                    key,
                    place,
                    value: Value::InTable(value),
                })
            }
        })
    }

    /// The parts that were unreadable so far.
    pub(crate) fn into_damages(mut self) -> Damages {
        for hole in self.holes {
            self.damages.add(hole.damage);
        }
        self.damages
    }

    /// Goes behind the current key in each run.
    fn pass_key(&mut self, snapshot: &Snapshot) -> Result<(), ReadError> {
        for run in &mut self.runs {
            let source = source(snapshot, self.prefix, run.rank());
            run.pass(&self.key, source, &mut self.holes)?;
        }
        Ok(())
    }

    /// Copies the least key of the runs and the logs; false at the end.
    fn next_key(&mut self) -> bool {
        let in_tables = self.runs.iter().filter_map(Run::key).min();
        let in_log = self.logged.peek().map(|(key, _)| key.as_slice());
        let Some(key) = in_tables.into_iter().chain(in_log).min() else {
            return false;
        };
        self.key.clear();
        self.key.extend_from_slice(key);
        true
    }

    /// The newest value of the current key; `None` if it is deleted, or if it may be out of date.
    fn newest(&mut self) -> Option<Newest<T>> {
        let key = self.key.as_slice();
        let logged = self.logged.next_if(|(other, _)| other == key);
        let in_runs = self
            .runs
            .iter()
            .filter(|run| run.key() == Some(key))
            .max_by_key(|run| run.sequence());
        match (logged, in_runs) {
            (Some((_, change)), run) if run.is_none_or(|run| run.sequence() < change.sequence) => {
                let (place, made) = change.value?;
                Some(Newest::InLog(place, made))
            }
            (_, Some(run)) => {
                run.value()?;
                let rank = run.rank();
                match self.holes.iter_mut().find(|hole| hole.covers(key, rank)) {
                    Some(hole) => {
                        hole.damage.left_out += 1;
                        None
                    }
                    None => Some(Newest::InRun(rank)),
                }
            }
            (_, None) => None,
        }
    }
}

fn source<'a>(snapshot: &'a Snapshot, prefix: &'a [u8], rank: usize) -> Source<'a> {
    Source {
        files: &snapshot.files,
        tables: snapshot.runs.get(rank).map_or(&[], Vec::as_slice),
        prefix,
    }
}
