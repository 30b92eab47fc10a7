//! Merge-mined chains in share_info of version 36. PROTOCOL: section 5.

use crate::core::wire::{Reader, WireError, write_hash_list, write_var_int, write_var_str};

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

impl MergedAddress<'_> {
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.chain_id.to_le_bytes());
        write_var_str(out, self.script);
    }
}

impl MergedCoinbaseInfo<'_> {
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.chain_id.to_le_bytes());
        write_var_int(out, self.coinbase_value);
        write_var_int(out, self.block_height);
        out.extend_from_slice(self.block_header);
        write_hash_list(out, self.coinbase_merkle_link);
        write_var_str(out, self.coinbase_script);
    }
}

pub(super) fn read_merged_address<'a>(
    reader: &mut Reader<'a>,
) -> Result<MergedAddress<'a>, WireError> {
    Ok(MergedAddress {
        chain_id: reader.u32("merged_addresses.chain_id")?,
        script: reader.var_str("merged_addresses.script", 0, u64::MAX)?,
    })
}

pub(super) fn read_merged_coinbase_info<'a>(
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
