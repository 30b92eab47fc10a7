//! The clock of a run.

use std::time::{SystemTime, UNIX_EPOCH};

/// The clock, or the fixed time that `P2MSG_NOW` puts in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The clock of the system.
    System,
    /// Always this time, in Unix seconds.
    Fixed(u64),
}

impl Clock {
    /// The time now, in Unix seconds.
    pub fn now(self) -> u64 {
        match self {
            // A clock before 1970 is set wrongly; 0 is as near as a timestamp can come to it.
            Self::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_secs()),
            Self::Fixed(now) => now,
        }
    }
}
