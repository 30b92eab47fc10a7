//! The database of a c2pool node, with one of its files replaced.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use p2msg::core::hash::ShareHash;
use p2msg::core::network::Network;
use p2msg::shares::{Content, Reader};

const STORE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/vectors/c2pool_store/digibyte/digibyte_testnet/sharechain_leveldb"
);
const FILES: [&str; 4] = ["000005.ldb", "000006.log", "MANIFEST-000004", "CURRENT"];
const BLOCK: usize = 32 << 10;

/// The first byte chooses the file, and whether the checksums in it are made right: with wrong ones
/// nothing below them is reached.
pub(super) fn store(bytes: &[u8]) {
    let Some((choice, content)) = bytes.split_first() else {
        return;
    };
    let file = FILES[usize::from(choice & 3)];
    let mut content = content.to_vec();
    if choice & 4 == 0 {
        match file {
            "000005.ldb" => reseal_table(&mut content),
            "CURRENT" => {}
            _ => reseal_log(&mut content),
        }
    }
    let folder = super::folder();
    for name in FILES {
        fs::copy(store_folder().join(name), folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join(file), content).unwrap();
    let network = Network::by_name("c2pool_digibyte_testnet").unwrap();
    let mut last: Option<(u32, ShareHash)> = None;
    let mut records = 0;
    let mut shares = BTreeSet::new();
    let mut reader = Reader::open(folder.path(), network);
    let read = reader.for_each(|record| {
        records += 1;
        if let Content::Share { share, commitment } = &record.content {
            let key = format!("share:{}", commitment.share_hash);
            assert_eq!(record.key().as_ref(), Some(&key));
            let absheight = share.share_info.absheight;
            let is_next = last.is_none_or(|(before, hash)| {
                (before, hash.to_string()) < (absheight, commitment.share_hash.to_string())
            });
            assert!(is_next, "absheight {absheight} after {last:?}");
            last = Some((absheight, commitment.share_hash));
            shares.insert(commitment.share_hash);
        }
    });
    let mut in_any_order = BTreeSet::new();
    let mut reader = Reader::open(folder.path(), network).in_any_order();
    let again = reader.for_each(|record| {
        if let Content::Share { commitment, .. } = &record.content {
            let is_new = in_any_order.insert(commitment.share_hash);
            assert!(is_new, "{} twice", commitment.share_hash);
        }
    });
    assert_eq!(read.is_ok(), again.is_ok());
    assert_eq!(shares, in_any_order);
    // Without a database, or with a damaged MANIFEST, there is one error and no share.
    assert!(read.is_ok() || last.is_none(), "{read:?}");
    assert!(records <= bytes.len() + 100, "{records}");
    for name in FILES.into_iter().filter(|name| *name != file) {
        let original = fs::read(store_folder().join(name)).unwrap();
        assert_eq!(fs::read(folder.path().join(name)).unwrap(), original);
    }
}

fn store_folder() -> &'static Path {
    // Fuzzing runs from another crate, next to `tests`.
    let here = Path::new(STORE);
    if here.is_dir() {
        here
    } else {
        Path::new(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../tests/vectors/c2pool_store/digibyte/digibyte_testnet/sharechain_leveldb"
        ))
    }
}

fn masked_crc(bytes: &[u8]) -> [u8; 4] {
    let crc = crc32c::crc32c(bytes).rotate_right(15);
    crc.wrapping_add(0xa282_ead8).to_le_bytes()
}

/// Makes the checksum of each fragment right that the lengths lead to.
fn reseal_log(log: &mut [u8]) {
    for block in log.chunks_mut(BLOCK) {
        let mut rest = block;
        while rest.len() > 7 {
            let length = usize::from(u16::from_le_bytes([rest[4], rest[5]]));
            let end = (7 + length).min(rest.len());
            let crc = masked_crc(&rest[6..end]);
            rest[..4].copy_from_slice(&crc);
            rest = &mut rest[end..];
        }
    }
}

/// Makes the checksums of the index and of the blocks that it names right.
fn reseal_table(table: &mut [u8]) {
    let Some(footer) = table.len().checked_sub(48) else {
        return;
    };
    let mut handles = &table[footer..];
    let (Some(_), Some(index)) = (handle(&mut handles), handle(&mut handles)) else {
        return;
    };
    let Some(block) = reseal_block(table, index) else {
        return;
    };
    // The values of the index follow its keys; what looks like a handle there is one.
    for start in 0..block.len() {
        let mut at = &block[start..];
        if let Some(found) = handle(&mut at) {
            let _ = reseal_block(table, found);
        }
    }
}

fn reseal_block(table: &mut [u8], (offset, length): (usize, usize)) -> Option<Vec<u8>> {
    let end = offset.checked_add(length)?;
    let crc = masked_crc(table.get(offset..end.checked_add(1)?)?);
    table
        .get_mut(end + 1..end.checked_add(5)?)?
        .copy_from_slice(&crc);
    let block = table[offset..end].to_vec();
    match table[end] {
        0 => Some(block),
        _ => snap::raw::Decoder::new().decompress_vec(&block).ok(),
    }
}

fn handle(bytes: &mut &[u8]) -> Option<(usize, usize)> {
    Some((varint(bytes)?, varint(bytes)?))
}

fn varint(bytes: &mut &[u8]) -> Option<usize> {
    let mut value = 0_usize;
    for shift in (0..28).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= usize::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(value);
        }
    }
    None
}
