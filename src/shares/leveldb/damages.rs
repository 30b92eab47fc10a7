//! The parts of a database that were unreadable.

use super::Damage;

/// Damaged parts that are reported one by one.
const MAX_DAMAGES: usize = 100;

/// The unreadable parts that were found in a search for a kind of key.
#[derive(Debug, Default)]
pub(crate) struct Damages {
    /// Parts that could not be read.
    pub parts: Vec<Damage>,
    /// The number of further parts that could not be read.
    pub more: u64,
}

impl Damages {
    pub(super) fn add(&mut self, damage: Damage) {
        if self.parts.len() < MAX_DAMAGES {
            self.parts.push(damage);
        } else {
            self.more += 1;
        }
    }
}
