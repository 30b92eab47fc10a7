//! `node check` of nodes that answer only some requests, and the messages in their shares.

use p2msg::core::message::MsgType;
use serde_json::json;

use crate::support::c2pool::{C2pool, WebShare};
use crate::support::miner::one;
use crate::support::mock::{KEY, MockNode, Reply, alert, chat, message, msg};
use crate::support::place::{NOW, Place, Ran};
use crate::support::served::says;

/// The public key of the authority of a private network, and its secret key.
const AUTHORITY: &str = "02ddadacf053d83e98e2b886df6f283dfd9c85760a831479e188fb4d73ae340b68";
const AUTHORITY_KEY: &str = "852fff81c59a3c822cd5633ca53770e00bcbb3f4da72d018b01bc88ffdfd77c2";

fn check(node: &MockNode, options: &str, code: i32) -> Ran {
    let place = Place::new();
    let arguments = format!("node check --url {} {options}", node.url());
    place.p2msg(&arguments).code(code).run()
}

/// Requires that the node counts as up and that `shown` is below the status line.
fn is_up_and_shows(ran: &Ran, node: &MockNode, shown: &[&str]) {
    let up = format!("'node_up_{}'=1;", node.url());
    assert!(ran.stdout.contains(&up), "{}", ran.stdout);
    assert!(!ran.stdout.contains("cannot ask nodes"), "{}", ran.stdout);
    for shown in shown {
        assert!(ran.stdout.contains(shown), "{shown}: {}", ran.stdout);
    }
}

/// A Python node with an alert of an authority that fails over `paths`.
fn failing(paths: &'static [&'static str]) -> MockNode {
    let fields = json!({"text": "stop mining", "sender": "bootstrap", "protocol_authority": true});
    let node = msg(vec![message(0x10, 60, fields), chat(60, "hello")], true);
    MockNode::start(move |request| match request.path.as_str() {
        path if paths.contains(&path) => Reply::Body(500, b"<html>TypeError</html>".to_vec()),
        _ => node(request),
    })
}

#[test]
fn a_failing_list_hides_no_alert_of_the_other_lists() {
    for path in [
        &["/msg/recent"],
        &["/msg/alerts"],
        &["/msg/status"],
        &["/msg/stats"],
        &["/msg/config"],
    ] as [&'static [&'static str; 1]; 5]
    {
        let node = failing(path);
        let ran = check(
            &node,
            &format!("--signing-id {KEY} --alert-from authority"),
            2,
        );
        is_up_and_shows(&ran, &node, &["verified alert from", "stop mining"]);
        if path != &["/msg/config"] {
            let failed = format!("{}/{}", node.url(), path[0].trim_start_matches('/'));
            is_up_and_shows(&ran, &node, &[&failed, "the node answered HTTP 500"]);
        }
        assert!(!ran.stdout.contains("no alerts"), "{}", ran.stdout);
    }
}

#[test]
fn a_failing_list_alone_is_a_warning() {
    for (path, check_name) in [
        (&["/msg/alerts"], "alerts"),
        (&["/msg/status"], "status"),
        (&["/msg/stats"], "key"),
    ] as [(&'static [&'static str; 1], &str); 3]
    {
        let node = MockNode::start(move |request| match request.path.as_str() {
            wanted if wanted == path[0] => Reply::Body(500, vec![]),
            _ => msg(vec![chat(60, "hello")], true)(request),
        });
        let ran = check(&node, &format!("--signing-id {KEY}"), 1);
        let line = format!("[WARNING] {check_name}: ");
        is_up_and_shows(&ran, &node, &[&line, "the node answered HTTP 500"]);
        let said_none = ran.stdout.contains("no alerts");
        assert_eq!(said_none, check_name != "alerts", "{}", ran.stdout);
    }
    // Statistics without a registry of keys.
    let node = MockNode::start(|request| match request.path.as_str() {
        "/msg/stats" => json!({"total_messages": 0}).into(),
        _ => msg(vec![], true)(request),
    });
    let ran = check(&node, &format!("--signing-id {KEY}"), 1);
    is_up_and_shows(&ran, &node, &["[WARNING] key: ", "no alerts"]);
}

#[test]
fn a_node_that_answers_nothing_of_use_is_unknown_and_up() {
    let node = MockNode::start(|request| match request.path.as_str() {
        "/msg/config" => msg(vec![], true)(request),
        _ => Reply::Body(500, vec![]),
    });
    let ran = check(&node, "--skip transition", 3);
    is_up_and_shows(&ran, &node, &["[UNKNOWN] alerts: "]);
    for unknown in ["no alerts", "'alerts_verified'", "no transition"] {
        assert!(!ran.stdout.contains(unknown), "{}", ran.stdout);
    }
    let failing = MockNode::start(|_| Reply::Body(500, vec![]));
    let ran = check(&failing, "", 2);
    assert!(ran.stdout.contains("[CRITICAL] nodes: "), "{}", ran.stdout);
    let down = format!("'node_up_{}'=0;", failing.url());
    assert!(ran.stdout.contains(&down), "{}", ran.stdout);
}

fn c2pool_with(message_data: &[u8]) -> C2pool {
    let node = C2pool::new("synced_no_message");
    node.push_share(WebShare {
        hash: format!("{:064x}", 1),
        timestamp: NOW - 599,
        message_data: hex::encode(message_data),
    });
    node
}

#[test]
fn alerts_in_the_shares_of_c2pool_outlive_its_failing_page() {
    let stop = says(7, 0, MsgType::EMERGENCY, "stop", 60);
    let c2pool = c2pool_with(&stop);
    c2pool.answer_with("/version_signaling", 500, &json!({"error": "utf-8"}));
    let node = c2pool.start();
    let ran = check(&node, "", 1);
    is_up_and_shows(
        &ran,
        &node,
        &["verified alert from", "[WARNING] transition: ", "HTTP 500"],
    );
    let quiet = c2pool_with(&[]);
    quiet.answer_with("/version_signaling", 500, &json!({"error": "utf-8"}));
    let node = quiet.start();
    let ran = check(&node, "", 1);
    is_up_and_shows(&ran, &node, &["[OK] alerts: no alerts"]);
}

#[test]
fn new_messages_that_a_node_does_not_show_are_a_warning() {
    let node = MockNode::start(|request| match request.path.as_str() {
        "/web/best_share_hash" => Reply::not_there(),
        _ => msg(vec![chat(60, "hello")], true)(request),
    });
    let ran = check(&node, "", 1);
    is_up_and_shows(&ran, &node, &["[WARNING] alerts: "]);
    assert!(!ran.stdout.contains("no alerts"), "{}", ran.stdout);
    // The status line has the words of the state only.
    let line = ran.stdout.lines().next().unwrap();
    assert!(!line.contains("hint"), "{line}");
    assert!(ran.stdout.contains("hint: p2msg serve"), "{}", ran.stdout);
    check(&node, "--skip alerts", 0);
}

#[test]
fn an_unfinished_walk_of_a_python_node_is_a_warning() {
    let tip = "11".repeat(32);
    let node = MockNode::start(move |request| match request.path.as_str() {
        "/web/best_share_hash" => json!(tip).into(),
        path if path.starts_with("/web/share") => json!("not a share").into(),
        _ => msg(vec![alert(60, "fork", true)], true)(request),
    });
    let ran = check(&node, "", 1);
    is_up_and_shows(
        &ran,
        &node,
        &["messages in older shares are not included", "fork"],
    );
}

#[test]
fn notes_are_below_the_status_line() {
    let odd = MockNode::start(|request| match request.path.as_str() {
        "/msg/recent" => json!([5, "x"]).into(),
        _ => msg(vec![], true)(request),
    });
    let ran = check(&odd, "", 0);
    let (line, below) = ran.stdout.split_once('\n').unwrap();
    let words = "2 entries are unreadable as messages";
    assert!(
        !line.contains(words) && below.contains(words),
        "{}",
        ran.stdout
    );
}

#[test]
fn envelopes_of_a_private_authority_are_opened_or_counted() {
    let place = Place::new();
    place.secret_file("key.hex", AUTHORITY_KEY);
    let sealed = place
        .p2msg("--json authority seal --key-file key.hex --type alert --msg halt --authority-key")
        .args([AUTHORITY])
        .run();
    let sealed = one(&sealed.stdout);
    let envelope = hex::decode(sealed["message_data"].as_str().unwrap()).unwrap();
    let node = c2pool_with(&envelope).start();
    let words = "1 share has message_data that p2msg cannot open";
    let ran = check(&node, "--skip transition", 0);
    assert_eq!(ran.stdout.matches(words).count(), 1, "{}", ran.stdout);
    let list = |options: &str| {
        let arguments = format!("node alerts --url {} {options}", node.url());
        place.p2msg(&arguments)
    };
    let ran = list("").stderr(words).stderr("--authority-key").run();
    assert!(!ran.stdout.contains("halt"), "{}", ran.stdout);
    let trusted = format!("--authority-key {AUTHORITY}");
    let shown = one(&list(&format!("--json {trusted}")).run().stdout);
    assert_eq!(shown["signature_status"], "valid");
    assert_eq!(shown["protocol_authority"], true);
    let ran = check(&node, &format!("--skip transition {trusted}"), 2);
    assert!(ran.stdout.contains("halt"), "{}", ran.stdout);
    assert!(!ran.stdout.contains(words), "{}", ran.stdout);
}
