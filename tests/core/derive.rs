//! derive.json: keys, announcements, WIF.

use p2msg::core::key::announcement::Announcement;
use p2msg::core::key::{KeyError, KeyIndex, MasterKey, SigningKey};
use p2msg::core::network::{NETWORKS, Network};
use p2msg::core::wire::Reader;

use crate::support::altered::mutations;
use crate::support::vectors::{bytes, list, text, vectors};

fn net(name: &str) -> &'static Network {
    Network::by_name(name).unwrap()
}

#[test]
fn every_case_derives_as_the_reference_does() {
    for case in list(&vectors("derive.json"), "cases") {
        let name = text(case, "name");
        let litecoin = net("litecoin");
        let master = MasterKey::parse(text(case, "master_privkey"), litecoin).unwrap();
        let key_index = KeyIndex(case["key_index"].as_u64().unwrap().try_into().unwrap());
        let key = master.derive(key_index).unwrap();

        assert_eq!(
            key.signing_pubkey().to_string(),
            text(case, "signing_pubkey"),
            "{name}"
        );
        assert_eq!(
            key.signing_id().to_string(),
            text(case, "signing_id"),
            "{name}"
        );
        let announcement = key.announcement(key_index);
        assert_eq!(
            hex::encode(announcement.write()),
            text(case, "announcement"),
            "{name}"
        );
        assert_eq!(announcement.check(), Ok(()), "{name}");
        let wire = bytes(case, "announcement");
        assert_eq!(
            Announcement::read(&mut Reader::new(&wire, 0)),
            Ok(announcement),
            "{name}"
        );
        if let Some(wif) = case["signing_wif_litecoin"].as_str() {
            assert_eq!(key.expose_wif(litecoin).as_str(), wif, "{name}");
            let read = SigningKey::parse(wif, litecoin).unwrap();
            assert_eq!(read.signing_pubkey(), key.signing_pubkey(), "{name}");
        }
        let signing = SigningKey::parse(text(case, "signing_privkey"), litecoin).unwrap();
        assert_eq!(signing.signing_pubkey(), key.signing_pubkey(), "{name}");

        for (field, network) in [
            ("master_wif_litecoin", "litecoin"),
            ("master_wif_litecoin_testnet", "litecoin_testnet"),
            ("master_wif_bitcoin", "bitcoin"),
            ("master_wif_litecoin_uncompressed", "litecoin"),
        ] {
            let Some(wif) = case[field].as_str() else {
                continue;
            };
            let from_wif = MasterKey::parse(&format!(" {wif}\n"), net(network)).unwrap();
            let derived = from_wif.derive(key_index).unwrap();
            assert_eq!(
                derived.signing_pubkey(),
                key.signing_pubkey(),
                "{name} {field}"
            );
            if let (true, Some(expected)) = (
                field.ends_with("uncompressed"),
                case["master_address_litecoin_uncompressed"].as_str(),
            ) {
                assert_eq!(from_wif.address(litecoin), expected, "{name}");
            }
        }
        assert_eq!(
            master.address(litecoin),
            text(case, "master_address_litecoin"),
            "{name}"
        );
    }
}

#[test]
fn every_network_reads_its_own_wif_and_no_other() {
    let vectors = vectors("derive.json");
    let key = SigningKey::parse(
        text(&list(&vectors, "cases")[0], "signing_privkey"),
        net("litecoin"),
    );
    let key = key.unwrap();
    for network in &NETWORKS {
        let wif = key.expose_wif(network);
        for reader in &NETWORKS {
            match SigningKey::parse(&wif, reader) {
                Ok(read) => {
                    assert_eq!(reader.wif_prefix, network.wif_prefix);
                    assert_eq!(read.signing_pubkey(), key.signing_pubkey());
                }
                Err(error) => {
                    assert_ne!(reader.wif_prefix, network.wif_prefix);
                    assert!(matches!(error, KeyError::WifNetwork { .. }), "{error}");
                    assert!(!error.to_string().contains(wif.as_str()));
                }
            }
        }
    }
}

#[test]
fn what_is_no_wif_is_refused() {
    for case in list(&vectors("derive.json"), "wif_reject") {
        let refused = MasterKey::parse(text(case, "wif"), net("litecoin"));
        assert!(refused.is_err(), "{}", text(case, "reason"));
    }
}

#[test]
fn an_altered_announcement_is_unsound_or_differs() {
    for case in list(&vectors("derive.json"), "cases") {
        let wire = bytes(case, "announcement");
        for altered in mutations(&wire) {
            match Announcement::read(&mut Reader::new(&altered, 0)) {
                // key_index stands between signing_id and signing_pubkey and is bound to neither.
                Ok(read) => assert_eq!(read.check().is_ok(), altered[20..24] != wire[20..24]),
                Err(_) => assert!(altered.len() < wire.len()),
            }
        }
    }
}
