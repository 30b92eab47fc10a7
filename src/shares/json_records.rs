//! JSON over several lines: joins the lines of an object, and takes the objects out of an array.
//!
//! Lines of other inputs, and files with one JSON object on each line, pass unchanged.

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;

use super::block::{Block, BlockSource, MAX_LINE, Spared};
use super::input_error::InputError;
use crate::core::json_text::without_bom;

/// Hex digits at the start of a line that is a record and not a part of a JSON value.
const RECORD_DIGITS: usize = 20;

/// A source whose JSON may be formatted, as by `jq .`.
pub struct JsonRecords {
    inner: Box<dyn BlockSource>,
    /// The value whose end was not read yet.
    open: Option<OpenValue>,
    /// Blocks to return.
    ready: VecDeque<Block>,
}

impl JsonRecords {
    /// Gives each JSON object of `inner` a line of its own.
    pub fn new(inner: Box<dyn BlockSource>) -> Self {
        Self {
            inner,
            open: None,
            ready: VecDeque::new(),
        }
    }

    /// Splits a block at the values that begin or end in it.
    fn split(&mut self, block: &Block) {
        let mut plain = Block::default();
        for (number, line) in block.lines() {
            if self.open.as_ref().is_some_and(|open| open.is_lost_at(line)) {
                self.close();
            }
            if self.open.is_none() && !begins_value(line) {
                if plain.is_empty() {
                    plain.begin(block.name(), number);
                }
                plain.push_line(line);
                continue;
            }
            if !plain.is_empty() {
                self.ready.push_back(mem::take(&mut plain));
            }
            self.take_line(block.name(), number, line);
        }
        if !plain.is_empty() {
            self.ready.push_back(plain);
        }
    }

    /// Takes a line in which a value begins or goes on.
    fn take_line(&mut self, name: &Arc<str>, number: u64, line: &[u8]) {
        let mut rest = without_bom(line.trim_ascii());
        while !rest.is_empty() {
            let open = match self.open.take() {
                Some(open) => open,
                None if rest.starts_with(b"{") || rest.starts_with(b"[") => {
                    OpenValue::new(name, number, rest.starts_with(b"["))
                }
                None => {
                    self.ready.push_back(line_block(name, number, rest));
                    return;
                }
            };
            let (end, open) = open.take(rest, number, &mut self.ready);
            self.open = open;
            rest = rest.get(end..).unwrap_or_default().trim_ascii_start();
        }
    }

    /// Ends a value that is cut off.
    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.ready.extend(open.cut_off());
        }
    }
}

impl BlockSource for JsonRecords {
    fn next_block(&mut self, block: &mut Block, batch: usize) -> Result<bool, InputError> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                *block = ready;
                return Ok(true);
            }
            if !self.inner.next_block(block, batch)? {
                self.close();
                if self.ready.is_empty() {
                    return Ok(false);
                }
                continue;
            }
            if self.open.is_none() && !block.lines().any(|(_, line)| begins_value(line)) {
                return Ok(true);
            }
            self.split(block);
        }
    }

    fn spare(&mut self, spared: Spared) {
        self.inner.spare(spared);
    }

    fn skip_file(&mut self) -> bool {
        self.open = None;
        self.ready.clear();
        self.inner.skip_file()
    }
}

/// Whether a JSON value begins in this line that may go on in the next one, or an array.
fn begins_value(line: &[u8]) -> bool {
    let line = without_bom(line.trim_ascii_start());
    match line.first() {
        Some(b'[') => true,
        // A line that is cut off elsewhere is malformed by itself.
        Some(b'{') => matches!(
            line.trim_ascii_end().last(),
            Some(b'{' | b'[' | b',' | b':')
        ),
        _ => false,
    }
}

fn line_block(name: &Arc<str>, number: u64, line: &[u8]) -> Block {
    let mut block = Block::default();
    block.begin(name, number);
    block.push_line(line);
    block
}

/// A JSON value that is being read: an object, or an array of objects.
struct OpenValue {
    name: Arc<str>,
    /// The line in which the object begins, or else the array.
    first_line: u64,
    /// The object so far; empty between the objects of an array.
    text: Vec<u8>,
    /// Open brackets.
    depth: usize,
    /// Open brackets outside of an object.
    outside: usize,
    /// Whether each open bracket is one of an array, the innermost in the lowest bit. Deeper values are
    /// malformed anyway.
    arrays: u128,
    in_string: bool,
    is_escaped: bool,
    /// The last character that is not white space.
    last: u8,
    /// Whether an element of the array is not an object, so that the rest is skipped.
    is_bad: bool,
}

impl OpenValue {
    fn new(name: &Arc<str>, number: u64, is_array: bool) -> Self {
        Self {
            name: Arc::clone(name),
            first_line: number,
            text: Vec::new(),
            depth: 0,
            outside: usize::from(is_array),
            arrays: 0,
            in_string: false,
            is_escaped: false,
            last: b' ',
            is_bad: false,
        }
    }

    /// Whether the next line shows that this value was cut off.
    fn is_lost_at(&self, line: &[u8]) -> bool {
        let is_hex = |digits: &[u8]| digits.iter().all(u8::is_ascii_hexdigit);
        if line.starts_with(b"5 ")
            || line.starts_with(b"2 ")
            || line.get(..RECORD_DIGITS).is_some_and(is_hex)
        {
            return true;
        }
        let is_in_array = self.arrays & 1 == 1 && matches!(self.last, b'[' | b',');
        let is_inside = self.depth > self.outside + 1 && (is_in_array || self.last == b':');
        line.starts_with(b"{") && (self.is_bad || !self.text.is_empty() && !is_inside)
    }

    /// Takes the next characters of line `number`, and adds complete objects to `ready`. Returns how
    /// many characters belong to the value, and the value if it goes on in the next line.
    fn take(
        mut self,
        line: &[u8],
        number: u64,
        ready: &mut VecDeque<Block>,
    ) -> (usize, Option<Self>) {
        for (end, byte) in (1..).zip(line) {
            if self.take_byte(*byte, number, ready) {
                // What follows a text in brackets is not JSON either.
                let end = if self.is_bad { line.len() } else { end };
                return (end, None);
            }
        }
        if self.in_string {
            // No string contains a line break.
            ready.extend(self.cut_off());
            return (line.len(), None);
        }
        if !self.text.is_empty() {
            self.push(b'\n');
        }
        (line.len(), Some(self))
    }

    /// Returns whether the value has ended.
    fn take_byte(&mut self, byte: u8, number: u64, ready: &mut VecDeque<Block>) -> bool {
        let is_first = self.depth == 0;
        if self.in_string {
            self.in_string = byte != b'"' || self.is_escaped;
            self.is_escaped = byte == b'\\' && !self.is_escaped;
        } else {
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => {
                    self.depth += 1;
                    self.arrays = self.arrays << 1 | u128::from(byte == b'[');
                }
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.arrays >>= 1;
                }
                _ => {}
            }
        }
        if self.is_bad {
            return self.depth == 0;
        }
        if self.text.is_empty() {
            match byte {
                b'[' if is_first => return false,
                b']' if self.depth == 0 => return true,
                b',' => return false,
                _ if byte.is_ascii_whitespace() => return false,
                b'{' => self.first_line = number,
                _ => {
                    self.is_bad = true;
                    ready.push_back(line_block(&self.name, number, b"["));
                    return self.depth == 0;
                }
            }
        }
        self.push(byte);
        if !byte.is_ascii_whitespace() {
            self.last = byte;
        }
        if self.depth > self.outside {
            return false;
        }
        ready.push_back(line_block(&self.name, self.first_line, &self.text));
        self.text.clear();
        self.outside == 0
    }

    /// One character more than [`MAX_LINE`] makes the object an error, whatever follows.
    fn push(&mut self, byte: u8) {
        if self.text.len() <= MAX_LINE {
            self.text.push(byte);
        }
    }

    /// What was read of a value that is cut off, to be reported.
    fn cut_off(self) -> Option<Block> {
        let text: &[u8] = if self.text.is_empty() {
            b"["
        } else {
            &self.text
        };
        (!self.is_bad).then(|| line_block(&self.name, self.first_line, text))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::block::LineStream;
    use super::*;

    /// The lines that come out, with their numbers; line breaks are shown as a bar.
    fn records(text: &str) -> Vec<(u64, String)> {
        let stream = LineStream::of_pipe("-", Box::new(Cursor::new(text.as_bytes().to_vec())));
        let mut source = JsonRecords::new(Box::new(stream));
        let mut block = Block::default();
        let mut records = Vec::new();
        while source.next_block(&mut block, 1).unwrap() {
            for (number, line) in block.lines() {
                let line = String::from_utf8_lossy(line).replace('\n', "|");
                records.push((number, line));
            }
        }
        records
    }

    fn expect(text: &str, expected: &[(u64, &str)]) {
        let found = records(text);
        let found: Vec<(u64, &str)> = found.iter().map(|(at, line)| (*at, &**line)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn formatted_objects_become_one_line_each() {
        expect(
            "{\n  \"a\": \"}\\\"{\",\n  \"b\": [\n    {\n    }\n  ]\n}\n{\n}\n5 24\n",
            &[
                (1, "{|\"a\": \"}\\\"{\",|\"b\": [|{|}|]|}"),
                (8, "{|}"),
                (10, "5 24"),
            ],
        );
        // Without indentation.
        expect(
            "{\n\"a\": [\n{\n\"b\": 1\n},\n{\n}\n]\n}\n",
            &[(1, "{|\"a\": [|{|\"b\": 1|},|{|}|]|}")],
        );
        expect("\u{feff}{\r\n\"a\": 1\r\n}\r\n", &[(1, "{|\"a\": 1|}")]);
    }

    #[test]
    fn arrays_give_their_objects() {
        expect(
            "[\n  {\n    \"a\": [1]\n  },\n  {}\n]\nff\n",
            &[(2, "{|\"a\": [1]|}"), (5, "{}"), (7, "ff")],
        );
        expect(
            "[{\"a\":1},{\"b\":2}] ff",
            &[(1, "{\"a\":1}"), (1, "{\"b\":2}"), (1, "ff")],
        );
        expect(
            "[{\"a\":1},\n{\"b\":2}]\n[]\n",
            &[(1, "{\"a\":1}"), (2, "{\"b\":2}")],
        );
        expect("[1, [2], \"]\",\n 3]\nff\n", &[(1, "["), (3, "ff")]);
    }

    #[test]
    fn other_lines_pass() {
        let text = "{\"a\":1}\n{\"cut\": \"of\nff\n\n{\"b\":2}";
        expect(
            text,
            &[
                (1, "{\"a\":1}"),
                (2, "{\"cut\": \"of"),
                (3, "ff"),
                (4, ""),
                (5, "{\"b\":2}"),
            ],
        );
    }

    #[test]
    fn a_value_that_is_cut_off_costs_only_itself() {
        for (cut, number, shown) in [
            ("{\n  \"a\": 1\n", 1, "{|\"a\": 1"),
            ("{\n  \"a\": 1,\n", 1, "{|\"a\": 1,"),
            ("{\n  \"a\": \"x\n", 1, "{|\"a\": \"x"),
            ("{\n  \"a\": {\n    \"b\": 1,\n", 1, "{|\"a\": {|\"b\": 1,"),
            ("[\n  {\n  \"a\": 1\n", 2, "{|\"a\": 1"),
            ("[warning] not JSON\n", 1, "["),
            ("[warning, not JSON\n", 1, "["),
        ] {
            for next in ["5 24fd", "24fd010024fd010024fd0100", "{\"b\":2}"] {
                let found = records(&format!("{cut}{next}"));
                assert_eq!(found.len(), 2, "{cut}{next}: {found:?}");
                assert_eq!(found[0], (number, shown.to_owned()));
                assert_eq!(found[1].1, next);
            }
        }
        expect("{\n\"a\": 1", &[(1, "{|\"a\": 1")]);
        expect("[{\"a\":1},\n", &[(1, "{\"a\":1}"), (1, "[")]);
    }

    #[test]
    fn a_value_without_an_end_is_not_kept() {
        let text = format!("{{\n{}", "\"a\": 1,\n".repeat(MAX_LINE));
        let found = records(&text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1.len(), MAX_LINE + 1);
    }
}
