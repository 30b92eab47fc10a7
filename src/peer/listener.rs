//! Several peers at once: connections and reconnects, requests, checks, and new shares.

mod reports;

use std::collections::VecDeque;
use std::future::pending;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::address::PeerAddress;
use super::fetch::Fetch;
use super::link::{Fault, Order, Report, Route, run};
use super::notice::{Notice, Setup};
use super::remote::{Remote, State};
use super::share::{PeerShare, ShareFault, check_work};
use super::thread::in_thread;
use crate::core::chain::rules::SharePoint;
use crate::core::hash::ShareHash;

/// Reports that wait for the listener.
const REPORTS: usize = 4;
/// Orders that wait for a connection.
const ORDERS: usize = 16;
/// Messages of one peer whose shares wait for their check. Further pushes are ignored: their shares
/// are requested later as ancestors of others.
const UNCHECKED: usize = 2;

/// Shares whose proof of work is checked.
struct Batch {
    peer: usize,
    shares: Vec<PeerShare>,
    /// The newest share that the peer follows, if it pushed these.
    head: Option<ShareHash>,
    /// Why the rest of the message is not accepted.
    fault: Option<Fault>,
}

/// Listens to several peers.
pub struct Listener {
    setup: Setup,
    fetch: Fetch,
    remotes: Vec<Remote>,
    started: Instant,
    sender: Sender<(usize, Report)>,
    reports: Receiver<(usize, Report)>,
    batches: VecDeque<Batch>,
    /// The check that runs; at most one, because each uses all processors.
    check: JoinSet<Option<(Batch, Option<ShareFault>)>>,
    notices: VecDeque<Notice>,
    is_closing: bool,
    was_complete: bool,
}

impl Listener {
    /// Connects when [`next`](Self::next) is called, which needs a runtime.
    pub fn new(setup: Setup) -> Self {
        let (sender, reports) = channel(REPORTS);
        Self {
            fetch: Fetch::new(setup.goal.unwrap_or_default(), setup.network.share_period),
            remotes: setup.peers.iter().cloned().map(Remote::new).collect(),
            setup,
            started: Instant::now(),
            sender,
            reports,
            batches: VecDeque::new(),
            check: JoinSet::new(),
            notices: VecDeque::new(),
            is_closing: false,
            was_complete: false,
        }
    }

    /// Takes over shares that were fetched before. They are not requested again; missing shares between
    /// them are.
    pub fn restore(&mut self, shares: &[SharePoint]) {
        self.fetch.restore(shares);
    }

    /// Requests a single share, and no ancestors of it.
    pub fn want(&mut self, share_hash: ShareHash) {
        self.fetch.announce(share_hash);
    }

    /// The newest share that each peer follows.
    pub fn heads(&self) -> impl Iterator<Item = (&PeerAddress, Option<ShareHash>)> {
        let remotes = self.remotes.iter();
        remotes.map(|remote| (&remote.address, remote.head.filter(|_| remote.is_open())))
    }

    /// The number of shares that are missing in the middle of the chain.
    pub fn holes(&self) -> usize {
        self.fetch.holes()
    }

    /// Whether every share of the goal that a peer has was reported.
    pub fn is_complete(&self) -> bool {
        self.was_complete
    }

    /// The number of known shares.
    pub fn known(&self) -> usize {
        self.fetch.len()
    }

    /// Forgets shares before `timestamp`, Unix seconds, and wants none of them.
    pub fn forget_before(&mut self, timestamp: u32) {
        self.fetch.forget_before(timestamp);
    }

    /// Requests up to `count` addresses of nodes from a peer.
    pub fn request_addresses(&self, peer: usize, count: u32) {
        if let Some(remote) = self.remotes.get(peer) {
            remote.order(Order::Addresses(count));
        }
    }

    /// Closes all connections, each as soon as nodes allow it: [`next`](Self::next) then returns
    /// `None` after the last.
    pub fn close(&mut self) {
        self.close_all(|| Order::Close);
    }

    /// Closes all connections without waiting.
    pub fn close_now(&mut self) {
        self.close_all(|| Order::CloseNow);
    }

    fn close_all(&mut self, order: impl Fn() -> Order) {
        self.is_closing = true;
        self.batches.clear();
        for remote in &mut self.remotes {
            remote.order(order());
            remote.state = match remote.orders {
                Some(_) => State::Closing,
                None => State::Done,
            };
        }
    }

    /// Returns what happens next; `None` when every connection is closed for good. Nothing is lost if
    /// the future is dropped.
    pub async fn next(&mut self) -> Option<Notice> {
        loop {
            if let Some(notice) = self.notices.pop_front() {
                return Some(notice);
            }
            self.connect_due();
            self.request();
            self.check_next();
            self.note_complete();
            if !self.notices.is_empty() {
                continue;
            }
            if self.is_over() {
                return None;
            }
            let timer = self.timer();
            tokio::select! {
                report = self.reports.recv() => {
                    if let Some((peer, report)) = report {
                        self.take(peer, report);
                    }
                }
                checked = self.check.join_next(), if !self.check.is_empty() => {
                    if let Some(Ok(Some((batch, fault)))) = checked {
                        self.checked(batch, fault);
                    }
                }
                () = until(timer) => {}
            }
        }
    }

    fn is_over(&self) -> bool {
        let is_checked = self.batches.is_empty() && self.check.is_empty();
        is_checked && self.remotes.iter().all(Remote::is_done)
    }

    fn wants_announced(&self) -> bool {
        self.setup.announced && self.setup.goal.is_some()
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    /// When something is due without a report.
    fn timer(&self) -> Option<Instant> {
        let now = self.now();
        let times = self
            .remotes
            .iter()
            .enumerate()
            .filter_map(|(peer, remote)| match remote.state {
                State::Waiting(at) => Some(at),
                State::Open if remote.asked.is_some() => remote.slow_from().filter(|at| *at > now),
                State::Open if remote.unchecked < UNCHECKED => self.fetch.next_attempt(peer),
                _ => None,
            });
        times.min().map(|at| self.started + at)
    }

    /// Opens the connections whose time has come.
    fn connect_due(&mut self) {
        let now = self.now();
        for (peer, remote) in self.remotes.iter_mut().enumerate() {
            if !matches!(remote.state, State::Waiting(at) if at <= now) {
                continue;
            }
            let (orders, received) = channel(ORDERS);
            remote.connect(now, orders);
            let route = Route {
                network: self.setup.network,
                peer: remote.address.clone(),
                proxy: self.setup.proxy.clone(),
                connect_timeout: self.setup.connect_timeout,
            };
            tokio::spawn(run(route, peer, received, self.sender.clone()));
        }
    }

    /// Requests missing shares from the peers that have no request.
    fn request(&mut self) {
        let now = self.now();
        for (peer, remote) in self.remotes.iter_mut().enumerate() {
            let is_free = remote.asked.is_none() && remote.unchecked < UNCHECKED;
            if !remote.is_open() || !is_free || self.setup.goal.is_none() {
                continue;
            }
            if let Some(request) = self.fetch.next_request(peer, now) {
                remote.order(Order::Shares {
                    hash: request.hash,
                    parents: request.parents,
                    stops: request.stops.clone(),
                });
                remote.asked = Some((request, now));
            }
        }
    }

    /// Starts the next check, if none runs.
    fn check_next(&mut self) {
        if !self.check.is_empty() {
            return;
        }
        if let Some(batch) = self.batches.pop_front() {
            let network = self.setup.network;
            let batch = Mutex::new(Some(batch));
            let work = move || {
                let batch = batch
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .take()?;
                let fault = check_work(&batch.shares, network);
                Some((batch, fault))
            };
            self.check
                .spawn(async move { in_thread("check", work).await.flatten() });
        }
    }

    fn note_complete(&mut self) {
        let now = self.now();
        let is_settled = |remote: &Remote| match remote.state {
            State::Connecting => false,
            State::Waiting(_) => remote.failures() > 0,
            State::Open | State::Closing | State::Done => remote.unchecked == 0,
        };
        let numbered = self.remotes.iter().enumerate();
        let is_slow = |remote: &Remote| remote.slow_from().is_some_and(|at| at <= now);
        let open = numbered.filter(|(_, remote)| remote.is_open() && !is_slow(remote));
        let open: Vec<usize> = open.map(|(peer, _)| peer).collect();
        let is_complete = !open.is_empty()
            && self.remotes.iter().all(is_settled)
            && self.fetch.is_complete(&open);
        if is_complete && !self.was_complete && self.setup.goal.is_some() {
            self.notices.push_back(Notice::Complete);
        }
        self.was_complete = is_complete;
    }
}

/// Waits until `at`, for ever without a time.
async fn until(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => pending().await,
    }
}
