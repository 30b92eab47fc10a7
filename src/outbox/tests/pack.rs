//! Envelopes, and handovers that fail.

use super::*;

#[test]
fn messages_are_packed_in_their_order_and_none_is_overtaken() {
    let place = Place::ready();
    let texts_sent = [
        "a".repeat(220),
        "b".repeat(220),
        "c".into(),
        "d".into(),
        "e".into(),
    ];
    for text in &texts_sent {
        place.send(text);
    }
    let mut out = Vec::new();
    let mut shares = Vec::new();
    loop {
        let outgoing = place.pack();
        if outgoing.packed.message_data.is_empty() {
            break;
        }
        let read = texts(&outgoing.packed.message_data);
        shares.push(read.len());
        out.extend(read);
    }
    assert_eq!(out, texts_sent);
    // "c" would fit next to "a", but waits behind "b".
    assert_eq!(shares, [1, 2, 2]);
    assert_eq!(place.state().messages_signed, 5);
}

#[test]
fn packed_messages_wait_for_the_end_of_their_lease() {
    let place = Place::ready();
    place.send("hello");
    let pack = |lease_seconds, now| {
        let request = PackRequest {
            lease_seconds,
            ..PackRequest::default()
        };
        place.pack_at(request, now).packed.message_data
    };
    let first = pack(600, NOW + 5);
    assert_eq!(pack(600, NOW + 5), b"");
    assert_eq!(pack(600, NOW + 604), b"");
    assert_eq!(pack(0, NOW + 605), first);
    assert_eq!(pack(86_400, NOW + 605), first);
    assert_eq!(pack(600, NOW + 86_000), b"");
    assert_eq!(place.state().messages_signed, 3);
}

/// A handover that fails at one of its steps, and records the files that it found.
struct Failing<'a> {
    place: &'a Place,
    at_prepare: bool,
    found: &'a mut Vec<(String, Vec<u8>)>,
}

impl Handover for Failing<'_> {
    type Error = &'static str;

    fn prepare(&mut self, _: &Outgoing) -> Result<(), &'static str> {
        match self.at_prepare {
            true => Err("no room"),
            false => Ok(()),
        }
    }

    fn hand_over(&mut self, outgoing: &Outgoing) -> Result<(), &'static str> {
        assert_eq!(texts(&outgoing.packed.message_data), ["hello"]);
        *self.found = self.place.files();
        Err("the node is gone")
    }
}

#[test]
fn a_failed_preparation_changes_no_file() {
    let place = Place::ready();
    place.send("hello");
    let before = place.files();
    let mut plan = place.outbox.plan(PackRequest::default(), NOW).unwrap();
    plan.use_key(key()).unwrap();
    let failing = Failing {
        place: &place,
        at_prepare: true,
        found: &mut Vec::new(),
    };
    let error = plan.pack(NOW, failing).unwrap_err();
    assert!(matches!(error, PackError::Prepare("no room")), "{error}");
    assert_eq!(place.files(), before);
}

#[test]
fn a_failed_handover_makes_the_messages_pending_again() {
    let place = Place::ready();
    place.send("hello");
    let mut found = Vec::new();
    let mut plan = place.outbox.plan(PackRequest::default(), NOW).unwrap();
    plan.use_key(key()).unwrap();
    let failing = Failing {
        place: &place,
        at_prepare: false,
        found: &mut found,
    };
    let error = plan.pack(NOW, failing).unwrap_err();
    let expected = matches!(
        error,
        PackError::HandOver {
            error: "the node is gone",
            messages: NotHandedOver::Pending
        }
    );
    assert!(expected, "{error}");
    // During the handover everything was recorded, so a kill would not have repeated the message.
    let recorded = |name: &str, words: &str| {
        found.iter().any(|(path, bytes)| {
            path.ends_with(name) && String::from_utf8_lossy(bytes).contains(words)
        })
    };
    assert!(recorded("message_queue.json", r#""state":"packed""#));
    assert!(recorded("signing_key.json", r#""messages_signed": 1"#));
    assert_eq!(place.states(NOW), [State::Pending]);
    assert_eq!(texts(&place.pack().packed.message_data), ["hello"]);
}

#[test]
fn if_the_queue_cannot_be_restored_the_messages_wait_for_their_lease() {
    let place = Place::ready();
    place.send("hello");
    let mut plan = place.outbox.plan(PackRequest::default(), NOW).unwrap();
    plan.use_key(key()).unwrap();
    let queue = place.outbox.keys().data().queue_path();
    let error = plan
        .pack(NOW, |_: &Outgoing| -> Result<(), ()> {
            // A folder instead of the file: it cannot be replaced.
            fs::rename(&queue, queue.with_extension("kept")).unwrap();
            fs::create_dir(&queue).unwrap();
            Err(())
        })
        .map_err(|error| match error {
            PackError::HandOver { messages, .. } => Some(messages),
            _ => None,
        });
    assert_eq!(error.unwrap_err(), Some(NotHandedOver::Leased));
    fs::remove_dir(&queue).unwrap();
    fs::rename(queue.with_extension("kept"), &queue).unwrap();
    assert_eq!(place.states(NOW + 599), [State::Packed]);
    assert_eq!(place.states(NOW + 600), [State::Pending]);
}

#[test]
fn a_plan_without_its_key_packs_nothing() {
    let place = Place::ready();
    place.send("hello");
    let before = place.files();
    let plan = place.outbox.plan(PackRequest::default(), NOW).unwrap();
    assert!(plan.needs_key());
    assert!(matches!(plan.preview(NOW), Err(OutboxError::KeyNeeded)));
    let error = plan.pack(NOW, accept).unwrap_err();
    assert!(
        matches!(error, PackError::Outbox(OutboxError::KeyNeeded)),
        "{error}"
    );
    assert_eq!(place.files(), before);
}

#[test]
fn status_messages_need_no_key_and_no_state_file() {
    let place = Place::new();
    place
        .outbox
        .send(STATUS, STATUS_DATA.to_vec(), NOW)
        .unwrap();
    let plan = place.outbox.plan(PackRequest::default(), NOW).unwrap();
    assert!(!plan.needs_key());
    let outgoing = plan.pack(NOW, accept).unwrap();
    assert_eq!(outgoing.packed.ids, [EntryId(1)]);
    assert_eq!(
        (outgoing.key_index, outgoing.packed.announced),
        (None, false)
    );

    let place = Place::new();
    place.send("hello");
    let error = place.outbox.plan(PackRequest::default(), NOW).unwrap_err();
    assert!(
        matches!(error, OutboxError::State(DataError::NoKeyState { .. })),
        "{error}"
    );
}

#[test]
fn the_contents_of_an_envelope() {
    let place = Place::ready();
    place.send("hello");
    let preview = |contents| {
        let request = PackRequest {
            contents,
            ..PackRequest::default()
        };
        let mut plan = place.outbox.plan(request, NOW).unwrap();
        if plan.needs_key() {
            plan.use_key(key()).unwrap();
        }
        let packed = plan.preview(NOW).unwrap().packed;
        (packed.announced, texts(&packed.message_data))
    };
    let before = place.files();
    let hello = vec!["hello".to_owned()];
    assert_eq!(
        preview(Contents::MessagesAndAnnouncement),
        (true, hello.clone())
    );
    assert_eq!(preview(Contents::Messages), (false, hello));
    assert_eq!(preview(Contents::Announcement), (true, Vec::new()));
    assert_eq!(place.files(), before);

    // Without the key log, only the key leads to the announcement.
    fs::remove_file(place.outbox.keys().data().key_log_path()).unwrap();
    let request = PackRequest {
        contents: Contents::Announcement,
        ..PackRequest::default()
    };
    assert!(place.outbox.plan(request, NOW).unwrap().needs_key());
    assert_eq!(preview(Contents::Announcement), (true, Vec::new()));
}

/// The vectors of messages that a miner can send lead to the bytes of the reference.
#[test]
fn packs_the_bytes_of_the_reference() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/messages.json");
    let vectors: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let network = Network::by_name("litecoin").unwrap();
    let mut packed = 0;
    for case in vectors["cases"].as_array().unwrap() {
        let payload = hex::decode(case["payload"].as_str().unwrap()).unwrap();
        let msg_type = MsgType(u8::try_from(case["msg_type"].as_u64().unwrap()).unwrap());
        let Ok(text) = String::from_utf8(payload) else {
            continue;
        };
        let is_text = text_type(&msg_type.name()).is_ok();
        let sendable = match is_text {
            true => !text.is_empty() && case["flags"] == 7 && case["master_privkey"].is_string(),
            false => {
                case["flags"] == 2
                    && MsgType::KNOWN.contains(&msg_type)
                    && serde_json::from_str::<Value>(&text).is_ok_and(|data| data.is_object())
            }
        };
        if !sendable {
            continue;
        }
        let place = Place::new();
        let now = case["timestamp"].as_u64().unwrap();
        let request = PackRequest {
            contents: Contents::Messages,
            ..PackRequest::default()
        };
        let outgoing = if is_text {
            let master =
                MasterKey::parse(case["master_privkey"].as_str().unwrap(), network).unwrap();
            let index = KeyIndex(u32::try_from(case["key_index"].as_u64().unwrap()).unwrap());
            let announcement = master.derive(index).unwrap().announcement(index);
            place.outbox.init_key(&announcement, NOW).unwrap();
            place.outbox.send_text(msg_type, &text, now).unwrap();
            let mut plan = place.outbox.plan(request, now).unwrap();
            plan.use_key(Key::Master(master)).unwrap();
            plan.pack(now, accept).unwrap()
        } else {
            let payload = payload::from_json(msg_type, text.as_bytes()).unwrap();
            place.outbox.send(msg_type, payload, now).unwrap();
            let plan = place.outbox.plan(request, now).unwrap();
            plan.pack(now, accept).unwrap()
        };
        let expected = format!("01000100{}", case["packed"].as_str().unwrap());
        assert_eq!(
            hex::encode(&outgoing.packed.message_data),
            expected,
            "{}",
            case["name"]
        );
        let hash: MessageHash = place.outbox.queue().unwrap().entries()[0].message_hash;
        assert_eq!(
            judged(&outgoing.packed.message_data)[0]
                .message
                .message_hash(),
            hash
        );
        packed += 1;
    }
    assert_eq!(packed, 14, "of the vectors are such as a miner sends");
}
