//! Bytes from peers: frames, messages, and a connection with its times.

use std::time::Duration;

use p2msg::core::network::{NETWORKS, Network};
use p2msg::core::p2p::connection::Connection;
use p2msg::core::p2p::event::{CLOSE_LIMIT, Event, MAX_UNSENT};
use p2msg::core::p2p::frame::{Command, FrameReader, write_frame};
use p2msg::core::p2p::message::{Message, ShareRequest, WriteError};
use p2msg::core::p2p::version::{Address, Version};

const COMMANDS: [&str; 14] = [
    "version",
    "ping",
    "addrme",
    "getaddrs",
    "addrs",
    "shares",
    "sharereq",
    "sharereply",
    "bestblock",
    "have_tx",
    "losing_tx",
    "forget_tx",
    "remember_tx",
    "unknown",
];

/// The network that the first frame belongs to, or another one.
fn network_of(bytes: &[u8]) -> &'static Network {
    let [first, ..] = &NETWORKS;
    let known = |network: &&Network| bytes.starts_with(&network.prefix);
    NETWORKS.iter().find(known).unwrap_or(first)
}

/// Sizes of pieces and times, which depend on the bytes themselves.
fn pieces(mut bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let first = usize::from(*bytes.first()?);
        let size = if first % 2 == 0 { first + 1 } else { 1 << 16 };
        let (piece, rest) = bytes.split_at(size.min(bytes.len()));
        bytes = rest;
        Some(piece)
    })
}

/// Delivered frames are the received bytes, however they are split.
pub(crate) fn frames(bytes: &[u8]) {
    let network = network_of(bytes);
    let mut whole = FrameReader::new(network);
    whole.push(bytes);
    let mut split = FrameReader::new(network);
    let mut written = Vec::new();
    for piece in pieces(bytes) {
        split.push(piece);
        while let Ok(Some((command, payload))) = split.next_frame() {
            assert_eq!(whole.next_frame(), Ok(Some((command, payload))));
            write_frame(&mut written, network, command, payload).expect("it was short enough");
        }
    }
    assert_eq!(whole.next_frame(), split.next_frame());
    assert!(bytes.starts_with(&written));
}

/// The payload of any message.
pub(crate) fn message(bytes: &[u8]) {
    let [network, ..] = &NETWORKS;
    for name in COMMANDS {
        let Ok(message) = Message::read(Command::new(name), bytes) else {
            continue;
        };
        let mut written = Vec::new();
        match message.write(&mut written, network) {
            Ok(()) => assert_eq!(written.get(28..), Some(bytes)),
            Err(WriteError::NoHash) => assert_eq!(name, "sharereq"),
            Err(error) => assert_eq!((error, name), (WriteError::Unknown, "unknown")),
        }
    }
}

/// A connection that receives the bytes as they are, after a handshake, and as payloads.
pub(crate) fn connection(bytes: &[u8]) {
    let network = network_of(bytes);
    let version = Message::Version(Version {
        version: 3600,
        services: 0,
        addr_to: Address::NONE,
        addr_from: Address::NONE,
        nonce: 2,
        sub_version: b"",
        mode: 1,
        best_share_hash: None,
    });
    let mut established = Vec::new();
    version
        .write(&mut established, network)
        .expect("it is short");
    let mut framed = established.clone();
    for name in COMMANDS {
        let _ = write_frame(&mut framed, network, Command::new(name), bytes);
    }
    established.extend_from_slice(bytes);
    for stream in [bytes, &established, &framed] {
        converse(network, stream);
    }
}

/// Receives the stream, makes requests, and closes.
fn converse(network: &'static Network, stream: &[u8]) {
    let mut connection = Connection::open(network, 1, None);
    let mut now = Duration::ZERO;
    let mut misbehaved = false;
    for piece in pieces(stream) {
        let salt = piece.last().copied().unwrap_or_default();
        connection.receive(now, piece, |event| match event {
            Event::Misbehaved(misbehaviour) => {
                assert!(!misbehaved, "{misbehaviour}");
                misbehaved = true;
            }
            Event::Handshake(_) | Event::Pushed(_) | Event::Reply(_) => assert!(!misbehaved),
            _ => {}
        });
        assert!(connection.unsent().len() <= MAX_UNSENT + (1 << 16));
        now += Duration::from_millis(u64::from(salt) * 100);
        match salt % 8 {
            0 => connection.sent(usize::MAX),
            1 => {
                let request = ShareRequest {
                    id: [salt; 32],
                    hashes: &[[salt; 32]],
                    parents: u64::from(salt),
                    stops: &[],
                };
                let _ = connection.request(now, &request);
            }
            2 if salt > 200 => connection.close(now),
            _ => {}
        }
    }
    connection.close(now);
    let limit = now + CLOSE_LIMIT;
    while let Some(deadline) = connection.deadline() {
        now = now.max(deadline);
        connection.tick(now, |_| {});
    }
    assert!(connection.is_closed() && now <= limit);
}
