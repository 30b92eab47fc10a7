//! `verify`: every share of the vectors, valid and not, and of the live network.

use p2msg::core::message::envelope::pack;
use p2msg::core::network::Network;
use p2msg::core::share::Share;
use serde_json::{Value, json};

use crate::support::place::Place;
use crate::support::vectors::{real, share_case, vectors};

/// After the timestamps of the vectors.
const NOW: &str = "1750001000";

fn records(stdout: &str) -> Vec<Value> {
    stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect()
}

/// The raw shares of `cases` on `net`, a line each.
fn lines<'a>(cases: impl Iterator<Item = &'a Value>) -> String {
    cases
        .map(|case| format!("{}\n", case["raw_share"].as_str().expect("hex")))
        .collect()
}

#[test]
fn every_share_of_the_vectors_holds_step_by_step() {
    let place = Place::new();
    let vectors = vectors("shares.json");
    let cases = vectors["cases"].as_array().expect("a list");
    let mut seen = 0;
    for net in [
        "litecoin_testnet",
        "litecoin",
        "btcregtest",
        "bitcoin",
        "bitcoincash",
    ] {
        let cases: Vec<_> = cases.iter().filter(|case| case["net"] == net).collect();
        let ran = place
            .p2msg(&format!("--net {net} --json verify -"))
            .env("P2MSG_NOW", NOW)
            .stdin(lines(cases.iter().copied()))
            // Among the testnet's are shares whose message_data or signature was made wrong.
            .code(if net == "litecoin_testnet" { 4 } else { 0 })
            .run();
        let records = records(&ran.stdout);
        assert_eq!(records.len(), cases.len(), "{net}");
        for (record, case) in records.iter().zip(cases) {
            let name = &case["name"];
            let verification = &record["verification"];
            assert_eq!(verification["ok"], case["pow_valid"], "{name}");
            for field in [
                "ref_hash",
                "gentx_hash",
                "merkle_root",
                "pow_hash",
                "target",
                "max_target",
            ] {
                assert_eq!(verification[field], case[field], "{name}: {field}");
            }
            assert_eq!(verification["hash"], case["share_hash"], "{name}");
            seen += 1;
        }
    }
    assert_eq!(seen, cases.len(), "every case was verified");
}

#[test]
fn every_invalid_share_is_refused_as_a_strict_reader_should() {
    let place = Place::new();
    let vectors = vectors("shares.json");
    let cases = vectors["invalid"].as_array().expect("a list");
    let cases = Vec::from_iter(cases.iter().filter(|case| case["raw_share"] != ""));
    let verify = |lines: &str| {
        place
            .p2msg("--net litecoin_testnet --json verify --from share -")
            .env("P2MSG_NOW", NOW)
            .stdin(lines)
    };
    let ran = verify(&lines(cases.iter().copied())).code(4).run();
    let records = records(&ran.stdout);
    assert_eq!(records.len(), cases.len());
    for (record, case) in records.iter().zip(&cases) {
        let name = case["name"].as_str().expect("a name");
        let ok = record["verification"]["ok"] == true;
        assert_eq!(ok, case["strict"] == "accept", "{name}: {record}");
        if !ok {
            let why = [&record["verification"]["why"], &record["error"]["message"]];
            assert!(why.iter().any(|why| why.is_string()), "{name}: {record}");
        }
    }
    for (name, code) in [
        ("merkle_link_changed", 0),
        ("raw_cut_at_100", 3),
        ("header_nonce_changed", 4),
    ] {
        let case = cases.iter().find(|case| case["name"] == name);
        let raw = case.expect("a case of that name")["raw_share"].as_str();
        verify(raw.expect("hex")).code(code).run();
    }
}

#[test]
fn a_changed_message_is_told_as_far_as_it_can_be() {
    let place = Place::new();
    let case = share_case("v36_everything");
    let raw = case["raw_share"].as_str().expect("hex");
    let tampered = raw.replace(&hex::encode("everything"), &hex::encode("everythinG"));
    assert_ne!(raw, tampered);
    let ran = place
        .p2msg("--net litecoin_testnet verify")
        .args([tampered.as_str()])
        .env("P2MSG_NOW", NOW)
        .code(4)
        .run();
    assert!(
        ran.stdout.contains(
            "DOES NOT HOLD: the scrypt hash of the header is above the target: the share was not \
             mined as it stands. Something in message_data, share_info"
        ),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("signature INVALID"), "{}", ran.stdout);
    // Under another network's identifier nothing of a share holds, and that is said too.
    let ran = place
        .p2msg("verify")
        .args([raw])
        .env("P2MSG_NOW", NOW)
        .code(4)
        .stderr("verify as litecoin_testnet; ")
        .run();
    assert!(
        ran.stdout
            .contains("the target is easier than the easiest that litecoin allows")
    );
    let ran = place
        .p2msg("--net litecoin_testnet verify")
        .args([raw])
        .env("P2MSG_NOW", NOW)
        .run();
    assert!(
        ran.stdout.contains("  proof of work  holds\n"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains(&format!(
        "  header       {}\n",
        case["header"].as_str().expect("hex")
    )));
}

/// The plan's checklist: the share of an old version is read and passed on unchanged, messages that
/// are taken out or put in break the proof of work.
#[test]
fn the_checklist_of_the_plan() {
    let place = Place::new();
    let network = Network::by_name("litecoin_testnet").expect("a network");
    let verify = |raw: &[u8], code| {
        let ran = place
            .p2msg("--net litecoin_testnet --json verify")
            .args([hex::encode(raw).as_str()])
            .env("P2MSG_NOW", NOW)
            .code(code)
            .run();
        records(&ran.stdout)[0]["verification"]["ok"].clone()
    };
    for name in [
        "v17_no_transactions",
        "v33_new_transactions_and_refs",
        "v35_bech32",
    ] {
        let raw = hex::decode(share_case(name)["raw_share"].as_str().expect("hex")).expect("hex");
        let share = Share::read(&raw, network).expect("a share");
        assert_eq!(share.write(network), raw, "{name} is passed on unchanged");
        assert_eq!(verify(&raw, 0), json!(true), "{name}");
    }
    let raw = share_case("v36_chat_announcement_1_message")["raw_share"].clone();
    let raw = hex::decode(raw.as_str().expect("hex")).expect("hex");
    let share = Share::read(&raw, network).expect("a share");
    assert_eq!(
        verify(&raw, 0),
        json!(true),
        "a share with messages verifies"
    );
    let removed = Share {
        message_data: &[],
        ..share.clone()
    };
    assert_eq!(
        verify(&removed.write(network), 4),
        json!(false),
        "its messages taken out"
    );
    let silent = share_case("v36_second_of_a_chain")["raw_share"].clone();
    let silent = hex::decode(silent.as_str().expect("hex")).expect("hex");
    let silent = Share::read(&silent, network).expect("a share");
    let message_data = pack(&[], None).expect("nothing to say");
    let same = Share {
        message_data: &message_data,
        ..silent.clone()
    };
    assert_eq!(
        verify(&same.write(network), 0),
        json!(true),
        "empty is absent"
    );
    let added = Share {
        message_data: share.message_data,
        ..silent
    };
    assert_eq!(
        verify(&added.write(network), 4),
        json!(false),
        "messages put in"
    );
}

#[test]
fn shares_of_the_live_network() {
    let Some(path) = real("p2pool_shares.json") else {
        eprintln!("SKIPPED: no data of the live network beside the checkout");
        return;
    };
    let place = Place::new();
    let text = std::fs::read_to_string(path).expect("the file");
    let real: Value = serde_json::from_str(&text).expect("JSON");
    for case in real["cases"].as_array().expect("a list") {
        let raw = case["raw_share"].as_str().expect("hex");
        for net in ["litecoin", "litecoin_testnet"] {
            let accepted = case["reference"][net]["result"] == "accept";
            let ran = place
                .p2msg(&format!("--net {net} --json verify"))
                .args([raw])
                .code(if accepted { 0 } else { 4 })
                // A warning names the network of the share.
                .stderr("")
                .run();
            let record = &records(&ran.stdout)[0];
            let decoded = &case["decoded"][net];
            assert_eq!(record["verification"]["ok"], accepted, "{net}");
            // The data gives the address only where the share itself carries it as a text.
            if let Some(address) = decoded["address"].as_str() {
                assert_eq!(record["share"]["address"], address, "{net}");
            }
            assert_eq!(
                record["verification"]["hash"], decoded["share_hash"],
                "{net}"
            );
            assert_eq!(
                record["verification"]["pow_hash"], decoded["pow_hash"],
                "{net}"
            );
        }
    }
}

#[test]
fn records_come_in_the_order_of_the_input_whatever_the_threads_do() {
    let place = Place::new();
    let vectors = vectors("shares.json");
    let cases = vectors["cases"].as_array().expect("a list");
    let cases: Vec<_> = cases
        .iter()
        .filter(|case| case["net"] == "btcregtest")
        .collect();
    let one_round = lines(cases.iter().copied());
    // Many blocks of a megabyte, so that several are under way at once.
    let rounds = 3_000_000 / one_round.len();
    place.file("shares.0", one_round.repeat(rounds));
    let ran = place
        .p2msg("--net btcregtest --json verify shares.0")
        .env("P2MSG_NOW", NOW)
        .run();
    let mut expected = (1..).zip(cases.iter().cycle());
    let mut count = 0;
    for line in ran.stdout.lines() {
        let (number, case) = expected.next().expect("endless");
        let line_number = format!("\"line\":{number}}}");
        let hash = case["share_hash"].as_str().expect("hex");
        assert!(
            line.contains(&line_number) && line.contains(hash),
            "line {number}: {line}"
        );
        count += 1;
    }
    assert_eq!(count, rounds * cases.len());
}

#[test]
fn message_data_alone_has_no_proof_of_work() {
    let place = Place::new();
    let ran = place.p2msg("--json verify 01000000").code(1).run();
    let record = &records(&ran.stdout)[0];
    assert_eq!(
        (&record["kind"], &record["verification"]),
        (&json!("message_data"), &Value::Null)
    );
    assert_eq!(record["error"]["code"], "no_share");
    let ran = place.p2msg("verify 01000000").code(1).run();
    assert!(
        ran.stdout.contains("no proof of work without its share"),
        "{}",
        ran.stdout
    );
}

/// A chain with real proofs of work, in which somebody's signature does not hold.
fn demo() -> Place {
    let place = Place::new();
    place.p2msg("demo --quiet").run();
    place
}

const DEMO: &str = "p2msg-demo/data/litecoin_testnet";

#[test]
fn the_last_lines_say_why_the_exit_code_is_what_it_is() {
    let place = demo();
    let verify = format!("--net litecoin_testnet verify {DEMO}");
    let ran = place.p2msg(&verify).code(4).run();
    let last: Vec<&str> = ran.stdout.lines().rev().take(2).collect();
    assert_eq!(
        last,
        [
            "1 with a signature or an announcement that does not hold",
            "61 of 61 shares hold"
        ]
    );
    let ran = place
        .p2msg(&format!("{verify} --failures-only"))
        .code(4)
        .run();
    let hold = ran.stdout.matches("  proof of work  holds").count();
    assert_eq!(hold, 1, "the one share with the signature: {}", ran.stdout);
    assert!(ran.stdout.contains("signature INVALID"), "{}", ran.stdout);

    let store = std::fs::read_to_string(place.work().join(DEMO).join("shares.0")).expect("a store");
    let two: Vec<&str> = store
        .lines()
        .filter(|line| line.starts_with("5 "))
        .take(2)
        .collect();
    let cut = two[0].get(..two[0].len() - 2).expect("hex");
    let ran = place
        .p2msg("--net litecoin_testnet verify --failures-only -")
        .stdin(format!("{}\n{cut}\n{}\n", two[0], two[1]))
        .code(3)
        .run();
    let (first, rest) = ran.stdout.split_once('\n').expect("lines");
    assert_eq!(first, "-:2 cannot be read");
    assert!(
        rest.ends_with("2 of 2 shares hold\n1 that cannot be read whole\n"),
        "{rest}"
    );
}

#[test]
fn failures_only_says_nothing_of_what_holds() {
    let place = demo();
    let store = std::fs::read_to_string(place.work().join(DEMO).join("shares.0")).expect("a store");
    let sound: Vec<&str> = store
        .lines()
        .filter(|line| line.starts_with("5 "))
        .take(3)
        .collect();
    let verify = |options: &str| {
        place
            .p2msg(&format!(
                "--net litecoin_testnet verify --failures-only {options} -"
            ))
            .stdin(sound.join("\n"))
            .run()
            .stdout
    };
    assert_eq!(verify("--json"), "");
    assert_eq!(verify(""), "3 of 3 shares hold\n");
}

/// Failures are found on a shorter way than all records are, with the same result.
#[test]
fn failures_are_those_of_the_whole_and_the_same_to_the_byte() {
    let place = Place::new();
    let vectors = vectors("shares.json");
    let cases = ["cases", "invalid"].map(|list| vectors[list].as_array().expect("a list"));
    place.file("shares.txt", lines(cases.into_iter().flatten()));
    let verify = |options: &str| {
        let ran = place
            .p2msg(&format!(
                "--net litecoin_testnet --json verify shares.txt {options}"
            ))
            .env("P2MSG_NOW", NOW)
            .code(4)
            .run();
        Vec::from_iter(ran.stdout.lines().map(str::to_owned))
    };
    let whole = verify("");
    let failures = verify("--failures-only");
    assert!(failures.len() > 100 && failures.len() < whole.len());
    let mut next = failures.iter().peekable();
    for line in &whole {
        let record: Value = serde_json::from_str(line).expect("a line is JSON");
        if next.next_if_eq(&line).is_none() {
            assert_eq!(record["verification"]["ok"], true, "left out: {line}");
            assert_eq!(record["error"], Value::Null, "left out: {line}");
        }
    }
    assert_eq!(next.next(), None, "failures come in the order of the input");
    let with_messages = verify("--failures-only --with-messages");
    assert!(with_messages.iter().all(|line| failures.contains(line)));
    assert!(with_messages.len() < failures.len());
}

#[test]
fn nothing_to_verify_is_no_silent_success() {
    let place = Place::new();
    let hash = format!("2 {}", "ab".repeat(32));
    for (stdin, what) in [("", "nothing"), (hash.as_str(), "a node's word")] {
        let ran = place
            .p2msg("verify -")
            .stdin(stdin)
            .stderr("warning: the input has no share: nothing was verified\n")
            .run();
        assert!(!ran.stdout.contains("holds"), "{what}");
    }
}

/// The day that a new share version comes, every raw share is of a version that is not known.
#[test]
fn a_raw_share_of_an_unknown_version_is_named_so() {
    let place = Place::new();
    let vectors = vectors("shares.json");
    let cases = vectors["invalid"].as_array().expect("a list");
    for version in [0u64, 9, 16, 18, 31, 37] {
        let name = format!("type_{version}");
        let case = cases.iter().find(|case| case["name"] == name.as_str());
        let raw = case.expect("a case")["raw_share"].as_str().expect("hex");
        for command in ["verify", "decode"] {
            let ran = place
                .p2msg(&format!("--net litecoin_testnet {command} {raw}"))
                .code(3)
                .run();
            let why = match version {
                16 => "that of dash",
                ..17 => "obsolete",
                _ => "unknown",
            };
            let named = format!("share version {version} is {why}");
            assert!(ran.stdout.contains(&named), "{name}: {}", ran.stdout);
        }
    }
}
