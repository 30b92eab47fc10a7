//! c2pool's share stores, as its own code wrote them, and damaged copies of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use p2msg::core::network::Network;
use p2msg::core::share::Share;
use p2msg::shares::{Content, FollowedShares, Reader, Record, Update};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::vectors::{C2POOL_STORES, list, text, vectors};

const DATABASE: &str = "sharechain_leveldb";

/// A store of tests/vectors in a folder of its own.
struct Store {
    folder: TempDir,
    database: PathBuf,
    network: &'static Network,
    expected: Value,
}

impl Store {
    fn copy(name: &str) -> Self {
        let expected = vectors(&format!("c2pool_store/{name}/expected.json"));
        let from = format!(
            "{}/tests/vectors/c2pool_store/{}",
            env!("CARGO_MANIFEST_DIR"),
            text(&expected, "folder")
        );
        let folder = tempfile::tempdir().unwrap();
        let net = Path::new(text(&expected, "folder")).parent().unwrap();
        let database = folder.path().join(net.file_name().unwrap()).join(DATABASE);
        fs::create_dir_all(&database).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), database.join(entry.file_name())).unwrap();
        }
        Self {
            folder,
            database,
            network: network(text(&expected, "net")),
            expected,
        }
    }

    fn read(&self) -> Found {
        Found::read(&self.database, self.network)
    }

    fn path(&self, file: &str) -> PathBuf {
        self.database.join(file)
    }

    /// The bytes and the time of each file.
    fn files(&self) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
        let entries = fs::read_dir(&self.database).unwrap();
        let files = entries.map(|entry| {
            let path = entry.unwrap().path();
            let modified = fs::metadata(&path).unwrap().modified().unwrap();
            (path.clone(), (fs::read(path).unwrap(), modified))
        });
        files.collect()
    }
}

/// The name in the vectors may be that of a network that p2msg does not read.
fn network(name: &str) -> &'static Network {
    let name = if name.contains("dash") {
        "litecoin"
    } else {
        name
    };
    Network::by_name(name).unwrap_or_else(|| panic!("{name}"))
}

/// What was read of a store.
#[derive(Debug, Default, PartialEq)]
struct Found {
    /// Key, and absheight and hash as they come.
    shares: Vec<(u32, String)>,
    /// The raw shares by their keys.
    raw: BTreeMap<String, String>,
    /// The claims by the keys.
    claims: BTreeMap<String, (Option<bool>, Option<String>)>,
    /// Source, code and offset.
    broken: Vec<(String, &'static str, Option<usize>)>,
    failed: Option<String>,
}

impl Found {
    fn read(path: &Path, network: &'static Network) -> Self {
        let mut found = Self::default();
        let mut reader = Reader::open(path, network);
        let read = reader.for_each(|record| found.add(&record, network));
        found.failed = read.err().map(|error| error.to_string());
        found
    }

    fn add(&mut self, record: &Record<'_>, network: &Network) {
        let key = record.key();
        match &record.content {
            Content::Share { share, commitment } => {
                let hash = commitment.share_hash.to_string();
                assert_eq!(key, Some(format!("share:{hash}")));
                self.shares.push((share.share_info.absheight, hash.clone()));
                self.raw
                    .insert(hash.clone(), hex::encode(share.write(network)));
                let claims = record.claims().unwrap();
                let pow_hash = claims.pow_hash.map(|hash| hash.to_string());
                self.claims.insert(hash, (claims.is_verified, pow_hash));
            }
            Content::Broken(why) => {
                let place = key.unwrap_or_else(|| {
                    let file = Path::new(&**record.name).file_name().unwrap();
                    file.to_string_lossy().into_owned()
                });
                self.broken.push((place, why.code(), why.offset()));
            }
            other => panic!("{other:?}"),
        }
    }

    fn hashes(&self) -> Vec<&str> {
        let mut hashes: Vec<&str> = self.shares.iter().map(|(_, hash)| hash.as_str()).collect();
        hashes.sort_unstable();
        hashes
    }
}

#[test]
fn every_store_of_c2pool_is_read_as_its_own_library_reads_it() {
    for name in C2POOL_STORES {
        let store = Store::copy(name);
        let before = store.files();
        let found = store.read();
        assert_eq!(found.failed, None, "{name}");
        assert!(found.shares.is_sorted(), "{name}");
        for share in list(&store.expected, "shares") {
            let hash = text(share, "hash");
            // Of the edge cases, those with a share that is not the one of the key are errors.
            if share["raw_share_is_vector"] != true {
                assert!(!found.raw.contains_key(hash), "{name} {hash}");
                let key = format!("share:{hash}");
                assert!(
                    found.broken.iter().any(|(place, ..)| *place == key),
                    "{name} {hash}"
                );
                continue;
            }
            assert_eq!(found.raw[hash], text(share, "raw_share"), "{name} {hash}");
            let index = &share["index"];
            // The bytes that an index cut off after 60 still has are not these two.
            let pow_hash = index["pow_hash"]
                .as_str()
                .filter(|hash| hash.contains(|digit| digit != '0'));
            let claims = (index["is_verified"].as_bool(), pow_hash.map(str::to_owned));
            assert_eq!(found.claims[hash], claims, "{name} {hash}");
        }
        let damage = store.expected["damage"].as_array();
        let damage = damage
            .into_iter()
            .flatten()
            .filter(|part| part["what"] != "torn");
        for part in damage {
            let offset = part["offset"]
                .as_u64()
                .map(|offset| usize::try_from(offset).unwrap());
            let record = (text(part, "file").to_owned(), "damaged_store", offset);
            assert!(found.broken.contains(&record), "{name}: {:?}", found.broken);
        }
        let errors = list(&store.expected, "shares")
            .iter()
            .filter(|share| share["raw_share_is_vector"] != true);
        let damaged = usize::from(name == "corrupt_block");
        assert_eq!(
            found.broken.len(),
            errors.count() + damaged,
            "{name}: {:?}",
            found.broken
        );
        assert_eq!(store.files(), before, "{name}: a reader changes nothing");
    }
}

#[test]
fn the_shares_of_dash_are_named_and_not_decoded() {
    let found = Store::copy("dash").read();
    assert!(found.shares.is_empty());
    let codes: Vec<_> = found.broken.iter().map(|(_, code, _)| *code).collect();
    assert_eq!(codes, ["dash_share"; 4]);
}

#[test]
fn a_store_is_found_by_its_folder_its_network_and_the_data_folder() {
    let store = Store::copy("tables");
    let all = store.read();
    assert_eq!(all.shares.len(), 54);
    for path in [store.database.parent().unwrap(), store.folder.path()] {
        assert_eq!(Found::read(path, store.network), all, "{}", path.display());
    }
    let other = Found::read(store.folder.path(), network("litecoin"));
    assert!(other.failed.unwrap().contains("holds no share store"));
}

#[test]
fn a_followed_store_is_read_once_for_each_change() {
    let store = Store::copy("torn_log");
    let whole = Store::copy("wal_only");
    let mut followed = FollowedShares::new(vec![store.folder.path().to_owned()], store.network);
    let mut poll = || {
        let (mut found, mut gone) = (Found::default(), 0);
        followed.poll(|update| match update {
            Update::Record { record, .. } => found.add(&record, store.network),
            Update::Gone { .. } => gone += 1,
            other => panic!("{other:?}"),
        });
        (found, gone)
    };
    let (first, gone) = poll();
    assert_eq!((&first, gone), (&store.read(), 0));
    assert_eq!(poll(), (Found::default(), 0));
    // As after a restart: other files, and more shares.
    for entry in fs::read_dir(&store.database).unwrap() {
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
    for (path, (bytes, _)) in whole.files() {
        fs::write(
            store.path(path.file_name().unwrap().to_str().unwrap()),
            bytes,
        )
        .unwrap();
    }
    let (new, gone) = poll();
    let all = whole.read();
    assert_eq!(gone, 0);
    assert!(!new.shares.is_empty());
    assert!(
        new.hashes()
            .iter()
            .all(|hash| !first.raw.contains_key(*hash))
    );
    assert!(
        all.hashes()
            .iter()
            .all(|hash| first.raw.contains_key(*hash) || new.raw.contains_key(*hash))
    );
    fs::remove_dir_all(&store.database).unwrap();
    let mut told = Vec::new();
    followed.poll(|update| told.push(format!("{update:?}")));
    assert!(told[0].starts_with("Gone"), "{told:?}");
}

/// Whatever is cut off a file, each share that is still read is whole, and the loss is reported
/// unless it is the end of the log.
#[test]
fn a_store_that_is_cut_off_loses_only_what_is_cut_off() {
    for (name, file) in [
        ("tables", "000012.ldb"),
        ("tables", "000014.ldb"),
        ("tables", "000015.log"),
        ("wal_only", "000003.log"),
    ] {
        let store = Store::copy(name);
        let all = store.read();
        let bytes = fs::read(store.path(file)).unwrap();
        for length in (0..bytes.len()).step_by(bytes.len() / 40 + 1) {
            fs::write(store.path(file), &bytes[..length]).unwrap();
            let found = store.read();
            assert_eq!(found.failed, None);
            for (hash, raw) in &found.raw {
                // A deletion that is cut off returns a share; it is one that was there.
                assert!(
                    raw == all.raw.get(hash).unwrap_or(raw),
                    "{name} {file} {length}"
                );
            }
            assert_eq!(
                found.broken.is_empty(),
                Path::new(file).extension().unwrap() == "log",
                "{name} {file} {length}"
            );
        }
    }
}

#[test]
fn what_a_store_lacks_is_named() {
    let cases = [("000012.ldb", "000012.ldb"), ("000015.log", "000015.log")];
    for (file, named) in cases {
        let store = Store::copy("tables");
        fs::remove_file(store.path(file)).unwrap();
        let found = store.read();
        assert_eq!(found.failed, None);
        assert!(!found.shares.is_empty(), "{file}");
        assert_eq!(found.broken, [(named.to_owned(), "damaged_store", Some(0))]);
    }
    let store = Store::copy("tables");
    let manifest = store.path("MANIFEST-000013");
    let mut bytes = fs::read(&manifest).unwrap();
    bytes[30] ^= 1;
    fs::write(&manifest, bytes).unwrap();
    let failed = store.read().failed.unwrap();
    assert!(failed.contains(DATABASE), "{failed}");
    fs::remove_file(&manifest).unwrap();
    let failed = store.read().failed.unwrap();
    assert!(failed.contains("MANIFEST-000013"), "{failed}");
}

/// Who needs no order, or only shares with messages, gets the same shares.
#[test]
fn what_a_reader_can_spare_changes_no_share() {
    for name in ["tables", "wal_only", "edge"] {
        let store = Store::copy(name);
        let all = store.read();
        let read = |reader: Reader<'static>| {
            let mut reader = reader;
            let mut found = Found::default();
            let add = |record: Record<'_>| found.add(&record, store.network);
            reader.for_each(add).unwrap();
            found
        };
        let mut any_order = read(Reader::open(&store.database, store.network).in_any_order());
        assert_eq!(any_order.hashes(), all.hashes(), "{name}");
        any_order.shares.sort();
        any_order.broken.sort();
        let mut sorted = all;
        sorted.broken.sort();
        // The claims are spared too.
        any_order.claims = sorted.claims.clone();
        assert_eq!(any_order, sorted, "{name}");
        let reader = Reader::open(&store.database, store.network);
        let with_messages = read(reader.with_messages_only(true));
        assert!(with_messages.shares.is_sorted());
        // The hash of a share that is left out is not compared with its key.
        let mut broken = sorted.broken.clone();
        broken.retain(|(_, code, _)| *code != "key_mismatch");
        let mut with_messages = with_messages;
        with_messages.broken.sort();
        assert_eq!(with_messages.broken, broken);
        let carries = |(_, hash): &&(u32, String)| {
            let raw = hex::decode(&sorted.raw[hash]).unwrap();
            !Share::read(&raw, store.network)
                .unwrap()
                .message_data
                .is_empty()
        };
        let expected: Vec<_> = sorted.shares.iter().filter(carries).cloned().collect();
        assert_eq!(with_messages.shares, expected, "{name}");
    }
}
