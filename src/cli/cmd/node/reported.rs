//! What `node watch` has reported about the messages that a node does not show, once for each node.

use std::collections::HashSet;
use std::mem::{Discriminant, discriminant};

use crate::cli::hints;
use crate::cli::nodes::{replaced_words, unreadable_words};
use crate::cli::output::Output;
use crate::cli::walks::{unfinished, unopened, unreadable_shares};
use crate::client::node::{Incomplete, Listing};
use crate::client::walk::WalkEnd;

/// The reports about one node.
#[derive(Debug, Default)]
pub(super) struct Reported {
    /// Whether unreadable parts of its answers were reported; a node shows them for hours.
    unreadable: bool,
    /// Whether shares that cannot be opened were reported.
    unopened: bool,
    /// Why the last walk over its shares ended.
    walk_end: WalkEnd,
    /// The reasons for missing messages.
    incomplete: HashSet<Discriminant<Incomplete>>,
}

impl Reported {
    /// Reports the messages that an answer lacks, as far as they were not reported. `has_replaced` is
    /// true if parts of the answer were unreadable.
    pub(super) fn report(
        &mut self,
        url: &str,
        listing: &Listing,
        has_replaced: bool,
        out: &Output,
    ) {
        let walk = listing.walk.as_ref();
        let shares = walk.and_then(|walk| unreadable_shares(url, walk));
        if !self.unreadable && (has_replaced || listing.unreadable > 0 || shares.is_some()) {
            self.unreadable = true;
            out.warning(match (listing.unreadable, shares) {
                (0, Some(words)) => words,
                (0, None) => replaced_words(url),
                (count, _) => unreadable_words(url, count),
            });
        }
        if !self.unopened
            && let Some(words) = unopened(url, listing.unopened)
        {
            self.unopened = true;
            out.note(words);
        }
        for incomplete in &listing.incomplete {
            if self.incomplete.insert(discriminant(incomplete)) {
                out.warning(format!("{url}: {}", hints::for_incomplete(incomplete)));
            }
        }
        let Some(walk) = walk else {
            return;
        };
        // The next walk continues where this one ended, so its end is reported when it changes.
        if walk.end != self.walk_end
            && let Some(words) = unfinished(url, walk, out)
        {
            out.warning(words);
        }
        self.walk_end = walk.end.clone();
    }
}
