//! From shares in any order to the views of their messages.

use std::collections::BTreeSet;

use p2msg::core::chain::registry::SignatureStatus::{Revoked, UnknownKey, Valid};
use p2msg::core::chain::replay::live::LiveReplay;
use p2msg::core::chain::replay::{ArchivedData, KeptShare, Replay, Replayed};
use p2msg::core::chain::store::{Limits, Query};
use p2msg::core::key::secret::SecretBytes;
use p2msg::core::key::{KeyIndex, MasterKey, SigningKey};
use p2msg::core::message::envelope::{KNOWN_AUTHORITIES, pack};
use p2msg::core::message::{Message, MsgFlags, MsgType};
use p2msg::core::network::Network;
use p2msg::core::share::record::{Form, Line, decode_hex};
use proptest::prelude::*;

use crate::support::mined::{Mined, NETWORK, Plan, mine};
use crate::support::vectors::{bytes, list, text, vectors};

const START: u32 = 1_750_000_000;
const LATER: u64 = 1_760_000_000;

fn template() -> Vec<u8> {
    let vectors = vectors("shares.json");
    let everything = |case: &&serde_json::Value| text(case, "name") == "v36_everything";
    bytes(
        list(&vectors, "cases").iter().find(everything).unwrap(),
        "raw_share",
    )
}

fn key(miner: u8, index: u32) -> SigningKey {
    let master = MasterKey::from_bytes(SecretBytes::copy_of(&[miner + 1; 32])).unwrap();
    master.derive(KeyIndex(index)).unwrap()
}

/// A chat message of `miner`, signed with the key at `index`, which is announced or not.
fn says(miner: u8, index: u32, announced: bool, words: &str, timestamp: u32) -> Vec<u8> {
    let key = key(miner, index);
    let mut message = Message {
        msg_type: MsgType::MINER_MESSAGE,
        flags: MsgFlags(0x07),
        timestamp,
        payload: words.as_bytes().to_vec(),
        signing_id: None,
        signature: Vec::new(),
    };
    message.sign(&key);
    let announcement = key.announcement(KeyIndex(index));
    pack(&[message], announced.then_some(&announcement)).unwrap()
}

/// Shares that grow on each other.
struct Chain {
    template: Vec<u8>,
    shares: Vec<Mined>,
}

impl Chain {
    fn new() -> Self {
        Self {
            template: template(),
            shares: Vec::new(),
        }
    }

    /// A share by `miner` on the share at `parent`; its height and time follow from that.
    fn grow(&mut self, parent: Option<usize>, miner: u8, message_data: Vec<u8>) -> usize {
        let network = Network::by_name(NETWORK).unwrap();
        let height = parent.map_or(0, |parent| {
            let parent =
                p2msg::core::share::Share::read(&self.shares[parent].raw, network).unwrap();
            parent.share_info.absheight + 1
        });
        let plan = Plan {
            previous: parent.map(|parent| self.shares[parent].share_hash),
            absheight: height,
            timestamp: START + 15 * height,
            bits: 0x1e0f_ffff,
            miner,
            message_data,
        };
        self.shares.push(mine(&self.template, &plan));
        self.shares.len() - 1
    }
}

fn replay<'a>(shares: impl IntoIterator<Item = &'a Mined>, now: u64) -> Replayed {
    let network = Network::by_name(NETWORK).unwrap();
    let mut replay = Replay::default();
    for share in shares {
        replay.add(KeptShare::read(&share.raw, network).unwrap());
    }
    replay.run(&KNOWN_AUTHORITIES, now)
}

/// Text, status and sender of each message, newest first.
fn messages(replayed: &Replayed) -> Vec<(String, p2msg::core::chain::registry::SignatureStatus)> {
    let all = replayed.store.select(&Query::default());
    all.into_iter()
        .map(|stored| {
            let text = String::from_utf8(stored.judged.message.payload).unwrap();
            (text, stored.judged.status)
        })
        .collect()
}

#[test]
fn messages_are_judged_in_chain_order_and_not_in_that_of_the_file() {
    let mut chain = Chain::new();
    let first = chain.grow(None, 0, says(0, 0, true, "announced", START));
    let second = chain.grow(
        Some(first),
        1,
        says(0, 0, false, "carried by another", START + 15),
    );
    let third = chain.grow(Some(second), 0, says(0, 1, true, "rotated", START + 30));
    chain.grow(
        Some(third),
        2,
        says(2, 0, false, "never announced", START + 45),
    );
    let replayed = replay(chain.shares.iter().rev(), LATER);
    assert_eq!(
        messages(&replayed),
        [
            ("never announced".to_owned(), UnknownKey),
            ("rotated".to_owned(), Valid),
            ("carried by another".to_owned(), Revoked),
            ("announced".to_owned(), Revoked),
        ]
    );
    let owner = &chain.shares[first].address;
    let senders: Vec<_> = replayed.store.select(&Query {
        sender: Some(owner.clone()),
        ..Query::default()
    });
    assert_eq!(senders.len(), 3);
    // The clock of an announcement is the timestamp of its share.
    let (_, owner) = replayed.store.registry().owners().next().unwrap();
    let seen: Vec<u64> = owner.keys.iter().map(|(_, key)| key.first_seen).collect();
    assert_eq!(
        BTreeSet::from_iter(seen),
        BTreeSet::from([u64::from(START), u64::from(START) + 30])
    );
}

#[test]
fn what_only_an_orphan_carries_is_told_apart() {
    let mut chain = Chain::new();
    let root = chain.grow(None, 0, says(0, 0, true, "root", START));
    let orphan = chain.grow(Some(root), 1, says(1, 0, true, "lost", START + 15));
    let both = says(0, 0, true, "both", START + 15);
    chain.grow(Some(root), 2, both.clone());
    let best = chain.grow(Some(root), 0, both);
    chain.grow(Some(best), 0, Vec::new());
    let replayed = replay(&chain.shares, LATER);
    let shares = &replayed.shares;
    assert_eq!((shares.best, shares.orphans, shares.pieces), (3, 2, 1));
    assert_eq!((shares.with_message_data, shares.repeated), (4, 0));
    let in_orphans: Vec<_> = replayed
        .store
        .select(&Query::default())
        .into_iter()
        .filter(|stored| replayed.orphaned.contains(&stored.share_hash.unwrap()))
        .collect();
    let [lost] = in_orphans.as_slice() else {
        panic!("one message is only in an orphan: {in_orphans:?}");
    };
    assert_eq!(lost.share_hash, Some(chain.shares[orphan].share_hash));
}

/// Revocation follows the best chain: what was only announced beside it, other nodes need not know.
#[test]
fn an_announcement_in_an_orphan_revokes_nothing() {
    let mut chain = Chain::new();
    let root = chain.grow(None, 0, says(0, 0, true, "root", START));
    chain.grow(Some(root), 0, says(0, 7, true, "orphaned", START + 15));
    let best = chain.grow(Some(root), 1, Vec::new());
    chain.grow(Some(best), 0, says(0, 0, false, "later", START + 30));
    let replayed = replay(chain.shares.iter().rev(), LATER);
    assert_eq!(
        messages(&replayed),
        [
            ("later".to_owned(), Valid),
            ("orphaned".to_owned(), Valid),
            ("root".to_owned(), Valid),
        ]
    );
    let (_, owner) = replayed.store.registry().owners().next().unwrap();
    assert_eq!(
        (owner.current_key_index, owner.keys.len()),
        (KeyIndex(0), 2)
    );

    // When the orphan's chain becomes the best one, its announcement counts.
    let orphan = chain.grow(Some(1), 1, Vec::new());
    let orphan = chain.grow(Some(orphan), 1, Vec::new());
    chain.grow(Some(orphan), 1, Vec::new());
    let replayed = replay(&chain.shares, LATER);
    assert_eq!(
        messages(&replayed),
        [
            ("later".to_owned(), Revoked),
            ("orphaned".to_owned(), Valid),
            ("root".to_owned(), Revoked),
        ]
    );
}

#[test]
fn the_clock_of_a_message_is_its_share_and_never_later_than_now() {
    let mut chain = Chain::new();
    let first = chain.grow(None, 0, says(0, 0, true, "in time", START + 7_200));
    chain.grow(
        Some(first),
        0,
        says(0, 0, true, "too early", START + 15 + 7_201),
    );
    assert_eq!(replay(&chain.shares, LATER).ahead, 1);
    assert_eq!(replay(&chain.shares, u64::from(START)).ahead, 1);
    assert_eq!(replay(&chain.shares, u64::from(START) - 1).ahead, 2);
}

#[test]
fn archived_message_data_comes_before_the_shares_unless_its_share_is_there() {
    let mut chain = Chain::new();
    let said = says(0, 0, false, "said", START);
    chain.grow(None, 0, said.clone());
    let share = &chain.shares[0];
    let network = Network::by_name(NETWORK).unwrap();
    let archived = |message_data, share_hash| ArchivedData {
        share_hash,
        address: Some(share.address.clone()),
        message_data,
        place: None,
    };
    let announced = says(0, 0, true, "announced before", START - 60);
    let mut replay = Replay::default();
    replay.add(KeptShare::read(&share.raw, network).unwrap());
    replay.add_archived(archived(said, Some(share.share_hash)));
    replay.add_archived(archived(announced, None));
    let replayed = replay.run(&KNOWN_AUTHORITIES, LATER);
    assert_eq!(
        messages(&replayed),
        [
            ("said".to_owned(), Valid),
            ("announced before".to_owned(), Valid)
        ]
    );
    assert_eq!(replayed.shares.archived, 2);
}

#[test]
fn a_node_s_file_is_counted_as_it_is() {
    let path = format!("{}/tests/vectors/share_store.0", env!("CARGO_MANIFEST_DIR"));
    let store = std::fs::read(path).unwrap();
    let network = Network::by_name(NETWORK).unwrap();
    let mut replay = Replay::default();
    let mut expected = BTreeSet::new();
    let cases = vectors("share_store.expected.json");
    for (line, case) in store
        .split(|byte| *byte == b'\n')
        .zip(list(&cases, "cases"))
    {
        let Ok(Line::Share(hex)) = Line::read(line, Form::Store) else {
            continue;
        };
        let mut raw = Vec::new();
        if decode_hex(&hex, &mut raw).is_err() {
            continue;
        }
        // Only lines that the vectors call no share, or lax, may be refused.
        let Ok(share) = KeptShare::read(&raw, network) else {
            assert_ne!(
                (text(case, "kind"), text(case, "strict")),
                ("share", ""),
                "{case}"
            );
            continue;
        };
        replay.add(share);
        expected.insert(text(case, "share_hash").to_owned());
    }
    let counts = replay.run(&KNOWN_AUTHORITIES, LATER).shares;
    assert!(counts.repeated > 0);
    assert_eq!(counts.best + counts.orphans, expected.len());
    assert_eq!(counts.by_version.values().sum::<usize>(), expected.len());
}

/// What one share does: on which one before it, by whom, with which key, saying what.
type Step = (prop::sample::Index, bool, u8, u32, bool, u8);

fn build(steps: &[Step]) -> Vec<Mined> {
    let mut chain = Chain::new();
    for (number, (parent, on_top, miner, index, announced, words)) in (0..).zip(steps) {
        let parent = match chain.shares.len() {
            0 => None,
            grown if *on_top => Some(grown - 1),
            grown => Some(parent.index(grown)),
        };
        let message_data = match words {
            0..3 => Vec::new(),
            // The same words are a copy of the same message, perhaps under another key.
            words => says(
                *miner,
                *index,
                *announced,
                &format!("words {words}"),
                START + number % 3,
            ),
        };
        chain.grow(parent, *miner, message_data);
    }
    chain.shares
}

/// Both say the same, whatever a caller asks.
fn assert_same(one: &Replayed, other: &Replayed) -> Result<(), TestCaseError> {
    let all = Query::default();
    prop_assert_eq!(one.store.select(&all), other.store.select(&all));
    prop_assert_eq!(one.store.stats(&all), other.store.stats(&all));
    prop_assert!(
        one.store
            .registry()
            .owners()
            .eq(other.store.registry().owners())
    );
    prop_assert_eq!(&one.orphaned, &other.orphaned);
    prop_assert_eq!(&one.shares, &other.shares);
    Ok(())
}

/// Steps, and an order of them.
fn steps_and_order() -> impl Strategy<Value = (Vec<Step>, Vec<usize>)> {
    let step = (
        any::<prop::sample::Index>(),
        prop::bool::weighted(0.7),
        0..3u8,
        0..3u32,
        any::<bool>(),
        0..9u8,
    );
    prop::collection::vec(step, 1..24).prop_flat_map(|steps| {
        let order: Vec<usize> = (0..steps.len()).collect();
        (Just(steps), Just(order).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_the_lines_does_not_matter((steps, order) in steps_and_order()) {
        let shares = build(&steps);
        let shuffled: Vec<Mined> = order.iter().map(|at| shares[*at].clone()).collect();
        let straight = replay(&shares, LATER);
        // One of them is repeated.
        let mut other = replay(shuffled.iter().chain(shares.first()), LATER);
        prop_assert_eq!(other.shares.repeated, straight.shares.repeated + 1);
        other.shares.repeated = straight.shares.repeated;
        assert_same(&straight, &other)?;
    }

    /// A node adds a few shares at a time, newest first, sometimes to the next file; others come
    /// in any order. Then a file goes away.
    #[test]
    fn a_store_that_grows_says_what_it_says_when_it_is_read_at_once(
        (steps, shuffled) in steps_and_order(),
        as_nodes_do in any::<bool>(),
        batch in 1..6usize,
    ) {
        let now = u64::from(START) + 1_000;
        let network = Network::by_name(NETWORK).unwrap();
        let shares = build(&steps);
        let order: Vec<usize> = if as_nodes_do {
            let straight: Vec<usize> = (0..shares.len()).collect();
            straight.chunks(batch).flat_map(|batch| batch.iter().rev()).copied().collect()
        } else {
            shuffled
        };
        let mut live = LiveReplay::new(KNOWN_AUTHORITIES.to_vec(), network);
        let mut so_far: Vec<(u64, &Mined)> = Vec::new();
        for (number, batch) in (0..).zip(order.chunks(batch)) {
            for at in batch {
                live.add(number / 2, KeptShare::read(&shares[*at].raw, network).unwrap());
                so_far.push((number / 2, &shares[*at]));
            }
            assert_same(live.settle(now).0, &replay(so_far.iter().map(|(_, share)| *share), now))?;
        }
        prop_assert!(!live.settle(now).1);
        live.remove_file(0);
        let kept = so_far.iter().filter(|(file, _)| *file != 0).map(|(_, share)| *share);
        let (left, is_new) = live.settle(now);
        prop_assert!(is_new);
        assert_same(left, &replay(kept, now))?;
    }
}

#[test]
fn a_message_expires_without_a_new_share() {
    let network = Network::by_name(NETWORK).unwrap();
    let mut chain = Chain::new();
    let first = chain.grow(None, 0, says(0, 0, true, "first", START));
    chain.grow(Some(first), 0, says(0, 0, true, "second", START + 15));
    let mut live = LiveReplay::new(KNOWN_AUTHORITIES.to_vec(), network);
    for share in &chain.shares {
        live.add(0, KeptShare::read(&share.raw, network).unwrap());
    }
    let end = u64::from(START) + Limits::node(network).age;
    assert_eq!(messages(live.settle(end).0).len(), 2);
    assert!(!live.settle(end).1);
    let (replayed, is_new) = live.settle(end + 1);
    assert!(is_new);
    assert_eq!(messages(replayed), [("second".to_owned(), Valid)]);
    // The key stays known: a node keeps it as long as the share.
    assert_eq!(
        replayed.store.stats(&Query::default()).known_signing_keys,
        1
    );
}
