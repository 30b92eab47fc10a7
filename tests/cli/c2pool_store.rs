//! c2pool's share stores as the inputs of every command that reads shares.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;

use crate::support::miner::lines;
use crate::support::place::{Place, STORE_VIEWS};
use crate::support::served::Served;
use crate::support::vectors::{list, text, vectors};

/// Puts a store of the vectors into `.c2pool` of the home folder.
fn store(place: &Place, name: &str) -> Value {
    let expected = vectors(&format!("c2pool_store/{name}/expected.json"));
    let folder = text(&expected, "folder");
    let from = format!(
        "{}/tests/vectors/c2pool_store/{folder}",
        env!("CARGO_MANIFEST_DIR")
    );
    let (_, below) = folder.split_once('/').unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let file = entry.file_name().into_string().unwrap();
        place.file(
            &format!(".c2pool/{below}/{file}"),
            fs::read(entry.path()).unwrap(),
        );
    }
    expected
}

fn files(folder: &Path, found: &mut BTreeMap<PathBuf, (Vec<u8>, SystemTime)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            let modified = fs::metadata(&path).unwrap().modified().unwrap();
            found.insert(path.clone(), (fs::read(&path).unwrap(), modified));
        }
    }
}

fn all_files(place: &Place) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut found = BTreeMap::new();
    files(&place.work().join(".c2pool"), &mut found);
    found
}

/// The hashes of the shares in JSON Lines.
fn hashes(records: &[Value]) -> Vec<&str> {
    let shares = records.iter().filter(|record| record["kind"] == "share");
    let mut hashes: Vec<&str> = shares
        .map(|record| text(&record["share"], "hash"))
        .collect();
    hashes.sort_unstable();
    hashes
}

#[test]
fn decode_and_verify_read_every_store() {
    for (name, net) in [
        ("wal_only", "litecoin_testnet"),
        ("tables", "litecoin_testnet"),
        ("crash", "litecoin_testnet"),
        ("torn_log", "litecoin_testnet"),
        ("node_live_copy", "litecoin_testnet"),
        ("mainnet", "litecoin"),
        ("digibyte", "c2pool_digibyte_testnet"),
    ] {
        let place = Place::new();
        let expected = store(&place, name);
        let before = all_files(&place);
        let mut all: Vec<&str> = list(&expected, "shares")
            .iter()
            .map(|share| text(share, "hash"))
            .collect();
        all.sort_unstable();
        let folder = ".c2pool";
        for command in ["decode", "verify"] {
            let ran = place
                .p2msg(&format!("--net {net} --json {command} {folder}"))
                .codes(&[0, 4])
                .stderr("")
                .run();
            let records = lines(&ran.stdout);
            assert_eq!(hashes(&records), all, "{name} {command}");
            let source = &records[0]["source"];
            assert_eq!(source["line"], Value::Null);
            assert_eq!(
                text(source, "key"),
                format!("share:{}", text(&records[0]["share"], "hash"))
            );
            assert!(text(source, "name").ends_with("sharechain_leveldb"));
            if command == "verify" {
                let is_valid = |record: &&Value| record["verification"]["ok"] == true;
                assert_eq!(records.iter().filter(is_valid).count(), all.len(), "{name}");
            }
        }
        assert_eq!(
            all_files(&place),
            before,
            "{name}: a reader changes nothing"
        );
    }
}

#[test]
fn claims_of_the_node_are_shown() {
    let place = Place::new();
    let expected = store(&place, "tables");
    let ran = place
        .p2msg("--net litecoin_testnet --json decode .c2pool")
        .codes(&[0, 4])
        .run();
    let records = lines(&ran.stdout);
    for share in list(&expected, "shares") {
        let of_share = |record: &&Value| record["share"]["hash"] == share["hash"];
        let claims = &records.iter().find(of_share).unwrap()["source"]["claims"];
        assert_eq!(claims["is_verified"], share["index"]["is_verified"]);
        let pow_hash = text(&share["index"], "pow_hash");
        let known = pow_hash.contains(|digit| digit != '0');
        assert_eq!(claims["pow_hash"].as_str(), known.then_some(pow_hash));
    }
}

#[test]
fn the_data_folder_of_c2pool_needs_a_network() {
    let place = Place::new();
    store(&place, "mainnet");
    for input in [
        ".c2pool",
        ".c2pool/litecoin",
        ".c2pool/litecoin/sharechain_leveldb",
    ] {
        let ran = place
            .p2msg(&format!("--net litecoin --json decode {input}"))
            .stderr("")
            .run();
        assert_eq!(lines(&ran.stdout).len(), 2, "{input}");
    }
    place
        .p2msg("--net bitcoin decode .c2pool")
        .code(1)
        .stderr("--net")
        .run();
}

#[test]
fn damage_is_an_error_with_file_and_offset_and_hides_nothing() {
    let place = Place::new();
    store(&place, "corrupt_block");
    let ran = place
        .p2msg("--net litecoin_testnet --json verify .c2pool")
        .codes(&[3, 4])
        .run();
    let records = lines(&ran.stdout);
    assert_eq!(hashes(&records).len(), 43);
    let errors: Vec<&Value> = records
        .iter()
        .filter(|record| record["kind"] == "error")
        .collect();
    let [error] = errors.as_slice() else {
        panic!("{errors:?}")
    };
    assert!(text(&error["source"], "name").ends_with("sharechain_leveldb/000012.ldb"));
    assert_eq!(error["error"]["code"], "damaged_store");
    assert_eq!(error["error"]["offset"], 0);
    let place = Place::new();
    store(&place, "edge");
    let ran = place
        .p2msg("--net litecoin_testnet decode .c2pool")
        .codes(&[3, 4])
        .run();
    for words in [
        "share:zz cannot be read\n  the key does not name a share",
        "share:3dbe03093b17f63a82754e4023720d598e0d36d5bc6d0c4ed3fdb13445aaefd4 cannot be read\n  the hash of the share is a44938034fb0d5e8f4b4f58fab5a270b8b8f4501c410cabc58363a68cb4ba3d2, which differs",
        "the value has 5 bytes",
        "share version 77 is unknown",
    ] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
}

#[test]
fn dash_shares_are_named() {
    let place = Place::new();
    store(&place, "dash");
    let ran = place
        .p2msg("--net litecoin decode .c2pool/dash_testnet")
        .codes(&[3])
        .run();
    assert_eq!(
        ran.stdout.matches("dash shares carry no messages").count(),
        4,
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains("byte 0"), "{}", ran.stdout);
}

#[test]
fn store_views_show_what_the_same_shares_in_text_show() {
    let place = Place::new();
    let expected = store(&place, "wal_only");
    let shares = list(&expected, "shares").iter();
    let mut by_height: Vec<&Value> = shares.collect();
    by_height.sort_by_key(|share| share["index"]["height"].as_u64());
    let text_store: String = by_height
        .iter()
        .map(|share| format!("5 {}\n", text(share, "raw_share")))
        .collect();
    place.file("text/shares.0", text_store);
    for view in STORE_VIEWS {
        let run = |input: &str| {
            let ran = place
                .p2msg(&format!(
                    "--net litecoin_testnet --json store {view} {input}"
                ))
                .run();
            lines(&ran.stdout)
        };
        let of_c2pool = run(".c2pool/litecoin_testnet");
        assert_eq!(of_c2pool, run("text"), "{view}");
    }
}

#[test]
fn doctor_finds_the_store_of_c2pool() {
    let place = Place::new();
    store(&place, "node_killed");
    let ran = place
        .p2msg("doctor")
        .env("HOME", place.work().to_str().unwrap())
        .codes(&[0, 1])
        .run();
    let found = ran
        .stdout
        .lines()
        .find(|line| line.contains(".c2pool/litecoin_testnet"));
    let found = found.unwrap_or_else(|| panic!("{}", ran.stdout));
    assert!(found.contains("of c2pool, last written"), "{found}");
    assert!(
        found.contains("its newest shares hold for litecoin_testnet"),
        "{found}"
    );
}

#[test]
fn serve_follows_a_store_of_c2pool() {
    let place = Place::new();
    let expected = store(&place, "torn_log");
    let served = Served::start_in(&place, "--shares .c2pool", &[("P2MSG_NOW", "1750000600")]);
    let before = served.texts();
    assert!(!before.is_empty());
    assert_eq!(list(&expected, "shares").len(), 38);
    // The node restarts: its log becomes a table, and more shares arrive.
    let whole = vectors("c2pool_store/wal_only/expected.json");
    let from = format!(
        "{}/tests/vectors/c2pool_store/{}",
        env!("CARGO_MANIFEST_DIR"),
        text(&whole, "folder")
    );
    let folder = place
        .work()
        .join(".c2pool/litecoin_testnet/sharechain_leveldb");
    let new = place.work().join("new");
    fs::create_dir(&new).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), new.join(entry.file_name())).unwrap();
    }
    fs::rename(&folder, place.work().join("old")).unwrap();
    fs::rename(new, &folder).unwrap();
    let start = Instant::now();
    while served.texts().len() <= before.len() {
        assert!(start.elapsed() < Duration::from_secs(60), "no new message");
    }
}

#[test]
fn doctor_names_dash_shares() {
    let place = Place::new();
    store(&place, "dash");
    let ran = place
        .p2msg("doctor --shares .c2pool/dash_testnet")
        .codes(&[0, 1])
        .run();
    let reason = "none of its 4 shares is readable: share version 16 is that of dash, and dash \
                  shares carry no messages";
    assert!(ran.stdout.contains(reason), "{}", ran.stdout);
}

#[test]
fn a_store_without_current_is_named() {
    for content in [None, Some("junk")] {
        let place = Place::new();
        store(&place, "tables");
        let current = ".c2pool/litecoin_testnet/sharechain_leveldb/CURRENT";
        let current = place.work().join(current);
        match content {
            None => fs::remove_file(current).unwrap(),
            Some(content) => fs::write(current, content).unwrap(),
        }
        place
            .p2msg("--net litecoin_testnet decode .c2pool")
            .code(1)
            .stderr("sharechain_leveldb/CURRENT")
            .run();
    }
}

#[test]
fn errors_in_a_store_name_the_key_or_the_file_in_every_command() {
    let stats = "--net litecoin_testnet store stats .c2pool";
    let place = Place::new();
    store(&place, "edge");
    let key = "share:344d24230bfa2b8e003a56488fe7b8f07a1f1a0b3d96f1135cb1bf74d8cc7c93";
    place
        .p2msg(stats)
        .codes(&[0, 3])
        .stderr(format!(
            "sharechain_leveldb {key}: share version 77 is unknown"
        ))
        .run();
    let place = Place::new();
    store(&place, "corrupt_block");
    place
        .p2msg(stats)
        .codes(&[0, 3])
        .stderr("000012.ldb: damaged at byte 0: a wrong checksum")
        .run();
}

#[test]
fn the_rules_of_the_chain_are_checked_in_c2pools_stores() {
    let place = Place::new();
    let expected = store(&place, "node_live_copy");
    let count = list(&expected, "shares").len();
    let verify = "--net litecoin_testnet verify --chain --json .c2pool/litecoin_testnet";
    let stdout = place.p2msg(verify).codes(&[0, 4]).run().stdout;
    let mut records = lines(&stdout);
    let chain = records.pop().unwrap();
    assert_eq!(chain["schema"], "p2msg.verify_chain/1");
    let shares = records.iter().filter(|record| record["kind"] == "share");
    let judged = shares.filter(|record| record["rules"]["checked"].is_array());
    assert_eq!(judged.count(), count);
}
