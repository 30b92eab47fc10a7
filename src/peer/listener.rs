//! Several peers at once: connections and reconnects, requests, checks, and what is new.

use std::collections::VecDeque;
use std::future::pending;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::address::PeerAddress;
use super::dial::Proxy;
use super::fetch::{Fetch, Goal};
use super::link::{Fault, Order, PeerInfo, Report, Route, run};
use super::remote::{Remote, State};
use super::share::{PeerShare, ShareFault, check_work, parse};
use super::thread::in_thread;
use crate::core::chain::Link;
use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::core::p2p::message::ReplyResult;

/// Reports that wait for the listener.
const REPORTS: usize = 4;
/// Orders that wait for a connection.
const ORDERS: usize = 16;
/// Messages of one peer whose shares wait for their check. Further pushes are ignored: their shares
/// are requested later as ancestors of others.
const UNCHECKED: usize = 2;

/// What to listen to.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The network of the peers.
    pub network: &'static Network,
    /// The peers, each once.
    pub peers: Vec<PeerAddress>,
    /// Connects through this proxy.
    pub proxy: Option<Proxy>,
    /// Time for a connection to be established.
    pub connect_timeout: Duration,
    /// The shares that are wanted; `None` for none, not even pushed ones.
    pub goal: Option<Goal>,
    /// Whether the best shares of the peers are wanted, with their ancestors. Otherwise only shares
    /// that are asked for with [`Listener::want`].
    pub announced: bool,
    /// Whether to connect again for ever.
    pub follow: bool,
}

/// What a listener reports. Peers are numbers in the order of [`Setup::peers`].
#[derive(Debug)]
#[non_exhaustive]
pub enum Notice {
    /// A peer introduced itself.
    Connected {
        /// The peer.
        peer: usize,
        /// How it introduced itself.
        info: PeerInfo,
    },
    /// A peer sent addresses of nodes.
    Addresses {
        /// The peer.
        peer: usize,
        /// At most 1,000 addresses.
        addresses: Vec<SocketAddr>,
    },
    /// Shares that were not known before and are within the goal, each with a valid proof of work.
    /// In a message of a peer, the newest comes first.
    Shares {
        /// The peer that sent them.
        peer: usize,
        /// The shares.
        shares: Vec<PeerShare>,
    },
    /// A connection failed.
    Failed {
        /// The peer.
        peer: usize,
        /// Why.
        fault: Fault,
    },
    /// A connection is closed.
    Closed {
        /// The peer.
        peer: usize,
        /// Whether shares had been pushed so recently that the node may withhold them from others.
        early: bool,
        /// Time until the next connection; `None` if there is none.
        again: Option<Duration>,
    },
    /// Every share of the goal that a peer has was reported.
    Complete,
}

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

    /// Takes over shares that were fetched before, with their times in Unix seconds. They are not
    /// requested again; what is missing between them is.
    pub fn restore(&mut self, shares: &[(Link, u32)]) {
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

    /// Closes all connections, each as soon as that harms nobody: [`next`](Self::next) then returns
    /// `None` after the last.
    pub fn close(&mut self) {
        self.close_all(|| Order::Close);
    }

    /// Closes one connection as soon as that harms nobody.
    pub fn close_peer(&mut self, peer: usize) {
        if let Some(remote) = self.remotes.get_mut(peer)
            && remote.is_open()
        {
            remote.state = State::Closing;
            remote.order(Order::Close);
        }
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
        let times = self
            .remotes
            .iter()
            .enumerate()
            .filter_map(|(peer, remote)| match remote.state {
                State::Waiting(at) => Some(at),
                State::Open if remote.asked.is_none() && remote.unchecked < UNCHECKED => {
                    self.fetch.next_attempt(peer)
                }
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
                remote.asked = Some(request);
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
        let is_settled = |remote: &Remote| match remote.state {
            State::Connecting => false,
            State::Waiting(_) => remote.failures() > 0,
            State::Open | State::Closing | State::Done => remote.unchecked == 0,
        };
        let numbered = self.remotes.iter().enumerate();
        let open = numbered.filter(|(_, remote)| remote.is_open());
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

/// Reports of connections, and results of checks.
impl Listener {
    fn take(&mut self, peer: usize, report: Report) {
        let wants_announced = self.wants_announced();
        let Some(remote) = self.remotes.get_mut(peer) else {
            return;
        };
        match report {
            Report::Closed { early } => self.closed(peer, early),
            // The listener closes the connection, or the peer was found to be false.
            _ if matches!(remote.state, State::Closing | State::Done) => {}
            Report::Failed(fault) => {
                remote.state = State::Closing;
                self.notices.push_back(Notice::Failed { peer, fault });
            }
            Report::Handshake(info) => {
                remote.state = State::Open;
                remote.head = info.best_share_hash;
                if let Some(best) = info.best_share_hash.filter(|_| wants_announced) {
                    self.fetch.announce(best);
                }
                remote.info = Some(info.clone());
                self.notices.push_back(Notice::Connected { peer, info });
            }
            Report::Addresses(addresses) => {
                self.notices
                    .push_back(Notice::Addresses { peer, addresses });
            }
            Report::Pushed(raws) => self.pushed(peer, raws),
            Report::Reply { result, shares } => self.replied(peer, result, shares),
        }
    }

    fn closed(&mut self, peer: usize, early: bool) {
        let now = self.now();
        self.fetch.disconnected(peer);
        let Some(remote) = self.remotes.get_mut(peer) else {
            return;
        };
        let tries_again = self.setup.follow || remote.was_useful;
        remote.disconnected(now, tries_again && !self.is_closing, random());
        let again = match remote.state {
            State::Waiting(at) => Some(at.saturating_sub(now)),
            _ => None,
        };
        self.notices
            .push_back(Notice::Closed { peer, early, again });
    }

    fn pushed(&mut self, peer: usize, raws: Vec<Vec<u8>>) {
        let now = self.now();
        let Some(remote) = self.remotes.get_mut(peer) else {
            return;
        };
        if !self.setup.announced || self.setup.goal.is_none() || remote.unchecked >= UNCHECKED {
            return;
        }
        let sent = raws.len();
        let (mut shares, fault) = parse(raws, self.setup.network);
        let head = shares.first().map(|share| share.link.share_hash);
        if head.is_some_and(|head| self.fetch.knows(&head)) {
            remote.head = head;
        }
        shares.retain(|share| !self.fetch.knows(&share.link.share_hash) && self.fetch.wants(share));
        if remote.pushes_too_much(now, sent - shares.len()) {
            self.fail(peer, Fault::Flood { count: sent });
            return;
        }
        let shares = self.fetch.push(shares);
        self.queue(Batch {
            peer,
            shares,
            head,
            fault: fault.map(Fault::from),
        });
    }

    fn replied(&mut self, peer: usize, result: ReplyResult, raws: Vec<Vec<u8>>) {
        let now = self.now();
        let Some(remote) = self.remotes.get_mut(peer) else {
            return;
        };
        let Some(request) = remote.asked.take() else {
            return;
        };
        let (shares, fault) = parse(raws, self.setup.network);
        match self.fetch.answer(peer, now, &request, result, shares) {
            Ok(shares) => self.queue(Batch {
                peer,
                shares,
                head: None,
                fault: fault.map(Fault::from),
            }),
            Err(fault) => self.fail(peer, fault),
        }
    }

    fn queue(&mut self, batch: Batch) {
        if batch.shares.is_empty() {
            if let Some(fault) = batch.fault {
                self.fail(batch.peer, fault);
            }
            return;
        }
        if let Some(remote) = self.remotes.get_mut(batch.peer) {
            remote.unchecked += 1;
        }
        self.batches.push_back(batch);
    }

    fn checked(&mut self, batch: Batch, fault: Option<ShareFault>) {
        let Batch { peer, shares, .. } = batch;
        let Some(remote) = self.remotes.get_mut(peer) else {
            return;
        };
        remote.unchecked = remote.unchecked.saturating_sub(1);
        if let Some(fault) = fault {
            self.fetch.reject(peer, &shares);
            self.fail(peer, fault.into());
            return;
        }
        remote.was_useful = true;
        remote.head = batch.head.or(remote.head);
        self.fetch.confirm(&shares);
        let mut shares = shares;
        shares.retain(|share| self.fetch.wants(share));
        if !shares.is_empty() && !self.is_closing {
            self.notices.push_back(Notice::Shares { peer, shares });
        }
        if let Some(fault) = batch.fault {
            self.fail(peer, fault);
        }
    }

    /// Ends the connection to a peer that is not accepted.
    fn fail(&mut self, peer: usize, fault: Fault) {
        let Some(remote) = self.remotes.get_mut(peer) else {
            return;
        };
        remote.was_useful = false;
        if matches!(remote.state, State::Closing) {
            return;
        }
        if remote.orders.is_some() {
            remote.state = State::Closing;
            remote.order(Order::Close);
        }
        self.notices.push_back(Notice::Failed { peer, fault });
    }
}

/// A number from 0 to 1.
fn random() -> f64 {
    let mut bytes = [0; 4];
    // Without randomness listeners connect in step, which does little harm.
    let _ = getrandom::fill(&mut bytes);
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}
