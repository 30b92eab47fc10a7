//! `queue confirm --node`: what nodes have seen in shares is sent.

use serde_json::{Value, json};

use crate::support::miner::{Miner, one};
use crate::support::mock::{MockNode, Reply, c2pool, message, msg, plan};
use crate::support::place::NOW;

/// What the queue says of entry 1, in its words for nodes, with our signing_id.
fn ours(miner: &Miner, type_id: u8, fields: Value) -> Value {
    let state = one(&miner.p2msg("key show --json").run().stdout);
    let mut message = message(type_id, 0, fields);
    message["signing_id"] = state["signing_id"].clone();
    message["share_hash"] = "1".repeat(64).into();
    message
}

fn confirm(node: &MockNode) -> String {
    format!("queue confirm --json --node {}", node.url())
}

#[test]
fn what_a_node_shows_is_sent() {
    for of_the_plan in [true, false] {
        let miner = Miner::ready();
        miner.send("hello \u{1f426}");
        miner.send("not seen yet");
        let shown = vec![ours(&miner, 2, json!({"text": "hello \u{1f426}"}))];
        let node = match of_the_plan {
            true => MockNode::start(plan(shown)),
            false => MockNode::start(msg(shown, true)),
        };
        let confirmed = one(&miner.p2msg(&confirm(&node)).run().stdout);
        assert_eq!(confirmed["id"], 1);
        assert_eq!(confirmed["share_hash"], "1".repeat(64));
        assert_eq!(miner.states(NOW), ["sent", "pending"]);
    }
}

#[test]
fn a_status_is_known_by_what_it_says() {
    let miner = Miner::ready();
    let data = r#"{"v":"36.0","up":60,"hr":15,"sc":8640,"p":3}"#;
    miner
        .p2msg("send --type node-status --data -")
        .stdin(data)
        .run();
    let flags = json!({"signed": false, "broadcast": true, "persistent": false});
    let other = json!({"p": 3, "v": "36.0", "sc": 8640, "hr": 15.0, "up": 61});
    let same = json!({"p": 3, "v": "36.0", "sc": 8640, "hr": 15.0, "up": 60});
    let status = |data: Value| {
        let mut status = message(
            1,
            0,
            json!({"data": data, "flags": flags, "verified": false}),
        );
        status.as_object_mut().unwrap().remove("signing_id");
        status
    };
    let node = MockNode::start(msg(vec![status(other)], true));
    assert_eq!(miner.p2msg(&confirm(&node)).run().stdout, "");
    let node = MockNode::start(msg(vec![status(same)], true));
    assert_eq!(one(&miner.p2msg(&confirm(&node)).run().stdout)["id"], 1);
    assert_eq!(miner.states(NOW), ["sent"]);
}

#[test]
fn a_copy_that_the_node_did_not_verify_as_ours_does_not_count() {
    let miner = Miner::ready();
    miner.send("hello");
    let told = "shows message 1, but has not verified it as one of a key of the key log";
    let ours = ours(&miner, 2, json!({"text": "hello"}));
    let mut unverified = ours.clone();
    unverified["verified"] = false.into();
    let mut of_a_thief = ours.clone();
    of_a_thief["signing_id"] = "f".repeat(40).into();
    let mut nameless = ours.clone();
    nameless["signing_id"] = Value::Null;
    for copy in [unverified, of_a_thief, nameless] {
        let node = MockNode::start(plan(vec![copy]));
        let ran = miner.p2msg(&confirm(&node)).stderr(told).run();
        assert_eq!(ran.stdout, "");
    }
    // Another second, other flags: another message.
    let mut earlier = ours.clone();
    earlier["timestamp"] = (NOW - 1).into();
    let mut fleeting = ours;
    fleeting["flags"]["persistent"] = false.into();
    let node = MockNode::start(plan(vec![earlier, fleeting]));
    assert_eq!(miner.p2msg(&confirm(&node)).run().stdout, "");
    assert_eq!(miner.states(NOW), ["pending"]);
}

#[test]
fn a_node_that_hides_or_fails_is_told() {
    let miner = Miner::ready();
    miner.send("hello");
    let hiding = MockNode::start(msg(vec![], false));
    let arguments = format!("queue confirm --node {}", hiding.url());
    miner
        .p2msg(&arguments)
        .stderr("without --enable-miner-messages")
        .run();
    let authority_only = MockNode::start(c2pool(json!([])));
    let arguments = format!("queue confirm --node {}", authority_only.url());
    miner
        .p2msg(&arguments)
        .stderr("c2pool shows authority messages only")
        .run();
    // What the others show counts all the same.
    let shown = ours(&miner, 2, json!({"text": "hello"}));
    let good = MockNode::start(plan(vec![shown]));
    let failing = MockNode::start(|_| Reply::Body(503, vec![]));
    let arguments = format!("{} --node {}", confirm(&failing), good.url());
    let ran = miner.p2msg(&arguments).code(1).stderr("HTTP 503").run();
    assert_eq!(one(&ran.stdout)["id"], 1);
    assert_eq!(miner.states(NOW), ["sent"]);
}

#[test]
fn shares_or_nodes_and_one_of_them() {
    let miner = Miner::ready();
    miner
        .p2msg("queue confirm")
        .code(2)
        .stderr("required")
        .run();
    miner
        .p2msg("queue confirm shares.0 --node http://127.0.0.1:1")
        .code(2)
        .stderr("cannot be used with")
        .run();
}
