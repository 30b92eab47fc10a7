//! Default and named places of the config file and the data folder, and values of variables.

use std::fs;

use crate::support::place::{Place, Run};

fn with_home<'a>(place: &'a Place, arguments: &str, home: &str) -> Run<'a> {
    place.p2msg(arguments).env("HOME", home)
}

#[test]
fn a_home_that_is_no_folder_counts_as_missing() {
    let place = Place::new();
    let config =
        "note: the default config file /dev/null/.config/p2msg/config.toml cannot be reached";
    let data = "note: the default data folder /dev/null/.local/share/p2msg cannot be reached";
    let ran = with_home(&place, "queue list", "/dev/null")
        .stderr(config)
        .stderr(data)
        .stderr("name another one with --data-dir")
        .run();
    assert_eq!(ran.stdout, "");
    with_home(&place, "key show", "/dev/null")
        .code(1)
        .stderr("error: there is no /dev/null/.local/share/p2msg/signing_key.json")
        .run();
    with_home(&place, "key log", "/dev/null").stderr(data).run();
    let doctor = with_home(&place, "doctor", "/dev/null");
    let doctor = doctor.codes(&[0, 1]).stderr(data).run().stdout;
    let found = doctor
        .lines()
        .find(|line| line.contains("cannot be reached"));
    assert!(found.is_some_and(|line| line.contains("note")), "{doctor}");
    // A change needs the folder.
    with_home(&place, "send hello", "/dev/null")
        .code(1)
        .stderr("error: /dev/null/.local/share/p2msg is not a folder")
        .run();
    with_home(&place, "send hello --data-dir data", "/dev/null")
        .stderr(config)
        .run();
}

#[test]
fn a_named_place_that_cannot_be_reached_is_an_error() {
    let place = Place::new();
    for (arguments, error) in [
        ("queue list --data-dir /dev/null/p2msg", "error: "),
        (
            "queue list --config /dev/null/config.toml",
            "error: cannot read the config file /dev/null/config.toml",
        ),
    ] {
        place.p2msg(arguments).code(1).stderr(error).run();
    }
    place
        .p2msg("queue list")
        .env("P2MSG_DATA_DIR", "/dev/null/p2msg")
        .code(1)
        .stderr("/dev/null/p2msg")
        .run();
}

#[test]
fn a_tilde_is_refused_where_no_shell_expands_it() {
    let place = Place::new();
    let stderr = "begins with ~, which only shells expand";
    for (name, value) in [
        ("P2MSG_DATA_DIR", "~/p2msg"),
        ("P2MSG_CONFIG", "~/p2msg.toml"),
        ("P2MSG_SIGNING_KEY_FILE", "~root/key.json"),
        ("P2MSG_MASTER_KEY_FILE", "~/master.key"),
    ] {
        place
            .p2msg("queue list")
            .env(name, value)
            .code(2)
            .stderr(format!("error: {name}: it {stderr}"))
            .stderr("hint: write the whole path")
            .run();
    }
    place
        .p2msg("send x --data-dir=~/p2msg")
        .code(2)
        .stderr(stderr)
        .run();
    place.config("net = \"litecoin\"\ndata-dir = \"~/p2msg\"\n");
    place
        .p2msg("send x")
        .code(2)
        .stderr(format!("config.toml line 2: data-dir: it {stderr}"))
        .run();
    assert_eq!(fs::read_dir(place.work()).unwrap().count(), 0);
}

#[test]
fn a_folder_cannot_be_named_like_stdin() {
    let place = Place::new();
    for arguments in [
        "send x --data-dir -",
        "send x --data-dir=-",
        "key show --signing-key-file -",
    ] {
        place
            .p2msg(arguments)
            .code(2)
            .stderr("'-' is not a path")
            .run();
    }
    assert_eq!(fs::read_dir(place.work()).unwrap().count(), 0);
}

#[test]
fn a_relative_home_is_refused() {
    let place = Place::new();
    place.file("here/.config/p2msg/config.toml", "net = \"digibyte\"\n");
    with_home(&place, "queue list", "here")
        .code(2)
        .stderr("error: HOME: 'here' is not an absolute path\nhint: set HOME to the whole path")
        .run();
    let doctor = with_home(&place, "doctor", "here").code(1).run().stdout;
    assert!(doctor.contains("HOME: 'here' is not"), "{doctor}");
    assert!(!doctor.contains("digibyte"), "{doctor}");
}

#[test]
fn a_control_character_in_a_variable_is_named() {
    let place = Place::new();
    for (name, value, part) in [
        ("P2MSG_DATA_DIR", "data\r", "a carriage return (0x0d)"),
        (
            "P2MSG_URL",
            "http://127.0.0.1:1\r",
            "a carriage return (0x0d)",
        ),
        ("P2MSG_NET", "litecoin\r", "a carriage return (0x0d)"),
        (
            "P2MSG_SIGNING_WIF_FILE",
            "a.wif\r",
            "a carriage return (0x0d)",
        ),
        (
            "P2MSG_CONFIG",
            "a\u{1b}[2J.toml",
            "the control character 0x1b",
        ),
    ] {
        place
            .p2msg("queue list")
            .env(name, value)
            .code(2)
            .stderr(format!("error: {name}: the value contains {part}\nhint: "))
            .run();
    }
    place.config("data-dir = \"data\\r\"\n");
    place
        .p2msg("queue list")
        .code(2)
        .stderr("config.toml line 1: data-dir: the value contains a carriage return")
        .run();
}

#[test]
fn an_unknown_variable_is_a_warning() {
    let place = Place::new();
    place
        .p2msg("queue list")
        .env("P2MSG_DATADIR", "elsewhere")
        .stderr(
            "warning: unknown environment variable P2MSG_DATADIR; did you mean P2MSG_DATA_DIR?\n",
        )
        .run();
    place
        .p2msg("queue list")
        .env("P2MSG_MASTERKEY_FILE", "master.key")
        .stderr("did you mean P2MSG_MASTER_KEY_FILE?")
        .run();
    place
        .p2msg("queue list")
        .env("P2MSG_ZZZ", "1")
        .stderr("warning: unknown environment variable P2MSG_ZZZ; it is ignored\n")
        .run();
    // These are variables of the units and scripts that come with p2msg.
    place
        .p2msg("completions bash")
        .env("P2MSG_SHARES", "shares")
        .env("P2MSG_LISTEN", "127.0.0.1:9328")
        .env("P2MSG_MAIL_TO", "root")
        .env("P2MSG_LOCK_TIMEOUT", "3")
        .run();
}
