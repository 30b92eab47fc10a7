//! File systems with fixed modes or without locks, symbolic links, and unreadable characters in
//! p2msg's files.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Command, Output};

use crate::support::miner::{Miner, lines};
use crate::support::place::P2MSG;

/// Runs p2msg while each call of `call` fails with `error`; `None` without strace.
#[allow(clippy::print_stderr, reason = "called by tests, which may")]
fn with_fault(miner: &Miner, call: &str, error: &str, arguments: &str) -> Option<Output> {
    let traced = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .status();
    if !traced.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: there is no strace that may trace");
        return None;
    }
    let output = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null"])
        .args(["-e", &format!("trace={call}")])
        .args(["-e", &format!("inject={call}:error={error}")])
        .arg(P2MSG)
        .args(arguments.split(' '))
        .env_clear()
        .envs(miner.place.environment())
        .env("P2MSG_MASTER_KEY_FILE", "master.key")
        .current_dir(miner.place.work())
        .output();
    Some(output.unwrap())
}

#[test]
fn a_file_system_with_fixed_modes_is_no_error() {
    for command in ["key init", "send hello", "key derive"] {
        let miner = Miner::new();
        let Some(ran) = with_fault(&miner, "fchmod", "EPERM", command) else {
            return;
        };
        let stderr = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "{command}: {stderr}");
    }
    // A file that must be readable by others, and is not.
    let miner = Miner::new();
    let check = "node check --url http://127.0.0.1:1 --textfile p2msg.prom";
    if let Some(ran) = with_fault(&miner, "fchmod", "EPERM", check) {
        let stdout = String::from_utf8_lossy(&ran.stdout).into_owned();
        assert!(stdout.contains("p2msg.prom"), "{stdout}");
        assert!(!miner.place.work().join("p2msg.prom").exists());
    }
}

#[test]
fn a_file_system_without_locks_is_named_with_the_remedy() {
    for error in ["ENOLCK", "EOPNOTSUPP", "ENOSYS"] {
        let miner = Miner::new();
        let Some(ran) = with_fault(&miner, "flock", error, "send hello") else {
            return;
        };
        let stderr = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(1), "{stderr}");
        let start = "error: cannot lock data/p2msg.lock: the file system ";
        assert!(stderr.starts_with(start), "{stderr}");
        assert!(stderr.contains(" at /"), "{stderr}");
        assert!(stderr.contains("does not support locks ("), "{stderr}");
        let hint = "hint: name a folder on a local file system with --data-dir";
        assert!(stderr.contains(hint), "{stderr}");
    }
}

/// The files of the data folder, moved to another folder, with links in their place.
fn linked() -> Miner {
    let miner = Miner::ready();
    miner.send("hello");
    let work = miner.place.work();
    fs::create_dir(work.join("disk")).unwrap();
    for name in ["signing_key.json", "key_log.jsonl", "message_queue.json"] {
        fs::rename(miner.path(name), work.join("disk").join(name)).unwrap();
        symlink(format!("../disk/{name}"), miner.path(name)).unwrap();
    }
    miner
}

#[test]
fn commands_that_only_read_follow_symbolic_links() {
    let miner = linked();
    for (command, part) in [
        ("key show", "key_index "),
        ("key log", "yes"),
        ("key announce", "00000000"),
        ("queue list", "hello"),
        ("queue show 1", "hello"),
        ("pack --dry-run", "01"),
    ] {
        let shown = miner.keyed(command).stdout();
        assert!(shown.contains(part), "{command}: {shown}");
    }
    let doctor = miner.p2msg("doctor --net terracoin_testnet").stdout();
    assert!(
        doctor.contains("data/signing_key.json is a symbolic link; commands that change"),
        "{doctor}"
    );
    let before = miner.files();
    for command in [
        "send again",
        "pack",
        "key rotate --yes",
        "queue clear --yes",
    ] {
        miner
            .keyed(command)
            .code(5)
            .stderr("is a symbolic link\n")
            .run();
    }
    for (path, content) in before {
        assert_eq!(fs::read(&path).unwrap(), content, "{}", path.display());
    }
    // The conditions for files apply to the targets, too.
    let disk = miner.place.work().join("disk");
    fs::set_permissions(&disk, Permissions::from_mode(0o777)).unwrap();
    miner
        .p2msg("key show")
        .code(5)
        .stderr("disk has mode 0777")
        .run();
    fs::remove_file(disk.join("message_queue.json")).unwrap();
    fs::set_permissions(&disk, Permissions::from_mode(0o700)).unwrap();
    miner
        .p2msg("queue list")
        .code(5)
        .stderr("error: data/message_queue.json is a symbolic link\n")
        .run();
}

#[test]
fn unreadable_characters_in_the_files_are_reported() {
    let miner = Miner::ready();
    let state = miner.data("signing_key.json");
    let foreign = state.replacen('{', r#"{"note": "\ud800", "#, 1);
    miner.place.secret_file("data/signing_key.json", &foreign);
    let warning = "warning: data/signing_key.json: unreadable characters replaced by U+FFFD: 1\n";
    miner.p2msg("key show").stderr(warning).run();
    miner.p2msg("queue list").stderr(warning).run();
    miner.p2msg("key derive --master-key-file master.key").run();
    let doctor = miner
        .p2msg("doctor --json --net terracoin_testnet")
        .stdout();
    let found = lines(&doctor).into_iter().find(|finding| {
        let message = finding["message"].as_str().unwrap();
        message.contains("unreadable characters replaced by U+FFFD: 1")
    });
    assert_eq!(found.unwrap()["state"], "note");
    // The next change writes the replacement, which is readable.
    miner.keyed("key rotate --yes").stderr(warning).run();
    miner.p2msg("key show").run();
}
