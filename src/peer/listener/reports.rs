//! Reports of connections, and results of checks.

use super::super::link::{Fault, Order, Report};
use super::super::notice::Notice;
use super::super::remote::State;
use super::super::share::{ShareFault, parse};
use super::{Batch, Listener, UNCHECKED};
use crate::core::p2p::message::ReplyResult;

impl Listener {
    pub(super) fn take(&mut self, peer: usize, report: Report) {
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
        if !self.setup.announced || self.setup.goal.is_none() {
            return;
        }
        if remote.unchecked >= UNCHECKED {
            // The newest share is requested when the checks are done.
            let newest = parse(raws.into_iter().take(1).collect(), self.setup.network);
            if let Some(newest) = newest.0.first() {
                self.fetch.announce(newest.point.share_hash);
            }
            return;
        }
        let sent = raws.len();
        let (mut shares, fault) = parse(raws, self.setup.network);
        let head = shares.first().map(|share| share.point.share_hash);
        if head.is_some_and(|head| self.fetch.knows(&head)) {
            remote.head = head;
        }
        shares
            .retain(|share| !self.fetch.knows(&share.point.share_hash) && self.fetch.wants(share));
        if remote.pushes_too_much(now, sent - shares.len()) {
            self.fail(peer, Fault::Useless);
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
        let Some((request, _)) = remote.asked.take() else {
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

    pub(super) fn checked(&mut self, batch: Batch, fault: Option<ShareFault>) {
        let Batch { peer, shares, .. } = batch;
        let Some(remote) = self.remotes.get_mut(peer) else {
            return;
        };
        remote.unchecked = remote.unchecked.saturating_sub(1);
        if let Some(fault) = fault {
            self.fetch.reject(peer, &shares);
            self.fail(peer, fault.into());
            self.announce_again();
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

    /// Wants the best shares of the peers again, which may have been forgotten with those of a false one.
    fn announce_again(&mut self) {
        if self.wants_announced() {
            let heads: Vec<_> = self.heads().filter_map(|(_, head)| head).collect();
            for head in heads {
                self.fetch.announce(head);
            }
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
