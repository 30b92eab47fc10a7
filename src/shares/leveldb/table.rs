//! Blocks of an .ldb or .sst file.
//!
//! Source: doc/table_format.md of LevelDB, and table/block_builder.cc for the entries of a block.

use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::bytes::Bytes;

use super::{Damage, MAX_PART, ReadError, masked_crc};

const FOOTER: usize = 48;
const MAGIC: u64 = 0xdb47_7524_8b80_fb57;
/// The kind of compression, and the checksum.
const TRAILER: usize = 5;
/// The kind and the sequence number in one word of a key in a table.
const DELETED: u64 = 0;

/// Where a block is in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Handle {
    /// From the beginning of the file.
    pub(super) offset: u64,
    pub(super) length: usize,
}

/// A table whose index was read.
#[derive(Debug)]
pub(super) struct Table {
    path: PathBuf,
    file: File,
    length: u64,
    /// A block as it is in the file, in a buffer that is used again.
    stored: Vec<u8>,
    /// The last key that each block may hold, and the block.
    index: Vec<(Vec<u8>, Handle)>,
}

impl Table {
    /// Reads the footer and the index of the table in `file`, which has `length` bytes.
    pub(super) fn read(path: &Path, file: File, length: u64) -> Result<Self, ReadError> {
        let mut table = Self::without_index(path, file, length);
        let start = length
            .checked_sub(FOOTER as u64)
            .ok_or_else(|| Damage::new(path, 0, "too short for a table"))?;
        let mut footer = [0; FOOTER];
        table
            .file
            .read_exact_at(&mut footer, start)
            .map_err(|error| ReadError::io(path, error))?;
        let at =
            read_footer(&footer).ok_or_else(|| Damage::new(path, start, "no footer of a table"))?;
        let mut entries = Entries::default();
        entries.read(&mut table, at)?;
        table.index =
            read_index(entries).ok_or_else(|| Damage::new(path, at.offset, "a malformed index"))?;
        Ok(table)
    }

    /// A table without its index. Blocks with known places can be read.
    pub(super) fn without_index(path: &Path, file: File, length: u64) -> Self {
        Self {
            path: path.to_owned(),
            file,
            length,
            stored: Vec::new(),
            index: Vec::new(),
        }
    }

    /// The block with number `block` and the last key that it may hold.
    pub(super) fn indexed(&self, block: usize) -> Option<(&[u8], Handle)> {
        let (last_key, handle) = self.index.get(block)?;
        Some((last_key, *handle))
    }

    /// The number of the first block that may hold `key` or a greater one.
    pub(super) fn block_of(&self, key: &[u8]) -> usize {
        self.index
            .partition_point(|(last_key, _)| last_key.as_slice() < key)
    }

    /// Reads a block into `block`, checks its checksum and decompresses it.
    pub(super) fn block(&mut self, at: Handle, block: &mut Vec<u8>) -> Result<(), ReadError> {
        let damage = |what| Damage::new(&self.path, at.offset, what);
        let end = (at.length.checked_add(TRAILER))
            .and_then(|length| at.offset.checked_add(u64::try_from(length).ok()?));
        if end.is_none_or(|end| end > self.length) {
            return Err(damage("a block beyond the end of the table").into());
        }
        if at.length > MAX_PART {
            return Err(damage("a block that is too long").into());
        }
        self.stored.resize(at.length + TRAILER, 0);
        self.file
            .read_exact_at(&mut self.stored, at.offset)
            .map_err(|error| ReadError::io(&self.path, error))?;
        let (data, trailer) = self.stored.split_at(at.length);
        let (kind, crc) = trailer.split_at(1);
        if Bytes(crc).u32() != Some(masked_crc(data, kind)) {
            return Err(damage("a wrong checksum").into());
        }
        match kind {
            [0] => {
                block.clear();
                block.extend_from_slice(data);
                Ok(())
            }
            [1] => {
                let not_snappy = |_| damage("a block that Snappy cannot decompress");
                let length = snap::raw::decompress_len(data).map_err(not_snappy)?;
                if length > MAX_PART {
                    return Err(damage("a block that is too long when decompressed").into());
                }
                block.resize(length, 0);
                snap::raw::Decoder::new()
                    .decompress(data, block)
                    .map_err(not_snappy)?;
                Ok(())
            }
            _ => Err(damage("an unknown compression").into()),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

fn read_index(mut entries: Entries) -> Option<Vec<(Vec<u8>, Handle)>> {
    let mut index = Vec::new();
    while entries.advance()? {
        let (last_key, _, _) = internal_key(entries.key())?;
        index.push((last_key.to_vec(), handle(&mut Bytes(entries.value()))?));
    }
    Some(index)
}

/// The place of the index.
fn read_footer(footer: &[u8; FOOTER]) -> Option<Handle> {
    let (mut handles, magic) = footer
        .split_last_chunk::<8>()
        .map(|(handles, magic)| (Bytes(handles), magic))?;
    if u64::from_le_bytes(*magic) != MAGIC {
        return None;
    }
    let _filters = handle(&mut handles)?;
    handle(&mut handles)
}

fn handle(bytes: &mut Bytes<'_>) -> Option<Handle> {
    let offset = bytes.varint()?;
    let length = bytes.varint_usize()?;
    Some(Handle { offset, length })
}

/// The entries of a block, in order.
#[derive(Debug, Default)]
pub(super) struct Entries {
    block: Vec<u8>,
    /// Where the next entry begins.
    next: usize,
    /// Where the entries end.
    end: usize,
    key: Vec<u8>,
    value: Range<usize>,
}

impl Entries {
    /// Reads a block. The next entry is its first.
    pub(super) fn read(&mut self, table: &mut Table, at: Handle) -> Result<(), ReadError> {
        table.block(at, &mut self.block)?;
        self.end = entries_end(&self.block)
            .ok_or_else(|| Damage::new(table.path(), at.offset, "a malformed block"))?;
        self.next = 0;
        self.key.clear();
        self.value = 0..0;
        Ok(())
    }

    /// Goes to the next entry; false at the end, `None` if it is malformed.
    pub(super) fn advance(&mut self) -> Option<bool> {
        if self.next >= self.end {
            return Some(false);
        }
        self.next_entry().map(|()| true)
    }

    fn next_entry(&mut self) -> Option<()> {
        let mut entry = Bytes(self.block.get(self.next..self.end)?);
        let shared = entry.varint_usize()?;
        let unshared = entry.varint_usize()?;
        let length = entry.varint_usize()?;
        let key = entry.take(unshared)?;
        entry.take(length)?;
        if shared > self.key.len() {
            return None;
        }
        self.key.truncate(shared);
        self.key.extend_from_slice(key);
        self.next = self.end.checked_sub(entry.0.len())?;
        self.value = self.next.checked_sub(length)?..self.next;
        Some(())
    }

    /// The key of the current entry, with its sequence number and kind.
    pub(super) fn key(&self) -> &[u8] {
        &self.key
    }

    /// The value of the current entry.
    pub(super) fn value(&self) -> &[u8] {
        self.block.get(self.value.clone()).unwrap_or_default()
    }

    /// Where the value begins in the block.
    pub(super) fn value_start(&self) -> usize {
        self.value.start
    }
}

/// Where the restart points begin, which only speed up searching.
fn entries_end(block: &[u8]) -> Option<usize> {
    let (rest, count) = block.split_last_chunk::<4>()?;
    let points = usize::try_from(u32::from_le_bytes(*count)).ok()?;
    rest.len().checked_sub(points.checked_mul(4)?)
}

/// The key, the sequence number, and whether the entry is a value and no deletion.
pub(super) fn internal_key(key: &[u8]) -> Option<(&[u8], u64, bool)> {
    let (key, tag) = key.split_last_chunk::<8>()?;
    let tag = u64::from_le_bytes(*tag);
    match tag & 0xff {
        kind @ 0..=1 => Some((key, tag >> 8, kind != DELETED)),
        _ => None,
    }
}
