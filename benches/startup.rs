//! How long `p2msg decode SHARE` takes from start to end, beside programs that do nothing.
//!
//! `cargo bench --bench startup` runs three processes in turn, many times, and prints the median of
//! each and the ratios: p2msg decoding one share, p2msg with `--version` (an empty program of the
//! same libraries), and `true` (the floor that the system sets for any process).

#![allow(clippy::print_stdout, clippy::unwrap_used)] // A benchmark prints, and a panic is its error.
#![allow(missing_docs)]

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 300;

/// From the start of the process until it was waited for.
fn time(program: &str, arguments: &[&str]) -> Duration {
    let start = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{program} {arguments:?}");
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap()
}

fn main() {
    let p2msg = env!("CARGO_BIN_EXE_p2msg");
    let store = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/samples/litecoin_testnet/shares.0"
    );
    let text = std::fs::read_to_string(store).unwrap();
    let share = text.lines().nth(2).unwrap();
    let decode = ["--net", "litecoin_testnet", "decode", share];

    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..RUNS {
        let [decoding, empty, floor] = &mut times;
        decoding.push(time(p2msg, &decode));
        empty.push(time(p2msg, &["--version"]));
        floor.push(time("true", &[]));
    }
    let [decoding, empty, floor] = times.map(median);
    println!("decode of one share    {decoding:>10.1?}");
    println!("p2msg --version        {empty:>10.1?}");
    println!("true                   {floor:>10.1?}");
    let ratio = |of: Duration| decoding.as_secs_f64() / of.as_secs_f64();
    println!(
        "decode / empty program of the same libraries  {:.2}",
        ratio(empty)
    );
    println!(
        "decode / true                                 {:.2}",
        ratio(floor)
    );
}
