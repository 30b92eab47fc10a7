//! Every line that commands print with `--json` is an object of the contract, byte for byte.
//!
//! [`Run`] and [`Running`] check their lines; the tests below print every KIND.

use std::collections::BTreeSet;

use p2msg::core::message::envelope::pack;
use p2msg::core::message::{Message, MsgFlags, MsgType};
use p2msg::json::KINDS;
use serde_json::{Value, json};

use super::node_bans::shown_emergency;
use crate::support::miner::Miner;
use crate::support::mock::{MINER, MockNode, Reply, Request, c2pool, chat, msg, plan, signal};
use crate::support::place::{NOW, Run};
use crate::support::running::Running;
use crate::support::typed::kind_of;
use crate::support::vectors::{authority_case, share_case, vectors};

/// The kinds that were printed.
#[derive(Default)]
struct Printed(BTreeSet<String>);

impl Printed {
    /// Adds the kinds of a run, which may end with any exit code and must print on stdout.
    fn run(&mut self, run: Run<'_>) -> Vec<Value> {
        let stdout = run.codes(&[0, 1, 2, 3, 4, 5]).stdout();
        assert!(!stdout.is_empty());
        stdout.lines().map(|line| self.line(line)).collect()
    }

    fn line(&mut self, line: &str) -> Value {
        self.0.insert(kind_of(line).to_owned());
        serde_json::from_str(line).expect("a JSON line")
    }
}

fn node() -> MockNode {
    MockNode::start(|request: &Request| match request.path.as_str() {
        "/msg/ban" | "/msg/unban" => json!({"ok": true, "actions": ["done"]}).into(),
        "/msg/load_blob" => json!({"ok": true, "loaded": 1}).into(),
        "/local_stats" => json!({
            "version": "36.0-0.09", "uptime": 3600, "peers": {"incoming": 2, "outgoing": 3},
            "miner_hash_rates": {MINER: 1.5e9}
        })
        .into(),
        _ => msg(
            vec![shown_emergency(), chat(60, "hello"), signal("info")],
            true,
        )(request),
    })
}

/// A node whose answers lack most fields.
fn sparse() -> MockNode {
    MockNode::start(|request: &Request| match request.path.as_str() {
        "/msg/config" => json!({"authority_only": false}).into(),
        "/msg/recent" => json!([{"type": "NEW_KIND"}, {"type_id": 2.0, "age": "x"}]).into(),
        "/msg/stats" => json!({
            "total_messages": 2.0, "by_type": {"Z": 1, "A": 2}, "senders": [5],
            "key_registry": {"address": {"keys": {"AB": {"revoked": 1}}}}
        })
        .into(),
        "/msg/bans" => json!({"types": [2]}).into(),
        "/msg/diag" => json!([null, 1e300, {"a": "b"}]).into(),
        "/version_signaling" => json!({"target_version": 36}).into(),
        _ => Reply::not_there(),
    })
}

fn keys(miner: &Miner, printed: &mut Printed) {
    for arguments in [
        "key init",
        "key show",
        "key derive",
        "key rotate --dry-run",
        "key rotate --yes",
        "key log",
        "key export --out signing.wif",
        "key export --reveal",
    ] {
        printed.run(miner.keyed(&format!("{arguments} --json")));
    }
    // Without the key log, the public key is unknown.
    printed.run(miner.p2msg("key show --json"));
    let announcement = miner.keyed("key announce").run().stdout;
    printed.run(miner.p2msg(&format!("key check --json {announcement}")));
    let forged = announcement.trim().replace("02", "05").replace("03", "05");
    printed.run(miner.p2msg(&format!("key check --json {forged}")));
}

fn queued(miner: &Miner, printed: &mut Printed) {
    printed.run(miner.p2msg("pack --json"));
    // Hidden characters are escapes, also when they are written again.
    printed.run(miner.p2msg("send --json -").stdin("hello \u{202e}\u{200b}"));
    let signal = miner.p2msg("send --json --type version-signal --data -");
    printed.run(signal.stdin(r#"{"ver":36,"feat":["mm",1.5]}"#));
    printed.run(miner.p2msg("queue list --json"));
    let packed = printed.run(miner.keyed("pack --json"));
    let share = json!({
        "share_hash": "00".repeat(32),
        "address": "an address",
        "message_data_hex": packed[0]["message_data"],
    });
    let share = share.to_string();
    printed.run(miner.p2msg("queue confirm - --json").stdin(share.as_str()));
    printed.run(miner.p2msg("queue show --json 1"));
    miner.send("too late");
    let later = (NOW + 90_000).to_string();
    printed.run(miner.p2msg("queue retry --json 3").env("P2MSG_NOW", &later));
    printed.run(miner.p2msg("queue list --all --json"));
    for view in ["messages", "keys", "stats"] {
        let run = miner.p2msg(&format!("store {view} - --json"));
        printed.run(run.stdin(share.as_str()));
    }
}

fn shares(miner: &Miner, printed: &mut Printed) {
    let case = share_case("v36_everything");
    let share = case["store_line"].as_str().unwrap();
    let input = format!("{share}\n2 0\n5 zz\n0101ff\n");
    for command in ["decode", "verify", "verify --chain", "authority open"] {
        let run = miner.p2msg(&format!("{command} - --json --net litecoin_testnet"));
        printed.run(run.stdin(input.as_str()));
    }
    // A JSON payload of null is not a missing one.
    let null = Message {
        msg_type: MsgType::NODE_STATUS,
        flags: MsgFlags(0),
        timestamp: 1_707_580_800,
        payload: b"null".to_vec(),
        signing_id: None,
        signature: Vec::new(),
    };
    let null = hex::encode(pack(&[null], None).expect("message_data"));
    let record = &printed.run(miner.p2msg(&format!("decode --json {null}")))[0];
    assert_eq!(
        record["messages"][0].get("data"),
        Some(&Value::Null),
        "{record}"
    );
    // After the message of the share.
    let later = "1750003600";
    let store = miner.place.file("shares.0", format!("{share}\n"));
    for view in ["messages", "keys", "stats"] {
        let store = store.display();
        let arguments = format!("store {view} {store} --json --net litecoin_testnet");
        printed.run(miner.p2msg(&arguments).env("P2MSG_NOW", later));
    }
}

fn authorities(miner: &Miner, printed: &mut Printed) {
    let key = "852fff81c59a3c822cd5633ca53770e00bcbb3f4da72d018b01bc88ffdfd77c2";
    let pubkey = "02ddadacf053d83e98e2b886df6f283dfd9c85760a831479e188fb4d73ae340b68";
    miner.place.secret_file("authority.key", key);
    for out in ["--out alert.hex", ""] {
        let seal = format!(
            "authority seal --json --key-file authority.key --authority-key {pubkey} \
             --type alert --msg stop {out}"
        );
        printed.run(miner.p2msg(&seal));
    }
    let open = format!("authority open alert.hex --json --authority-key {pubkey}");
    let opened = printed.run(miner.p2msg(&open));
    let share = json!({"message_data_hex": opened[0]["message_data"]}).to_string();
    let store = format!("store messages - --json --authority-key {pubkey}");
    printed.run(miner.p2msg(&store).stdin(share));
    for case in vectors("keystores.json")["cases"]
        .as_array()
        .expect("cases")
    {
        let show = miner.p2msg("authority keystore show - --json");
        printed.run(show.stdin(case["keystore"].to_string()));
    }
}

fn nodes(miner: &Miner, printed: &mut Printed) {
    let deployed = node();
    let blob = authority_case("test_emergency");
    let text = |name: &str| blob[name].as_str().expect("a text").to_owned();
    let load_blob = format!(
        "node load-blob {} --authority-key {}",
        text("envelope"),
        text("authority_pubkey")
    );
    for arguments in [
        "node messages",
        "node keys",
        "node stats",
        "node transition",
        "node bans",
        "node diag",
        "node check",
        "node ban --keyword scam",
        "node unban --keyword scam",
        &load_blob,
    ] {
        printed.run(miner.p2msg(&format!("{arguments} --json --url {}", deployed.url())));
    }
    printed.run(miner.p2msg(&format!("status --json --from-node {}", deployed.url())));
    let planned = MockNode::start(plan(vec![chat(60, "hello")]));
    let other = MockNode::start(c2pool(json!([])));
    for node in [sparse(), planned, other] {
        for view in [
            "messages",
            "keys",
            "stats",
            "transition",
            "bans",
            "diag",
            "check",
        ] {
            let run = miner.p2msg(&format!("node {view} --json --url {}", node.url()));
            for line in run.codes(&[0, 1, 2, 3]).stdout().lines() {
                printed.line(line);
            }
        }
    }
}

fn running(miner: &Miner, printed: &mut Printed) {
    let demo = Running::start(&miner.place, "demo --follow --every 1 --shares 3 --json");
    printed.line(&demo.line());
    printed.line(&demo.line());
    demo.signal("TERM");
    assert_eq!(demo.ends().0.code(), Some(0));
    let serve = "serve --listen 127.0.0.1:0 --shares shares.0 --json --net litecoin_testnet";
    let serve = Running::start(&miner.place, serve);
    printed.line(&serve.line());
    serve.signal("TERM");
    assert_eq!(serve.ends().0.code(), Some(0));
}

fn peers(miner: &Miner, printed: &mut Printed) {
    let demo = "demo --json --dir peer --listen-p2p 127.0.0.1:0 --every 3600";
    let demo = Running::start(&miner.place, demo);
    let address = demo.json()["p2p_address"].as_str().unwrap().to_owned();
    for arguments in ["info", "shares --count 3", "shares --all --out fetched"] {
        let run = format!("--net litecoin_testnet peer {arguments} --json --connect {address}");
        printed.run(miner.p2msg(&run));
    }
}

#[test]
fn every_kind_is_read_and_written_again() {
    let miner = Miner::new();
    let mut printed = Printed::default();
    keys(&miner, &mut printed);
    queued(&miner, &mut printed);
    shares(&miner, &mut printed);
    authorities(&miner, &mut printed);
    nodes(&miner, &mut printed);
    running(&miner, &mut printed);
    peers(&miner, &mut printed);
    for arguments in [
        "doctor",
        "config show",
        "config sample",
        "completions bash",
        "man",
        "man --out pages",
    ] {
        printed.run(miner.p2msg(&format!("{arguments} --json")));
    }
    let kinds: BTreeSet<String> = KINDS.iter().map(|kind| (*kind).to_owned()).collect();
    assert_eq!(printed.0, kinds);
}

/// Errors of every exit code, and a warning. The run checks the lines.
#[test]
fn lines_on_stderr_are_read_and_written_again() {
    let miner = Miner::ready();
    let key = "11".repeat(32);
    for (arguments, code) in [
        ("queue show --json 9".to_owned(), 1),
        ("queue show --json".to_owned(), 2),
        ("key check --json zz".to_owned(), 3),
        ("node load-blob --json 0100".to_owned(), 4),
        (format!("key derive --json {key}"), 5),
    ] {
        let run = miner.p2msg(&arguments).code(code);
        run.stderr(r#"{"error":"#).run();
    }
    let nothing = miner.p2msg("verify - --json").stdin("\n");
    nothing.stderr(r#"{"warning":"#).run();
}
