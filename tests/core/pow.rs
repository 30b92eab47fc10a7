//! shares.json: the proof of work of every share, under the hash of its network.

use p2msg::core::network::Network;
use p2msg::core::pow::{CompactBits, Lanes, PowFunction, Scrypt, Target, pow_hash};
use serde_json::Value;

use crate::support::vectors::{bytes, list, text, vectors};

fn header(case: &Value) -> [u8; 80] {
    bytes(case, "header").try_into().unwrap()
}

fn target(case: &Value, key: &str) -> Target {
    let bits = u32::from_str_radix(text(case, key), 16).unwrap();
    CompactBits(bits).to_target().unwrap()
}

#[test]
fn the_proof_of_work_of_every_share_holds() {
    for case in list(&vectors("shares.json"), "cases") {
        let name = text(case, "name");
        let network = Network::by_name(text(case, "net")).unwrap();
        let hash = pow_hash(network.pow, &header(case));
        let share_target = target(case, "bits");
        assert_eq!(hash.to_string(), text(case, "pow_hash"), "{name}");
        assert_eq!(share_target.to_string(), text(case, "target"), "{name}");
        assert_eq!(
            target(case, "max_bits").to_string(),
            text(case, "max_target"),
            "{name}"
        );
        assert_eq!(
            Value::from(share_target.is_met_by(&hash)),
            case["pow_valid"],
            "{name}"
        );
        assert!(share_target <= network.max_target, "{name}");
    }
}

#[test]
fn every_way_of_scrypt_gives_the_hashes_of_the_vectors() {
    let shares = vectors("shares.json");
    let cases = list(&shares, "cases")
        .iter()
        .filter(|case| Network::by_name(text(case, "net")).unwrap().pow == PowFunction::Scrypt);
    let (headers, expected): (Vec<_>, Vec<_>) = cases
        .map(|case| (header(case), text(case, "pow_hash")))
        .unzip();
    for mut scrypt in Lanes::ALL.into_iter().filter_map(Scrypt::with_lanes) {
        let mut hashes = vec![[0; 32]; headers.len()];
        scrypt.hash_many(&headers, &mut hashes);
        for (hash, expected) in hashes.iter().zip(&expected) {
            let shown: Vec<u8> = hash.iter().rev().copied().collect();
            assert_eq!(hex::encode(shown), *expected, "{:?}", scrypt.lanes());
        }
    }
}

#[test]
fn the_easiest_targets_of_the_networks_are_shown_big_endian() {
    for case in list(&vectors("networks.json"), "cases") {
        let network = Network::by_name(text(case, "name")).unwrap();
        let target = network.max_target;
        assert_eq!(target.to_string(), text(case, "MAX_TARGET"));
    }
}
