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
    share_data: Option<Value>,
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
        Ok(Self {
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
