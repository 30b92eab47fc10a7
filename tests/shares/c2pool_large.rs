//! A store with more bytes than are kept in memory.

use std::path::Path;

use p2msg::core::network::Network;
use p2msg::shares::{Content, Reader};

use crate::support::c2pool_log::write_store;
use crate::support::vectors::{list, text, vectors};

/// The number and the size of unreadable values; together they have 29 MiB.
const JUNK: u32 = 300;
const SIZE: u32 = 100 << 10;

/// Hash and raw share of shares of version 36, and of unreadable values.
fn shares() -> Vec<(String, Vec<u8>)> {
    let store = vectors("c2pool_store/wal_only/expected.json");
    let real = list(&store, "shares").iter();
    let real = real.filter(|share| share["version"] == 36).map(|share| {
        let raw = hex::decode(text(share, "raw_share")).unwrap();
        (text(share, "hash").to_owned(), raw)
    });
    let junk = (0..JUNK).map(|number| {
        let mut raw = vec![36, 0xfe];
        raw.extend_from_slice(&SIZE.to_le_bytes());
        raw.resize(raw.len() + usize::try_from(SIZE).unwrap(), 0x7f);
        (format!("{number:064x}"), raw)
    });
    real.chain(junk).collect()
}

/// The keys in the order in which they come: those of shares, and those of unreadable values.
fn keys(mut reader: Reader<'static>) -> (Vec<String>, Vec<String>) {
    let (mut shares, mut junk) = (Vec::new(), Vec::new());
    reader
        .for_each(|record| {
            let key = record.key().unwrap();
            match &record.content {
                Content::Share { .. } => shares.push(key),
                Content::Broken(_) => junk.push(key),
                other => panic!("{other:?}"),
            }
        })
        .unwrap();
    (shares, junk)
}

fn open(folder: &Path) -> Reader<'static> {
    Reader::open(folder, Network::by_name("litecoin_testnet").unwrap())
}

#[test]
fn a_store_larger_than_what_is_kept_in_memory_loses_no_share() {
    let folder = tempfile::tempdir().unwrap();
    let all = shares();
    write_store(folder.path(), &all);
    let mut expected: Vec<String> = all
        .iter()
        .map(|(hash, _)| format!("share:{hash}"))
        .collect();
    expected.sort();
    let (shares, junk) = keys(open(folder.path()));
    assert_eq!(shares.len() + junk.len(), all.len());
    assert!(junk.is_sorted(), "{junk:?}");
    let (mut any_order, more) = keys(open(folder.path()).in_any_order());
    any_order.extend(more);
    any_order.sort();
    assert_eq!(any_order, expected);
    let mut in_order = [shares, junk].concat();
    in_order.sort();
    assert_eq!(in_order, expected);
}
