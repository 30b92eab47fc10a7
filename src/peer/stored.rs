//! Shares that were fetched before, read from a share store.

use std::path::PathBuf;

use crate::core::chain::Link;
use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::core::share::Share;
use crate::shares::{Content, InputError, Reader};

/// Reads the places of the shares in these files, with their times in Unix seconds, and passes each
/// share with its hash to `see`. Other lines are ignored.
///
/// # Errors
///
/// A file is unreadable.
pub fn stored_shares(
    files: &[PathBuf],
    network: &'static Network,
    mut see: impl FnMut(&Share<'_>, ShareHash),
) -> Result<Vec<(Link, u32)>, InputError> {
    let mut stored = Vec::new();
    for file in files {
        Reader::open(file, network).for_each(|record| {
            if let Content::Share { share, commitment } = record.content {
                let info = &share.share_info;
                let link = Link {
                    share_hash: commitment.share_hash,
                    previous_share_hash: info.share_data.previous_share_hash,
                    absheight: info.absheight,
                    bits: info.bits,
                };
                see(share, commitment.share_hash);
                stored.push((link, info.timestamp));
            }
        })?;
    }
    Ok(stored)
}
