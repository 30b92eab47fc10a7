//! The messages of the share store, prepared so that an answer only copies.

use std::fmt::Write;
use std::sync::Arc;

use hyper::body::Bytes;
use serde::Serialize;

use crate::core::chain::replay::{Replayed, ShareCounts};
use crate::core::chain::store::Query;
use crate::core::message::MsgType;
use crate::json::keys::KeyRegistryJson;
use crate::json::message::ListedMessageJson;
use crate::json::stats::MessageStatsJson;
use crate::text::visible::{HiddenFinder, has_hidden};

/// Bytes of a piece: about 50 messages fit, and 512 silent readers together keep 16 MiB.
pub(super) const PIECE: usize = 32 * 1024;

/// Which messages an endpoint gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MessageList {
    All,
    Chat,
    Announcements,
    Alerts,
    Status,
}

/// A message as JSON, in front of its age and behind it.
#[derive(Debug)]
struct Prepared {
    timestamp: u32,
    before: Box<str>,
    after: Box<str>,
}

/// The messages of a view, as indices, newest first.
#[derive(Debug, Default)]
struct Indices {
    all: Vec<usize>,
    verified: Vec<usize>,
}

/// Everything that is answered between two changes of the share store.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    messages: Vec<Prepared>,
    every: Indices,
    chat: Indices,
    announcements: Indices,
    alerts: Indices,
    status: Indices,
    stats: String,
    keys: String,
    pub(super) counts: Counts,
    /// Bytes of memory, roughly.
    pub(super) size: usize,
}

/// What the metrics count.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) by_type: Vec<(String, usize)>,
    pub(super) verified: usize,
    pub(super) senders: usize,
    pub(super) keys: usize,
    pub(super) revoked_keys: usize,
    pub(super) newest_timestamp: Option<u32>,
    pub(super) ahead: usize,
    pub(super) shares: Option<ShareCounts>,
}

/// What a caller asks of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Selection {
    pub(super) limit: usize,
    /// Unix seconds.
    pub(super) since: u64,
    pub(super) verified: bool,
}

impl Snapshot {
    /// Prepares the answers about `replayed`.
    pub(super) fn of(replayed: &Replayed) -> Self {
        let store = &replayed.store;
        let mut snapshot = Self::default();
        for (index, stored) in store.select(&Query::default()).iter().enumerate() {
            let orphaned = stored
                .share_hash
                .is_some_and(|hash| replayed.orphaned.contains(&hash));
            let view = ListedMessageJson::stored(stored, orphaned, 0);
            snapshot
                .messages
                .push(Prepared::new(&view, stored.judged.message.timestamp));
            let one_kind = match stored.judged.message.msg_type {
                MsgType::MINER_MESSAGE => Some(&mut snapshot.chat),
                MsgType::POOL_ANNOUNCE => Some(&mut snapshot.announcements),
                MsgType::EMERGENCY => Some(&mut snapshot.alerts),
                MsgType::NODE_STATUS => Some(&mut snapshot.status),
                _ => None,
            };
            for indices in one_kind.into_iter().chain([&mut snapshot.every]) {
                indices.all.push(index);
                if view.message.verified {
                    indices.verified.push(index);
                }
            }
        }
        let every = Query::default();
        let stats = MessageStatsJson::of_store(store, &every);
        let registry = stats.key_registry.as_ref();
        let all_keys = || registry.into_iter().flat_map(KeyRegistryJson::keys);
        snapshot.stats = to_json(&stats);
        snapshot.keys = to_json(&registry);
        let messages = snapshot.messages.iter().map(Prepared::size);
        snapshot.size = messages.sum::<usize>() + snapshot.stats.len() + snapshot.keys.len();
        let counted = store.stats(&every);
        snapshot.counts = Counts {
            by_type: counted
                .by_type
                .into_iter()
                .map(|(msg_type, count)| (msg_type.name().into_owned(), count))
                .collect(),
            verified: counted.verified_count,
            senders: counted.senders.len(),
            keys: all_keys().count(),
            revoked_keys: all_keys().filter(|key| key.revoked).count(),
            newest_timestamp: counted.newest_timestamp,
            ahead: replayed.ahead,
            shares: Some(replayed.shares.clone()),
        };
        snapshot
    }

    /// An empty snapshot that is said to take this much memory.
    #[cfg(test)]
    pub(super) fn of_size(size: usize) -> Self {
        Self {
            size,
            ..Self::default()
        }
    }

    fn indices(&self, view: MessageList, verified: bool) -> &[usize] {
        let indices = match view {
            MessageList::All => &self.every,
            MessageList::Chat => &self.chat,
            MessageList::Announcements => &self.announcements,
            MessageList::Alerts => &self.alerts,
            MessageList::Status => &self.status,
        };
        if verified {
            &indices.verified
        } else {
            &indices.all
        }
    }
}

/// One answer that comes from a snapshot. It exists as long as the answer or a piece of it does.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) snapshot: Arc<Snapshot>,
}

impl Reading {
    /// The statistics, as JSON. The bytes are the snapshot's and keep this answer alive.
    pub(super) fn stats(self: &Arc<Self>) -> Bytes {
        struct Stats(Arc<Reading>);
        impl AsRef<[u8]> for Stats {
            fn as_ref(&self) -> &[u8] {
                self.0.snapshot.stats.as_bytes()
            }
        }
        Bytes::from_owner(Stats(Arc::clone(self)))
    }

    /// The key registry, as JSON. The bytes are the snapshot's and keep this answer alive.
    pub(super) fn keys(self: &Arc<Self>) -> Bytes {
        struct Keys(Arc<Reading>);
        impl AsRef<[u8]> for Keys {
            fn as_ref(&self) -> &[u8] {
                self.0.snapshot.keys.as_bytes()
            }
        }
        Bytes::from_owner(Keys(Arc::clone(self)))
    }

    /// The selected messages of a view, with their ages at `now` (Unix seconds).
    pub(super) fn messages(
        self: &Arc<Self>,
        view: MessageList,
        selection: Selection,
        now: u64,
    ) -> Messages {
        let mut messages = Messages {
            reading: Arc::clone(self),
            view,
            verified: selection.verified,
            now: i64::try_from(now).unwrap_or(i64::MAX),
            next: 0,
            end: usize::MAX,
            is_begun: false,
            is_ended: false,
        };
        messages.end = messages
            .rest()
            .take(selection.limit)
            .take_while(|message| u64::from(message.timestamp) >= selection.since)
            .count();
        messages
    }
}

/// A JSON array of messages, newest first, that is written piece by piece.
#[derive(Debug)]
pub(super) struct Messages {
    reading: Arc<Reading>,
    view: MessageList,
    verified: bool,
    /// Unix seconds.
    now: i64,
    /// Which message of the view is written next.
    next: usize,
    /// Which one is not written any more.
    end: usize,
    is_begun: bool,
    is_ended: bool,
}

impl Messages {
    /// The messages that are left.
    fn rest(&self) -> impl Iterator<Item = &Prepared> {
        let snapshot = &self.reading.snapshot;
        let indices = snapshot.indices(self.view, self.verified).iter();
        indices
            .take(self.end)
            .skip(self.next)
            .filter_map(|index| snapshot.messages.get(*index))
    }

    /// Bytes of the array that are left. Only called before the first piece.
    pub(super) fn length(&self) -> usize {
        let (count, length) = self.rest().fold((0, 0), |(count, length), message| {
            (count + 1, length + message.length(self.now))
        });
        // Brackets, and commas between the messages.
        2 + length + usize::saturating_sub(count, 1)
    }

    /// The next whole messages, about [`PIECE`] bytes; empty after the end.
    pub(super) fn next_piece(&mut self) -> Bytes {
        if self.is_ended {
            return Bytes::new();
        }
        let (mut count, mut length) = (0, 2);
        for message in self.rest() {
            if length >= PIECE {
                break;
            }
            count += 1;
            length += message.length(self.now) + 1;
        }
        let mut out = String::with_capacity(length);
        if !self.is_begun {
            out.push('[');
        }
        for (number, message) in self.rest().take(count).enumerate() {
            if number > 0 || self.is_begun {
                out.push(',');
            }
            message.write(self.now, &mut out);
        }
        self.next += count;
        self.is_begun = true;
        self.is_ended = self.next >= self.end;
        if self.is_ended {
            out.push(']');
        }
        out.into()
    }
}

impl Prepared {
    fn new(view: &ListedMessageJson, timestamp: u32) -> Self {
        let json = to_json(view);
        // The first one: only the names of kinds, which are p2msg's own, stand before it.
        let (before, rest) = json.split_once(AGE).unwrap_or((&json, ""));
        let end = rest.find(',').unwrap_or(rest.len());
        let after = rest.get(end..).unwrap_or_default();
        Self {
            timestamp,
            before: format!("{before}{AGE}").into(),
            after: after.into(),
        }
    }

    /// Bytes of memory, roughly.
    fn size(&self) -> usize {
        self.before.len() + self.after.len() + size_of::<Self>()
    }

    /// Seconds from its timestamp to `now`.
    fn age(&self, now: i64) -> i64 {
        now.saturating_sub(i64::from(self.timestamp))
    }

    /// Bytes that [`Self::write`] writes.
    fn length(&self, now: i64) -> usize {
        let age = self.age(now);
        let digits = age.unsigned_abs().checked_ilog10().unwrap_or(0) + 1;
        let digits = usize::try_from(digits).unwrap_or(0) + usize::from(age < 0);
        self.before.len() + digits + self.after.len()
    }

    fn write(&self, now: i64, out: &mut String) {
        out.push_str(&self.before);
        // Writing to a String cannot fail.
        let _ = write!(out, "{}", self.age(now));
        out.push_str(&self.after);
    }
}

const AGE: &str = "\"age\":";

/// JSON with hidden characters escaped, so that it is safe on a terminal too.
pub(super) fn to_json(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    if !has_hidden(&json) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 64);
    let mut finder = HiddenFinder::default();
    for c in json.chars() {
        if finder.finds(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use hyper::body::Body as _;

    use super::super::body::Body;
    use super::*;

    const NOW: u64 = 1_707_580_800;

    /// A snapshot of messages with these timestamps and JSON of this length.
    fn snapshot(timestamps: &[u64], length: usize) -> Arc<Snapshot> {
        let messages = timestamps.iter().map(|timestamp| Prepared {
            timestamp: u32::try_from(*timestamp).unwrap(),
            before: format!("{{\"text\":\"{}\",\"age\":", "x".repeat(length)).into(),
            after: "}".into(),
        });
        Arc::new(Snapshot {
            messages: messages.collect(),
            every: Indices {
                all: (0..timestamps.len()).collect(),
                verified: vec![0],
            },
            stats: format!("[{}]", "1,".repeat(100_000)),
            ..Snapshot::default()
        })
    }

    fn selection(limit: usize, since: u64, verified: bool) -> Selection {
        Selection {
            limit,
            since,
            verified,
        }
    }

    /// The pieces of a body, whose length is announced before they are made.
    fn pieces(body: Body) -> Vec<Bytes> {
        use http_body_util::BodyExt;
        let announced = body.size_hint().exact();
        let mut body = std::pin::pin!(body);
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let mut pieces = Vec::new();
        while !body.is_end_stream() {
            let std::task::Poll::Ready(Some(frame)) =
                std::pin::pin!(body.frame()).poll(&mut context)
            else {
                panic!("the body ends early");
            };
            pieces.push(frame.unwrap().into_data().unwrap());
        }
        let length: usize = pieces.iter().map(Bytes::len).sum();
        assert_eq!(announced, u64::try_from(length).ok());
        pieces
    }

    fn array(snapshot: &Arc<Snapshot>, selection: Selection) -> Vec<Bytes> {
        let reading = Arc::new(Reading {
            snapshot: Arc::clone(snapshot),
        });
        let mut body = Body::from(&reading);
        body.push_messages(reading.messages(MessageList::All, selection, NOW));
        pieces(body)
    }

    #[test]
    fn answers_are_as_long_as_announced_whatever_is_selected() {
        let timestamps = [NOW + 100, NOW, NOW - 9, NOW - 10, NOW - 86_000];
        let snapshot = snapshot(&timestamps, 3);
        let ages = |selection| {
            let text = array(&snapshot, selection).concat();
            let json: Vec<serde_json::Value> = serde_json::from_slice(&text).unwrap();
            let ages = json.iter().map(|message| message["age"].as_i64().unwrap());
            ages.collect::<Vec<i64>>()
        };
        assert_eq!(ages(selection(50, 0, false)), [-100, 0, 9, 10, 86_000]);
        assert_eq!(ages(selection(50, NOW - 9, false)), [-100, 0, 9]);
        assert_eq!(ages(selection(1, 0, false)), [-100]);
        assert_eq!(ages(selection(50, 0, true)), [-100]);
        assert_eq!(ages(selection(0, 0, false)), [0; 0]);
        assert_eq!(ages(selection(50, NOW + 101, false)), [0; 0]);
    }

    /// Each of 512 silent readers keeps one piece: the whole answers would be gigabytes.
    #[test]
    fn long_answers_come_in_pieces_and_shared_bytes_are_not_copied() {
        let snapshot = snapshot(&[NOW; 1_000], 900);
        let array = array(&snapshot, selection(1_000, 0, false));
        assert!(array.len() > 10, "{}", array.len());
        let longest = array.iter().map(Bytes::len).max().unwrap();
        assert!(longest <= PIECE + 1_000, "{longest}");
        let json: Vec<serde_json::Value> = serde_json::from_slice(&array.concat()).unwrap();
        assert_eq!(json.len(), 1_000);

        let reading = Arc::new(Reading {
            snapshot: Arc::clone(&snapshot),
        });
        let mut body = Body::from(&reading);
        body.push_bytes(reading.stats());
        let of_answer = body.reading();
        drop(reading);
        let stats = pieces(body);
        assert!(stats.iter().all(|piece| piece.len() <= PIECE));
        let shared = snapshot.stats.as_bytes().as_ptr_range();
        assert!(stats.iter().all(|piece| shared.contains(&piece.as_ptr())));
        // The answer is being read as long as one of its pieces exists.
        assert!(of_answer.upgrade().is_some());
        drop(stats);
        assert!(of_answer.upgrade().is_none());
    }
}
