//! share_info: what the generation transaction commits to besides message_data. PROTOCOL: section 5.

use std::borrow::Cow;
use std::sync::Arc;

use super::{MESSAGE_VERSION, ShareError};
use crate::core::address::{Addresses, PubkeyType, address};
use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::core::wire::{Reader, WireError, write_hash_list, write_var_int, write_var_str};

/// Marks segwit_data as none, together with an empty branch.
const NO_WTXID_MERKLE_ROOT: [u8; 32] = [0xff; 32];

/// What a share says of itself and of its chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareInfo<'a> {
    /// The bytes it was read from, which ref_type contains.
    pub(crate) wire: &'a [u8],
    /// Who mined it, on what, for what.
    pub share_data: ShareData<'a>,
    /// The link to the merkle root where segwit is active.
    pub segwit_data: Option<SegwitData<'a>>,
    /// Version 36: payout scripts on merge-mined chains, undivided; see [`merged_addresses`].
    ///
    /// [`merged_addresses`]: ShareInfo::merged_addresses
    merged_addresses: &'a [u8],
    /// Below version 34.
    pub new_transaction_hashes: &'a [[u8; 32]],
    /// Below version 34: pairs of VarInts, undivided.
    transaction_hash_refs: &'a [u8],
    /// A share far back in the chain; `None` near its start.
    pub far_share_hash: Option<ShareHash>,
    /// The easiest target allowed here, compact.
    pub max_bits: u32,
    /// The target of this share, compact.
    pub bits: u32,
    /// Unix seconds.
    pub timestamp: u32,
    /// Shares before this one.
    pub absheight: u32,
    /// Work of the chain up to here.
    pub abswork: u128,
    /// Version 36: merge-mined blocks, undivided.
    merged_coinbase_info: &'a [u8],
    /// Version 36.
    pub merged_payout_hash: Option<[u8; 32]>,
}

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

/// A payout script on a merge-mined chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MergedAddress<'a> {
    /// Which chain.
    pub chain_id: u32,
    /// The script.
    pub script: &'a [u8],
}

/// A block of a merge-mined chain that the share would make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MergedCoinbaseInfo<'a> {
    /// Which chain.
    pub chain_id: u32,
    /// Its reward.
    pub coinbase_value: u64,
    /// Its height.
    pub block_height: u64,
    /// Its header.
    pub block_header: &'a [u8; 80],
    /// Siblings from its generation transaction to its merkle root.
    pub coinbase_merkle_link: &'a [[u8; 32]],
    /// Script of its generation transaction's input.
    pub coinbase_script: &'a [u8],
}

impl<'a> ShareInfo<'a> {
    pub(super) fn read(
        reader: &mut Reader<'a>,
        version: u64,
        network: &Network,
    ) -> Result<Self, ShareError> {
        let start = reader.clone();
        let messages = version >= MESSAGE_VERSION;
        let share_data = ShareData::read(reader, version)?;
        let segwit_active = network.segwit_active(version);
        let segwit_offset = reader.offset();
        let segwit_data = if segwit_active || messages {
            SegwitData::read(reader)?
        } else {
            None
        };
        if segwit_active && segwit_data.is_none() {
            let network = network.name;
            return Err(ShareError::NoSegwitData {
                offset: segwit_offset,
                network,
                version,
            });
        }
        let merged_addresses = if messages {
            undivided(reader, |reader| {
                read_list(reader, "merged_addresses", 5, read_merged_address)
            })?
        } else {
            &[]
        };
        let (new_transaction_hashes, transaction_hash_refs) = if version < 34 {
            let hashes = reader.hash_list("new_transaction_hashes")?;
            let refs = undivided(reader, |reader| {
                read_list(
                    reader,
                    "transaction_hash_refs",
                    2,
                    read_transaction_hash_ref,
                )
            })?;
            (hashes, refs)
        } else {
            (&[][..], &[][..])
        };
        let far_share_hash = read_share_hash(reader, "far_share_hash")?;
        let max_bits = reader.u32("max_bits")?;
        let bits = reader.u32("share_info.bits")?;
        let timestamp = reader.u32("share_info.timestamp")?;
        let absheight = reader.u32("absheight")?;
        let abswork = if messages {
            u128::from(reader.var_int("abswork")?)
        } else {
            u128::from_le_bytes(*reader.array("abswork")?)
        };
        let (merged_coinbase_info, merged_payout_hash) = if messages {
            let blocks = undivided(reader, |reader| {
                read_list(
                    reader,
                    "merged_coinbase_info",
                    88,
                    read_merged_coinbase_info,
                )
            })?;
            let hash = non_zero(reader.array("merged_payout_hash")?);
            (blocks, hash.copied())
        } else {
            (&[][..], None)
        };
        Ok(Self {
            wire: between(&start, reader),
            share_data,
            segwit_data,
            merged_addresses,
            new_transaction_hashes,
            transaction_hash_refs,
            far_share_hash,
            max_bits,
            bits,
            timestamp,
            absheight,
            abswork,
            merged_coinbase_info,
            merged_payout_hash,
        })
    }

    /// The fields, with the lists divided.
    pub fn parts(&self) -> ShareInfoParts<'a> {
        ShareInfoParts {
            share_data: self.share_data,
            segwit_data: self.segwit_data,
            merged_addresses: self.merged_addresses(),
            new_transaction_hashes: self.new_transaction_hashes,
            transaction_hash_refs: self.transaction_hash_refs(),
            far_share_hash: self.far_share_hash,
            max_bits: self.max_bits,
            bits: self.bits,
            timestamp: self.timestamp,
            absheight: self.absheight,
            abswork: self.abswork,
            merged_coinbase_info: self.merged_coinbase_info(),
            merged_payout_hash: self.merged_payout_hash,
        }
    }

    /// Payout scripts on merge-mined chains.
    pub fn merged_addresses(&self) -> Vec<MergedAddress<'a>> {
        items(self.merged_addresses, read_merged_address)
    }

    /// Merge-mined blocks.
    pub fn merged_coinbase_info(&self) -> Vec<MergedCoinbaseInfo<'a>> {
        items(self.merged_coinbase_info, read_merged_coinbase_info)
    }

    /// Pairs of (how many shares back, which of its transactions).
    pub fn transaction_hash_refs(&self) -> Vec<(u64, u64)> {
        items(self.transaction_hash_refs, read_transaction_hash_ref)
    }
}

/// The fields of share_info, each to be chosen: what a new share says of itself and of its chain.
///
/// What its version does not carry must be empty or `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareInfoParts<'a> {
    /// Who mined it, on what, for what.
    pub share_data: ShareData<'a>,
    /// The link to the merkle root where segwit is active.
    pub segwit_data: Option<SegwitData<'a>>,
    /// Version 36: payout scripts on merge-mined chains.
    pub merged_addresses: Vec<MergedAddress<'a>>,
    /// Below version 34.
    pub new_transaction_hashes: &'a [[u8; 32]],
    /// Below version 34: pairs of (how many shares back, which of its transactions).
    pub transaction_hash_refs: Vec<(u64, u64)>,
    /// The share 99 before the previous one; `None` near the start of the chain.
    pub far_share_hash: Option<ShareHash>,
    /// The easiest target allowed here, compact.
    pub max_bits: u32,
    /// The target of this share, compact.
    pub bits: u32,
    /// Unix seconds.
    pub timestamp: u32,
    /// Shares before this one.
    pub absheight: u32,
    /// Work of the chain up to here; 64 bits in version 36.
    pub abswork: u128,
    /// Version 36: merge-mined blocks.
    pub merged_coinbase_info: Vec<MergedCoinbaseInfo<'a>>,
    /// Version 36.
    pub merged_payout_hash: Option<[u8; 32]>,
}

impl ShareInfoParts<'_> {
    /// Appends the wire form. What `version` does not carry is left out.
    pub fn write(&self, out: &mut Vec<u8>, version: u64, network: &Network) {
        let messages = version >= MESSAGE_VERSION;
        self.share_data.write(out);
        if network.segwit_active(version) || messages {
            SegwitData::write(self.segwit_data.as_ref(), out);
        }
        if messages {
            write_var_int(out, self.merged_addresses.len() as u64);
            let addresses = self.merged_addresses.iter();
            addresses.for_each(|address| address.write(out));
        }
        if version < 34 {
            write_hash_list(out, self.new_transaction_hashes);
            write_var_int(out, self.transaction_hash_refs.len() as u64);
            for (share_count, tx_count) in &self.transaction_hash_refs {
                write_var_int(out, *share_count);
                write_var_int(out, *tx_count);
            }
        }
        write_share_hash(out, self.far_share_hash);
        for field in [self.max_bits, self.bits, self.timestamp, self.absheight] {
            out.extend_from_slice(&field.to_le_bytes());
        }
        if messages {
            write_var_int(out, u64::try_from(self.abswork).unwrap_or(u64::MAX));
            write_var_int(out, self.merged_coinbase_info.len() as u64);
            let blocks = self.merged_coinbase_info.iter();
            blocks.for_each(|block| block.write(out));
            out.extend_from_slice(&self.merged_payout_hash.unwrap_or_default());
        } else {
            out.extend_from_slice(&self.abswork.to_le_bytes());
        }
    }
}

impl<'a> ShareData<'a> {
    fn read(reader: &mut Reader<'a>, version: u64) -> Result<Self, WireError> {
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
    fn write(&self, out: &mut Vec<u8>) {
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
    fn write(segwit_data: Option<&Self>, out: &mut Vec<u8>) {
        let (link, root) = match segwit_data {
            Some(data) => (data.txid_merkle_link, data.wtxid_merkle_root),
            None => (&[][..], &NO_WTXID_MERKLE_ROOT),
        };
        write_hash_list(out, link);
        out.extend_from_slice(root);
    }
}

impl MergedAddress<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.chain_id.to_le_bytes());
        write_var_str(out, self.script);
    }
}

impl MergedCoinbaseInfo<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.chain_id.to_le_bytes());
        write_var_int(out, self.coinbase_value);
        write_var_int(out, self.block_height);
        out.extend_from_slice(self.block_header);
        write_hash_list(out, self.coinbase_merkle_link);
        write_var_str(out, self.coinbase_script);
    }
}

impl<'a> SegwitData<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Option<Self>, WireError> {
        let txid_merkle_link = reader.hash_list("segwit_data.txid_merkle_link.branch")?;
        let wtxid_merkle_root = reader.array("segwit_data.wtxid_merkle_root")?;
        let none = txid_merkle_link.is_empty() && *wtxid_merkle_root == NO_WTXID_MERKLE_ROOT;
        Ok((!none).then_some(Self {
            txid_merkle_link,
            wtxid_merkle_root,
        }))
    }
}

fn read_share_hash(
    reader: &mut Reader<'_>,
    field: &'static str,
) -> Result<Option<ShareHash>, WireError> {
    let hash = non_zero(reader.array(field)?);
    Ok(hash.map(|hash| ShareHash::from_wire(*hash)))
}

/// Zero stands for none.
fn non_zero(hash: &[u8; 32]) -> Option<&[u8; 32]> {
    (*hash != [0; 32]).then_some(hash)
}

fn write_share_hash(out: &mut Vec<u8>, hash: Option<ShareHash>) {
    out.extend_from_slice(&hash.map_or([0; 32], ShareHash::to_wire));
}

fn read_merged_address<'a>(reader: &mut Reader<'a>) -> Result<MergedAddress<'a>, WireError> {
    Ok(MergedAddress {
        chain_id: reader.u32("merged_addresses.chain_id")?,
        script: reader.var_str("merged_addresses.script", 0, u64::MAX)?,
    })
}

fn read_merged_coinbase_info<'a>(
    reader: &mut Reader<'a>,
) -> Result<MergedCoinbaseInfo<'a>, WireError> {
    Ok(MergedCoinbaseInfo {
        chain_id: reader.u32("merged_coinbase_info.chain_id")?,
        coinbase_value: reader.var_int("merged_coinbase_info.coinbase_value")?,
        block_height: reader.var_int("merged_coinbase_info.block_height")?,
        block_header: reader.array("merged_coinbase_info.block_header")?,
        coinbase_merkle_link: reader.hash_list("merged_coinbase_info.coinbase_merkle_link")?,
        coinbase_script: reader.var_str("merged_coinbase_info.coinbase_script", 0, u64::MAX)?,
    })
}

fn read_transaction_hash_ref(reader: &mut Reader<'_>) -> Result<(u64, u64), WireError> {
    Ok((
        reader.var_int("transaction_hash_refs.share_count")?,
        reader.var_int("transaction_hash_refs.tx_count")?,
    ))
}

/// Reads a VarInt count and passes over as many items of at least `item_size` bytes.
fn read_list<'a, T>(
    reader: &mut Reader<'a>,
    field: &'static str,
    item_size: usize,
    read_item: impl Fn(&mut Reader<'a>) -> Result<T, WireError>,
) -> Result<(), WireError> {
    for _ in 0..reader.count(field, item_size)? {
        read_item(reader)?;
    }
    Ok(())
}

/// The bytes that `read` passed over.
fn undivided<'a>(
    reader: &mut Reader<'a>,
    read: impl Fn(&mut Reader<'a>) -> Result<(), WireError>,
) -> Result<&'a [u8], WireError> {
    let start = reader.clone();
    read(reader)?;
    Ok(between(&start, reader))
}

/// The bytes from where `start` stands to where `end` stands.
fn between<'a>(start: &Reader<'a>, end: &Reader<'a>) -> &'a [u8] {
    let length = end.offset() - start.offset();
    start.rest().get(..length).unwrap_or_default()
}

/// The items of a list that [`undivided`] has passed over, so that reading them cannot fail.
fn items<'a, T>(
    wire: &'a [u8],
    read_item: impl Fn(&mut Reader<'a>) -> Result<T, WireError>,
) -> Vec<T> {
    let mut reader = Reader::new(wire, 0);
    let count = reader.var_int("count").unwrap_or_default();
    (0..count)
        .map_while(|_| read_item(&mut reader).ok())
        .collect()
}
