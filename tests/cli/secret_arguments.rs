//! A private key in an argument or a variable is refused and never repeated.

use crate::support::place::Place;

/// The private key 1: in hex, as WIF of Bitcoin and Litecoin, and as WIF with a slip.
const KEYS: [&str; 4] = [
    "0000000000000000000000000000000000000000000000000000000000000001",
    "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn",
    "T33ydQRKp4FCW5LCLLUB7deioUMoveiwekdwUwyfRDeGZm76aUjV",
    "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWm",
];

#[test]
fn refuses_before_anything_could_repeat_it() {
    let place = Place::new();
    for key in KEYS {
        for arguments in [
            format!("man {key}"),
            format!("--frobnicate={key}"),
            format!("--signing-key {key}"),
            key.to_owned(),
            format!("--json man --out x --master-key-file {key}"),
        ] {
            let ran = place.p2msg(&arguments).code(5).stderr("private key");
            let ran = ran.stderr("--master-key-file").run();
            assert_eq!(ran.stdout, "");
            assert!(!ran.stderr.contains(key), "{}", ran.stderr);
            if arguments.starts_with("--json") {
                assert_eq!(ran.error()["code"], "secret_in_arguments");
            }
        }
    }
}

#[test]
fn a_key_is_refused_wherever_no_hash_is_expected() {
    let place = Place::new();
    let key = KEYS[0];
    for arguments in [
        format!("authority seal --type alert {key}"),
        format!("authority seal --type alert --msg {key}"),
        format!("authority seal --type featured --url={key}"),
        format!("authority seal --type featured --label 0x{key}"),
        format!("authority keystore create --out x {key}"),
        format!("authority keystore show {key}"),
        format!("store chat shares.0 --grep {key}"),
        format!("decode --from {key}"),
        format!("send {key}"),
    ] {
        let ran = place.p2msg(&arguments).code(5);
        let ran = ran
            .stderr("looks like a private key")
            .stderr("--key-file")
            .run();
        assert_eq!(ran.stdout, "");
        assert!(!ran.stderr.contains(key), "{}", ran.stderr);
    }
    // What takes hex takes 64 digits of it too, and these are no message_data.
    for arguments in ["decode", "authority open --json", "queue confirm"] {
        let run = place.p2msg(&format!("{arguments} {key}")).codes(&[0, 3, 4]);
        run.stderr("").run();
    }
}

#[test]
fn a_path_that_is_not_there_may_be_a_mistyped_key() {
    let place = Place::new();
    let mistyped = &KEYS[0][1..];
    for arguments in [
        format!("key derive --master-key-file {mistyped}"),
        format!("authority keystore show {mistyped}"),
    ] {
        let ran = place.p2msg(&arguments).code(1).stderr("[63 characters]");
        assert!(!ran.run().stderr.contains(mistyped), "{arguments}");
    }
}

#[test]
fn usage_errors_do_not_repeat_what_may_be_a_mistyped_key() {
    let place = Place::new();
    let digit_missing = &KEYS[0][1..];
    let letter_missing = &KEYS[1][1..];
    for mistyped in [digit_missing, letter_missing] {
        for arguments in [
            format!("man {mistyped}"),
            format!("--{mistyped}"),
            mistyped.to_owned(),
        ] {
            let ran = place.p2msg(&arguments).code(2).stderr(" characters]").run();
            assert!(!ran.stderr.contains(mistyped), "{}", ran.stderr);
        }
        let variable = place.p2msg("man").env("P2MSG_NET", mistyped).code(2);
        assert!(!variable.stderr("P2MSG_NET").run().stderr.contains(mistyped));
    }
}

#[test]
fn a_variable_that_should_hold_a_path_is_not_repeated_either() {
    let place = Place::new();
    for key in KEYS {
        for name in ["P2MSG_DATA_DIR", "P2MSG_SIGNING_KEY_FILE"] {
            let ran = place.p2msg("man").env(name, key).code(2);
            let ran = ran.stderr(format!("{name}: it must be a path")).run();
            assert!(!ran.stderr.contains(key), "{}", ran.stderr);
        }
    }
}
