//! The core against vectors made with the reference implementation.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // A panic here is the failure report.

mod authority_keys;
mod build;
mod chain;
mod derive;
mod envelopes;
mod message_store;
mod messages;
#[path = "../mined/mod.rs"]
mod mined;
mod pow;
mod registry_store;
mod replay;
mod share_store;
mod shares;

use serde_json::Value;

/// A file of `tests/vectors`.
fn vectors(name: &str) -> Value {
    let path = format!("{}/tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The array `key` of `value`.
fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key]
        .as_array()
        .unwrap_or_else(|| panic!("{key} is no list"))
}

/// The text at `key`; null is empty.
fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    match &value[key] {
        Value::Null => "",
        other => other.as_str().unwrap_or_else(|| panic!("{key} is no text")),
    }
}

/// The bytes that stand as hex at `key`; null is empty.
fn bytes(value: &Value, key: &str) -> Vec<u8> {
    hex::decode(text(value, key)).unwrap_or_else(|error| panic!("{key}: {error}"))
}

/// Every way to cut `input` short and to flip one of its bits.
fn mutations(input: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let cuts = (0..input.len()).map(|end| input[..end].to_vec());
    let flips = (0..input.len() * 8).map(|bit| {
        let mut flipped = input.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        flipped
    });
    cuts.chain(flips)
}
