//! `decode`: records of every kind, from every kind of input.

use std::fs;

use p2msg::core::key::{KeyIndex, MasterKey};
use p2msg::core::message::envelope::pack;
use p2msg::core::message::{Message, MsgFlags, MsgType};
use p2msg::core::network::Network;
use serde_json::{Value, json};

use crate::support::place::{NOW, Place};
use crate::support::vectors::{authority_case, share_case, vectors};

fn records(stdout: &str) -> Vec<Value> {
    stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect()
}

fn chat(text: &str, timestamp: u32) -> Message {
    Message {
        msg_type: MsgType::MINER_MESSAGE,
        flags: MsgFlags(7),
        timestamp,
        payload: text.into(),
        signing_id: None,
        signature: Vec::new(),
    }
}

/// message_data with `text` signed by the key at `key_index`, announced or not.
fn message_data(text: &str, key_index: u32, announced: bool) -> String {
    let litecoin = Network::by_name("litecoin").expect("a network");
    let master = MasterKey::parse(&"11".repeat(32), litecoin).expect("a key");
    let key = master.derive(KeyIndex(key_index)).expect("a key");
    let mut message = chat(text, u32::try_from(NOW).expect("a u32") - 60);
    message.sign(&key);
    let announcement = key.announcement(KeyIndex(key_index));
    hex::encode(pack(&[message], announced.then_some(&announcement)).expect("it fits"))
}

#[test]
fn a_share_with_a_message_for_a_script() {
    let case = share_case("v36_everything");
    let place = Place::new();
    let raw = case["raw_share"].as_str().expect("hex");
    let ran = place
        .p2msg("--net litecoin_testnet --json decode")
        .args([raw])
        .stderr("")
        .run();
    assert!(ran.stdout.starts_with(r#"{"schema":"p2msg.decode/1","source":{"name":"argument","line":1},"kind":"share","share":{"version":36,"#));
    let record = &records(&ran.stdout)[0];

    let share = &record["share"];
    assert_eq!(share["hash"], case["share_hash"]);
    for field in [
        "version",
        "previous_share_hash",
        "timestamp",
        "address",
        "desired_version",
        "absheight",
        "abswork",
        "subsidy",
        "donation",
        "stale_info",
        "bits",
        "max_bits",
        "nonce",
        "coinbase",
        "last_txout_nonce",
        "merged_addresses",
        "ref_hash",
        "gentx_hash",
        "merkle_root",
        "header",
    ] {
        assert_eq!(share[field], case[field], "{field}");
    }
    assert_eq!(record["message_data"], case["message_data"]);
    let expected = &case["messages_plaintext"];
    let announcement = &expected["announcement"];
    assert_eq!(
        record["announcement"],
        json!({
            "signing_id": announcement["signing_id"],
            "key_index": announcement["key_index"],
            "signing_pubkey": announcement["signing_pubkey"],
            "valid": true,
        })
    );
    let message = &expected["messages"][0];
    let decoded = &record["messages"][0];
    for field in ["timestamp", "payload", "signing_id", "signature"] {
        assert_eq!(decoded[field], message[field], "{field}");
    }
    assert_eq!(decoded["type"], "MINER_MESSAGE");
    assert_eq!(decoded["wire_flags"], message["flags"]);
    assert_eq!(decoded["text"], "everything");
    assert_eq!(decoded["sender"], case["address"]);
    assert_eq!(decoded["share_hash"], case["share_hash"]);
    assert_eq!(decoded["age"].as_i64(), Some(1_707_580_800 - 1_750_000_639));
    assert_eq!(
        (&decoded["verified"], &decoded["signature_status"]),
        (&json!(true), &json!("valid"))
    );
    assert_eq!(
        record["envelope"],
        json!({
            "format": "plain", "version": 1, "flags": 1, "msg_count": 1, "announcement_len": 57,
            "bytes": case["message_data"].as_str().expect("hex").len() / 2, "authority": null,
        })
    );
    assert_eq!(record["accepted_by"]["plan"], json!({ "ok": true }));
    assert_eq!(record["accepted_by"]["v36-release"]["ok"], json!(false));
    assert_eq!(record["accepted_by"]["c2pool"]["ok"], json!(false));
    // The vector was made after the clock of the tests.
    assert_eq!(record["problems"][0]["code"], "future_timestamp");
    assert_eq!(record["error"], Value::Null);
}

#[test]
fn every_share_of_the_vectors_says_what_the_reference_reads() {
    let place = Place::new();
    for case in vectors("shares.json")["cases"].as_array().expect("a list") {
        let name = case["name"].as_str().expect("a name");
        let net = case["net"].as_str().expect("a network");
        let raw = case["raw_share"].as_str().expect("hex");
        let expected = &case["messages_plaintext"];
        if expected.is_null() || name.contains("authority") {
            continue;
        }
        let code = match name {
            "v36_tampered_chat_signature" => 4,
            _ if name.starts_with("v36_message_data_") => 3,
            _ => 0,
        };
        let ran = place
            .p2msg(&format!("--net {net} --json decode"))
            .args([raw])
            .env("P2MSG_NOW", "1750001000")
            .code(code)
            .run();
        let record = &records(&ran.stdout)[0];
        let messages = record["messages"].as_array().expect("a list");
        let expected = expected["messages"].as_array().expect("a list");
        assert_eq!(messages.len(), expected.len(), "{name}");
        for (message, expected) in messages.iter().zip(expected) {
            assert_eq!(message["payload"], expected["payload"], "{name}");
            assert_eq!(message["type_id"], expected["msg_type"], "{name}");
        }
    }
}

#[test]
fn a_whole_store_line_by_line() {
    let place = Place::new();
    let store = fs::read(format!(
        "{}/tests/vectors/share_store.0",
        env!("CARGO_MANIFEST_DIR")
    ))
    .expect("the store");
    place.file("node/shares.0", store);
    // Line 93 carries a signature that does not hold, which outweighs the lines that are broken.
    let ran = place
        .p2msg("--net litecoin_testnet --json decode node")
        .code(4)
        .run();
    let records = records(&ran.stdout);
    let expected = vectors("share_store.expected.json");
    for case in expected["cases"].as_array().expect("a list") {
        let line = case["line"].as_u64().expect("a number");
        let record = records
            .iter()
            .find(|record| record["source"]["line"] == line);
        let kind = match (case["kind"].as_str(), case["strict"].as_str(), line) {
            // The last line has no line feed: a node may still be writing it.
            (_, _, 96) => None,
            (_, Some(_), _) => Some("error"),
            // Wrong proof of work, which verify says; obsolete, which nodes pass over in silence.
            (_, _, 29) => Some("share"),
            (_, _, 82) => Some("error"),
            // Blank lines are nothing where a line can be anything; --from store reports them.
            (_, _, 54 | 87 | 92) => None,
            (Some("ignored"), _, _) => None,
            (kind, _, _) => kind,
        };
        assert_eq!(
            record.and_then(|record| record["kind"].as_str()),
            kind,
            "line {line}"
        );
        if let Some(record) = record.filter(|record| record["kind"] == "share" && line != 29) {
            assert_eq!(record["share"]["hash"], case["share_hash"], "line {line}");
            assert_eq!(record["message_data"], case["message_data"], "line {line}");
            assert_eq!(record["source"]["name"], "node/shares.0");
        }
    }
    let blank = place
        .p2msg("--net litecoin_testnet --json decode --from store node/shares.0")
        .code(4)
        .run();
    assert_eq!(blank.stdout.lines().count(), ran.stdout.lines().count() + 3);

    let with_messages = place
        .p2msg("--net litecoin_testnet --json decode --with-messages node")
        .code(4)
        .run();
    assert!(
        self::records(&with_messages.stdout)
            .iter()
            .all(|record| record["kind"] == "error" || !record["message_data"].is_null())
    );
}

#[test]
fn the_blob_of_the_live_network_is_a_signed_transition_signal() {
    let place = Place::new();
    let case = authority_case("real_mainnet_transition_message");
    let mut blobs = vec![case["envelope"].as_str().expect("hex").to_owned()];
    match crate::support::vectors::real("transition_v35_v36_mainnet.hex") {
        Some(path) => blobs.push(path),
        None => eprintln!("SKIPPED: no data of the live network, only its copy in the vectors"),
    }
    for blob in blobs {
        let ran = place
            .p2msg("--json decode")
            .args([blob.as_str()])
            .env("P2MSG_NOW", "1772000000")
            .run();
        let record = &records(&ran.stdout)[0];
        assert_eq!(record["envelope"]["format"], "authority");
        assert_eq!(record["envelope"]["authority"]["name"], "maintainer");
        let message = &record["messages"][0];
        assert_eq!(message["type"], "TRANSITION_SIGNAL");
        assert_eq!(message["data"]["from"], "35");
        assert_eq!(message["data"]["to"], "36");
        assert_eq!(message["signature_status"], "valid");
        assert_eq!(message["protocol_authority"], true);
        assert_eq!(record["problems"][0]["code"], "high_s");
        assert_eq!(record["accepted_by"]["v36-release"]["ok"], true);
        assert_eq!(record["accepted_by"]["c2pool"]["ok"], true);
        assert_eq!(record["accepted_by"]["plan"]["ok"], false);
    }
}

#[test]
fn an_authority_of_a_private_network_is_named() {
    let place = Place::new();
    let case = authority_case("test_transition_signal");
    let envelope = case["envelope"].as_str().expect("hex");
    let pubkey = case["authority_pubkey"].as_str().expect("hex");
    // To whoever does not know the key, the bytes are noise behind a version byte.
    place.p2msg("decode").args([envelope]).code(3).run();
    let ran = place
        .p2msg("--json decode --authority-key")
        .args([pubkey, envelope])
        .run();
    let record = &records(&ran.stdout)[0];
    assert_eq!(
        record["envelope"]["authority"],
        json!({ "name": "custom", "pubkey": pubkey })
    );
    assert_eq!(record["messages"][0]["verified"], true);
}

#[test]
fn signatures_are_checked_against_the_announcements_seen_so_far() {
    let place = Place::new();
    let status = |input: &str, code| {
        let ran = place.p2msg("--json decode -").stdin(input).code(code).run();
        let statuses = records(&ran.stdout).into_iter();
        let statuses: Vec<_> = statuses
            .map(|record| {
                record["messages"][0]["signature_status"]
                    .as_str()
                    .map(str::to_owned)
            })
            .collect();
        statuses
            .into_iter()
            .map(Option::unwrap_or_default)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let announced = message_data("hello", 0, true);
    let later = message_data("again", 0, false);
    assert_eq!(status(&announced, 0), "valid");
    assert_eq!(status(&later, 0), "unknown_key");
    assert_eq!(status(&format!("{announced}\n{later}"), 0), "valid valid");
    assert_eq!(
        status(&format!("{later}\n{announced}"), 0),
        "unknown_key valid"
    );

    let tampered = announced.replace(&hex::encode("hello"), &hex::encode("jello"));
    assert_eq!(status(&tampered, 4), "invalid");

    // A higher key_index revokes, but only where it is known whose keys they are.
    let line = |message_data: &str| {
        json!({
            "share_hash": "ab".repeat(32), "address": "LhsWdGn27S6NMnJFx8TiHig4xqm4TjChbZ",
            "message_data_hex": message_data,
        })
    };
    let rotated = message_data("rotated", 1, true);
    let chain = format!(
        "{}\n{}\n{}\n",
        line(&announced),
        line(&rotated),
        line(&later)
    );
    assert_eq!(status(&chain, 0), "valid valid revoked");
    assert_eq!(
        status(&format!("{announced}\n{rotated}\n{later}"), 0),
        "valid valid valid"
    );
}

#[test]
fn hex_is_taken_as_people_paste_it() {
    let place = Place::new();
    let hex = message_data("hello", 0, true);
    let spaced: Vec<_> = hex
        .as_bytes()
        .chunks(2)
        .map(|pair| String::from_utf8_lossy(pair))
        .collect();
    let expected = place
        .p2msg("decode --json")
        .args([hex.as_str()])
        .run()
        .stdout;
    for argument in [
        format!("0x{hex}"),
        hex.to_uppercase(),
        format!("  {hex}\n"),
        format!("0X{}", spaced.join(" ")),
    ] {
        let ran = place.p2msg("decode --json").args([argument.as_str()]).run();
        assert_eq!(ran.stdout, expected, "{argument}");
    }
    place.file("message.hex", format!("{hex}\r\n"));
    let from_file = place.p2msg("decode --json message.hex").run().stdout;
    assert_eq!(
        from_file,
        expected.replace("\"argument\"", "\"message.hex\"")
    );
}

#[test]
fn contents_need_their_version() {
    let place = Place::new();
    let case = share_case("v35_p2pkh");
    let raw = case["raw_share"].as_str().expect("hex");
    // 23 (version 35), fd and two bytes of length stand before the contents.
    let contents = &raw[8..];
    let ran = place
        .p2msg("--net litecoin_testnet --json decode --from contents --share-version 35")
        .args([contents])
        .run();
    assert_eq!(records(&ran.stdout)[0]["share"]["hash"], case["share_hash"]);
    place
        .p2msg("decode --from contents")
        .args([contents])
        .code(2)
        .stderr("--share-version")
        .run();
    place
        .p2msg("decode --share-version 35")
        .args([raw])
        .code(2)
        .stderr("--from contents")
        .run();
}

#[test]
fn what_strangers_write_cannot_steer_the_terminal() {
    let place = Place::new();
    let hostile = "a\u{1b}]52;c;aGk=\u{7}b\u{9b}31mc\u{202e}d\u{200b}e\nf";
    let hex = message_data(hostile, 0, true);
    let ran = place
        .p2msg("decode --color always")
        .args([hex.as_str()])
        .run();
    let text = ran.stdout.lines().nth(3).expect("the text");
    assert!(
        !text
            .chars()
            .any(|c| c.is_control() || "\u{9b}\u{202e}\u{200b}".contains(c)),
        "{text:?}"
    );
    assert!(text.contains("]52;c;aGk="), "{text}");

    let ran = place.p2msg("decode --json").args([hex.as_str()]).run();
    assert!(ran.stdout.is_ascii() && !ran.stdout.contains('\u{1b}'));
    assert_eq!(records(&ran.stdout)[0]["messages"][0]["text"], hostile);
}

#[test]
fn what_a_person_sees() {
    let place = Place::new();
    let hex = message_data("gm", 2, true);
    let ran = place.p2msg("decode").args([hex.as_str()]).run();
    let litecoin = Network::by_name("litecoin").expect("a network");
    let key = MasterKey::parse(&"11".repeat(32), litecoin)
        .expect("a key")
        .derive(KeyIndex(2));
    let signing_id = key.expect("a key").signing_id();
    assert_eq!(
        ran.stdout,
        format!(
            "argument:1 message_data\n  plain envelope, {} bytes, 1 of 1 messages read, announces \
             signing_id {signing_id} key_index 2: sound\n  1  MINER_MESSAGE  2024-02-10 15:59:00 \
             (1 min ago)  signature valid  signing_id {signing_id}\n     gm\n  accepted by nodes of  \
             plan: yes  v36-release, c2pool: no (not an authority's envelope: no known \
             authority's mac holds)\n",
            hex.len() / 2
        )
    );
}

#[test]
fn an_input_that_cannot_be_read_does_not_hide_the_others() {
    let place = Place::new();
    let hex = message_data("hello", 0, true);
    place.file("good.hex", &hex);
    let ran = place
        .p2msg("decode --json missing.hex good.hex")
        .code(1)
        .stderr("missing.hex")
        .run();
    assert_eq!(records(&ran.stdout).len(), 1);
    fs::create_dir(place.work().join("empty")).expect("a folder");
    place
        .p2msg("decode empty")
        .code(1)
        .stderr("empty holds no share store")
        .stderr("shares.0")
        .run();
    place.p2msg("decode").code(2).stderr("<INPUT>").run();
}

#[test]
fn cut_off_shares_are_told_with_their_byte() {
    let place = Place::new();
    let case = share_case("v36_everything");
    let raw = case["raw_share"].as_str().expect("hex");
    let cut = &raw[..raw.len() - 100];
    let ran = place
        .p2msg("--net litecoin_testnet decode --json")
        .args([cut])
        .code(3)
        .run();
    let error = &records(&ran.stdout)[0]["error"];
    assert_eq!(
        (&error["code"], &error["offset"]),
        (&json!("truncated"), &json!(4))
    );
    let message = error["message"].as_str().expect("a text");
    assert!(
        message.contains(&format!("{} left", cut.len() / 2 - 4)),
        "{message}"
    );
}

/// Every length in a share, message_data and store line that can lie: none is believed before the
/// bytes are there, so that no input takes more memory than a few times its own length.
#[test]
fn no_length_is_believed_before_its_bytes_are_there() {
    let place = Place::new();
    let mut hostile = String::new();
    for name in [
        "v17_new_transactions_and_refs",
        "v35_p2pkh",
        "v36_everything",
    ] {
        let case = share_case(name);
        let raw = hex::decode(case["raw_share"].as_str().expect("hex")).expect("hex");
        for at in 0..raw.len() {
            // The longest length, and the longest that fits 32 bits, in place of every byte.
            for length in [&[0xff; 9][..], &[0xfe, 0xff, 0xff, 0xff, 0x7f][..]] {
                let altered = [&raw[..at], length, &raw[at + 1..]].concat();
                hostile.push_str(&format!("5 {}\n", hex::encode(altered)));
            }
            hostile.push_str(&format!("5 {}\n", hex::encode(&raw[..at])));
        }
    }
    place.file("shares.0", hostile);
    let ran = place
        .shell("ulimit -v 200000; $P2MSG --net litecoin_testnet --json decode shares.0")
        .codes(&[3, 4])
        .run();
    assert!(ran.stdout.lines().count() > 3_000);
}

#[test]
fn an_argument_that_is_empty_is_told_as_such() {
    Place::new()
        .p2msg("decode")
        .args([""])
        .code(1)
        .stderr(
            "error: INPUT 1 is empty\nhint: a shell variable that is not set becomes an empty \
             argument\n",
        )
        .run();
}

/// The release node replaces the timestamp with its clock before it checks the signature.
#[test]
fn a_message_with_timestamp_zero_is_not_accepted_by_release_nodes() {
    let place = Place::new();
    place.file("ts0.hex", include_str!("../vectors/ts0.hex"));
    let key = "0308cc70566b66c628df4fd28634baa61fa4743da9725cce4c54674b6bd8c8ace5";
    let run = place
        .p2msg(&format!("decode --json --authority-key {key} ts0.hex"))
        .run();
    let record: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(record["messages"][0]["verified"], true, "{record}");
    let verdict = &record["accepted_by"]["v36-release"];
    assert_eq!(verdict["ok"], false);
    assert!(
        verdict["why"]
            .as_str()
            .unwrap()
            .contains("message 1 has timestamp 0")
    );
}
