//! Unreadable text from nodes, archives and other programs costs only itself.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::cli::node_bans::blob;
use crate::support::mock::{MockNode, Reply, Request, alert, chat, message, msg, plan};
use crate::support::place::{NOW, Place};

/// A status whose version is an unpaired surrogate, as a v36 node prints it.
fn surrogate_status() -> Value {
    message(
        1,
        30,
        json!({"data": {"v": "SURROGATE", "up": 1}, "verified": false}),
    )
}

/// Answers as `handler`, with an unpaired surrogate in the status.
fn with_surrogate(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> MockNode {
    MockNode::start(move |request| match handler(request) {
        Reply::Body(status, body) => {
            let text = String::from_utf8(body).unwrap();
            Reply::Body(status, text.replace("SURROGATE", "\\ud800").into_bytes())
        }
        other => other,
    })
}

fn messages() -> Vec<Value> {
    vec![
        surrogate_status(),
        chat(60, "hello"),
        alert(90, "fork", true),
    ]
}

#[test]
fn an_unpaired_surrogate_hides_no_other_message() {
    let place = Place::new();
    for node in [
        with_surrogate(msg(messages(), true)),
        with_surrogate(plan(messages())),
    ] {
        for view in ["messages", "status", "alerts", "chat"] {
            let arguments = format!("node {view} --url {}", node.url());
            place.p2msg(&arguments).stderr("").run();
        }
        let arguments = format!("node messages --json --url {}", node.url());
        let ran = place.p2msg(&arguments).stderr("U+FFFD").run();
        assert_eq!(ran.stdout.lines().count(), 3, "{}", ran.stdout);
        assert!(ran.stdout.contains("\"v\":\"\u{fffd}\""), "{}", ran.stdout);

        let arguments = format!("node check --url {}", node.url());
        let ran = place
            .p2msg(&arguments)
            .codes(&[1, 2])
            .stderr("U+FFFD")
            .run();
        assert!(ran.stdout.contains("verified alert"), "{}", ran.stdout);

        let script = format!(
            "timeout -s INT 5 \"$P2MSG\" node watch --alerts-only --since 1h --url {}; exit 0",
            node.url()
        );
        let ran = place.shell(&script).stderr("U+FFFD").run();
        assert!(ran.stdout.contains("fork"), "{}", ran.stdout);
    }
}

#[test]
fn a_byte_order_mark_before_an_answer_is_accepted_and_utf_16_is_named() {
    let place = Place::new();
    let node = |mark: &'static [u8]| {
        let handler = plan(vec![chat(60, "hello")]);
        MockNode::start(move |request| match handler(request) {
            Reply::Body(status, body) => Reply::Body(status, [mark, &body].concat()),
            other => other,
        })
    };
    let marked = node(b"\xef\xbb\xbf");
    let shown = place
        .p2msg(&format!("node chat --url {}", marked.url()))
        .run()
        .stdout;
    assert!(shown.contains("hello"), "{shown}");
    let utf16 = node(b"\xff\xfe");
    let arguments = format!("node chat --api plan --url {}", utf16.url());
    place.p2msg(&arguments).code(1).stderr("it is UTF-16").run();
}

#[test]
fn an_unreadable_field_of_a_json_line_costs_only_itself() {
    let place = Place::new();
    let (envelope, authority) = blob();
    let line = format!(
        "\u{feff}{{\"address\":\"L\\ud800\",\"note\":\"\\udfff\",\"message_data_hex\":\"{envelope}\"}}\n"
    );
    let arguments = format!("decode --json {authority} -");
    let ran = place.p2msg(&arguments).stdin(line).run();
    let record: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(record["messages"].as_array().unwrap().len(), 1);
    assert_eq!(record["problems"][0]["code"], "unreadable_text");
    assert_eq!(record["messages"][0]["carrier"], "L\u{fffd}");
}

#[test]
fn unreadable_foreign_fields_of_state_files_cost_only_themselves() {
    let place = Place::new();
    let state = json!({
        "key_index": 2, "signing_id": "ff".repeat(20), "created": NOW, "last_rotated": null,
        "messages_signed": 0, "note": "SURROGATE"
    });
    let text = format!("\u{feff}{state}").replace("SURROGATE", "\\ud800");
    place.file("data/signing_key.json", text);
    let shown = place.p2msg("key show --json").stdout();
    assert!(shown.contains("\"key_index\":2"), "{shown}");

    place.p2msg("send hello").stdout();
    let path = place.work().join("data/message_queue.json");
    let queue = fs::read_to_string(&path).unwrap();
    let queue = queue.replacen('{', "{\"note\":\"\\ud800\",", 1);
    fs::write(&path, queue).unwrap();
    let shown = place.p2msg("queue list --json").stdout();
    assert!(shown.contains("hello"), "{shown}");
}

#[test]
fn byte_order_marks_of_files_are_accepted_and_utf_16_is_named() {
    let place = Place::new();
    let key = "11".repeat(32);
    place.secret_file("marked", &format!("\u{feff}{key}\r\n"));
    place.secret_file("plain", &key);
    let derive = |file: &str| {
        let arguments = format!("key derive --json --master-key-file {file}");
        place.p2msg(&arguments).run().stdout
    };
    assert_eq!(derive("marked"), derive("plain"));
    let utf16: Vec<u8> = format!("\u{feff}{key}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let path = place.file("utf16", utf16);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let arguments = "key derive --master-key-file utf16";
    place.p2msg(arguments).code(3).stderr("UTF-16").run();

    let status = r#"{"v":"36.0","up":1,"hr":1,"sc":1,"p":1}"#;
    place.file("status.json", format!("\u{feff}{status}"));
    place
        .p2msg("send --type node-status --data @status.json")
        .run();
    let utf16: Vec<u8> = format!("\u{feff}{status}")
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    place.file("utf16.json", utf16);
    let arguments = "send --type node-status --data @utf16.json";
    place.p2msg(arguments).code(3).stderr("UTF-16").run();

    let announcement = "9ba1e20fb505cddb21482f3adf949d3afd2485790000000002c6a82f89a7d39d49b5cff6d7eedfa7c159eb82d8fbf502bba550d07148983ad3";
    place
        .p2msg("key check -")
        .stdin(format!("\u{feff}{announcement}\n"))
        .run();

    let (envelope, authority) = blob();
    place.file("marked.hex", format!("\u{feff}{envelope}\n"));
    place.p2msg(&format!("decode {authority} marked.hex")).run();
    let utf16: Vec<u8> = format!("\u{feff}{envelope}\n")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    place.file("utf16.hex", utf16);
    let ran = place.p2msg("decode utf16.hex").code(3).stderr("").run();
    assert!(format!("{}{}", ran.stdout, ran.stderr).contains("UTF-16"));
}
