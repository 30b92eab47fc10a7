//! `serve`: the node API, metrics and dashboard, beside a node, from its share store.
//!
//! One thread follows the share store and prepares snapshots; another one answers from them.
//! Requests never make the first one wait, and nothing of what they ask costs a look at the store.

mod access;
mod body;
mod confirm;
mod connections;
mod dashboard;
mod follow;
mod host;
mod in_process;
mod metrics;
mod queue;
mod router;
mod server;
mod snapshot;
mod socket;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

#[doc(hidden)]
pub use self::body::Body;
pub use self::host::{AllowedHost, HostError};
#[doc(hidden)]
pub use self::in_process::InProcess;
pub use self::server::{ServeError, Server};
use crate::core::hash::ShareHash;
use crate::core::message::envelope::Authority;
use crate::core::message::queue::EntryId;
use crate::core::network::Network;
use crate::data::ServeToken;
use crate::outbox::Outbox;

/// What to serve, and whom.
pub struct Config {
    /// Share stores: files, or folders with shares.0, shares.1, ...
    pub shares: Vec<PathBuf>,
    /// Whose shares they are.
    pub network: &'static Network,
    /// Whose envelopes are opened.
    pub authorities: Vec<Authority>,
    /// Hosts, in addition to localhost and the address itself, that requests may name.
    pub hosts: Vec<AllowedHost>,
    /// Reason in the answer to a request that names another host.
    pub host_is_foreign: &'static str,
    /// The clock, Unix seconds.
    pub now: Arc<dyn Fn() -> u64 + Send + Sync>,
    /// The queue whose messages become sent when they are in the share store; `None` if they are not
    /// confirmed.
    pub confirming: Option<Outbox>,
    /// The queue, for callers with the token; `None` if it is neither shown nor filled.
    pub sending: Option<Sending>,
    /// Reason in the answer to a caller who wants to send if `sending` is `None`.
    pub sending_is_off: &'static str,
}

/// Access to the queue, for callers with the token.
pub struct Sending {
    /// The token that a caller must present.
    pub token: ServeToken,
    /// The queue to list and to send through.
    pub outbox: Outbox,
}

/// Why a request gets no more than {"error": "..."}.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Refusal {
    code: u16,
    why: String,
}

impl Refusal {
    /// A refusal with an HTTP status code.
    fn new(code: u16, why: impl Into<String>) -> Self {
        Self {
            code,
            why: why.into(),
        }
    }
}

/// What happens while serving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The share store was read to its end, and answers are whole from now on.
    Ready,
    /// Something is wrong that serving goes on without.
    Warning(String),
    /// A message of the queue is in a share, and was marked as sent.
    Sent {
        /// The entry of the queue.
        id: EntryId,
        /// The share.
        share_hash: Option<ShareHash>,
    },
}

/// A configuration without anything but `shares` and a clock.
#[cfg(test)]
fn test_config(shares: Vec<PathBuf>, now: impl Fn() -> u64 + Send + Sync + 'static) -> Config {
    Config {
        shares,
        network: Network::by_name("litecoin_testnet").unwrap(),
        authorities: Vec::new(),
        hosts: Vec::new(),
        host_is_foreign: "the Host header does not name this server",
        now: Arc::new(now),
        confirming: None,
        sending: None,
        sending_is_off: "sending is off",
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("shares", &self.shares)
            .finish_non_exhaustive()
    }
}
