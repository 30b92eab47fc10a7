//! A share, and the steps from its message_data to its proof of work.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::value::{Decimal, Hex};
use crate::core::hash::{PowHash, RefHash, ShareHash, TxHash};
use crate::core::pow::verification::Verification;
use crate::core::share::Share;
use crate::core::share::commitment::Commitment;

/// The fields of a share, and the hashes computed from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareJson {
    /// The share version.
    pub version: u64,
    /// SHA256d of the header.
    pub hash: ShareHash,
    /// The parent in the share chain; null for the first share.
    pub previous_share_hash: Option<ShareHash>,
    /// Unix seconds.
    pub timestamp: u32,
    /// The payout address; null if the payout script has no address.
    pub address: Option<Arc<str>>,
    /// The share version that the miner votes for.
    pub desired_version: u64,
    /// Height in the share chain.
    pub absheight: u32,
    /// Work of the chain up to this share, as a string.
    pub abswork: Decimal<u128>,
    /// Block reward in the smallest unit of the coin, as a string.
    pub subsidy: Decimal<u64>,
    /// Donation, in 1/65535 of the payout.
    pub donation: u16,
    /// orphan, doa or unkN; null for a share that is not stale.
    pub stale_info: Option<String>,
    /// The share's target in compact form, 8 hex digits.
    pub bits: Hex<4>,
    /// The easiest target allowed, in compact form, 8 hex digits.
    pub max_bits: Hex<4>,
    /// The nonce of the share data.
    pub nonce: u32,
    /// The coinbase script, in hex.
    pub coinbase: String,
    /// The nonce in the last output of the generation transaction, as a string.
    pub last_txout_nonce: Decimal<u64>,
    /// Payout scripts on merge-mined chains.
    pub merged_addresses: Vec<MergedAddressJson>,
    /// What the generation transaction commits to, in wire order.
    pub ref_hash: RefHash,
    /// Hash of the generation transaction.
    pub gentx_hash: TxHash,
    /// Merkle root of the block.
    pub merkle_root: TxHash,
    /// The 80 bytes of the block header, in wire order.
    pub header: Hex<80>,
}

/// The payout script of a share on a merge-mined chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedAddressJson {
    /// The chain.
    pub chain_id: u32,
    /// The script, in hex.
    pub script: String,
}

impl ShareJson {
    /// The view of a share that is paid to `address`.
    pub fn new(share: &Share<'_>, commitment: &Commitment, address: Option<Arc<str>>) -> Self {
        let info = &share.share_info;
        let data = &info.share_data;
        Self {
            version: share.version,
            hash: commitment.share_hash,
            previous_share_hash: data.previous_share_hash,
            timestamp: info.timestamp,
            address,
            desired_version: data.desired_version,
            absheight: info.absheight,
            abswork: Decimal(info.abswork),
            subsidy: Decimal(data.subsidy),
            donation: data.donation,
            stale_info: data.stale_info.name(),
            bits: Hex(info.bits.to_be_bytes()),
            max_bits: Hex(info.max_bits.to_be_bytes()),
            nonce: data.nonce,
            coinbase: const_hex::encode(data.coinbase),
            last_txout_nonce: Decimal(share.last_txout_nonce),
            merged_addresses: info
                .merged_addresses()
                .iter()
                .map(|address| MergedAddressJson {
                    chain_id: address.chain_id,
                    script: const_hex::encode(address.script),
                })
                .collect(),
            ref_hash: commitment.ref_hash,
            gentx_hash: commitment.gentx_hash,
            merkle_root: commitment.merkle_root,
            header: Hex(commitment.header),
        }
    }
}

/// The steps from message_data to the proof of work of its share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerificationJson {
    /// Whether every step holds.
    pub ok: bool,
    /// The first step that fails, in words; null if none fails.
    pub why: Option<String>,
    /// Number of bytes hashed into ref_hash: IDENTIFIER, share_info and message_data.
    pub ref_type_bytes: usize,
    /// As in the share.
    pub ref_hash: RefHash,
    /// As in the share.
    pub gentx_hash: TxHash,
    /// As in the share.
    pub merkle_root: TxHash,
    /// The 80 bytes that were mined.
    pub header: Hex<80>,
    /// The hash of the share.
    pub hash: ShareHash,
    /// The number that must not exceed the target.
    pub pow_hash: PowHash,
    /// 64 hex digits; null if the bits of the share exceed 256 bits.
    pub target: Option<Hex<32>>,
    /// The easiest target allowed; null if the max_bits of the share exceed 256 bits.
    pub max_target: Option<Hex<32>>,
    /// 1 is the easiest target of a Bitcoin block; null without a target.
    pub difficulty: Option<f64>,
}

impl VerificationJson {
    /// The view of a share's verification; `why` is its failure in words.
    pub fn new(commitment: &Commitment, verification: &Verification, why: Option<String>) -> Self {
        Self {
            ok: verification.failure.is_none(),
            why,
            ref_type_bytes: commitment.ref_type_len,
            ref_hash: commitment.ref_hash,
            gentx_hash: commitment.gentx_hash,
            merkle_root: commitment.merkle_root,
            header: Hex(commitment.header),
            hash: commitment.share_hash,
            pow_hash: verification.pow_hash,
            target: verification.target.map(|target| Hex(target.to_be_bytes())),
            max_target: verification
                .max_target
                .map(|target| Hex(target.to_be_bytes())),
            difficulty: verification.target.map(|target| target.difficulty()),
        }
    }
}
