//! messages.json: single messages, their hashes and signatures.

use p2msg::core::hash::SigningId;
use p2msg::core::key::{KeyIndex, MasterKey, SignatureCheck};
use p2msg::core::message::{Message, MsgFlags, MsgType};
use p2msg::core::network::Network;
use p2msg::core::wire::Reader;

use crate::support::altered::mutations;
use crate::support::vectors::{bytes, list, text, vectors};

#[test]
fn every_message_is_read_hashed_and_signed_as_by_the_reference() {
    let litecoin = Network::by_name("litecoin").unwrap();
    for case in list(&vectors("messages.json"), "cases") {
        let name = text(case, "name");
        let packed = bytes(case, "packed");
        let mut reader = Reader::new(&packed, 0);
        let message = Message::read(&mut reader).unwrap();
        reader.finish().unwrap();

        let signing_id: Option<SigningId> =
            case["signing_id"].as_str().map(|id| id.parse().unwrap());
        assert_eq!(
            u64::from(message.msg_type.0),
            case["msg_type"].as_u64().unwrap(),
            "{name}"
        );
        assert_eq!(
            u64::from(message.flags.0),
            case["flags"].as_u64().unwrap(),
            "{name}"
        );
        assert_eq!(
            u64::from(message.timestamp),
            case["timestamp"].as_u64().unwrap(),
            "{name}"
        );
        assert_eq!(message.payload, bytes(case, "payload"), "{name}");
        assert_eq!(message.signing_id, signing_id, "{name}");
        assert_eq!(message.signature, bytes(case, "signature"), "{name}");
        assert_eq!(
            message.message_hash().to_string(),
            text(case, "message_hash"),
            "{name}"
        );

        if let Some(master) = case["master_privkey"].as_str() {
            let key_index = KeyIndex(case["key_index"].as_u64().unwrap().try_into().unwrap());
            let key = MasterKey::parse(master, litecoin)
                .unwrap()
                .derive(key_index)
                .unwrap();
            let mut signed = Message {
                signing_id: None,
                signature: vec![],
                ..message.clone()
            };
            signed.sign(&key);
            assert_eq!(signed, message, "{name}: RFC 6979 gives the same signature");
            let check = key
                .signing_pubkey()
                .verify(message.message_hash(), &message.signature);
            assert_eq!(
                check == SignatureCheck::Valid,
                case["verified_with_announced_key"] == true
            );
        }
    }
}

#[test]
fn one_changed_bit_breaks_the_signature() {
    let vectors = vectors("messages.json");
    let litecoin = Network::by_name("litecoin").unwrap();
    let case = list(&vectors, "cases")
        .iter()
        .find(|case| text(case, "name") == "miner_message_signed")
        .unwrap();
    let key = MasterKey::parse(text(case, "master_privkey"), litecoin).unwrap();
    let pubkey = key.derive(KeyIndex(0)).unwrap().signing_pubkey();
    let packed = bytes(case, "packed");
    let original = Message::read(&mut Reader::new(&packed, 0)).unwrap();
    for altered in mutations(&packed) {
        let Ok(message) = Message::read(&mut Reader::new(&altered, 0)) else {
            continue;
        };
        let check = pubkey.verify(message.message_hash(), &message.signature);
        let same = message.message_hash() == original.message_hash()
            && message.signature == original.signature;
        assert_eq!(check == SignatureCheck::Valid, same);
    }
}

#[test]
fn every_byte_is_a_type_with_a_name() {
    assert_eq!(MsgType(0x07).name(), "UNKNOWN_0x07");
    assert_eq!(MsgType(0xff).name(), "UNKNOWN_0xff");
    for kind in MsgType::KNOWN {
        assert_eq!(MsgType::from_name(&kind.name()), Some(kind));
        assert_eq!(MsgType::from_name(kind.short_name().unwrap()), Some(kind));
    }
    assert_eq!(MsgType::MINER_MESSAGE.builder_flags(), MsgFlags(0x07));
    assert_eq!(MsgType::NODE_STATUS.builder_flags(), MsgFlags(0x02));
    assert_eq!(MsgType::TRANSITION_SIGNAL.builder_flags(), MsgFlags(0x0f));
}
