//! The lines on stderr with `--json`, and the exit codes.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// An error: one line on stderr.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorLine {
    /// The error.
    pub error: ErrorJson,
}

/// What failed, why, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorJson {
    /// A stable name in snake_case.
    pub code: Cow<'static, str>,
    /// The action, its object and the causes, for people.
    pub message: String,
    /// What to do, for people; null if unknown.
    pub hint: Option<String>,
}

/// A warning: one line on stderr.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningLine {
    /// The warning.
    pub warning: WarningJson,
}

/// A warning in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningJson {
    /// The warning, for people.
    pub message: String,
}

/// The exit status of every command but `node check`, which exits with
/// [`Health::exit_code`](crate::health::Health::exit_code).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Done, or nothing to do.
    Done,
    /// A file, a lock, the network or a node failed.
    Failed,
    /// Wrong usage.
    Usage,
    /// Malformed input. The readable part was printed.
    Malformed,
    /// A signature, an announcement, a commitment or the proof of work does not hold.
    DoesNotHold,
    /// Refused: it would overwrite, lose, downgrade or expose something, or needs consent.
    Refused,
}

impl ExitStatus {
    /// Every status, by its code.
    pub const ALL: [Self; 6] = [
        Self::Done,
        Self::Failed,
        Self::Usage,
        Self::Malformed,
        Self::DoesNotHold,
        Self::Refused,
    ];

    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Malformed => 3,
            Self::DoesNotHold => 4,
            Self::Refused => 5,
        }
    }
}
