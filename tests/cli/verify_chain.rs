//! `verify --chain`: the chains of the vectors as share stores, in any order, and with shares that
//! break a rule.

use serde_json::{Value, json};

use crate::support::miner::lines;
use crate::support::place::Place;
use crate::support::vectors::{list, text, vectors};

const VERIFY: &str = "--net litecoin_testnet verify --chain";

/// The chain v36 of the vectors, oldest first: raw shares in hex, and their hashes.
struct Chain {
    raw: Vec<String>,
    hashes: Vec<String>,
    /// The clock of the node at the newest share.
    now: String,
    vectors: Value,
}

impl Chain {
    fn new() -> Self {
        let vectors = vectors("chain_rules.json");
        let chain = list(&vectors, "chains")
            .iter()
            .find(|chain| chain["name"] == "v36")
            .unwrap();
        let shares = list(chain, "shares");
        let all = |name: &str| {
            shares
                .iter()
                .map(|share| text(share, name).to_owned())
                .collect()
        };
        Self {
            raw: all("raw"),
            hashes: all("hash"),
            now: shares.last().unwrap()["clock"].to_string(),
            vectors: vectors.clone(),
        }
    }

    /// The value that the node demands of the share after share `height`.
    fn next(&self, height: usize, name: &str) -> String {
        let chains = list(&self.vectors, "chains");
        let chain = chains.iter().find(|chain| chain["name"] == "v36").unwrap();
        text(&list(chain, "shares")[height - 1]["next"], name).to_owned()
    }

    /// The case of this name after share `height`.
    fn case(&self, name: &str, height: u64) -> &Value {
        let cases = list(&self.vectors, "cases").iter();
        let mut cases = cases.filter(|case| case["chain"] == "v36" && case["after_h"] == height);
        cases.find(|case| case["name"] == name).unwrap()
    }
}

/// A store of raw shares, as a node writes it: newest first.
fn store<'a>(raw: impl DoubleEndedIterator<Item = &'a String>) -> String {
    raw.rev().map(|raw| format!("5 {raw}\n")).collect()
}

/// The records of shares, and the line about the chain.
fn parts(stdout: &str) -> (Vec<Value>, Value) {
    let mut records = lines(stdout);
    let chain = records.pop().unwrap();
    assert_eq!(chain["schema"], "p2msg.verify_chain/1");
    (records, chain)
}

#[test]
fn a_mined_chain_is_checked_by_all_rules_in_chain_order() {
    let (place, chain) = (Place::new(), Chain::new());
    place.file("shares.0", store(chain.raw.iter()));
    let run = |arguments: &str, stdin: &str| {
        let run = place.p2msg(&format!("{VERIFY} {arguments}"));
        run.env("P2MSG_NOW", &chain.now).stdin(stdin).run().stdout
    };
    let (shares, found) = parts(&run("--json shares.0", ""));
    let hashes: Vec<&str> = shares
        .iter()
        .map(|one| text(&one["share"], "hash"))
        .collect();
    assert_eq!(hashes, chain.hashes);
    for share in &shares {
        assert_eq!(share["rules"]["broken"], json!([]));
        assert_eq!(
            share["rules"]["not_checked"],
            json!(["payouts", "merged_payout_hash"])
        );
        assert_eq!(list(&share["rules"], "checked").len(), 10);
    }
    assert_eq!(found["newest_share_hash"], *chain.hashes.last().unwrap());
    assert_eq!(found["newest_age"], 0);
    assert!(found["hashrate"].as_f64().unwrap() > 1.0);
    for (name, value) in [
        ("shares", 470),
        ("repeated", 0),
        ("pieces", 1),
        ("forks", 0),
        ("checked", 470),
        ("broken", 0),
    ] {
        assert_eq!(found[name], value, "{name}");
    }
    let shown = run("--failures-only shares.0", "");
    assert!(
        shown.contains("470 shares: 470 checked by all rules\npayouts are not checked\n"),
        "{shown}"
    );
    assert!(shown.contains("the best chain represents "), "{shown}");
    assert!(shown.contains("; its newest share is 0 s old\n"), "{shown}");

    // In another order, and some shares twice, from a file and from stdin.
    let mut shuffled: Vec<&String> = chain.raw.iter().step_by(3).collect();
    shuffled.extend(chain.raw.iter().skip(1).step_by(3).rev());
    shuffled.extend(chain.raw.iter().skip(2).step_by(3));
    shuffled.extend(&chain.raw[100..110]);
    let shuffled = store(shuffled.into_iter());
    place.file("shuffled", &shuffled);
    let without_source = |shares: Vec<Value>| -> Vec<Value> {
        let strip = |mut share: Value| {
            share["source"].take();
            share
        };
        shares.into_iter().map(strip).collect()
    };
    let expected = without_source(shares);
    for (input, stdin) in [("shuffled", ""), ("-", shuffled.as_str())] {
        let (shares, found) = parts(&run(&format!("--json {input}"), stdin));
        assert!(without_source(shares) == expected, "{input}");
        assert_eq!(found["repeated"], 10, "{input}");
    }
}

#[test]
fn without_predecessors_a_rule_is_not_checked() {
    let (place, chain) = (Place::new(), Chain::new());
    place.file("shares.0", store(chain.raw[170..].iter()));
    let run = |arguments: &str| {
        let run = place.p2msg(&format!("{VERIFY} {arguments} shares.0"));
        run.env("P2MSG_NOW", &chain.now).run().stdout
    };
    let shown = run("");
    assert!(
        shown.contains(
            "300 shares: 100 checked by all rules, 200 too close to the start of the window for \
             max_bits\npayouts are not checked\n"
        ),
        "{shown}"
    );
    assert!(!shown.contains("valid"), "{shown}");
    let (shares, found) = parts(&run("--json"));
    assert_eq!(
        shares[0]["rules"],
        json!({
            "checked": ["clock", "coinbase", "segwit_data"],
            "not_checked": ["absheight", "abswork", "timestamp", "far_share_hash", "max_bits",
                "bits", "version", "payouts", "merged_payout_hash"],
            "broken": [],
        })
    );
    assert_eq!(
        (&found["shares"], &found["checked"]),
        (&300.into(), &100.into())
    );
    // Without --chain nothing is said of the rules.
    let plain = place
        .p2msg("--net litecoin_testnet verify --json shares.0")
        .env("P2MSG_NOW", &chain.now)
        .run();
    for record in lines(&plain.stdout) {
        assert_eq!(record["rules"], Value::Null);
    }
}

#[test]
fn a_broken_rule_is_named_with_both_values() {
    let (place, chain) = (Place::new(), Chain::new());
    let case = chain.case("max_bits one unit harder", 405);
    let mut raw = chain.raw.clone();
    raw.insert(200, text(case, "raw").to_owned());
    place.file("shares.0", store(raw.iter()));
    let run = |arguments: &str| {
        let run = place.p2msg(&format!("{VERIFY} {arguments} shares.0"));
        run.env("P2MSG_NOW", &chain.now).code(4).run().stdout
    };
    let (shares, found) = parts(&run("--json --failures-only"));
    assert_eq!(shares.len(), 1);
    assert_eq!(shares[0]["share"]["hash"], case["hash"]);
    assert_eq!(shares[0]["verification"]["ok"], true);
    let expected = chain.next(405, "max_bits");
    let has = text(&shares[0]["share"], "max_bits").to_owned();
    assert_eq!(
        shares[0]["rules"]["broken"],
        json!([{"rule": "max_bits", "expected": expected, "found": has}])
    );
    assert_eq!((&found["broken"], &found["forks"]), (&1.into(), &1.into()));
    let shown = run("");
    assert!(
        shown.contains(&format!(
            "  rule           BROKEN: max_bits is {has}, expected {expected}\n"
        )),
        "{shown}"
    );
    assert_eq!(shown.matches("BROKEN").count(), 1, "only broken rules");
    let fork = format!("fork: 1 share after {}\n", chain.hashes[404]);
    assert!(shown.contains(&fork), "{shown}");
    assert!(shown.contains("best chain: 470 shares from the first one of a chain\n"));
    assert!(
        shown.contains("1 share breaks a rule: max_bits 1\n"),
        "{shown}"
    );
}

#[test]
fn shares_after_an_altered_one_are_checked_among_themselves() {
    let (place, chain) = (Place::new(), Chain::new());
    let mut raw = chain.raw.clone();
    // The lowest byte of the version in the header, after the VarInts of the share.
    assert_eq!(&raw[399][8..10], "fe");
    raw[399].replace_range(10..12, "01");
    place.file("shares.0", store(raw.iter()));
    let run = place.p2msg(&format!("{VERIFY} --json shares.0"));
    let run = run.env("P2MSG_NOW", &chain.now).code(4).run();
    let (shares, found) = parts(&run.stdout);
    assert_eq!(shares.len(), 470);
    let altered = shares.last().unwrap();
    assert_eq!(altered["verification"]["ok"], false);
    let after = shares
        .iter()
        .find(|share| share["share"]["hash"] == chain.hashes[400])
        .unwrap();
    assert!(list(&after["rules"], "not_checked").contains(&json!("abswork")));
    assert_eq!(
        (&found["shares"], &found["pieces"]),
        (&469.into(), &2.into())
    );
}

#[test]
fn a_chain_that_does_not_meet_the_demands_is_rejected() {
    let (place, chain) = (Place::new(), Chain::new());
    place.file("shares.0", store(chain.raw.iter()));
    let run = |arguments: &str, code: i32| {
        let command = format!("--net litecoin_testnet verify --failures-only {arguments} shares.0");
        let run = place.p2msg(&command).env("P2MSG_NOW", &chain.now);
        run.code(code).run().stdout
    };
    let known = format!("--checkpoint {}", chain.hashes[7]);
    run(&format!("{known} --min-hashrate 0.001kH"), 0);
    let shown = run("--min-hashrate 5GH", 4);
    assert!(shown.contains(", less than 5.00 GH/s\n"), "{shown}");
    let unknown = "ab".repeat(32);
    let shown = run(&format!("{known} --checkpoint {unknown}"), 4);
    assert!(
        shown.contains(&format!("the chain lacks the share {unknown}\n")),
        "{shown}"
    );
    let found = run(
        &format!("--json --checkpoint {unknown} --min-hashrate 1PH"),
        4,
    );
    let (_, found) = parts(&found);
    assert_eq!(found["missing_checkpoints"], json!([unknown]));
    assert_eq!(found["min_hashrate"], 1e15);
    place
        .p2msg("verify --min-hashrate fast shares.0")
        .code(2)
        .stderr("a hash rate is a number and a unit")
        .run();
    place
        .p2msg("verify --chain --with-messages shares.0")
        .code(2)
        .stderr("--with-messages")
        .run();
}
