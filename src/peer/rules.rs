//! The rules of the chain, checked as shares arrive in any order.

use std::collections::HashMap;

use super::share::PeerShare;
use crate::core::chain::rules::{Broken, Chains, SharePoint};
use crate::core::hash::ShareHash;
use crate::core::network::Network;

/// Checks shares against their predecessors, as far as these arrived.
#[derive(Debug)]
pub struct RuleCheck {
    chains: Chains,
    /// Shares that were not checked, with the name of the peer that sent each.
    waiting: Vec<(SharePoint, String)>,
}

/// A share that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenShare {
    /// The share.
    pub share_hash: ShareHash,
    /// The peer that sent it.
    pub sender: String,
    /// The rule, with the expected and the found value.
    pub broken: Broken,
}

impl RuleCheck {
    /// Without shares.
    pub fn new(network: &'static Network) -> Self {
        Self {
            chains: Chains::new(network),
            waiting: Vec::new(),
        }
    }

    /// Takes over shares that were fetched and checked before, at `now`, Unix seconds.
    pub fn restore(&mut self, shares: &[SharePoint], now: u64) {
        let shares = shares.iter().map(|share| (*share, String::new()));
        self.waiting.extend(shares);
        self.check(now);
    }

    /// Adds a share that the peer called `sender` sent.
    pub fn add(&mut self, share: &PeerShare, sender: &str) {
        self.waiting.push((share.point, sender.to_owned()));
    }

    /// Checks the shares that were added, each after its predecessors, at `now`, Unix seconds. Call it
    /// when no predecessor is missing that can still arrive.
    pub fn check(&mut self, now: u64) -> Vec<BrokenShare> {
        let mut found = Vec::new();
        for (point, sender) in oldest_first(std::mem::take(&mut self.waiting)) {
            let judgement = self.chains.check(&point, now);
            let broken = judgement.iter().flat_map(|judgement| judgement.broken());
            found.extend(broken.map(|broken| BrokenShare {
                share_hash: point.share_hash,
                sender: sender.clone(),
                broken: broken.clone(),
            }));
        }
        found
    }
}

/// Puts each share after its predecessors, whatever it claims.
fn oldest_first(shares: Vec<(SharePoint, String)>) -> Vec<(SharePoint, String)> {
    let places = shares.iter().map(|(point, _)| point.share_hash).zip(0..);
    let places: HashMap<ShareHash, usize> = places.collect();
    let parents: Vec<Option<usize>> = shares
        .iter()
        .map(|(point, _)| places.get(&point.previous_share_hash?).copied())
        .collect();
    let mut shares: Vec<Option<_>> = shares.into_iter().map(Some).collect();
    let mut ordered = Vec::new();
    for start in 0..shares.len() {
        let mut path = Vec::new();
        let mut next = Some(start);
        while let Some(at) = next
            && let Some(share) = shares.get_mut(at).and_then(Option::take)
        {
            path.push(share);
            next = parents.get(at).copied().flatten();
        }
        ordered.extend(path.into_iter().rev());
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::super::share::unmined;
    use super::*;

    #[test]
    fn shares_are_put_after_their_predecessors() {
        for numbers in [[5, 4, 3, 2, 1], [1, 2, 3, 4, 5], [3, 5, 1, 4, 2]] {
            let point = |number: u32| (unmined(number, number - 1).point, String::new());
            let shares = numbers.map(point).to_vec();
            let heights = oldest_first(shares)
                .iter()
                .map(|(p, _)| p.absheight)
                .collect::<Vec<_>>();
            assert_eq!(heights, [1, 2, 3, 4, 5], "{numbers:?}");
        }
    }

    #[test]
    fn a_broken_rule_names_the_peer() {
        let network = Network::by_name("litecoin").unwrap();
        let mut check = RuleCheck::new(network);
        let mut shares = [unmined(3, 2), unmined(2, 1), unmined(1, 0)];
        shares[0].point.absheight = 7;
        for share in &shares {
            check.add(share, "node");
        }
        let found = check.check(1_000);
        let heights = found
            .iter()
            .filter(|found| found.broken.rule.name() == "absheight");
        let heights: Vec<_> = heights.collect();
        assert_eq!(heights.len(), 1);
        assert_eq!(heights[0].sender, "node");
        assert_eq!(heights[0].share_hash, shares[0].point.share_hash);
        // Each share is checked once.
        assert_eq!(check.check(1_000), []);
    }
}
