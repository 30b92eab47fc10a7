//! Messages of authorities: the authority is the author, and a miner only carries them.

use p2msg::core::message::envelope::KNOWN_AUTHORITIES;
use serde_json::{Value, json};

use crate::support::mined::{NETWORK, Plan, mine};
use crate::support::miner::one;
use crate::support::mock::{MINER, MockNode, message, msg, plan, signal};
use crate::support::place::Place;
use crate::support::served::{self, Served};
use crate::support::vectors::{authority_case, share_case};

/// The maintainer's transition signal of the real network, as message_data.
fn real_signal() -> Vec<u8> {
    let case = authority_case("real_mainnet_transition_message");
    hex::decode(case["envelope"].as_str().unwrap()).unwrap()
}

/// A store with one share that carries [`real_signal`], and a clock an hour later.
fn store(place: &Place) -> String {
    let template = share_case("v36_everything");
    let template = hex::decode(template["raw_share"].as_str().unwrap()).unwrap();
    let mined_at = 1_772_000_000;
    let plan = Plan {
        previous: None,
        absheight: 0,
        timestamp: mined_at,
        bits: 0x1e0f_ffff,
        miner: 1,
        message_data: real_signal(),
    };
    place.file("data/shares.0", served::line(&mine(&template, &plan)));
    (mined_at + 3_600).to_string()
}

/// An alert of the maintainer as a Python node answers it.
fn alert_of_maintainer() -> Value {
    let maintainer = &KNOWN_AUTHORITIES[1];
    assert_eq!(maintainer.name, "maintainer");
    let fields = json!({
        "text": r#"{"msg":"fork on block 3","urg":"alert"}"#, "sender": MINER,
        "protocol_authority": true, "signing_id": maintainer.pubkey.signing_id().to_string()
    });
    message(0x10, 60, fields)
}

#[test]
fn check_attributes_an_alert_to_the_authority() {
    let place = Place::new();
    for node in [
        MockNode::start(msg(vec![alert_of_maintainer()], true)),
        MockNode::start(plan(vec![alert_of_maintainer()])),
    ] {
        let ran = place
            .p2msg(&format!("node check --url {}", node.url()))
            .code(2)
            .run();
        let words =
            format!("verified alert from the maintainer (carried by {MINER}): fork on block 3");
        assert!(ran.stdout.contains(&words), "{}", ran.stdout);
        let listed = format!("node alerts --url {}", node.url());
        let table = place.p2msg(&listed).run().stdout;
        let cell = format!("maintainer (carried by {MINER})");
        assert!(table.contains(&cell), "{table}");
        let alert = one(&place.p2msg(&format!("{listed} --json")).run().stdout);
        assert_eq!(alert["authority"], "maintainer");
        assert_eq!(alert["carrier"], MINER);
        assert_eq!(alert.get("sender"), None);
        // The miner did not write it.
        let by_miner = format!("{listed} --json --sender {MINER}");
        assert_eq!(place.p2msg(&by_miner).run().stdout, "");
    }
}

#[test]
fn an_unverified_message_is_not_attributed_to_an_authority() {
    let mut forged = alert_of_maintainer();
    forged["verified"] = false.into();
    let node = MockNode::start(plan(vec![forged]));
    let ran = Place::new()
        .p2msg(&format!("node check --url {}", node.url()))
        .code(1)
        .run();
    let words = format!("unverified alert from {MINER}: ");
    assert!(ran.stdout.contains(&words), "{}", ran.stdout);
}

#[test]
fn bootstrap_is_not_a_sender() {
    let node = MockNode::start(msg(vec![signal("recommended")], true));
    let place = Place::new();
    let listed = format!("node messages --url {}", node.url());
    let table = place.p2msg(&listed).run().stdout;
    assert!(!table.contains("bootstrap"), "{table}");
    let signal = one(&place.p2msg(&format!("{listed} --json")).run().stdout);
    assert_eq!(signal.get("sender"), None);
    assert_eq!(signal.get("carrier"), None);
}

#[test]
fn stores_records_and_the_server_attribute_it_too() {
    let place = Place::new();
    let clock = store(&place);
    let run = |arguments: &str| {
        let run = place.p2msg(&format!("{arguments} --net {NETWORK}"));
        run.env("P2MSG_NOW", &clock).run().stdout
    };
    let stored = one(&run("store messages --json data"));
    assert_eq!(stored["authority"], "maintainer");
    let carrier = stored["carrier"].as_str().unwrap().to_owned();
    assert_eq!(stored.get("sender"), None);
    let table = run("store messages data");
    assert!(
        table.contains(&format!("maintainer (carried by {carrier})")),
        "{table}"
    );
    let by_miner = format!("store messages --json data --sender {carrier}");
    assert_eq!(run(&by_miner), "");

    let record = one(&run("decode --json data"));
    assert_eq!(record["messages"][0]["authority"], "maintainer");
    assert_eq!(record["messages"][0]["carrier"], carrier.as_str());
    let text = run("decode data");
    let words = format!("from the maintainer (carried by {carrier})");
    assert!(text.contains(&words), "{text}");

    let served = Served::start_in(&place, "--shares data", &[("P2MSG_NOW", &clock)]);
    for path in ["/share_messages", "/msg/recent"] {
        let answer = served.json(path);
        let message = answer.get("messages").unwrap_or(&answer)[0].clone();
        assert_eq!(message["authority"], "maintainer", "{path}");
        assert_eq!(message["carrier"], carrier.as_str(), "{path}");
    }
    let url = format!("node messages --json --url http://{}", served.address);
    let read = one(&run(&url));
    assert_eq!(read["authority"], "maintainer");
    assert_eq!(read["carrier"], carrier.as_str());
}
