//! What c2pool says about the transition, and whose messages it shows.

use p2msg::core::message::envelope::KNOWN_AUTHORITIES;
use serde_json::{Value, json};

use super::real_nodes::at_clock;
use crate::support::c2pool::C2pool;
use crate::support::miner::lines;
use crate::support::mock::MockNode;
use crate::support::place::Place;

/// What `node transition` shows if `change` changes the recorded answer.
fn shown(change: impl Fn(&mut Value)) -> String {
    let c2pool = C2pool::new("share_with_transition");
    let mut signaling = c2pool.recorded("/version_signaling");
    change(&mut signaling);
    c2pool.answer_with("/version_signaling", 200, &signaling);
    let node = c2pool.start();
    let arguments = format!("node transition --url {}", node.url());
    at_clock(&Place::new(), &arguments).stdout()
}

#[test]
fn the_progress_says_what_is_signaled_and_from_what_to_what() {
    let none = shown(|_| {});
    assert!(
        none.contains(
            "  share chain: no transition, version 36; 100 % of the sampling window signal 36; \
             height 472\n"
        ),
        "{none}"
    );
    let voting = shown(|signaling| {
        signaling["current_share_type"] = json!(35);
        signaling["status"] = json!("signaling");
        signaling["message"] = json!("V36 signaling");
        signaling["sampling_signaling"] = json!(40.5);
    });
    assert!(
        voting.contains(
            "  share chain: 35 -> 36; 40.5 % of the sampling window signal 36, 95 % activate it; \
             signaling; V36 signaling; height 472\n"
        ),
        "{voting}"
    );
}

#[test]
fn no_transition_and_a_chain_that_is_not_ready_are_not_0_percent() {
    let none = shown(|signaling| signaling["sampling_signaling"] = json!(0.0));
    assert!(
        none.contains("  share chain: no transition, version 36; height 472\n"),
        "{none}"
    );
    let short = shown(|signaling| {
        signaling["chain_ready"] = json!(false);
        signaling["chain_length_required"] = json!(900);
        signaling["sampling_signaling"] = json!(0.0);
    });
    assert!(
        short.contains("  share chain: chain not ready: 472 of 900 shares\n"),
        "{short}"
    );
}

#[test]
fn the_featured_node_of_c2pool_is_shown() {
    let c2pool = C2pool::new("share_with_transition");
    let mut signaling = c2pool.recorded("/version_signaling");
    let maintainer = &KNOWN_AUTHORITIES[1];
    signaling["featured_node"] = json!({
        "announce": true, "commission": "0.5%", "expiry": 0, "highlight": true,
        "label": "Example node", "location": "EU/DE", "seq": 7,
        "signer_pubkey": maintainer.pubkey.to_string(), "timestamp": 1_798_003_600,
        "url": "https://node.example", "verified": true
    });
    c2pool.answer_with("/version_signaling", 200, &signaling);
    let node = c2pool.start();
    let arguments = format!("node transition --url {}", node.url());
    let text = at_clock(&Place::new(), &arguments).stdout();
    assert!(
        text.contains(
            "  featured node: Example node, EU/DE, commission 0.5%, https://node.example; by \
             maintainer, the node says that the signature is valid\n"
        ),
        "{text}"
    );
    let featured = json_of(&node, "transition")[0]["featured_node"].clone();
    assert_eq!(
        featured["signing_id"],
        maintainer.pubkey.signing_id().to_string()
    );
    assert_eq!(featured["claimed_verified"], true);
}

fn json_of(node: &MockNode, command: &str) -> Vec<Value> {
    let arguments = format!("node {command} --json --url {}", node.url());
    lines(&at_clock(&Place::new(), &arguments).stdout())
}

#[test]
fn the_signer_of_c2pool_is_a_signing_id() {
    let maintainer = KNOWN_AUTHORITIES[1].pubkey.signing_id().to_string();
    let node = C2pool::new("mining_with_peer").start();
    let signal = &json_of(&node, "transition")[0]["signals"][0];
    assert_eq!(signal["signing_id"], maintainer);

    let c2pool = C2pool::new("synced_no_message");
    let mut signaling = c2pool.recorded("/version_signaling");
    signaling["authority_announcements"] = json!([{
        "age": 5, "authority": true, "signer": KNOWN_AUTHORITIES[1].pubkey.to_string(),
        "text": "Hello", "timestamp": 1_798_006_595, "type": "POOL_ANNOUNCE", "type_id": 3,
        "urgency": "info", "url": "", "verified": true
    }]);
    c2pool.answer_with("/version_signaling", 200, &signaling);
    let announcements = json_of(&c2pool.start(), "announcements");
    assert_eq!(announcements[0]["signing_id"], maintainer);
}

#[test]
fn verified_from_a_file_means_decrypted() {
    let said = "    from a file of c2pool: it was decrypted, its signature was not checked\n";
    for (state, is_of_file) in [
        ("transition_file", true),
        ("file_forged", true),
        ("share_with_transition", false),
    ] {
        let node = C2pool::new(state).start();
        let arguments = format!("node transition --url {}", node.url());
        let shown = at_clock(&Place::new(), &arguments).stdout();
        assert_eq!(shown.contains(said), is_of_file, "{state}: {shown}");
    }
}

#[test]
fn chat_and_status_say_that_c2pool_cannot_carry_them() {
    let node = C2pool::new("share_with_transition").start();
    for command in ["chat", "status"] {
        at_clock(
            &Place::new(),
            &format!("node {command} --url {}", node.url()),
        )
        .stderr("chat and NODE_STATUS of miners never appear there")
        .run();
    }
    let arguments = format!("node alerts --url {}", node.url());
    let ran = at_clock(&Place::new(), &arguments).stderr("").run();
    assert!(!ran.stderr.contains("never appear"), "{}", ran.stderr);
}
