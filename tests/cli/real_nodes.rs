//! Nodes that answer as real ones did.

use serde_json::{Value, json};

use crate::support::c2pool::{C2pool, CLOCK};
use crate::support::miner::lines;
use crate::support::mock::{MockNode, Reply, chat};
use crate::support::place::{Place, Run};
use crate::support::release::Release;

/// A run at the time of the recorded answers of c2pool.
pub(crate) fn at_clock<'a>(place: &'a Place, arguments: &str) -> Run<'a> {
    place.p2msg(arguments).env("P2MSG_NOW", &CLOCK.to_string())
}

#[test]
fn hundreds_of_calls_in_a_row_succeed() {
    let place = Place::new();
    place.p2msg("send hello").stdout();
    let c2pool = C2pool::new("share_with_transition").start();
    let release = Release::new(vec![chat(60, "hello")]).start();
    for _ in 0..50 {
        for arguments in [
            format!("node messages --url {}", c2pool.url()),
            format!("node transition --url {}", c2pool.url()),
            format!("node check --url {}", c2pool.url()),
            format!("node stats --url {}", c2pool.url()),
            format!("node messages --url {}", release.url()),
            format!("queue confirm --node {}", release.url()),
        ] {
            at_clock(&place, &arguments).stdout();
        }
    }
}

/// The commands that show messages and statistics of nodes.
const SHOWING: [&str; 7] = [
    "messages",
    "chat",
    "announcements",
    "alerts",
    "status",
    "stats",
    "transition",
];

fn queue(place: &Place) -> Vec<Value> {
    let stdout = place.p2msg("queue list --json").run().stdout;
    lines(&stdout)
}

#[test]
fn a_c2pool_without_a_chain_is_starting() {
    let place = Place::new();
    for state in ["starting", "starting_dashboard"] {
        let node = C2pool::new(state).start();
        for command in SHOWING {
            at_clock(&place, &format!("node {command} --url {}", node.url()))
                .code(1)
                .stderr("the node is starting: it has no share chain yet\nhint: wait until")
                .run();
        }
        let arguments = format!("node check --skip key --skip queue --url {}", node.url());
        let shown = at_clock(&place, &arguments).code(3).run().stdout;
        assert!(shown.starts_with("P2MSG UNKNOWN"), "{shown}");
        assert!(shown.contains("the node is starting"), "{shown}");
        assert!(
            shown.contains(&format!("'node_up_{}'=1", node.url())),
            "{shown}"
        );
        at_clock(&place, &format!("status --from-node {}", node.url()))
            .code(1)
            .stderr("the node is starting")
            .run();
        let shown = at_clock(&place, &format!("doctor --url {}", node.url())).stdout();
        assert!(shown.contains("the node is starting"), "{shown}");
        assert!(!shown.contains("answers, with the API"), "{shown}");
    }
    assert!(queue(&place).is_empty());
}

#[test]
fn c2pool_is_known_by_the_header_server_in_any_state() {
    let place = Place::new();
    for state in [
        "five_shares",
        "synced_no_message",
        "file_forged",
        "mining_with_peer",
    ] {
        let node = C2pool::new(state).start();
        at_clock(&place, &format!("node diag --verbose --url {}", node.url()))
            .stderr("has the API c2pool (the header Server)")
            .run();
    }
    // A proxy can take the header away.
    let hidden = MockNode::start(|request| match request.path.as_str() {
        "/local_stats" => json!({"version": "c2pool/0.17.2-fixture"}).into(),
        "/version_signaling" => json!({}).into(),
        "/web/sync_status" => json!({"has_best_share": false, "ready": false}).into(),
        _ => Reply::not_there(),
    });
    at_clock(&place, &format!("node messages --url {}", hidden.url()))
        .code(1)
        .stderr("the node is starting")
        .run();
}

#[test]
fn a_busy_c2pool_is_asked_again() {
    let place = Place::new();
    let c2pool = C2pool::new("share_with_transition");
    let node = c2pool.start();
    let arguments = format!("node transition --url {}", node.url());
    for busy in 1..6 {
        c2pool.be_busy(busy);
        let shown = at_clock(&place, &arguments).stdout();
        assert!(
            shown.contains("35 -> 36: V36 merged mining"),
            "{busy}: {shown}"
        );
    }
    let busy = C2pool::new("busy").start();
    at_clock(&place, &format!("node transition --url {}", busy.url()))
        .code(1)
        .stderr(
            "the node is busy: it could not read its share chain, although it was asked 5 times",
        )
        .run();
    let arguments = format!("node check --skip key --url {}", busy.url());
    let shown = at_clock(&place, &arguments).code(3).run().stdout;
    assert!(shown.contains("the node is busy"), "{shown}");
}

fn status_of(place: &Place, node: &MockNode) -> Value {
    let arguments = format!("status --json --from-node {}", node.url());
    let ran = at_clock(place, &arguments).run();
    lines(&ran.stdout).remove(0)["data"].clone()
}

#[test]
fn the_status_of_c2pool_is_what_it_measures() {
    let place = Place::new();
    let c2pool = C2pool::new("mining_with_peer");
    let node = c2pool.start();
    let data = json!({
        "v": "c2pool/0.17.2-fixture", "up": 77, "hr": 2251, "sc": 478, "p": 1, "cap": ["v36", "msg"]
    });
    assert_eq!(status_of(&place, &node), data);
    // It answers the number of all shares, with forks, for the height while it is busy.
    c2pool.be_busy(3);
    assert_eq!(status_of(&place, &node)["sc"], 478);
    c2pool.answer_with(
        "/merged_stats",
        200,
        &json!({"networks": {"DOGE": {"chain_id": 98}}, "symbol": "DOGE", "recent": []}),
    );
    let data = status_of(&place, &node);
    assert_eq!(data["mc"], json!(["DOGE"]));
    assert_eq!(data["cap"], json!(["v36", "mm", "msg"]));
}

#[test]
fn a_status_is_not_thinner_because_a_source_fails() {
    let place = Place::new();
    for path in [
        "/local_stats",
        "/web/sync_status",
        "/uptime",
        "/version_signaling",
        "/sharechain/tip",
        "/merged_stats",
    ] {
        for fault in ["cut", "status"] {
            let c2pool = C2pool::new("mining_with_peer");
            match fault {
                "cut" => c2pool.cut(path),
                _ => c2pool.answer_with(path, 503, &json!({"error": "no"})),
            }
            let node = c2pool.start();
            at_clock(&place, &format!("status --from-node {}", node.url()))
                .code(1)
                .stderr("cannot ask")
                .run();
        }
    }
    // The API for messages is one of the sources.
    let node = MockNode::start(|request| match request.path.as_str() {
        "/local_stats" => json!({"version": "36.0-0.09", "uptime": 1}).into(),
        "/msg/config" => Reply::raw("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{\"auth"),
        _ => Reply::not_there(),
    });
    at_clock(&place, &format!("status --from-node {}", node.url()))
        .code(1)
        .stderr("/msg/config: read: ")
        .run();
    assert!(queue(&place).is_empty());
}
