//! How fast shares and signatures are verified, beside what the hashing and the crates alone can do.
//!
//! `cargo bench --bench verify`. `p2msg verify` runs over shares with real proofs of work, on one
//! processor (`taskset`) and on two; beside it, headers are hashed by the same SIMD lanes and by
//! the `scrypt` crate. They take turns, so that a busy machine slows all of them. Rates are per
//! second of processor time.

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
use p2msg::core::network::PowFunction;
use p2msg::core::pow::{HeaderHasher, scrypt_1024_1_1};
use support::process::{Cost, cost, cpu_of_this, median, most_memory};
use support::store::{NETWORK, mined};
use zeroize::Zeroizing;

const TURNS: usize = 5;
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
    let mut hasher = HeaderHasher::new(PowFunction::Scrypt);
    let (mut rates, mut of_lanes, mut of_crate, mut speedups) = (vec![], vec![], vec![], vec![]);
    for _ in 0..TURNS {
        let one = verify("0", &store);
        let two = verify("0,1", &store);
        let verified = count / one.cpu.as_secs_f64();
        let lanes = hashes(HEADERS, |headers| {
            black_box(hasher.hash_many(headers));
        });
        let plain = hashes(HEADERS_OF_CRATE, |headers| {
            for header in headers {
                black_box(scrypt_1024_1_1(header));
            }
        });
        rates.push(verified);
        of_lanes.push(verified / lanes);
        of_crate.push(verified / plain);
        speedups.push(one.wall.as_secs_f64() / two.wall.as_secs_f64());
    }
    println!(
        "verify                   {:.0} shares/s on one core",
        median(rates)
    );
    println!("verify / lanes alone     {:.2}", median(of_lanes));
    println!("verify / scrypt crate    {:.2}", median(of_crate));
    println!("two cores / one          {:.2}", median(speedups));
    println!("verify, memory           {} MB", most_memory() / 1_000_000);
}

/// Runs `p2msg verify` on these processors.
fn verify(processors: &str, store: &Path) -> Cost {
    let mut verify = Command::new("taskset");
    verify
        .args(["-c", processors, env!("CARGO_BIN_EXE_p2msg")])
        .args(["--net", NETWORK, "verify", "--json"])
        .arg(store);
    cost(&mut verify)
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
