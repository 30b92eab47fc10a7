//! envelopes.json and authority.json: both formats, read and packed, and what nodes make of them.

use p2msg::core::announcement::{Announcement, AnnouncementError};
use p2msg::core::envelope::{Authority, Envelope, KNOWN_AUTHORITIES, pack};
use p2msg::core::key::SignatureCheck;
use p2msg::core::message::Message;
use p2msg::core::policy::accepted_by;
use p2msg::core::wire::Reader;
use serde_json::{Value, json};

use crate::{bytes, list, mutations, text, vectors};

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
            .first()
            .map(|problem| (problem.offset, problem.code))
    };
    assert_eq!(problem("0100"), Some((0, "envelope_too_short")));
    assert_eq!(problem("02000000"), Some((0, "envelope_version")));
    assert_eq!(problem("01020000"), Some((1, "unknown_envelope_flags")));
    assert_eq!(problem("01000400"), Some((2, "too_many_messages")));
    assert_eq!(problem("01000039"), Some((3, "announcement_without_flag")));
    assert_eq!(problem("01010000"), Some((3, "announcement_length")));
    assert_eq!(problem("01010039ab"), Some((4, "announcement_truncated")));
    assert_eq!(problem("0100010002"), Some((5, "message_malformed")));
    assert_eq!(problem("01000000ff"), Some((4, "trailing_bytes")));
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
