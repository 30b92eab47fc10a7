//! The signatures of a store's messages, judged at the place of each share in the chain. Nodes write
//! their stores newest first, so the order of the lines shows key rotations backwards.

use std::collections::HashMap;
use std::sync::Arc;

use super::{ArchivedData, Replay};
use crate::core::chain::Chain;
use crate::core::chain::registry::{Judgement, KeyRegistry, SignatureStatus};
use crate::core::hash::{ShareHash, sha256};
use crate::core::message::decode::Carrier;
use crate::core::message::envelope::{Authority, Envelope};

/// The judgements of the messages of a chain, by share.
#[derive(Debug, Clone, Default)]
pub struct Judgements {
    by_share: HashMap<ShareHash, JudgedShare>,
}

#[derive(Debug, Clone)]
struct JudgedShare {
    fingerprint: [u8; 32],
    judgements: Vec<OwnJudgement>,
}

/// A [`Judgement`] that borrows nothing.
#[derive(Debug, Clone)]
struct OwnJudgement {
    status: SignatureStatus,
    high_s: bool,
    owner: Option<Arc<str>>,
}

impl Judgements {
    /// The judgements of the messages of this share, in the order of its envelope; `None` for a
    /// share that is not in the chain.
    ///
    /// JSON can name any share, so `address` and `message_data` must be those that were judged.
    pub fn of_share(
        &self,
        share_hash: &ShareHash,
        address: Option<&str>,
        message_data: &[u8],
    ) -> Option<Vec<Judgement<'_>>> {
        let judged = self.by_share.get(share_hash)?;
        let is_same = judged.fingerprint == fingerprint(address, message_data);
        let judgements = judged.judgements.iter().map(OwnJudgement::view);
        is_same.then(|| judgements.collect())
    }
}

/// Differs if the address or message_data differ.
fn fingerprint(address: Option<&str>, message_data: &[u8]) -> [u8; 32] {
    let address = address.map_or([0; 32], |address| sha256(address.as_bytes()));
    sha256(&[&address, message_data].concat())
}

impl OwnJudgement {
    fn of(judgement: &Judgement<'_>) -> Self {
        Self {
            status: judgement.status,
            high_s: judgement.high_s,
            owner: judgement.owner.map(Arc::from),
        }
    }

    fn view(&self) -> Judgement<'_> {
        Judgement {
            status: self.status,
            high_s: self.high_s,
            owner: self.owner.as_deref(),
        }
    }
}

impl Replay {
    /// Judges each message with the announcements in its own share and in the shares before it.
    ///
    /// The order is that of [`run`](Replay::run), except that each orphan follows the share of the
    /// best chain at its own absheight: a rotation later in the chain says nothing about it.
    pub fn judge(mut self, authorities: &[Authority], now: u64) -> Judgements {
        self.place_archived();
        let mut registry = KeyRegistry::default();
        for archived in self.archived_only() {
            let ArchivedData {
                share_hash,
                address,
                message_data,
                ..
            } = archived;
            let carrier = Carrier {
                address: address.as_deref(),
                share_hash: *share_hash,
                orphaned: false,
            };
            registry.announce_in(&Envelope::read(message_data, authorities), carrier, now);
        }
        let carried = self.carried_by_index();
        let mut judgements = Judgements::default();
        for (index, orphaned) in self.by_absheight(&Chain::of(&self.links)) {
            let (Some((link, _)), Some(carried)) = (self.share(index), carried.get(&index)) else {
                continue;
            };
            let carrier = Carrier {
                address: carried.address.as_deref(),
                share_hash: Some(link.share_hash),
                orphaned,
            };
            let envelope = Envelope::read(&carried.message_data, authorities);
            registry.announce_in(&envelope, carrier, now);
            let judged = registry.judge_in(&envelope, carrier.address);
            let judged = JudgedShare {
                fingerprint: fingerprint(carrier.address, &carried.message_data),
                judgements: judged.iter().map(OwnJudgement::of).collect(),
            };
            judgements.by_share.insert(link.share_hash, judged);
        }
        judgements
    }

    /// The best chain with the orphans between its shares, and whether each share is an orphan.
    fn by_absheight(&self, chain: &Chain) -> Vec<(u32, bool)> {
        let absheight = |index: u32| self.share(index).map(|(link, _)| link.absheight);
        let mut order = Vec::with_capacity(chain.best().len() + chain.orphans().len());
        let mut orphans = chain.orphans().iter().copied().peekable();
        for best in chain.best().iter().copied() {
            let is_before = |orphan: &u32| absheight(*orphan) < absheight(best);
            while let Some(orphan) = orphans.next_if(is_before) {
                order.push((orphan, true));
            }
            order.push((best, false));
        }
        order.extend(orphans.map(|orphan| (orphan, true)));
        order
    }
}
