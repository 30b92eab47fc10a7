//! Options for demands on a chain of shares.

use crate::core::chain::rules::{ChainDemands, HashRate};
use crate::core::hash::ShareHash;

/// Demands on a chain of shares.
#[derive(Debug, Clone, clap::Args)]
pub struct ChainDemandArgs {
    /// Reject a chain that represents a lower hash rate than this, such as 5GH: exit code 4
    ///
    /// The unit is H, kH, MH, GH, TH or PH. The rate is the work of the best chain, back to the
    /// first gap, divided by the time from its oldest share to now.
    #[arg(long, value_name = "RATE")]
    min_hashrate: Option<HashRate>,

    /// Reject a chain that does not contain this share: exit code 4; can be repeated
    #[arg(long = "checkpoint", value_name = "HASH")]
    checkpoints: Vec<ShareHash>,
}

impl ChainDemandArgs {
    /// The demands.
    pub fn demands(&self) -> ChainDemands {
        ChainDemands {
            min_hash_rate: self.min_hashrate,
            checkpoints: self.checkpoints.clone(),
        }
    }
}
