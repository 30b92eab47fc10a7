//! Inputs that are not read: one error names the problem, and nothing else is printed.

use std::fs;

use crate::support::place::{Place, Run};

const STORE: &str = include_str!("../vectors/nodeorder.shares.0");
const SMALL: &str = include_str!("../vectors/small_litecoin_testnet.shares.0");

const COMMANDS: [&str; 12] = [
    "decode",
    "verify",
    "verify --failures-only",
    "authority open",
    "store messages",
    "store chat",
    "store keys",
    "store stats",
    "decode --json",
    "verify --json",
    "store keys --json",
    "store stats --json",
];

fn testnet<'a>(place: &'a Place, arguments: &str) -> Run<'a> {
    place.p2msg(&format!("--net litecoin_testnet {arguments}"))
}

/// The run must end with one error and print nothing on stdout.
fn is_one_error(run: Run<'_>, parts: &[&str]) {
    let mut run = run.code(3);
    for part in parts {
        run = run.stderr(*part);
    }
    let ran = run.run();
    assert_eq!(ran.stdout, "", "{}", ran.stderr);
    let is_error = |line: &&str| line.starts_with("error: ") || line.starts_with("{\"error\":");
    assert_eq!(
        ran.stderr.lines().filter(is_error).count(),
        1,
        "{}",
        ran.stderr
    );
    let others = ran.stderr.lines().filter(|line| !is_error(line));
    for line in others {
        assert!(line.starts_with("hint: "), "{}", ran.stderr);
    }
}

#[test]
fn utf_16_and_compressed_input_is_one_error() {
    let place = Place::new();
    let text = STORE.lines().take(3).collect::<Vec<&str>>().join("\r\n") + "\r\n";
    let wide = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
    let little = wide(&format!("\u{feff}{text}"));
    let big: Vec<u8> = little.iter().flat_map(|unit| unit.to_be_bytes()).collect();
    let little: Vec<u8> = little.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    let gzip: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\n5 24\n";
    for (bytes, what, remedy) in [
        (&*little, " is UTF-16", "iconv -f UTF-16 -t UTF-8 "),
        (&*big, " is UTF-16", "iconv -f UTF-16 -t UTF-8 "),
        (gzip, " is compressed with gzip", "gzip -dc "),
    ] {
        place.file("input", bytes);
        for command in COMMANDS {
            let run = testnet(&place, &format!("{command} input"));
            is_one_error(run, &[&format!("input{what}"), remedy]);
            let run = testnet(&place, &format!("{command} -")).stdin(bytes);
            is_one_error(run, &[&format!("-{what}"), remedy]);
        }
        // The other inputs are read.
        place.file("good", STORE);
        let ran = testnet(&place, "store stats input good")
            .code(3)
            .stderr(what);
        assert!(ran.run().stdout.contains("in the best chain"));
    }
}

#[test]
fn one_file_of_a_database_is_named() {
    let place = Place::new();
    for name in [
        "000003.log",
        "000005.ldb",
        "MANIFEST-000002",
        "CURRENT",
        "LOG",
    ] {
        place.file(&format!("store/{name}"), b"\x12\0\xff 1\0");
    }
    place.file("store/CURRENT", "MANIFEST-000002\n");
    place.file("alone/000007.ldb", b"\x12\0\xff 1\0");
    for command in COMMANDS {
        for path in [
            "store/000003.log",
            "store/000005.ldb",
            "store/MANIFEST-000002",
            "store/CURRENT",
            "store/LOG",
            "alone/000007.ldb",
        ] {
            let folder = path.split('/').next().unwrap();
            let run = testnet(&place, &format!("{command} {path}"));
            let what = format!("{path} is one file of a database");
            let remedy =
                format!("pass the folder, with all files of the database: p2msg ... {folder}");
            is_one_error(run, &[&what, &remedy]);
        }
    }
    // A text with such a name is read.
    place.file("000003.log", STORE);
    testnet(&place, "decode 000003.log").code(4).run();
}

#[test]
fn a_hash_that_is_cut_off_at_the_end_of_a_pipe_is_an_error() {
    let place = Place::new();
    let line = STORE.lines().find(|line| line.starts_with("2 ")).unwrap();
    let share = STORE.lines().next().unwrap();
    for cut in ["2 1f", &line[..line.len() - 1]] {
        let store = format!("{share}\n{cut}");
        for command in ["decode", "verify", "store messages", "authority open"] {
            let run = testnet(&place, &format!("{command} -")).stdin(store.clone());
            let ran = run.codes(&[3, 4]).stderr("").run();
            let output = ran.stdout + &ran.stderr;
            assert!(
                output.contains("its hash may be cut off"),
                "{command}: {output}"
            );
        }
    }
    // With a line feed it is complete.
    let store = format!("2 {:0>64}\n2 1f\n", "1f");
    let ran = testnet(&place, "decode -").stdin(store).run();
    assert_eq!(ran.stdout.lines().count(), 2);
    let whole = format!("2 {:0>64}", "1f");
    testnet(&place, "decode -").stdin(whole).run();
    testnet(&place, "decode").args(["2 1f"]).run();
}

#[test]
fn the_note_about_the_network_names_the_whole_path() {
    let place = Place::new();
    place.file("data/litecoin_testnet/shares.0", STORE);
    fs::create_dir_all(place.work().join("data/litecoin_testnet/below")).unwrap();
    let folder = place.work().join("data/litecoin_testnet");
    let folder = fs::canonicalize(folder).unwrap();
    let folder = folder.display();
    for (from, input, shown) in [
        ("data/litecoin_testnet", ".", format!("{folder}")),
        (
            "data/litecoin_testnet",
            "shares.0",
            format!("{folder}/shares.0"),
        ),
        (
            "data/litecoin_testnet",
            "./shares.0",
            format!("{folder}/shares.0"),
        ),
        ("data/litecoin_testnet/below", "..", format!("{folder}")),
        (
            "data/litecoin_testnet/below",
            "../shares.0",
            format!("{folder}/shares.0"),
        ),
        ("data", "litecoin_testnet", "litecoin_testnet".to_owned()),
    ] {
        let script = format!("cd {from} && \"$P2MSG\" decode {input}");
        place
            .shell(&script)
            .code(4)
            .stderr(format!(
                "note: reading shares of litecoin_testnet, which {shown} names; --net overrides it\n"
            ))
            .run();
    }
}

#[test]
fn store_warns_once_about_shares_of_another_network() {
    let place = Place::new();
    place.file("shares.0", SMALL);
    for command in ["store stats", "store messages", "store keys"] {
        let run = place.p2msg(&format!("{command} shares.0")).codes(&[0, 3]);
        let ran = run.stderr("these shares are not of litecoin: ").run();
        let warnings = ran.stderr.lines();
        let warnings =
            warnings.filter(|line| line.starts_with("warning: ") && line.contains("--net"));
        assert_eq!(warnings.count(), 1, "{}", ran.stderr);
    }
}

#[test]
fn a_default_data_folder_that_cannot_be_reached_has_a_remedy() {
    let place = Place::new();
    place.secret_file("key", &"11".repeat(32));
    for command in [
        "key show",
        "key rotate --yes --master-key-file key",
        "key log",
        "doctor",
        "",
    ] {
        let run = place.p2msg(command).env("HOME", "/dev/null");
        let ran = run.codes(&[0, 1, 2]).stderr("--data-dir").run();
        let output = ran.stdout + &ran.stderr;
        let begin = output.contains("p2msg key init");
        assert!(!begin, "{command}: {output}");
    }
}
