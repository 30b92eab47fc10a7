//! Shares that were fetched before, read from a share store.

use std::path::PathBuf;

use crate::core::chain::rules::SharePoint;
use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::core::share::Share;
use crate::shares::{Content, InputError, Reader};

/// Reads the places of the shares in these files, and passes each share with its hash to `see`. Other
/// lines are ignored.
///
/// # Errors
///
/// A file is unreadable.
pub fn stored_shares(
    files: &[PathBuf],
    network: &'static Network,
    mut see: impl FnMut(&Share<'_>, ShareHash),
) -> Result<Vec<SharePoint>, InputError> {
    let mut stored = Vec::new();
    for file in files {
        Reader::open(file, network).for_each(|record| {
            if let Content::Share { share, commitment } = record.content {
                see(share, commitment.share_hash);
                stored.push(SharePoint::new(share, commitment.share_hash, network));
            }
        })?;
    }
    Ok(stored)
}
