//! A crash of p2msg writes no secret to a file.

use std::fs::{self, File, Permissions};
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, geteuid};

use super::secret_leaks::MASTER_KEY;
use crate::support::place::{P2MSG, Place};

/// No step of p2msg takes longer.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// Starts p2msg where core dumps are allowed, as `user` if one is given, and returns it once it has
/// read the key. It waits for the passphrase then.
fn start_with_key(place: &Place, user: Option<u32>) -> Child {
    let key = place.secret_file("key", MASTER_KEY);
    let fifo = place.work().join("passphrase");
    let made = Command::new("mkfifo")
        .args(["-m", "600"])
        .arg(&fifo)
        .status();
    assert!(made.expect("mkfifo").success());
    let mut command = Command::new("sh");
    // The binary is standard input: another user may not reach its folder.
    command
        .args(["-c", "ulimit -c unlimited; exec /dev/stdin \"$@\"", "sh"])
        .args(["authority", "keystore", "create", "--key-file", "key"])
        .args(["--new-passphrase-file", "passphrase", "--out", "keystore"])
        .env_clear()
        .envs(place.environment())
        .current_dir(place.work())
        .stdin(File::open(P2MSG).expect("the binary"))
        .stderr(Stdio::null());
    if let Some(user) = user {
        for path in [&key, &fifo] {
            chown(path, Some(user), None).expect("root changes the owner");
        }
        let work = place.work();
        let folder = work.parent().expect("a folder");
        fs::set_permissions(folder, Permissions::from_mode(0o755)).expect("a new mode");
        command.uid(user);
    }
    let child = command.spawn().expect("a shell");
    let (sender, opened) = channel();
    // This waits until p2msg opens the other end.
    std::thread::spawn(move || sender.send(File::options().write(true).open(fifo)));
    let opened = opened.recv_timeout(TIME_LIMIT);
    opened.expect("p2msg opens it").expect("a pipe");
    child
}

/// Ends `child` as a crash does; returns whether the system wrote a core dump.
fn dumps_core(mut child: Child) -> bool {
    let pid = Pid::from_raw(i32::try_from(child.id()).expect("a process id"));
    kill(pid, Signal::SIGABRT).expect("it runs");
    child.wait().expect("a child").core_dumped()
}

#[test]
#[allow(clippy::print_stderr, reason = "tests may")]
fn a_crash_writes_no_core_dump() {
    let place = Place::new();
    let sleeper = Command::new("sh")
        .args(["-c", "ulimit -c unlimited; echo; exec sleep 600"])
        .current_dir(place.work())
        .stdout(Stdio::piped())
        .spawn();
    let mut sleeper = sleeper.expect("a shell");
    let mut line = [0];
    let mut stdout = sleeper.stdout.take().expect("a pipe");
    stdout.read_exact(&mut line).expect("the limit is raised");
    if !dumps_core(sleeper) {
        eprintln!("SKIPPED: this system writes no core dumps");
        return;
    }
    let place = Place::new();
    let child = start_with_key(&place, None);
    let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).expect("limits");
    let limit = limits.lines().find(|line| line.starts_with("Max core"));
    let fields = Vec::from_iter(limit.expect("a limit").split_whitespace());
    assert_eq!(fields[4..6], ["0", "0"], "{limits}");
    assert!(!dumps_core(child), "{:?}", fs::read_dir(place.work()));
}

/// The limit alone would not do: the kernel ignores it where it pipes dumps to a program. A process
/// that is never dumped is one whose files in /proc belong to root.
#[test]
#[allow(clippy::print_stderr, reason = "tests may")]
fn other_processes_of_the_user_cannot_read_the_memory() {
    /// The unprivileged user of Debian.
    const USER: u32 = 65_534;
    if !geteuid().is_root() {
        eprintln!("SKIPPED: only root can run p2msg as another user");
        return;
    }
    let place = Place::new();
    let mut child = start_with_key(&place, Some(USER));
    let proc = format!("/proc/{}", child.id());
    let status = fs::read_to_string(format!("{proc}/status")).expect("a status");
    let owner = fs::metadata(format!("{proc}/mem")).expect("a file").uid();
    child.kill().expect("it runs");
    child.wait().expect("a child");
    assert!(status.contains(&format!("\nUid:\t{USER}\t")), "{status}");
    assert_eq!(owner, 0);
}
