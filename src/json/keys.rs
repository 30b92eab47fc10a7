//! The signing keys that payout addresses announced, in share stores and at nodes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::lenient::Fields;
use crate::core::chain::registry::{KeyRegistry, Owner};

/// KIND keys: the signing keys of each payout address.
///
/// The empty address owns the keys of message_data without a share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyRegistryJson(pub BTreeMap<String, KeyOwnerJson>);

/// The signing keys of a payout address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyOwnerJson {
    /// The highest key_index announced; lower keys are revoked. Null if a node does not answer it.
    pub current_key_index: Option<u64>,
    /// By signing_id.
    pub keys: BTreeMap<String, RegisteredKeyJson>,
}

/// A signing key of a payout address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredKeyJson {
    /// Which of the miner's keys it is. Null if a node does not answer it.
    pub key_index: Option<u64>,
    /// Whether a higher key_index revoked it, at one node at least.
    pub revoked: bool,
    /// Unix seconds. Share stores: the latest announcement. Nodes: the earliest value of any node.
    pub first_seen: Option<u64>,
    /// The base URLs of the nodes that know it; missing for share stores.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub nodes: BTreeSet<String>,
}

impl KeyRegistryJson {
    /// The view of a registry.
    pub fn new(registry: &KeyRegistry) -> Self {
        let view = |owner: Owner<'_>| KeyOwnerJson {
            current_key_index: Some(owner.current_key_index.0.into()),
            keys: owner
                .keys
                .iter()
                .map(|(signing_id, key)| {
                    let view = RegisteredKeyJson {
                        key_index: Some(key.key_index.0.into()),
                        revoked: owner.has_revoked(key),
                        first_seen: Some(key.first_seen),
                        nodes: BTreeSet::new(),
                    };
                    (signing_id.to_string(), view)
                })
                .collect(),
        };
        Self(
            registry
                .owners()
                .map(|(address, owner)| (address.to_owned(), view(owner)))
                .collect(),
        )
    }

    /// The keys of all payout addresses.
    pub fn keys(&self) -> impl Iterator<Item = &RegisteredKeyJson> {
        self.0.values().flat_map(|owner| owner.keys.values())
    }

    /// Reads the answer of `/signing_keys`, or key_registry in the statistics, of the node `node`.
    ///
    /// Returns `None` if the value is not an object.
    pub fn read(value: &Value, node: &str) -> Option<Self> {
        let mut registry = Self::default();
        for (address, owner) in value.as_object()? {
            let Some(fields) = owner.as_object().map(Fields) else {
                continue;
            };
            let owner = registry.0.entry(address.clone()).or_default();
            owner.current_key_index = fields.number("current_key_index");
            let keys = fields.object("keys");
            for (signing_id, key) in keys.iter().flat_map(|keys| keys.0) {
                if let Some(key) = key.as_object().map(Fields) {
                    let key = RegisteredKeyJson {
                        key_index: key.number("key_index"),
                        revoked: key.flag("revoked"),
                        first_seen: key.number("first_seen"),
                        nodes: BTreeSet::from([node.to_owned()]),
                    };
                    owner.keys.insert(signing_id.to_ascii_lowercase(), key);
                }
            }
        }
        Some(registry)
    }

    /// Adds the keys of another node. A key is revoked if one node revoked it.
    pub fn merge(&mut self, other: Self) {
        for (address, theirs) in other.0 {
            let ours = self.0.entry(address).or_default();
            ours.current_key_index = ours.current_key_index.max(theirs.current_key_index);
            for (signing_id, mut theirs) in theirs.keys {
                let key = ours.keys.entry(signing_id).or_default();
                key.key_index = key.key_index.max(theirs.key_index);
                key.revoked |= theirs.revoked;
                key.first_seen = match (key.first_seen, theirs.first_seen) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
                key.nodes.append(&mut theirs.nodes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_key_that_one_node_knows_as_revoked_is_revoked() {
        let answer = |revoked, current, first_seen: f64| {
            json!({"LAddress": {"current_key_index": current, "keys": {
                "AB": {"key_index": 0, "revoked": revoked, "first_seen": first_seen}
            }}, "odd": 5})
        };
        let mut keys = KeyRegistryJson::read(&answer(false, 0, 50.7), "a").unwrap();
        keys.merge(KeyRegistryJson::read(&answer(true, 1, 60.2), "b").unwrap());
        assert_eq!(
            serde_json::to_value(&keys).unwrap(),
            json!({"LAddress": {"current_key_index": 1, "keys": {
                "ab": {"key_index": 0, "revoked": true, "first_seen": 50, "nodes": ["a", "b"]}
            }}})
        );
        assert_eq!(KeyRegistryJson::read(&json!([]), "a"), None);
    }
}
