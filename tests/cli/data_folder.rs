//! Which data folder is used, and two folders with p2msg's files.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::Value;

use crate::support::miner::{Miner, lines, one};
use crate::support::place::Place;

/// A place with a state file at key_index 3 in the user's own folder and an empty `data` in the
/// working folder, as in the folder of a node.
fn in_a_node_folder() -> Miner {
    let miner = Miner::new();
    let own = own_folder(&miner.place);
    miner
        .keyed(&format!("key init --index 3 --data-dir {own}"))
        .stdout();
    miner
}

fn own_folder(place: &Place) -> String {
    let own = place.home().join(".local/share/p2msg");
    own.display().to_string()
}

#[test]
fn an_existing_key_state_decides_before_an_empty_folder() {
    let miner = in_a_node_folder();
    let own = own_folder(&miner.place);
    let shown = one(&miner.p2msg("key show --json").run().stdout);
    assert_eq!(shown["key_index"], 3);
    assert_eq!(shown["path"], format!("{own}/signing_key.json"));
    miner.p2msg("send hello").stdout();
    assert_eq!(fs::read_dir(miner.path("")).unwrap().count(), 0);
    // A second state below the rotated index.
    miner
        .keyed("key init")
        .code(5)
        .stderr(format!("error: {own}/signing_key.json exists already"))
        .run();
    assert_eq!(fs::read_dir(miner.path("")).unwrap().count(), 0);
}

#[test]
fn without_files_a_folder_named_data_is_used() {
    let miner = Miner::new();
    miner.p2msg("send hello").stdout();
    assert!(miner.path("message_queue.json").is_file());
    let place = Place::new();
    place.p2msg("send hello").stdout();
    assert!(
        place
            .home()
            .join(".local/share/p2msg/message_queue.json")
            .is_file()
    );
}

#[test]
fn two_folders_with_files_are_both_named() {
    let miner = in_a_node_folder();
    let own = own_folder(&miner.place);
    miner.p2msg("send hello --data-dir data").stdout();
    let warning = format!(
        "warning: data and {own} both contain p2msg's files; using data: choose with --data-dir\n"
    );
    for arguments in [
        "queue list",
        "send again",
        "key log",
        "pack --dry-run --json",
    ] {
        let run = miner.keyed(arguments).codes(&[0, 1]);
        let part = match arguments.contains("--json") {
            true => format!("data and {own} both contain"),
            false => warning.clone(),
        };
        run.stderr(part).run();
    }
    // These use no data folder, or one that is named.
    for arguments in ["key derive", "queue list --data-dir data"] {
        miner.keyed(arguments).run();
    }
    miner
        .keyed("key init")
        .code(5)
        .stderr(&warning)
        .stderr(format!(
            "error: a second state file is not created, because {own}/signing_key.json exists\n\
             hint: use it: --data-dir {own}\nhint: to use two keys, "
        ))
        .run();
    assert!(!miner.path("signing_key.json").exists());
    miner.keyed("key init --data-dir data").stdout();
}

#[test]
fn doctor_shows_both_folders() {
    let miner = in_a_node_folder();
    let own = own_folder(&miner.place);
    miner.p2msg("send hello --data-dir data").stdout();
    let stdout = miner
        .p2msg("doctor --json --net terracoin_testnet")
        .code(0)
        .run()
        .stdout;
    let found = lines(&stdout);
    let data = |part: &str| {
        let about = |finding: &&Value| {
            finding["check"] == "data" && finding["message"].as_str().unwrap().contains(part)
        };
        found
            .iter()
            .find(about)
            .unwrap_or_else(|| panic!("{part:?}: {stdout}"))
    };
    assert_eq!(data("data, mode 0")["state"], "ok");
    let other = data(&format!(
        "{own} also contains p2msg's files (key_index 3, 0 pending); p2msg uses data"
    ));
    assert_eq!(other["state"], "note");
    assert!(other["hint"].as_str().unwrap().contains("--data-dir"));
}

#[test]
fn a_link_to_the_same_folder_is_one_folder() {
    let place = Place::new();
    place.p2msg("send hello").stdout();
    symlink(own_folder(&place), place.work().join("data")).unwrap();
    assert_eq!(
        place
            .p2msg("queue list --json")
            .run()
            .stdout
            .lines()
            .count(),
        1
    );
}

#[test]
fn init_over_an_existing_state_never_suggests_moving_the_file() {
    let miner = Miner::new();
    miner.keyed("key init --index 3").stdout();
    let without_key = miner.p2msg("key init").code(5).stderr("key rotate").run();
    let same = miner
        .keyed("key init --index 5")
        .code(5)
        .stderr("error: data/signing_key.json exists already\n")
        .stderr("it belongs to this key, so there is nothing to do")
        .run();
    miner.place.secret_file("other.key", &"11".repeat(32));
    let other = miner
        .p2msg("key init --master-key-file other.key")
        .code(5)
        .stderr("error: data/signing_key.json exists already\ncause: data/signing_key.json holds ")
        .stderr("hint: the keys differ: ")
        .run();
    let state = miner.data("signing_key.json");
    miner.place.file("data/signing_key.json", "{");
    let broken = miner
        .keyed("key init")
        .code(1)
        .stderr("restore it from a backup")
        .run();
    fs::remove_file(miner.path("signing_key.json")).unwrap();
    let logged = miner.keyed("key init").code(5).stderr("key_log").run();
    for ran in [without_key, same, other, broken, logged] {
        assert!(!ran.stderr.contains("away"), "{}", ran.stderr);
        assert!(!ran.stderr.contains(&"11".repeat(32)));
    }
    assert!(state.contains("\"key_index\": 3"), "{state}");
}
