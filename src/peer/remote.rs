//! A peer of a listener: its connection, and when to connect again.

use std::time::Duration;

use tokio::sync::mpsc::Sender;

use super::address::PeerAddress;
use super::fetch::Request;
use super::link::{Order, PeerInfo};
use crate::core::hash::ShareHash;

/// Least time between two connections to a host.
const RECONNECT: Duration = Duration::from_secs(10);
/// Most time between two connections to a host.
const LONGEST: Duration = Duration::from_secs(600);
/// Time after which other peers do not wait for an answer.
const SLOW: Duration = Duration::from_secs(20);
/// Known and old shares that a peer may push at once, and each second.
const USELESS_AT_ONCE: f64 = 5_000.0;
const USELESS_PER_SECOND: f64 = 20.0;

/// The state of a connection.
#[derive(Debug)]
pub(super) enum State {
    /// Connects at this time.
    Waiting(Duration),
    /// Connects, or waits for the version message.
    Connecting,
    /// Listens.
    Open,
    /// Closes, and its shares are ignored.
    Closing,
    /// Will not connect again.
    Done,
}

/// A peer of a listener.
#[derive(Debug)]
pub(super) struct Remote {
    pub(super) address: PeerAddress,
    pub(super) state: State,
    pub(super) orders: Option<Sender<Order>>,
    pub(super) info: Option<PeerInfo>,
    /// The newest share that it follows.
    pub(super) head: Option<ShareHash>,
    /// The request that it has not answered, and when it was sent.
    pub(super) asked: Option<(Request, Duration)>,
    /// Messages with shares that wait for their check.
    pub(super) unchecked: usize,
    /// When the last connection began.
    connected: Duration,
    /// Failures in a row.
    failures: u32,
    /// Whether this connection delivered a new share.
    pub(super) was_useful: bool,
    useless: f64,
    useless_since: Duration,
}

impl Remote {
    pub(super) fn new(address: PeerAddress) -> Self {
        Self {
            address,
            state: State::Waiting(Duration::ZERO),
            orders: None,
            info: None,
            head: None,
            asked: None,
            unchecked: 0,
            connected: Duration::ZERO,
            failures: 0,
            was_useful: false,
            useless: 0.0,
            useless_since: Duration::ZERO,
        }
    }

    /// A connection begins.
    pub(super) fn connect(&mut self, now: Duration, orders: Sender<Order>) {
        self.orders = Some(orders);
        self.state = State::Connecting;
        self.connected = now;
        self.was_useful = false;
        self.useless = 0.0;
        self.useless_since = now;
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self.state, State::Open)
    }

    /// When it counts as slow; `None` without a request.
    pub(super) fn slow_from(&self) -> Option<Duration> {
        self.asked.as_ref().map(|(_, at)| *at + SLOW)
    }

    pub(super) fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Sends an order. The channel has room for more orders than a connection gets at once.
    pub(super) fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // An error means that the connection is gone, which is reported.
            let _ = orders.try_send(order);
        }
    }

    /// The connection ended. `random` is from 0 to 1; `again` tells whether to connect again.
    pub(super) fn disconnected(&mut self, now: Duration, again: bool, random: f64) {
        self.orders = None;
        self.asked = None;
        self.failures = match self.was_useful {
            true => 0,
            false => self.failures.saturating_add(1),
        };
        self.state = match again {
            true => State::Waiting(now.max(self.connected + self.pause(random))),
            false => State::Done,
        };
    }

    /// Time from one connection to the next.
    fn pause(&self, random: f64) -> Duration {
        let doublings = self.failures.saturating_sub(1).min(16);
        let doubled = RECONNECT.saturating_mul(2_u32.saturating_pow(doublings));
        // Not less than RECONNECT, and not all listeners at the same time.
        doubled.min(LONGEST).mul_f64(1.0 + 0.5 * random)
    }

    /// Connections that failed in a row.
    pub(super) fn failures(&self) -> u32 {
        self.failures
    }

    /// Counts pushed shares that are known or old. Returns whether there are too many.
    pub(super) fn pushes_too_much(&mut self, now: Duration, useless: usize) -> bool {
        let passed = now.saturating_sub(self.useless_since).as_secs_f64();
        self.useless_since = now;
        let rest = (self.useless - passed * USELESS_PER_SECOND).max(0.0);
        self.useless = rest + u32::try_from(useless).map_or(f64::MAX, f64::from);
        self.useless > USELESS_AT_ONCE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::network::Network;

    fn remote() -> Remote {
        let network = Network::by_name("litecoin").unwrap();
        Remote::new(PeerAddress::parse("node", network).unwrap())
    }

    fn next_connection(remote: &Remote) -> Duration {
        match remote.state {
            State::Waiting(at) => at,
            _ => panic!("{remote:?}"),
        }
    }

    #[test]
    fn a_peer_is_reconnected_less_and_less_often() {
        let mut remote = remote();
        let (orders, _kept) = tokio::sync::mpsc::channel(1);
        let mut now = Duration::ZERO;
        let mut pauses = Vec::new();
        for _ in 0..8 {
            remote.connect(now, orders.clone());
            remote.disconnected(now, true, 0.0);
            pauses.push((next_connection(&remote) - now).as_secs());
            now = next_connection(&remote);
        }
        assert_eq!(pauses, [10, 20, 40, 80, 160, 320, 600, 600]);
        // A connection that brought shares counts as a success.
        remote.connect(now, orders);
        remote.was_useful = true;
        remote.disconnected(now, true, 1.0);
        assert_eq!((next_connection(&remote) - now).as_secs(), 15);
    }

    #[test]
    fn a_long_connection_is_followed_by_another_at_once() {
        let mut remote = remote();
        let (orders, _kept) = tokio::sync::mpsc::channel(1);
        remote.connect(Duration::ZERO, orders);
        remote.was_useful = true;
        let now = Duration::from_secs(3600);
        remote.disconnected(now, true, 0.0);
        assert_eq!(next_connection(&remote), now);
    }

    #[test]
    fn a_flood_of_known_shares_is_noticed() {
        let mut remote = remote();
        let mut now = Duration::ZERO;
        // Five shares for each new one, and a new one each second, is far more than nodes push.
        for _ in 0..100_000 {
            now += Duration::from_secs(1);
            assert!(!remote.pushes_too_much(now, 5));
        }
        let pushed = (1..).find(|_| remote.pushes_too_much(now, 1000)).unwrap();
        assert!(pushed <= 6, "{pushed}");
    }
}
