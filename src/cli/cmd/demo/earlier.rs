//! The shares of an earlier demo, whose chain is continued.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::hash::ShareHash;
use crate::core::message::envelope::Envelope;
use crate::core::network::Network;
use crate::core::share::Share;
use crate::core::share::commitment::commit;
use crate::core::share::record::{Form, Line, hex_bytes};
use crate::peer::node::chain::MAX_KEPT;
use crate::shares::{Block, InputError, open, share_files};

/// The shares of an earlier demo.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// The newest raw shares, the least absheight first.
    pub(super) newest: Vec<Vec<u8>>,
    /// Number of all shares, with orphans.
    pub(super) shares: u32,
    /// Number of messages in all shares.
    pub(super) messages: usize,
}

impl Earlier {
    /// Reads the share store in a folder, which can be empty. Unreadable lines are skipped with a
    /// warning.
    ///
    /// # Errors
    /// The store is unreadable.
    pub(super) fn read(
        store: &Path,
        network: &'static Network,
        out: &Output,
    ) -> Result<Self, CliError> {
        let files = share_files(store).map_err(|error| CliError::file("read", store, error))?;
        if files.is_empty() {
            return Ok(Self::default());
        }
        let mut earlier = Self::default();
        let mut newest: BTreeMap<(u32, ShareHash), Vec<u8>> = BTreeMap::new();
        let mut unreadable = 0_u64;
        let mut source = open(store, network)?;
        let mut block = Block::default();
        loop {
            match source.next_block(&mut block, 1) {
                Ok(true) => {}
                Ok(false) => break,
                Err(InputError::Skipped { .. }) => continue,
                Err(error) => return Err(error.into()),
            }
            // A killed demo can leave the start of a line.
            if block.is_unterminated() {
                continue;
            }
            for (_, line) in block.lines() {
                let Ok(Line::Share(hex)) = Line::read(line, Form::Store) else {
                    continue;
                };
                let raw = hex_bytes(&hex).unwrap_or_default();
                let Ok(share) = Share::read(&raw, network) else {
                    unreadable += 1;
                    continue;
                };
                let place = (
                    share.share_info.absheight,
                    commit(&share, network).share_hash,
                );
                let messages = Envelope::read_plain(share.message_data).messages.len();
                if newest.insert(place, raw).is_none() {
                    earlier.shares = earlier.shares.saturating_add(1);
                    earlier.messages += messages;
                }
                if newest.len() > MAX_KEPT {
                    newest.pop_first();
                }
            }
        }
        if unreadable > 0 {
            out.warning(format!(
                "{}: {unreadable} malformed shares are skipped",
                store.display()
            ));
        }
        earlier.newest = newest.into_values().collect();
        Ok(earlier)
    }
}
