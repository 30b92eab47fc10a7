//! What other processes, kills, limits and missing rights do to the files of the data folder.
//!
//! A test that needs other processes runs this program again for one of the tests named `child_`,
//! which are ignored otherwise, with the data folder in the environment.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a panic is the failure report")]
#![allow(clippy::print_stdout, reason = "how a child reports")]

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, ErrorKind};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use p2msg::core::key::announcement::Announcement;
use p2msg::core::key::{KeyIndex, MasterKey};
use p2msg::core::message::queue::{Added, EntryId};
use p2msg::core::message::{MsgFlags, MsgType};
use p2msg::core::network::Network;
use p2msg::data::{DataDir, DataError, KeyLog, KeyState};

const NOW: u64 = 1_707_580_800;
const TIMEOUT: Duration = Duration::from_secs(10);
const FOLDER: &str = "P2MSG_TEST_FOLDER";
const NAME: &str = "P2MSG_TEST_NAME";

/// A command that runs this program again for the test `name` alone.
fn child(name: &str, data: &Path) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    as_child(&mut command, name, data);
    command
}

fn as_child(command: &mut Command, name: &str, data: &Path) {
    command
        .args([name, "--exact", "--ignored", "--nocapture", "--quiet"])
        .env(FOLDER, data)
        .stdin(Stdio::null());
}

/// Where a child is to work; `None` if somebody ran it by hand.
fn folder_of_child() -> Option<DataDir> {
    env::var_os(FOLDER).map(|folder| DataDir::new(PathBuf::from(folder)))
}

fn send(data: &DataDir, text: &str) -> Result<EntryId, DataError> {
    let locked = data.lock(TIMEOUT)?;
    let mut file = locked.queue()?;
    let (chat, flags) = (MsgType::MINER_MESSAGE, MsgFlags(0x07));
    let added = file.queue.add(NOW, chat, flags, text.into()).unwrap();
    file.save()?;
    match added {
        Added::Queued(id) => Ok(id),
        Added::AlreadyThere(id) => panic!("{text:?} is entry {id} already"),
    }
}

fn texts(data: &DataDir) -> BTreeSet<String> {
    let queue = data.read_queue().unwrap();
    queue
        .entries()
        .iter()
        .map(|entry| String::from_utf8(entry.payload.clone()).unwrap())
        .collect()
}

fn announcement(index: u32) -> Announcement {
    let network = Network::by_name("litecoin").unwrap();
    let master = MasterKey::parse(&"11".repeat(32), network).unwrap();
    let key_index = KeyIndex(index);
    master.derive(key_index).unwrap().announcement(key_index)
}

fn init(data: &DataDir, index: u32) {
    let locked = data.lock(TIMEOUT).unwrap();
    let mut file = locked.key_file(&data.signing_key_path(), TIMEOUT).unwrap();
    file.init(&announcement(index), NOW).unwrap();
}

fn temporary_files(folder: &Path) -> Vec<String> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".tmp"))
        .collect()
}

#[test]
fn thirty_two_processes_send_at_once_and_no_message_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path().join("data"));
    let children: Vec<Child> = (0..32)
        .map(|name| {
            child("child_sends_twelve", data.path())
                .env(NAME, name.to_string())
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let expected = (0..32).flat_map(|name| (0..12).map(move |n| format!("{name} {n}")));
    assert_eq!(texts(&data), expected.collect());
    let queue = data.read_queue().unwrap();
    let ids: Vec<u64> = queue.entries().iter().map(|entry| entry.id.0).collect();
    assert_eq!(ids, (1..=384).collect::<Vec<_>>());
}

#[test]
#[ignore = "run by another test"]
fn child_sends_twelve() {
    let Some(data) = folder_of_child() else {
        return;
    };
    let name = env::var(NAME).unwrap();
    for n in 0..12 {
        send(&data, &format!("{name} {n}")).unwrap();
    }
}

/// Kills a process after a change, or while it writes the next one, and looks for all that it had
/// reported as done.
#[test]
fn a_kill_loses_nothing_that_was_reported() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path().join("data"));
    let mut reported = BTreeSet::new();
    for round in 0..24 {
        let mut child = start_reporting("child_sends_until_killed", &data, round);
        // Kept open, so that the child goes on.
        let mut reports = reports(&mut child);
        let done: Vec<_> = reports.by_ref().take(1 + round % 5).collect();
        if round % 2 == 0 {
            spin_until(|| !temporary_files(data.path()).is_empty());
        }
        child.kill().unwrap();
        child.wait().unwrap();
        reported.extend(done);
        // Nobody else holds the lock now, and what was left over is gone with the next one.
        drop(data.lock(Duration::ZERO).unwrap());
        assert_eq!(temporary_files(data.path()), [""; 0]);
        let there = texts(&data);
        assert!(there.is_superset(&reported), "{reported:?} in {there:?}");
    }
}

/// Starts a child whose reports are to be read.
fn start_reporting(name: &str, data: &DataDir, round: usize) -> Child {
    child(name, data.path())
        .env(NAME, round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What the child says is done, as it says so.
fn reports(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap)
        .filter_map(|line| line.strip_prefix("done: ").map(str::to_owned))
}

/// Waits for something that lasts for less than any sleep.
fn spin_until(condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(60), "it never came");
        thread::yield_now();
    }
}

#[test]
#[ignore = "run by another test"]
fn child_sends_until_killed() {
    let Some(data) = folder_of_child() else {
        return;
    };
    let name = env::var(NAME).unwrap();
    for n in 0.. {
        let text = format!("{name} {n}");
        send(&data, &text).unwrap();
        println!("done: {text}");
    }
}

/// Kills a process as soon as it has replaced the one or the other of the two files of a rotation:
/// the state file is the old or the new one, and the log has a line for every key that came into
/// use.
#[test]
fn a_kill_leaves_the_key_before_or_after_a_rotation() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path().join("data"));
    init(&data, 0);
    for round in 0..24 {
        let mut child = start_reporting("child_rotates_until_killed", &data, round);
        let mut reports = reports(&mut child);
        let done = reports.by_ref().take(1 + round % 3).last().unwrap();
        let watched = match round % 2 {
            0 => data.key_log_path(),
            _ => data.signing_key_path(),
        };
        let inode = || fs::metadata(&watched).unwrap().ino();
        let before = inode();
        spin_until(|| inode() != before);
        child.kill().unwrap();
        child.wait().unwrap();
        let state = KeyState::load(&data.signing_key_path()).unwrap().unwrap();
        assert!(state.key_index >= done.parse().unwrap());
        assert_eq!(state.signing_id, announcement(state.key_index.0).signing_id);
        let log = KeyLog::load(&data.key_log_path()).unwrap();
        let logged: Vec<u32> = log
            .in_use(Some(state.key_index))
            .map(|entry| entry.key_index.0)
            .collect();
        assert_eq!(logged, (0..=state.key_index.0).collect::<Vec<_>>());
    }
}

#[test]
#[ignore = "run by another test"]
fn child_rotates_until_killed() {
    let Some(data) = folder_of_child() else {
        return;
    };
    loop {
        let locked = data.lock(TIMEOUT).unwrap();
        let mut file = locked.key_file(&data.signing_key_path(), TIMEOUT).unwrap();
        let next = file.state().unwrap().key_index.next().unwrap();
        file.rotate(&announcement(next.0), NOW).unwrap();
        println!("done: {next}");
    }
}

#[test]
fn of_many_who_rotate_to_the_same_key_one_succeeds() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    init(&data, 0);
    let outcomes: Vec<_> = thread::scope(|scope| {
        let rotate = || {
            let locked = data.lock(TIMEOUT)?;
            let mut file = locked.key_file(&data.signing_key_path(), TIMEOUT)?;
            file.rotate(&announcement(1), NOW).map(|_| ())
        };
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(rotate)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let refused = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
    let codes: Vec<_> = refused.map(DataError::code).collect();
    assert_eq!(codes, ["key_index_not_higher"; 7]);
}

/// As on a full disk: the limit for the size of a file makes the write fail half way.
#[test]
fn a_write_that_fails_half_way_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("sh");
    // Ignored, the signal becomes the error that a full disk would give.
    command.args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\""]);
    command.arg(env::current_exe().unwrap());
    as_child(&mut command, "child_writes_until_it_fails", folder.path());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let data = DataDir::new(folder.path());
    let text = String::from_utf8(output.stdout).unwrap();
    let done = text
        .lines()
        .filter(|line| line.starts_with("done: "))
        .count();
    assert!(done > 5, "{text}");
    assert_eq!(texts(&data).len(), done);
}

#[test]
#[ignore = "run by another test"]
fn child_writes_until_it_fails() {
    let Some(data) = folder_of_child() else {
        return;
    };
    for n in 0..1000 {
        let before = fs::read(data.queue_path()).ok();
        match send(&data, &format!("{n}")) {
            Ok(id) => println!("done: {id}"),
            Err(error) => {
                assert_eq!(fs::read(data.queue_path()).ok(), before);
                assert_eq!(temporary_files(data.path()), [""; 0]);
                let path = data.queue_path().display().to_string();
                assert!(
                    error
                        .to_string()
                        .starts_with(&format!("cannot write {path}: "))
                );
                let full = matches!(&error, DataError::Io { source, .. }
                    if source.kind() == ErrorKind::FileTooLarge);
                assert!(full, "{error:?}");
                return;
            }
        }
    }
    panic!("the limit for the size of files is not in force");
}

/// Root can write everywhere, so for root the child is somebody else.
#[test]
fn a_folder_that_cannot_be_written_to_is_named_and_keeps_its_files() {
    const NOBODY: u32 = 65_534;
    let folder = tempfile::tempdir().unwrap();
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
    mode(folder.path(), 0o755).unwrap();
    let data = DataDir::new(folder.path().join("data"));
    send(&data, "before").unwrap();
    let is_root = fs::metadata(data.path()).unwrap().uid() == 0;
    // The build folder may be closed to others.
    let program = folder.path().join("program");
    fs::copy(env::current_exe().unwrap(), &program).unwrap();
    mode(&program, 0o755).unwrap();
    let mut command = Command::new(&program);
    if is_root {
        for path in [data.path(), &data.queue_path(), &data.lock_path()] {
            chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        command.uid(NOBODY).gid(NOBODY);
    }
    mode(data.path(), 0o500).unwrap();
    as_child(&mut command, "child_cannot_write", data.path());
    let output = command.output().unwrap();
    mode(data.path(), 0o700).unwrap();
    assert!(output.status.success(), "{output:?}");
    let data = data.allow_foreign(true);
    assert_eq!(texts(&data), BTreeSet::from(["before".to_owned()]));
    assert_eq!(temporary_files(data.path()), [""; 0]);
}

#[test]
#[ignore = "run by another test"]
fn child_cannot_write() {
    let Some(data) = folder_of_child() else {
        return;
    };
    assert_eq!(data.read_queue().unwrap().entries().len(), 1);
    match send(&data, "after").unwrap_err() {
        DataError::Io { path, source, .. } => {
            assert_eq!(path, data.queue_path());
            assert_eq!(source.kind(), ErrorKind::PermissionDenied);
        }
        error => panic!("{error:?}"),
    }
    let below = DataDir::new(data.path().join("below"));
    assert!(matches!(below.lock(TIMEOUT), Err(DataError::Io { path, .. }) if path == below.path()));
    fs::set_permissions(data.queue_path(), fs::Permissions::from_mode(0o000)).unwrap();
    match data.read_queue().unwrap_err() {
        DataError::Io { path, source, .. } => {
            assert_eq!(path, data.queue_path());
            assert_eq!(source.kind(), ErrorKind::PermissionDenied);
        }
        error => panic!("{error:?}"),
    }
    fs::set_permissions(data.queue_path(), fs::Permissions::from_mode(0o600)).unwrap();
}
