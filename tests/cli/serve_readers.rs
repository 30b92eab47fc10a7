//! `serve` with clients that want everything and read nothing.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use p2msg::core::key::announcement::Announcement;
use p2msg::core::key::{KeyIndex, SigningPubkey};
use p2msg::core::message::MsgType;
use p2msg::core::message::envelope::pack;
use tokio::net::TcpSocket;
use tokio::runtime::Builder;

use crate::support::place::Place;
use crate::support::served::{Chain, Served, metric, raise_file_limit, says};

/// As many as the server accepts.
const READERS: usize = 512;
/// What they may cost, in MiB.
const ALLOWED: u64 = 128;
/// What may be left of it when they are gone, in MiB.
const LEFT: u64 = 32;

/// A connection from another loopback address.
fn connect_from(served: &Served, source: Ipv4Addr) -> TcpStream {
    let address: SocketAddr = served.address.parse().unwrap();
    let runtime = Builder::new_current_thread().enable_io().build().unwrap();
    runtime.block_on(async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from((source, 0))).unwrap();
        let stream = socket.connect(address).await.unwrap().into_std().unwrap();
        stream.set_nonblocking(false).unwrap();
        stream
    })
}

/// A source address of its own for each reader, or one for all.
fn source(number: usize, is_one: bool) -> Ipv4Addr {
    let number = if is_one { 0 } else { number };
    let [high, low] = u16::try_from(number).unwrap().to_be_bytes();
    Ipv4Addr::new(127, 1, high, low)
}

/// A store with a thousand messages, whose answers are long.
fn messages() -> String {
    let mut chain = Chain::new();
    (0..1_000)
        .map(|number| chain.chat(1, &format!("{number}{}", "x".repeat(200)), 2_000 - number))
        .collect()
}

/// A store with this many keys, which are all part of the statistics.
fn keys(count: usize) -> String {
    let generator = secp256k1::SecretKey::from_secret_bytes([1; 32]).unwrap();
    let step = secp256k1::PublicKey::from_secret_key(&generator);
    let mut pubkey = step;
    let mut chain = Chain::new();
    let mut lines = chain.line(1, says(1, 0, MsgType::MINER_MESSAGE, "hello", 900));
    for number in 0..count {
        pubkey = pubkey.combine(&step).unwrap();
        let signing_pubkey = SigningPubkey(pubkey.serialize());
        let announcement = Announcement {
            signing_id: signing_pubkey.signing_id(),
            key_index: KeyIndex(u32::try_from(number / 250).unwrap()),
            signing_pubkey,
        };
        let miner = u8::try_from(number % 250).unwrap();
        lines += &chain.line(miner, pack(&[], Some(&announcement)).unwrap());
    }
    lines
}

/// Silent readers of `path`, from one address or many: they cost little, another client notices
/// nothing, and afterwards the memory is free again.
fn silent_readers(store: String, path: &str, shortest: usize) {
    raise_file_limit(4 * READERS);
    let place = Place::new();
    place.file("shares.0", store);
    let served = Served::start(&place, "--shares shares.0");
    let ask = || {
        let answer = served.get(path);
        assert_eq!(answer.code, 200);
        answer.json();
        answer.body.len()
    };
    assert!(ask() > shortest, "{} bytes", ask());
    let idle = served.memory();
    for is_one in [true, false] {
        let answered = metric(&served, "p2msg_http_responses_total{code=\"2xx\"}");
        let mut readers = Vec::new();
        let mut own = 0;
        for number in 0..READERS {
            let mut reader = connect_from(&served, source(number, is_one));
            let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
            reader.write_all(request.as_bytes()).unwrap();
            readers.push(reader);
            if number % 64 == 0 {
                ask();
                own += 1;
            }
        }
        // One address gets a part of the connections; from many, all are answered.
        let wanted = if is_one { 128 } else { READERS };
        while metric(&served, "p2msg_http_responses_total{code=\"2xx\"}")
            < answered + own + u64::try_from(wanted).unwrap()
        {
            own += 1;
        }
        ask();
        let busy = served.memory();
        assert!(
            busy < idle + ALLOWED,
            "{idle} MiB before, {busy} MiB with readers"
        );
        let open = metric(&served, "p2msg_http_connections");
        let most = u64::try_from(wanted).unwrap();
        assert!(open <= most + 1 && open + 16 > most, "{open} connections");
        drop(readers);
        while metric(&served, "p2msg_http_connections") > 1 {}
        ask();
        let after = served.memory();
        assert!(after < idle + LEFT, "{idle} MiB before, {after} MiB after");
    }
}

#[test]
fn silent_readers_of_many_messages_cost_little_and_hinder_nobody() {
    silent_readers(messages(), "/share_messages?limit=1000", 600_000);
}

#[test]
fn silent_readers_of_many_keys_cost_little_and_hinder_nobody() {
    silent_readers(keys(20_000), "/share_messages", 1_900_000);
}

#[test]
fn more_connections_than_there_are_hinder_no_other_client() {
    raise_file_limit(4 * READERS);
    let place = Place::new();
    place.file("shares.0", Chain::new().chat(1, "hello", 60));
    let served = Served::start(&place, "--shares shares.0");
    // A connection that stays open, and one client with more than all.
    let mut patient = connect_from(&served, Ipv4Addr::new(127, 2, 0, 1));
    let mut greedy = Vec::new();
    for number in 0..560 {
        greedy.push(connect_from(&served, Ipv4Addr::new(127, 3, 0, 1)));
        if number % 16 == 0 {
            assert_eq!(served.texts(), ["hello"]);
        }
    }
    assert!(metric(&served, "p2msg_http_connections") <= 130);
    patient
        .write_all(b"GET /msg/recent HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .unwrap();
    let answer = crate::support::served::Response::read(&mut patient);
    assert_eq!(answer.code, 200, "{answer:?}");
}

#[test]
fn a_reader_that_takes_nothing_is_disconnected() {
    let place = Place::new();
    place.file("shares.0", messages());
    let served = Served::start(&place, "--shares shares.0");
    let mut reader = served.connect();
    reader
        .set_write_timeout(Some(Duration::from_secs(50)))
        .unwrap();
    let request = b"GET /share_messages?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    reader.write_all(request).unwrap();
    let start = Instant::now();
    // The server reads nothing while its answer is not taken, so this waits until it hangs up.
    let error = reader.write_all(&vec![b'x'; 64 << 20]).unwrap_err();
    assert!(
        [
            std::io::ErrorKind::ConnectionReset,
            std::io::ErrorKind::BrokenPipe
        ]
        .contains(&error.kind()),
        "{error}"
    );
    let took = start.elapsed();
    assert!(took > Duration::from_secs(10), "{took:?}");
}
