//! What inputs are made from.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The files of `seeds/READER`. A reader without such a folder gets the strings of the vectors, as
/// text and, where they are hex, as bytes; and the JSON around them.
pub(crate) fn seeds(tests: &Path, reader: &str) -> Vec<Vec<u8>> {
    let own = tests.join("fuzz/seeds").join(reader);
    let mut seeds = Vec::new();
    if own.is_dir() {
        seeds.extend(files(&own).map(|(_, bytes)| bytes));
    } else {
        for (path, bytes) in files(&tests.join("vectors")) {
            let extension = path.extension().unwrap_or_default();
            if is_p2p(&path) != reader.starts_with("p2p") {
                continue;
            }
            if extension == "json" {
                add_strings(&serde_json::from_slice(&bytes).unwrap(), &mut seeds);
            } else if extension == "bin" {
                seeds.push(bytes);
            } else {
                seeds.extend(bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec));
            }
        }
    }
    seeds.sort();
    seeds.dedup();
    seeds
}

/// Whether a file of vectors belongs to the protocol between nodes.
fn is_p2p(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().starts_with("p2p_")
}

fn files(folder: &Path) -> impl Iterator<Item = (PathBuf, Vec<u8>)> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    paths.into_iter().map(|path| {
        let bytes = fs::read(&path).unwrap();
        (path, bytes)
    })
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
