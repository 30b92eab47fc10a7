//! The result of `node check`.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// The state of a monitored service, worst last: an unknown state may be worse than a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Health {
    /// No finding.
    Ok,
    /// Needs attention.
    Warning,
    /// The check failed.
    Unknown,
    /// Needs action.
    Critical,
}

impl Health {
    /// The name that monitoring systems show.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Warning => "WARNING",
            Self::Unknown => "UNKNOWN",
            Self::Critical => "CRITICAL",
        }
    }

    /// The exit code of the monitoring convention.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Warning => 1,
            Self::Critical => 2,
            Self::Unknown => 3,
        }
    }
}

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
