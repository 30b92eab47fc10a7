//! The newest value of each key, in the order of the keys.
//!
//! Logs are newer than tables, and tables of a lower level are newer than those of a higher one. The
//! sequence numbers decide in any case; the order decides which values a damaged block may have
//! replaced or deleted. Those are left out and counted, so that no older value returns.

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::batch::changes;
use super::files::{Files, Place};
use super::log::{Item, LogReader};
use super::runs::{Hole, Run};
use super::table::{Handle, Table};
use super::version::{TableFile, Version, manifest_path};
use super::{Damage, ReadError};

/// The most tables of level 0. LevelDB stops writing at twelve.
const MAX_LEVEL_0: usize = 20;
/// The most keys of a kind in the logs. c2pool's logs hold 64 MiB, which is 60,000 shares.
const MAX_LOG_KEYS: usize = 150_000;
/// Damaged parts that are reported one by one.
const MAX_DAMAGES: usize = 100;
/// Attempts to read a state while the database changes.
const ATTEMPTS: usize = 50;

/// A state of a database.
#[derive(Debug)]
pub(crate) struct Snapshot {
    files: Files,
    /// Numbers of files: logs, oldest first.
    logs: Vec<usize>,
    /// Tables that follow one another, in the order from newer to older runs.
    runs: Vec<Vec<(usize, TableFile)>>,
}

/// The newest value of a key.
#[derive(Debug)]
pub(crate) struct Entry<'a, T> {
    /// The key.
    pub key: &'a [u8],
    /// Where its value is.
    pub place: Place,
    /// What was made of the value.
    pub made: T,
}

/// The unreadable parts that were found in a search for a kind of key.
#[derive(Debug, Default)]
pub(crate) struct Values {
    /// Parts that could not be read.
    pub damages: Vec<Damage>,
    /// Further parts that could not be read.
    pub more_damages: u64,
}

impl Values {
    fn damaged(&mut self, damage: Damage) {
        if self.damages.len() < MAX_DAMAGES {
            self.damages.push(damage);
        } else {
            self.more_damages += 1;
        }
    }
}

impl Snapshot {
    /// Takes a snapshot of the database in `folder`, which may change meanwhile.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; [`ReadError::Gone`] if the files kept changing.
    pub(crate) fn take(folder: &Path) -> Result<Self, ReadError> {
        for _ in 1..ATTEMPTS {
            match Self::try_take(folder, false) {
                Err(ReadError::Gone(_)) => {}
                other => return other,
            }
        }
        // What is missing now is missing for good.
        Self::try_take(folder, true)
    }

    fn try_take(folder: &Path, last_attempt: bool) -> Result<Self, ReadError> {
        let manifest = manifest_path(folder)?;
        let version = Version::read(&manifest)?;
        let mut logs = version.logs(folder)?;
        if let Some(missing) = version.missing_log(folder, &logs) {
            if !last_attempt {
                return Err(ReadError::Gone(missing.1));
            }
            logs.insert(0, missing);
        }
        let mut snapshot = Self {
            files: Files::new(last_attempt),
            logs: Vec::new(),
            runs: Vec::new(),
        };
        for (_, path) in logs {
            let file = snapshot.files.add(path)?;
            snapshot.logs.push(file);
        }
        if !snapshot.add_tables(folder, version)? {
            return Err(Damage::new(&manifest, 0, "too many tables of level 0").into());
        }
        Ok(snapshot)
    }

    /// Adds the tables of every level; false if there are too many.
    fn add_tables(&mut self, folder: &Path, version: Version) -> Result<bool, ReadError> {
        let mut levels: BTreeMap<u64, Vec<(usize, TableFile)>> = BTreeMap::new();
        for (number, table) in version.tables {
            let path = folder.join(format!("{number:06}.ldb"));
            // The name that tables had before LevelDB 1.15.
            let old_path = path.with_extension("sst");
            let old = !path.exists() && old_path.exists();
            let file = self.files.add(if old { old_path } else { path })?;
            levels.entry(table.level).or_default().push((file, table));
        }
        // The newest tables of level 0 first.
        let level_0 = levels.remove(&0).unwrap_or_default();
        if level_0.len() > MAX_LEVEL_0 {
            return Ok(false);
        }
        self.runs
            .extend(level_0.into_iter().rev().map(|table| vec![table]));
        for mut run in levels.into_values() {
            run.sort_by(|(_, one), (_, other)| one.smallest.cmp(&other.smallest));
            self.runs.push(run);
        }
        Ok(true)
    }

    /// Passes the newest value of each key that begins with `prefix` to `see`, in the order of the
    /// keys. `make` is given each key and value, also some that are not the newest.
    ///
    /// # Errors
    ///
    /// [`ReadError`], also for a file that was removed since the snapshot was taken.
    pub(crate) fn newest<T>(
        &self,
        prefix: &[u8],
        mut make: impl FnMut(&[u8], &[u8]) -> T,
        mut see: impl FnMut(Entry<'_, T>),
    ) -> Result<Values, ReadError> {
        let mut values = Values::default();
        let mut log = self
            .log_changes(prefix, &mut make, &mut values)?
            .into_iter()
            .peekable();
        let mut runs: Vec<Run> = Vec::new();
        let mut holes: Vec<Hole> = Vec::new();
        for (rank, tables) in self.runs.iter().enumerate() {
            runs.push(Run::start(&self.files, rank, tables, prefix, &mut holes)?);
        }
        loop {
            let in_tables = runs.iter().filter_map(Run::key).min();
            let in_log = log.peek().map(|(key, _)| key.as_slice());
            let Some(key) = in_tables
                .into_iter()
                .chain(in_log)
                .min()
                .map(<[u8]>::to_vec)
            else {
                break;
            };
            let logged = log
                .next_if(|(other, _)| *other == key)
                .map(|(_, change)| change);
            let newest = runs
                .iter()
                .filter(|run| run.key() == Some(&key))
                .max_by_key(|run| run.sequence());
            match (logged, newest) {
                (Some(change), newest)
                    if newest.is_none_or(|run| run.sequence() < change.sequence) =>
                {
                    if let Some((place, made)) = change.value {
                        see(Entry {
                            key: &key,
                            place,
                            made,
                        });
                    }
                }
                (_, Some(run)) => {
                    if let Some((place, value)) = run.value() {
                        let hole = holes.iter_mut().find(|hole| hole.covers(&key, run.rank()));
                        match hole {
                            Some(hole) => hole.damage.left_out += 1,
                            None => see(Entry {
                                key: &key,
                                place,
                                made: make(&key, value),
                            }),
                        }
                    }
                }
                (_, None) => {}
            }
            for run in runs.iter_mut().filter(|run| run.key() == Some(&key)) {
                run.pass(&key, &mut holes)?;
            }
        }
        holes
            .into_iter()
            .for_each(|hole| values.damaged(hole.damage));
        Ok(values)
    }

    /// The newest change of each key in the logs.
    fn log_changes<T>(
        &self,
        prefix: &[u8],
        make: &mut impl FnMut(&[u8], &[u8]) -> T,
        values: &mut Values,
    ) -> Result<BTreeMap<Vec<u8>, Logged<T>>, ReadError> {
        let mut newest = BTreeMap::new();
        for (index, &file) in self.logs.iter().enumerate() {
            let is_last = index + 1 == self.logs.len();
            let (path, opened, length) = match self.files.open(file) {
                Ok(opened) => opened,
                Err(error) => {
                    values.damaged(self.files.damage(file, 0, error)?);
                    continue;
                }
            };
            let mut opened = opened;
            opened
                .rewind()
                .map_err(|error| ReadError::io(path, error))?;
            let mut log = LogReader::new(opened.take(length), 0);
            while let Some(item) = log.next().map_err(|error| ReadError::io(path, error))? {
                match item {
                    Item::Record { offset, data } => {
                        let at = Place {
                            file,
                            offset,
                            block: 0,
                            start: 0,
                            length: 0,
                        };
                        if let Err(what) = add_changes(&mut newest, at, data, prefix, make) {
                            values.damaged(Damage::new(path, offset, what));
                        }
                        if newest.len() > MAX_LOG_KEYS {
                            let what = "too many keys in the logs";
                            return Err(Damage::new(path, offset, what).into());
                        }
                    }
                    Item::Damage { offset, what } => {
                        values.damaged(Damage::new(path, offset, what));
                    }
                    // A record that is being written, or was when the node ended.
                    Item::Torn { .. } if is_last => {}
                    Item::Torn { offset } => {
                        let what = "an unfinished record before a newer log";
                        values.damaged(Damage::new(path, offset, what));
                    }
                }
            }
        }
        Ok(newest)
    }

    /// Passes the value at each place to `see`. The places must be sorted, so that each part of a
    /// file is read once.
    ///
    /// # Errors
    ///
    /// [`ReadError`], also for a file that was removed since the snapshot was taken.
    pub(crate) fn values(
        &self,
        places: impl Iterator<Item = Place>,
        mut see: impl FnMut(&[u8]),
    ) -> Result<(), ReadError> {
        let mut part = Vec::new();
        let mut current = None;
        for place in places {
            if current != Some((place.file, place.offset)) {
                part = self.part(place)?;
                current = Some((place.file, place.offset));
            }
            let value = part.get(place.start..place.start.saturating_add(place.length));
            see(value.unwrap_or_default());
        }
        Ok(())
    }

    /// The block or record that a value is in.
    fn part(&self, place: Place) -> Result<Vec<u8>, ReadError> {
        let (path, mut file, length) = self.files.open(place.file)?;
        if place.block > 0 {
            let handle = Handle {
                offset: place.offset,
                length: place.block,
            };
            return Table::without_index(path, file, length).block(handle);
        }
        file.seek(SeekFrom::Start(place.offset))
            .map_err(|error| ReadError::io(path, error))?;
        let mut log = LogReader::new(file, place.offset);
        match log.next().map_err(|error| ReadError::io(path, error))? {
            Some(Item::Record { data, .. }) => Ok(data.to_vec()),
            _ => Err(Damage::new(path, place.offset, "a record that was readable before").into()),
        }
    }
}

/// The newest change of a key in the logs.
struct Logged<T> {
    sequence: u64,
    /// `None` where the key is deleted.
    value: Option<(Place, T)>,
}

/// Adds the changes in the record at `at` of keys that begin with `prefix`.
fn add_changes<T>(
    newest: &mut BTreeMap<Vec<u8>, Logged<T>>,
    at: Place,
    record: &[u8],
    prefix: &[u8],
    make: &mut impl FnMut(&[u8], &[u8]) -> T,
) -> Result<(), &'static str> {
    for change in changes(record) {
        let change = change?;
        let known = newest.get(change.key);
        let is_newer = known.is_none_or(|known| known.sequence <= change.sequence);
        if !change.key.starts_with(prefix) || !is_newer {
            continue;
        }
        let value = change.value.map(|(start, value)| {
            let length = value.len();
            (
                Place {
                    start,
                    length,
                    ..at
                },
                make(change.key, value),
            )
        });
        let sequence = change.sequence;
        newest.insert(change.key.to_vec(), Logged { sequence, value });
    }
    Ok(())
}
