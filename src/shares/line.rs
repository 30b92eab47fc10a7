//! Lines parsed into records, and the shares in them hashed many at once.

use std::sync::Arc;

use super::block::{Block, MAX_LINE};
use super::broken::Broken;
use super::mark::Mark;
use super::record::{Content, Record};
use crate::core::network::Network;
use crate::core::share::Share;
use crate::core::share::commitment::{AT_ONCE, commit_all};
use crate::core::share::record::{Form, Line, LineError, decode_hex, hex_bytes};

/// Bytes that nearly every share stays below.
const ORDINARY_SHARE: usize = 1 << 14;

/// Parses lines. The result depends only on the line, so each thread can have its own reader.
#[derive(Debug, Clone)]
pub struct LineReader {
    network: &'static Network,
    form: Form,
    with_messages_only: bool,
    /// The bytes of the shares that are hashed at once, in buffers that are used again.
    raws: Vec<Vec<u8>>,
}

impl LineReader {
    /// A reader of lines of every form.
    pub fn new(network: &'static Network) -> Self {
        Self {
            network,
            form: Form::Any,
            with_messages_only: false,
            raws: vec![Vec::new(); AT_ONCE],
        }
    }

    /// Reads every line as `form`.
    #[must_use]
    pub fn form(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// Skips shares without message_data, and lines that only mark a share as verified.
    #[must_use]
    pub fn with_messages_only(self, with_messages_only: bool) -> Self {
        Self {
            with_messages_only,
            ..self
        }
    }

    /// Passes the record of each line of `block` to `see`, in order. Lines without a record are
    /// skipped.
    pub fn read(&mut self, block: &Block, mut see: impl FnMut(Record<'_>)) {
        let mut lines = block.lines();
        while self.read_some(block, &mut lines, &mut see) {}
        // Gives back the buffers of enormous shares: each could grow to the largest.
        for raw in &mut self.raws {
            if raw.capacity() > ORDINARY_SHARE {
                *raw = Vec::new();
            }
        }
    }

    /// As [`read`](Self::read), for line `number` alone.
    pub fn read_one(&mut self, block: &Block, number: u64, mut see: impl FnMut(Record<'_>)) {
        let line = block.line(number).map(|line| (number, line));
        self.read_some(block, &mut line.into_iter(), &mut see);
    }

    /// Reads on until the buffers are full of shares; false when there are no more lines.
    fn read_some<'l>(
        &mut self,
        block: &'l Block,
        lines: &mut impl Iterator<Item = (u64, &'l [u8])>,
        see: &mut impl FnMut(Record<'_>),
    ) -> bool {
        let mut raws = self.raws.iter_mut();
        let mut room = raws.next();
        let mut more = true;
        // In the order of the lines; `None` is the next of the shares.
        let (mut found, mut shares) = (Vec::new(), Vec::new());
        while let Some(raw) = room {
            let Some((number, line)) = lines.next() else {
                more = false;
                break;
            };
            if let Some(Mark::Broken { why, .. }) = block.mark(number) {
                found.push((number, Some(Content::Broken(why.clone()))));
                room = Some(raw);
                continue;
            }
            let is_unfinished = block.is_unterminated() && is_store_line(line);
            let is_cut_off = block.may_be_cut_off() && is_short_hash(line);
            let (hex, version) = match read_line(line, self.form) {
                Ok(Line::Share(hex)) => (hex, None),
                Ok(Line::Contents { version, contents }) => (contents, Some(version)),
                other => {
                    match other {
                        _ if is_unfinished => found.push((number, Some(Content::Unfinished))),
                        Ok(Line::Verified(_)) if is_cut_off => {
                            let broken = Broken::Line(LineError::CutOffHash);
                            found.push((number, Some(Content::Broken(broken))));
                        }
                        Ok(Line::Verified(_)) if self.with_messages_only => {}
                        Ok(line) => found.extend(other_content(line).map(|c| (number, Some(c)))),
                        Err(broken) => found.push((number, Some(Content::Broken(broken)))),
                    }
                    room = Some(raw);
                    continue;
                }
            };
            match read_share(&hex, version, raw, self.network) {
                Ok(share) if self.with_messages_only && share.message_data.is_empty() => {}
                Ok(share) => {
                    shares.push(share);
                    found.push((number, None));
                }
                Err(_) if is_unfinished => found.push((number, Some(Content::Unfinished))),
                Err(broken) => found.push((number, Some(Content::Broken(broken)))),
            }
            room = raws.next();
        }
        let commitments = commit_all(&shares, self.network);
        let hashed = shares.iter().zip(&commitments);
        let mut hashed = hashed.map(|(share, commitment)| Content::Share { share, commitment });
        for (line, other) in found {
            if let Some(content) = other.or_else(|| hashed.next()) {
                let mark = block.mark(line);
                see(Record {
                    name: file_of(mark).unwrap_or(block.name()),
                    line,
                    mark,
                    content: check_key(content, mark),
                });
            }
        }
        more
    }
}

/// The file of a database that a record is about.
fn file_of(mark: Option<&Mark>) -> Option<&Arc<str>> {
    match mark? {
        Mark::Broken { file, .. } => file.as_ref(),
        Mark::Share { .. } => None,
    }
}

/// Rejects a share whose hash is not the one in its key.
fn check_key<'a>(content: Content<'a>, mark: Option<&Mark>) -> Content<'a> {
    match (&content, mark) {
        (Content::Share { commitment, .. }, Some(Mark::Share { share_hash, .. }))
            if commitment.share_hash != *share_hash =>
        {
            let found = commitment.share_hash;
            Content::Broken(Broken::KeyMismatch { found })
        }
        _ => content,
    }
}

fn read_line(line: &[u8], form: Form) -> Result<Line<'_>, Broken> {
    if line.len() > MAX_LINE {
        return Err(Broken::TooLong);
    }
    Ok(Line::read(line, form)?)
}

/// Whether a line begins as the lines of share stores do.
fn is_store_line(line: &[u8]) -> bool {
    matches!(line, [b'2' | b'5'] | [b'2' | b'5', b' ', ..])
}

/// Whether a line of a verified share may lack digits of its hash, which nodes write without leading
/// zeros.
fn is_short_hash(line: &[u8]) -> bool {
    line.trim_ascii().len() < "2 ".len() + 64
}

/// The content of a line without a share.
fn other_content(line: Line<'_>) -> Option<Content<'_>> {
    match line {
        Line::MessageData(hex) => Some(Content::MessageData(hex)),
        Line::Archived(archived) => Some(Content::Archived(archived)),
        Line::Verified(share_hash) => Some(Content::Verified(share_hash)),
        Line::Nothing | Line::Share(_) | Line::Contents { .. } => None,
    }
}

/// Reads a raw share, or the contents of a share of `version`; its bytes go into `raw`.
fn read_share<'a>(
    hex: &[u8],
    version: Option<u64>,
    raw: &'a mut Vec<u8>,
    network: &Network,
) -> Result<Share<'a>, Broken> {
    decode_hex(hex, raw)?;
    Ok(match version {
        None => Share::read(raw, network)?,
        Some(version) => Share::read_contents(version, raw, network)?,
    })
}

/// Whether a text is a record itself, as opposed to the name of a file: hex or a line of `form`.
pub fn is_record(text: &str, form: Form) -> bool {
    let hex = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_hexdigit);
    match Line::read(text.as_bytes(), form) {
        Ok(Line::Share(text) | Line::MessageData(text)) => hex(&text),
        Ok(Line::Contents { contents, .. }) => hex(&contents),
        Ok(Line::Verified(_) | Line::Archived(_)) => true,
        Ok(Line::Nothing) | Err(_) => false,
    }
}

/// Decodes a text of hex as message_data, which may be empty.
///
/// # Errors
///
/// [`LineError::NotHex`], [`LineError::OddLength`].
pub fn read_message_data(text: &[u8]) -> Result<Vec<u8>, LineError> {
    match Line::read(text, Form::MessageData)? {
        Line::MessageData(hex) => hex_bytes(&hex),
        _ => Ok(Vec::new()),
    }
}
