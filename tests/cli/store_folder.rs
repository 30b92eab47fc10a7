//! Folders of share stores that contain something else under the name of one.

use std::fs::File;
use std::process::Command;

use crate::support::place::Place;
use crate::support::served::Chain;

/// A pipe without a writer, a device without end and a hole of 4 TiB, before a good file.
fn place() -> Place {
    let place = Place::new();
    place.file("store/shares.9", Chain::new().chat(1, "hello", 90));
    let at = |name: &str| place.work().join(name);
    let fifo = Command::new("mkfifo").arg(at("store/shares.1")).status();
    assert!(fifo.unwrap().success());
    std::os::unix::fs::symlink("/dev/zero", at("store/shares.2")).unwrap();
    let hole = File::create(at("store/shares.3")).unwrap();
    hole.set_len(4 << 40).unwrap();
    place
}

/// Each run ends: the runs of [`Place`] have a time limit.
#[test]
fn commands_on_a_folder_read_regular_files_only_and_come_to_an_end() {
    let place = place();
    for command in ["decode --with-messages", "verify", "store messages"] {
        let ran = place
            .p2msg(&format!("--net litecoin_testnet {command} store"))
            .codes(&[1, 3, 4])
            .stderr("note: skipped store/shares.1, because it is a named pipe\n")
            .stderr("note: skipped store/shares.2, because it is a device\n")
            .run();
        let all = ran.stdout + &ran.stderr;
        assert!(all.contains("too long for a share"), "{command}: {all}");
        assert!(
            command == "verify" || all.contains("hello"),
            "{command}: {all}"
        );
    }
}

#[test]
fn doctor_reports_a_pipe_in_a_share_store() {
    let place = Place::new();
    std::fs::create_dir(place.work().join("store")).unwrap();
    let fifo = Command::new("mkfifo")
        .arg(place.work().join("store/shares.1"))
        .status();
    assert!(fifo.unwrap().success());
    let ran = place.p2msg("doctor --shares store").stderr("").run();
    let note = "note   shares    skipped store/shares.1, because it is a named pipe\n";
    assert!(ran.stdout.contains(note), "{}", ran.stdout);
}
