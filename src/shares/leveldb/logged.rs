//! The newest change of each key in the logs.

use std::collections::BTreeMap;

use super::batch::changes;
use super::damages::Damages;
use super::files::Place;
use super::log::{Item, LogReader};
use super::snapshot::Snapshot;
use super::{Damage, ReadError};

/// The most keys of a kind in the logs. c2pool's logs hold 64 MiB, which is 60,000 shares.
const MAX_LOG_KEYS: usize = 150_000;

/// The newest change of each key.
pub(super) type Changes<T> = BTreeMap<Vec<u8>, Logged<T>>;

/// The newest change of a key in the logs.
#[derive(Debug)]
pub(super) struct Logged<T> {
    pub(super) sequence: u64,
    /// The place of the value, and the result of `make`; `None` where the key is deleted.
    pub(super) value: Option<(Place, T)>,
}

/// Reads the logs, and calls `make` for each value of a key that begins with `prefix`.
pub(super) fn log_changes<T>(
    snapshot: &Snapshot,
    prefix: &[u8],
    mut make: impl FnMut(&[u8]) -> T,
    damages: &mut Damages,
) -> Result<Changes<T>, ReadError> {
    let mut newest = BTreeMap::new();
    for (index, &file) in snapshot.logs.iter().enumerate() {
        let is_last = index + 1 == snapshot.logs.len();
        let (path, opened) = match snapshot.files.log(file, 0) {
            Ok(opened) => opened,
            Err(error) => {
                damages.add(snapshot.files.damage(file, 0, error)?);
                continue;
            }
        };
        let mut log = LogReader::new(opened, 0);
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
                    if let Err(what) = add_changes(&mut newest, at, data, prefix, &mut make) {
                        damages.add(Damage::new(path, offset, what));
                    }
                    if newest.len() > MAX_LOG_KEYS {
                        let what = "too many keys in the logs";
                        return Err(Damage::new(path, offset, what).into());
                    }
                }
                Item::Damage { offset, what } => {
                    damages.add(Damage::new(path, offset, what));
                }
                // A record that is being written, or was when the node ended.
                Item::Torn { .. } if is_last => {}
                Item::Torn { offset } => {
                    let what = "an unfinished record before a newer log";
                    damages.add(Damage::new(path, offset, what));
                }
            }
        }
    }
    Ok(newest)
}

/// Adds the changes in the record at `at` of keys that begin with `prefix`.
fn add_changes<T>(
    newest: &mut Changes<T>,
    at: Place,
    record: &[u8],
    prefix: &[u8],
    make: &mut impl FnMut(&[u8]) -> T,
) -> Result<(), &'static str> {
    for change in changes(record) {
        let change = change?;
        if !change.key.starts_with(prefix) {
            continue;
        }
        let known = newest.get(change.key);
        if known.is_some_and(|known| known.sequence > change.sequence) {
            continue;
        }
        let value = change.value.map(|(start, value)| {
            let length = value.len();
            let place = Place {
                start,
                length,
                ..at
            };
            (place, make(value))
        });
        let sequence = change.sequence;
        newest.insert(change.key.to_vec(), Logged { sequence, value });
    }
    Ok(())
}
