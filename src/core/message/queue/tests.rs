//! Tests of the queue.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;

use super::*;

const NOW: u64 = 1_707_580_800;
const CHAT: (MsgType, MsgFlags) = (MsgType::MINER_MESSAGE, MsgFlags(0x07));
const STATUS: (MsgType, MsgFlags) = (MsgType::NODE_STATUS, MsgFlags(0x02));

fn chat(queue: &mut Queue, now: u64, text: &str) -> EntryId {
    match queue.add(now, CHAT.0, CHAT.1, text.into()).unwrap() {
        Added::Queued(id) => id,
        Added::AlreadyThere(id) => panic!("{text:?} is entry {id} already"),
    }
}

fn state(queue: &Queue, now: u64, id: EntryId) -> State {
    queue.get(id).unwrap().state_at(now)
}

fn to_pack(queue: &Queue, now: u64) -> Vec<u64> {
    queue.select_for_pack(now).map(|entry| entry.id.0).collect()
}

fn seen(queue: &Queue, id: EntryId) -> HashMap<MessageHash, Option<ShareHash>> {
    let share = ShareHash::from_wire([0xab; 32]);
    HashMap::from([(queue.get(id).unwrap().message_hash, Some(share))])
}

#[test]
fn a_message_goes_from_pending_over_packed_to_sent() {
    let mut queue = Queue::default();
    let id = chat(&mut queue, NOW, "hello");
    assert_eq!(to_pack(&queue, NOW + 60), [1]);
    queue.mark_packed(NOW + 60, &[id], NOW + 660).unwrap();
    assert_eq!(queue.get(id).unwrap().lease_until(), Some(NOW + 660));
    assert_eq!(to_pack(&queue, NOW + 659), [0; 0]);
    assert_eq!(queue.confirm(NOW + 300, &seen(&queue, id)), [id]);
    assert_eq!(state(&queue, NOW + 300, id), State::Sent);
    assert_eq!(queue.confirm(NOW + 301, &seen(&queue, id)), []);
    assert_eq!(
        serde_json::to_value(queue.get(id).unwrap()).unwrap(),
        serde_json::json!({
            "id": 1,
            "type": "MINER_MESSAGE",
            "payload": "68656c6c6f",
            "flags": 7,
            "timestamp": NOW,
            // SHA256d(02 07 u32(1707580800) "hello"), computed apart.
            "message_hash": "cf0906d1b99019ce44eda770ff14df480548946b3bb235987f964eceeaafd799",
            "state": "sent",
            "history": [
                {"at": NOW, "state": "pending"},
                {"at": NOW + 60, "state": "packed", "lease_until": NOW + 660},
                {"at": NOW + 300, "state": "sent", "share_hash": "ab".repeat(32)},
            ],
        })
    );
}

#[test]
fn a_lease_that_is_over_makes_the_same_message_pending_again() {
    let mut queue = Queue::default();
    let id = chat(&mut queue, NOW, "hello");
    let hash = queue.get(id).unwrap().message_hash;
    queue.mark_packed(NOW, &[id], NOW + 600).unwrap();
    assert_eq!(queue.settle(NOW + 599), Settled::default());
    assert_eq!(to_pack(&queue, NOW + 600), [1], "before it is recorded");
    assert_eq!(queue.settle(NOW + 600).lease_over, [id]);
    assert_eq!(to_pack(&queue, NOW + 600), [1]);
    let entry = queue.get(id).unwrap();
    assert_eq!((entry.timestamp.into(), entry.message_hash), (NOW, hash));
    assert_eq!(entry.lease_until(), None);
}

#[test]
fn a_message_older_than_a_day_expires_and_is_kept_for_thirty_days() {
    let mut queue = Queue::default();
    let id = chat(&mut queue, NOW, "hello");
    assert_eq!(state(&queue, NOW + 86_400, id), State::Pending);
    let then = NOW + 86_401;
    assert_eq!(state(&queue, then, id), State::Expired);
    assert_eq!(to_pack(&queue, then), [0; 0]);
    assert_eq!(queue.settle(then).expired, [id]);
    assert_eq!(queue.settle(then + 30 * 86_400), Settled::default());
    assert_eq!(queue.settle(then + 30 * 86_400 + 1).dropped, [id]);
    assert_eq!(queue.entries(), []);
    assert_eq!(
        chat(&mut queue, NOW, "hello"),
        EntryId(2),
        "ids are not given twice"
    );
}

#[test]
fn an_expiry_is_reported_however_late_somebody_looks() {
    let mut queue = Queue::default();
    let id = chat(&mut queue, NOW, "hello");
    let settled = queue.settle(NOW + 365 * 86_400);
    assert_eq!((settled.expired, settled.dropped), (vec![id], vec![]));
}

#[test]
fn a_packed_message_does_not_expire_before_its_lease_is_over() {
    let mut queue = Queue::default();
    let id = chat(&mut queue, NOW, "hello");
    queue
        .mark_packed(NOW + 86_000, &[id], NOW + 90_000)
        .unwrap();
    assert_eq!(state(&queue, NOW + 89_999, id), State::Packed);
    let settled = queue.settle(NOW + 90_000);
    assert_eq!((settled.lease_over, settled.expired), (vec![id], vec![id]));
}

#[test]
fn a_message_seen_after_its_lease_or_its_day_is_sent() {
    let mut queue = Queue::default();
    let late = chat(&mut queue, NOW, "late");
    queue.mark_packed(NOW, &[late], NOW + 600).unwrap();
    queue.settle(NOW + 86_401);
    assert_eq!(queue.confirm(NOW + 86_402, &seen(&queue, late)), [late]);
    assert_eq!(state(&queue, NOW + 86_402, late), State::Sent);
}

#[test]
fn the_same_text_twice_in_a_second_is_one_message() {
    let mut queue = Queue::default();
    let id = chat(&mut queue, NOW, "hello");
    let again = queue.add(NOW, CHAT.0, CHAT.1, b"hello".to_vec());
    assert_eq!(again, Ok(Added::AlreadyThere(id)));
    assert_eq!(chat(&mut queue, NOW + 1, "hello"), EntryId(2));
    let other_kind = queue.add(NOW, MsgType::EMERGENCY, CHAT.1, b"hello".to_vec());
    assert_eq!(other_kind, Ok(Added::Queued(EntryId(3))));
    assert_eq!(to_pack(&queue, NOW), [1, 2, 3]);
}

#[test]
fn a_payload_is_at_most_220_bytes() {
    let mut queue = Queue::default();
    assert!(queue.add(NOW, CHAT.0, CHAT.1, vec![b'x'; 220]).is_ok());
    assert_eq!(
        queue.add(NOW, CHAT.0, CHAT.1, vec![b'x'; 221]),
        Err(QueueError::PayloadTooLong {
            found: 221,
            limit: 220
        })
    );
    assert_eq!(queue.entries().len(), 1);
}

/// Found while fuzzing was prepared: the last id was given, and with it the queue could not be read
/// any more.
#[test]
fn a_queue_without_ids_left_stays_readable() {
    let mut queue = Queue::restore(EntryId(MAX_ID - 1), Vec::new()).unwrap();
    let last = chat(&mut queue, NOW, "the last");
    assert_eq!(last, EntryId(MAX_ID - 1));
    assert_eq!(
        queue.add(NOW, CHAT.0, CHAT.1, b"one more".to_vec()),
        Err(QueueError::NoMoreIds)
    );
    let again = Queue::restore(queue.next_id(), queue.entries().to_vec());
    assert_eq!(again, Ok(queue));
}

#[test]
fn a_clock_beyond_2106_is_an_error() {
    let now = u64::from(u32::MAX);
    let mut queue = Queue::default();
    chat(&mut queue, now, "the last second");
    assert_eq!(
        queue.add(now + 1, CHAT.0, CHAT.1, vec![]),
        Err(QueueError::Clock { now: now + 1 })
    );
}

#[test]
fn only_what_waits_counts_against_the_limit() {
    let mut queue = Queue::default();
    for n in 0..MAX_WAITING {
        chat(&mut queue, NOW, &n.to_string());
    }
    let one_more = |queue: &mut Queue, now| queue.add(now, CHAT.0, CHAT.1, b"more".to_vec());
    assert_eq!(
        one_more(&mut queue, NOW),
        Err(QueueError::Full { limit: MAX_WAITING })
    );
    queue.confirm(NOW, &seen(&queue, EntryId(1)));
    assert!(one_more(&mut queue, NOW).is_ok());
}

#[test]
fn a_new_status_takes_the_place_of_pending_ones_only() {
    let mut queue = Queue::default();
    let status = |queue: &mut Queue, now: u64, json: &str| {
        queue
            .add_replacing(now, STATUS.0, STATUS.1, json.into())
            .unwrap()
    };
    status(&mut queue, NOW, r#"{"up":1}"#);
    queue.mark_packed(NOW, &[EntryId(1)], NOW + 600).unwrap();
    status(&mut queue, NOW + 1, r#"{"up":2}"#);
    chat(&mut queue, NOW + 2, "hello");
    let (added, replaced) = status(&mut queue, NOW + 3, r#"{"up":3}"#);
    assert_eq!(added, Added::Queued(EntryId(4)));
    assert_eq!(replaced.len(), 1);
    assert_eq!(replaced[0].payload, br#"{"up":2}"#);
    let ids: Vec<_> = queue.entries().iter().map(|entry| entry.id.0).collect();
    assert_eq!(ids, [1, 3, 4]);
    let (added, replaced) = status(&mut queue, NOW + 3, r#"{"up":3}"#);
    assert_eq!((added, replaced), (Added::AlreadyThere(EntryId(4)), vec![]));
}

#[test]
fn removing_takes_all_or_none() {
    let mut queue = Queue::default();
    for text in ["a", "b", "c"] {
        chat(&mut queue, NOW, text);
    }
    let missing = EntryId(9);
    assert_eq!(
        queue.remove(&[EntryId(1), missing]),
        Err(QueueError::NoEntry { id: missing })
    );
    assert_eq!(to_pack(&queue, NOW), [1, 2, 3]);
    let removed = queue.remove(&[EntryId(3), EntryId(1)]).unwrap();
    assert_eq!(removed.len(), 2);
    assert_eq!(to_pack(&queue, NOW), [2]);
}

#[test]
fn clearing_takes_what_is_pending() {
    let mut queue = Queue::default();
    for text in ["packed", "lease over", "sent", "pending"] {
        chat(&mut queue, NOW, text);
    }
    queue.mark_packed(NOW, &[EntryId(1)], NOW + 600).unwrap();
    queue.mark_packed(NOW, &[EntryId(2)], NOW + 60).unwrap();
    queue.confirm(NOW, &seen(&queue, EntryId(3)));
    let cleared: Vec<_> = queue
        .clear(NOW + 100)
        .iter()
        .map(|entry| entry.id.0)
        .collect();
    assert_eq!(cleared, [2, 4]);
    let left: Vec<_> = queue.entries().iter().map(|entry| entry.id.0).collect();
    assert_eq!(left, [1, 3]);
}

#[test]
fn retrying_ends_a_lease_and_queues_what_expired_anew() {
    let mut queue = Queue::default();
    let expired = chat(&mut queue, NOW, "expired");
    let now = NOW + 90_000;
    let packed = chat(&mut queue, now, "packed");
    let pending = chat(&mut queue, now, "pending");
    queue.mark_packed(now, &[packed], now + 600).unwrap();
    let retried = queue.retry(now + 1, &[expired, packed, pending]).unwrap();
    let new = EntryId(4);
    assert_eq!(
        retried,
        [
            (expired, Retried::QueuedAgain(new)),
            (packed, Retried::LeaseEnded),
            (pending, Retried::AlreadyPending),
        ]
    );
    assert_eq!(to_pack(&queue, now + 1), [2, 3, 4]);
    assert_eq!(u64::from(queue.get(new).unwrap().timestamp), now + 1);
    assert_eq!(state(&queue, now + 1, expired), State::Expired);
    assert_eq!(
        queue.retry(now + 2, &[expired]),
        Ok(vec![(expired, Retried::AlreadyRetried(new))])
    );
}

#[test]
fn retrying_something_sent_changes_nothing() {
    let mut queue = Queue::default();
    let packed = chat(&mut queue, NOW, "packed");
    let sent = chat(&mut queue, NOW, "sent");
    queue.mark_packed(NOW, &[packed, sent], NOW + 600).unwrap();
    queue.confirm(NOW, &seen(&queue, sent));
    let before = queue.clone();
    assert_eq!(
        queue.retry(NOW, &[packed, sent]),
        Err(QueueError::AlreadySent { id: sent })
    );
    assert_eq!(queue, before);
}

#[test]
fn nothing_is_packed_twice_within_a_lease() {
    let mut queue = Queue::default();
    let first = chat(&mut queue, NOW, "first");
    let second = chat(&mut queue, NOW, "second");
    queue.mark_packed(NOW, &[second], NOW + 600).unwrap();
    let before = queue.clone();
    assert_eq!(
        queue.mark_packed(NOW + 1, &[first, second], NOW + 601),
        Err(QueueError::NotPending {
            id: second,
            state: State::Packed
        })
    );
    assert_eq!(queue, before);
}

#[test]
fn a_clock_that_goes_backwards_loses_nothing() {
    let mut queue = Queue::default();
    let id = chat(&mut queue, NOW, "hello");
    let packed = chat(&mut queue, NOW, "packed");
    queue.mark_packed(NOW, &[packed], NOW + 600).unwrap();
    assert_eq!(queue.get(packed).unwrap().state_at(NOW), State::Packed);
    assert_eq!(queue.settle(NOW - 1).lease_over, [packed]);
    for clock in [0, 1, NOW - 1_000_000] {
        assert_eq!(queue.settle(clock), Settled::default());
        assert_eq!(queue.get(id).unwrap().age(clock), 0);
    }
    assert_eq!(to_pack(&queue, NOW - 7_200), [1, 2]);
}

#[test]
fn a_message_too_far_in_the_future_waits_and_blocks_no_other() {
    let mut queue = Queue::default();
    let ahead = chat(&mut queue, NOW + 7_201, "ahead");
    let near = chat(&mut queue, NOW + 7_200, "near");
    assert_eq!(to_pack(&queue, NOW), [near.0]);
    assert_eq!(queue.postdated(NOW), [ahead]);
    assert_eq!(queue.count(NOW, State::Pending), 2);
    assert_eq!(to_pack(&queue, NOW + 1), [ahead.0, near.0]);
    assert_eq!(queue.postdated(NOW + 1), []);
}

#[test]
fn a_history_does_not_grow_without_end() {
    let mut queue = Queue::default();
    let id = chat(&mut queue, NOW, "hello");
    for n in 0..1000 {
        queue.mark_packed(NOW + n, &[id], NOW + n).unwrap();
    }
    let history = &queue.get(id).unwrap().history;
    assert_eq!(history.len(), 64);
    assert_eq!((history[0].at, history[0].state), (NOW, State::Pending));
    assert_eq!(history[63].at, NOW + 999);
}

#[test]
fn every_kind_is_read_back_from_its_name() {
    for byte in 0..=255 {
        let mut queue = Queue::default();
        queue
            .add(NOW, MsgType(byte), MsgFlags(byte), vec![byte])
            .unwrap();
        let json = serde_json::to_string(queue.entries()).unwrap();
        let entries: Vec<Entry> = serde_json::from_str(&json).unwrap();
        assert_eq!(entries, queue.entries());
    }
}

fn restored(change: impl FnOnce(&mut Value)) -> Result<Queue, EntryError> {
    let mut queue = Queue::default();
    chat(&mut queue, NOW, "one");
    chat(&mut queue, NOW, "two");
    let mut json = serde_json::to_value(queue.entries()).unwrap();
    change(&mut json);
    Queue::restore(EntryId(0), serde_json::from_value(json).unwrap())
}

#[test]
fn what_does_not_fit_together_is_not_restored() {
    assert_eq!(restored(|_| ()).unwrap().next_id(), EntryId(3));
    let id = EntryId(2);
    assert_eq!(
        restored(|json| json[0]["id"] = 2.into()),
        Err(EntryError::DuplicateId { id })
    );
    assert_eq!(
        restored(|json| json[1]["id"] = u64::MAX.into()),
        Err(EntryError::IdTooLarge {
            id: EntryId(u64::MAX)
        })
    );
    assert_eq!(
        restored(|json| json[1]["payload"] = "00".repeat(221).into()),
        Err(EntryError::PayloadTooLong { id, found: 221 })
    );
    assert!(matches!(
        restored(|json| json[1]["timestamp"] = 7.into()),
        Err(EntryError::WrongHash { .. })
    ));
    assert_eq!(
        restored(|json| json[1]["state"] = "sent".into()),
        Err(EntryError::WrongState {
            id,
            state: State::Sent
        })
    );
    assert_eq!(
        restored(|json| json[1]["history"] = Value::Array(vec![])),
        Err(EntryError::WrongState {
            id,
            state: State::Pending
        })
    );
}

/// What an operator, a cron job and time do to a queue.
#[derive(Debug, Clone)]
enum Step {
    Send(u8),
    Status(u8),
    Pack { count: usize, lease: u64 },
    Confirm(usize),
    Retry(usize),
    Remove(usize),
    Clear,
    Pass(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..6u8).prop_map(Step::Send),
        1 => (0..3u8).prop_map(Step::Status),
        3 => (1..4usize, prop_oneof![Just(0), 1..1000u64, Just(100_000)])
            .prop_map(|(count, lease)| Step::Pack { count, lease }),
        2 => (0..20usize).prop_map(Step::Confirm),
        1 => (0..20usize).prop_map(Step::Retry),
        1 => (0..20usize).prop_map(Step::Remove),
        1 => Just(Step::Clear),
        3 => prop_oneof![
            -2_000..2_000i64,
            Just(86_400),
            Just(31 * 86_400),
            Just(-86_400)
        ].prop_map(Step::Pass),
    ]
}

/// What the test knows of the queue, from outside.
#[derive(Default)]
struct Ledger {
    now: u64,
    known: BTreeMap<EntryId, Entry>,
    given_out: HashSet<EntryId>,
    /// Start and end of each lease.
    leases: HashMap<EntryId, (u64, u64)>,
    sent: HashSet<MessageHash>,
}

impl Ledger {
    fn take(&mut self, queue: &mut Queue, step: &Step) {
        let now = self.now;
        let nth = |n: usize| queue.entries().get(n).map(|entry| entry.id);
        match *step {
            Step::Send(text) => {
                queue.add(now, CHAT.0, CHAT.1, vec![b'a' + text]).unwrap();
            }
            Step::Status(up) => {
                let (_, replaced) = queue
                    .add_replacing(now, STATUS.0, STATUS.1, vec![b'0' + up])
                    .unwrap();
                self.give_out(replaced);
            }
            Step::Pack { count, lease } => self.pack(queue, count, now + lease),
            Step::Confirm(n) => {
                if let Some(id) = nth(n) {
                    queue.confirm(now, &seen(queue, id));
                    self.sent.insert(queue.get(id).unwrap().message_hash);
                }
            }
            Step::Retry(n) => {
                if let Some(id) = nth(n) {
                    let _ = queue.retry(now, &[id]);
                    self.leases.remove(&id);
                }
            }
            Step::Remove(n) => {
                if let Some(id) = nth(n) {
                    let removed = queue.remove(&[id]).unwrap();
                    self.give_out(removed);
                }
            }
            Step::Clear => {
                let cleared = queue.clear(now);
                self.give_out(cleared);
            }
            Step::Pass(seconds) => {
                self.now = now.saturating_add_signed(seconds);
                let before = queue.clone();
                let settled = queue.settle(self.now);
                for id in settled.lease_over {
                    // Over is over, also for a clock that goes back afterwards.
                    let lease = self.leases.remove(&id);
                    assert!(lease.is_none_or(|lease| !self.is_leased(lease)));
                }
                for id in settled.dropped {
                    let entry = before.get(id).unwrap();
                    assert!(entry.state.is_final(), "dropped {entry:?}");
                    let since = entry.history.last().unwrap().at;
                    assert!(self.now - since > 30 * 86_400, "dropped {entry:?}");
                    self.give_out(vec![entry.clone()]);
                }
            }
        }
    }

    fn give_out(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            self.given_out.insert(entry.id);
            self.sent.remove(&entry.message_hash);
        }
    }

    fn pack(&mut self, queue: &mut Queue, count: usize, lease_until: u64) {
        let chosen: Vec<EntryId> = queue
            .select_for_pack(self.now)
            .take(count)
            .map(|entry| {
                let lease = self.leases.get(&entry.id);
                let leased = lease.is_some_and(|lease| self.is_leased(*lease));
                assert!(!leased, "packed within its lease: {entry:?}");
                assert!(!self.sent.contains(&entry.message_hash), "sent: {entry:?}");
                assert!(entry.age(self.now) <= 86_400, "too old: {entry:?}");
                entry.id
            })
            .collect();
        assert!(chosen.is_sorted(), "not first in, first out: {chosen:?}");
        queue.mark_packed(self.now, &chosen, lease_until).unwrap();
        self.leases
            .extend(chosen.iter().map(|id| (*id, (self.now, lease_until))));
    }

    fn is_leased(&self, (start, end): (u64, u64)) -> bool {
        (start..end).contains(&self.now)
    }

    fn check(&mut self, queue: &Queue) {
        let mut hashes = HashSet::new();
        for entry in queue.entries() {
            let known = self.known.entry(entry.id).or_insert_with(|| entry.clone());
            let message = |entry: &Entry| {
                message_hash(entry.msg_type, entry.flags, entry.timestamp, &entry.payload)
            };
            assert_eq!(entry.message_hash, known.message_hash);
            assert_eq!(message(entry), known.message_hash);
            assert!(hashes.insert(entry.message_hash), "twice: {entry:?}");
        }
        for id in self.known.keys() {
            assert!(
                queue.get(*id).is_ok() != self.given_out.contains(id),
                "entry {id} is lost, or back"
            );
        }
        let json = serde_json::to_string(queue.entries()).unwrap();
        let entries = serde_json::from_str(&json).unwrap();
        assert_eq!(&Queue::restore(queue.next_id(), entries).unwrap(), queue);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_message_is_lost_changed_or_packed_twice(steps in prop::collection::vec(step(), 1..60)) {
        let mut queue = Queue::default();
        let mut ledger = Ledger { now: NOW, ..Ledger::default() };
        for step in &steps {
            ledger.take(&mut queue, step);
            ledger.check(&queue);
        }
    }
}
