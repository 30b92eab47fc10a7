//! The plain envelope, version 1. PROTOCOL: section 3.

use super::authority::ENVELOPE_VERSION;
use super::contents::{
    Envelope, FLAG_ANNOUNCEMENT, Format, Header, MAX_ENVELOPE, MAX_MESSAGES, ReadAnnouncement,
    ReadMessage,
};
use crate::core::key::announcement::{ANNOUNCEMENT_LEN, Announcement};
use crate::core::message::{MAX_PAYLOAD, Message};
use crate::core::wire::{Problem, Reader};

/// Length of the fixed part in bytes.
const HEADER_LEN: usize = 4;
/// The longest signature that is packed, in bytes.
const MAX_SIGNATURE: usize = 73;

/// Why messages do not make an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// Too many messages.
    #[error("{found} messages, at most {MAX_MESSAGES} fit one share")]
    TooManyMessages {
        /// How many there are.
        found: usize,
    },
    /// Too many bytes.
    #[error("the envelope would have {found} bytes, at most {MAX_ENVELOPE} are allowed")]
    TooLong {
        /// How many it would have.
        found: usize,
    },
    /// A payload that no reader would take.
    #[error("a payload has {found} bytes, at most {MAX_PAYLOAD} are allowed")]
    PayloadTooLong {
        /// How many it has.
        found: usize,
    },
    /// A signature that no signer makes.
    #[error("a signature has {found} bytes, at most {MAX_SIGNATURE} are allowed")]
    SignatureTooLong {
        /// How many it has.
        found: usize,
    },
}

/// Length in bytes of the envelope that [`pack`] would make; 0 if there is nothing to say.
pub fn packed_len(messages: &[Message], announcement: Option<&Announcement>) -> usize {
    if messages.is_empty() && announcement.is_none() {
        return 0;
    }
    let messages: usize = messages
        .iter()
        .map(|message| 29 + message.payload.len() + message.signature.len())
        .sum();
    HEADER_LEN + announcement.map_or(0, |_| ANNOUNCEMENT_LEN) + messages
}

/// Packs `messages` behind `announcement`. Nothing to say is zero bytes.
///
/// ```text
/// 0  1  version = 1
/// 1  1  envelope flags: 0x01 an announcement follows
/// 2  1  msg_count
/// 3  1  announcement_len: 0 or 57
/// 4  A  announcement
/// .. .. messages, back to back
/// ```
///
/// # Errors
/// [`PackError`], when any limit is passed; nothing is dropped or cut.
///
/// Source: `pack_share_messages` in the reference's share_messages.py, which keeps the first three
/// of more messages.
pub fn pack(
    messages: &[Message],
    announcement: Option<&Announcement>,
) -> Result<Vec<u8>, PackError> {
    if messages.len() > MAX_MESSAGES {
        return Err(PackError::TooManyMessages {
            found: messages.len(),
        });
    }
    for message in messages {
        if message.payload.len() > MAX_PAYLOAD {
            return Err(PackError::PayloadTooLong {
                found: message.payload.len(),
            });
        }
        if message.signature.len() > MAX_SIGNATURE {
            return Err(PackError::SignatureTooLong {
                found: message.signature.len(),
            });
        }
    }
    let length = packed_len(messages, announcement);
    if length > MAX_ENVELOPE {
        return Err(PackError::TooLong { found: length });
    }
    if length == 0 {
        return Ok(Vec::new());
    }
    let (flags, announcement_len) = match announcement {
        Some(_) => (FLAG_ANNOUNCEMENT, ANNOUNCEMENT_LEN.to_le_bytes()[0]),
        None => (0, 0),
    };
    let msg_count = messages.len().to_le_bytes()[0];
    let mut out = Vec::with_capacity(length);
    out.extend_from_slice(&[ENVELOPE_VERSION, flags, msg_count, announcement_len]);
    if let Some(announcement) = announcement {
        out.extend_from_slice(&announcement.write());
    }
    for message in messages {
        message.write(&mut out);
    }
    Ok(out)
}

/// Reads a plain envelope whose first byte stands at `base` of message_data.
///
/// What is read is what the reference reads; what it passes over in silence becomes a problem.
///
/// Source: `unpack_share_messages` in the reference's share_messages.py.
pub(super) fn read(bytes: &[u8], base: usize) -> Envelope {
    let mut envelope = Envelope {
        format: Format::Plain,
        bytes: bytes.len(),
        header: None,
        announcement: None,
        messages: Vec::new(),
        problems: Vec::new(),
    };
    let mut reader = Reader::new(bytes, base);
    let Ok(&[version, flags, msg_count, announcement_len]) = reader.array("envelope") else {
        let message = format!(
            "an envelope has {HEADER_LEN} bytes at least, {} found",
            bytes.len()
        );
        envelope.problems.push(Problem {
            offset: base,
            code: "envelope_too_short".into(),
            message,
            malformed: true,
        });
        return envelope;
    };
    envelope.header = Some(Header {
        version,
        flags,
        msg_count,
        announcement_len,
    });
    if version != ENVELOPE_VERSION {
        let message = format!("envelope version {version}, only {ENVELOPE_VERSION} is known");
        envelope.problems.push(Problem {
            offset: base,
            code: "envelope_version".into(),
            message,
            malformed: true,
        });
        return envelope;
    }
    check_header(&mut envelope.problems, bytes.len(), base, flags, msg_count);
    read_announcement(&mut envelope, &mut reader, flags, announcement_len);
    read_messages(&mut envelope, &mut reader, msg_count);
    envelope
}

fn check_header(problems: &mut Vec<Problem>, length: usize, base: usize, flags: u8, msg_count: u8) {
    if length > MAX_ENVELOPE {
        problems.push(Problem {
            offset: base + MAX_ENVELOPE,
            code: "envelope_too_long".into(),
            message: format!("the envelope has {length} bytes, at most {MAX_ENVELOPE} are allowed"),
            malformed: true,
        });
    }
    if flags & !FLAG_ANNOUNCEMENT != 0 {
        problems.push(Problem {
            offset: base + 1,
            code: "unknown_envelope_flags".into(),
            message: format!("envelope flags {flags:#04x}, only {FLAG_ANNOUNCEMENT:#04x} is known"),
            malformed: true,
        });
    }
    if usize::from(msg_count) > MAX_MESSAGES {
        problems.push(Problem {
            offset: base + 2,
            code: "too_many_messages".into(),
            message: format!("{msg_count} messages promised, only {MAX_MESSAGES} are read"),
            malformed: true,
        });
    }
}

fn read_announcement(
    envelope: &mut Envelope,
    reader: &mut Reader<'_>,
    flags: u8,
    announcement_len: u8,
) {
    let length_offset = reader.offset() - 1;
    let problems = &mut envelope.problems;
    if flags & FLAG_ANNOUNCEMENT == 0 {
        if announcement_len != 0 {
            problems.push(Problem {
                offset: length_offset,
                code: "announcement_without_flag".into(),
                message: format!(
                    "announcement_len is {announcement_len} without the flag: nothing is skipped"
                ),
                malformed: true,
            });
        }
        return;
    }
    if usize::from(announcement_len) != ANNOUNCEMENT_LEN {
        problems.push(Problem {
            offset: length_offset,
            code: "announcement_length".into(),
            message: format!(
                "the announcement has {announcement_len} bytes, expected {ANNOUNCEMENT_LEN}"
            ),
            malformed: true,
        });
    }
    let offset = reader.offset();
    let found = match reader.take(usize::from(announcement_len), "announcement") {
        Ok(found) => found,
        Err(error) => {
            problems.push(Problem {
                offset,
                code: "announcement_truncated".into(),
                message: error.to_string(),
                malformed: true,
            });
            // Skipped whole, as the reference does: no message can follow.
            *reader = Reader::new(&[], offset + reader.rest().len());
            return;
        }
    };
    let Ok(announcement) = Announcement::read(&mut Reader::new(found, offset)) else {
        return;
    };
    let check = announcement.check();
    if let Err(error) = check {
        problems.push(Problem {
            offset,
            code: "announcement_unsound".into(),
            message: error.to_string(),
            malformed: true,
        });
    }
    envelope.announcement = Some(ReadAnnouncement {
        offset,
        announcement,
        check,
    });
}

fn read_messages(envelope: &mut Envelope, reader: &mut Reader<'_>, msg_count: u8) {
    for number in 1..=usize::from(msg_count).min(MAX_MESSAGES) {
        let offset = reader.offset();
        match Message::read(reader) {
            Ok(message) => envelope.messages.push(ReadMessage { offset, message }),
            Err(error) => {
                envelope.problems.push(Problem {
                    offset: error.offset(),
                    code: "message_malformed".into(),
                    message: format!("message {number}: {error}"),
                    malformed: true,
                });
                return;
            }
        }
    }
    let left = reader.rest().len();
    if left > 0 {
        envelope.problems.push(Problem {
            offset: reader.offset(),
            code: "trailing_bytes".into(),
            message: format!("{left} bytes left over behind the messages"),
            malformed: true,
        });
    }
}
