use super::super::share::unmined;
use super::*;

const PERIOD: u32 = 10;
const NOW: Duration = Duration::ZERO;
/// Peers by number.
const A: usize = 0;
const B: usize = 1;

fn hash(number: u32) -> ShareHash {
    unmined(number, 0).point.share_hash
}

/// Shares `newest` to `oldest` of one chain, newest first.
fn chain(newest: u32, oldest: u32) -> Vec<PeerShare> {
    let numbers = (oldest..=newest).rev();
    numbers.map(|number| unmined(number, number - 1)).collect()
}

fn fetch(goal: Goal) -> Fetch {
    Fetch::new(goal, PERIOD)
}

fn numbers(shares: &[PeerShare]) -> Vec<u32> {
    shares.iter().map(|share| share.point.absheight).collect()
}

/// A node with these shares answers, as nodes do.
fn answer(fetch: &mut Fetch, peer: usize, now: Duration, node: &[u32]) -> Option<Vec<u32>> {
    let request = fetch.next_request(peer, now)?;
    let first = node.iter().position(|number| hash(*number) == request.hash);
    let rest = first.map_or(&[][..], |first| &node[first..]);
    let most = usize::try_from(request.parents).unwrap() + 1;
    let sent = rest.iter().take(most);
    let sent = sent.take_while(|number| !request.stops.contains(&hash(**number)));
    let shares = sent.map(|number| unmined(*number, number - 1)).collect();
    let new = fetch.answer(peer, now, &request, ReplyResult::Good, shares);
    let new = new.unwrap();
    fetch.confirm(&new);
    Some(numbers(&new))
}

#[test]
fn a_chain_is_followed_back_to_its_end() {
    let mut fetch = fetch(Goal::default());
    let node: Vec<u32> = (1..=2500).rev().collect();
    fetch.announce(hash(2500));
    let mut got = Vec::new();
    while let Some(new) = answer(&mut fetch, A, NOW, &node) {
        got.extend(new);
    }
    assert_eq!(got, node);
    assert!(fetch.is_complete(&[A]));
    assert_eq!((fetch.len(), fetch.holes()), (2500, 0));
}

#[test]
fn one_peer_is_asked_for_a_share_at_a_time() {
    let mut fetch = fetch(Goal::default());
    fetch.announce(hash(9));
    let request = fetch.next_request(A, NOW).unwrap();
    assert_eq!((request.hash, request.parents), (hash(9), 1000));
    assert_eq!(fetch.next_request(B, NOW), None);
    assert!(!fetch.is_complete(&[B]));
    // It does not answer: another peer is asked, and later none.
    assert_eq!(fetch.next_attempt(B), Some(PATIENCE));
    let later = NOW + PATIENCE;
    assert_eq!(fetch.next_request(B, later).unwrap().hash, hash(9));
    fetch.disconnected(B);
    assert_eq!(fetch.next_request(A, later).unwrap().hash, hash(9));
    // The connection to the first ends.
    fetch.disconnected(A);
    assert_eq!(fetch.next_request(B, NOW).unwrap().hash, hash(9));
}

#[test]
fn the_count_is_exact_and_the_time_bounds_the_request() {
    let node: Vec<u32> = (1..=2500).rev().collect();
    let mut counted = fetch(Goal {
        count: Some(1500),
        ..Goal::default()
    });
    counted.announce(hash(2500));
    let mut got = Vec::new();
    while let Some(new) = answer(&mut counted, A, NOW, &node) {
        got.extend(new);
    }
    assert_eq!(got, (1001..=2500).rev().collect::<Vec<_>>());

    let since = 10 * 2400;
    let mut timed = fetch(Goal {
        since: Some(since),
        ..Goal::default()
    });
    timed.announce(hash(2500));
    while answer(&mut timed, A, NOW, &node[..]).is_some_and(|new| new.contains(&2400)) {}
    let shares = chain(2500, 2390);
    let wanted = shares.iter().filter(|share| timed.wants(share));
    assert_eq!(wanted.count(), 101);
    assert_eq!(timed.next_request(A, NOW), None);
}

#[test]
fn known_shares_are_not_requested_again() {
    let mut fetch = fetch(Goal::default());
    let stored: Vec<_> = chain(100, 51).iter().map(|share| share.point).collect();
    fetch.restore(&stored);
    fetch.announce(hash(110));
    let node: Vec<u32> = (1..=110).rev().collect();
    let newer = answer(&mut fetch, A, NOW, &node).unwrap();
    assert_eq!(newer, (101..=110).rev().collect::<Vec<_>>());
    let older = answer(&mut fetch, A, NOW, &node).unwrap();
    assert_eq!(older, (1..=50).rev().collect::<Vec<_>>());
    assert_eq!(answer(&mut fetch, A, NOW, &node), None);
    assert_eq!(fetch.len(), 110);
}

#[test]
fn a_hole_is_filled_by_another_peer() {
    let mut fetch = fetch(Goal::default());
    fetch.announce(hash(20));
    let with_hole: Vec<u32> = (1..=20).rev().filter(|n| !(8..=10).contains(n)).collect();
    let first = answer(&mut fetch, A, NOW, &with_hole).unwrap();
    assert_eq!(first, with_hole);
    // A is asked again, because it may have been busy. B has the missing ones.
    assert_eq!(answer(&mut fetch, A, NOW, &with_hole), Some(Vec::new()));
    assert_eq!(fetch.holes(), 1);
    let all: Vec<u32> = (1..=20).rev().collect();
    assert_eq!(answer(&mut fetch, B, NOW, &all), Some(vec![10, 9, 8]));
    assert!(fetch.is_complete(&[A, B]));
    assert_eq!(fetch.holes(), 0);
}

#[test]
fn a_peer_with_empty_answers_is_asked_less_and_less_often_and_then_no_more() {
    let mut fetch = fetch(Goal::default());
    fetch.announce(hash(5));
    let mut times = Vec::new();
    let mut now = NOW;
    while let Some(next) = fetch.next_attempt(A) {
        now = now.max(next);
        times.push(now.as_millis());
        assert_eq!(answer(&mut fetch, A, now, &[]), Some(Vec::new()));
        assert_eq!(fetch.next_request(A, now), None);
    }
    assert_eq!(times, [0, 500, 1500, 3500, 7500]);
    assert!(fetch.is_complete(&[A]));
    assert!(!fetch.is_complete(&[A, B]));
    assert_eq!(answer(&mut fetch, B, now, &[5, 4]), Some(vec![5, 4]));
}

#[test]
fn too_long_replies_lead_to_smaller_requests() {
    let mut fetch = fetch(Goal::default());
    fetch.announce(hash(9));
    let mut parents = Vec::new();
    for _ in 0..11 {
        let request = fetch.next_request(A, NOW).unwrap();
        parents.push(request.parents);
        let new = fetch.answer(A, NOW, &request, ReplyResult::TooLong, Vec::new());
        assert_eq!(new.unwrap(), []);
    }
    assert_eq!(parents, [1000, 500, 250, 125, 62, 31, 15, 7, 3, 1, 0]);
    // Even one share is too long for it: the attempts are counted.
    assert_eq!(fetch.next_request(A, NOW), None);
}

#[test]
fn shares_of_a_false_reply_are_requested_from_others() {
    let mut fetch = fetch(Goal::default());
    fetch.announce(hash(20));
    let request = fetch.next_request(A, NOW).unwrap();
    let shares = fetch.answer(A, NOW, &request, ReplyResult::Good, chain(20, 11));
    fetch.reject(A, &shares.unwrap());
    assert_eq!(fetch.len(), 0);
    assert_eq!(fetch.next_request(A, NOW), None);
    let all: Vec<u32> = (1..=20).rev().collect();
    assert_eq!(answer(&mut fetch, B, NOW, &all).unwrap(), all);
}

#[test]
fn shares_that_were_dropped_as_known_are_requested_again() {
    let mut fetch = fetch(Goal::default());
    fetch.announce(hash(20));
    // A sends another share in place of the requested one, and its genuine ancestors.
    let request = fetch.next_request(A, NOW).unwrap();
    let mut shares = chain(19, 1);
    shares.insert(0, unmined(500, 19));
    let unchecked = fetch.answer(A, NOW, &request, ReplyResult::Good, shares);
    let unchecked = unchecked.unwrap();
    // B sends the whole chain meanwhile; one share is new.
    let all: Vec<u32> = (1..=20).rev().collect();
    assert_eq!(answer(&mut fetch, B, NOW, &all), Some(vec![20]));
    fetch.reject(A, &unchecked);
    assert_eq!(answer(&mut fetch, B, NOW, &all).unwrap(), all[1..]);
    assert_eq!((fetch.len(), fetch.holes()), (20, 0));
}

#[test]
fn a_reply_out_of_order_is_a_fault() {
    let mut fetch = fetch(Goal::default());
    fetch.announce(hash(20));
    let request = fetch.next_request(A, NOW).unwrap();
    let shares = vec![unmined(20, 19), unmined(18, 17), unmined(19, 18)];
    let fault = fetch.answer(A, NOW, &request, ReplyResult::Good, shares);
    assert!(matches!(fault, Err(Fault::OutOfOrder { .. })));
    assert_eq!(fetch.len(), 0);
}

#[test]
fn pushed_shares_lead_to_their_missing_ancestors() {
    let mut fetch = fetch(Goal::default());
    assert_eq!(numbers(&fetch.push(chain(20, 16))), [20, 19, 18, 17, 16]);
    // A repeated push brings one new share.
    assert_eq!(numbers(&fetch.push(chain(21, 17))), [21]);
    let request = fetch.next_request(A, NOW).unwrap();
    assert_eq!(request.hash, hash(15));
    assert_eq!(request.stops, [hash(21)]);
}

#[test]
fn the_newest_missing_shares_are_kept() {
    let mut fetch = fetch(Goal::default());
    for number in 1..=3000 {
        // Each is a fork with another missing parent.
        fetch.push(vec![unmined(1_000_000 + number, 10 * number)]);
    }
    assert_eq!(fetch.missing.len(), MAX_MISSING);
    fetch.announce(hash(7));
    assert_eq!(fetch.missing.len(), MAX_MISSING);
    assert_eq!(fetch.next_request(A, NOW).unwrap().hash, hash(7));
}

#[test]
fn an_endless_chain_is_followed_to_a_limit() {
    let mut fetch = fetch(Goal::default());
    let mut next = 10_000_000;
    fetch.announce(hash(next));
    while let Some(request) = fetch.next_request(A, NOW) {
        assert_eq!(request.hash, hash(next));
        let oldest = next - 1000;
        let shares = chain(next, oldest);
        let new = fetch.answer(A, NOW, &request, ReplyResult::Good, shares);
        fetch.confirm(&new.unwrap());
        next = oldest - 1;
    }
    let limit = usize::try_from(MAX_DEPTH).unwrap();
    assert!(
        (limit..limit + 1001).contains(&fetch.len()),
        "{}",
        fetch.len()
    );
    assert!(fetch.is_complete(&[A]));
}

#[test]
fn old_shares_are_forgotten() {
    let mut fetch = fetch(Goal::default());
    fetch.push(chain(100, 1));
    fetch.forget_before(10 * 91);
    assert_eq!(fetch.len(), 10);
    assert_eq!(fetch.next_request(A, NOW), None);
    assert!(!fetch.wants(&unmined(90, 89)));
    assert!(fetch.wants(&unmined(91, 90)));
}
