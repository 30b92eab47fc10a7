//! What is known of the records of a database.

use std::sync::Arc;

use super::broken::Broken;
use crate::core::hash::{PowHash, ShareHash};

/// What is known of a record that comes from a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Its line is a share.
    Share {
        /// The hash in its key.
        share_hash: ShareHash,
        /// The claims of the node about it.
        claims: Claims,
    },
    /// It is unreadable, and its line is empty.
    Broken {
        /// Its key; `None` for a part of a file.
        key: Option<Box<str>>,
        /// The file, where it is not the database as a whole.
        file: Option<Arc<str>>,
        /// Why.
        why: Broken,
    },
}

impl Mark {
    /// The key; `None` for a part of a file.
    pub fn key(&self) -> Option<String> {
        match self {
            Self::Share { share_hash, .. } => Some(format!("share:{share_hash}")),
            Self::Broken { key, .. } => key.as_deref().map(str::to_owned),
        }
    }
}

/// The claims of a node about a share in its database. They may be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Claims {
    /// Whether the node has verified the share; `None` in databases of older versions.
    pub is_verified: Option<bool>,
    /// The hash of the header by the network's proof of work, if the node has computed it.
    pub pow_hash: Option<PowHash>,
}
