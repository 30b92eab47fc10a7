//! NODE_STATUS from what a node says of itself. PROTOCOL: section 7, at the end.

use serde_json::{Map, Value};

use super::node::{Node, c2pool};
use super::{ClientError, Conversation, Failure};
use crate::core::message::payload::NodeStatus;
use crate::json::local_stats::LocalStats;
use crate::json::number_in;

/// The version of a node that does not say it.
const UNKNOWN_VERSION: &str = "unknown";

/// A status and what it lacks.
#[derive(Debug, Clone, PartialEq)]
pub struct Gathered {
    /// The status; what the node does not say is 0 in it, or "unknown".
    pub status: NodeStatus,
    /// The fields that the node does not say.
    pub unknown: Vec<&'static str>,
}

/// Gathers a status; `None` if the node says nothing of itself, as while it loads its share chain.
///
/// A node of any age may lack an endpoint. One that fails or ends early makes the status fail: the
/// status of the same node must not become thinner.
///
/// # Errors
/// [`Failure::Starting`], [`Failure::Busy`], and those of [`Conversation::get`].
pub async fn gather(talk: Conversation<'_>, now: u64) -> Result<Option<Gathered>, ClientError> {
    let local = LocalStats::read(&talk.get("local_stats").await?.value);
    let is_c2pool = talk.is_c2pool() || is_version_of_c2pool(local.version.as_deref());
    if local == LocalStats::default() {
        return Ok(None);
    }
    if is_c2pool {
        c2pool::require_chain(&talk).await?;
    }
    let uptime = optional(&talk, "uptime").await?;
    let uptime = uptime.and_then(|uptime| number_in(&uptime, "uptime"));
    let signaling = optional(&talk, "version_signaling").await?;
    let height = height(&talk, is_c2pool, signaling.as_ref()).await?;
    let chains = match local.merged_mining {
        Some(_) => merged_chains(optional(&talk, "merged_stats").await?.as_ref()),
        None => Vec::new(),
    };
    let mut capabilities = Vec::new();
    // Only nodes that know version 36 tell of the way to it.
    if signaling.is_some_and(|signaling| signaling.get("target_version").is_some()) {
        capabilities.push("v36".to_owned());
    }
    if local.merged_mining == Some(true) || !chains.is_empty() {
        capabilities.push("mm".to_owned());
    }
    match Node::find(talk, None, now).await {
        Ok(_) => capabilities.push("msg".to_owned()),
        Err(error) if error.failure == Failure::NoApi => {}
        Err(error) => return Err(error),
    }
    let mut unknown = Vec::new();
    if local.version.is_none() {
        unknown.push("v");
    }
    let mut or_zero = |number: Option<u64>, field| {
        number.unwrap_or_else(|| {
            unknown.push(field);
            0
        })
    };
    let status = NodeStatus {
        v: local.version.unwrap_or_else(|| UNKNOWN_VERSION.to_owned()),
        up: or_zero(uptime.or(local.uptime), "up"),
        hr: or_zero(local.hash_rate, "hr"),
        sc: or_zero(height, "sc"),
        p: or_zero(local.peers, "p"),
        mc: (!chains.is_empty()).then_some(chains),
        cap: (!capabilities.is_empty()).then_some(capabilities),
        other: Map::new(),
    };
    Ok(Some(Gathered { status, unknown }))
}

fn is_version_of_c2pool(version: Option<&str>) -> bool {
    version.is_some_and(|version| version.starts_with("c2pool"))
}

/// What a node answers, if it has that at all.
async fn optional(talk: &Conversation<'_>, path: &str) -> Result<Option<Value>, ClientError> {
    match talk.get(path).await {
        Ok(answer) => Ok(Some(answer.value)),
        Err(error) if error.is_unknown_path() => Ok(None),
        Err(error) => Err(error),
    }
}

/// The height of the share chain, wherever a node says it. What c2pool says elsewhere includes forks
/// while it is busy.
async fn height(
    talk: &Conversation<'_>,
    is_c2pool: bool,
    signaling: Option<&Value>,
) -> Result<Option<u64>, ClientError> {
    if is_c2pool && let Some(height) = c2pool::height(talk).await? {
        return Ok(Some(height));
    }
    let found = |value: &Value, name| number_in(value.get(name)?, name);
    if let Some(height) = signaling.and_then(|value| found(value, "chain_height")) {
        return Ok(Some(height));
    }
    for (path, name) in [
        ("sharechain/stats", "chain_height"),
        ("global_stats", "shares_in_chain"),
    ] {
        let answer = optional(talk, path).await?;
        if let Some(height) = answer.and_then(|answer| found(&answer, name)) {
            return Ok(Some(height));
        }
    }
    Ok(None)
}

/// The symbols of the merge-mined chains, each once.
fn merged_chains(stats: Option<&Value>) -> Vec<String> {
    let Some(stats) = stats else {
        return Vec::new();
    };
    let networks = stats.get("networks").and_then(Value::as_object);
    // c2pool names the chain in the key, Python nodes in a field.
    let of_networks = networks.into_iter().flatten().map(|(name, network)| {
        let symbol = network.get("symbol").and_then(Value::as_str);
        symbol.unwrap_or(name)
    });
    // c2pool also names a chain that it does not mine.
    let of_node = match networks {
        Some(_) => None,
        None => stats.get("symbol").and_then(Value::as_str),
    };
    let mut symbols = Vec::new();
    for symbol in of_node.into_iter().chain(of_networks) {
        if !symbol.is_empty() && symbol != "?" && !symbols.iter().any(|known| known == symbol) {
            symbols.push(symbol.to_owned());
        }
    }
    symbols
}
