//! Many processes at once, kills at any instant, full disks, folders that cannot be written to:
//! files hold the old state or the new one, and no message is lost or handed out twice.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Permissions};
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use p2msg::core::hash::MessageHash;
use p2msg::core::key::KeyIndex;
use p2msg::core::message::envelope::Envelope;
use p2msg::core::message::queue::Queue;
use p2msg::core::message::{MsgFlags, MsgType};
use p2msg::data::{DataDir, KeyLog, KeyState};
use serde_json::Value;

use crate::support::miner::{Miner, derived};
use crate::support::place::{NOW, P2MSG};

/// How many processes are killed by each test.
const KILLS: u32 = 60;

/// Longer than any test takes, in seconds.
const LEASE: u64 = 3600;

/// This process takes locks beside tests that start others: between fork and exec, a child holds
/// every lock that its parent is about to let go of.
const PATIENCE: Duration = Duration::from_secs(10);

impl Miner {
    /// p2msg with the master key, to be started.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(P2MSG);
        command
            .args(arguments)
            .env_clear()
            .envs(self.place.environment())
            .env("P2MSG_MASTER_KEY_FILE", "master.key")
            .env("P2MSG_LOCK_TIMEOUT", "60")
            .current_dir(self.place.work())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        command
    }

    fn data_dir(&self) -> DataDir {
        DataDir::new(self.place.work().join("data"))
    }

    fn queue(&self) -> Queue {
        self.data_dir().read_queue().expect("the queue is whole")
    }

    /// Queues `count` messages: two thirds to be signed, the others not.
    fn fill(&self, count: u32) {
        let data = self.data_dir();
        let lock = data.lock(PATIENCE).unwrap();
        let mut locked = lock.queue().unwrap();
        for number in 0..count {
            let flags = MsgFlags(if number % 3 == 2 { 2 } else { 7 });
            let text = format!("message {number}");
            let kind = MsgType::MINER_MESSAGE;
            locked.queue.add(NOW, kind, flags, text.into()).unwrap();
        }
        locked.save().unwrap();
    }

    fn messages_signed(&self) -> u64 {
        let state: Value = serde_json::from_str(&self.data("signing_key.json")).unwrap();
        state["messages_signed"].as_u64().unwrap()
    }
}

/// Instants that are different in every round, before and after the end of the command.
struct Instants {
    random: u64,
    /// The instants are below; it follows the speed of the machine.
    span: Duration,
}

impl Instants {
    fn new(random: u64, usual: Duration) -> Self {
        let span = usual.mul_f64(1.5);
        Self { random, span }
    }

    fn next(&mut self) -> Duration {
        self.random = self
            .random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        self.span
            .mul_f64((self.random >> 40) as f64 / f64::from(1 << 24))
    }

    /// Learns from a round: later instants after a kill, earlier ones after a completed run.
    fn learn(&mut self, status: ExitStatus) {
        self.span = self.span.mul_f64(if status.success() { 0.9 } else { 1.1 });
    }
}

/// How long the command takes if nobody kills it.
fn duration_of(mut command: Command) -> Duration {
    let start = Instant::now();
    assert!(command.status().unwrap().success());
    start.elapsed()
}

fn finish(mut child: Child) -> (ExitStatus, String) {
    let mut stdout = String::new();
    let mut pipe = child.stdout.take().unwrap();
    pipe.read_to_string(&mut stdout).unwrap();
    (child.wait().unwrap(), stdout)
}

/// Runs the command and kills it after `after`, unless it was faster.
fn run_and_kill(mut command: Command, after: Duration) -> (ExitStatus, String) {
    let mut child = command.spawn().unwrap();
    thread::sleep(after);
    // It may have ended by itself; then there is nothing to kill.
    child.kill().unwrap();
    finish(child)
}

/// The messages in what `pack` printed; a line that was cut off is no message_data.
fn handed_out(printed: &str) -> Vec<MessageHash> {
    let Some(hex) = printed.strip_suffix('\n') else {
        assert_eq!(printed, "", "one write prints the whole line");
        return Vec::new();
    };
    let envelope = Envelope::read(&hex::decode(hex).unwrap(), &[]);
    assert_eq!(envelope.problems, []);
    envelope
        .messages
        .iter()
        .map(|read| read.message.message_hash())
        .collect()
}

fn hashes(queue: &Queue) -> BTreeSet<[u8; 32]> {
    queue
        .entries()
        .iter()
        .map(|entry| entry.message_hash.to_wire())
        .collect()
}

/// The same race with more messages is in `tests/state.rs`, with the library alone.
#[test]
fn thirty_two_processes_of_six_messages_each() {
    let miner = Miner::new();
    thread::scope(|scope| {
        for sender in 0..32 {
            let miner = &miner;
            scope.spawn(move || {
                for number in 0..6 {
                    let text = format!("{number} of {sender}");
                    let status = miner.command(&["send", "--quiet", &text]).output().unwrap();
                    assert!(status.status.success(), "{text}");
                }
            });
        }
    });
    let queue = miner.queue();
    let texts: BTreeSet<_> = queue
        .entries()
        .iter()
        .map(|entry| String::from_utf8(entry.payload.clone()).unwrap())
        .collect();
    let expected = (0..32).flat_map(|sender| (0..6).map(move |n| format!("{n} of {sender}")));
    assert_eq!(texts, expected.collect());
    let ids: Vec<_> = queue.entries().iter().map(|entry| entry.id.0).collect();
    assert_eq!(ids, (1..=192).collect::<Vec<_>>());
}

#[test]
fn many_who_pack_at_once_hand_out_every_message_once() {
    let miner = Miner::ready();
    miner.fill(60);
    let children: Vec<_> = (0..30)
        .map(|_| miner.command(&["pack", "--quiet"]).spawn().unwrap())
        .collect();
    let mut seen = Vec::new();
    for child in children {
        let (status, printed) = finish(child);
        assert!(status.success());
        seen.extend(handed_out(&printed).iter().map(|hash| hash.to_wire()));
    }
    assert_eq!(seen.len(), 60, "20 of 30 had three messages each");
    assert_eq!(
        seen.into_iter().collect::<BTreeSet<_>>(),
        hashes(&miner.queue())
    );
    assert_eq!(miner.messages_signed(), 40);
}

#[test]
fn different_commands_at_once_lose_nothing() {
    let miner = Miner::ready();
    miner.fill(30);
    let run = |line: String| {
        let arguments: Vec<&str> = line.split(' ').collect();
        finish(miner.command(&arguments).spawn().unwrap())
    };
    let repeat = |times: u32, line: &'static str| -> Vec<(ExitStatus, String)> {
        let number = |number: u32| line.replace("{}", &number.to_string());
        (0..times).map(|n| run(number(n))).collect()
    };
    let (sent, packed, rotated, other) = thread::scope(|scope| {
        let start = |times, line| scope.spawn(move || repeat(times, line));
        let senders = [
            "send a-{} --quiet",
            "alert b-{} --quiet",
            "announce c-{} --quiet",
        ];
        let sent = senders.map(|line| start(20, line));
        let packed = [0, 1, 2].map(|_| start(12, "pack --quiet --lease 3600"));
        let rotated = start(6, "key rotate --yes --quiet");
        let other = [
            "queue list --all",
            "queue remove {}",
            "queue retry 3{}",
            "queue confirm nothing.hex",
            "key show",
            "key log",
        ];
        let other = other.map(|line| start(12, line));
        let all = |runs: Vec<thread::ScopedJoinHandle<'_, Vec<(ExitStatus, String)>>>| {
            let runs = runs.into_iter().flat_map(|runs| runs.join().unwrap());
            runs.collect::<Vec<_>>()
        };
        let sent = all(sent.into());
        (
            sent,
            all(packed.into()),
            rotated.join().unwrap(),
            all(other.into()),
        )
    });
    for (status, _) in other {
        // What is no longer in the queue cannot be removed or retried, and is no harm.
        assert!(matches!(status.code(), Some(0 | 1 | 5)), "{status}");
    }
    assert!(sent.iter().all(|(status, _)| status.success()));
    let queue = miner.queue();
    let texts: BTreeSet<_> = queue
        .entries()
        .iter()
        .map(|entry| entry.payload.clone())
        .collect();
    for sender in ["a", "b", "c"] {
        for number in 0..20 {
            let text = format!("{sender}-{number}");
            assert!(texts.contains(text.as_bytes()), "{text}");
        }
    }
    // Whoever signs while the key changes is refused, and hands out nothing.
    let mut ledger = Ledger::default();
    for (status, printed) in packed {
        assert!(matches!(status.code(), Some(0 | 1 | 5)), "{status}");
        ledger.add(&handed_out(&printed));
    }
    assert!(ledger.times_handed_out.len() > 10);
    let rotations = rotated
        .iter()
        .filter(|(status, _)| status.success())
        .count();
    let state = KeyState::load(&miner.path("signing_key.json"))
        .unwrap()
        .unwrap();
    assert_eq!(state.key_index.0 as usize, rotations);
    let log = KeyLog::load(&miner.path("key_log.jsonl")).unwrap();
    assert_eq!(log.in_use(Some(state.key_index)).count(), rotations + 1);
    assert_no_litter(&miner);
}

#[test]
fn a_kill_while_sending_leaves_the_message_in_the_queue_or_out() {
    let miner = Miner::new();
    let usual = duration_of(miner.command(&["send", "first"]));
    let mut instants = Instants::new(1, usual);
    let mut sent = BTreeSet::from(["first".to_owned()]);
    let mut done = 0;
    for round in 0..KILLS {
        let text = format!("message {round}");
        let (status, _) = run_and_kill(miner.command(&["send", &text]), instants.next());
        let queue = miner.queue();
        let texts: BTreeSet<_> = queue
            .entries()
            .iter()
            .map(|entry| String::from_utf8(entry.payload.clone()).unwrap())
            .collect();
        assert!(texts.is_superset(&sent), "nothing is lost");
        if texts.contains(&text) {
            sent.insert(text);
        } else {
            assert!(!status.success(), "what was told to be queued is there");
        }
        assert_eq!(texts, sent);
        done += u32::from(status.success());
        instants.learn(status);
    }
    assert!(
        done > 0 && done < KILLS,
        "{done} of {KILLS} were not killed in time"
    );
    // The next one is not hindered by anything that was left over.
    miner.p2msg("send last").run();
    assert_no_litter(&miner);
}

/// Nothing that a killed process had begun to write is there for ever.
fn assert_no_litter(miner: &Miner) {
    let names: Vec<_> = fs::read_dir(miner.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".tmp"))
        .collect();
    assert_eq!(names, [""; 0]);
}

/// What may be packed twice and what not, over runs of `pack` of which some are killed.
#[derive(Default)]
struct Ledger {
    times_handed_out: BTreeMap<[u8; 32], u32>,
}

impl Ledger {
    fn add(&mut self, messages: &[MessageHash]) {
        for hash in messages {
            *self.times_handed_out.entry(hash.to_wire()).or_default() += 1;
        }
    }

    /// After the lease, everything that nobody was given is handed out; in the end each message
    /// was handed out, and within the lease once at most.
    fn close(self, miner: &Miner, count: usize) {
        assert!(
            self.times_handed_out.values().all(|times| *times == 1),
            "within one lease: {:?}",
            self.times_handed_out
        );
        assert_eq!(miner.queue().entries().len(), count, "no message is lost");
        let mut all: BTreeSet<_> = self.times_handed_out.into_keys().collect();
        let later = (NOW + LEASE).to_string();
        loop {
            let ran = miner
                .keyed("pack --quiet --lease 3600")
                .env("P2MSG_NOW", &later)
                .run();
            let messages = handed_out(&ran.stdout);
            if messages.is_empty() {
                break;
            }
            all.extend(messages.iter().map(|hash| hash.to_wire()));
        }
        assert_eq!(all, hashes(&miner.queue()));
        assert_no_litter(miner);
    }
}

#[test]
fn a_kill_while_packing_loses_no_message_and_packs_none_twice() {
    let count = 2 * KILLS;
    let miner = Miner::ready();
    miner.fill(count);
    let arguments = ["pack", "--quiet", "--lease", "3600"];
    let other = Miner::ready();
    other.fill(count);
    let usual = duration_of(other.command(&arguments));
    let mut instants = Instants::new(2, usual);
    let mut ledger = Ledger::default();
    let mut done = 0;
    for _ in 0..KILLS {
        let (status, printed) = run_and_kill(miner.command(&arguments), instants.next());
        ledger.add(&handed_out(&printed));
        done += u32::from(status.success());
        instants.learn(status);
        // Both files are whole whenever they are read.
        miner.queue();
        miner.messages_signed();
    }
    assert!(
        done > 0 && done < KILLS,
        "{done} of {KILLS} were not killed in time"
    );
    ledger.close(&miner, usize::try_from(count).unwrap());
}

/// Checks the key's files after a run that began at key_index `before`; gives the key_index now.
fn key_index_after(miner: &Miner, before: u32, status: ExitStatus) -> u32 {
    let state = KeyState::load(&miner.path("signing_key.json"))
        .unwrap()
        .unwrap();
    let now = state.key_index.0;
    assert!(now == before || now == before + 1, "{before} to {now}");
    assert!(
        !status.success() || now == before + 1,
        "what was told to be done is done"
    );
    let log = KeyLog::load(&miner.path("key_log.jsonl")).unwrap();
    let logged: Vec<_> = log.in_use(Some(state.key_index)).collect();
    let indexes: Vec<_> = logged.iter().map(|entry| entry.key_index).collect();
    assert_eq!(indexes, (0..=now).map(KeyIndex).collect::<Vec<_>>());
    assert_eq!(logged.last().unwrap().signing_id, state.signing_id);
    now
}

#[test]
fn a_kill_while_rotating_leaves_the_old_key_or_the_new() {
    let miner = Miner::ready();
    let usual = duration_of(miner.command(&["key", "rotate", "--yes"]));
    let mut instants = Instants::new(3, usual);
    let mut index = 1;
    let mut done = 0;
    for _ in 0..KILLS {
        let rotate = miner.command(&["key", "rotate", "--yes"]);
        let (status, _) = run_and_kill(rotate, instants.next());
        index = key_index_after(&miner, index, status);
        done += u32::from(status.success());
        instants.learn(status);
    }
    assert!(
        done > 0 && done < KILLS,
        "{done} of {KILLS} were not killed in time"
    );
    miner.keyed("key rotate --yes --index 65535").run();
    let state: Value = serde_json::from_str(&miner.data("signing_key.json")).unwrap();
    assert_eq!(state["signing_id"], derived(65_535)["signing_id"]);
    assert_no_litter(&miner);
}

/// The system calls that change something others can see, or stand between two that do; those with
/// a question mark are not there on every machine.
const CALLS: [&str; 15] = [
    "openat",
    "write",
    "fsync",
    "?rename",
    "?renameat",
    "?renameat2",
    "?link",
    "linkat",
    "?unlink",
    "unlinkat",
    "fchmod",
    "?mkdir",
    "mkdirat",
    "flock",
    "close",
];

/// What a run of p2msg with these arguments ended with, and what it printed.
type Run<'a> = dyn Fn(&[&str]) -> (ExitStatus, String) + 'a;

/// Lets `round` run a command again and again, killed before the first system call that matters,
/// before the second, and so on. It skips what cannot be done where strace may not trace.
#[allow(clippy::print_stderr, reason = "called by tests, which may")]
fn kill_before_every_call(miner: &Miner, mut round: impl FnMut(&Run<'_>)) {
    let traced = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .status();
    if !traced.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: there is no strace that may trace");
        return;
    }
    let mut kills = 0;
    for call in CALLS {
        for number in 1.. {
            let ended = Cell::new(true);
            round(&|arguments| {
                let (status, printed) = finish(traced_run(miner, arguments, call, number));
                assert!(status.success() || status.signal() == Some(9), "{status}");
                ended.set(status.success());
                (status, printed)
            });
            if ended.get() {
                break;
            }
            kills += 1;
        }
    }
    assert!(kills >= 20, "{kills} calls cannot have changed anything");
}

/// Starts p2msg so that it is killed before its `number`th `call`.
fn traced_run(miner: &Miner, arguments: &[&str], call: &str, number: u32) -> Child {
    let p2msg = miner.command(arguments);
    let environment = p2msg
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e"])
        .arg(format!("trace={call}"))
        .arg("-e")
        .arg(format!("inject={call}:signal=SIGKILL:when={number}"))
        .arg(P2MSG)
        .args(arguments)
        .env_clear()
        .envs(environment)
        .current_dir(miner.place.work())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_send_killed_before_every_call() {
    let miner = Miner::new();
    let mut before = 0;
    kill_before_every_call(&miner, |run| {
        let (status, _) = run(&["send", &format!("message {before}")]);
        let now = miner.queue().entries().len();
        assert!(now == before || now == before + 1);
        assert!(!status.success() || now == before + 1);
        before = now;
    });
    miner.p2msg("send last").run();
    assert_no_litter(&miner);
}

#[test]
fn a_pack_killed_before_every_call() {
    let miner = Miner::ready();
    miner.fill(240);
    let mut ledger = Ledger::default();
    kill_before_every_call(&miner, |run| {
        let (_, printed) = run(&["pack", "--quiet", "--lease", "3600"]);
        ledger.add(&handed_out(&printed));
    });
    ledger.close(&miner, 240);
}

#[test]
fn a_pack_to_a_file_killed_before_every_call() {
    let miner = Miner::ready();
    miner.fill(240);
    let path = miner.place.work().join("next.hex");
    let mut ledger = Ledger::default();
    let mut before = String::new();
    kill_before_every_call(&miner, |run| {
        run(&["pack", "--quiet", "--lease", "3600", "--out", "next.hex"]);
        let now = fs::read_to_string(&path).unwrap_or_default();
        if now != before {
            ledger.add(&handed_out(&now));
            before = now;
        }
    });
    ledger.close(&miner, 240);
}

#[test]
fn a_rotation_while_packing_killed_before_every_call() {
    let miner = Miner::ready();
    miner.fill(300);
    let mut ledger = Ledger::default();
    let mut index = 0;
    kill_before_every_call(&miner, |run| {
        let next = (index + 1).to_string();
        let (status, printed) = run(&[
            "pack",
            "--quiet",
            "--yes",
            "--lease",
            "3600",
            "--signing-key-index",
            &next,
        ]);
        ledger.add(&handed_out(&printed));
        index = key_index_after(&miner, index, status);
    });
    ledger.close(&miner, 300);
}

#[test]
fn a_rotation_killed_before_every_call() {
    let miner = Miner::ready();
    let mut index = 0;
    kill_before_every_call(&miner, |run| {
        let (status, _) = run(&["key", "rotate", "--yes"]);
        index = key_index_after(&miner, index, status);
    });
    miner.keyed("key rotate --yes").run();
    assert_no_litter(&miner);
}

/// Commands that write, each with a file that it writes.
const WRITERS: [(&str, &str); 7] = [
    ("send another", "data/message_queue.json"),
    ("queue clear", "data/message_queue.json"),
    ("queue retry 1", "data/message_queue.json"),
    ("key rotate --yes", "data/key_log.jsonl"),
    ("key export --out signing.wif", "signing.wif"),
    ("pack --quiet", "data/"),
    ("pack --quiet --out next.hex", "next.hex"),
];

#[test]
fn on_a_full_disk_everything_stays_as_it_was() {
    let miner = Miner::ready();
    miner.fill(20);
    let before = miner.files();
    for (command, path) in WRITERS {
        // As on a full disk, a write fails after some bytes or at once.
        let cut_off = command.starts_with("send") || command.starts_with("queue retry");
        let blocks: &[u32] = if cut_off { &[0, 1] } else { &[0] };
        for blocks in blocks {
            let ran = miner
                .place
                .shell(&format!(
                    "trap '' XFSZ; ulimit -f {blocks}; \"$P2MSG\" {command} --color never"
                ))
                .env("P2MSG_MASTER_KEY_FILE", "master.key")
                .code(1)
                .stderr(path)
                .stderr("hint: make room on the disk or raise the limit")
                .run();
            assert_eq!(ran.stdout, "", "{command}");
            assert_eq!(miner.files(), before, "{command}");
        }
    }
}

#[test]
fn a_folder_that_cannot_be_written_to_is_named() {
    let miner = Miner::ready();
    miner.fill(3);
    let folders = [miner.place.work(), miner.path("")];
    let set_mode = |mode| {
        for folder in &folders {
            fs::set_permissions(folder, Permissions::from_mode(mode)).unwrap();
        }
    };
    set_mode(0o500);
    if fs::write(miner.path("probe"), "").is_ok() {
        fs::remove_file(miner.path("probe")).unwrap();
        eprintln!("SKIPPED: no mode keeps this user from writing");
    } else {
        let before = miner.files();
        for (command, path) in WRITERS {
            let ran = miner
                .keyed(command)
                .code(1)
                .stderr(path.split('/').next().unwrap())
                .stderr("permission denied")
                .run();
            assert_eq!(ran.stdout, "", "{command}");
            assert_eq!(miner.files(), before, "{command}");
        }
        // Looking needs no right to write.
        miner.p2msg("queue list").run();
        miner.p2msg("key show").run();
    }
    set_mode(0o700);
    miner
        .p2msg("send hello --data-dir /proc/p2msg")
        .code(1)
        .stderr("/proc/p2msg")
        .run();
}

#[test]
fn who_holds_the_lock_is_waited_for_and_named() {
    let miner = Miner::ready();
    miner.fill(3);
    let before = miner.files();
    let lock = miner.data_dir().lock(PATIENCE).unwrap();
    for (command, _) in WRITERS {
        if command.starts_with("key export") {
            continue;
        }
        let ran = miner
            .keyed(command)
            .args(["--lock-timeout", "0"])
            .code(1)
            .stderr("error: data/p2msg.lock was held by another process")
            .stderr("--lock-timeout SECONDS")
            .run();
        assert_eq!(ran.stdout, "", "{command}");
    }
    // Looking needs no lock.
    miner.p2msg("queue list").run();
    miner.p2msg("key show").run();
    miner.keyed("pack --dry-run").stdout();
    assert_eq!(miner.files(), before);
    let waiting = miner.command(&["send", "hello"]).spawn().unwrap();
    drop(lock);
    assert!(finish(waiting).0.success());
}
