//! The result of `node check`.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::health::{Finding, Health};

/// KIND check: the findings about nodes, key and queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckJson {
    /// The worst state of the findings.
    pub state: Health,
    /// The worst findings in one line.
    pub message: String,
    /// Every finding.
    pub findings: Vec<CheckFindingJson>,
    /// By name.
    pub metrics: IndexMap<String, MetricJson>,
}

/// A finding of `node check`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckFindingJson {
    /// What was checked: nodes, status, alerts, transition, key, queue, textfile or check.
    pub check: Cow<'static, str>,
    /// The state.
    pub state: Health,
    /// The finding in words.
    pub message: String,
}

impl From<&Finding> for CheckFindingJson {
    fn from(finding: &Finding) -> Self {
        Self {
            check: finding.check.into(),
            state: finding.health,
            message: with_hint(finding),
        }
    }
}

/// The finding in words, with what to do about it.
pub fn with_hint(finding: &Finding) -> String {
    match &finding.hint {
        Some(hint) => format!("{}; hint: {hint}", finding.message),
        None => finding.message.clone(),
    }
}

/// A measured number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MetricJson {
    /// The number.
    pub value: f64,
    /// A greater value is a warning; null without this threshold.
    pub warning: Option<u64>,
    /// A greater value is critical; null without this threshold.
    pub critical: Option<u64>,
}
