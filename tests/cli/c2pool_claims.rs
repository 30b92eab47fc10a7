//! What c2pool claims and counts, and what p2msg makes of it.

use p2msg::core::message::envelope::KNOWN_AUTHORITIES;
use serde_json::{Value, json};

use super::real_nodes::at_clock;
use crate::support::c2pool::C2pool;
use crate::support::miner::lines;
use crate::support::place::Place;

#[test]
fn the_signer_of_an_unchecked_alert_is_a_claim() {
    let maintainer = KNOWN_AUTHORITIES[1].pubkey;
    let claim = format!("claims {}", maintainer.signing_id());
    let place = Place::new();
    for (signer, author) in [
        (
            maintainer.to_string(),
            format!("unchecked alert from an unknown sender ({claim}): fork"),
        ),
        (
            String::new(),
            "unchecked alert from an unknown sender: fork".to_owned(),
        ),
    ] {
        let c2pool = C2pool::new("synced_no_message");
        let mut signaling = c2pool.recorded("/version_signaling");
        signaling["authority_announcements"] = json!([{
            "age": 5, "authority": true, "signer": signer, "text": "fork",
            "timestamp": 1_798_006_595, "type": "EMERGENCY", "type_id": 16, "urgency": "alert",
            "url": "", "verified": true
        }]);
        c2pool.answer_with("/version_signaling", 200, &signaling);
        let node = c2pool.start();
        let run = |command: &str, code: i32| {
            let arguments = format!("{command} --url {}", node.url());
            at_clock(&place, &arguments).code(code).stdout()
        };
        let checked = run("node check", 1);
        assert!(checked.contains(&author), "{checked}");
        let listed = run("node alerts", 0);
        assert_eq!(listed.contains(&claim), !signer.is_empty(), "{listed}");
    }
}

/// The progress of `node transition --json`, where c2pool counts the shares of forks too.
fn progress(c2pool: &C2pool) -> Value {
    let mut signaling = c2pool.recorded("/version_signaling");
    signaling["chain_height"] = json!(999);
    c2pool.answer_with("/version_signaling", 200, &signaling);
    let node = c2pool.start();
    let arguments = format!("node transition --json --url {}", node.url());
    lines(&at_clock(&Place::new(), &arguments).stdout())[0]["progress"].clone()
}

#[test]
fn the_height_of_a_busy_node_is_that_of_its_newest_share() {
    let c2pool = C2pool::new("share_with_transition");
    assert_eq!(progress(&c2pool)["chain_height"], 472);
    // A node that stays busy does not tell.
    let c2pool = C2pool::new("share_with_transition");
    let busy = json!({"hash": "", "height": 999});
    c2pool.answer_with("/sharechain/tip", 200, &busy);
    assert_eq!(progress(&c2pool)["chain_height"], Value::Null);
}

#[test]
fn transition_and_stats_report_shares_that_were_not_read() {
    let c2pool = C2pool::new("share_with_transition");
    let best = c2pool.recorded("/web/best_share_hash");
    let best = best.as_str().unwrap();
    let share = c2pool.recorded(&format!("/web/share/{best}"));
    let parent = share["parent"].as_str().unwrap();
    c2pool.answer_with(
        &format!("/web/share/{parent}"),
        200,
        &json!({"share_data": 5}),
    );
    let node = c2pool.start();
    for command in ["messages", "transition", "stats"] {
        let arguments = format!("node {command} --url {}", node.url());
        at_clock(&Place::new(), &arguments)
            .stderr("looked at ")
            .stderr("messages in older shares are not included: ")
            .run();
    }
}
