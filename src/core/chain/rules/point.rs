//! The fields of a share that the rules between shares depend on.

use crate::core::chain::Link;
use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::core::pow::CompactBits;
use crate::core::share::Share;

/// The fields of a share that the rules between shares depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharePoint {
    /// The hash of the share.
    pub share_hash: ShareHash,
    /// The share before it; `None` for the first of a chain.
    pub previous_share_hash: Option<ShareHash>,
    /// The share 99 before the previous one.
    pub far_share_hash: Option<ShareHash>,
    /// Work of the chain up to this share, as the share claims.
    pub abswork: u128,
    /// Height in the chain, as the share claims.
    pub absheight: u32,
    /// Unix seconds.
    pub timestamp: u32,
    /// The target.
    pub bits: CompactBits,
    /// The easiest target allowed, as the share claims.
    pub max_bits: CompactBits,
    /// The share version. Every known version fits a byte.
    pub version: u8,
    /// The version that the miner votes for; larger ones become 255, for which no rule counts votes.
    pub desired_version: u8,
    /// Length of the coinbase script in bytes.
    pub coinbase_len: u8,
    /// Whether segwit_data is missing although the network requires it in this version.
    pub lacks_segwit_data: bool,
}

impl SharePoint {
    /// Its place in the chain.
    pub fn link(&self) -> Link {
        Link {
            share_hash: self.share_hash,
            previous_share_hash: self.previous_share_hash,
            absheight: self.absheight,
            bits: self.bits.0,
        }
    }

    /// The fields of a share with this hash.
    pub fn new(share: &Share<'_>, share_hash: ShareHash, network: &Network) -> Self {
        let info = &share.share_info;
        let data = &info.share_data;
        let segwit_data = info
            .segwit_data
            .filter(|segwit_data| !segwit_data.is_none());
        Self {
            share_hash,
            previous_share_hash: data.previous_share_hash,
            far_share_hash: info.far_share_hash,
            abswork: info.abswork,
            absheight: info.absheight,
            timestamp: info.timestamp,
            bits: CompactBits(info.bits),
            max_bits: CompactBits(info.max_bits),
            version: u8::try_from(share.version).unwrap_or(u8::MAX),
            desired_version: u8::try_from(data.desired_version).unwrap_or(u8::MAX),
            coinbase_len: u8::try_from(data.coinbase.len()).unwrap_or(u8::MAX),
            lacks_segwit_data: network.segwit_active(share.version) && segwit_data.is_none(),
        }
    }
}
