//! A record of the input, as `decode`, `verify` and `authority open` print it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::message::DecodedMessageJson;
use super::rules::RulesJson;
use super::share::{ShareJson, VerificationJson};
use crate::core::hash::{PowHash, ShareHash, SigningId};
use crate::core::key::{KeyIndex, SigningPubkey};
use crate::core::message::decode::Decoded;
use crate::core::message::envelope::{Authority, Envelope, Format, ReadAnnouncement};
use crate::core::message::policy::{AcceptedBy, Verdict};
use crate::core::wire::Problem;

/// The place of a record in the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file, `-` for standard input, `argument`, or the folder of a c2pool store.
    pub name: Arc<str>,
    /// The line, from 1; the number of the argument; null in a c2pool store.
    pub line: Option<u64>,
    /// The key in a c2pool store: `share:` and the hash; missing for a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The claims of the node about a share in its store; missing for a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<ClaimsJson>,
}

/// The claims of a c2pool node about a share in its store. p2msg does not rely on them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimsJson {
    /// Whether the node has verified the share; null in stores of older versions.
    pub is_verified: Option<bool>,
    /// The hash of the header by the network's proof of work; null if the node has not computed it.
    pub pow_hash: Option<PowHash>,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        match (&self.key, self.line) {
            (Some(key), _) => write!(f, " {key}"),
            (None, Some(line)) => write!(f, ":{line}"),
            (None, None) => Ok(()),
        }
    }
}

/// The kind of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A raw share.
    Share,
    /// message_data without its share.
    MessageData,
    /// The hash of a share that a node has verified.
    Verified,
    /// Unreadable input.
    Error,
}

/// Why a record is unreadable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordErrorJson {
    /// A stable name.
    pub code: Cow<'static, str>,
    /// The reason, in words.
    pub message: String,
    /// The first unreadable byte, from the start of the record; null if unknown.
    pub offset: Option<usize>,
}

/// KIND decode: one record of the input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordJson {
    /// The place in the input.
    pub source: Source,
    /// The kind.
    pub kind: RecordKind,
    /// The hash of the share, in records of kind verified; missing in others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_hash: Option<ShareHash>,
    /// The share. Boxed because many records have none.
    pub share: Option<Box<ShareJson>>,
    /// In hex.
    pub message_data: Option<String>,
    /// The envelope of message_data.
    pub envelope: Option<EnvelopeJson>,
    /// The announcement in message_data.
    pub announcement: Option<AnnouncementJson>,
    /// The messages in message_data.
    pub messages: Vec<DecodedMessageJson>,
    /// Which nodes accept message_data.
    pub accepted_by: Option<AcceptedByJson>,
    /// What nodes skip or reject in message_data.
    pub problems: Vec<Problem>,
    /// Why the record is unreadable.
    pub error: Option<RecordErrorJson>,
}

impl RecordJson {
    /// A record with its place and kind alone.
    pub fn new(source: Source, kind: RecordKind) -> Self {
        Self {
            source,
            kind,
            verified_hash: None,
            share: None,
            message_data: None,
            envelope: None,
            announcement: None,
            messages: Vec::new(),
            accepted_by: None,
            problems: Vec::new(),
            error: None,
        }
    }

    /// Adds message_data and its content at `now` (Unix seconds); `share_hash` is its share.
    #[must_use]
    pub fn with_messages(
        mut self,
        message_data: &[u8],
        decoded: &Decoded,
        share_hash: Option<ShareHash>,
        now: u64,
    ) -> Self {
        self.message_data = Some(const_hex::encode(message_data));
        self.envelope = Some(EnvelopeJson::new(&decoded.envelope));
        self.announcement = decoded
            .envelope
            .announcement
            .as_ref()
            .map(AnnouncementJson::new);
        let authority = decoded.envelope.authority();
        let authority = authority.map(|authority| &*authority.name);
        self.messages = decoded
            .messages
            .iter()
            .map(|judged| DecodedMessageJson::new(judged, authority, share_hash, now))
            .collect();
        self.accepted_by = Some(AcceptedByJson::new(&decoded.accepted_by));
        self.problems.extend_from_slice(&decoded.problems);
        self
    }
}

/// KIND verify: a record with its proof of work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerifiedRecordJson {
    /// The record.
    #[serde(flatten)]
    pub record: RecordJson,
    /// The proof of work of a share; null in other records.
    pub verification: Option<VerificationJson>,
    /// The rules that connect a share to its predecessors; null if they were not to be checked, and
    /// in records without a share.
    pub rules: Option<RulesJson>,
}

/// KIND authority_open: a record with the decrypted content of its envelope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenedJson {
    /// The record.
    #[serde(flatten)]
    pub record: RecordJson,
    /// The bytes inside the envelope, in hex; null without an envelope of a known authority.
    pub inner: Option<String>,
}

/// The two formats of message_data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EnvelopeFormat {
    /// Messages in the clear.
    Plain,
    /// Sealed to the key of an authority.
    Authority,
}

/// The envelope of message_data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvelopeJson {
    /// plain or authority.
    pub format: EnvelopeFormat,
    /// The first byte of the plain or inner envelope; null if it is empty.
    pub version: Option<u8>,
    /// The flags of the envelope.
    pub flags: Option<u8>,
    /// The number of messages that the header claims.
    pub msg_count: Option<u8>,
    /// The length of the announcement that the header claims, in bytes.
    pub announcement_len: Option<u8>,
    /// Length of message_data in bytes.
    pub bytes: usize,
    /// The authority that it is sealed to; null for the plain format.
    pub authority: Option<AuthorityJson>,
}

impl EnvelopeJson {
    fn new(envelope: &Envelope) -> Self {
        let header = envelope.header;
        Self {
            format: match envelope.format {
                Format::Plain => EnvelopeFormat::Plain,
                Format::Authority { .. } => EnvelopeFormat::Authority,
            },
            version: header.map(|header| header.version),
            flags: header.map(|header| header.flags),
            msg_count: header.map(|header| header.msg_count),
            announcement_len: header.map(|header| header.announcement_len),
            bytes: envelope.bytes,
            authority: envelope.authority().map(AuthorityJson::new),
        }
    }
}

/// An authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorityJson {
    /// forrestv, maintainer or custom.
    pub name: String,
    /// Its public key.
    pub pubkey: SigningPubkey,
}

impl AuthorityJson {
    /// The view of an authority.
    pub fn new(authority: &Authority) -> Self {
        Self {
            name: authority.name.clone().into_owned(),
            pubkey: authority.pubkey,
        }
    }
}

/// The announcement of a signing key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementJson {
    /// The signing_id that it claims.
    pub signing_id: SigningId,
    /// Which of the miner's keys it is.
    pub key_index: KeyIndex,
    /// The public key.
    pub signing_pubkey: SigningPubkey,
    /// Whether the public key is on the curve and signing_id is its HASH160.
    pub valid: bool,
}

impl AnnouncementJson {
    fn new(read: &ReadAnnouncement) -> Self {
        Self {
            signing_id: read.announcement.signing_id,
            key_index: read.announcement.key_index,
            signing_pubkey: read.announcement.signing_pubkey,
            valid: read.check.is_ok(),
        }
    }
}

/// The verdict of each kind of node on a share with this message_data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedByJson {
    /// Nodes that implement the share messaging plan.
    pub plan: VerdictJson,
    /// p2pool-merged-v36 since its v36-0.09 releases.
    #[serde(rename = "v36-release")]
    pub v36_release: VerdictJson,
    /// c2pool.
    pub c2pool: VerdictJson,
}

/// The verdict of one kind of node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictJson {
    /// Whether it accepts the share.
    pub ok: bool,
    /// Why it rejects the share; missing if it accepts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl AcceptedByJson {
    /// The view of the three verdicts.
    pub fn new(accepted_by: &AcceptedBy) -> Self {
        let verdict = |verdict: &Verdict| VerdictJson {
            ok: verdict.is_ok(),
            why: verdict.clone().err(),
        };
        Self {
            plan: verdict(&accepted_by.plan),
            v36_release: verdict(&accepted_by.v36_release),
            c2pool: verdict(&accepted_by.c2pool),
        }
    }
}
