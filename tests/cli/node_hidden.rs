//! Messages that a node does not show, and that p2msg therefore reports as missing.

use serde_json::json;

use crate::support::mined::{NETWORK, Plan, mine_with_work};
use crate::support::miner::{lines, one};
use crate::support::mock::{MockNode, Reply, alert, banning, chat, message, msg, plan, status};
use crate::support::place::{NOW, Place};
use crate::support::release::Release;
use crate::support::served::says;
use crate::support::vectors::share_case;

/// The texts of many messages, the newest first.
fn many(count: u64) -> Vec<serde_json::Value> {
    (0..count).map(|n| chat(n, &format!("hello {n}"))).collect()
}

#[test]
fn a_list_as_long_as_the_limit_is_reported() {
    let place = Place::new();
    let full = MockNode::start(msg(many(200), true));
    for options in ["--limit 0", "--grep nothing", "--type alert", "--json"] {
        let arguments = format!("node messages {options} --url {}", full.url());
        place
            .p2msg(&arguments)
            .stderr("/msg/recent answered 200 messages, its limit; older ones are missing")
            .run();
    }
    let alerts = (0..20).map(|n| alert(n, &format!("alert {n}"), true));
    let alerts = MockNode::start(msg(alerts.collect(), true));
    place
        .p2msg(&format!("node alerts --url {}", alerts.url()))
        .stderr("/msg/alerts answered 20 messages")
        .run();
    let of_plan = MockNode::start(plan(many(50)));
    place
        .p2msg(&format!("node messages --url {}", of_plan.url()))
        .stderr("/share_messages answered 50 messages")
        .run();
    // One less is everything; run() accepts no warning.
    let whole = MockNode::start(msg(many(199), true));
    place
        .p2msg(&format!("node messages --json --url {}", whole.url()))
        .run();
}

#[test]
fn bans_are_reported_once_by_lists_check_and_watch() {
    let place = Place::new();
    let node = MockNode::start(banning(vec![status(60)]));
    let words = "the node has 3 bans and hides the banned messages";
    let remedy = "p2msg serve or p2msg store";
    for command in ["messages", "chat", "alerts", "status"] {
        let arguments = format!("node {command} --url {}", node.url());
        let ran = place.p2msg(&arguments).stderr(words).stderr(remedy).run();
        assert_eq!(ran.stderr.matches(words).count(), 1, "{}", ran.stderr);
    }
    let ran = place
        .p2msg(&format!("node check --url {}", node.url()))
        .run();
    // In the status line, if there is room, and in the list of findings.
    let findings = ran.stdout.lines().skip(1);
    assert_eq!(
        findings.filter(|line| line.contains(words)).count(),
        1,
        "{}",
        ran.stdout
    );
    let watch = format!(
        "timeout -s TERM 3 \"$P2MSG\" node watch --interval 0.2 --url {}",
        node.url()
    );
    let ran = place.shell(&watch).codes(&[0, 124]).stderr(words).run();
    assert_eq!(ran.stderr.matches(words).count(), 1, "{}", ran.stderr);
    let polls = node
        .paths()
        .into_iter()
        .filter(|path| path == "/msg/alerts");
    assert!(polls.count() > 4);
}

#[test]
fn messages_in_shares_are_hidden_by_the_bans_of_the_node_and_counted() {
    let release = Release::new(vec![]);
    let case = share_case("v36_everything");
    let template = hex::decode(case["raw_share"].as_str().unwrap()).unwrap();
    let mut previous = None;
    for (height, words) in (0..).zip(["cheap coins", "hello"]) {
        let message_data = says(
            7,
            0,
            p2msg::core::message::MsgType::MINER_MESSAGE,
            words,
            60,
        );
        let plan = Plan {
            previous,
            absheight: height,
            timestamp: u32::try_from(NOW).unwrap() - 600 + height,
            bits: 0,
            miner: 7,
            message_data: message_data.clone(),
        };
        let mined = mine_with_work(&template, &plan);
        release.push_share(&mined, &message_data);
        previous = Some(mined.share_hash);
    }
    let node = release.start();
    let place = Place::new();
    let chat = format!("node chat --json --net {NETWORK} --url {}", node.url());
    assert_eq!(lines(&place.p2msg(&chat).run().stdout).len(), 2);
    let ban = format!("node ban --keyword COINS --url {}", node.url());
    place.p2msg(&ban).stdout();
    let ran = place
        .p2msg(&chat)
        .stderr("1 ban and hides the banned messages, among them 1 in its shares")
        .run();
    assert_eq!(one(&ran.stdout)["text"], "hello");
}

#[test]
fn a_node_that_shows_neither_new_messages_nor_shares_is_reported() {
    let node = MockNode::start(|request| match request.path.as_str() {
        "/web/best_share_hash" => Reply::not_there(),
        _ => msg(vec![chat(60, "hello")], true)(request),
    });
    let place = Place::new();
    let words = "does not list the messages of new shares, nor does it answer its shares";
    place
        .p2msg(&format!("node messages --json --url {}", node.url()))
        .stderr(words)
        .run();
    let ran = place
        .p2msg(&format!("node check --url {}", node.url()))
        .code(1)
        .run();
    assert!(ran.stdout.contains(words), "{}", ran.stdout);
}

#[test]
fn chats_and_statuses_of_authorities_are_shown_in_authority_only_mode() {
    let authority = json!({"text": "{\"msg\":\"from above\"}", "protocol_authority": true});
    let data = json!({"v": "36", "up": 1, "hr": 2, "sc": 3, "p": 4});
    let node = MockNode::start(msg(
        vec![
            message(2, 60, authority),
            message(1, 60, json!({"data": data, "protocol_authority": true})),
            chat(50, "hidden"),
        ],
        false,
    ));
    let place = Place::new();
    let run = |command: &str| {
        let arguments = format!("node {command} --json --url {}", node.url());
        one(&place.p2msg(&arguments).run().stdout)
    };
    assert_eq!(run("chat")["text"], "from above");
    assert_eq!(run("status")["data"]["up"], 1);
}
