//! One connection to a peer: the state machine of [`core::p2p`](crate::core::p2p) on a socket.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::Interest;
use tokio::net::TcpStream;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender};
use tokio::time::{Instant, sleep_until};

use super::address::PeerAddress;
use super::dial::{ConnectError, Proxy, dial};
use super::share::ShareFault;
use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::core::p2p::connection::Connection;
use crate::core::p2p::event::{Event, Misbehaviour};
use crate::core::p2p::message::{RawShare, ReplyResult, ShareRequest};
use crate::core::p2p::version::Version;

/// Bytes per read.
const READ: usize = 1 << 16;
/// Maximum number of addresses that one message of a peer may add.
const MAX_ADDRESSES: usize = 1000;
/// Bytes of the name of a client that are kept.
const MAX_CLIENT: usize = 100;
/// Maximum number of shares in one push. Nodes push at most 5 at once.
const MAX_PUSHED: usize = 1001;

/// How a peer introduced itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerInfo {
    /// The protocol version.
    pub protocol_version: u32,
    /// A bit set: 0 from Python nodes, 1 from c2pool.
    pub services: u64,
    /// The first 100 bytes of the name and version of the client, as text: bytes that are not UTF-8 are
    /// replaced.
    pub client: String,
    /// The best share that it named; `None` without one.
    pub best_share_hash: Option<ShareHash>,
    /// Time from the connection to its version message.
    pub handshake: Duration,
}

/// Why a connection to a peer failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The connection failed.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The peer broke the protocol.
    #[error(transparent)]
    Misbehaved(#[from] Misbehaviour),
    /// The peer closed the connection, or the network did.
    #[error("the connection ended {}: {reason}", phase(*.after_handshake))]
    Ended {
        /// Whether the peer had introduced itself.
        after_handshake: bool,
        /// The reason, as far as it is known.
        reason: io::Error,
    },
    /// A share of the peer is not accepted.
    #[error(transparent)]
    Share(#[from] ShareFault),
    /// The peer pushed more shares at once than nodes do.
    #[error("{count} shares were pushed at once; at most {MAX_PUSHED} are accepted")]
    Flood {
        /// The number of shares.
        count: usize,
    },
    /// The peer pushed far more known and old shares than nodes do.
    #[error("it keeps pushing shares that are known or too old")]
    Useless,
    /// The shares of a reply are not a share and its ancestors.
    #[error("a reply is out of order at share {share_hash}")]
    OutOfOrder {
        /// The share.
        share_hash: ShareHash,
    },
}

fn phase(after_handshake: bool) -> &'static str {
    match after_handshake {
        true => "after the handshake",
        false => "before the peer's version message",
    }
}

/// What a connection is to do.
#[derive(Debug)]
pub(super) enum Order {
    /// Request a share and ancestors of it.
    Shares {
        hash: ShareHash,
        parents: u64,
        stops: Vec<ShareHash>,
    },
    /// Request addresses of nodes.
    Addresses(u32),
    /// Close as soon as nodes allow it.
    Close,
    /// Close at once.
    CloseNow,
}

/// What a connection reports.
#[derive(Debug)]
pub(super) enum Report {
    Handshake(PeerInfo),
    Pushed(Vec<Vec<u8>>),
    Reply {
        result: ReplyResult,
        shares: Vec<Vec<u8>>,
    },
    Addresses(Vec<SocketAddr>),
    /// The peer broke the protocol; the connection closes.
    Failed(Fault),
    /// The connection is closed. Nothing follows. `early`: the peer pushed shares just before.
    Closed {
        early: bool,
    },
}

/// Where and how to connect.
#[derive(Debug, Clone)]
pub(super) struct Route {
    pub(super) network: &'static Network,
    pub(super) peer: PeerAddress,
    pub(super) proxy: Option<Proxy>,
    pub(super) connect_timeout: Duration,
}

/// Connects and listens until the connection is closed. Reports are sent with `number`; the last one
/// is [`Report::Closed`].
pub(super) async fn run(
    route: Route,
    number: usize,
    orders: Receiver<Order>,
    reports: Sender<(usize, Report)>,
) {
    let early = match dial(&route.peer, route.proxy.as_ref(), route.connect_timeout).await {
        Ok(stream) => {
            let mut link = Link::open(&route, stream);
            link.serve(number, orders, &reports).await
        }
        Err(error) => {
            // An error means that the listener is gone, here and below.
            let _ = reports.send((number, Report::Failed(error.into()))).await;
            false
        }
    };
    let _ = reports.send((number, Report::Closed { early })).await;
}

struct Link {
    stream: TcpStream,
    connection: Connection,
    opened: Instant,
    /// Reports that were not sent yet. While there are any, nothing is read.
    waiting: VecDeque<Report>,
    is_established: bool,
    early: bool,
}

impl Link {
    fn open(route: &Route, stream: TcpStream) -> Self {
        // A proxy hides the address of the peer, which must not be sent there either.
        let peer = match route.proxy {
            Some(_) => None,
            None => stream.peer_addr().ok(),
        };
        let mut nonce = [0; 8];
        // Without randomness a node may take the connection for one of its own, and close it.
        let _ = getrandom::fill(&mut nonce);
        // Small messages must not wait for each other.
        let _ = stream.set_nodelay(true);
        Self {
            stream,
            connection: Connection::open(route.network, u64::from_le_bytes(nonce), peer),
            opened: Instant::now(),
            waiting: VecDeque::new(),
            is_established: false,
            early: false,
        }
    }

    /// Listens until the end. Returns whether that was early.
    async fn serve(
        &mut self,
        number: usize,
        mut orders: Receiver<Order>,
        reports: &Sender<(usize, Report)>,
    ) -> bool {
        let mut buffer = vec![0; READ];
        let mut has_orders = true;
        loop {
            if let Err(error) = self.write() {
                self.lost(error);
            }
            self.pass_on(number, reports);
            if self.connection.is_closed() && self.waiting.is_empty() {
                return self.early;
            }
            let interest = self.interest();
            let deadline = self.connection.deadline();
            let at = self.opened + deadline.unwrap_or_default();
            tokio::select! {
                order = orders.recv(), if has_orders => match order {
                    Some(order) => self.obey(order),
                    None => {
                        has_orders = false;
                        self.connection.close(self.now());
                    }
                },
                permit = reports.reserve(), if !self.waiting.is_empty() => match permit {
                    Ok(permit) => {
                        if let Some(report) = self.waiting.pop_front() {
                            permit.send((number, report));
                        }
                    }
                    // The listener is gone.
                    Err(_) => self.waiting.clear(),
                },
                ready = self.stream.ready(interest.unwrap_or(Interest::READABLE)),
                    if interest.is_some() =>
                {
                    match ready {
                        Ok(ready) if ready.is_readable() && interest == Some(Interest::READABLE) => {
                            self.read(&mut buffer);
                        }
                        Ok(_) => {}
                        Err(error) => self.lost(error),
                    }
                }
                () = sleep_until(at), if deadline.is_some() => {}
            }
            self.tick();
        }
    }

    fn now(&self) -> Duration {
        self.opened.elapsed()
    }

    /// What to wait for: bytes to be sent go first, and nothing is read while reports wait.
    fn interest(&self) -> Option<Interest> {
        if self.connection.is_closed() {
            None
        } else if !self.connection.unsent().is_empty() {
            Some(Interest::WRITABLE)
        } else {
            self.waiting.is_empty().then_some(Interest::READABLE)
        }
    }

    /// Sends as much as the socket takes.
    fn write(&mut self) -> io::Result<()> {
        while !self.connection.is_closed() && !self.connection.unsent().is_empty() {
            match self.stream.try_write(self.connection.unsent()) {
                Ok(sent) => self.connection.sent(sent),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Passes waiting reports on, without waiting.
    fn pass_on(&mut self, number: usize, reports: &Sender<(usize, Report)>) {
        while let Some(report) = self.waiting.pop_front() {
            match reports.try_send((number, report)) {
                Ok(()) => {}
                Err(TrySendError::Full((_, report))) => {
                    self.waiting.push_front(report);
                    return;
                }
                Err(TrySendError::Closed(_)) => self.waiting.clear(),
            }
        }
    }

    fn obey(&mut self, order: Order) {
        let now = self.now();
        match order {
            Order::Shares {
                hash,
                parents,
                stops,
            } => {
                let mut id = [0; 32];
                // A reply is recognized by its id; without randomness all have the same.
                let _ = getrandom::fill(&mut id);
                let stops: Vec<_> = stops.into_iter().map(ShareHash::to_wire).collect();
                let request = ShareRequest {
                    id,
                    hashes: &[hash.to_wire()],
                    parents,
                    stops: &stops,
                };
                // An error means that the connection closes meanwhile, which is reported.
                let _ = self.connection.request(now, &request);
            }
            Order::Addresses(count) => {
                let _ = self.connection.request_addresses(count);
            }
            Order::Close => self.connection.close(now),
            Order::CloseNow => self.connection.close_now(),
        }
    }

    fn read(&mut self, buffer: &mut [u8]) {
        match self.stream.try_read(buffer) {
            Ok(0) => self.lost(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the peer closed it",
            )),
            Ok(count) => {
                let now = self.now();
                let bytes = buffer.get(..count).unwrap_or_default();
                let (waiting, connection) = (&mut self.waiting, &mut self.connection);
                let (early, established) = (&mut self.early, &mut self.is_established);
                connection.receive(now, bytes, |event| {
                    *established |= matches!(event, Event::Handshake(_));
                    take(event, now, waiting, early);
                });
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => self.lost(error),
        }
        if self.waiting.iter().any(is_flood) {
            self.connection.close(self.now());
        }
    }

    fn tick(&mut self) {
        let now = self.now();
        let (waiting, early) = (&mut self.waiting, &mut self.early);
        self.connection
            .tick(now, |event| take(event, now, waiting, early));
    }

    /// The connection is gone without p2msg's doing.
    fn lost(&mut self, reason: io::Error) {
        if !self.connection.is_closed() {
            self.waiting.push_back(Report::Failed(Fault::Ended {
                after_handshake: self.is_established,
                reason,
            }));
            self.connection.close_now();
            // The peer closed, so nothing is early.
            self.connection.tick(self.now(), |_| {});
        }
    }
}

fn is_flood(report: &Report) -> bool {
    matches!(report, Report::Failed(Fault::Flood { .. }))
}

/// Keeps an event as a report.
fn take(event: Event<'_>, now: Duration, waiting: &mut VecDeque<Report>, early: &mut bool) {
    waiting.push_back(match event {
        Event::Handshake(version) => Report::Handshake(info(&version, now)),
        Event::Pushed(shares) if shares.len() > MAX_PUSHED => Report::Failed(Fault::Flood {
            count: shares.len(),
        }),
        Event::Pushed(shares) => Report::Pushed(owned(&shares)),
        Event::Reply(reply) => Report::Reply {
            result: reply.result,
            shares: owned(&reply.shares),
        },
        Event::Addresses(addresses) => {
            let addresses = addresses.iter().take(MAX_ADDRESSES);
            Report::Addresses(addresses.map(|known| known.address.socket()).collect())
        }
        Event::Misbehaved(misbehaviour) => Report::Failed(misbehaviour.into()),
        Event::Closed { early: is_early } => {
            *early = is_early;
            return;
        }
        Event::Unrequested { .. } => return,
    });
}

fn info(version: &Version<'_>, handshake: Duration) -> PeerInfo {
    let client = version.sub_version;
    let client = client.get(..MAX_CLIENT).unwrap_or(client);
    PeerInfo {
        protocol_version: version.version,
        services: version.services,
        client: String::from_utf8_lossy(client).into_owned(),
        best_share_hash: version.best_share_hash,
        handshake,
    }
}

fn owned(shares: &[RawShare<'_>]) -> Vec<Vec<u8>> {
    shares.iter().map(|share| share.raw.to_vec()).collect()
}
