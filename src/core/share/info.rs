//! share_info: what the generation transaction commits to besides message_data. PROTOCOL: section 5.

use super::data::{SegwitData, ShareData, non_zero, read_share_hash, write_share_hash};
use super::error::{MESSAGE_VERSION, ShareError};
use super::merged::{
    MergedAddress, MergedCoinbaseInfo, read_merged_address, read_merged_coinbase_info,
};
use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::core::wire::{Reader, WireError, write_hash_list, write_var_int};

/// What a share says of itself and of its chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareInfo<'a> {
    /// The bytes it was read from, which ref_type contains.
    pub(crate) wire: &'a [u8],
    /// Who mined it, on what, for what.
    pub share_data: ShareData<'a>,
    /// The link to the merkle root where segwit is active.
    pub segwit_data: Option<SegwitData<'a>>,
    /// Whether a share of version 36 has no segwit_data in its layout, as c2pool writes it on
    /// bitcoincash.
    pub lacks_segwit_data: bool,
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

impl<'a> ShareInfo<'a> {
    pub(super) fn read(
        reader: &mut Reader<'a>,
        version: u64,
        network: &Network,
        lacks_segwit_data: bool,
    ) -> Result<Self, ShareError> {
        let start = reader.clone();
        let messages = version >= MESSAGE_VERSION;
        let share_data = ShareData::read(reader, version)?;
        let segwit_active = network.segwit_active(version);
        let segwit_data = if lacks_segwit_data {
            None
        } else if segwit_active {
            Some(SegwitData::read(reader)?)
        } else if messages {
            Some(SegwitData::read(reader)?).filter(|data| !data.is_none())
        } else {
            None
        };
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
            lacks_segwit_data,
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
            lacks_segwit_data: self.lacks_segwit_data,
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
    /// Whether a share of version 36 has no segwit_data in its layout, as c2pool writes it on
    /// bitcoincash.
    pub lacks_segwit_data: bool,
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
        if (network.segwit_active(version) || messages) && !self.lacks_segwit_data {
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
