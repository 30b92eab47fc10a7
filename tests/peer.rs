//! Listening to peers over real sockets: downloads, false peers, and good manners.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)] // A panic here is the failure report.

#[path = "support/fake_peer.rs"]
mod fake_peer;

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use p2msg::core::chain::easy_chain::{EasyChain, Miner, Work};
use p2msg::core::hash::{ShareHash, sha256};
use p2msg::core::network::Network;
use p2msg::core::p2p::message::{Message, ShareRequest};
use p2msg::core::share::{Share, StaleInfo};
use p2msg::peer::{Fault, Goal, Listener, Notice, PeerAddress, PeerShare, Setup};

use fake_peer::{Arrived, Connected, FakePeer, Known, answer};

const START: u32 = 1_790_000_000;

fn network() -> &'static Network {
    Network::by_name("litecoin_testnet").unwrap()
}

/// `count` shares, newest first.
fn mine(name: &str, count: u32) -> Vec<Known> {
    let mut chain = EasyChain::new(network());
    let mut shares: Vec<Known> = Vec::new();
    for number in 0..count {
        let work = Work {
            miner: Miner {
                name,
                pubkey_hash: &[7; 20],
                pubkey_type: 0,
            },
            timestamp: START + 4 * number,
            stale_info: StaleInfo(0),
            message_data: &[],
        };
        let mined = chain.mine(&work).unwrap();
        let previous = shares.last().map(|share| share.share_hash);
        shares.push(Known {
            raw: mined.raw,
            share_hash: mined.share_hash,
            previous,
        });
    }
    shares.reverse();
    shares
}

fn setup(peers: &[&FakePeer], goal: Goal, follow: bool) -> Setup {
    let address = |peer: &&FakePeer| PeerAddress::parse(&peer.address.to_string(), network());
    Setup {
        network: network(),
        peers: peers.iter().map(|peer| address(peer).unwrap()).collect(),
        proxy: None,
        connect_timeout: Duration::from_secs(5),
        goal: Some(goal),
        announced: true,
        follow,
    }
}

/// Runs a future that must end within a minute.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let limited = async { tokio::time::timeout(Duration::from_secs(60), future).await };
    runtime.block_on(limited).expect("it ends within a minute")
}

/// What a download gave.
#[derive(Default)]
struct Outcome {
    shares: Vec<(usize, PeerShare)>,
    faults: Vec<(usize, Fault)>,
    completed: bool,
    early: bool,
}

impl Outcome {
    fn hashes(&self) -> Vec<ShareHash> {
        self.shares
            .iter()
            .map(|(_, share)| share.point.share_hash)
            .collect()
    }
}

/// Downloads until everything is there, and closes the connections.
fn download(setup: Setup) -> Outcome {
    block_on(async {
        let mut listener = Listener::new(setup);
        let mut outcome = Outcome::default();
        while let Some(notice) = listener.next().await {
            match notice {
                Notice::Shares { peer, shares } => {
                    outcome
                        .shares
                        .extend(shares.into_iter().map(|share| (peer, share)));
                }
                Notice::Failed { peer, fault } => outcome.faults.push((peer, fault)),
                Notice::Complete => {
                    outcome.completed = true;
                    listener.close();
                }
                Notice::Closed { early, .. } => outcome.early |= early,
                _ => {}
            }
        }
        outcome
    })
}

fn hashes(shares: &[Known]) -> Vec<ShareHash> {
    shares.iter().map(|share| share.share_hash).collect()
}

/// A node with these shares.
fn honest(shares: &[Known]) -> FakePeer {
    let shares = shares.to_vec();
    FakePeer::start(network(), move |peer| {
        peer.version(shares.first().map(|share| share.share_hash));
        peer.serve(&shares);
    })
}

#[test]
fn a_chain_is_downloaded_newest_share_first() {
    let shares = mine("a", 30);
    let peer = honest(&shares);
    let outcome = download(setup(&[&peer], Goal::default(), false));
    assert!(outcome.completed && outcome.faults.is_empty() && !outcome.early);
    assert_eq!(outcome.hashes(), hashes(&shares));
    for ((_, fetched), known) in outcome.shares.iter().zip(&shares) {
        assert_eq!(fetched.raw, known.raw);
    }
}

#[test]
fn several_peers_send_each_share_once() {
    let shares = mine("a", 60);
    // The second is behind, and the third has a hole.
    let with_hole: Vec<Known> = [&shares[..20], &shares[25..]].concat();
    let peers = [honest(&shares), honest(&shares[10..]), honest(&with_hole)];
    let peers: Vec<&FakePeer> = peers.iter().collect();
    for order in [[0, 1, 2], [1, 2, 0], [2, 0, 1]] {
        let setup = setup(&order.map(|at| peers[at]), Goal::default(), false);
        let outcome = download(setup);
        let mut got = outcome.hashes();
        let mut expected = hashes(&shares);
        got.sort_unstable();
        expected.sort_unstable();
        assert_eq!(got, expected);
        assert!(outcome.completed && outcome.faults.is_empty());
    }
}

/// A false peer's behaviour after its version message.
type Script = fn(&mut Connected, &[Known]);

/// The name of a false peer, its behaviour, and a part of the report about it.
const FALSE: [(&str, Script, &str); 12] = [
    (
        "another program",
        |peer, _| peer.raw(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        "is not the prefix of a pool network",
    ),
    (
        "another network",
        |peer, _| peer.raw(&[&b"\x72\x08\xc1\xa5\x3e\xf6\x29\xb0"[..], &[0; 20]].concat()),
        "another network: litecoin",
    ),
    (
        "a wrong checksum",
        |peer, _| peer.raw(&frame(b"shares", 3, [0; 4], &[0; 3])),
        "checksum",
    ),
    (
        "an oversized frame",
        |peer, _| peer.raw(&frame(b"shares", 32_000_001, [0; 4], &[])),
        "at most 32000000",
    ),
    (
        "a request before its version",
        |peer, _| {
            let request = ShareRequest {
                id: [1; 32],
                hashes: &[[2; 32]],
                parents: 0,
                stops: &[],
            };
            peer.send(&Message::Sharereq(request));
        },
        "not version",
    ),
    ("no version", |_, _| {}, "before the peer's version message"),
    (
        "a malformed message",
        |peer, shares| {
            peer.version(Some(shares[0].share_hash));
            peer.raw(&frame(b"shares", 1, checksum(&[9]), &[9]));
        },
        "malformed shares message",
    ),
    (
        "a share without work",
        |peer, shares| {
            peer.version(Some(shares[0].share_hash));
            if let Some(request) = peer.request() {
                let altered = without_work(&shares[0]);
                peer.reply(&request, &[&altered]);
            }
            while peer.request().is_some() {}
        },
        "no valid proof of work",
    ),
    (
        "a pushed share without work",
        |peer, shares| {
            peer.version(None);
            peer.push(&[&without_work(&shares[0])]);
            while peer.request().is_some() {}
        },
        "no valid proof of work",
    ),
    (
        "bytes instead of a share",
        |peer, shares| {
            peer.version(Some(shares[0].share_hash));
            if let Some(request) = peer.request() {
                let raw = vec![36, 3, 1, 2, 3];
                peer.reply(
                    &request,
                    &[
                        &shares[0],
                        &Known {
                            raw,
                            ..shares[1].clone()
                        },
                    ],
                );
            }
            while peer.request().is_some() {}
        },
        "share 2 of a message is malformed",
    ),
    (
        "more shares than requested",
        |peer, shares| {
            peer.version(Some(shares[0].share_hash));
            if let Some(request) = peer.request() {
                let many: Vec<&Known> = shares.iter().cycle().take(1002).collect();
                peer.reply(&request, &many);
            }
            while peer.request().is_some() {}
        },
        "a reply has 1002 shares",
    ),
    (
        "a reply out of order",
        |peer, shares| {
            peer.version(Some(shares[0].share_hash));
            if let Some(request) = peer.request() {
                peer.reply(&request, &[&shares[0], &shares[2], &shares[1]]);
            }
            while peer.request().is_some() {}
        },
        "out of order",
    ),
];

fn frame(command: &[u8], length: u32, checksum: [u8; 4], payload: &[u8]) -> Vec<u8> {
    let mut name = command.to_vec();
    name.resize(12, 0);
    [
        &network().prefix[..],
        &name,
        &length.to_le_bytes(),
        &checksum,
        payload,
    ]
    .concat()
}

fn checksum(payload: &[u8]) -> [u8; 4] {
    sha256(&sha256(payload))[..4].try_into().unwrap()
}

/// The same share with another nonce, whose hash does not meet the target.
fn without_work(share: &Known) -> Known {
    let read = Share::read(&share.raw, network()).unwrap();
    for nonce in 0.. {
        let mut altered = read.clone();
        altered.min_header.nonce = nonce;
        let raw = altered.write(network());
        let commitment = p2msg::core::share::commitment::commit(&altered, network());
        let pow = p2msg::core::pow::pow_hash(network().pow, &commitment.header);
        if !network().max_target.is_met_by(&pow) {
            return Known {
                raw,
                share_hash: commitment.share_hash,
                previous: share.previous,
            };
        }
    }
    unreachable!("nearly every nonce is invalid")
}

#[test]
fn a_false_peer_is_named_and_hides_nothing() {
    let shares = mine("a", 20);
    let known = shares.clone();
    // Its best share is another one, so that the false peer is asked for its own.
    let good = FakePeer::start(network(), move |peer| {
        peer.version(Some(known[1].share_hash));
        peer.serve(&known);
    });
    for (name, script, reason) in FALSE {
        let known = shares.clone();
        let bad = FakePeer::start(network(), move |peer| script(peer, &known));
        // The false one is asked first.
        let outcome = download(setup(&[&bad, &good], Goal::default(), false));
        let got = outcome.hashes();
        let known = hashes(&shares);
        assert!(known[1..].iter().all(|hash| got.contains(hash)), "{name}");
        assert!(got.iter().all(|hash| known.contains(hash)), "{name}");
        let [(0, fault)] = &outcome.faults[..] else {
            panic!("{name}: {:?}", outcome.faults);
        };
        assert!(fault.to_string().contains(reason), "{name}: {fault}");
    }
}

#[test]
fn a_busy_node_is_asked_again() {
    let shares = mine("a", 5);
    let known = shares.clone();
    let peer = FakePeer::start(network(), move |peer| {
        peer.version(Some(known[0].share_hash));
        for _ in 0..2 {
            if let Some(request) = peer.request() {
                peer.reply(&request, &[]);
            }
        }
        peer.serve(&known);
    });
    let outcome = download(setup(&[&peer], Goal::default(), false));
    assert_eq!(outcome.hashes(), hashes(&shares));
    let requests = peer.arrived();
    let times: Vec<Instant> = requests
        .iter()
        .filter(|(_, arrived)| matches!(arrived, Arrived::Request { .. }))
        .map(|(at, _)| *at)
        .collect();
    assert!(times[1] - times[0] >= Duration::from_millis(490));
    assert!(times[2] - times[1] >= Duration::from_millis(990));
}

/// The rules of FIELD.md b.6 to b.9, seen from the node.
#[test]
fn a_listener_has_good_manners() {
    let shares = mine("a", 40);
    let known = shares.clone();
    let peer = FakePeer::start(network(), move |peer| {
        peer.version(Some(known[5].share_hash));
        let request = ShareRequest {
            id: [9; 32],
            hashes: &[[8; 32]],
            parents: 3,
            stops: &[],
        };
        peer.send(&Message::Sharereq(request));
        peer.send(&Message::Getaddrs { count: 8 });
        peer.send(&Message::Addrme { port: 9326 });
        let Some(first) = peer.request() else { return };
        let found = answer(&first, &known);
        peer.reply(&first, &found);
        // A new share every second, and the last one as the listener closes.
        let newest: Vec<&Known> = known[..5].iter().collect();
        peer.push(&newest);
        peer.serve(&known);
    });
    let began = Instant::now();
    let outcome = download(setup(&[&peer], Goal::default(), false));
    assert!(began.elapsed() >= Duration::from_secs(11));
    assert!(!outcome.early);
    let mut got = outcome.hashes();
    let mut expected = hashes(&shares);
    got.sort_unstable();
    expected.sort_unstable();
    assert_eq!(got, expected);

    let log = peer.until_closed();
    let arrived: Vec<&Arrived> = log.iter().map(|(_, arrived)| arrived).collect();
    assert_eq!(arrived[0], &Arrived::Connected);
    let version = Arrived::Version {
        protocol: 3600,
        port: 0,
        to: peer.address,
        best: None,
    };
    assert_eq!(arrived[1], &version);
    let mut replied = false;
    for arrived in &arrived[2..] {
        match arrived {
            Arrived::Request {
                hashes,
                parents,
                stops,
            } => {
                assert!(!hashes.is_empty());
                assert!(hashes.len() as u64 * (parents + 1) <= 1001);
                assert!(*stops <= 100);
            }
            Arrived::Reply { id, shares } => {
                assert_eq!((*id, *shares), ([9; 32], 0));
                replied = true;
            }
            Arrived::Addresses(count) => assert_eq!(*count, 0),
            Arrived::Ping | Arrived::Closed => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(replied);
    assert_eq!(arrived.last(), Some(&&Arrived::Closed));
}

/// A SOCKS5 proxy that connects everything to `target`. Returns its address, and the names and ports
/// that it is asked for.
fn proxy(target: SocketAddr) -> (SocketAddr, Receiver<(String, u16)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, asked) = channel();
    thread::spawn(move || {
        let (mut client, _) = listener.accept().unwrap();
        // RFC 1928: no authentication, then a request to connect to a name.
        let mut greeting = [0; 2];
        client.read_exact(&mut greeting).unwrap();
        let mut methods = vec![0; greeting[1].into()];
        client.read_exact(&mut methods).unwrap();
        client.write_all(&[5, 0]).unwrap();
        let mut request = [0; 5];
        client.read_exact(&mut request).unwrap();
        assert_eq!(request[..4], [5, 1, 0, 3]);
        let mut name = vec![0; request[4].into()];
        client.read_exact(&mut name).unwrap();
        let mut port = [0; 2];
        client.read_exact(&mut port).unwrap();
        let name = String::from_utf8(name).unwrap();
        sender.send((name, u16::from_be_bytes(port))).unwrap();
        client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).unwrap();
        let mut server = TcpStream::connect(target).unwrap();
        let (mut to, mut from) = (server.try_clone().unwrap(), client.try_clone().unwrap());
        thread::spawn(move || {
            let _ = std::io::copy(&mut from, &mut to);
            to.shutdown(Shutdown::Write)
        });
        let _ = std::io::copy(&mut server, &mut client);
    });
    (address, asked)
}

#[test]
fn a_proxy_resolves_the_name_and_the_peer_sees_no_address() {
    let shares = mine("a", 3);
    let peer = honest(&shares);
    let (proxy, asked) = proxy(peer.address);
    let mut setup = setup(&[&peer], Goal::default(), false);
    setup.peers = vec![PeerAddress::parse("node.invalid:9999", network()).unwrap()];
    setup.proxy = Some(format!("socks5h://{proxy}").parse().unwrap());
    assert_eq!(download(setup).hashes(), hashes(&shares));
    assert_eq!(asked.recv().unwrap(), ("node.invalid".to_owned(), 9999));
    let version = Arrived::Version {
        protocol: 3600,
        port: 0,
        to: "0.0.0.0:0".parse().unwrap(),
        best: None,
    };
    assert_eq!(peer.until_closed()[1].1, version);
}

#[test]
fn a_peer_that_fails_is_not_connected_again_within_ten_seconds() {
    let peer = FakePeer::start(network(), |_| {});
    let times = block_on(async {
        let mut listener = Listener::new(setup(&[&peer], Goal::default(), true));
        let mut closed = 0;
        let mut connected = Vec::new();
        while let Some(notice) = listener.next().await {
            if let Notice::Closed { again, .. } = notice {
                closed += 1;
                assert!(again.unwrap() >= Duration::from_millis(9_900), "{again:?}");
            }
            connected.extend(peer.arrived());
            if closed == 2 {
                listener.close_now();
            }
        }
        connected
    });
    let times: Vec<Instant> = times
        .iter()
        .filter(|(_, arrived)| *arrived == Arrived::Connected)
        .map(|(at, _)| *at)
        .collect();
    assert_eq!(times.len(), 2);
    assert!(times[1] - times[0] >= Duration::from_secs(10));
}
