//! Parses the JSON of p2msg's files.

use serde::de::DeserializeOwned;

use crate::core::json_text::{repair, without_bom};

/// Parses JSON. Other programs add fields to the files: an unreadable character in one of them is
/// replaced by U+FFFD, and a byte order mark is accepted.
pub(super) fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> serde_json::Result<T> {
    let bytes = without_bom(bytes);
    serde_json::from_slice(bytes).or_else(|error| {
        let repaired = repair(bytes).ok_or(error)?;
        serde_json::from_str(&repaired.text)
    })
}
