//! What one line of input holds: a raw share, message_data, or a line of a share store.
//! PROTOCOL: section 5, "The share store of a node".

use std::borrow::Cow;

use crate::core::hash::ShareHash;
use crate::core::json_text::{UTF16, is_utf16, repair, without_bom};
use crate::core::share::KNOWN_VERSIONS;
pub use crate::core::share::share_json::DescribedPlace;
use crate::core::share::share_json::ShareJsonFields;
use crate::core::wire::{Problem, Reader};

/// What a line is to be read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// Found out from the line.
    #[default]
    Any,
    /// Hex of message_data.
    MessageData,
    /// Hex of a raw share.
    Share,
    /// Hex of the contents of a share of this version.
    Contents {
        /// The share version.
        version: u64,
    },
    /// A line of a share store.
    Store,
}

/// A line, taken apart; hex is not decoded yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line<'a> {
    /// Nothing, or a record type that nodes ignore.
    Nothing,
    /// Hex of a raw share.
    Share(Cow<'a, [u8]>),
    /// Hex of the contents of a share of this version.
    Contents {
        /// The share version.
        version: u64,
        /// Hex.
        contents: Cow<'a, [u8]>,
    },
    /// Hex of message_data.
    MessageData(Cow<'a, [u8]>),
    /// A share whose proof of work the node has checked.
    Verified(ShareHash),
    /// message_data and whose share it was in, as an archive hands it over.
    Archived(Archived),
}

/// A JSON object of an archive, of a node's API (`/web/share/HASH`), or of `decode --json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// The share it was in.
    pub share_hash: Option<ShareHash>,
    /// The payout address of that share.
    pub address: Option<String>,
    /// message_data; empty for a share without messages.
    pub message_data_hex: String,
    /// The place of that share in the chain.
    pub place: Option<DescribedPlace>,
    /// The number of unreadable characters in the line that were replaced.
    pub replaced: usize,
}

impl Archived {
    /// The bytes of message_data.
    ///
    /// # Errors
    ///
    /// [`LineError::OddLength`], [`LineError::NotHex`].
    pub fn message_data(&self) -> Result<Vec<u8>, LineError> {
        hex_bytes(self.message_data_hex.trim().as_bytes())
    }

    /// The problem with the text of the line, if characters in it were unreadable.
    pub fn problem(&self) -> Option<Problem> {
        (self.replaced > 0).then(|| Problem {
            offset: 0,
            code: "unreadable_text".into(),
            message: format!(
                "unreadable characters of the JSON line replaced by U+FFFD: {}",
                self.replaced
            ),
            malformed: false,
        })
    }
}

/// Why a line holds no record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LineError {
    /// A character that is no hex digit.
    #[error("character {position} is no hex digit")]
    NotHex {
        /// Which character of the hex, from 1.
        position: usize,
    },
    /// A half byte.
    #[error("{digits} hex digits make no whole bytes: the line looks cut off")]
    OddLength {
        /// How many there are.
        digits: usize,
    },
    /// Not two parts with one space between them.
    #[error("a line of a share store is a record type, one space, and hex")]
    NotTwoParts,
    /// A record type that is no number.
    #[error("the record type is no number")]
    RecordType,
    /// A record type that nobody defined.
    #[error("record type {record_type} is unknown, share stores have 2 and 5")]
    UnknownRecordType {
        /// The record type.
        record_type: i64,
    },
    /// A hash that is no 256-bit number in hex.
    #[error("a verified share hash is 1 to 64 hex digits")]
    VerifiedHash,
    /// A hash at the end of a pipe, without a line feed.
    #[error("the line has no line feed, so its hash may be cut off")]
    CutOffHash,
    /// UTF-16, by its byte order mark.
    #[error("{UTF16}")]
    Utf16,
    /// JSON without message_data_hex, or malformed JSON.
    #[error("not a JSON object with message_data_hex: {reason}")]
    Json {
        /// What the reader found.
        reason: String,
    },
}

impl LineError {
    /// A stable name for JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotHex { .. } => "not_hex",
            Self::OddLength { .. } => "odd_length",
            Self::NotTwoParts => "not_two_parts",
            Self::RecordType => "record_type",
            Self::UnknownRecordType { .. } => "unknown_record_type",
            Self::VerifiedHash => "verified_hash",
            Self::CutOffHash => "cut_off_hash",
            Self::Utf16 => "utf16",
            Self::Json { .. } => "json",
        }
    }
}

impl<'a> Line<'a> {
    /// Takes a line apart.
    ///
    /// # Errors
    /// [`LineError`]; a blank line is an error only in a share store.
    pub fn read(line: &'a [u8], form: Form) -> Result<Self, LineError> {
        if is_utf16(line) {
            return Err(LineError::Utf16);
        }
        let trimmed = without_bom(line.trim_ascii()).trim_ascii();
        match form {
            Form::Store => read_store_line(trimmed),
            _ if trimmed.is_empty() => Ok(Self::Nothing),
            Form::MessageData => Ok(Self::MessageData(bare_hex(trimmed))),
            Form::Share => Ok(Self::Share(bare_hex(trimmed))),
            Form::Contents { version } => Ok(Self::Contents {
                version,
                contents: bare_hex(trimmed),
            }),
            Form::Any => read_any(trimmed),
        }
    }
}

fn read_any(line: &[u8]) -> Result<Line<'_>, LineError> {
    if line.starts_with(b"{") {
        return read_archived(line)
            .map(Line::Archived)
            .map_err(|error| LineError::Json {
                reason: error.to_string(),
            });
    }
    if line.starts_with(b"[") {
        return Err(LineError::Json {
            reason: "it is an array that is cut off, or whose elements are not objects".to_owned(),
        });
    }
    // No hex that means something is cut after a few digits, while a record type has one or two.
    if line.iter().take(4).any(|byte| *byte == b' ') {
        return read_store_line(line);
    }
    let hex = bare_hex(line);
    if starts_like_a_share(&hex) {
        Ok(Line::Share(hex))
    } else {
        Ok(Line::MessageData(hex))
    }
}

/// Parses a JSON object; an unreadable character in one of its fields costs only that character.
fn read_archived(line: &[u8]) -> serde_json::Result<Archived> {
    let archived = |fields: ShareJsonFields, replaced| Archived {
        share_hash: fields.share_hash,
        address: fields.address,
        message_data_hex: fields.message_data_hex,
        place: fields.place,
        replaced,
    };
    match serde_json::from_slice(line) {
        Ok(fields) => Ok(archived(fields, 0)),
        Err(error) => {
            let repaired = repair(line).ok_or(error)?;
            let fields = serde_json::from_str(&repaired.text)?;
            Ok(archived(fields, repaired.replaced))
        }
    }
}

/// A raw share begins with its version; both envelopes begin with 01.
fn starts_like_a_share(hex: &[u8]) -> bool {
    let mut start = [0; 10];
    let digits = hex.get(..2 * start.len()).unwrap_or(hex);
    let Some(start) = start.get_mut(..digits.len() / 2) else {
        return false;
    };
    // What is no hex is told where it is decoded, whatever it was to be.
    if hex::decode_to_slice(digits.get(..2 * start.len()).unwrap_or_default(), start).is_err() {
        return false;
    }
    let mut reader = Reader::new(start, 0);
    let Ok(version) = reader.u8("share version") else {
        return false;
    };
    if KNOWN_VERSIONS.contains(&u64::from(version)) || version >= 0xfd {
        return true;
    }
    // A version that nobody defined yet, if the length of the contents is just what follows.
    version != 1
        && reader.var_int("contents").is_ok_and(|contents_len| {
            let whole = u64::try_from(reader.offset()).unwrap_or(u64::MAX);
            whole.checked_add(contents_len) == u64::try_from(hex.len() / 2).ok()
        })
}

/// Hex without a leading 0x and without white space between the digits.
fn bare_hex(text: &[u8]) -> Cow<'_, [u8]> {
    let text = text
        .strip_prefix(b"0x")
        .or_else(|| text.strip_prefix(b"0X"))
        .unwrap_or(text);
    if text.iter().any(u8::is_ascii_whitespace) {
        let digits = text
            .iter()
            .copied()
            .filter(|byte| !byte.is_ascii_whitespace());
        Cow::Owned(digits.collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Reads `5 <raw share hex>` or `2 <share hash without leading zeros>`; types 0 and 1 are ignored.
///
/// Source: `ShareStore.__init__` in p2pool's data.py.
fn read_store_line(line: &[u8]) -> Result<Line<'_>, LineError> {
    // Nearly every line. A second space is found where the hex is decoded.
    if let Some(content) = line.strip_prefix(b"5 ") {
        return Ok(Line::Share(Cow::Borrowed(content)));
    }
    let (record_type, content) = two_parts(line).ok_or(LineError::NotTwoParts)?;
    let record_type: i64 = std::str::from_utf8(record_type)
        .ok()
        .and_then(|digits| digits.parse().ok())
        .ok_or(LineError::RecordType)?;
    match record_type {
        5 => Ok(Line::Share(Cow::Borrowed(content))),
        2 => read_verified_hash(content).map(Line::Verified),
        0 | 1 => Ok(Line::Nothing),
        _ => Err(LineError::UnknownRecordType { record_type }),
    }
}

/// What stands before and behind the only space.
fn two_parts(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let (record_type, rest) = line.split_at_checked(memchr::memchr(b' ', line)?)?;
    let content = rest.strip_prefix(b" ")?;
    memchr::memchr(b' ', content)
        .is_none()
        .then_some((record_type, content))
}

fn read_verified_hash(digits: &[u8]) -> Result<ShareHash, LineError> {
    let mut padded = [b'0'; 64];
    let padding = padded.len().checked_sub(digits.len());
    let room = padding.and_then(|padding| padded.get_mut(padding..));
    let room = room
        .filter(|_| !digits.is_empty())
        .ok_or(LineError::VerifiedHash)?;
    room.copy_from_slice(digits);
    let mut hash = [0; 32];
    const_hex::decode_to_slice(padded, &mut hash).map_err(|_| LineError::VerifiedHash)?;
    hash.reverse();
    Ok(ShareHash::from_wire(hash))
}

/// Decodes `hex` into `out`, whose former content goes.
///
/// # Errors
/// [`LineError::OddLength`], [`LineError::NotHex`].
pub fn decode_hex(hex: &[u8], out: &mut Vec<u8>) -> Result<(), LineError> {
    if !hex.len().is_multiple_of(2) {
        let position = first_non_digit(hex);
        return Err(match position {
            Some(position) => LineError::NotHex { position },
            None => LineError::OddLength { digits: hex.len() },
        });
    }
    out.resize(hex.len() / 2, 0);
    const_hex::decode_to_slice(hex, out).map_err(|_| LineError::NotHex {
        position: first_non_digit(hex).unwrap_or_default(),
    })
}

/// The bytes of `hex`.
///
/// # Errors
///
/// [`LineError::OddLength`], [`LineError::NotHex`].
pub fn hex_bytes(hex: &[u8]) -> Result<Vec<u8>, LineError> {
    let mut bytes = Vec::new();
    decode_hex(hex, &mut bytes)?;
    Ok(bytes)
}

fn first_non_digit(hex: &[u8]) -> Option<usize> {
    hex.iter()
        .position(|byte| !byte.is_ascii_hexdigit())
        .map(|index| index + 1)
}
