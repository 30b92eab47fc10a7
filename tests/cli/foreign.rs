//! Data folders, keys and outputs that another user controls.
//!
//! Most tests need root, who alone can create files of other users. The attacks swap names in a
//! thread while root runs commands, as the owner of a folder could at any time.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, lchown, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use p2msg::data::DataDir;
use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::support::miner::Miner;
use crate::support::place::{P2MSG, Place};

/// A user without an account.
const OTHER: u32 = 4321;
/// Another one, who runs p2msg.
const THIRD: u32 = 5432;

/// Root's consent, as a variable, so that a p2msg without the option ignores it.
const CONSENT: (&str, &str) = ("P2MSG_ALLOW_FOREIGN_DATA_DIR", "1");

/// How often each command runs while names are swapped.
const RUNS: usize = 25;

#[allow(clippy::print_stderr, reason = "reports a skipped test")]
fn is_root() -> bool {
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    if !is_root {
        eprintln!("SKIPPED: only root can create files of other users");
    }
    is_root
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Gives the folder and everything in it to a user.
fn give(path: &Path, user: u32) {
    lchown(path, Some(user), Some(user)).unwrap();
    if path.symlink_metadata().unwrap().is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            give(&entry.unwrap().path(), user);
        }
    }
}

/// Owner, mode and content of every file and folder at `path` and below.
fn record(path: &Path) -> BTreeMap<PathBuf, (u32, u32, u32, Vec<u8>)> {
    let mut found = BTreeMap::new();
    let metadata = path.symlink_metadata().unwrap();
    let content = match metadata.is_file() {
        true => fs::read(path).unwrap(),
        false => Vec::new(),
    };
    let (uid, gid, mode) = (metadata.uid(), metadata.gid(), metadata.mode());
    found.insert(path.to_owned(), (uid, gid, mode, content));
    if metadata.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            found.extend(record(&entry.unwrap().path()));
        }
    }
    found
}

/// A command with each file that it reads or writes in the data folder.
const COMMANDS: [&str; 9] = [
    "pack",
    "pack --dry-run",
    "queue list",
    "queue clear --yes",
    "key show",
    "key log",
    "key rotate --yes",
    "send hello",
    "serve --listen 127.0.0.1:0 --shares shares.0 --allow-send",
];

fn miner_with_everything() -> Miner {
    let miner = Miner::ready();
    miner.send("hello");
    miner.place.secret_file("data/serve_token", &"0".repeat(64));
    miner.place.file("shares.0", "");
    miner
}

#[test]
fn a_data_folder_of_another_user_is_refused_unless_root_allows_it() {
    if !is_root() {
        return;
    }
    let miner = miner_with_everything();
    let data = miner.path("");
    give(&data, OTHER);
    let before = record(&data);
    for command in COMMANDS {
        let ran = miner
            .keyed(command)
            .code(5)
            .stderr("error: data belongs to user 4321, and this is user 0\n")
            .stderr("--allow-foreign-data-dir; or check it, then: sudo chown 0 data\n")
            .run();
        assert_eq!(ran.stdout, "", "{command}");
    }
    assert_eq!(record(&data), before);

    // A file of root in it keeps its owner; new files get that of the folder.
    let log = miner.path("key_log.jsonl");
    chown(&log, Some(0), Some(0)).unwrap();
    fs::remove_file(miner.path("p2msg.lock")).unwrap();
    fs::remove_file(miner.path("message_queue.json")).unwrap();
    let allowed = |command: &str| miner.keyed(command).args(["--allow-foreign-data-dir"]);
    allowed("send again").stdout();
    allowed("key rotate --yes").stdout();
    allowed("pack").stdout();
    for (path, (uid, ..)) in record(&data) {
        let expected = if path == log { 0 } else { OTHER };
        assert_eq!(uid, expected, "{}", path.display());
    }
    // A third user is not the owner of the folder.
    chown(miner.path("message_queue.json"), Some(THIRD), None).unwrap();
    let part = "error: data/message_queue.json belongs to user 5432, and this is user 0";
    allowed("queue list").code(5).stderr(part).run();
}

#[test]
fn each_file_of_another_user_or_open_to_writers_is_refused() {
    let miner = miner_with_everything();
    let data = miner.path("");
    let cases = [
        ("message_queue.json", "queue list"),
        ("message_queue.json", "send again"),
        ("message_queue.json", "pack"),
        ("signing_key.json", "key show"),
        ("signing_key.json", "pack"),
        ("key_log.jsonl", "key log"),
        ("key_log.jsonl", "key rotate --yes"),
        ("serve_token", COMMANDS[8]),
        ("p2msg.lock", "send again"),
        ("", "queue list"),
        ("", "send again"),
    ];
    let is_root = is_root();
    for (name, command) in cases {
        let path = miner.path(name);
        let shown = match name {
            "" => "data".to_owned(),
            name => format!("data/{name}"),
        };
        let old = path.metadata().unwrap().permissions();
        let closed = old.mode() & 0o777;
        for mode in [closed | 0o020, closed | 0o002] {
            chmod(&path, mode);
            let before = record(&data);
            miner
                .keyed(command)
                .code(5)
                .stderr(format!("error: {shown} has mode {mode:04o}: group or "))
                .stderr(format!("then: chmod go-w {shown}\n"))
                .run();
            assert_eq!(record(&data), before, "{command}");
        }
        fs::set_permissions(&path, old).unwrap();
        if is_root {
            chown(&path, Some(OTHER), None).unwrap();
            miner
                .keyed(command)
                .code(5)
                .stderr(format!("error: {shown} belongs to user 4321, and this"))
                .stderr(format!("then: sudo chown 0 {shown}"))
                .run();
            chown(&path, Some(0), None).unwrap();
        }
    }
    miner.keyed("pack").stdout();
}

#[test]
fn a_state_file_elsewhere_is_checked_like_the_data_folder() {
    let miner = Miner::ready();
    let other = miner.place.work().join("other");
    fs::create_dir(&other).unwrap();
    let path = other.join("key.json");
    fs::copy(miner.path("signing_key.json"), &path).unwrap();
    let commands = ["key show", "pack --announce-only", "key rotate --yes"];
    let refused = |part: &str| {
        for command in commands {
            let run = miner.keyed(command);
            let run = run.args(["--signing-key-file", "other/key.json"]);
            run.code(5).stderr(part).run();
        }
    };
    chmod(&other, 0o777);
    refused("error: other has mode 0777: group or others can change it");
    chmod(&other, 0o755);
    chmod(&path, 0o620);
    refused("error: other/key.json has mode 0620: group or others can change it");
    chmod(&path, 0o600);
    if is_root() {
        chown(&other, Some(OTHER), None).unwrap();
        refused("error: other belongs to user 4321, and this is user 0");
        chown(&other, Some(0), None).unwrap();
        chown(&path, Some(OTHER), None).unwrap();
        refused("error: other/key.json belongs to user 4321, and this is user 0");
    }
}

/// A shared folder with a copy of p2msg that every user can run.
struct Shared {
    place: Place,
}

impl Shared {
    fn new() -> Self {
        let place = Place::new();
        let work = place.work();
        chmod(work.parent().unwrap(), 0o755);
        chmod(&work, 0o1777);
        fs::copy(P2MSG, work.join("p2msg")).unwrap();
        chmod(&work.join("p2msg"), 0o755);
        Self { place }
    }

    /// Runs p2msg as a user other than root.
    fn run_as(&self, user: u32, arguments: &str) -> Output {
        let work = self.place.work();
        Command::new(work.join("p2msg"))
            .args(arguments.split_whitespace())
            .env_clear()
            .envs(self.place.environment())
            .env("HOME", "/nonexistent")
            .uid(user)
            .gid(user)
            .current_dir(work)
            .output()
            .unwrap()
    }

    fn is_refused(&self, user: u32, arguments: &str, part: &str) {
        let output = self.run_as(user, arguments);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(5), "{arguments}: {stderr}");
        assert!(stderr.contains(part), "{arguments}: {stderr}");
        assert_eq!(output.stdout, b"", "{arguments}");
    }
}

#[test]
fn an_attackers_data_in_a_shared_folder_is_not_signed() {
    if !is_root() {
        return;
    }
    let shared = Shared::new();
    let attacker = Miner::ready();
    attacker.send("the attacker's text");
    let data = shared.place.work().join("data");
    fs::rename(attacker.path(""), &data).unwrap();
    give(&data, OTHER);
    // Every user can read and write the files, so only the check rejects them.
    chmod(&data, 0o777);
    for entry in fs::read_dir(&data).unwrap() {
        chmod(&entry.unwrap().path(), 0o666);
    }
    let key = fs::read_to_string(attacker.place.work().join("master.key")).unwrap();
    let key = shared.place.secret_file("master.key", &key);
    chown(&key, Some(THIRD), None).unwrap();
    let part = "error: data belongs to user 4321, and this is user 5432\n";
    for command in [
        "pack --master-key-file master.key",
        "pack --master-key-file master.key --allow-foreign-data-dir",
        "queue list",
        "key show",
        "send hello",
    ] {
        shared.is_refused(THIRD, command, part);
    }
    // A link of the attacker to the user's own folder is not followed either.
    fs::rename(&data, shared.place.work().join("away")).unwrap();
    let own = shared.place.work().join("own");
    fs::create_dir(&own).unwrap();
    give(&own, THIRD);
    symlink("own", &data).unwrap();
    lchown(&data, Some(OTHER), Some(OTHER)).unwrap();
    let part = "data in data is a symbolic link of user 4321";
    shared.is_refused(THIRD, "queue list", part);
    shared.is_refused(THIRD, "send hello", part);
    // The user's own link is.
    lchown(&data, Some(THIRD), Some(THIRD)).unwrap();
    assert!(shared.run_as(THIRD, "send hello").status.success());
    assert!(own.join("message_queue.json").exists());
}

#[test]
fn own_links_lead_to_the_data_folder() {
    let place = Place::new();
    let work = place.work();
    fs::create_dir(work.join("disk")).unwrap();
    symlink("disk", work.join("link")).unwrap();
    symlink(work.join("link"), work.join("second")).unwrap();
    // Missing folders are created behind a link, but not as its target.
    place
        .p2msg("send hello --data-dir second/../second/new/data")
        .stdout();
    assert!(work.join("disk/new/data/message_queue.json").exists());
    symlink("missing", work.join("dangling")).unwrap();
    for (path, part) in [
        ("dangling", "error: dangling is not a folder"),
        ("loop", "error: cannot open the folder loop: "),
    ] {
        symlink("loop", work.join("loop")).ok();
        let run = place.p2msg("send hello --data-dir").args([path]);
        run.code(1).stderr(part).run();
    }
    assert!(!work.join("missing").exists());
}

#[test]
fn a_key_file_of_another_user_is_refused() {
    if !is_root() {
        return;
    }
    let miner = miner_with_everything();
    let work = miner.place.work();
    let key = fs::read_to_string(work.join("master.key")).unwrap();
    let path = miner.place.secret_file("their.key", &key);
    chown(&path, Some(OTHER), None).unwrap();
    for (command, holds) in [
        ("pack --master-key-file their.key", "key"),
        ("pack --signing-wif-file their.key", "key"),
        (
            "pack --master-key-file their.key --allow-insecure-key-file",
            "key",
        ),
        ("key derive --master-key-file their.key", "key"),
        (
            "authority seal --type alert --msg x --key-file their.key",
            "key",
        ),
        (
            "authority keystore create --key-file master.key --new-passphrase-file their.key --out new",
            "passphrase",
        ),
        (
            "node messages --url http://127.0.0.1:1 --auth-file their.key",
            "password",
        ),
    ] {
        let ran = miner
            .p2msg(command)
            .code(5)
            .stderr(format!(
                "error: the {holds} file their.key belongs to user 4321, and this is user 0\n"
            ))
            .stderr("sudo chown 0 their.key\n")
            .run();
        assert_eq!(ran.stdout, "", "{command}");
    }
    assert!(!work.join("new").exists());
    // systemd may own its credentials with any user.
    let folder = work.join("credentials");
    fs::create_dir(&folder).unwrap();
    fs::rename(&path, folder.join("p2msg-master-key")).unwrap();
    let folder = folder.display().to_string();
    let pack = miner.p2msg("pack").env("CREDENTIALS_DIRECTORY", &folder);
    pack.stdout();

    // Root may own the key of a service that reads it through its group.
    let shared = Shared::new();
    let path = shared.place.file("root.key", &key);
    chown(&path, Some(0), Some(THIRD)).unwrap();
    chmod(&path, 0o640);
    let output = shared.run_as(
        THIRD,
        "key derive --master-key-file root.key --allow-insecure-key-file",
    );
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn a_config_file_that_another_user_controls_is_refused() {
    let place = Place::new();
    place.config("net = \"digibyte\"\n");
    let path = place.home().join(".config/p2msg/config.toml");
    chmod(&path, 0o664);
    place.p2msg("config show").run();
    chmod(&path, 0o666);
    let part = "config.toml has mode 0666: others can change it";
    place.p2msg("queue list").code(5).stderr(part).run();
    let doctor = place.p2msg("doctor").code(1).run().stdout;
    assert!(doctor.contains(part), "{doctor}");
    chmod(&path, 0o644);
    if is_root() {
        chown(&path, Some(OTHER), None).unwrap();
        let part = "config.toml belongs to user 4321, and this is user 0";
        place.p2msg("queue list").code(5).stderr(part).run();
    }
}

/// Runs `run` while a thread repeats `swap`.
fn while_swapping(swap: impl Fn() + Send, run: impl FnOnce()) {
    /// Ends the thread also when a check fails.
    struct Stop<'a>(&'a AtomicBool);
    impl Drop for Stop<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let stop = &AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                swap();
            }
        });
        let _stop = Stop(stop);
        run();
    });
}

/// Runs a command as root several times; it may fail, because names change under it.
fn run_often(place: &Place, arguments: &str) {
    for _ in 0..RUNS {
        let run = place.p2msg(arguments).codes(&[0, 1, 2, 3, 5]);
        let run = run.env("P2MSG_MASTER_KEY_FILE", "../home/master.key");
        run.env(CONSENT.0, CONSENT.1)
            .env("P2MSG_SIGNING_KEY_FILE", "../home/signing_key.json")
            .stdout();
    }
}

/// A working folder of another user, and a folder of root with the same names in it.
struct Attack {
    miner: Miner,
    victim: PathBuf,
}

impl Attack {
    fn new() -> Option<Self> {
        if !is_root() {
            return None;
        }
        let miner = Miner::ready();
        let (home, work) = (miner.place.home(), miner.place.work());
        for (from, to) in [
            (work.join("master.key"), home.join("master.key")),
            (
                miner.path("signing_key.json"),
                home.join("signing_key.json"),
            ),
        ] {
            fs::rename(from, to).unwrap();
        }
        chmod(&home.join("master.key"), 0o600);
        miner.p2msg("queue list").stdout();
        let victim = home.join("victim");
        fs::create_dir(&victim).unwrap();
        for name in [
            "file",
            "p2msg.lock",
            "message_queue.json",
            "key_log.jsonl",
            "out.hex",
            "p2msg.prom",
            "shares.0",
            ".message_queue.json.AbCdEf.tmp",
        ] {
            fs::write(victim.join(name), "").unwrap();
            chmod(&victim.join(name), 0o604);
        }
        chmod(&victim, 0o701);
        let queue = r#"{"version": 1, "next_id": 1, "entries": []}"#;
        for path in [
            victim.join("message_queue.json"),
            miner.path("message_queue.json"),
        ] {
            fs::write(path, queue).unwrap();
        }
        give(&work, OTHER);
        Some(Self { miner, victim })
    }

    /// Exchanges `name` in the working folder with a link of its owner to `target`.
    fn swap(&self, name: &str, target: &Path) -> impl Fn() + Send + use<> {
        let path = self.miner.place.work().join(name);
        let away = self.miner.place.work().join("away");
        let target = target.to_owned();
        move || {
            // The command may replace the link, so any of these can fail.
            if !path.is_symlink() && !away.is_symlink() {
                let _ = fs::remove_file(&away);
                let _ = symlink(&target, &away);
                let _ = lchown(&away, Some(OTHER), Some(OTHER));
            }
            let _ = renameat_with(CWD, &away, CWD, &path, RenameFlags::EXCHANGE);
        }
    }

    fn unharmed(&self, swapped: &str, target: &Path, arguments: &str) {
        let before = record(&self.victim);
        while_swapping(self.swap(swapped, target), || {
            run_often(&self.miner.place, arguments);
        });
        assert_eq!(record(&self.victim), before, "{arguments}");
        // The next attack must not begin behind the link.
        let work = self.miner.place.work();
        let (path, away) = (work.join(swapped), work.join("away"));
        if path.is_symlink() && away.exists() {
            renameat_with(CWD, &away, CWD, &path, RenameFlags::EXCHANGE).unwrap();
        }
        let _ = fs::remove_file(&away);
    }
}

/// The attack of the review: root took the lock, and the owner of the folder got any file.
#[test]
fn a_lock_file_swapped_for_a_link_gives_nothing_away() {
    let Some(attack) = Attack::new() else { return };
    let victim = attack.victim.join("file");
    let before = record(&attack.victim);
    let data = DataDir::new(attack.miner.path("")).allow_foreign(true);
    let lock = data.lock_path();
    let swap = || {
        let _ = fs::remove_file(&lock);
        let _ = symlink(&victim, &lock);
    };
    while_swapping(swap, || run_often(&attack.miner.place, "send hello"));
    assert_eq!(record(&attack.victim), before);
    while_swapping(swap, || {
        for _ in 0..3_000 {
            // It succeeds when the name happens to be free.
            let _ = data.lock(Duration::ZERO);
        }
    });
    assert_eq!(record(&attack.victim), before);
    fs::remove_file(&lock).unwrap();
    data.lock(Duration::from_secs(10)).unwrap();
    assert_eq!(lock.metadata().unwrap().uid(), OTHER);
}

#[test]
fn a_file_in_the_data_folder_swapped_for_a_link_is_not_followed() {
    let Some(attack) = Attack::new() else { return };
    let victim = attack.victim.join("message_queue.json");
    attack.unharmed("data/message_queue.json", &victim, "send hello");
    let victim = attack.victim.join("file");
    attack.unharmed("data/key_log.jsonl", &victim, "key rotate --yes");
}

#[test]
fn a_data_folder_swapped_for_a_link_is_not_followed() {
    let Some(attack) = Attack::new() else { return };
    attack.unharmed("data", &attack.victim, "send hello");
    attack.unharmed("data", &attack.victim, "pack");
    // Nor is a link above it.
    let outer = attack.miner.place.work().join("outer");
    fs::create_dir(&outer).unwrap();
    fs::rename(attack.miner.path(""), outer.join("victim")).unwrap();
    give(&outer, OTHER);
    let home = attack.miner.place.home();
    attack.unharmed("outer", &home, "send hello --data-dir outer/victim");
}

#[test]
fn outputs_swapped_for_links_are_not_followed() {
    let Some(attack) = Attack::new() else { return };
    let out = attack.miner.place.work().join("out");
    fs::create_dir(&out).unwrap();
    for name in ["out.hex", "p2msg.prom"] {
        fs::write(out.join(name), "").unwrap();
    }
    give(&out, OTHER);
    let victim = |name: &str| attack.victim.join(name);
    attack.unharmed("out", &victim(""), "pack --announce-only --out out/out.hex");
    attack.unharmed("out", &victim(""), "key export --out out/new.wif");
    let pack = "pack --announce-only --out out/out.hex";
    attack.unharmed("out/out.hex", &victim("out.hex"), pack);
    // No node answers, which the exit code says.
    let check = "node check --url http://127.0.0.1:1 --textfile out/p2msg.prom";
    attack.unharmed("out", &victim(""), check);
    attack.unharmed("out/p2msg.prom", &victim("p2msg.prom"), check);
}

/// The attack of the review: `demo` emptied the folder that the link led to.
#[test]
fn a_demo_store_swapped_for_a_link_is_not_emptied() {
    let Some(attack) = Attack::new() else { return };
    let place = &attack.miner.place;
    place.p2msg("demo --shares 1 --dir demo").stdout();
    give(&place.work().join("demo"), OTHER);
    let demo = "demo --shares 1 --dir demo";
    let store = "demo/data/litecoin_testnet";
    attack.unharmed(store, &attack.victim, demo);
    attack.unharmed("demo", &attack.victim, demo);
}
