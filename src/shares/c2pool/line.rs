//! The line of a share store for a value of the database.

use super::keys::{Displayed, hash_of};
use crate::core::wire::{write_var_int, write_var_str};
use crate::shares::block::Block;
use crate::shares::broken::Broken;
use crate::shares::mark::{Claims, Mark};

/// Writes the lines of shares.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// A raw share, in a buffer that is used again.
    raw: Vec<u8>,
}

impl Lines {
    /// Appends the share with this value to `block`.
    pub(super) fn push(
        &mut self,
        block: &mut Block,
        displayed: Displayed,
        claims: Claims,
        value: &[u8],
    ) {
        let share_hash = hash_of(displayed);
        match self.read(value) {
            Some(()) => block.push_share(&self.raw, Mark::Share { share_hash, claims }),
            None => block.push_marked(
                b"",
                Mark::Broken {
                    key: Some(format!("share:{share_hash}").into()),
                    file: None,
                    why: Broken::Value {
                        length: value.len(),
                    },
                },
            ),
        }
    }

    /// Reads the raw share of a value: version (u64) and contents. `None` if the value is too short.
    fn read(&mut self, value: &[u8]) -> Option<()> {
        let (version, contents) = value.split_first_chunk()?;
        self.raw.clear();
        write_var_int(&mut self.raw, u64::from_le_bytes(*version));
        write_var_str(&mut self.raw, contents);
        Some(())
    }
}
