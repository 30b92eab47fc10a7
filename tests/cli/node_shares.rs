//! Messages that nodes have in their shares and do not list: c2pool and the Python release node.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use p2msg::core::message::MsgType;
use serde_json::{Value, json};

use crate::support::c2pool::{BEST_SHARE, C2pool, CLOCK, WebShare};
use crate::support::mined::{NETWORK, Plan, mine, mine_with_work};
use crate::support::miner::{Miner, lines, one};
use crate::support::mock::MockNode;
use crate::support::place::{NOW, Place, Run};
use crate::support::release::Release;
use crate::support::running::Running;
use crate::support::served::says;
use crate::support::vectors::share_case;

/// A share of c2pool; each number is another share.
pub(crate) fn share(number: usize, message_data: &[u8]) -> WebShare {
    WebShare {
        hash: format!("{number:064x}"),
        timestamp: NOW - 600 + u64::try_from(number).unwrap() % 600,
        message_data: hex::encode(message_data),
    }
}

/// A c2pool on whose chain these shares are, each with message_data or without.
pub(crate) fn c2pool(shares: &[Vec<u8>]) -> C2pool {
    let node = C2pool::new("synced_no_message");
    for (number, message_data) in (1..).zip(shares) {
        node.push_share(share(number, message_data));
    }
    node
}

pub(crate) fn alert(words: &str) -> Vec<u8> {
    says(7, 0, MsgType::EMERGENCY, words, 60)
}

pub(crate) fn chat(words: &str) -> Vec<u8> {
    says(7, 0, MsgType::MINER_MESSAGE, words, 60)
}

pub(crate) fn run<'a>(place: &'a Place, command: &str, node: &MockNode) -> Run<'a> {
    place.p2msg(&format!("{command} --url {}", node.url()))
}

pub(crate) fn texts(stdout: &str) -> Vec<String> {
    let messages = lines(stdout).into_iter();
    messages
        .map(|message| message["text"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// How often each share was requested.
fn requests_of(node: &MockNode, number: usize) -> usize {
    let path = format!("/web/share/{number:064x}");
    node.paths().iter().filter(|asked| **asked == path).count()
}

#[test]
fn c2pool_messages_of_every_kind_come_from_its_shares() {
    let node = c2pool(&[
        alert("stop"),
        chat("hello"),
        says(8, 0, MsgType::POOL_ANNOUNCE, "news", 60),
        vec![],
    ])
    .start();
    let place = Place::new();
    for (command, text, kind) in [
        ("chat", "hello", "chat"),
        ("announcements", "news", "announce"),
        ("alerts", "stop", "alert"),
        ("messages --type alert", "stop", "alert"),
    ] {
        let ran = run(&place, &format!("node {command}"), &node).run();
        for part in ["valid", kind, text] {
            assert!(ran.stdout.contains(part), "{command}: {}", ran.stdout);
        }
        let ran = run(&place, &format!("node {command} --json"), &node).run();
        let message = one(&ran.stdout);
        assert_eq!(message["verified"], true);
        assert_eq!(message["signature_status"], "valid");
        assert_eq!(message["share_hash"].as_str().unwrap().len(), 64);
        assert_eq!(message["message_hash"].as_str().unwrap().len(), 64);
        assert_eq!(message["sender"], "mmSbFDSUoxxz3hUMfCxgvyo1cgBXBp667M");
    }
    let ran = run(&place, "node stats --json", &node).run();
    let stats = one(&ran.stdout);
    assert_eq!(
        (&stats["total_messages"], &stats["verified_count"]),
        (&json!(3), &json!(3))
    );
}

#[test]
fn a_bad_signature_in_a_share_is_found_by_p2msg_itself() {
    let mut tampered = chat("hello");
    *tampered.last_mut().unwrap() ^= 1;
    let node = c2pool(&[tampered]).start();
    let ran = run(&Place::new(), "node chat --json", &node).run();
    let message = one(&ran.stdout);
    assert_eq!(message["verified"], false);
    assert_eq!(message["signature_status"], "invalid");
}

#[test]
fn the_authority_in_the_best_share_is_checked_by_p2msg() {
    let node = C2pool::new("share_with_transition").start();
    let place = Place::new();
    let at_clock = |command: &str| {
        run(&place, command, &node)
            .env("P2MSG_NOW", &CLOCK.to_string())
            .run()
            .stdout
    };
    let signal = one(&at_clock("node messages --json"));
    assert_eq!(signal["type"], "TRANSITION_SIGNAL");
    assert_eq!(signal["signature_status"], "valid");
    assert_eq!(signal["authority"], "maintainer");
    assert_eq!(signal["carrier"], "mmSbFDSUoxxz3hUMfCxgvyo1cgBXBp667M");
    assert_eq!(signal["share_hash"], BEST_SHARE);
    assert_eq!(signal.get("sender"), None);
    assert_eq!(signal.get("claimed_verified"), None);
    let shown = at_clock("node messages");
    assert!(shown.contains("valid, by an authority"), "{shown}");
    assert!(
        shown.contains("maintainer (carried by mmSbFDSUoxxz3hUMfCxgvyo1cgBXBp667M)"),
        "{shown}"
    );
}

#[test]
fn an_alert_stays_when_newer_shares_come() {
    let mut shares = vec![alert("wallet bug")];
    shares.resize(40, vec![]);
    let node = c2pool(&shares).start();
    let place = Place::new();
    let ran = run(&place, "node check", &node).code(1).run();
    assert!(
        ran.stdout.contains("verified alert from mmSb"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("wallet bug"), "{}", ran.stdout);
    let signing_id = {
        let ran = run(&place, "node alerts --json", &node).run();
        one(&ran.stdout)["signing_id"].as_str().unwrap().to_owned()
    };
    let chosen = format!("node check --alert-from {signing_id}");
    run(&place, &chosen, &node).code(2).run();
}

#[test]
fn watch_misses_no_alert_between_polls_and_requests_each_share_once() {
    let c2pool = c2pool(&[chat("from before"), vec![]]);
    let node = c2pool.start();
    let place = Place::new();
    let watching = Running::start(
        &place,
        &format!("node watch --interval 0.2 --json --url {}", node.url()),
    );
    while node.next_request().path != format!("/web/share/{:064x}", 1) {}
    c2pool.push_share(share(3, &alert("first")));
    c2pool.push_share(share(4, &[]));
    c2pool.push_share(share(5, &alert("second")));
    c2pool.push_share(share(6, &[]));
    let seen: HashSet<String> = [watching.json(), watching.json()]
        .iter()
        .map(|message| message["text"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        seen,
        HashSet::from(["first".to_owned(), "second".to_owned()])
    );
    for number in 1..=6 {
        assert_eq!(requests_of(&node, number), 1, "share {number}");
    }
    watching.signal("TERM");
    assert!(watching.ends().0.success());
}

#[test]
fn a_walk_over_472_shares_is_quick() {
    let mut shares = vec![alert("deep down")];
    shares.resize(470, vec![]);
    let node = c2pool(&shares).start();
    let start = Instant::now();
    let ran = run(&Place::new(), "node alerts --verbose", &node)
        .stderr("looked at 472 shares")
        .run();
    assert!(ran.stdout.contains("deep down"), "{}", ran.stdout);
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn a_circle_of_parents_ends() {
    let c2pool = c2pool(&[chat("hello"), vec![]]);
    // The older share names the newer one as its parent.
    let circle = json!({
        "parent": format!("{:064x}", 2), "share_data": {"timestamp": NOW},
        "v36_metadata": {"message_data_hex": hex::encode(chat("hello"))}
    });
    c2pool.answer_with(&format!("/web/share/{:064x}", 1), 200, &circle);
    let node = c2pool.start();
    let ran = run(&Place::new(), "node chat", &node)
        .stderr("own ancestor")
        .run();
    assert!(ran.stdout.contains("hello"), "{}", ran.stdout);
}

#[test]
fn an_unreadable_share_costs_only_itself() {
    let place = Place::new();
    // The list of the newest shares names the parent.
    let window = json!({"shares": [
        {"H": format!("{:064x}", 3)}, {"H": format!("{:064x}", 2)}, {"H": format!("{:064x}", 1)}
    ]});
    for (status, answer) in [
        (500, json!({})),
        (200, json!([1])),
        (200, json!({"error": "odd"})),
    ] {
        let c2pool = c2pool(&[chat("older"), alert("lost"), chat("newer")]);
        c2pool.answer_with(&format!("/web/share/{:064x}", 2), status, &answer);
        c2pool.answer_with("/sharechain/window", 200, &window);
        let node = c2pool.start();
        let ran = run(&place, "node chat --json", &node)
            .stderr("1 share is unreadable")
            .run();
        assert_eq!(texts(&ran.stdout).len(), 2, "{}", ran.stdout);
    }
    // message_data that is not hex.
    let c2pool = c2pool(&[chat("older")]);
    let mut odd = share(2, &[]);
    odd.message_data = "zz".to_owned();
    c2pool.push_share(odd);
    let node = c2pool.start();
    let ran = run(&place, "node chat --json", &node)
        .stderr("1 share is unreadable")
        .run();
    assert_eq!(texts(&ran.stdout), ["older"]);
    // Nothing names the parent.
    let c2pool = without_parent();
    let node = c2pool.start();
    let ran = run(&place, "node chat --json", &node)
        .stderr("messages in older shares are not included")
        .run();
    assert_eq!(texts(&ran.stdout), ["newer"]);
    run(&place, "node check", &node).code(1).run();
}

/// A node with an unreadable share whose parent nothing names.
fn without_parent() -> C2pool {
    let c2pool = c2pool(&[chat("older"), alert("lost"), chat("newer")]);
    c2pool.answer_with(&format!("/web/share/{:064x}", 2), 500, &json!({}));
    c2pool
}

#[test]
fn a_busy_node_is_asked_again() {
    let place = Place::new();
    for denied in 1..=3 {
        let c2pool = c2pool(&[chat("hello"), vec![]]);
        c2pool.be_busy(denied);
        let node = c2pool.start();
        let ran = run(&place, "node chat --json", &node).run();
        assert_eq!(texts(&ran.stdout), ["hello"]);
    }
    // A node that stays busy is reported.
    let c2pool = c2pool(&[chat("hello"), vec![]]);
    c2pool.be_busy(1_000);
    let node = c2pool.start();
    run(&place, "node chat", &node)
        .stderr("the node is busy")
        .run();
    let ran = run(&place, "node check", &node).code(3).run();
    assert!(ran.stdout.contains("the node is busy"), "{}", ran.stdout);
}

#[test]
fn a_walk_ends_at_the_retention_time() {
    let c2pool = C2pool::new("synced_no_message");
    for (number, age) in [(1, 200_000), (2, 140_000), (3, 100_000), (4, 60)] {
        c2pool.push_share(WebShare {
            timestamp: NOW - age,
            ..share(
                number,
                &says(7, 0, MsgType::EMERGENCY, &format!("{age}"), age),
            )
        });
    }
    let node = c2pool.start();
    let ran = run(&Place::new(), "node alerts --json", &node).run();
    // litecoin: 36 hours.
    assert_eq!(texts(&ran.stdout), ["60", "100000"]);
    assert_eq!(requests_of(&node, 1), 0);
}

#[test]
fn a_slow_walk_shows_what_it_has_read() {
    let mut shares = vec![alert("deep down")];
    shares.resize(300, vec![]);
    shares.push(chat("on top"));
    let c2pool = c2pool(&shares);
    let node = MockNode::start({
        let inner = c2pool.clone();
        move |request| {
            if request.path.starts_with("/web/share/") {
                std::thread::sleep(Duration::from_millis(20));
            }
            inner.reply(request)
        }
    });
    let ran = run(&Place::new(), "node messages --timeout 1 --json", &node)
        .stderr("the time was over")
        .run();
    assert_eq!(texts(&ran.stdout), ["on top"]);
}

#[test]
fn a_file_of_c2pool_is_not_checked_and_never_critical() {
    let node = C2pool::new("file_forged").start();
    let place = Place::new();
    let at_clock = |command: &str, code: i32| {
        run(&place, command, &node)
            .env("P2MSG_NOW", &CLOCK.to_string())
            .code(code)
            .stdout()
    };
    let shown = at_clock("node messages", 0);
    assert_eq!(shown.matches("not checked").count(), 2, "{shown}");
    assert!(!shown.contains("  valid"), "{shown}");
    for message in lines(&at_clock("node messages --json", 0)) {
        assert_eq!(message["verified"], false);
        assert_eq!(message["claimed_verified"], true);
        assert_eq!(message["protocol_authority"], false);
    }
    assert_eq!(at_clock("node messages --verified-only --json", 0), "");
    let check = at_clock("node check", 1);
    assert!(check.contains("unchecked alert"), "{check}");
    assert!(check.contains("'alerts_critical'=0"), "{check}");
    assert!(check.contains("'transition_required'=0"), "{check}");
    let transition = at_clock("node transition", 0);
    assert!(transition.contains("not checked"), "{transition}");
    // The signature of the real signal in a file is not checked either.
    let node = C2pool::new("transition_file").start();
    let ran = run(&place, "node messages", &node)
        .env("P2MSG_NOW", &CLOCK.to_string())
        .stdout();
    assert!(ran.contains("not checked"), "{ran}");
}

#[test]
fn json_rpc_has_the_newest_messages_where_the_share_is_denied() {
    let c2pool = C2pool::new("share_with_transition");
    let denied = json!({"error": "share not found", "hash": BEST_SHARE});
    c2pool.answer_with(&format!("/web/share/{BEST_SHARE}"), 200, &denied);
    let node = c2pool.start();
    let ran = run(&Place::new(), "node messages --json", &node)
        .env("P2MSG_NOW", &CLOCK.to_string())
        .stderr("the node is busy")
        .run();
    let signal = one(&ran.stdout);
    assert_eq!(signal["signature_status"], "valid");
    assert_eq!(signal["share_hash"], BEST_SHARE);
    assert_eq!(signal["authority"], "maintainer");
}

/// A release node with these messages in its shares, the oldest first.
pub(crate) fn release(message_data: &[Vec<u8>], has_work: bool) -> Release {
    let node = Release::new(vec![]);
    let case = share_case("v36_everything");
    let template = hex::decode(case["raw_share"].as_str().unwrap()).unwrap();
    let mut previous = None;
    for (height, message_data) in (0..).zip(message_data) {
        let plan = Plan {
            previous,
            absheight: height,
            timestamp: u32::try_from(NOW).unwrap() - 600 + height,
            bits: 0x1e0f_ffff,
            miner: 7,
            message_data: message_data.clone(),
        };
        let mined = match has_work {
            true => mine_with_work(&template, &plan),
            false => mine(&template, &plan),
        };
        node.push_share(&mined, message_data);
        previous = Some(mined.share_hash);
    }
    node
}

#[test]
fn a_python_node_has_the_messages_of_new_shares_in_its_shares() {
    let node = release(&[chat("hello"), vec![], alert("stop")], true).start();
    let place = Place::new();
    let net = format!("--net {NETWORK}");
    let ran = run(&place, &format!("node messages --json {net}"), &node).run();
    assert_eq!(texts(&ran.stdout), ["hello", "stop"]);
    assert!(
        lines(&ran.stdout)
            .iter()
            .all(|message| message["verified"] == true)
    );
    // Raw shares prove their hash, so the JSON is not needed.
    assert!(
        node.paths()
            .iter()
            .all(|path| !path.starts_with("/web/share/"))
    );
    let ran = run(&place, &format!("node check {net}"), &node)
        .code(1)
        .run();
    assert!(ran.stdout.contains("verified alert"), "{}", ran.stdout);
    // Of another network, the shares are what their JSON says.
    let ran = run(&place, "node messages --json", &node).run();
    assert_eq!(texts(&ran.stdout), ["hello", "stop"]);
}

#[test]
fn a_raw_share_without_work_is_unreadable() {
    let node = release(&[chat("hello"), vec![]], false).start();
    let command = format!("node messages --json --net {NETWORK}");
    let ran = run(&Place::new(), &command, &node)
        .stderr("1 share is unreadable")
        .run();
    assert_eq!(ran.stdout, "");
}

#[test]
fn queue_confirm_finds_messages_in_the_shares_of_a_node() {
    let miner = Miner::ready();
    miner.send("hello");
    let packed = miner.keyed("pack --json").stdout();
    let packed: Value = one(&packed);
    let message_data = hex::decode(packed["message_data"].as_str().unwrap()).unwrap();
    let node = c2pool(&[vec![], message_data, vec![]]).start();
    let command = format!("queue confirm --json --node {}", node.url());
    let ran = miner.p2msg(&command).run();
    let confirmed = one(&ran.stdout);
    assert_eq!(confirmed["id"], 1);
    assert_eq!(confirmed["share_hash"], format!("{:064x}", 2));
    assert_eq!(miner.states(NOW), ["sent"]);
    let command = format!("queue confirm --node {}", node.url());
    miner.p2msg(&command).stderr("looked at 5 shares").run();
}
