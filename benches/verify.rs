//! How fast shares and signatures are verified, beside what the hashing and the crates alone can do.
//!
//! `cargo bench --bench verify`. `p2msg verify` runs over shares with real proofs of work, on one
//! processor (`taskset`) and on two, showing failures alone and every share; beside it, headers are
//! hashed by the SIMD lanes and by the `scrypt` crate. They take turns, so that a busy machine slows
//! all of them. Rates are per second of processor time. Where the processor has faster lanes than
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

const TURNS: usize = 9;
/// Shares with a proof of work of their own.
const MINED: u32 = 256;
/// How often they stand in the store.
const REPEATED: usize = 40;
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
    for option in ["--failures-only", "--json"] {
        let mut turns: Vec<Turn> = Vec::new();
        for _ in 0..TURNS {
            let one = cost(&mut on("0", &verify(option, &store)));
            let two = cost(&mut on("0,1", &verify(option, &store)));
            turns.push(Turn {
                verified: count / one.cpu.as_secs_f64(),
                speedup: one.wall.as_secs_f64() / two.wall.as_secs_f64(),
                ..Turn::of_hashing()
            });
        }
        let print = |what, of: &dyn Fn(&Turn) -> f64| {
            let value = median(turns.iter().map(of).collect());
            println!("verify {option:<16} {value:>9.2} {what}");
        };
        print("shares/s on one core", &|turn| turn.verified);
        print("of the fastest lanes' rate", &|turn| {
            turn.verified / turn.fastest
        });
        print(
            "of the rate of 6 lanes (AVX2), computed",
            &Turn::with_six_lanes,
        );
        print("times the scrypt crate's rate", &|turn| {
            turn.verified / turn.plain
        });
        print("times as fast on two cores", &|turn| turn.speedup);
    }
    println!("verify, memory           {} MB", most_memory() / 1_000_000);
}

/// What was measured side by side; rates are per second of processor time.
struct Turn {
    verified: f64,
    speedup: f64,
    /// Headers hashed by the fastest lanes, by six lanes, and by the `scrypt` crate.
    fastest: f64,
    six: f64,
    plain: f64,
}

impl Turn {
    fn of_hashing() -> Self {
        let rate = |lanes| {
            let mut scrypt = Scrypt::with_lanes(lanes)?;
            let headers = if lanes == Lanes::One {
                HEADERS_OF_CRATE
            } else {
                HEADERS
            };
            Some(hashes(headers, |headers| {
                scrypt.hash_many(headers, &mut vec![[0; 32]; headers.len()]);
            }))
        };
        let rates = Lanes::ALL.map(rate);
        let [plain, _, six, _] = rates;
        Self {
            verified: f64::NAN,
            speedup: f64::NAN,
            fastest: rates.into_iter().flatten().last().unwrap(),
            six: six.unwrap_or(f64::NAN),
            plain: plain.unwrap(),
        }
    }

    /// What would be left of the rate of six lanes, if all but hashing took the time it takes here.
    fn with_six_lanes(&self) -> f64 {
        let beside_hashing = 1.0 / self.verified - 1.0 / self.fastest;
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
