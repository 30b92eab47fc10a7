//! The protocol between nodes, against the reference's frames and recorded conversations.

mod connection;
mod frames;
mod messages;
mod properties;
mod recorded;

use std::time::Duration;

use p2msg::core::hash::ShareHash;
use p2msg::core::network::Network;
use p2msg::core::p2p::connection::Connection;
use p2msg::core::p2p::event::Event;
use p2msg::core::p2p::frame::{Command, FrameReader};
use p2msg::core::p2p::message::{Message, RawShare, ReplyResult, ShareReply, ShareRequest};
use p2msg::core::p2p::version::{Address, Version};
use serde_json::Value;

use crate::support::frames::{frame, seconds, testnet};
use crate::support::vectors::{list, text, vectors};

const NONCE: u64 = 7;

fn file() -> Value {
    vectors("p2p_messages.json")
}

/// The network of a case; `None` for those of c2pool that p2msg does not support.
fn network_of(case: &Value) -> Option<&'static Network> {
    Network::by_name(text(case, "network"))
}

/// Splits `bytes` into whole frames.
fn frames(bytes: &[u8], network: &Network) -> Vec<(Command, Vec<u8>)> {
    let mut reader = FrameReader::new(network);
    reader.push(bytes);
    let mut found = Vec::new();
    while let Some((command, payload)) = reader.next_frame().unwrap() {
        found.push((command, payload.to_vec()));
    }
    assert!(!reader.is_partial());
    found
}

/// The commands of the frames in `bytes`.
fn commands(bytes: &[u8], network: &Network) -> Vec<String> {
    let frames = frames(bytes, network).into_iter();
    frames.map(|(command, _)| command.to_string()).collect()
}

fn raw_shares(shares: &[RawShare<'_>]) -> Vec<Vec<u8>> {
    shares.iter().map(|share| share.raw.to_vec()).collect()
}

/// Describes an event in few words.
fn described(event: &Event<'_>) -> String {
    match event {
        Event::Handshake(version) => format!("handshake {}", version.version),
        Event::Pushed(shares) => format!("pushed {}", shares.len()),
        Event::Reply(reply) => format!("reply {:?} {}", reply.result, reply.shares.len()),
        Event::Unrequested { .. } => "unrequested".to_owned(),
        Event::Addresses(addresses) => format!("addresses {}", addresses.len()),
        Event::Misbehaved(misbehaviour) => format!("misbehaved: {misbehaviour}"),
        Event::Closed { early } => format!("closed, early: {early}"),
        other => panic!("{other:?}"),
    }
}

/// A connection of p2msg, and a log of its events.
struct Listener {
    connection: Connection,
    network: &'static Network,
    events: Vec<String>,
    shares: Vec<Vec<u8>>,
}

impl Listener {
    /// A connection whose version was sent.
    fn new(network: &'static Network) -> Self {
        let mut listener = Self {
            connection: Connection::open(network, NONCE, None),
            network,
            events: Vec::new(),
            shares: Vec::new(),
        };
        assert_eq!(listener.sent(), ["version"]);
        listener
    }

    /// A connection on litecoin_testnet that received the peer's version at time 0.
    fn open() -> Self {
        let mut listener = Self::new(testnet());
        listener.receive(0, &peer_version());
        assert_eq!(listener.events(), ["handshake 3600"]);
        listener
    }

    fn receive(&mut self, at: u64, bytes: &[u8]) {
        self.receive_at(seconds(at), bytes);
    }

    fn receive_at(&mut self, now: Duration, bytes: &[u8]) {
        let (events, shares) = (&mut self.events, &mut self.shares);
        self.connection.receive(now, bytes, |event| {
            events.push(described(&event));
            match event {
                Event::Pushed(pushed) => shares.extend(raw_shares(&pushed)),
                Event::Reply(reply) => shares.extend(raw_shares(&reply.shares)),
                _ => {}
            }
        });
    }

    fn tick(&mut self, at: u64) {
        let events = &mut self.events;
        let on_event = |event: Event<'_>| events.push(described(&event));
        self.connection.tick(seconds(at), on_event);
    }

    /// Takes the events since the last call.
    fn events(&mut self) -> Vec<String> {
        std::mem::take(&mut self.events)
    }

    /// Takes the bytes that wait to be sent.
    fn sent_bytes(&mut self) -> Vec<u8> {
        let bytes = self.connection.unsent().to_vec();
        self.connection.sent(bytes.len());
        bytes
    }

    /// Takes the commands that wait to be sent.
    fn sent(&mut self) -> Vec<String> {
        let bytes = self.sent_bytes();
        commands(&bytes, self.network)
    }
}

/// The version message of a peer on litecoin_testnet.
fn peer_version() -> Vec<u8> {
    version_with(NONCE + 1)
}

fn version_with(nonce: u64) -> Vec<u8> {
    frame(&Message::Version(Version {
        version: 3600,
        services: 1,
        addr_to: Address::NONE,
        addr_from: Address::NONE,
        nonce,
        sub_version: b"c2pool/test",
        mode: 1,
        best_share_hash: Some(ShareHash::from_wire([5; 32])),
    }))
}

fn request(id: u8, hashes: &[[u8; 32]], parents: u64) -> ShareRequest<'_> {
    ShareRequest {
        id: [id; 32],
        hashes,
        parents,
        stops: &[],
    }
}

fn sharereq(id: u8) -> Vec<u8> {
    frame(&Message::Sharereq(request(id, &[[9; 32]], 0)))
}

/// The contents of a share that is long enough to be listed.
fn fake_share() -> Vec<u8> {
    let mut raw = vec![36, 100];
    raw.extend([1; 100]);
    raw
}

fn fake_shares(raw: &[u8], count: usize) -> Vec<RawShare<'_>> {
    vec![RawShare { raw, version: 36 }; count]
}

fn push(count: usize) -> Vec<u8> {
    frame(&Message::Shares(fake_shares(&fake_share(), count)))
}

fn reply(id: u8, result: ReplyResult, count: usize) -> Vec<u8> {
    frame(&Message::Sharereply(ShareReply {
        id: [id; 32],
        result,
        shares: fake_shares(&fake_share(), count),
    }))
}

/// The cases on networks that p2msg supports, with their frames.
fn cases() -> Vec<(Value, &'static Network, Vec<u8>)> {
    let file = file();
    let cases = list(&file, "cases").iter().chain(list(&file, "computed"));
    let known = cases.filter_map(|case| {
        let frame = hex::decode(text(case, "frame")).unwrap();
        Some((case.clone(), network_of(case)?, frame))
    });
    known.collect()
}
