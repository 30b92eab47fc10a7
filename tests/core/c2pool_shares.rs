//! Shares that only c2pool makes, and c2pool's verdicts on those of the reference.

use p2msg::core::hash::{merkle_fold, sha256d};
use p2msg::core::network::Network;
use p2msg::core::pow::pow_hash;
use p2msg::core::pow::verification::{Claim, verify};
use p2msg::core::share::commitment::commit;
use p2msg::core::share::{SegwitData, Share, ShareError};
use serde_json::Value;

use crate::support::vectors::{bytes, list, share_case, text, vectors};

/// The network of a case; `None` for dash, whose shares p2msg does not read.
fn network(case: &Value) -> Option<&'static Network> {
    match text(case, "net") {
        "c2pool_dash" | "c2pool_dash_testnet" => None,
        "c2pool_bitcoincash" => Network::by_name("bitcoincash"),
        name => Some(Network::by_name(name).unwrap_or_else(|| panic!("{name}"))),
    }
}

fn holds(share: &Share<'_>, network: &Network) -> bool {
    let pow_hash = pow_hash(network.pow, &commit(share, network).header);
    verify(&Claim::of(share), pow_hash, network)
        .failure
        .is_none()
}

#[test]
fn shares_of_c2pools_own_networks_are_read_written_and_verified() {
    let file = vectors("c2pool_shares.json");
    let mut seen = 0;
    for (case, has_work) in list(&file, "cases")
        .iter()
        .map(|case| (case, true))
        .chain(list(&file, "no_work").iter().map(|case| (case, false)))
    {
        let name = text(case, "name");
        let raw = bytes(case, "raw_share");
        let Some(network) = network(case) else {
            let litecoin = Network::by_name("litecoin").unwrap();
            assert_eq!(Share::read(&raw, litecoin), Err(ShareError::Dash), "{name}");
            continue;
        };
        let share = Share::read(&raw, network).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(share.write(network), raw, "{name}");
        let hash = commit(&share, network).share_hash.to_string();
        assert_eq!(hash, text(case, "share_hash"), "{name}");
        assert_eq!(holds(&share, network), has_work, "{name}");
        seen += 1;
    }
    assert_eq!(seen, 9);
}

#[test]
fn invalid_shares_of_c2pools_own_networks_are_rejected() {
    for case in list(&vectors("c2pool_shares.json"), "invalid") {
        let raw = bytes(case, "raw_share");
        let network = network(case).unwrap_or_else(|| Network::by_name("litecoin").unwrap());
        let accepted = Share::read(&raw, network).is_ok_and(|share| holds(&share, network));
        assert!(!accepted, "{}", text(case, "name"));
    }
}

/// Where p2msg and c2pool differ, p2msg is stricter: bytes after the share, and a header version
/// that is cut to 32 bits. c2pool does not know version 32.
#[test]
fn verdicts_agree_with_those_of_c2pool() {
    let shares = vectors("shares.json");
    let all: Vec<&Value> = ["cases", "invalid"]
        .into_iter()
        .flat_map(|key| list(&shares, key))
        .collect();
    let mut seen = 0;
    for verdict in list(&vectors("c2pool_verdicts.json"), "shares") {
        let name = text(verdict, "name");
        let case = all.iter().find(|case| case["name"] == name).unwrap();
        let raw = bytes(case, "raw_share");
        let network = Network::by_name(text(verdict, "net")).unwrap();
        let ours = Share::read(&raw, network).is_ok_and(|share| holds(&share, network));
        let theirs = text(verdict, "c2pool") == "accept";
        match (ours, theirs) {
            (true, false) => assert_eq!(raw[0], 32, "{name}"),
            (false, true) => assert_eq!(case["strict"], "reject", "{name}"),
            (true, true) => {
                let share = Share::read(&raw, network).unwrap();
                let hash = commit(&share, network).share_hash.to_string();
                assert_eq!(hash, text(verdict, "share_hash"), "{name}");
            }
            (false, false) => {}
        }
        seen += 1;
    }
    assert_eq!(seen, 168);
}

/// bitcoincash has no segwit: even if a share of version 36 has segwit_data, the merkle root comes
/// from merkle_link.
#[test]
fn segwit_data_counts_only_where_segwit_is_active() {
    let case = share_case("bitcoincash_v36_no_segwit_merkle_link_used");
    let network = Network::by_name("bitcoincash").unwrap();
    let raw = bytes(&case, "raw_share");
    let share = Share::read(&raw, network).unwrap();
    let branch = [[7; 32]];
    let mut parts = share.parts();
    parts.share_info.segwit_data = Some(SegwitData {
        txid_merkle_link: &branch,
        wtxid_merkle_root: &[8; 32],
    });
    let raw = parts.write(network);
    let share = Share::read(&raw, network).unwrap();
    assert!(share.share_info.segwit_data.is_some());
    let commitment = commit(&share, network);
    let gentx_hash = commitment.gentx_hash.to_wire();
    let root = merkle_fold(gentx_hash, share.merkle_link);
    assert_eq!(commitment.merkle_root.to_wire(), root);
    assert_ne!(root, merkle_fold(gentx_hash, &branch));
}

/// An empty branch marks missing segwit_data only where segwit is not active. Elsewhere the
/// generation transaction is the whole block.
#[test]
fn an_empty_branch_of_segwit_data_leads_to_the_merkle_root() {
    let file = vectors("c2pool_shares.json");
    for name in [
        "dgb_v36_segwit_absent_as_zeros",
        "dgb_v36_segwit_branch_empty_root_ff",
    ] {
        let case = list(&file, "cases")
            .iter()
            .find(|case| case["name"] == name)
            .unwrap();
        let network = network(case).unwrap();
        let raw = bytes(case, "raw_share");
        let share = Share::read(&raw, network).unwrap();
        assert!(!share.merkle_link.is_empty(), "{name}");
        let commitment = commit(&share, network);
        assert_eq!(commitment.merkle_root, commitment.gentx_hash, "{name}");
        assert_eq!(sha256d(&commitment.header), commitment.share_hash.to_wire());
    }
}

/// Of the two layouts of bitcoincash, the one that parses completely is read.
#[test]
fn both_layouts_of_bitcoincash_are_told_apart() {
    let network = Network::by_name("bitcoincash").unwrap();
    let python = bytes(
        &share_case("bitcoincash_v36_no_segwit_merkle_link_used"),
        "raw_share",
    );
    let file = vectors("c2pool_shares.json");
    let c2pool = bytes(&list(&file, "no_work")[0], "raw_share");
    for (raw, lacks) in [(python, false), (c2pool, true)] {
        let share = Share::read(&raw, network).unwrap();
        assert_eq!(share.share_info.lacks_segwit_data, lacks);
        assert_eq!(share.write(network), raw);
    }
}
