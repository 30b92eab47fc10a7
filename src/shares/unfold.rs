//! Joins a record that was folded into several lines, as mail programs do with long lines.

use std::collections::VecDeque;

use super::block::{Block, BlockSource};
use super::input_error::InputError;
use crate::core::message::envelope::{Envelope, KNOWN_AUTHORITIES};
use crate::core::share::record::hex_bytes;
use crate::core::wire::Reader;

/// The digits in a line of folded hex: mail programs fold at 64 to 78 characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 32..=100;

/// The most bytes of a folded record; message_data is shorter.
const MAX_BYTES: usize = 64 * 1024;

/// A source in which a single record may be folded.
pub struct Unfolded {
    inner: Box<dyn BlockSource>,
    has_begun: bool,
    /// Blocks that were read ahead.
    ahead: VecDeque<Block>,
    /// The error after these blocks.
    error: Option<InputError>,
}

impl Unfolded {
    /// Joins the lines of `inner` if together they are one record in hex.
    pub fn new(inner: Box<dyn BlockSource>) -> Self {
        Self {
            inner,
            has_begun: false,
            ahead: VecDeque::new(),
            error: None,
        }
    }

    /// Reads ahead as long as the lines can be a folded record. Returns the joined record if the
    /// source has ended then.
    fn read_ahead(&mut self, batch: usize) -> Option<String> {
        let mut folded = Folded::default();
        loop {
            let mut block = Block::default();
            match self.inner.next_block(&mut block, batch) {
                Ok(true) => {}
                Ok(false) => return folded.joined(),
                Err(error) => {
                    self.error = Some(error);
                    return None;
                }
            }
            let is_folded = block.lines().all(|(_, line)| folded.add(line));
            self.ahead.push_back(block);
            if !is_folded {
                return None;
            }
        }
    }
}

impl BlockSource for Unfolded {
    fn next_block(&mut self, block: &mut Block, batch: usize) -> Result<bool, InputError> {
        if !self.has_begun {
            self.has_begun = true;
            if let Some(record) = self.read_ahead(batch)
                && let Some(first) = self.ahead.front()
            {
                block.begin(first.name(), first.first_line());
                block.push_line(record.as_bytes());
                self.ahead.clear();
                return Ok(true);
            }
        }
        if let Some(read) = self.ahead.pop_front() {
            *block = read;
            return Ok(true);
        }
        match self.error.take() {
            Some(error) => Err(error),
            None => self.inner.next_block(block, batch),
        }
    }
}

/// Lines that may be parts of one record.
#[derive(Default)]
struct Folded {
    hex: String,
    lines: usize,
    /// The digits in each line but the last.
    width: usize,
    /// Whether a shorter line was found, which is the last.
    has_ended: bool,
}

impl Folded {
    /// Adds a line. False if it cannot be a part of the record.
    fn add(&mut self, line: &[u8]) -> bool {
        let Some(part) = part(line) else {
            return false;
        };
        if part.is_empty() {
            // Empty lines follow the record.
            self.has_ended = self.lines > 0;
            return self.has_ended;
        }
        if self.lines == 0 {
            self.width = part.len();
            if !WIDTHS.contains(&self.width) || is_whole(part) {
                return false;
            }
        }
        let fits =
            !self.has_ended && part.len() <= self.width && self.hex.len() + part.len() <= MAX_BYTES;
        self.has_ended |= part.len() < self.width;
        self.hex.push_str(part);
        self.lines += 1;
        fits
    }

    fn joined(self) -> Option<String> {
        (self.lines > 1).then_some(self.hex)
    }
}

/// The hex of a line, without the marks of a quotation and of quoted-printable; `None` for other
/// text.
fn part(line: &[u8]) -> Option<&str> {
    let mut text = std::str::from_utf8(line).ok()?.trim();
    while let Some(quoted) = text.strip_prefix('>') {
        text = quoted.trim_start();
    }
    let text = text.strip_suffix('=').unwrap_or(text);
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then_some(digits)
}

/// Whether the hex is a whole record, so that the next line is another one.
fn is_whole(hex: &str) -> bool {
    let Ok(bytes) = hex_bytes(hex.as_bytes()) else {
        return false;
    };
    let is_share = {
        let mut reader = Reader::new(&bytes, 0);
        let contents = reader
            .var_int("share version")
            .and_then(|_| reader.var_int("contents"));
        let whole = contents.map(|contents| {
            let start = u64::try_from(reader.offset()).unwrap_or(u64::MAX);
            start.checked_add(contents) == u64::try_from(bytes.len()).ok()
        });
        whole.unwrap_or(false)
    };
    let problems = Envelope::read(&bytes, &KNOWN_AUTHORITIES).problems;
    is_share || !problems.iter().any(|problem| problem.malformed)
}
