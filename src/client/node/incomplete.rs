//! Messages that the lists of a node lack without saying so.

use serde_json::Value;

use super::{Listing, Node};
use crate::client::ClientError;
use crate::client::walk::WalkReport;
use crate::json::node::BansJson;

/// Why the lists of a node lack messages that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incomplete {
    /// The node bans some messages and does not mention them.
    Bans {
        /// The number of bans.
        bans: usize,
        /// The number of messages in its shares that are banned.
        messages: usize,
    },
    /// The node answered as many messages as it answers at most.
    Truncated {
        /// The path of the list.
        path: String,
        /// The number of messages.
        messages: usize,
    },
    /// The node does not list the messages of new shares, nor does it answer its shares.
    NewShares,
}

impl Node<'_> {
    /// The bans of the node; `None` if it does not answer them.
    pub(super) async fn known_bans(&self) -> Result<Option<BansJson>, ClientError> {
        match self.talk.get("msg/bans").await {
            Ok(answer) => Ok(BansJson::read(&answer.value, self.url())),
            Err(error) if error.is_timeout() => Err(error),
            Err(_) => Ok(None),
        }
    }
}

impl Listing {
    /// Notes that the list at `path` is truncated if it has as many messages as nodes answer there.
    pub(super) fn note_truncation(&mut self, path: &str, messages: &[Value]) {
        if most_messages(path) != Some(messages.len()) {
            return;
        }
        let (path, _) = path.split_once('?').unwrap_or((path, ""));
        self.incomplete.push(Incomplete::Truncated {
            path: format!("/{path}"),
            messages: messages.len(),
        });
    }

    /// Removes the messages that the node bans from those in its shares, and notes the bans.
    pub(super) fn apply_bans(&mut self, bans: &BansJson) {
        if bans.count() == 0 {
            return;
        }
        let before = self.messages.len();
        // Its lists contain no banned messages.
        self.messages.retain(|listed| {
            let is_from_share = listed.message_hash.is_some();
            !is_from_share || !bans.bans(&listed.message)
        });
        self.incomplete.push(Incomplete::Bans {
            bans: bans.count(),
            messages: before - self.messages.len(),
        });
    }

    /// Drops the notes about truncated lists if the shares contain the missing messages.
    pub(super) fn settle_truncation(&mut self) {
        let has_all = |walk: &WalkReport| walk.shares > 0 && walk.is_complete();
        if self.walk.as_ref().is_some_and(has_all) {
            self.incomplete
                .retain(|reason| !matches!(reason, Incomplete::Truncated { .. }));
        }
    }
}

/// The most messages that nodes answer at a path.
fn most_messages(path: &str) -> Option<usize> {
    match path.split_once("limit=") {
        Some((_, rest)) => {
            let digits = rest.split('&').next().unwrap_or_default();
            digits.parse().ok()
        }
        None if path.contains("alerts") => Some(10),
        None => Some(50),
    }
}
