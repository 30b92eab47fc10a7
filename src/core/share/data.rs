//! share_data and segwit_data, the first parts of share_info. PROTOCOL: section 5.

use std::borrow::Cow;
use std::sync::Arc;

use super::error::MESSAGE_VERSION;
use crate::core::address::{Addresses, PubkeyType, address};
use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::core::wire::{Reader, WireError, write_hash_list, write_var_int, write_var_str};

/// Marks segwit_data as none, together with an empty branch.
const NO_WTXID_MERKLE_ROOT: [u8; 32] = [0xff; 32];

/// Who mined the share, on what, for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareData<'a> {
    /// The share before; `None` for the first of a chain.
    pub previous_share_hash: Option<ShareHash>,
    /// Script of the generation transaction's input, 2 to 100 bytes.
    pub coinbase: &'a [u8],
    /// A random number.
    pub nonce: u32,
    /// Where the reward goes.
    pub payout: Payout<'a>,
    /// The block reward.
    pub subsidy: u64,
    /// In 65536ths.
    pub donation: u16,
    /// What became of an earlier share of the miner.
    pub stale_info: StaleInfo,
    /// The version that the miner votes for.
    pub desired_version: u64,
}

/// Where the reward goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payout<'a> {
    /// Below version 34.
    PubkeyHash(&'a [u8; 20]),
    /// Versions 34 and 35: the address as a text.
    Address(&'a [u8]),
    /// Version 36.
    Typed {
        /// HASH160 in wire order.
        pubkey_hash: &'a [u8; 20],
        /// 0 P2PKH, 1 P2WPKH, 2 P2SH.
        pubkey_type: u8,
    },
}

impl Payout<'_> {
    /// The address; `None` where the coin has no address of that kind.
    pub fn address(&self, network: &Network) -> Option<String> {
        match self.locked() {
            Ok((kind, hash)) => address(network, kind, hash),
            Err(text) => Some(text.into_owned()),
        }
    }

    /// As [`address`](Self::address), on the network of `addresses` and with their help.
    pub fn address_among(&self, addresses: &mut Addresses) -> Option<Arc<str>> {
        match self.locked() {
            Ok((kind, hash)) => addresses.of(kind, hash),
            Err(text) => Some(text.into()),
        }
    }

    /// What an address is made of, or the text that is the address.
    fn locked(&self) -> Result<(PubkeyType, &[u8; 20]), Cow<'_, str>> {
        match *self {
            Payout::PubkeyHash(hash) => Ok((PubkeyType::P2pkh, hash)),
            Payout::Address(text) => Err(String::from_utf8_lossy(text)),
            Payout::Typed {
                pubkey_hash,
                pubkey_type,
            } => Ok((PubkeyType::from_wire(pubkey_type), pubkey_hash)),
        }
    }
}

/// What became of an earlier share of the miner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaleInfo(pub u8);

impl StaleInfo {
    /// orphan, doa or unkN; `None` for nothing.
    pub fn name(self) -> Option<String> {
        match self.0 {
            0 => None,
            253 => Some("orphan".into()),
            254 => Some("doa".into()),
            other => Some(format!("unk{other}")),
        }
    }
}

/// The link to the merkle root where segwit is active.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SegwitData<'a> {
    /// Siblings from the generation transaction to the merkle root.
    pub txid_merkle_link: &'a [[u8; 32]],
    /// Wire order.
    pub wtxid_merkle_root: &'a [u8; 32],
}

impl<'a> ShareData<'a> {
    pub(super) fn read(reader: &mut Reader<'a>, version: u64) -> Result<Self, WireError> {
        let previous_share_hash = read_share_hash(reader, "previous_share_hash")?;
        let coinbase = reader.var_str("coinbase", 2, 100)?;
        let nonce = reader.u32("share_data.nonce")?;
        let (payout, subsidy) = match version {
            ..34 => (
                Payout::PubkeyHash(reader.array("pubkey_hash")?),
                reader.u64("subsidy")?,
            ),
            34..MESSAGE_VERSION => (
                Payout::Address(reader.var_str("address", 0, u64::MAX)?),
                reader.u64("subsidy")?,
            ),
            _ => {
                let pubkey_hash = reader.array("pubkey_hash")?;
                let pubkey_type = reader.u8("pubkey_type")?;
                (
                    Payout::Typed {
                        pubkey_hash,
                        pubkey_type,
                    },
                    reader.var_int("subsidy")?,
                )
            }
        };
        Ok(Self {
            previous_share_hash,
            coinbase,
            nonce,
            payout,
            subsidy,
            donation: reader.u16("donation")?,
            stale_info: StaleInfo(reader.u8("stale_info")?),
            desired_version: reader.var_int("desired_version")?,
        })
    }
}

impl ShareData<'_> {
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        write_share_hash(out, self.previous_share_hash);
        write_var_str(out, self.coinbase);
        out.extend_from_slice(&self.nonce.to_le_bytes());
        match self.payout {
            Payout::PubkeyHash(hash) => {
                out.extend_from_slice(hash);
                out.extend_from_slice(&self.subsidy.to_le_bytes());
            }
            Payout::Address(text) => {
                write_var_str(out, text);
                out.extend_from_slice(&self.subsidy.to_le_bytes());
            }
            Payout::Typed {
                pubkey_hash,
                pubkey_type,
            } => {
                out.extend_from_slice(pubkey_hash);
                out.push(pubkey_type);
                write_var_int(out, self.subsidy);
            }
        }
        out.extend_from_slice(&self.donation.to_le_bytes());
        out.push(self.stale_info.0);
        write_var_int(out, self.desired_version);
    }
}

impl SegwitData<'_> {
    pub(super) fn write(segwit_data: Option<&Self>, out: &mut Vec<u8>) {
        let (link, root) = match segwit_data {
            Some(data) => (data.txid_merkle_link, data.wtxid_merkle_root),
            None => (&[][..], &NO_WTXID_MERKLE_ROOT),
        };
        write_hash_list(out, link);
        out.extend_from_slice(root);
    }
}

impl<'a> SegwitData<'a> {
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(Self {
            txid_merkle_link: reader.hash_list("segwit_data.txid_merkle_link.branch")?,
            wtxid_merkle_root: reader.array("segwit_data.wtxid_merkle_root")?,
        })
    }

    /// Whether it marks missing segwit_data. That counts only where segwit is not active: elsewhere
    /// the empty branch leads to the merkle root.
    pub(crate) fn is_none(&self) -> bool {
        self.txid_merkle_link.is_empty() && *self.wtxid_merkle_root == NO_WTXID_MERKLE_ROOT
    }
}

pub(super) fn read_share_hash(
    reader: &mut Reader<'_>,
    field: &'static str,
) -> Result<Option<ShareHash>, WireError> {
    let hash = non_zero(reader.array(field)?);
    Ok(hash.map(|hash| ShareHash::from_wire(*hash)))
}

/// Returns `None` for the hash of zeros, which marks a missing share.
pub(super) fn non_zero(hash: &[u8; 32]) -> Option<&[u8; 32]> {
    (*hash != [0; 32]).then_some(hash)
}

pub(super) fn write_share_hash(out: &mut Vec<u8>, hash: Option<ShareHash>) {
    out.extend_from_slice(&hash.map_or([0; 32], ShareHash::to_wire));
}
