//! Messages into the queue, and out of it again.

use super::*;

#[test]
fn the_same_message_is_queued_once() {
    let place = Place::new();
    let id = place.send("hello");
    let before = place.files();
    let again = place.outbox.send_text(CHAT, "hello", NOW).unwrap();
    assert_eq!((again.entry.id, again.was_there), (id, true));
    assert_eq!(place.files(), before);
    let later = place.outbox.send_text(CHAT, "hello", NOW + 1).unwrap();
    assert!(!later.was_there);
    assert_eq!(later.pending, 2);
}

#[test]
fn a_new_status_replaces_pending_ones_only() {
    let place = Place::new();
    let status = |up: u32, now| {
        let data = format!(r#"{{"v":"1","up":{up},"hr":2,"sc":3,"p":4}}"#);
        let payload = payload::from_json(STATUS, data.as_bytes()).unwrap();
        place.outbox.replace(STATUS, payload, now).unwrap()
    };
    let chat = place.send("hello");
    let first = status(1, NOW);
    assert_eq!(first.replaced, []);
    let second = status(2, NOW + 1);
    assert_eq!(second.replaced, [first.entry]);
    let ids: Vec<_> = place
        .outbox
        .queue()
        .unwrap()
        .entries()
        .iter()
        .map(|entry| entry.id)
        .collect();
    assert_eq!(ids, [chat, second.entry.id]);
}

#[test]
fn a_private_key_is_not_queued() {
    let place = Place::new();
    let wif = "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn";
    for text in [
        "11".repeat(32),
        format!("0x{}", "aB".repeat(32)),
        format!("key: {wif}."),
    ] {
        let error = place.outbox.send_text(CHAT, &text, NOW).unwrap_err();
        assert!(matches!(error, OutboxError::PrivateKey), "{error}");
    }
    assert_eq!(place.files(), []);
}

#[test]
fn a_text_is_chat_announcement_or_alert_and_fits() {
    let place = Place::new();
    for (name, msg_type) in [
        ("chat", CHAT),
        ("Announce", MsgType::POOL_ANNOUNCE),
        ("EMERGENCY", MsgType::EMERGENCY),
    ] {
        assert_eq!(text_type(name).unwrap(), msg_type);
    }
    for name in ["node-status", "TRANSITION_SIGNAL", "shout", "2", ""] {
        assert!(
            matches!(text_type(name), Err(OutboxError::NotAText)),
            "{name}"
        );
    }
    let error = place.outbox.send_text(STATUS, "{}", NOW).unwrap_err();
    assert!(matches!(error, OutboxError::NotAText), "{error}");
    let error = place
        .outbox
        .send_text(CHAT, &"x".repeat(221), NOW)
        .unwrap_err();
    let too_long = PayloadError::TooLong { found: 221 };
    assert!(matches!(error, OutboxError::Payload(error) if error == too_long));
    assert_eq!(place.files(), []);
}

#[test]
fn entries_are_removed_cleared_and_retried() {
    let place = Place::ready();
    let ids = ["one", "two", "three"].map(|text| place.send(text));
    let before = place.files();
    let error = place.outbox.remove(&[ids[0], EntryId(9)], NOW).unwrap_err();
    let no_entry = QueueError::NoEntry { id: EntryId(9) };
    assert!(matches!(error, OutboxError::Queue(error) if error == no_entry));
    assert_eq!(place.files(), before);
    let removed = place.outbox.remove(&ids[..1], NOW).unwrap();
    assert_eq!(removed.done[0].payload, b"one");
    assert_eq!(removed.queue.entries().len(), 2);

    place.pack();
    place.send("four");
    let cleared = place.outbox.clear(NOW).unwrap();
    assert_eq!(cleared.done.len(), 1);
    assert_eq!(cleared.queue.count(NOW, State::Packed), 2);
    let before = place.files();
    assert_eq!(place.outbox.clear(NOW).unwrap().done, []);
    assert_eq!(place.files(), before);

    place.outbox.retry(&ids[1..], NOW).unwrap();
    assert_eq!(place.states(NOW), [State::Pending, State::Pending]);
    // Lease over: reported with the change that finds it.
    place.pack();
    let sent = place.outbox.send_text(CHAT, "five", NOW + 600).unwrap();
    assert_eq!(sent.settled.lease_over, &ids[1..]);
}
