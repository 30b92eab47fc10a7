//! The order of the shares in a share store, which holds them in any order, repeated and with gaps.
//!
//! The best chain is the one with the most work, as in p2pool; the other shares are orphans. The
//! work of a share is what its own bits say, summed over the links that are there: abswork is only
//! what a miner claims, and is not looked at. Whether the work was done is not checked here: a node
//! stores only shares whose proof of work it has checked, and `verify` does so for any others.
#![expect(
    clippy::indexing_slicing,
    reason = "every index comes from counting the links themselves"
)]

pub mod easy_chain;
pub mod registry;
pub mod replay;
pub mod rules;
pub mod store;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::core::hash::ShareHash;
use crate::core::pow::CompactBits;

/// What the place of a share in the chain depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The share.
    pub share_hash: ShareHash,
    /// The share before it; `None` for the first of a chain.
    pub previous_share_hash: Option<ShareHash>,
    /// How many shares came before it, as the share itself says.
    pub absheight: u32,
    /// Its target, compact.
    pub bits: u32,
}

/// The shares of a store in chain order. The shares are known by their index in the links that the
/// chain was made of.
///
/// The links can come in any order and the result is the same. Of two chains with the same work,
/// the one whose last share has the lower share_hash is the best, since nobody can tell which one
/// was there first.
///
/// Where a share's parent is missing (at the start of the store, or in a gap), a new piece begins.
/// The heaviest piece is part of the best chain, and so is each further piece, the heavier first,
/// whose absheights lie wholly before or after those of the pieces so far: it may be a part of the
/// same chain, and nothing says that it is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    order: Vec<u32>,
    best_len: usize,
    pieces: usize,
}

impl Chain {
    /// Puts up to `u32::MAX` links in order. Repeated shares count once.
    pub fn of(links: &[Link]) -> Self {
        let mut forest = Forest::of(links);
        forest.sum_work();
        let pieces = forest.pieces();
        let mut order = Vec::with_capacity(links.len());
        for piece in &pieces {
            let start = order.len();
            let mut next = Some(piece.tip);
            while let Some(at) = next {
                forest.state[at as usize] = Visit::Best;
                order.push(at);
                next = forest.parents[at as usize];
            }
            order[start..].reverse();
        }
        let best_len = order.len();
        let not_best =
            |at: &u32| !matches!(forest.state[*at as usize], Visit::Best | Visit::Repeated);
        order.extend(indices(links).filter(not_best));
        order[best_len..].sort_unstable_by_key(|at| {
            let link = &links[*at as usize];
            (link.absheight, link.share_hash)
        });
        Self {
            order,
            best_len,
            pieces: pieces.len(),
        }
    }

    /// The best chain, oldest share first.
    pub fn best(&self) -> &[u32] {
        &self.order[..self.best_len]
    }

    /// All other shares, by absheight and share_hash.
    pub fn orphans(&self) -> &[u32] {
        &self.order[self.best_len..]
    }

    /// How many pieces the best chain is in: 1 if it has no gap, 0 without shares.
    pub fn pieces(&self) -> usize {
        self.pieces
    }
}

/// Returns the index of the share at the end of the links with the most work that are connected;
/// `None` without shares.
///
/// Unlike the last share of [`Chain::best`], it does not depend on the absheight that shares claim.
pub fn heaviest(links: &[Link]) -> Option<u32> {
    let mut forest = Forest::of(links);
    forest.sum_work();
    let rooted = |at: &u32| forest.state[*at as usize] == Visit::Rooted;
    indices(links)
        .filter(rooted)
        .max_by_key(|at| forest.rank(*at))
}

fn indices(links: &[Link]) -> impl Iterator<Item = u32> {
    (0..u32::MAX).zip(links).map(|(index, _)| index)
}

/// What is known of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Visit {
    /// Nothing yet.
    New,
    /// It is being followed to its root.
    Followed,
    /// Its work and its root are known.
    Rooted,
    /// It follows from itself. No hash does that, but a reader of strangers' bytes must end.
    Rootless,
    /// The same share stands elsewhere in the links.
    Repeated,
    /// It is in the best chain.
    Best,
}

/// The shares as trees; a root is a share whose parent is missing.
struct Forest<'a> {
    links: &'a [Link],
    parents: Vec<Option<u32>>,
    state: Vec<Visit>,
    roots: Vec<u32>,
    /// From the root to the share, both included.
    work: Vec<u128>,
}

/// The heaviest way through a tree.
struct Piece {
    tip: u32,
    first_absheight: u32,
    last_absheight: u32,
}

impl<'a> Forest<'a> {
    fn of(links: &'a [Link]) -> Self {
        let by_hash = ByHash::of(links);
        let mut state = vec![Visit::Repeated; links.len()];
        for (_, index) in &by_hash.entries {
            state[*index as usize] = Visit::New;
        }
        let parent = |at: u32| {
            let previous = links[at as usize].previous_share_hash?;
            // In a node's store the parent mostly stands on the line before.
            let before = at.wrapping_sub(1);
            match links.get(before as usize) {
                Some(link)
                    if link.share_hash == previous && state[before as usize] != Visit::Repeated =>
                {
                    Some(before)
                }
                _ => by_hash.find(links, &previous),
            }
        };
        let parents = indices(links).map(parent).collect();
        Self {
            links,
            parents,
            state,
            roots: Vec::new(),
            work: Vec::new(),
        }
    }

    /// Sums the work from each root on, without recursion and each share once.
    fn sum_work(&mut self) {
        self.roots = vec![0; self.links.len()];
        self.work = vec![0; self.links.len()];
        let mut work_of = WorkOf::default();
        let mut path = Vec::new();
        for start in indices(self.links) {
            let mut at = start;
            while self.state[at as usize] == Visit::New {
                self.state[at as usize] = Visit::Followed;
                path.push(at);
                match self.parents[at as usize] {
                    Some(parent) => at = parent,
                    None => break,
                }
            }
            let (mut work, root) = match self.state[at as usize] {
                Visit::Rooted => (self.work[at as usize], Some(self.roots[at as usize])),
                Visit::Followed if self.parents[at as usize].is_none() => (0, Some(at)),
                _ => (0, None),
            };
            while let Some(at) = path.pop() {
                let Some(root) = root else {
                    self.state[at as usize] = Visit::Rootless;
                    continue;
                };
                work += work_of.bits(self.links[at as usize].bits);
                self.state[at as usize] = Visit::Rooted;
                self.roots[at as usize] = root;
                self.work[at as usize] = work;
            }
        }
    }

    /// More work is better, and the lower hash if it is the same.
    fn rank(&self, at: u32) -> (u128, Reverse<ShareHash>) {
        let share_hash = self.links[at as usize].share_hash;
        (self.work[at as usize], Reverse(share_hash))
    }

    /// The pieces of the best chain, oldest first.
    fn pieces(&self) -> Vec<Piece> {
        let mut tips: HashMap<u32, u32> = HashMap::new();
        for at in indices(self.links) {
            if self.state[at as usize] == Visit::Rooted {
                let tip = tips.entry(self.roots[at as usize]).or_insert(at);
                if self.rank(at) > self.rank(*tip) {
                    *tip = at;
                }
            }
        }
        let mut tips: Vec<(u32, u32)> = tips.into_iter().collect();
        tips.sort_unstable_by_key(|(_, tip)| Reverse(self.rank(*tip)));
        let mut pieces: BTreeMap<u32, Piece> = BTreeMap::new();
        for (root, tip) in tips {
            let piece = Piece {
                tip,
                first_absheight: self.links[root as usize].absheight,
                last_absheight: self.links[tip as usize].absheight,
            };
            let before = pieces.range(..=piece.first_absheight).next_back();
            let after = pieces.range(piece.first_absheight..).next();
            if before.is_none_or(|(_, before)| before.can_precede(&piece))
                && after.is_none_or(|(_, after)| piece.can_precede(after))
            {
                pieces.insert(piece.first_absheight, piece);
            }
        }
        pieces.into_values().collect()
    }
}

impl Piece {
    /// Whether a share is missing between the two: if they touched, they would be linked.
    fn can_precede(&self, next: &Self) -> bool {
        self.first_absheight <= self.last_absheight
            && self.last_absheight.saturating_add(1) < next.first_absheight
    }
}

/// Finds shares by their hash in memory that does not depend on how full a hash table is.
struct ByHash {
    /// The first eight bytes of each hash and its index, sorted, each share once.
    entries: Vec<(u64, u32)>,
}

impl ByHash {
    fn of(links: &[Link]) -> Self {
        let mut entries: Vec<(u64, u32)> = indices(links)
            .map(|index| (first_bytes(&links[index as usize].share_hash), index))
            .collect();
        let link = |entry: &(u64, u32)| &links[entry.1 as usize];
        entries.sort_unstable_by(|a, b| {
            let tie = || link(a).cmp(link(b)).then(a.1.cmp(&b.1));
            a.0.cmp(&b.0).then_with(tie)
        });
        entries.dedup_by(|b, a| a.0 == b.0 && link(a).share_hash == link(b).share_hash);
        Self { entries }
    }

    fn find(&self, links: &[Link], hash: &ShareHash) -> Option<u32> {
        let wanted = first_bytes(hash);
        let start = self.entries.partition_point(|entry| entry.0 < wanted);
        self.entries[start..]
            .iter()
            .take_while(|entry| entry.0 == wanted)
            .map(|entry| entry.1)
            .find(|index| links[*index as usize].share_hash == *hash)
    }
}

/// The end that no proof of work fills with zeros.
fn first_bytes(hash: &ShareHash) -> u64 {
    let [b0, b1, b2, b3, b4, b5, b6, b7, ..] = hash.to_wire();
    u64::from_be_bytes([b0, b1, b2, b3, b4, b5, b6, b7])
}

/// The work that bits stand for, remembered because neighbours mostly have the same bits.
#[derive(Default)]
struct WorkOf {
    known: HashMap<u32, u128>,
}

impl WorkOf {
    /// How many different bits are remembered.
    const REMEMBERED: usize = 4096;
    /// More than any network's share takes, and so little that `u32::MAX` shares fit a `u128`.
    const MOST: u128 = 1 << 96;

    /// 2^256 / (target + 1), within 1 and [`Self::MOST`], so that each share adds something.
    fn bits(&mut self, bits: u32) -> u128 {
        if self.known.len() >= Self::REMEMBERED {
            self.known.clear();
        }
        *self.known.entry(bits).or_insert_with(|| {
            let target = CompactBits(bits).to_target();
            target.map_or(1, |target| target.average_attempts().min(Self::MOST))
        })
    }
}
