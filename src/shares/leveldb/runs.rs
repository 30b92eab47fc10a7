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

/// What a run reads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    /// The files of the snapshot.
    pub(super) files: &'a Files,
    /// The tables of the run, and their numbers among the files.
    pub(super) tables: &'a [(usize, TableFile)],
    /// The beginning of the keys.
    pub(super) prefix: &'a [u8],
}

/// The place in a run, at an entry whose key begins with a prefix.
#[derive(Debug)]
pub(super) struct Run {
    /// 0 is the newest run.
    rank: usize,
    next_table: usize,
    table: Option<OpenTable>,
    /// The current entry; `None` at the end.
    entry: Option<Entry>,
    /// The key of the entry before the current one.
    before: Vec<u8>,
}

#[derive(Debug)]
struct OpenTable {
    file: usize,
    smallest: Vec<u8>,
    largest: Vec<u8>,
    table: Table,
    /// The number of the next block.
    next: usize,
    /// The current block, if it is not at its end.
    block: Option<Handle>,
    entries: Entries,
}

/// The lengths and the tag of an entry.
#[derive(Debug, Clone, Copy)]
struct Entry {
    key_length: usize,
    sequence: u64,
    is_value: bool,
}

impl Run {
    /// Goes to the first entry whose key begins with the prefix.
    pub(super) fn start(
        rank: usize,
        source: Source<'_>,
        holes: &mut Vec<Hole>,
    ) -> Result<Self, ReadError> {
        let mut run = Self {
            rank,
            next_table: 0,
            table: None,
            entry: None,
            before: Vec::new(),
        };
        run.next(source, holes)?;
        Ok(run)
    }

    pub(super) fn rank(&self) -> usize {
        self.rank
    }

    /// The key of the current entry; `None` at the end.
    pub(super) fn key(&self) -> Option<&[u8]> {
        let table = self.table.as_ref()?;
        table.entries.key().get(..self.entry?.key_length)
    }

    /// The sequence number of the current entry.
    pub(super) fn sequence(&self) -> u64 {
        self.entry.map_or(0, |entry| entry.sequence)
    }

    /// The current value and its place; `None` for a deletion.
    pub(super) fn value(&self) -> Option<(Place, &[u8])> {
        self.entry.filter(|entry| entry.is_value)?;
        let table = self.table.as_ref()?;
        let handle = table.block?;
        let value = table.entries.value();
        let place = Place {
            file: table.file,
            offset: handle.offset,
            block: handle.length,
            start: table.entries.value_start(),
            length: value.len(),
        };
        Some((place, value))
    }

    /// Goes to the next entry with another key than `key`.
    pub(super) fn pass(
        &mut self,
        key: &[u8],
        source: Source<'_>,
        holes: &mut Vec<Hole>,
    ) -> Result<(), ReadError> {
        while self.key() == Some(key) {
            self.next(source, holes)?;
        }
        Ok(())
    }

    fn next(&mut self, source: Source<'_>, holes: &mut Vec<Hole>) -> Result<(), ReadError> {
        while self.table.is_some() || self.next_table(source, holes)? {
            self.next_in_table(source.files, holes)?;
            match self.key() {
                Some(key) if key < source.prefix => {}
                Some(key) if key.starts_with(source.prefix) => return Ok(()),
                // The greater keys begin with something else.
                Some(_) => {
                    self.next_table = source.tables.len();
                    self.table = None;
                }
                None => self.table = None,
            }
        }
        self.entry = None;
        Ok(())
    }

    /// Opens the next table that may hold keys with the prefix; false at the end.
    fn next_table(&mut self, source: Source<'_>, holes: &mut Vec<Hole>) -> Result<bool, ReadError> {
        while let Some((file, about)) = source.tables.get(self.next_table) {
            self.next_table += 1;
            if about.largest.as_slice() < source.prefix {
                continue;
            }
            match source.files.table(*file) {
                Ok(table) => {
                    self.table = Some(OpenTable {
                        file: *file,
                        smallest: about.smallest.clone(),
                        largest: about.largest.clone(),
                        next: table.block_of(source.prefix),
                        table,
                        block: None,
                        entries: Entries::default(),
                    });
                    return Ok(true);
                }
                Err(error) => holes.push(Hole {
                    rank: self.rank,
                    keys: (
                        Bound::Included(about.smallest.clone()),
                        Bound::Included(about.largest.clone()),
                    ),
                    damage: source.files.damage(*file, 0, error)?,
                }),
            }
        }
        Ok(false)
    }

    /// Goes to the next entry of the table, none at its end.
    fn next_in_table(&mut self, files: &Files, holes: &mut Vec<Hole>) -> Result<(), ReadError> {
        let Some(open) = &mut self.table else {
            return Ok(());
        };
        if let Some(entry) = self.entry.take() {
            let key = open.entries.key().get(..entry.key_length);
            self.before.clear();
            self.before.extend_from_slice(key.unwrap_or_default());
        }
        loop {
            if let Some(handle) = open.block {
                match next_entry(&mut open.entries, &self.before) {
                    Ok(Some(entry)) => {
                        self.entry = Some(entry);
                        return Ok(());
                    }
                    Ok(None) => {}
                    Err(Malformed(what)) => {
                        let first = (!self.before.is_empty()).then(|| self.before.clone());
                        let damage = Damage::new(open.table.path(), handle.offset, what);
                        holes.push(open.hole(self.rank, first, damage));
                    }
                }
                open.block = None;
            }
            let Some((_, handle)) = open.table.indexed(open.next) else {
                return Ok(());
            };
            open.next += 1;
            match open.entries.read(&mut open.table, handle) {
                Ok(()) => open.block = Some(handle),
                Err(error) => {
                    let damage = files.damage(open.file, handle.offset, error)?;
                    holes.push(open.hole(self.rank, None, damage));
                }
            }
        }
    }
}

impl OpenTable {
    /// The keys of the block before `next`, or those behind `first` in it.
    fn hole(&self, rank: usize, first: Option<Vec<u8>>, damage: Damage) -> Hole {
        let last_key = |block: Option<usize>| Some(self.table.indexed(block?)?.0.to_vec());
        let first = first.or_else(|| last_key(self.next.checked_sub(2)));
        let last = last_key(self.next.checked_sub(1));
        Hole {
            rank,
            keys: (
                first.map_or_else(|| Bound::Included(self.smallest.clone()), Bound::Excluded),
                Bound::Included(last.unwrap_or_else(|| self.largest.clone())),
            ),
            damage,
        }
    }
}

struct Malformed(&'static str);

/// The next entry of a block, whose key must not be less than the one before.
fn next_entry(entries: &mut Entries, before: &[u8]) -> Result<Option<Entry>, Malformed> {
    if !entries.advance().ok_or(Malformed("a malformed entry"))? {
        return Ok(None);
    }
    let (key, sequence, is_value) =
        internal_key(entries.key()).ok_or(Malformed("a malformed key"))?;
    if key < before {
        return Err(Malformed("keys that are out of order"));
    }
    Ok(Some(Entry {
        key_length: key.len(),
        sequence,
        is_value,
    }))
}
