//! One connection to a node, as a state machine without sockets and clocks.
//!
//! The input is received bytes and the time since the connection was opened. The output is bytes to
//! send ([`unsent`](Connection::unsent)), [`Event`]s, and the time of the next
//! [`tick`](Connection::tick) ([`deadline`](Connection::deadline)). The time never runs backwards.
//!
//! A connection only listens. It advertises no address, relays nothing, answers each `sharereq` at once
//! with an empty list, and requests at most [`MAX_SHARES`] shares at a time. After a push of shares it
//! stays open for [`QUIET`] before it closes.
//!
//! Source: p2p.py of p2pool; impl/*/node.cpp of c2pool. FIELD.md b.3 to b.9.

mod session;

use std::net::SocketAddr;
use std::time::Duration;

use super::frame::{Command, FrameError, FrameReader};
use super::message::{RawShare, ShareReply, ShareRequest, WriteError};
use super::version::{KnownAddress, Version};
use crate::core::network::Network;
use crate::core::wire::WireError;
use session::Session;

/// The protocol version that p2msg sends. Every node accepts it.
pub const PROTOCOL_VERSION: u32 = 3600;
/// The client name that p2msg sends.
pub const SUB_VERSION: &str = concat!("/p2msg:", env!("CARGO_PKG_VERSION"), "/");
/// Maximum number of shares that a request asks for.
pub const MAX_SHARES: u64 = 1001;
/// Maximum number of stops in a request.
pub const MAX_STOPS: usize = 100;
/// Time for the peer's first message.
pub const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// Time without data from the peer, time for a reply, and time for a whole frame.
pub const TIMEOUT: Duration = Duration::from_secs(100);
/// Time between two pings.
pub const PING_INTERVAL: Duration = Duration::from_secs(40);
/// Time that a connection stays open after the last `shares` message.
pub const QUIET: Duration = Duration::from_secs(11);
/// Time after which a connection closes although its peer keeps pushing shares.
pub const CLOSE_LIMIT: Duration = Duration::from_secs(120);
/// Maximum number of bytes that wait to be sent after a message was answered.
pub const MAX_UNSENT: usize = 1 << 18;

/// What a connection reports.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// The peer introduced itself. Requests are possible now.
    Handshake(Version<'a>),
    /// The peer pushed shares, at least one. They are not verified.
    Pushed(Vec<RawShare<'a>>),
    /// The peer answered the request. The shares are not verified.
    Reply(ShareReply<'a>),
    /// The peer answered a request that it was not asked. The reply is ignored.
    Unrequested {
        /// The id in the reply.
        id: [u8; 32],
    },
    /// The peer sent addresses of nodes, requested or not.
    Addresses(Vec<KnownAddress>),
    /// The peer broke the protocol. The connection ignores its further bytes, and closes.
    Misbehaved(Misbehaviour),
    /// The connection is closed: disconnect. Nothing follows.
    Closed {
        /// Whether the peer pushed shares less than [`QUIET`] ago.
        early: bool,
    },
}

/// How a peer broke the protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Misbehaviour {
    /// Its bytes are not frames of the network.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// A message is malformed.
    #[error("malformed {command} message: {error}")]
    Malformed {
        /// The command.
        command: Command,
        /// What is wrong.
        error: WireError,
    },
    /// The first message was another one than `version`.
    #[error("the peer's first message is {command}, not version")]
    NotVersion {
        /// The command.
        command: Command,
    },
    /// The version message has the nonce that p2msg sent.
    #[error("the peer sends p2msg's own messages back")]
    Echo,
    /// No complete version message within [`HANDSHAKE_TIMEOUT`].
    #[error("no version message within {} seconds", HANDSHAKE_TIMEOUT.as_secs())]
    NoVersion,
    /// No data for [`TIMEOUT`].
    #[error("no data for {} seconds", TIMEOUT.as_secs())]
    Silent,
    /// A frame was not complete within [`TIMEOUT`].
    #[error("a message was incomplete after {} seconds", TIMEOUT.as_secs())]
    Slow,
    /// No reply to the request within [`TIMEOUT`].
    #[error("no reply within {} seconds", TIMEOUT.as_secs())]
    NoReply,
    /// A reply has more shares than were requested.
    #[error("a reply has {sent} shares, at most {requested} were requested")]
    TooManyShares {
        /// Maximum number of shares that answer the request.
        requested: u64,
        /// The number of shares in the reply.
        sent: usize,
    },
    /// More than [`MAX_UNSENT`] bytes of answers wait to be sent.
    #[error("the peer asks, and does not read the answers")]
    NotReading,
}

/// Why a request was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The handshake is not complete, or the connection closes.
    #[error("the connection accepts no requests now")]
    NotOpen,
    /// The previous request is not answered yet.
    #[error("the previous request is not answered yet")]
    InFlight,
    /// The request asks for more than [`MAX_SHARES`] shares.
    #[error("a request asks for at most {MAX_SHARES} shares")]
    TooManyShares,
    /// The request has more than [`MAX_STOPS`] stops.
    #[error("a request has at most {MAX_STOPS} stops")]
    TooManyStops,
    /// The request cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// One connection to a node. See the [module](self).
#[derive(Debug)]
pub struct Connection {
    frames: FrameReader,
    session: Session,
}

impl Connection {
    /// Opens a connection at time 0. Its version message waits to be sent.
    ///
    /// `nonce` is random. `peer` is the address of the peer, `None` if it is unknown or to be kept
    /// private.
    pub fn open(network: &'static Network, nonce: u64, peer: Option<SocketAddr>) -> Self {
        Self {
            frames: FrameReader::new(network),
            session: Session::open(network, nonce, peer),
        }
    }

    /// Handles received bytes. Empty `bytes` only handle the time.
    ///
    /// The bytes may be split in any way; pass at most 64 KiB at a time, and send what waits to be sent
    /// before the next call. Shares are handed to `on_event` and not kept.
    pub fn receive(&mut self, now: Duration, bytes: &[u8], mut on_event: impl FnMut(Event<'_>)) {
        if !bytes.is_empty() {
            self.session.received(now);
        }
        if self.session.reads() {
            self.frames.push(bytes);
            self.read_frames(now, &mut on_event);
        }
        self.tick(now, on_event);
    }

    fn read_frames(&mut self, now: Duration, on_event: &mut impl FnMut(Event<'_>)) {
        let mut complete = false;
        while self.session.reads() {
            let outcome = match self.frames.next_frame() {
                Ok(None) => break,
                Ok(Some((command, payload))) => self.session.handle(now, command, payload),
                Err(error) => Err(error.into()),
            };
            complete = true;
            match outcome {
                Ok(Some(event)) => on_event(event),
                Ok(None) => {}
                Err(misbehaviour) => self.fail(now, misbehaviour, on_event),
            }
        }
        let is_partial = self.frames.is_partial();
        self.session.frame_arrives(now, is_partial, complete);
    }

    fn fail(
        &mut self,
        now: Duration,
        misbehaviour: Misbehaviour,
        on_event: &mut impl FnMut(Event<'_>),
    ) {
        self.session.fail(now);
        self.frames = FrameReader::new(self.session.network());
        on_event(Event::Misbehaved(misbehaviour));
    }

    /// Handles the time: pings, time-outs, and the end. Call it at [`deadline`](Self::deadline).
    pub fn tick(&mut self, now: Duration, mut on_event: impl FnMut(Event<'_>)) {
        if let Some(misbehaviour) = self.session.timed_out(now) {
            self.fail(now, misbehaviour, &mut on_event);
        }
        self.session.ping_if_due(now);
        if let Some(early) = self.session.end_if_due(now) {
            on_event(Event::Closed { early });
        }
    }

    /// Returns when [`tick`](Self::tick) must be called at the latest; `None` once closed.
    pub fn deadline(&self) -> Option<Duration> {
        self.session.deadline()
    }

    /// Sends a request.
    ///
    /// # Errors
    ///
    /// [`RequestError`]; nothing is sent then.
    pub fn request(
        &mut self,
        now: Duration,
        request: &ShareRequest<'_>,
    ) -> Result<(), RequestError> {
        self.session.request(now, request)
    }

    /// Requests up to `count` addresses of nodes. They arrive as [`Event::Addresses`].
    ///
    /// # Errors
    ///
    /// [`RequestError::NotOpen`].
    pub fn request_addresses(&mut self, count: u32) -> Result<(), RequestError> {
        self.session.request_addresses(count)
    }

    /// Returns whether a request waits for its reply.
    pub fn is_request_in_flight(&self) -> bool {
        self.session.is_request_in_flight()
    }

    /// Returns the bytes that wait to be sent.
    pub fn unsent(&self) -> &[u8] {
        self.session.unsent()
    }

    /// Drops the first `count` bytes of [`unsent`](Self::unsent), which were sent.
    pub fn sent(&mut self, count: usize) {
        self.session.sent(count);
    }

    /// Asks to close. [`Event::Closed`] follows from a [`tick`](Self::tick): at once if the peer pushed
    /// no shares for [`QUIET`], else later, and after [`CLOSE_LIMIT`] in any case.
    pub fn close(&mut self, now: Duration) {
        self.session.close(now);
    }

    /// Closes without waiting. The next [`tick`](Self::tick) reports [`Event::Closed`].
    pub fn close_now(&mut self) {
        self.session.close_now();
    }

    /// Returns whether the connection is closed.
    pub fn is_closed(&self) -> bool {
        self.session.is_closed()
    }
}
