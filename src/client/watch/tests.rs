//! Tests of the memory of a watcher.

use serde_json::json;

use super::*;

const NOW: u64 = 1_707_580_800;

fn message(timestamp: u64, text: &str) -> ListedMessageJson {
    let json = json!({"type_id": 2, "timestamp": timestamp, "text": text});
    let message = MessageJson::read(&json, NOW).unwrap();
    ListedMessageJson::shown(message, "http://node:1".to_owned())
}

fn trusted(timestamp: u64, text: &str, trust: Trust) -> ListedMessageJson {
    let mut listed = message(timestamp, text);
    listed.message.verified = trust >= Trust::Verified;
    listed.message.protocol_authority = trust == Trust::Authority;
    listed
}

fn texts(new: &NewMessages) -> Vec<&str> {
    new.messages
        .iter()
        .filter_map(|listed| listed.message.text.as_deref())
        .collect()
}

#[test]
fn a_message_is_new_once() {
    let mut seen = SeenMessages::new(NOW);
    let yes = |_: &MessageJson| true;
    let there = vec![message(NOW - 9, "old"), message(NOW, "just now")];
    let new = seen.take_in(0, there.clone(), Some(u64::MAX), NOW, yes);
    assert_eq!(texts(&new), ["just now"]);
    let new = seen.take_in(0, there.clone(), None, NOW, yes);
    assert_eq!(texts(&new), [""; 0]);
    // Queued long ago, but found in a share only now.
    let late = message(NOW - 5_000, "late");
    let more = vec![message(NOW + 2, "newest"), late.clone()];
    let new = seen.take_in(0, [there.clone(), more].concat(), None, NOW, yes);
    assert_eq!(texts(&new), ["late", "newest"]);
    // Another node, asked for the first time, shows the same and more.
    let other = vec![late, message(NOW - 1, "old there")];
    for first in [Some(u64::MAX), None] {
        let new = seen.take_in(1, other.clone(), first, NOW, yes);
        assert_eq!(texts(&new), [""; 0]);
    }
    // A node that restarts shows nothing, then the same again.
    for again in [vec![], there] {
        let new = seen.take_in(0, again, None, NOW, yes);
        assert_eq!(texts(&new), [""; 0]);
    }
}

#[test]
fn an_unwanted_message_can_become_new_later() {
    let mut seen = SeenMessages::new(NOW);
    let verified = |message: &MessageJson| message.verified;
    let mut take = |trust| {
        let messages = vec![trusted(NOW, "hello", trust)];
        seen.take_in(0, messages, None, NOW, verified)
            .messages
            .len()
    };
    assert_eq!(take(Trust::Unverified), 0);
    assert_eq!(take(Trust::Verified), 1);
    assert_eq!(take(Trust::Verified), 0);
}

#[test]
fn a_copy_with_lower_trust_does_not_suppress_a_message() {
    let mut seen = SeenMessages::new(NOW);
    let mut take = |node, trust| {
        let messages = vec![trusted(NOW, "fork", trust)];
        seen.take_in(node, messages, None, NOW, |_| true)
            .messages
            .len()
    };
    assert_eq!(take(0, Trust::Unverified), 1);
    assert_eq!(take(1, Trust::Verified), 1);
    assert_eq!(take(2, Trust::Authority), 1);
    for trust in [Trust::Unverified, Trust::Verified, Trust::Authority] {
        assert_eq!(take(0, trust), 0);
    }
}

#[test]
fn old_messages_of_one_node_do_not_suppress_those_of_another() {
    let mut seen = SeenMessages::new(NOW);
    let late = || vec![trusted(NOW - 5, "late", Trust::Authority)];
    let new = seen.take_in(0, late(), Some(u64::MAX), NOW, |_| true);
    assert_eq!(texts(&new), [""; 0]);
    seen.take_in(1, vec![], Some(u64::MAX), NOW, |_| true);
    let new = seen.take_in(1, late(), None, NOW, |_| true);
    assert_eq!(texts(&new), ["late"]);
    let new = seen.take_in(0, late(), None, NOW, |_| true);
    assert_eq!(texts(&new), [""; 0]);
}

#[test]
fn a_flood_is_limited_and_trusted_messages_come_first() {
    let mut seen = SeenMessages::new(NOW);
    let mut flood: Vec<_> = (0..1_000)
        .map(|n| message(NOW + n, &format!("flood {n}")))
        .collect();
    flood.push(trusted(NOW + 5_000, "verified", Trust::Verified));
    let mut alert = trusted(NOW + 6_000, "alert", Trust::Authority);
    alert.message.type_id = Some(MsgType::EMERGENCY.0);
    flood.push(alert);
    flood.push(trusted(NOW + 3_000, "authority", Trust::Authority));
    let new = seen.take_in(0, flood.clone(), None, NOW, |_| true);
    let begin = ["alert", "authority", "verified", "flood 0", "flood 1"];
    assert_eq!(texts(&new)[..5], begin);
    assert_eq!((new.messages.len(), new.over_limit), (MAX_NEW, 753));
    // Another node is limited on its own, and shows a message that the flood has displaced.
    let other = vec![flood[999].clone()];
    let new = seen.take_in(1, other, None, NOW, |_| true);
    assert_eq!((texts(&new), new.over_limit), (vec!["flood 999"], 0));
    // The rest comes with the next answers; nothing is lost.
    let rest: Vec<usize> = (0..4)
        .map(|_| seen.take_in(0, flood.clone(), None, NOW, |_| true))
        .map(|new| new.messages.len())
        .collect();
    assert_eq!(rest, [250, 250, 250, 2]);
}

#[test]
fn memory_is_bounded_and_keeps_what_is_shown() {
    let mut seen = SeenMessages::new(0);
    seen.max = 100;
    let yes = |_: &MessageJson| true;
    let kept: Vec<_> = (0..40)
        .map(|n| message(NOW, &format!("kept {n}")))
        .collect();
    let new = seen.take_in(0, kept.clone(), None, NOW, yes);
    assert_eq!(new.messages.len(), 40);
    for round in 1..1_000 {
        let mut shown = kept.clone();
        shown.extend((0..10).map(|n| message(NOW, &format!("{round} {n}"))));
        let new = seen.take_in(0, shown, None, NOW + round, yes);
        assert_eq!(new.messages.len(), 10, "round {round}");
        assert!(seen.shown.len() <= 150, "{}", seen.shown.len());
    }
    seen.take_in(0, vec![], None, NOW + 1_000 + KEPT, yes);
    assert!(seen.shown.is_empty());
}

#[test]
fn pauses_grow_and_differ() {
    let seconds = |failures, random| {
        pause(Duration::from_secs(30), failures, random)
            .as_secs_f64()
            .round()
    };
    assert_eq!((seconds(0, 0.0), seconds(0, 1.0)), (27.0, 33.0));
    assert_eq!((seconds(1, 0.0), seconds(1, 1.0)), (30.0, 60.0));
    assert_eq!((seconds(4, 0.0), seconds(4, 1.0)), (240.0, 480.0));
    assert_eq!((seconds(5, 0.0), seconds(u32::MAX, 1.0)), (300.0, 600.0));
    let rare = pause(Duration::from_secs(7_200), 9, 1.0);
    assert_eq!(rare, Duration::from_secs(7_200));
}

#[test]
fn a_message_of_the_future_in_the_first_answer_is_not_new() {
    let mut seen = SeenMessages::new(NOW);
    let future = || vec![message(NOW + 600, "future")];
    let new = seen.take_in(0, future(), Some(NOW), NOW, |_| true);
    assert_eq!(texts(&new), [""; 0]);
    let new = seen.take_in(0, future(), None, NOW + 700, |_| true);
    assert_eq!(texts(&new), [""; 0]);
    let more = vec![message(NOW + 900, "later")];
    let new = seen.take_in(0, more, None, NOW + 701, |_| true);
    assert_eq!(texts(&new), ["later"]);
}
