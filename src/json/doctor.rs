//! The findings of `doctor`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::health::{Finding, Health};

/// The state of an item that `doctor` checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FindingState {
    /// No fault.
    Ok,
    /// Needs attention.
    Note,
    /// A fault.
    Wrong,
}

/// KIND doctor: a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingJson {
    /// What was checked, such as config, data or queue. A check can have several findings.
    pub check: Cow<'static, str>,
    /// The state.
    pub state: FindingState,
    /// The finding in words.
    pub message: String,
    /// What to do; null if nothing.
    pub hint: Option<String>,
}

impl From<&Finding> for FindingJson {
    fn from(finding: &Finding) -> Self {
        Self {
            check: finding.check.into(),
            state: match finding.health {
                Health::Ok => FindingState::Ok,
                Health::Warning | Health::Unknown => FindingState::Note,
                Health::Critical => FindingState::Wrong,
            },
            message: finding.message.clone(),
            hint: finding.hint.clone(),
        }
    }
}
