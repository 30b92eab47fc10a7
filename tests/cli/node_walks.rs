//! Walks over the shares of nodes that deny shares, break connections, or have few shares.

use serde_json::json;

use super::node_shares::{alert, c2pool, chat, release, run, share, texts};
use crate::support::c2pool::C2pool;
use crate::support::mined::NETWORK;
use crate::support::miner::{Miner, one};
use crate::support::mock::{MockNode, Reply, Request};
use crate::support::place::Place;
use crate::support::release::Release;

const UNFINISHED: &str = "messages in older shares are not included";

#[test]
fn a_share_that_is_denied_at_random_does_not_end_the_walk() {
    let mut shares = vec![alert("deep down")];
    shares.resize(60, vec![]);
    let c2pool = c2pool(&shares);
    c2pool.deny(30);
    let node = c2pool.start();
    let place = Place::new();
    for _ in 0..3 {
        let ran = run(&place, "node alerts --json", &node).run();
        assert_eq!(texts(&ran.stdout), ["deep down"], "{}", ran.stderr);
        assert!(!ran.stderr.contains(UNFINISHED), "{}", ran.stderr);
    }
    let checked = run(&place, "node check", &node).code(1).run().stdout;
    assert!(checked.contains("verified alert from"), "{checked}");
    // Almost all are denied.
    c2pool.deny(90);
    run(&place, "node alerts", &node)
        .stderr("messages in older shares are not included: the node is busy")
        .run();
    let checked = run(&place, "node check", &node).code(1).run().stdout;
    assert!(checked.contains(UNFINISHED), "{checked}");
}

#[test]
fn queue_confirm_finds_messages_at_a_node_that_denies_shares() {
    let miner = Miner::ready();
    miner.send("hello");
    let packed = miner.keyed("pack --json").stdout();
    let packed = one(&packed);
    let message_data = hex::decode(packed["message_data"].as_str().unwrap()).unwrap();
    let mut shares = vec![message_data];
    shares.resize(60, vec![]);
    let c2pool = c2pool(&shares);
    c2pool.deny(30);
    let node = c2pool.start();
    let command = format!("queue confirm --json --node {}", node.url());
    let confirmed = one(&miner.p2msg(&command).run().stdout);
    assert_eq!(confirmed["share_hash"], format!("{:064x}", 1));
    // A message that is not found could be in the shares that were not read.
    c2pool.deny(90);
    miner.send("again");
    let command = format!("queue confirm --node {}", node.url());
    miner.p2msg(&command).stderr(UNFINISHED).run();
}

#[test]
fn a_missing_parent_is_the_end_only_if_the_node_says_so() {
    let place = Place::new();
    let unlisted = || {
        let c2pool = c2pool(&[chat("hello"), vec![]]);
        c2pool.answer_with("/web/tails", 200, &json!([]));
        c2pool
    };
    run(&place, "node chat", &unlisted().start())
        .stderr("messages in older shares are not included: the node is busy")
        .run();
    // Two shares on top of the two that are recorded.
    let c2pool = unlisted();
    c2pool.answer_with("/web/sync_status", 200, &json!({"chain_size": 4}));
    let ran = run(&place, "node chat", &c2pool.start()).run();
    assert!(ran.stdout.contains("hello"), "{}", ran.stdout);
    assert!(!ran.stderr.contains(UNFINISHED), "{}", ran.stderr);
}

/// A Python node with an answer of its own for some requests.
fn python(
    release: &Release,
    answer: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static,
) -> MockNode {
    let release = release.clone();
    MockNode::start(move |request| answer(request).unwrap_or_else(|| release.reply(request)))
}

#[test]
fn the_oldest_shares_that_a_python_node_lists_are_the_end() {
    let place = Place::new();
    let command = format!("node chat --net {NETWORK}");
    for is_listed in [true, false] {
        let release = release(&[chat("gone"), chat("here"), vec![]], true);
        let hashes = release.hashes();
        let node = python(&release, move |request| {
            if request.path == "/web/tails" {
                let tails = if is_listed { &hashes[1..2] } else { &[] };
                return Some(json!(tails).into());
            }
            let is_gone = request.path == format!("/web/share_data/{}", hashes[0]);
            is_gone.then(|| Reply::Body(200, vec![]))
        });
        let asked = run(&place, &command, &node);
        let ran = match is_listed {
            true => asked.run(),
            false => asked.stderr(UNFINISHED).run(),
        };
        assert!(ran.stdout.contains("here"), "{}", ran.stdout);
    }
}

#[test]
fn a_request_that_fails_costs_only_the_older_shares() {
    let place = Place::new();
    let path = format!("/web/share/{:064x}", 2);
    for (status, reason) in [
        (0, "a share could not be requested: read: "),
        (429, "rate-limited"),
    ] {
        let c2pool = c2pool(&[chat("older"), vec![], chat("newer")]);
        match status {
            0 => c2pool.cut(&path),
            _ => c2pool.answer_with(&path, status, &json!({"error": "Rate limited"})),
        }
        let node = c2pool.start();
        let ran = run(&place, "node chat --json", &node)
            .stderr(UNFINISHED)
            .run();
        assert_eq!(texts(&ran.stdout), ["newer"]);
        assert!(ran.stderr.contains(reason), "{}", ran.stderr);
        let checked = run(&place, "node check", &node).code(1).run().stdout;
        assert!(checked.contains(UNFINISHED), "{checked}");
        assert!(checked.contains(reason), "{checked}");
    }
    // A raw share.
    for (answer, reason) in [
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhalf",
            "read: ",
        ),
        (
            "HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n",
            "rate-limited",
        ),
    ] {
        let release = release(&[chat("older"), vec![], chat("newer")], true);
        let path = format!("/web/share_data/{}", release.hashes()[1]);
        let node = python(&release, move |request| {
            (request.path == path).then(|| Reply::raw(answer))
        });
        let net = format!("--net {NETWORK}");
        let ran = run(&place, &format!("node chat --json {net}"), &node)
            .stderr(UNFINISHED)
            .run();
        assert_eq!(texts(&ran.stdout), ["newer"]);
        assert!(ran.stderr.contains(reason), "{}", ran.stderr);
        let check = format!("node check {net}");
        let checked = run(&place, &check, &node).code(1).run().stdout;
        assert!(checked.contains(UNFINISHED), "{checked}");
    }
}

#[test]
fn the_messages_of_fewer_than_ten_shares_count() {
    let place = Place::new();
    let few = |message_data: &[u8]| {
        let c2pool = C2pool::new("five_shares");
        c2pool.push_share(share(1, message_data));
        c2pool.start()
    };
    let quiet = few(&[]);
    let checked = run(&place, "node check", &quiet).run().stdout;
    assert!(checked.contains("no alerts"), "{checked}");
    let said = "  share chain: fewer than 10 shares: no transition data yet\n";
    let shown = run(&place, "node transition", &quiet).run().stdout;
    assert!(shown.contains(said), "{shown}");
    let node = few(&alert("wallet bug"));
    let checked = run(&place, "node check", &node).code(1).run().stdout;
    assert!(checked.contains("wallet bug"), "{checked}");
    for command in ["alerts", "messages"] {
        let ran = run(&place, &format!("node {command} --json"), &node).run();
        assert_eq!(texts(&ran.stdout), ["wallet bug"], "{command}");
    }
}

#[test]
fn shares_of_another_network_are_named_as_such() {
    let place = Place::new();
    let release = release(&[chat("hello"), vec![]], true);
    // An older node has no JSON of its shares.
    let node = python(&release, |request| {
        let is_json = request.path.starts_with("/web/share/");
        is_json.then(Reply::not_there)
    });
    let said = "its shares are not of litecoin";
    run(&place, "node chat", &node).stderr(said).run();
    let checked = run(&place, "node check", &node).code(1).run().stdout;
    assert!(checked.contains(said), "{checked}");
    let command = format!("node chat --json --net {NETWORK}");
    let ran = run(&place, &command, &node).run();
    assert_eq!(texts(&ran.stdout), ["hello"]);
}
