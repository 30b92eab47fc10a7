//! Peers that follow different chains.

use std::collections::BTreeMap;

use crate::core::hash::ShareHash;
use crate::peer::{Fork, PeerAddress, ShareView};

/// Seconds for which peers may disagree without a report: two shares that are mined at the same time
/// are normal.
const PATIENCE: u64 = 60;

/// The peers that do not follow the best chain.
#[derive(Debug, Default)]
pub(super) struct Forks {
    /// Since when, in Unix seconds, and whether that was reported.
    apart: BTreeMap<PeerAddress, (u64, bool)>,
}

impl Forks {
    /// Compares the newest shares of the peers at `now`, Unix seconds. Returns what changed, in words.
    pub(super) fn compare<'a>(
        &mut self,
        heads: impl Iterator<Item = (&'a PeerAddress, Option<ShareHash>)>,
        view: &ShareView,
        now: u64,
    ) -> Vec<String> {
        let Some(best) = view.best() else {
            return Vec::new();
        };
        let mut changes = Vec::new();
        for (peer, head) in heads {
            let Some(head) = head else { continue };
            let Some(words) = fork_words(peer, head, best, view) else {
                if let Some((_, true)) = self.apart.remove(peer) {
                    changes.push(format!("{peer} follows the chain with the most work again"));
                }
                continue;
            };
            let (since, reported) = self.apart.entry(peer.clone()).or_insert((now, false));
            if !*reported && now.saturating_sub(*since) >= PATIENCE {
                *reported = true;
                let seconds = now.saturating_sub(*since);
                changes.push(format!("{words}, for {seconds} s"));
            }
        }
        changes
    }
}

/// How the chain of a peer differs from the best one; `None` if it is part of it, or unknown.
pub(super) fn fork_words(
    peer: &PeerAddress,
    head: ShareHash,
    best: ShareHash,
    view: &ShareView,
) -> Option<String> {
    let since = match view.fork(head, best) {
        Fork::After(common) => format!("after share {common}"),
        Fork::Unrelated => "without a common share".to_owned(),
        Fork::None | Fork::Unknown => return None,
    };
    Some(format!(
        "{peer} follows share {head}, but {best} has more work: they differ {since}"
    ))
}
