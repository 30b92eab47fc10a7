//! Hashes a second of every way of scrypt that this processor has, against the `scrypt` crate.
//!
//! `cargo bench --bench pow`. The ways take turns, so that a busy machine slows all of them; each
//! keeps its best turn. On two threads each way is given as a multiple of itself on one.
#![allow(clippy::print_stdout, reason = "this is the program's output")]

use std::time::Instant;

use p2msg::core::pow::{Lanes, Scrypt};

const TURNS: usize = 30;
/// Headers a turn: full batches for every way, about 50 ms for the slowest.
const HEADERS: usize = 240;

fn main() {
    let ways: Vec<Lanes> = Lanes::ALL
        .into_iter()
        .filter(|lanes| Scrypt::with_lanes(*lanes).is_some())
        .collect();
    let one = best_rates(&ways, 1);
    let two = best_rates(&ways, 2);
    let plain = one.first().copied().unwrap_or(f64::NAN);
    println!("lanes  hashes/s  ratio to the scrypt crate  on two threads");
    for ((lanes, one), two) in ways.iter().zip(one).zip(two) {
        let count = lanes.count();
        println!(
            "{count:5}  {one:8.0}  {:25.2}  {:13.2}x",
            one / plain,
            two / one
        );
    }
}

/// The best rate of each way over its turns, all threads together.
fn best_rates(ways: &[Lanes], threads: usize) -> Vec<f64> {
    let mut best = vec![0f64; ways.len()];
    for _ in 0..TURNS {
        for (lanes, best) in ways.iter().zip(&mut best) {
            *best = best.max(rate(*lanes, threads));
        }
    }
    best
}

fn rate(lanes: Lanes, threads: usize) -> f64 {
    let rates = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads)
            .map(|_| scope.spawn(move || rate_of_one_thread(lanes)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or(f64::NAN))
            .sum::<f64>()
    });
    std::hint::black_box(rates)
}

fn rate_of_one_thread(lanes: Lanes) -> f64 {
    let Some(mut scrypt) = Scrypt::with_lanes(lanes) else {
        return f64::NAN;
    };
    let mut headers = vec![[0x5a; 80]; HEADERS];
    for (header, nonce) in headers.iter_mut().zip(0u32..) {
        for (byte, nonce) in header.iter_mut().zip(nonce.to_le_bytes()) {
            *byte = nonce;
        }
    }
    let mut hashes = vec![[0; 32]; HEADERS];
    // The first batch touches the memory; it is not counted.
    let warm = lanes.count().min(HEADERS);
    if let (Some(headers), Some(hashes)) = (headers.get(..warm), hashes.get_mut(..warm)) {
        scrypt.hash_many(headers, hashes);
    }
    let start = Instant::now();
    scrypt.hash_many(&headers, &mut hashes);
    let seconds = start.elapsed().as_secs_f64();
    std::hint::black_box(&hashes);
    headers.len() as f64 / seconds
}
