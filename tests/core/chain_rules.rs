//! The rules between shares, against chains that a real node mined and cases that it judged.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use p2msg::core::chain::easy_chain::{EasyChain, Miner, Work};
use p2msg::core::chain::rules::{
    Candidate, ChainDemands, Chains, Expected, Found, HashRate, Judgement, Represented, Rule,
    SharePoint, Window, judge_all,
};
use p2msg::core::hash::{ShareHash, sha256d};
use p2msg::core::network::Network;
use p2msg::core::pow::CompactBits;
use p2msg::core::share::build::BuildError;
use p2msg::core::share::commitment::commit;
use p2msg::core::share::{Share, StaleInfo};
use proptest::prelude::*;
use serde_json::Value;

use crate::support::vectors::{bytes, list, text, vectors};

const NETWORK: &str = "litecoin_testnet";

fn network() -> &'static Network {
    Network::by_name(NETWORK).unwrap()
}

fn point(share: &Value) -> SharePoint {
    let raw = bytes(share, "raw");
    let read = Share::read(&raw, network()).unwrap();
    let share_hash = commit(&read, network()).share_hash;
    // The node computes no hash of a share that it cannot load.
    if share.get("rule").is_none_or(|rule| rule != "segwit_data") {
        assert_eq!(share_hash.to_string(), text(share, "hash"));
    }
    SharePoint::new(&read, share_hash, network())
}

fn bits(text: &str) -> CompactBits {
    CompactBits(u32::from_str_radix(text, 16).unwrap())
}

fn hash(value: &Value) -> Option<ShareHash> {
    value.as_str().map(|text| text.parse().unwrap())
}

fn names(rules: impl Iterator<Item = Rule>) -> Vec<&'static str> {
    rules.map(Rule::name).collect()
}

fn broken(judgement: &Judgement) -> Vec<Rule> {
    judgement
        .broken()
        .iter()
        .map(|broken| broken.rule)
        .collect()
}

/// A chain of the vectors: its shares, and the points made from them.
struct Mined {
    shares: Vec<Value>,
    points: Vec<SharePoint>,
}

/// The vectors, and the chains in them by name.
static VECTORS: LazyLock<(Value, BTreeMap<String, Mined>)> = LazyLock::new(|| {
    let vectors = vectors("chain_rules.json");
    let chains = list(&vectors, "chains").iter().map(|chain| {
        assert_eq!(chain["network"], NETWORK);
        let shares = list(chain, "shares").clone();
        let points = shares.iter().map(point).collect();
        (text(chain, "name").to_owned(), Mined { shares, points })
    });
    let chains = chains.collect();
    (vectors, chains)
});

/// The cases of the chain v36, as shares.
static FORKS: LazyLock<Vec<SharePoint>> = LazyLock::new(|| {
    let cases = list(&VECTORS.0, "cases").iter();
    let cases = cases.filter(|case| case["chain"] == "v36");
    cases.map(point).collect()
});

fn chain(name: &str) -> Vec<SharePoint> {
    VECTORS.1[name].points.clone()
}

#[test]
fn every_mined_share_obeys_every_rule() {
    for (name, mined) in &VECTORS.1 {
        let mut window = Window::new(network());
        for (share, point) in mined.shares.iter().zip(&mined.points) {
            let clock = share["clock"].as_u64().unwrap();
            let judgement = window.check(point, clock);
            assert_eq!(judgement.broken(), [], "{name} {}", share["h"]);
            assert!(judgement.is_complete(), "{name} {}", share["h"]);
            let mut not_checked = vec!["payouts"];
            if point.version == 36 {
                not_checked.push("merged_payout_hash");
            }
            assert_eq!(names(judgement.not_checked()), not_checked);
        }
    }
}

#[test]
fn the_values_for_the_next_share_are_those_of_the_node() {
    let (mut refused, mut easings) = (0, 0);
    for (name, mined) in &VECTORS.1 {
        let mut window = Window::new(network());
        for (share, point) in mined.shares.iter().zip(&mined.points) {
            window.push(point);
            let (next, at) = (&share["next"], format!("{name} {}", share["h"]));
            let targets = window.next_targets(36, point.timestamp + 80).unwrap();
            assert_eq!(targets.max_bits, bits(text(next, "max_bits")), "{at}");
            assert_eq!(targets.max_bits, bits(text(next, "bits_easiest")), "{at}");
            assert_eq!(targets.hardest, bits(text(next, "bits_hardest")), "{at}");
            assert_eq!(window.next_far_share_hash(), hash(&next["far_share_hash"]));
            for after in next["v36_after_gap"].as_array().into_iter().flatten() {
                let gap = u32::try_from(after[0].as_u64().unwrap()).unwrap();
                let eased = window.next_targets(36, point.timestamp + gap).unwrap();
                assert_eq!(eased.max_bits, bits(after[1].as_str().unwrap()), "{at}");
                assert_eq!(eased.hardest, bits(after[2].as_str().unwrap()), "{at}");
                let below = window.next_targets(35, point.timestamp + gap).unwrap();
                assert_eq!(below, targets, "{at}");
                easings += 1;
            }
            for version in [17, 32, 33, 34, 35, 36] {
                let child = SharePoint {
                    version,
                    previous_share_hash: Some(point.share_hash),
                    ..*point
                };
                let is_refused = next["versions_refused"].get(version.to_string()).is_some();
                let judgement = window.judge(&child, u64::from(point.timestamp));
                assert!(judgement.has_checked(Rule::Version));
                // A node cannot rebuild such a share, whatever the rule says.
                let is_impossible = version < 34 && point.version >= 34;
                let is_broken = broken(&judgement).contains(&Rule::Version);
                assert_eq!(is_broken, is_refused || is_impossible, "{at} {version}");
                refused += usize::from(is_refused);
            }
        }
    }
    assert!(refused > 400 && easings > 400, "{refused} {easings}");
}

/// The rule that a case is about, as p2msg names it.
fn rule_of(case: &Value) -> Option<&str> {
    match case["rule"].as_str()? {
        "timestamp" if text(case, "name").contains("clock") => Some("clock"),
        rule => Some(rule),
    }
}

/// max_bits of the share after the same gap that the node accepted.
fn accepted_after_a_gap(case: &Value) -> CompactBits {
    let accepted = list(&VECTORS.0, "cases").iter().find(|other| {
        other["name"] == "after a gap of 150 s"
            && (&other["chain"], &other["after_h"]) == (&case["chain"], &case["after_h"])
    });
    point(accepted.unwrap()).max_bits
}

/// The values that the node demands of the child of `parent` for this rule.
fn demanded(case: &Value, rule: &str, parent: &Value, child: &SharePoint) -> Expected {
    let next = &parent["next"];
    let number = |name: &str| next[name].as_u64().unwrap();
    let is_late = text(case, "name").starts_with("after a gap") && child.version == 36;
    match rule {
        "absheight" => Expected::Number(number("absheight").into()),
        "abswork" => {
            let before = text(next, "abswork_before_own_bits");
            let before = u128::from_str_radix(before, 16).unwrap();
            let own = child.bits.to_target().unwrap().average_attempts();
            Expected::Number(before + own)
        }
        "timestamp" if child.version < 32 => {
            Expected::Between(number("timestamp_min"), number("timestamp_max_v17"))
        }
        "timestamp" => Expected::AtLeast(number("timestamp_min")),
        "clock" => Expected::AtMost(case["now"].as_u64().unwrap() + 600),
        "far_share_hash" => Expected::Hash(hash(&next["far_share_hash"])),
        "max_bits" if is_late => Expected::Bits(accepted_after_a_gap(case)),
        "max_bits" => Expected::Bits(bits(text(next, "max_bits"))),
        "bits" => Expected::BitsBetween(
            bits(text(next, "bits_hardest")),
            bits(text(next, "bits_easiest")),
        ),
        "segwit_data" => Expected::Present,
        other => panic!("no values for {other}"),
    }
}

#[test]
fn every_case_is_judged_as_by_the_node() {
    let (vectors, chains) = &*VECTORS;
    let cases = list(vectors, "cases");
    let mut windows: HashMap<(&str, u64), Window> = HashMap::new();
    for (name, mined) in chains {
        let mut window = Window::new(network());
        for (share, point) in mined.shares.iter().zip(&mined.points) {
            window.push(point);
            windows.insert((name, share["h"].as_u64().unwrap()), window.clone());
        }
    }
    let (mut accepted, mut refused) = (0, 0);
    for case in cases {
        let after = case["after_h"].as_u64().unwrap();
        let at = format!("{} after {after}: {}", case["chain"], case["name"]);
        let window = &windows[&(text(case, "chain"), after)];
        let child = point(case);
        let judgement = window.judge(&child, case["now"].as_u64().unwrap());
        match rule_of(case) {
            None => {
                assert_eq!(judgement.broken(), [], "{at}");
                assert!(judgement.is_complete(), "{at}");
                accepted += 1;
                continue;
            }
            Some(rule @ ("payouts" | "merged_payout_hash")) => {
                assert_eq!(judgement.broken(), [], "{at}");
                assert!(names(judgement.not_checked()).contains(&rule), "{at}");
            }
            Some("previous_share_hash") => {
                assert_eq!(judgement.broken(), [], "{at}");
                let checked = names(judgement.checked());
                assert_eq!(checked, ["clock", "coinbase", "segwit_data"], "{at}");
                assert!(!judgement.is_complete());
            }
            Some("version") => {
                assert_eq!(broken(&judgement), [Rule::Version], "{at}");
                let Expected::Versions(allowed) = &judgement.broken()[0].expected else {
                    panic!("{at}")
                };
                assert!(!allowed.contains(&child.version), "{at}");
                let parent = window.newest().unwrap().version;
                assert!(allowed.contains(&parent), "{at}");
            }
            Some(rule) => {
                let mut rules: Vec<&str> = names(broken(&judgement).into_iter());
                if text(case, "name") == "max_bits is MAX_TARGET" {
                    assert_eq!(rules.pop(), Some("bits"), "{at}");
                }
                assert_eq!(rules, [rule], "{at}");
                let mined = &chains[text(case, "chain")];
                let parent = &mined.shares[usize::try_from(after).unwrap() - 1];
                let expected = match text(case, "name") {
                    // The same target in another form.
                    "bits not canonical" => {
                        let Expected::Bits(canonical) = judgement.broken()[0].expected else {
                            panic!("{at}")
                        };
                        assert_eq!(canonical.to_target(), child.bits.to_target(), "{at}");
                        Expected::Bits(canonical)
                    }
                    _ => demanded(case, rule, parent, &child),
                };
                assert_eq!(judgement.broken()[0].expected, expected, "{at}");
            }
        }
        refused += 1;
    }
    assert_eq!((accepted, refused), (225, 361));
}

/// Rows of [version, timestamp, max_bits, bits, bits_hardest, abswork], without work.
fn synthetic(rows: &[Value]) -> Vec<(SharePoint, CompactBits)> {
    let mut points: Vec<(SharePoint, CompactBits)> = Vec::new();
    for (row, number) in rows.iter().zip(1u32..) {
        let name = |number: u32| ShareHash::from_wire(sha256d(&number.to_le_bytes()));
        let hex = |at: usize| row[at].as_str().unwrap();
        let point = SharePoint {
            share_hash: name(number),
            previous_share_hash: (number > 1).then(|| name(number - 1)),
            far_share_hash: (number > 100).then(|| name(number - 100)),
            abswork: u128::from_str_radix(hex(5), 16).unwrap(),
            absheight: number,
            timestamp: u32::try_from(row[1].as_u64().unwrap()).unwrap(),
            bits: bits(hex(3)),
            max_bits: bits(hex(2)),
            version: u8::try_from(row[0].as_u64().unwrap()).unwrap(),
            desired_version: 36,
            coinbase_len: 4,
            lacks_segwit_data: false,
        };
        points.push((point, bits(hex(4))));
    }
    points
}

#[test]
fn the_targets_of_five_networks_follow_the_pace_of_their_chains() {
    let chains = VECTORS.0["synthetic"].as_object().unwrap();
    assert_eq!(chains.len(), 5);
    for (name, rows) in chains {
        let network = Network::by_name(name).unwrap();
        let mut window = Window::new(network);
        let (mut targets, mut easings) = (BTreeSet::new(), 0);
        for (point, hardest) in synthetic(rows.as_array().unwrap()) {
            let at = format!("{name} {}", point.absheight);
            let next = window.next_targets(point.version, point.timestamp).unwrap();
            assert_eq!(
                (next.max_bits, next.hardest),
                (point.max_bits, hardest),
                "{at}"
            );
            let without_gap = window.next_targets(35, point.timestamp).unwrap();
            easings += usize::from(without_gap != next);
            // The rows of the vectors are for the targets only.
            let parent = window.newest().map(|parent| parent.version);
            let changes_version = parent.is_some_and(|version| version != point.version);
            let judgement = window.check(&point, u64::from(u32::MAX));
            let expected: &[Rule] = match changes_version {
                true => &[Rule::Version],
                false => &[],
            };
            assert_eq!(broken(&judgement), expected, "{at}");
            targets.insert(point.max_bits.0);
        }
        assert!(targets.len() > 100, "{name}: {} targets", targets.len());
        // Only version 36 is eased; bitcoincash has none here.
        assert_eq!(easings > 0, name != "bitcoincash", "{name}");
    }
}

#[test]
fn a_window_without_the_start_says_what_it_cannot_check() {
    let points = chain("v36");
    let mut window = Window::new(network());
    for (number, point) in points[10..].iter().enumerate() {
        let judgement = window.check(point, u64::from(point.timestamp));
        assert_eq!(judgement.broken(), []);
        let not_checked = names(judgement.not_checked());
        let mut expected = Vec::new();
        if number < 1 {
            expected.extend(["absheight", "abswork", "timestamp"]);
        }
        if number < 99 {
            expected.push("far_share_hash");
        }
        if number < 200 {
            expected.extend(["max_bits", "bits"]);
        }
        if number < 1 {
            expected.push("version");
        }
        expected.extend(["payouts", "merged_payout_hash"]);
        assert_eq!(not_checked, expected, "share {number}");
        assert_eq!(judgement.is_complete(), number >= 200);
    }
    // A change of the version needs a whole CHAIN_LENGTH.
    let newest = *window.newest().unwrap();
    let changed = SharePoint {
        version: 35,
        previous_share_hash: Some(newest.share_hash),
        ..newest
    };
    assert!(window.judge(&changed, 0).has_checked(Rule::Version));
    let mut short = Window::new(network());
    points[100..].iter().for_each(|point| short.push(point));
    let judgement = short.judge(&changed, 0);
    assert!(!judgement.has_checked(Rule::Version));
    assert!(!judgement.is_complete());
}

#[test]
fn a_share_that_does_not_follow_begins_a_new_window() {
    let points = chain("v36");
    let mut window = Window::new(network());
    points[..300].iter().for_each(|point| window.push(point));
    let alone = window.judge(&points[301], u64::MAX);
    assert_eq!(alone, Window::new(network()).judge(&points[301], u64::MAX));
    window.check(&points[301], u64::MAX);
    let judgement = window.check(&points[302], u64::MAX);
    assert!(judgement.has_checked(Rule::Abswork));
    assert!(!judgement.has_checked(Rule::MaxBits));
}

#[test]
fn broken_rules_are_shown_with_both_values() {
    let points = chain("v36");
    let mut window = Window::new(network());
    points[..300].iter().for_each(|point| window.push(point));
    let next = points[300];
    let show = |altered: SharePoint| {
        let judgement = window.judge(&altered, 1_798_000_000);
        let shown = judgement.broken().iter().map(ToString::to_string);
        shown.collect::<Vec<_>>()
    };
    let late = format!("clock is {}, expected at most 1798000600", next.timestamp);
    assert_eq!(
        show(SharePoint {
            absheight: 7,
            far_share_hash: None,
            version: 34,
            coinbase_len: 101,
            lacks_segwit_data: true,
            ..next
        }),
        [
            late,
            "coinbase is 101, expected 2 to 100".to_owned(),
            "segwit_data is missing, expected present".to_owned(),
            "absheight is 7, expected 301".to_owned(),
            format!(
                "far_share_hash is none, expected {}",
                next.far_share_hash.unwrap()
            ),
        ]
    );
}

/// Alters one field of a share so that it breaks just this rule.
fn altered(share: &SharePoint, parent: &SharePoint, rule: Rule, by: u32) -> SharePoint {
    let mut share = *share;
    match rule {
        Rule::Absheight => share.absheight = share.absheight.wrapping_add(by),
        Rule::Abswork => share.abswork = share.abswork.wrapping_add(by.into()),
        Rule::Timestamp => share.timestamp = parent.timestamp.saturating_sub(by - 1),
        Rule::Clock => share.timestamp = share.timestamp.saturating_add(100_000 + by),
        Rule::FarShareHash => share.far_share_hash = Some(parent.share_hash),
        Rule::MaxBits => share.max_bits.0 ^= 1 << (by % 20),
        Rule::Bits => share.bits.0 = 0x1d00_ffff - by % 0xffff,
        Rule::Version => share.version = 34,
        Rule::Coinbase => share.coinbase_len = [0, 1, 101, 255][by as usize % 4],
        Rule::SegwitData => share.lacks_segwit_data = true,
        Rule::Payouts | Rule::MergedPayoutHash => {}
    }
    share
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn an_altered_field_is_reported_at_its_share(
        at in 405usize..470,
        rule in proptest::sample::select(&Rule::ALL[..10]),
        by in 1u32..1_000_000,
    ) {
        let mut points = chain("v36");
        let clocks: Vec<u32> = points.iter().map(|point| point.timestamp).collect();
        points[at] = altered(&points[at], &points[at - 1], rule, by);
        let mut window = Window::new(network());
        let mut found = Vec::new();
        for (number, point) in points.iter().enumerate().take(at + 1) {
            let judgement = window.check(point, clocks[number].into());
            found.extend(judgement.broken().iter().map(|one| (number, one.rule)));
        }
        // abswork counts the work of bits; time and version decide on the targets.
        let also: &[Rule] = match rule {
            Rule::Bits => &[Rule::Abswork],
            Rule::Clock | Rule::Timestamp | Rule::Version => &[Rule::MaxBits, Rule::Bits],
            _ => &[],
        };
        prop_assert!(found.contains(&(at, rule)), "{found:?}");
        for (number, found) in found {
            prop_assert_eq!(number, at);
            prop_assert!(found == rule || also.contains(&found), "{} for {}", found, rule);
        }
    }

    #[test]
    fn the_order_of_the_input_does_not_matter(
        seed in any::<u64>(),
        missing in proptest::collection::vec(0usize..470, 0..4),
        repeated in proptest::collection::vec(0usize..470, 0..40),
    ) {
        let mut shares = candidates(&missing);
        let ordered = judgements(&shares);
        let copies: Vec<Candidate> = repeated.iter().map(|at| shares[at % shares.len()]).collect();
        shares.extend(copies);
        shuffle(&mut shares, seed);
        prop_assert_eq!(&judgements(&shares), &ordered);
        let runs = |shares: &[Candidate]| {
            let judged = judge_all(shares, network(), NOW);
            let hash = |index: &usize| shares[*index].point.share_hash;
            let runs = judged.runs.iter();
            runs.map(|run| (run.is_best, run.after, run.shares.iter().map(hash).collect()))
                .collect::<Vec<(bool, Option<ShareHash>, Vec<ShareHash>)>>()
        };
        prop_assert_eq!(runs(&shares), runs(&candidates(&missing)));
    }
}

const NOW: u64 = 1_798_200_000;

/// Two chains and the cases that fork from them, without the shares at `missing` of the first.
fn candidates(missing: &[usize]) -> Vec<Candidate> {
    let mut points = chain("v36");
    points.extend(chain("v35_tie"));
    points.extend(FORKS.iter().copied());
    let mut seen = HashSet::new();
    let is_missing = |number: &usize| missing.contains(number);
    points
        .into_iter()
        .enumerate()
        .filter(|(number, point)| !is_missing(number) && seen.insert(point.share_hash))
        .map(|(_, point)| Candidate {
            point,
            has_work: true,
        })
        .collect()
}

fn judgements(shares: &[Candidate]) -> HashMap<ShareHash, Judgement> {
    let judged = judge_all(shares, network(), NOW);
    let placed: usize = judged.runs.iter().map(|run| run.shares.len()).sum();
    let all = shares
        .iter()
        .enumerate()
        .filter_map(|(index, share)| Some((share.point.share_hash, judged.of(index)?.clone())));
    let all: HashMap<_, _> = all.collect();
    assert_eq!(all.len(), placed);
    all
}

fn shuffle(shares: &mut [Candidate], mut seed: u64) {
    for at in (1..shares.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let other = usize::try_from(seed >> 33).unwrap() % (at + 1);
        shares.swap(at, other);
    }
}

#[test]
fn shares_that_arrive_are_judged_as_those_of_a_store() {
    let shares = candidates(&[250]);
    let stored = judgements(&shares);
    let mut chains = Chains::new(network());
    for Candidate { point, .. } in &shares {
        let judgement = chains.check(point, NOW).unwrap();
        assert_eq!(judgement, stored[&point.share_hash], "{}", point.share_hash);
        assert_eq!(chains.check(point, NOW), None, "it is known");
        assert!(chains.contains(&point.share_hash));
    }
}

#[test]
fn no_share_follows_one_without_a_proof_of_work() {
    let points = chain("v36");
    let shares: Vec<Candidate> = points
        .iter()
        .enumerate()
        .map(|(number, point)| Candidate {
            point: *point,
            has_work: number != 300,
        })
        .collect();
    let judged = judge_all(&shares, network(), NOW);
    assert!(judged.of(300).unwrap().is_complete());
    let next = judged.of(301).unwrap();
    assert_eq!(names(next.checked()), ["clock", "coinbase", "segwit_data"]);
    let runs: Vec<(bool, usize)> = judged
        .runs
        .iter()
        .map(|run| (run.is_best, run.shares.len()))
        .collect();
    assert_eq!(runs, [(true, 300), (true, 169), (false, 1)]);
}

#[test]
fn many_forks_take_little_time() {
    // A comb: each of 3,000 shares has a fork of two shares.
    let name = |number: u32| ShareHash::from_wire(sha256d(&number.to_le_bytes()));
    let template = chain("v36")[0];
    let share = |number: u32, previous: Option<u32>, absheight: u32| Candidate {
        point: SharePoint {
            share_hash: name(number),
            previous_share_hash: previous.map(name),
            absheight,
            ..template
        },
        has_work: true,
    };
    let mut shares = Vec::new();
    for number in 0..3_000u32 {
        shares.push(share(number, number.checked_sub(1), number + 1));
        shares.push(share(10_000 + number, Some(number), number + 2));
        shares.push(share(20_000 + number, Some(10_000 + number), number + 3));
    }
    let judged = judge_all(&shares, network(), NOW);
    assert_eq!(judged.runs.len(), 3_000);
    for index in 0..shares.len() {
        let judgement = judged.of(index).unwrap();
        assert!(judgement.has_checked(Rule::Absheight));
        let wrong = judgement
            .broken()
            .iter()
            .find(|one| one.rule == Rule::Absheight);
        assert_eq!(wrong.map(|one| one.found), None::<Found>);
    }
}

#[test]
fn mined_chains_obey_the_rules_through_retargets() {
    let mut chain = EasyChain::new(network());
    let mut window = Window::new(network());
    let mut targets = BTreeSet::new();
    let mut timestamp = 1_798_000_000;
    let mut mine = |chain: &mut EasyChain, gap: u32, window: &mut Window| {
        timestamp += gap;
        let work = Work {
            miner: Miner {
                name: "miner",
                pubkey_hash: &[7; 20],
                pubkey_type: 0,
            },
            timestamp,
            stale_info: StaleInfo(0),
            message_data: &[],
        };
        let mined = chain.mine(&work).unwrap();
        let share = Share::read(&mined.raw, network()).unwrap();
        let point = SharePoint::new(&share, mined.share_hash, network());
        let judgement = window.check(&point, u64::from(timestamp));
        assert_eq!(judgement.broken(), [], "{}", mined.absheight);
        assert!(judgement.is_complete());
        point
    };
    // Twice as fast as the network wants.
    for _ in 0..215 {
        targets.insert(mine(&mut chain, 2, &mut window).max_bits.0);
    }
    assert!(targets.len() > 5, "{targets:?}");
    let hard = mine(&mut chain, 2, &mut window).max_bits.to_target();
    // After a long gap the target is much easier at once.
    let eased = mine(&mut chain, 120, &mut window).max_bits.to_target();
    assert!(eased.unwrap() > hard.unwrap());
}

#[test]
fn only_easy_networks_have_easy_chains() {
    let work = Work {
        miner: Miner {
            name: "miner",
            pubkey_hash: &[7; 20],
            pubkey_type: 0,
        },
        timestamp: 1_798_000_000,
        stale_info: StaleInfo(0),
        message_data: &[],
    };
    let litecoin = Network::by_name("litecoin").unwrap();
    let refused = EasyChain::new(litecoin).mine(&work).unwrap_err();
    assert!(matches!(refused, BuildError::Target { .. }), "{refused}");
}

#[test]
fn demands_name_what_a_chain_lacks() {
    let points = chain("v36");
    let represented = Represented::by(&points).unwrap();
    let newest = points[469];
    assert_eq!(represented.work, newest.abswork, "it began at nothing");
    assert_eq!(represented.newest_age(u64::from(newest.timestamp) + 7), 7);
    let seconds = newest.timestamp - points[0].timestamp;
    let rate = represented.hash_rate(newest.timestamp.into());
    assert!((rate.0 - newest.abswork as f64 / f64::from(seconds)).abs() < 1e-9);
    let demands = ChainDemands {
        min_hash_rate: Some(HashRate(1e9)),
        checkpoints: vec![newest.share_hash, points[3].share_hash],
    };
    assert!(!demands.is_empty() && ChainDemands::default().is_empty());
    let unmet = demands.unmet(rate, |hash| *hash == newest.share_hash);
    let unmet: Vec<String> = unmet.iter().map(ToString::to_string).collect();
    assert_eq!(
        unmet,
        [
            format!("the chain represents {rate}, less than 1.00 GH/s"),
            format!("the chain lacks the share {}", points[3].share_hash),
        ]
    );
    assert_eq!(demands.unmet(HashRate(2e9), |_| true), []);
}
