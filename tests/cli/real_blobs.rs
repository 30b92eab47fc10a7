//! Authority envelopes for nodes that answer as real ones did; rate limits and clocks of these.

use serde_json::{Value, json};

use super::node_bans::blob;
use super::real_nodes::at_clock;
use crate::support::c2pool::{C2pool, real_blob};
use crate::support::miner::lines;
use crate::support::mock::{MockNode, Reply};
use crate::support::place::{NOW, Place};
use crate::support::release::Release;
use crate::support::vectors::authority_case;

fn posts(node: &MockNode) -> usize {
    let requests = node.requests();
    requests
        .iter()
        .filter(|request| request.method == "POST")
        .count()
}

#[test]
fn c2pool_takes_a_checked_blob_and_confirms_it() {
    let place = Place::new();
    let c2pool = C2pool::new("synced_no_message");
    let node = c2pool.start();
    let real = real_blob();
    let arguments = format!("node load-blob {real} --url {}", node.url());
    // It has a high S, which c2pool accepts.
    let shown = at_clock(&place, &arguments).stdout();
    let url = node.url();
    assert_eq!(
        shown,
        format!("{url} has argument:1 now; the shares that it mines carry it\n")
    );
    assert_eq!(c2pool.blob(), Some(real.clone()));
    c2pool.set_blob("0101");
    let ran = at_clock(&place, &format!("{arguments} --json"))
        .stderr("had another envelope, of 2 bytes; it is replaced")
        .run();
    let loaded = lines(&ran.stdout).remove(0);
    assert_eq!(
        (&loaded["loaded"], &loaded["shown"]),
        (&json!(1), &json!(true))
    );
    assert_eq!(c2pool.blob(), Some(real.clone()));

    // What would clear the blob or cannot be its only one is not sent.
    let sent = posts(&node);
    place.file("two.hex", format!("{real}\n{real}\n"));
    let broken = format!("{}00", &real[..real.len() - 2]);
    for input in ["two.hex", &broken] {
        at_clock(&place, &format!("node load-blob {input} --url {url}"))
            .code(4)
            .stderr("")
            .run();
    }
    assert_eq!(posts(&node), sent);
    assert_eq!(c2pool.blob(), Some(real.clone()));

    // Its authorities are not those of a private network.
    let (custom, option) = blob();
    at_clock(
        &place,
        &format!("node load-blob {custom} {option} --url {url}"),
    )
    .code(1)
    .stderr("message blob rejected")
    .run();
    let forgetful = MockNode::start(|request| match request.method.as_str() {
        "POST" => json!({"result": {"ok": true, "enabled": false, "hex": "", "size": 0}}).into(),
        _ => Reply::not_there(),
    });
    let arguments = format!(
        "node load-blob {real} --api c2pool --url {}",
        forgetful.url()
    );
    at_clock(&place, &arguments)
        .code(1)
        .stderr("does not have argument:1 after setmessageblob")
        .run();
}

#[test]
fn diag_shows_the_blob_of_c2pool_and_names_the_fault_of_the_release() {
    let place = Place::new();
    let node = C2pool::new("operator_blob").start();
    let arguments = format!("node diag --url {}", node.url());
    let shown = at_clock(&place, &arguments).run().stdout;
    assert!(shown.contains("  enabled: true\n"), "{shown}");
    assert!(
        shown.contains(&format!("  hex: {}\n", real_blob())),
        "{shown}"
    );
    let release = Release::new(vec![]).start();
    place
        .p2msg(&format!("node diag --url {}", release.url()))
        .code(1)
        .stderr("all releases of p2pool-merged-v36 answer /msg/diag with an error")
        .run();
}

#[test]
fn a_blob_that_the_release_does_not_show_is_explained() {
    let place = Place::new();
    let (hex, option) = blob();
    let pubkey = option.rsplit(' ').next().unwrap();
    let load = |node: &MockNode, now: u64| {
        place
            .p2msg(&format!(
                "node load-blob {hex} {option} --url {}",
                node.url()
            ))
            .env("P2MSG_NOW", &now.to_string())
    };
    let node = Release::new(vec![]).trusting(pubkey).start();
    let shown = load(&node, NOW).run().stdout;
    assert_eq!(
        shown,
        format!("{} took 1 message of argument:1\n", node.url())
    );
    let shown = load(&node, NOW).run().stdout;
    assert!(
        shown.contains("has the messages of argument:1 already"),
        "{shown}"
    );

    // Two days later.
    let now = NOW + 61 + 172_800;
    let node = Release::new(vec![]).trusting(pubkey).at(now).start();
    load(&node, now)
        .code(1)
        .stderr(
            "took no message of argument:1, and does not show them: message 1 (alert) is too old: \
             172800 s, and the node keeps it for 129600 s",
        )
        .run();

    // "loaded 1" proves nothing.
    let node = Release::new(vec![])
        .trusting(pubkey)
        .rejecting_signatures()
        .start();
    load(&node, NOW)
        .code(1)
        .stderr(
            "took 1 message of argument:1, and shows them as not verified: its check of a signature \
             failed",
        )
        .run();
    let high_s = authority_case("test_high_s_signature");
    let node = Release::new(vec![])
        .trusting(high_s["authority_pubkey"].as_str().unwrap())
        .rejecting_signatures()
        .start();
    let arguments = format!(
        "node load-blob {} --authority-key {} --json --url {}",
        high_s["envelope"].as_str().unwrap(),
        high_s["authority_pubkey"].as_str().unwrap(),
        node.url()
    );
    let ran = place.p2msg(&arguments).code(1).stderr("has a high S").run();
    let loaded: Value = lines(&ran.stdout).remove(0);
    assert_eq!(loaded["shown"], false);
    assert!(
        loaded["reasons"][0].as_str().unwrap().contains("high S"),
        "{loaded}"
    );
}

#[test]
fn a_blob_with_timestamp_0_is_named() {
    let place = Place::new();
    let node = Release::new(vec![]).start();
    let hex = include_str!("../vectors/ts0.hex").trim();
    let key = "0308cc70566b66c628df4fd28634baa61fa4743da9725cce4c54674b6bd8c8ace5";
    place
        .p2msg(&format!(
            "node load-blob {hex} --authority-key {key} --url {}",
            node.url()
        ))
        .code(4)
        .stderr("message 1 has timestamp 0, which the node replaces before it checks the signature")
        .run();
    assert_eq!(posts(&node), 0);
}

#[test]
fn a_rate_limit_says_how_long_to_wait() {
    let place = Place::new();
    let limited =
        MockNode::start(|_| Reply::Headers(429, vec![("retry-after", "7".to_owned())], vec![]));
    for command in ["node messages", "status --from-node"] {
        let url = match command.ends_with("node") {
            true => limited.url(),
            false => format!("--url {}", limited.url()),
        };
        place
            .p2msg(&format!("{command} {url}"))
            .code(1)
            .stderr("the node is rate-limited, wait 7 s\nhint: ask less often")
            .run();
    }
    let c2pool = C2pool::new("synced_no_message");
    c2pool.answer_with("/version_signaling", 429, &json!({"error": "Rate limited"}));
    let node = c2pool.start();
    let arguments = format!("node check --skip key --url {}", node.url());
    let shown = at_clock(&place, &arguments).code(3).run().stdout;
    assert!(
        shown.contains("the node is rate-limited, wait 4 s"),
        "{shown}"
    );
}

#[test]
fn doctor_says_when_a_node_sends_no_clock() {
    let place = Place::new();
    let node = C2pool::new("synced_no_message").start();
    let shown = at_clock(&place, &format!("doctor --url {}", node.url())).stdout();
    assert!(
        shown.contains("sends no clock, so the clock of this machine was not compared"),
        "{shown}"
    );
    let node = Release::new(vec![]).start();
    let shown = place
        .p2msg(&format!("doctor --url {}", node.url()))
        .stdout();
    assert!(shown.contains("within a minute of that of"), "{shown}");
}
