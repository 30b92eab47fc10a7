//! A run: tables that do not overlap, read one after another in the order of their keys.

use std::ops::{Bound, RangeBounds};

use super::files::{Files, Place};
use super::table::{Entries, Handle, Table, internal_key};
use super::version::TableFile;
use super::{Damage, ReadError};

/// Keys whose values in older runs may have been replaced or deleted by a part that is unreadable.
#[derive(Debug)]
pub(super) struct Hole {
    rank: usize,
    keys: (Bound<Vec<u8>>, Bound<Vec<u8>>),
    pub(super) damage: Damage,
}

impl Hole {
    /// Whether the value of `key` in the run of this rank may be out of date.
    pub(super) fn covers(&self, key: &[u8], rank: usize) -> bool {
        let (first, last) = &self.keys;
        let keys = (
            first.as_ref().map(Vec::as_slice),
            last.as_ref().map(Vec::as_slice),
        );
        rank > self.rank && RangeBounds::<[u8]>::contains(&keys, key)
    }
}

/// The place in a run, at an entry whose key begins with a prefix.
pub(super) struct Run<'a> {
    files: &'a Files,
    prefix: &'a [u8],
    /// 0 is the newest run.
    rank: usize,
    tables: std::slice::Iter<'a, (usize, TableFile)>,
    table: Option<OpenTable<'a>>,
    entry: Option<Key>,
}

struct OpenTable<'a> {
    file: usize,
    about: &'a TableFile,
    table: Table,
    /// The number of the next block.
    next: usize,
    block: Option<(Handle, Entries)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    key: Vec<u8>,
    sequence: u64,
    is_value: bool,
}

impl<'a> Run<'a> {
    /// Goes to the first entry whose key begins with `prefix`.
    pub(super) fn start(
        files: &'a Files,
        rank: usize,
        tables: &'a [(usize, TableFile)],
        prefix: &'a [u8],
        holes: &mut Vec<Hole>,
    ) -> Result<Self, ReadError> {
        let mut run = Self {
            files,
            prefix,
            rank,
            tables: tables.iter(),
            table: None,
            entry: None,
        };
        run.next(holes)?;
        Ok(run)
    }

    pub(super) fn rank(&self) -> usize {
        self.rank
    }

    /// The key of the current entry; `None` at the end.
    pub(super) fn key(&self) -> Option<&[u8]> {
        self.entry.as_ref().map(|entry| entry.key.as_slice())
    }

    /// The sequence number of the current entry.
    pub(super) fn sequence(&self) -> u64 {
        self.entry.as_ref().map_or(0, |entry| entry.sequence)
    }

    /// The current value and its place; `None` for a deletion.
    pub(super) fn value(&self) -> Option<(Place, &[u8])> {
        self.entry.as_ref().filter(|entry| entry.is_value)?;
        let table = self.table.as_ref()?;
        let (handle, entries) = table.block.as_ref()?;
        let place = Place {
            file: table.file,
            offset: handle.offset,
            block: handle.length,
            start: entries.value_start(),
            length: entries.value().len(),
        };
        Some((place, entries.value()))
    }

    /// Goes to the next entry with another key than `key`.
    pub(super) fn pass(&mut self, key: &[u8], holes: &mut Vec<Hole>) -> Result<(), ReadError> {
        while self.key() == Some(key) {
            self.next(holes)?;
        }
        Ok(())
    }

    fn next(&mut self, holes: &mut Vec<Hole>) -> Result<(), ReadError> {
        let before = self.entry.take();
        while self.table.is_some() || self.next_table(holes)? {
            match self.next_in_table(before.as_ref(), holes)? {
                Some(entry) if entry.key.as_slice() < self.prefix => {}
                Some(entry) if entry.key.starts_with(self.prefix) => {
                    self.entry = Some(entry);
                    return Ok(());
                }
                // The greater keys begin with something else.
                Some(_) => {
                    self.tables = [].iter();
                    self.table = None;
                }
                None => self.table = None,
            }
        }
        Ok(())
    }

    /// Opens the next table that may hold keys with the prefix; false at the end.
    fn next_table(&mut self, holes: &mut Vec<Hole>) -> Result<bool, ReadError> {
        for (file, about) in self.tables.by_ref() {
            if about.largest.as_slice() < self.prefix {
                continue;
            }
            match self.files.table(*file) {
                Ok(table) => {
                    self.table = Some(OpenTable {
                        file: *file,
                        about,
                        next: table.block_of(self.prefix),
                        table,
                        block: None,
                    });
                    return Ok(true);
                }
                Err(error) => holes.push(Hole {
                    rank: self.rank,
                    keys: (
                        Bound::Included(about.smallest.clone()),
                        Bound::Included(about.largest.clone()),
                    ),
                    damage: self.files.damage(*file, 0, error)?,
                }),
            }
        }
        Ok(false)
    }

    /// The next entry of the table, which follows `before`; `None` at its end.
    fn next_in_table(
        &mut self,
        before: Option<&Key>,
        holes: &mut Vec<Hole>,
    ) -> Result<Option<Key>, ReadError> {
        let Some(open) = &mut self.table else {
            return Ok(None);
        };
        loop {
            if let Some((handle, entries)) = &mut open.block {
                let (offset, read) = (handle.offset, next_key(entries, before));
                match read {
                    Ok(Some(key)) => return Ok(Some(key)),
                    Ok(None) => open.block = None,
                    Err(Malformed(what)) => {
                        let first = before.map(|key| key.key.clone());
                        let hole = open.hole(
                            self.rank,
                            first,
                            Damage::new(open.table.path(), offset, what),
                        );
                        holes.push(hole);
                        open.block = None;
                    }
                }
                continue;
            }
            let Some((_, handle)) = open.table.indexed(open.next) else {
                return Ok(None);
            };
            open.next += 1;
            let read = open.table.block(handle).and_then(|block| {
                let malformed =
                    || Damage::new(open.table.path(), handle.offset, "a malformed block");
                Ok(Entries::new(block).ok_or_else(malformed)?)
            });
            match read {
                Ok(entries) => open.block = Some((handle, entries)),
                Err(error) => {
                    let damage = self.files.damage(open.file, handle.offset, error)?;
                    holes.push(open.hole(self.rank, None, damage));
                }
            }
        }
    }
}

impl OpenTable<'_> {
    /// The keys of the block before `next`, or those behind `first` in it.
    fn hole(&self, rank: usize, first: Option<Vec<u8>>, damage: Damage) -> Hole {
        let last_key = |block: Option<usize>| Some(self.table.indexed(block?)?.0.to_vec());
        let first = first.or_else(|| last_key(self.next.checked_sub(2)));
        let last = last_key(self.next.checked_sub(1));
        Hole {
            rank,
            keys: (
                first.map_or_else(
                    || Bound::Included(self.about.smallest.clone()),
                    Bound::Excluded,
                ),
                Bound::Included(last.unwrap_or_else(|| self.about.largest.clone())),
            ),
            damage,
        }
    }
}

struct Malformed(&'static str);

/// The next key of a block, which must not be less than the one before.
fn next_key(entries: &mut Entries, before: Option<&Key>) -> Result<Option<Key>, Malformed> {
    if !entries.advance().ok_or(Malformed("a malformed entry"))? {
        return Ok(None);
    }
    let (key, sequence, is_value) =
        internal_key(entries.key()).ok_or(Malformed("a malformed key"))?;
    if before.is_some_and(|before| key < before.key.as_slice()) {
        return Err(Malformed("keys that are out of order"));
    }
    Ok(Some(Key {
        key: key.to_vec(),
        sequence,
        is_value,
    }))
}
