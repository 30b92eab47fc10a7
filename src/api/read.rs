//! What nodes answer, read forgivingly into one shape. PROTOCOL: section 7.
//!
//! Nodes are of many ages: fields come and go, numbers come as floats or as text. What is there is
//! read; what is missing or of another type counts as missing.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value};

use super::write::FlagsJson;
use crate::core::message::MsgType;
use crate::core::payload::{self, PayloadView};

/// A message as a node shows it (M), and which nodes do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NodeMessage {
    /// The protocol's name of the kind.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The byte of the kind, if the node or the name says it.
    pub type_id: Option<u8>,
    /// Unix seconds.
    pub timestamp: Option<u64>,
    /// Seconds since then; negative if it lies ahead.
    pub age: Option<i64>,
    /// The flags, in words; c2pool does not say them.
    pub flags: Option<FlagsJson>,
    /// Whether the node says that the signature holds under a key that counts.
    pub verified: bool,
    /// Whether the node says that an authority signed it.
    pub protocol_authority: bool,
    /// Who signed, or claims to have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_id: Option<String>,
    /// The payload of a text kind; of an authority's, what its msg field says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The payload of a JSON kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
    /// The payload in hex, where it is neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// Of an authority's message: info, recommended, required, ...
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// Of an authority's message: where to read on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whose message it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// The share it came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_hash: Option<String>,
    /// The nodes that show it.
    pub nodes: BTreeSet<String>,
}

impl NodeMessage {
    /// Reads a message (M, or an authority's announcement of c2pool) at `now`; `None` for what is
    /// no message at all.
    pub fn read(value: &Value, now: u64) -> Option<Self> {
        let fields = Fields(value.as_object()?);
        let msg_type = msg_type(&fields)?;
        let authority = fields.flag("protocol_authority") || fields.flag("authority");
        let mut message = Self {
            flags: fields.object("flags").map(|flags| FlagsJson {
                signed: flags.flag("signed"),
                broadcast: flags.flag("broadcast"),
                persistent: flags.flag("persistent"),
            }),
            verified: fields.flag("verified"),
            protocol_authority: authority,
            signing_id: fields.text("signing_id").or_else(|| fields.text("signer")),
            text: fields.text("text"),
            data: fields.get("data").cloned(),
            raw: fields.text("raw"),
            urgency: fields.text("urgency"),
            url: fields.text("url"),
            sender: fields.text("sender"),
            share_hash: fields.text("share_hash"),
            ..Self::bare(msg_type, fields.number("timestamp"), now)
        };
        if let Some(name) = fields.text("type") {
            message.type_name = name;
        }
        if message.type_id.is_none() {
            message.age = message.age.or_else(|| fields.signed("age"));
        }
        if authority {
            message.take_authority_fields();
        }
        Some(message)
    }

    /// Reads what `/version_signaling` calls its transition_message, at `now`.
    pub fn read_transition(value: &Value, now: u64) -> Option<Self> {
        let fields = Fields(value.as_object()?);
        let mut data = Map::new();
        for (name, field) in [("from", "from_ver"), ("to", "to_ver"), ("msg", "msg")] {
            if let Some(value) = fields.get(field) {
                data.insert(name.to_owned(), value.clone());
            }
        }
        for (name, field) in [("urg", "urgency"), ("url", "url")] {
            if let Some(text) = fields.text(field) {
                data.insert(name.to_owned(), text.into());
            }
        }
        let mut message = Self {
            verified: fields.flag("verified"),
            protocol_authority: fields.flag("authority"),
            signing_id: fields.text("signer"),
            data: Some(data.into()),
            ..Self::bare(
                Some(MsgType::TRANSITION_SIGNAL),
                fields.number("timestamp"),
                now,
            )
        };
        message.take_authority_fields();
        Some(message)
    }

    fn bare(msg_type: Option<MsgType>, timestamp: Option<u64>, now: u64) -> Self {
        Self {
            type_name: msg_type.map_or_else(String::new, |kind| kind.name().into_owned()),
            type_id: msg_type.map(|kind| kind.0),
            timestamp,
            age: timestamp.and_then(|timestamp| age(timestamp, now)),
            flags: None,
            verified: false,
            protocol_authority: false,
            signing_id: None,
            text: None,
            data: None,
            raw: None,
            urgency: None,
            url: None,
            sender: None,
            share_hash: None,
            nodes: BTreeSet::new(),
        }
    }

    /// Authorities write JSON also where others write text; c2pool has taken it apart already.
    fn take_authority_fields(&mut self) {
        let data = match (&self.data, &self.text) {
            (Some(Value::Object(data)), _) => Some(data.clone()),
            (None, Some(text)) => serde_json::from_str(text).ok(),
            _ => None,
        };
        let Some(data) = data else {
            return;
        };
        let fields = Fields(&data);
        let either = |short, long| fields.text(short).or_else(|| fields.text(long));
        if self.text.is_some()
            && let Some(text) = either("msg", "text")
        {
            self.text = Some(text);
        }
        self.urgency = self.urgency.take().or_else(|| either("urg", "urgency"));
        self.url = self.url.take().or_else(|| fields.text("url"));
    }

    /// Its kind, if it is known.
    pub fn msg_type(&self) -> Option<MsgType> {
        self.type_id.map(MsgType)
    }

    /// What identifies the message among those of several nodes: kind, second and content.
    ///
    /// That is what message_hash covers, flags apart, which not every node shows; the bytes of the
    /// payload of a JSON kind are not known either, so its fields are compared.
    pub fn identity(&self) -> String {
        let content = match (&self.text, &self.data, &self.raw) {
            (Some(text), _, _) => format!("t{text}"),
            (None, Some(data), _) if self.msg_type() == Some(MsgType::TRANSITION_SIGNAL) => {
                // What both ways of showing it have, versions as numbers or as text.
                let part = |name| data.get(name).and_then(plain_text).unwrap_or_default();
                ["from", "to", "msg", "urg"].map(part).join("\0")
            }
            (None, Some(data), _) => format!("d{}", canonical(data)),
            (None, None, raw) => format!("r{}", raw.as_deref().unwrap_or_default()),
        };
        let timestamp = self.timestamp.unwrap_or_default();
        match self.type_id {
            Some(type_id) => format!("{type_id} {timestamp} {content}"),
            None => format!("{} {timestamp} {content}", self.type_name),
        }
    }

    /// The payload as people read it.
    pub fn content(&self) -> String {
        match (&self.text, &self.data, &self.raw) {
            (Some(text), _, _) => text.clone(),
            (None, Some(data), _) => data.to_string(),
            (None, None, raw) => raw.clone().unwrap_or_default(),
        }
    }
}

/// What identifies a message of ours at nodes: [`NodeMessage::identity`] of how they show it.
pub fn identity(msg_type: MsgType, timestamp: u32, payload: &[u8]) -> String {
    let mut message = NodeMessage::bare(Some(msg_type), Some(timestamp.into()), 0);
    match payload::view(msg_type, payload) {
        PayloadView::Text(text) => message.text = Some(text),
        PayloadView::Data(data) => message.data = Some(data),
        PayloadView::Raw(raw) => message.raw = Some(raw),
    }
    message.identity()
}

/// `Some(None)` for a kind that has a name only; `None` if nothing says that this is a message.
fn msg_type(fields: &Fields<'_>) -> Option<Option<MsgType>> {
    let number = fields.number("type_id").or_else(|| fields.number("type"));
    let by_number = number.and_then(|byte| u8::try_from(byte).ok()).map(MsgType);
    let name = fields.text("type");
    let by_name = || name.as_deref().and_then(|name| name.parse().ok());
    match by_number.or_else(by_name) {
        Some(known) => Some(Some(known)),
        None => name.map(|_| None),
    }
}

fn age(timestamp: u64, now: u64) -> Option<i64> {
    let now = i64::try_from(now).ok()?;
    Some(now.saturating_sub(i64::try_from(timestamp).ok()?))
}

/// JSON with its keys in order and whole numbers without a fraction: the same for the same content.
fn canonical(value: &Value) -> String {
    match value {
        Value::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(canonical).collect();
            format!("[{}]", elements.join(","))
        }
        Value::Object(fields) => {
            let fields: BTreeMap<&String, String> = fields
                .iter()
                .map(|(name, value)| (name, canonical(value)))
                .collect();
            let fields: Vec<String> = fields
                .into_iter()
                .map(|(name, value)| format!("{name:?}:{value}"))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Number(number) => match number.as_f64() {
            Some(float) if !number.is_u64() && !number.is_i64() => float.to_string(),
            _ => number.to_string(),
        },
        _ => value.to_string(),
    }
}

/// Puts the messages of several nodes together, newest first, each message once.
///
/// Of copies, the one counts that a node has verified; which nodes show it is kept of all.
pub fn merge(messages: impl IntoIterator<Item = NodeMessage>) -> Vec<NodeMessage> {
    let mut merged: Vec<NodeMessage> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for mut message in messages {
        let place = *places.entry(message.identity()).or_insert(merged.len());
        match merged.get_mut(place) {
            None => merged.push(message),
            Some(known) => {
                let says_more = |message: &NodeMessage| {
                    (
                        message.protocol_authority,
                        message.verified,
                        message.flags.is_some(),
                        message.share_hash.is_some(),
                    )
                };
                if says_more(&message) > says_more(known) {
                    std::mem::swap(known, &mut message);
                }
                known.nodes.append(&mut message.nodes);
            }
        }
    }
    merged.sort_by_key(|message| std::cmp::Reverse(message.timestamp));
    merged
}

/// The signing keys of a payout address, as nodes know them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NodeKeyOwner {
    /// The highest key_index announced; the keys below it are revoked.
    pub current_key_index: Option<u64>,
    /// By signing_id.
    pub keys: BTreeMap<String, NodeKey>,
}

/// A signing key, as nodes know it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NodeKey {
    /// Which of the miner's keys.
    pub key_index: Option<u64>,
    /// Whether a higher key_index has taken its place, as one node at least knows.
    pub revoked: bool,
    /// When a node saw it, Unix seconds; the earliest.
    pub first_seen: Option<u64>,
    /// The nodes that know it.
    pub nodes: BTreeSet<String>,
}

/// The key registry of one or more nodes, by payout address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct NodeKeys(pub BTreeMap<String, NodeKeyOwner>);

impl NodeKeys {
    /// Reads what `/signing_keys` answers, or key_registry in the statistics; `None` if it is no
    /// registry.
    pub fn read(value: &Value, node: &str) -> Option<Self> {
        let mut registry = Self::default();
        for (address, owner) in value.as_object()? {
            let Some(fields) = owner.as_object().map(Fields) else {
                continue;
            };
            let owner = registry.0.entry(address.clone()).or_default();
            owner.current_key_index = fields.number("current_key_index");
            let keys = fields.object("keys");
            for (signing_id, key) in keys.iter().flat_map(|keys| keys.0) {
                if let Some(key) = key.as_object().map(Fields) {
                    let key = NodeKey {
                        key_index: key.number("key_index"),
                        revoked: key.flag("revoked"),
                        first_seen: key.number("first_seen"),
                        nodes: BTreeSet::from([node.to_owned()]),
                    };
                    owner.keys.insert(signing_id.to_ascii_lowercase(), key);
                }
            }
        }
        Some(registry)
    }

    /// Takes in what another node knows. A key is revoked if one node knows it to be.
    pub fn merge(&mut self, other: Self) {
        for (address, theirs) in other.0 {
            let ours = self.0.entry(address).or_default();
            ours.current_key_index = ours.current_key_index.max(theirs.current_key_index);
            for (signing_id, mut theirs) in theirs.keys {
                let key = ours.keys.entry(signing_id).or_default();
                key.key_index = key.key_index.max(theirs.key_index);
                key.revoked |= theirs.revoked;
                key.first_seen = match (key.first_seen, theirs.first_seen) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
                key.nodes.append(&mut theirs.nodes);
            }
        }
    }
}

/// Counts of the messages of one node (S, but for its key registry).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NodeStats {
    /// How many messages it has.
    pub total_messages: Option<u64>,
    /// By how many payout addresses.
    pub unique_senders: Option<u64>,
    /// Which ones.
    pub senders: Vec<String>,
    /// How many of each kind, by its name.
    pub by_type: BTreeMap<String, u64>,
    /// The oldest message, Unix seconds.
    pub oldest_timestamp: Option<u64>,
    /// The newest message, Unix seconds.
    pub newest_timestamp: Option<u64>,
    /// How many are flagged as signed.
    pub signed_count: Option<u64>,
    /// How many signatures hold.
    pub verified_count: Option<u64>,
    /// How many signing keys were announced.
    pub known_signing_keys: Option<u64>,
}

impl NodeStats {
    /// Reads S; `None` for what is no S at all.
    pub fn read(value: &Value) -> Option<Self> {
        let fields = Fields(value.as_object()?);
        let senders = fields.get("senders").and_then(Value::as_array);
        let by_type = fields.object("by_type");
        let stats = Self {
            total_messages: Some(fields.number("total_messages")?),
            unique_senders: fields.number("unique_senders"),
            senders: senders
                .map(|senders| senders.iter().filter_map(plain_text).collect())
                .unwrap_or_default(),
            by_type: by_type
                .map(|by_type| {
                    let counts = by_type.0.iter();
                    counts
                        .filter_map(|(name, count)| Some((name.clone(), number(count)?)))
                        .collect()
                })
                .unwrap_or_default(),
            oldest_timestamp: fields.number("oldest_timestamp"),
            newest_timestamp: fields.number("newest_timestamp"),
            signed_count: fields.number("signed_count"),
            verified_count: fields.number("verified_count"),
            known_signing_keys: fields.number("known_signing_keys"),
        };
        Some(stats)
    }

    /// Counts `messages`, for nodes that do not count themselves.
    pub fn count(messages: &[NodeMessage]) -> Self {
        let mut stats = Self::default();
        let mut senders = BTreeSet::new();
        let count = |counted: &dyn Fn(&NodeMessage) -> bool| {
            let counted = messages.iter().filter(|message| counted(message)).count();
            u64::try_from(counted).ok()
        };
        stats.total_messages = count(&|_| true);
        stats.verified_count = count(&|message| message.verified);
        for message in messages {
            senders.extend(message.sender.clone());
            *stats.by_type.entry(message.type_name.clone()).or_default() += 1;
        }
        let timestamps = || messages.iter().filter_map(|message| message.timestamp);
        stats.oldest_timestamp = timestamps().min();
        stats.newest_timestamp = timestamps().max();
        stats.unique_senders = u64::try_from(senders.len()).ok();
        stats.senders = senders.into_iter().collect();
        stats
    }
}

/// How far the share chain is on its way to another version, as `/version_signaling` tells it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TransitionProgress {
    /// no_transition, waiting, propagating, signaling, activating, confirming, ...
    pub status: Option<String>,
    /// The same for people.
    pub message: Option<String>,
    /// The version of the newest share.
    pub current_share_type: Option<u64>,
    /// The version that it goes to.
    pub target_version: Option<u64>,
    /// Share of the votes in the sampling window, percent.
    pub sampling_signaling: Option<f64>,
    /// How far it is, percent.
    pub transition_progress: Option<f64>,
    /// Height of the share chain.
    pub chain_height: Option<u64>,
}

impl TransitionProgress {
    /// Reads `/version_signaling`; `None` if it says nothing of that.
    pub fn read(value: &Value) -> Option<Self> {
        let fields = Fields(value.as_object()?);
        let progress = Self {
            status: fields.text("status"),
            message: fields.text("message"),
            current_share_type: fields.number("current_share_type"),
            target_version: fields.number("target_version"),
            sampling_signaling: fields.float("sampling_signaling"),
            transition_progress: fields.float("transition_progress"),
            chain_height: fields.number("chain_height"),
        };
        (progress.status.is_some() || progress.target_version.is_some()).then_some(progress)
    }
}

/// What a node hides from those who look at its messages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NodeBans {
    /// Signing keys.
    pub signing_ids: Vec<String>,
    /// Payout addresses.
    pub addresses: Vec<String>,
    /// Words in the payload.
    pub keywords: Vec<String>,
    /// Kinds of messages.
    pub types: Vec<u64>,
}

impl NodeBans {
    /// Reads `/msg/bans`; `None` for what is no list of bans.
    pub fn read(value: &Value) -> Option<Self> {
        let fields = Fields(value.as_object()?);
        let list = |name| Some(fields.get(name)?.as_array()?.as_slice());
        let texts = |list: Option<&[Value]>| -> Vec<String> {
            list.unwrap_or_default()
                .iter()
                .filter_map(plain_text)
                .collect()
        };
        let signing_ids = list("signing_ids");
        let types = list("types");
        signing_ids.or(types)?;
        Some(Self {
            signing_ids: texts(signing_ids),
            addresses: texts(list("addresses")),
            keywords: texts(list("keywords")),
            types: types
                .unwrap_or_default()
                .iter()
                .filter_map(number)
                .collect(),
        })
    }
}

/// What a p2pool node says of itself, as far as NODE_STATUS has room for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LocalStats {
    /// Version of the node.
    pub version: Option<String>,
    /// Uptime in seconds.
    pub uptime: Option<u64>,
    /// Hash rate of its miners, H/s.
    pub hash_rate: Option<u64>,
    /// Peers, those that came and those that it went to.
    pub peers: Option<u64>,
    /// Whether it mines another chain as well.
    pub merged_mining: bool,
}

impl LocalStats {
    /// Reads `/local_stats`; nothing is known of what is no object, as of a node that still loads.
    pub fn read(value: &Value) -> Self {
        let Some(fields) = value.as_object().map(Fields) else {
            return Self::default();
        };
        let peers = fields.object("peers");
        let peers =
            peers.and_then(
                |peers| match (peers.number("incoming"), peers.number("outgoing")) {
                    (None, None) => None,
                    (incoming, outgoing) => {
                        Some(incoming.unwrap_or(0).saturating_add(outgoing.unwrap_or(0)))
                    }
                },
            );
        let rates = fields.object("miner_hash_rates");
        Self {
            version: fields.text("version"),
            uptime: fields.number("uptime"),
            hash_rate: rates.and_then(|rates| {
                let sum: f64 = rates
                    .0
                    .values()
                    .filter_map(float)
                    .filter(|rate| *rate > 0.0)
                    .sum();
                whole(sum)
            }),
            peers,
            merged_mining: fields.float("attempts_to_merged_block").is_some(),
        }
    }
}

/// The number that an answer is, or that its field `name` holds.
pub fn number_in(value: &Value, name: &str) -> Option<u64> {
    number(value).or_else(|| number(value.get(name)?))
}

/// The fields of an object, read forgivingly.
struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    fn object(&self, name: &str) -> Option<Fields<'a>> {
        self.get(name)?.as_object().map(Fields)
    }

    /// Text that is not empty.
    fn text(&self, name: &str) -> Option<String> {
        self.get(name)?
            .as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    fn number(&self, name: &str) -> Option<u64> {
        number(self.get(name)?)
    }

    fn signed(&self, name: &str) -> Option<i64> {
        let value = self.get(name)?;
        value
            .as_i64()
            .or_else(|| i64::try_from(number(value)?).ok())
    }

    fn float(&self, name: &str) -> Option<f64> {
        float(self.get(name)?)
    }

    fn flag(&self, name: &str) -> bool {
        match self.get(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::Number(number)) => number.as_f64().is_some_and(|number| number != 0.0),
            _ => false,
        }
    }
}

fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
    .filter(|number| number.is_finite())
}

/// The last whole number that JSON readers with doubles are sure of; nothing that nodes count gets
/// near it.
const MAX_EXACT: u64 = 1 << 53;

/// A whole number; a fraction is cut off.
fn number(value: &Value) -> Option<u64> {
    let number = value.as_u64().or_else(|| whole(float(value)?));
    number.filter(|number| *number <= MAX_EXACT)
}

#[expect(clippy::cast_possible_truncation, reason = "only what is in range")]
fn whole(number: f64) -> Option<u64> {
    const TOO_LARGE: f64 = 18_446_744_073_709_551_616.0;
    (0.0..TOO_LARGE).contains(&number).then_some(number as u64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: u64 = 1_707_580_800;

    fn message(value: &Value) -> NodeMessage {
        NodeMessage::read(value, NOW).unwrap()
    }

    fn chat() -> Value {
        json!({
            "type": "MINER_MESSAGE", "type_id": 2, "timestamp": NOW - 60, "age": 61,
            "flags": {"signed": true, "broadcast": true, "persistent": true},
            "verified": true, "signing_id": "ab", "protocol_authority": false,
            "text": "hello", "sender": "LAddress", "share_hash": "00ff"
        })
    }

    #[test]
    fn a_message_is_read_whole() {
        let read = message(&chat());
        let mut expected = chat();
        expected["age"] = 60.into();
        expected["nodes"] = json!([]);
        assert_eq!(serde_json::to_value(&read).unwrap(), expected);
    }

    #[test]
    fn fields_of_any_type_or_none_are_no_error() {
        let read = message(&json!({
            "type": "MINER_MESSAGE", "type_id": "2", "timestamp": 1707580740.9, "flags": [],
            "verified": "yes", "text": null, "sender": 5, "share_hash": {}, "data": null
        }));
        assert_eq!(
            (read.type_id, read.timestamp, read.age),
            (Some(2), Some(NOW - 60), Some(60))
        );
        assert!(!read.verified && read.text.is_none() && read.sender.is_none());
        for huge in [
            json!(1e300),
            json!(-1),
            json!("x"),
            json!(u64::MAX),
            json!([]),
        ] {
            let read = message(&json!({"type_id": 2, "timestamp": huge}));
            assert_eq!((read.timestamp, read.age), (None, None));
            assert_eq!(read.type_name, "MINER_MESSAGE");
        }
        let unknown = message(&json!({"type": "NEW_KIND", "raw": "00"}));
        assert_eq!(
            (unknown.type_name.as_str(), unknown.type_id),
            ("NEW_KIND", None)
        );
        assert_eq!(message(&json!({"type": "UNKNOWN_0x07"})).type_id, Some(7));
        for none in [
            json!(null),
            json!("hello"),
            json!([]),
            json!({}),
            json!({"text": "hi"}),
        ] {
            assert_eq!(NodeMessage::read(&none, NOW), None);
        }
    }

    #[test]
    fn an_authority_says_the_same_in_every_dialect() {
        let msg = message(&json!({
            "type": "POOL_ANNOUNCE", "type_id": 3, "timestamp": NOW, "verified": true,
            "protocol_authority": true,
            "text": r#"{"msg":"Upgrade","urg":"recommended","url":"https://x.example"}"#
        }));
        let c2pool = message(&json!({
            "type": "POOL_ANNOUNCE", "type_id": 3, "timestamp": NOW, "age": 0, "verified": true,
            "authority": true, "text": "Upgrade", "urgency": "recommended",
            "url": "https://x.example", "signer": "maintainer"
        }));
        assert_eq!(msg.identity(), c2pool.identity());
        assert_eq!(
            (&msg.text, &msg.urgency, &msg.url),
            (&c2pool.text, &c2pool.urgency, &c2pool.url)
        );
        assert_eq!(msg.text.as_deref(), Some("Upgrade"));
        let chat = message(&json!({"type_id": 2, "text": r#"{"msg":"not an authority"}"#}));
        assert_eq!(chat.text.as_deref(), Some(r#"{"msg":"not an authority"}"#));
    }

    #[test]
    fn a_transition_is_the_same_in_both_places() {
        let recent = message(&json!({
            "type": "TRANSITION_SIGNAL", "type_id": 32, "timestamp": NOW, "verified": true,
            "protocol_authority": true,
            "data": {"from": 35, "to": 36, "msg": "Go", "urg": "required", "url": "https://x.example"}
        }));
        let signaling = NodeMessage::read_transition(
            &json!({
                "from_ver": "35", "to_ver": "36", "msg": "Go", "urgency": "required",
                "url": "https://x.example", "timestamp": NOW, "verified": true, "authority": true
            }),
            NOW,
        )
        .unwrap();
        assert_eq!(recent.identity(), signaling.identity());
        assert_eq!(signaling.urgency.as_deref(), Some("required"));
        assert_eq!(recent.url, signaling.url);
        assert_eq!(NodeMessage::read_transition(&Value::Null, NOW), None);
    }

    fn at_node(value: &Value, node: &str) -> NodeMessage {
        let mut message = message(value);
        message.nodes.insert(node.to_owned());
        message
    }

    #[test]
    fn copies_are_merged_and_the_verified_one_counts() {
        let mut unverified = chat();
        unverified["verified"] = false.into();
        unverified["sender"] = "thief".into();
        let mut newer = chat();
        newer["timestamp"] = NOW.into();
        let merged = merge([
            at_node(&unverified, "a"),
            at_node(&chat(), "b"),
            at_node(&newer, "b"),
            at_node(&unverified, "c"),
        ]);
        assert_eq!(merged.len(), 2);
        assert_eq!(merged[0].timestamp, Some(NOW));
        assert_eq!(merged[1].sender.as_deref(), Some("LAddress"));
        assert!(merged[1].verified);
        assert_eq!(Vec::from_iter(&merged[1].nodes), ["a", "b", "c"]);
    }

    #[test]
    fn the_order_of_fields_and_the_kind_of_number_make_no_difference() {
        let one = json!({"type_id": 1, "timestamp": 5, "data": {"v": "1", "up": 60, "hr": 1.5}});
        let other =
            json!({"type_id": 1, "timestamp": 5.0, "data": {"hr": 1.5, "up": 60.0, "v": "1"}});
        assert_eq!(message(&one).identity(), message(&other).identity());
        let another =
            json!({"type_id": 1, "timestamp": 5, "data": {"v": "1", "up": 61, "hr": 1.5}});
        assert_ne!(message(&one).identity(), message(&another).identity());
    }

    #[test]
    fn a_key_that_one_node_knows_as_revoked_is_revoked() {
        let answer = |revoked, current, first_seen: f64| {
            json!({"LAddress": {"current_key_index": current, "keys": {
                "AB": {"key_index": 0, "revoked": revoked, "first_seen": first_seen}
            }}, "odd": 5})
        };
        let mut keys = NodeKeys::read(&answer(false, 0, 50.7), "a").unwrap();
        keys.merge(NodeKeys::read(&answer(true, 1, 60.2), "b").unwrap());
        assert_eq!(
            serde_json::to_value(&keys).unwrap(),
            json!({"LAddress": {"current_key_index": 1, "keys": {
                "ab": {"key_index": 0, "revoked": true, "first_seen": 50, "nodes": ["a", "b"]}
            }}})
        );
        assert_eq!(NodeKeys::read(&json!([]), "a"), None);
    }

    #[test]
    fn statistics_of_a_node() {
        let stats = NodeStats::read(&json!({
            "total_messages": 3.0, "senders": ["A", null, 5], "by_type": {"EMERGENCY": 1, "x": "y"},
            "newest_timestamp": NOW, "oldest_timestamp": null, "key_registry": {}
        }))
        .unwrap();
        assert_eq!(stats.total_messages, Some(3));
        assert_eq!(stats.senders, ["A", "5"]);
        assert_eq!(stats.by_type, BTreeMap::from([("EMERGENCY".to_owned(), 1)]));
        assert_eq!((stats.oldest_timestamp, stats.signed_count), (None, None));
        assert_eq!(NodeStats::read(&json!({"version": "c2pool/1.0"})), None);
        let counted = NodeStats::count(&[message(&chat())]);
        assert_eq!(
            (counted.total_messages, counted.verified_count),
            (Some(1), Some(1))
        );
        assert_eq!(
            counted.by_type,
            BTreeMap::from([("MINER_MESSAGE".to_owned(), 1)])
        );
    }

    #[test]
    fn local_statistics_of_any_age() {
        let stats = LocalStats::read(&json!({
            "version": "36.0-0.09", "uptime": 3600.25, "peers": {"incoming": 2, "outgoing": 3},
            "miner_hash_rates": {"a.rig": 1.5e16, "b": 250.9, "c": null, "d": -5},
            "attempts_to_merged_block": 1.0e10
        }));
        assert_eq!(stats.uptime, Some(3_600));
        // Beyond what counts are read as, but no odd hash rate.
        assert_eq!(stats.hash_rate, Some(15_000_000_000_000_250));
        assert_eq!(stats.peers, Some(5));
        assert!(stats.merged_mining);
        assert_eq!(LocalStats::read(&Value::Null), LocalStats::default());
        let sparse = LocalStats::read(&json!({"peers": {"outgoing": 1}, "version": 35}));
        assert_eq!((sparse.peers, sparse.version), (Some(1), None));
    }
}
