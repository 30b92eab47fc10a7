//! Every store of the vectors with every command that reads shares: the shares are those of
//! expected.json, and the folder stays as it was, times included.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::miner::lines;
use crate::support::place::{Place, STORE_VIEWS};
use crate::support::served::Served;
use crate::support::vectors::{C2POOL_STORES, copy_store, list, text};

/// Every store; that of dash is named and not decoded.
fn stores() -> impl Iterator<Item = &'static str> {
    C2POOL_STORES.into_iter().chain(["dash"])
}

/// The clock of every run: soon after the shares of litecoin_testnet.
const CLOCK: (&str, &str) = ("P2MSG_NOW", "1750000600");

/// A store in the home folder, and the same shares as text.
struct Store {
    place: Place,
    name: &'static str,
    net: String,
    /// The folder of the network.
    folder: PathBuf,
    expected: Value,
    before: BTreeMap<PathBuf, FileState>,
}

/// The bytes of a file or folder, when it was changed, and its inode.
type FileState = (Vec<u8>, (i64, i64), (i64, i64), u64);

impl Store {
    fn new(name: &'static str) -> Self {
        let place = Place::new();
        let (folder, expected) = copy_store(name, &place.home().join(".c2pool"));
        let net = match text(&expected, "net") {
            // p2msg reads no shares of dash; they are named on every network.
            net if net.contains("dash") => "litecoin".to_owned(),
            net => net.to_owned(),
        };
        let mut store = Self {
            place,
            name,
            net,
            folder,
            expected,
            before: BTreeMap::new(),
        };
        let mut shares: Vec<&Value> = store.shares().collect();
        shares.sort_by_key(|share| (share["index"]["height"].as_u64(), text(share, "hash")));
        let lines: String = shares
            .iter()
            .map(|share| format!("5 {}\n", text(share, "raw_share")))
            .collect();
        store.place.file("text/shares.0", lines);
        store.before = files(&store.folder);
        store
    }

    fn path(&self) -> String {
        self.folder.display().to_string()
    }

    /// The shares that p2msg reads.
    fn shares(&self) -> impl Iterator<Item = &Value> {
        let all = list(&self.expected, "shares").iter();
        all.filter(|share| share["raw_share_is_vector"] == true && self.name != "dash")
    }

    fn hashes(&self) -> Vec<&str> {
        let mut hashes: Vec<&str> = self.shares().map(|share| text(share, "hash")).collect();
        hashes.sort_unstable();
        hashes
    }

    /// The keys of the shares that p2msg reads no share from, and the damaged files.
    fn broken(&self) -> Vec<String> {
        let shares = list(&self.expected, "shares").iter();
        let shares = shares
            .filter(|share| share["raw_share_is_vector"] != true || self.name == "dash")
            .map(|share| format!("share:{}", text(share, "hash")));
        let damage = self.expected["damage"].as_array().into_iter().flatten();
        let damage = damage
            .filter(|part| part["what"] != "torn")
            .map(|part| text(part, "file").to_owned());
        shares.chain(damage).collect()
    }

    /// Runs a command with the store and the same shares as text. Returns what each printed.
    fn both(&self, command: &str) -> [String; 2] {
        [self.path(), "text".to_owned()].map(|input| {
            self.place
                .p2msg(&format!("--net {} {command} {input}", self.net))
                .env(CLOCK.0, CLOCK.1)
                .codes(&[0, 3, 4])
                .stderr("")
                .run()
                .stdout
        })
    }

    /// No command has changed the folder.
    fn is_unchanged(&self, command: &str) {
        assert_eq!(files(&self.folder), self.before, "{} {command}", self.name);
    }
}

/// The state of each file and folder below `folder`.
fn files(folder: &Path) -> BTreeMap<PathBuf, FileState> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(path) = folders.pop() {
        let metadata = fs::metadata(&path).unwrap();
        let bytes = match metadata.is_dir() {
            true => {
                let entries = fs::read_dir(&path).unwrap();
                folders.extend(entries.map(|entry| entry.unwrap().path()));
                Vec::new()
            }
            false => fs::read(&path).unwrap(),
        };
        let modified = (metadata.mtime(), metadata.mtime_nsec());
        let changed = (metadata.ctime(), metadata.ctime_nsec());
        found.insert(path, (bytes, modified, changed, metadata.ino()));
    }
    found
}

#[test]
fn decode_and_verify_show_every_share_and_every_error() {
    for name in stores() {
        let store = Store::new(name);
        for command in ["decode", "verify"] {
            let [shown, _] = store.both(&format!("--json {command}"));
            let records = lines(&shown);
            let shares = records.iter().filter(|record| record["kind"] == "share");
            let mut hashes: Vec<&str> = shares.map(|r| text(&r["share"], "hash")).collect();
            hashes.sort_unstable();
            assert_eq!(hashes, store.hashes(), "{name} {command}");
            let errors = records.iter().filter(|record| record["kind"] == "error");
            let mut places: Vec<String> = errors
                .map(|record| {
                    let source = &record["source"];
                    let file = text(source, "name").rsplit('/').next().unwrap();
                    source["key"].as_str().unwrap_or(file).to_owned()
                })
                .collect();
            let mut broken = store.broken();
            places.sort();
            broken.sort();
            assert_eq!(places, broken, "{name} {command}");
            if command == "verify" {
                let holds = |record: &&Value| record["verification"]["ok"] == true;
                let holding = records.iter().filter(holds).count();
                assert_eq!(holding, hashes.len(), "{name}");
            }
            store.is_unchanged(command);
        }
    }
}

#[test]
fn decode_with_messages_shows_the_shares_with_messages() {
    for name in stores() {
        let store = Store::new(name);
        let [shown, of_text] = store.both("--json decode --with-messages");
        let messages = |shown: &str| -> Vec<(Value, Value)> {
            let records = lines(shown);
            let shares = records.iter().filter(|record| record["kind"] == "share");
            let pair = |r: &Value| (r["share"]["hash"].clone(), r["messages"].clone());
            shares.map(pair).collect()
        };
        assert_eq!(messages(&shown), messages(&of_text), "{name}");
        store.is_unchanged("decode --with-messages");
    }
}

#[test]
fn every_view_shows_what_the_same_shares_show_as_text() {
    for name in stores() {
        let store = Store::new(name);
        for view in STORE_VIEWS {
            let [shown, of_text] = store.both(&format!("--json store {view}"));
            let records = |shown: &str| {
                let mut records = lines(shown);
                for record in &mut records {
                    // Errors are counted as lines; the text has none.
                    if let Some(record) = record.as_object_mut() {
                        record.remove("broken_lines");
                    }
                }
                records
            };
            assert_eq!(records(&shown), records(&of_text), "{name} {view}");
            store.is_unchanged(view);
        }
    }
}

#[test]
fn queue_confirm_reads_every_store() {
    for name in stores() {
        let store = Store::new(name);
        store.place.p2msg("send --type chat hello").run();
        let [shown, of_text] = store.both("--json queue confirm");
        assert_eq!(shown, of_text, "{name}");
        store.is_unchanged("queue confirm");
    }
}

#[test]
fn doctor_finds_and_judges_every_store() {
    for name in stores() {
        let store = Store::new(name);
        let ran = store
            .place
            .p2msg("doctor --json")
            .env(CLOCK.0, CLOCK.1)
            .codes(&[0, 1])
            .run();
        let path = store.path();
        let checks = lines(&ran.stdout);
        let messages = checks.iter().map(|check| text(check, "message"));
        let messages: Vec<&str> = messages.filter(|found| found.contains(&path)).collect();
        let [message] = messages.as_slice() else {
            // doctor looks for the networks that p2msg reads.
            assert_eq!((messages.len(), name), (0, "dash"));
            continue;
        };
        assert!(message.contains("of c2pool"), "{name}: {message}");
        match name {
            "edge" | "corrupt_block" => assert!(message.contains("malformed"), "{message}"),
            _ => assert!(message.contains("its newest shares hold for"), "{message}"),
        }
        store.is_unchanged("doctor");
    }
}

#[test]
fn serve_answers_the_messages_of_every_store() {
    for name in stores() {
        let store = Store::new(name);
        // The network of the served stores of these tests.
        if store.net != "litecoin_testnet" {
            continue;
        }
        let texts = |shares: &str| {
            let arguments = format!("--shares {shares}");
            let served = Served::start_in(&store.place, &arguments, &[CLOCK]);
            let messages = served.json("/share_messages?limit=1000")["messages"].take();
            (messages, served.json("/signing_keys"))
        };
        let of_store = texts(&store.path());
        assert_eq!(of_store, texts("text"), "{name}");
        store.is_unchanged("serve");
    }
}
