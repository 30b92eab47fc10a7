//! Test vectors made with the reference implementation, and data of the live network.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A file of `tests/vectors`.
pub(crate) fn vectors(name: &str) -> Value {
    let path = format!("{}/tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).expect("a file of vectors");
    serde_json::from_str(&text).expect("vectors are JSON")
}

/// The array `key` of `value`.
pub(crate) fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key]
        .as_array()
        .unwrap_or_else(|| panic!("{key} is not a list"))
}

/// The text at `key`; null is empty.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    match &value[key] {
        Value::Null => "",
        other => other
            .as_str()
            .unwrap_or_else(|| panic!("{key} is not text")),
    }
}

/// The bytes that `key` has in hex; null is empty.
pub(crate) fn bytes(value: &Value, key: &str) -> Vec<u8> {
    hex::decode(text(value, key)).unwrap_or_else(|error| panic!("{key}: {error}"))
}

/// The stores of c2pool, apart from the one of dash, whose shares have no messages.
pub(crate) const C2POOL_STORES: [&str; 11] = [
    "wal_only",
    "tables",
    "crash",
    "torn_log",
    "corrupt_block",
    "mainnet",
    "digibyte",
    "node",
    "node_live_copy",
    "node_killed",
    "edge",
];

/// Copies a store of c2pool to `data`, the data folder. Returns the folder of its network and
/// expected.json.
pub(crate) fn copy_store(name: &str, data: &Path) -> (PathBuf, Value) {
    let expected = vectors(&format!("c2pool_store/{name}/expected.json"));
    let folder = text(&expected, "folder");
    let from = format!(
        "{}/tests/vectors/c2pool_store/{folder}",
        env!("CARGO_MANIFEST_DIR")
    );
    let (_, below) = folder.split_once('/').expect("a folder in a folder");
    let database = data.join(below);
    fs::create_dir_all(&database).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), database.join(entry.file_name())).unwrap();
    }
    (database.parent().unwrap().to_owned(), expected)
}

fn case(file: &str, name: &str) -> Value {
    let vectors = vectors(file);
    let cases = vectors["cases"].as_array().expect("a list of cases");
    cases
        .iter()
        .find(|case| case["name"] == name)
        .expect("a case of that name")
        .clone()
}

/// A case of shares.json.
pub(crate) fn share_case(name: &str) -> Value {
    case("shares.json", name)
}

/// A case of authority.json.
pub(crate) fn authority_case(name: &str) -> Value {
    case("authority.json", name)
}

/// The path of a file of the live network, which is not part of the project: beside the checkout,
/// or where P2MSG_REAL_DATA says.
pub(crate) fn real(name: &str) -> Option<String> {
    let folder = std::env::var_os("P2MSG_REAL_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/real"),
        PathBuf::from,
    );
    let path = folder.join(name);
    path.is_file().then(|| path.display().to_string())
}
