//! Every reader of bytes from outside, with what must hold whatever the bytes are.
//!
//! None may panic, take long, or make room for what a length only claims. What is read strictly is
//! written as the same bytes again. `tests/readers.rs` feeds them with altered seeds, `fuzz` with
//! what libFuzzer finds.

mod c2pool;
mod files;
mod http;
mod p2p;
mod stores;

use std::path::Path;

use p2msg::core::chain::registry::KeyRegistry;
use p2msg::core::hash::PowHash;
use p2msg::core::key::announcement::Announcement;
use p2msg::core::key::keystore::Keystore;
use p2msg::core::key::phrase;
use p2msg::core::key::{KeyIndex, MasterKey, SigningPubkey};
use p2msg::core::message::decode::{Carrier, Decoded, decode};
use p2msg::core::message::envelope::{
    ENVELOPE_VERSION, Envelope, Format, KNOWN_AUTHORITIES, PackError, authority, pack,
};
use p2msg::core::message::payload::{self, PayloadView};
use p2msg::core::message::{Message, MsgType};
use p2msg::core::network::NETWORKS;
use p2msg::core::pow::verification::{Claim, verify};
use p2msg::core::share::Share;
use p2msg::core::share::commitment::{AT_ONCE, commit, commit_all};
use p2msg::core::share::record::{Archived, Form, Line, decode_hex};
use p2msg::core::wire::{Problem, Reader};
use p2msg::json::keys::KeyRegistryJson;
use p2msg::json::local_stats::LocalStats;
use p2msg::json::message::{ListedMessageJson, MessageJson, merge};
use p2msg::json::node::{BansJson, ProgressJson};
use p2msg::json::parser;
use p2msg::json::record::{RecordJson, RecordKind, Source};
use p2msg::json::share::{ShareJson, VerificationJson};
use p2msg::json::stats::MessageStatsJson;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A reader with its name.
pub(crate) type Named = (&'static str, fn(&[u8]));

/// All of them.
pub(crate) const READERS: [Named; 20] = [
    ("announcement", announcement),
    ("message", message),
    ("message_data", message_data),
    ("authority", authority_envelope),
    ("share", share),
    ("store_line", store_line),
    ("share_store", stores::share_store),
    ("input_lines", stores::input_lines),
    ("c2pool_store", c2pool::store),
    ("key_text", key_text),
    ("serve_token", files::serve_token),
    ("state_file", files::state_file),
    ("key_log", files::key_log),
    ("queue_file", files::queue_file),
    ("config", files::config),
    ("node_json", node_json),
    ("http_request", http::request),
    ("p2p_frames", p2p::frames),
    ("p2p_message", p2p::message),
    ("p2p_connection", p2p::connection),
];

const NOW: u64 = 1_750_003_600;

/// A new folder, in memory where the system offers that: the readers flush thousands of files.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = match memory.is_dir() {
        true => TempDir::new_in(memory),
        false => TempDir::new(),
    };
    made.expect("a temporary folder")
}

/// 57 bytes.
pub(crate) fn announcement(bytes: &[u8]) {
    if let Ok(announcement) = Announcement::read(&mut Reader::new(bytes, 0)) {
        assert_eq!(announcement.write(), bytes[..57]);
        let _ = announcement.check();
    }
}

/// Before one message and no announcement.
const ENVELOPE_HEADER: [u8; 4] = [ENVELOPE_VERSION, 0, 1, 0];

/// One message, and the views of its payload.
pub(crate) fn message(bytes: &[u8]) {
    let mut reader = Reader::new(bytes, 0);
    let read = Message::read(&mut reader);
    let length = bytes.len() - reader.rest().len();
    let envelope = [&ENVELOPE_HEADER, bytes].concat();
    let decoded = decoded(&envelope);
    match &read {
        Ok(message) => {
            // Longer signatures than any signer makes are read, and never written.
            if let Ok(packed) = pack(std::slice::from_ref(message), None) {
                assert_eq!(packed[4..], bytes[..length]);
            }
            let _ = payload::view(message.msg_type, &message.payload);
            assert_eq!(&decoded.messages[0].message, message);
        }
        Err(error) => {
            assert!(decoded.messages.is_empty());
            let at = |problem: &Problem| problem.offset == error.offset() + ENVELOPE_HEADER.len();
            assert!(decoded.problems.iter().any(at), "{error}");
        }
    }
    for msg_type in [
        MsgType::NODE_STATUS,
        MsgType::VERSION_SIGNAL,
        MsgType::MERGED_STATUS,
    ] {
        if let Ok(payload) = payload::from_json(msg_type, bytes) {
            let shown = payload::view(msg_type, &payload);
            assert!(matches!(shown, PayloadView::Data(_)), "{shown:?}");
            assert_eq!(payload::from_json(msg_type, &payload), Ok(payload));
        }
    }
}

fn decoded(bytes: &[u8]) -> Decoded {
    let mut registry = KeyRegistry::default();
    decode(
        bytes,
        Carrier::default(),
        &KNOWN_AUTHORITIES,
        &mut registry,
        NOW,
    )
}

/// message_data in either format, as `decode` shows it.
pub(crate) fn message_data(bytes: &[u8]) {
    let decoded = decoded(bytes);
    let envelope = &decoded.envelope;
    let messages: Vec<Message> = envelope
        .messages
        .iter()
        .map(|m| m.message.clone())
        .collect();
    if envelope.format == Format::Plain && envelope.problems.is_empty() && !bytes.is_empty() {
        match pack(&messages, envelope.sound_announcement()) {
            // A reader takes longer signatures than any signer makes, and an envelope of nothing,
            // which is packed as zero bytes.
            Err(PackError::SignatureTooLong { .. }) => {}
            Ok(packed) if packed.is_empty() => assert_eq!(bytes.len(), 4),
            packed => assert_eq!(packed.as_deref(), Ok(bytes)),
        }
    }
    for problem in &decoded.problems {
        assert!(problem.offset <= bytes.len(), "{problem:?}");
    }
    // Who knows no authority reads the same, of what is sealed to none.
    if envelope.format == Format::Plain {
        assert_eq!(&Envelope::read_plain(bytes), envelope);
    }
    let source = Source {
        name: "-".into(),
        line: Some(1),
        key: None,
        claims: None,
    };
    let record = RecordJson::new(source, RecordKind::MessageData);
    let record = record.with_messages(bytes, &decoded, None, NOW);
    serde_json::to_string(&record).expect("a record is JSON");
}

/// The inside of an authority's envelope: whatever is sealed is opened again.
pub(crate) fn authority_envelope(bytes: &[u8]) {
    // Shorter ones hold no envelope: 53 bytes are the least.
    if bytes.len() < 4 {
        return;
    }
    let nonce = bytes.first_chunk().unwrap_or(&[7; 16]);
    let [forrestv, _] = &KNOWN_AUTHORITIES;
    let sealed = authority::seal(bytes, &forrestv.pubkey, nonce);
    let (opened_for, inner) =
        authority::open(&sealed, &KNOWN_AUTHORITIES).expect("its own envelope");
    assert_eq!((&opened_for, inner.as_slice()), (forrestv, bytes));
    let envelope = Envelope::read(&sealed, &KNOWN_AUTHORITIES);
    assert_eq!(envelope.bytes, sealed.len());
    message_data(&sealed);
}

/// A raw share on every network, from its bytes to the JSON of `verify`.
pub(crate) fn share(bytes: &[u8]) {
    for network in &NETWORKS {
        let Ok(share) = Share::read(bytes, network) else {
            continue;
        };
        assert_eq!(share.write(network), bytes);
        assert_eq!(share.parts().write(network), bytes);
        let commitment = commit(&share, network);
        let many = vec![share.clone(); AT_ONCE];
        assert_eq!(commit_all(&many, network), [commitment; AT_ONCE]);
        let verification = verify(&Claim::of(&share), PowHash::from_wire([0; 32]), network);
        let address = share.address(network).map(Into::into);
        let share_json = ShareJson::new(&share, &commitment, address);
        serde_json::to_string(&share_json).expect("a share is JSON");
        let verification = VerificationJson::new(&commitment, &verification, None);
        serde_json::to_string(&verification).expect("a verification is JSON");
        message_data(share.message_data);
    }
}

/// A line of a share store or of any other input: hex, or JSON of an archive.
pub(crate) fn store_line(bytes: &[u8]) {
    let forms = [
        Form::Any,
        Form::Store,
        Form::Share,
        Form::MessageData,
        Form::Contents { version: 36 },
    ];
    let mut decoded = Vec::new();
    for form in forms {
        let hex = match Line::read(bytes, form) {
            Ok(Line::Share(hex) | Line::MessageData(hex)) => hex,
            Ok(Line::Contents { contents, .. }) => contents,
            Ok(Line::Verified(hash)) => {
                let digits = hash.to_string();
                let line = format!("2 {}", digits.trim_start_matches('0'));
                if line != "2 " {
                    assert_eq!(Line::read(line.as_bytes(), form), Ok(Line::Verified(hash)));
                }
                continue;
            }
            Ok(Line::Archived(archived)) => {
                archived_line(&archived);
                archived.message_data_hex.into_bytes().into()
            }
            Ok(Line::Nothing) | Err(_) => continue,
        };
        decoded.clear();
        if decode_hex(&hex, &mut decoded).is_ok() {
            assert_eq!(
                hex::encode(&decoded),
                String::from_utf8_lossy(&hex).to_lowercase()
            );
        }
    }
}

/// What was read of an archive is read of what is written again.
fn archived_line(archived: &Archived) {
    let written = json!({
        "share_hash": archived.share_hash,
        "address": archived.address,
        "message_data_hex": archived.message_data_hex,
    });
    assert_eq!(
        Line::read(written.to_string().as_bytes(), Form::Any),
        Ok(Line::Archived(Archived {
            place: None,
            replaced: 0,
            ..archived.clone()
        }))
    );
}

/// What a key file may hold. A keystore is read and not opened: that takes its time on purpose.
pub(crate) fn key_text(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if Keystore::read(text).is_ok() {
        assert!(Keystore::is_meant(text));
    }
    let _ = phrase::seed(text, "");
    if let Ok(pubkey) = text.parse::<SigningPubkey>() {
        assert_eq!(pubkey.to_string(), text.to_lowercase());
    }
    for network in &NETWORKS {
        if let Ok(key) = MasterKey::parse(text, network) {
            let _ = key.address(network);
            let key = key.derive(KeyIndex(u32::MAX)).expect("a signing key");
            key.announcement(KeyIndex(u32::MAX))
                .check()
                .expect("its own announcement");
        }
    }
}

/// What a node answers.
pub(crate) fn node_json(bytes: &[u8]) {
    let Ok(parsed) = parser::parse(bytes) else {
        return;
    };
    let value = &parsed.value;
    // Forgiving, and no different where there is nothing to forgive.
    if let Ok(strict) = serde_json::from_slice::<Value>(bytes)
        && parsed.replaced == 0
    {
        assert_eq!(value, &strict);
        assert_eq!(parsed.left_out, 0);
    }
    let items = value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice);
    let messages: Vec<MessageJson> = items
        .iter()
        .flat_map(|item| {
            [
                MessageJson::read(item, NOW),
                MessageJson::read_transition(item, NOW),
            ]
        })
        .flatten()
        .collect();
    for message in &messages {
        let _ = message.content();
        serde_json::to_string(&message).expect("a message is JSON");
    }
    let _ = MessageStatsJson::of_messages(&messages);
    let shown = |message| ListedMessageJson::shown(message, "node".to_owned());
    let merged = merge(messages.into_iter().map(shown));
    assert_eq!(merge(merged.clone()), merged);
    if let Some(mut keys) = KeyRegistryJson::read(value, "node") {
        keys.merge(KeyRegistryJson::read(value, "other").expect("it was read before"));
        let merged = keys.clone();
        keys.merge(merged.clone());
        assert_eq!(keys, merged);
    }
    let _ = MessageStatsJson::read(value);
    let _ = BansJson::read(value, "node".to_owned());
    let _ = ProgressJson::read(value);
    let _ = LocalStats::read(value);
}
