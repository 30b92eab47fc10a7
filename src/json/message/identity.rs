//! The same message at several nodes.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::super::lenient::plain_text;
use super::{ListedMessageJson, MessageJson};
use crate::core::message::MsgType;

impl MessageJson {
    /// A key that is the same at every node that shows the message: type, second and content.
    ///
    /// message_hash covers these and the flags, but c2pool does not show flags. Nodes parse JSON
    /// payloads, so the key contains their fields and not their bytes.
    pub fn identity(&self) -> String {
        let content = match (&self.text, &self.data, &self.raw) {
            (Some(text), _, _) => format!("t{text}"),
            (None, Some(data), _) if self.msg_type() == Some(MsgType::TRANSITION_SIGNAL) => {
                // The fields of both views, with versions as numbers or as text.
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
}

/// [`MessageJson::identity`] of a message of the queue, as nodes show it.
pub fn identity(msg_type: MsgType, timestamp: u32, payload: &[u8]) -> String {
    let mut message = MessageJson::bare(Some(msg_type), Some(timestamp.into()), 0);
    message.set_payload(msg_type, payload);
    message.identity()
}

/// JSON with sorted keys and whole numbers without a fraction: equal for equal content.
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

/// Merges the messages of several nodes, newest first, without duplicates.
///
/// Of duplicates, prefers the verified copy, then the one that p2msg has checked itself, and keeps
/// every node's name.
pub fn merge(messages: impl IntoIterator<Item = ListedMessageJson>) -> Vec<ListedMessageJson> {
    let mut merged: Vec<ListedMessageJson> = Vec::new();
    let mut places = HashMap::new();
    for mut message in messages {
        let place = *places
            .entry(message.message.identity())
            .or_insert(merged.len());
        match merged.get_mut(place) {
            None => merged.push(message),
            Some(known) => {
                let rank = |listed: &ListedMessageJson| {
                    let message = &listed.message;
                    (
                        message.protocol_authority,
                        message.verified,
                        listed.signature_status.is_some(),
                        message.flags.is_some(),
                        message.share_hash.is_some(),
                    )
                };
                if rank(&message) > rank(known) {
                    std::mem::swap(known, &mut message);
                }
                known.nodes.append(&mut message.nodes);
                let known = &mut known.message;
                if known.is_by_authority() && message.message.is_by_authority() {
                    let message = message.message;
                    known.authority = known.authority.take().or(message.authority);
                    known.carrier = known.carrier.take().or(message.carrier);
                }
            }
        }
    }
    merged.sort_by_key(|message| std::cmp::Reverse(message.message.timestamp));
    merged
}
