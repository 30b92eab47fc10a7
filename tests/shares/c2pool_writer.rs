//! A share store that libleveldb writes while p2msg reads it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use p2msg::core::network::Network;
use p2msg::shares::{Content, Reader};
use serde_json::Value;

use crate::support::vectors::{list, text, vectors};

const WRITER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/support/c2pool_writer.py"
);

/// A Python with the binding of libleveldb; `None` skips the test.
fn python() -> Option<&'static str> {
    let found = ["/usr/bin/python3", "python3"].into_iter().find(|python| {
        let import = Command::new(python)
            .args(["-c", "import plyvel"])
            .stderr(Stdio::null())
            .status();
        import.is_ok_and(|status| status.success())
    });
    if found.is_none() {
        let must = std::env::var_os("P2MSG_NEED_LEVELDB").is_some();
        assert!(!must, "python3-plyvel is not installed");
        eprintln!("SKIPPED: python3-plyvel is not installed");
    }
    found
}

/// Hash and raw share of each share.
fn shares() -> Vec<(String, String)> {
    let store: Value = vectors("c2pool_store/wal_only/expected.json");
    let shares = list(&store, "shares").iter();
    shares
        .map(|share| {
            (
                text(share, "hash").to_owned(),
                text(share, "raw_share").to_owned(),
            )
        })
        .collect()
}

fn start(python: &str, command: &str, folder: &Path) -> Child {
    let mut writer = Command::new(python)
        .args([WRITER, command])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let stdin = writer.stdin.as_mut().unwrap();
    for (hash, raw) in shares() {
        writeln!(stdin, "{hash} {raw}").unwrap();
    }
    writer
}

/// The shares in the store, as a set of bits.
fn read(folder: &Path, bits: &BTreeMap<String, u64>) -> u64 {
    let network = Network::by_name("litecoin_testnet").unwrap();
    let mut found = 0;
    Reader::open(folder, network)
        .for_each(|record| match &record.content {
            Content::Share { commitment, .. } => {
                found |= 1 << bits[&commitment.share_hash.to_string()];
            }
            other => panic!("{other:?}"),
        })
        .unwrap();
    found
}

/// Names that LevelDB gives its files.
fn is_of_leveldb(name: &str) -> bool {
    matches!(name, "CURRENT" | "LOCK" | "LOG" | "LOG.old")
        || name.starts_with("MANIFEST-")
        || [".log", ".ldb", ".dbtmp"]
            .iter()
            .any(|end| name.ends_with(end))
}

#[test]
fn a_store_is_read_as_it_was_at_some_moment_while_it_is_written_and_compacted() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    let shares = shares();
    let bits: BTreeMap<String, u64> = shares
        .iter()
        .map(|(hash, _)| hash.clone())
        .zip(0..)
        .collect();
    let mut writer = start(python, "toggle", folder.path());
    drop(writer.stdin.take());
    let mut ticks = BufReader::new(writer.stdout.take().unwrap()).lines();
    ticks.next().unwrap().unwrap();
    let lock = || {
        fs::metadata(folder.path().join("LOCK"))
            .unwrap()
            .modified()
            .unwrap()
    };
    let locked = lock();
    // The writer does not wait for the reader.
    let seen: Vec<u64> = ticks.map(|_| read(folder.path(), &bits)).collect();
    assert_eq!(lock(), locked);
    assert!(writer.wait().unwrap().success());
    for entry in fs::read_dir(folder.path()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(is_of_leveldb(&name), "{name}");
    }
    // The writer's states in order; each answer is one of them, and none is older than the last.
    let mut answers = seen.iter().peekable();
    let mut state = 0_u64;
    for change in 0..=10_000 {
        while answers.next_if(|seen| **seen == state).is_some() {}
        state ^= 1 << (change * 7919 % shares.len());
    }
    assert_eq!(answers.count(), 0, "answers that were never a state");
    let changed = seen.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(changed > 10, "the store changed {changed} times");
}

/// A deletion in a table that is damaged does not return the share from an older table.
#[test]
fn a_damaged_table_does_not_return_what_it_deleted() {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut writer = start(python, "fill", folder.path());
    drop(writer.stdin.take());
    assert!(writer.wait().unwrap().success());
    let script = "import plyvel, sys\n\
        db = plyvel.DB(sys.argv[1])\n\
        keys = [key for key, _ in db if key.startswith(b'share:')]\n\
        [db.delete(key) for key in keys[10:20]]\n\
        db.close()\n\
        plyvel.DB(sys.argv[1]).close()\n";
    let run = |script: &str| {
        let status = Command::new(python)
            .args(["-c", script])
            .arg(folder.path())
            .status();
        assert!(status.unwrap().success());
    };
    let tables = || -> Vec<_> {
        let entries = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let mut tables: Vec<_> = entries
            .filter(|path| path.extension().is_some_and(|end| end == "ldb"))
            .collect();
        tables.sort();
        tables
    };
    let before = tables();
    run(script);
    let new: Vec<_> = tables()
        .into_iter()
        .filter(|table| !before.contains(table))
        .collect();
    let [deletions] = new.as_slice() else {
        panic!("{new:?}")
    };
    let count = || {
        let network = Network::by_name("litecoin_testnet").unwrap();
        let (mut shares, mut broken) = (0, Vec::new());
        let mut reader = Reader::open(folder.path(), network);
        reader
            .for_each(|record| match &record.content {
                Content::Share { .. } => shares += 1,
                Content::Broken(why) => broken.push(why.to_string()),
                other => panic!("{other:?}"),
            })
            .unwrap();
        (shares, broken)
    };
    assert_eq!(count(), (48, vec![]));
    let mut bytes = fs::read(deletions).unwrap();
    bytes[0] ^= 1;
    fs::write(deletions, bytes).unwrap();
    let (shares, broken) = count();
    assert!(shares <= 48, "{shares}");
    let [why] = broken.as_slice() else {
        panic!("{broken:?}")
    };
    assert!(
        why.contains("older values that it may have replaced are left out"),
        "{why}"
    );
}
