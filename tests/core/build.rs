//! Shares put together: those of shares.json from their fields, and new ones with work of their own.

use p2msg::core::hash::{ShareHash, sha256d};
use p2msg::core::network::Network;
use p2msg::core::pow::verification::{Claim, verify};
use p2msg::core::pow::{HeaderHasher, PowFunction, pow_hash};
use p2msg::core::share::build::{BuildError, Unmined};
use p2msg::core::share::commitment::commit;
use p2msg::core::share::{
    HashLink, MergedAddress, MergedCoinbaseInfo, MinHeader, Payout, SegwitData, Share, ShareData,
    ShareInfoParts, ShareParts, StaleInfo, const_ending,
};
use serde_json::Value;

use crate::support::vectors::{bytes, list, text, vectors};

/// Borrowed for as long as the tests run, as parts are borrowed.
fn kept<T>(items: Vec<T>) -> &'static [T] {
    items.leak()
}

fn array<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.try_into().unwrap()
}

fn number<T: TryFrom<u64, Error: std::fmt::Debug>>(value: &Value) -> T {
    let number = match value {
        Value::String(digits) => digits.parse().unwrap(),
        other => other.as_u64().unwrap(),
    };
    number.try_into().unwrap()
}

/// A hash that is written byte-reversed.
fn hash(value: &Value) -> [u8; 32] {
    let mut bytes = hex::decode(value.as_str().unwrap()).unwrap();
    bytes.reverse();
    array(&bytes)
}

fn hashes(value: &Value) -> &'static [[u8; 32]] {
    kept(items(value).iter().map(hash).collect())
}

fn share_hash(value: &Value) -> Option<ShareHash> {
    value.as_str().map(|text| text.parse().unwrap())
}

fn bits(case: &Value, key: &str) -> u32 {
    u32::from_str_radix(text(case, key), 16).unwrap()
}

/// The items of a list that may be null or missing.
fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn payout(case: &Value) -> Payout<'static> {
    let hash = || kept(bytes(case, "pubkey_hash")).try_into().unwrap();
    match case["version"].as_u64().unwrap() {
        ..34 => Payout::PubkeyHash(hash()),
        34 | 35 => Payout::Address(kept(text(case, "address").into())),
        _ => Payout::Typed {
            pubkey_hash: hash(),
            pubkey_type: number(&case["pubkey_type"]),
        },
    }
}

fn segwit_data(value: &Value) -> Option<SegwitData<'static>> {
    value.is_object().then(|| SegwitData {
        txid_merkle_link: hashes(&value["txid_merkle_branch"]),
        wtxid_merkle_root: &kept(vec![hash(&value["wtxid_merkle_root"])])[0],
    })
}

fn merged_address(value: &Value) -> MergedAddress<'static> {
    MergedAddress {
        chain_id: number(&value["chain_id"]),
        script: kept(bytes(value, "script")),
    }
}

fn merged_coinbase_info(value: &Value) -> MergedCoinbaseInfo<'static> {
    MergedCoinbaseInfo {
        chain_id: number(&value["chain_id"]),
        coinbase_value: number(&value["coinbase_value"]),
        block_height: number(&value["block_height"]),
        block_header: kept(bytes(value, "block_header")).try_into().unwrap(),
        coinbase_merkle_link: hashes(&value["coinbase_merkle_branch"]),
        coinbase_script: kept(bytes(value, "coinbase_script")),
    }
}

/// The parts of a case, from its fields alone. Its nonce is left out.
fn parts(case: &Value) -> ShareParts<'static> {
    let header = bytes(case, "header");
    let header_u32 = |at: usize| u32::from_le_bytes(array(&header[at..at + 4]));
    let refs: Vec<u64> = items(&case["transaction_hash_refs"])
        .iter()
        .map(number)
        .collect();
    ShareParts {
        version: number(&case["version"]),
        min_header: MinHeader {
            version: header_u32(0),
            previous_block: array(&header[4..36]),
            timestamp: header_u32(68),
            bits: header_u32(72),
            nonce: 0,
        },
        share_info: ShareInfoParts {
            share_data: ShareData {
                previous_share_hash: share_hash(&case["previous_share_hash"]),
                coinbase: kept(bytes(case, "coinbase")),
                nonce: number(&case["nonce"]),
                payout: payout(case),
                subsidy: number(&case["subsidy"]),
                donation: number(&case["donation"]),
                stale_info: StaleInfo(number(&case["stale_info_raw"])),
                desired_version: number(&case["desired_version"]),
            },
            segwit_data: segwit_data(&case["segwit_data"]),
            merged_addresses: items(&case["merged_addresses"])
                .iter()
                .map(merged_address)
                .collect(),
            new_transaction_hashes: hashes(&case["new_transaction_hashes"]),
            transaction_hash_refs: refs.chunks(2).map(|pair| (pair[0], pair[1])).collect(),
            far_share_hash: share_hash(&case["far_share_hash"]),
            max_bits: bits(case, "max_bits"),
            bits: bits(case, "bits"),
            timestamp: number(&case["timestamp"]),
            absheight: number(&case["absheight"]),
            abswork: text(case, "abswork").parse().unwrap(),
            merged_coinbase_info: items(&case["merged_coinbase_info"])
                .iter()
                .map(merged_coinbase_info)
                .collect(),
            lacks_segwit_data: false,
            merged_payout_hash: case["merged_payout_hash"]
                .is_string()
                .then(|| hash(&case["merged_payout_hash"])),
        },
        ref_merkle_link: hashes(&case["ref_merkle_branch"]),
        last_txout_nonce: number(&case["last_txout_nonce"]),
        hash_link: HashLink {
            state: array(&bytes(&case["hash_link"], "state")),
            extra_data: kept(bytes(&case["hash_link"], "extra_data")),
            length: number(&case["hash_link"]["length"]),
        },
        merkle_link: hashes(&case["merkle_branch"]),
        message_data: kept(bytes(case, "message_data")),
    }
}

fn network_of(case: &Value) -> &'static Network {
    Network::by_name(text(case, "net")).unwrap()
}

fn case<'a>(vectors: &'a Value, name: &str) -> &'a Value {
    let mut cases = list(vectors, "cases").iter();
    cases.find(|case| text(case, "name") == name).unwrap()
}

#[test]
fn every_share_is_rebuilt_from_its_fields() {
    for case in list(&vectors("shares.json"), "cases") {
        let name = text(case, "name");
        let network = network_of(case);
        let unmined =
            Unmined::new(&parts(case), network).unwrap_or_else(|error| panic!("{name}: {error}"));
        let nonce = number(&case["header_nonce"]);
        assert_eq!(
            unmined.raw_share(nonce),
            bytes(case, "raw_share"),
            "{name}: raw share"
        );
        assert_eq!(
            hex::encode(unmined.header(nonce)),
            text(case, "header"),
            "{name}: header"
        );
        assert_eq!(
            unmined.share_hash(nonce).to_string(),
            text(case, "share_hash"),
            "{name}: share_hash"
        );
        let mut hasher = HeaderHasher::new(network.pow);
        assert_eq!(
            unmined.search(nonce..=nonce, &mut hasher),
            Some(nonce),
            "{name}: its proof of work is found"
        );
    }
}

/// The share holds, step by step.
fn holds(raw: &[u8], network: &Network) -> bool {
    let share = Share::read(raw, network).unwrap();
    let header = commit(&share, network).header;
    let pow_hash = pow_hash(network.pow, &header);
    verify(&Claim::of(&share), pow_hash, network)
        .failure
        .is_none()
}

#[test]
fn what_was_mined_holds_with_its_own_message_data_only() {
    let vectors = vectors("shares.json");
    for name in ["v36_max_target_bits", "btcregtest_v36_plain"] {
        let case = case(&vectors, name);
        let network = network_of(case);
        let mut hasher = HeaderHasher::new(network.pow);
        let parts = ShareParts {
            message_data: b"\x01\x00\x00\x00",
            ..parts(case)
        };
        let unmined = Unmined::new(&parts, network).unwrap();
        let nonce = unmined.search(0..=u32::MAX, &mut hasher).unwrap();
        let raw = unmined.raw_share(nonce);
        assert!(holds(&raw, network), "{name}");
        let share = Share::read(&raw, network).unwrap();
        assert_eq!(share.parts().message_data, parts.message_data);
        assert_eq!(
            commit(&share, network).share_hash,
            unmined.share_hash(nonce)
        );
        let (last, rest) = raw.split_last().unwrap();
        let altered = [rest, &[last ^ 1]].concat();
        // One of 20 altered shares would hold by chance: this one does not.
        assert!(!holds(&altered, network), "{name}");
    }
}

#[test]
fn a_search_finds_the_first_nonce_however_it_is_cut() {
    let vectors = vectors("shares.json");
    let case = case(&vectors, "v36_max_target_bits");
    let network = network_of(case);
    let unmined = Unmined::new(&parts(case), network).unwrap();
    let target = network.max_target;
    let by_hand = (0..)
        .find(|nonce| target.is_met_by(&pow_hash(PowFunction::Scrypt, &unmined.header(*nonce))))
        .unwrap();
    let mut hasher = HeaderHasher::new(network.pow);
    assert_eq!(unmined.search(0..=u32::MAX, &mut hasher), Some(by_hand));
    for step in [1, 5, 12, 13] {
        let found = (0..)
            .step_by(step as usize)
            .find_map(|start| unmined.search(start..=start + step - 1, &mut hasher));
        assert_eq!(found, Some(by_hand), "{step} nonces at a time");
    }
    // From just behind it on, the next one is found; up to just before it, none.
    assert!(unmined.search(by_hand + 1..=u32::MAX, &mut hasher) > Some(by_hand));
    if let Some(before) = by_hand.checked_sub(1) {
        assert_eq!(unmined.search(0..=before, &mut hasher), None);
    }
}

/// A hash_link is made from nothing but the bytes before ref_hash, and completes to the hash of the
/// whole generation transaction as anybody else computes it.
#[test]
fn a_hash_link_completes_to_the_hash_of_the_generation_transaction() {
    for version in [17, 35, 36] {
        for own_len in 0..200 {
            let own: Vec<u8> = (0..=255).cycle().take(own_len).collect();
            let prefix = [&own, const_ending(version)].concat();
            let link = HashLink::of_prefix(version, &prefix).unwrap();
            assert_eq!(link.length, prefix.len() as u64);
            let ref_hash = [7; 32];
            let gentx = [&prefix[..], &ref_hash, &9u64.to_le_bytes(), &[0; 4]].concat();
            let gentx_hash = link.gentx_hash(version, &ref_hash, 9);
            assert_eq!(gentx_hash.to_wire(), sha256d(&gentx), "{version} {own_len}");
            if version < 36 {
                assert_eq!(link.extra_data, b"");
            }
        }
    }
}

#[test]
fn a_generation_transaction_with_another_ending_is_refused() {
    let prefix = [&[1; 300], const_ending(36)].concat();
    assert!(HashLink::of_prefix(36, &prefix).is_ok());
    assert!(HashLink::of_prefix(35, &prefix).is_err());
    assert!(HashLink::of_prefix(36, &prefix[..prefix.len() - 1]).is_err());
    let error = HashLink::of_prefix(36, b"").unwrap_err().to_string();
    assert!(error.contains("17a9148c6272621d89e8"), "{error}");
}

#[test]
fn parts_that_a_share_does_not_carry_are_refused() {
    let vectors = vectors("shares.json");
    let of = |name: &str| parts(case(&vectors, name));
    let litecoin_testnet = Network::by_name("litecoin_testnet").unwrap();
    let bitcoin = Network::by_name("bitcoin").unwrap();
    let build = |parts: &ShareParts<'_>, network| Unmined::new(parts, network).unwrap_err();
    let not_carried = |error: BuildError| matches!(error, BuildError::NotCarried { .. });

    let mut parts = of("v35_p2pkh");
    parts.message_data = b"\x01\x00\x00\x00";
    assert!(not_carried(build(&parts, litecoin_testnet)), "message_data");

    let mut parts = of("v35_p2pkh");
    parts.share_info.merged_payout_hash = Some([1; 32]);
    assert!(not_carried(build(&parts, litecoin_testnet)), "payout hash");

    let mut parts = of("v36_genesis_minimal");
    parts.share_info.new_transaction_hashes = &[[1; 32]];
    assert!(not_carried(build(&parts, litecoin_testnet)), "hashes");

    let mut parts = of("v36_genesis_minimal");
    parts.share_info.abswork = u128::from(u64::MAX) + 1;
    assert!(not_carried(build(&parts, litecoin_testnet)), "abswork");

    let mut parts = of("bitcoin_v32_no_segwit_merkle_link_used");
    parts.share_info.segwit_data = Some(SegwitData {
        txid_merkle_link: &[],
        wtxid_merkle_root: &[0; 32],
    });
    assert!(not_carried(build(&parts, bitcoin)), "segwit_data");

    let mut parts = of("v36_genesis_minimal");
    parts.share_info.segwit_data = None;
    assert!(
        not_carried(build(&parts, litecoin_testnet)),
        "no segwit_data"
    );

    let mut parts = of("v36_genesis_minimal");
    parts.share_info.share_data.coinbase = b"1";
    assert!(matches!(
        build(&parts, litecoin_testnet),
        BuildError::Share(_)
    ));

    let mut parts = of("v36_genesis_minimal");
    parts.version = 18;
    assert!(matches!(
        build(&parts, litecoin_testnet),
        BuildError::Share(_)
    ));

    // Easier than the network allows, easier than its own max_bits, and no number at all.
    for (bits, max_bits) in [
        (0x200d0000, 0x200d0000),
        (0x200ccccc, 0x1f333333),
        (0xff000001, 0x200ccccc),
    ] {
        let mut parts = of("v36_genesis_minimal");
        parts.share_info.bits = bits;
        parts.share_info.max_bits = max_bits;
        let error = build(&parts, litecoin_testnet);
        assert!(matches!(error, BuildError::Target { .. }), "{bits:08x}");
    }
}
