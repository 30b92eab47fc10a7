//! How much memory runs take, however much they read and whatever it is.
//!
//! `ulimit -d` bounds what a process can ask for, so that one that wants more dies. It counts more
//! than what is in use: stacks whole, and room that was made ready.

use p2msg::core::chain::registry::MAX_KEYS;
use p2msg::core::hash::SigningId;
use p2msg::core::key::announcement::Announcement;
use p2msg::core::key::{KeyIndex, SigningPubkey};
use p2msg::core::message::envelope::pack;
use p2msg::core::network::Network;
use p2msg::core::share::commitment::commit;
use p2msg::core::share::{MergedAddress, SegwitData, Share};
use serde_json::json;

use crate::support::mined::NETWORK;
use crate::support::place::{Place, Run};
use crate::support::served::Chain;
use crate::support::vectors::share_case;

/// 64 MiB less 8 MiB for the program itself, in KiB.
const LIMIT: u64 = 56 * 1024;

/// A run of a script that may not use more memory than this many KiB.
fn limited<'a>(place: &'a Place, kib: u64, script: &str) -> Run<'a> {
    place.shell(&format!(
        "ulimit -d {kib}; p2msg() {{ \"$P2MSG\" --net {NETWORK} \"$@\"; }}; {script}"
    ))
}

/// A share of version 36 without messages.
fn template() -> Vec<u8> {
    let case = share_case("v36_merged_addresses_1");
    hex::decode(case["raw_share"].as_str().unwrap()).unwrap()
}

/// The store has 3,000 lines: one in 100 carries a signed message.
#[test]
fn a_store_of_any_size_takes_no_more_memory() {
    let place = Place::new();
    let mut chain = Chain::new();
    let mut lines = chain.chat(1, "a message in a share", 90);
    for _ in 1..100 {
        lines.push_str(&chain.line(1, Vec::new()));
    }
    place.file("shares.0", lines.repeat(30));
    for (times, command) in [
        (30, "decode --with-messages"),
        (8, "decode --json"),
        (3, "verify"),
    ] {
        limited(
            &place,
            LIMIT,
            &format!("for n in $(seq {times}); do cat shares.0; done | p2msg {command} - | tail -c 100 >/dev/null"),
        )
        .run();
    }
}

/// A keystore whose scrypt parameters are these.
fn keystore(n: u32, r: u32, p: u32) -> String {
    let file = json!({
        "format": "p2msg-keystore", "version": 1,
        "pubkey": "037b52e39df9fda040bff67dffe0ab25549462b2c2c7eec95e0a706125f327a478",
        "crypto": {
            "cipher": "chacha20-poly1305", "nonce": "00".repeat(12), "ciphertext": "00".repeat(48),
            "kdf": "scrypt", "kdfparams": {"n": n, "r": r, "p": p, "salt": "00".repeat(32)},
        },
    });
    file.to_string()
}

/// scrypt takes no more memory than a keystore is allowed to ask for. One that asks for a quarter of
/// a gigabyte, 128 r (n + p + 2) bytes, is opened; the tests of the keystore have the exact limits.
#[test]
fn keystores_take_at_most_a_gigabyte() {
    const GIGABYTE: u64 = 1024 * 1024;
    let place = Place::new();
    place.secret_file("passphrase", "a guess");
    for (n, r, p, limit, code, message) in [
        (2, 1 << 18, 4, GIGABYTE / 4, 1, "the passphrase is wrong"),
        (
            2,
            (1 << 20) + 1,
            4,
            0,
            3,
            "crypto.kdfparams.r is 1048577, more",
        ),
        (2, 1 << 22, 4, 0, 3, "crypto.kdfparams.r is 4194304, more"),
        (1 << 23, 1, 1, 0, 3, "crypto.kdfparams.n is 8388608, more"),
    ] {
        place.secret_file("keystore.json", &keystore(n, r, p));
        limited(
            &place,
            limit + LIMIT,
            "p2msg key derive --master-key-file keystore.json --passphrase-file passphrase",
        )
        .code(code)
        .stderr(message)
        .run();
    }
}

#[test]
fn one_line_without_end_takes_no_more_memory() {
    let place = Place::new();
    for command in ["decode", "verify", "store stats"] {
        let ran = limited(
            &place,
            LIMIT,
            &format!("head -c 100000000 /dev/zero | tr '\\0' 5 | p2msg {command} -"),
        )
        .code(3)
        .stderr("")
        .run();
        let said = ran.stdout + &ran.stderr;
        assert!(said.contains("the line is too long for a share"), "{said}");
    }
}

/// The longest line that is looked at, full of the shortest items. More room is made ready for it
/// than is in use.
#[test]
fn shares_of_a_megabyte_take_no_more_memory() {
    let place = Place::new();
    let network = Network::by_name(NETWORK).unwrap();
    let template = template();
    let share = Share::read(&template, network).unwrap();
    let mut parts = share.parts();
    let empty = MergedAddress {
        chain_id: 0,
        script: &[],
    };
    parts.share_info.merged_addresses = vec![empty; 200_000];
    let long = [0x5a; 1_000_000];
    let lists = parts.write(network);
    parts.share_info.merged_addresses = Vec::new();
    parts.message_data = &long;
    let messages = parts.write(network);
    let lines = [lists, messages].map(|raw| format!("5 {}\n", hex::encode(raw)));
    place.file("shares.0", lines.concat().repeat(6));
    for (command, code) in [("decode --json", 3), ("verify --json", 4), ("verify", 4)] {
        limited(
            &place,
            LIMIT + 16 * 1024,
            &format!("p2msg {command} shares.0 >/dev/null"),
        )
        .code(code)
        .run();
    }
}

#[test]
fn keys_without_end_take_no_more_memory() {
    let place = Place::new();
    let generator = secp256k1::SecretKey::from_secret_bytes([1; 32]).unwrap();
    let step = secp256k1::PublicKey::from_secret_key(&generator);
    let mut pubkey = step;
    let mut lines = String::new();
    for number in 0..MAX_KEYS + 5_000 {
        pubkey = pubkey.combine(&step).unwrap();
        let signing_pubkey = SigningPubkey(pubkey.serialize());
        let signing_id: SigningId = signing_pubkey.signing_id();
        let announcement = Announcement {
            signing_id,
            key_index: KeyIndex(0),
            signing_pubkey,
        };
        let message_data = hex::encode(pack(&[], Some(&announcement)).unwrap());
        let address = format!("ltc1q{number:0>58}");
        let line = json!({ "address": address, "message_data_hex": message_data });
        lines.push_str(&format!("{line}\n"));
    }
    place.file("archive.jsonl", lines);
    // There is nothing to verify in message_data without its share.
    for (command, code) in [("decode --json", 0), ("verify --json", 1)] {
        limited(
            &place,
            LIMIT,
            &format!("p2msg {command} archive.jsonl >/dev/null"),
        )
        .code(code)
        .run();
    }
}

/// The views keep the hash, the link and the work of every share.
#[test]
fn a_view_of_a_store_takes_128_bytes_for_each_share() {
    /// What it takes for no share at all.
    const FIXED: u64 = 20 * 1024 * 1024;
    const SHARES: u32 = 250_000;
    let place = Place::new();
    place.file("shares.0", chain_of_small_shares(SHARES));
    let limit = FIXED + 128 * u64::from(SHARES);
    let ran = limited(&place, limit / 1024, "p2msg store stats shares.0 --json").run();
    assert!(
        ran.stdout.contains(&format!("\"best_chain\":{SHARES}")),
        "{}",
        ran.stdout
    );
}

/// The lines of a chain without messages and merkle branches. One share in 100 is an orphan: it has
/// the same parent as the share after it.
fn chain_of_small_shares(shares: u32) -> String {
    let network = Network::by_name(NETWORK).unwrap();
    let template = template();
    let mut parts = Share::read(&template, network).unwrap().parts();
    parts.share_info.segwit_data = Some(SegwitData {
        txid_merkle_link: &[],
        wtxid_merkle_root: &[0x5a; 32],
    });
    parts.merkle_link = &[];
    let mut lines = String::new();
    for height in 0..shares {
        parts.share_info.absheight = height;
        parts.share_info.timestamp = 1_700_000_000 + 15 * height;
        if height % 100 == 1 {
            parts.share_info.share_data.nonce = 1;
            add_line(&mut lines, &parts.write(network));
            parts.share_info.share_data.nonce = 0;
        }
        let raw = parts.write(network);
        add_line(&mut lines, &raw);
        let commitment = commit(&Share::read(&raw, network).unwrap(), network);
        parts.share_info.share_data.previous_share_hash = Some(commitment.share_hash);
    }
    lines
}

fn add_line(lines: &mut String, raw: &[u8]) {
    lines.push_str("5 ");
    lines.push_str(&const_hex::encode(raw));
    lines.push('\n');
}
