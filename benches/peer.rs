//! The cost of a download from a peer, compared with `verify` on the same shares from a file.
//!
//! `cargo bench --bench peer`. The peer has 17,280 shares with proofs of work, two chain lengths of
//! litecoin, in memory; P2MSG_BENCH_SHARES asks for another number. `peer shares --all --out` connects,
//! downloads, checks and writes them. Both take turns on the same processors, so that a busy machine
//! slows both. The processor time of the peer itself is not counted, but it runs on the same processors.

// A benchmark prints, and a panic is its error.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

mod support;

use std::fs;
use std::process::{Command, Stdio};
use std::time::Instant;

use p2msg::core::network::Network;
use p2msg::peer::node::connection::Identity;
use p2msg::peer::node::server::Node;
use support::process::median;
use support::store::{NETWORK, mined};

const SHARES: u32 = 17_280;
const TURNS: usize = 11;

fn main() {
    let count = std::env::var("P2MSG_BENCH_SHARES").map_or(SHARES, |n| n.parse().unwrap());
    let network = Network::by_name(NETWORK).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shares.0");
    let identity = Identity {
        network,
        nonce: 1,
        client: "bench".to_owned(),
    };
    let mut node = Node::bind("127.0.0.1:0".parse().unwrap(), identity).unwrap();
    let lines = mined(count);
    fs::write(&store, &lines).unwrap();
    for line in str::from_utf8(&lines).unwrap().lines() {
        node.add(hex::decode(&line[2..]).unwrap()).unwrap();
    }
    node.serve(Box::new(|_| {})).unwrap();
    let address = node.address().to_string();

    let mut ratios = Vec::new();
    for turn in 0..TURNS {
        let out = folder.path().join(format!("fetched.{turn}"));
        let fetch = seconds(
            Command::new(env!("CARGO_BIN_EXE_p2msg"))
                .args([
                    "--net",
                    NETWORK,
                    "peer",
                    "shares",
                    "--all",
                    "--connect",
                    &address,
                    "--out",
                ])
                .arg(&out),
        );
        let verify = seconds(
            Command::new(env!("CARGO_BIN_EXE_p2msg"))
                .args(["--net", NETWORK, "verify", "--failures-only"])
                .arg(&store),
        );
        let fetched = fs::read_to_string(&out).unwrap().lines().count();
        assert_eq!(fetched, usize::try_from(count).unwrap());
        ratios.push(fetch / verify);
        println!("download {fetch:.3} s, verify {verify:.3} s");
    }
    println!(
        "{count} shares: download / verify {:.2} (median)",
        median(ratios)
    );
}

/// The time of a run, in seconds.
fn seconds(command: &mut Command) -> f64 {
    let began = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.unwrap().success());
    began.elapsed().as_secs_f64()
}
