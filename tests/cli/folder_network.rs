//! The network of shares without `--net`: by the folder, and by their proofs of work.

use serde_json::Value;

use crate::support::miner::{Miner, lines};
use crate::support::place::Place;
use crate::support::running::Running;
use crate::support::served::Chain;

const STORE: &str = include_str!("../vectors/nodeorder.shares.0");
const SMALL: &str = include_str!("../vectors/small_litecoin_testnet.shares.0");
const NOTE: &str = "note: reading shares of litecoin_testnet, which ";
const WARNING: &str = "these shares are not of litecoin: ";
const OTHER: &str = "verify as litecoin_testnet; ";

const COMMANDS: [&str; 5] = [
    "decode",
    "verify",
    "store messages",
    "store stats",
    "queue confirm",
];

#[test]
fn a_path_names_the_network_of_its_shares() {
    let place = Place::new();
    for folder in ["data/litecoin_testnet", ".c2pool/litecoin_testnet"] {
        place.file(&format!("{folder}/shares.0"), STORE);
        for input in [folder.to_owned(), format!("{folder}/shares.0")] {
            for command in COMMANDS {
                let ran = place
                    .p2msg(&format!("{command} {input}"))
                    .codes(&[0, 4])
                    .stderr(format!("{NOTE}{input} names; --net overrides it\n"))
                    .run();
                assert!(!ran.stderr.contains(WARNING), "{}", ran.stderr);
                let same = place
                    .p2msg(&format!("--net litecoin_testnet {command} {input}"))
                    .codes(&[0, 4])
                    .stderr("")
                    .run();
                assert_eq!(ran.stdout, same.stdout, "{command} {input}");
            }
        }
    }
    // From inside the folder.
    place
        .shell("cd data/litecoin_testnet && \"$P2MSG\" verify shares.0 --failures-only")
        .code(4)
        .stderr(NOTE)
        .run();
}

#[test]
fn a_setting_that_differs_from_the_path_is_a_warning() {
    let place = Place::new();
    place.file("data/litecoin_testnet/shares.0", STORE);
    let warning =
        "data/litecoin_testnet names the network litecoin_testnet, but is read as litecoin";
    for command in COMMANDS {
        for (arguments, net) in [("--net litecoin", None), ("", Some("litecoin"))] {
            let arguments = format!("{arguments} {command} data/litecoin_testnet");
            let mut run = place.p2msg(&arguments).codes(&[0, 3, 4]).stderr(warning);
            if let Some(net) = net {
                run = run.env("P2MSG_NET", net);
            }
            let ran = run.stderr(WARNING).stderr(OTHER).run();
            assert!(!ran.stderr.contains("note: reading"), "{}", ran.stderr);
        }
    }
    // Of two folders, the first one decides.
    place.file("data/digibyte/shares.0", STORE);
    place
        .p2msg("store stats data/litecoin_testnet data/digibyte")
        .stderr(NOTE)
        .stderr("data/digibyte names the network digibyte, but is read as litecoin_testnet")
        .run();
}

#[test]
fn shares_of_another_network_are_reported_by_every_command() {
    let place = Place::new();
    place.file("shares.0", SMALL);
    let share = STORE.lines().next().unwrap().strip_prefix("5 ").unwrap();
    for command in COMMANDS {
        for net in ["litecoin", "btcregtest"] {
            let arguments = format!("--net {net} {command} shares.0");
            let run = place.p2msg(&arguments).codes(&[0, 3, 4]);
            run.stderr(format!("these shares are not of {net}: "))
                .stderr(OTHER)
                .run();
        }
        let run = place.p2msg(&format!("{command} -")).codes(&[0, 3, 4]);
        run.stdin(SMALL).stderr(WARNING).stderr(OTHER).run();
        let run = place
            .p2msg(&format!("{command} {share}"))
            .codes(&[0, 1, 3, 4]);
        if !command.starts_with("store") {
            run.stderr(WARNING).stderr(OTHER).run();
        }
        let arguments = format!("--net litecoin_testnet {command} shares.0");
        let ran = place.p2msg(&arguments).codes(&[0, 4]).stderr("").run();
        assert!(!ran.stderr.contains("these shares"), "{}", ran.stderr);
    }
    // With --json it is an object.
    let ran = place
        .p2msg("--json verify shares.0")
        .code(4)
        .stderr(WARNING)
        .run();
    let warning: Value = serde_json::from_str(&ran.stderr).unwrap();
    assert!(warning["warning"]["message"].is_string());
}

#[test]
fn serve_uses_the_network_of_the_folder() {
    let place = Place::new();
    let store = Chain::new().chat(1, "hello", 90);
    place.file("data/litecoin_testnet/shares.0", &store);
    for arguments in ["serve", "serve --shares data/litecoin_testnet"] {
        let arguments = format!("{arguments} --listen 127.0.0.1:0");
        let running = Running::start(&place, &arguments);
        running.stderr("reading shares of litecoin_testnet, which data/litecoin_testnet names");
        running.line();
    }
    place.file("node/shares.0", STORE);
    let running = Running::start(&place, "serve --shares node --listen 127.0.0.1:0");
    running.stderr("these shares are not of litecoin: 10 of 10 checked verify as litecoin_testnet");
}

#[test]
fn doctor_uses_the_folder_and_then_the_proofs_of_work() {
    let place = Place::new();
    place.file("data/litecoin_testnet/shares.0", STORE);
    place.file("node/shares.0", STORE);
    let doctor = |arguments: &str, code: i32| {
        let run = place
            .p2msg(&format!("doctor --json {arguments}"))
            .code(code);
        let findings = lines(&run.run().stdout).into_iter();
        let shares = findings.filter(|finding| finding["check"] == "shares");
        Vec::from_iter(shares)
    };
    for arguments in ["", "--shares data/litecoin_testnet"] {
        let found = doctor(arguments, 0);
        assert_eq!(found[0]["state"], "ok", "{found:?}");
        let message = found[0]["message"].as_str().unwrap();
        assert!(message.ends_with("hold for litecoin_testnet"), "{message}");
    }
    let found = doctor("--shares node", 0);
    assert_eq!(found[0]["state"], "note");
    let message = found[0]["message"].as_str().unwrap();
    assert!(message.ends_with("hold for litecoin_testnet"), "{message}");
    let hint = found[0]["hint"].as_str().unwrap();
    assert!(hint.starts_with("pass --net litecoin_testnet"), "{hint}");
    let found = doctor("--net digibyte --shares data/litecoin_testnet", 0);
    assert_eq!(found[0]["state"], "note", "{found:?}");
    let found = doctor("--net digibyte --shares node", 1);
    assert_eq!(found[0]["state"], "wrong", "{found:?}");
}

#[test]
fn a_queue_is_not_confirmed_with_the_share_hash_of_another_network() {
    let miner = Miner::ready();
    miner.send("hello");
    miner.place.file("data/litecoin_testnet/shares.0", STORE);
    let arguments = "queue confirm data/litecoin_testnet";
    miner.p2msg(arguments).stderr(NOTE).run();
}
