//! Share stores as nodes write them: each pass newest first, with repeated shares.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::miner::lines;
use crate::support::place::Place;

/// 60 shares of litecoin_testnet, newest first. One key signs a message before its owner rotates it,
/// and another one after that.
const STORE: &str = include_str!("../vectors/nodeorder.shares.0");
/// The message before the rotation.
const BEFORE: &str = "bob is here, at a bech32 address.";
/// The message after it.
const AFTER: &str = "Believe me, I am bob.";

/// The signature_status of each message, by its text or else by its message_hash.
fn statuses(stdout: &str) -> BTreeMap<String, String> {
    let records = lines(stdout);
    let messages = records
        .iter()
        .flat_map(|record| record["messages"].as_array().cloned().unwrap_or_default());
    messages
        .map(|message| {
            let text = |key: &str| message[key].as_str().map(str::to_owned);
            let name = text("text").or_else(|| text("message_hash")).unwrap();
            (name, text("signature_status").unwrap())
        })
        .collect()
}

fn oldest_first() -> String {
    let shares: Vec<&str> = STORE
        .lines()
        .filter(|line| line.starts_with("5 "))
        .collect();
    shares
        .iter()
        .rev()
        .map(|line| format!("{line}\n"))
        .collect()
}

#[test]
fn files_and_folders_are_judged_in_chain_order() {
    let place = Place::new();
    place.file("newest/shares.0", STORE);
    place.file("oldest/shares.0", oldest_first());
    let half = STORE.len() / 2;
    let half = half + STORE[half..].find('\n').unwrap() + 1;
    place.file("two/shares.0", &STORE[..half]);
    place.file("two/shares.1", &STORE[half..]);
    place.file("repeated", format!("{STORE}{}{STORE}", oldest_first()));
    for command in ["decode", "verify"] {
        let run = |input: &str| {
            let arguments = format!("--net litecoin_testnet --json {command} {input}");
            // The store contains a forged message.
            statuses(&place.p2msg(&arguments).code(4).run().stdout)
        };
        let expected = run("oldest");
        assert_eq!(expected[BEFORE], "valid");
        assert_eq!(expected[AFTER], "revoked");
        for input in [
            "newest",
            "newest/shares.0",
            "two",
            "repeated",
            "two/shares.1 two/shares.0",
        ] {
            assert_eq!(run(input), expected, "{command} {input}");
        }
    }
}

#[test]
fn records_stay_in_the_order_of_the_input() {
    let place = Place::new();
    place.file("shares.0", STORE);
    let arguments = "--net litecoin_testnet --json decode shares.0";
    let records = lines(&place.p2msg(arguments).code(4).run().stdout);
    let numbers: Vec<u64> = records
        .iter()
        .map(|record| record["source"]["line"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, Vec::from_iter(1..=120));
    let absheight = |record: &Value| record["share"]["absheight"].as_u64();
    let heights: Vec<u64> = records.iter().filter_map(absheight).collect();
    assert!(heights.is_sorted_by(|a, b| a >= b), "{heights:?}");
}

#[test]
fn a_pipe_is_judged_in_arrival_order_and_says_so() {
    let place = Place::new();
    let arrival_order = |record: &&Value| {
        let problems = record["problems"].as_array().unwrap().iter();
        problems
            .filter(|problem| problem["code"] == "arrival_order")
            .count()
            == 1
    };
    for (store, before) in [(STORE.to_owned(), "revoked"), (oldest_first(), "valid")] {
        for command in ["decode", "verify"] {
            let arguments = format!("--net litecoin_testnet --json {command} -");
            let ran = place.p2msg(&arguments).stdin(store.clone()).code(4).run();
            let found = statuses(&ran.stdout);
            assert_eq!(found[BEFORE], before);
            let records = lines(&ran.stdout);
            let marked: Vec<&Value> = records.iter().filter(arrival_order).collect();
            for record in &marked {
                let status = &record["messages"][0]["signature_status"];
                assert!(status == "revoked" || status == "unknown_key", "{record}");
            }
            assert!(!marked.is_empty());
        }
    }
    let ran = place
        .p2msg("--net litecoin_testnet decode -")
        .stdin(STORE)
        .code(4)
        .run();
    assert!(
        ran.stdout.contains("in the order of arrival"),
        "{}",
        ran.stdout
    );
}

#[test]
fn demo_writes_its_shares_newest_first() {
    let place = Place::new();
    place.p2msg("demo --shares 40").run();
    let arguments = "--net litecoin_testnet --json decode p2msg-demo/data/litecoin_testnet";
    let ran = place.p2msg(arguments).code(4).run();
    let records = lines(&ran.stdout);
    assert_eq!(records[0]["kind"], "share");
    assert_eq!(records[1]["kind"], "verified");
    assert_eq!(records[1]["verified_hash"], records[0]["share"]["hash"]);
    let absheight = |record: &Value| record["share"]["absheight"].as_u64();
    let heights: Vec<u64> = records.iter().filter_map(absheight).collect();
    assert!(heights.len() > 40, "{heights:?}");
    assert!(heights.is_sorted_by(|a, b| a >= b), "{heights:?}");
    let found = statuses(&ran.stdout);
    assert_eq!((&*found[BEFORE], &*found[AFTER]), ("valid", "revoked"));
}

#[test]
fn doctor_finds_the_newest_shares_by_absheight() {
    let place = Place::new();
    // The newest shares come first, and the older half is not valid.
    let lines: Vec<String> = STORE
        .lines()
        .enumerate()
        .map(|(number, line)| match number {
            60.. if line.starts_with("5 ") => with_other_header(line),
            _ => line.to_owned(),
        })
        .collect();
    place.file("node/shares.0", lines.join("\n") + "\n");
    let ran = place
        .p2msg("--net litecoin_testnet doctor --shares node")
        .run();
    let part = "its newest shares hold for litecoin_testnet";
    assert!(ran.stdout.contains(part), "{}", ran.stdout);
}

/// The share with another hash of the previous block.
fn with_other_header(line: &str) -> String {
    let (start, rest) = line.split_at(30);
    let digit = if rest.starts_with('0') { "1" } else { "0" };
    format!("{start}{digit}{}", &rest[1..])
}
