//! How fast shares and signatures are verified, beside what the hashing and the crates alone can do.
//!
//! `cargo bench --bench verify`. `p2msg verify` runs over shares with real proofs of work, on one
//! processor (`taskset`) and on two, showing failures alone, and every step of every share for people
//! and as JSON; beside it, as many headers are hashed by the SIMD lanes, and fewer by the `scrypt`
//! crate. They take turns, so that a busy machine slows all of them; each ratio is of what ran side by
//! side, and the median, the least and the greatest are printed. Rates are per second of processor
//! time. Where the processor has faster lanes than those of AVX2, what verify would reach with those
//! is computed from what it takes beside hashing.

// A benchmark prints, and a panic is its error.
#![allow(clippy::indexing_slicing, clippy::print_stdout, clippy::unwrap_used)]
#![allow(missing_docs)]

mod support;

use std::fs::File;
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use p2msg::core::hash::MessageHash;
use p2msg::core::key::secret::SecretBytes;
use p2msg::core::key::{KeyIndex, MasterKey, SignatureCheck};
use p2msg::core::pow::{Lanes, Scrypt};
use support::process::{cost, cpu_of_this, keep_this_to, median, most_memory, on};
use support::store::{mined, verify};

const TURNS: usize = 21;
/// Shares with a proof of work of their own.
const MINED: u32 = 256;
/// How often they stand in the store.
const REPEATED: usize = 80;
/// Headers that the `scrypt` crate hashes in a turn; the lanes hash as many as there are shares.
const HEADERS_OF_CRATE: usize = 2000;
const SIGNATURES: usize = 5000;
/// Processors, as `taskset` takes them.
const ONE: &str = "0";
const TWO: &str = "0,1";
/// What verify shows.
const OPTIONS: [&[&str]; 3] = [&["--failures-only"], &[], &["--json"]];

fn main() {
    shares();
    signatures();
}

fn shares() {
    // The lanes on the same processor as verify: the other one may have more or less to do.
    keep_this_to(ONE.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shares.0");
    write_store(&store);
    let count = MINED as usize * REPEATED;
    let mut lanes_to_crate = Vec::new();
    let mut verifying = OPTIONS.map(|_| Verifying::default());
    for _ in 0..TURNS {
        let plain = hashes(Lanes::One, HEADERS_OF_CRATE).unwrap();
        let six = hashes(Lanes::Six, count / 2);
        let mut before = fastest(count);
        lanes_to_crate.push(before / plain);
        for (options, measured) in OPTIONS.iter().zip(&mut verifying) {
            let one = cost(&mut on(ONE, &verify(options, &store)));
            let two = cost(&mut on(TWO, &verify(options, &store)));
            let after = fastest(count);
            let lanes = f64::midpoint(before, after);
            let rate = count as f64 / one.cpu.as_secs_f64();
            measured.rate.push(rate);
            measured.of_lanes.push(rate / lanes);
            measured
                .of_six_lanes
                .extend(six.map(|six| share_of(six, rate, lanes)));
            measured.to_crate.push(rate / plain);
            measured
                .on_two
                .push(one.wall.as_secs_f64() / two.wall.as_secs_f64());
            before = after;
        }
    }
    print(
        "fastest lanes",
        lanes_to_crate,
        "times the scrypt crate's rate",
    );
    for (options, measured) in OPTIONS.iter().zip(verifying) {
        let name = format!("verify {}", options.concat());
        print(&name, measured.rate, "shares/s of processor time");
        print(&name, measured.of_lanes, "of the fastest lanes' rate");
        let what = "of the rate of 6 lanes (AVX2), computed";
        print(&name, measured.of_six_lanes, what);
        print(&name, measured.to_crate, "times the scrypt crate's rate");
        print(&name, measured.on_two, "times as fast on two cores");
    }
    println!("verify, memory           {} MB", most_memory() / 1_000_000);
}

/// Writes the store piece by piece: what this process takes counts as its children's.
fn write_store(path: &Path) {
    let shares = mined(MINED);
    let mut file = File::create(path).unwrap();
    for _ in 0..REPEATED {
        file.write_all(&shares).unwrap();
    }
}

/// Prints the median, the least and the greatest value.
fn print(name: &str, mut values: Vec<f64>, what: &str) {
    if values.is_empty() {
        return;
    }
    values.sort_by(f64::total_cmp);
    let (least, most) = (values[0], values[values.len() - 1]);
    let median = median(values);
    println!("{name:<24} {median:.3} ({least:.3} to {most:.3}) {what}");
}

/// What each turn of `p2msg verify` came to.
#[derive(Default)]
struct Verifying {
    /// Shares in a second of processor time.
    rate: Vec<f64>,
    of_lanes: Vec<f64>,
    of_six_lanes: Vec<f64>,
    to_crate: Vec<f64>,
    /// How many times as fast on the clock two cores are as one.
    on_two: Vec<f64>,
}

/// What of the rate of `six` lanes would be left to a verify that needs beside hashing the time that
/// one at this `rate` needs beside `lanes`.
fn share_of(six: f64, rate: f64, lanes: f64) -> f64 {
    1.0 / (1.0 + (1.0 / rate - 1.0 / lanes) * six)
}

/// Headers that the fastest lanes hash in a second of processor time.
fn fastest(count: usize) -> f64 {
    hashes(Scrypt::new().lanes(), count).unwrap()
}

/// Headers that are hashed in a second of processor time; `None` without such `lanes`.
fn hashes(lanes: Lanes, count: usize) -> Option<f64> {
    let mut scrypt = Scrypt::with_lanes(lanes)?;
    let mut headers = vec![[0x5a; 80]; count];
    for (header, nonce) in headers.iter_mut().zip(0u32..) {
        header[76..].copy_from_slice(&nonce.to_le_bytes());
    }
    let mut hashes = vec![[0; 32]; count];
    let start = cpu_of_this();
    scrypt.hash_many(black_box(&headers), &mut hashes);
    black_box(&hashes);
    Some(count as f64 / (cpu_of_this() - start).as_secs_f64())
}

fn signatures() {
    let master = MasterKey::from_bytes(SecretBytes::copy_of(&[1; 32])).unwrap();
    let key = master.derive(KeyIndex(0)).unwrap();
    let pubkey = key.signing_pubkey();
    let hash = MessageHash::from_wire([7; 32]);
    let signature = key.sign(hash);
    let bare_pubkey = secp256k1::PublicKey::from_slice(&pubkey.0).unwrap();
    let bare_signature = secp256k1::ecdsa::Signature::from_der(&signature).unwrap();
    let digest = secp256k1::Message::from_digest(hash.to_wire());

    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        ours.push(rate(|| {
            let check = black_box(pubkey).verify(hash, &signature);
            assert_eq!(check, SignatureCheck::Valid);
        }));
        bare.push(rate(|| {
            secp256k1::ecdsa::verify(&bare_signature, digest, black_box(&bare_pubkey)).unwrap();
        }));
    }
    let (ours, bare) = (median(ours), median(bare));
    println!("signatures               {ours:.0} verified/s, from bytes, on one thread");
    println!("secp256k1                {bare:.0} verified/s, from a parsed key and signature");
    println!("signatures / secp256k1   {:.2}", ours / bare);
}

fn rate(verify: impl Fn()) -> f64 {
    let start = Instant::now();
    for _ in 0..SIGNATURES {
        verify();
    }
    SIGNATURES as f64 / start.elapsed().as_secs_f64()
}
