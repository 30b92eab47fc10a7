//! `signing_key.json`: which key_index is in use. It holds no secret.
//!
//! ```json
//! {
//!     "key_index": 0,
//!     "signing_id": "a1b2...",
//!     "created": 1707580800,
//!     "last_rotated": null,
//!     "messages_signed": 42
//! }
//! ```

use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use serde_json::ser::PrettyFormatter;
use serde_json::{Map, Value};

use super::atomic;
use super::data_dir::lock_folder;
use super::folder::{Folder, Foreign, Owner, PRIVATE, split};
use super::{DataDir, LockedDataDir, StateError};
use crate::core::announcement::Announcement;
use crate::core::hash::SigningId;
use crate::core::key::KeyIndex;

/// More than such a file ever has, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// What the state file says.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyState {
    /// The key_index in use.
    pub key_index: KeyIndex,
    /// The signing_id of the key at that index.
    pub signing_id: SigningId,
    /// When the file was made, Unix seconds.
    pub created: u64,
    /// When key_index last went up, Unix seconds.
    pub last_rotated: Option<u64>,
    /// How many messages were signed, by the keys of all indexes together.
    pub messages_signed: u64,
    /// The file as it was read, so that fields of others are kept where they are.
    fields: Map<String, Value>,
}

impl KeyState {
    /// Reads the state file at `path`; `None` if there is none.
    ///
    /// # Errors
    /// [`StateError::Broken`] names the field; and what [`StateError`] says of a file that cannot be read.
    pub fn load(path: &Path) -> Result<Option<Self>, StateError> {
        let bytes = atomic::read(path, MAX_BYTES, Foreign::Refused)?;
        Self::parse_file(bytes, path)
    }

    fn parse_file(bytes: Option<Vec<u8>>, path: &Path) -> Result<Option<Self>, StateError> {
        let state = bytes.map(|bytes| Self::parse(&bytes)).transpose();
        state.map_err(|reason| StateError::Broken {
            path: path.to_owned(),
            reason,
        })
    }

    /// When the key in use came into use, Unix seconds.
    pub fn since(&self) -> u64 {
        self.last_rotated.unwrap_or(self.created)
    }

    /// What it says after a rotation to the announced key at `now`.
    #[must_use]
    pub fn rotated(&self, announcement: &Announcement, now: u64) -> Self {
        Self {
            key_index: announcement.key_index,
            signing_id: announcement.signing_id,
            last_rotated: Some(now),
            ..self.clone()
        }
    }

    fn new(announcement: &Announcement, now: u64) -> Self {
        Self {
            key_index: announcement.key_index,
            signing_id: announcement.signing_id,
            created: now,
            last_rotated: None,
            messages_signed: 0,
            fields: Map::new(),
        }
    }

    fn parse(bytes: &[u8]) -> Result<Self, String> {
        let fields: Map<String, Value> =
            serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        let key_index = number(&fields, "key_index")?;
        let last_rotated = match fields.get("last_rotated") {
            None | Some(Value::Null) => None,
            Some(_) => Some(number(&fields, "last_rotated")?),
        };
        Ok(Self {
            key_index: u32::try_from(key_index).map(KeyIndex).map_err(|_| {
                format!(
                    "key_index is {key_index}, the highest there is is {}",
                    u32::MAX
                )
            })?,
            signing_id: signing_id(&fields)?,
            created: number(&fields, "created")?,
            last_rotated,
            messages_signed: number(&fields, "messages_signed")?,
            fields,
        })
    }

    /// Brings the fields up to date and gives the file's bytes. Fields that were read stay where
    /// they were; new ones come in the order of the type.
    fn write_json(&mut self) -> Vec<u8> {
        for (name, value) in [
            ("key_index", self.key_index.0.into()),
            ("signing_id", self.signing_id.to_string().into()),
            ("created", self.created.into()),
            ("last_rotated", self.last_rotated.into()),
            ("messages_signed", self.messages_signed.into()),
        ] {
            self.fields.insert(name.to_owned(), value);
        }
        let mut json = Vec::new();
        let four_spaces = PrettyFormatter::with_indent(b"    ");
        let mut serializer = serde_json::Serializer::with_formatter(&mut json, four_spaces);
        self.fields
            .serialize(&mut serializer)
            .expect("JSON values can be written to memory");
        json.push(b'\n');
        json
    }
}

fn number(fields: &Map<String, Value>, name: &str) -> Result<u64, String> {
    let value = field(fields, name)?;
    value
        .as_u64()
        .ok_or_else(|| format!("{name} is {value}, expected a whole number from 0"))
}

fn signing_id(fields: &Map<String, Value>) -> Result<SigningId, String> {
    let value = field(fields, "signing_id")?;
    value
        .as_str()
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| format!("signing_id is {value}, expected 40 hex digits"))
}

fn field<'a>(fields: &'a Map<String, Value>, name: &str) -> Result<&'a Value, String> {
    fields
        .get(name)
        .ok_or_else(|| format!("it has no field {name}"))
}

/// The state file with its lock held: what it says cannot change under the holder.
///
/// There is no way to make key_index go down.
#[derive(Debug)]
pub struct LockedKeyFile<'a> {
    dir: &'a LockedDataDir,
    path: PathBuf,
    folder: Folder,
    state: Option<KeyState>,
    _lock: Option<File>,
}

impl DataDir {
    /// Reads the state file at `path`, in this folder or elsewhere (`--signing-key-file`), under
    /// the same conditions as the files of the folder; `None` if it is missing.
    ///
    /// # Errors
    /// As [`KeyState::load`].
    pub fn key_state(&self, path: &Path) -> Result<Option<KeyState>, StateError> {
        let bytes = atomic::read(path, MAX_BYTES, self.foreign())?;
        KeyState::parse_file(bytes, path)
    }
}

impl LockedDataDir {
    /// Reads the state file at `path`, to change it.
    ///
    /// For a file outside the data folder (`--signing-key-file`) the lock of its own folder is
    /// taken too, waiting at most `timeout`, because it may be in use with several data folders.
    ///
    /// # Errors
    /// What [`KeyState::load`] and [`DataDir::lock`](super::DataDir::lock) give.
    pub fn key_file(
        &self,
        path: &Path,
        timeout: Duration,
    ) -> Result<LockedKeyFile<'_>, StateError> {
        let (folder, name) = split(path);
        let folder = Folder::open(folder)?.trusted(self.dir().foreign())?;
        let lock = match folder.is_same(self.folder()) {
            true => None,
            false => {
                let lock = lock_folder(&folder, timeout)?;
                folder.remove_left_over(name);
                Some(lock)
            }
        };
        Ok(LockedKeyFile {
            dir: self,
            path: path.to_owned(),
            state: KeyState::parse_file(folder.read(name, MAX_BYTES)?, path)?,
            folder,
            _lock: lock,
        })
    }
}

impl LockedKeyFile<'_> {
    /// What the file says; `None` if there is none.
    pub fn state(&self) -> Option<&KeyState> {
        self.state.as_ref()
    }

    /// Makes the state file for the announced key, and its line in the key log before.
    ///
    /// # Errors
    /// [`StateError::AlreadyExists`] if there is a state file; [`StateError::KeyIndexInLog`] if the
    /// log knows a higher key_index, or another key at this one; and what writing gives.
    pub fn init(&mut self, announcement: &Announcement, now: u64) -> Result<&KeyState, StateError> {
        if self.state.is_some() {
            return Err(StateError::AlreadyExists {
                path: self.path.clone(),
            });
        }
        let log_path = self.dir.dir().key_log_path();
        let log = self
            .dir
            .key_log()?
            .with_first(announcement, now, &log_path)?;
        self.dir.save_key_log(&log)?;
        let mut state = KeyState::new(announcement, now);
        let json = state.write_json();
        self.folder
            .create_new(self.name(), &json, PRIVATE, Owner::Folder)?;
        Ok(self.state.insert(state))
    }

    /// Goes over to the announced key, whose key_index must be higher than the one in use.
    ///
    /// The log is written first: a key_index that it has above the state file's is a rotation that
    /// never completed, which readers ignore and the next rotation drops.
    ///
    /// # Errors
    /// [`StateError::NoKeyState`], [`StateError::KeyIndexNotHigher`], and what writing gives.
    pub fn rotate(
        &mut self,
        announcement: &Announcement,
        now: u64,
    ) -> Result<&KeyState, StateError> {
        let current = self.current()?;
        if announcement.key_index <= current.key_index {
            return Err(StateError::KeyIndexNotHigher {
                path: self.path.clone(),
                current: current.key_index,
                asked: announcement.key_index,
            });
        }
        let log = self
            .dir
            .key_log()?
            .with_rotation(current, announcement, now);
        let mut state = current.rotated(announcement, now);
        let json = self.json(&mut state)?;
        self.dir.save_key_log(&log)?;
        self.save(state, &json)
    }

    /// Adds `count` to messages_signed.
    ///
    /// # Errors
    /// [`StateError::NoKeyState`], and what writing gives.
    pub fn count_signed(&mut self, count: u64) -> Result<&KeyState, StateError> {
        let current = self.current()?;
        let mut state = KeyState {
            messages_signed: current.messages_signed.saturating_add(count),
            ..current.clone()
        };
        let json = self.json(&mut state)?;
        self.save(state, &json)
    }

    fn name(&self) -> &OsStr {
        split(&self.path).1
    }

    fn current(&self) -> Result<&KeyState, StateError> {
        self.state.as_ref().ok_or_else(|| StateError::NoKeyState {
            path: self.path.clone(),
        })
    }

    /// The file's bytes. Fields of others may take more room than they did, and what is not read
    /// again is not written.
    fn json(&self, state: &mut KeyState) -> Result<Vec<u8>, StateError> {
        let json = state.write_json();
        if json.len() as u64 > MAX_BYTES {
            return Err(StateError::TooLarge {
                path: self.path.clone(),
                found: json.len() as u64,
                limit: MAX_BYTES,
            });
        }
        Ok(json)
    }

    fn save(&mut self, state: KeyState, json: &[u8]) -> Result<&KeyState, StateError> {
        self.folder.replace(self.name(), json, PRIVATE)?;
        Ok(self.state.insert(state))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::key::MasterKey;
    use crate::core::network::Network;
    use crate::state::KeyLog;
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
        change: impl FnOnce(&mut LockedKeyFile<'_>) -> Result<T, StateError>,
    ) -> Result<T, StateError> {
        let locked = data.lock(NO_TIME)?;
        change(&mut locked.key_file(&data.signing_key_path(), NO_TIME)?)
    }

    fn init(data: &DataDir, key: &Announcement, now: u64) -> Result<KeyState, StateError> {
        change(data, |file| file.init(key, now).cloned())
    }

    fn rotate(data: &DataDir, key: &Announcement, now: u64) -> Result<KeyState, StateError> {
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
                StateError::KeyIndexNotHigher {
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

    /// Found while fuzzing was prepared: indented, strangers' fields took more than p2msg reads again.
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
                format!(
                    r#"{{"key_index":0,"signing_id":"{id}","created":1,"last_rotated":"never"}}"#
                ),
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
}
