//! The shares of a peer: parsed, and checked to their proof of work.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

use crate::core::chain::rules::SharePoint;
use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::core::pow::HeaderHasher;
use crate::core::pow::verification::{Claim, verify};
use crate::core::share::commitment::{AT_ONCE, Commitment, commit_all};
use crate::core::share::{Share, ShareError};

/// Shares that are hashed without an empty lane: a multiple of every number of lanes.
const BATCH: usize = 48;

/// A share that a peer sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerShare {
    /// VarInt version || VarStr contents.
    pub raw: Vec<u8>,
    /// The fields that its place in the chain and the rules of the chain depend on.
    pub point: SharePoint,
    /// Whether it has message_data.
    pub has_message_data: bool,
    header: [u8; 80],
    claim: Claim,
}

/// Why a share of a peer is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ShareFault {
    /// It cannot be parsed.
    #[error("share {number} of a message is malformed: {error}")]
    Malformed {
        /// Which share of the message, from 1.
        number: usize,
        /// What is wrong.
        error: ShareError,
    },
    /// It has no valid proof of work.
    #[error("share {share_hash} has no valid proof of work: {why}")]
    NoWork {
        /// The share.
        share_hash: ShareHash,
        /// The step that fails.
        why: String,
    },
}

/// Parses the raw shares of one message, and computes their hashes. Ends at the first malformed one.
pub(super) fn parse(raws: Vec<Vec<u8>>, network: &Network) -> (Vec<PeerShare>, Option<ShareFault>) {
    let mut parsed = Vec::with_capacity(raws.len());
    let mut raws = raws.into_iter();
    loop {
        let some: Vec<Vec<u8>> = raws.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            return (parsed, None);
        }
        let mut shares = Vec::with_capacity(some.len());
        let mut fault = None;
        for raw in &some {
            match Share::read(raw, network) {
                Ok(share) => shares.push(share),
                Err(error) => {
                    let number = parsed.len() + shares.len() + 1;
                    fault = Some(ShareFault::Malformed { number, error });
                    break;
                }
            }
        }
        let commitments = commit_all(&shares, network);
        let facts: Vec<_> = shares
            .iter()
            .zip(&commitments)
            .map(|(share, commitment)| facts_of(share, commitment, network))
            .collect();
        parsed.extend(
            some.into_iter()
                .zip(facts)
                .map(|(raw, share)| PeerShare { raw, ..share }),
        );
        if fault.is_some() {
            return (parsed, fault);
        }
    }
}

fn facts_of(share: &Share<'_>, commitment: &Commitment, network: &Network) -> PeerShare {
    PeerShare {
        raw: Vec::new(),
        point: SharePoint::new(share, commitment.share_hash, network),
        has_message_data: !share.message_data.is_empty(),
        header: commitment.header,
        claim: Claim::of(share),
    }
}

/// Checks the proof of work of each share, on every processor. Returns the first fault.
pub(super) fn check_work(shares: &[PeerShare], network: &Network) -> Option<ShareFault> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let batches = shares.len().div_ceil(BATCH);
    let size = batches.div_ceil(workers).max(1) * BATCH;
    let mut parts = shares.chunks(size);
    let first = parts.next()?;
    thread::scope(|scope| {
        let mut others = Vec::new();
        let mut fault = None;
        for part in parts {
            let work = move || check_part(part, network);
            match thread::Builder::new().spawn_scoped(scope, work) {
                Ok(other) => others.push(other),
                Err(_) => fault = fault.or_else(work),
            }
        }
        let first = check_part(first, network);
        let others = others.into_iter().map(|other| match other.join() {
            Ok(fault) => fault,
            Err(panic) => resume_unwind(panic),
        });
        others.fold(first, Option::or).or(fault)
    })
}

fn check_part(shares: &[PeerShare], network: &Network) -> Option<ShareFault> {
    let mut hasher = HeaderHasher::new(network.pow);
    shares.chunks(BATCH).find_map(|shares| {
        let headers: Vec<_> = shares.iter().map(|share| share.header).collect();
        let hashes = hasher.hash_many(&headers);
        shares.iter().zip(hashes).find_map(|(share, pow_hash)| {
            let failure = verify(&share.claim, pow_hash, network).failure?;
            Some(ShareFault::NoWork {
                share_hash: share.point.share_hash,
                why: failure.why(&share.claim, network),
            })
        })
    })
}

/// Share `number` after `previous`, without a proof of work; both are their own hash and height.
#[cfg(test)]
pub(super) fn unmined(number: u32, previous: u32) -> PeerShare {
    let hash = |number: u32| {
        let mut hash = [0; 32];
        hash[..4].copy_from_slice(&number.to_le_bytes());
        ShareHash::from_wire(hash)
    };
    let bits = crate::core::pow::CompactBits(0x1e0f_ffff);
    PeerShare {
        raw: Vec::new(),
        point: SharePoint {
            share_hash: hash(number),
            previous_share_hash: (previous > 0).then(|| hash(previous)),
            far_share_hash: None,
            abswork: 0,
            absheight: number,
            timestamp: 10 * number,
            bits,
            max_bits: bits,
            version: 36,
            desired_version: 36,
            coinbase_len: 10,
            lacks_segwit_data: false,
        },
        has_message_data: false,
        header: [0; 80],
        claim: Claim {
            version: 36,
            bits,
            max_bits: bits,
        },
    }
}
