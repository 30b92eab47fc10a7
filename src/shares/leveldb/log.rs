//! Records of a .log file or a MANIFEST.
//!
//! Source: doc/log_format.md of LevelDB; bytes are skipped as in db/log_reader.cc.

use std::io::{self, Read};

use super::bytes::Bytes;
use super::{MAX_PART, masked_crc};

const BLOCK: usize = 32 << 10;
const HEADER: usize = 7;

/// What comes next in a log.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item<'a> {
    /// A whole record.
    Record {
        /// Where its first fragment begins in the file.
        offset: u64,
        /// Its bytes.
        data: &'a [u8],
    },
    /// Bytes that are not a record. Reading continues with the next block.
    Damage {
        /// Where they begin.
        offset: u64,
        /// What is wrong.
        what: &'static str,
    },
    /// The file ends within a record, as it does while one is written and after a crash.
    Torn {
        /// Where that record begins.
        offset: u64,
    },
}

/// The kind of a fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Full,
    First,
    Middle,
    Last,
}

impl Part {
    fn read(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Full),
            2 => Some(Self::First),
            3 => Some(Self::Middle),
            4 => Some(Self::Last),
            _ => None,
        }
    }
}

/// What the next bytes of a block are.
enum Fragment {
    Data {
        part: Part,
        length: usize,
    },
    /// Too few bytes for a header, or zeros: nothing more in this block.
    EndOfBlock,
    Cut,
    Damaged(&'static str),
}

/// What became of a fragment.
enum Added {
    /// Its record is not complete yet, or lost.
    More,
    /// Its record is complete.
    Record {
        offset: u64,
    },
    Damage {
        offset: u64,
        what: &'static str,
    },
}

/// Reads the records of a log one after another.
#[derive(Debug)]
pub(super) struct LogReader<R> {
    file: R,
    block: Box<[u8]>,
    /// Bytes of the block that were read from the file.
    filled: usize,
    /// The next fragment within the block.
    next: usize,
    /// Where the block begins in the file.
    block_offset: u64,
    record: Vec<u8>,
    /// Where the record begins whose first fragments are in `record`.
    begun: Option<u64>,
    /// Whether the next fragments may be the rest of a record whose beginning is damaged.
    lost: bool,
    ended: bool,
}

impl<R: Read> LogReader<R> {
    /// Reads from `offset`, the position of `file`. It is 0 or the offset of a record.
    pub(super) fn new(file: R, offset: u64) -> Self {
        let within = offset % BLOCK as u64;
        Self {
            file,
            block: vec![0; BLOCK].into_boxed_slice(),
            filled: 0,
            next: usize::try_from(within).unwrap_or_default(),
            block_offset: offset - within,
            record: Vec::new(),
            begun: None,
            lost: false,
            ended: false,
        }
    }

    /// Where the next fragment begins.
    pub(super) fn position(&self) -> u64 {
        self.block_offset + self.next as u64
    }

    /// The next record or damaged part; `None` at the end of the file.
    pub(super) fn next(&mut self) -> io::Result<Option<Item<'_>>> {
        loop {
            if self.next >= self.filled && !self.next_block()? {
                let begun = self.begun.take();
                return Ok(begun.map(|offset| Item::Torn { offset }));
            }
            let offset = self.position();
            match self.fragment() {
                Fragment::EndOfBlock => self.next = self.filled,
                Fragment::Cut => {
                    self.next = self.filled;
                    let offset = self.begun.take().unwrap_or(offset);
                    return Ok(Some(Item::Torn { offset }));
                }
                Fragment::Damaged(what) => {
                    self.next = self.filled;
                    let offset = self.damaged(offset);
                    return Ok(Some(Item::Damage { offset, what }));
                }
                Fragment::Data { part, length } => match self.add(offset, part, length) {
                    Added::More => {}
                    Added::Record { offset } => {
                        let data = &self.record;
                        return Ok(Some(Item::Record { offset, data }));
                    }
                    Added::Damage { offset, what } => {
                        return Ok(Some(Item::Damage { offset, what }));
                    }
                },
            }
        }
    }

    /// Adds the fragment at `offset` to the record that it belongs to.
    fn add(&mut self, offset: u64, part: Part, length: usize) -> Added {
        let begins = matches!(part, Part::Full | Part::First);
        if begins && self.begun.is_some() {
            // The fragment is read again with the next call.
            let offset = self.damaged(offset);
            let what = "a record without its end";
            return Added::Damage { offset, what };
        }
        let data = self.next + HEADER..self.next + HEADER + length;
        self.next = data.end;
        if begins {
            self.begun = Some(offset);
            self.lost = false;
            self.record.clear();
        }
        let Some(begun) = self.begun else {
            if self.lost {
                return Added::More;
            }
            let offset = self.damaged(offset);
            let what = "a record without its beginning";
            return Added::Damage { offset, what };
        };
        if self.record.len() + length > MAX_PART {
            let offset = self.damaged(offset);
            let what = "a record that is too long";
            return Added::Damage { offset, what };
        }
        let data = self.block.get(data).unwrap_or_default();
        self.record.extend_from_slice(data);
        if matches!(part, Part::First | Part::Middle) {
            return Added::More;
        }
        self.begun = None;
        Added::Record { offset: begun }
    }

    /// Gives the current record up. Returns where the damage begins: at that record, if there is one.
    fn damaged(&mut self, offset: u64) -> u64 {
        self.lost = true;
        self.begun.take().unwrap_or(offset)
    }

    fn fragment(&self) -> Fragment {
        let rest = self.block.get(self.next..self.filled).unwrap_or_default();
        let whole_block = self.filled == BLOCK;
        let mut header = Bytes(rest);
        let (Some(crc), Some(length), Some(kind)) = (header.u32(), header.u16(), header.u8())
        else {
            let cut = !whole_block && rest.iter().any(|byte| *byte != 0);
            return if cut {
                Fragment::Cut
            } else {
                Fragment::EndOfBlock
            };
        };
        // A file may have been extended with zeros before it was written.
        if kind == 0 && length == 0 && crc == 0 {
            return Fragment::EndOfBlock;
        }
        let length = usize::from(length);
        let Some(data) = header.take(length) else {
            return if whole_block {
                Fragment::Damaged("a fragment longer than its block")
            } else {
                Fragment::Cut
            };
        };
        if masked_crc(&[kind], data) != crc {
            return Fragment::Damaged("a wrong checksum");
        }
        match Part::read(kind) {
            Some(part) => Fragment::Data { part, length },
            None => Fragment::Damaged("a fragment of an unknown kind"),
        }
    }

    /// Reads the next block; false at the end of the file.
    fn next_block(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.filled > 0 {
            self.block_offset += self.filled as u64;
            self.next = 0;
        }
        // In the first block, the bytes before `next` are not read.
        self.filled = self.next;
        while self.filled < BLOCK {
            let room = self.block.get_mut(self.filled..).unwrap_or_default();
            match self.file.read(room) {
                Ok(0) => break,
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.ended = self.filled < BLOCK;
        Ok(self.filled > self.next)
    }
}
