//! `send`, `announce`, `alert`: what gets into the queue, and what does not.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::{Value, json};

use crate::support::miner::{Miner, lines, one};
use crate::support::place::NOW;
use crate::support::vectors::vectors;

/// A case of messages.json.
fn message(name: &str) -> Value {
    let vectors = vectors("messages.json");
    let cases = vectors["cases"].as_array().unwrap();
    cases
        .iter()
        .find(|case| case["name"] == name)
        .unwrap()
        .clone()
}

fn queued(miner: &Miner) -> Vec<Value> {
    lines(&miner.p2msg("queue list --all --json").run().stdout)
}

#[test]
fn a_message_gets_its_identity_when_it_is_queued() {
    let miner = Miner::new();
    let vector = message("miner_message_signed");
    let ran = miner
        .p2msg("send --json")
        .args(["Hello, p2pool!"])
        .env("P2MSG_NOW", &vector["timestamp"].to_string())
        .run();
    assert_eq!(
        ran.stdout,
        format!(
            "{{\"schema\":\"p2msg.send/1\",\"id\":1,\"type\":\"MINER_MESSAGE\",\"message_hash\":{},\
             \"bytes\":14,\"pending\":1}}\n",
            vector["message_hash"]
        )
    );
    let vector = message("pool_announce_signed");
    let ran = miner
        .p2msg("announce")
        .args(["Maintenance window: 00:00-04:00 UTC."])
        .env("P2MSG_NOW", &vector["timestamp"].to_string())
        .run();
    assert_eq!(
        ran.stdout,
        "queued as 2 (POOL_ANNOUNCE, 36 of 220 bytes), 2 pending\n"
    );
    let vector_2 = message("emergency_signed");
    miner
        .p2msg("alert -")
        .stdin("CRITICAL: upgrade now.\n")
        .env("P2MSG_NOW", &vector_2["timestamp"].to_string())
        .run();
    let hashes: Vec<_> = queued(&miner)
        .iter()
        .map(|entry| entry["message_hash"].clone())
        .collect();
    assert_eq!(
        hashes[1..],
        [
            vector["message_hash"].clone(),
            vector_2["message_hash"].clone()
        ]
    );
}

#[test]
fn the_kinds_have_the_flags_of_the_builders() {
    let miner = Miner::new();
    for kind in ["chat", "announce", "alert"] {
        miner.p2msg("send x --type").args([kind]).run();
    }
    for (kind, data) in [
        ("node-status", r#"{"v":"1","up":1,"hr":2,"sc":3,"p":4}"#),
        ("version-signal", r#"{"ver":36,"feat":["mm"]}"#),
        (
            "merged-status",
            r#"{"chain":"Dogecoin","sym":"DOGE","h":1,"bv":1.5,"bf":0}"#,
        ),
    ] {
        miner
            .p2msg("send --data")
            .args([data, "--type", kind])
            .run();
    }
    let found: Vec<_> = queued(&miner)
        .iter()
        .map(|entry| (entry["type"].clone(), entry["flags"].clone()))
        .collect();
    let expected = [
        ("MINER_MESSAGE", 7),
        ("POOL_ANNOUNCE", 7),
        ("EMERGENCY", 7),
        ("NODE_STATUS", 2),
        ("VERSION_SIGNAL", 2),
        ("MERGED_STATUS", 2),
    ];
    assert_eq!(
        found,
        expected.map(|(kind, flags)| (json!(kind), json!(flags)))
    );
}

#[test]
fn a_status_is_queued_as_the_reference_writes_it() {
    for (name, kind) in [
        ("version_signal_unsigned", "version-signal"),
        ("merged_status_unsigned", "merged-status"),
    ] {
        let vector = message(name);
        let payload = hex::decode(vector["payload"].as_str().unwrap()).unwrap();
        let pretty =
            serde_json::to_string_pretty(&serde_json::from_slice::<Value>(&payload).unwrap())
                .unwrap();
        let miner = Miner::new();
        miner.place.file("status.json", &pretty);
        for data in ["@status.json", "-", &pretty] {
            let ran = miner
                .p2msg("send --json --type")
                .args([kind, "--data", data])
                .stdin(pretty.as_str())
                .env("P2MSG_NOW", &vector["timestamp"].to_string())
                .stderr("")
                .run();
            assert_eq!(
                one(&ran.stdout)["message_hash"],
                vector["message_hash"],
                "{data}"
            );
        }
        assert_eq!(
            queued(&miner).len(),
            1,
            "the very same message is there once"
        );
    }
}

#[test]
fn it_fits_to_the_byte_and_is_never_cut() {
    let miner = Miner::new();
    let euros = |count| "€".repeat(count);
    for text in ["x".repeat(220), euros(73), format!("{}x", euros(73))] {
        let ran = miner.p2msg("send --json").args([&*text]).run();
        assert_eq!(one(&ran.stdout)["bytes"], text.len());
    }
    let texts: Vec<_> = queued(&miner)
        .iter()
        .map(|entry| entry["text"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        texts,
        ["x".repeat(220), euros(73), format!("{}x", euros(73))]
    );
    let before = miner.files();
    for (text, excess) in [
        ("x".repeat(221), 1),
        (euros(74), 2),
        (format!("xx{}", euros(73)), 1),
    ] {
        let refusal = format!(
            "error: the payload is {} bytes long, at most 220 bytes fit\n\
             hint: shorten it by {excess} (bytes); nothing was queued or cut\n",
            text.len()
        );
        miner
            .p2msg("send")
            .args([&*text])
            .code(5)
            .stderr(&*refusal)
            .run();
        for command in ["send -", "announce -", "alert -"] {
            let ran = miner
                .p2msg(command)
                .stdin(text.as_str())
                .code(5)
                .stderr(&*refusal)
                .run();
            assert_eq!(ran.stdout, "");
        }
    }
    let json = format!(r#"{{"ver":"{}","feat":[]}}"#, "x".repeat(220 - 20));
    assert_eq!(json.len(), 220);
    let long = json.replacen('x', "xx", 1);
    miner
        .p2msg("send --type version-signal --data")
        .args([&*long])
        .code(5)
        .stderr("the payload is 221 bytes long, at most 220 bytes fit")
        .run();
    assert_eq!(miner.files(), before);
    miner
        .p2msg("send --type version-signal --data")
        .args([&*json])
        .run();
}

#[test]
fn one_line_end_of_stdin_is_left_out() {
    let miner = Miner::new();
    for input in ["a", "b\n", "c\r\n", "d\n\n", " e ", "f\ng"] {
        miner.p2msg("send -").stdin(input).run();
    }
    let texts: Vec<_> = queued(&miner)
        .iter()
        .map(|entry| entry["text"].clone())
        .collect();
    assert_eq!(texts, ["a", "b", "c", "d\n", " e ", "f\ng"]);
}

#[test]
fn what_is_no_message_is_malformed() {
    let miner = Miner::new();
    let before = miner.files();
    for (input, why) in [
        (
            &b"caf\xe9"[..],
            "the text on standard input is not UTF-8 at byte 3",
        ),
        (b"", "the text is empty"),
        (b"\n", "the text is empty"),
        (
            &[b'x'; 65_537],
            "standard input, read for TEXT, has more than 65536 bytes",
        ),
    ] {
        let ran = miner.p2msg("send -").stdin(input).code(3).stderr(why).run();
        assert_eq!(ran.stdout, "");
    }
    for (kind, data, why) in [
        (
            "node-status",
            r#"{"v":"1","up":1,"hr":2,"sc":3}"#,
            "missing field `p`",
        ),
        (
            "node-status",
            r#"{"v":"1","up":1.5,"hr":2,"sc":3,"p":4}"#,
            "1.5",
        ),
        ("version-signal", "{", "EOF"),
        ("merged-status", "[]", "MERGED_STATUS data:"),
    ] {
        miner
            .p2msg("send --type")
            .args([kind, "--data", data])
            .code(3)
            .stderr(why)
            .run();
    }
    miner
        .p2msg("send --type node-status --data @missing.json")
        .code(1)
        .stderr("missing.json")
        .run();
    assert_eq!(miner.files(), before);
}

#[test]
fn wrong_usage() {
    let miner = Miner::new();
    for (arguments, why) in [
        ("send", "TEXT"),
        ("send text --data {}", "cannot be used with"),
        ("send --data {}", "MINER_MESSAGE takes text, not --data"),
        (
            "send text --type node-status",
            "NODE_STATUS takes JSON with --data, not text",
        ),
        ("send text --type transition", "transition"),
        ("announce", "TEXT"),
    ] {
        miner.p2msg(arguments).code(2).stderr(why).run();
    }
    assert!(!miner.path("message_queue.json").exists());
    miner.p2msg("send --").args(["-starts with a dash"]).run();
}

#[test]
fn the_very_same_message_is_queued_once() {
    let miner = Miner::new();
    miner.p2msg("send hello").run();
    let ran = miner.p2msg("send hello --json").stderr("").run();
    assert_eq!(
        (&one(&ran.stdout)["id"], &one(&ran.stdout)["pending"]),
        (&json!(1), &json!(1))
    );
    miner
        .p2msg("send hello")
        .stderr(
            "note: the very same message is in the queue already as 1; nodes would drop a copy\n",
        )
        .run();
    miner
        .p2msg("send hello")
        .env("P2MSG_NOW", &(NOW + 1).to_string())
        .run();
    assert_eq!(queued(&miner).len(), 2);
}

#[test]
fn a_private_key_is_never_published() {
    let miner = Miner::new();
    let hex = "11".repeat(32);
    let wif = "T33ydQRKp4FCW5LCLLUB7deioUMoveiwekdwUwyfRDeGZm76aUjV";
    for secret in [hex.clone(), format!("my key is {wif}")] {
        let ran = miner
            .p2msg("send -")
            .stdin(secret.as_str())
            .code(5)
            .stderr("error: the message looks like a private key")
            .run();
        assert!(!ran.stderr.contains(&hex) && !ran.stderr.contains(wif));
    }
    let data = format!(r#"{{"ver":"{wif}","feat":[]}}"#);
    miner
        .p2msg("send --type version-signal --data -")
        .stdin(data)
        .code(5)
        .stderr("looks like a private key")
        .run();
    assert!(!miner.path("message_queue.json").exists());
}

#[test]
fn text_is_kept_as_it_is_and_shown_harmless() {
    let miner = Miner::new();
    let text = "red \u{1b}[31m \u{202e}left\u{200b}";
    miner.p2msg("send -").stdin(text).run();
    assert_eq!(queued(&miner)[0]["text"], text);
    let ran = miner.p2msg("queue list").run();
    assert!(
        ran.stdout.contains("red ␛[31m <U+202E>left<U+200B>"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_queue_that_is_no_queue_is_left_alone() {
    let not_queues = [
        ("{\"version\": 1", 1, "data/message_queue.json is broken"),
        ("", 1, "data/message_queue.json is broken"),
        (
            "{\"version\": 2, \"things\": []}",
            5,
            "data/message_queue.json has version 2, this p2msg knows 1",
        ),
    ];
    for (content, code, why) in not_queues {
        let miner = Miner::ready();
        miner.place.file("data/message_queue.json", content);
        let before = miner.files();
        for command in [
            "send hello",
            "queue clear",
            "queue list",
            "queue retry 1",
            "pack",
        ] {
            let ran = miner.keyed(command).code(code).stderr(why).run();
            assert_eq!(ran.stdout, "");
            assert!(
                ran.stderr.contains("hint: nothing was changed"),
                "{}",
                ran.stderr
            );
        }
        assert_eq!(miner.files(), before);
    }
}

#[test]
fn places_that_cannot_be_are_named() {
    let miner = Miner::new();
    miner.place.file("a_file", "mine");
    fs::create_dir(miner.path("message_queue.json")).unwrap();
    miner
        .p2msg("send hello")
        .code(1)
        .stderr("error: data/message_queue.json is a folder, not a file\n")
        .run();
    fs::remove_dir(miner.path("message_queue.json")).unwrap();
    miner
        .p2msg("send hello --data-dir a_file")
        .code(1)
        .stderr("error: a_file is not a folder\n")
        .run();
    miner
        .p2msg("send hello --data-dir a_file/below")
        .code(1)
        .stderr("a_file")
        .run();
    symlink("../a_file", miner.path("message_queue.json")).unwrap();
    miner
        .p2msg("send hello")
        .code(5)
        .stderr("error: data/message_queue.json is a symbolic link\n")
        .run();
    let content = fs::read_to_string(miner.place.work().join("a_file")).unwrap();
    assert_eq!(content, "mine");
}
