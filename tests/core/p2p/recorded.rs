//! Streams and conversations recorded with nodes.

use std::collections::HashMap;

use p2msg::core::p2p::frame::Command;
use p2msg::core::p2p::message::{Message, ShareRequest};
use serde_json::Value;

use super::{Listener, commands, file, frames, network_of, raw_shares, seconds, testnet};
use crate::support::vectors::{bytes, list, text};

/// What p2msg does with the streams: its events, its answers, and whether it goes on listening.
///
/// The nodes differ in these from p2msg. An old protocol version: both close; p2msg only listens, so
/// every version suits it. A length over the limit: Python skips the header, c2pool waits for the rest;
/// p2msg closes. A byte after a ping: Python closes, p2msg and c2pool ignore it. A short payload: c2pool
/// drops the message, p2msg and Python close. Garbage before a prefix: Python skips it, p2msg and c2pool
/// close. A second version: Python closes, p2msg and c2pool ignore it.
const STREAMS: [(&str, &[&str], &[&str], bool); 17] = [
    ("handshake", &["handshake 3600"], &[], true),
    ("handshake_with_best_share", &["handshake 3600"], &[], true),
    ("byte_by_byte", &["handshake 3600"], &[], true),
    (
        "garbage_before_prefix",
        &["misbehaved: 0001026761726261 is not the prefix of a pool network"],
        &[],
        false,
    ),
    (
        "ping_before_version",
        &["misbehaved: the peer's first message is ping, not version"],
        &[],
        false,
    ),
    ("two_versions", &["handshake 3600"], &[], true),
    ("old_version", &["handshake 3300"], &[], true),
    ("minimum_version", &["handshake 3301"], &[], true),
    ("unknown_command", &["handshake 3600"], &[], true),
    (
        "wrong_checksum",
        &[
            "handshake 3600",
            "misbehaved: the checksum of a ping message is wrong",
        ],
        &[],
        false,
    ),
    (
        "length_over_limit",
        &[
            "handshake 3600",
            "misbehaved: the payload of shares has 32000001 bytes; at most 32000000 are accepted",
        ],
        &[],
        false,
    ),
    ("trailing_byte", &["handshake 3600"], &[], true),
    (
        "short_payload",
        &[
            "handshake 3600",
            "misbehaved: malformed getaddrs message: count at byte 0 needs 4 bytes, 2 left",
        ],
        &[],
        false,
    ),
    ("shares", &["handshake 3600", "pushed 2"], &[], true),
    ("sharereq", &["handshake 3600"], &["sharereply"], true),
    ("getaddrs", &["handshake 3600"], &["addrs"], true),
    (
        "wrong_prefix",
        &["misbehaved: ac9614f6466a39cf is not the prefix of a pool network"],
        &[],
        false,
    ),
];

fn without_end(events: Vec<String>) -> Vec<String> {
    let kept = events
        .into_iter()
        .filter(|event| !event.starts_with("closed"));
    kept.collect()
}

#[test]
fn every_recorded_stream_ends_as_documented_however_it_is_split() {
    let file = file();
    let streams = list(&file, "streams");
    let names: Vec<_> = streams.iter().map(|stream| text(stream, "name")).collect();
    assert_eq!(names, STREAMS.map(|(name, ..)| name));
    for (stream, (name, events, sent, listens)) in streams.iter().zip(STREAMS) {
        let stream_bytes = bytes(stream, "bytes");
        for size in [1, 2, 27, 100, stream_bytes.len()] {
            let mut listener = Listener::new(testnet());
            for chunk in stream_bytes.chunks(size) {
                listener.receive(1, chunk);
            }
            assert_eq!(without_end(listener.events()), events, "{name} by {size}");
            assert_eq!(listener.sent(), sent, "{name} by {size}");
            let open = listener.connection.request_addresses(8).is_ok();
            assert_eq!(open, listens, "{name} by {size}");
        }
    }
}

#[test]
fn a_wrong_bit_in_a_push_never_delivers_shares() {
    let file = file();
    let stream = list(&file, "streams")
        .iter()
        .find(|stream| text(stream, "name") == "shares");
    let bytes = bytes(stream.unwrap(), "bytes");
    let version = 28 + 114;
    // The command is not part of the checksum; see the tests of frames.
    let (header, shares) = bytes.split_at(version);
    for bit in 0..shares.len() * 8 {
        let mut flipped = shares.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let mut listener = Listener::new(testnet());
        listener.receive(1, header);
        listener.receive(2, &flipped);
        assert!(listener.shares.is_empty(), "bit {bit}");
        listener.connection.close_now();
    }
}

type Hashes = Vec<[u8; 32]>;

/// The id, hashes, parents and stops of a request in the vectors.
fn requested(fields: &Value) -> ([u8; 32], Hashes, u64, Hashes) {
    let hash = |value: &Value| {
        let mut bytes: [u8; 32] = hex::decode(value.as_str().unwrap())
            .unwrap()
            .try_into()
            .unwrap();
        bytes.reverse();
        bytes
    };
    let hashes = |key| list(fields, key).iter().map(hash).collect();
    let parents = fields["parents"].as_u64().unwrap();
    (
        hash(&fields["id"]),
        hashes("hashes"),
        parents,
        hashes("stops"),
    )
}

#[test]
fn the_conversations_with_c2pool_are_replayed() {
    let file = file();
    let transcripts = list(&file, "transcripts");
    assert_eq!(transcripts.len(), 2);
    for transcript in transcripts {
        let mut listener = Listener::new(network_of(transcript).unwrap());
        let mut expected = Vec::new();
        for (at, message) in (1..).zip(list(transcript, "messages")) {
            let (fields, frame) = (&message["fields"], bytes(message, "frame"));
            match (text(message, "from"), text(message, "command")) {
                ("peer", "sharereq") => {
                    let (id, hashes, parents, stops) = requested(fields);
                    let (hashes, stops) = (&hashes, &stops);
                    let request = ShareRequest {
                        id,
                        hashes,
                        parents,
                        stops,
                    };
                    listener.connection.request(seconds(at), &request).unwrap();
                    assert_eq!(listener.sent_bytes(), frame);
                }
                ("peer", "getaddrs") => {
                    listener.connection.request_addresses(8).unwrap();
                    assert_eq!(listener.sent_bytes(), frame);
                }
                // p2msg pushes no shares, and pings when it is time.
                ("peer", _) => {}
                (_, command) => {
                    listener.receive(at, &frame);
                    match command {
                        "version" => assert_eq!(listener.events(), ["handshake 3600"]),
                        "addrs" => assert_eq!(listener.events(), ["addresses 0"]),
                        "sharereply" => {
                            let shares = list(fields, "shares");
                            let event = format!("reply Good {}", shares.len());
                            assert_eq!(listener.events(), [event]);
                            expected.extend(shares.iter().map(|share| bytes(share, "raw_share")));
                        }
                        _ => assert!(listener.events().is_empty(), "{command}"),
                    }
                    let answers = listener.sent();
                    let wanted: &[_] = if command == "getaddrs" {
                        &["addrs"]
                    } else {
                        &[]
                    };
                    assert_eq!(answers, wanted, "{command}");
                }
            }
        }
        assert_eq!(listener.shares, expected);
    }
}

fn session(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

/// Which messages a side of the recorded session sent.
fn counted(bytes: &[u8]) -> Vec<(String, usize)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for command in commands(bytes, testnet()) {
        *counts.entry(command).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort();
    counts
}

#[test]
fn every_frame_of_the_session_between_nodes_is_written_alike() {
    for (name, expected) in [
        ("p2p_session_a2b.bin", SENT_BY_A),
        ("p2p_session_b2a.bin", SENT_BY_B),
    ] {
        let bytes = session(name);
        let counts = counted(&bytes);
        let counts: Vec<_> = counts
            .iter()
            .map(|(name, count)| (name.as_str(), *count))
            .collect();
        assert_eq!(counts, expected, "{name}");
        let mut written = Vec::new();
        for (command, payload) in frames(&bytes, testnet()) {
            let message = Message::read(command, &payload).unwrap();
            message.write(&mut written, testnet()).unwrap();
        }
        assert!(written == bytes, "{name}");
    }
}

const SENT_BY_A: &[(&str, usize)] = &[
    ("addrme", 8),
    ("addrs", 8),
    ("bestblock", 2),
    ("getaddrs", 11),
    ("ping", 1),
    ("sharereply", 2),
    ("sharereq", 2),
    ("shares", 13),
    ("version", 1),
];
const SENT_BY_B: &[(&str, usize)] = &[
    ("addrme", 9),
    ("addrs", 11),
    ("bestblock", 2),
    ("getaddrs", 8),
    ("ping", 3),
    ("sharereply", 2),
    ("sharereq", 2),
    ("shares", 14),
    ("version", 1),
];

/// Replays the bytes of one node to a listener, which repeats the requests of the other node.
#[test]
fn the_session_between_nodes_is_replayed_to_a_listener() {
    for (sender, receiver) in [
        ("p2p_session_a2b.bin", "p2p_session_b2a.bin"),
        ("p2p_session_b2a.bin", "p2p_session_a2b.bin"),
    ] {
        let (sent, other) = (
            frames(&session(sender), testnet()),
            frames(&session(receiver), testnet()),
        );
        let mut listener = Listener::new(testnet());
        let (mut shares, mut answers) = (Vec::new(), Vec::new());
        for (at, (command, payload)) in (1..).zip(&sent) {
            match Message::read(*command, payload).unwrap() {
                Message::Shares(pushed) => shares.extend(raw_shares(&pushed)),
                Message::Sharereply(reply) => {
                    shares.extend(raw_shares(&reply.shares));
                    request_again(&mut listener, at, &other, reply.id);
                }
                Message::Sharereq(_) => answers.push("sharereply"),
                Message::Getaddrs { .. } => answers.push("addrs"),
                _ => {}
            }
            let mut frame = Vec::new();
            Message::read(*command, payload)
                .unwrap()
                .write(&mut frame, testnet())
                .unwrap();
            listener.receive(at, &frame);
        }
        let mut answered = listener.sent();
        answered.retain(|command| command != "ping" && command != "sharereq");
        assert_eq!(answered, answers, "{sender}");
        assert!(listener.shares == shares && shares.len() > 10, "{sender}");
        let events = listener.events();
        let wrong = |event: &&String| event.starts_with("mis") || event.starts_with("unreq");
        assert_eq!(events.iter().find(wrong), None, "{sender}");
        // The session ends without a push.
        let end = sent.len() as u64;
        listener.connection.close(seconds(end));
        assert_eq!(listener.connection.deadline(), Some(seconds(end)));
    }
}

/// Sends the request with this id that the other node sent.
fn request_again(listener: &mut Listener, at: u64, other: &[(Command, Vec<u8>)], id: [u8; 32]) {
    let asked = other.iter().find_map(|(command, payload)| {
        match Message::read(*command, payload).unwrap() {
            Message::Sharereq(asked) if asked.id == id => Some(asked),
            _ => None,
        }
    });
    listener
        .connection
        .request(seconds(at), &asked.unwrap())
        .unwrap();
}
