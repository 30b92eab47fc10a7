//! Requests to the nodes, and what all nodes together show.

use super::report::{CheckReport, Metric};
use crate::cli::hints;
use crate::cli::nodes::{Answer, unreadable_words};
use crate::cli::output::Output;
use crate::cli::walks::{unfinished, unreadable_shares};
use crate::client::node::{Api, Listing, Node, View};
use crate::client::walk::WalkEnd;
use crate::client::{ClientError, Failure};
use crate::core::message::MsgType;
use crate::health::Health;
use crate::json::keys::KeyRegistryJson;
use crate::json::message::{ListedMessageJson, MessageJson, merge};

/// What is asked of each node.
pub(super) struct Question {
    pub(super) status: bool,
    pub(super) transition: bool,
    pub(super) keys: bool,
}

/// What a node answered.
pub(super) struct Facts {
    api: Api,
    listing: Listing,
    status: Listing,
    signals: Vec<ListedMessageJson>,
    /// `None` where the API has none.
    keys: Option<KeyRegistryJson>,
}

impl Question {
    pub(super) async fn ask(&self, node: &Node<'_>) -> Result<Facts, ClientError> {
        let mut facts = Facts {
            api: node.api(),
            listing: node.messages(View::MessagesAndAlerts).await?,
            status: Listing::default(),
            signals: Vec::new(),
            keys: None,
        };
        if self.status {
            facts.status = node.messages(View::Status).await?;
        }
        if self.transition {
            facts.signals = node.transition().await?.signals;
        }
        if self.keys {
            facts.keys = match node.keys().await {
                Ok(keys) => Some(keys),
                Err(ClientError {
                    failure: Failure::NotInApi { .. },
                    ..
                }) => None,
                Err(error) => return Err(error),
            };
        }
        Ok(facts)
    }
}

/// What all nodes together show.
#[derive(Default)]
pub(super) struct AllNodes {
    messages: Vec<ListedMessageJson>,
    pub(super) signals: Vec<ListedMessageJson>,
    pub(super) keys: Option<KeyRegistryJson>,
    /// How many nodes answered.
    pub(super) answered: usize,
    /// How many of them hide the messages of miners.
    hiding: usize,
    /// The warning about shares that were not read and may contain alerts.
    pub(super) unfinished_walk: Option<String>,
    /// Whether one of them registers the keys that new shares announce.
    pub(super) shows_new_keys: bool,
}

impl AllNodes {
    pub(super) fn new(answers: Vec<Answer<Facts>>, report: &mut CheckReport, out: &Output) -> Self {
        let mut seen = Self::default();
        let mut messages = Vec::new();
        for answer in answers {
            report.measure(Metric {
                label: Some(("node", answer.url.clone())),
                ..Metric::count(
                    "node_up",
                    "Whether the node answers",
                    usize::from(is_up(&answer)),
                )
            });
            let facts = match answer.result {
                Ok(facts) => facts,
                Err(error) => {
                    // CRITICAL raises an alarm at night; a slow node is not a reason for it.
                    let health = if error.is_timeout() || error.is_not_ready() {
                        Health::Unknown
                    } else {
                        Health::Critical
                    };
                    report.find("nodes", health, error.to_string());
                    continue;
                }
            };
            let words = format!("{} answers ({})", answer.url, facts.api);
            report.find("nodes", Health::Ok, words);
            let unreadable = facts.listing.unreadable + facts.status.unreadable;
            if unreadable > 0 {
                let words = unreadable_words(&answer.url, unreadable);
                report.find("nodes", Health::Ok, words);
            }
            if let Some(walk) = &facts.listing.walk {
                if let Some(words) = unreadable_shares(&answer.url, walk) {
                    report.find("nodes", Health::Ok, words);
                }
                let unfinished = unfinished(&answer.url, walk, out);
                if facts.api == Api::C2pool || walk.end != WalkEnd::OutOfTime {
                    seen.unfinished_walk = seen.unfinished_walk.take().or(unfinished);
                } else if let Some(words) = unfinished {
                    // The chain is long, and its list of alerts was read as well.
                    report.find("nodes", Health::Ok, words);
                }
            }
            let mut incomplete = facts.listing.incomplete;
            for other in facts.status.incomplete {
                if !incomplete.contains(&other) {
                    incomplete.push(other);
                }
            }
            for incomplete in &incomplete {
                let words = format!("{}: {}", answer.url, hints::for_incomplete(incomplete));
                report.find("nodes", Health::Ok, words);
            }
            seen.answered += 1;
            seen.hiding += usize::from(facts.listing.hidden.is_some());
            seen.shows_new_keys |= facts.api == Api::Plan;
            messages.extend(facts.listing.messages);
            messages.extend(facts.status.messages);
            seen.signals.extend(facts.signals);
            if let Some(keys) = facts.keys {
                seen.keys.get_or_insert_default().merge(keys);
            }
        }
        seen.messages = merge(messages);
        seen.signals = merge(seen.signals);
        seen
    }

    pub(super) fn of_type(&self, msg_type: MsgType) -> impl Iterator<Item = &MessageJson> {
        self.messages
            .iter()
            .map(|listed| &listed.message)
            .filter(move |message| message.msg_type() == Some(msg_type))
    }

    /// Whether what miners say is hidden by every node that answered.
    pub(super) fn is_hidden(&self) -> bool {
        self.hiding == self.answered
    }
}

/// Whether a node answers, even if it has nothing to show yet.
fn is_up<T>(answer: &Answer<T>) -> bool {
    match &answer.result {
        Ok(_) => true,
        Err(error) => error.is_not_ready(),
    }
}

/// Seconds since a message was written; 0 if its time is in the future.
pub(super) fn age(message: &MessageJson, now: u64) -> Option<u64> {
    message
        .timestamp
        .map(|timestamp| now.saturating_sub(timestamp))
}
