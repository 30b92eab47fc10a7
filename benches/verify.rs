//! How fast shares and signatures are verified, beside what the hashing and the crates alone can do.
//!
//! `cargo bench --bench verify`. `p2msg verify` runs over shares with real proofs of work, on one
//! processor (`taskset`) and on two, showing failures alone and every share; beside it, headers are
//! hashed by the SIMD lanes and by the `scrypt` crate. They take turns, so that a busy machine slows
//! all of them, and each keeps its best turn. Rates are per second of processor time. Where the processor has faster lanes than
//! those of AVX2, what verify would reach with those is computed from what it takes beside hashing.

// A benchmark prints, and a panic is its error.
#![allow(clippy::indexing_slicing, clippy::print_stdout, clippy::unwrap_used)]
#![allow(missing_docs)]

mod support;

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use p2msg::core::hash::MessageHash;
use p2msg::core::key::{KeyIndex, MasterKey, SignatureCheck};
use p2msg::core::pow::{Lanes, Scrypt};
use support::process::{cost, cpu_of_this, median, most_memory, on};
use support::store::{NETWORK, mined};
use zeroize::Zeroizing;

const TURNS: usize = 15;
/// Shares with a proof of work of their own.
const MINED: u32 = 256;
/// How often they stand in the store.
const REPEATED: usize = 20;
/// Headers that the lanes hash in a turn, and that the `scrypt` crate does.
const HEADERS: usize = 4000;
const HEADERS_OF_CRATE: usize = 1000;
const SIGNATURES: usize = 5000;

fn main() {
    shares();
    signatures();
}

fn shares() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shares.0");
    std::fs::write(&store, mined(MINED).repeat(REPEATED)).unwrap();
    let count = f64::from(MINED) * REPEATED as f64;
    let options = ["--failures-only", "--json"];
    let mut hashing = Hashing::default();
    let mut verifying = options.map(|_| Verifying::default());
    for _ in 0..TURNS {
        hashing.turn();
        for (option, best) in options.iter().zip(&mut verifying) {
            let one = cost(&mut on("0", &verify(option, &store)));
            let two = cost(&mut on("0,1", &verify(option, &store)));
            keep(&mut best.rate, count / one.cpu.as_secs_f64());
            keep(&mut best.on_one, count / one.wall.as_secs_f64());
            keep(&mut best.on_two, count / two.wall.as_secs_f64());
        }
    }
    println!("fastest lanes            {:.0} hashes/s", hashing.fastest);
    for (option, best) in options.iter().zip(&verifying) {
        let print = |value, what| println!("verify {option:<17} {value:>9.2} {what}");
        print(best.rate, "shares/s of processor time");
        print(best.rate / hashing.fastest, "of the fastest lanes' rate");
        print(
            hashing.share_of_six_lanes(best.rate),
            "of the rate of 6 lanes (AVX2), computed",
        );
        print(best.rate / hashing.plain, "times the scrypt crate's rate");
        print(best.on_two / best.on_one, "times as fast on two cores");
    }
    println!("verify, memory           {} MB", most_memory() / 1_000_000);
}

/// Keeps the better of two rates: what is slower was disturbed.
fn keep(best: &mut f64, rate: f64) {
    *best = best.max(rate);
}

/// Shares verified in a second: of processor time, and on the clock of one core and of two.
#[derive(Default)]
struct Verifying {
    rate: f64,
    on_one: f64,
    on_two: f64,
}

/// Headers hashed in a second of processor time: by the fastest lanes, by six lanes, and by the
/// `scrypt` crate.
#[derive(Default)]
struct Hashing {
    fastest: f64,
    six: f64,
    plain: f64,
}

impl Hashing {
    fn turn(&mut self) {
        for lanes in Lanes::ALL {
            let Some(mut scrypt) = Scrypt::with_lanes(lanes) else {
                continue;
            };
            let count = if lanes == Lanes::One {
                HEADERS_OF_CRATE
            } else {
                HEADERS
            };
            let rate = hashes(count, |headers| {
                scrypt.hash_many(headers, &mut vec![[0; 32]; headers.len()]);
            });
            keep(&mut self.fastest, rate);
            match lanes {
                Lanes::One => keep(&mut self.plain, rate),
                Lanes::Six => keep(&mut self.six, rate),
                Lanes::Three | Lanes::Twelve => {}
            }
        }
    }

    /// What of the rate of six lanes would be left to a verify that needs beside hashing the time
    /// that one at this `rate` needs.
    fn share_of_six_lanes(&self, rate: f64) -> f64 {
        let beside_hashing = 1.0 / rate - 1.0 / self.fastest;
        1.0 / (1.0 + beside_hashing * self.six)
    }
}

/// `p2msg verify`.
fn verify(option: &str, store: &Path) -> Command {
    let mut verify = Command::new(env!("CARGO_BIN_EXE_p2msg"));
    verify.args(["--net", NETWORK, "verify", option]).arg(store);
    verify
}

/// Headers that are hashed in a second of processor time.
fn hashes(count: usize, hash: impl FnOnce(&[[u8; 80]])) -> f64 {
    let mut headers = vec![[0x5a; 80]; count];
    for (header, nonce) in headers.iter_mut().zip(0u32..) {
        header[76..].copy_from_slice(&nonce.to_le_bytes());
    }
    let start = cpu_of_this();
    hash(&headers);
    count as f64 / (cpu_of_this() - start).as_secs_f64()
}

fn signatures() {
    let master = MasterKey::from_bytes(Zeroizing::new([1; 32])).unwrap();
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
