//! Shares as nodes answer them at `/web/share/HASH`, and the hashes that they answer.

use serde_json::Value;

use super::lenient::Fields;
use crate::core::hash::ShareHash;

/// The parent of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parent {
    /// The share is the first of its chain.
    None,
    /// The share before it.
    Share(ShareHash),
    /// The answer does not name it.
    Unknown,
}

/// A share as a node answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeShareJson {
    /// The share before it.
    pub parent: Parent,
    /// The timestamp of the share, Unix seconds.
    pub timestamp: Option<u64>,
    /// The position in the chain, as the share claims.
    pub absheight: Option<u64>,
    /// The payout address.
    pub address: Option<String>,
    /// message_data, empty in a share without it; `None` if the answer is not hex.
    pub message_data: Option<Vec<u8>>,
}

impl NodeShareJson {
    /// Reads the answer of `/web/share/HASH`.
    ///
    /// Returns `None` if the value is not a share. Shares before version 36 have no v36_metadata.
    pub fn read(value: &Value) -> Option<Self> {
        let fields = Fields(value.as_object()?);
        let share_data = fields.object("share_data")?;
        let parent = value
            .get("parent")
            .or_else(|| value.get("share_data")?.get("previous_share_hash"));
        let message_data = match value.get("v36_metadata").and_then(hex_field) {
            None => Some(Vec::new()),
            Some(Value::String(hex)) => const_hex::decode(hex).ok(),
            Some(_) => None,
        };
        Some(Self {
            parent: parent.map_or(Parent::Unknown, read_parent),
            timestamp: share_data.number("timestamp"),
            absheight: share_data.number("absheight"),
            address: share_data.text("payout_address"),
            message_data,
        })
    }
}

fn hex_field(metadata: &Value) -> Option<&Value> {
    let hex = metadata.get("message_data_hex")?;
    (!hex.is_null()).then_some(hex)
}

/// Nodes write the parent of the first share as null, as zeros, or as Python's `None`.
fn read_parent(value: &Value) -> Parent {
    match value {
        Value::Null => Parent::None,
        Value::String(text) if text.is_empty() || text == "None" => Parent::None,
        Value::String(text) => match text.parse::<ShareHash>() {
            Ok(hash) if hash.is_zero() => Parent::None,
            Ok(hash) => Parent::Share(hash),
            Err(_) => Parent::Unknown,
        },
        _ => Parent::Unknown,
    }
}

/// The hashes in the answer of `/sharechain/window`, newest first.
pub fn window_hashes(value: &Value) -> Vec<ShareHash> {
    let shares = value.get("shares").and_then(Value::as_array);
    let hash = |share: &Value| share.get("H")?.as_str()?.parse().ok();
    shares.into_iter().flatten().filter_map(hash).collect()
}

/// The newest share and its message_data in the answer of c2pool to getinfo; `None` without a
/// message.
pub fn protocol_messages(value: &Value) -> Option<(ShareHash, Vec<u8>)> {
    let messages = value.get("result")?.get("protocol_messages")?;
    let text = |name: &str| messages.get(name).and_then(Value::as_str);
    let share_hash = text("best_share_hash")?.parse().ok()?;
    let message_data = const_hex::decode(text("message_data_hex")?).ok()?;
    (!message_data.is_empty()).then_some((share_hash, message_data))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn hash(digit: &str) -> ShareHash {
        digit.repeat(64).parse().unwrap()
    }

    #[test]
    fn a_share_of_any_node_is_read() {
        let share = json!({
            "parent": "1".repeat(64),
            "share_data": {"timestamp": 17, "absheight": 5, "payout_address": "LAddress"},
            "v36_metadata": {"message_data_hex": "0100"}
        });
        let read = NodeShareJson::read(&share).unwrap();
        assert_eq!(read.parent, Parent::Share(hash("1")));
        assert_eq!((read.timestamp, read.absheight), (Some(17), Some(5)));
        assert_eq!(read.message_data, Some(vec![1, 0]));
        // A share of version 35, whose parent is elsewhere.
        let share = json!({"share_data": {"previous_share_hash": "2".repeat(64)}});
        let read = NodeShareJson::read(&share).unwrap();
        assert_eq!(read.parent, Parent::Share(hash("2")));
        assert_eq!(read.message_data, Some(vec![]));
        for first in [json!(null), json!("None"), json!("0".repeat(64))] {
            let share = json!({"parent": first, "share_data": {}});
            assert_eq!(NodeShareJson::read(&share).unwrap().parent, Parent::None);
        }
    }

    #[test]
    fn an_unreadable_part_of_a_share_is_not_a_value() {
        let share = json!({
            "parent": "xyz", "share_data": {}, "v36_metadata": {"message_data_hex": "0g"}
        });
        let read = NodeShareJson::read(&share).unwrap();
        assert_eq!((read.parent, read.message_data), (Parent::Unknown, None));
        for value in [json!(null), json!([]), json!({"version": "c2pool/1"})] {
            assert_eq!(NodeShareJson::read(&value), None);
        }
    }
}
