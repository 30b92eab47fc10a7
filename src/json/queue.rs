//! The message queue: sending, packing, listing and confirming.

use serde::{Deserialize, Serialize, Serializer, ser};
use serde_json::{Map, Value};

use super::record::AcceptedByJson;
use super::value::present;
use crate::core::hash::{MessageHash, ShareHash, SigningId};
use crate::core::key::KeyIndex;
use crate::core::message::payload::{self, NodeStatus, PayloadView};
use crate::core::message::queue::{Entry, EntryId, Retried};

/// KIND send: a message that was queued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentJson {
    /// Its id in the queue.
    pub id: EntryId,
    /// The protocol's name of the type.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The identity of the message.
    pub message_hash: MessageHash,
    /// Length of the payload in bytes.
    pub bytes: usize,
    /// Number of pending messages.
    pub pending: usize,
}

impl SentJson {
    /// The view of `entry`, in a queue with `pending` pending entries.
    pub fn new(entry: &Entry, pending: usize) -> Self {
        Self {
            id: entry.id,
            type_name: entry.msg_type.name().into_owned(),
            message_hash: entry.message_hash,
            bytes: entry.payload.len(),
            pending,
        }
    }
}

/// KIND status: a NODE_STATUS that was queued.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatusJson {
    /// The message.
    #[serde(flatten)]
    pub sent: SentJson,
    /// The pending messages that it replaced.
    pub replaced: Vec<EntryId>,
    /// Optional fields of the status that did not fit.
    pub left_out: Vec<String>,
    /// Fields of the status that the node does not answer.
    pub unknown: Vec<String>,
    /// The status.
    pub data: NodeStatus,
}

/// KIND pack: message_data for the next share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedJson {
    /// In hex; empty if there was nothing to pack.
    pub message_data: String,
    /// Length of message_data in bytes.
    pub bytes: usize,
    /// The messages in it.
    pub packed: Vec<EntryId>,
    /// Number of messages that are still pending.
    pub left: usize,
    /// Which of the miner's keys is in use; null without a state file.
    pub key_index: Option<KeyIndex>,
    /// The key in use; null without a state file.
    pub signing_id: Option<SigningId>,
    /// Whether message_data contains the announcement of the key.
    pub announcement: bool,
    /// Which nodes accept message_data; null if it is empty.
    pub accepted_by: Option<AcceptedByJson>,
}

/// KIND queue_entry: a message of the queue with its present state.
///
/// Fields of the queue file that this version does not know are printed too. A field of the view
/// replaces an unknown field with the same name.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct QueueEntryJson {
    /// The entry as the queue file has it, in its present state.
    #[serde(flatten)]
    pub entry: Entry,
    /// Seconds since it was queued.
    pub age: u64,
    /// The payload of a text type; missing in other entries.
    pub text: Option<String>,
    /// The payload of a JSON type; missing in other entries.
    #[serde(default, deserialize_with = "present")]
    pub data: Option<Value>,
    /// The payload in hex, if it is neither text nor JSON; missing in other entries.
    pub raw: Option<String>,
}

impl QueueEntryJson {
    /// The view of an entry at `now` (Unix seconds).
    pub fn new(entry: &Entry, now: u64) -> Self {
        let mut shown = entry.clone();
        shown.state = entry.state_at(now);
        let (mut text, mut data, mut raw) = (None, None, None);
        match payload::view(entry.msg_type, &entry.payload) {
            PayloadView::Text(view) => text = Some(view),
            PayloadView::Data(view) => data = Some(view),
            PayloadView::Raw(view) => raw = Some(view),
        }
        Self {
            age: entry.age(now),
            entry: shown,
            text,
            data,
            raw,
        }
    }
}

/// Derived code would write a field twice if the entry has an unknown field of the same name.
impl Serialize for QueueEntryJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entry = serde_json::to_value(&self.entry).map_err(ser::Error::custom)?;
        let mut fields: Map<String, Value> =
            serde_json::from_value(entry).map_err(ser::Error::custom)?;
        fields.insert("age".to_owned(), self.age.into());
        let payload = [
            ("text", self.text.clone().map(Value::from)),
            ("data", self.data.clone()),
            ("raw", self.raw.clone().map(Value::from)),
        ];
        for (name, value) in payload {
            if let Some(value) = value {
                fields.insert(name.to_owned(), value);
            }
        }
        fields.serialize(serializer)
    }
}

/// The result of `queue retry` for a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetryResult {
    /// Nothing: it was pending.
    AlreadyPending,
    /// Its lease ended, and it is pending again.
    LeaseEnded,
    /// It had expired, and its text was queued as a new message.
    QueuedAgain,
    /// Nothing: its text was queued as a new message before.
    AlreadyRetried,
}

impl RetryResult {
    /// The result for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::AlreadyPending => "already pending",
            Self::LeaseEnded => "lease ended",
            Self::QueuedAgain => "queued again",
            Self::AlreadyRetried => "already retried",
        }
    }
}

/// KIND queue_retry: a message that was retried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetriedJson {
    /// Its id in the queue.
    pub id: EntryId,
    /// The result.
    pub result: RetryResult,
    /// The new message; null without one.
    pub retried_as: Option<EntryId>,
}

impl RetriedJson {
    /// The view of a retry.
    pub fn new(id: EntryId, retried: Retried) -> Self {
        let (result, retried_as) = match retried {
            Retried::AlreadyPending => (RetryResult::AlreadyPending, None),
            Retried::LeaseEnded => (RetryResult::LeaseEnded, None),
            Retried::QueuedAgain(again) => (RetryResult::QueuedAgain, Some(again)),
            Retried::AlreadyRetried(again) => (RetryResult::AlreadyRetried, Some(again)),
        };
        Self {
            id,
            result,
            retried_as,
        }
    }
}

/// KIND queue_confirm: a message of the queue that was found in a share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmedJson {
    /// Its id in the queue.
    pub id: EntryId,
    /// The protocol's name of the type.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The identity of the message.
    pub message_hash: MessageHash,
    /// The share; null if unknown.
    pub share_hash: Option<ShareHash>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A text entry with fields of another version, two of them with names of the view.
    fn entry() -> Value {
        json!({
            "id": 1, "type": "MINER_MESSAGE", "payload": "6869", "flags": 7, "timestamp": 5,
            "message_hash": "00".repeat(32), "state": "pending",
            "history": [{"at": 5, "state": "pending", "by": "other"}],
            "age": "old", "priority": [1], "data": "kept"
        })
    }

    #[test]
    fn unknown_fields_of_an_entry_survive() {
        let read: Entry = serde_json::from_value(entry()).unwrap();
        let view = QueueEntryJson::new(&read, 100_000);
        let mut expected = entry();
        // The view replaces the field in its place and adds others at the end.
        expected["state"] = "expired".into();
        expected["age"] = 99_995.into();
        expected["text"] = "hi".into();
        let printed = serde_json::to_string(&view).unwrap();
        assert_eq!(printed, expected.to_string());

        let again: QueueEntryJson = serde_json::from_str(&printed).unwrap();
        assert_eq!(again.data, Some("kept".into()));
        assert_eq!(serde_json::to_value(&again).unwrap(), expected);
    }
}
