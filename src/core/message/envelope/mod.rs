//! message_data: the envelope that holds the messages of a share. PROTOCOL: sections 3 and 4.

pub mod authority;
mod contents;
mod plain;

pub use authority::{Authority, ENVELOPE_VERSION, KNOWN_AUTHORITIES};
pub use contents::{
    Envelope, FLAG_ANNOUNCEMENT, Format, Header, MAX_ENVELOPE, MAX_MESSAGES, ReadAnnouncement,
    ReadMessage,
};
pub use plain::{PackError, pack, packed_len};

impl Envelope {
    /// Reads message_data: the mac of every known authority first, then as plain.
    ///
    /// It never fails: what could be read is there, and what could not is among the problems, with
    /// its byte in message_data (also inside an authority's envelope, where each byte keeps its
    /// place).
    pub fn read(message_data: &[u8], authorities: &[Authority]) -> Self {
        match authority::open(message_data, authorities) {
            Some((authority, inner)) => {
                let mut envelope = plain::read(&inner, authority::HEADER_LEN);
                envelope.bytes = message_data.len();
                envelope.format = Format::Authority { authority, inner };
                envelope
            }
            None => Self::read_plain(message_data),
        }
    }

    /// Reads message_data as plain, as a node does that knows no authorities.
    pub fn read_plain(message_data: &[u8]) -> Self {
        plain::read(message_data, 0)
    }
}
