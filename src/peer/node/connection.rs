//! One connection to a peer, as a state machine without sockets and clocks.
//!
//! The input is received bytes, pushes, and the time since the connection was opened. The output is
//! bytes to send ([`unsent`](NodeConnection::unsent)), the time of the next
//! [`tick`](NodeConnection::tick) ([`deadline`](NodeConnection::deadline)), and the
//! [`end`](NodeConnection::end).
//!
//! Memory is bounded: by the length of a message, and by the bytes that wait to be sent. While more
//! than [`MAX_WAITING`] bytes wait, no further message is handled and nothing is read.
//!
//! Source: p2p.py of p2pool; impl/*/node.cpp of c2pool. FIELD.md b.4, b.5 and b.7.

use std::net::SocketAddr;
use std::time::Duration;

use super::chain::Chain;
use super::end::{End, MAX_MESSAGE, MIN_PROTOCOL_VERSION};
use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::core::p2p::event::{HANDSHAKE_TIMEOUT, PROTOCOL_VERSION, TIMEOUT};
use crate::core::p2p::frame::{Command, FrameReader};
use crate::core::p2p::message::{Message, ReplyResult, ShareReply, ShareRequest};
use crate::core::p2p::version::{Address, Version};

/// Time between two pings.
pub const PING_INTERVAL: Duration = Duration::from_secs(60);
/// The node handles no further message while more bytes than these wait to be sent.
pub const MAX_WAITING: usize = 1 << 18;
/// The node disconnects a peer for which more bytes than these wait to be sent.
pub const MAX_UNSENT: usize = 1 << 25;

const VERSION: Command = Command::new("version");

/// A node, as it introduces itself to its peers.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The network.
    pub network: &'static Network,
    /// A random number, by which the node recognizes a connection to itself.
    pub nonce: u64,
    /// The name and version of the client.
    pub client: String,
}

/// One connection to a peer. See the [module](self).
#[derive(Debug)]
pub struct NodeConnection {
    frames: FrameReader,
    /// Maximum length of the incomplete frame that was received.
    incomplete: usize,
    session: Session,
    end: Option<End>,
}

impl NodeConnection {
    /// Opens a connection at time 0. The version message waits to be sent.
    pub fn open(identity: &Identity, best: Option<ShareHash>, peer: SocketAddr) -> Self {
        Self {
            frames: FrameReader::new(identity.network),
            incomplete: 0,
            session: Session::open(identity, best, peer),
            end: None,
        }
    }

    /// Handles received bytes, at most 64 KiB at a time. Call it only while
    /// [`reads`](Self::reads).
    pub fn receive(&mut self, now: Duration, bytes: &[u8], chain: &Chain) {
        self.incomplete = self.incomplete.saturating_add(bytes.len());
        self.frames.push(bytes);
        self.handle_frames(now, bytes.len(), chain);
        self.tick(now);
    }

    /// Handles the complete frames. `last` is the length of the bytes received last.
    fn handle_frames(&mut self, now: Duration, last: usize, chain: &Chain) {
        while self.reads() {
            let handled = match self.frames.next_frame() {
                Ok(None) if self.incomplete > MAX_MESSAGE => Err(End::TooLong),
                Ok(None) => return,
                Ok(Some((command, payload))) => {
                    // The rest of the buffer arrived with the end of this frame.
                    self.incomplete = last;
                    self.session.handle(now, command, payload, chain)
                }
                Err(error) => Err(error.into()),
            };
            self.end = handled.err();
        }
    }

    /// Queues a push of shares. A peer that has not introduced itself yet gets it afterwards.
    pub fn push(&mut self, now: Duration, frame: &[u8]) {
        if self.end.is_some() {
            return;
        }
        if self.session.is_established() {
            self.session.queue(now, frame);
            self.end = self.session.overflow();
        } else {
            self.session.push_is_due = true;
        }
    }

    /// Handles the time: pings and time-outs. Call it at [`deadline`](Self::deadline).
    pub fn tick(&mut self, now: Duration) {
        if self.end.is_none() {
            self.end = self.session.timed_out(now);
            self.session.ping_if_due(now);
        }
    }

    /// Returns when [`tick`](Self::tick) must be called at the latest.
    pub fn deadline(&self) -> Duration {
        self.session.deadline()
    }

    /// Returns whether the node reads from the connection now.
    pub fn reads(&self) -> bool {
        self.end.is_none() && self.session.has_room()
    }

    /// Returns the bytes that wait to be sent.
    pub fn unsent(&self) -> &[u8] {
        &self.session.unsent
    }

    /// Drops the first `count` bytes of [`unsent`](Self::unsent), which were sent, and continues with
    /// messages that waited for that.
    pub fn sent(&mut self, now: Duration, count: usize, chain: &Chain) {
        let waited = !self.session.has_room();
        self.session.sent(count);
        if waited && self.reads() {
            // The silence was the node's own: it read nothing.
            self.session.last_message = now;
            self.handle_frames(now, self.incomplete, chain);
        }
    }

    /// Returns the client of the peer after its version message. It can be any bytes.
    pub fn client(&self) -> Option<&[u8]> {
        self.session.client.as_deref()
    }

    /// Returns why the node closes the connection, once it does.
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }
}

/// The state of a connection, apart from its unread bytes.
#[derive(Debug)]
struct Session {
    network: &'static Network,
    nonce: u64,
    /// The client of the peer; `None` before its version message.
    client: Option<Vec<u8>>,
    /// Whether shares were pushed before the version message of the peer.
    push_is_due: bool,
    unsent: Vec<u8>,
    /// When the first byte of `unsent` was queued after all others were sent.
    queued: Duration,
    last_message: Duration,
    last_ping: Duration,
}

impl Session {
    fn open(identity: &Identity, best: Option<ShareHash>, peer: SocketAddr) -> Self {
        let mut session = Self {
            network: identity.network,
            nonce: identity.nonce,
            client: None,
            push_is_due: false,
            unsent: Vec::new(),
            queued: Duration::ZERO,
            last_message: Duration::ZERO,
            last_ping: Duration::ZERO,
        };
        let version = Message::Version(Version {
            version: PROTOCOL_VERSION,
            services: 0,
            addr_to: peer.into(),
            addr_from: Address::NONE,
            nonce: identity.nonce,
            sub_version: identity.client.as_bytes(),
            mode: 1,
            best_share_hash: best,
        });
        session.send(Duration::ZERO, &version);
        session
    }

    /// Queues a short message.
    fn send(&mut self, now: Duration, message: &Message<'_>) {
        let mut frame = Vec::new();
        message
            .write(&mut frame, self.network)
            .expect("the node's own messages are short and complete");
        self.queue(now, &frame);
    }

    fn queue(&mut self, now: Duration, frame: &[u8]) {
        if self.unsent.is_empty() {
            self.queued = now;
        }
        self.unsent.extend_from_slice(frame);
    }

    fn sent(&mut self, count: usize) {
        self.unsent.drain(..count.min(self.unsent.len()));
        // A long reply must not occupy memory after it was sent.
        if self.unsent.is_empty() && self.unsent.capacity() > MAX_WAITING {
            self.unsent = Vec::new();
        }
    }

    fn is_established(&self) -> bool {
        self.client.is_some()
    }

    fn has_room(&self) -> bool {
        self.unsent.len() <= MAX_WAITING
    }

    fn overflow(&self) -> Option<End> {
        (self.unsent.len() > MAX_UNSENT).then_some(End::NotReading)
    }

    fn handle(
        &mut self,
        now: Duration,
        command: Command,
        payload: &[u8],
        chain: &Chain,
    ) -> Result<(), End> {
        if !self.is_established() && command != VERSION {
            return Err(End::NotVersion { command });
        }
        let message =
            Message::read(command, payload).map_err(|error| End::Malformed { command, error })?;
        self.last_message = now;
        match message {
            Message::Version(version) => self.introduce(now, &version, chain),
            Message::Sharereq(request) => self.answer(now, &request, chain),
            Message::Getaddrs { .. } => {
                self.send(now, &Message::Addrs(Vec::new()));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn introduce(
        &mut self,
        now: Duration,
        version: &Version<'_>,
        chain: &Chain,
    ) -> Result<(), End> {
        if self.is_established() {
            return Err(End::SecondVersion);
        }
        if version.nonce == self.nonce {
            return Err(End::OwnNonce);
        }
        if version.version < MIN_PROTOCOL_VERSION {
            let version = version.version;
            return Err(End::OldVersion { version });
        }
        self.client = Some(version.sub_version.to_vec());
        if self.push_is_due {
            self.send(now, &Message::Shares(chain.newest()));
        }
        Ok(())
    }

    fn answer(
        &mut self,
        now: Duration,
        request: &ShareRequest<'_>,
        chain: &Chain,
    ) -> Result<(), End> {
        if request.hashes.is_empty() {
            return Err(End::NoHash);
        }
        let reply = |result, shares| {
            Message::Sharereply(ShareReply {
                id: request.id,
                result,
                shares,
            })
        };
        let mut frame = Vec::new();
        let written = chain.requested(request).and_then(|shares| {
            let good = reply(ReplyResult::Good, shares);
            good.write(&mut frame, self.network).ok()
        });
        match written {
            Some(()) => self.queue(now, &frame),
            None => self.send(now, &reply(ReplyResult::TooLong, Vec::new())),
        }
        Ok(())
    }

    /// The time-outs that apply now.
    fn timeouts(&self) -> impl Iterator<Item = (Duration, End)> {
        let handshake = (!self.is_established()).then_some((HANDSHAKE_TIMEOUT, End::NoVersion));
        let silence = (self.is_established() && self.has_room())
            .then(|| (self.last_message.saturating_add(TIMEOUT), End::Silent));
        let sending = (!self.unsent.is_empty())
            .then(|| (self.queued.saturating_add(TIMEOUT), End::NotReading));
        [handshake, silence, sending].into_iter().flatten()
    }

    fn timed_out(&self, now: Duration) -> Option<End> {
        let (_, end) = self.timeouts().find(|(at, _)| *at <= now)?;
        Some(end)
    }

    fn next_ping(&self) -> Option<Duration> {
        (self.is_established() && self.has_room())
            .then(|| self.last_ping.saturating_add(PING_INTERVAL))
    }

    fn ping_if_due(&mut self, now: Duration) {
        if self.next_ping().is_some_and(|at| at <= now) {
            self.last_ping = now;
            self.send(now, &Message::Ping);
        }
    }

    fn deadline(&self) -> Duration {
        let timeouts = self.timeouts().map(|(at, _)| at);
        timeouts
            .chain(self.next_ping())
            .min()
            .unwrap_or(HANDSHAKE_TIMEOUT)
    }
}
