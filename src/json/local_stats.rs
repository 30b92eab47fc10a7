//! The statistics of a p2pool node, from which a NODE_STATUS is made.

use serde_json::Value;

use super::lenient::{Fields, float, whole};

/// The part of `/local_stats` that a NODE_STATUS contains.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LocalStats {
    /// Version of the node.
    pub version: Option<String>,
    /// Uptime in seconds.
    pub uptime: Option<u64>,
    /// Hash rate of its miners, H/s.
    pub hash_rate: Option<u64>,
    /// Number of peers, incoming and outgoing.
    pub peers: Option<u64>,
    /// Whether it mines a merge-mined chain too; `None` if the field is missing. `Some(false)` proves
    /// nothing: c2pool always answers 0.
    pub merged_mining: Option<bool>,
}

impl LocalStats {
    /// Reads `/local_stats`. A node that still loads answers null: then every field is empty.
    pub fn read(value: &Value) -> Self {
        let Some(fields) = value.as_object().map(Fields) else {
            return Self::default();
        };
        let peers = fields.object("peers");
        let peers =
            peers.and_then(
                |peers| match (peers.number("incoming"), peers.number("outgoing")) {
                    (None, None) => None,
                    (incoming, outgoing) => {
                        Some(incoming.unwrap_or(0).saturating_add(outgoing.unwrap_or(0)))
                    }
                },
            );
        // The rates of miners leave out what c2pool cannot attribute to one.
        let of_node = fields.float("local_hashps").and_then(whole);
        let rates = fields.object("miner_hash_rates");
        let attempts = fields.float("attempts_to_merged_block");
        Self {
            version: fields.text("version"),
            uptime: fields.number("uptime"),
            hash_rate: of_node.or_else(|| {
                let sum: f64 = rates?
                    .0
                    .values()
                    .filter_map(float)
                    .filter(|rate| *rate > 0.0)
                    .sum();
                whole(sum)
            }),
            peers,
            merged_mining: attempts.map(|attempts| attempts > 0.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn local_statistics_of_any_age() {
        let stats = LocalStats::read(&json!({
            "version": "36.0-0.09", "uptime": 3600.25, "peers": {"incoming": 2, "outgoing": 3},
            "miner_hash_rates": {"a.rig": 1.5e16, "b": 250.9, "c": null, "d": -5},
            "attempts_to_merged_block": 1.0e10
        }));
        assert_eq!(stats.uptime, Some(3_600));
        // Beyond what counts are read as, but no odd hash rate.
        assert_eq!(stats.hash_rate, Some(15_000_000_000_000_250));
        assert_eq!(stats.peers, Some(5));
        assert_eq!(stats.merged_mining, Some(true));
        let c2pool = LocalStats::read(&json!({
            "local_hashps": 2251.02, "miner_hash_rates": {"a.rig": 132.2},
            "attempts_to_merged_block": 0
        }));
        assert_eq!(c2pool.hash_rate, Some(2_251));
        assert_eq!(c2pool.merged_mining, Some(false));
        assert_eq!(LocalStats::read(&Value::Null), LocalStats::default());
        let sparse = LocalStats::read(&json!({"peers": {"outgoing": 1}, "version": 35}));
        assert_eq!((sparse.peers, sparse.version), (Some(1), None));
    }
}
