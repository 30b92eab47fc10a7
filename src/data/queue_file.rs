//! `message_queue.json`: the queue, one entry a line.
//!
//! ```text
//! {
//! "version": 1,
//! "next_id": 3,
//! "entries": [
//! {"id":1,"type":"MINER_MESSAGE","payload":"68656c6c6f","flags":7,"timestamp":1707580800,
//!  "message_hash":"...","state":"packed","history":[{"at":1707580800,"state":"pending"},
//!  {"at":1707580860,"state":"packed","lease_until":1707581460}]},                 (one line)
//! {"id":2, ...}
//! ]
//! }
//! ```
//!
//! The payload is in hex, so that its bytes, which message_hash covers, survive exactly.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::atomic::PRIVATE;
use super::folder::split;
use super::{DataDir, DataError, LockedDataDir, json};
use crate::core::message::queue::{Entry, EntryId, Queue};

/// The only version there is so far.
const VERSION: u64 = 1;

/// The most bytes that the file may have: some 70,000 entries.
const MAX_BYTES: u64 = 32 * 1024 * 1024;

#[derive(Deserialize)]
struct QueueFile {
    version: u64,
    next_id: EntryId,
    entries: Vec<Entry>,
    /// What other versions of p2msg wrote.
    #[serde(flatten)]
    other: Map<String, Value>,
}

impl DataDir {
    /// Reads the queue without a lock; empty if the file is missing.
    ///
    /// # Errors
    /// [`DataError::Broken`] names line and column, or the entry; [`DataError::NewerVersion`];
    /// and what [`DataError`] says of a file that cannot be read.
    pub fn read_queue(&self) -> Result<Queue, DataError> {
        // The folder first, for its own errors.
        if self.open()?.is_none() {
            return Ok(Queue::default());
        }
        let path = self.queue_path();
        let bytes = self.read(&path, MAX_BYTES)?;
        parse_file(bytes, &path).map(|(queue, _)| queue)
    }
}

/// The queue with its lock held, to be changed and saved.
#[derive(Debug)]
pub struct LockedQueue<'a> {
    dir: &'a LockedDataDir,
    /// The queue as the file holds it; changes of it are saved by [`save`](Self::save).
    pub queue: Queue,
    other: Map<String, Value>,
}

impl LockedDataDir {
    /// Reads the queue, to change it; empty if the file is missing.
    ///
    /// # Errors
    /// As [`DataDir::read_queue`].
    pub fn queue(&self) -> Result<LockedQueue<'_>, DataError> {
        let path = self.dir().queue_path();
        let bytes = self.folder().read(split(&path).1, MAX_BYTES)?;
        let (queue, other) = parse_file(bytes, &path)?;
        Ok(LockedQueue {
            dir: self,
            queue,
            other,
        })
    }
}

impl LockedQueue<'_> {
    /// Writes the queue.
    ///
    /// # Errors
    /// [`DataError::QueueTooLarge`], and where it cannot be written; the file is as it was then.
    pub fn save(&self) -> Result<(), DataError> {
        let path = self.dir.dir().queue_path();
        let json = to_json(&self.queue, &self.other);
        let bytes = json.len() as u64;
        if bytes > MAX_BYTES {
            return Err(DataError::QueueTooLarge {
                path,
                bytes,
                limit: MAX_BYTES,
            });
        }
        let (_, name) = split(&path);
        self.dir.folder().replace(name, &json, PRIVATE)
    }
}

fn parse_file(
    bytes: Option<Vec<u8>>,
    path: &Path,
) -> Result<(Queue, Map<String, Value>), DataError> {
    let Some(bytes) = bytes else {
        return Ok((Queue::default(), Map::new()));
    };
    parse(&bytes).map_err(|reason| match version(&bytes) {
        Some(found) if found > VERSION => DataError::NewerVersion {
            path: path.to_owned(),
            found,
            known: VERSION,
        },
        _ => DataError::Broken {
            path: path.to_owned(),
            reason,
        },
    })
}

fn parse(bytes: &[u8]) -> Result<(Queue, Map<String, Value>), String> {
    let file: QueueFile = json::from_slice(bytes).map_err(|error| error.to_string())?;
    if file.version != VERSION {
        return Err(format!("there is no version {}", file.version));
    }
    let queue = Queue::restore(file.next_id, file.entries).map_err(|error| error.to_string())?;
    Ok((queue, file.other))
}

/// The version alone: what else a later version holds may have another form.
fn version(bytes: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct Version {
        version: u64,
    }
    let version: Version = json::from_slice(bytes).ok()?;
    Some(version.version)
}

fn to_json(queue: &Queue, other: &Map<String, Value>) -> Vec<u8> {
    let mut json = format!(
        "{{\n\"version\": {VERSION},\n\"next_id\": {},\n",
        queue.next_id()
    );
    for (name, value) in other {
        json.push_str(&format!("{}: {value},\n", Value::from(name.as_str())));
    }
    json.push_str("\"entries\": [");
    let mut json = json.into_bytes();
    for (index, entry) in queue.entries().iter().enumerate() {
        json.extend_from_slice(if index == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut json, entry).expect("an entry can be written to memory");
    }
    json.extend_from_slice(b"\n]\n}\n");
    json
}

#[cfg(test)]
mod tests;
