//! The state of a connection, apart from its unread bytes.

use std::net::SocketAddr;
use std::time::Duration;

use super::event::{
    CLOSE_LIMIT, Event, HANDSHAKE_TIMEOUT, MAX_SHARES, MAX_STOPS, MAX_UNSENT, Misbehaviour,
    PING_INTERVAL, PROTOCOL_VERSION, QUIET, RequestError, SUB_VERSION, TIMEOUT,
};
use super::frame::Command;
use super::message::{
    Message, ReplyResult, SHARES, ShareReply, ShareRequest, VERSION, is_irrelevant,
};
use super::version::{Address, Version};
use crate::core::network::Network;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Waits for the peer's version.
    Handshake,
    /// Listens.
    Open,
    /// Listens until it may close.
    Closing {
        asked: Duration,
    },
    /// Ignores received bytes until it may close.
    Broken {
        asked: Duration,
    },
    /// Is about to report that it is closed.
    Ending,
    Closed,
}

#[derive(Debug)]
struct InFlight {
    id: [u8; 32],
    sent: Duration,
    most: u64,
}

#[derive(Debug)]
pub(super) struct Session {
    network: &'static Network,
    nonce: u64,
    unsent: Vec<u8>,
    phase: Phase,
    /// Whether the peer introduced itself. It pushes no shares before.
    established: bool,
    last_data: Duration,
    last_ping: Duration,
    /// When the last `shares` message arrived, or the last bytes that can be part of one.
    last_push: Option<Duration>,
    /// When the incomplete frame began to arrive.
    frame_began: Option<Duration>,
    in_flight: Option<InFlight>,
}

impl Session {
    pub(super) fn open(network: &'static Network, nonce: u64, peer: Option<SocketAddr>) -> Self {
        let mut session = Self {
            network,
            nonce,
            unsent: Vec::new(),
            phase: Phase::Handshake,
            established: false,
            last_data: Duration::ZERO,
            last_ping: Duration::ZERO,
            last_push: None,
            frame_began: None,
            in_flight: None,
        };
        session.send(&Message::Version(Version {
            version: PROTOCOL_VERSION,
            services: 0,
            addr_to: peer.map_or(Address::NONE, Address::from),
            addr_from: Address::NONE,
            nonce,
            sub_version: SUB_VERSION.as_bytes(),
            mode: 1,
            best_share_hash: None,
        }));
        session
    }

    pub(super) fn network(&self) -> &'static Network {
        self.network
    }

    /// Sends one of p2msg's own messages, which are short.
    fn send(&mut self, message: &Message<'_>) {
        message
            .write(&mut self.unsent, self.network)
            .expect("p2msg's own messages are short and complete");
    }

    /// Whether received bytes are parsed.
    pub(super) fn reads(&self) -> bool {
        matches!(
            self.phase,
            Phase::Handshake | Phase::Open | Phase::Closing { .. }
        )
    }

    pub(super) fn received(&mut self, now: Duration) {
        self.last_data = now;
        // What is not parsed can be a push.
        if self.established && matches!(self.phase, Phase::Broken { .. }) {
            self.last_push = Some(now);
        }
    }

    /// Notes whether the last received bytes are part of an incomplete frame. `complete`: other frames
    /// arrived with them, so that it is a new one.
    pub(super) fn frame_arrives(&mut self, now: Duration, is_partial: bool, complete: bool) {
        self.frame_began = match self.frame_began {
            _ if !is_partial => None,
            Some(began) if !complete => Some(began),
            _ => Some(now),
        };
    }

    pub(super) fn handle<'a>(
        &mut self,
        now: Duration,
        command: Command,
        payload: &'a [u8],
    ) -> Result<Option<Event<'a>>, Misbehaviour> {
        if !self.established && command != VERSION {
            return Err(Misbehaviour::NotVersion { command });
        }
        if command == SHARES {
            self.last_push = Some(now);
        }
        if is_irrelevant(command) {
            return Ok(None);
        }
        let message = Message::read(command, payload)
            .map_err(|error| Misbehaviour::Malformed { command, error })?;
        let event = match message {
            // A second version is ignored.
            Message::Version(version) if !self.established => Some(self.establish(version)?),
            Message::Shares(shares) if !shares.is_empty() => Some(Event::Pushed(shares)),
            Message::Sharereply(reply) => Some(self.accept(reply)?),
            Message::Addrs(addresses) => Some(Event::Addresses(addresses)),
            Message::Sharereq(request) => {
                self.send(&nothing_for(&request));
                None
            }
            Message::Getaddrs { .. } => {
                self.send(&Message::Addrs(Vec::new()));
                None
            }
            _ => None,
        };
        if self.unsent.len() > MAX_UNSENT {
            return Err(Misbehaviour::NotReading);
        }
        Ok(event)
    }

    fn establish<'a>(&mut self, version: Version<'a>) -> Result<Event<'a>, Misbehaviour> {
        if version.nonce == self.nonce {
            return Err(Misbehaviour::Echo);
        }
        self.established = true;
        self.phase = Phase::Open;
        Ok(Event::Handshake(version))
    }

    fn accept<'a>(&mut self, reply: ShareReply<'a>) -> Result<Event<'a>, Misbehaviour> {
        let Some(asked) = self.in_flight.take_if(|asked| asked.id == reply.id) else {
            return Ok(Event::Unrequested { id: reply.id });
        };
        let sent = reply.shares.len();
        if sent as u64 > asked.most {
            let requested = asked.most;
            return Err(Misbehaviour::TooManyShares { requested, sent });
        }
        Ok(Event::Reply(reply))
    }

    pub(super) fn request(
        &mut self,
        now: Duration,
        request: &ShareRequest<'_>,
    ) -> Result<(), RequestError> {
        self.check_open()?;
        if self.in_flight.is_some() {
            return Err(RequestError::InFlight);
        }
        if request.stops.len() > MAX_STOPS {
            return Err(RequestError::TooManyStops);
        }
        let each = request.parents.saturating_add(1);
        let most = each.saturating_mul(request.hashes.len() as u64);
        if most > MAX_SHARES {
            return Err(RequestError::TooManyShares);
        }
        Message::Sharereq(*request).write(&mut self.unsent, self.network)?;
        self.in_flight = Some(InFlight {
            id: request.id,
            sent: now,
            most,
        });
        Ok(())
    }

    pub(super) fn request_addresses(&mut self, count: u32) -> Result<(), RequestError> {
        self.check_open()?;
        self.send(&Message::Getaddrs { count });
        Ok(())
    }

    fn check_open(&self) -> Result<(), RequestError> {
        match self.phase {
            Phase::Open => Ok(()),
            _ => Err(RequestError::NotOpen),
        }
    }

    pub(super) fn is_request_in_flight(&self) -> bool {
        self.in_flight.is_some()
    }

    pub(super) fn unsent(&self) -> &[u8] {
        &self.unsent
    }

    pub(super) fn sent(&mut self, count: usize) {
        self.unsent.drain(..count.min(self.unsent.len()));
    }

    pub(super) fn close(&mut self, now: Duration) {
        self.phase = match self.phase {
            Phase::Handshake => Phase::Broken { asked: now },
            Phase::Open => Phase::Closing { asked: now },
            other => other,
        };
    }

    pub(super) fn close_now(&mut self) {
        if self.phase != Phase::Closed {
            self.phase = Phase::Ending;
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.phase == Phase::Closed
    }

    /// Stops parsing, and asks to close unless that was asked before.
    pub(super) fn fail(&mut self, now: Duration) {
        self.phase = match self.phase {
            Phase::Closing { asked } => Phase::Broken { asked },
            Phase::Handshake | Phase::Open => Phase::Broken { asked: now },
            other => other,
        };
        self.in_flight = None;
        self.frame_began = None;
        if self.established {
            self.last_push = Some(self.last_data);
        }
    }

    /// When the peer pushed shares last. An incomplete frame can be such a push.
    fn may_have_pushed(&self) -> Option<Duration> {
        match (self.established, self.frame_began) {
            (true, Some(_)) => Some(self.last_data),
            _ => self.last_push,
        }
    }

    /// When the connection may close, if that was asked.
    fn closes(&self) -> Option<Duration> {
        match self.phase {
            Phase::Closing { asked } | Phase::Broken { asked } => {
                let quiet = self
                    .may_have_pushed()
                    .map(|last| last.saturating_add(QUIET));
                let limit = asked.saturating_add(CLOSE_LIMIT);
                Some(quiet.unwrap_or_default().clamp(asked, limit))
            }
            Phase::Ending => Some(Duration::ZERO),
            Phase::Handshake | Phase::Open | Phase::Closed => None,
        }
    }

    /// The time-outs of the current phase.
    fn timeouts(&self) -> impl Iterator<Item = (Duration, Misbehaviour)> {
        let after = |since: Duration, error| (since.saturating_add(TIMEOUT), error);
        let handshake = (self.phase == Phase::Handshake)
            .then_some((HANDSHAKE_TIMEOUT, Misbehaviour::NoVersion));
        let request = self.in_flight.as_ref();
        let of_established = [
            Some(after(self.last_data, Misbehaviour::Silent)),
            request.map(|asked| after(asked.sent, Misbehaviour::NoReply)),
            self.frame_began
                .map(|began| after(began, Misbehaviour::Slow)),
        ];
        let listens = self.established && self.reads();
        let of_established = of_established.into_iter().flatten();
        handshake
            .into_iter()
            .chain(of_established.filter(move |_| listens))
    }

    pub(super) fn timed_out(&self, now: Duration) -> Option<Misbehaviour> {
        let (_, misbehaviour) = self.timeouts().find(|(at, _)| *at <= now)?;
        Some(misbehaviour)
    }

    fn next_ping(&self) -> Option<Duration> {
        let pings = self.established && self.reads();
        pings.then(|| self.last_ping.saturating_add(PING_INTERVAL))
    }

    pub(super) fn ping_if_due(&mut self, now: Duration) {
        if self.next_ping().is_some_and(|at| at <= now) {
            self.last_ping = now;
            self.send(&Message::Ping);
        }
    }

    /// Closes the connection if that was asked and it may. Returns whether shares were just pushed.
    pub(super) fn end_if_due(&mut self, now: Duration) -> Option<bool> {
        self.closes().filter(|at| *at <= now)?;
        let last = self.may_have_pushed();
        self.phase = Phase::Closed;
        Some(last.is_some_and(|last| now < last.saturating_add(QUIET)))
    }

    pub(super) fn deadline(&self) -> Option<Duration> {
        let timeouts = self.timeouts().map(|(at, _)| at);
        timeouts.chain(self.next_ping()).chain(self.closes()).min()
    }
}

/// The answer of a node that has none of the requested shares.
fn nothing_for(request: &ShareRequest<'_>) -> Message<'static> {
    Message::Sharereply(ShareReply {
        id: request.id,
        result: ReplyResult::Good,
        shares: Vec::new(),
    })
}
