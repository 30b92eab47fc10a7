//! What nodes report and do: transition, bans, diagnostics, loaded envelopes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::lenient::{Fields, number, plain_text};
use super::message::ListedMessageJson;

/// KIND transition: the transition to another share version, as a node reports it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransitionJson {
    /// The base URL of the node.
    pub node: String,
    /// The signals of authorities, newest first.
    pub signals: Vec<ListedMessageJson>,
    /// The progress of the share chain; null if the node does not report it.
    pub progress: Option<ProgressJson>,
}

/// The progress of the share chain to another version, from `/version_signaling`.
///
/// A field is null if the node does not report it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgressJson {
    /// no_transition, waiting, propagating, signaling, activating, confirming, ...
    pub status: Option<String>,
    /// The status for people.
    pub message: Option<String>,
    /// The version of the newest share.
    pub current_share_type: Option<u64>,
    /// The version after the transition.
    pub target_version: Option<u64>,
    /// Votes for the target version in the sampling window, percent.
    pub sampling_signaling: Option<f64>,
    /// Progress, percent.
    pub transition_progress: Option<f64>,
    /// Height of the share chain.
    pub chain_height: Option<u64>,
}

impl ProgressJson {
    /// Reads the answer of `/version_signaling`.
    ///
    /// Returns `None` without status and target_version.
    pub fn read(value: &Value) -> Option<Self> {
        let fields = Fields(value.as_object()?);
        let progress = Self {
            status: fields.text("status"),
            message: fields.text("message"),
            current_share_type: fields.number("current_share_type"),
            target_version: fields.number("target_version"),
            sampling_signaling: fields.float("sampling_signaling"),
            transition_progress: fields.float("transition_progress"),
            chain_height: fields.number("chain_height"),
        };
        (progress.status.is_some() || progress.target_version.is_some()).then_some(progress)
    }
}

/// KIND bans: the messages that a node hides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BansJson {
    /// The base URL of the node.
    pub node: String,
    /// Signing keys.
    pub signing_ids: Vec<String>,
    /// Payout addresses.
    pub addresses: Vec<String>,
    /// Words in the payload.
    pub keywords: Vec<String>,
    /// Bytes of message types.
    pub types: Vec<u64>,
}

impl BansJson {
    /// Reads the answer of `/msg/bans` of the node `node`.
    ///
    /// Returns `None` without a list of keys and without a list of types.
    pub fn read(value: &Value, node: String) -> Option<Self> {
        let fields = Fields(value.as_object()?);
        let list = |name| Some(fields.get(name)?.as_array()?.as_slice());
        let texts = |list: Option<&[Value]>| -> Vec<String> {
            list.unwrap_or_default()
                .iter()
                .filter_map(plain_text)
                .collect()
        };
        let signing_ids = list("signing_ids");
        let types = list("types");
        signing_ids.or(types)?;
        Some(Self {
            node,
            signing_ids: texts(signing_ids),
            addresses: texts(list("addresses")),
            keywords: texts(list("keywords")),
            types: types
                .unwrap_or_default()
                .iter()
                .filter_map(number)
                .collect(),
        })
    }
}

/// KIND ban: the answer of a node to `node ban`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BanJson {
    /// The base URL of the node.
    pub node: String,
    /// The actions in the words of the node.
    pub actions: Vec<String>,
}

/// KIND unban: the answer of a node to `node unban`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnbanJson {
    /// The base URL of the node.
    pub node: String,
    /// The actions in the words of the node.
    pub actions: Vec<String>,
}

/// KIND diag: the diagnostics of a node about authority envelopes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DiagJson {
    /// The base URL of the node.
    pub node: String,
    /// The answer of the node, unchanged.
    pub diag: Value,
}

/// KIND load_blob: an authority envelope that was sent to a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadedJson {
    /// The base URL of the node.
    pub node: String,
    /// The place of the envelope in the input.
    pub source: String,
    /// Number of messages that the node counted as loaded; also those whose signature it rejected.
    pub loaded: u64,
    /// Whether the node shows the messages as verified now; at c2pool, whether it has the envelope.
    pub shown: bool,
    /// Why the messages are not shown; missing if they are, or if no reason is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}
