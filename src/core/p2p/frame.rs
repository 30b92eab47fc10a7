//! Frames: prefix, command, length and checksum around a message.
//!
//! ```text
//! frame = PREFIX[8] || command[12], padded with 00 || u32 length || SHA256d(payload)[..4] || payload
//! ```
//!
//! Source: util/p2protocol.py of p2pool; core/packet.hpp of c2pool. FIELD.md b.1.

use std::fmt;

use crate::core::hash::sha256d;
use crate::core::network::{NETWORKS, Network};

/// Maximum length of a payload, in bytes. Python nodes accept no longer one.
pub const MAX_PAYLOAD: usize = 32_000_000;

/// Length of everything before the payload, in bytes.
pub const HEADER: usize = 28;

/// Capacity in bytes that a reader keeps for the next frames.
const KEPT: usize = 1 << 20;

/// The name of a message, padded with zeros.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Command([u8; 12]);

impl Command {
    /// Returns the command called `name`, cut after 12 bytes.
    pub const fn new(name: &str) -> Self {
        let mut bytes = [0; 12];
        let mut slots = bytes.as_mut_slice();
        let mut rest = name.as_bytes();
        while let ([byte, more @ ..], [slot, free @ ..]) = (rest, slots) {
            *slot = *byte;
            rest = more;
            slots = free;
        }
        Self(bytes)
    }

    /// Returns the name without its padding. A peer can send any bytes.
    pub fn name(&self) -> &[u8] {
        let end = self.0.iter().rposition(|byte| *byte != 0);
        let end = end.map_or(0, |last| last + 1);
        self.0.get(..end).unwrap_or_default()
    }
}

impl fmt::Display for Command {
    /// Writes the name; bytes other than printable ASCII are escaped.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name().escape_ascii().fmt(f)
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Command({self})")
    }
}

/// Why received bytes are not a frame. Nothing after them can be parsed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// The prefix of another network, or of none.
    #[error("{}", prefix_error(*found))]
    Prefix {
        /// The bytes received instead.
        found: [u8; 8],
    },
    /// The payload is longer than [`MAX_PAYLOAD`].
    #[error("the payload of {command} has {length} bytes; at most {MAX_PAYLOAD} are accepted")]
    TooLong {
        /// The command.
        command: Command,
        /// Length of the payload, in bytes.
        length: u32,
    },
    /// The checksum does not match the payload.
    #[error("the checksum of a {command} message is wrong")]
    Checksum {
        /// The command.
        command: Command,
    },
}

fn prefix_error(found: [u8; 8]) -> String {
    let names: Vec<&str> = networks_with(found).map(|network| network.name).collect();
    match names.as_slice() {
        [] => format!("{} is not the prefix of a pool network", hex::encode(found)),
        names => format!(
            "the peer belongs to another network: {}",
            names.join(" or ")
        ),
    }
}

/// Returns the networks with this prefix. Some share one.
pub fn networks_with(prefix: [u8; 8]) -> impl Iterator<Item = &'static Network> {
    NETWORKS
        .iter()
        .filter(move |network| network.prefix == prefix)
}

/// Splits the bytes of a connection into frames.
#[derive(Debug)]
pub struct FrameReader {
    prefix: [u8; 8],
    buffer: Vec<u8>,
    /// Length of the frames at the start of `buffer` that were returned already.
    taken: usize,
}

impl FrameReader {
    /// Creates a reader for frames of `network`.
    pub fn new(network: &Network) -> Self {
        Self {
            prefix: network.prefix,
            buffer: Vec::new(),
            taken: 0,
        }
    }

    /// Appends received bytes.
    ///
    /// The buffer contains only received bytes. It is at most one frame and `bytes` long if the caller
    /// calls [`next_frame`](Self::next_frame) until it returns `None` before the next push.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.taken);
        self.taken = 0;
        // A long frame must not occupy memory after it was read.
        if self.buffer.len() <= KEPT && self.buffer.capacity() > 4 * KEPT {
            self.buffer.shrink_to(KEPT);
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// Returns the next complete frame, or `None` while its rest is missing.
    ///
    /// # Errors
    ///
    /// [`FrameError`], again at each further call. A prefix is judged when all of its 8 bytes are
    /// there, so the result does not depend on how the bytes are split.
    pub fn next_frame(&mut self) -> Result<Option<(Command, &[u8])>, FrameError> {
        let rest = self.buffer.get(self.taken..).unwrap_or_default();
        match rest.first_chunk() {
            Some(found) if *found != self.prefix => {
                return Err(FrameError::Prefix { found: *found });
            }
            _ => {}
        }
        let Some((header, payload)) = rest.split_first_chunk() else {
            return Ok(None);
        };
        let header = Header::read(header);
        let size = usize::try_from(header.length).unwrap_or(usize::MAX);
        let command = header.command;
        if size > MAX_PAYLOAD {
            let length = header.length;
            return Err(FrameError::TooLong { command, length });
        }
        let Some(payload) = payload.get(..size) else {
            return Ok(None);
        };
        if checksum(payload) != header.checksum {
            return Err(FrameError::Checksum { command });
        }
        self.taken += HEADER + size;
        Ok(Some((command, payload)))
    }

    /// Reports whether bytes of an incomplete frame were received.
    pub fn is_partial(&self) -> bool {
        self.buffer.len() > self.taken
    }
}

/// What follows the prefix.
struct Header {
    command: Command,
    length: u32,
    checksum: [u8; 4],
}

impl Header {
    fn read(header: &[u8; HEADER]) -> Self {
        let [_, _, _, _, _, _, _, _, fields @ ..] = header;
        let [command @ .., l0, l1, l2, l3, c0, c1, c2, c3] = fields;
        Self {
            command: Command(*command),
            length: u32::from_le_bytes([*l0, *l1, *l2, *l3]),
            checksum: [*c0, *c1, *c2, *c3],
        }
    }
}

fn checksum(payload: &[u8]) -> [u8; 4] {
    let [c0, c1, c2, c3, ..] = sha256d(payload);
    [c0, c1, c2, c3]
}

/// Appends a frame of `network`. Returns `None`, and appends nothing, if `payload` is longer than
/// [`MAX_PAYLOAD`].
pub fn write_frame(
    out: &mut Vec<u8>,
    network: &Network,
    command: Command,
    payload: &[u8],
) -> Option<()> {
    if payload.len() > MAX_PAYLOAD {
        return None;
    }
    let length = u32::try_from(payload.len()).ok()?;
    out.extend_from_slice(&network.prefix);
    out.extend_from_slice(&command.0);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&checksum(payload));
    out.extend_from_slice(payload);
    Some(())
}
