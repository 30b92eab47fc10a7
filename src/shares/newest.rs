//! The newest shares of a store.

use std::collections::BTreeSet;

use super::block::{Block, BlockSource};
use super::broken::Broken;
use super::input_error::InputError;
use super::mark::Mark;
use crate::core::network::{NETWORKS, Network};
use crate::core::share::record::{Form, Line, hex_bytes};
use crate::core::share::{Share, ShareError};

/// The newest shares of a store.
#[derive(Debug, Default)]
pub struct NewestShares {
    /// Their lines, numbered from 1: the share with the greatest absheight first, each share once.
    pub lines: Block,
    /// The number of malformed shares, and of unreadable parts, in the whole store.
    pub malformed: usize,
    /// Why the first of them is malformed.
    pub why: Option<Broken>,
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
    let mut first_why = None;
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
            if let Some(Mark::Broken { why, .. }) = block.mark(number) {
                malformed += 1;
                first_why.get_or_insert_with(|| why.clone());
                continue;
            }
            let Ok(Line::Share(hex)) = Line::read(line, Form::Store) else {
                continue;
            };
            match absheight(&hex, network) {
                Ok(absheight) => newest.insert((absheight, line.to_vec())),
                Err(why) => {
                    malformed += 1;
                    first_why.get_or_insert(why);
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
        why: first_why,
    })
}

/// The absheight of a share in hex, of `network` or else of any other.
fn absheight(hex: &[u8], network: &Network) -> Result<u32, Broken> {
    let raw = hex_bytes(hex)?;
    let read = |network: &Network| {
        let share = Share::read(&raw, network)?;
        Ok(share.share_info.absheight)
    };
    let read_as_any = || NETWORKS.iter().find_map(|network| read(network).ok());
    read(network).or_else(|why: ShareError| read_as_any().ok_or(Broken::Share(why)))
}
