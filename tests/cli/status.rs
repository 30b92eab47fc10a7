//! `status`: NODE_STATUS from a node's own statistics.

use serde_json::{Value, json};

use crate::support::mock::{MINER, MockNode, Reply, Request, c2pool, version_signaling};
use crate::support::place::{NOW, Place, Ran};

fn local_stats() -> Value {
    json!({
        "version": "36.0-0.09", "uptime": 3600.7, "peers": {"incoming": 2, "outgoing": 3},
        "miner_hash_rates": {MINER: 1.5e9, "LOther.rig": 250_000.9},
        "attempts_to_merged_block": null, "shares": {"total": 5, "orphan": 0, "dead": 0}
    })
}

/// p2pool-merged-v36 with these statistics.
fn node(local_stats: Value) -> MockNode {
    MockNode::start(move |request: &Request| {
        match request.path.as_str() {
        "/local_stats" => local_stats.clone().into(),
        "/uptime" => json!(3601.2).into(),
        "/version_signaling" => version_signaling("info", json!([])).into(),
        "/merged_stats" => json!({
            "symbol": "DOGE",
            "networks": {"Dogecoin": {"symbol": "DOGE"}, "Bells": {"symbol": "BEL"}, "x": {"symbol": "?"}}
        })
        .into(),
        "/msg/config" => json!({"enable_miner_messages": true, "authority_only": false}).into(),
        _ => Reply::not_there(),
    }
    })
}

fn status(place: &Place, node: &MockNode) -> Value {
    let arguments = format!("status --json --from-node {}", node.url());
    serde_json::from_str(&place.p2msg(&arguments).run().stdout).unwrap()
}

fn queue(place: &Place) -> Vec<Value> {
    let stdout = place.p2msg("queue list --json").run().stdout;
    stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn what_the_node_says_of_itself_is_queued() {
    let place = Place::new();
    let node = node(local_stats());
    let queued = status(&place, &node);
    let data = json!({
        "v": "36.0-0.09", "up": 3601, "hr": 1_500_250_000, "sc": 8640, "p": 5, "cap": ["v36", "msg"]
    });
    assert_eq!(queued["schema"], "p2msg.status/1");
    assert_eq!(queued["data"], data);
    assert_eq!((&queued["id"], &queued["pending"]), (&json!(1), &json!(1)));
    assert_eq!(queued["type"], "NODE_STATUS");
    let entry = &queue(&place)[0];
    assert_eq!(entry["data"], data);
    assert_eq!(entry["flags"], 2);
    assert_eq!(entry["message_hash"], queued["message_hash"]);
}

#[test]
fn a_status_that_is_pending_is_replaced() {
    let place = Place::new();
    let node = node(local_stats());
    place.p2msg("send hello").run();
    status(&place, &node);
    for n in 1..4_u64 {
        let now = (NOW + 300 * n).to_string();
        let ran = place
            .p2msg(&format!("status --from-node {}", node.url()))
            .env("P2MSG_NOW", &now)
            .run();
        assert_eq!(
            ran.stdout,
            format!(
                "queued as {} (NODE_STATUS, 79 of 220 bytes), 2 pending, in place of {}\n",
                n + 2,
                n + 1
            )
        );
    }
    assert_eq!(queue(&place).len(), 2);
}

fn run(node: &MockNode) -> (Place, Ran) {
    let place = Place::new();
    let arguments = format!("status --from-node {}", node.url());
    let ran = place.p2msg(&arguments).stderr("warning: ").run();
    (place, ran)
}

#[test]
fn merge_mining_is_told_and_left_out_if_there_is_no_room() {
    let mut stats = local_stats();
    stats["attempts_to_merged_block"] = json!(1.0e9);
    let data = status(&Place::new(), &node(stats.clone()))["data"].clone();
    assert_eq!(data["mc"], json!(["DOGE", "BEL"]));
    assert_eq!(data["cap"], json!(["v36", "mm", "msg"]));
    // The required fields take 50 bytes and the version; mc takes 20 more, cap 25.
    for (length, left_out) in [(130, "left out cap\n"), (165, "left out cap and mc\n")] {
        stats["version"] = "9".repeat(length).into();
        let (place, ran) = run(&node(stats.clone()));
        assert!(ran.stderr.ends_with(left_out), "{length}: {}", ran.stderr);
        let data = queue(&place)[0]["data"].clone();
        assert_eq!(data["v"].as_str().unwrap().len(), length);
        assert_eq!(data["p"], 5);
    }
    stats["version"] = "9".repeat(300).into();
    let node = node(stats);
    let place = Place::new();
    place
        .p2msg(&format!("status --from-node {}", node.url()))
        .code(5)
        .stderr("at most 220 bytes fit")
        .run();
    assert!(queue(&place).is_empty());
}

#[test]
fn what_a_node_does_not_say_is_0_and_told() {
    let bare = MockNode::start(|request| match request.path.as_str() {
        "/local_stats" => {
            json!({"version": "13.4", "peers": null, "miner_hash_rates": "odd"}).into()
        }
        _ => Reply::not_there(),
    });
    let (place, ran) = run(&bare);
    for what in ["its uptime", "the hash rate", "the height", "its peers"] {
        assert!(
            ran.stderr.contains(&format!("does not say {what}")),
            "{}",
            ran.stderr
        );
    }
    assert_eq!(
        queue(&place)[0]["data"],
        json!({"v": "13.4", "up": 0, "hr": 0, "sc": 0, "p": 0})
    );
}

#[test]
fn a_node_without_a_version_is_one_all_the_same() {
    let node = MockNode::start(|request| match request.path.as_str() {
        "/local_stats" => json!({"uptime": 5, "peers": {"incoming": 1}}).into(),
        _ => Reply::not_there(),
    });
    let place = Place::new();
    let ran = place
        .p2msg(&format!("status --from-node {} --json", node.url()))
        .stderr("does not say its version (v): the status says \\\"unknown\\\"")
        .run();
    let queued: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(queued["unknown"], json!(["v", "hr", "sc"]));
    assert_eq!(
        queued["data"],
        json!({"v": "unknown", "up": 5, "hr": 0, "sc": 0, "p": 1})
    );
}

#[test]
fn c2pool_is_a_node_too() {
    let node = MockNode::start(c2pool(json!([])));
    let data = status(&Place::new(), &node)["data"].clone();
    assert_eq!(
        data,
        json!({
            "v": "c2pool/1.0.0", "up": 120, "hr": 2_500_000_000_u64, "sc": 8640, "p": 4,
            "cap": ["v36", "msg"]
        })
    );
}

#[test]
fn a_node_that_loads_or_is_gone_queues_nothing() {
    let place = Place::new();
    let loading = node(Value::Null);
    place
        .p2msg(&format!("status --from-node {}", loading.url()))
        .code(1)
        .stderr("says nothing of itself yet\nhint: it may be loading its share chain")
        .run();
    let gone = node(Value::Null).stop();
    place
        .p2msg(&format!("status --from-node {gone}"))
        .code(1)
        .stderr("/local_stats: connect: ")
        .run();
    assert!(queue(&place).is_empty());
}

#[test]
fn text_of_the_node_is_checked_like_any_other() {
    let mut stats = local_stats();
    // WIF of the private key 1: whoever writes it there, it must not become a message.
    stats["version"] = "T33ydQRKp4FCW5LCLLUB7deioUMoveiwekdwUwyfRDeGZm76aUjV".into();
    let node = node(stats);
    let place = Place::new();
    let ran = place
        .p2msg(&format!("status --from-node {}", node.url()))
        .code(5)
        .stderr("private key")
        .run();
    assert!(!ran.stderr.contains("T33ydQ"));
    assert!(queue(&place).is_empty());
}

#[test]
fn of_several_nodes_the_first_that_answers_is_used() {
    let place = Place::new();
    let well = node(local_stats());
    let gone = node(Value::Null).stop();
    let urls = format!("http://{gone} {}", well.url());
    let ran = place
        .p2msg("status --from-node")
        .args([urls.as_str()])
        .code(1)
        .stderr(gone.to_string())
        .run();
    assert!(ran.stdout.contains("NODE_STATUS"), "{}", ran.stdout);
    assert_eq!(queue(&place).len(), 1);
    let other = node(local_stats());
    let urls = format!("{} {}", well.url(), other.url());
    place
        .p2msg("status --from-node")
        .args([urls.as_str()])
        .stdout();
    place
        .p2msg("status --from-node")
        .args([" "])
        .code(2)
        .stderr("--from-node")
        .run();
}
