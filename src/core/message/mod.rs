//! One message. PROTOCOL: section 2.

pub mod decode;
pub mod envelope;
pub mod pack;
pub mod payload;
pub mod policy;
pub mod queue;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::core::hash::{MessageHash, SigningId, sha256d};
use crate::core::key::SigningKey;
use crate::core::wire::{Reader, WireError};

/// The most bytes that a payload may have.
pub const MAX_PAYLOAD: usize = 220;

/// The kind of a message; every byte is one, known or not.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MsgType(pub u8);

/// A text that names no kind of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the kinds are node-status, chat, announce, version-signal, merged-status, featured, alert \
     and transition; others are given by number (0x07, or 7)"
)]
pub struct NoMsgType;

impl FromStr for MsgType {
    type Err = NoMsgType;

    /// Reads a protocol name, a short name, or a number: `7`, `0x07`, `UNKNOWN_0x07`.
    fn from_str(text: &str) -> Result<Self, NoMsgType> {
        let number = || {
            let digits = text.strip_prefix("UNKNOWN_").unwrap_or(text);
            match digits.strip_prefix("0x") {
                Some(hex) => u8::from_str_radix(hex, 16).ok(),
                None => digits.parse().ok(),
            }
        };
        Self::from_name(text)
            .or_else(|| number().map(Self))
            .ok_or(NoMsgType)
    }
}

/// How the payload of a kind is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayloadKind {
    /// UTF-8 text.
    Text,
    /// Compact JSON.
    Json,
    /// Nobody knows.
    Unknown,
}

impl MsgType {
    /// State of a node.
    pub const NODE_STATUS: Self = Self(0x01);
    /// Chat.
    pub const MINER_MESSAGE: Self = Self(0x02);
    /// An operator's announcement.
    pub const POOL_ANNOUNCE: Self = Self(0x03);
    /// What a node supports.
    pub const VERSION_SIGNAL: Self = Self(0x04);
    /// State of a merge-mined chain.
    pub const MERGED_STATUS: Self = Self(0x05);
    /// A node that an authority recommends.
    pub const FEATURED_NODE: Self = Self(0x06);
    /// An alert.
    pub const EMERGENCY: Self = Self(0x10);
    /// An authority's call to change the share version.
    pub const TRANSITION_SIGNAL: Self = Self(0x20);

    /// Every known kind.
    pub const KNOWN: [Self; 8] = [
        Self::NODE_STATUS,
        Self::MINER_MESSAGE,
        Self::POOL_ANNOUNCE,
        Self::VERSION_SIGNAL,
        Self::MERGED_STATUS,
        Self::FEATURED_NODE,
        Self::EMERGENCY,
        Self::TRANSITION_SIGNAL,
    ];

    /// The protocol's name, or `UNKNOWN_0xNN`.
    pub fn name(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::NODE_STATUS => "NODE_STATUS",
            Self::MINER_MESSAGE => "MINER_MESSAGE",
            Self::POOL_ANNOUNCE => "POOL_ANNOUNCE",
            Self::VERSION_SIGNAL => "VERSION_SIGNAL",
            Self::MERGED_STATUS => "MERGED_STATUS",
            Self::FEATURED_NODE => "FEATURED_NODE",
            Self::EMERGENCY => "EMERGENCY",
            Self::TRANSITION_SIGNAL => "TRANSITION_SIGNAL",
            Self(byte) => return Cow::Owned(format!("UNKNOWN_0x{byte:02x}")),
        })
    }

    /// The short name that commands take and people read: chat, announce, alert, node-status, ...
    pub fn short_name(self) -> Option<&'static str> {
        Some(match self {
            Self::NODE_STATUS => "node-status",
            Self::MINER_MESSAGE => "chat",
            Self::POOL_ANNOUNCE => "announce",
            Self::VERSION_SIGNAL => "version-signal",
            Self::MERGED_STATUS => "merged-status",
            Self::FEATURED_NODE => "featured",
            Self::EMERGENCY => "alert",
            Self::TRANSITION_SIGNAL => "transition",
            Self(_) => return None,
        })
    }

    /// The known kind with this protocol name or short name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::KNOWN.into_iter().find(|kind| {
            kind.name().eq_ignore_ascii_case(name)
                || kind
                    .short_name()
                    .is_some_and(|short| short.eq_ignore_ascii_case(name))
        })
    }

    /// How its payload is to be read.
    pub fn payload_kind(self) -> PayloadKind {
        match self {
            Self::MINER_MESSAGE | Self::POOL_ANNOUNCE | Self::EMERGENCY => PayloadKind::Text,
            Self::NODE_STATUS
            | Self::VERSION_SIGNAL
            | Self::MERGED_STATUS
            | Self::FEATURED_NODE
            | Self::TRANSITION_SIGNAL => PayloadKind::Json,
            Self(_) => PayloadKind::Unknown,
        }
    }

    /// The flags that a builder gives a message of this kind.
    pub fn builder_flags(self) -> MsgFlags {
        match self {
            Self::MINER_MESSAGE | Self::POOL_ANNOUNCE | Self::EMERGENCY => MsgFlags(0x07),
            Self::FEATURED_NODE | Self::TRANSITION_SIGNAL => MsgFlags::BY_AUTHORITY,
            Self(_) => MsgFlags(0x02),
        }
    }
}

impl fmt::Debug for MsgType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// The flags byte, kept as it was on the wire because message_hash covers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MsgFlags(pub u8);

impl MsgFlags {
    /// A signature follows.
    pub const HAS_SIGNATURE: u8 = 0x01;
    /// Meant for everybody.
    pub const BROADCAST: u8 = 0x02;
    /// To be kept.
    pub const PERSISTENT: u8 = 0x04;
    /// Claims to come from an authority; believed only with an authority's signature.
    pub const PROTOCOL_AUTHORITY: u8 = 0x08;

    /// What an authority's messages have, whatever their kind.
    pub const BY_AUTHORITY: Self = Self(0x0f);

    /// Whether every bit of `mask` is set.
    pub fn has(self, mask: u8) -> bool {
        self.0 & mask == mask
    }
}

/// SHA256d(msg_type || msg_flags || u32(timestamp) || payload): what is signed, and the identity of
/// the message. It covers neither the signer nor the network.
pub fn message_hash(
    msg_type: MsgType,
    flags: MsgFlags,
    timestamp: u32,
    payload: &[u8],
) -> MessageHash {
    let mut bytes = Vec::with_capacity(6 + payload.len());
    bytes.extend_from_slice(&[msg_type.0, flags.0]);
    bytes.extend_from_slice(&timestamp.to_le_bytes());
    bytes.extend_from_slice(payload);
    MessageHash::from_wire(sha256d(&bytes))
}

/// One message as it stands in an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its kind.
    pub msg_type: MsgType,
    /// Flags as on the wire.
    pub flags: MsgFlags,
    /// Unix seconds.
    pub timestamp: u32,
    /// At most [`MAX_PAYLOAD`] bytes.
    pub payload: Vec<u8>,
    /// Who claims to have signed; `None` is twenty zero bytes.
    pub signing_id: Option<SigningId>,
    /// DER ECDSA over message_hash; empty if there is none.
    pub signature: Vec<u8>,
}

impl Message {
    /// Makes a message as a builder does, without its signature.
    pub fn unsigned(msg_type: MsgType, payload: Vec<u8>, timestamp: u32) -> Self {
        Self {
            msg_type,
            flags: msg_type.builder_flags(),
            timestamp,
            payload,
            signing_id: None,
            signature: Vec::new(),
        }
    }

    /// Makes a message that an authority signs with its own key.
    ///
    /// It names no signer: the envelope says whose key it is to verify under.
    ///
    /// Source: `create_signed_encrypted_message` in create_transition_message.py of
    /// p2pool-merged-v36.
    pub fn by_authority(
        msg_type: MsgType,
        payload: Vec<u8>,
        timestamp: u32,
        key: &SigningKey,
    ) -> Self {
        let flags = MsgFlags::BY_AUTHORITY;
        let signature = key.sign(message_hash(msg_type, flags, timestamp, &payload));
        Self {
            msg_type,
            flags,
            timestamp,
            payload,
            signing_id: None,
            signature,
        }
    }

    /// Reads one message and leaves `reader` behind its last byte.
    ///
    /// ```text
    ///  0     1   msg_type
    ///  1     1   msg_flags     kept as found, because message_hash covers them
    ///  2     4   timestamp     u32, Unix seconds
    ///  6     2   payload_len   u16, bytes, at most MAX_PAYLOAD
    ///  8     N   payload
    ///  8+N   20  signing_id    all zero: unsigned
    /// 28+N   1   sig_len       bytes, any
    /// 29+N   M   signature     DER; not checked here
    /// ```
    ///
    /// Integers are little-endian. An unknown msg_type is a value, not an error.
    ///
    /// # Errors
    /// [`WireError::Truncated`] names the field that did not fit and where it starts;
    /// [`WireError::Length`] is a payload_len above [`MAX_PAYLOAD`].
    ///
    /// Source: `ShareMessage.unpack` in the reference's share_messages.py.
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let msg_type = MsgType(reader.u8("msg_type")?);
        let flags = MsgFlags(reader.u8("msg_flags")?);
        let timestamp = reader.u32("timestamp")?;
        let offset = reader.offset();
        let payload_len = usize::from(reader.u16("payload_len")?);
        if payload_len > MAX_PAYLOAD {
            return Err(WireError::Length {
                field: "payload",
                offset,
                found: payload_len as u64,
                min: 0,
                max: MAX_PAYLOAD as u64,
            });
        }
        let payload = reader.take(payload_len, "payload")?.to_vec();
        let signing_id = SigningId::from_wire(*reader.array("signing_id")?);
        let sig_len = reader.u8("sig_len")?;
        let signature = reader.take(usize::from(sig_len), "signature")?.to_vec();
        Ok(Self {
            msg_type,
            flags,
            timestamp,
            payload,
            signing_id: (!signing_id.is_zero()).then_some(signing_id),
            signature,
        })
    }

    /// Appends the wire form.
    ///
    /// # Panics
    /// If payload or signature are longer than their length fields can say; envelopes are packed
    /// through [`pack`](crate::core::message::envelope::pack), which checks.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let payload_len =
            u16::try_from(self.payload.len()).expect("a payload has 220 bytes at most");
        let sig_len = u8::try_from(self.signature.len()).expect("a signature has 73 bytes at most");
        out.extend_from_slice(&[self.msg_type.0, self.flags.0]);
        out.extend_from_slice(&self.timestamp.to_le_bytes());
        out.extend_from_slice(&payload_len.to_le_bytes());
        out.extend_from_slice(&self.payload);
        out.extend_from_slice(&self.signing_id.map_or([0; 20], SigningId::to_wire));
        out.push(sig_len);
        out.extend_from_slice(&self.signature);
    }

    /// The identity of the message.
    pub fn message_hash(&self) -> MessageHash {
        message_hash(self.msg_type, self.flags, self.timestamp, &self.payload)
    }

    /// Signs with `key` and names it as the signer. The flags must have HAS_SIGNATURE already:
    /// message_hash covers them, and it must not change after a message was queued.
    pub fn sign(&mut self, key: &SigningKey) {
        self.signature = key.sign(self.message_hash());
        self.signing_id = Some(key.signing_id());
    }
}
