//! Tests of the state file.

use super::*;
use crate::core::key::MasterKey;
use crate::core::network::Network;
use crate::data::KeyLog;
use std::fs;
use std::os::unix::fs::MetadataExt;

const NOW: u64 = 1_707_580_800;
const NO_TIME: Duration = Duration::ZERO;

fn announcement(index: u32) -> Announcement {
    announcement_of("11", index)
}

fn announcement_of(byte: &str, index: u32) -> Announcement {
    let network = Network::by_name("litecoin").unwrap();
    let master = MasterKey::parse(&byte.repeat(32), network).unwrap();
    let key_index = KeyIndex(index);
    master.derive(key_index).unwrap().announcement(key_index)
}

/// Runs `change` on the state file of `data` under the lock.
fn change<T>(
    data: &DataDir,
    change: impl FnOnce(&mut LockedKeyFile<'_>) -> Result<T, DataError>,
) -> Result<T, DataError> {
    let locked = data.lock(NO_TIME)?;
    change(&mut locked.key_file(&data.signing_key_path(), NO_TIME)?)
}

fn init(data: &DataDir, key: &Announcement, now: u64) -> Result<KeyState, DataError> {
    change(data, |file| file.init(key, now).cloned())
}

fn rotate(data: &DataDir, key: &Announcement, now: u64) -> Result<KeyState, DataError> {
    change(data, |file| file.rotate(key, now).cloned())
}

fn logged(data: &DataDir) -> Vec<(u32, u64)> {
    let state = KeyState::load(&data.signing_key_path()).unwrap();
    KeyLog::load(&data.key_log_path())
        .unwrap()
        .in_use(state.map(|state| state.key_index))
        .map(|entry| (entry.key_index.0, entry.since))
        .collect()
}

#[test]
fn the_file_is_the_plans() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    let key = announcement(0);
    init(&data, &key, NOW).unwrap();
    change(&data, |file| file.count_signed(42).cloned()).unwrap();
    assert_eq!(
        fs::read_to_string(data.signing_key_path()).unwrap(),
        format!(
            r#"{{
    "key_index": 0,
    "signing_id": "{}",
    "created": 1707580800,
    "last_rotated": null,
    "messages_signed": 42
}}
"#,
            key.signing_id
        )
    );
    let mode = fs::metadata(data.signing_key_path()).unwrap().mode();
    assert_eq!(mode & 0o777, PRIVATE);
}

#[test]
fn a_rotation_goes_into_both_files() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    init(&data, &announcement(0), NOW).unwrap();
    change(&data, |file| file.count_signed(3).cloned()).unwrap();
    rotate(&data, &announcement(1), NOW + 10).unwrap();
    let state = rotate(&data, &announcement(7), NOW + 20).unwrap();
    assert_eq!(
        KeyState::load(&data.signing_key_path()).unwrap().as_ref(),
        Some(&state)
    );
    assert_eq!(state.key_index, KeyIndex(7));
    assert_eq!(state.signing_id, announcement(7).signing_id);
    assert_eq!((state.created, state.last_rotated), (NOW, Some(NOW + 20)));
    assert_eq!(state.messages_signed, 3);
    assert_eq!(logged(&data), [(0, NOW), (1, NOW + 10), (7, NOW + 20)]);
    let first_line = fs::read_to_string(data.key_log_path()).unwrap();
    let key = announcement(0);
    assert_eq!(
        first_line.lines().next().unwrap(),
        format!(
            r#"{{"key_index":0,"signing_id":"{}","signing_pubkey":"{}","since":{NOW}}}"#,
            key.signing_id, key.signing_pubkey
        )
    );
}

#[test]
fn key_index_never_goes_down_or_stays() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    init(&data, &announcement(4), NOW).unwrap();
    for asked in [3, 4] {
        let before = fs::read(data.signing_key_path()).unwrap();
        match rotate(&data, &announcement(asked), NOW).unwrap_err() {
            DataError::KeyIndexNotHigher {
                current,
                asked: found,
                ..
            } => {
                assert_eq!((current.0, found.0), (4, asked));
            }
            error => panic!("{error:?}"),
        }
        assert_eq!(fs::read(data.signing_key_path()).unwrap(), before);
        assert_eq!(logged(&data), [(4, NOW)]);
    }
}

#[test]
fn a_state_file_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    init(&data, &announcement(0), NOW).unwrap();
    let before = fs::read(data.signing_key_path()).unwrap();
    let error = init(&data, &announcement(1), NOW).unwrap_err();
    assert_eq!(error.code(), "already_exists");
    assert_eq!(fs::read(data.signing_key_path()).unwrap(), before);
    assert_eq!(logged(&data), [(0, NOW)]);
}

#[test]
fn without_a_state_file_there_is_nothing_to_rotate() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    let error = rotate(&data, &announcement(1), NOW).unwrap_err();
    assert_eq!(error.code(), "no_key_state");
    let error = change(&data, |file| file.count_signed(1).cloned()).unwrap_err();
    assert_eq!(error.code(), "no_key_state");
    assert!(!data.key_log_path().exists());
}

#[test]
fn unknown_fields_stay_where_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    let id = announcement(0).signing_id;
    let text = format!(
        r#"{{"comment": "rig 7", "key_index": 0, "signing_id": "{id}", "pool": {{"b": 1, "a": [2.5]}}, "created": 5, "messages_signed": 1}}"#
    );
    fs::write(data.signing_key_path(), text).unwrap();
    rotate(&data, &announcement(1), NOW).unwrap();
    let text = fs::read_to_string(data.signing_key_path()).unwrap();
    let names: Vec<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("    \"")?.split('"').next())
        .collect();
    assert_eq!(
        names,
        [
            "comment",
            "key_index",
            "signing_id",
            "pool",
            "created",
            "messages_signed",
            "last_rotated"
        ]
    );
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["comment"], "rig 7");
    assert_eq!(json["pool"].to_string(), r#"{"b":1,"a":[2.5]}"#);
    assert_eq!(json["key_index"], 1);
}

/// Found by fuzzing: each write moved some numbers of others by their last digit.
#[test]
fn numbers_of_others_are_written_as_they_were_read() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    let id = announcement(0).signing_id;
    let text = format!(
        r#"{{"key_index":0,"signing_id":"{id}","created":5,"messages_signed":1,"x":1.2345678901234568e20}}"#
    );
    fs::write(data.signing_key_path(), text).unwrap();
    for _ in 0..2 {
        change(&data, |file| file.count_signed(1).cloned()).unwrap();
        let written = fs::read_to_string(data.signing_key_path()).unwrap();
        assert!(written.contains("\"x\": 1.2345678901234568e"), "{written}");
    }
}

/// A fuzzer found it: with indentation, unknown fields took more bytes than p2msg reads.
#[test]
fn a_file_that_would_grow_too_large_to_be_read_again_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let rows = vec![deep; 100].join(",");
    let id = announcement(0).signing_id;
    let text = format!(
        r#"{{"key_index":0,"signing_id":"{id}","created":5,"messages_signed":1,"x":[{rows}]}}"#
    );
    fs::write(data.signing_key_path(), &text).unwrap();
    for error in [
        change(&data, |file| file.count_signed(1).cloned()).unwrap_err(),
        rotate(&data, &announcement(1), NOW).unwrap_err(),
    ] {
        assert_eq!(error.code(), "too_large");
    }
    let left = fs::read_to_string(data.signing_key_path()).unwrap();
    assert_eq!(left, text);
    assert!(!data.key_log_path().exists());
}

#[test]
fn a_broken_file_is_named_with_the_field_and_left_alone() {
    let id = "a1".repeat(20);
    for (text, reason) in [
        (
            String::new(),
            "EOF while parsing a value at line 1 column 0",
        ),
        (
            "{\n\"key_index\": 0,\n".into(),
            "EOF while parsing a value at line 3 column 0",
        ),
        (
            "[]".into(),
            "invalid type: sequence, expected a map at line 1 column 0",
        ),
        (
            format!(r#"{{"signing_id":"{id}"}}"#),
            "it has no field key_index",
        ),
        (
            r#"{"key_index":-1}"#.into(),
            "key_index is -1, expected a whole number from 0",
        ),
        (
            r#"{"key_index":"0"}"#.into(),
            "key_index is \"0\", expected a whole number from 0",
        ),
        (
            format!(r#"{{"key_index":4294967296,"signing_id":"{id}"}}"#),
            "key_index is 4294967296, the highest there is is 4294967295",
        ),
        (
            r#"{"key_index":0,"signing_id":"a1b2..."}"#.into(),
            "signing_id is \"a1b2...\", expected 40 hex digits",
        ),
        (
            format!(r#"{{"key_index":0,"signing_id":"{id}","created":null}}"#),
            "created is null, expected a whole number from 0",
        ),
        (
            format!(r#"{{"key_index":0,"signing_id":"{id}","created":1,"last_rotated":"never"}}"#),
            "last_rotated is \"never\", expected a whole number from 0",
        ),
        (
            format!(r#"{{"key_index":0,"signing_id":"{id}","created":1}}"#),
            "it has no field messages_signed",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::new(folder.path());
        let path = data.signing_key_path();
        fs::write(&path, &text).unwrap();
        for error in [
            KeyState::load(&path).unwrap_err(),
            init(&data, &announcement(1), NOW).unwrap_err(),
            rotate(&data, &announcement(1), NOW).unwrap_err(),
        ] {
            let expected = format!("{} is broken: {reason}", path.display());
            assert_eq!(error.to_string(), expected);
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        assert!(!data.key_log_path().exists());
    }
}

#[test]
fn bytes_that_are_no_text_are_a_broken_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signing_key.json");
    fs::write(&path, [0xff, 0xfe, 0x00]).unwrap();
    assert_eq!(KeyState::load(&path).unwrap_err().code(), "broken_file");
}

/// As after a kill between the log and the state file.
#[test]
fn a_rotation_that_never_completed_is_ignored_and_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    init(&data, &announcement(0), NOW).unwrap();
    let old_state = fs::read(data.signing_key_path()).unwrap();
    rotate(&data, &announcement(5), NOW + 10).unwrap();
    fs::write(data.signing_key_path(), &old_state).unwrap();
    assert_eq!(logged(&data), [(0, NOW)]);
    rotate(&data, &announcement(1), NOW + 20).unwrap();
    assert_eq!(logged(&data), [(0, NOW), (1, NOW + 20)]);
    let log = fs::read_to_string(data.key_log_path()).unwrap();
    assert_eq!(log.lines().count(), 2, "{log}");
}

/// As after a kill between the log and the first state file.
#[test]
fn an_init_that_never_completed_can_be_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    init(&data, &announcement(2), NOW).unwrap();
    fs::remove_file(data.signing_key_path()).unwrap();
    init(&data, &announcement(2), NOW + 10).unwrap();
    assert_eq!(logged(&data), [(2, NOW)]);
}

#[test]
fn a_lost_state_file_does_not_make_key_index_go_down() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    init(&data, &announcement(0), NOW).unwrap();
    rotate(&data, &announcement(3), NOW).unwrap();
    fs::remove_file(data.signing_key_path()).unwrap();
    for refused in [announcement(0), announcement(2), announcement_of("22", 3)] {
        let error = init(&data, &refused, NOW).unwrap_err();
        assert_eq!(error.code(), "key_index_in_log", "{refused:?}");
        assert!(!data.signing_key_path().exists());
    }
    init(&data, &announcement(4), NOW + 10).unwrap();
    assert_eq!(logged(&data), [(0, NOW), (3, NOW), (4, NOW + 10)]);
}

#[test]
fn a_state_file_older_than_the_log_gets_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    init(&data, &announcement(0), NOW).unwrap();
    fs::remove_file(data.key_log_path()).unwrap();
    rotate(&data, &announcement(1), NOW + 10).unwrap();
    assert_eq!(logged(&data), [(0, NOW), (1, NOW + 10)]);
    let log = KeyLog::load(&data.key_log_path()).unwrap();
    let first = log.in_use(None).next().unwrap();
    assert_eq!(first.signing_id, announcement(0).signing_id);
    assert_eq!(first.signing_pubkey, None);
}

#[test]
fn a_broken_log_stops_a_rotation_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    init(&data, &announcement(0), NOW).unwrap();
    let mut log = fs::read_to_string(data.key_log_path()).unwrap();
    log.push_str("\n{\"key_index\": 1, \"signing_id\": 7}\n");
    fs::write(data.key_log_path(), &log).unwrap();
    let before = fs::read(data.signing_key_path()).unwrap();
    let error = rotate(&data, &announcement(2), NOW).unwrap_err();
    let shown = error.to_string();
    assert!(
        shown.contains("key_log.jsonl is broken: line 3: "),
        "{shown}"
    );
    assert!(!shown.contains("line 1"), "{shown}");
    assert_eq!(fs::read(data.signing_key_path()).unwrap(), before);
    assert_eq!(fs::read_to_string(data.key_log_path()).unwrap(), log);
}

#[test]
fn a_file_elsewhere_has_the_lock_of_its_own_folder() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = folder.path().join("etc");
    fs::create_dir(&elsewhere).unwrap();
    let path = elsewhere.join("rig7.json");
    let (one, two) = (
        DataDir::new(folder.path().join("one")),
        DataDir::new(folder.path().join("two")),
    );
    let (one, two) = (one.lock(NO_TIME).unwrap(), two.lock(NO_TIME).unwrap());
    let mut first = one.key_file(&path, NO_TIME).unwrap();
    first.init(&announcement(0), NOW).unwrap();
    let error = two.key_file(&path, NO_TIME).unwrap_err();
    assert_eq!(error.code(), "lock_timeout");
    drop(first);
    let second = two.key_file(&path, NO_TIME).unwrap();
    assert_eq!(second.state().unwrap().key_index, KeyIndex(0));
}

#[test]
fn the_data_folder_under_another_name_is_not_locked_twice() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path().join("data"));
    let locked = data.lock(NO_TIME).unwrap();
    let path = folder.path().join("data/../data/signing_key.json");
    locked.key_file(&path, NO_TIME).unwrap();
}
