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
        "ban --signing-id {upper} --keyword Scam --type chat --address LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9"
    ));
    let url = node.url();
    assert_eq!(
        said,
        format!(
            "{url}: banned signing_id \"{KEY}\"\n{url}: banned address \"LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9\"\n\
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
fn bans_that_hide_everything_or_nothing_are_rejected() {
    let place = Place::new();
    let node = taking();
    for keyword in ["", " ", "\t\n", "\u{200b}"] {
        let arguments = ["node", "ban", "--url", &node.url(), "--keyword", keyword];
        place
            .p2msg("")
            .args(arguments)
            .code(2)
            .stderr("is blank")
            .run();
    }
    for (address, error) in [
        ("", "is not a payout address of any network"),
        ("LBad", "is not a payout address of any network"),
        (
            "LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH8",
            "is not a payout address of any network",
        ),
        (
            "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
            "is an address of bitcoin",
        ),
        (
            "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L",
            "is an address of digibyte",
        ),
    ] {
        let arguments = ["node", "ban", "--url", &node.url(), "--address", address];
        let ran = place.p2msg("").args(arguments).code(2).stderr(error);
        ran.stderr("\nhint: ").run();
    }
    assert!(node.requests().is_empty());
    // A ban of another tool must be removable.
    for arguments in [["--keyword", ""], ["--address", "LBad"]] {
        let arguments = [
            "node",
            "unban",
            "--url",
            &node.url(),
            arguments[0],
            arguments[1],
        ];
        let said = place.p2msg("").args(arguments).run().stdout;
        assert!(said.contains(": unbanned "), "{said}");
    }
}

#[test]
fn each_option_of_a_ban_can_be_repeated() {
    let place = Place::new();
    let node = taking();
    let url = node.url();
    let options = format!(
        "--keyword scam --keyword spam --type chat --type 0x07 --type alert --signing-id {KEY} \
         --signing-id {}",
        "00".repeat(20)
    );
    for verb in ["ban", "unban"] {
        let arguments = format!("node {verb} {options} --url {url}");
        let said = place.p2msg(&arguments).run().stdout;
        for banned in [
            "keyword \"scam\"".to_owned(),
            "keyword \"spam\"".to_owned(),
            "type 2".to_owned(),
            "type 7".to_owned(),
            "type 16".to_owned(),
            format!("signing_id \"{KEY}\""),
            format!("signing_id \"{}\"", "00".repeat(20)),
        ] {
            assert!(said.contains(&format!("{verb}ned {banned}\n")), "{said}");
        }
        assert_eq!(said.lines().count(), 7, "{said}");
    }
}

#[test]
fn actions_before_an_error_are_reported() {
    let place = Place::new();
    let node = MockNode::start(|request: &Request| match request.path.as_str() {
        "/msg/ban" if request.json()["keyword"] == "spam" => Reply::Body(500, vec![]),
        "/msg/ban" => json!({"ok": true, "actions": ["banned scam"]}).into(),
        _ => msg(vec![], true)(request),
    });
    let arguments = format!(
        "node ban --keyword scam --keyword spam --url {}",
        node.url()
    );
    let ran = place.p2msg(&arguments).code(1).stderr("HTTP 500").run();
    assert!(ran.stdout.contains("banned scam"), "{}", ran.stdout);
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

/// The message of [`blob`] as a node shows it.
pub(crate) fn shown_emergency() -> Value {
    let text = "EMERGENCY: stop mining on v36.0";
    let mut shown = message(0x10, 0, json!({"text": text, "protocol_authority": true}));
    shown["timestamp"] = (NOW + 61).into();
    shown
}

#[test]
fn a_blob_is_checked_before_it_is_sent() {
    let place = Place::new();
    let (hex, authority) = blob();
    let node = loading(1, vec![shown_emergency()]);
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
    let knowing = loading(0, vec![shown_emergency()]);
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
