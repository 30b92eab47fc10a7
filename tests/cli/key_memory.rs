//! No command that reads a key leaves a copy of it in memory.
//!
//! The tests trace p2msg, stop it when it exits, and search all memory that it can have written to. p2msg lets no other
//! process of its user do that, so they need root.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::process::{Child, Command, Stdio};

use memchr::memmem::{self, Finder};
use nix::sys::ptrace::{self, Event, Options};
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{Pid, geteuid};
use p2msg::core::key::bip32;
use p2msg::core::key::phrase;
use p2msg::core::key::{KeyIndex, MasterKey, SigningKey};
use p2msg::core::network::Network;

use super::secret_leaks::{MASTER_KEY, RUNS};
use crate::support::place::{P2MSG, Place};

/// How many bytes of a secret in a row count as a copy.
const PIECE: usize = 16;

/// The passphrase of a new keystore.
const PASSPHRASE: &str = "correct horse battery staple";

/// A valid BIP39 phrase.
const PHRASE: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

/// The lines of `/proc/PID/maps` that no process can read through `/proc/PID/mem`.
const UNREADABLE: [&str; 3] = ["[vvar]", "[vvar_vclock]", "[vsyscall]"];

/// The memory of a process, region by region, with the line of `/proc/PID/maps` of each.
type Memory = Vec<(String, Vec<u8>)>;

/// Forms of secrets that must not be in memory, by name.
type Forms = BTreeMap<String, Vec<u8>>;

/// A run of p2msg that the test traces to its end.
struct Traced {
    child: Child,
    pid: Pid,
}

impl Traced {
    /// Starts p2msg with these arguments; it reads `stdin`.
    fn start(place: &Place, arguments: &str, stdin: &str) -> Self {
        // The shell waits for a line, so p2msg starts after the test has begun to trace.
        let mut child = Command::new("sh")
            .args(["-c", "read -r line; exec \"$@\"", "sh", P2MSG])
            .args(arguments.split_whitespace())
            .env_clear()
            .envs(place.environment())
            .current_dir(place.work())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("a shell");
        let pid = Pid::from_raw(i32::try_from(child.id()).expect("a process id"));
        ptrace::seize(pid, Options::PTRACE_O_TRACEEXIT).expect("root can trace");
        let mut input = child.stdin.take().expect("a pipe");
        write!(input, "start\n{stdin}").expect("the shell reads");
        Self { child, pid }
    }

    /// The memory of p2msg when it exits, and its exit code.
    fn memory_at_exit(mut self) -> (Memory, Option<i32>) {
        let memory = memory_at_exit(self.pid);
        (memory, self.child.wait().expect("a child").code())
    }
}

/// Waits until a traced process exits, reads its memory, and lets it end.
fn memory_at_exit(pid: Pid) -> Memory {
    loop {
        match waitpid(pid, None).expect("a child") {
            WaitStatus::PtraceEvent(_, _, event) if event == Event::PTRACE_EVENT_EXIT as i32 => {
                break;
            }
            WaitStatus::PtraceEvent(..) => ptrace::cont(pid, None).expect("it goes on"),
            WaitStatus::Stopped(_, signal) => ptrace::cont(pid, signal).expect("it goes on"),
            other => panic!("{other:?} before the exit"),
        }
    }
    let memory = read_memory(pid);
    ptrace::detach(pid, None).expect("it goes on");
    memory
}

fn read_memory(pid: Pid) -> Memory {
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).expect("maps of a process");
    let file = File::open(format!("/proc/{pid}/mem")).expect("root can read memory");
    let mut memory = Memory::new();
    for line in maps.lines() {
        let mut fields = line.split_whitespace();
        let range = fields.next().expect("a range");
        let mode = fields.next().expect("a mode");
        // The code and the constants of programs: most of the memory, and never written to.
        let is_fixed = !mode.contains('w') && line.contains('/');
        let readable = mode.starts_with('r');
        if !readable || is_fixed || UNREADABLE.iter().any(|name| line.ends_with(name)) {
            continue;
        }
        let (start, end) = range.split_once('-').expect("a range");
        let address = |text| u64::from_str_radix(text, 16).expect("an address");
        let (start, end) = (address(start), address(end));
        let mut bytes = vec![0; usize::try_from(end - start).expect("a length")];
        file.read_exact_at(&mut bytes, start).expect("memory");
        memory.push((line.to_owned(), bytes));
    }
    memory
}

/// Adds each piece of `bytes`.
fn add(forms: &mut Forms, name: &str, bytes: &[u8]) {
    for (number, piece) in bytes.chunks_exact(PIECE).enumerate() {
        forms.insert(format!("{name}, piece {number}"), piece.to_vec());
    }
}

/// Adds every form of a key that code can leave behind.
fn add_key(forms: &mut Forms, name: &str, wif: &str) {
    let decoded = bs58::decode(wif).into_vec().expect("WIF is base58");
    let key = &decoded[1..33];
    let bytewise = |change: fn(u8) -> u8| key.iter().map(|byte| change(*byte)).collect();
    let words = |size: usize| -> Vec<u8> {
        key.chunks(size)
            .flat_map(|word| word.iter().rev().copied())
            .collect()
    };
    let raw: [(&str, Vec<u8>); 6] = [
        ("bytes", key.to_vec()),
        ("little-endian number of libsecp256k1", words(32)),
        ("words of SHA-256", words(4)),
        ("words of SHA-512", words(8)),
        ("inner key of HMAC", bytewise(|byte| byte ^ 0x36)),
        ("outer key of HMAC", bytewise(|byte| byte ^ 0x5c)),
    ];
    for (form, bytes) in raw {
        add(forms, &format!("{name}, {form}"), &bytes);
    }
    let hex = hex::encode(key);
    let upper = hex.to_uppercase();
    add(forms, &format!("{name}, upper hex"), upper.as_bytes());
    add(forms, &format!("{name}, hex"), hex.as_bytes());
    add(forms, &format!("{name}, WIF"), wif.as_bytes());
}

/// The master key and the signing keys that it leads to.
fn key_forms() -> Forms {
    let network = Network::by_name("litecoin").expect("a network");
    let master = MasterKey::parse(MASTER_KEY, network).expect("a key");
    let same = SigningKey::parse(MASTER_KEY, network).expect("a key");
    let mut forms = Forms::new();
    add_key(&mut forms, "the master key", &same.expose_wif(network));
    for index in 0..2 {
        let key = master.derive(KeyIndex(index)).expect("a key");
        let name = format!("signing key {index}");
        add_key(&mut forms, &name, &key.expose_wif(network));
    }
    forms
}

/// The forms that are in `memory`, and in which region.
fn found(memory: &Memory, forms: &Forms) -> Vec<String> {
    let is_there = |bytes: &[u8]| {
        memory
            .iter()
            .any(|(_, region)| memmem::find(region, bytes).is_some())
    };
    assert!(is_there(b"P2MSG_NOW="), "this is not the memory of p2msg");
    let mut found = Vec::new();
    for (name, form) in forms {
        let finder = Finder::new(form);
        for (line, bytes) in memory {
            for at in finder.find_iter(bytes) {
                found.push(format!("{name} at {at:#x} of {line}"));
            }
        }
    }
    found
}

/// Whether the test may read the memory of p2msg. Reports a skipped test.
#[allow(clippy::print_stderr, reason = "called by tests, which may")]
fn can_read_memory() -> bool {
    let can = geteuid().is_root();
    if !can {
        eprintln!("SKIPPED: only root can read the memory of p2msg");
    }
    can
}

/// A place with the files that the runs need.
fn prepared() -> Place {
    let place = Place::new();
    place.secret_file("key", MASTER_KEY);
    place.secret_file("passphrase", PASSPHRASE);
    place.p2msg("send hello --data-dir d --quiet").run();
    place
}

#[test]
fn no_command_leaves_a_key_in_memory() {
    if !can_read_memory() {
        return;
    }
    let mut forms = key_forms();
    add(&mut forms, "the passphrase", PASSPHRASE.as_bytes());
    for form in ["", "--json"] {
        let place = prepared();
        let mut left = Vec::new();
        for (command, arguments) in RUNS {
            let run = format!("{command} {arguments} {form} --data-dir d --quiet");
            let (memory, code) = Traced::start(&place, &run, "").memory_at_exit();
            assert_eq!(code, Some(0), "{run}");
            let argument = Forms::from([("an argument".to_owned(), b"--data-dir".to_vec())]);
            assert!(
                !found(&memory, &argument).is_empty(),
                "{run}: not its memory"
            );
            let copies = found(&memory, &forms);
            left.extend(copies.into_iter().map(|copy| format!("{run}: {copy}")));
        }
        assert_eq!(left, Vec::<String>::new(), "{}", left.join("\n"));
    }
}

/// The sources of keys that the commands above do not use, and the ways in which reading one fails.
#[test]
fn no_source_of_a_key_leaves_a_copy() {
    if !can_read_memory() {
        return;
    }
    let network = Network::by_name("litecoin").expect("a network");
    let wif = SigningKey::parse(MASTER_KEY, network)
        .expect("a key")
        .expose_wif(network);
    let mistyped = format!("{}2", &wif[..wif.len() - 1]);
    let no_base58 = format!("{}0", &wif[..wif.len() - 1]);
    let long_hex = format!("{MASTER_KEY}00");
    let seed = phrase::seed(PHRASE, "").expect("a phrase");
    let path = "m/44'/2'/0'/0/0".parse().expect("a path");
    let authority = bip32::derive(seed.expose(), &path).expect("a key");

    let mut forms = key_forms();
    add_key(
        &mut forms,
        "the authority's key",
        &authority.expose_wif(network),
    );
    add(&mut forms, "the passphrase", PASSPHRASE.as_bytes());
    add(&mut forms, "the phrase", PHRASE.as_bytes());
    add(
        &mut forms,
        "the phrase, upper case",
        PHRASE.to_uppercase().as_bytes(),
    );
    add(&mut forms, "the seed", seed.expose());

    let place = prepared();
    place
        .p2msg("key init --master-key-file key --data-dir d")
        .run();
    place
        .p2msg("key export --master-key-file key --out signing --data-dir d")
        .run();
    place
        .p2msg("authority keystore create --key-file key --new-passphrase-file passphrase --out keystore")
        .run();
    place.secret_file("wif", &wif);
    place.secret_file("mistyped", &mistyped);
    place.secret_file("no_base58", &no_base58);
    place.secret_file("long_hex", &long_hex);
    place.secret_file("phrase", &PHRASE.to_uppercase());
    let pubkey = authority.signing_pubkey();
    let seal =
        format!("authority seal --type alert --msg stop --authority-key {pubkey} --key-file");
    let mut left = Vec::new();
    for (run, stdin, expected) in [
        ("key derive --master-key-file wif", "", 0),
        ("key derive --master-key-file -", MASTER_KEY, 0),
        ("key derive --master-key-file -", wif.as_str(), 0),
        ("key derive --master-key-file /dev/fd/0", MASTER_KEY, 0),
        (
            "key derive --master-key-file keystore --passphrase-file passphrase",
            "",
            0,
        ),
        (
            "key derive --master-key-file keystore --passphrase-file -",
            PASSPHRASE,
            0,
        ),
        ("key export --master-key-file key --reveal", "", 0),
        ("key export --master-key-file key --reveal --json", "", 0),
        ("pack --signing-wif-file signing", "", 0),
        (&format!("{seal} phrase"), "", 0),
        (&format!("{seal} -"), PHRASE, 0),
        ("key derive --master-key-file mistyped", "", 3),
        ("key derive --master-key-file no_base58", "", 3),
        ("key derive --master-key-file long_hex", "", 3),
        ("key derive --master-key-file phrase", "", 3),
        ("key derive --master-key-file wif --net bitcoin", "", 3),
    ] {
        let command = format!("{run} --data-dir d --quiet");
        let (memory, code) = Traced::start(&place, &command, stdin).memory_at_exit();
        assert_eq!(code, Some(expected), "{run}");
        let copies = found(&memory, &forms);
        left.extend(copies.into_iter().map(|copy| format!("{run}: {copy}")));
    }
    assert_eq!(left, Vec::<String>::new(), "{}", left.join("\n"));
}

#[test]
fn a_key_typed_at_the_prompt_leaves_no_copy() {
    if !can_read_memory() {
        return;
    }
    let place = Place::new();
    let mut terminal = place.terminal("read -r line; exec \"$P2MSG\" key derive --quiet");
    let pid = Pid::from_raw(terminal.id());
    ptrace::seize(pid, Options::PTRACE_O_TRACEEXIT).expect("root can trace");
    terminal
        .type_line("")
        .wait_for("Master key")
        .type_line(MASTER_KEY);
    let memory = memory_at_exit(pid);
    terminal.ends_with(0);
    assert_eq!(found(&memory, &key_forms()), Vec::<String>::new());
}
