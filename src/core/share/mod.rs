//! A share as nodes pass it on and store it. PROTOCOL: section 5.
//!
//! Reading borrows: a [`Share`] is a view into the bytes it was read from, so that a share store can
//! be walked without allocating. Every form is canonical, so what was read stands for what would be
//! written, and the hashes are made from the very bytes that were read.

pub mod build;
pub mod commitment;
pub mod record;
mod share_json;

mod data;
mod error;
mod hash_link;
mod info;
mod merged;
mod read;

pub use data::{Payout, SegwitData, ShareData, StaleInfo};
pub use error::{KNOWN_VERSIONS, MESSAGE_VERSION, ShareError};
pub use hash_link::{GentxEndingError, HashLink, const_ending};
pub use info::{ShareInfo, ShareInfoParts};
pub use merged::{MergedAddress, MergedCoinbaseInfo};

use std::fmt;

use crate::core::network::Network;
use crate::core::wire::{write_hash_list, write_var_int, write_var_str};

/// The block header without its merkle root, which follows from the rest of the share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MinHeader {
    /// Block version.
    pub version: u32,
    /// Wire order; zero for none.
    pub previous_block: [u8; 32],
    /// Unix seconds.
    pub timestamp: u32,
    /// Target of the block, compact.
    pub bits: u32,
    /// What the miner searched for.
    pub nonce: u32,
}

/// A share, borrowed from its bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Share<'a> {
    /// One of [`KNOWN_VERSIONS`].
    pub version: u64,
    /// The block header's own fields.
    pub min_header: MinHeader,
    /// What the share says of itself and of its chain.
    pub share_info: ShareInfo<'a>,
    /// Siblings from the share's own reference to ref_hash.
    pub ref_merkle_link: &'a [[u8; 32]],
    /// The last number in the generation transaction.
    pub last_txout_nonce: u64,
    /// The generation transaction up to ref_hash, as a SHA-256 midstate.
    pub hash_link: HashLink<'a>,
    /// Siblings from the generation transaction to the merkle root, without segwit.
    pub merkle_link: &'a [[u8; 32]],
    /// Version 36: the messages; empty for none.
    pub message_data: &'a [u8],
}

impl fmt::Debug for Share<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Share")
            .field("version", &self.version)
            .field(
                "previous_share_hash",
                &self.share_info.share_data.previous_share_hash,
            )
            .finish_non_exhaustive()
    }
}

impl<'a> Share<'a> {
    /// What it is made of, with the lists of share_info divided.
    pub fn parts(&self) -> ShareParts<'a> {
        ShareParts {
            version: self.version,
            min_header: self.min_header,
            share_info: self.share_info.parts(),
            ref_merkle_link: self.ref_merkle_link,
            last_txout_nonce: self.last_txout_nonce,
            hash_link: self.hash_link,
            merkle_link: self.merkle_link,
            message_data: self.message_data,
        }
    }

    /// The raw share: VarInt version || VarStr contents.
    pub fn write(&self, network: &Network) -> Vec<u8> {
        self.parts().write(network)
    }

    /// The payout address, as people know it; `None` where the coin has no address of that kind.
    ///
    /// Versions 34 and 35 carry it as a text, which is whatever the miner put there.
    pub fn address(&self, network: &Network) -> Option<String> {
        self.share_info.share_data.payout.address(network)
    }
}

/// What a share is made of, each field to be chosen.
///
/// What its version does not carry must be empty or `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareParts<'a> {
    /// One of [`KNOWN_VERSIONS`].
    pub version: u64,
    /// The block header's own fields.
    pub min_header: MinHeader,
    /// What the share says of itself and of its chain.
    pub share_info: ShareInfoParts<'a>,
    /// Siblings from the share's own reference to ref_hash.
    pub ref_merkle_link: &'a [[u8; 32]],
    /// The last number in the generation transaction.
    pub last_txout_nonce: u64,
    /// The generation transaction up to ref_hash, as a SHA-256 midstate.
    pub hash_link: HashLink<'a>,
    /// Siblings from the generation transaction to the merkle root, without segwit.
    pub merkle_link: &'a [[u8; 32]],
    /// Version 36: the messages; empty for none.
    pub message_data: &'a [u8],
}

impl ShareParts<'_> {
    /// The raw share: VarInt version || VarStr contents. What the version does not carry is left
    /// out; [`Unmined::new`](crate::core::share::build::Unmined::new) checks that nothing was.
    pub fn write(&self, network: &Network) -> Vec<u8> {
        let mut contents = Vec::with_capacity(1024);
        write_min_header(&mut contents, &self.min_header);
        self.share_info.write(&mut contents, self.version, network);
        write_hash_list(&mut contents, self.ref_merkle_link);
        contents.extend_from_slice(&self.last_txout_nonce.to_le_bytes());
        self.hash_link.write(&mut contents, self.version);
        write_hash_list(&mut contents, self.merkle_link);
        if self.version >= MESSAGE_VERSION {
            write_var_str(&mut contents, self.message_data);
        }
        let mut raw = Vec::with_capacity(contents.len() + 10);
        write_var_int(&mut raw, self.version);
        write_var_str(&mut raw, &contents);
        raw
    }
}

fn write_min_header(out: &mut Vec<u8>, header: &MinHeader) {
    write_var_int(out, u64::from(header.version));
    out.extend_from_slice(&header.previous_block);
    for field in [header.timestamp, header.bits, header.nonce] {
        out.extend_from_slice(&field.to_le_bytes());
    }
}
