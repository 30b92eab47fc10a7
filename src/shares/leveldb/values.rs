//! Values by their places.

use std::io::Take;

use super::files::{FileAt, Files, Place};
use super::log::{Item, LogReader};
use super::snapshot::Snapshot;
use super::table::{Handle, Table};
use super::{Damage, ReadError};

/// A log is read on rather than opened again for a record that is this near, in bytes.
const NEAR: u64 = 128 << 10;

/// Reads values. If their places are sorted, each part of a file is read once.
#[derive(Debug, Default)]
pub(crate) struct ValueReader {
    /// The file and the offset of `part`.
    at: Option<(usize, u64)>,
    /// The block or record that the last value was in.
    part: Vec<u8>,
    table: Option<(usize, Table)>,
    log: Option<(usize, LogReader<Take<FileAt>>)>,
}

impl ValueReader {
    /// The value at `place` of the snapshot.
    ///
    /// # Errors
    ///
    /// [`ReadError`], also for a file that was removed since the snapshot was taken.
    pub(crate) fn value(&mut self, snapshot: &Snapshot, place: Place) -> Result<&[u8], ReadError> {
        let at = Some((place.file, place.offset));
        if self.at != at {
            self.at = None;
            match place.block {
                0 => self.read_record(&snapshot.files, place)?,
                _ => self.read_block(&snapshot.files, place)?,
            }
            self.at = at;
        }
        let end = place.start.saturating_add(place.length);
        Ok(self.part.get(place.start..end).unwrap_or_default())
    }

    fn read_block(&mut self, files: &Files, place: Place) -> Result<(), ReadError> {
        let handle = Handle {
            offset: place.offset,
            length: place.block,
        };
        let table = match self.table.take() {
            Some((file, table)) if file == place.file => table,
            _ => {
                let (path, file, length) = files.open(place.file)?;
                Table::without_index(path, file, length)
            }
        };
        let (_, table) = self.table.insert((place.file, table));
        table.block(handle, &mut self.part)
    }

    fn read_record(&mut self, files: &Files, place: Place) -> Result<(), ReadError> {
        let is_near = |from: u64| (from..from.saturating_add(NEAR)).contains(&place.offset);
        let log = match self.log.take() {
            Some((file, log)) if file == place.file && is_near(log.position()) => log,
            _ => LogReader::new(files.log(place.file, place.offset)?.1, place.offset),
        };
        let path = files.path(place.file);
        let (_, log) = self.log.insert((place.file, log));
        let error = |error| ReadError::io(path, error);
        while let Some(item) = log.next().map_err(error)? {
            match item {
                Item::Record { offset, data } if offset == place.offset => {
                    self.part.clear();
                    self.part.extend_from_slice(data);
                    return Ok(());
                }
                Item::Record { offset, .. }
                | Item::Damage { offset, .. }
                | Item::Torn { offset }
                    if offset < place.offset => {}
                _ => break,
            }
        }
        Err(Damage::new(path, place.offset, "a record that was readable before").into())
    }
}
