//! `decode` and `store` of the JSON of a node's share, and of p2msg's own JSON.

use serde_json::Value;

use crate::support::miner::one;
use crate::support::place::Place;
use crate::support::served::Chain;

/// The answer of a real c2pool node to /web/share/HASH.
const NODE_SHARE: &str = include_str!("../vectors/c2pool_share.json");
const HASH: &str = "0720357f6f6a9c79c45e0c06adc168ce5a4f11d4da1896384cc8704075a5eed1";

fn run(place: &Place, arguments: &str) -> Value {
    let run = place.p2msg(&format!("--json --net litecoin_testnet {arguments}"));
    one(&run.env("P2MSG_NOW", "1798006400").stdout())
}

#[test]
fn the_share_of_a_node_keeps_sender_and_hash() {
    let place = Place::new();
    place.file("share.json", NODE_SHARE);
    let node: Value = serde_json::from_str(NODE_SHARE).unwrap();
    let address = node["share_data"]["payout_address"].as_str().unwrap();
    let decoded = run(&place, "decode share.json");
    assert_eq!(decoded["envelope"]["authority"]["name"], "maintainer");
    let message = &decoded["messages"][0];
    assert_eq!(message["share_hash"], HASH);
    assert_eq!(message["signature_status"], "valid");
    assert!(message["text"].is_string() || message["data"].is_object());
    let listed = run(&place, "store messages share.json");
    assert_eq!(listed["share_hash"], HASH);
    assert_eq!(message["carrier"], address);
    // A share without messages has no record.
    let mut empty = node;
    empty["v36_metadata"]["message_data_hex"] = "".into();
    let line = empty.to_string();
    let ran = place.p2msg("decode --json -").stdin(line).run();
    assert_eq!(ran.stdout, "");
}

#[test]
fn the_output_of_decode_is_input_again() {
    let place = Place::new();
    let store = Chain::new().chat(1, "hello", 90);
    place.file("shares.0", store);
    let first = place
        .p2msg("--json --net litecoin_testnet decode shares.0")
        .run()
        .stdout;
    place.file("first.jsonl", &first);
    let again = place
        .p2msg("--json --net litecoin_testnet decode first.jsonl")
        .run()
        .stdout;
    place.file("again.jsonl", &again);
    let third = place
        .p2msg("--json --net litecoin_testnet decode again.jsonl")
        .run()
        .stdout;
    let first = one(&first);
    for stdout in [again, third] {
        let again = one(&stdout);
        for field in [
            "share_hash",
            "sender",
            "text",
            "message_hash",
            "signature_status",
        ] {
            assert_eq!(
                again["messages"][0][field], first["messages"][0][field],
                "{field}"
            );
            assert!(!again["messages"][0][field].is_null(), "{field}");
        }
        assert_eq!(again["message_data"], first["message_data"]);
    }
    let listed = place.p2msg("--json --net litecoin_testnet store messages first.jsonl");
    assert_eq!(
        one(&listed.run().stdout)["share_hash"],
        first["share"]["hash"]
    );
}
