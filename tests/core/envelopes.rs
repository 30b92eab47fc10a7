//! envelopes.json and authority.json: both formats, read and packed, and what nodes make of them.

use std::borrow::Cow;

use p2msg::core::chain::registry::KeyRegistry;
use p2msg::core::key::announcement::{Announcement, AnnouncementError};
use p2msg::core::key::{SignatureCheck, SigningKey};
use p2msg::core::message::decode::{Carrier, decode};
use p2msg::core::message::envelope::authority::seal;
use p2msg::core::message::envelope::{Authority, Envelope, KNOWN_AUTHORITIES, pack};
use p2msg::core::message::payload::{
    AuthorityNotice, AuthorityPayload, FEATURED_NODE_VERSION, FeaturedNode, PayloadError,
    TransitionSignal, Urgency,
};
use p2msg::core::message::policy::accepted_by;
use p2msg::core::message::{Message, MsgType};
use p2msg::core::network::Network;
use p2msg::core::wire::Reader;
use serde_json::{Value, json};

use crate::support::altered::mutations;
use crate::support::vectors::{bytes, list, text, vectors};

fn message(wire: &str) -> Message {
    let wire = hex::decode(wire).unwrap();
    Message::read(&mut Reader::new(&wire, 0)).unwrap()
}

fn pack_case(case: &Value) -> Result<Vec<u8>, String> {
    let wire = bytes(case, "announcement");
    let announcement =
        (!wire.is_empty()).then(|| Announcement::read(&mut Reader::new(&wire, 0)).unwrap());
    let messages: Vec<_> = list(case, "messages")
        .iter()
        .map(|wire| message(wire.as_str().unwrap()))
        .collect();
    pack(&messages, announcement.as_ref()).map_err(|error| error.to_string())
}

#[test]
fn packing_gives_the_references_bytes() {
    for case in list(&vectors("envelopes.json"), "cases") {
        let name = text(case, "name");
        if name == "four_given_first_three_kept" {
            // The reference drops the fourth in silence; here it stays queued, so this is an error.
            assert_eq!(
                pack_case(case),
                Err("4 messages, at most 3 fit one share".into())
            );
        } else {
            assert_eq!(pack_case(case), Ok(bytes(case, "envelope")), "{name}");
        }
    }
    assert_eq!(pack(&[], None), Ok(vec![]));
}

#[test]
fn what_does_not_fit_is_refused() {
    let vectors = vectors("envelopes.json");
    let cases = list(&vectors, "pack_errors");
    let find = |name| {
        cases
            .iter()
            .find(|case| text(case, "name") == name)
            .unwrap()
    };
    for (name, length) in [("513_bytes", 513), ("announcement_and_two_large", 700)] {
        let error = pack_case(find(name)).unwrap_err();
        assert!(
            error.contains(&format!("{length} bytes")) && error.contains("512"),
            "{error}"
        );
    }
    let mut long = message(list(find("513_bytes"), "messages")[0].as_str().unwrap());
    long.payload = vec![b'x'; 221];
    let error = pack(&[long], None).unwrap_err().to_string();
    assert!(error.contains("221") && error.contains("220"), "{error}");
}

/// What the reference's unpacker returns, from ours.
fn decoded(envelope: &Envelope) -> Value {
    let messages: Vec<_> = envelope
        .messages
        .iter()
        .map(|read| {
            let message = &read.message;
            json!({
                "msg_type": message.msg_type.0,
                "flags": message.flags.0,
                "timestamp": message.timestamp,
                "payload": hex::encode(&message.payload),
                "signing_id": message.signing_id,
                "signature": hex::encode(&message.signature),
            })
        })
        .collect();
    // The reference compares only the HASH160, so it takes 33 bytes that are no point.
    let announcement = envelope.announcement.as_ref().filter(|read| {
        matches!(
            read.check,
            Ok(()) | Err(AnnouncementError::NotOnCurve { .. })
        )
    });
    json!({
        "messages": messages,
        "announcement": announcement.map(|read| json!({
            "signing_id": read.announcement.signing_id,
            "key_index": read.announcement.key_index,
            "signing_pubkey": read.announcement.signing_pubkey,
        })),
    })
}

#[test]
fn reading_is_the_references_and_names_what_it_passes_over() {
    let vectors = vectors("envelopes.json");
    for case in list(&vectors, "decode") {
        let name = text(case, "name");
        let wire = bytes(case, "envelope");
        let envelope = Envelope::read(&wire, &KNOWN_AUTHORITIES);
        let expected =
            json!({ "messages": case["messages"], "announcement": case["announcement"] });
        assert_eq!(decoded(&envelope), expected, "{name}");
        for problem in &envelope.problems {
            assert!(problem.offset <= wire.len(), "{name}: {problem:?}");
        }
        // A clean reading packs to the same bytes, and what packs to other bytes was not clean.
        let messages: Vec<_> = envelope
            .messages
            .iter()
            .map(|read| read.message.clone())
            .collect();
        let packed = pack(&messages, envelope.sound_announcement());
        let clean = envelope.problems.is_empty() && !wire.is_empty();
        if clean && !(messages.is_empty() && envelope.announcement.is_none()) {
            let long_signature = messages.iter().any(|message| message.signature.len() > 73);
            assert!(long_signature || packed == Ok(wire), "{name}");
        } else if !clean {
            assert!(wire.is_empty() || packed != Ok(wire), "{name}");
        }
    }
    let quirk = &list(&vectors, "quirks")[0];
    let envelope = Envelope::read(&bytes(quirk, "envelope"), &[]);
    assert_eq!(envelope.messages[0].message.timestamp, 0, "zero stays zero");
}

#[test]
fn problems_name_their_byte() {
    let problem = |wire: &str| {
        let envelope = Envelope::read(&hex::decode(wire).unwrap(), &KNOWN_AUTHORITIES);
        envelope
            .problems
            .into_iter()
            .next()
            .map(|problem| (problem.offset, problem.code))
    };
    let found = |offset, code: &'static str| Some((offset, code.into()));
    assert_eq!(problem("0100"), found(0, "envelope_too_short"));
    assert_eq!(problem("02000000"), found(0, "envelope_version"));
    assert_eq!(problem("01020000"), found(1, "unknown_envelope_flags"));
    assert_eq!(problem("01000400"), found(2, "too_many_messages"));
    assert_eq!(problem("01000039"), found(3, "announcement_without_flag"));
    assert_eq!(problem("01010000"), found(3, "announcement_length"));
    assert_eq!(problem("01010039ab"), found(4, "announcement_truncated"));
    assert_eq!(problem("0100010002"), found(5, "message_malformed"));
    assert_eq!(problem("01000000ff"), found(4, "trailing_bytes"));
    assert_eq!(problem("01000000"), None);
}

#[test]
fn altered_envelopes_are_read_without_harm() {
    for case in list(&vectors("envelopes.json"), "cases") {
        for altered in mutations(&bytes(case, "envelope")) {
            let envelope = Envelope::read(&altered, &KNOWN_AUTHORITIES);
            assert!(envelope.messages.len() <= 3);
            let payloads: usize = envelope
                .messages
                .iter()
                .map(|read| read.message.payload.len())
                .sum();
            assert!(payloads <= altered.len());
        }
    }
}

fn authorities(case: &Value) -> Vec<Authority> {
    list(case, "known_authority_pubkeys")
        .iter()
        .map(|pubkey| {
            let pubkey = pubkey.as_str().unwrap().parse().unwrap();
            let known = KNOWN_AUTHORITIES
                .into_iter()
                .find(|authority| authority.pubkey == pubkey);
            known.unwrap_or_else(|| Authority::custom(pubkey))
        })
        .collect()
}

#[test]
fn authority_envelopes_open_verify_and_are_judged_as_by_the_reference() {
    let vectors = vectors("authority.json");
    for case in list(&vectors, "cases")
        .iter()
        .chain(list(&vectors, "reject"))
    {
        let name = text(case, "name");
        let expected = &case["decoded"];
        let wire = bytes(case, "envelope");
        let envelope = Envelope::read(&wire, &authorities(case));

        let pubkey = envelope.authority().map(|authority| authority.pubkey);
        assert_eq!(json!(pubkey), expected["authority_pubkey"], "{name}");
        if let Some(pubkey) = pubkey {
            let messages = list(expected, "messages");
            assert_eq!(envelope.messages.len(), messages.len(), "{name}");
            for (read, expected) in envelope.messages.iter().zip(messages) {
                let message = &read.message;
                assert_eq!(json!(message.flags.0), expected["wire_flags"], "{name}");
                assert_eq!(
                    message.message_hash().to_string(),
                    text(expected, "message_hash")
                );
                assert_eq!(
                    hex::encode(&message.payload),
                    text(expected, "payload"),
                    "{name}"
                );
                let check = pubkey.verify(message.message_hash(), &message.signature);
                let high_s = name == "test_high_s_signature" || name.starts_with("real_mainnet");
                assert_eq!(
                    check != SignatureCheck::Invalid,
                    expected["verified"] == true,
                    "{name}"
                );
                assert_eq!(check == SignatureCheck::ValidHighS, high_s, "{name}");
            }
        }
        let verdict = accepted_by(&wire, &envelope);
        let accepted = text(expected, "share_policy") == "accept";
        assert_eq!(
            verdict.v36_release.is_ok(),
            accepted,
            "{name}: {:?}",
            verdict.v36_release
        );
        let unflagged = envelope
            .messages
            .iter()
            .any(|read| read.message.flags.0 & 1 == 0);
        assert_eq!(verdict.c2pool.is_ok(), accepted && !unflagged, "{name}");
        assert!(
            verdict.plan.is_err() || envelope.authority().is_none(),
            "{name}"
        );
    }
}

#[test]
fn sealing_gives_the_references_bytes() {
    let vectors = vectors("authority.json");
    let cases = list(&vectors, "cases");
    for case in cases {
        let nonce = bytes(case, "nonce").try_into().unwrap();
        let pubkey = text(case, "authority_pubkey").parse().unwrap();
        let sealed = seal(&bytes(case, "inner"), &pubkey, &nonce);
        assert_eq!(sealed, bytes(case, "envelope"), "{}", text(case, "name"));
    }
    assert_eq!(cases.len(), 26);
}

#[test]
fn an_authoritys_message_is_the_references() {
    let vectors = vectors("authority.json");
    let mut made = 0;
    for case in list(&vectors, "cases") {
        let name = text(case, "name");
        let messages = list(&case["decoded"], "messages");
        let ([expected], Some(key)) =
            (messages.as_slice(), case["test_authority_privkey"].as_str())
        else {
            continue;
        };
        // The reference signs like this unless a case is about signing otherwise.
        if expected["wire_flags"] != 0x0f
            || !expected["signing_id"].is_null()
            || name == "test_high_s_signature"
            || name == "test_trailing_bytes_in_inner"
            || !case["decoded"]["announcement"].is_null()
        {
            continue;
        }
        let number = |field: &str| expected[field].as_u64().unwrap().try_into().unwrap();
        let message = Message::by_authority(
            MsgType(u8::try_from(expected["msg_type"].as_u64().unwrap()).unwrap()),
            bytes(expected, "payload"),
            number("timestamp"),
            &SigningKey::parse(key, Network::by_name("litecoin").unwrap()).unwrap(),
        );
        assert_eq!(pack(&[message], None), Ok(bytes(case, "inner")), "{name}");
        made += 1;
    }
    assert_eq!(made, 7);
}

#[test]
fn authority_payloads_are_those_of_the_deployed_tools() {
    // The payload of the real blob, whose fields are text.
    let vectors = vectors("authority.json");
    let real = list(&vectors, "cases")
        .iter()
        .find(|case| text(case, "name") == "real_mainnet_transition_message")
        .unwrap();
    let real = bytes(&real["decoded"]["messages"][0], "payload");
    let fields: Value = serde_json::from_slice(&real).unwrap();
    let signal = TransitionSignal {
        from: 35,
        to: 36,
        msg: text(&fields, "msg").to_owned(),
        urg: Urgency::Info,
        url: Some(text(&fields, "url").to_owned()),
        thr: None,
    };
    assert_eq!(AuthorityPayload::Transition(signal).write().unwrap(), real);

    let notice = |msg: &str| AuthorityNotice {
        msg: msg.to_owned(),
        urg: Urgency::Alert,
        url: None,
    };
    let alert = AuthorityPayload::Alert(notice("stop \"now\" ⚠"));
    assert_eq!(alert.msg_type(), MsgType::EMERGENCY);
    assert_eq!(
        String::from_utf8(alert.write().unwrap()).unwrap(),
        r#"{"msg":"stop \"now\" ⚠","urg":"alert"}"#
    );
    let featured = AuthorityPayload::Featured(FeaturedNode {
        v: FEATURED_NODE_VERSION,
        seq: 1_766_000_000.try_into().unwrap(),
        url: Some("node.example".to_owned()),
        label: None,
        com: Some("0.5%".to_owned()),
        loc: Some("EU/DE".to_owned()),
        hl: 1,
        exp: None,
    });
    // What create_featured_node_message.py prints for --label '' and these options.
    assert_eq!(
        String::from_utf8(featured.write().unwrap()).unwrap(),
        r#"{"v":1,"seq":1766000000,"url":"node.example","com":"0.5%","loc":"EU/DE","hl":1}"#
    );

    // {"msg":"","urg":"alert"} leaves 196 bytes for the text.
    let announce = |bytes| AuthorityPayload::Announce(notice(&"x".repeat(bytes))).write();
    assert_eq!(announce(196).unwrap().len(), 220);
    assert_eq!(announce(197), Err(PayloadError::TooLong { found: 221 }));
    assert_eq!(announce(0), Err(PayloadError::Empty));
    let urgent = AuthorityPayload::Transition(TransitionSignal {
        from: 36,
        to: 37,
        msg: "x".to_owned(),
        urg: Urgency::Alert,
        url: None,
        thr: Some(95),
    });
    assert!(matches!(urgent.write(), Err(PayloadError::Shape { .. })));
}

#[test]
fn an_altered_authority_envelope_is_never_accepted() {
    let vectors = vectors("authority.json");
    for case in list(&vectors, "cases") {
        let authorities = authorities(case);
        for altered in mutations(&bytes(case, "envelope")) {
            let envelope = Envelope::read(&altered, &authorities);
            assert_eq!(envelope.authority(), None);
            assert!(accepted_by(&altered, &envelope).v36_release.is_err());
        }
    }
}

#[test]
fn only_bytes_that_were_not_read_make_message_data_malformed() {
    let message = Message {
        msg_type: MsgType::MINER_MESSAGE,
        flags: MsgType::MINER_MESSAGE.builder_flags(),
        timestamp: 1_750_000_000,
        payload: b"unsigned".to_vec(),
        signing_id: None,
        signature: Vec::new(),
    };
    let whole = pack(&[message], None).unwrap();
    let (cut, _) = whole.split_at(whole.len() - 1);
    let problems = |message_data: &[u8]| -> Vec<(Cow<'static, str>, bool)> {
        let mut registry = KeyRegistry::default();
        let carrier = Carrier::default();
        let decoded = decode(message_data, carrier, &[], &mut registry, 1_740_000_000);
        let problems = decoded.problems.into_iter();
        problems
            .map(|found| (found.code, found.malformed))
            .collect()
    };
    assert_eq!(
        problems(&whole),
        [
            ("future_timestamp".into(), false),
            ("signature_missing".into(), false)
        ]
    );
    assert_eq!(problems(cut), [("message_malformed".into(), true)]);
}
