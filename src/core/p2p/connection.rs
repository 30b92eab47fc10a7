//! One connection to a node, as a state machine without sockets and clocks.
//!
//! The input is received bytes and the time since the connection was opened. The output is bytes to
//! send ([`unsent`](Connection::unsent)), [`Event`]s, and the time of the next
//! [`tick`](Connection::tick) ([`deadline`](Connection::deadline)). The time never runs backwards.
//!
//! A connection only listens. It advertises no address, relays nothing, answers each `sharereq` at
//! once with an empty list, and requests at most [`MAX_SHARES`](super::event::MAX_SHARES) shares at a
//! time. After a push of shares it stays open for [`QUIET`](super::event::QUIET) before it closes.
//!
//! Source: p2p.py of p2pool; impl/*/node.cpp of c2pool. FIELD.md b.3 to b.9.

use std::net::SocketAddr;
use std::time::Duration;

use super::event::{Event, Misbehaviour, RequestError};
use super::frame::FrameReader;
use super::message::ShareRequest;
use super::session::Session;
use crate::core::network::Network;

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

    /// Asks to close. A [`tick`](Self::tick) reports [`Event::Closed`]: at once if the peer pushed no
    /// shares for [`QUIET`](super::event::QUIET), otherwise later, and in any case after
    /// [`CLOSE_LIMIT`](super::event::CLOSE_LIMIT).
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
