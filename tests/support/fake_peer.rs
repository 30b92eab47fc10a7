//! A peer that follows the script of a test, over a real socket.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use p2msg::core::hash::ShareHash;
use p2msg::core::network::Network;
use p2msg::core::p2p::frame::{Command, FrameReader};
use p2msg::core::p2p::message::{Message, RawShare, ReplyResult, ShareReply};
use p2msg::core::p2p::version::{Address, Version};

/// A share that the peer has.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) raw: Vec<u8>,
    pub(crate) share_hash: ShareHash,
    pub(crate) previous: Option<ShareHash>,
}

/// What arrived at the peer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Arrived {
    Connected,
    Version {
        protocol: u32,
        /// The listener's own port.
        port: u16,
        /// The address of the peer, as the listener sees it.
        to: SocketAddr,
        best: Option<ShareHash>,
    },
    Request {
        hashes: Vec<[u8; 32]>,
        parents: u64,
        stops: usize,
    },
    Reply {
        id: [u8; 32],
        shares: usize,
    },
    Ping,
    Addresses(usize),
    Other(String),
    Closed,
}

/// One connection to the peer.
pub(crate) struct Connected {
    stream: TcpStream,
    frames: FrameReader,
    network: &'static Network,
    log: Sender<(Instant, Arrived)>,
}

/// A request that arrived.
pub(crate) struct Request {
    pub(crate) id: [u8; 32],
    pub(crate) hashes: Vec<ShareHash>,
    pub(crate) parents: u64,
    pub(crate) stops: Vec<ShareHash>,
}

impl Connected {
    pub(crate) fn send(&mut self, message: &Message<'_>) {
        let mut bytes = Vec::new();
        message.write(&mut bytes, self.network).unwrap();
        self.raw(&bytes);
    }

    /// Sends bytes. The other side may be gone.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes);
    }

    pub(crate) fn version(&mut self, best: Option<ShareHash>) {
        self.send(&Message::Version(Version {
            version: 3600,
            services: 1,
            addr_to: Address::NONE,
            addr_from: Address::NONE,
            nonce: 7,
            sub_version: b"fake/1",
            mode: 1,
            best_share_hash: best,
        }));
    }

    pub(crate) fn push(&mut self, shares: &[&Known]) {
        self.send(&Message::Shares(raws(shares)));
    }

    pub(crate) fn reply(&mut self, request: &Request, shares: &[&Known]) {
        self.send(&Message::Sharereply(ShareReply {
            id: request.id,
            result: ReplyResult::Good,
            shares: raws(shares),
        }));
    }

    /// Waits for the next request, and logs everything before it. `None` when the connection is closed.
    pub(crate) fn request(&mut self) -> Option<Request> {
        loop {
            while let Ok(Some((command, payload))) = self.frames.next_frame() {
                let (arrived, request) = read(command, payload);
                let _ = self.log.send((Instant::now(), arrived));
                if request.is_some() {
                    return request;
                }
            }
            let mut buffer = [0; 4096];
            match self.stream.read(&mut buffer) {
                Ok(0) | Err(_) => {
                    let _ = self.log.send((Instant::now(), Arrived::Closed));
                    return None;
                }
                Ok(count) => self.frames.push(&buffer[..count]),
            }
        }
    }

    /// Answers requests as a node with these shares, newest first, until the connection is closed.
    pub(crate) fn serve(&mut self, shares: &[Known]) {
        while let Some(request) = self.request() {
            let found = answer(&request, shares);
            self.reply(&request, &found);
        }
    }
}

fn raws<'a>(shares: &[&'a Known]) -> Vec<RawShare<'a>> {
    let raw = |share: &&'a Known| RawShare {
        raw: &share.raw,
        version: 36,
    };
    shares.iter().map(raw).collect()
}

/// The shares that a node sends. FIELD.md b.7.
pub(crate) fn answer<'a>(request: &Request, shares: &'a [Known]) -> Vec<&'a Known> {
    let mut found = Vec::new();
    for hash in &request.hashes {
        let mut next = Some(*hash);
        for _ in 0..=request.parents {
            let share = shares.iter().find(|share| Some(share.share_hash) == next);
            match share {
                Some(share) if !request.stops.contains(&share.share_hash) => {
                    found.push(share);
                    next = share.previous;
                }
                _ => break,
            }
        }
    }
    found
}

fn read(command: Command, payload: &[u8]) -> (Arrived, Option<Request>) {
    let hash = |hash: &[u8; 32]| ShareHash::from_wire(*hash);
    match Message::read(command, payload).unwrap() {
        Message::Version(version) => (
            Arrived::Version {
                protocol: version.version,
                port: version.addr_from.port,
                to: version.addr_to.socket(),
                best: version.best_share_hash,
            },
            None,
        ),
        Message::Sharereq(request) => (
            Arrived::Request {
                hashes: request.hashes.to_vec(),
                parents: request.parents,
                stops: request.stops.len(),
            },
            Some(Request {
                id: request.id,
                hashes: request.hashes.iter().map(hash).collect(),
                parents: request.parents,
                stops: request.stops.iter().map(hash).collect(),
            }),
        ),
        Message::Sharereply(reply) => (
            Arrived::Reply {
                id: reply.id,
                shares: reply.shares.len(),
            },
            None,
        ),
        Message::Ping => (Arrived::Ping, None),
        Message::Addrs(addresses) => (Arrived::Addresses(addresses.len()), None),
        other => (Arrived::Other(other.command().to_string()), None),
    }
}

/// A peer that runs `script` for each connection, in a thread of its own.
pub(crate) struct FakePeer {
    pub(crate) address: SocketAddr,
    log: Receiver<(Instant, Arrived)>,
}

impl FakePeer {
    pub(crate) fn start(
        network: &'static Network,
        script: impl Fn(&mut Connected) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (log, received) = channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                // A test that fails must end.
                let limit = Some(Duration::from_secs(60));
                stream.set_read_timeout(limit).unwrap();
                let _ = log.send((Instant::now(), Arrived::Connected));
                let mut connected = Connected {
                    stream,
                    frames: FrameReader::new(network),
                    network,
                    log: log.clone(),
                };
                script(&mut connected);
                drain(&mut connected);
            }
        });
        Self {
            address,
            log: received,
        }
    }

    /// What arrived until the connection was closed, with the times.
    pub(crate) fn until_closed(&self) -> Vec<(Instant, Arrived)> {
        let mut arrived = Vec::new();
        loop {
            let next = self.log.recv_timeout(Duration::from_secs(60)).unwrap();
            let is_end = next.1 == Arrived::Closed;
            arrived.push(next);
            if is_end {
                return arrived;
            }
        }
    }

    /// What arrived so far, with the times.
    pub(crate) fn arrived(&self) -> Vec<(Instant, Arrived)> {
        self.log.try_iter().collect()
    }
}

/// Closes the connection for writing, and reads on until the other side closes it.
fn drain(connected: &mut Connected) {
    let _ = connected.stream.shutdown(std::net::Shutdown::Write);
    let mut buffer = [0; 4096];
    loop {
        match connected.stream.read(&mut buffer) {
            Ok(1..) => {}
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            _ => return,
        }
    }
}
