//! The order of the shares of a store.

use std::collections::BTreeMap;

use p2msg::core::chain::{Chain, Link};
use p2msg::core::hash::{ShareHash, sha256d};
use proptest::prelude::*;

/// Work 65537, and some hundred times that.
const EASY: u32 = 0x1f00_ffff;
const HARD: u32 = 0x1e00_ffff;

fn hash(name: u32) -> ShareHash {
    ShareHash::from_wire(sha256d(&name.to_le_bytes()))
}

fn link(name: u32, previous: Option<u32>, absheight: u32, bits: u32) -> Link {
    Link {
        share_hash: hash(name),
        previous_share_hash: previous.map(hash),
        absheight,
        bits,
    }
}

/// Shares `from` to `to` one after the other, each named as its absheight.
fn row(from: u32, to: u32) -> impl DoubleEndedIterator<Item = Link> {
    (from..=to).map(|height| link(height, height.checked_sub(1), height, EASY))
}

fn hashes(links: &[Link], indices: &[u32]) -> Vec<ShareHash> {
    indices
        .iter()
        .map(|index| links[*index as usize].share_hash)
        .collect()
}

fn names(names: impl IntoIterator<Item = u32>) -> Vec<ShareHash> {
    names.into_iter().map(hash).collect()
}

#[test]
fn nothing_is_a_chain_of_nothing() {
    let chain = Chain::of(&[]);
    assert_eq!(
        (chain.best(), chain.orphans(), chain.pieces()),
        (&[][..], &[][..], 0)
    );
}

#[test]
fn a_store_can_hold_its_shares_backwards_and_twice() {
    let links: Vec<_> = row(5, 9).rev().chain(row(6, 7)).collect();
    let chain = Chain::of(&links);
    assert_eq!(hashes(&links, chain.best()), names(5..=9));
    assert_eq!((chain.orphans().len(), chain.pieces()), (0, 1));
}

#[test]
fn work_counts_and_not_the_number_of_shares() {
    let mut links: Vec<_> = row(0, 9).collect();
    links.push(link(100, Some(4), 5, HARD));
    let chain = Chain::of(&links);
    assert_eq!(hashes(&links, chain.best()), names((0..=4).chain([100])));
    assert_eq!(hashes(&links, chain.orphans()), names(5..=9));
}

#[test]
fn of_the_same_work_the_lower_hash_is_the_best() {
    let mut links: Vec<_> = row(0, 4).collect();
    links.extend([link(100, Some(4), 5, EASY), link(101, Some(4), 5, EASY)]);
    let chain = Chain::of(&links);
    // Hashes are compared as the bytes they are.
    let (best, orphan) = if hash(100) < hash(101) {
        (100, 101)
    } else {
        (101, 100)
    };
    assert_eq!(hashes(&links, &chain.best()[5..]), names([best]));
    assert_eq!(hashes(&links, chain.orphans()), names([orphan]));
}

#[test]
fn a_gap_makes_pieces_and_no_orphans() {
    let links: Vec<_> = row(100, 120).chain(row(0, 5)).chain(row(8, 90)).collect();
    let chain = Chain::of(&links);
    assert_eq!(
        hashes(&links, chain.best()),
        names((0..=5).chain(8..=90).chain(100..=120))
    );
    assert_eq!((chain.orphans().len(), chain.pieces()), (0, 3));
}

#[test]
fn what_would_be_linked_if_it_belonged_there_is_an_orphan() {
    let mut links: Vec<_> = row(10, 20).collect();
    // In the place of the missing parent, beside the first share, and beyond the last.
    links.extend([
        link(100, Some(900), 9, EASY),
        link(101, Some(901), 10, EASY),
        link(102, Some(902), 21, EASY),
    ]);
    let chain = Chain::of(&links);
    assert_eq!(hashes(&links, chain.best()), names(10..=20));
    assert_eq!(hashes(&links, chain.orphans()), names([100, 101, 102]));
}

#[test]
fn absheights_that_run_backwards_do_not_put_a_piece_before_another() {
    let mut links: Vec<_> = row(10, 20).collect();
    links.extend([link(100, None, 8, EASY), link(101, Some(100), 3, EASY)]);
    let chain = Chain::of(&links);
    assert_eq!(hashes(&links, chain.best()), names(10..=20));
    assert_eq!(chain.orphans().len(), 2);
}

#[test]
fn shares_that_follow_from_themselves_are_orphans() {
    let mut links: Vec<_> = row(0, 4).collect();
    links.extend([
        link(100, Some(100), 90, HARD),
        link(101, Some(103), 91, HARD),
        link(102, Some(101), 92, HARD),
        link(103, Some(102), 93, HARD),
        link(104, Some(103), 94, HARD),
    ]);
    let chain = Chain::of(&links);
    assert_eq!(hashes(&links, chain.best()), names(0..=4));
    assert_eq!(hashes(&links, chain.orphans()), names(100..=104));
}

#[test]
fn bits_that_are_no_target_count_as_a_share_all_the_same() {
    let links = [
        link(0, None, 0, u32::MAX),
        link(1, Some(0), 1, 0),
        link(2, Some(1), 2, u32::MAX),
    ];
    let chain = Chain::of(&links);
    assert_eq!(hashes(&links, chain.best()), names(0..=2));
}

#[test]
fn a_long_chain_takes_no_deep_stack() {
    let links: Vec<_> = row(0, 200_000).rev().collect();
    let chain = Chain::of(&links);
    assert_eq!(chain.best().len(), links.len());
    assert!(
        chain
            .best()
            .iter()
            .rev()
            .eq(&(0..=200_000).collect::<Vec<u32>>())
    );
}

/// A forest: each share follows one before it, or one that is missing.
fn forest() -> impl Strategy<Value = Vec<Link>> {
    let share = (any::<prop::sample::Index>(), 0..10u32, 0..3u8);
    prop::collection::vec(share, 1..60).prop_map(|shares| {
        let mut links: Vec<Link> = Vec::new();
        for (name, (parent, luck, bits)) in (0..).zip(shares) {
            let bits = if bits == 0 { HARD } else { EASY };
            let next = match luck {
                0 => link(name, Some(1_000 + name), name, bits),
                _ if links.is_empty() => link(name, None, 0, bits),
                _ => {
                    // Mostly on the latest share, so that chains get long.
                    let newest = links.len() - 1;
                    let at = if luck < 3 {
                        parent.index(links.len())
                    } else {
                        newest
                    };
                    let parent = links[at];
                    Link {
                        previous_share_hash: Some(parent.share_hash),
                        ..link(name, None, parent.absheight + 1, bits)
                    }
                }
            };
            links.push(next);
        }
        links
    })
}

/// The work of the chain up to each share, the slow way.
fn works(links: &[Link]) -> BTreeMap<ShareHash, u128> {
    let mut works = BTreeMap::new();
    for link in links {
        let own = if link.bits == HARD {
            0x100_0100
        } else {
            0x1_0001
        };
        let before = link.previous_share_hash.and_then(|hash| works.get(&hash));
        works.insert(link.share_hash, own + before.copied().unwrap_or_default());
    }
    works
}

proptest! {
    #[test]
    fn the_order_of_the_lines_does_not_matter(
        (links, shuffled, repeated) in forest().prop_flat_map(|links| {
            let repeated = prop::sample::subsequence(links.clone(), 0..=links.len());
            (Just(links.clone()), Just(links).prop_shuffle(), repeated)
        }),
    ) {
        let chain = Chain::of(&links);
        let mut others = shuffled;
        others.extend(repeated);
        let other = Chain::of(&others);
        prop_assert_eq!(hashes(&links, chain.best()), hashes(&others, other.best()));
        prop_assert_eq!(hashes(&links, chain.orphans()), hashes(&others, other.orphans()));
        prop_assert_eq!(chain.pieces(), other.pieces());
    }

    #[test]
    fn the_heaviest_share_is_in_the_best_chain_and_every_share_is_somewhere(links in forest()) {
        let chain = Chain::of(&links);
        let works = works(&links);
        let heaviest = works.values().max().copied();
        let best = hashes(&links, chain.best());
        prop_assert_eq!(best.iter().map(|hash| works[hash]).max(), heaviest);

        let mut all = [best.clone(), hashes(&links, chain.orphans())].concat();
        all.sort();
        all.dedup();
        prop_assert_eq!(all.len(), links.len());

        let breaks = chain
            .best()
            .windows(2)
            .filter(|pair| {
                let [before, after] = [pair[0], pair[1]].map(|index| links[index as usize]);
                after.previous_share_hash != Some(before.share_hash)
            })
            .count();
        prop_assert_eq!(breaks + 1, chain.pieces());
    }
}
