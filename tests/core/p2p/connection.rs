//! What a connection sends, reports and waits for.

use std::time::Duration;

use p2msg::core::network::Network;
use p2msg::core::p2p::connection::Connection;
use p2msg::core::p2p::event::{MAX_UNSENT, RequestError, SUB_VERSION};
use p2msg::core::p2p::frame::{Command, write_frame};
use p2msg::core::p2p::message::{Message, ReplyResult, ShareRequest, WriteError};
use p2msg::core::p2p::version::{Address, KnownAddress};

use super::{
    Listener, NONCE, frame, frames, peer_version, push, reply, request, seconds, sharereq, testnet,
    version_with,
};

const HASH: [u8; 32] = [9; 32];

fn framed(command: &str, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    write_frame(&mut out, testnet(), Command::new(command), payload).unwrap();
    out
}

#[test]
fn the_version_names_p2msg_and_no_address_of_its_own() {
    let peer = "192.0.2.7:19338".parse().unwrap();
    for (peer, addr_to) in [(Some(peer), Address::from(peer)), (None, Address::NONE)] {
        let connection = Connection::open(testnet(), NONCE, peer);
        let [(command, payload)] = frames(connection.unsent(), testnet()).try_into().unwrap();
        let Message::Version(version) = Message::read(command, &payload).unwrap() else {
            panic!("{command}");
        };
        assert_eq!(
            (version.version, version.services, version.mode),
            (3600, 0, 1)
        );
        assert_eq!(
            (version.addr_to, version.addr_from),
            (addr_to, Address::NONE)
        );
        assert_eq!(version.addr_from.socket().to_string(), "0.0.0.0:0");
        assert_eq!((version.nonce, version.best_share_hash), (NONCE, None));
        assert_eq!(version.sub_version, SUB_VERSION.as_bytes());
    }
    assert_eq!(
        SUB_VERSION,
        format!("/p2msg:{}/", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn a_ping_leaves_every_40_seconds() {
    let mut listener = Listener::open();
    for number in 1..=50 {
        assert_eq!(listener.connection.deadline(), Some(seconds(number * 40)));
        listener.tick(number * 40 - 1);
        assert!(listener.sent().is_empty());
        listener.tick(number * 40);
        assert_eq!(listener.sent(), ["ping"]);
        listener.receive(number * 40, &frame(&Message::Ping));
    }
    assert!(listener.events().is_empty() && listener.sent().is_empty());
}

#[test]
fn each_sharereq_gets_an_empty_reply_at_once() {
    let mut listener = Listener::open();
    let nothing = [[1; 32].as_slice(), &[0, 0, 0]].concat();
    let asked = [sharereq(3), framed("sharereq", &nothing), sharereq(4)];
    listener.receive(1, &asked.concat());
    let expected = [3, 1, 4].map(|id| reply(id, ReplyResult::Good, 0));
    assert_eq!(listener.sent_bytes(), expected.concat());
    assert!(listener.events().is_empty());
}

#[test]
fn addresses_are_reported_and_never_sent() {
    let mut listener = Listener::open();
    let address = Address::from(
        "[2001:db8::1]:9326"
            .parse::<std::net::SocketAddr>()
            .unwrap(),
    );
    let known = KnownAddress {
        timestamp: 1,
        address,
    };
    let messages = [
        Message::Addrs(vec![known; 3]),
        Message::Addrme { port: 9326 },
        Message::Getaddrs { count: 8 },
    ];
    listener.receive(1, &messages.map(|message| frame(&message)).concat());
    assert_eq!(listener.events(), ["addresses 3"]);
    assert_eq!(listener.sent_bytes(), frame(&Message::Addrs(Vec::new())));
    listener.connection.request_addresses(100).unwrap();
    assert_eq!(listener.sent(), ["getaddrs"]);
}

#[test]
fn one_request_is_in_flight_at_a_time() {
    let mut listener = Listener::open();
    let hashes = [HASH];
    listener
        .connection
        .request(seconds(1), &request(1, &hashes, 1000))
        .unwrap();
    let expected = frame(&Message::Sharereq(request(1, &hashes, 1000)));
    assert_eq!(listener.sent_bytes(), expected);
    let second = request(2, &hashes, 0);
    let refused = listener.connection.request(seconds(1), &second);
    assert_eq!(refused, Err(RequestError::InFlight));
    assert!(listener.sent().is_empty());

    listener.receive(2, &reply(2, ReplyResult::Good, 1));
    assert_eq!(listener.events(), ["unrequested"]);
    assert!(listener.connection.is_request_in_flight());
    listener.receive(2, &reply(1, ReplyResult::Good, 1001));
    assert_eq!(listener.events(), ["reply Good 1001"]);
    assert_eq!(listener.shares.len(), 1001);

    listener.connection.request(seconds(3), &second).unwrap();
    listener.receive(3, &reply(2, ReplyResult::TooLong, 0));
    listener.receive(3, &reply(2, ReplyResult::TooLong, 0));
    assert_eq!(listener.events(), ["reply TooLong 0", "unrequested"]);
}

#[test]
fn a_request_asks_for_1_to_1001_shares() {
    for (count, parents, expected) in [
        (0, 5, Err(RequestError::Write(WriteError::NoHash))),
        (1, 1000, Ok(())),
        (1, 1001, Err(RequestError::TooManyShares)),
        (1, u64::MAX, Err(RequestError::TooManyShares)),
        (2, 499, Ok(())),
        (2, 500, Err(RequestError::TooManyShares)),
        (1001, 0, Ok(())),
        (1002, 0, Err(RequestError::TooManyShares)),
    ] {
        let mut listener = Listener::open();
        let hashes = vec![HASH; count];
        let sent = listener
            .connection
            .request(seconds(1), &request(1, &hashes, parents));
        assert_eq!(sent, expected, "{count} hashes, {parents} parents");
        assert_eq!(listener.sent().len(), usize::from(sent.is_ok()));
        assert_eq!(listener.connection.is_request_in_flight(), sent.is_ok());
    }
    let request = ShareRequest {
        stops: &[HASH; 101],
        ..request(1, &[HASH], 0)
    };
    let sent = Listener::open().connection.request(seconds(1), &request);
    assert_eq!(sent, Err(RequestError::TooManyStops));
}

#[test]
fn requests_wait_for_the_handshake() {
    let mut listener = Listener::new(testnet());
    let refused = Err(RequestError::NotOpen);
    assert_eq!(
        listener
            .connection
            .request(seconds(1), &request(1, &[HASH], 0)),
        refused
    );
    assert_eq!(listener.connection.request_addresses(8), refused);
    assert!(listener.sent().is_empty());
}

#[test]
fn a_second_version_is_ignored() {
    let mut listener = Listener::open();
    listener.receive(1, &peer_version());
    assert!(listener.events().is_empty() && listener.sent().is_empty());
}

#[test]
fn messages_without_use_for_a_listener_are_not_parsed() {
    let mut listener = Listener::open();
    for command in [
        "remember_tx",
        "have_tx",
        "losing_tx",
        "forget_tx",
        "bestblock",
        "ping",
        "pong",
    ] {
        listener.receive(1, &framed(command, b"anything"));
    }
    assert!(listener.events().is_empty() && listener.sent().is_empty());
}

#[test]
fn empty_pushes_report_nothing() {
    let mut listener = Listener::open();
    listener.receive(1, &[push(0), push(2), push(0)].concat());
    assert_eq!(listener.events(), ["pushed 2"]);
}

/// The peer sends `bytes`, and the connection reports `expected` and closes at once.
fn ends_at_once(mut listener: Listener, bytes: &[u8], expected: &str) {
    listener.receive(3, bytes);
    let misbehaved = format!("misbehaved: {expected}");
    assert_eq!(
        listener.events(),
        [misbehaved.as_str(), "closed, early: false"]
    );
    assert!(listener.connection.is_closed());
    assert_eq!(listener.connection.deadline(), None);
    listener.receive(4, &peer_version());
    assert!(listener.events().is_empty());
}

#[test]
fn a_peer_that_fails_the_handshake_is_left_at_once() {
    for (bytes, expected) in [
        (
            frame(&Message::Ping),
            "the peer's first message is ping, not version",
        ),
        (push(1), "the peer's first message is shares, not version"),
        (
            version_with(NONCE),
            "the peer sends p2msg's own messages back",
        ),
        (
            framed("version", &[1, 2]),
            "malformed version message: version at byte 0 needs 4 bytes, 2 left",
        ),
        (
            Network::by_name("litecoin").unwrap().prefix.to_vec(),
            "the peer belongs to another network: litecoin",
        ),
    ] {
        ends_at_once(Listener::new(testnet()), &bytes, expected);
    }
}

/// An open connection whose peer sends `bytes` at 3 s: it reports `expected`, ignores what follows,
/// and closes 11 s after the last bytes, which may be a push that it cannot parse.
fn ends_later(mut listener: Listener, bytes: &[u8], expected: &str) {
    listener.receive(3, bytes);
    assert_eq!(listener.events(), [format!("misbehaved: {expected}")]);
    listener.sent();
    listener.receive(8, &[sharereq(1), push(1)].concat());
    listener.tick(18);
    assert!(listener.events().is_empty() && listener.sent().is_empty());
    assert_eq!(listener.connection.deadline(), Some(seconds(19)));
    listener.tick(19);
    assert_eq!(listener.events(), ["closed, early: false"]);
}

#[test]
fn a_peer_that_breaks_the_protocol_later_is_named_and_left_quietly() {
    let mut wrong = push(1);
    wrong[24] ^= 1;
    for (bytes, expected) in [
        (wrong, "the checksum of a shares message is wrong"),
        (
            b"HTTP/1.1 400".to_vec(),
            "485454502f312e31 is not the prefix of a pool network",
        ),
        (
            framed("getaddrs", &[1, 0]),
            "malformed getaddrs message: count at byte 0 needs 4 bytes, 2 left",
        ),
    ] {
        ends_later(Listener::open(), &bytes, expected);
    }
}

#[test]
fn a_reply_with_more_shares_than_requested_is_misbehaviour() {
    let mut listener = Listener::open();
    listener
        .connection
        .request(seconds(1), &request(1, &[HASH], 4))
        .unwrap();
    let bytes = reply(1, ReplyResult::Good, 6);
    ends_later(
        listener,
        &bytes,
        "a reply has 6 shares, at most 5 were requested",
    );
}

#[test]
fn a_peer_that_does_not_read_its_answers_is_left() {
    let mut listener = Listener::open();
    let many = sharereq(1).repeat(10_000);
    listener.receive(3, &many);
    let expected = "misbehaved: the peer asks, and does not read the answers";
    assert_eq!(listener.events(), [expected]);
    assert!(listener.connection.unsent().len() < MAX_UNSENT + 100);
    // The same number is answered if the answers are sent in time.
    let mut listener = Listener::open();
    for part in many.chunks(1 << 16) {
        listener.receive(3, part);
        listener.sent_bytes();
    }
    assert!(listener.events().is_empty());
}

#[test]
fn a_silent_peer_has_10_seconds_for_its_version() {
    let mut listener = Listener::new(testnet());
    assert_eq!(listener.connection.deadline(), Some(seconds(10)));
    // Trickled bytes do not help.
    for (at, byte) in (0..10).zip(peer_version()) {
        listener.receive(at, &[byte]);
    }
    assert!(listener.events().is_empty() && listener.sent().is_empty());
    listener.tick(10);
    let expected = [
        "misbehaved: no version message within 10 seconds",
        "closed, early: false",
    ];
    assert_eq!(listener.events(), expected);
}

#[test]
fn a_peer_is_left_after_100_seconds_of_silence() {
    let mut listener = Listener::open();
    listener.receive(50, &frame(&Message::Ping));
    listener.tick(90);
    listener.tick(130);
    listener.tick(149);
    assert!(listener.events().is_empty());
    listener.tick(150);
    let expected = [
        "misbehaved: no data for 100 seconds",
        "closed, early: false",
    ];
    assert_eq!(listener.events(), expected);
}

#[test]
fn a_frame_that_trickles_is_given_100_seconds() {
    let mut listener = Listener::open();
    let bytes = push(1);
    listener.receive(5, &bytes[..1]);
    for (at, byte) in (6..105).zip(&bytes[1..]) {
        listener.receive(at, &[*byte]);
    }
    assert!(listener.events().is_empty());
    listener.tick(105);
    assert_eq!(
        listener.events(),
        ["misbehaved: a message was incomplete after 100 seconds"]
    );
    // The incomplete frame may be a push: its last byte arrived at 104 s.
    assert_eq!(listener.connection.deadline(), Some(seconds(115)));

    // Each frame has its own 100 seconds.
    let mut listener = Listener::open();
    let (first, rest) = bytes.split_at(40);
    for at in (5..500).step_by(60) {
        listener.receive(at, first);
        listener.receive(at + 59, rest);
    }
    assert_eq!(listener.events(), vec!["pushed 1"; 9]);
}

#[test]
fn a_request_waits_100_seconds_for_its_reply() {
    let mut listener = Listener::open();
    listener
        .connection
        .request(seconds(10), &request(1, &[HASH], 4))
        .unwrap();
    listener.receive(95, &frame(&Message::Ping));
    listener.tick(109);
    assert!(listener.events().is_empty());
    listener.tick(110);
    let expected = [
        "misbehaved: no reply within 100 seconds",
        "closed, early: false",
    ];
    assert_eq!(listener.events(), expected);
}

#[test]
fn a_connection_without_pushes_closes_at_once() {
    let mut listener = Listener::open();
    listener
        .connection
        .request(seconds(1), &request(1, &[HASH], 4))
        .unwrap();
    listener.receive(2, &reply(1, ReplyResult::Good, 5));
    listener.connection.close(seconds(2));
    assert!(listener.connection.deadline() <= Some(seconds(2)));
    listener.tick(2);
    assert_eq!(listener.events(), ["reply Good 5", "closed, early: false"]);

    let mut listener = Listener::new(testnet());
    listener.connection.close(seconds(1));
    listener.tick(1);
    assert_eq!(listener.events(), ["closed, early: false"]);
}

#[test]
fn a_connection_closes_11_seconds_after_the_last_push() {
    let mut listener = Listener::open();
    listener.receive(20, &push(5));
    listener.connection.close(seconds(22));
    listener.tick(22);
    assert_eq!(listener.connection.deadline(), Some(seconds(31)));
    // It goes on listening and answering.
    listener.receive(30, &[push(1), sharereq(1)].concat());
    assert_eq!(listener.events(), ["pushed 5", "pushed 1"]);
    assert_eq!(listener.sent(), ["sharereply"]);
    let refused = listener
        .connection
        .request(seconds(30), &request(1, &[HASH], 0));
    assert_eq!(refused, Err(RequestError::NotOpen));
    listener.connection.close(seconds(31));
    listener.tick(31);
    assert_eq!(listener.connection.deadline(), Some(seconds(40)));
    listener.tick(40);
    assert_eq!(listener.sent(), ["ping"]);
    listener.receive_at(Duration::from_millis(40_999), &[]);
    assert!(listener.events().is_empty());
    listener.tick(41);
    assert_eq!(listener.events(), ["closed, early: false"]);
}

#[test]
fn an_incomplete_push_delays_closing() {
    let mut listener = Listener::open();
    let bytes = push(5);
    listener.receive(20, &bytes[..100]);
    listener.connection.close(seconds(22));
    listener.receive(25, &bytes[100..200]);
    assert_eq!(listener.connection.deadline(), Some(seconds(36)));
    listener.receive(26, &bytes[200..]);
    assert_eq!(listener.events(), ["pushed 5"]);
    assert_eq!(listener.connection.deadline(), Some(seconds(37)));
}

#[test]
fn a_peer_that_pushes_all_the_time_is_left_after_two_minutes() {
    let mut listener = Listener::open();
    listener.receive(4, &push(1));
    listener.connection.close(seconds(5));
    for at in (5..125).step_by(10) {
        listener.receive(at, &push(1));
    }
    assert_eq!(listener.events(), vec!["pushed 1"; 13]);
    listener.tick(125);
    assert_eq!(listener.events(), ["closed, early: true"]);
}

#[test]
fn garbage_after_misbehaviour_keeps_no_connection_open() {
    let mut listener = Listener::open();
    listener.connection.close(seconds(4));
    for at in 4..124 {
        listener.receive(at, b"garbage!");
    }
    let expected = "misbehaved: 6761726261676521 is not the prefix of a pool network";
    assert_eq!(listener.events(), [expected]);
    listener.tick(124);
    assert_eq!(listener.events(), ["closed, early: true"]);
}

#[test]
fn a_second_request_to_close_can_close_now() {
    for (pushed_at, early) in [(20, true), (11, false)] {
        let mut listener = Listener::open();
        listener.receive(pushed_at, &push(1));
        listener.receive(21, &frame(&Message::Ping));
        listener.connection.close(seconds(21));
        listener.connection.close_now();
        assert!(listener.connection.deadline() <= Some(seconds(22)));
        listener.tick(22);
        let closed = format!("closed, early: {early}");
        assert_eq!(listener.events(), ["pushed 1", closed.as_str()]);
        listener.connection.close_now();
        listener.tick(23);
        assert!(listener.events().is_empty() && listener.connection.is_closed());
    }
}

#[test]
fn times_at_the_end_of_time_do_not_overflow() {
    let mut listener = Listener::open();
    listener.receive_at(Duration::MAX, &push(1));
    listener.connection.close(Duration::MAX);
    listener.receive_at(Duration::MAX, &[]);
    assert!(listener.connection.is_closed());
}
