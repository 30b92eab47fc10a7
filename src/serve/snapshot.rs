//! What the share store says, prepared so that an answer only copies.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

use hyper::body::Bytes;
use serde::Serialize;

use crate::api::write::{StatsJson, StoredMessageJson};
use crate::core::message::MsgType;
use crate::core::replay::{Replayed, ShareCounts};
use crate::core::store::{Limits, Query};

/// Which messages an endpoint gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum View {
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
    pub(super) stats: Bytes,
    pub(super) keys: Bytes,
    pub(super) counts: Counts,
    written: Mutex<Written>,
}

/// Answers of one second.
#[derive(Debug, Default)]
struct Written {
    /// Unix seconds.
    at: u64,
    answers: HashMap<(View, Selection), Bytes>,
}

/// So many answers are kept, of so many messages at most: strangers choose what they ask for.
const MOST_ANSWERS: usize = 16;
const MOST_MESSAGES: usize = 100;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Selection {
    pub(super) limit: usize,
    /// Unix seconds.
    pub(super) since: u64,
    pub(super) verified: bool,
}

impl Snapshot {
    /// Prepares `replayed`; `is_hidden` says which characters are written as escapes.
    pub(super) fn of(replayed: &Replayed, is_hidden: fn(char) -> bool) -> Self {
        let store = &replayed.store;
        let mut snapshot = Self::default();
        for (index, stored) in store.select(&Query::default()).iter().enumerate() {
            let orphaned = stored
                .share_hash
                .is_some_and(|hash| replayed.orphaned.contains(&hash));
            let view = StoredMessageJson::new(stored, orphaned, 0);
            snapshot.messages.push(Prepared::new(
                &view,
                stored.judged.message.timestamp,
                is_hidden,
            ));
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
        let stats = StatsJson::new(store, &every);
        let registry = &stats.key_registry;
        let all_keys = || registry.0.values().flat_map(|owner| owner.keys.values());
        snapshot.stats = to_json(&stats, is_hidden).into();
        snapshot.keys = to_json(registry, is_hidden).into();
        snapshot.counts = Counts {
            by_type: store
                .stats(&every)
                .by_type
                .into_iter()
                .map(|(msg_type, count)| (msg_type.name().into_owned(), count))
                .collect(),
            verified: stats.verified_count,
            senders: stats.unique_senders,
            keys: all_keys().count(),
            revoked_keys: all_keys().filter(|key| key.revoked).count(),
            newest_timestamp: stats.newest_timestamp,
            ahead: replayed.ahead,
            shares: Some(replayed.shares.clone()),
        };
        snapshot
    }

    /// A JSON array of the messages that are asked for, newest first, at `now` (Unix seconds).
    ///
    /// Only ages differ from second to second, so within one what was written is given again.
    pub(super) fn messages(&self, view: View, selection: Selection, now: u64) -> Bytes {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if written.at != now {
            written.at = now;
            written.answers.clear();
        }
        if let Some(answer) = written.answers.get(&(view, selection)) {
            return answer.clone();
        }
        let answer = Bytes::from(self.write(view, selection, now));
        if written.answers.len() < MOST_ANSWERS && selection.limit <= MOST_MESSAGES {
            written.answers.insert((view, selection), answer.clone());
        }
        answer
    }

    fn write(&self, view: View, selection: Selection, now: u64) -> String {
        let indices = match view {
            View::All => &self.every,
            View::Chat => &self.chat,
            View::Announcements => &self.announcements,
            View::Alerts => &self.alerts,
            View::Status => &self.status,
        };
        let indices = if selection.verified {
            &indices.verified
        } else {
            &indices.all
        };
        // What grew too old since the snapshot was made is not shown either.
        let since = selection.since.max(now.saturating_sub(Limits::NODE.age));
        let messages = indices
            .iter()
            .take(selection.limit)
            .filter_map(|index| self.messages.get(*index))
            .take_while(|message| u64::from(message.timestamp) >= since);
        let now = i64::try_from(now).unwrap_or(i64::MAX);
        let mut out = String::from("[");
        for (number, message) in messages.enumerate() {
            if number > 0 {
                out.push(',');
            }
            let age = now.saturating_sub(i64::from(message.timestamp));
            out.push_str(&message.before);
            // Writing to a String cannot fail.
            let _ = write!(out, "{age}");
            out.push_str(&message.after);
        }
        out.push(']');
        out
    }
}

impl Prepared {
    fn new(view: &StoredMessageJson, timestamp: u32, is_hidden: fn(char) -> bool) -> Self {
        let json = to_json(view, is_hidden);
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
}

const AGE: &str = "\"age\":";

/// JSON in which strangers' hidden characters are escapes: harmless on a terminal too.
pub(super) fn to_json(value: &impl Serialize, is_hidden: fn(char) -> bool) -> String {
    let json = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    if !json.chars().any(is_hidden) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}
