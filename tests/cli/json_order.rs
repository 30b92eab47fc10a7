//! JSON of shares, which `decode` and `store` put in chain order.

use serde_json::{Value, json};

use crate::support::miner::lines;
use crate::support::place::Place;

/// Shares of litecoin_testnet, newest first. A key is rotated in the middle.
const STORE: &str = include_str!("../vectors/nodeorder.shares.0");
const OPTIONS: &str = "--net litecoin_testnet --json";

/// The records of the raw shares, newest first.
fn records(place: &Place) -> Vec<Value> {
    place.file("shares.0", STORE);
    let ran = place.p2msg(&format!("{OPTIONS} decode shares.0")).code(4);
    lines(&ran.run().stdout)
}

fn json_lines(values: &[Value]) -> String {
    values.iter().map(|value| format!("{value}\n")).collect()
}

/// Sender, status and hash of each message of the records.
fn judged(records: &[Value]) -> Vec<[Value; 3]> {
    let messages = records
        .iter()
        .filter_map(|record| record["messages"].as_array());
    messages
        .flatten()
        .map(|message| {
            ["message_hash", "sender", "signature_status"].map(|field| message[field].clone())
        })
        .collect()
}

fn decoded(place: &Place, input: &str) -> Vec<Value> {
    let ran = place.p2msg(&format!("{OPTIONS} decode {input}")).code(4);
    lines(&ran.run().stdout)
}

fn is_arrival_order(record: &Value) -> bool {
    let problems = record["problems"].as_array().unwrap();
    problems
        .iter()
        .any(|problem| problem["code"] == "arrival_order")
}

/// A share as c2pool answers it, and as Python nodes do, which write the target itself.
fn node_share(record: &Value, is_python: bool) -> Value {
    let share = &record["share"];
    let bits = u32::from_str_radix(share["bits"].as_str().unwrap(), 16).unwrap();
    let mut node = json!({
        "block": {"hash": share["hash"]},
        "share_data": {
            "absheight": share["absheight"],
            "timestamp": share["timestamp"],
            "target": bits,
            "payout_address": share["address"],
        },
        "v36_metadata": {"message_data_hex": record["message_data"]},
    });
    if is_python {
        node["share_data"]["target"] = json!(1e60);
        node["share_data"]["previous_share_hash"] = share["previous_share_hash"].clone();
    } else {
        node["parent"] = share["previous_share_hash"].clone();
    }
    node
}

#[test]
fn shares_in_json_are_judged_like_raw_shares() {
    let place = Place::new();
    let records = records(&place);
    let expected = judged(&records);
    assert!(expected.iter().any(|[_, _, status]| status == "revoked"));
    let shares: Vec<Value> = records
        .into_iter()
        .filter(|record| record["kind"] == "share")
        .collect();
    place.file("records.jsonl", json_lines(&shares));
    for (name, is_python) in [("c2pool.jsonl", false), ("python.jsonl", true)] {
        let node = |record: &Value| node_share(record, is_python);
        place.file(name, json_lines(&Vec::from_iter(shares.iter().map(node))));
    }
    // Raw shares and JSON of the same chain.
    let half = STORE.len() / 2;
    let half = half + STORE[half..].find('\n').unwrap() + 1;
    let older = &shares[shares.len() / 3..];
    place.file("mixed", format!("{}{}", &STORE[..half], json_lines(older)));
    for input in ["records.jsonl", "c2pool.jsonl", "python.jsonl"] {
        let decoded = decoded(&place, input);
        assert_eq!(judged(&decoded), expected, "{input}");
        assert!(!decoded.iter().any(is_arrival_order), "{input}");
    }
    let mixed = judged(&decoded(&place, "mixed"));
    assert!(mixed.iter().all(|message| expected.contains(message)));
}

#[test]
fn store_puts_shares_in_json_in_chain_order() {
    let place = Place::new();
    let records = records(&place);
    place.file("records.jsonl", json_lines(&records));
    let listed = |input: &str| {
        let run = place.p2msg(&format!("{OPTIONS} store messages {input}"));
        let stdout = run.env("P2MSG_NOW", "1900000000").run().stdout;
        assert!(stdout.contains("\"verified\":true"), "{stdout}");
        stdout
    };
    assert_eq!(listed("records.jsonl"), listed("shares.0"));
    assert_eq!(listed("shares.0 records.jsonl"), listed("shares.0"));
    let stats = |input: &str| {
        let ran = place.p2msg(&format!("{OPTIONS} store stats {input}"));
        lines(&ran.run().stdout)[0]["store"]["shares"].clone()
    };
    let shares = &stats("records.jsonl");
    assert_eq!(shares["best_chain"], stats("shares.0")["best_chain"]);
    assert_eq!(shares["orphaned"], stats("shares.0")["orphaned"]);
}

#[test]
fn json_without_a_place_and_json_from_a_pipe_are_marked() {
    let place = Place::new();
    let records = records(&place);
    let bare: Vec<Value> = records
        .iter()
        .filter(|record| record["message_data"].is_string())
        .map(|record| {
            json!({
                "share_hash": record["share"]["hash"],
                "address": record["share"]["address"],
                "message_data_hex": record["message_data"],
            })
        })
        .collect();
    place.file("bare.jsonl", json_lines(&bare));
    place.file("records.jsonl", json_lines(&records));
    for input in ["bare.jsonl", "- < records.jsonl"] {
        let decode = format!("\"$P2MSG\" {OPTIONS} decode {input}");
        let decoded = lines(&place.shell(&decode).code(4).run().stdout);
        let (marked, unmarked): (Vec<Value>, Vec<Value>) =
            decoded.into_iter().partition(is_arrival_order);
        assert!(!marked.is_empty(), "{input}");
        let depends = |[_, _, status]: &[Value; 3]| status == "revoked" || status == "unknown_key";
        assert!(judged(&marked).iter().any(depends), "{input}");
        assert!(!judged(&unmarked).iter().any(depends), "{input}");
    }
}

#[test]
fn json_cannot_take_the_place_of_a_raw_share() {
    let place = Place::new();
    let records = records(&place);
    let expected = judged(&records);
    // The same shares with other messages, and as if the rotation came first.
    let shares = records.iter().filter(|record| record["kind"] == "share");
    let forged: Vec<Value> = shares
        .map(|record| {
            let mut record = record.clone();
            let absheight = record["share"]["absheight"].as_u64().unwrap();
            record["share"]["absheight"] = (10_000_000 - absheight).into();
            record["share"]["previous_share_hash"] = Value::Null;
            record["share"]["address"] = "other".into();
            record
        })
        .collect();
    place.file("forged.jsonl", json_lines(&forged));
    let decoded = decoded(&place, "forged.jsonl shares.0");
    let (raw, forged): (Vec<Value>, Vec<Value>) = decoded
        .into_iter()
        .partition(|record| record["source"]["name"] == "shares.0");
    assert_eq!(judged(&raw), expected);
    assert!(forged.iter().any(is_arrival_order));
}
