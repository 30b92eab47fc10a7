//! Reading a share.

use super::commitment::commit;
use super::error::check_version;
use super::{HashLink, MESSAGE_VERSION, MinHeader, Share, ShareError, ShareInfo};
use crate::core::network::Network;
use crate::core::pow::{CompactBits, pow_hash};
use crate::core::wire::{Reader, WireError};

impl<'a> Share<'a> {
    /// Reads a raw share: VarInt version || VarStr contents, and nothing behind it.
    ///
    /// # Errors
    /// [`ShareError`]; offsets count from the first byte of the raw share.
    ///
    /// Source: `load_share` in p2pool's data.py, made strict.
    pub fn read(raw: &'a [u8], network: &Network) -> Result<Self, ShareError> {
        let mut reader = Reader::new(raw, 0);
        let version = reader.var_int("share version")?;
        check_version(version, network)?;
        let contents_len = reader.var_int("contents")?;
        let offset = reader.offset();
        let left = reader.rest().len();
        match usize::try_from(contents_len) {
            Ok(length) if length <= left => {
                let contents = reader.take(length, "contents")?;
                reader.finish()?;
                Self::read_contents_at(version, contents, offset, network)
            }
            _ => Err(WireError::Truncated {
                field: "contents",
                offset,
                needed: contents_len,
                left,
            }
            .into()),
        }
    }

    /// Reads the contents of a share whose version is known from elsewhere.
    ///
    /// # Errors
    /// [`ShareError`]; offsets count from the first byte of the contents.
    pub fn read_contents(
        version: u64,
        contents: &'a [u8],
        network: &Network,
    ) -> Result<Self, ShareError> {
        check_version(version, network)?;
        Self::read_contents_at(version, contents, 0, network)
    }

    fn read_contents_at(
        version: u64,
        contents: &'a [u8],
        offset: usize,
        network: &Network,
    ) -> Result<Self, ShareError> {
        let read = |lacks| Self::read_layout(version, contents, offset, network, lacks);
        if version < MESSAGE_VERSION || !network.v36_may_lack_segwit_data {
            return read(false);
        }
        // Of two layouts that fit, the one whose header has its proof of work.
        match (read(false), read(true)) {
            (Ok(with), Ok(without)) if !with.meets_target(network) => {
                let without_meets = without.meets_target(network);
                Ok(if without_meets { without } else { with })
            }
            (Err(_), Ok(without)) => Ok(without),
            (with, _) => with,
        }
    }

    fn meets_target(&self, network: &Network) -> bool {
        let pow_hash = pow_hash(network.pow, &commit(self, network).header);
        CompactBits(self.share_info.bits)
            .to_target()
            .is_some_and(|target| target <= network.max_target && target.is_met_by(&pow_hash))
    }

    fn read_layout(
        version: u64,
        contents: &'a [u8],
        offset: usize,
        network: &Network,
        lacks_segwit_data: bool,
    ) -> Result<Self, ShareError> {
        let mut reader = Reader::new(contents, offset);
        let min_header = read_min_header(&mut reader)?;
        let share_info = ShareInfo::read(&mut reader, version, network, lacks_segwit_data)?;
        let ref_merkle_link = reader.hash_list("ref_merkle_link.branch")?;
        let last_txout_nonce = reader.u64("last_txout_nonce")?;
        let hash_link = HashLink::read(&mut reader, version)?;
        let merkle_link = reader.hash_list("merkle_link.branch")?;
        let message_data = if version >= MESSAGE_VERSION {
            reader.var_str("message_data", 0, u64::MAX)?
        } else {
            &[]
        };
        reader.finish()?;
        Ok(Self {
            version,
            min_header,
            share_info,
            ref_merkle_link,
            last_txout_nonce,
            hash_link,
            merkle_link,
            message_data,
        })
    }
}

fn read_min_header(reader: &mut Reader<'_>) -> Result<MinHeader, ShareError> {
    let offset = reader.offset();
    let version = reader.var_int("min_header.version")?;
    let Ok(version) = u32::try_from(version) else {
        return Err(ShareError::HeaderVersion { offset, version });
    };
    Ok(MinHeader {
        version,
        previous_block: *reader.array("min_header.previous_block")?,
        timestamp: reader.u32("min_header.timestamp")?,
        bits: reader.u32("min_header.bits")?,
        nonce: reader.u32("min_header.nonce")?,
    })
}
