//! `authority seal`, `open` and `keystore`.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use p2msg::core::hash::sha256d;
use p2msg::core::key::{SigningKey, SigningPubkey};
use p2msg::core::network::Network;
use serde_json::{Value, json};

use crate::support::place::{NOW, Place, Ran};
use crate::support::vectors::vectors;

/// The private key of an authority that only these tests know, and its public key.
const KEY: &str = "852fff81c59a3c822cd5633ca53770e00bcbb3f4da72d018b01bc88ffdfd77c2";
const PUBKEY: &str = "02ddadacf053d83e98e2b886df6f283dfd9c85760a831479e188fb4d73ae340b68";

const TRANSITION: [&str; 8] = [
    "--type",
    "transition",
    "--from",
    "36",
    "--to",
    "37",
    "--msg",
    "V37 is out",
];

fn cases(file: &str) -> Vec<Value> {
    let vectors = vectors(file);
    vectors["cases"].as_array().expect("a list").clone()
}

fn object(stdout: &str) -> Value {
    assert_eq!(stdout.lines().count(), 1, "{stdout}");
    serde_json::from_str(stdout).expect("a line is JSON")
}

/// A place with the authority's key in key.hex.
fn place() -> Place {
    let place = Place::new();
    place.secret_file("key.hex", KEY);
    place
}

/// Seals with key.hex and returns what `seal --json` says and what `open --json` says of it.
fn sealed<'s>(place: &Place, options: impl IntoIterator<Item = &'s str>) -> (Value, Value) {
    let seal = place
        .p2msg("--json authority seal --key-file key.hex --authority-key")
        .args([PUBKEY])
        .args(options)
        .run();
    let sealed = object(&seal.stdout);
    let open = place
        .p2msg("--json authority open --authority-key")
        .args([PUBKEY, sealed["message_data"].as_str().expect("hex")])
        .run();
    (sealed, object(&open.stdout))
}

#[test]
fn what_is_sealed_opens_and_holds_for_deployed_nodes() {
    let place = place();
    let (sealed, opened) = sealed(&place, TRANSITION);
    let message = &opened["messages"][0];
    let payload = r#"{"from":"36","to":"37","msg":"V37 is out","urg":"recommended"}"#;

    assert_eq!(sealed["schema"], "p2msg.authority_seal/1");
    assert_eq!(sealed["bytes"], opened["envelope"]["bytes"]);
    assert_eq!(
        sealed["authority"],
        json!({"name": "custom", "pubkey": PUBKEY})
    );
    assert_eq!(sealed["messages"], json!([message["message_hash"]]));
    assert_eq!(sealed["accepted_by"], opened["accepted_by"]);
    assert_eq!(sealed["accepted_by"]["v36-release"], json!({"ok": true}));
    assert_eq!(sealed["accepted_by"]["c2pool"], json!({"ok": true}));
    assert_eq!(sealed["accepted_by"]["plan"]["ok"], false);

    assert_eq!(opened["schema"], "p2msg.authority_open/1");
    assert_eq!(opened["envelope"]["authority"], sealed["authority"]);
    assert_eq!(opened["problems"], json!([]));
    assert_eq!(message["type"], "TRANSITION_SIGNAL");
    assert_eq!(message["payload"], hex::encode(payload));
    assert_eq!(message["timestamp"], NOW);
    assert_eq!(message["wire_flags"], 0x0f);
    assert_eq!(message["signature_status"], "valid");
    assert_eq!(message["protocol_authority"], true);
    assert_eq!(message["signing_id"], Value::Null);
    // The header, type, flags, time and length of create_transition_message.py, and no signing_id.
    let before = format!(
        "01000100200f{}{:02x}00{}{}",
        hex::encode(u32::try_from(NOW).unwrap().to_le_bytes()),
        payload.len(),
        hex::encode(payload),
        "00".repeat(20),
    );
    let inner = opened["inner"].as_str().expect("hex");
    assert!(inner.starts_with(&before), "{inner}");
}

#[test]
fn every_kind_has_its_payload() {
    let place = place();
    for (options, type_id, payload) in [
        (
            "--type transition --from 36 --to 37 --msg x --urgency required --url u --threshold 95",
            0x20,
            r#"{"from":"36","to":"37","msg":"x","urg":"required","url":"u","thr":95}"#,
        ),
        (
            "--type announce --msg x",
            0x03,
            r#"{"msg":"x","urg":"info"}"#,
        ),
        (
            "--type alert --msg x --url u",
            0x10,
            r#"{"msg":"x","urg":"alert","url":"u"}"#,
        ),
        (
            "--type featured",
            0x06,
            r#"{"v":1,"seq":1707580800,"hl":1}"#,
        ),
        (
            "--type featured --seq 7 --url u --label l --com 0.5% --loc EU/DE --hl 0 --exp 1707580801",
            0x06,
            r#"{"v":1,"seq":7,"url":"u","label":"l","com":"0.5%","loc":"EU/DE","hl":0,"exp":1707580801}"#,
        ),
    ] {
        let (_, opened) = sealed(&place, options.split(' '));
        let message = &opened["messages"][0];
        assert_eq!(message["type_id"], type_id, "{options}");
        assert_eq!(message["payload"], hex::encode(payload), "{options}");
    }
    let (_, opened) = sealed(
        &place,
        ["--type", "announce", "--msg", "Überfällig ⚠ \"x\""],
    );
    let payload = hex::encode(r#"{"msg":"Überfällig ⚠ \"x\"","urg":"info"}"#);
    assert_eq!(opened["messages"][0]["payload"], payload);
}

#[test]
fn for_people_the_hex_stands_alone_on_stdout() {
    let place = place();
    let seal = place.p2msg("authority seal --key-file key.hex --authority-key");
    let ran = seal
        .args([PUBKEY])
        .args(TRANSITION)
        .stderr("note: sealed for nodes of v36-release and c2pool: TRANSITION_SIGNAL by custom")
        .stderr("note: only nodes that know this authority's key take it")
        .run();
    assert!(hex::decode(ran.stdout.trim_end()).is_ok(), "{}", ran.stdout);
    place.file("blob.hex", &ran.stdout);
    let shown = place
        .p2msg("authority open blob.hex --authority-key")
        .args([PUBKEY])
        .run()
        .stdout;
    for part in [
        "blob.hex:1 message_data\n",
        "  authority envelope of custom, 215 bytes, 1 of 1 messages read\n",
        "  1  TRANSITION_SIGNAL  2024-02-10 16:00:00 (0 s ago)  signature valid by an authority  from a custom authority\n",
        "  inner  01000100200f",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn a_file_is_made_and_never_overwritten() {
    let place = place();
    let seal = || {
        place
            .p2msg("authority seal --key-file key.hex --out alert.hex --authority-key")
            .args([PUBKEY, "--type", "alert", "--msg", "stop"])
    };
    assert_eq!(seal().stderr("note: written to alert.hex").run().stdout, "");
    let file = place.work().join("alert.hex");
    let written = fs::read_to_string(&file).unwrap();
    // One line, which is all that c2pool reads.
    assert!(written.ends_with('\n') && written.lines().count() == 1);
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o644);
    seal().code(5).stderr("alert.hex exists already").run();
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
    place
        .p2msg("authority open alert.hex --authority-key")
        .args([PUBKEY])
        .run();
}

#[test]
fn a_key_that_is_no_authoritys_is_refused() {
    let place = place();
    let seal = || place.p2msg("authority seal --out x.hex --key-file key.hex");
    let ran = seal()
        .args(TRANSITION)
        .code(5)
        .stderr(format!("error: the key is that of {PUBKEY}, which"))
        .stderr(format!("--authority-key {PUBKEY}"))
        .run();
    assert_eq!(ran.stdout, "");
    // Another authority's key does not help.
    let other = phrase_case(0).1;
    let ran = seal()
        .args(["--json", "--authority-key", &other])
        .args(TRANSITION)
        .code(5)
        .stderr("{")
        .run();
    assert_eq!(ran.error()["code"], "not_an_authority");
    assert!(!place.work().join("x.hex").exists());
}

#[test]
fn a_payload_that_does_not_fit_is_refused_with_both_numbers() {
    let place = place();
    // {"msg":"","urg":"info"} leaves 197 bytes.
    let fits = "x".repeat(197);
    sealed(&place, ["--type", "announce", "--msg", &fits]);
    let too_long = format!("{fits}x");
    place
        .p2msg("authority seal --type announce --key-file key.hex --msg")
        .args([too_long.as_str()])
        .code(5)
        .stderr(
            "error: the texts make a payload of 221 bytes, with the JSON around them; at most 220",
        )
        .stderr("hint: nothing was sealed; --msg has 198 bytes, and 197 fit\n")
        .run();
    let long = "x".repeat(300);
    let seal = place.p2msg("authority seal --type featured --label");
    seal.args([long.as_str()])
        .code(5)
        .stderr("hint: nothing was sealed; the texts are to be shorter, bytes in all: ")
        .run();
}

#[test]
fn a_transition_that_does_not_go_up_is_noted() {
    let place = place();
    let seal = |to: &str| {
        place
            .p2msg("authority seal --key-file key.hex --type transition --msg x --from 37 --authority-key")
            .args([PUBKEY, "--to", to])
            .stderr("note: sealed")
            .run()
    };
    for to in ["36", "37"] {
        let note = format!("note: --from 37 --to {to} does not go up");
        assert!(seal(to).stderr.contains(&note), "{to}");
    }
    assert!(!seal("38").stderr.contains("does not go up"));
}

#[test]
fn without_a_key_the_ways_of_an_authority_are_named() {
    let place = Place::new();
    let seal = place.p2msg("authority seal --type alert --msg x --no-input --json");
    let ran = seal.code(5).stderr("{").run();
    let error = ran.error();
    let hint = error["hint"].as_str().unwrap();
    for way in [
        "--key-file",
        "P2MSG_AUTHORITY_KEY_FILE",
        "p2msg-authority-key",
    ] {
        assert!(hint.contains(way), "{hint}");
    }
    assert!(!hint.contains("master"), "{hint}");
}

#[test]
fn options_that_do_not_go_together_are_named_before_the_key_is_read() {
    let place = Place::new();
    for (options, part) in [
        ("--type transition --msg x", "--from <VERSION>"),
        ("--type announce", "--msg <TEXT>"),
        ("--type announce --msg x --from 36", "--from is not for"),
        ("--type alert --msg x --seq 1", "--seq is not for"),
        ("--type featured --msg x", "--msg is not for"),
        ("--type featured --exp 1707580800", "is in the past"),
        ("--type featured --seq 0", "--seq"),
        ("--type featured --hl 4", "--hl"),
        ("--type announce --msg=", "the text is empty"),
        (
            "--type transition --from 36 --to 37 --msg x --urgency alert",
            "urg is info, recommended or required",
        ),
        (
            "--type transition --from 36 --to 37 --msg x --threshold 101",
            "--threshold",
        ),
    ] {
        let seal = place.p2msg("authority seal --key-file nothing-here");
        seal.args(options.split(' ')).code(2).stderr(part).run();
    }
}

#[test]
fn every_envelope_of_the_reference_opens_to_the_same_bytes() {
    let place = Place::new();
    let cases = cases("authority.json");
    let case = |name: &str| {
        let case = cases.iter().find(|case| case["name"] == name);
        case.expect("a case of that name")
    };
    let text = |case: &Value, field: &str| case[field].as_str().expect("text").to_owned();
    let second = text(case("test_second_key"), "authority_pubkey");
    let lines: Vec<_> = cases.iter().map(|case| text(case, "envelope")).collect();
    let open = || {
        place.p2msg("--json authority open --authority-key").args([
            PUBKEY,
            "--authority-key",
            &second,
        ])
    };
    // Some are badly signed.
    let ran = open().args(["-"]).stdin(lines.join("\n")).code(4).run();
    assert_eq!(ran.stdout.lines().count(), cases.len());
    let mut opened = 0;
    for (case, record) in cases.iter().zip(ran.stdout.lines()) {
        let (record, decoded) = (object(record), &case["decoded"]);
        let pubkey = &decoded["authority_pubkey"];
        assert_eq!(record["envelope"]["authority"]["pubkey"], *pubkey, "{case}");
        if pubkey.is_null() {
            assert_eq!(record["inner"], Value::Null, "{case}");
        } else {
            assert_eq!(record["inner"], case["inner"], "{case}");
            opened += 1;
        }
    }
    assert_eq!(opened, 24);
    for (name, code) in [
        ("real_mainnet_transition_message", 0),
        ("test_three_messages", 0),
        ("real_key_inner_version_2", 3),
        ("test_trailing_bytes_in_inner", 3),
        ("real_key_forrestv_badly_signed", 4),
        ("real_key_forrestv_one_byte_inner", 4),
    ] {
        open()
            .args([&*text(case(name), "envelope")])
            .code(code)
            .run();
    }
}

#[test]
fn what_is_no_envelope_of_a_known_authority_is_said_so() {
    let place = place();
    let (sealed, _) = sealed(&place, TRANSITION);
    let message_data = sealed["message_data"].as_str().unwrap();
    let ran = place
        .p2msg("authority open")
        .args([message_data])
        .code(4)
        .run();
    assert!(
        ran.stdout.ends_with("  no envelope of a known authority\n"),
        "{}",
        ran.stdout
    );
    let plain = place.p2msg("authority open 01000000 --json").code(4).run();
    let plain = object(&plain.stdout);
    assert_eq!(plain["inner"], Value::Null);
    assert_eq!(plain["envelope"]["format"], "plain");
    // What cannot be read is malformed, and that is all that is known of it.
    let malformed = place.p2msg("authority open - --json").stdin("01x0\n");
    let malformed = object(&malformed.code(3).run().stdout);
    assert_eq!(malformed["kind"], "error");
}

/// What is inside of an envelope that is sealed with these options, for the authority `pubkey`.
fn inner_with(place: &Place, options: &[&str], pubkey: &str) -> Value {
    let seal = place.p2msg("--json --verbose authority seal --authority-key");
    let ran = seal
        .args([pubkey])
        .args(TRANSITION)
        .args(options.iter().copied())
        .run();
    let sealed = object(&ran.stdout);
    assert_eq!(sealed["authority"]["pubkey"], pubkey);
    let open = place.p2msg("--json authority open --authority-key");
    let open = open.args([pubkey, sealed["message_data"].as_str().unwrap()]);
    object(&open.run().stdout)["inner"].clone()
}

/// The private key of a phrase, as keystores.py derives it, and its public key.
fn phrase_case(index: usize) -> (Value, String) {
    let case = cases("bip39.json")[index].clone();
    let private = case["private"].as_str().unwrap();
    (case.clone(), pubkey_of(private))
}

fn pubkey_of(private: &str) -> String {
    let litecoin = Network::by_name("litecoin").unwrap();
    let key = SigningKey::parse(private, litecoin).unwrap();
    key.signing_pubkey().to_string()
}

#[test]
fn the_key_comes_in_every_form() {
    let place = place();
    let expected = inner_with(&place, &["--key-file", "key.hex"], PUBKEY);

    // WIF of Litecoin, and of Bitcoin if that is asked for.
    for (net, wif) in [("litecoin", 0xb0), ("bitcoin", 0x80)] {
        let mut bytes = vec![wif];
        bytes.extend(hex::decode(KEY).unwrap());
        bytes.push(1);
        let checksum = sha256d(&bytes);
        bytes.extend(&checksum[..4]);
        place.secret_file("key.wif", &bs58::encode(bytes).into_string());
        let inner = inner_with(&place, &["--net", net, "--key-file", "key.wif"], PUBKEY);
        assert_eq!(inner, expected);
    }
    for case in cases("keystores.json") {
        // That of p2msg itself is opened where it is made: it costs half a second.
        if case["name"] == "p2msg_default" {
            continue;
        }
        place.secret_file("keystore", &case["keystore"].to_string());
        place.secret_file("pass", case["passphrase"].as_str().unwrap());
        let options = ["--key-file", "keystore", "--passphrase-file", "pass"];
        inner_with(
            &place,
            &options,
            case["keystore"]["pubkey"].as_str().unwrap(),
        );
    }
    // Without a passphrase, and with one.
    let (case, pubkey) = phrase_case(24);
    assert_eq!(case["passphrase"], "");
    place.secret_file("phrase", case["phrase"].as_str().unwrap());
    let inner = inner_with(&place, &["--key-file", "phrase"], &pubkey);
    let explicit = ["--key-file", "phrase", "--bip32-path", "m/44h/2h/0h/0/0"];
    assert_eq!(inner_with(&place, &explicit, &pubkey), inner);
    let (case, pubkey) = phrase_case(25);
    place.secret_file("pass", case["passphrase"].as_str().unwrap());
    let options = ["--key-file", "phrase", "--passphrase-file", "pass"];
    inner_with(&place, &options, &pubkey);
}

#[test]
fn the_key_comes_from_every_source() {
    let place = place();
    let seal = || {
        place
            .p2msg("--json authority seal --authority-key")
            .args([PUBKEY])
            .args(TRANSITION)
    };
    seal().args(["--key-file", "-"]).stdin(KEY).run();
    seal().env("P2MSG_AUTHORITY_KEY_FILE", "key.hex").run();
    place.secret_file("credentials/p2msg-authority-key", KEY);
    seal().env("CREDENTIALS_DIRECTORY", "credentials").run();
    // A payout key is never taken for an authority's.
    let ran = seal()
        .env("P2MSG_MASTER_KEY_FILE", "key.hex")
        .env("P2MSG_NO_INPUT", "1")
        .code(5)
        .stderr("{")
        .run();
    assert_eq!(ran.error()["code"], "needs_secret");
}

#[test]
fn a_key_that_cannot_be_had_says_why() {
    let place = place();
    let (case, pubkey) = phrase_case(24);
    let phrase = case["phrase"].as_str().unwrap();
    let first = phrase.split(' ').next().unwrap();
    place.secret_file("phrase", phrase);
    place.secret_file("cut", phrase.trim_start_matches(first));
    place.secret_file("typo", &phrase.replacen(first, "abandonn", 1));
    let keystore = cases("keystores.json").pop().unwrap();
    place.secret_file("keystore", &keystore["keystore"].to_string());
    place.secret_file("wrong", "wrong");
    let seal = || {
        place
            .p2msg("--json authority seal --authority-key")
            .args([pubkey.as_str()])
            .args(TRANSITION)
    };
    for (options, code, error, cause) in [
        ("--key-file cut", 3, "bad_key", "it has 11 words"),
        ("--key-file typo", 3, "bad_key", "word 1 is not in"),
        (
            "--key-file phrase --bip32-path m/0",
            5,
            "not_an_authority",
            "the key is that of",
        ),
        (
            "--key-file key.hex --bip32-path m/0",
            2,
            "no_phrase",
            "--bip32-path goes with a BIP39 phrase",
        ),
        (
            "--key-file key.hex --passphrase-file wrong",
            2,
            "no_keystore",
            "--passphrase-file goes with a keystore, but key.hex (--key-file) holds none",
        ),
        (
            "--key-file keystore --passphrase-file wrong",
            1,
            "wrong_passphrase",
            "the passphrase is wrong",
        ),
        (
            "--key-file keystore --no-input",
            5,
            "needs_secret",
            "--passphrase-file",
        ),
    ] {
        let ran = seal().args(options.split(' ')).code(code).stderr(cause);
        let ran = ran.run();
        assert_eq!(ran.error()["code"], error, "{options}");
        assert!(ran.error()["hint"].is_string(), "{options}");
        assert_eq!(ran.stdout, "");
    }
    seal()
        .args(["--key-file", "phrase", "--bip32-path", "44'/2'"])
        .code(2)
        .stderr("a path begins with m")
        .run();
}

#[test]
fn a_file_without_a_key_is_named_and_says_what_belongs_there() {
    let place = place();
    place.secret_file("empty", "");
    place.secret_file("words", "three short words");
    place.secret_file("slip", &KEY[1..]);
    place.secret_file("half.json", r#"{"version": 1}"#);
    place.secret_file("pass", "correct horse");
    let create = "authority keystore create --out k.json";
    for (arguments, code, error, hint) in [
        (
            format!("{create} --key-file empty"),
            3,
            "empty (--key-file) holds no key: it is empty",
            "64 hex digits, WIF, a keystore, or a BIP39 phrase",
        ),
        (
            format!("{create} --key-file words"),
            3,
            "words (--key-file) holds no key",
            "a BIP39 phrase of 12 to 24 words",
        ),
        (
            format!("{create} --key-file slip"),
            3,
            "slip (--key-file) holds no key",
            "64 hex digits",
        ),
        (
            format!("{create} --key-file half.json"),
            3,
            "half.json (--key-file) holds no keystore",
            "p2msg authority keystore create",
        ),
        (
            format!("{create} --key-file key.hex --passphrase-file pass"),
            2,
            "key.hex (--key-file) holds none",
            "--new-passphrase-file",
        ),
        (
            format!("{create} --key-file key.hex --new-passphrase-file empty"),
            3,
            "empty (--new-passphrase-file) holds no passphrase",
            "in one line",
        ),
        (
            "authority keystore show key.hex".to_owned(),
            3,
            "key.hex is no keystore",
            "p2msg authority keystore create",
        ),
        (
            "key derive --master-key-file slip".to_owned(),
            3,
            "slip (--master-key-file) holds no key",
            "64 hex digits, WIF, or a keystore",
        ),
    ] {
        let ran = place.p2msg(&arguments).args(["--json"]).code(code);
        let error_json = ran.stderr(error).run().error();
        let found = error_json["hint"].as_str().unwrap_or_default();
        assert!(found.contains(hint), "{arguments}: {error_json}");
    }
    // Standard input and what was named elsewhere are called so.
    let derive = |stdin: &str| place.p2msg("key derive --master-key-file -").stdin(stdin);
    derive("x")
        .code(3)
        .stderr("standard input (--master-key-file) holds no key")
        .run();
    let named = place
        .p2msg("key derive")
        .env("P2MSG_MASTER_KEY_FILE", "slip");
    named
        .code(3)
        .stderr("slip (P2MSG_MASTER_KEY_FILE) holds no key")
        .run();
}

#[test]
fn a_keystore_is_made_shown_and_used() {
    let place = place();
    place.secret_file("pass", "correct horse\n");
    let create = || {
        place.p2msg(
            "--json authority keystore create --key-file key.hex --new-passphrase-file pass --out k.json",
        )
    };
    let created = object(&create().run().stdout);
    let file = place.work().join("k.json");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(
        created,
        json!({
            "schema": "p2msg.keystore/1",
            "path": "k.json",
            "pubkey": PUBKEY,
            "signing_id": PUBKEY.parse::<SigningPubkey>().unwrap().signing_id(),
            "authority": null,
            "cipher": "chacha20-poly1305",
            "kdf": "scrypt",
            "kdfparams": {"n": 131_072, "r": 8, "p": 1},
        })
    );
    let show = place.p2msg("--json authority keystore show k.json").run();
    assert_eq!(object(&show.stdout), created);
    let people = place.p2msg("authority keystore show k.json").run().stdout;
    assert!(
        people.contains(&format!("\npubkey      {PUBKEY}\n")),
        "{people}"
    );

    let written = fs::read_to_string(&file).unwrap();
    create().code(5).stderr("k.json exists already").run();
    assert_eq!(fs::read_to_string(&file).unwrap(), written);

    // It opens, to get a new passphrase in a new file. Each file takes half a second to open.
    place.secret_file("pass2", "other");
    place
        .p2msg("--quiet authority keystore create --key-file k.json --passphrase-file pass")
        .args(["--new-passphrase-file", "pass2", "--out", "k2.json"])
        .run();
    let options = ["--key-file", "k2.json", "--passphrase-file", "pass2"];
    inner_with(&place, &options, PUBKEY);
}

#[test]
fn a_keystore_of_the_deployed_tool_is_shown() {
    let place = Place::new();
    let case = cases("keystores.json").remove(0);
    let ran = place
        .p2msg("authority keystore show -")
        .stdin(case["keystore"].to_string())
        .stderr("note: it notices no alteration")
        .run();
    assert!(
        ran.stdout
            .ends_with("cipher      stream-sha256\nkdf         pbkdf2, 100000 iterations\n"),
        "{}",
        ran.stdout
    );
    let private = case["private"].as_str().unwrap();
    let ran = place
        .p2msg("authority keystore show - --json")
        .stdin(private);
    let ran = ran.code(3).stderr("bad_keystore").run();
    assert!(!ran.stderr.contains(private));
    place
        .p2msg("authority keystore show nothing")
        .code(1)
        .stderr("cannot read the keystore nothing")
        .run();
}

#[test]
fn secrets_are_asked_for_on_the_terminal_and_do_not_show() {
    let place = place();
    let mut terminal =
        place.terminal(r#""$P2MSG" authority keystore create --out k.json && echo made"#);
    terminal.wait_for("Authority key").type_line(KEY);
    terminal
        .wait_for("New passphrase")
        .type_line("horse battery");
    terminal
        .wait_for("The same again")
        .type_line("horse battery");
    let mut screen = terminal.ends_with(0);
    assert!(screen.contains("made"), "{screen}");

    let (case, pubkey) = phrase_case(25);
    let phrase = case["phrase"].as_str().unwrap();
    let script = format!(
        r#""$P2MSG" authority seal --type announce --msg x --ask-bip39-passphrase \
            --authority-key {pubkey} --out blob.hex < /dev/null"#
    );
    let mut terminal = place.terminal(&script);
    terminal.wait_for("Authority key").type_line(phrase);
    terminal
        .wait_for("Passphrase of the phrase")
        .type_line(case["passphrase"].as_str().unwrap());
    screen += &terminal.ends_with(0);

    let case = cases("keystores.json").remove(0);
    let passphrase = case["passphrase"].as_str().unwrap();
    assert!(passphrase.contains("horse"), "{passphrase}");
    place.secret_file("deployed.json", &case["keystore"].to_string());
    let pubkey = case["keystore"]["pubkey"].as_str().unwrap();
    let script = format!(
        r#""$P2MSG" authority seal --type announce --msg x --key-file deployed.json \
            --authority-key {pubkey} --out blob2.hex"#
    );
    let mut terminal = place.terminal(&script);
    terminal
        .wait_for("Passphrase of the keystore")
        .type_line(passphrase);
    screen += &terminal.ends_with(0);
    for secret in [KEY, "horse", phrase, "rich"] {
        assert!(!screen.contains(secret), "{screen}");
    }

    let script = r#""$P2MSG" authority keystore create --key-file key.hex --out no.json"#;
    let mut terminal = place.terminal(script);
    terminal.wait_for("New passphrase").type_line("one");
    terminal.wait_for("The same again").type_line("two");
    let screen = terminal.ends_with(1);
    assert!(screen.contains("the two passphrases differ"), "{screen}");
    assert!(screen.contains("nothing was written; run"), "{screen}");
    assert!(!place.work().join("no.json").exists());
}

#[test]
fn no_secret_is_left_anywhere() {
    let place = Place::new();
    let (case, pubkey) = phrase_case(25);
    let phrase = case["phrase"].as_str().unwrap();
    let passphrase = case["passphrase"].as_str().unwrap();
    let private = case["private"].as_str().unwrap();
    let secrets = tempfile::tempdir().unwrap();
    let secret = |name: &str, text: &str| {
        let path = secrets.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path.display().to_string()
    };
    let phrase_file = secret("phrase", phrase);
    let passphrase_file = secret("passphrase", passphrase);
    let options = [
        "--key-file",
        &phrase_file,
        "--passphrase-file",
        &passphrase_file,
    ];
    let seal = |code: i32, more: &[&str]| -> Ran {
        place
            .p2msg("--verbose authority seal --authority-key")
            .args([pubkey.as_str()])
            .args(TRANSITION)
            .args(more.iter().copied())
            .code(code)
            .stderr("")
            .run()
    };
    let mut shown = String::new();
    for ran in [
        seal(0, &options),
        seal(0, &[&options[..], &["--out", "x.hex"]].concat()),
        seal(5, &[&options[..], &["--bip32-path", "m/1"]].concat()),
        seal(3, &["--key-file", &passphrase_file]),
        place
            .p2msg("--verbose authority keystore create --out k.json")
            .args(["--new-passphrase-file", &passphrase_file])
            .args(options)
            .stderr("note: verbose")
            .run(),
    ] {
        shown += &ran.stdout;
        shown += &ran.stderr;
    }
    for file in ["x.hex", "k.json"] {
        shown += &fs::read_to_string(place.work().join(file)).unwrap();
    }
    for secret in [phrase, passphrase, private] {
        assert!(!shown.contains(secret), "{shown}");
    }
    for word in phrase.split(' ').filter(|word| word.len() > 5) {
        assert!(!shown.contains(word), "{word}: {shown}");
    }
}
