//! Files that p2msg keeps: none is lost, and what others wrote into them stays.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use p2msg::cli::config::{ConfigFile, Environment, Mistakes, Sources};
use p2msg::core::json_text::{repair, without_bom};
use p2msg::core::key::announcement::Announcement;
use p2msg::core::key::{KeyIndex, MasterKey};
use p2msg::core::message::queue::{Added, QueueError};
use p2msg::core::message::{MsgFlags, MsgType};
use p2msg::core::network::Network;
use p2msg::data::{DataDir, KeyLog, KeyLogEntry, KeyState, LockedDataDir};
use serde_json::{Map, Value};
use tempfile::TempDir;

use super::{NOW, folder};

/// A data folder in which the file at `path_of` holds `bytes`.
fn data_with(bytes: &[u8], path_of: fn(&DataDir) -> std::path::PathBuf) -> (TempDir, DataDir) {
    let folder = folder();
    let data = DataDir::new(folder.path());
    let path = path_of(&data);
    fs::write(&path, bytes).expect("a file in the temporary folder");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("its mode");
    (folder, data)
}

fn lock(data: &DataDir) -> LockedDataDir {
    data.lock(Duration::ZERO).expect("nobody else's folder")
}

fn announcement(key_index: u32) -> Announcement {
    let network = Network::by_name("litecoin").expect("a network");
    let master = MasterKey::parse(&"11".repeat(32), network).expect("a key");
    let key = master.derive(KeyIndex(0)).expect("a signing key");
    key.announcement(KeyIndex(key_index))
}

fn object(path: &Path) -> Map<String, Value> {
    let bytes = fs::read(path).expect("the file");
    // Unreadable text in the fields of other programs does not make the file unreadable.
    let bytes = without_bom(&bytes);
    let repaired = repair(bytes);
    let bytes = repaired
        .as_ref()
        .map_or(bytes, |repaired| repaired.text.as_bytes());
    serde_json::from_slice(bytes).expect("what was read is an object")
}

/// signing_key.json
pub(super) fn state_file(bytes: &[u8]) {
    let (_folder, data) = data_with(bytes, DataDir::signing_key_path);
    let path = data.signing_key_path();
    let locked = lock(&data);
    let key_file = || locked.key_file(&path, Duration::ZERO);
    let Ok(state) = KeyState::load(&path) else {
        key_file().expect_err("a broken file is not changed");
        assert_eq!(fs::read(&path).expect("the file"), bytes);
        return;
    };
    let state = state.expect("there is a file");
    let before = object(&path);
    if key_file().expect("it was read").count_signed(1).is_err() {
        // Its fields take more room when they are written: then it stays as it is.
        assert_eq!(fs::read(&path).expect("the file"), bytes);
        return;
    }
    let counted = KeyState::load(&path).expect("what p2msg wrote");
    let counted = counted.expect("there is a file");
    let signed = state.messages_signed.saturating_add(1);
    assert_eq!(
        (counted.messages_signed, counted.key_index, counted.since()),
        (signed, state.key_index, state.since())
    );
    let mut expected = before;
    expected.insert("messages_signed".to_owned(), signed.into());
    expected.insert("last_rotated".to_owned(), state.last_rotated.into());
    expected.insert("signing_id".to_owned(), state.signing_id.to_string().into());
    assert_eq!(object(&path), expected);

    let Some(next) = state.key_index.next() else {
        return;
    };
    let rotated = key_file()
        .expect("it was read")
        .rotate(&announcement(next.0), NOW)
        .cloned();
    assert_eq!(
        KeyState::load(&path).expect("what p2msg wrote"),
        rotated.ok()
    );
    let log = KeyLog::load(&data.key_log_path()).expect("what p2msg wrote");
    let indexes: Vec<_> = log.in_use(None).map(|entry| entry.key_index).collect();
    assert_eq!(indexes, [state.key_index, next]);
}

/// key_log.jsonl
pub(super) fn key_log(bytes: &[u8]) {
    let (_folder, data) = data_with(bytes, DataDir::key_log_path);
    let path = data.key_log_path();
    let before = KeyLog::load(&path);
    let locked = lock(&data);
    let mut key_file = locked
        .key_file(&data.signing_key_path(), Duration::ZERO)
        .expect("there is no state file");
    let last = announcement(u32::MAX);
    let made = key_file.init(&last, NOW);
    let Ok(before) = before else {
        made.expect_err("a broken log is not changed");
        assert_eq!(fs::read(&path).expect("the file"), bytes);
        return;
    };
    let before: Vec<KeyLogEntry> = before.in_use(None).cloned().collect();
    if made.is_err() {
        assert!(before.iter().any(|entry| entry.key_index == last.key_index));
        assert_eq!(fs::read(&path).expect("the file"), bytes);
        return;
    }
    let log = KeyLog::load(&path).expect("what p2msg wrote");
    let mut after = log.in_use(None);
    for entry in &before {
        assert_eq!(after.next(), Some(entry));
    }
    let added = after.next();
    assert!(added.is_none_or(|entry| entry.signing_id == last.signing_id));
    assert_eq!(after.next(), None);
}

/// message_queue.json
pub(super) fn queue_file(bytes: &[u8]) {
    let (_folder, data) = data_with(bytes, DataDir::queue_path);
    let path = data.queue_path();
    let locked = lock(&data);
    let Ok(before) = data.read_queue() else {
        locked.queue().expect_err("a broken queue is not changed");
        return;
    };
    let fields = object(&path);
    locked.queue().expect("it was read").save().expect("room");
    assert_eq!(data.read_queue().as_ref().ok(), Some(&before));
    let after = object(&path);
    assert_eq!(after.len(), fields.len());
    for (name, value) in fields {
        if !["version", "next_id", "entries"].contains(&name.as_str()) {
            assert_eq!(after[&name], value);
        }
    }

    for entry in before.entries() {
        let _ = entry.state_at(NOW);
        let _ = entry.age(NOW);
    }
    let mut file = locked.queue().expect("what p2msg wrote");
    let chat = (MsgType::MINER_MESSAGE, MsgFlags(0x07));
    match file.queue.add(NOW, chat.0, chat.1, b"gm".to_vec()) {
        Ok(Added::Queued(id)) => assert_eq!(id, before.next_id()),
        Ok(Added::AlreadyThere(id)) => assert!(before.get(id).is_ok()),
        Err(QueueError::Full { .. } | QueueError::NoMoreIds) => {}
        Err(error) => panic!("{error}"),
    }
    file.save().expect("room");
    assert_eq!(data.read_queue().as_ref().ok(), Some(&file.queue));
    file.queue.settle(NOW);
    file.save().expect("room");
    assert_eq!(data.read_queue().as_ref().ok(), Some(&file.queue));
}

/// serve_token
pub(super) fn serve_token(bytes: &[u8]) {
    let (_folder, data) = data_with(bytes, DataDir::serve_token_path);
    if let Ok(token) = lock(&data).serve_token(&[7; 32]) {
        let text = std::str::from_utf8(bytes).expect("a token is text");
        assert!(token.is(text.trim().as_bytes()));
        assert!(!token.is(b""));
    }
    assert_eq!(fs::read(data.serve_token_path()).expect("the file"), bytes);
}

/// config.toml
pub(super) fn config(bytes: &[u8]) {
    const KNOWN: [&str; 5] = ["net", "data-dir", "data_dir", "json", "lock-timeout"];
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    fs::write(file.path(), bytes).expect("the temporary file");
    let table = std::str::from_utf8(bytes)
        .ok()
        .and_then(|text| toml::from_str::<toml::Table>(text).ok());
    let config = match ConfigFile::read(file.path(), &KNOWN, &mut Mistakes::End) {
        Ok(config) => config.expect("there is a file"),
        Err(error) => {
            // No file is refused for what TOML and the list of keys allow.
            let known = |table: toml::Table| table.keys().all(|key| KNOWN.contains(&key.as_str()));
            assert!(!table.is_some_and(known), "{error}");
            return;
        }
    };
    let table = table.expect("what was read is TOML");
    let environment = Environment::default();
    let mut sources = Sources {
        environment: &environment,
        config: Some(&config),
        mistakes: Mistakes::End,
    };
    for key in KNOWN {
        let chosen = sources.choose(key, None, |text| Ok(text.to_owned()));
        let expected = match table.get(key) {
            None => Some(None),
            Some(toml::Value::String(text)) => Some(Some(text.clone())),
            Some(toml::Value::Integer(number)) => Some(Some(number.to_string())),
            Some(toml::Value::Boolean(switch)) => Some(Some(switch.to_string())),
            Some(_) => None,
        };
        let chosen = chosen.map(|setting| {
            setting.map(|found| found.value.into_string().expect("a file in UTF-8"))
        });
        assert_eq!(chosen.ok(), expected, "{key}");
    }
}
