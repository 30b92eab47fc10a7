//! A place with a data folder and a master key: what the tests of keys, queue and packing share.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::place::{Place, Run};
use crate::support::vectors::vectors;

/// A miner's working folder: `master.key`, and `data` for p2msg.
pub(crate) struct Miner {
    pub(crate) place: Place,
}

impl Miner {
    /// With the master key of the vectors `same_master_index...`, and nothing in `data`.
    pub(crate) fn new() -> Self {
        Self::with_master(derived(0)["master_privkey"].as_str().unwrap())
    }

    /// With this master key, hex or WIF.
    pub(crate) fn with_master(master: &str) -> Self {
        let place = Place::new();
        place.secret_file("master.key", &format!("{master}\n"));
        fs::create_dir(place.work().join("data")).unwrap();
        Self { place }
    }

    /// With a state file at key_index 0.
    pub(crate) fn ready() -> Self {
        let miner = Self::new();
        miner.keyed("key init").stdout();
        miner
    }

    /// A run without a key.
    pub(crate) fn p2msg(&self, arguments: &str) -> Run<'_> {
        self.place.p2msg(arguments)
    }

    /// A run with the master key.
    pub(crate) fn keyed(&self, arguments: &str) -> Run<'_> {
        self.p2msg(arguments)
            .env("P2MSG_MASTER_KEY_FILE", "master.key")
    }

    /// Queues a text and returns its id.
    pub(crate) fn send(&self, text: &str) -> u64 {
        let ran = self.p2msg("send --json -").stdin(text).run();
        one(&ran.stdout)["id"].as_u64().unwrap()
    }

    /// The path of a file in the data folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.place.work().join("data").join(name)
    }

    /// The bytes of a file in the data folder.
    pub(crate) fn data(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Every file in the working folder and below, with its content.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        read_files(&self.place.work(), &mut files);
        files
    }

    /// The state of every entry of the queue, in order.
    pub(crate) fn states(&self, now: u64) -> Vec<String> {
        let ran = self
            .p2msg("queue list --all --json")
            .env("P2MSG_NOW", &now.to_string())
            .run();
        lines(&ran.stdout)
            .iter()
            .map(|entry| entry["state"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn read_files(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_files(&path, files);
        } else {
            let bytes = fs::read(&path).unwrap();
            files.insert(path, bytes);
        }
    }
}

/// The only line, which is JSON.
pub(crate) fn one(stdout: &str) -> Value {
    let lines = lines(stdout);
    assert_eq!(lines.len(), 1, "{stdout}");
    lines[0].clone()
}

/// Every line, which is JSON.
pub(crate) fn lines(stdout: &str) -> Vec<Value> {
    stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The vector of derive.json with the master key of every [`Miner::new`] and this key_index.
pub(crate) fn derived(key_index: u32) -> Value {
    let vectors = vectors("derive.json");
    vectors["cases"]
        .as_array()
        .unwrap()
        .iter()
        .find(|case| case["name"] == format!("same_master_index{key_index}"))
        .expect("a vector")
        .clone()
}
