//! The contents of an envelope: header, announcement, messages, problems.

use super::authority::Authority;
use crate::core::key::announcement::{Announcement, AnnouncementError};
use crate::core::message::Message;
use crate::core::wire::Problem;

/// The most messages that a share may carry.
pub const MAX_MESSAGES: usize = 3;
/// The most bytes that a plain envelope may have.
pub const MAX_ENVELOPE: usize = 512;
/// Envelope flag: an announcement follows.
pub const FLAG_ANNOUNCEMENT: u8 = 0x01;

/// Which of the two formats message_data has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// Version 1 in the clear.
    Plain,
    /// Sealed to the public key of an authority.
    Authority {
        /// The authority whose mac holds.
        authority: Authority,
        /// The envelope inside.
        inner: Vec<u8>,
    },
}

/// A message and its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadMessage {
    /// Its first byte, from the start of message_data.
    pub offset: usize,
    /// The message.
    pub message: Message,
}

/// An announcement as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadAnnouncement {
    /// Its first byte, from the start of message_data.
    pub offset: usize,
    /// What it says.
    pub announcement: Announcement,
    /// Whether it is sound.
    pub check: Result<(), AnnouncementError>,
}

/// The parsed contents of message_data, and its problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The format.
    pub format: Format,
    /// Length of message_data in bytes.
    pub bytes: usize,
    /// The header, if there are four bytes of one; of the envelope inside, for an authority's.
    pub header: Option<Header>,
    /// The announcement, if 57 bytes of one are there.
    pub announcement: Option<ReadAnnouncement>,
    /// The messages before the first malformed one, three at most.
    pub messages: Vec<ReadMessage>,
    /// Everything that a node passes over in silence and a person wants to know.
    pub problems: Vec<Problem>,
}

/// The first four bytes of a plain envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// 1.
    pub version: u8,
    /// [`FLAG_ANNOUNCEMENT`] or nothing.
    pub flags: u8,
    /// How many messages are promised.
    pub msg_count: u8,
    /// How long the announcement is.
    pub announcement_len: u8,
}

impl Envelope {
    /// The announcement, if it is sound.
    pub fn sound_announcement(&self) -> Option<&Announcement> {
        let found = self.announcement.as_ref()?;
        found.check.is_ok().then_some(&found.announcement)
    }

    /// The authority that it is sealed to.
    pub fn authority(&self) -> Option<&Authority> {
        match &self.format {
            Format::Authority { authority, .. } => Some(authority),
            Format::Plain => None,
        }
    }
}
