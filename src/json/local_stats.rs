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
    /// Whether it mines a merge-mined chain too.
    pub merged_mining: bool,
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
        let rates = fields.object("miner_hash_rates");
        Self {
            version: fields.text("version"),
            uptime: fields.number("uptime"),
            hash_rate: rates.and_then(|rates| {
                let sum: f64 = rates
                    .0
                    .values()
                    .filter_map(float)
                    .filter(|rate| *rate > 0.0)
                    .sum();
                whole(sum)
            }),
            peers,
            merged_mining: fields.float("attempts_to_merged_block").is_some(),
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
        assert!(stats.merged_mining);
        assert_eq!(LocalStats::read(&Value::Null), LocalStats::default());
        let sparse = LocalStats::read(&json!({"peers": {"outgoing": 1}, "version": 35}));
        assert_eq!((sparse.peers, sparse.version), (Some(1), None));
    }
}
