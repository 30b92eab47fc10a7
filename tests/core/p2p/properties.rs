//! What holds for any bytes, splits and times.

use std::time::Duration;

use p2msg::core::p2p::connection::Connection;
use p2msg::core::p2p::event::{CLOSE_LIMIT, Event, MAX_UNSENT, QUIET};
use p2msg::core::p2p::message::{Message, ReplyResult};
use proptest::prelude::*;

use super::{NONCE, frame, peer_version, push, reply, request, seconds, sharereq, testnet};

/// What happens to a connection.
#[derive(Debug, Clone)]
enum Step {
    /// Time passes, in milliseconds.
    Wait(u64),
    /// The peer sends bytes, in pieces of this size.
    Receive(Vec<u8>, usize),
    /// p2msg sends what waits.
    Send,
    Request(u8, u64),
    Close,
    CloseNow,
}

fn peer_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => (0..6_usize).prop_map(push),
        2 => (0..4_u8).prop_map(sharereq),
        2 => (0..4_u8, 0..8_usize).prop_map(|(id, count)| reply(id, ReplyResult::Good, count)),
        2 => Just(frame(&Message::Ping)),
        1 => Just(frame(&Message::Getaddrs { count: 8 })),
        1 => Just(frame(&Message::Addrs(Vec::new()))),
        1 => Just(peer_version()),
        1 => Just(sharereq(1).repeat(500)),
    ]
}

fn damaged_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..60),
        (peer_bytes(), any::<prop::sample::Index>()).prop_map(|(mut bytes, at)| {
            bytes.truncate(at.index(bytes.len()));
            bytes
        }),
        (peer_bytes(), any::<prop::sample::Index>()).prop_map(|(mut bytes, at)| {
            let at = at.index(bytes.len());
            bytes[at] ^= 0x10;
            bytes
        }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let size = prop_oneof![1..40_usize, Just(1 << 16)];
    prop_oneof![
        6 => (0..15_000_u64).prop_map(Step::Wait),
        1 => (0..150_000_u64).prop_map(Step::Wait),
        12 => (peer_bytes(), size.clone()).prop_map(|(bytes, size)| Step::Receive(bytes, size)),
        1 => (damaged_bytes(), size).prop_map(|(bytes, size)| Step::Receive(bytes, size)),
        4 => Just(Step::Send),
        3 => (0..4_u8, 0..6_u64).prop_map(|(id, parents)| Step::Request(id, parents)),
        1 => Just(Step::Close),
        1 => prop::bool::weighted(0.2).prop_map(|now| if now { Step::CloseNow } else { Step::Close }),
    ]
}

/// A connection, and its history as an independent observer keeps it.
struct Observed {
    connection: Connection,
    now: Duration,
    last_push: Option<Duration>,
    last_ping: Duration,
    asked: Option<Duration>,
    asked_now: bool,
    misbehaved: bool,
    closed: usize,
}

impl Observed {
    fn new() -> Self {
        let mut observed = Self {
            connection: Connection::open(testnet(), NONCE, None),
            now: Duration::ZERO,
            last_push: None,
            last_ping: Duration::ZERO,
            asked: None,
            asked_now: false,
            misbehaved: false,
            closed: 0,
        };
        observed.receive(&peer_version());
        observed
    }

    fn receive(&mut self, bytes: &[u8]) {
        let now = self.now;
        let (mut pushed, mut misbehaved, mut closed) = (false, false, None);
        let before = self.connection.unsent().len();
        self.connection.receive(now, bytes, |event| {
            assert_eq!(closed, None, "{event:?} follows the end");
            match event {
                Event::Pushed(_) => pushed = true,
                Event::Misbehaved(_) => misbehaved = true,
                Event::Closed { early } => closed = Some(early),
                _ => {}
            }
        });
        if pushed {
            assert!(!self.misbehaved);
            self.last_push = Some(now);
        }
        if misbehaved {
            assert!(!self.misbehaved);
            self.misbehaved = true;
            self.asked.get_or_insert(now);
        }
        if bytes.is_empty() && self.connection.unsent().len() > before {
            let gap = now - self.last_ping;
            assert!(gap <= seconds(60), "{gap:?} without a ping");
            self.last_ping = now;
        }
        if let Some(early) = closed {
            self.ended(early);
        }
        assert!(self.connection.unsent().len() <= MAX_UNSENT + (1 << 16));
    }

    fn ended(&mut self, early: bool) {
        self.closed += 1;
        let asked = self.asked.expect("nothing asked to close");
        let quiet = self.last_push.is_none_or(|last| self.now >= last + QUIET);
        let limit = self.now >= asked + CLOSE_LIMIT;
        assert!(quiet || early, "closed after a push without a word");
        assert!(quiet || limit || self.asked_now, "closed after a push");
    }

    /// Lets time pass, with each deadline on the way.
    fn wait(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some(deadline) = self.connection.deadline().filter(|at| *at <= end) {
            self.now = self.now.max(deadline);
            self.receive(&[]);
            assert_ne!(
                self.connection.deadline(),
                Some(deadline),
                "nothing happened"
            );
        }
        self.now = end;
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Wait(time) => self.wait(Duration::from_millis(*time)),
            Step::Receive(bytes, size) => {
                bytes.chunks(*size).for_each(|bytes| self.receive(bytes));
            }
            Step::Send => self.connection.sent(usize::MAX),
            Step::Request(id, parents) => {
                let hashes = [[1; 32]];
                let request = request(*id, &hashes, *parents);
                let in_flight = self.connection.is_request_in_flight();
                let sent = self.connection.request(self.now, &request);
                assert!(!(in_flight && sent.is_ok()));
                assert!(!(self.asked.is_some() && sent.is_ok()));
            }
            Step::Close | Step::CloseNow => {
                self.asked.get_or_insert(self.now);
                self.connection.close(self.now);
                if matches!(step, Step::CloseNow) {
                    self.asked_now = true;
                    self.connection.close_now();
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_connection_keeps_its_promises(steps in prop::collection::vec(step(), 0..60)) {
        let mut observed = Observed::new();
        for step in &steps {
            observed.step(step);
        }
        // Every connection ends once it is asked to.
        observed.step(&Step::Close);
        observed.wait(CLOSE_LIMIT + QUIET);
        prop_assert!(observed.connection.is_closed());
        prop_assert_eq!(observed.closed, 1);
    }

    #[test]
    fn the_split_of_bytes_changes_nothing(
        parts in prop::collection::vec(prop_oneof![9 => peer_bytes(), 1 => damaged_bytes()], 0..12),
        cuts in prop::collection::vec(1..200_usize, 1..40),
    ) {
        let bytes = parts.concat();
        let mut whole = super::Listener::open();
        whole.receive(1, &bytes);
        let mut split = super::Listener::open();
        let (mut rest, mut cuts) = (&bytes[..], cuts.iter().cycle());
        while !rest.is_empty() {
            let (part, more) = rest.split_at(rest.len().min(*cuts.next().unwrap()));
            split.receive(1, part);
            rest = more;
        }
        prop_assert_eq!(whole.events(), split.events());
        prop_assert_eq!(whole.sent_bytes(), split.sent_bytes());
        prop_assert!(whole.shares == split.shares);
        prop_assert_eq!(whole.connection.deadline(), split.connection.deadline());
    }
}
