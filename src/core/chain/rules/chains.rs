//! Shares as they arrive, for a chain that grows, forks and reorganizes.

use std::collections::{HashMap, VecDeque};

use super::judgement::Judgement;
use super::point::SharePoint;
use super::window::Window;
use crate::core::hash::ShareHash;
use crate::core::network::Network;

/// The most forks that keep a window of their own.
const MAX_WINDOWS: usize = 8;

/// Checks shares as they arrive, each after its predecessors. It keeps the shares of two
/// CHAIN_LENGTHs, and one window for each of the newest forks; a fork from an older share gets its
/// window rebuilt from the shares.
#[derive(Debug, Clone)]
pub struct Chains {
    network: &'static Network,
    /// The window that grew last is the last one.
    windows: Vec<Window>,
    known: HashMap<ShareHash, SharePoint>,
    arrived: VecDeque<ShareHash>,
}

impl Chains {
    /// Without shares.
    pub fn new(network: &'static Network) -> Self {
        Self {
            network,
            windows: Vec::new(),
            known: HashMap::new(),
            arrived: VecDeque::new(),
        }
    }

    /// Checks a share at `now` (Unix seconds) against the predecessors that arrived before it.
    /// Returns `None` for a share that is known.
    ///
    /// The caller passes only shares with a valid proof of work.
    pub fn check(&mut self, share: &SharePoint, now: u64) -> Option<Judgement> {
        if self.known.contains_key(&share.share_hash) {
            return None;
        }
        let mut window = self.take_window(share);
        let judgement = window.check(share, now);
        if self.windows.len() >= MAX_WINDOWS {
            self.windows.remove(0);
        }
        self.windows.push(window);
        self.remember(share);
        Some(judgement)
    }

    /// Whether a share is among those that are kept.
    pub fn contains(&self, share_hash: &ShareHash) -> bool {
        self.known.contains_key(share_hash)
    }

    /// The window that ends with the parent of `share`.
    fn take_window(&mut self, share: &SharePoint) -> Window {
        let is_parent = |window: &Window| {
            let newest = window.newest().map(|newest| newest.share_hash);
            newest.is_some() && newest == share.previous_share_hash
        };
        match self.windows.iter().position(is_parent) {
            Some(at) => self.windows.remove(at),
            None => self.rebuilt(share),
        }
    }

    fn rebuilt(&self, share: &SharePoint) -> Window {
        let most = usize::try_from(self.network.chain_length).unwrap_or(usize::MAX);
        let mut ancestors = Vec::new();
        let mut previous = share.previous_share_hash;
        while let Some(ancestor) = previous.and_then(|previous| self.known.get(&previous)) {
            if ancestors.len() == most {
                break;
            }
            ancestors.push(ancestor);
            previous = ancestor.previous_share_hash;
        }
        let mut window = Window::new(self.network);
        ancestors
            .into_iter()
            .rev()
            .for_each(|ancestor| window.push(ancestor));
        window
    }

    fn remember(&mut self, share: &SharePoint) {
        let most = usize::try_from(self.network.chain_length).unwrap_or(usize::MAX);
        self.known.insert(share.share_hash, *share);
        self.arrived.push_back(share.share_hash);
        if self.arrived.len() > most.saturating_mul(2).saturating_add(10)
            && let Some(oldest) = self.arrived.pop_front()
        {
            self.known.remove(&oldest);
        }
    }
}
