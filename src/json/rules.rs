//! The rules that connect a share to its predecessors, and the chain that shares form.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::core::chain::rules::{Judgement, Rule};
use crate::core::hash::ShareHash;

/// The rules of a share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesJson {
    /// The names of the rules that were checked, the broken ones included.
    pub checked: Vec<Cow<'static, str>>,
    /// The names of the rules that were not checked.
    pub not_checked: Vec<Cow<'static, str>>,
    /// The broken rules.
    pub broken: Vec<BrokenRuleJson>,
}

/// A broken rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenRuleJson {
    /// The name of the rule.
    pub rule: Cow<'static, str>,
    /// The values that it allows, in words.
    pub expected: String,
    /// The value of the share.
    pub found: String,
}

impl From<&Judgement> for RulesJson {
    fn from(judgement: &Judgement) -> Self {
        let name = |rule: Rule| Cow::Borrowed(rule.name());
        let broken = judgement.broken().iter().map(|broken| BrokenRuleJson {
            rule: name(broken.rule),
            expected: broken.expected.to_string(),
            found: broken.found.to_string(),
        });
        Self {
            checked: judgement.checked().map(name).collect(),
            not_checked: judgement.not_checked().map(name).collect(),
            broken: broken.collect(),
        }
    }
}

/// KIND verify_chain: the chain that the shares form, after the shares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChainJson {
    /// Number of different shares with a valid proof of work.
    pub shares: usize,
    /// Number of repeated shares.
    pub repeated: usize,
    /// Number of pieces of the best chain: 1 if no share is missing in it.
    pub pieces: usize,
    /// Number of forks from it, and of other chains.
    pub forks: usize,
    /// Number of shares that were checked by all rules except those about payouts.
    pub checked: usize,
    /// Number of shares that break a rule.
    pub broken: usize,
    /// The newest share of the best chain; null without shares.
    pub newest_share_hash: Option<ShareHash>,
    /// Its timestamp, Unix seconds.
    pub newest_timestamp: Option<u32>,
    /// Its age in seconds.
    pub newest_age: Option<u64>,
    /// Hashes per second that the best chain represents, from the oldest share without a gap to
    /// now.
    pub hashrate: Option<f64>,
    /// The demanded hash rate; null without such a demand.
    pub min_hashrate: Option<f64>,
    /// The demanded shares that the best chain lacks.
    pub missing_checkpoints: Vec<ShareHash>,
}
