//! Every reader, fed with altered vectors: `P2MSG_FUZZ_INPUTS` of them each, 2,000 unless it says more.

// clippy.toml allows these in tests, but that does not reach the functions that tests share.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

#[path = "fuzz/altered.rs"]
mod altered;
#[path = "fuzz/readers.rs"]
mod readers;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use altered::Altered;
use serde_json::Value;

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");

/// Strings of the vectors, as text and, where they are hex, as bytes; and the JSON around them.
fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    let mut files: Vec<_> = fs::read_dir(VECTORS)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    for path in files {
        let text = fs::read(&path).unwrap();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            add_strings(&serde_json::from_slice(&text).unwrap(), &mut seeds);
        } else {
            seeds.extend(text.split(|byte| *byte == b'\n').map(<[u8]>::to_vec));
        }
    }
    for example in ["config.toml", "message_queue.json", "node.json"] {
        seeds.push(fs::read(Path::new(VECTORS).join("../fuzz/seeds").join(example)).unwrap());
    }
    seeds.sort();
    seeds.dedup();
    seeds
}

fn add_strings(value: &Value, seeds: &mut Vec<Vec<u8>>) {
    match value {
        Value::String(text) => {
            seeds.push(text.as_bytes().to_vec());
            seeds.extend(hex::decode(text));
        }
        Value::Array(items) => items.iter().for_each(|item| add_strings(item, seeds)),
        Value::Object(fields) => {
            seeds.push(value.to_string().into_bytes());
            fields.values().for_each(|field| add_strings(field, seeds));
        }
        _ => {}
    }
}

fn inputs_each() -> usize {
    std::env::var("P2MSG_FUZZ_INPUTS").map_or(2_000, |count| count.parse().unwrap())
}

#[test]
fn no_reader_panics_and_what_is_read_strictly_is_written_alike() {
    let seeds = seeds();
    assert!(seeds.len() > 500, "{} seeds", seeds.len());
    let mut altered = Altered::new(seeds);
    for (name, reader) in readers::READERS {
        for number in 0..inputs_each() {
            let input = altered.next_input();
            let run = catch_unwind(AssertUnwindSafe(|| reader(&input)));
            assert!(
                run.is_ok(),
                "{name}, input {number}: {}",
                hex::encode(&input)
            );
        }
    }
}
