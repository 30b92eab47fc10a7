//! Findings of checks, and how serious they are.

use serde::{Deserialize, Serialize};

/// How serious a finding is, from harmless to worst. A part that could not be checked may be worse
/// than a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Health {
    /// No problem.
    Ok,
    /// Worth a look, but no fault.
    Warning,
    /// It could not be checked.
    Unknown,
    /// A fault.
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

    /// The exit code of the monitoring plugins' convention.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Warning => 1,
            Self::Critical => 2,
            Self::Unknown => 3,
        }
    }
}

/// The result of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The name of the check.
    pub check: &'static str,
    /// How serious the result is.
    pub health: Health,
    /// The result in words.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// The most serious health in `findings`; [`Health::Ok`] for an empty list.
pub fn worst(findings: &[Finding]) -> Health {
    let all = findings.iter().map(|finding| finding.health);
    all.max().unwrap_or(Health::Ok)
}
