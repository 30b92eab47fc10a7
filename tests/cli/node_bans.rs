//! `node ban`, `node unban` and `node load-blob`: what changes a node.

use serde_json::{Value, json};

use crate::support::mock::{KEY, MockNode, Reply, Request, message, msg, plan};
use crate::support::place::{NOW, Place};
use crate::support::vectors::authority_case;

/// p2pool-merged-v36 that takes bans and says what it did.
fn taking() -> MockNode {
    MockNode::start(|request: &Request| {
        let verb = match request.path.as_str() {
            "/msg/ban" => "banned",
            "/msg/unban" => "unbanned",
            _ => return msg(vec![], true)(request),
        };
        assert_eq!(request.method, "POST");
        assert_eq!(request.header("content-type"), Some("application/json"));
        let body = request.json();
        let actions: Vec<String> = body
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| format!("{verb} {name} {value}"))
            .collect();
        json!({"ok": true, "actions": actions}).into()
    })
}

#[test]
fn a_ban_names_what_it_hides() {
    let node = taking();
    let place = Place::new();
    let run = |arguments: &str| {
        let arguments = format!("node {arguments} --url {}", node.url());
        place.p2msg(&arguments).run().stdout
    };
    let upper = KEY.to_uppercase();
    let said = run(&format!(
        "ban --signing-id {upper} --keyword Scam --type chat --address LBad"
    ));
    let url = node.url();
    assert_eq!(
        said,
        format!(
            "{url}: banned signing_id \"{KEY}\"\n{url}: banned address \"LBad\"\n\
             {url}: banned keyword \"Scam\"\n{url}: banned type 2\n"
        )
    );
    let json: Value = serde_json::from_str(&run("unban --type 0x07 --json")).unwrap();
    assert_eq!(
        json,
        json!({"schema": "p2msg.unban/1", "node": url, "actions": ["unbanned type 7"]})
    );
}

#[test]
fn a_ban_without_a_name_is_wrong_usage() {
    let place = Place::new();
    place.p2msg("node ban").code(2).stderr("required").run();
    place
        .p2msg("node ban --signing-id 00ff")
        .code(2)
        .stderr("40 hex digits")
        .run();
    place
        .p2msg("node ban --type nothing")
        .code(2)
        .stderr("the kinds are")
        .run();
}

#[test]
fn what_the_node_says_against_it() {
    let answers = |path: &'static str, status: u16, body: &'static str| {
        MockNode::start(move |request| match request.path.as_str() {
            found if found == path => Reply::Body(status, body.into()),
            _ => msg(vec![], true)(request),
        })
    };
    let place = Place::new();
    let far = answers("/msg/ban", 403, r#"{"error": "forbidden: localhost only"}"#);
    place
        .p2msg(&format!("node ban --keyword x --url {}", far.url()))
        .code(1)
        .stderr("/msg/ban: the node answered HTTP 403: forbidden: localhost only\nhint: nodes allow this")
        .run();
    let confused = answers("/msg/ban", 200, r#"{"error": "no ban target specified"}"#);
    place
        .p2msg(&format!("node ban --keyword x --url {}", confused.url()))
        .code(1)
        .stderr("the node answered with an error: no ban target specified")
        .run();
    let odd = answers("/msg/ban", 200, r#"{"ok": true}"#);
    place
        .p2msg(&format!("node ban --keyword x --url {}", odd.url()))
        .code(1)
        .stderr("the answer is an object, not a list of what it did")
        .run();
    let plan = MockNode::start(plan(vec![]));
    place
        .p2msg(&format!("node ban --keyword x --url {}", plan.url()))
        .code(1)
        .stderr("bans are not in the API that this node has (plan)")
        .run();
    assert!(
        plan.requests()
            .iter()
            .all(|request| request.method == "GET")
    );
}

/// A node that takes `loaded` messages of any blob, and shows `shown`.
fn loading(loaded: u64, shown: Vec<Value>) -> MockNode {
    MockNode::start(move |request| match request.path.as_str() {
        "/msg/load_blob" => json!({"ok": true, "loaded": loaded}).into(),
        _ => msg(shown.clone(), false)(request),
    })
}

/// An authority envelope with an EMERGENCY that a test key sealed, and the option to know its
/// authority by.
pub(crate) fn blob() -> (String, String) {
    let case = authority_case("test_emergency");
    let text = |name: &str| case[name].as_str().unwrap().to_owned();
    let option = format!("--authority-key {}", text("authority_pubkey"));
    (text("envelope"), option)
}

#[test]
fn a_blob_is_checked_before_it_is_sent() {
    let place = Place::new();
    let (hex, authority) = blob();
    let node = loading(1, vec![]);
    let ran = place
        .p2msg(&format!(
            "node load-blob {hex} {authority} --url {}",
            node.url()
        ))
        .run();
    assert_eq!(
        ran.stdout,
        format!("{} took 1 message of argument:1\n", node.url())
    );
    let posts: Vec<Value> = node
        .requests()
        .iter()
        .filter(|request| request.method == "POST")
        .map(Request::json)
        .collect();
    assert_eq!(posts, [json!({"blob_hex": hex})]);
    // The same as a file, with white space around it.
    place.file("blob.hex", format!("  {hex}\r\n"));
    let arguments = format!(
        "node load-blob blob.hex {authority} --json --url {}",
        node.url()
    );
    let loaded: Value = serde_json::from_str(&place.p2msg(&arguments).run().stdout).unwrap();
    assert_eq!(
        (&loaded["loaded"], &loaded["shown"]),
        (&json!(1), &json!(true))
    );
    let untouched = loading(1, vec![]);
    let mut forged = hex.clone();
    forged.replace_range(
        hex.len() - 2..,
        if hex.ends_with("00") { "01" } else { "00" },
    );
    place.file("none.hex", "nothing\n");
    for (blob, code, said) in [
        (
            "none.hex".to_owned(),
            3,
            "hint: give message_data as p2msg authority seal writes it",
        ),
        (
            hex.clone(),
            4,
            "no node would take it: not an authority's envelope: no known authority's mac holds",
        ),
        (
            format!("{forged} {authority}"),
            4,
            "no node would take it: ",
        ),
        (
            format!("01000100 {authority}"),
            4,
            "no node would take it: 4 bytes",
        ),
        (
            format!("{}x {authority}", &hex[..hex.len() - 1]),
            1,
            "cannot read",
        ),
    ] {
        place
            .p2msg(&format!("node load-blob {blob} --url {}", untouched.url()))
            .code(code)
            .stderr(said)
            .run();
    }
    assert!(untouched.requests().is_empty());
}

#[test]
fn a_node_that_takes_nothing() {
    let place = Place::new();
    let (hex, authority) = blob();
    let refusing = loading(0, vec![]);
    place
        .p2msg(&format!(
            "node load-blob {hex} {authority} --url {}",
            refusing.url()
        ))
        .code(1)
        .stderr("took no message of argument:1, and does not show them\nhint: look into its log")
        .run();
    let text = "EMERGENCY: stop mining on v36.0";
    let mut shown = message(0x10, 0, json!({"text": text, "protocol_authority": true}));
    shown["timestamp"] = (NOW + 61).into();
    let knowing = loading(0, vec![shown]);
    let ran = place
        .p2msg(&format!(
            "node load-blob {hex} {authority} --url {}",
            knowing.url()
        ))
        .run();
    assert_eq!(
        ran.stdout,
        format!("{} has the messages of argument:1 already\n", knowing.url())
    );
}
