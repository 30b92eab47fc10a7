//! The shares of a store, in any order: the best chain and its forks, and the rules of each share
//! checked against its own predecessors.
#![expect(
    clippy::indexing_slicing,
    reason = "every index comes from counting the shares themselves"
)]

use std::collections::HashMap;
use std::mem;

use super::judgement::Judgement;
use super::point::SharePoint;
use super::window::Window;
use crate::core::chain::{Chain, Link};
use crate::core::hash::ShareHash;
use crate::core::network::Network;

/// A share to be put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The share.
    pub point: SharePoint,
    /// Whether its proof of work is valid. No share follows one without.
    pub has_work: bool,
}

/// Consecutive shares, each on the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Whether it is part of the best chain.
    pub is_best: bool,
    /// The share before the first one; `None` for the first share of a chain.
    pub after: Option<ShareHash>,
    /// The indices of the shares, oldest first; never empty.
    pub shares: Vec<usize>,
}

/// Shares in chain order, with their judgements. Shares are known by their index in the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The best chain in one or more pieces, oldest first; then each fork; then each share without a
    /// proof of work.
    pub runs: Vec<Run>,
    judgements: Vec<Option<Judgement>>,
}

impl Judged {
    /// The judgement of the share with this index; `None` for a repeated share.
    pub fn of(&self, index: usize) -> Option<&Judgement> {
        self.judgements.get(index)?.as_ref()
    }
}

/// Puts shares in chain order and checks the rules of each at `now` (Unix seconds). The result does
/// not depend on the order of the input; of repeated shares, the first counts.
///
/// It takes time for each share once, and memory for a few windows, however many forks there are.
pub fn judge_all(shares: &[Candidate], network: &'static Network, now: u64) -> Judged {
    let mut tree = Tree::of(shares);
    let mut judged = Judged {
        runs: tree.runs(),
        judgements: vec![None; shares.len()],
    };
    tree.sort_children();
    for root in tree.roots.clone() {
        tree.judge_from(root, network, now, &mut judged.judgements);
    }
    // A share that follows from itself is below no root. No hash does that.
    for run in &judged.runs {
        for index in &run.shares {
            let judge = || Window::new(network).judge(&shares[*index].point, now);
            judged.judgements[*index].get_or_insert_with(judge);
        }
    }
    judged
}

/// The shares without the repeated ones, as trees.
struct Tree<'a> {
    shares: &'a [Candidate],
    /// The different shares, by index.
    different: Vec<usize>,
    /// Shares whose parent is missing.
    roots: Vec<usize>,
    children: Vec<Vec<usize>>,
    /// The number of shares that follow from a share, itself included.
    sizes: Vec<usize>,
}

/// The state of a walk below a share.
struct Step {
    window: Window,
    share: usize,
    next_child: usize,
}

impl<'a> Tree<'a> {
    fn of(shares: &'a [Candidate]) -> Self {
        let mut by_hash: HashMap<ShareHash, usize> = HashMap::with_capacity(shares.len());
        let mut different = Vec::with_capacity(shares.len());
        for (index, share) in shares.iter().enumerate() {
            by_hash.entry(share.point.share_hash).or_insert_with(|| {
                different.push(index);
                index
            });
        }
        let mut children = vec![Vec::new(); shares.len()];
        let mut roots = Vec::new();
        for index in &different {
            let previous = shares[*index].point.previous_share_hash;
            let parent = previous.and_then(|previous| by_hash.get(&previous).copied());
            match parent.filter(|parent| shares[*parent].has_work) {
                Some(parent) => children[parent].push(*index),
                None => roots.push(*index),
            }
        }
        let sizes = sizes(&roots, &children);
        Self {
            shares,
            different,
            roots,
            children,
            sizes,
        }
    }

    fn rank(&self, index: usize) -> (u32, ShareHash) {
        let point = &self.shares[index].point;
        (point.absheight, point.share_hash)
    }

    /// Sorts the children of each share by the number of shares that follow from them, so that the
    /// walk keeps few windows at a time.
    fn sort_children(&mut self) {
        for children in &mut self.children {
            children.sort_by_key(|child| self.sizes[*child]);
        }
    }

    /// Checks the shares that follow from `root`. A window is copied at a fork that goes on for more
    /// than one share; the branch with the most shares comes last and takes the window over.
    fn judge_from(
        &self,
        root: usize,
        network: &'static Network,
        now: u64,
        judgements: &mut [Option<Judgement>],
    ) {
        let mut judged = |share: usize, judgement| judgements[share] = Some(judgement);
        let mut window = Window::new(network);
        judged(root, window.check(&self.shares[root].point, now));
        let mut steps = vec![Step {
            window,
            share: root,
            next_child: 0,
        }];
        while let Some(step) = steps.last_mut() {
            let children = &self.children[step.share];
            let Some(child) = children.get(step.next_child).copied() else {
                steps.pop();
                continue;
            };
            step.next_child += 1;
            let point = &self.shares[child].point;
            if self.children[child].is_empty() {
                judged(child, step.window.judge(point, now));
                continue;
            }
            let is_last = step.next_child == children.len();
            let mut window = match is_last {
                true => mem::replace(&mut step.window, Window::new(network)),
                false => step.window.clone(),
            };
            judged(child, window.check(point, now));
            if is_last {
                steps.pop();
            }
            steps.push(Step {
                window,
                share: child,
                next_child: 0,
            });
        }
    }

    /// The best chain, then the forks, then the shares without a proof of work.
    fn runs(&self) -> Vec<Run> {
        let with_work = |index: &&usize| self.shares[**index].has_work;
        let with_work: Vec<usize> = self.different.iter().filter(with_work).copied().collect();
        let links: Vec<Link> = with_work
            .iter()
            .map(|index| link(&self.shares[*index].point))
            .collect();
        let chain = Chain::of(&links);
        let indices = |order: &[u32]| -> Vec<usize> {
            let index = |at: &u32| usize::try_from(*at).ok().map(|at| with_work[at]);
            order.iter().filter_map(index).collect()
        };
        let mut runs: Vec<Run> = Vec::new();
        for share in indices(chain.best()) {
            let after = self.shares[share].point.previous_share_hash;
            let newest = runs.last().and_then(|run| run.shares.last());
            let newest = newest.map(|newest| self.shares[*newest].point.share_hash);
            match runs.last_mut() {
                Some(run) if after.is_some() && after == newest => run.shares.push(share),
                _ => runs.push(self.new_run(true, share)),
            }
        }
        let mut is_placed = vec![false; self.shares.len()];
        runs.iter()
            .flat_map(|run| &run.shares)
            .for_each(|share| is_placed[*share] = true);
        for share in indices(chain.orphans()) {
            if !is_placed[share] {
                runs.push(self.fork(share, &mut is_placed));
            }
        }
        let mut without_work: Vec<usize> = self.different.clone();
        without_work.retain(|index| !self.shares[*index].has_work);
        without_work.sort_unstable_by_key(|index| self.rank(*index));
        runs.extend(
            without_work
                .into_iter()
                .map(|share| self.new_run(false, share)),
        );
        runs
    }

    fn new_run(&self, is_best: bool, share: usize) -> Run {
        Run {
            is_best,
            after: self.shares[share].point.previous_share_hash,
            shares: vec![share],
        }
    }

    /// The fork that begins with `share` and goes on where most shares follow.
    fn fork(&self, share: usize, is_placed: &mut [bool]) -> Run {
        let mut run = self.new_run(false, share);
        let mut next = Some(share);
        while let Some(share) = next {
            is_placed[share] = true;
            let children = self.children[share].iter().copied();
            let children =
                children.filter(|child| self.shares[*child].has_work && !is_placed[*child]);
            let rank = |child: &usize| {
                let (absheight, share_hash) = self.rank(*child);
                (usize::MAX - self.sizes[*child], absheight, share_hash)
            };
            next = children.min_by_key(rank);
            run.shares.extend(next);
        }
        run
    }
}

/// The number of shares that follow from each share, itself included; 0 below no root.
fn sizes(roots: &[usize], children: &[Vec<usize>]) -> Vec<usize> {
    let mut order = roots.to_vec();
    let mut at = 0;
    while let Some(share) = order.get(at).copied() {
        order.extend(&children[share]);
        at += 1;
    }
    let mut sizes = vec![0; children.len()];
    for share in order.into_iter().rev() {
        let below: usize = children[share].iter().map(|child| sizes[*child]).sum();
        sizes[share] = below + 1;
    }
    sizes
}

fn link(point: &SharePoint) -> Link {
    Link {
        share_hash: point.share_hash,
        previous_share_hash: point.previous_share_hash,
        absheight: point.absheight,
        bits: point.bits.0,
    }
}
