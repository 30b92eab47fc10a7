//! The node of `demo --listen-p2p` without sockets: its answers are those of recorded nodes.

use std::net::SocketAddr;

use p2msg::core::hash::ShareHash;
use p2msg::core::network::Network;
use p2msg::core::p2p::connection::Connection;
use p2msg::core::p2p::event::Event;
use p2msg::core::p2p::frame::{Command, FrameReader, write_frame};
use p2msg::core::p2p::message::{Message, ReplyResult, ShareRequest};
use p2msg::core::p2p::version::{Address, Version};
use p2msg::core::share::Share;
use p2msg::core::share::commitment::commit;
use p2msg::peer::node::chain::Chain;
use p2msg::peer::node::connection::{Identity, MAX_UNSENT, MAX_WAITING, NodeConnection};
use p2msg::peer::node::end::{End, MAX_MESSAGE};
use proptest::prelude::{any, prop};
use proptest::proptest;
use serde_json::Value;

use crate::support::frames::{frame, seconds, testnet};
use crate::support::vectors::{bytes, list, share_case, text, vectors};

const NONCE: u64 = 7;

fn version_with(nonce: u64, version: u32) -> Vec<u8> {
    frame(&Message::Version(Version {
        version,
        services: 0,
        addr_to: Address::NONE,
        addr_from: Address::NONE,
        nonce,
        sub_version: b"/p2msg:test/",
        mode: 1,
        best_share_hash: None,
    }))
}

fn identity(network: &'static Network) -> Identity {
    Identity {
        network,
        nonce: NONCE,
        client: "/node:test/".to_owned(),
    }
}

fn address() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 4000))
}

/// A connection to a node, and the chain of the node.
struct Peer<'a> {
    node: NodeConnection,
    chain: &'a Chain,
    network: &'static Network,
}

impl<'a> Peer<'a> {
    /// A connection on which the node sent its version.
    fn new(network: &'static Network, chain: &'a Chain) -> Self {
        let mut peer = Self {
            node: NodeConnection::open(&identity(network), chain.best(), address()),
            chain,
            network,
        };
        let sent = peer.frames(0);
        let [(command, payload)] = &sent[..] else {
            panic!("{} frames", sent.len());
        };
        let Ok(Message::Version(version)) = Message::read(*command, payload) else {
            panic!("{command}");
        };
        assert_eq!((version.version, version.nonce), (3600, NONCE));
        assert_eq!(version.sub_version, b"/node:test/");
        assert_eq!(version.addr_to.socket(), address());
        assert_eq!(version.best_share_hash, chain.best());
        peer
    }

    /// A connection on litecoin_testnet after the handshake at time 0.
    fn open(chain: &'a Chain) -> Self {
        let mut peer = Self::new(testnet(), chain);
        peer.receive(0, &version_with(NONCE + 1, 3600));
        assert_eq!(peer.node.client(), Some(&b"/p2msg:test/"[..]));
        peer
    }

    fn receive(&mut self, at: u64, bytes: &[u8]) {
        if self.node.reads() {
            self.node.receive(seconds(at), bytes, self.chain);
        }
    }

    /// Takes everything that the node sends.
    fn bytes(&mut self, at: u64) -> Vec<u8> {
        let mut all = Vec::new();
        while !self.node.unsent().is_empty() {
            let some = self.node.unsent().to_vec();
            self.node.sent(seconds(at), some.len(), self.chain);
            all.extend(some);
        }
        all
    }

    fn frames(&mut self, at: u64) -> Vec<(Command, Vec<u8>)> {
        frames(&self.bytes(at), self.network)
    }

    fn commands(&mut self, at: u64) -> Vec<String> {
        let frames = self.frames(at).into_iter();
        frames.map(|(command, _)| command.to_string()).collect()
    }

    /// The result and the shares of the answer to a request.
    fn asks(&mut self, request: ShareRequest<'_>) -> (ReplyResult, Vec<Vec<u8>>) {
        self.receive(1, &frame(&Message::Sharereq(request)));
        let sent = self.frames(1);
        assert_eq!(sent.len(), 1, "{:?}", self.node.end());
        let Ok(Message::Sharereply(reply)) = Message::read(sent[0].0, &sent[0].1) else {
            panic!("{}", sent[0].0);
        };
        assert_eq!(reply.id, request.id);
        let shares = reply.shares.iter().map(|share| share.raw.to_vec());
        (reply.result, shares.collect())
    }

    fn end(&self) -> String {
        self.node.end().map_or(String::new(), End::to_string)
    }
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

fn request<'a>(hashes: &'a [[u8; 32]], parents: u64, stops: &'a [[u8; 32]]) -> ShareRequest<'a> {
    ShareRequest {
        id: [9; 32],
        hashes,
        parents,
        stops,
    }
}

/// A share without a proof of work.
struct Made {
    raw: Vec<u8>,
    share_hash: ShareHash,
}

/// Shares on top of each other; each adds `work`.
fn branch(count: u32, work: u32) -> Vec<Made> {
    let template = bytes(&share_case("v36_second_of_a_chain"), "raw_share");
    let mut shares: Vec<Made> = Vec::new();
    for absheight in 1..=count {
        let mut share = Share::read(&template, testnet()).unwrap();
        let info = &mut share.share_info;
        info.share_data.previous_share_hash = shares.last().map(|share| share.share_hash);
        info.absheight = absheight;
        info.abswork = u128::from(absheight * work);
        let raw = share.write(testnet());
        let share_hash = commit(&Share::read(&raw, testnet()).unwrap(), testnet()).share_hash;
        shares.push(Made { raw, share_hash });
    }
    shares
}

fn chain_of(shares: &[Made]) -> Chain {
    let mut chain = Chain::new(testnet());
    for share in shares {
        chain.add(share.raw.clone()).unwrap();
    }
    chain
}

fn raws<'a>(shares: impl Iterator<Item = &'a Made>) -> Vec<Vec<u8>> {
    shares.map(|share| share.raw.clone()).collect()
}

/// What the node sends and why it closes the connection, for each recorded stream.
const STREAMS: [(&str, &[&str], &str); 17] = [
    ("handshake", &[], ""),
    ("handshake_with_best_share", &[], ""),
    ("byte_by_byte", &[], ""),
    (
        "garbage_before_prefix",
        &[],
        "0001026761726261 is not the prefix of a pool network",
    ),
    (
        "ping_before_version",
        &[],
        "the peer's first message is ping, not version",
    ),
    (
        "two_versions",
        &[],
        "the peer sent a second version message",
    ),
    (
        "old_version",
        &[],
        "the peer's protocol version is 3300; at least 3301 is accepted",
    ),
    ("minimum_version", &[], ""),
    ("unknown_command", &[], ""),
    (
        "wrong_checksum",
        &[],
        "the checksum of a ping message is wrong",
    ),
    (
        "length_over_limit",
        &[],
        "the payload of shares has 32000001 bytes; at most 32000000 are accepted",
    ),
    (
        "trailing_byte",
        &[],
        "malformed ping message: 1 bytes left over from byte 0",
    ),
    (
        "short_payload",
        &[],
        "malformed getaddrs message: count at byte 0 needs 4 bytes, 2 left",
    ),
    ("shares", &[], ""),
    ("sharereq", &["sharereply"], ""),
    ("getaddrs", &["addrs"], ""),
    (
        "wrong_prefix",
        &[],
        "ac9614f6466a39cf is not the prefix of a pool network",
    ),
];

#[test]
fn the_node_treats_recorded_streams_as_a_real_node_does() {
    let file = vectors("p2p_messages.json");
    let streams = list(&file, "streams");
    let names: Vec<_> = streams.iter().map(|stream| text(stream, "name")).collect();
    assert_eq!(names, STREAMS.map(|(name, ..)| name));
    let chain = Chain::new(testnet());
    for (stream, (name, sent, end)) in streams.iter().zip(STREAMS) {
        let stream_bytes = bytes(stream, "bytes");
        for size in [1, 2, 27, 100, stream_bytes.len()] {
            let mut peer = Peer::new(testnet(), &chain);
            for chunk in stream_bytes.chunks(size) {
                peer.receive(1, chunk);
            }
            assert_eq!(peer.commands(1), sent, "{name} by {size}");
            assert_eq!(peer.end(), end, "{name} by {size}");
        }
        // Python skips the header of a longer frame, c2pool waits for the rest.
        let of_python = stream["reference"]["disconnects"] == !end.is_empty();
        let of_c2pool = stream["c2pool"]["closes"] == !end.is_empty();
        assert!(
            of_python || of_c2pool || name == "length_over_limit",
            "{name}"
        );
    }
}

/// The raw shares in the fields of a message of the vectors.
fn raw_shares(fields: &Value) -> impl Iterator<Item = Vec<u8>> {
    list(fields, "shares")
        .iter()
        .map(|share| bytes(share, "raw_share"))
}

#[test]
fn the_node_answers_the_requests_to_c2pool_with_the_same_bytes() {
    let file = vectors("p2p_messages.json");
    for transcript in list(&file, "transcripts") {
        let network = Network::by_name(text(transcript, "network")).unwrap();
        let messages = list(transcript, "messages");
        let mut chain = Chain::new(network);
        for message in messages
            .iter()
            .filter(|message| message["command"] == "shares")
        {
            for raw in raw_shares(&message["fields"]) {
                chain.add(raw).unwrap();
            }
        }
        let mut peer = Peer::new(network, &chain);
        let mut answers = 0;
        for message in messages {
            let frame = bytes(message, "frame");
            match (text(message, "from"), text(message, "command")) {
                ("peer", _) => peer.receive(1, &frame),
                (_, "sharereply" | "addrs") => {
                    assert_eq!(peer.bytes(1), frame);
                    answers += 1;
                }
                _ => {}
            }
        }
        assert_eq!((answers, peer.end().as_str()), (5, ""));
    }
}

/// Two nodes that asked each other for shares.
#[test]
fn the_node_answers_the_requests_of_a_recorded_session_with_the_same_bytes() {
    let session = |name: &str| {
        let path = format!("{}/tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
        frames(&std::fs::read(path).unwrap(), testnet())
    };
    let one = session("p2p_session_a2b.bin");
    let other = session("p2p_session_b2a.bin");
    for (asker, answerer) in [(&one, &other), (&other, &one)] {
        let mut chain = Chain::new(testnet());
        let mut expected = Vec::new();
        for (command, payload) in answerer {
            let message = Message::read(*command, payload).unwrap();
            let shares = match &message {
                Message::Shares(shares) => shares,
                Message::Sharereply(reply) => {
                    expected.push(frame(&message));
                    &reply.shares
                }
                _ => continue,
            };
            for share in shares {
                chain.add(share.raw.to_vec()).unwrap();
            }
        }
        let mut peer = Peer::open(&chain);
        let mut answers = Vec::new();
        for (command, payload) in asker {
            let message = Message::read(*command, payload).unwrap();
            if let Message::Sharereq(_) = message {
                peer.receive(1, &frame(&message));
                answers.push(peer.bytes(1));
            }
        }
        assert_eq!(answers.len(), 2);
        assert!(answers == expected);
    }
}

#[test]
fn a_request_is_limited_to_1000_parents_for_all_its_shares() {
    let shares = branch(1200, 20);
    let chain = chain_of(&shares);
    let mut peer = Peer::open(&chain);
    let hash = |height: usize| shares[height - 1].share_hash.to_wire();
    // The newest first.
    let part = |from: usize, to: usize| raws(shares[to - 1..from].iter().rev());

    let (result, found) = peer.asks(request(&[hash(1200)], u64::MAX, &[]));
    assert_eq!(result, ReplyResult::Good);
    assert!(found == part(1200, 200), "{}", found.len());
    let (_, found) = peer.asks(request(&[hash(1200), hash(3), hash(600)], 999, &[]));
    let expected = [part(1200, 867), part(3, 1), part(600, 267)].concat();
    assert!(found == expected, "{}", found.len());
    assert_eq!(peer.asks(request(&[hash(5)], 0, &[])).1, part(5, 5));
    assert_eq!(peer.asks(request(&[hash(5)], 1, &[])).1, part(5, 4));

    let stops = [hash(1197), hash(4)];
    assert_eq!(
        peer.asks(request(&[hash(1200)], 50, &stops)).1,
        part(1200, 1198)
    );
    assert_eq!(peer.asks(request(&[hash(4)], 50, &stops)).1.len(), 0);
    let unknown = [8; 32];
    let (result, found) = peer.asks(request(&[unknown, hash(2), unknown], 9, &[]));
    assert_eq!((result, found), (ReplyResult::Good, part(2, 1)));
    let (result, found) = peer.asks(request(&[unknown], 9, &[]));
    assert_eq!((result, found.len()), (ReplyResult::Good, 0));

    let many = vec![hash(1200); 1001];
    assert_eq!(peer.asks(request(&many, 9, &[])).1.len(), 1001);
    let more = vec![hash(1200); 1002];
    let (result, found) = peer.asks(request(&more, 9, &[]));
    assert_eq!((result, found.len()), (ReplyResult::TooLong, 0));
    assert_eq!(peer.end(), "");
}

#[test]
fn a_request_for_no_share_closes_the_connection() {
    let chain = chain_of(&branch(3, 20));
    let mut peer = Peer::open(&chain);
    // p2msg itself never writes such a request.
    let mut payload = vec![9; 32];
    payload.extend([0, 5, 0]);
    let mut bytes = Vec::new();
    write_frame(&mut bytes, testnet(), Command::new("sharereq"), &payload).unwrap();
    peer.receive(1, &bytes);
    assert_eq!(peer.end(), "a sharereq names no share");
    assert_eq!(peer.commands(1), [""; 0]);
    assert!(!peer.node.reads());
}

#[test]
fn the_best_share_is_the_first_with_the_most_work() {
    let (first, second) = (branch(8, 10), branch(5, 16));
    let mut chain = chain_of(&first);
    assert_eq!(chain.best(), Some(first[7].share_hash));
    assert!(!chain.add(first[7].raw.clone()).unwrap(), "a known share");
    for share in &second {
        // The last one has as much work as the eight.
        assert!(!chain.add(share.raw.clone()).unwrap());
    }
    assert_eq!(chain.best(), Some(first[7].share_hash));
    assert!(chain.add(branch(6, 16)[5].raw.clone()).unwrap());
    let newest: Vec<_> = chain.newest().iter().map(|share| share.raw.len()).collect();
    assert_eq!(newest.len(), 5);
}

#[test]
fn old_shares_are_dropped() {
    let shares = branch(10, 20);
    let mut chain = Chain::with_limit(testnet(), 4);
    for share in &shares {
        chain.add(share.raw.clone()).unwrap();
    }
    let hashes = [
        shares[9].share_hash.to_wire(),
        shares[5].share_hash.to_wire(),
    ];
    let found = chain.requested(&request(&hashes, 20, &[])).unwrap();
    let found: Vec<_> = found.iter().map(|share| share.raw.to_vec()).collect();
    assert_eq!(found, raws(shares[6..].iter().rev()));
    assert!(chain.add(vec![36, 1, 2]).is_err());
}

#[test]
fn silence_in_any_form_ends_the_connection() {
    let chain = Chain::new(testnet());
    let mut peer = Peer::new(testnet(), &chain);
    let version = version_with(NONCE + 1, 3600);
    assert_eq!(peer.node.deadline(), seconds(10));
    for (at, byte) in (0..10).zip(&version) {
        peer.receive(at, &[*byte]);
    }
    assert_eq!(peer.end(), "");
    peer.node.tick(seconds(10));
    assert_eq!(peer.end(), "no version message within 10 seconds");

    let mut peer = Peer::open(&chain);
    assert_eq!(peer.node.deadline(), seconds(60));
    peer.node.tick(seconds(60));
    assert_eq!(peer.commands(60), ["ping"]);
    peer.receive(90, &frame(&Message::Ping));
    peer.node.tick(seconds(120));
    assert_eq!(peer.commands(120), ["ping"]);
    // The start of a message is not a message.
    peer.receive(150, &version[..40]);
    assert_eq!(peer.node.deadline(), seconds(180));
    peer.node.tick(seconds(189));
    assert_eq!(peer.end(), "");
    peer.node.tick(seconds(190));
    assert_eq!(peer.end(), "no message for 100 seconds");
}

#[test]
fn a_connection_to_itself_is_closed() {
    let chain = Chain::new(testnet());
    let mut peer = Peer::new(testnet(), &chain);
    peer.receive(1, &version_with(NONCE, 3600));
    assert_eq!(peer.end(), "the peer has the nonce of this node");
    assert_eq!(peer.node.client(), None);
}

#[test]
fn a_long_message_is_not_collected() {
    let chain = Chain::new(testnet());
    let mut header = frame(&Message::Ping);
    header[20..24].copy_from_slice(&31_999_999_u32.to_le_bytes());
    let mut peer = Peer::open(&chain);
    peer.receive(1, &header);
    let mut sent = header.len();
    while peer.end().is_empty() {
        peer.receive(1, &[0; 1 << 14]);
        sent += 1 << 14;
        assert!(sent < 2 * MAX_MESSAGE);
    }
    assert_eq!(peer.end(), "a message has more than 1048576 bytes");
    assert!(sent > MAX_MESSAGE);

    // Many short messages are not one long one.
    let mut peer = Peer::open(&chain);
    let pings = frame(&Message::Ping).repeat(500);
    for _ in 0..200 {
        peer.receive(1, &pings);
    }
    assert_eq!(peer.end(), "");
}

#[test]
fn a_peer_that_does_not_read_stops_being_served_and_is_disconnected() {
    let shares = branch(1001, 20);
    let chain = chain_of(&shares);
    let hashes = [shares[1000].share_hash.to_wire()];
    let asks = frame(&Message::Sharereq(request(&hashes, 1000, &[])));
    let mut peer = Peer::open(&chain);
    peer.receive(1, &asks.repeat(20));
    let reply = peer.node.unsent().len();
    assert!(!peer.node.reads());
    assert!(reply > MAX_WAITING && reply < 2 << 20, "{reply}");
    // Once it reads, all answers come, one after another.
    let replies = peer.frames(2);
    assert_eq!(replies.len(), 20);
    assert!(peer.node.reads());

    peer.receive(3, &asks.repeat(2));
    peer.node.tick(seconds(102));
    assert_eq!(peer.end(), "");
    // Some progress is not enough.
    peer.node.sent(seconds(102), 1000, &chain);
    assert_eq!(peer.node.deadline(), seconds(103));
    peer.node.tick(seconds(103));
    assert_eq!(peer.end(), "the peer stopped reading");

    let mut peer = Peer::open(&chain);
    let push = frame(&Message::Shares(chain.newest()));
    for _ in 0..=MAX_UNSENT / push.len() {
        assert_eq!(peer.end(), "");
        peer.node.push(seconds(1), &push);
    }
    assert_eq!(peer.end(), "the peer stopped reading");
    assert!(peer.node.unsent().len() <= MAX_UNSENT + push.len());
}

#[test]
fn a_peer_that_was_not_read_is_not_silent() {
    let shares = branch(1001, 20);
    let chain = chain_of(&shares);
    let hashes = [shares[1000].share_hash.to_wire()];
    let asks = frame(&Message::Sharereq(request(&hashes, 1000, &[])));
    let mut peer = Peer::open(&chain);
    peer.receive(99, &asks);
    peer.node.tick(seconds(198));
    assert_eq!(peer.frames(198).len(), 1);
    peer.node.tick(seconds(199));
    assert_eq!(peer.end(), "");
}

#[test]
fn pushes_reach_a_peer_only_after_the_handshake() {
    let shares = branch(9, 20);
    let chain = chain_of(&shares);
    let push = frame(&Message::Shares(chain.newest()));
    let Message::Shares(newest) = Message::read(Command::new("shares"), &push[28..]).unwrap()
    else {
        panic!("another message");
    };
    let newest: Vec<_> = newest.iter().map(|share| share.raw.to_vec()).collect();
    assert_eq!(newest, raws(shares[4..].iter().rev()));

    let mut peer = Peer::new(testnet(), &chain);
    peer.node.push(seconds(1), &push);
    assert!(peer.bytes(1).is_empty());
    peer.receive(2, &version_with(NONCE + 1, 3600));
    assert_eq!(peer.bytes(2), push);
    peer.node.push(seconds(3), &push);
    assert_eq!(peer.bytes(3), push);
    peer.receive(4, b"garbage!");
    peer.node.push(seconds(4), &push);
    assert!(peer.bytes(4).is_empty());
}

/// The listener of p2msg and the node, byte by byte.
#[test]
fn the_listener_of_p2msg_understands_the_node() {
    let shares = branch(1001, 20);
    let chain = chain_of(&shares);
    let mut listener = Connection::open(testnet(), NONCE + 1, None);
    let mut node = NodeConnection::open(&identity(testnet()), chain.best(), address());
    let mut best: Option<ShareHash> = None;
    let mut received = 0;
    for round in 0..8 {
        let now = seconds(round);
        let to_node = listener.unsent().to_vec();
        listener.sent(to_node.len());
        to_node
            .chunks(1)
            .for_each(|byte| node.receive(now, byte, &chain));
        let to_listener = node.unsent().to_vec();
        node.sent(now, to_listener.len(), &chain);
        for bytes in to_listener.chunks(1000) {
            listener.receive(now, bytes, |event| match event {
                Event::Handshake(version) => best = version.best_share_hash,
                Event::Reply(reply) => received += reply.shares.len(),
                event => panic!("{event:?}"),
            });
        }
        if let Some(hash) = best.take() {
            let hashes = [hash.to_wire()];
            listener.request(now, &request(&hashes, 1000, &[])).unwrap();
        }
    }
    assert_eq!((received, node.end()), (1001, None));
}

proptest! {
    #[test]
    fn no_bytes_make_the_node_panic(
        parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 0..6),
        flips in prop::collection::vec(any::<usize>(), 0..4),
        after_version in any::<bool>(),
    ) {
        let chain = chain_of(&branch(3, 20));
        let mut peer = Peer::new(testnet(), &chain);
        if after_version {
            peer.receive(0, &version_with(NONCE + 1, 3600));
        }
        for payload in &parts {
            for command in ["sharereq", "getaddrs", "shares", "version"] {
                let mut bytes = Vec::new();
                write_frame(&mut bytes, testnet(), Command::new(command), payload).unwrap();
                for flip in &flips {
                    let bit = flip % (bytes.len() * 8);
                    bytes[bit / 8] ^= 1 << (bit % 8);
                }
                peer.receive(1, &bytes);
                peer.receive(1, payload);
            }
        }
        peer.node.tick(seconds(300));
        assert!(peer.node.unsent().len() < MAX_WAITING);
        assert!(peer.node.end().is_some());
    }
}
