//! The newest shares of a store.

use std::collections::BTreeSet;
use std::iter;

use super::block::{Block, BlockSource, InputError};
use super::mark::Mark;
use crate::core::network::{NETWORKS, Network};
use crate::core::share::Share;
use crate::core::share::record::{Form, Line, hex_bytes};

/// The newest shares of a store.
#[derive(Debug, Default)]
pub struct NewestShares {
    /// Their lines, numbered from 1: the share with the greatest absheight first, each share once.
    pub lines: Block,
    /// The number of malformed shares, and of unreadable parts, in the whole store.
    pub malformed: usize,
}

/// Finds the `count` shares of a store with the greatest absheights, of `network` or of another one.
/// Python nodes write the newest shares at the start of each pass, not at the end of a file.
///
/// A last line without a line feed is skipped, because the node is still writing it. Entries that are
/// not regular files are skipped.
///
/// # Errors
///
/// [`InputError::Read`] and [`InputError::Damaged`] if the store is unreadable.
pub fn newest_shares(
    store: &mut dyn BlockSource,
    count: usize,
    network: &Network,
) -> Result<NewestShares, InputError> {
    let mut newest = BTreeSet::new();
    let mut block = Block::default();
    let mut malformed = 0;
    loop {
        match store.next_block(&mut block, 1) {
            Ok(true) => {}
            Ok(false) => break,
            Err(InputError::Skipped { .. }) => continue,
            Err(error) => return Err(error),
        }
        if block.is_unterminated() {
            continue;
        }
        for (number, line) in block.lines() {
            if let Some(Mark::Broken { .. }) = block.mark(number) {
                malformed += 1;
                continue;
            }
            let Ok(Line::Share(hex)) = Line::read(line, Form::Store) else {
                continue;
            };
            match absheight(&hex, network) {
                Some(absheight) => newest.insert((absheight, line.to_vec())),
                None => {
                    malformed += 1;
                    continue;
                }
            };
            if newest.len() > count {
                newest.pop_first();
            }
        }
    }
    block.begin(&"newest shares".into(), 1);
    for (_, line) in newest.iter().rev() {
        block.push_line(line);
    }
    Ok(NewestShares {
        lines: block,
        malformed,
    })
}

/// The absheight of a share in hex, of `network` or else of any other; `None` if it is malformed.
fn absheight(hex: &[u8], network: &Network) -> Option<u32> {
    let raw = hex_bytes(hex).ok()?;
    let mut networks = iter::once(network).chain(&NETWORKS);
    networks.find_map(|network| Some(Share::read(&raw, network).ok()?.share_info.absheight))
}
