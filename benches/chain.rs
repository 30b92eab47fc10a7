//! The cost of checking the rules between shares, compared with verifying the shares alone.
//!
//! `cargo bench --bench chain`. `p2msg verify` and `p2msg verify --chain` run over the same chain of
//! shares with real proofs of work, two CHAIN_LENGTHs of litecoin, on one processor (`taskset`). They
//! take turns, so that a busy machine slows both; the median of the ratios of processor time is
//! printed with the least and the greatest. P2MSG_BENCH_SHARES asks for another number of shares.

// A benchmark prints, and a panic is its error.
#![allow(clippy::indexing_slicing, clippy::print_stdout, clippy::unwrap_used)]
#![allow(missing_docs)]

mod support;

use std::fs::File;
use std::io::Write;
use std::path::Path;

use p2msg::core::chain::easy_chain::{EasyChain, Miner, Work};
use p2msg::core::network::Network;
use p2msg::core::share::StaleInfo;
use support::process::{cost, median, on};
use support::store::{NETWORK, verify};

const SHARES: u32 = 17_280;
const TURNS: usize = 7;
/// The processor, as `taskset` takes it.
const ONE: &str = "0";
const FIRST_TIMESTAMP: u32 = 1_750_000_000;

fn main() {
    let shares = std::env::var("P2MSG_BENCH_SHARES").map_or(SHARES, |n| n.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shares.0");
    write_store(&store, shares);
    println!("store                    {shares} shares");
    for options in [&[][..], &["--json"], &["--failures-only"]] {
        let mut ratios = Vec::new();
        let mut rates = Vec::new();
        for _ in 0..TURNS {
            let alone = cost(&mut on(ONE, &verify(options, &store)));
            let chain = cost(&mut on(
                ONE,
                &verify(&[options, &["--chain"]].concat(), &store),
            ));
            ratios.push(chain.cpu.as_secs_f64() / alone.cpu.as_secs_f64());
            rates.push(f64::from(shares) / chain.cpu.as_secs_f64());
        }
        ratios.sort_by(f64::total_cmp);
        let (least, most) = (ratios[0], ratios[ratios.len() - 1]);
        let name = format!("verify {}", options.concat());
        println!(
            "{name:<24} {:.3} ({least:.3} to {most:.3}) times the processor time with --chain, {:.0} shares/s",
            median(ratios),
            median(rates)
        );
    }
}

/// Writes a chain, newest share first, as a node does.
fn write_store(path: &Path, shares: u32) {
    let network = Network::by_name(NETWORK).unwrap();
    let mut chain = EasyChain::new(network);
    let mut lines = Vec::new();
    for number in 0..shares {
        let work = Work {
            miner: Miner {
                name: "miner",
                pubkey_hash: &[7; 20],
                pubkey_type: 0,
            },
            timestamp: FIRST_TIMESTAMP + number * network.share_period,
            stale_info: StaleInfo(0),
            message_data: &[],
        };
        let mined = chain.mine(&work).unwrap();
        lines.push(format!("5 {}\n", hex::encode(mined.raw)));
    }
    let mut file = File::create(path).unwrap();
    for line in lines.iter().rev() {
        file.write_all(line.as_bytes()).unwrap();
    }
}
