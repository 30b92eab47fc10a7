//! Two nodes, each with a p2msg that serves beside it: what is sent at one and mined at the other
//! is shown by both. The processes know nothing of each other but their files.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::miner::{Miner, one};
use crate::support::running::Running;
use crate::support::served::Served;

/// The share store of the node that mines.
const THERE: &str = "p2msg-demo/data/litecoin_testnet/shares.0";

fn queue_states(served: &Served, token: &str) -> Vec<Value> {
    let headers = format!("Authorization: Bearer {token}\r\n");
    let mut queue = served.ask("GET", "/queue", &headers, "").json()["queue"].take();
    let entries = queue.as_array_mut().unwrap();
    entries
        .iter_mut()
        .map(|entry| entry["state"].take())
        .collect()
}

#[test]
fn what_is_sent_at_one_and_mined_at_the_other_is_shown_by_both() {
    const TEXT: &str = "sent here, mined there";
    let miner = Miner::ready();
    let place = &miner.place;
    let mine = "demo --follow --every 1 --shares 3 --message-data next.hex --json";
    let mining = Running::start(place, mine);
    mining.json();
    place.file("here/shares.0", "");
    let here = Served::start(place, "--shares here --allow-send");
    let there = Served::start(place, &format!("--no-confirm --shares {THERE}"));

    let token = miner.data("serve_token");
    let token = token.trim();
    let headers = format!("Content-Type: application/json\r\nAuthorization: Bearer {token}\r\n");
    let body = json!({"type": "chat", "text": TEXT}).to_string();
    let sent = here.ask("POST", "/share_messages", &headers, &body);
    assert_eq!(sent.code, 201, "{sent:?}");
    assert_eq!(queue_states(&here, token), ["pending"]);
    miner.keyed("pack --out next.hex").stdout();
    assert_eq!(queue_states(&here, token), ["packed"]);

    let mined = there.wait_for_text(TEXT);
    assert_eq!(mined["verified"], true);
    assert!(!here.texts().contains(&TEXT.to_owned()));
    // The P2Pool network brings the shares of one node to the other.
    let store = fs::read_to_string(place.work().join(THERE)).unwrap();
    let (lines, _) = store.rsplit_once('\n').unwrap();
    place.file("here/shares.1", format!("{lines}\n"));
    assert_eq!(here.wait_for_text(TEXT), mined);

    let start = Instant::now();
    while queue_states(&here, token) != ["sent"] {
        assert!(start.elapsed() < Duration::from_secs(60), "it is not sent");
    }
    let list = miner.p2msg("queue list --all --json").run().stdout;
    let history = one(&list)["history"].to_string();
    assert!(
        history.contains(mined["share_hash"].as_str().unwrap()),
        "{history}"
    );
    mining.signal("TERM");
    assert_eq!(mining.ends().0.code(), Some(0));
}
