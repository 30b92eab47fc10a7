//! The key in use, and rotations.

use super::*;

#[test]
fn only_the_key_in_use_signs() {
    let place = Place::ready();
    place.send("hello");
    let signing = |byte: &str, index| Key::Signing(master(byte).derive(KeyIndex(index)).unwrap());
    let plan = |key_index| {
        let request = PackRequest {
            key_index,
            ..PackRequest::default()
        };
        place.outbox.plan(request, NOW).unwrap()
    };
    for wrong in [
        Key::Master(master("22")),
        signing("11", 1),
        signing("22", 0),
    ] {
        let error = plan(None).use_key(wrong).unwrap_err();
        assert!(matches!(error, OutboxError::WrongKey { .. }), "{error}");
    }
    plan(None).use_key(signing("11", 0)).unwrap();
    // For a rotation the master key must be the same; a signing key must be another one.
    let error = plan(Some(KeyIndex(2)))
        .use_key(Key::Master(master("22")))
        .unwrap_err();
    assert!(matches!(error, OutboxError::WrongKey { .. }), "{error}");
    let error = plan(Some(KeyIndex(2)))
        .use_key(signing("11", 0))
        .unwrap_err();
    assert!(
        matches!(
            error,
            OutboxError::KeyInUse {
                asked: KeyIndex(2),
                ..
            }
        ),
        "{error}"
    );
    plan(Some(KeyIndex(2))).use_key(signing("11", 2)).unwrap();
}

#[test]
fn a_higher_key_index_rotates_first() {
    let place = Place::ready();
    place.send("hello");
    let request = PackRequest {
        key_index: Some(KeyIndex(2)),
        ..PackRequest::default()
    };
    let before = place.files();
    let mut plan = place.outbox.plan(request, NOW).unwrap();
    let rotation = Rotation {
        from: KeyIndex(0),
        to: KeyIndex(2),
    };
    assert_eq!(plan.rotation(), Some(rotation));
    plan.use_key(key()).unwrap();
    let preview = plan.preview(NOW).unwrap();
    assert_eq!(place.files(), before, "nothing changes before pack");
    let outgoing = plan.pack(NOW + 5, accept).unwrap();
    assert_eq!(outgoing.packed, preview.packed);
    assert_eq!(outgoing.key_index, Some(KeyIndex(2)));
    assert_eq!(outgoing.signing_id, Some(announcement(2).signing_id));
    let state = place.state();
    assert_eq!(
        (state.key_index, state.last_rotated),
        (KeyIndex(2), Some(NOW + 5))
    );

    assert_eq!(place.outbox.plan(request, NOW).unwrap().rotation(), None);
    let request = PackRequest {
        key_index: Some(KeyIndex(1)),
        ..request
    };
    let error = place.outbox.plan(request, NOW).unwrap_err();
    let not_higher = |error: &OutboxError| {
        matches!(
            error,
            OutboxError::State(DataError::KeyIndexNotHigher { .. })
        )
    };
    assert!(not_higher(&error), "{error}");
}

#[test]
fn a_rotation_by_another_process_ends_the_plan() {
    let place = Place::ready();
    place.send("hello");
    let mut plan = place.outbox.plan(PackRequest::default(), NOW).unwrap();
    plan.use_key(key()).unwrap();
    let state = place.state();
    place
        .outbox
        .rotate_key(&state, &announcement(1), NOW)
        .unwrap();
    let before = place.files();
    let error = plan.pack(NOW, accept).unwrap_err();
    let changed = matches!(
        error,
        PackError::Outbox(OutboxError::ChangedMeanwhile { .. })
    );
    assert!(changed, "{error}");
    let error = place
        .outbox
        .rotate_key(&state, &announcement(2), NOW)
        .unwrap_err();
    assert!(
        matches!(error, OutboxError::ChangedMeanwhile { .. }),
        "{error}"
    );
    assert_eq!(place.files(), before);
}

#[test]
fn the_next_key_index_is_above_the_one_in_use() {
    let place = Place::ready();
    let keys = place.outbox.keys();
    let state = place.state();
    assert_eq!(keys.next_index(&state, None).unwrap(), KeyIndex(1));
    assert_eq!(
        keys.next_index(&state, Some(KeyIndex(7))).unwrap(),
        KeyIndex(7)
    );
    let error = keys.next_index(&state, Some(KeyIndex(0))).unwrap_err();
    assert!(
        matches!(
            error,
            OutboxError::State(DataError::KeyIndexNotHigher { .. })
        ),
        "{error}"
    );
    let last = place
        .outbox
        .rotate_key(&state, &announcement(u32::MAX), NOW)
        .unwrap();
    let error = keys.next_index(&last, None).unwrap_err();
    assert!(
        matches!(error, OutboxError::NoHigherKeyIndex { .. }),
        "{error}"
    );
    let error = keys.no_rotation(&state, Some(KeyIndex(1))).unwrap_err();
    assert!(
        matches!(error, OutboxError::KeyIndexNotInUse { .. }),
        "{error}"
    );
    let error = place.outbox.init_key(&announcement(0), NOW).unwrap_err();
    assert!(
        matches!(error, OutboxError::State(DataError::AlreadyExists { .. })),
        "{error}"
    );
}

#[test]
fn a_state_file_outside_the_data_folder_is_used() {
    let place = Place::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let path = elsewhere.path().join("state.json");
    let outbox = place.outbox.clone().with_state_file(path.clone());
    outbox.init_key(&announcement(0), NOW).unwrap();
    outbox.send_text(CHAT, "hello", NOW).unwrap();
    let mut plan = outbox.plan(PackRequest::default(), NOW).unwrap();
    plan.use_key(key()).unwrap();
    plan.pack(NOW, accept).unwrap();
    assert_eq!(outbox.keys().state().unwrap().messages_signed, 1);
    assert!(path.is_file());
    assert!(!place.outbox.keys().path().exists());
}
