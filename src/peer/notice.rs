//! The set-up of a listener, and its reports.

use std::net::SocketAddr;
use std::time::Duration;

use super::address::PeerAddress;
use super::dial::Proxy;
use super::fetch::Goal;
use super::link::{Fault, PeerInfo};
use super::share::PeerShare;
use crate::core::network::Network;

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
    /// that are asked for with [`want`](super::Listener::want).
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
        /// Time until the next connection; `None` after the last one.
        again: Option<Duration>,
    },
    /// Every share of the goal that a peer has was reported.
    Complete,
}
