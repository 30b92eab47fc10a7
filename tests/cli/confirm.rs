//! `queue confirm`: shares of the reference's making, and the messages in them in our queue.

use serde_json::{Value, json};

use crate::support::c2pool_log::write_store;
use crate::support::miner::{Miner, lines, one};
use crate::support::place::{NOW, Run};
use crate::support::vectors::share_case;

const CHAT: &str = "v36_chat_announcement_1_message";
const TAMPERED: &str = "v36_tampered_chat_signature";
const STATUS: &str = "v36_node_status_unsigned";

/// A run on the network and soon after the time of the shares.
fn testnet<'a>(miner: &'a Miner, arguments: &str) -> Run<'a> {
    miner
        .p2msg("--net litecoin_testnet")
        .args(arguments.split_whitespace())
        .env("P2MSG_NOW", "1750000600")
}

/// Queues the message of a share when it was sent.
fn queue(miner: &Miner, name: &str, kind: &str) {
    let message = share_case(name)["messages_plaintext"]["messages"][0].clone();
    let payload = hex::decode(message["payload"].as_str().unwrap()).unwrap();
    let text = if kind == "chat" { "-" } else { "--data=-" };
    miner
        .p2msg("send --type")
        .args([kind, text])
        .stdin(payload)
        .env("P2MSG_NOW", &message["timestamp"].to_string())
        .run();
}

/// A miner whose key is the one that signed the shares; its public key is in the log or not.
fn signer(pubkey_logged: bool) -> Miner {
    let announced = share_case(CHAT)["messages_plaintext"]["announcement"].clone();
    let miner = Miner::new();
    let state = json!({
        "key_index": 0, "signing_id": announced["signing_id"], "created": NOW,
        "last_rotated": null, "messages_signed": 0,
    });
    miner.place.file("data/signing_key.json", state.to_string());
    if pubkey_logged {
        let logged = json!({
            "key_index": 0, "signing_id": announced["signing_id"],
            "signing_pubkey": announced["signing_pubkey"], "since": NOW,
        });
        miner
            .place
            .file("data/key_log.jsonl", format!("{logged}\n"));
    }
    miner
}

fn raw(name: &str) -> String {
    share_case(name)["raw_share"].as_str().unwrap().to_owned()
}

fn store_line(name: &str) -> String {
    share_case(name)["store_line"]
        .as_str()
        .unwrap()
        .trim()
        .to_owned()
}

fn states(miner: &Miner) -> Vec<Value> {
    lines(&testnet(miner, "queue list --all --json").run().stdout)
        .iter()
        .map(|entry| entry["state"].clone())
        .collect()
}

#[test]
fn a_share_in_a_store_of_c2pool_counts() {
    let miner = signer(true);
    queue(&miner, CHAT, "chat");
    let hash = share_case(CHAT)["share_hash"].as_str().unwrap().to_owned();
    let folder = miner
        .place
        .work()
        .join(".c2pool/litecoin_testnet/sharechain_leveldb");
    write_store(&folder, &[(hash, hex::decode(raw(CHAT)).unwrap())]);
    testnet(&miner, "queue confirm .c2pool")
        .stderr("1 found in shares")
        .run();
    assert_eq!(states(&miner), ["sent"]);
}

#[test]
fn what_a_share_carries_is_sent() {
    for pubkey_logged in [true, false] {
        let miner = signer(pubkey_logged);
        queue(&miner, CHAT, "chat");
        queue(&miner, STATUS, "node-status");
        miner
            .p2msg("send waits")
            .env("P2MSG_NOW", "1750000500")
            .run();
        let store: Vec<_> = ["v36_genesis_minimal", STATUS, "v35_p2pkh", CHAT, CHAT]
            .map(store_line)
            .into();
        miner.place.file("net/shares.0", store[..3].join("\n"));
        miner.place.file("net/shares.1", store[3..].join("\n"));
        let ran = testnet(&miner, "queue confirm net --json").run();
        let confirmed = lines(&ran.stdout);
        assert_eq!(confirmed.len(), 2);
        assert_eq!(
            confirmed[0],
            json!({
                "schema": "p2msg.queue_confirm/1",
                "id": 1,
                "type": "MINER_MESSAGE",
                "message_hash": confirmed[0]["message_hash"],
                "share_hash": share_case(CHAT)["share_hash"],
            })
        );
        assert_eq!(confirmed[1]["share_hash"], share_case(STATUS)["share_hash"]);
        assert_eq!(states(&miner), ["sent", "sent", "pending"]);
        let shown = one(&testnet(&miner, "queue show 1 --json").run().stdout);
        assert_eq!(
            shown["history"][1],
            json!({"at": 1_750_000_600, "state": "sent", "share_hash": share_case(CHAT)["share_hash"]})
        );

        // A second time there is nothing new, and nothing is written.
        let before = miner.files();
        let ran = testnet(&miner, "queue confirm net")
            .stderr("note: 0 found in shares; 0 packed and 1 pending wait\n")
            .run();
        assert_eq!(ran.stdout, "");
        assert_eq!(miner.files(), before);
    }
}

#[test]
fn for_people_it_is_a_table() {
    let miner = signer(true);
    queue(&miner, CHAT, "chat");
    let ran = testnet(&miner, "queue confirm")
        .args([&*raw(CHAT)])
        .stderr("note: 1 found in shares; 0 packed and 0 pending wait\n")
        .run();
    assert_eq!(
        ran.stdout,
        format!(
            "ID  TYPE  SHARE{0:61}CONTENT\n 1  chat  {1}  announced and said\n",
            "",
            share_case(CHAT)["share_hash"].as_str().unwrap()
        )
    );
}

#[test]
fn message_data_and_archives_count_too() {
    let miner = signer(true);
    queue(&miner, CHAT, "chat");
    queue(&miner, STATUS, "node-status");
    let data = |name| {
        share_case(name)["message_data"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let archived = json!({
        "share_hash": share_case(CHAT)["share_hash"],
        "address": "somebody",
        "message_data_hex": data(CHAT),
    });
    let ran = testnet(&miner, "queue confirm - --json")
        .stdin(format!("{}\n{archived}\n", data(STATUS)))
        .run();
    let confirmed = lines(&ran.stdout);
    assert_eq!(confirmed[0]["share_hash"], share_case(CHAT)["share_hash"]);
    assert_eq!(confirmed[1]["share_hash"], Value::Null);
}

#[test]
fn a_copy_that_we_did_not_sign_does_not_count() {
    // Ours by its text and time, with a broken signature.
    let miner = signer(true);
    queue(&miner, TAMPERED, "chat");
    let told = format!(
        "share {} has message 1, but not with a signature of a key of the key log: it does not count",
        share_case(TAMPERED)["share_hash"].as_str().unwrap()
    );
    let ran = testnet(&miner, "queue confirm")
        .args([&*raw(TAMPERED)])
        .stderr(format!("warning: {told}\n"))
        .run();
    assert_eq!(ran.stdout, "");
    assert_eq!(states(&miner), ["pending"]);

    // Signed soundly, by somebody else who announces a key of their own.
    let miner = Miner::ready();
    queue(&miner, CHAT, "chat");
    let ran = testnet(&miner, "queue confirm --json")
        .args([&*raw(CHAT)])
        .stderr("it does not count")
        .run();
    assert_eq!(ran.stdout, "");
    assert_eq!(states(&miner), ["pending"]);
}

#[test]
fn a_message_that_expired_here_can_still_be_found() {
    let miner = signer(true);
    queue(&miner, CHAT, "chat");
    let later = 1_750_000_489 + 86_401;
    let ran = testnet(&miner, "queue confirm --json")
        .args([&*raw(CHAT)])
        .env("P2MSG_NOW", &later.to_string())
        .run();
    assert_eq!(one(&ran.stdout)["id"], 1);
    assert_eq!(states(&miner), ["sent"]);
    testnet(&miner, "queue retry 1")
        .code(5)
        .stderr("error: entry 1 was sent already\n")
        .run();
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_counts() {
    let miner = signer(true);
    queue(&miner, CHAT, "chat");
    let share = store_line(CHAT);
    let cut_off = &share[..share.len() - 7];
    miner
        .place
        .file("shares.0", format!("{cut_off}\nnonsense\n{share}\n"));
    let ran = testnet(&miner, "queue confirm missing shares.0 --json")
        .code(1)
        .stderr("missing")
        .stderr("shares.0 line 1")
        .stderr("shares.0 line 2")
        .run();
    assert_eq!(one(&ran.stdout)["id"], 1);
    let ran = testnet(&miner, "queue confirm shares.0")
        .code(3)
        .stderr("error: shares.0 line 1: ")
        .stderr("hint: the other records count")
        .run();
    assert_eq!(ran.stdout, "");
}

#[test]
fn the_whole_way_of_a_message() {
    let miner = Miner::ready();
    miner.send("hello");
    let packed = miner.keyed("pack --quiet").run().stdout;
    assert_eq!(miner.states(NOW), ["packed"]);
    let archived = json!({"share_hash": "1".repeat(64), "message_data": packed.trim()});
    let ran = miner
        .p2msg("queue confirm --json -")
        .stdin(archived.to_string())
        .run();
    assert_eq!(one(&ran.stdout)["share_hash"], "1".repeat(64));
    assert_eq!(miner.states(NOW + 700), ["sent"]);
    assert_eq!(miner.keyed("pack --quiet").run().stdout, "");
}

/// Read as litecoin, the share has another share_hash and no proof of work.
#[test]
fn a_share_without_a_proof_of_work_for_the_network_does_not_count() {
    let miner = signer(true);
    queue(&miner, CHAT, "chat");
    let confirm = |arguments: &str, code: i32| {
        let run = miner.p2msg(arguments).env("P2MSG_NOW", "1750000600");
        let run = run.args(["queue", "confirm", &raw(CHAT)]).code(code);
        run.stderr("").run()
    };
    let ran = confirm("", 4);
    assert_eq!(ran.stdout, "");
    let told = "has message 1, but its proof of work is invalid on litecoin: it does not count";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("verify as litecoin_testnet"),
        "{}",
        ran.stderr
    );
    assert_eq!(states(&miner), ["pending"]);

    // On its network, with a changed nonce.
    let raw = raw(CHAT);
    let digit = if &raw[30..31] == "0" { "1" } else { "0" };
    let changed = format!("{}{digit}{}", &raw[..30], &raw[31..]);
    let ran = testnet(&miner, "queue confirm")
        .args([&*changed])
        .code(4)
        .stderr("its proof of work is invalid on litecoin_testnet")
        .run();
    assert_eq!(ran.stdout, "");
    assert_eq!(states(&miner), ["pending"]);

    confirm("--net litecoin_testnet", 0);
    assert_eq!(states(&miner), ["sent"]);
}
