//! `pack`: what is handed out is what the reference would make, once, and nothing is lost.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use p2msg::core::key::SignatureCheck;
use p2msg::core::message::envelope::{Envelope, MAX_ENVELOPE};
use serde_json::{Value, json};

use crate::support::miner::{Miner, derived, lines, one};
use crate::support::place::{NOW, P2MSG, Run};

const STATUS: &str = r#"{"v":"1","up":1,"hr":2,"sc":3,"p":4}"#;

/// What a node reads in `hex`: it must find no problem, and every signature must hold under the
/// announced key. Gives the texts.
fn read_back(hex: &str) -> Vec<String> {
    let message_data = hex::decode(hex).unwrap();
    assert!(message_data.len() <= MAX_ENVELOPE);
    let envelope = Envelope::read(&message_data, &[]);
    assert_eq!(envelope.problems, [], "{hex}");
    let announced = envelope.sound_announcement();
    envelope
        .messages
        .iter()
        .map(|read| {
            let message = &read.message;
            if let (Some(signing_id), Some(announced)) = (message.signing_id, announced) {
                let check = announced
                    .signing_pubkey
                    .verify(message.message_hash(), &message.signature);
                assert_eq!(check, SignatureCheck::Valid);
                assert_eq!(signing_id, announced.signing_id);
            }
            String::from_utf8(message.payload.clone()).unwrap()
        })
        .collect()
}

fn at(run: Run<'_>, now: u64) -> Run<'_> {
    run.env("P2MSG_NOW", &now.to_string())
}

fn messages_signed(miner: &Miner) -> Value {
    let state: Value = serde_json::from_str(&miner.data("signing_key.json")).unwrap();
    state["messages_signed"].clone()
}

#[test]
fn the_announcement_of_the_key_in_use_goes_in_front() {
    let miner = Miner::ready();
    miner.send("hello");
    let ran = miner.keyed("pack --quiet").run();
    let announcement = derived(0)["announcement"].as_str().unwrap().to_owned();
    assert!(
        ran.stdout
            .starts_with(&format!("01010139{announcement}0207")),
        "{}",
        ran.stdout
    );
    assert_eq!(read_back(ran.stdout.trim()), ["hello"]);
    assert_eq!(messages_signed(&miner), 1);
}

#[test]
fn says_what_is_inside_and_which_nodes_take_it() {
    let miner = Miner::ready();
    for text in ["one", "two", "three", "four"] {
        miner.send(text);
    }
    let ran = miner
        .keyed("pack")
        .stderr("note: messages 1 2 3 and the announcement of key_index 0 in ")
        .stderr(" of 512 bytes, 1 left in the queue\n")
        .stderr("note: a share with it is accepted by nodes of these kinds: plan; refused by: v36-release, c2pool\n")
        .stderr("note: deployed nodes ban the sender of such a share at each reconnect: it then mines a private fork, which costs money; use it only on a private chain")
        .run();
    assert_eq!(read_back(ran.stdout.trim()), ["one", "two", "three"]);
    let ran = miner
        .keyed("pack --verbose")
        .stderr("note: message 4 and")
        .stderr("refused by v36-release: ")
        .run();
    assert_eq!(read_back(ran.stdout.trim()), ["four"]);
}

#[test]
fn for_a_script_it_is_one_object() {
    let miner = Miner::ready();
    miner.send("hello");
    miner.send(&"x".repeat(220));
    miner.send(&"y".repeat(220));
    let ran = miner.keyed("pack --json").run();
    let mut packed = one(&ran.stdout);
    let message_data = packed["message_data"].as_str().unwrap().to_owned();
    assert_eq!(
        read_back(&message_data),
        ["hello".to_owned(), "x".repeat(220)]
    );
    for kind in ["v36-release", "c2pool"] {
        let why = packed["accepted_by"][kind]["why"].take();
        assert!(why.as_str().unwrap().contains("authority"), "{why}");
    }
    assert_eq!(
        packed,
        json!({
            "schema": "p2msg.pack/1",
            "message_data": message_data,
            "bytes": message_data.len() / 2,
            "packed": [1, 2],
            "left": 1,
            "key_index": 0,
            "signing_id": derived(0)["signing_id"],
            "announcement": true,
            "accepted_by": {
                "plan": {"ok": true},
                "v36-release": {"ok": false, "why": null},
                "c2pool": {"ok": false, "why": null},
            },
        })
    );
    let ran = miner.keyed("pack --json --no-announcement").run();
    assert_eq!(one(&ran.stdout)["announcement"], false);
    let ran = miner.keyed("pack --json").run();
    assert_eq!(
        one(&ran.stdout),
        json!({
            "schema": "p2msg.pack/1",
            "message_data": "",
            "bytes": 0,
            "packed": [],
            "left": 0,
            "key_index": 0,
            "signing_id": derived(0)["signing_id"],
            "announcement": false,
            "accepted_by": null,
        })
    );
}

#[test]
fn nothing_to_say_is_nothing() {
    let miner = Miner::ready();
    let before = miner.files();
    let ran = miner.keyed("pack").stderr("note: nothing to pack\n").run();
    assert_eq!(ran.stdout, "");
    // It needs no key either.
    let ran = miner.p2msg("pack --quiet").run();
    assert_eq!(ran.stdout, "");
    assert_eq!(Miner::new().p2msg("pack --quiet").run().stdout, "");
    let after = miner.files();
    for name in ["signing_key.json", "key_log.jsonl"] {
        assert_eq!(after[&miner.path(name)], before[&miner.path(name)]);
    }
    assert!(!miner.path("message_queue.json").exists());
}

#[test]
fn not_again_before_the_lease_is_over_and_the_same_message_then() {
    let miner = Miner::ready();
    miner.send("hello");
    let pack = |arguments: &str, now| {
        at(miner.keyed("pack --quiet"), now)
            .args(arguments.split_whitespace())
            .run()
            .stdout
    };
    let first = pack("", NOW + 5);
    assert_eq!(pack("", NOW + 5), "");
    assert_eq!(pack("", NOW + 604), "");
    assert_eq!(pack("--lease 86400", NOW + 605), first);
    assert_eq!(pack("", NOW + 86_000), "");
    assert_eq!(messages_signed(&miner), 2);

    // After a rotation it is the same message, signed by the new key.
    let hash = |hex: &str| {
        let envelope = Envelope::read(&hex::decode(hex.trim()).unwrap(), &[]);
        envelope.messages[0].message.message_hash()
    };
    miner.keyed("key rotate --yes").run();
    miner.p2msg("queue retry 1").run();
    let again = pack("", NOW + 6);
    assert_ne!(again, first);
    assert_eq!(hash(&again), hash(&first));
    assert_eq!(read_back(again.trim()), ["hello"]);
}

#[test]
fn a_lease_of_nothing_hands_out_again() {
    let miner = Miner::ready();
    miner.send("hello");
    let first = miner.keyed("pack --quiet --lease 0").run().stdout;
    assert_eq!(miner.keyed("pack --quiet --lease 0").run().stdout, first);
    miner
        .keyed("pack --lease 86401")
        .code(2)
        .stderr("86401 is not in 0..=86400")
        .run();
}

#[test]
fn a_dry_run_changes_nothing() {
    let miner = Miner::ready();
    miner.send("hello");
    let before = miner.files();
    let ran = miner
        .keyed("pack --dry-run")
        .stderr("note: nothing was changed (--dry-run)\n")
        .run();
    let ran_json = miner.keyed("pack --dry-run --json").run();
    assert_eq!(one(&ran_json.stdout)["left"], 0);
    let rotating = miner
        .keyed("pack --dry-run --json --signing-key-index 1")
        .run();
    assert_eq!(
        one(&rotating.stdout)["signing_id"],
        derived(1)["signing_id"]
    );
    miner
        .keyed("pack --dry-run --out x")
        .code(2)
        .stderr("cannot be used with")
        .run();
    assert_eq!(miner.files(), before);
    assert_eq!(miner.keyed("pack --quiet").run().stdout, ran.stdout);
}

#[test]
fn the_announcement_alone() {
    let miner = Miner::ready();
    miner.send("hello");
    let before = miner.files();
    let expected = format!("01010039{}\n", derived(0)["announcement"].as_str().unwrap());
    // The key log knows it, so it needs no secret.
    assert_eq!(
        miner.p2msg("pack --quiet --announce-only").run().stdout,
        expected
    );
    assert_eq!(miner.files(), before, "the queue waits");
    fs::remove_file(miner.path("key_log.jsonl")).unwrap();
    miner
        .p2msg("pack --announce-only")
        .code(5)
        .stderr("--master-key-file")
        .run();
    assert_eq!(
        miner.keyed("pack --quiet --announce-only").run().stdout,
        expected
    );
    miner
        .keyed("pack --announce-only --no-announcement")
        .code(2)
        .stderr("cannot be used with")
        .run();
    Miner::new()
        .keyed("pack --announce-only")
        .code(1)
        .stderr("hint: make it with: p2msg key init")
        .run();
}

#[test]
fn status_messages_need_no_key() {
    let status = |miner: &Miner, second| {
        let ran = miner.p2msg("send --type node-status --data").args([STATUS]);
        at(ran, NOW - second).run();
    };
    let miner = Miner::new();
    status(&miner, 1);
    let ran = miner.p2msg("pack --json").run();
    let packed = one(&ran.stdout);
    assert_eq!(packed["announcement"], false);
    assert_eq!(packed["key_index"], Value::Null);
    assert!(
        packed["message_data"]
            .as_str()
            .unwrap()
            .starts_with("010001000102")
    );
    assert_eq!(
        read_back(packed["message_data"].as_str().unwrap()),
        [STATUS]
    );

    // Where the announcement is known, a share with messages repeats it.
    let miner = Miner::ready();
    status(&miner, 1);
    let packed = one(&miner.p2msg("pack --json").run().stdout);
    assert_eq!(packed["announcement"], true);
    assert_eq!(messages_signed(&miner), 0);

    // One that is to be signed waits for the key, and what is behind it with it.
    status(&miner, 2);
    miner.send("hello");
    let before = miner.files();
    miner
        .p2msg("pack")
        .code(5)
        .stderr("there is no terminal to ask for the secret on")
        .stderr("--master-key-file")
        .run();
    assert_eq!(miner.files(), before);
}

#[test]
fn to_sign_there_must_be_a_state_file() {
    let miner = Miner::new();
    miner.send("hello");
    for arguments in ["pack", "pack --signing-key-index 0", "pack --dry-run"] {
        miner
            .keyed(arguments)
            .code(1)
            .stderr(
                "error: there is no data/signing_key.json\nhint: make it with: p2msg key init\n",
            )
            .run();
    }
    assert_eq!(miner.states(NOW), ["pending"]);
}

#[test]
fn a_higher_key_index_rotates_first() {
    let miner = Miner::ready();
    miner.send("hello");
    let before = miner.files();
    miner
        .keyed("pack --signing-key-index 2")
        .code(5)
        .stderr("Rotate from key_index 0 to 2 for good")
        .stderr("hint: give --yes to consent")
        .run();
    assert_eq!(miner.files(), before);
    let ran = miner.keyed("pack --json --signing-key-index 2 --yes").run();
    let packed = one(&ran.stdout);
    assert_eq!(packed["key_index"], 2);
    assert_eq!(packed["signing_id"], derived(2)["signing_id"]);
    let hex = packed["message_data"].as_str().unwrap();
    assert!(hex.starts_with(&format!(
        "01010139{}",
        derived(2)["announcement"].as_str().unwrap()
    )));
    assert_eq!(read_back(hex), ["hello"]);
    let state: Value = serde_json::from_str(&miner.data("signing_key.json")).unwrap();
    assert_eq!(
        state,
        json!({
            "key_index": 2,
            "signing_id": derived(2)["signing_id"],
            "created": NOW,
            "last_rotated": NOW,
            "messages_signed": 1,
        })
    );
    let logged = lines(&miner.p2msg("key log --json").run().stdout);
    assert_eq!(logged.len(), 2);

    // The same index again is no rotation, a lower one is refused.
    miner.keyed("pack --quiet --signing-key-index 2").run();
    let before = miner.files();
    for index in ["0", "1"] {
        miner
            .keyed("pack --yes --signing-key-index")
            .args([index])
            .code(5)
            .stderr(format!(
                "data/signing_key.json holds key_index 2, asked for {index}"
            ))
            .run();
    }
    assert_eq!(miner.files(), before);
}

#[test]
fn signs_with_a_key_that_was_derived_elsewhere() {
    let miner = Miner::ready();
    miner.keyed("key export --out signing.wif").run();
    let elsewhere = Miner::new();
    let wif = fs::read_to_string(miner.place.work().join("signing.wif")).unwrap();
    elsewhere.place.secret_file("signing.wif", &wif);
    let with_wif = |arguments: &str| {
        elsewhere
            .p2msg(arguments)
            .env("P2MSG_SIGNING_WIF_FILE", "signing.wif")
    };
    with_wif("key init --index 0").run();
    elsewhere.send("hello");
    miner.send("hello");
    assert_eq!(
        with_wif("pack --quiet").run().stdout,
        miner.keyed("pack --quiet").run().stdout
    );
}

#[test]
fn writes_a_file_whole() {
    let miner = Miner::ready();
    let path = miner.place.work().join("next.hex");
    miner.send("one");
    let ran = miner.keyed("pack --quiet --out next.hex").run();
    assert_eq!(ran.stdout, "");
    let first = fs::read_to_string(&path).unwrap();
    assert!(first.ends_with('\n'));
    assert_eq!(read_back(first.trim()), ["one"]);
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o644
    );
    // Nothing to say: what is there may not have been taken yet.
    miner
        .keyed("pack --out next.hex")
        .stderr("note: nothing to pack\n")
        .run();
    assert_eq!(fs::read_to_string(&path).unwrap(), first);

    miner.send("two");
    let ran = miner.keyed("pack --json --out next.hex").run();
    let second = fs::read_to_string(&path).unwrap();
    assert_eq!(one(&ran.stdout)["message_data"], second.trim());
    assert_eq!(read_back(second.trim()), ["two"]);
    let left = fs::read_dir(miner.place.work()).unwrap().count();
    assert_eq!(left, 3, "data, master.key and next.hex");
}

#[test]
fn what_cannot_be_handed_out_stays_pending() {
    let miner = Miner::ready();
    miner.send("hello");
    let queue = miner.data("message_queue.json");
    fs::create_dir(miner.place.work().join("folder")).unwrap();
    for (path, code, why) in [
        ("folder", 1, "error: folder is a folder, not a file"),
        ("missing/x", 1, "missing"),
        ("master.key/x", 1, "master.key"),
    ] {
        let ran = miner
            .keyed("pack --out")
            .args([path])
            .code(code)
            .stderr(why)
            .run();
        assert_eq!(ran.stdout, "");
        assert_eq!(miner.data("message_queue.json"), queue);
        assert_eq!(messages_signed(&miner), 0);
    }
    miner
        .place
        .shell("\"$P2MSG\" pack > /dev/full")
        .env("P2MSG_MASTER_KEY_FILE", "master.key")
        .code(1)
        .stderr("error: cannot write to stdout\n")
        .stderr("hint: nothing was handed out; the messages are still pending\n")
        .run();
    assert_eq!(miner.states(NOW), ["pending"]);
}

#[test]
fn a_reader_that_goes_away_has_taken_nothing() {
    let miner = Miner::ready();
    miner.send("hello");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = Command::new(P2MSG)
        .args(["pack", "--quiet", "--master-key-file", "master.key"])
        .env_clear()
        .envs(miner.place.environment())
        .current_dir(miner.place.work())
        .stdout(writer)
        .output()
        .unwrap();
    assert_eq!((output.status.code(), output.stderr), (Some(0), vec![]));
    assert_eq!(miner.states(NOW), ["pending"]);
}

#[test]
fn what_is_too_old_is_told_and_not_packed() {
    let miner = Miner::ready();
    miner.send("old");
    let later = NOW + 86_401;
    at(miner.p2msg("send"), later)
        .args(["new"])
        .stderr("expired unsent after 24 hours: 1")
        .run();
    let ran = at(miner.keyed("pack --quiet"), later).run();
    assert_eq!(read_back(ran.stdout.trim()), ["new"]);
    assert_eq!(miner.states(later), ["expired", "packed"]);
}

#[test]
fn a_rotation_is_asked_for_on_the_terminal() {
    for (answer, code, key_index) in [("n", 5, 0), ("y", 0, 1)] {
        let miner = Miner::ready();
        miner.send("hello");
        let before = miner.files();
        let mut terminal = miner.place.terminal(
            r#"echo y | "$P2MSG" pack --signing-key-index 1 --master-key-file master.key > out; \
               code=$?; [ -s out ] || rm out; exit $code"#,
        );
        terminal
            .wait_for("Rotate from key_index 0 to 1 for good")
            .type_line(answer);
        terminal.ends_with(code);
        let state: Value = serde_json::from_str(&miner.data("signing_key.json")).unwrap();
        assert_eq!(state["key_index"], key_index);
        assert_eq!(miner.files() == before, answer == "n");
    }
}

#[test]
fn a_message_dated_in_the_future_stays_pending_and_is_reported() {
    let miner = Miner::ready();
    at(miner.p2msg("send"), NOW + 7_201).args(["ahead"]).run();
    miner.send("now");
    let warning = "warning: dated more than 7200 s in the future, so nodes would reject them now; \
                   they stay pending: 1;";
    let dry = miner.keyed("pack --dry-run").stderr(warning).run();
    assert_eq!(read_back(dry.stdout.trim()), ["now"]);
    let ran = miner.keyed("pack").stderr(warning).run();
    assert_eq!(read_back(ran.stdout.trim()), ["now"]);
    assert_eq!(miner.states(NOW), ["pending", "packed"]);
    let later = at(miner.keyed("pack --quiet"), NOW + 1).run();
    assert_eq!(read_back(later.stdout.trim()), ["ahead"]);
}

#[test]
fn a_lease_that_starts_in_the_future_is_over() {
    let miner = Miner::ready();
    miner.send("hello");
    at(miner.keyed("pack --quiet --lease 86400"), NOW + 3_600).run();
    assert_eq!(miner.states(NOW + 3_600), ["packed"]);
    assert_eq!(miner.states(NOW), ["pending"]);
    let ran = miner.keyed("pack --quiet").run();
    assert_eq!(read_back(ran.stdout.trim()), ["hello"]);
}
