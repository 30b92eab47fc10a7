//! Counts of messages, keys and shares (S), of share stores and of nodes.

use std::borrow::Cow;
use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::keys::KeyRegistryJson;
use super::lenient::{Fields, number, plain_text};
use super::message::MessageJson;
use super::value::count;
use crate::core::chain::registry::SignatureStatus;
use crate::core::chain::replay::{Replayed, ShareCounts};
use crate::core::chain::store::{MessageStore, Query};

/// Counts of messages and keys (S), as nodes and p2msg answer them.
///
/// A field is null if a node does not answer it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageStatsJson {
    /// Number of messages.
    pub total_messages: Option<u64>,
    /// Number of senders.
    pub unique_senders: Option<u64>,
    /// The payout addresses of the senders.
    pub senders: Vec<String>,
    /// Number of messages by the protocol's name of their type.
    pub by_type: IndexMap<String, u64>,
    /// The oldest message, Unix seconds; null without messages.
    pub oldest_timestamp: Option<u64>,
    /// The newest message, Unix seconds; null without messages.
    pub newest_timestamp: Option<u64>,
    /// Number of messages that claim a signature.
    pub signed_count: Option<u64>,
    /// Number of messages with a valid signature.
    pub verified_count: Option<u64>,
    /// Number of signing keys announced.
    pub known_signing_keys: Option<u64>,
    /// The keys of each payout address; missing in the statistics of nodes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_registry: Option<KeyRegistryJson>,
}

impl MessageStatsJson {
    /// Counts the keys in `store`, and those of its messages that `query` selects.
    pub fn of_store(store: &MessageStore, query: &Query) -> Self {
        let stats = store.stats(query);
        Self {
            total_messages: Some(count(stats.total_messages)),
            unique_senders: Some(count(stats.senders.len())),
            senders: stats.senders.into_iter().collect(),
            by_type: stats
                .by_type
                .into_iter()
                .map(|(msg_type, number)| (msg_type.name().into_owned(), count(number)))
                .collect(),
            oldest_timestamp: stats.oldest_timestamp.map(u64::from),
            newest_timestamp: stats.newest_timestamp.map(u64::from),
            signed_count: Some(count(stats.signed_count)),
            verified_count: Some(count(stats.verified_count)),
            known_signing_keys: Some(count(stats.known_signing_keys)),
            key_registry: Some(KeyRegistryJson::new(store.registry())),
        }
    }

    /// Reads S from the answer of a node, without its key registry.
    ///
    /// Returns `None` without total_messages.
    pub fn read(value: &Value) -> Option<Self> {
        let fields = Fields(value.as_object()?);
        let senders = fields.get("senders").and_then(Value::as_array);
        let by_type = fields.object("by_type");
        let mut stats = Self {
            total_messages: Some(fields.number("total_messages")?),
            unique_senders: fields.number("unique_senders"),
            senders: senders
                .map(|senders| senders.iter().filter_map(plain_text).collect())
                .unwrap_or_default(),
            by_type: by_type
                .map(|by_type| {
                    let counts = by_type.0.iter();
                    counts
                        .filter_map(|(name, count)| Some((name.clone(), number(count)?)))
                        .collect()
                })
                .unwrap_or_default(),
            oldest_timestamp: fields.number("oldest_timestamp"),
            newest_timestamp: fields.number("newest_timestamp"),
            signed_count: fields.number("signed_count"),
            verified_count: fields.number("verified_count"),
            known_signing_keys: fields.number("known_signing_keys"),
            key_registry: None,
        };
        stats.by_type.sort_unstable_keys();
        Some(stats)
    }

    /// Counts `messages`, for nodes that do not count themselves.
    pub fn of_messages<'a>(messages: impl IntoIterator<Item = &'a MessageJson>) -> Self {
        let mut stats = Self::default();
        let mut senders = BTreeSet::new();
        let (mut total, mut verified) = (0, 0);
        for message in messages {
            total += 1;
            verified += u64::from(message.verified);
            senders.extend(message.sender.clone());
            *stats.by_type.entry(message.type_name.clone()).or_default() += 1;
            if let Some(timestamp) = message.timestamp {
                let oldest = stats.oldest_timestamp.get_or_insert(timestamp);
                *oldest = timestamp.min(*oldest);
                let newest = stats.newest_timestamp.get_or_insert(timestamp);
                *newest = timestamp.max(*newest);
            }
        }
        stats.by_type.sort_unstable_keys();
        stats.total_messages = Some(total);
        stats.verified_count = Some(verified);
        stats.unique_senders = Some(count(senders.len()));
        stats.senders = senders.into_iter().collect();
        stats
    }
}

/// KIND stats: the statistics of a node or of share stores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatsJson {
    /// The base URL of the node; missing for share stores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// The API of the node: plan, msg or c2pool; missing for share stores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api: Option<Cow<'static, str>>,
    /// Messages and keys.
    #[serde(flatten)]
    pub messages: MessageStatsJson,
    /// What only share stores show; missing for nodes.
    #[serde(flatten)]
    pub store: Option<StoreStatsJson>,
}

/// Counts that need the shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreStatsJson {
    /// Number of keys that signed, including revoked ones.
    pub signers: usize,
    /// Number of keys that a higher key_index revoked.
    pub revoked_keys: usize,
    /// Messages in orphaned shares only.
    pub orphaned_messages: usize,
    /// Messages left out because they are more than two hours ahead of the clock.
    pub ahead_of_clock: usize,
    /// The shares.
    pub shares: ShareCountsJson,
    /// Number of unreadable lines.
    pub broken_lines: u64,
}

/// Counts of shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareCountsJson {
    /// Number of shares, including orphaned ones.
    pub total: usize,
    /// Number of shares in the best chain.
    pub best_chain: usize,
    /// 1 if the best chain has no gap.
    pub pieces: usize,
    /// Number of shares outside the best chain.
    pub orphaned: usize,
    /// Number of duplicates.
    pub repeated: usize,
    /// Number of message_data from archives, without their shares.
    pub archived: usize,
    /// Number of shares with message_data.
    pub with_message_data: usize,
    /// Number of shares by their version.
    pub by_version: IndexMap<String, usize>,
    /// The oldest share, Unix seconds; null without shares.
    pub oldest_timestamp: Option<u32>,
    /// The newest share, Unix seconds; null without shares.
    pub newest_timestamp: Option<u32>,
}

impl StatsJson {
    /// The statistics of a node.
    pub fn of_node(node: String, api: &'static str, messages: MessageStatsJson) -> Self {
        Self {
            node: Some(node),
            api: Some(api.into()),
            messages,
            store: None,
        }
    }

    /// The statistics of share stores: `query` selects the messages; keys and shares are all
    /// counted.
    pub fn of_store(replayed: &Replayed, query: &Query, broken_lines: u64) -> Self {
        Self {
            node: None,
            api: None,
            messages: MessageStatsJson::of_store(&replayed.store, query),
            store: Some(StoreStatsJson::new(replayed, query, broken_lines)),
        }
    }
}

impl StoreStatsJson {
    fn new(replayed: &Replayed, query: &Query, broken_lines: u64) -> Self {
        let store = &replayed.store;
        let mut signers = BTreeSet::new();
        let mut orphaned_messages = 0;
        for stored in store.select(query) {
            if let SignatureStatus::Valid | SignatureStatus::Revoked = stored.judged.status {
                signers.extend(stored.judged.message.signing_id);
            }
            if let Some(hash) = stored.share_hash
                && replayed.orphaned.contains(&hash)
            {
                orphaned_messages += 1;
            }
        }
        let revoked_keys = store
            .registry()
            .owners()
            .map(|(_, owner)| {
                owner
                    .keys
                    .iter()
                    .filter(|(_, key)| owner.has_revoked(key))
                    .count()
            })
            .sum();
        Self {
            signers: signers.len(),
            revoked_keys,
            orphaned_messages,
            ahead_of_clock: replayed.ahead,
            shares: ShareCountsJson::new(&replayed.shares),
            broken_lines,
        }
    }
}

impl ShareCountsJson {
    fn new(shares: &ShareCounts) -> Self {
        Self {
            total: shares.best + shares.orphans,
            best_chain: shares.best,
            pieces: shares.pieces,
            orphaned: shares.orphans,
            repeated: shares.repeated,
            archived: shares.archived,
            with_message_data: shares.with_message_data,
            by_version: shares
                .by_version
                .iter()
                .map(|(version, count)| (version.to_string(), *count))
                .collect(),
            oldest_timestamp: shares.oldest_timestamp,
            newest_timestamp: shares.newest_timestamp,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: u64 = 1_707_580_800;

    #[test]
    fn statistics_of_a_node() {
        let stats = MessageStatsJson::read(&json!({
            "total_messages": 3.0, "senders": ["A", null, 5],
            "by_type": {"NODE_STATUS": 2, "EMERGENCY": 1, "x": "y"},
            "newest_timestamp": NOW, "oldest_timestamp": null, "key_registry": {}
        }))
        .unwrap();
        assert_eq!(stats.total_messages, Some(3));
        assert_eq!(stats.senders, ["A", "5"]);
        let by_type: Vec<_> = stats.by_type.into_iter().collect();
        let expected = [("EMERGENCY", 1), ("NODE_STATUS", 2)];
        assert_eq!(
            by_type,
            expected.map(|(name, count)| (name.to_owned(), count))
        );
        assert_eq!((stats.oldest_timestamp, stats.signed_count), (None, None));
        assert_eq!(
            MessageStatsJson::read(&json!({"version": "c2pool/1.0"})),
            None
        );
    }

    #[test]
    fn messages_are_counted_for_a_node_that_does_not() {
        let chat = json!({
            "type": "MINER_MESSAGE", "type_id": 2, "timestamp": NOW - 60, "verified": true,
            "text": "hello", "sender": "LAddress"
        });
        let alert = json!({"type": "EMERGENCY", "type_id": 16, "timestamp": NOW});
        let messages = [chat, alert].map(|value| MessageJson::read(&value, NOW).unwrap());
        let counted = MessageStatsJson::of_messages(&messages);
        assert_eq!(
            serde_json::to_string(&counted).unwrap(),
            json!({
                "total_messages": 2, "unique_senders": 1, "senders": ["LAddress"],
                "by_type": {"EMERGENCY": 1, "MINER_MESSAGE": 1},
                "oldest_timestamp": NOW - 60, "newest_timestamp": NOW,
                "signed_count": null, "verified_count": 1, "known_signing_keys": null
            })
            .to_string()
        );
    }
}
