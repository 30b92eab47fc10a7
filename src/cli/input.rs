//! INPUT arguments: hex, a file, a folder of share stores, or `-`, read in blocks of whole lines.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueHint;

use super::error::CliError;
use super::settings::Settings;
use crate::core::envelope::{Authority, KNOWN_AUTHORITIES};
use crate::core::key::SigningPubkey;
use crate::core::record::{Form, Line};
use crate::state::share_store;

/// Bytes that are read at a time: few enough to stay in the processor's cache while in use.
const BLOCK: usize = 1 << 18;
/// Bytes that are read at first: enough for one share, for which no large buffer is made ready.
const FIRST: usize = 1 << 14;
/// The most lines of a block, so that what is made of a block of tiny lines stays small too.
const MAX_LINES: usize = 4096;
/// The longest line that is looked at, in bytes: nodes pass on 1,000,000 bytes at most, in hex twice
/// as many. Source: `Protocol.__init__` in p2pool's p2p.py.
const MAX_LINE: usize = 2 << 20;

/// What to read.
#[derive(Debug, clap::Args)]
pub struct InputArgs {
    /// Hex, a file, a folder of share stores, or - for standard input
    ///
    /// What a line holds is found out: a raw share, message_data, a line of a share store, or a
    /// JSON object with a message_data_hex field.
    #[arg(value_name = "INPUT", required = true, value_hint = ValueHint::AnyPath)]
    inputs: Vec<String>,

    /// Read every line as this instead of finding out what it is
    #[arg(long, value_enum, value_name = "FORM")]
    from: Option<FromForm>,

    /// The share version, for --from contents
    #[arg(long, value_name = "N", required_if_eq("from", "contents"))]
    share_version: Option<u64>,
}

/// What `--from` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FromForm {
    /// Hex of message_data
    MessageData,
    /// Hex of a raw share
    Share,
    /// Hex of the contents of a share of --share-version
    Contents,
    /// A line of a share store
    Store,
}

/// Whose envelopes are opened.
#[derive(Debug, clap::Args)]
pub struct AuthorityArgs {
    /// Take this public key (66 hex digits) for an authority too; can be repeated
    ///
    /// For private networks and tests. forrestv and the maintainer are always known.
    #[arg(long = "authority-key", value_name = "PUBKEY")]
    authority_keys: Vec<SigningPubkey>,
}

impl AuthorityArgs {
    /// The known authorities, and those that were named.
    pub fn authorities(&self) -> Vec<Authority> {
        let named = self.authority_keys.iter().copied().map(Authority::custom);
        KNOWN_AUTHORITIES.into_iter().chain(named).collect()
    }
}

impl InputArgs {
    /// Opens the inputs one after the other, as they are read.
    ///
    /// # Errors
    /// `--share-version` without `--from contents`.
    pub fn open<'a>(&self, settings: &'a Settings) -> Result<Inputs<'a>, CliError> {
        let form = match (self.from, self.share_version) {
            (Some(FromForm::Contents), Some(version)) => Form::Contents { version },
            (_, Some(_)) => {
                return Err(CliError::usage(
                    "share_version_without_contents",
                    "--share-version goes with --from contents only",
                )
                .hint("raw shares and share stores name the version themselves"));
            }
            (Some(FromForm::MessageData), None) => Form::MessageData,
            (Some(FromForm::Share), None) => Form::Share,
            (Some(FromForm::Store), None) => Form::Store,
            (Some(FromForm::Contents) | None, None) => Form::Any,
        };
        Ok(Inputs::new(&self.inputs, form, settings))
    }
}

/// Whole lines of one input, in order.
///
/// A block is filled again and again, so its buffer keeps its length and is never cleared.
#[derive(Debug, Default)]
pub struct Block {
    /// The file, `-`, or `argument`.
    pub name: Arc<str>,
    /// The number of the first line, from 1.
    pub first_line: u64,
    /// The one line in it is only the beginning of one too long to look at.
    pub too_long: bool,
    buffer: Vec<u8>,
    /// How much of the buffer was read from the input.
    filled: usize,
    /// Where each line ends in the buffer, its line feed included.
    ends: Vec<usize>,
}

impl Block {
    /// How many bytes the lines take.
    pub fn size(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// The lines with their numbers, without their line feeds.
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

    /// Reads once behind what is there, with room for `size` bytes at least; 0 is the end.
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

/// The inputs of a run.
pub struct Inputs<'a> {
    settings: &'a Settings,
    form: Form,
    /// Files give blocks of a multiple of this many lines.
    batch: usize,
    pending: VecDeque<(u64, String)>,
    files: VecDeque<PathBuf>,
    current: Option<Open>,
}

/// An input being read.
struct Open {
    name: Arc<str>,
    reader: Box<dyn Read>,
    /// The beginning of a line whose end has not been read.
    carry: Vec<u8>,
    /// How many bytes to read next.
    size: usize,
    /// Lines come in multiples of this many, but for the last ones.
    batch: usize,
    next_line: u64,
    /// The rest of a line that was too long is to be passed over.
    skipping: bool,
    /// The file ends at a line that is too long: a node writes none, and it may be endless.
    ends_at_long_line: bool,
}

impl<'a> Inputs<'a> {
    /// The `inputs` in order, each to be opened when it is its turn.
    pub fn new(inputs: &[String], form: Form, settings: &'a Settings) -> Self {
        Self {
            settings,
            form,
            batch: 1,
            pending: (1..).zip(inputs.iter().cloned()).collect(),
            files: VecDeque::new(),
            current: None,
        }
    }

    /// The same with files in blocks of a multiple of `batch` lines, for work that takes as long for
    /// fewer. What comes through a pipe is not waited for.
    #[must_use]
    pub fn in_batches_of(self, batch: usize) -> Self {
        Self { batch, ..self }
    }

    /// What lines are to be read as.
    pub fn form(&self) -> Form {
        self.form
    }

    /// Bytes of the inputs that are files, as far as they are known; for progress.
    pub fn total_bytes(&self) -> Option<u64> {
        self.pending
            .iter()
            .map(|(_, input)| fs::metadata(input).ok().map(|file| file.len()))
            .sum()
    }

    /// Fills `block` with the next whole lines; false when all is read.
    ///
    /// # Errors
    /// An input that cannot be read; the next call goes on with the input after it.
    pub fn next_block(&mut self, block: &mut Block) -> Result<bool, CliError> {
        loop {
            if let Some(open) = &mut self.current {
                match open.next_block(block) {
                    Ok(true) => return Ok(true),
                    Ok(false) => self.current = None,
                    Err(error) => {
                        let name = PathBuf::from(&*open.name);
                        self.current = None;
                        return Err(CliError::file("read", &name, error));
                    }
                }
            } else if let Some(path) = self.files.pop_front() {
                self.current = Some(open_store(&path, self.batch)?);
            } else if let Some((number, input)) = self.pending.pop_front() {
                self.begin(number, &input)?;
            } else {
                return Ok(false);
            }
        }
    }

    fn begin(&mut self, number: u64, input: &str) -> Result<(), CliError> {
        if input == "-" {
            let stdin = self.settings.stdin().claim("INPUT")?;
            self.current = Some(Open::new("-", Box::new(stdin), 1, 1));
            return Ok(());
        }
        if input.is_empty() {
            let what = format!("INPUT {number} is empty");
            return Err(CliError::failed("empty_input", what)
                .hint("a shell variable that is not set becomes an empty argument"));
        }
        let path = Path::new(input);
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => {
                self.files = share_stores(path)?.into();
                Ok(())
            }
            Ok(_) => {
                self.current = Some(open_file(path, self.batch)?);
                Ok(())
            }
            Err(_) if is_record(input, self.form) => {
                let text = io::Cursor::new(input.as_bytes().to_vec());
                self.current = Some(Open::new("argument", Box::new(text), number, 1));
                Ok(())
            }
            Err(error) => Err(CliError::file("read", path, error)
                .hint("INPUT is hex, a file, a folder of share stores, or - for standard input")),
        }
    }
}

/// Whether an argument that is no file is a record itself.
fn is_record(argument: &str, form: Form) -> bool {
    let hex = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_hexdigit);
    match Line::read(argument.as_bytes(), form) {
        Ok(Line::Share(text) | Line::MessageData(text)) => hex(&text),
        Ok(Line::Contents { contents, .. }) => hex(&contents),
        Ok(Line::Verified(_) | Line::Archived(_)) => true,
        Ok(Line::Nothing) | Err(_) => false,
    }
}

fn open_file(path: &Path, batch: usize) -> Result<Open, CliError> {
    let file = File::open(path).map_err(|error| CliError::file("read", path, error))?;
    let name = path.to_string_lossy();
    Ok(Open::new(&name, Box::new(file), 1, batch))
}

/// Opens a file of a folder. The user has named the folder only, so the file must be finite.
fn open_store(path: &Path, batch: usize) -> Result<Open, CliError> {
    let file =
        share_store::open_regular(path).map_err(|error| CliError::file("read", path, error))?;
    let name = path.to_string_lossy();
    Ok(Open {
        ends_at_long_line: true,
        ..Open::new(&name, Box::new(file), 1, batch)
    })
}

/// The files shares.0, shares.1, ... of a folder, in the order of their numbers.
///
/// # Errors
/// There is none, or the folder cannot be read.
pub fn share_stores(folder: &Path) -> Result<Vec<PathBuf>, CliError> {
    let stores =
        share_store::share_stores(folder).map_err(|error| CliError::file("read", folder, error))?;
    if stores.is_empty() {
        return Err(CliError::failed(
            "no_share_store",
            format!("{} holds no share store", folder.display()),
        )
        .hint("a node keeps its share store as shares.0, shares.1, ... in data/<network>"));
    }
    Ok(stores)
}

impl Open {
    fn new(name: &str, reader: Box<dyn Read>, next_line: u64, batch: usize) -> Self {
        Self {
            name: name.into(),
            reader,
            carry: Vec::new(),
            size: FIRST,
            batch,
            next_line,
            skipping: false,
            ends_at_long_line: false,
        }
    }

    fn next_block(&mut self, block: &mut Block) -> io::Result<bool> {
        if self.skipping && (self.ends_at_long_line || !self.skip_line(block)?) {
            return Ok(false);
        }
        block.name = Arc::clone(&self.name);
        block.first_line = self.next_line;
        block.too_long = false;
        block.filled = 0;
        block.ends.clear();
        block.read_more(&mut self.carry.as_slice(), self.carry.len())?;
        self.carry.clear();
        block.find_ends(0);
        while block.ends.len() < self.batch && block.filled <= MAX_LINE {
            let start = block.filled;
            if block.read_more(&mut *self.reader, self.size)? == 0 {
                break;
            }
            self.size = BLOCK;
            block.find_ends(start);
        }
        block.too_long = block.ends.is_empty() && block.filled > MAX_LINE;
        let whole_batches = block.ends.len() - block.ends.len() % self.batch;
        if whole_batches > 0 {
            block.ends.truncate(whole_batches);
        }
        if block.ends.is_empty() && block.filled > 0 {
            block.ends.push(block.filled);
        }
        self.skipping = block.too_long;
        let rest = block.filled().get(block.size()..).unwrap_or_default();
        self.carry.extend_from_slice(rest);
        self.next_line += u64::try_from(block.ends.len()).unwrap_or(u64::MAX);
        Ok(block.size() > 0)
    }

    /// Passes over the rest of a line that was too long; false at the end of the input.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out at most so many bytes at a time, as a pipe does.
    struct Pipe {
        bytes: io::Cursor<Vec<u8>>,
        most: usize,
    }

    impl Read for Pipe {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            let most = room.len().min(self.most);
            self.bytes.read(&mut room[..most])
        }
    }

    /// The numbers and lines of `bytes`; a line that is too long is `None`.
    fn lines(bytes: &[u8], most: usize, batch: usize) -> Vec<(u64, Option<Vec<u8>>)> {
        let bytes = io::Cursor::new(bytes.to_vec());
        let mut open = Open::new("test", Box::new(Pipe { bytes, most }), 1, batch);
        let mut block = Block::default();
        let mut found = Vec::new();
        while open.next_block(&mut block).unwrap() {
            let lines: Vec<_> = block.lines().collect();
            assert!((1..=MAX_LINES).contains(&lines.len()));
            assert_eq!(block.line(block.first_line - 1), None);
            assert_eq!(block.line(block.first_line + lines.len() as u64), None);
            for (number, line) in lines {
                assert_eq!(block.line(number), Some(line));
                found.push((number, (!block.too_long).then(|| line.to_vec())));
            }
        }
        found
    }

    #[test]
    fn lines_of_every_length_come_whole_and_numbered() {
        let lengths = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 0, 0, 5];
        let long = lengths.iter().map(|length| vec![b'x'; *length]);
        let tiny = (0..2 * MAX_LINES + 1).map(|number| number.to_string().into_bytes());
        let expected: Vec<_> = long.clone().chain(tiny).chain(long).collect();
        let numbered: Vec<_> = (1..).zip(expected.iter().cloned().map(Some)).collect();
        for end in ["", "\n"] {
            let text = [expected.join(&b'\n'), end.into()].concat();
            for most in [1000, BLOCK, 2 * BLOCK] {
                for batch in [1, 24] {
                    let lines = lines(&text, most, batch);
                    assert!(lines == numbered, "{end:?} {most} {batch}");
                }
            }
        }
        assert_eq!(lines(b"", BLOCK, 1), []);
    }

    #[test]
    fn blocks_are_whole_batches_until_the_end() {
        let text = (0..100_000).map(|number| format!("{number}\n"));
        let bytes = io::Cursor::new(text.collect::<String>().into_bytes());
        let mut open = Open::new("test", Box::new(bytes), 1, 24);
        let mut block = Block::default();
        let mut counts = Vec::new();
        while open.next_block(&mut block).unwrap() {
            counts.push(block.lines().count());
        }
        assert_eq!(counts.iter().sum::<usize>(), 100_000);
        assert_eq!(counts.pop(), Some(100_000 % 24));
        assert!(counts.len() > 10 && counts.iter().all(|count| count % 24 == 0));
    }

    #[test]
    fn a_line_that_is_too_long_is_one_line() {
        let long = vec![b'x'; MAX_LINE + 5 * BLOCK];
        for most in [100_000, BLOCK] {
            let text = [b"a\n", &long[..], b"\nb\n", &long[..]].concat();
            for batch in [1, 24] {
                let found = lines(&text, most, batch);
                assert!(
                    found
                        == [
                            (1, Some(b"a".to_vec())),
                            (2, None),
                            (3, Some(b"b".to_vec())),
                            (4, None),
                        ]
                );
            }
        }
    }
}
