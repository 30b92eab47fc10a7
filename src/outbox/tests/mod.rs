//! Tests of the outbox on a folder of its own.

mod confirm;
mod keys;
mod pack;
mod send;

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::*;
use crate::core::chain::registry::KeyRegistry;
use crate::core::hash::{MessageHash, ShareHash};
use crate::core::key::announcement::Announcement;
use crate::core::key::{KeyIndex, MasterKey};
use crate::core::message::MsgType;
use crate::core::message::decode::{Carrier, JudgedMessage, decode};
use crate::core::message::envelope::Envelope;
use crate::core::message::payload::{self, PayloadError};
use crate::core::message::queue::{EntryId, QueueError, State};
use crate::core::network::Network;
use crate::data::{DataError, KeyState};

const NOW: u64 = 1_707_580_800;
const CHAT: MsgType = MsgType::MINER_MESSAGE;
const STATUS: MsgType = MsgType::NODE_STATUS;
const STATUS_DATA: &[u8] = br#"{"v":"1","up":1,"hr":2,"sc":3,"p":4}"#;
const PATIENCE: Duration = Duration::from_secs(10);

fn master(byte: &str) -> MasterKey {
    let network = Network::by_name("litecoin").unwrap();
    MasterKey::parse(&byte.repeat(32), network).unwrap()
}

fn key() -> Key {
    Key::Master(master("11"))
}

fn announcement(index: u32) -> Announcement {
    let index = KeyIndex(index);
    master("11").derive(index).unwrap().announcement(index)
}

/// An outbox in a temporary folder.
struct Place {
    outbox: Outbox,
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let outbox = Outbox::new(DataDir::new(folder.path()), PATIENCE);
        Self { outbox, folder }
    }

    /// With a state file at key_index 0.
    fn ready() -> Self {
        let place = Self::new();
        place.outbox.init_key(&announcement(0), NOW).unwrap();
        place
    }

    fn send(&self, text: &str) -> EntryId {
        self.outbox.send_text(CHAT, text, NOW).unwrap().entry.id
    }

    fn state(&self) -> KeyState {
        self.outbox.keys().state().unwrap()
    }

    fn states(&self, now: u64) -> Vec<State> {
        let queue = self.outbox.queue().unwrap();
        let entries = queue.entries().iter();
        entries.map(|entry| entry.state_at(now)).collect()
    }

    /// Every file of the folder but the lock, with its content.
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| !path.ends_with("p2msg.lock"))
            .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
            .collect();
        files.sort();
        files
    }

    /// Packs with the master key and returns the envelope.
    fn pack_at(&self, request: PackRequest, now: u64) -> Outgoing {
        let mut plan = self.outbox.plan(request, now).unwrap();
        plan.use_key(key()).unwrap();
        plan.pack(now, accept).unwrap()
    }

    fn pack(&self) -> Outgoing {
        self.pack_at(PackRequest::default(), NOW)
    }
}

fn accept(_: &Outgoing) -> Result<(), &'static str> {
    Ok(())
}

fn texts(message_data: &[u8]) -> Vec<String> {
    let envelope = Envelope::read_plain(message_data);
    assert_eq!(envelope.problems, []);
    let messages = envelope.messages.iter();
    messages
        .map(|read| String::from_utf8(read.message.payload.clone()).unwrap())
        .collect()
}

/// Announces and packs several messages, and judges them as a reader of the share does.
fn judged(message_data: &[u8]) -> Vec<JudgedMessage> {
    let mut registry = KeyRegistry::default();
    decode(message_data, Carrier::default(), &[], &mut registry, NOW).messages
}

fn share_hash() -> Option<ShareHash> {
    Some("1".repeat(64).parse().unwrap())
}
