//! The shares of a database in the order of absheight, then hash.
//!
//! The database has the order of the hashes, so all keys are read first and sorted. The values of a
//! store that fits `MAX_KEPT` are kept meanwhile; of a larger one they are read again, as much at
//! once as fits. Of more than `MAX_SHARES` shares, the lowest are sorted and passed on, then the
//! next, and so on.

use std::collections::VecDeque;

use super::line::Lines;
use super::search::{Found, MAX_KEPT, Rank, Search};
use crate::core::network::Network;
use crate::shares::block::Block;
use crate::shares::leveldb::{ReadError, Snapshot, ValueReader};
use crate::shares::mark::Mark;

/// Passes shares on in order, with the claims of the node about them.
#[derive(Debug)]
pub(super) struct Sorted {
    network: &'static Network,
    with_messages_only: bool,
    /// Shares that are not passed on yet, in order.
    shares: VecDeque<Found>,
    /// Unreadable parts that are not passed on yet; `None` before the first search.
    broken: Option<VecDeque<Mark>>,
    /// The last share that was passed on.
    passed: Option<Rank>,
    /// The last share that was sorted.
    last: Option<Rank>,
    /// Whether there are shares behind `last`.
    more: bool,
    lines: Lines,
}

impl Sorted {
    /// `with_messages_only` leaves out the shares without message_data.
    pub(super) fn new(network: &'static Network, with_messages_only: bool) -> Self {
        Self {
            network,
            with_messages_only,
            shares: VecDeque::new(),
            broken: None,
            passed: None,
            last: None,
            more: true,
            lines: Lines::default(),
        }
    }

    /// Goes on with another snapshot.
    pub(super) fn restart(&mut self) {
        self.shares.clear();
        self.last = self.passed;
        self.more = true;
    }

    /// Appends the next record to `block`; false at the end.
    pub(super) fn push_next(
        &mut self,
        snapshot: &Snapshot,
        block: &mut Block,
    ) -> Result<bool, ReadError> {
        while self.shares.is_empty() && self.more {
            self.find(snapshot)?;
        }
        if let Some(mark) = self.broken.as_mut().and_then(VecDeque::pop_front) {
            block.push_marked(b"", mark);
            return Ok(true);
        }
        if self
            .shares
            .front()
            .is_some_and(|share| share.value.is_none())
        {
            self.fill(snapshot)?;
        }
        let Some(share) = self.shares.pop_front() else {
            return Ok(false);
        };
        self.passed = Some(share.rank);
        let value = share.value.unwrap_or_default();
        self.lines
            .push(block, share.rank.hash, share.claims, &value);
        Ok(true)
    }

    /// Finds the next shares in order, at first the unreadable parts too.
    fn find(&mut self, snapshot: &Snapshot) -> Result<(), ReadError> {
        let mut search = Search::after(self.last, self.network, self.with_messages_only);
        let broken = search.shares(snapshot)?;
        search.claims(snapshot)?;
        self.broken.get_or_insert_with(|| broken.into());
        self.more = search.more;
        self.last = search.last();
        self.shares = search.sorted();
        Ok(())
    }

    /// Reads the values of the next shares, as many as fit the memory.
    fn fill(&mut self, snapshot: &Snapshot) -> Result<(), ReadError> {
        let mut size = 0;
        let count = self.shares.iter().take_while(|share| {
            size += share.place.length();
            size <= MAX_KEPT || size == share.place.length()
        });
        let count = count.count();
        let mut missing: Vec<&mut Found> = self.shares.iter_mut().take(count).collect();
        missing.sort_unstable_by_key(|share| share.place);
        let mut values = ValueReader::default();
        for share in missing {
            share.value = Some(values.value(snapshot, share.place)?.into());
        }
        Ok(())
    }
}
