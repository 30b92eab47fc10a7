//! Messages that are found in shares and at nodes.

use super::*;

#[test]
fn a_message_keeps_its_identity_from_the_queue_into_the_share_and_back() {
    let place = Place::ready();
    let sent = place.outbox.send_text(CHAT, "hello", NOW).unwrap();
    assert_eq!((sent.pending, sent.was_there), (1, false));
    let outgoing = place.pack();
    assert_eq!(outgoing.packed.ids, [sent.entry.id]);
    assert!(outgoing.packed.announced);
    assert_eq!(outgoing.key_index, Some(KeyIndex(0)));
    assert_eq!(outgoing.signing_id, Some(announcement(0).signing_id));
    assert_eq!(place.state().messages_signed, 1);

    let mut search = place.outbox.search().unwrap();
    for message in judged(&outgoing.packed.message_data) {
        let sighting = search.see(&message, share_hash());
        assert_eq!(sighting, Sighting::Counts(sent.entry.id));
    }
    let confirmed = place.outbox.confirm(&search, NOW + 60).unwrap();
    assert_eq!(confirmed.sent[0].message_hash, sent.entry.message_hash);
    assert_eq!(confirmed.sent[0].share_hash(), share_hash());
    assert_eq!(place.states(NOW + 700), [State::Sent]);
    assert_eq!(place.pack().packed.message_data, b"");
}

#[test]
fn a_copy_without_our_signature_does_not_count() {
    // Other miners sign the same text, of the same second, with a key of their own.
    let (ours, theirs) = (Place::ready(), Place::new());
    let first = KeyIndex(0);
    let other = master("22").derive(first).unwrap().announcement(first);
    theirs.outbox.init_key(&other, NOW).unwrap();
    for place in [&ours, &theirs] {
        place.send("hello");
    }
    let mut plan = theirs.outbox.plan(PackRequest::default(), NOW).unwrap();
    plan.use_key(Key::Master(master("22"))).unwrap();
    let copy = judged(&plan.pack(NOW, accept).unwrap().packed.message_data);
    let mut search = ours.outbox.search().unwrap();
    assert_eq!(
        search.see(&copy[0], share_hash()),
        Sighting::NotOurs(EntryId(1))
    );

    // Our signing_id with a signature that is not ours.
    let mut forged = copy[0].clone();
    forged.message.signing_id = Some(announcement(0).signing_id);
    assert_eq!(
        search.see(&forged, share_hash()),
        Sighting::NotOurs(EntryId(1))
    );
    let mut other = copy[0].clone();
    other.message.timestamp += 1;
    assert_eq!(search.see(&other, share_hash()), Sighting::Ignored);

    let before = ours.files();
    assert_eq!(ours.outbox.confirm(&search, NOW).unwrap().sent, []);
    assert_eq!(ours.files(), before);
}

#[test]
fn a_key_without_a_public_key_in_the_log_counts_if_it_was_announced() {
    let place = Place::ready();
    place.send("hello");
    let message = judged(&place.pack().packed.message_data).remove(0);
    fs::remove_file(place.outbox.keys().data().key_log_path()).unwrap();
    let mut search = place.outbox.search().unwrap();
    assert_eq!(search.see(&message, None), Sighting::Counts(EntryId(1)));
    let mut unknown = message;
    unknown.status = crate::core::chain::registry::SignatureStatus::UnknownKey;
    assert_eq!(search.see(&unknown, None), Sighting::NotOurs(EntryId(1)));
}

#[test]
fn a_message_that_expired_here_can_still_be_found() {
    let place = Place::ready();
    place.send("hello");
    let message = judged(&place.pack().packed.message_data).remove(0);
    let later = NOW + 86_401;
    assert_eq!(place.states(later), [State::Expired]);
    let mut search = place.outbox.search().unwrap();
    search.see(&message, share_hash());
    let confirmed = place.outbox.confirm(&search, later).unwrap();
    assert_eq!(confirmed.settled.expired, []);
    assert_eq!(place.states(later), [State::Sent]);
}

#[test]
fn a_node_confirms_a_signed_message_only_if_it_has_verified_our_key() {
    let place = Place::ready();
    let entry = place.outbox.send_text(CHAT, "hello", NOW).unwrap().entry;
    let shown = NodeSighting {
        identity: crate::json::message::identity(CHAT, entry.timestamp, b"hello"),
        flags: Some(entry.flags),
        verified: true,
        signing_id: Some(announcement(0).signing_id),
        share_hash: share_hash(),
    };
    let see = |shown: &NodeSighting| place.outbox.search().unwrap().see_at_node(shown);
    assert_eq!(see(&shown), Sighting::Counts(entry.id));
    let unverified = NodeSighting {
        verified: false,
        ..shown.clone()
    };
    let unsigned = NodeSighting {
        signing_id: None,
        ..shown.clone()
    };
    let theirs = NodeSighting {
        signing_id: Some(announcement(1).signing_id),
        ..shown.clone()
    };
    for copy in [unverified, unsigned, theirs] {
        assert_eq!(see(&copy), Sighting::NotOurs(entry.id), "{copy:?}");
    }
    let other_flags = NodeSighting {
        flags: Some(crate::core::message::MsgFlags(3)),
        ..shown.clone()
    };
    let other_text = NodeSighting {
        identity: "other".into(),
        ..shown.clone()
    };
    for other in [other_flags, other_text] {
        assert_eq!(see(&other), Sighting::Ignored, "{other:?}");
    }
    let no_flags = NodeSighting {
        flags: None,
        ..shown
    };
    assert_eq!(see(&no_flags), Sighting::Counts(entry.id));
}
