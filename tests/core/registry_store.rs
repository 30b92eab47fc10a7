//! The message store and the key registry against the reference's, scenario by scenario.
//!
//! Where PROTOCOL (sections 2, 3 and 6) says that the reference is wrong or does not know something,
//! [`corrected`] states the right result and why.

use p2msg::core::chain::store::{Limits, MessageStore, Query, StoredMessage};
use p2msg::core::hash::ShareHash;
use p2msg::core::message::MsgType;
use p2msg::core::message::decode::Carrier;
use p2msg::core::message::envelope::{Envelope, KNOWN_AUTHORITIES};
use p2msg::core::network::Network;
use p2msg::json::keys::KeyRegistryJson;
use p2msg::json::message::MessageJson;
use p2msg::json::stats::MessageStatsJson;
use serde_json::{Value, json};

use crate::support::vectors::{bytes, list, text, vectors};

fn verified(message: &StoredMessage, now: u64) -> bool {
    MessageJson::new(&message.judged, None, message.share_hash, now).verified
}

/// Runs a scenario and answers it in the shape of the vectors.
fn run(case: &Value) -> Value {
    let network = Network::by_name("litecoin_testnet").unwrap();
    let mut store = MessageStore::new(Limits::node(network));
    let mut now = case["now"].as_u64().unwrap();
    let mut steps = Vec::new();
    for step in list(case, "steps") {
        now = step["now"].as_u64().unwrap_or(now);
        let share_hash: ShareHash = text(step, "share_hash").parse().unwrap();
        let carrier = Carrier {
            address: Some(text(step, "sender_address")),
            share_hash: Some(share_hash),
            orphaned: false,
        };
        let envelope = Envelope::read(&bytes(step, "message_data"), &KNOWN_AUTHORITIES);
        let taken = store.take(&envelope, carrier, now);
        let all = store.select(&Query::default());
        let verified = all.iter().filter(|stored| verified(stored, now)).count();
        steps.push(json!({ "added": taken.added, "verified_after_step": verified }));
    }
    let messages: Vec<Value> = store
        .select(&Query::default())
        .iter()
        .map(|stored| {
            let view = MessageJson::new(&stored.judged, None, stored.share_hash, now);
            let mut view = serde_json::to_value(view).unwrap();
            // The vectors are older than this field; none of their messages has an authority.
            let authority = view.as_object_mut().unwrap().remove("protocol_authority");
            assert_eq!(authority, Some(json!(false)));
            view
        })
        .collect();
    let chat = |verified_only| {
        let query = Query {
            types: vec![MsgType::MINER_MESSAGE],
            verified_only,
            ..Query::default()
        };
        store.select(&query).len()
    };
    json!({
        "steps": steps,
        "messages": messages,
        "stats": MessageStatsJson::of_store(&store, &Query::default()),
        "key_registry": KeyRegistryJson::new(store.registry()),
        "chat_verified_count": chat(true),
        "all_chat_count": chat(false),
    })
}

/// What the vectors say, with the corrections of `case`.
fn expected(case: &Value) -> Value {
    let mut expected = case["expected"].clone();
    let steps: Vec<Value> = list(case, "steps")
        .iter()
        .map(|step| {
            json!({ "added": step["added"], "verified_after_step": step["verified_after_step"] })
        })
        .collect();
    expected["steps"] = steps.into();
    corrected(case, &mut expected);
    expected
}

/// Changes what the reference answers where p2msg does the right thing instead.
fn corrected(case: &Value, expected: &mut Value) {
    match text(case, "name") {
        // Correction 1: a message carried by a third miner belongs to the first announcer of its
        // key and not to the last, who may have stolen the announcement.
        "two_miners_announce_the_same_signing_id" => {
            let owner = expected["messages"][2]["sender"].clone();
            assert_ne!(expected["messages"][0]["sender"], owner);
            expected["messages"][0]["sender"] = owner;
        }
        // Correction 2: a rotation revokes also what verified before it, here the first message
        // of the old key, which the reference keeps as verified.
        "key_rotation_revokes_old" | "rotation_and_old_key_message_in_the_same_share" => {
            let first = expected["messages"].as_array().unwrap().len() - 1;
            verified_no_more(expected, first);
            for step in 1..expected["steps"].as_array().unwrap().len() {
                expected["steps"][step]["verified_after_step"] = json!(1);
            }
        }
        "rotation_skips_an_index" => {
            verified_no_more(expected, 2);
            expected["steps"][1]["verified_after_step"] = json!(1);
            expected["steps"][2]["verified_after_step"] = json!(1);
        }
        // Correction 3: the copy that came with the announcement verifies and takes the place of
        // the first one, which did not.
        "unknown_signer_then_announced_with_the_same_message" => {
            expected["messages"][0]["verified"] = json!(true);
            expected["messages"][0]["share_hash"] = case["steps"][1]["share_hash"].clone();
            expected["stats"]["verified_count"] = json!(1);
            expected["chat_verified_count"] = json!(1);
            expected["steps"][1]["verified_after_step"] = json!(1);
        }
        // Correction 4: both timestamps are more than two hours ahead, so nothing is stored.
        "future_timestamp" => {
            expected["messages"] = json!([]);
            expected["steps"][0] = json!({ "added": 0, "verified_after_step": 0 });
            expected["chat_verified_count"] = json!(0);
            expected["all_chat_count"] = json!(0);
            let empty = json!({
                "total_messages": 0, "unique_senders": 0, "senders": [], "by_type": {},
                "oldest_timestamp": null, "newest_timestamp": null,
                "signed_count": 0, "verified_count": 0,
            });
            for (field, value) in empty.as_object().unwrap() {
                expected["stats"][field] = value.clone();
            }
        }
        // Section 3: an announcement whose 33 bytes are no point is invalid, though the reference
        // compares only the hash.
        "announcement_of_a_point_not_on_the_curve" => {
            expected["key_registry"] = json!({});
            expected["stats"]["key_registry"] = json!({});
            expected["stats"]["known_signing_keys"] = json!(0);
        }
        // Section 2 knows FEATURED_NODE and TRANSITION_SIGNAL, which came after this reference.
        "unknown_types" => {
            expected["messages"][1]["type"] = json!("TRANSITION_SIGNAL");
            let raw = expected["messages"][1]
                .as_object_mut()
                .unwrap()
                .remove("raw");
            assert_eq!(raw, Some(json!(hex::encode(br#"{"from":1}"#))));
            expected["messages"][1]["data"] = json!({ "from": 1 });
            expected["messages"][2]["type"] = json!("FEATURED_NODE");
            expected["stats"]["by_type"] =
                json!({ "FEATURED_NODE": 1, "TRANSITION_SIGNAL": 1, "UNKNOWN_0x77": 1 });
        }
        _ => {}
    }
}

/// The message at `index` was verified in the reference and is not here.
fn verified_no_more(expected: &mut Value, index: usize) {
    assert_eq!(expected["messages"][index]["verified"], true);
    expected["messages"][index]["verified"] = json!(false);
    for count in ["/stats/verified_count", "/chat_verified_count"] {
        let count = expected.pointer_mut(count).unwrap();
        *count = json!(count.as_u64().unwrap() - 1);
    }
}

#[test]
fn every_scenario_ends_as_it_should() {
    let vectors = vectors("registry_store.json");
    let cases = list(&vectors, "cases");
    assert_eq!(cases.len(), 51);
    for case in cases {
        let (found, expected) = (run(case), expected(case));
        let name = text(case, "name");
        for (part, expected) in expected.as_object().unwrap() {
            assert_eq!(&found[part], expected, "{name}: {part}");
        }
    }
}
