//! What nodes report and do: transition, bans, diagnostics, loaded envelopes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::lenient::{Fields, number, plain_text};
use super::message::{ListedMessageJson, MessageJson};
use crate::core::key::SigningPubkey;
use crate::core::message::envelope::KNOWN_AUTHORITIES;

/// KIND transition: the transition to another share version, as a node reports it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransitionJson {
    /// The base URL of the node.
    pub node: String,
    /// The signals of authorities, newest first.
    pub signals: Vec<ListedMessageJson>,
    /// The progress of the share chain; null if the node does not report it.
    pub progress: Option<ProgressJson>,
    /// The node that an authority recommends, from c2pool; null in other cases.
    #[serde(default)]
    pub featured_node: Option<FeaturedNodeJson>,
}

/// A node that an authority recommends (FEATURED_NODE), as c2pool shows it.
///
/// A field is null if c2pool does not report it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeaturedNodeJson {
    /// Where it is.
    pub url: Option<String>,
    /// Its name.
    pub label: Option<String>,
    /// Its commission, as text.
    pub commission: Option<String>,
    /// Where it runs.
    pub location: Option<String>,
    /// When the recommendation was written, Unix seconds.
    pub timestamp: Option<u64>,
    /// When it ends, Unix seconds; 0 if it does not.
    pub expiry: Option<u64>,
    /// The signing key that c2pool names.
    pub signing_id: Option<String>,
    /// The known authority that has this key.
    pub authority: Option<String>,
    /// Whether c2pool says that it has verified the recommendation. p2msg cannot check it.
    pub claimed_verified: bool,
}

impl FeaturedNodeJson {
    /// Reads `featured_node` of `/version_signaling`.
    ///
    /// Returns `None` without url and label.
    pub fn read(value: &Value) -> Option<Self> {
        let fields = Fields(value.as_object()?);
        let signer = fields.text("signer_pubkey");
        let pubkey = signer.and_then(|signer| signer.parse::<SigningPubkey>().ok());
        let mut known = KNOWN_AUTHORITIES.iter();
        let authority = known.find(|known| Some(&known.pubkey) == pubkey.as_ref());
        let featured = Self {
            url: fields.text("url"),
            label: fields.text("label"),
            commission: fields.get("commission").and_then(plain_text),
            location: fields.text("location"),
            timestamp: fields.number("timestamp"),
            expiry: fields.number("expiry"),
            signing_id: pubkey.map(|pubkey| pubkey.signing_id().to_string()),
            authority: authority.map(|authority| authority.name.clone().into_owned()),
            claimed_verified: fields.flag("verified"),
        };
        (featured.url.is_some() || featured.label.is_some()).then_some(featured)
    }
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
    /// Height that the share chain needs before the other numbers mean something.
    #[serde(default)]
    pub chain_length_required: Option<u64>,
    /// Whether it has that height.
    #[serde(default)]
    pub chain_ready: Option<bool>,
    /// Votes that activate the target version, percent of the sampling window.
    #[serde(default)]
    pub threshold: Option<f64>,
}

impl ProgressJson {
    /// Reads the answer of `/version_signaling`.
    ///
    /// Returns `None` without status and target_version.
    pub fn read(value: &Value) -> Option<Self> {
        let fields = Fields(value.as_object()?);
        let chain_height = fields.number("chain_height");
        let chain_length_required = fields.number("chain_length_required");
        let ready = fields.get("chain_ready").and_then(Value::as_bool);
        let thresholds = fields.object("thresholds");
        let progress = Self {
            status: fields.text("status"),
            message: fields.text("message"),
            current_share_type: fields.number("current_share_type"),
            target_version: fields.number("target_version"),
            sampling_signaling: fields.float("sampling_signaling"),
            transition_progress: fields.float("transition_progress"),
            chain_height,
            chain_length_required,
            chain_ready: ready.or_else(|| Some(chain_height? >= chain_length_required?)),
            threshold: thresholds.and_then(|thresholds| thresholds.float("activate")),
        };
        (progress.status.is_some() || progress.target_version.is_some()).then_some(progress)
    }

    /// That of c2pool while it has fewer than ten shares: it answers nothing about them.
    pub fn of_few_shares() -> Self {
        Self {
            status: None,
            message: Some("fewer than 10 shares: no transition data yet".to_owned()),
            current_share_type: None,
            target_version: None,
            sampling_signaling: None,
            transition_progress: None,
            chain_height: None,
            chain_length_required: None,
            chain_ready: Some(false),
            threshold: None,
        }
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
    /// The number of bans.
    pub fn count(&self) -> usize {
        self.signing_ids.len() + self.addresses.len() + self.keywords.len() + self.types.len()
    }

    /// Whether the node hides this message. Messages of authorities are exempt.
    pub fn bans(&self, message: &MessageJson) -> bool {
        let content = message.content().to_lowercase();
        let signing_id = message.signing_id.as_deref();
        let is_banned =
            |banned: &String| signing_id.is_some_and(|id| id.eq_ignore_ascii_case(banned));
        let kind = message.type_id.map(u64::from);
        !message.is_by_authority()
            && (self.signing_ids.iter().any(is_banned)
                || self
                    .addresses
                    .iter()
                    .any(|banned| message.sender.as_ref() == Some(banned))
                || self
                    .keywords
                    .iter()
                    .any(|word| content.contains(&word.to_lowercase()))
                || self.types.iter().any(|banned| kind == Some(*banned)))
    }

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
