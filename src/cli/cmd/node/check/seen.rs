//! Requests to the nodes, and what all nodes together show.

use super::report::{CheckReport, Metric};
use crate::cli::hints;
use crate::cli::nodes::{Answer, unreadable_words};
use crate::cli::output::Output;
use crate::cli::walks::{unfinished, unopened, unreadable_shares};
use crate::client::node::{Api, Incomplete, Listing, Node, View};
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
    listing: Option<Listing>,
    status: Option<Listing>,
    signals: Option<Vec<ListedMessageJson>>,
    /// `None` where the API has none.
    keys: Option<KeyRegistryJson>,
    /// The check that lacks an answer, and why.
    failures: Vec<(&'static str, ClientError)>,
}

impl Question {
    /// Asks a node; an answer that cannot be read does not hide the others.
    ///
    /// # Errors
    /// No answer can be read.
    pub(super) async fn ask(&self, node: &Node<'_>) -> Result<Facts, ClientError> {
        let mut facts = Facts {
            api: node.api(),
            listing: None,
            status: None,
            signals: None,
            keys: None,
            failures: Vec::new(),
        };
        let listing = node.readable_messages(View::MessagesAndAlerts).await;
        facts.listing = facts.partial("alerts", listing);
        if self.status {
            let status = node.readable_messages(View::Status).await;
            facts.status = facts.partial("status", status);
        }
        if self.transition {
            let signals = node.transition().await.map(|found| found.view.signals);
            facts.signals = facts.or_failure("transition", signals);
        }
        if self.keys {
            facts.keys = match node.keys().await {
                Err(ClientError {
                    failure: Failure::NotInApi { .. },
                    ..
                }) => None,
                keys => facts.or_failure("key", keys),
            };
        }
        // A node that was found by its answer is not gone, even if it fails over all the rest.
        let is_found = node.found_by().is_some();
        let is_gone = |error: &ClientError| !is_found || !error.is_answer();
        if !facts.has_any()
            && let Some(at) = facts.failures.iter().position(|(_, error)| is_gone(error))
        {
            return Err(facts.failures.swap_remove(at).1);
        }
        Ok(facts)
    }
}

impl Facts {
    /// Whether anything is known of the node.
    fn has_any(&self) -> bool {
        self.listing.is_some()
            || self.status.is_some()
            || self.signals.is_some()
            || self.keys.is_some()
    }

    fn partial(
        &mut self,
        check: &'static str,
        answer: Result<(Listing, Vec<ClientError>), ClientError>,
    ) -> Option<Listing> {
        let (listing, errors) = self.or_failure(check, answer)?;
        for error in errors {
            self.fail(check, error);
        }
        Some(listing)
    }

    fn or_failure<T>(&mut self, check: &'static str, answer: Result<T, ClientError>) -> Option<T> {
        answer.map_err(|error| self.fail(check, error)).ok()
    }

    fn fail(&mut self, check: &'static str, error: ClientError) {
        self.failures.push((check, error));
    }

    /// Reports each reason once, also if several checks lack an answer because of it.
    fn report_failures(&self, report: &mut CheckReport) {
        let mut told = Vec::new();
        for (check, error) in &self.failures {
            let words = error.to_string();
            if told.contains(&words) {
                continue;
            }
            let is_unknown = !self.has_any() || error.is_timeout() || error.is_not_ready();
            let health = match is_unknown {
                true => Health::Unknown,
                false => Health::Warning,
            };
            report.find(check, health, words.clone());
            told.push(words);
        }
    }
}

/// What all nodes together show.
#[derive(Default)]
pub(super) struct AllNodes {
    messages: Vec<ListedMessageJson>,
    pub(super) signals: Vec<ListedMessageJson>,
    pub(super) keys: Option<KeyRegistryJson>,
    /// How many nodes answered anything.
    pub(super) answered: usize,
    /// How many nodes answered lists of messages.
    pub(super) listing: usize,
    /// How many nodes answered what tells their transition signals.
    pub(super) signaling: usize,
    /// The checks for which a node did not answer.
    failed: Vec<&'static str>,
    /// How many of them hide the messages of miners.
    hiding: usize,
    /// The warnings about shares that were not read, in which there may be alerts.
    pub(super) unread_shares: Vec<String>,
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
            facts.report_failures(report);
            seen.failed
                .extend(facts.failures.iter().map(|(check, _)| *check));
            seen.answered += 1;
            seen.listing += usize::from(facts.listing.is_some());
            if let Some(listing) = &facts.listing {
                seen.hiding += usize::from(listing.hidden.is_some());
            }
            seen.take_in_limits(&answer.url, &facts, report, out);
            seen.signaling += usize::from(facts.signals.is_some() || facts.listing.is_some());
            match facts.signals {
                Some(signals) => seen.signals.extend(signals),
                // The lists have them as well.
                None => seen.signals.extend(
                    facts
                        .listing
                        .iter()
                        .flat_map(|listing| &listing.messages)
                        .filter(|listed| {
                            listed.message.msg_type() == Some(MsgType::TRANSITION_SIGNAL)
                        })
                        .cloned(),
                ),
            }
            for listing in [facts.listing, facts.status].into_iter().flatten() {
                messages.extend(listing.messages);
            }
            seen.shows_new_keys |= facts.api == Api::Plan && facts.keys.is_some();
            if let Some(keys) = facts.keys {
                seen.keys.get_or_insert_default().merge(keys);
            }
        }
        seen.messages = merge(messages);
        seen.signals = merge(seen.signals);
        seen
    }

    /// Notes why the lists of a node lack messages.
    fn take_in_limits(&mut self, url: &str, facts: &Facts, report: &mut CheckReport, out: &Output) {
        let listings = || facts.listing.iter().chain(&facts.status);
        let unreadable = listings().map(|listing| listing.unreadable).sum();
        if unreadable > 0 {
            report.note("nodes", unreadable_words(url, unreadable));
        }
        if let Some(walk) = listings().find_map(|listing| listing.walk.as_ref()) {
            if let Some(words) = unreadable_shares(url, walk) {
                report.note("nodes", words);
            }
            let unfinished = unfinished(url, walk, out);
            match unfinished {
                // A long chain takes longer than the time-out, and its list of alerts was read too.
                Some(words) if facts.api != Api::C2pool && walk.end == WalkEnd::OutOfTime => {
                    report.note("nodes", words);
                }
                unfinished => self.unread_shares.extend(unfinished),
            }
        }
        let not_opened = listings().map(|listing| listing.unopened).max();
        if let Some(words) = unopened(url, not_opened.unwrap_or(0)) {
            report.note("nodes", words);
        }
        let mut told = Vec::new();
        for incomplete in listings().flat_map(|listing| &listing.incomplete) {
            if told.contains(&incomplete) {
                continue;
            }
            told.push(incomplete);
            let words = format!("{url}: {}", hints::for_incomplete(incomplete));
            match incomplete {
                Incomplete::NewShares => self.unread_shares.push(words),
                Incomplete::Bans { .. } | Incomplete::Truncated { .. } => {
                    report.note("nodes", words);
                }
            }
        }
    }

    /// Whether a node did not answer what `check` needs.
    pub(super) fn lacks(&self, check: &str) -> bool {
        self.failed.contains(&check)
    }

    pub(super) fn of_type(&self, msg_type: MsgType) -> impl Iterator<Item = &MessageJson> {
        self.messages
            .iter()
            .map(|listed| &listed.message)
            .filter(move |message| message.msg_type() == Some(msg_type))
    }

    /// Whether what miners say is hidden by every node that answered.
    pub(super) fn is_hidden(&self) -> bool {
        self.hiding == self.listing
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
