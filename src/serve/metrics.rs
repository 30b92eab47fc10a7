//! `/metrics`: the Prometheus text format.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use hyper::StatusCode;

use super::follow::Found;
use super::snapshot::Snapshot;
use crate::prometheus::Exposition;

/// The answers so far.
#[derive(Debug, Default)]
pub(super) struct Served {
    /// By the first digit of the code, from 2.
    responses: [AtomicU64; 4],
    pub(super) connections: AtomicUsize,
}

impl Served {
    pub(super) fn count(&self, code: StatusCode) {
        let class = usize::from(code.as_u16() / 100).saturating_sub(2);
        if let Some(count) = self.responses.get(class) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn by_class(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let counts = self
            .responses
            .iter()
            .map(|count| count.load(Ordering::Relaxed));
        ["2xx", "3xx", "4xx", "5xx"].into_iter().zip(counts)
    }
}

/// Writes all metrics. Label values are p2msg's own words, never strangers'.
pub(super) fn write(snapshot: &Snapshot, found: &Found, served: &Served) -> String {
    let counts = &snapshot.counts;
    let mut out = Exposition::default();
    out.head("p2msg_info", "gauge", "The version that runs.");
    out.value(
        "p2msg_info",
        Some(("version", env!("CARGO_PKG_VERSION"))),
        1,
    );
    out.head(
        "p2msg_messages",
        "gauge",
        "Messages that are kept, by kind.",
    );
    for (name, count) in &counts.by_type {
        out.value("p2msg_messages", Some(("type", name)), count);
    }
    out.gauge(
        "p2msg_messages_verified",
        "Messages whose signature is valid.",
        counts.verified,
    );
    out.gauge(
        "p2msg_message_senders",
        "Payout addresses with messages.",
        counts.senders,
    );
    out.gauge(
        "p2msg_newest_message_timestamp_seconds",
        "Timestamp of the newest message, 0 without any.",
        counts.newest_timestamp.unwrap_or(0),
    );
    out.gauge(
        "p2msg_messages_ahead",
        "Messages left out because they are too far ahead of the clock.",
        counts.ahead,
    );
    out.head("p2msg_signing_keys", "gauge", "Announced signing keys.");
    let current = counts.keys.saturating_sub(counts.revoked_keys);
    out.value("p2msg_signing_keys", Some(("state", "current")), current);
    out.value(
        "p2msg_signing_keys",
        Some(("state", "revoked")),
        counts.revoked_keys,
    );
    if let Some(shares) = &counts.shares {
        out.head("p2msg_shares", "gauge", "Shares of the store.");
        out.value("p2msg_shares", Some(("chain", "best")), shares.best);
        out.value("p2msg_shares", Some(("chain", "orphaned")), shares.orphans);
        out.gauge(
            "p2msg_shares_with_message_data",
            "Shares of the store that carry message_data.",
            shares.with_message_data,
        );
        out.gauge(
            "p2msg_newest_share_timestamp_seconds",
            "Timestamp of the newest share, 0 without any.",
            shares.newest_timestamp.unwrap_or(0),
        );
    }
    out.gauge(
        "p2msg_store_readable",
        "1 if the share store could be read the last time.",
        u8::from(found.is_readable()),
    );
    out.gauge(
        "p2msg_store_looked_at_timestamp_seconds",
        "When the share store was looked at last.",
        found.looked_at.load(Ordering::Relaxed),
    );
    out.head(
        "p2msg_broken_lines_total",
        "counter",
        "Lines that could not be read.",
    );
    let broken = found.broken_lines.load(Ordering::Relaxed);
    out.value("p2msg_broken_lines_total", None, broken);
    out.head(
        "p2msg_http_responses_total",
        "counter",
        "Answers, by the first digit of their code.",
    );
    for (class, count) in served.by_class() {
        out.value("p2msg_http_responses_total", Some(("code", class)), count);
    }
    out.gauge(
        "p2msg_http_connections",
        "Open connections.",
        served.connections.load(Ordering::Relaxed),
    );
    out.into_text()
}
