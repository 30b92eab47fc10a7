//! JSON objects with the message_data of a share: of archives, of nodes, and of p2msg itself.

use serde::Deserialize;
use serde_json::Value;

use crate::core::hash::ShareHash;

/// The fields of such an object.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Object")]
pub(super) struct ShareJsonFields {
    pub(super) share_hash: Option<ShareHash>,
    pub(super) address: Option<String>,
    /// In hex; empty for a share without messages.
    pub(super) message_data_hex: String,
    pub(super) place: Option<DescribedPlace>,
}

/// The place of a share in the chain as JSON describes it. No hash commits to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribedPlace {
    /// The share version; 0 if it is missing.
    pub version: u64,
    /// The share before it; `None` for the first of a chain.
    pub previous_share_hash: Option<ShareHash>,
    /// How many shares came before it.
    pub absheight: u32,
    /// Its target, compact; `None` if it is missing or written in another form.
    pub bits: Option<u32>,
    /// Unix seconds.
    pub timestamp: u32,
}

impl DescribedPlace {
    /// The place in the `share` object of `decode --json`.
    fn of_record(share: &Value) -> Option<Self> {
        let bits = share.get("bits").and_then(Value::as_str);
        Some(Self {
            version: share.get("version").and_then(Value::as_u64).unwrap_or(0),
            previous_share_hash: parent(share.get("previous_share_hash")?)?,
            absheight: number(share.get("absheight")?)?,
            bits: bits.and_then(|digits| u32::from_str_radix(digits, 16).ok()),
            timestamp: number(share.get("timestamp")?)?,
        })
    }

    /// The place in the `share_data` object of a node, whose `parent` may be outside of it.
    fn of_node(share_data: &Value, outside: Option<&Value>, version: u64) -> Option<Self> {
        let inside = share_data.get("previous_share_hash");
        Some(Self {
            version,
            previous_share_hash: parent(outside.or(inside)?)?,
            absheight: number(share_data.get("absheight")?)?,
            // c2pool writes the compact target, Python nodes write the number itself.
            bits: share_data.get("target").and_then(number),
            timestamp: number(share_data.get("timestamp")?)?,
        })
    }
}

fn number(value: &Value) -> Option<u32> {
    value.as_u64()?.try_into().ok()
}

/// The hash of a parent. The parent of a first share is null, zeros, or Python's `None`.
fn parent(value: &Value) -> Option<Option<ShareHash>> {
    match value {
        Value::Null => Some(None),
        Value::String(text) if text.is_empty() || text == "None" => Some(None),
        Value::String(text) => {
            let hash: ShareHash = text.parse().ok()?;
            Some((!hash.is_zero()).then_some(hash))
        }
        _ => None,
    }
}

/// The fields of all forms. Those with parts are values, because their form depends on who wrote them.
#[derive(Deserialize)]
struct Object {
    // An archive's.
    share_hash: Option<ShareHash>,
    address: Option<String>,
    /// `decode --json` and `pack --json` call it message_data.
    #[serde(rename = "message_data_hex", alias = "message_data")]
    message_data_hex: Option<String>,
    // A node's: /web/share/HASH.
    block: Option<Value>,
    parent: Option<Value>,
    share_data: Option<Value>,
    version: Option<Value>,
    v36_metadata: Option<Value>,
    // p2msg's: `decode --json`.
    schema: Option<Value>,
    share: Option<Value>,
    messages: Option<Value>,
}

impl TryFrom<Object> for ShareJsonFields {
    type Error = &'static str;

    fn try_from(object: Object) -> Result<Self, Self::Error> {
        let text = |value: &Option<Value>, pointer: &str| {
            let text = value.as_ref()?.pointer(pointer)?.as_str()?;
            (!text.is_empty()).then(|| text.to_owned())
        };
        let in_message = |name: &str| text(&object.messages, &format!("/0/{name}"));
        let hash = || {
            let hash = text(&object.block, "/hash").or_else(|| text(&object.share, "/hash"));
            hash.or_else(|| in_message("share_hash"))?.parse().ok()
        };
        let address = || {
            let address = text(&object.share_data, "/payout_address");
            address.or_else(|| text(&object.share, "/address"))
        };
        // A share without messages has no data, or none of these fields.
        let is_share = object.share_data.is_some() || object.schema.is_some();
        let data = object
            .message_data_hex
            .or_else(|| text(&object.v36_metadata, "/message_data_hex"))
            .or_else(|| is_share.then(String::new));
        let version = object.version.as_ref().and_then(Value::as_u64).unwrap_or(0);
        let of_node =
            |share_data| DescribedPlace::of_node(share_data, object.parent.as_ref(), version);
        let of_record = |share| DescribedPlace::of_record(share);
        let place = object.share.as_ref().and_then(of_record);
        let place = place.or_else(|| object.share_data.as_ref().and_then(of_node));
        Ok(Self {
            place,
            share_hash: object.share_hash.or_else(hash),
            address: object
                .address
                .or_else(address)
                .or_else(|| in_message("sender")),
            message_data_hex: data.ok_or("missing field `message_data_hex`")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "4b9f99b80e6f25e26efdf5e3b024f4c43da6a72ef5a3f1ab186300a88a5c8f53";

    fn fields(json: &str) -> Option<(Option<String>, Option<String>, String)> {
        let found: ShareJsonFields = serde_json::from_str(json).ok()?;
        let hash = found.share_hash.map(|hash| hash.to_string());
        Some((hash, found.address, found.message_data_hex))
    }

    #[test]
    fn every_form_names_share_and_address() {
        let expected = Some((
            Some(HASH.to_owned()),
            Some("ltc1q".to_owned()),
            "0100".to_owned(),
        ));
        for json in [
            format!(r#"{{"share_hash":"{HASH}","address":"ltc1q","message_data_hex":"0100"}}"#),
            format!(
                r#"{{"block":{{"hash":"{HASH}"}},"share_data":{{"payout_address":"ltc1q"}},
                    "v36_metadata":{{"message_data_hex":"0100"}},"version":36}}"#
            ),
            format!(
                r#"{{"schema":"p2msg.record/1","share":{{"hash":"{HASH}","address":"ltc1q"}},
                    "message_data":"0100","messages":[{{"sender":"other"}}]}}"#
            ),
            format!(
                r#"{{"schema":"p2msg.record/1","share":null,"message_data":"0100",
                    "messages":[{{"share_hash":"{HASH}","sender":"ltc1q"}}]}}"#
            ),
        ] {
            assert_eq!(fields(&json), expected, "{json}");
        }
    }

    #[test]
    fn a_share_without_messages_is_empty_and_other_objects_are_rejected() {
        let empty = Some((None, None, String::new()));
        assert_eq!(fields(r#"{"share_data":{},"type_name":"V35"}"#), empty);
        assert_eq!(
            fields(r#"{"share_data":{},"v36_metadata":{"message_data_hex":""}}"#),
            empty
        );
        assert_eq!(
            fields(r#"{"schema":"p2msg.record/1","message_data":null}"#),
            empty
        );
        assert_eq!(fields(r#"{"error":"share not found"}"#), None);
        assert_eq!(fields(r#"{"message_data_hex":5}"#), None);
        // Foreign values of these names do not matter.
        assert_eq!(
            fields(r#"{"message_data_hex":"01","block":5,"share":"x","messages":{}}"#),
            Some((None, None, "01".to_owned()))
        );
    }
}
