//! Blocks of whole lines, and the source that reads them from a file, a pipe or a text. A new kind of
//! source is a new implementation of [`BlockSource`].

use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::compression::Compression;
use super::input_error::InputError;
use super::mark::Mark;
use crate::core::json_text::is_utf16;

/// The longest line that is read as a record, in bytes, for every source.
///
/// Nodes pass on messages of at most 1,000,000 bytes; hex takes twice as many.
///
/// Source: `Protocol.__init__` in p2pool's p2p.py.
pub const MAX_LINE: usize = 2 << 20;

/// Bytes per read: few enough to stay in the processor's cache while they are used.
pub(super) const BLOCK: usize = 1 << 18;
/// Bytes of the first read: enough for one share, which needs no large buffer.
const FIRST: usize = 1 << 14;
/// The most lines in a block, so that the records of a block of tiny lines stay small too.
const MAX_LINES: usize = 4096;

/// Something that yields shares, as blocks of lines.
///
/// The lines are those of [`Form`](crate::core::share::record::Form). A source of raw shares writes each
/// as a line of hex.
pub trait BlockSource {
    /// Fills `block` with the next lines, in a multiple of `batch` lines if that needs no waiting;
    /// false at the end.
    ///
    /// # Errors
    ///
    /// Part of the source is unreadable. The next call continues after that part.
    fn next_block(&mut self, block: &mut Block, batch: usize) -> Result<bool, InputError>;

    /// Tells the source, before the first block, what its reader can do without.
    fn spare(&mut self, _spared: Spared) {}

    /// Skips the rest of the current file. Returns false if the source has no other file.
    fn skip_file(&mut self) -> bool {
        false
    }
}

/// What the reader of a source can do without, which makes some sources faster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spared {
    /// The order of the records, and the claims of a node about them.
    pub order: bool,
    /// Shares without message_data.
    pub shares_without_messages: bool,
}

/// Consecutive lines of one input, each whole.
///
/// Reading fills a block repeatedly, so its buffer keeps its length and is never cleared.
#[derive(Debug, Default)]
pub struct Block {
    name: Arc<str>,
    first_line: u64,
    buffer: Vec<u8>,
    /// Bytes of the buffer that were read from the input.
    filled: usize,
    /// Where each line ends in the buffer, after its line feed.
    ends: Vec<usize>,
    /// What is known of each line of a database; empty for a text.
    marks: Vec<Mark>,
    /// The end of the last line.
    ending: Ending,
}

/// The end of the last line of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Ending {
    /// It is complete.
    #[default]
    Complete,
    /// The file ends without a line feed: a node may still be writing the line.
    Growing,
    /// A pipe ends without a line feed: the line may be cut off.
    Cut,
}

impl Block {
    /// Removes all lines; the next one is line `first_line` of the input `name`.
    pub fn begin(&mut self, name: &Arc<str>, first_line: u64) {
        self.name = Arc::clone(name);
        self.first_line = first_line;
        self.clear();
    }

    /// Removes all lines.
    pub(super) fn clear(&mut self) {
        self.filled = 0;
        self.ends.clear();
        self.marks.clear();
        self.ending = Ending::Complete;
    }

    /// Appends a line of a database, whose lines all have a mark.
    pub(super) fn push_marked(&mut self, line: &[u8], mark: Mark) {
        self.push_line(line);
        self.marks.push(mark);
    }

    /// Appends the line of a share store with this raw share.
    pub(super) fn push_share(&mut self, raw: &[u8], mark: Mark) {
        self.buffer.truncate(self.filled);
        self.buffer.extend_from_slice(b"5 ");
        let start = self.buffer.len();
        self.buffer.resize(start + 2 * raw.len(), 0);
        let hex = self.buffer.get_mut(start..).unwrap_or_default();
        let encoded = const_hex::encode_to_slice(raw, hex);
        debug_assert!(encoded.is_ok(), "the length is right");
        self.filled = self.buffer.len();
        self.ends.push(self.filled);
        self.marks.push(mark);
    }

    /// What is known of the record with this number, in a block of a database.
    pub fn mark(&self, number: u64) -> Option<&Mark> {
        let index = usize::try_from(number.checked_sub(self.first_line)?).ok()?;
        self.marks.get(index)
    }

    /// Appends a line without its line feed.
    pub fn push_line(&mut self, line: &[u8]) {
        self.buffer.truncate(self.filled);
        self.buffer.extend_from_slice(line);
        self.filled = self.buffer.len();
        self.ends.push(self.filled);
    }

    /// The name of the input: a path, `-` for standard input, or `argument`.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The number of the first line, from 1.
    pub fn first_line(&self) -> u64 {
        self.first_line
    }

    /// The number of the line after the last one.
    pub fn next_line(&self) -> u64 {
        let count = u64::try_from(self.ends.len()).unwrap_or(u64::MAX);
        self.first_line.saturating_add(count)
    }

    /// Whether the block has no lines.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Whether the only line is the last one of a file, without a line feed: a node may still be
    /// writing it.
    pub fn is_unterminated(&self) -> bool {
        self.ending == Ending::Growing
    }

    /// Whether the only line is the last one of a pipe, without a line feed: it may be cut off.
    pub fn may_be_cut_off(&self) -> bool {
        self.ending == Ending::Cut
    }

    /// Whether the block is as large as blocks that are read from files.
    pub fn is_full(&self) -> bool {
        self.size() >= BLOCK || self.ends.len() >= MAX_LINES
    }

    /// The length of all lines, in bytes.
    pub fn size(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// The lines with their numbers, without their line feeds. A line longer than [`MAX_LINE`] may
    /// be only its beginning.
    pub fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let mut start = 0;
        (self.first_line..)
            .zip(&self.ends)
            .map_while(move |(number, &end)| {
                let line = self.buffer.get(start..end)?;
                start = end;
                Some((number, line.strip_suffix(b"\n").unwrap_or(line)))
            })
    }

    /// The line with this number.
    pub fn line(&self, number: u64) -> Option<&[u8]> {
        let index = usize::try_from(number.checked_sub(self.first_line)?).ok()?;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        let line = self.buffer.get(start..*self.ends.get(index)?)?;
        Some(line.strip_suffix(b"\n").unwrap_or(line))
    }

    fn filled(&self) -> &[u8] {
        self.buffer.get(..self.filled).unwrap_or_default()
    }

    /// Notes where lines end from `start` on.
    fn find_ends(&mut self, start: usize) {
        let fresh = self.buffer.get(start..self.filled).unwrap_or_default();
        let ends = memchr::memchr_iter(b'\n', fresh).map(|index| start + index + 1);
        self.ends.extend(ends.take(MAX_LINES - self.ends.len()));
    }

    /// Reads once and appends, with room for at least `size` bytes; 0 is the end.
    fn read_more(&mut self, reader: &mut dyn Read, size: usize) -> io::Result<usize> {
        if self.buffer.len() < self.filled + size {
            // Exact, because a buffer is as long as the longest line and need not double.
            self.buffer
                .reserve_exact(self.filled + size - self.buffer.len());
            self.buffer.resize(self.filled + size, 0);
        }
        loop {
            let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
            match reader.read(room) {
                Ok(read) => {
                    self.filled += read;
                    return Ok(read);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// A source of lines that are read from a file, a pipe or a text.
pub struct LineStream {
    name: Arc<str>,
    reader: Box<dyn Read>,
    /// The beginning of a line whose end has not been read.
    carry: Vec<u8>,
    /// Bytes of the next read.
    size: usize,
    /// Whether to read on until a batch of lines is complete.
    in_batches: bool,
    /// What a last line without a line feed means.
    ending: Ending,
    next_line: u64,
    /// Whether the next bytes are the rest of a line that was too long.
    skipping: bool,
    /// Whether a line that is too long ends this source.
    ends_at_long_line: bool,
    /// Whether this source has ended before the end of its input.
    ended: bool,
    /// Whether the first bytes were checked for compression.
    is_checked: bool,
}

impl LineStream {
    /// Reads a pipe or a terminal, which may pause: its lines come as soon as they are complete.
    pub fn of_pipe(name: &str, reader: Box<dyn Read>) -> Self {
        Self {
            name: name.into(),
            reader,
            carry: Vec::new(),
            size: FIRST,
            in_batches: false,
            ending: Ending::Cut,
            next_line: 1,
            skipping: false,
            ends_at_long_line: false,
            ended: false,
            is_checked: false,
        }
    }

    /// Reads a file, in blocks of whole batches of lines.
    pub fn of_file(name: &str, reader: Box<dyn Read>) -> Self {
        Self {
            in_batches: true,
            ending: Ending::Growing,
            ..Self::of_pipe(name, reader)
        }
    }

    /// As [`of_file`](Self::of_file), up to the first line that is too long: a node writes no such
    /// line, and it may be endless.
    pub fn of_store_file(name: &str, reader: Box<dyn Read>) -> Self {
        Self {
            ends_at_long_line: true,
            ..Self::of_file(name, reader)
        }
    }

    /// Reads records from memory; `first_line` is the number of the first.
    pub fn of_text(name: &str, first_line: u64, text: Vec<u8>) -> Self {
        Self {
            next_line: first_line,
            ending: Ending::Complete,
            ..Self::of_pipe(name, Box::new(io::Cursor::new(text)))
        }
    }

    fn fill(&mut self, block: &mut Block, batch: usize) -> io::Result<bool> {
        if self.skipping && !self.skip_line(block)? {
            return Ok(false);
        }
        block.begin(&self.name, self.next_line);
        block.read_more(&mut self.carry.as_slice(), self.carry.len())?;
        self.carry.clear();
        block.find_ends(0);
        while block.ends.len() < batch && block.filled <= MAX_LINE {
            let start = block.filled;
            if block.read_more(&mut *self.reader, self.size)? == 0 {
                break;
            }
            self.size = BLOCK;
            block.find_ends(start);
        }
        self.skipping = block.ends.is_empty() && block.filled > MAX_LINE;
        let whole_batches = block.ends.len() - block.ends.len() % batch;
        if whole_batches > 0 {
            block.ends.truncate(whole_batches);
        }
        if block.ends.is_empty() && block.filled > 0 {
            block.ends.push(block.filled);
            block.ending = if self.skipping {
                Ending::Complete
            } else {
                self.ending
            };
        }
        let rest = block.filled().get(block.size()..).unwrap_or_default();
        self.carry.extend_from_slice(rest);
        self.next_line = block.next_line();
        if self.ends_at_long_line && block.size() > MAX_LINE {
            let long = block.lines().position(|(_, line)| line.len() > MAX_LINE);
            if let Some(index) = long {
                block.ends.truncate(index + 1);
                self.ended = true;
            }
        }
        Ok(!block.is_empty())
    }

    /// Skips the rest of a line that was too long; false at the end of the input.
    fn skip_line(&mut self, block: &mut Block) -> io::Result<bool> {
        loop {
            block.filled = 0;
            if block.read_more(&mut *self.reader, self.size)? == 0 {
                return Ok(false);
            }
            if let Some(index) = memchr::memchr(b'\n', block.filled()) {
                let rest = block.filled().get(index + 1..).unwrap_or_default();
                self.carry.extend_from_slice(rest);
                self.skipping = false;
                return Ok(true);
            }
        }
    }
}

impl BlockSource for LineStream {
    fn next_block(&mut self, block: &mut Block, batch: usize) -> Result<bool, InputError> {
        if self.ended {
            return Ok(false);
        }
        let batch = if self.in_batches { batch.max(1) } else { 1 };
        let filled = self.fill(block, batch).map_err(|source| {
            self.ended = true;
            InputError::Read {
                path: PathBuf::from(&*self.name),
                source,
            }
        })?;
        if !std::mem::replace(&mut self.is_checked, true) {
            let path = || PathBuf::from(&*self.name);
            let error = match Compression::of(block.filled()) {
                Some(compression) => Some(InputError::Compressed {
                    path: path(),
                    compression,
                }),
                None => is_utf16(block.filled()).then(|| InputError::Utf16 { path: path() }),
            };
            if let Some(error) = error {
                self.ended = true;
                return Err(error);
            }
        }
        Ok(filled)
    }
}

#[cfg(test)]
mod tests;
