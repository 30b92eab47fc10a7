//! shares.json: raw shares, field by field and hash by hash, and what a strict reader refuses.

use std::collections::BTreeSet;

use p2msg::core::hash::{merkle_fold, sha256d};
use p2msg::core::network::Network;
use p2msg::core::share::commitment::{AT_ONCE, commit, commit_all};
use p2msg::core::share::{Payout, Share, ShareError};
use serde_json::{Value, json};

use crate::support::altered::mutations;
use crate::support::vectors::{bytes, list, text, vectors};

fn reversed(wire: &[u8]) -> String {
    hex::encode(wire.iter().rev().copied().collect::<Vec<_>>())
}

fn branch(link: &[[u8; 32]]) -> Value {
    link.iter().map(|hash| reversed(hash)).collect()
}

fn list_or_null(items: Vec<Value>) -> Value {
    if items.is_empty() {
        Value::Null
    } else {
        Value::Array(items)
    }
}

/// The fields of a share under the names and encodings of shares.json.
fn fields(share: &Share<'_>, network: &Network) -> Value {
    let info = &share.share_info;
    let data = &info.share_data;
    let commitment = commit(share, network);
    let (pubkey_hash, pubkey_type) = match data.payout {
        Payout::PubkeyHash(hash) => (Some(hex::encode(hash)), None),
        Payout::Address(_) => (None, None),
        Payout::Typed {
            pubkey_hash,
            pubkey_type,
        } => (Some(hex::encode(pubkey_hash)), Some(pubkey_type)),
    };
    let mut fields = json!({
        "version": share.version,
        "share_hash": commitment.share_hash,
        "previous_share_hash": data.previous_share_hash,
        "timestamp": info.timestamp,
        "address": share.address(network),
        "pubkey_hash": pubkey_hash,
        "pubkey_type": pubkey_type,
        "desired_version": data.desired_version,
        "absheight": info.absheight,
        "abswork": info.abswork.to_string(),
        "subsidy": data.subsidy.to_string(),
        "donation": data.donation,
        "stale_info": data.stale_info.name(),
        "stale_info_raw": data.stale_info.0,
        "bits": format!("{:08x}", info.bits),
        "max_bits": format!("{:08x}", info.max_bits),
        "nonce": data.nonce,
        "coinbase": hex::encode(data.coinbase),
        "far_share_hash": info.far_share_hash,
        "segwit_data": info.segwit_data.map(|segwit| json!({
            "txid_merkle_branch": branch(segwit.txid_merkle_link),
            "wtxid_merkle_root": reversed(segwit.wtxid_merkle_root),
        })),
        "ref_merkle_branch": branch(share.ref_merkle_link),
        "last_txout_nonce": share.last_txout_nonce.to_string(),
        "hash_link": {
            "state": hex::encode(share.hash_link.state),
            "extra_data": hex::encode(share.hash_link.extra_data),
            "length": share.hash_link.length,
        },
        "merkle_branch": branch(share.merkle_link),
        "ref_hash": commitment.ref_hash,
        "gentx_hash": commitment.gentx_hash,
        "merkle_root": commitment.merkle_root,
        "header": hex::encode(commitment.header),
        "header_nonce": share.min_header.nonce,
        "message_data": (!share.message_data.is_empty()).then(|| hex::encode(share.message_data)),
    });
    let extra = if share.version < 34 {
        let refs = info
            .transaction_hash_refs()
            .into_iter()
            .flat_map(|(a, b)| [a, b]);
        json!({
            "new_transaction_hashes": branch(info.new_transaction_hashes),
            "transaction_hash_refs": refs.collect::<Vec<_>>(),
        })
    } else if share.version == 36 {
        let addresses = info.merged_addresses().into_iter().map(|address| {
            json!({ "chain_id": address.chain_id, "script": hex::encode(address.script) })
        });
        let blocks = info.merged_coinbase_info().into_iter().map(|block| {
            json!({
                "chain_id": block.chain_id,
                "coinbase_value": block.coinbase_value.to_string(),
                "block_height": block.block_height,
                "block_header": hex::encode(block.block_header),
                "coinbase_merkle_branch": branch(block.coinbase_merkle_link),
                "coinbase_script": hex::encode(block.coinbase_script),
            })
        });
        json!({
            "merged_addresses": list_or_null(addresses.collect()),
            "merged_coinbase_info": list_or_null(blocks.collect()),
            "merged_payout_hash": info.merged_payout_hash.map(|hash| reversed(&hash)),
        })
    } else {
        json!({})
    };
    fields
        .as_object_mut()
        .unwrap()
        .extend(extra.as_object().unwrap().clone());
    fields
}

/// Fields of a case that say how the case was made, or that other tests look at.
const NOT_OF_THE_SHARE: [&str; 16] = [
    "name",
    "net",
    "raw_share",
    "store_line",
    "new_script",
    "target",
    "max_target",
    "pow_hash",
    "pow_valid",
    "messages_plaintext",
    "messages_authority",
    "messages_test_authority",
    "test_authority_pubkeys",
    "reference_patched",
    "note",
    "test_authorities",
];

#[test]
fn every_field_and_every_hash_is_the_references() {
    for case in list(&vectors("shares.json"), "cases") {
        let name = text(case, "name");
        let network = Network::by_name(text(case, "net")).unwrap();
        let raw = bytes(case, "raw_share");
        let share = Share::read(&raw, network).unwrap_or_else(|error| panic!("{name}: {error}"));
        let fields = fields(&share, network);
        for (field, expected) in case.as_object().unwrap() {
            if !NOT_OF_THE_SHARE.contains(&field.as_str()) {
                assert_eq!(&fields[field], expected, "{name}: {field}");
            }
        }
        assert_eq!(
            share.write(network),
            raw,
            "{name} is written as it was read"
        );
        assert_eq!(
            text(case, "store_line"),
            format!("5 {}", hex::encode(&raw)),
            "{name}"
        );
    }
}

#[test]
fn many_shares_have_the_hashes_that_each_has_alone() {
    let vectors = vectors("shares.json");
    let cases = list(&vectors, "cases");
    let nets: BTreeSet<&str> = cases.iter().map(|case| text(case, "net")).collect();
    for net in nets {
        let network = Network::by_name(net).unwrap();
        let raws: Vec<Vec<u8>> = cases
            .iter()
            .filter(|case| text(case, "net") == net)
            .map(|case| bytes(case, "raw_share"))
            .collect();
        // Versions, lengths and merkle links of all kinds side by side, in every place.
        let shares: Vec<Share<'_>> = raws
            .iter()
            .cycle()
            .take(raws.len() * AT_ONCE + AT_ONCE)
            .map(|raw| Share::read(raw, network).unwrap())
            .collect();
        let alone: Vec<_> = shares.iter().map(|share| commit(share, network)).collect();
        for count in [
            0,
            1,
            AT_ONCE / 2,
            AT_ONCE / 2 + 1,
            AT_ONCE,
            AT_ONCE + 9,
            shares.len(),
        ] {
            assert_eq!(
                commit_all(&shares[..count], network),
                alone[..count],
                "{net}"
            );
        }
    }
}

#[test]
fn a_long_share_among_short_ones_has_the_hashes_that_it_has_alone() {
    let network = Network::by_name("litecoin_testnet").unwrap();
    let vectors = vectors("shares.json");
    let case = list(&vectors, "cases")
        .iter()
        .find(|case| text(case, "name") == "v36_everything");
    let raw = bytes(case.unwrap(), "raw_share");
    let short = Share::read(&raw, network).unwrap();
    let message_data = vec![0xa5; 500_000];
    for (place, len) in [(0, 500_000), (7, 4_000), (15, 600), (3, 100)] {
        let mut shares = vec![short.clone(); AT_ONCE];
        shares[place].message_data = &message_data[..len];
        let alone: Vec<_> = shares.iter().map(|share| commit(share, network)).collect();
        assert_eq!(commit_all(&shares, network), alone, "{len} bytes");
    }
}

/// The cases that only the proof of work gives away are `verify`'s to refuse.
fn is_for_the_proof_of_work(reason: &str) -> bool {
    [
        "no longer meets the target",
        // Nodes differ about missing segwit_data; the branch is empty in any case.
        "segwit is active on this network",
        "proof of work",
        "merkle root and ref_hash change",
        "the coinbase hash changes",
        "(or the hash changes)",
        "share target is",
    ]
    .iter()
    .any(|part| reason.contains(part))
}

#[test]
fn what_is_not_the_wire_form_is_refused() {
    for case in list(&vectors("shares.json"), "invalid") {
        let name = text(case, "name");
        let network = Network::by_name(text(case, "net")).unwrap();
        let raw = bytes(case, "raw_share");
        let read = Share::read(&raw, network);
        let accepted =
            text(case, "strict") == "accept" || is_for_the_proof_of_work(text(case, "reason"));
        assert_eq!(read.is_ok(), accepted, "{name}: {:?}", read.err());
        if let Ok(share) = read {
            assert_eq!(share.write(network), raw, "{name}");
        }
    }
}

#[test]
fn altered_shares_are_refused_or_written_as_they_were_read() {
    let vectors = vectors("shares.json");
    for case in list(&vectors, "cases") {
        let network = Network::by_name(text(case, "net")).unwrap();
        let raw = bytes(case, "raw_share");
        for altered in mutations(&raw) {
            match Share::read(&altered, network) {
                Ok(share) => {
                    assert_eq!(share.write(network), altered);
                    assert!(altered.len() == raw.len(), "a share cut short was read");
                }
                Err(ShareError::Dash) => assert_eq!(altered[0], 16),
                Err(error) => assert!(error.offset().is_some_and(|at| at <= altered.len())),
            }
        }
    }
}

/// The plan says that ref_hash is unchanged while message_data is empty. That holds between absent
/// and empty, which are one byte 00 alike; a node that does not know the field hashes no such byte.
#[test]
fn ref_hash_covers_message_data_and_differs_from_one_without_the_field() {
    let vectors = vectors("shares.json");
    for case in list(&vectors, "cases")
        .iter()
        .filter(|case| case["version"] == 36)
    {
        let name = text(case, "name");
        let network = Network::by_name(text(case, "net")).unwrap();
        let raw = bytes(case, "raw_share");
        let share = Share::read(&raw, network).unwrap();
        let own = bytes(case, "message_data");
        let with = |message_data| {
            commit(
                &Share {
                    message_data,
                    ..share.clone()
                },
                network,
            )
            .ref_hash
        };
        assert_eq!(with(&own).to_string(), text(case, "ref_hash"), "{name}");

        let mut ref_type = network.identifier.to_vec();
        share
            .share_info
            .parts()
            .write(&mut ref_type, share.version, network);
        let without_field = merkle_fold(sha256d(&ref_type), share.ref_merkle_link);
        ref_type.push(0);
        let absent = merkle_fold(sha256d(&ref_type), share.ref_merkle_link);
        assert_eq!(with(b"").to_wire(), absent, "{name}");
        assert_ne!(with(b"").to_wire(), without_field, "{name}");
        assert_ne!(with(b"").to_wire(), with(b"\x01").to_wire(), "{name}");
    }
}
