//! Every reader of bytes from outside, with what must hold whatever the bytes are.
//!
//! None may panic or take long. What is read strictly is written as the same bytes again.
//! `tests/readers.rs` feeds them with altered vectors.

use p2msg::api::json;
use p2msg::api::read::{
    LocalStats, NodeBans, NodeKeys, NodeMessage, NodeStats, TransitionProgress,
};
use p2msg::api::write::{RecordJson, RecordKind, ShareJson, Source, VerificationJson};
use p2msg::cli::config::ConfigFile;
use p2msg::core::announcement::Announcement;
use p2msg::core::commitment::commit;
use p2msg::core::decode::{Carrier, decode};
use p2msg::core::envelope::{Envelope, Format, KNOWN_AUTHORITIES, PackError, authority, pack};
use p2msg::core::hash::PowHash;
use p2msg::core::key::{MasterKey, SigningPubkey};
use p2msg::core::keystore::Keystore;
use p2msg::core::message::{Message, MsgType};
use p2msg::core::network::NETWORKS;
use p2msg::core::payload;
use p2msg::core::phrase;
use p2msg::core::record::{Form, Line, decode_hex};
use p2msg::core::registry::KeyRegistry;
use p2msg::core::share::Share;
use p2msg::core::verification::{Claim, verify};
use p2msg::core::wire::Reader;
use p2msg::state::{DataDir, KeyLog, KeyState};

/// A reader with its name.
pub(crate) type Named = (&'static str, fn(&[u8]));

/// All of them.
pub(crate) const READERS: [Named; 10] = [
    ("announcement", announcement),
    ("message", message),
    ("message_data", message_data),
    ("authority", authority_envelope),
    ("share", share),
    ("store_line", store_line),
    ("key_text", key_text),
    ("node_json", node_json),
    ("state_files", state_files),
    ("config", config),
];

const NOW: u64 = 1_750_003_600;

/// 57 bytes.
pub(crate) fn announcement(bytes: &[u8]) {
    if let Ok(announcement) = Announcement::read(&mut Reader::new(bytes, 0)) {
        assert_eq!(announcement.write(), bytes[..57]);
        let _ = announcement.check();
    }
}

/// One message, and the views of its payload.
pub(crate) fn message(bytes: &[u8]) {
    let mut reader = Reader::new(bytes, 0);
    if let Ok(message) = Message::read(&mut reader) {
        let read = bytes.len() - reader.rest().len();
        // Longer signatures than any signer makes are read, and never written.
        if let Ok(packed) = pack(std::slice::from_ref(&message), None) {
            assert_eq!(packed[4..], bytes[..read]);
        }
        let _ = payload::view(message.msg_type, &message.payload);
    }
    if let Some((first, rest)) = bytes.split_first() {
        let msg_type = MsgType(*first);
        let _ = payload::view(msg_type, rest);
        let _ = payload::from_json(msg_type, rest);
    }
}

/// message_data in either format, as `decode` shows it.
pub(crate) fn message_data(bytes: &[u8]) {
    let mut registry = KeyRegistry::default();
    let decoded = decode(
        bytes,
        Carrier::default(),
        &KNOWN_AUTHORITIES,
        &mut registry,
        NOW,
    );
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
    let source = Source {
        name: "-".into(),
        line: 1,
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
        let verification = verify(&Claim::of(&share), PowHash::from_wire([0; 32]), network);
        let address = share.address(network).map(Into::into);
        let share_json = ShareJson::new(&share, &commitment, address);
        serde_json::to_string(&share_json).expect("a share is JSON");
        let verification = VerificationJson::new(&commitment, &verification, None);
        serde_json::to_string(&verification).expect("a verification is JSON");
        message_data(share.message_data);
    }
}

/// A line of a share store or of any other input.
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
        let (Ok(Line::Share(hex) | Line::MessageData(hex))
        | Ok(Line::Contents { contents: hex, .. })) = Line::read(bytes, form)
        else {
            continue;
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

/// What a key file may hold. A keystore is read and not opened: that takes its time on purpose.
pub(crate) fn key_text(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let _ = Keystore::read(text);
    let _ = phrase::seed(text, "");
    let _ = text.parse::<SigningPubkey>();
    for network in &NETWORKS {
        if let Ok(key) = MasterKey::parse(text, network) {
            let _ = key.address(network);
        }
    }
}

/// What a node answers.
pub(crate) fn node_json(bytes: &[u8]) {
    let Ok(parsed) = json::parse(bytes) else {
        return;
    };
    let value = &parsed.value;
    let items = value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice);
    for item in items {
        for message in [
            NodeMessage::read(item, NOW),
            NodeMessage::read_transition(item, NOW),
        ] {
            serde_json::to_string(&message).expect("a message is JSON");
        }
    }
    if let Some(mut keys) = NodeKeys::read(value, "node") {
        keys.merge(NodeKeys::read(value, "other").expect("it was read before"));
    }
    let _ = NodeStats::read(value);
    let _ = NodeBans::read(value);
    let _ = TransitionProgress::read(value);
    let _ = LocalStats::read(value);
}

/// signing_key.json, key_log.jsonl and message_queue.json.
pub(crate) fn state_files(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = DataDir::new(folder.path());
    for path in [
        data.signing_key_path(),
        data.key_log_path(),
        data.queue_path(),
    ] {
        std::fs::write(path, bytes).expect("a file in the temporary folder");
    }
    let _ = KeyState::load(&data.signing_key_path());
    let _ = KeyLog::load(&data.key_log_path());
    if let Ok(queue) = data.read_queue() {
        for entry in queue.entries() {
            let _ = entry.state_at(NOW);
            let _ = entry.age(NOW);
        }
    }
}

/// config.toml.
pub(crate) fn config(bytes: &[u8]) {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), bytes).expect("the temporary file");
    let _ = ConfigFile::read(file.path(), &["net", "data_dir", "json"]);
}
