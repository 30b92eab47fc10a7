//! The JSON of the queue: a message that was queued, and an entry.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::core::hash::MessageHash;
use crate::core::payload::{self, PayloadView};
use crate::core::queue::{Entry, EntryId};

/// A message that was put into the queue (`p2msg.send/1`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SentJson {
    /// The id of its entry.
    pub id: EntryId,
    /// The protocol's name of its type.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The identity of the message.
    pub message_hash: MessageHash,
    /// Length of the payload, in bytes.
    pub bytes: usize,
    /// Number of pending entries in the queue, with this one.
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

/// The fields of an entry in the queue file (`p2msg.queue_entry/1`), with its state and age at `now`
/// and its decoded payload.
///
/// # Errors
/// The entry cannot be written as JSON.
pub fn entry_json(entry: &Entry, now: u64) -> serde_json::Result<Map<String, Value>> {
    let mut json: Map<String, Value> = serde_json::from_value(serde_json::to_value(entry)?)?;
    json.insert("state".to_owned(), entry.state_at(now).name().into());
    json.insert("age".to_owned(), entry.age(now).into());
    let (name, view) = match payload::view(entry.msg_type, &entry.payload) {
        PayloadView::Text(text) => ("text", text.into()),
        PayloadView::Data(data) => ("data", data),
        PayloadView::Raw(raw) => ("raw", raw.into()),
    };
    json.insert(name.to_owned(), view);
    Ok(json)
}
