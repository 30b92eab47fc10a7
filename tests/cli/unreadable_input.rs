//! Compressed input, input with nothing readable, and stores that a node is writing.

use serde_json::Value;

use crate::support::miner::lines;
use crate::support::place::{Place, Run};
use crate::support::running::Running;

const STORE: &str = include_str!("../vectors/nodeorder.shares.0");

/// The first bytes of compressed files, and the commands that unpack them.
const COMPRESSED: [(&str, &[u8], &str); 5] = [
    ("gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\n5 24\n", "gzip -dc"),
    ("bzip2", b"BZh91AY&SY\n5 24\n", "bzip2 -dc"),
    ("xz", b"\xfd7zXZ\0\0\x04\n5 24\n", "xz -dc"),
    ("zstd", b"\x28\xb5\x2f\xfd\x24\n5 24\n", "zstd -dc"),
    ("zip", b"PK\x03\x04\x14\0\n5 24\n", "unzip -p"),
];
const COMMANDS: [&str; 4] = ["decode", "verify", "store stats", "queue confirm"];

fn testnet<'a>(place: &'a Place, arguments: &str) -> Run<'a> {
    place.p2msg(&format!("--net litecoin_testnet {arguments}"))
}

#[test]
fn compressed_input_is_named_with_the_command_that_unpacks_it() {
    let place = Place::new();
    for (name, bytes, unpack) in COMPRESSED {
        place.file("packed", bytes);
        place.file(&format!("{name}/shares.0"), bytes);
        place.file(&format!("archived_{name}/shares.0.packed"), bytes);
        place.file("good", STORE);
        for command in COMMANDS {
            for (input, path) in [
                ("packed", "packed".to_owned()),
                (name, format!("{name}/shares.0")),
                ("-", "-".to_owned()),
                (
                    &*format!("archived_{name}"),
                    format!("archived_{name}/shares.0.packed"),
                ),
            ] {
                let what = format!("{path} is compressed with {name}");
                let run = testnet(&place, &format!("{command} {input}")).code(3);
                let ran = run.stdin(bytes).stderr(what).stderr(unpack).run();
                assert!(!ran.stdout.contains("cannot be read"), "{}", ran.stdout);
                assert!(!ran.stderr.contains(" line "), "{}", ran.stderr);
            }
        }
        // The other inputs are read.
        let ran = testnet(&place, "decode --json packed good").code(4);
        assert_eq!(lines(&ran.stdout()).len(), 120);
    }
    place.file("node/shares.0", COMPRESSED[0].1);
    let arguments = "serve --net litecoin_testnet --shares node --listen 127.0.0.1:0";
    let running = Running::start(&place, arguments);
    running.stderr("node/shares.0: it is compressed with gzip");
}

#[test]
fn the_rest_of_a_file_without_readable_lines_is_skipped() {
    let place = Place::new();
    let garbage = "not a share\n".repeat(5_000);
    place.file("garbage", &garbage);
    place.file("node/shares.0", &garbage);
    place.file("node/shares.1", STORE);
    let stop =
        |name: &str| format!("{name} line 100: 100 unreadable lines in a row; the rest is skipped");
    for command in COMMANDS {
        for (input, name) in [
            ("garbage", "garbage"),
            ("-", "-"),
            ("node", "node/shares.0"),
        ] {
            let run = testnet(&place, &format!("{command} {input}")).codes(&[3, 4]);
            let ran = run.stdin(garbage.clone()).stderr(stop(name)).run();
            let output = ran.stdout + &ran.stderr;
            let count = output.matches("garbage").count() + output.matches("not a share").count();
            assert!(count < 250, "{count} of {command} {input}");
        }
    }
    let records = |input: &str| {
        let run = testnet(&place, &format!("decode --json {input}")).codes(&[3, 4]);
        let ran = run.stderr("too_many_unreadable_lines").run();
        let records = lines(&ran.stdout).into_iter();
        let (bad, good): (Vec<Value>, Vec<Value>) =
            records.partition(|record| record["kind"] == "error");
        (bad.len(), good.len())
    };
    assert_eq!(records("garbage"), (100, 0));
    // The next file is read, in chain order too.
    assert_eq!(records("node"), (100, 120));
    let ran = testnet(&place, "decode node")
        .code(4)
        .stderr(stop("node/shares.0"));
    assert!(!ran.run().stdout.contains("order of arrival"));
}

#[test]
fn unreadable_lines_between_shares_cost_only_themselves() {
    let place = Place::new();
    let mixed: String = STORE
        .lines()
        .map(|line| format!("{line}\nnot a share\nnor this\n"))
        .collect();
    place.file("shares.0", mixed);
    let ran = testnet(&place, "decode --json shares.0").code(4).run();
    assert_eq!(lines(&ran.stdout).len(), 360);
}

#[test]
fn a_last_line_without_a_line_feed_is_still_being_written() {
    let place = Place::new();
    let (whole, last) = STORE.split_at(STORE.len() / 2);
    let cut = whole.rfind("5 24").unwrap();
    let (whole, last) = (&STORE[..cut], &format!("{}{last}", &whole[cut..]));
    let line = last.lines().next().unwrap();
    // Without messages that are forged or signed with a revoked key.
    let shares = whole.lines().take(20).map(|line| format!("{line}\n"));
    let shares: String = shares.collect();
    for part in [
        "5",
        "5 ",
        "5 2",
        &line[..line.len() / 2],
        &line[..line.len() - 1],
        "2 1f",
    ] {
        let store = format!("{shares}{part}");
        place.file("node/shares.7", &store);
        for command in COMMANDS {
            for input in ["node", "node/shares.7"] {
                let ran = testnet(&place, &format!("{command} {input}"))
                    .stderr("")
                    .run();
                let output = ran.stdout.clone() + &ran.stderr;
                assert!(!output.contains("line 21"), "{output}");
                assert!(!output.contains("shares.7:21"), "{output}");
                assert!(!output.contains("broken lines            1"), "{output}");
                testnet(&place, &format!("--verbose {command} {input}"))
                    .stderr("node/shares.7 line 21 is still being written")
                    .run();
            }
        }
        // A stream has ended.
        if part != "2 1f" {
            let run = testnet(&place, "decode -").stdin(store).code(3);
            assert!(run.run().stdout.contains("-:21 cannot be read"));
        }
    }
    // A whole share counts, with or without a line feed.
    place.file("node/shares.7", format!("{shares}{line}"));
    let ran = testnet(&place, "decode --json node")
        .stderr("")
        .codes(&[0, 4])
        .run();
    assert_eq!(lines(&ran.stdout).len(), 21);
    // A file of hex is complete: nodes do not write such files.
    place.file("share.hex", &line[2..line.len() - 1]);
    testnet(&place, "decode share.hex").code(3).stdout();
    place.file("share.hex", format!("{}\n", &line[..line.len() - 1]));
    testnet(&place, "decode share.hex").code(3).stdout();
}
