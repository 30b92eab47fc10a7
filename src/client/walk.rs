//! A walk over the share chain of a node, from its newest share to older ones.
//!
//! c2pool has no list of messages, and deployed Python nodes list only those that they had loaded
//! before the first request. Their shares have all messages: GET `/web/best_share_hash`, then
//! `/web/share/HASH` (c2pool, Python) or the raw share at `/web/share_data/HASH` (Python) along the
//! parents.
//!
//! The node is not trusted. The walk ends at the number of shares that a node keeps, at the age at
//! which messages expire, at [`MAX_BYTES`], before the deadline of the conversation, and at a share
//! that it has passed already.

mod end;
mod requests;

use std::collections::HashSet;
use std::sync::Arc;

pub use self::end::WalkEnd;
use self::requests::{Below, Got, Tip, Walker};
use super::Conversation;
use super::seen_shares::SeenShares;
pub use super::seen_shares::WalkedShare;
use crate::core::chain::store::{Limits, MessageStore};
use crate::core::hash::ShareHash;
use crate::core::message::decode::{Carrier, MAX_AHEAD};
use crate::core::message::envelope::{Authority, Envelope};
use crate::core::network::Network;
use crate::json::node_share::Parent;

/// The most bytes of message_data that are remembered of a node.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// The form in which a node answers its shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareForm {
    /// JSON.
    Json,
    /// The raw share; JSON where the node has none.
    Raw,
}

/// The shares of a node.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Walk {
    /// Oldest first.
    pub shares: Vec<Arc<WalkedShare>>,
    /// Why older shares are missing.
    pub end: WalkEnd,
    /// Whether the newest share of the node is among them.
    pub has_tip: bool,
}

/// How far a walk came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkReport {
    /// The number of shares.
    pub shares: usize,
    /// The number of shares whose messages are unreadable.
    pub unreadable: usize,
    /// The timestamp of the oldest share, Unix seconds.
    pub oldest: Option<u64>,
    /// Why it ended.
    pub end: WalkEnd,
}

impl WalkReport {
    /// The report of a walk.
    pub fn of(walk: &Walk) -> Self {
        let unreadable = walk.shares.iter().filter(|share| share.problem.is_some());
        Self {
            shares: walk.shares.len(),
            unreadable: unreadable.count(),
            oldest: walk.shares.iter().find_map(|share| share.timestamp),
            end: walk.end.clone(),
        }
    }

    /// Whether all shares were read that the node has and whose messages have not expired.
    pub fn is_complete(&self) -> bool {
        self.end == WalkEnd::Complete
    }
}

impl Walk {
    /// The messages of the shares that have not expired at `now`, Unix seconds, with the result of
    /// p2msg's own signature checks. Envelopes of `authorities` are opened.
    pub fn messages(&self, network: &Network, authorities: &[Authority], now: u64) -> MessageStore {
        let mut store = MessageStore::new(Limits {
            messages: usize::MAX,
            ..Limits::node(network)
        });
        for share in &self.shares {
            if share.message_data.is_empty() {
                continue;
            }
            let envelope = Envelope::read(&share.message_data, authorities);
            let carrier = Carrier {
                address: share.address.as_deref(),
                share_hash: Some(share.share_hash),
                orphaned: false,
            };
            let clock = share.timestamp.map_or(now, |at| at.min(now));
            store.take(&envelope, carrier, clock);
        }
        store.prune(now);
        store
    }
}

impl Walk {
    /// The number of shares whose message_data has no message that `authorities` explain.
    pub fn unopened(&self, authorities: &[Authority]) -> usize {
        let shares = self.shares.iter();
        let unopened = shares.filter(|share| {
            !share.message_data.is_empty() && {
                let envelope = Envelope::read(&share.message_data, authorities);
                envelope.messages.is_empty() && envelope.announcement.is_none()
            }
        });
        unopened.count()
    }
}

/// Walks over the shares of a node when the clock is at `now`, Unix seconds. Shares that an earlier
/// walk of the same client has read are not requested again.
///
/// Returns `None` if the node does not answer the hash of its newest share. A deadline or a request
/// that fails ends the walk, with the shares that were read.
pub async fn walk(talk: Conversation<'_>, form: ShareForm, now: u64) -> Option<Walk> {
    let mut seen = talk.client.shares.lock().await;
    let mut walker = Walker::new(talk, form == ShareForm::Raw);
    let tip = match walker.tip().await {
        Tip::NotThere => return None,
        Tip::NoChain => {
            seen.keep(&HashSet::new());
            return Some(Walk {
                shares: Vec::new(),
                end: WalkEnd::Complete,
                has_tip: true,
            });
        }
        Tip::Unfinished(end) => Err(end),
        Tip::Share(tip) => Ok(tip),
    };
    let mut reached = HashSet::new();
    let mut newest_first = Vec::new();
    let bounds = Bounds::new(talk.network(), now);
    let end = match tip {
        Err(end) => end,
        Ok(tip) => {
            follow(
                &mut walker,
                tip,
                &bounds,
                &mut seen,
                &mut reached,
                &mut newest_first,
            )
            .await
        }
    };
    let has_tip = !newest_first.is_empty();
    let mut shares = Vec::new();
    if !matches!(
        end,
        WalkEnd::Complete | WalkEnd::TooManyBytes | WalkEnd::Circle
    ) {
        shares = bounds.newest(seen.others(&reached), newest_first.len());
        reached.extend(shares.iter().map(|share| share.share_hash));
    }
    seen.keep(&reached);
    shares.extend(newest_first.into_iter().rev());
    Some(Walk {
        shares,
        end,
        has_tip,
    })
}

/// Where a walk ends.
struct Bounds {
    /// The most shares.
    shares: usize,
    /// The least timestamp, Unix seconds.
    oldest: u64,
}

impl Bounds {
    /// Nodes keep twice the chain and ten shares; messages expire.
    fn new(network: &Network, now: u64) -> Self {
        let chain = usize::try_from(network.chain_length).unwrap_or(usize::MAX);
        Self {
            shares: chain.saturating_mul(2).saturating_add(10),
            oldest: now.saturating_sub(Limits::node(network).age + MAX_AHEAD),
        }
    }

    fn has_expired(&self, share: &WalkedShare) -> bool {
        share
            .timestamp
            .is_some_and(|timestamp| timestamp < self.oldest)
    }

    /// The newest of `shares`, which are oldest first, as far as they are within the bounds together
    /// with `reached` others. A node could fill the memory with new chains otherwise.
    fn newest(&self, mut shares: Vec<Arc<WalkedShare>>, reached: usize) -> Vec<Arc<WalkedShare>> {
        shares.retain(|share| !self.has_expired(share));
        let room = self.shares.saturating_sub(reached);
        let too_many = shares.len().saturating_sub(room);
        shares.split_off(too_many)
    }
}

/// Follows the parents from `tip` and returns why it ended.
async fn follow(
    walker: &mut Walker<'_>,
    tip: ShareHash,
    bounds: &Bounds,
    seen: &mut SeenShares,
    reached: &mut HashSet<ShareHash>,
    newest_first: &mut Vec<Arc<WalkedShare>>,
) -> WalkEnd {
    let mut child = None;
    let mut at = tip;
    loop {
        if newest_first.len() >= bounds.shares {
            return WalkEnd::Complete;
        }
        if reached.contains(&at) {
            return WalkEnd::Circle;
        }
        if seen.bytes() > MAX_BYTES {
            return WalkEnd::TooManyBytes;
        }
        let share = match seen.get(&at) {
            Some(share) => share,
            None => {
                let below = child.map(|child| Below {
                    child,
                    walked: newest_first.len(),
                    known_missing: seen.missing,
                });
                match walker.share(at, below).await {
                    Got::Share(share) => Arc::new(share),
                    Got::Missing => {
                        seen.missing = Some(at);
                        return WalkEnd::Complete;
                    }
                    Got::Unfinished(end) => return end,
                }
            }
        };
        if bounds.has_expired(&share) {
            return WalkEnd::Complete;
        }
        reached.insert(at);
        newest_first.push(Arc::clone(&share));
        child = Some(at);
        let parent = share.parent;
        if parent != Parent::Unknown {
            seen.insert(&share);
        }
        at = match parent {
            Parent::None => return WalkEnd::Complete,
            Parent::Unknown => return WalkEnd::Lost,
            Parent::Share(parent) => parent,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(number: u8, timestamp: u64) -> Arc<WalkedShare> {
        Arc::new(WalkedShare {
            share_hash: ShareHash::from_wire([number; 32]),
            parent: Parent::None,
            timestamp: Some(timestamp),
            absheight: None,
            address: None,
            message_data: Vec::new(),
            problem: None,
        })
    }

    #[test]
    fn shares_of_unfinished_walks_stay_within_the_bounds() {
        let bounds = Bounds {
            shares: 3,
            oldest: 10,
        };
        let shares = vec![share(1, 9), share(2, 10), share(3, 11), share(4, 12)];
        let kept = bounds.newest(shares.clone(), 1);
        assert_eq!(kept, [share(3, 11), share(4, 12)]);
        assert_eq!(bounds.newest(shares.clone(), 0).len(), 3);
        assert!(bounds.newest(shares, 5).is_empty());
    }
}
