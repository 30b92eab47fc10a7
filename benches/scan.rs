//! What reading a share store costs: `decode --with-messages` beside `wc -l`, and `store stats`.
//!
//! `cargo bench --bench scan`. The store has 600,000 shares, 1 GB, of which one in 400 has a
//! message; P2MSG_BENCH_SHARES asks for another number. It is made in the folder for temporary
//! files (TMPDIR), stays in the page cache, and is removed in the end. The commands take turns, so
//! that a busy machine slows all of them.

// A benchmark prints, and a panic is its error.
#![allow(clippy::indexing_slicing, clippy::print_stdout, clippy::unwrap_used)]
#![allow(missing_docs)]

mod support;

use std::fs::File;
use std::hint::black_box;
use std::io::BufWriter;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use p2msg::core::network::Network;
use p2msg::core::share::Share;
use p2msg::core::share::commitment::commit;
use support::process::{cost, cpu_of_this, median, most_memory, on};
use support::store::{NETWORK, Plan};

const SHARES: u32 = 600_000;
const TURNS: usize = 9;

fn main() {
    let shares = std::env::var("P2MSG_BENCH_SHARES").map_or(SHARES, |n| n.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let start = Instant::now();
    let half = make_store(folder.path().join("half"), shares / 2);
    let whole = make_store(folder.path().join("whole"), shares);
    println!(
        "store                    {shares} shares, {} MB, made in {:.1} s",
        whole.bytes / 1_000_000,
        start.elapsed().as_secs_f64()
    );
    scan(&whole);
    memory(&half, &whole);
    stats(&whole);
}

/// A share store that was made for this run.
struct Store {
    path: PathBuf,
    shares: u32,
    bytes: u64,
}

fn make_store(path: PathBuf, shares: u32) -> Store {
    let mut file = BufWriter::new(File::create(&path).unwrap());
    Plan::ordinary(shares).write(&mut file).unwrap();
    Store {
        bytes: path.metadata().unwrap().len(),
        path,
        shares,
    }
}

fn p2msg(arguments: &[&str], store: &Store) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_p2msg"));
    command
        .args(["--net", NETWORK])
        .args(arguments)
        .arg(&store.path);
    command
}

/// Processor time, the kernel's included, of whole processes.
fn scan(store: &Store) {
    let mut wc = Command::new("wc");
    wc.arg("-l").arg(&store.path);
    let mut decode = p2msg(&["decode", "--with-messages", "--json"], store);
    let (mut decoding, mut counting, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let count = cost(&mut wc).cpu.as_secs_f64();
        let decode = cost(&mut decode).cpu.as_secs_f64();
        ratios.push(decode / count);
        decoding.push(decode);
        counting.push(count);
    }
    let rate = |seconds| store.bytes as f64 / seconds / 1e9;
    let (decode, count) = (median(decoding), median(counting));
    println!(
        "wc -l                    {:.2} GB/s of CPU time",
        rate(count)
    );
    println!(
        "decode --with-messages   {:.2} GB/s of CPU time",
        rate(decode)
    );
    println!("decode / wc -l           {:.2}", median(ratios));
}

/// Runs from the least memory to the most, as only the most so far can be asked for.
fn memory(half: &Store, whole: &Store) {
    cost(&mut p2msg(&["decode", "--with-messages"], whole));
    println!("decode, memory           {} MB", most_memory() / 1_000_000);
    cost(&mut p2msg(&["store", "stats"], half));
    let of_half = most_memory();
    cost(&mut p2msg(&["store", "stats"], whole));
    let of_whole = most_memory();
    println!("store stats, memory      {} MB", of_whole / 1_000_000);
    println!(
        "store stats, memory      {:.0} bytes for each further share",
        (of_whole - of_half) as f64 / f64::from(whole.shares - half.shares)
    );
}

/// Rates in processor time, and what a second processor saves of the time on the clock.
fn stats(store: &Store) {
    let shares = raw_shares();
    let (mut rates, mut of_hashing, mut speedups) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let run = |processors| {
            let mut stats = on(processors, &p2msg(&["store", "stats"], store));
            cost(&mut stats)
        };
        let (one, two) = (run("0"), run("0,1"));
        let rate = f64::from(store.shares) / one.cpu.as_secs_f64();
        rates.push(rate);
        of_hashing.push(rate / hashed(&shares));
        speedups.push(one.wall.as_secs_f64() / two.wall.as_secs_f64());
    }
    println!(
        "store stats              {:.0} shares/s on one core",
        median(rates)
    );
    println!("store stats / hashing    {:.2}", median(of_hashing));
    println!("two cores / one          {:.2}", median(speedups));
}

/// Some shares of the store.
fn raw_shares() -> Vec<Vec<u8>> {
    let mut lines = Vec::new();
    Plan::ordinary(2_000).write(&mut lines).unwrap();
    let lines = lines
        .strip_suffix(b"\n")
        .unwrap()
        .split(|byte| *byte == b'\n');
    lines
        .map(|line| const_hex::decode(&line[2..]).unwrap())
        .collect()
}

/// Shares whose hash is computed in a second of processor time, with nothing else done.
fn hashed(shares: &[Vec<u8>]) -> f64 {
    const TIMES: usize = 20;
    let network = Network::by_name(NETWORK).unwrap();
    let shares: Vec<_> = shares
        .iter()
        .map(|raw| Share::read(raw, network).unwrap())
        .collect();
    let start = cpu_of_this();
    for share in shares.iter().cycle().take(TIMES * shares.len()) {
        black_box(commit(share, network));
    }
    (TIMES * shares.len()) as f64 / (cpu_of_this() - start).as_secs_f64()
}
