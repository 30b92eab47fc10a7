//! What stands in a payload: text, or compact JSON of a known shape. PROTOCOL: section 2.

use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::core::message::{MAX_PAYLOAD, MsgType, PayloadKind};

/// A payload as people read it.
#[derive(Debug, Clone, PartialEq)]
pub enum PayloadView {
    /// Text; hex where the bytes are not UTF-8.
    Text(String),
    /// Parsed JSON.
    Data(Value),
    /// Hex: an unknown kind, or JSON that does not parse.
    Raw(String),
}

/// Reads a payload as its kind is to be read; nothing is an error.
///
/// Source: `ShareMessage.to_dict` in the reference's share_messages.py.
pub fn view(msg_type: MsgType, payload: &[u8]) -> PayloadView {
    let raw = || const_hex::encode(payload);
    match msg_type.payload_kind() {
        PayloadKind::Text => {
            PayloadView::Text(std::str::from_utf8(payload).map_or_else(|_| raw(), str::to_owned))
        }
        PayloadKind::Json => match serde_json::from_slice(payload) {
            Ok(value) => PayloadView::Data(value),
            Err(_) => PayloadView::Raw(raw()),
        },
        PayloadKind::Unknown => PayloadView::Raw(raw()),
    }
}

/// Why something cannot be a payload.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PayloadError {
    /// Longer than the protocol allows.
    #[error("the payload is {found} bytes long, at most {MAX_PAYLOAD} bytes fit")]
    TooLong {
        /// Its length in bytes.
        found: usize,
    },
    /// No text at all.
    #[error("the text is empty")]
    Empty,
    /// JSON that is not of the kind's shape.
    #[error("{kind} data: {reason}")]
    Shape {
        /// The kind's protocol name.
        kind: String,
        /// What the reader found.
        reason: String,
    },
    /// A kind whose payload is text was given JSON, or the other way round.
    #[error("{kind} takes {takes}")]
    WrongForm {
        /// The kind's protocol name.
        kind: String,
        /// What it takes.
        takes: &'static str,
    },
}

/// State of a node (type 0x01).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NodeStatus {
    /// Version of the node.
    pub v: String,
    /// Uptime in seconds.
    pub up: u64,
    /// Local hash rate in H/s.
    pub hr: u64,
    /// Height of the share chain.
    pub sc: u64,
    /// Peers.
    pub p: u64,
    /// Symbols of the merge-mined chains.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mc: Option<Vec<String>>,
    /// What the node can do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Vec<String>>,
    /// Fields this version does not know.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// What a node supports (type 0x04).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VersionSignal {
    /// Version of the node.
    pub ver: Value,
    /// Features.
    pub feat: Value,
    /// Protocol version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proto: Option<u64>,
    /// Fields this version does not know.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// State of a merge-mined chain (type 0x05).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MergedStatus {
    /// The chain.
    pub chain: Value,
    /// Its ticker.
    pub sym: String,
    /// Its height.
    pub h: u64,
    /// Block value.
    pub bv: Value,
    /// Blocks found.
    pub bf: Value,
    /// Fields this version does not know.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// How urgent an authority calls its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Urgency {
    /// For information.
    Info,
    /// Better done.
    Recommended,
    /// Must be done.
    Required,
    /// Danger; not for a transition.
    Alert,
}

/// A call to change the share version (type 0x20).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TransitionSignal {
    /// The share version in use. Written as text, because c2pool takes nothing else.
    #[serde(serialize_with = "as_text")]
    pub from: u32,
    /// The share version to change to, as text too.
    #[serde(serialize_with = "as_text")]
    pub to: u32,
    /// What to tell people.
    pub msg: String,
    /// Any but [`Urgency::Alert`].
    pub urg: Urgency,
    /// Where to read on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// From how many percent of the shares on it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thr: Option<u8>,
}

/// An announcement (type 0x03) or alert (type 0x10) of an authority. A miner's is plain text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuthorityNotice {
    /// What to tell people.
    pub msg: String,
    /// How urgent it is.
    pub urg: Urgency,
    /// Where to read on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A node that an authority recommends (type 0x06).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeaturedNode {
    /// [`FEATURED_NODE_VERSION`].
    pub v: u8,
    /// The highest one counts; nodes refuse one that is not above what they have seen.
    pub seq: NonZeroU64,
    /// Its dashboard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What to call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What it takes of the reward, as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub com: Option<String>,
    /// Where it stands, as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loc: Option<String>,
    /// 0x01 shows a banner, 0x02 announces it; 0 takes the banner down.
    pub hl: u8,
    /// Until when it is shown, Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exp: Option<u32>,
}

/// The version of what stands in [`FeaturedNode`].
pub const FEATURED_NODE_VERSION: u8 = 1;

/// A payload that only an authority sends, with the fields in the order of the deployed tools.
///
/// Source: create_transition_message.py of p2pool-merged-v36 and create_featured_node_message.py
/// of c2pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum AuthorityPayload {
    /// TRANSITION_SIGNAL.
    Transition(TransitionSignal),
    /// POOL_ANNOUNCE.
    Announce(AuthorityNotice),
    /// EMERGENCY.
    Alert(AuthorityNotice),
    /// FEATURED_NODE.
    Featured(FeaturedNode),
}

impl AuthorityPayload {
    /// The kind of message that it makes.
    pub fn msg_type(&self) -> MsgType {
        match self {
            Self::Transition(_) => MsgType::TRANSITION_SIGNAL,
            Self::Announce(_) => MsgType::POOL_ANNOUNCE,
            Self::Alert(_) => MsgType::EMERGENCY,
            Self::Featured(_) => MsgType::FEATURED_NODE,
        }
    }

    /// The payload: compact JSON in UTF-8.
    ///
    /// # Errors
    /// [`PayloadError::Empty`], [`PayloadError::TooLong`], and [`PayloadError::Shape`] for an
    /// urgency that its kind does not know.
    pub fn write(&self) -> Result<Vec<u8>, PayloadError> {
        let shape = |reason: String| PayloadError::Shape {
            kind: self.msg_type().name().into_owned(),
            reason,
        };
        let msg = match self {
            Self::Transition(signal) if signal.urg == Urgency::Alert => {
                return Err(shape("urg is info, recommended or required".into()));
            }
            Self::Transition(signal) => Some(&signal.msg),
            Self::Announce(notice) | Self::Alert(notice) => Some(&notice.msg),
            Self::Featured(_) => None,
        };
        if msg.is_some_and(String::is_empty) {
            return Err(PayloadError::Empty);
        }
        within_limit(serde_json::to_vec(self).map_err(|error| shape(error.to_string()))?)
    }
}

fn as_text<S: serde::Serializer>(number: &u32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

/// Checks `text` as the payload of a text kind.
///
/// # Errors
/// [`PayloadError::Empty`], [`PayloadError::TooLong`], and [`PayloadError::WrongForm`] for a kind
/// that takes JSON.
pub fn from_text(msg_type: MsgType, text: &str) -> Result<Vec<u8>, PayloadError> {
    if msg_type.payload_kind() != PayloadKind::Text {
        return Err(PayloadError::WrongForm {
            kind: msg_type.name().into_owned(),
            takes: "JSON, not text",
        });
    }
    if text.is_empty() {
        return Err(PayloadError::Empty);
    }
    within_limit(text.as_bytes().to_vec())
}

/// Checks `json` against the shape of the kind and writes it compactly, known fields first.
///
/// # Errors
/// [`PayloadError::Shape`] names the field; [`PayloadError::TooLong`]; [`PayloadError::WrongForm`]
/// for a kind that takes text or that only an authority can send.
pub fn from_json(msg_type: MsgType, json: &[u8]) -> Result<Vec<u8>, PayloadError> {
    match msg_type {
        MsgType::NODE_STATUS => compact::<NodeStatus>(msg_type, json),
        MsgType::VERSION_SIGNAL => compact::<VersionSignal>(msg_type, json),
        MsgType::MERGED_STATUS => compact::<MergedStatus>(msg_type, json),
        _ => Err(PayloadError::WrongForm {
            kind: msg_type.name().into_owned(),
            takes: "text, not JSON",
        }),
    }
}

fn compact<T: Serialize + for<'de> Deserialize<'de>>(
    msg_type: MsgType,
    json: &[u8],
) -> Result<Vec<u8>, PayloadError> {
    let shape = |error: serde_json::Error| PayloadError::Shape {
        kind: msg_type.name().into_owned(),
        reason: error.to_string(),
    };
    let typed: T = serde_json::from_slice(json).map_err(shape)?;
    within_limit(serde_json::to_vec(&typed).map_err(shape)?)
}

fn within_limit(payload: Vec<u8>) -> Result<Vec<u8>, PayloadError> {
    match payload.len() {
        0..=MAX_PAYLOAD => Ok(payload),
        found => Err(PayloadError::TooLong { found }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_fits_to_the_byte() {
        let chat = MsgType::MINER_MESSAGE;
        assert_eq!(from_text(chat, &"x".repeat(220)).unwrap().len(), 220);
        let error = from_text(chat, &"x".repeat(221)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the payload is 221 bytes long, at most 220 bytes fit"
        );
        // 74 characters of three bytes each are 222 bytes: refused whole, never cut.
        assert_eq!(
            from_text(chat, &"€".repeat(74)),
            Err(PayloadError::TooLong { found: 222 })
        );
        assert_eq!(from_text(chat, ""), Err(PayloadError::Empty));
    }

    #[test]
    fn json_is_checked_and_compact() {
        let json = br#"{ "hr": 5, "v": "1.0", "up": 1, "p": 2, "sc": 3, "new": [1, 2] }"#;
        assert_eq!(
            from_json(MsgType::NODE_STATUS, json).unwrap(),
            br#"{"v":"1.0","up":1,"hr":5,"sc":3,"p":2,"new":[1,2]}"#
        );
        let error = from_json(MsgType::NODE_STATUS, br#"{"v":"1"}"#).unwrap_err();
        assert!(error.to_string().contains("missing field `up`"), "{error}");
        let error = from_json(MsgType::NODE_STATUS, br#"{"v":"1","up":1.5}"#).unwrap_err();
        assert!(error.to_string().contains("1.5"), "{error}");
        assert!(from_json(MsgType::MINER_MESSAGE, b"{}").is_err());
        assert!(from_text(MsgType::NODE_STATUS, "up").is_err());
    }
}
