//! The start of `serve`.

use serde::{Deserialize, Serialize};

/// KIND serve: the share stores are read, and the server answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServingJson {
    /// The URL of the dashboard.
    pub url: String,
    /// The share stores that it follows.
    pub shares: Vec<String>,
}
