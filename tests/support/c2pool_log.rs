//! A share store as a new c2pool node has it: all shares in one log.

use std::fs;
use std::path::Path;

const BLOCK: usize = 32 << 10;

/// Writes the database in `folder`, with these raw shares under these hashes.
pub(crate) fn write_store(folder: &Path, shares: &[(String, Vec<u8>)]) {
    fs::create_dir_all(folder).unwrap();
    // VersionEdit: the comparator, log number 3, next file 4, last sequence number 0.
    let comparator = b"leveldb.BytewiseComparator";
    let mut edit = vec![1, u8::try_from(comparator.len()).unwrap()];
    edit.extend_from_slice(comparator);
    edit.extend_from_slice(&[2, 3, 3, 4, 4, 0]);
    fs::write(folder.join("MANIFEST-000002"), log(&[edit])).unwrap();
    fs::write(folder.join("CURRENT"), "MANIFEST-000002\n").unwrap();
    fs::write(folder.join("LOCK"), "").unwrap();
    let batches: Vec<_> = (1_u64..)
        .zip(shares)
        .map(|(sequence, share)| batch(sequence, share))
        .collect();
    fs::write(folder.join("000003.log"), log(&batches)).unwrap();
}

/// A batch with one change: the sequence number, the count, and the share under its key.
fn batch(sequence: u64, (hash, raw): &(String, Vec<u8>)) -> Vec<u8> {
    let mut batch = sequence.to_le_bytes().to_vec();
    batch.extend_from_slice(&1_u32.to_le_bytes());
    batch.push(1);
    string(&mut batch, format!("share:{hash}").as_bytes());
    // Version 36 is one byte, and the length of the contents after it a VarInt.
    assert_eq!(raw[0], 36);
    let contents = match raw[1] {
        0xfd => &raw[4..],
        0xfe => &raw[6..],
        _ => &raw[2..],
    };
    string(&mut batch, &[&36_u64.to_le_bytes(), contents].concat());
    batch
}

fn string(out: &mut Vec<u8>, text: &[u8]) {
    let mut length = text.len();
    while length >= 0x80 {
        out.push(u8::try_from(length & 0x7f).unwrap() | 0x80);
        length >>= 7;
    }
    out.push(u8::try_from(length).unwrap());
    out.extend_from_slice(text);
}

/// Records in fragments that do not cross the blocks of a log.
fn log(records: &[Vec<u8>]) -> Vec<u8> {
    let mut log: Vec<u8> = Vec::new();
    for record in records {
        let mut rest = record.as_slice();
        let mut is_first = true;
        while is_first || !rest.is_empty() {
            let mut room = BLOCK - log.len() % BLOCK;
            if room < 7 {
                log.resize(log.len() + room, 0);
                room = BLOCK;
            }
            let (part, behind) = rest.split_at(rest.len().min(room - 7));
            let kind = match (is_first, behind.is_empty()) {
                (true, true) => 1,
                (true, false) => 2,
                (false, false) => 3,
                (false, true) => 4,
            };
            let crc = crc32c::crc32c_append(crc32c::crc32c(&[kind]), part);
            let masked = crc.rotate_right(15).wrapping_add(0xa282_ead8);
            log.extend_from_slice(&masked.to_le_bytes());
            log.extend_from_slice(&u16::try_from(part.len()).unwrap().to_le_bytes());
            log.push(kind);
            log.extend_from_slice(part);
            rest = behind;
            is_first = false;
        }
    }
    log
}
