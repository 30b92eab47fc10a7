//! Named pipes, sockets and devices, paths that are not UTF-8, and systems that start no thread.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::thread;

use crate::support::miner::{Miner, lines, one};
use crate::support::mock::{MockNode, plan};
use crate::support::place::Place;
use crate::support::running::Running;
use crate::support::served::{Chain, Served};

/// No thread has so large a stack, so the system refuses to start one, as with a limit of processes.
const NO_THREADS: (&str, &str) = ("RUST_MIN_STACK", "140737488355328");

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.unwrap().success());
}

#[test]
fn special_files_in_a_store_folder_are_skipped_with_a_note() {
    let place = Place::new();
    place.file("store/shares.5", Chain::new().chat(1, "hello", 90));
    let at = |name: &str| place.work().join("store").join(name);
    pipe(&at("shares.1"));
    let _socket = UnixListener::bind(at("shares.2")).unwrap();
    symlink("/dev/zero", at("shares.3")).unwrap();
    fs::create_dir(at("shares.4")).unwrap();
    for command in ["decode", "verify", "store messages"] {
        let ran = place
            .p2msg(&format!("--net litecoin_testnet {command} store"))
            // The work of the test's share does not suffice.
            .codes(&[0, 4])
            .stderr("note: skipped store/shares.1, because it is a named pipe\n")
            .stderr("note: skipped store/shares.2, because it is a socket\n")
            .stderr("note: skipped store/shares.3, because it is a device\n")
            .stderr("note: skipped store/shares.4, because it is a folder\n")
            .run();
        assert!(!ran.stdout.is_empty(), "{command}");
    }
    let served = Served::start(&place, "--shares store");
    served.wait_for_texts(&["hello"]);
    assert_eq!(served.json("/healthz")["status"], "ok");
    served
        .running
        .stderr("skipping store/shares.1, because it is a named pipe");
}

#[test]
fn a_special_file_is_no_config_file() {
    let place = Place::new();
    pipe(&place.work().join("config"));
    let _socket = UnixListener::bind(place.work().join("socket")).unwrap();
    for (path, found) in [
        ("config", "a named pipe"),
        ("socket", "a socket"),
        ("/dev/zero", "a device"),
    ] {
        place
            .p2msg(&format!("queue list --config {path}"))
            .code(1)
            .stderr(format!(
                "error: cannot read the config file {path}: it is {found}\n"
            ))
            .run();
    }
    let empty = place.p2msg("queue list --config /dev/null");
    empty.stderr("note: the queue is empty\n").run();
}

#[test]
fn special_files_that_are_named_are_read_as_streams() {
    let place = Place::new();
    let line = Chain::new().chat(1, "hello", 90);
    place.file("shares.0", &line);
    pipe(&place.work().join("pipe"));
    let listener = UnixListener::bind(place.work().join("socket")).unwrap();
    let sender = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(line.as_bytes()).unwrap();
    });
    let decode = "\"$P2MSG\" --net litecoin_testnet decode --json";
    for script in [
        format!("cat shares.0 > pipe & {decode} pipe"),
        format!("{decode} <(cat shares.0)"),
        format!("{decode} socket"),
    ] {
        let shown = one(&place.shell(&script).run().stdout);
        assert_eq!(shown["messages"][0]["text"], "hello", "{script}");
    }
    sender.join().unwrap();
    // A line of a pipe is shown before the pipe ends.
    pipe(&place.work().join("slow"));
    let running = Running::start(&place, "--net litecoin_testnet decode --json slow");
    let path = place.work().join("slow");
    let mut writer = fs::File::options().write(true).open(path).unwrap();
    writer
        .write_all(&fs::read(place.work().join("shares.0")).unwrap())
        .unwrap();
    assert_eq!(running.json()["messages"][0]["text"], "hello");
    drop(writer);
    assert!(running.ends().0.success());
}

#[test]
fn paths_need_not_be_utf_8() {
    let miner = Miner::new();
    let work = miner.place.work();
    let name = |bytes: &'static [u8]| OsStr::from_bytes(bytes);
    let folder = name(b"f\xff");
    fs::create_dir(work.join(folder)).unwrap();
    let store = work.join(folder).join("shares.0");
    fs::write(&store, Chain::new().chat(1, "hello", 90)).unwrap();
    let key = work.join(name(b"key\xfe"));
    fs::rename(work.join("master.key"), &key).unwrap();
    for command in ["decode", "verify", "store messages"] {
        let ran = miner.p2msg(&format!("--net litecoin_testnet --json {command}"));
        let ran = ran.arg_os(folder).codes(&[0, 4]).stderr("").run();
        assert_eq!(lines(&ran.stdout).len(), 1, "{command}");
    }
    let data = work.join(name(b"data\xff"));
    miner
        .p2msg("key init --data-dir")
        .arg_os(&data)
        .arg_os("--master-key-file")
        .arg_os(&key)
        .run();
    fs::write(
        work.join(name(b"s\xff.json")),
        r#"{"v":"1","up":1,"hr":0,"sc":1,"p":1}"#,
    )
    .unwrap();
    miner
        .p2msg("send --type node-status --data-dir")
        .arg_os(&data)
        .arg_os("--data")
        .arg_os(name(b"@s\xff.json"))
        .run();
    let out = work.join(name(b"out\xff"));
    miner
        .p2msg("pack --json --data-dir")
        .arg_os(&data)
        .arg_os("--out")
        .arg_os(&out)
        .arg_os("--master-key-file")
        .arg_os(&key)
        .stderr("")
        .run();
    assert!(out.is_file());
    miner
        .p2msg("man --json --out")
        .arg_os(work.join(name(b"man\xff")))
        .run();
    miner
        .p2msg("queue confirm --data-dir")
        .arg_os(&data)
        .arg_os(&out)
        .stderr("")
        .run();
    miner
        .p2msg("doctor --net terracoin_testnet --shares")
        .arg_os(folder)
        .codes(&[0, 1])
        .run();
    let missing = miner.p2msg("decode").arg_os(name(b"none\xff")).code(1);
    missing.stderr("cannot read none\u{fffd}").run();
}

#[test]
fn serve_follows_a_folder_whose_path_is_not_utf_8() {
    let place = Place::new();
    let folder = place.work().join(OsStr::from_bytes(b"f\xff"));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("shares.0"), Chain::new().chat(1, "hello", 90)).unwrap();
    // The shell passes the bytes on.
    let script =
        "exec \"$P2MSG\" --net litecoin_testnet --json serve --listen 127.0.0.1:0 --shares f*";
    let running = Running::start_program(
        &place,
        "bash",
        &["-c", script],
        &[("P2MSG", crate::support::place::P2MSG)],
    );
    let serving = running.json();
    assert_eq!(serving["shares"][0], "f\u{fffd}");
}

#[test]
fn without_threads_commands_go_on_or_fail() {
    let miner = Miner::ready();
    let (name, value) = NO_THREADS;
    miner
        .place
        .file("store/shares.0", Chain::new().chat(1, "hello", 90));
    for command in [
        "decode",
        "verify",
        "store messages",
        "store stats",
        "doctor --shares",
    ] {
        let ran = miner
            .p2msg(&format!("--net litecoin_testnet {command} store"))
            .env(name, value)
            .codes(&[0, 1, 4])
            .stderr("")
            .run();
        assert!(
            !ran.stderr.contains("panicked"),
            "{command}: {}",
            ran.stderr
        );
        assert!(!ran.stdout.is_empty(), "{command}: {}", ran.stderr);
    }
    miner.p2msg("send hello").env(name, value).run();
    miner
        .keyed("pack --dry-run")
        .env(name, value)
        .stderr("")
        .run();
    // To wait for a lock takes a thread.
    let lock = File::open(miner.path("p2msg.lock")).unwrap();
    lock.lock().unwrap();
    miner
        .p2msg("send again")
        .env(name, value)
        .code(1)
        .stderr("error: cannot lock data/p2msg.lock: ")
        .stderr("hint: the system starts no further thread")
        .run();
    drop(lock);
    // A name is looked up in this thread.
    let node = MockNode::start(plan(vec![]));
    let url = node.url().replace("127.0.0.1", "localhost");
    miner
        .p2msg(&format!("node messages --url {url}"))
        .env(name, value)
        .stderr("")
        .run();
    for command in [
        "serve --listen 127.0.0.1:0 --shares store",
        "demo --dir demo --follow",
    ] {
        let ran = miner
            .p2msg(command)
            .env(name, value)
            .code(1)
            .stderr("error: ")
            .run();
        assert!(
            !ran.stderr.contains("panicked"),
            "{command}: {}",
            ran.stderr
        );
    }
}
