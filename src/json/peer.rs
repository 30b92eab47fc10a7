//! Nodes of the pool's own network, and shares fetched from them.

use serde::{Deserialize, Serialize};

use crate::core::hash::ShareHash;

/// KIND peer: a node, as it introduced itself, and the chain that it follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeerJson {
    /// Its address: HOST:PORT.
    pub peer: String,
    /// Whether it introduced itself.
    pub reachable: bool,
    /// The protocol version.
    pub protocol_version: Option<u32>,
    /// The name and version of the client.
    pub client: Option<String>,
    /// A bit set: 0 from Python nodes, 1 from c2pool.
    pub services: Option<u64>,
    /// The newest share of its best chain.
    pub best_share_hash: Option<ShareHash>,
    /// The time of that share, once it was fetched and verified.
    pub best_share_timestamp: Option<u32>,
    /// Milliseconds from the connection to its version message.
    pub handshake_ms: Option<u64>,
    /// Number of shares of its chain that were fetched and verified.
    pub shares: usize,
    /// Hashes per second that these shares represent.
    pub hash_rate: Option<f64>,
    /// The same for the last hour.
    pub hash_rate_hour: Option<f64>,
    /// Whether it follows the chain with the most work; null if that is unknown.
    pub agrees: Option<bool>,
    /// The addresses of nodes that it knows; null if it was not asked.
    pub addresses: Option<Vec<String>>,
    /// Why the connection failed.
    pub error: Option<String>,
}

/// KIND peer_share: a share with a valid proof of work, from a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeerShareJson {
    /// The node that sent it: HOST:PORT.
    pub peer: String,
    /// The hash.
    pub share_hash: ShareHash,
    /// The share before it; null for the first of a chain.
    pub previous_share_hash: Option<ShareHash>,
    /// Height in the share chain, as it claims.
    pub absheight: u32,
    /// Its time.
    pub timestamp: u32,
    /// The raw share, hex.
    pub raw: String,
}

/// KIND peer_shares: shares that were written to a share store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeerSharesJson {
    /// The file or folder.
    pub out: String,
    /// Number of shares that were written now.
    pub new: usize,
    /// Number of shares that are there now, within the wanted time.
    pub shares: usize,
    /// Number of places in the middle of the chain where shares are missing.
    pub missing: usize,
    /// Number of broken rules of new shares.
    pub broken_rules: usize,
    /// The newest share of the chain with the most work.
    pub best_share_hash: Option<ShareHash>,
    /// The time of that share.
    pub best_share_timestamp: Option<u32>,
    /// Hashes per second that the chain represents.
    pub hash_rate: Option<f64>,
    /// The same for the last hour.
    pub hash_rate_hour: Option<f64>,
}
