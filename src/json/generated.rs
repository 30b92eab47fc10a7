//! Completion scripts and man pages.

use serde::{Deserialize, Serialize};

/// KIND completions: a completion script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompletionsJson {
    /// The shell.
    pub shell: String,
    /// The script.
    pub script: String,
}

/// KIND man: a man page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManPageJson {
    /// Its file name.
    pub name: String,
    /// The file it was written to; null if `roff` contains it.
    pub path: Option<String>,
    /// The page; null if it was written to a file.
    pub roff: Option<String>,
}
