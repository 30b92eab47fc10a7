//! From the parts of a share to a share with a proof of work. PROTOCOL: section 5; the plan's phase 2.
//!
//! message_data is committed to before the search begins: other messages are another search.

use std::ops::RangeInclusive;

use crate::core::hash::{PowHash, ShareHash, sha256d};
use crate::core::network::Network;
use crate::core::pow::verification::{Claim, verify};
use crate::core::pow::{HeaderHasher, Target};
use crate::core::share::commitment::commit;
use crate::core::share::{Share, ShareError, ShareParts};

/// Why parts make no share that could be mined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Not what a node would read.
    #[error("what the parts make is no share: {0}")]
    Share(#[from] ShareError),
    /// A part that the wire form has no place for.
    #[error("a share of version {version} on {network} does not carry every part as it was given")]
    NotCarried {
        /// The share version.
        version: u64,
        /// The network.
        network: &'static str,
    },
    /// A target that no node would accept, whatever the proof of work.
    #[error("bits {bits:08x} and max_bits {max_bits:08x} are no target for a share on {network}")]
    Target {
        /// Compact.
        bits: u32,
        /// Compact.
        max_bits: u32,
        /// The network.
        network: &'static str,
    },
}

/// A share without its proof of work: only the nonce of the header is still open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmined {
    network: &'static Network,
    raw: Vec<u8>,
    header: [u8; 80],
    target: Target,
}

impl Unmined {
    /// Puts a share together. The nonce in its `min_header` does not matter.
    ///
    /// # Errors
    /// [`BuildError`]. What it makes is read back, so that it holds just what a strict reader finds.
    ///
    /// Source: `generate_transaction` and `get_share` in p2pool's data.py.
    pub fn new(parts: &ShareParts<'_>, network: &'static Network) -> Result<Self, BuildError> {
        let raw = parts.write(network);
        let share = Share::read(&raw, network)?;
        if share.parts() != *parts {
            return Err(BuildError::NotCarried {
                version: parts.version,
                network: network.name,
            });
        }
        let target = check_target(&share, network)?;
        let header = commit(&share, network).header;
        Ok(Self {
            network,
            header,
            target,
            raw,
        })
    }

    /// The first of `nonces` that gives a proof of work; `None` if none of them does.
    ///
    /// It depends on nothing but the nonces, so a search can be cut into ranges and gone on with.
    /// On average it takes [`Target::average_attempts`].
    pub fn search(
        &self,
        mut nonces: RangeInclusive<u32>,
        hasher: &mut HeaderHasher,
    ) -> Option<u32> {
        loop {
            let batch: Vec<u32> = nonces.by_ref().take(hasher.at_once()).collect();
            if batch.is_empty() {
                return None;
            }
            let headers: Vec<_> = batch.iter().map(|nonce| self.header(*nonce)).collect();
            let hashes = hasher.hash_many(&headers);
            let mut hashed = batch.into_iter().zip(hashes);
            if let Some((nonce, _)) = hashed.find(|(_, hash)| self.target.is_met_by(hash)) {
                return Some(nonce);
            }
        }
    }

    /// The 80 bytes with this `nonce`, which are its last four.
    pub fn header(&self, nonce: u32) -> [u8; 80] {
        let mut header = self.header;
        if let Some(last) = header.last_chunk_mut() {
            *last = nonce.to_le_bytes();
        }
        header
    }

    /// The hash of the share with this `nonce`.
    pub fn share_hash(&self, nonce: u32) -> ShareHash {
        ShareHash::from_wire(sha256d(&self.header(nonce)))
    }

    /// The raw share with this `nonce`.
    pub fn raw_share(&self, nonce: u32) -> Vec<u8> {
        let share = Share::read(&self.raw, self.network).expect("it was read when it was made");
        let mut parts = share.parts();
        parts.min_header.nonce = nonce;
        parts.write(self.network)
    }
}

/// The target of a share, if nodes accept it.
fn check_target(share: &Share<'_>, network: &'static Network) -> Result<Target, BuildError> {
    // A hash of zero meets every target, so what fails is not the proof of work.
    let verification = verify(&Claim::of(share), PowHash::from_wire([0; 32]), network);
    match (verification.target, verification.failure) {
        (Some(target), None) => Ok(target),
        _ => Err(BuildError::Target {
            bits: share.share_info.bits,
            max_bits: share.share_info.max_bits,
            network: network.name,
        }),
    }
}
