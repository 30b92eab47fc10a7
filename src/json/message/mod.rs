//! A message (M), in share stores, in records and at nodes.

mod author;
mod identity;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use identity::{identity, merge};

use super::value::present;
use crate::core::chain::registry::SignatureStatus;
use crate::core::chain::store::StoredMessage;
use crate::core::hash::{MessageHash, ShareHash};
use crate::core::message::decode::JudgedMessage;
use crate::core::message::payload::{self, PayloadView};
use crate::core::message::{MsgFlags, MsgType};

/// A message (M), as nodes and p2msg show it.
///
/// p2msg knows all of its own messages. Nodes leave fields out: those are null or missing, as here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessageJson {
    /// The protocol's name of the type, such as MINER_MESSAGE or UNKNOWN_0x07.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The byte of the type; null if a node names an unknown type.
    pub type_id: Option<u8>,
    /// When it was written, Unix seconds.
    pub timestamp: Option<u64>,
    /// Seconds since the timestamp; negative if the timestamp is in the future.
    pub age: Option<i64>,
    /// The flags; null at c2pool, which does not show them.
    pub flags: Option<FlagsJson>,
    /// Whether the signature is valid under an announced key that is not revoked.
    pub verified: bool,
    /// Whether a node claims a valid signature that p2msg cannot check; missing in other messages.
    ///
    /// c2pool claims a valid signature for messages from files whose signatures it has not checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claimed_verified: Option<bool>,
    /// Whether the signature of an authority is valid and the flags claim an authority.
    pub protocol_authority: bool,
    /// The key that it claims to be signed with; missing in an unsigned message.
    ///
    /// 40 hex digits in p2msg's own views; nodes answer other text too, such as the name of an
    /// authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_id: Option<String>,
    /// The payload of a text type; the field `msg` of an authority's payload.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The payload of a JSON type.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    pub data: Option<Value>,
    /// The payload in hex, if it is neither text nor JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// The urgency of an authority's message, such as info or required; from nodes only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// A link in an authority's message; from nodes only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The payout address of the sender; missing in a message of an authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// The authority that it was sealed to: forrestv, maintainer or custom; missing in other
    /// messages, and if a node does not name it.
    ///
    /// It is the author if the signature is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// In a message of an authority, the payout address of the miner whose share carried it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// The share that carried it, 64 hex digits in p2msg's own views.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_hash: Option<String>,
}

/// The flags of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagsJson {
    /// 0x01: it claims a signature, valid or not.
    pub signed: bool,
    /// 0x02.
    pub broadcast: bool,
    /// 0x04.
    pub persistent: bool,
}

impl FlagsJson {
    /// The flags on the wire, without the flag of authorities.
    pub fn to_flags(self) -> MsgFlags {
        let bit = |set: bool, flag: u8| if set { flag } else { 0 };
        MsgFlags(
            bit(self.signed, MsgFlags::HAS_SIGNATURE)
                | bit(self.broadcast, MsgFlags::BROADCAST)
                | bit(self.persistent, MsgFlags::PERSISTENT),
        )
    }
}

impl MessageJson {
    /// The view of a judged message that came in the share `share_hash`, at `now` (Unix seconds).
    /// `authority` is the one that its envelope is sealed to.
    pub fn new(
        judged: &JudgedMessage,
        authority: Option<&str>,
        share_hash: Option<ShareHash>,
        now: u64,
    ) -> Self {
        let message = &judged.message;
        let flags = message.flags;
        // p2msg's own messages always have an age, whatever P2MSG_NOW is.
        let now = now.min(i64::MAX.unsigned_abs());
        let timestamp = u64::from(message.timestamp);
        let mut view = Self {
            flags: Some(FlagsJson {
                signed: flags.has(MsgFlags::HAS_SIGNATURE),
                broadcast: flags.has(MsgFlags::BROADCAST),
                persistent: flags.has(MsgFlags::PERSISTENT),
            }),
            verified: judged.status == SignatureStatus::Valid,
            protocol_authority: judged.protocol_authority,
            signing_id: message.signing_id.map(|signing_id| signing_id.to_string()),
            sender: judged.sender.clone(),
            authority: authority.map(str::to_owned),
            share_hash: share_hash.map(|share_hash| share_hash.to_string()),
            ..Self::bare(Some(message.msg_type), Some(timestamp), now)
        };
        view.set_payload(message.msg_type, &message.payload);
        if authority.is_some() && view.verified {
            view.attribute_to_authority();
        }
        view
    }

    /// A message with its type and time alone.
    fn bare(msg_type: Option<MsgType>, timestamp: Option<u64>, now: u64) -> Self {
        Self {
            type_name: msg_type.map_or_else(String::new, |kind| kind.name().into_owned()),
            type_id: msg_type.map(|kind| kind.0),
            timestamp,
            age: timestamp.and_then(|timestamp| age(timestamp, now)),
            flags: None,
            verified: false,
            claimed_verified: None,
            protocol_authority: false,
            signing_id: None,
            text: None,
            data: None,
            raw: None,
            urgency: None,
            url: None,
            sender: None,
            authority: None,
            carrier: None,
            share_hash: None,
        }
    }

    fn set_payload(&mut self, msg_type: MsgType, payload: &[u8]) {
        match payload::view(msg_type, payload) {
            PayloadView::Text(text) => self.text = Some(text),
            PayloadView::Data(data) => self.data = Some(data),
            PayloadView::Raw(raw) => self.raw = Some(raw),
        }
    }

    /// The type, if it is known.
    pub fn msg_type(&self) -> Option<MsgType> {
        self.type_id.map(MsgType)
    }

    /// The payload for people.
    pub fn content(&self) -> String {
        match (&self.text, &self.data, &self.raw) {
            (Some(text), _, _) => text.clone(),
            (None, Some(data), _) => data.to_string(),
            (None, None, raw) => raw.clone().unwrap_or_default(),
        }
    }
}

fn age(timestamp: u64, now: u64) -> Option<i64> {
    let now = i64::try_from(now).ok()?;
    Some(now.saturating_sub(i64::try_from(timestamp).ok()?))
}

/// A message in a record: M with the fields that only the bytes of the message show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DecodedMessageJson {
    /// The message.
    #[serde(flatten)]
    pub message: MessageJson,
    /// The identity of the message.
    pub message_hash: MessageHash,
    /// The flags byte on the wire.
    pub wire_flags: u8,
    /// In hex.
    pub payload: String,
    /// In hex.
    pub signature: String,
    /// The result of the signature check.
    pub signature_status: SignatureStatus,
}

impl DecodedMessageJson {
    /// The view of a judged message that came in the share `share_hash`, at `now` (Unix seconds).
    /// `authority` is the one that its envelope is sealed to.
    pub fn new(
        judged: &JudgedMessage,
        authority: Option<&str>,
        share_hash: Option<ShareHash>,
        now: u64,
    ) -> Self {
        let message = &judged.message;
        Self {
            message: MessageJson::new(judged, authority, share_hash, now),
            message_hash: message.message_hash(),
            wire_flags: message.flags.0,
            payload: const_hex::encode(&message.payload),
            signature: const_hex::encode(&message.signature),
            signature_status: judged.status,
        }
    }
}

/// KIND message: a message of a share store or of nodes.
///
/// Share stores show `message_hash`, `signature_status` and `orphaned`; nodes show `nodes`, and the
/// first two for messages that p2msg has read in their shares. The other fields are missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListedMessageJson {
    /// The message.
    #[serde(flatten)]
    pub message: MessageJson,
    /// The identity of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_hash: Option<MessageHash>,
    /// The result of the signature check.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature_status: Option<SignatureStatus>,
    /// Whether only orphaned shares carry it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orphaned: Option<bool>,
    /// The base URLs of the nodes that show it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub nodes: BTreeSet<String>,
}

impl ListedMessageJson {
    /// The view of a message in a share store at `now` (Unix seconds).
    pub fn stored(stored: &StoredMessage, orphaned: bool, now: u64) -> Self {
        let authority = stored.authority.as_deref();
        Self {
            message: MessageJson::new(&stored.judged, authority, stored.share_hash, now),
            message_hash: Some(stored.message_hash),
            signature_status: Some(stored.judged.status),
            orphaned: Some(orphaned),
            nodes: BTreeSet::new(),
        }
    }

    /// A message that p2msg has read in a share of the node at the base URL `node`, at `now` (Unix
    /// seconds).
    pub fn walked(stored: &StoredMessage, node: String, now: u64) -> Self {
        let mut listed = Self::stored(stored, false, now);
        if stored.authority.is_some() {
            listed.message.take_authority_fields();
            listed.message.name_key_of_authority();
        }
        Self {
            orphaned: None,
            nodes: BTreeSet::from([node]),
            ..listed
        }
    }

    /// A message that the node at the base URL `node` shows.
    pub fn shown(message: MessageJson, node: String) -> Self {
        Self {
            message,
            message_hash: None,
            signature_status: None,
            orphaned: None,
            nodes: BTreeSet::from([node]),
        }
    }
}
