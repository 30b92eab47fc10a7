//! Every system call that writes fails once, and every file that is written survives a power cut:
//! old or new, never neither.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::miner::Miner;
use crate::support::place::P2MSG;

/// Commands that write, each run in a place as [`prepared`].
const WRITERS: [&str; 9] = [
    "send another",
    "queue remove 4",
    "queue retry 1",
    "queue confirm packed.hex",
    "pack --out next.hex",
    "pack --no-announcement",
    "key rotate --yes",
    "key init --data-dir other",
    "key export --out signing.wif",
];

/// What fails: one of these calls, with this error. Removing may fail as well, but then what is
/// left lying about is no fault of ours.
const FAULTS: [(&str, &str); 12] = [
    ("openat", "EACCES"),
    ("write", "ENOSPC"),
    ("fsync", "EIO"),
    ("fchmod", "EPERM"),
    ("?rename", "EIO"),
    ("?renameat", "EIO"),
    ("?renameat2", "EIO"),
    ("?link", "EIO"),
    ("linkat", "EIO"),
    ("?mkdir", "ENOSPC"),
    ("mkdirat", "ENOSPC"),
    ("flock", "ENOLCK"),
];

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A queue of six messages, three of them packed, and what the commands take.
fn prepared() -> Miner {
    let miner = Miner::ready();
    for number in 1..=6 {
        miner.send(&format!("message {number}"));
    }
    miner.keyed("pack --quiet --out packed.hex").run();
    miner
}

fn copy(files: &Files, from: &Miner) -> Miner {
    let miner = Miner::new();
    for (path, content) in files {
        let name = path.strip_prefix(from.place.work()).unwrap();
        let content = std::str::from_utf8(content).unwrap();
        miner.place.secret_file(name.to_str().unwrap(), content);
    }
    miner
}

/// The files of a miner by name; the lock is empty and may or may not be there.
fn files(miner: &Miner) -> BTreeMap<String, Vec<u8>> {
    let work = miner.place.work();
    let name = |path: &Path| path.strip_prefix(&work).unwrap().display().to_string();
    let files = miner
        .files()
        .into_iter()
        .map(|(path, content)| (name(&path), content));
    files.filter(|(name, _)| !name.ends_with(".lock")).collect()
}

fn strace(miner: &Miner, options: &[&str], command: &str) -> std::process::Output {
    Command::new("strace")
        .args(["-f", "-qq", "-y", "-o", "trace"])
        .args(options)
        .arg(P2MSG)
        .args(command.split(' '))
        .env_clear()
        .envs(miner.place.environment())
        .env("P2MSG_MASTER_KEY_FILE", "master.key")
        .current_dir(miner.place.work())
        .output()
        .unwrap()
}

#[allow(clippy::print_stderr, reason = "called by tests, which may")]
fn can_trace() -> bool {
    let traced = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .status();
    let can = traced.is_ok_and(|status| status.success());
    if !can {
        eprintln!("SKIPPED: there is no strace that may trace");
    }
    can
}

#[test]
fn whatever_fails_every_file_is_old_or_new() {
    if !can_trace() {
        return;
    }
    let origin = prepared();
    let template = origin.files();
    let old = files(&origin);
    let every_call = Vec::from_iter(FAULTS.map(|(call, _)| call)).join(",");
    for command in WRITERS {
        let done = copy(&template, &origin);
        let traced = format!("trace={every_call}");
        let without_fault = strace(&done, &["-e", &traced], command);
        let calls = fs::read_to_string(done.place.work().join("trace")).unwrap();
        fs::remove_file(done.place.work().join("trace")).unwrap();
        let new = files(&done);
        assert_ne!(new, old, "{command} writes nothing: {without_fault:?}");
        let mut faults = 0;
        for (call, error) in FAULTS {
            for number in numbers(&calls, call) {
                let miner = copy(&template, &origin);
                let trace = format!("trace={call}");
                let inject = format!("inject={call}:error={error}:when={number}");
                let ran = strace(&miner, &["-e", &trace, "-e", &inject], command);
                let trace = fs::read_to_string(miner.place.work().join("trace")).unwrap();
                fs::remove_file(miner.place.work().join("trace")).unwrap();
                assert!(trace.contains("(INJECTED)"), "{command}, {call} {number}");
                faults += 1;
                let context = format!("{command}, {call} {number}: {ran:?}\n{trace}");
                for (name, content) in files(&miner) {
                    let is_new = new.get(&name) == Some(&content);
                    assert!(
                        is_new || old.get(&name) == Some(&content),
                        "{name}: {context}"
                    );
                }
                let lost = |name: &&String| {
                    new.contains_key(*name) && !miner.place.work().join(name).exists()
                };
                assert_eq!(old.keys().find(lost), None, "{context}");
                assert!(
                    !ran.status.success() || files(&miner).len() == new.len(),
                    "it says that it is done: {context}"
                );
            }
        }
        assert!(faults > 10, "{command}: {faults} faults");
    }
}

/// Which calls of this name the trace contains, counted from 1. Leaves out those that load the
/// program's libraries: p2msg does not run yet.
fn numbers(trace: &str, call: &str) -> Vec<usize> {
    let start = format!("{}(", call.trim_start_matches('?'));
    let calls = trace.lines().filter(|line| {
        let (_pid, line) = line.split_once(' ').expect("a process id");
        line.trim_start().starts_with(&start)
    });
    let numbered = (1..).zip(calls);
    numbered
        .filter(|(_, line)| !line.contains(".so"))
        .map(|(number, _)| number)
        .collect()
}

/// The names of what was flushed and renamed, in order, from a trace.
fn check_order(trace: &str, command: &str) -> BTreeSet<String> {
    let mut flushed = BTreeSet::new();
    let mut unflushed_folders = BTreeSet::new();
    let mut replaced = BTreeSet::new();
    for line in trace.lines() {
        let call = line
            .split_once(' ')
            .map_or(line, |(_pid, call)| call.trim_start());
        let path = call
            .split_once('<')
            .and_then(|(_, rest)| rest.split_once('>'));
        let path = path.map(|(path, _)| PathBuf::from(path));
        if call.starts_with("write(") {
            flushed.remove(&path.unwrap_or_default());
        } else if call.starts_with("fsync(") || call.starts_with("fdatasync(") {
            let path = path.unwrap_or_default();
            unflushed_folders.remove(&path);
            flushed.insert(path);
        } else if call.starts_with("rename") || call.starts_with("link") {
            if !call.trim_end().ends_with("= 0") {
                continue;
            }
            let names: Vec<&str> = call.split('"').skip(1).step_by(2).collect();
            let [from, to] = names[..] else {
                panic!("{command}: {call}");
            };
            let is_flushed = flushed
                .iter()
                .any(|path| path.ends_with(Path::new(from).file_name().unwrap()));
            assert!(
                is_flushed,
                "{command}: {from} is put in place before it is on the disk\n{trace}"
            );
            let folder = Path::new(to).parent().unwrap();
            unflushed_folders.extend(folder.canonicalize().ok());
            replaced.insert(to.to_owned());
        }
    }
    assert_eq!(
        unflushed_folders.len(),
        0,
        "{command}: not flushed: {unflushed_folders:?}\n{trace}"
    );
    replaced
}

/// Whether strace shows the names of files. It reads them from the memory of p2msg, which only root
/// may do.
#[allow(clippy::print_stderr, reason = "called by tests, which may")]
fn can_see_names() -> bool {
    let can = nix::unistd::geteuid().is_root();
    if !can {
        eprintln!("SKIPPED: only root can trace the names of the files that p2msg opens");
    }
    can
}

#[test]
fn a_file_is_on_the_disk_before_it_takes_its_place_and_its_folder_after() {
    if !can_trace() || !can_see_names() {
        return;
    }
    let origin = prepared();
    let template = origin.files();
    let check = "node check --url http://127.0.0.1:1 --textfile p2msg.prom";
    for command in WRITERS.into_iter().chain([check]) {
        let miner = copy(&template, &origin);
        let calls = "trace=write,fsync,fdatasync,?rename,?renameat,?renameat2,?link,linkat";
        strace(&miner, &["-e", calls], command);
        let trace = fs::read_to_string(miner.place.work().join("trace")).unwrap();
        let replaced = check_order(&trace, command);
        assert!(!replaced.is_empty(), "{command} replaces no file\n{trace}");
    }
}
