//! Demands of a user on a chain, which its own rules cannot make: cheap chains obey all of them.

use std::fmt;

use super::rate::HashRate;
use crate::core::hash::ShareHash;

/// What a chain must represent or contain.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChainDemands {
    /// The least hash rate.
    pub min_hash_rate: Option<HashRate>,
    /// Shares that the chain must contain.
    pub checkpoints: Vec<ShareHash>,
}

/// A demand that a chain does not meet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Unmet {
    /// The chain represents less work.
    TooSlow {
        /// The hash rate of the chain.
        found: HashRate,
        /// The demanded one.
        least: HashRate,
    },
    /// The chain does not contain this share.
    Missing(ShareHash),
}

impl ChainDemands {
    /// Whether it demands nothing.
    pub fn is_empty(&self) -> bool {
        self.min_hash_rate.is_none() && self.checkpoints.is_empty()
    }

    /// The demands that a chain of this hash rate does not meet; `contains` says whether a share is
    /// in it. A chain without shares has the rate 0.
    pub fn unmet(&self, hash_rate: HashRate, contains: impl Fn(&ShareHash) -> bool) -> Vec<Unmet> {
        let too_slow = self.min_hash_rate.filter(|least| hash_rate < *least);
        let too_slow = too_slow.map(|least| Unmet::TooSlow {
            found: hash_rate,
            least,
        });
        let missing = self.checkpoints.iter().filter(|hash| !contains(hash));
        let missing = missing.copied().map(Unmet::Missing);
        too_slow.into_iter().chain(missing).collect()
    }
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooSlow { found, least } => {
                write!(f, "the chain represents {found}, less than {least}")
            }
            Self::Missing(share_hash) => write!(f, "the chain lacks the share {share_hash}"),
        }
    }
}
