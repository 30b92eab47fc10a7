//! The cost of c2pool's share store, compared with the same shares as text and with libleveldb.
//!
//! `cargo bench --bench c2pool`. The store has 100,000 shares, 87 MB; P2MSG_BENCH_SHARES asks for
//! another number. It is written by libleveldb and needs python3-plyvel. The commands take turns, so
//! that a busy machine slows all of them.
//!
//! libleveldb is a Python program that reads each key and value; this includes the start of Python.
//! "iteration" is what p2msg does with the same files in this process before it looks at a share:
//! the newest value of each share key, checked by its checksum, as a line of text. `decode` includes
//! all of p2msg: parsing and hashing each share twice, and the judgement of the messages.

// A benchmark prints, and a panic is its error.
#![allow(clippy::indexing_slicing, clippy::print_stdout, clippy::unwrap_used)]
#![allow(missing_docs)]

mod support;

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use p2msg::core::network::Network;
use p2msg::core::share::Share;
use p2msg::core::share::commitment::commit;
use p2msg::shares::{Block, BlockSource, C2poolStore, Spared};
use support::process::{cost, cpu_of_this, median};
use support::store::{NETWORK, Plan};

const SHARES: u32 = 100_000;
/// Twice the chain length of litecoin and 10: a node removes the shares below when it starts.
const SHARES_OF_A_NODE: u32 = 17_290;
const TURNS: usize = 7;
const PYTHON: &str = "/usr/bin/python3";
const WRITER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/support/c2pool_writer.py"
);

fn main() {
    let shares = std::env::var("P2MSG_BENCH_SHARES").map_or(SHARES, |n| n.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let (text, database) = (folder.path().join("text"), folder.path().join("database"));
    let mut file = File::create(&text).unwrap();
    Plan::ordinary(shares).write(&mut file).unwrap();
    fill(&text, &database);
    println!("store                    {shares} shares");
    for command in ["decode --with-messages --json", "store stats"] {
        let mut of_text = p2msg(command, &text);
        let mut of_database = p2msg(command, &database);
        compare(command, &mut of_text, &mut of_database);
    }
    // The shares have no proof of work, which costs as much.
    let verify = |store: &Path| {
        let mut command = Command::new("sh");
        let run = "\"$0\" --net \"$1\" verify --failures-only \"$2\" || [ $? -eq 4 ]";
        command
            .args(["-c", run, env!("CARGO_BIN_EXE_p2msg"), NETWORK])
            .arg(store);
        command
    };
    compare("verify", &mut verify(&text), &mut verify(&database));
    let mut iterate = Command::new(PYTHON);
    iterate.args([WRITER, "iterate"]).arg(&database);
    let mut decode = p2msg("decode --with-messages --json", &database);
    compare("libleveldb, decode", &mut iterate, &mut decode);
    compare_iteration(&mut iterate, &database);
    println!(
        "first record             {:.0} ms, of text {:.0} ms",
        first_record(&database),
        first_record(&text)
    );
    let (text, database) = (
        folder.path().join("text-2"),
        folder.path().join("database-2"),
    );
    let mut file = File::create(&text).unwrap();
    Plan::ordinary(SHARES_OF_A_NODE).write(&mut file).unwrap();
    fill(&text, &database);
    println!(
        "first of {SHARES_OF_A_NODE} shares   {:.0} ms, of text {:.0} ms",
        first_record(&database),
        first_record(&text)
    );
}

/// Prints the rate of reading all shares without looking at them as a multiple of the rate of
/// libleveldb, by processor time.
fn compare_iteration(libleveldb: &mut Command, database: &Path) {
    let mut ratios = Vec::new();
    for _ in 0..TURNS {
        let theirs = cost(libleveldb).cpu.as_secs_f64();
        let before = cpu_of_this();
        let network = Network::by_name(NETWORK).unwrap();
        let mut store = C2poolStore::new(database.to_owned(), network);
        store.spare(Spared {
            order: true,
            ..Spared::default()
        });
        let mut block = Block::default();
        while store.next_block(&mut block, 1).unwrap() {}
        ratios.push(theirs / (cpu_of_this() - before).as_secs_f64());
    }
    println!(
        "libleveldb, iteration    {:.2} times the rate",
        median(ratios)
    );
}

/// Prints the rate of the second command as a multiple of the rate of the first, by the clock.
fn compare(name: &str, one: &mut Command, other: &mut Command) {
    let mut ratios = Vec::new();
    for _ in 0..TURNS {
        let one = cost(one).wall.as_secs_f64();
        ratios.push(one / cost(other).wall.as_secs_f64());
    }
    println!("{name:<24} {:.2} times the rate", median(ratios));
}

fn p2msg(arguments: &str, store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_p2msg"));
    command
        .args(["--net", NETWORK])
        .args(arguments.split_whitespace())
        .arg(store);
    command
}

/// Writes the shares of a text into a database.
fn fill(text: &Path, database: &Path) {
    let network = Network::by_name(NETWORK).unwrap();
    let mut writer = Command::new(PYTHON)
        .args([WRITER, "fill"])
        .arg(database)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = writer.stdin.take().unwrap();
    for line in fs::read_to_string(text).unwrap().lines() {
        let hex = &line[2..];
        let raw = const_hex::decode(hex).unwrap();
        let hash = commit(&Share::read(&raw, network).unwrap(), network).share_hash;
        writeln!(stdin, "{hash} {hex}").unwrap();
    }
    drop(stdin);
    assert!(writer.wait().unwrap().success());
}

/// Milliseconds until the first record is printed.
fn first_record(store: &Path) -> f64 {
    let start = Instant::now();
    let mut decode = p2msg("decode --json", store)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(decode.stdout.take().unwrap());
    stdout.read_line(&mut String::new()).unwrap();
    let first = start.elapsed().as_secs_f64() * 1e3;
    stdout.read_to_end(&mut Vec::new()).unwrap();
    decode.wait().unwrap();
    first
}
