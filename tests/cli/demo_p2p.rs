//! `demo --listen-p2p` as a peer, over real sockets, and `demo --continue`.

use std::collections::VecDeque;
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use p2msg::core::hash::ShareHash;
use p2msg::core::network::Network;
use p2msg::core::p2p::connection::Connection;
use p2msg::core::p2p::event::Event;
use p2msg::core::p2p::frame::{Command, write_frame};
use p2msg::core::p2p::message::{RawShare, ReplyResult, ShareRequest};
use p2msg::core::share::Share;
use p2msg::core::share::commitment::commit;
use serde_json::Value;

use crate::support::miner::lines;
use crate::support::place::Place;
use crate::support::running::Running;

const STORE: &str = "p2msg-demo/data/litecoin_testnet";
const LIMIT: Duration = Duration::from_secs(30);

fn testnet() -> &'static Network {
    Network::by_name("litecoin_testnet").unwrap()
}

/// Starts a demo that listens; returns the object that it prints as well.
fn listen(place: &Place, arguments: &str) -> (Running, Value) {
    let running = Running::start(
        place,
        &format!("demo --json --listen-p2p 127.0.0.1:0 {arguments}"),
    );
    let summary = running.json();
    assert_eq!(summary["schema"], "p2msg.demo/1");
    (running, summary)
}

fn address(summary: &Value) -> String {
    summary["p2p_address"]
        .as_str()
        .expect("an address")
        .to_owned()
}

/// Ends a demo; returns its remaining records.
fn end(running: Running) -> Vec<Value> {
    running.signal("TERM");
    let (status, rest) = running.ends();
    assert_eq!(status.code(), Some(0));
    lines(&rest.join("\n"))
}

#[derive(Debug, PartialEq)]
enum Seen {
    Handshake {
        best: Option<ShareHash>,
        client: String,
    },
    Pushed(Vec<Vec<u8>>),
    Reply(ReplyResult, Vec<Vec<u8>>),
    Addresses(usize),
}

/// p2msg's own listener on a socket.
struct Peer {
    stream: TcpStream,
    connection: Connection,
    start: Instant,
    seen: VecDeque<Seen>,
}

impl Peer {
    /// Connects and completes the handshake. Returns the node's best share as well.
    fn connect(address: &str) -> (Self, ShareHash) {
        let stream = TcpStream::connect(address).expect("a connection");
        stream
            .set_read_timeout(Some(Duration::from_millis(50)))
            .unwrap();
        let mut peer = Self {
            stream,
            connection: Connection::open(testnet(), 1, None),
            start: Instant::now(),
            seen: VecDeque::new(),
        };
        let handshake = peer.next(|seen| matches!(seen, Seen::Handshake { .. }));
        let Seen::Handshake { best, client } = handshake else {
            panic!("{handshake:?}");
        };
        assert!(client.starts_with("/p2msg-demo:"), "{client}");
        (peer, best.expect("a best share"))
    }

    /// Waits for an event; others are dropped.
    fn next(&mut self, is_wanted: impl Fn(&Seen) -> bool) -> Seen {
        let start = Instant::now();
        loop {
            while let Some(seen) = self.seen.pop_front() {
                if is_wanted(&seen) {
                    return seen;
                }
            }
            assert!(start.elapsed() < LIMIT, "the event does not come");
            self.exchange();
        }
    }

    fn exchange(&mut self) {
        let unsent = self.connection.unsent().to_vec();
        self.stream.write_all(&unsent).expect("the node reads");
        self.connection.sent(unsent.len());
        let mut buffer = [0; 1 << 16];
        let length = match self.stream.read(&mut buffer) {
            Ok(0) => panic!("the node disconnected"),
            Ok(length) => length,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => 0,
            Err(error) => panic!("{error}"),
        };
        let (now, seen) = (self.start.elapsed(), &mut self.seen);
        self.connection.receive(now, &buffer[..length], |event| {
            seen.push_back(match event {
                Event::Handshake(version) => Seen::Handshake {
                    best: version.best_share_hash,
                    client: String::from_utf8(version.sub_version.to_vec()).unwrap(),
                },
                Event::Pushed(shares) => Seen::Pushed(raws(&shares)),
                Event::Reply(reply) => Seen::Reply(reply.result, raws(&reply.shares)),
                Event::Addresses(addresses) => Seen::Addresses(addresses.len()),
                other => panic!("{other:?}"),
            });
        });
    }

    /// Requests shares that the node answers with `good`.
    fn request(&mut self, hashes: &[ShareHash], parents: u64, stops: &[ShareHash]) -> Vec<Vec<u8>> {
        let wire = |hashes: &[ShareHash]| -> Vec<[u8; 32]> {
            hashes.iter().map(|hash| hash.to_wire()).collect()
        };
        let request = ShareRequest {
            id: [3; 32],
            hashes: &wire(hashes),
            parents,
            stops: &wire(stops),
        };
        self.connection
            .request(self.start.elapsed(), &request)
            .unwrap();
        let reply = self.next(|seen| matches!(seen, Seen::Reply(..)));
        let Seen::Reply(ReplyResult::Good, shares) = reply else {
            panic!("{reply:?}");
        };
        shares
    }

    fn pushed(&mut self) -> Vec<Vec<u8>> {
        match self.next(|seen| matches!(seen, Seen::Pushed(_))) {
            Seen::Pushed(shares) => shares,
            other => panic!("{other:?}"),
        }
    }
}

fn raws(shares: &[RawShare<'_>]) -> Vec<Vec<u8>> {
    shares.iter().map(|share| share.raw.to_vec()).collect()
}

fn hash(raw: &[u8]) -> ShareHash {
    commit(&Share::read(raw, testnet()).unwrap(), testnet()).share_hash
}

fn previous(raw: &[u8]) -> Option<ShareHash> {
    let share = Share::read(raw, testnet()).unwrap();
    share.share_info.share_data.previous_share_hash
}

fn height(raw: &[u8]) -> u32 {
    Share::read(raw, testnet()).unwrap().share_info.absheight
}

/// Each share is followed by its parent.
fn check_branch(shares: &[Vec<u8>], from: ShareHash) {
    let mut next = Some(from);
    for raw in shares {
        assert_eq!(Some(hash(raw)), next);
        next = previous(raw);
    }
}

/// The text of all files of a share store.
fn store_text(place: &Place, store: &str) -> String {
    let files = fs::read_dir(place.work().join(store)).unwrap();
    files
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect()
}

#[test]
fn requests_are_answered_as_a_node_answers_them() {
    let place = Place::new();
    let (running, summary) = listen(&place, "--shares 1010 --every 3600");
    assert_eq!(summary["shares"], 1010);
    let (mut peer, best) = Peer::connect(&address(&summary));
    let shares = peer.request(&[best], 1000, &[]);
    assert_eq!(shares.len(), 1001);
    check_branch(&shares, best);
    let oldest = peer.request(&[previous(&shares[1000]).unwrap()], 1000, &[]);
    assert_eq!(oldest.len(), 9);
    assert_eq!(previous(&oldest[8]), None);

    let known = hash(&shares[3]);
    assert_eq!(peer.request(&[best], 100, &[known]), shares[..3]);
    assert_eq!(peer.request(&[known], 0, &[]), shares[3..4]);
    let unknown = ShareHash::from_wire([7; 32]);
    assert_eq!(peer.request(&[unknown], 100, &[]).len(), 0);
    // 1000 parents for two hashes.
    assert_eq!(peer.request(&[best, known], 499, &[]).len(), 1000);

    peer.connection.request_addresses(8).unwrap();
    let answer = peer.next(|seen| matches!(seen, Seen::Addresses(_)));
    assert_eq!(answer, Seen::Addresses(0));
    end(running);
}

#[test]
fn each_new_share_is_pushed_after_it_is_stored() {
    let place = Place::new();
    let (running, summary) = listen(&place, "--shares 5 --every 1");
    let (mut first, _) = Peer::connect(&address(&summary));
    let (mut second, _) = Peer::connect(&address(&summary));
    let mut last = None;
    for _ in 0..3 {
        let push = second.pushed();
        let store = store_text(&place, STORE);
        assert_eq!(push.len(), 5);
        let best = hash(&push[0]);
        check_branch(&push, best);
        for raw in &push {
            assert!(store.contains(&format!("5 {}\n", hex::encode(raw))));
        }
        if let Some(last) = last {
            assert_eq!(previous(&push[0]), Some(last));
        }
        last = Some(best);
        while running.json()["share_hash"] != best.to_string() {}
        // The peer that connected earlier gets every push of the later one.
        first.next(|seen| *seen == Seen::Pushed(push.clone()));
    }
    end(running);
}

#[test]
fn people_read_where_peers_connect_and_who_does() {
    let place = Place::new();
    let running = Running::start(&place, "demo --shares 3 --listen-p2p :0");
    let line = loop {
        let line = running.line();
        if let Some(address) = line.strip_prefix("listening for peers at ") {
            break address.to_owned();
        }
    };
    assert!(line.starts_with("127.0.0.1:"), "{line}");
    let (peer, _) = Peer::connect(&line);
    running.stderr("note: peer 127.0.0.1:");
    drop(peer);
    running.stderr("disconnected");
    let mut stream = TcpStream::connect(&line).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    running.stderr("was disconnected: 474554202f204854 is not the prefix of a pool network");
    end(running);
}

#[test]
fn a_demo_continues_its_chain_after_a_stop() {
    let place = Place::new();
    let (running, summary) = listen(&place, "--shares 20 --every 1");
    let (mut peer, _) = Peer::connect(&address(&summary));
    let push = peer.pushed();
    let mined = end(running);
    // A killed process can leave half a line.
    let file = place.work().join(STORE).join("shares.0");
    let mut text = fs::read_to_string(&file).unwrap();
    let count = 20 + mined.len() as u64;
    text.push_str("5 24fd");
    fs::write(&file, &text).unwrap();

    let (running, summary) = listen(&place, "--continue --shares 40 --every 1");
    assert_eq!(
        (&summary["shares"], &summary["orphans"]),
        (&40.into(), &1.into())
    );
    let (mut peer, best) = Peer::connect(&address(&summary));
    let shares = peer.request(&[best], 1000, &[]);
    assert_eq!(shares.len(), 40);
    check_branch(&shares, best);
    assert!(shares.contains(&push[0]), "the chain has other shares");
    assert!(count < 40, "{count}");
    end(running);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);

    // The story goes on: every scene happens once, and alice's first message is repeated in scene 28.
    let decode = format!("--net litecoin_testnet decode --json --with-messages {STORE}");
    let records = lines(&place.p2msg(&decode).code(4).run().stdout);
    let texts = records
        .iter()
        .flat_map(|record| record["messages"].as_array().unwrap());
    let hellos = texts.filter(|message| {
        let text = message["text"].as_str().unwrap_or_default();
        text.starts_with("Hello from alice")
    });
    assert_eq!(hellos.count(), 2);
    let verify = format!("--net litecoin_testnet verify --json {STORE}");
    for record in lines(&place.p2msg(&verify).code(4).run().stdout) {
        if record["kind"] == "share" {
            assert_eq!(record["verification"]["ok"], true, "{record}");
        }
    }
    // Without the option, a new chain replaces it.
    place.p2msg("demo --shares 2").run();
    assert_eq!(fs::read_dir(place.work().join(STORE)).unwrap().count(), 1);
    assert_eq!(store_text(&place, STORE).lines().count(), 4);
}

#[test]
fn a_demo_without_an_earlier_one_begins_a_chain() {
    let place = Place::new();
    let summary = place
        .p2msg("demo --continue --json --shares 3")
        .run()
        .stdout;
    let summary: Value = serde_json::from_str(&summary).unwrap();
    assert_eq!(summary["shares"], 3);
    assert_eq!(summary["p2p_address"], Value::Null);
    place.p2msg("demo --continue --json --shares 3").run();
    assert_eq!(store_text(&place, STORE).lines().count(), 6);
    place.file(&format!("{STORE}/shares.7"), "5 2401\n");
    place
        .p2msg("demo --continue --shares 4")
        .stderr("data/litecoin_testnet: 1 malformed shares are skipped")
        .run();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &target),
            false => drop(fs::copy(&path, &target).unwrap()),
        }
    }
}

/// The clock of both is the same and does not run.
#[test]
fn two_demos_with_copies_of_a_folder_disagree() {
    let place = Place::new();
    place.p2msg("demo --shares 10").run();
    copy(&place.work().join("p2msg-demo"), &place.work().join("fork"));
    let (one, summary) = listen(&place, "--continue --every 1");
    let (mut first, first_best) = Peer::connect(&address(&summary));
    let (two, summary) = listen(&place, "--continue --every 1 --dir fork");
    let (mut second, second_best) = Peer::connect(&address(&summary));
    assert_ne!(first_best, second_best);
    let (ours, theirs) = (
        first.request(&[first_best], 1000, &[]),
        second.request(&[second_best], 1000, &[]),
    );
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(height(ours), height(theirs));
        assert_eq!(ours == theirs, height(ours) <= 10, "share {}", height(ours));
    }
    // They know none of each other's shares.
    assert_eq!(first.request(&[second_best], 0, &[]).len(), 0);
    assert_ne!(first.pushed()[0], second.pushed()[0]);
    end(one);
    end(two);
}

/// Whether the node closes the connection within the time limit.
fn is_closed(stream: &mut TcpStream) -> bool {
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() == ErrorKind::ConnectionReset,
        }
    }
}

#[test]
fn hostile_bytes_close_one_connection_and_no_other() {
    let place = Place::new();
    let (running, summary) = listen(&place, "--shares 5 --every 3600");
    let address = address(&summary);
    let (mut good, best) = Peer::connect(&address);
    let version = Connection::open(testnet(), 1, None).unsent().to_vec();
    let frame = |command: &str, payload: &[u8]| {
        let mut bytes = Vec::new();
        write_frame(&mut bytes, testnet(), Command::new(command), payload).unwrap();
        bytes
    };
    let mut oversized = frame("sharereq", &[]);
    oversized[20..24].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut checksum = frame("ping", &[]);
    checksum[24] ^= 1;
    let no_hash = [&[1; 32][..], &[0, 5, 0]].concat();
    // A list of 2^64 - 1 hashes.
    let endless = [&[1; 32][..], &[0xff; 9]].concat();
    for (name, bytes) in [
        ("garbage", vec![0xa5; 5000]),
        ("another network", {
            let mut bytes = version.clone();
            bytes[..8].copy_from_slice(&Network::by_name("litecoin").unwrap().prefix);
            bytes
        }),
        ("no version", frame("ping", &[])),
        ("oversized", [&version[..], &oversized].concat()),
        ("checksum", [&version[..], &checksum].concat()),
        (
            "no hash",
            [&version[..], &frame("sharereq", &no_hash)].concat(),
        ),
        (
            "endless list",
            [&version[..], &frame("sharereq", &endless)].concat(),
        ),
    ] {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.write_all(&bytes).unwrap();
        assert!(is_closed(&mut stream), "{name}");
    }
    // A message that never ends, with a length that a frame may have.
    let mut stream = TcpStream::connect(&address).unwrap();
    let mut long = frame("remember_tx", &[]);
    long[20..24].copy_from_slice(&31_000_000_u32.to_le_bytes());
    stream.write_all(&[&version[..], &long].concat()).unwrap();
    let sent = (0..32)
        .filter(|_| stream.write_all(&[0; 1 << 20]).is_ok())
        .count();
    assert!(sent < 32, "all of it was accepted");
    assert_eq!(good.request(&[best], 9, &[]).len(), 5);
    end(running);
}

#[test]
fn trickled_bytes_are_accepted_for_ten_seconds() {
    let place = Place::new();
    let (running, summary) = listen(&place, "--shares 5 --every 3600");
    let address = address(&summary);
    let version = Connection::open(testnet(), 1, None).unsent().to_vec();
    // Byte by byte, but in time.
    let mut quick = TcpStream::connect(&address).unwrap();
    quick.set_nodelay(true).unwrap();
    for byte in &version {
        quick.write_all(&[*byte]).unwrap();
    }
    let mut slow = TcpStream::connect(&address).unwrap();
    let start = Instant::now();
    slow.set_read_timeout(Some(Duration::from_millis(500)))
        .unwrap();
    for byte in &version {
        let _ = slow.write_all(&[*byte]);
        match slow.read(&mut [0; 4096]) {
            Ok(0) => break,
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            _ => assert!(start.elapsed() < LIMIT, "it is not disconnected"),
        }
    }
    assert!(
        start.elapsed() > Duration::from_secs(9),
        "{:?}",
        start.elapsed()
    );
    let mut ask = Vec::new();
    write_frame(&mut ask, testnet(), Command::new("getaddrs"), &[8, 0, 0, 0]).unwrap();
    quick.write_all(&ask).unwrap();
    quick.set_read_timeout(Some(LIMIT)).unwrap();
    let mut answer: Vec<u8> = Vec::new();
    while !answer.windows(5).any(|bytes| bytes == b"addrs") {
        let mut buffer = [0; 4096];
        let length = quick.read(&mut buffer).expect("an answer");
        assert!(length > 0, "it is disconnected");
        answer.extend(&buffer[..length]);
    }
    end(running);
}

#[test]
fn at_most_50_peers_are_served() {
    let place = Place::new();
    let (running, summary) = listen(&place, "--shares 5 --every 3600");
    let address = address(&summary);
    let version = Connection::open(testnet(), 1, None).unsent().to_vec();
    let mut served = Vec::new();
    let mut refused = 0;
    for _ in 0..60 {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        match stream.read(&mut [0; 8]) {
            Ok(8) => {
                stream.write_all(&version).unwrap();
                served.push(stream);
            }
            Ok(0) => refused += 1,
            Err(error) if error.kind() == ErrorKind::ConnectionReset => refused += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((served.len(), refused), (50, 10));
    served.truncate(49);
    let start = Instant::now();
    // The node needs a moment to see the disconnect.
    let again = loop {
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        if matches!(stream.read(&mut [0; 8]), Ok(8)) {
            break stream;
        }
        assert!(start.elapsed() < LIMIT);
    };
    drop(again);
    let start = Instant::now();
    end(running);
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
    for stream in &mut served {
        assert!(is_closed(stream));
    }
}

#[test]
fn an_address_in_use_changes_nothing() {
    let place = Place::new();
    let (running, summary) = listen(&place, "--shares 2 --every 3600");
    let ran = place
        .p2msg("demo --json --dir other --listen-p2p")
        .args([address(&summary).as_str()])
        .code(1)
        .stderr("")
        .run();
    let error = ran.error();
    assert_eq!(error["code"], "listen");
    assert!(
        error["hint"].as_str().unwrap().contains("--listen-p2p"),
        "{error}"
    );
    assert!(!place.work().join("other").exists());
    end(running);
}

#[test]
fn other_machines_are_warned_about_and_wrong_addresses_are_refused() {
    let place = Place::new();
    let running = Running::start(&place, "demo --shares 2 --listen-p2p 0.0.0.0:0");
    running.stderr("warning: others can reach 0.0.0.0:");
    while !running
        .line()
        .starts_with("listening for peers at 0.0.0.0:")
    {}
    end(running);
    for arguments in [
        "--listen-p2p localhost",
        "--listen-p2p 127.0.0.1",
        "--listen-p2p http://127.0.0.1:80/",
        "--every 1",
        "--message-data next.hex",
    ] {
        place
            .p2msg(&format!("demo {arguments}"))
            .code(2)
            .stderr("")
            .run();
    }
}
