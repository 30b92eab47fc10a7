//! Combining marks, prefixes of keys, ranges of times, names of metrics files, folded hex.

use crate::support::miner::{Miner, derived, lines, one};
use crate::support::place::Place;
use crate::support::served::Chain;

#[test]
fn combining_marks_beyond_a_few_are_spelled_out() {
    let place = Place::new();
    let few = "e\u{301}\u{323}";
    let many = "a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}b";
    place.file(
        "shares.0",
        Chain::new().chat(1, &format!("{few} {many}"), 90),
    );
    for command in ["decode", "store messages"] {
        let command = format!("--net litecoin_testnet {command} shares.0");
        let shown = place.p2msg(&command).run().stdout;
        assert!(shown.contains(few), "{shown}");
        let rest = "a\u{301}\u{302}\u{303}\u{304}<U+0305><U+0306><U+0307>b";
        assert!(shown.contains(rest), "{shown}");
        let json = place.p2msg(&format!("{command} --json")).run().stdout;
        assert!(json.contains("\u{304}\\u0305\\u0306\\u0307b"), "{json}");
    }
}

#[test]
fn key_files_may_have_the_prefixes_of_other_programs() {
    let place = Place::new();
    let vector = derived(0);
    let hex = vector["master_privkey"].as_str().unwrap();
    let wif = vector["signing_wif_litecoin"].as_str().unwrap();
    place.secret_file("plain", hex);
    let expected = place
        .p2msg("key derive --json --master-key-file plain")
        .run()
        .stdout;
    for (name, content) in [("hex", format!("0x{hex}\n")), ("upper", format!("0X{hex}"))] {
        place.secret_file(name, &content);
        let found = place.p2msg(&format!("key derive --json --master-key-file {name}"));
        assert_eq!(found.run().stdout, expected, "{name}");
    }
    place.secret_file("wif", wif);
    place.secret_file("electrum", &format!("p2pkh:{wif}\n"));
    let derive = |name: &str| format!("key derive --json --master-key-file {name}");
    let expected = place.p2msg(&derive("wif")).run().stdout;
    assert_eq!(place.p2msg(&derive("electrum")).run().stdout, expected);
    for kind in ["p2wpkh", "p2wpkh-p2sh"] {
        place.secret_file("other", &format!("{kind}:{wif}"));
        let ran = place
            .p2msg(&derive("other").replace("--json ", ""))
            .code(3)
            .stderr(format!("Electrum exported the key for a {kind} address"))
            .run();
        assert!(!ran.stderr.contains(wif));
    }
}

#[test]
fn a_time_in_milliseconds_or_an_empty_range_is_rejected() {
    let place = Place::new();
    place.file("shares.0", Chain::new().chat(1, "hello", 90));
    for command in [
        "store messages shares.0",
        "store stats shares.0",
        "node messages --url http://127.0.0.1:1",
        "node chat --url http://127.0.0.1:1",
    ] {
        let command = format!("--net litecoin_testnet {command}");
        for option in ["--since", "--until"] {
            place
                .p2msg(&format!("{command} {option} 1707580800000"))
                .code(2)
                .stderr("it is in milliseconds; give Unix seconds: 1707580800")
                .run();
        }
        place
            .p2msg(&format!("{command} --since 2h --until 3h"))
            .code(2)
            .stderr("error: --since (1707573600) is after --until (1707570000), in Unix seconds")
            .run();
    }
    place
        .p2msg("node watch --url http://127.0.0.1:1 --since 1707580800000")
        .code(2)
        .stderr("it is in milliseconds")
        .run();
    place
        .p2msg("--net litecoin_testnet store messages shares.0 --since 2h --until 2h")
        .stderr("no messages")
        .run();
}

#[test]
fn a_metrics_file_that_the_node_exporter_ignores_is_a_warning() {
    let place = Place::new();
    let check = "node check --url http://127.0.0.1:1 --textfile";
    for name in ["p2msg.txt", "p2msg", "p2msg.prom.bak"] {
        place
            .p2msg(&format!("{check} {name}"))
            .code(2)
            .stderr(format!(
                "warning: --textfile {name}: the node exporter reads only"
            ))
            .run();
        assert!(place.work().join(name).is_file());
    }
    let ran = place
        .p2msg(&format!("{check} p2msg.prom"))
        .code(2)
        .stderr("")
        .run();
    assert!(!ran.stderr.contains("--textfile"), "{}", ran.stderr);
}

#[test]
fn hex_that_mail_has_folded_is_joined() {
    let miner = Miner::ready();
    miner.send("a message long enough for three lines of hex in a mail");
    let whole = miner.keyed("pack --dry-run").stdout();
    miner.place.file("whole.hex", &whole);
    let record = |stdout: &str| {
        let mut record = one(stdout);
        record["source"] = "".into();
        record
    };
    let expected = record(&miner.p2msg("decode --json whole.hex").run().stdout);
    assert_eq!(expected["messages"].as_array().unwrap().len(), 1);
    for fold in [
        "fold -w 76 whole.hex",
        "fold -w 64 whole.hex; echo; echo",
        "fold -w 75 whole.hex | sed '$!s/$/=/'",
        "fold -w 72 whole.hex | sed 's/^/> /'",
        "fold -w 78 whole.hex | sed 's/$/\\r/'",
    ] {
        for decode in [
            "> folded; \"$P2MSG\" decode --json folded",
            "| \"$P2MSG\" decode --json -",
        ] {
            let ran = miner.place.shell(&format!("{{ {fold}; }} {decode}")).run();
            assert_eq!(record(&ran.stdout), expected, "{fold} {decode}");
        }
    }
    // Two whole records are two records.
    let announcement = miner.keyed("pack --dry-run --announce-only").stdout();
    let two = format!("{announcement}{announcement}");
    assert_eq!(
        lines(&miner.p2msg("decode --json -").stdin(two).run().stdout).len(),
        2
    );
    let short = "01000100".repeat(10);
    let broken = format!("{short}\nzz\n");
    let ran = miner.p2msg("decode --json -").stdin(broken).code(3).run();
    assert_eq!(lines(&ran.stdout).len(), 2);
}

#[test]
fn an_announcement_that_mail_has_folded_is_joined() {
    let miner = Miner::ready();
    let announcement = miner.p2msg("key announce").run().stdout;
    let (first, rest) = announcement.trim().split_at(76);
    let folded = format!("{first}\n{rest}\n");
    let checked = one(&miner.p2msg("key check --json -").stdin(folded).run().stdout);
    assert_eq!(checked["valid"], true);
    let twice = format!("{announcement}{announcement}");
    let checked = miner.p2msg("key check --json -").stdin(twice).run().stdout;
    assert_eq!(lines(&checked).len(), 2);
}
