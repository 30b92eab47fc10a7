use serde_json::json;

use super::*;

const NOW: u64 = 1_707_580_800;

fn message(value: &Value) -> MessageJson {
    MessageJson::read(value, NOW).unwrap()
}

fn chat() -> Value {
    json!({
        "type": "MINER_MESSAGE", "type_id": 2, "timestamp": NOW - 60, "age": 61,
        "flags": {"signed": true, "broadcast": true, "persistent": true},
        "verified": true, "signing_id": "ab", "protocol_authority": false,
        "text": "hello", "sender": "LAddress", "share_hash": "00ff"
    })
}

#[test]
fn a_message_is_read_whole() {
    let read = message(&chat());
    let mut expected = chat();
    expected["age"] = 60.into();
    assert_eq!(serde_json::to_value(&read).unwrap(), expected);
}

#[test]
fn fields_of_any_type_or_none_are_no_error() {
    let read = message(&json!({
        "type": "MINER_MESSAGE", "type_id": "2", "timestamp": 1707580740.9, "flags": [],
        "verified": "yes", "text": null, "sender": 5, "share_hash": {}, "data": null
    }));
    assert_eq!(
        (read.type_id, read.timestamp, read.age),
        (Some(2), Some(NOW - 60), Some(60))
    );
    assert!(!read.verified && read.text.is_none() && read.sender.is_none());
    for huge in [
        json!(1e300),
        json!(-1),
        json!("x"),
        json!(u64::MAX),
        json!([]),
    ] {
        let read = message(&json!({"type_id": 2, "timestamp": huge}));
        assert_eq!((read.timestamp, read.age), (None, None));
        assert_eq!(read.type_name, "MINER_MESSAGE");
    }
    let unknown = message(&json!({"type": "NEW_KIND", "raw": "00"}));
    assert_eq!(
        (unknown.type_name.as_str(), unknown.type_id),
        ("NEW_KIND", None)
    );
    assert_eq!(message(&json!({"type": "UNKNOWN_0x07"})).type_id, Some(7));
    for none in [
        json!(null),
        json!("hello"),
        json!([]),
        json!({}),
        json!({"text": "hi"}),
    ] {
        assert_eq!(MessageJson::read(&none, NOW), None);
    }
}

#[test]
fn an_authority_says_the_same_in_every_dialect() {
    let msg = message(&json!({
        "type": "POOL_ANNOUNCE", "type_id": 3, "timestamp": NOW, "verified": true,
        "protocol_authority": true,
        "text": r#"{"msg":"Upgrade","urg":"recommended","url":"https://x.example"}"#
    }));
    let c2pool = message(&json!({
        "type": "POOL_ANNOUNCE", "type_id": 3, "timestamp": NOW, "age": 0, "verified": true,
        "authority": true, "text": "Upgrade", "urgency": "recommended",
        "url": "https://x.example", "signer": "maintainer"
    }));
    assert_eq!(msg.identity(), c2pool.identity());
    assert_eq!(
        (&msg.text, &msg.urgency, &msg.url),
        (&c2pool.text, &c2pool.urgency, &c2pool.url)
    );
    assert_eq!(msg.text.as_deref(), Some("Upgrade"));
    let chat = message(&json!({"type_id": 2, "text": r#"{"msg":"not an authority"}"#}));
    assert_eq!(chat.text.as_deref(), Some(r#"{"msg":"not an authority"}"#));
}

#[test]
fn a_transition_is_the_same_in_both_places() {
    let recent = message(&json!({
        "type": "TRANSITION_SIGNAL", "type_id": 32, "timestamp": NOW, "verified": true,
        "protocol_authority": true,
        "data": {"from": 35, "to": 36, "msg": "Go", "urg": "required", "url": "https://x.example"}
    }));
    let signaling = MessageJson::read_transition(
        &json!({
            "from_ver": "35", "to_ver": "36", "msg": "Go", "urgency": "required",
            "url": "https://x.example", "timestamp": NOW, "verified": true, "authority": true
        }),
        NOW,
    )
    .unwrap();
    assert_eq!(recent.identity(), signaling.identity());
    assert_eq!(signaling.urgency.as_deref(), Some("required"));
    assert_eq!(recent.url, signaling.url);
    assert_eq!(MessageJson::read_transition(&Value::Null, NOW), None);
}

fn at_node(value: &Value, node: &str) -> ListedMessageJson {
    ListedMessageJson::shown(message(value), node.to_owned())
}

#[test]
fn copies_are_merged_and_the_verified_one_counts() {
    let mut unverified = chat();
    unverified["verified"] = false.into();
    unverified["sender"] = "thief".into();
    let mut newer = chat();
    newer["timestamp"] = NOW.into();
    let merged = merge([
        at_node(&unverified, "a"),
        at_node(&chat(), "b"),
        at_node(&newer, "b"),
        at_node(&unverified, "c"),
    ]);
    assert_eq!(merged.len(), 2);
    assert_eq!(merged[0].message.timestamp, Some(NOW));
    assert_eq!(merged[1].message.sender.as_deref(), Some("LAddress"));
    assert!(merged[1].message.verified);
    assert_eq!(Vec::from_iter(&merged[1].nodes), ["a", "b", "c"]);
}

#[test]
fn the_order_of_fields_and_the_kind_of_number_make_no_difference() {
    let one = json!({"type_id": 1, "timestamp": 5, "data": {"v": "1", "up": 60, "hr": 1.5}});
    let other = json!({"type_id": 1, "timestamp": 5.0, "data": {"hr": 1.5, "up": 60.0, "v": "1"}});
    assert_eq!(message(&one).identity(), message(&other).identity());
    let another = json!({"type_id": 1, "timestamp": 5, "data": {"v": "1", "up": 61, "hr": 1.5}});
    assert_ne!(message(&one).identity(), message(&another).identity());
}
