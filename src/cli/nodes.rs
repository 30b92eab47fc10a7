//! Which nodes are asked, and how: options and ways that the commands share.

mod args;

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;

use futures_util::future::join_all;

pub use self::args::{ApiChoice, ConnectionArgs, NodeArgs, seconds};
use super::error::{CliError, Outcome};
use super::hints;
use super::output::Output;
use super::payload_words::status_words;
use super::walks::{report_walk, unopened};
use crate::client::node::{Api, Listing, Node};
use crate::client::{BaseUrl, ClientError, Conversation, NodeClient};
use crate::core::message::MsgType;
use crate::core::message::envelope::Authority;
use crate::json::message::MessageJson;

/// The nodes of a run.
#[derive(Debug)]
pub struct Nodes {
    clients: Vec<Arc<NodeClient>>,
    api: Option<Api>,
    now: u64,
}

/// What one node answered.
#[derive(Debug)]
pub struct Answer<T> {
    /// The node.
    pub url: String,
    /// What it answered.
    pub result: Result<T, ClientError>,
}

impl Nodes {
    /// Asks every node for something that is in none of the APIs for share messages.
    ///
    /// # Errors
    /// No question can be asked at all.
    pub fn ask_plainly<T>(
        &self,
        out: &Output,
        question: impl AsyncFn(Conversation<'_>) -> Result<T, ClientError>,
    ) -> Result<Vec<Answer<T>>, CliError> {
        let answers = self.clients.iter().map(|client| async {
            Answer {
                url: client.base().to_string(),
                result: question(client.begin()).await,
            }
        });
        let answers = block_on(join_all(answers))?;
        self.report_replaced(out);
        Ok(answers)
    }

    fn report_replaced(&self, out: &Output) {
        for client in &self.clients {
            if client.take_replaced() {
                out.warning(replaced_words(&client.base().to_string()));
            }
        }
    }

    /// Asks every node side by side, and gives their answers in the order of the nodes.
    ///
    /// # Errors
    /// No question can be asked at all.
    pub fn ask<T>(
        &self,
        out: &Output,
        question: impl AsyncFn(&Node<'_>) -> Result<T, ClientError>,
    ) -> Result<Vec<Answer<T>>, CliError> {
        let answers = self.clients.iter().map(|client| async {
            let node = client.find(self.api, self.now).await;
            let found = node.as_ref().ok().map(|node| {
                let found_by = node.found_by().unwrap_or("--api");
                (node.api(), found_by)
            });
            let result = match node {
                Ok(node) => question(&node).await,
                Err(error) => Err(error),
            };
            (client.found_base().to_string(), found, result)
        });
        let answers = block_on(join_all(answers))?;
        let answer = |(url, found, result)| {
            if let Some((api, found_by)) = found {
                out.detail(format!("{url} has the API {api} ({found_by})"));
            }
            Answer { url, result }
        };
        let answers = answers.into_iter().map(answer).collect();
        self.report_replaced(out);
        Ok(answers)
    }

    /// The same nodes; the envelopes of these authorities in their shares are opened.
    #[must_use]
    pub fn trusting(mut self, authorities: &[Authority]) -> Self {
        // The clients are not shared before the first request.
        for client in self.clients.iter_mut().filter_map(Arc::get_mut) {
            client.trust(authorities);
        }
        self
    }

    /// The hosts to which a password would be sent without encryption.
    pub fn readable_by_others(&self) -> BTreeSet<&str> {
        let bases = self.clients.iter().map(|client| client.base());
        let readable = bases.filter(|base| base.is_readable_by_others());
        readable.map(BaseUrl::host).collect()
    }

    /// The nodes, for somebody who asks them again and again.
    pub fn clients(&self) -> &[Arc<NodeClient>] {
        &self.clients
    }

    /// The API that the nodes have, if it was said.
    pub fn api(&self) -> Option<Api> {
        self.api
    }

    /// Whether more than one node is asked.
    pub fn are_several(&self) -> bool {
        self.clients.len() > 1
    }
}

/// The answers that are there; the others are told on stderr, and the outcome is failed.
pub fn got<T>(answers: Vec<Answer<T>>, out: &Output) -> (Vec<(String, T)>, Outcome) {
    let mut outcome = Outcome::Done;
    let mut got = Vec::new();
    for answer in answers {
        match answer.result {
            Ok(result) => got.push((answer.url, result)),
            Err(error) => {
                out.error(&error.into());
                outcome = Outcome::Failed;
            }
        }
    }
    (got, outcome)
}

/// The warning about unreadable parts of the answers of the node at `url`.
pub fn replaced_words(url: &str) -> String {
    format!("{url}: parts of its answers are unreadable; U+FFFD or null is in their place")
}

/// The warning about entries in a list of messages that are not messages.
pub fn unreadable_words(url: &str, count: usize) -> String {
    let entries = if count == 1 {
        "entry is"
    } else {
        "entries are"
    };
    format!("{url}: {count} {entries} unreadable as messages and ignored")
}

/// Says why there may be more than the node shows: "hidden" is not "there is none".
pub fn explain_hidden(url: &str, listing: &Listing, out: &Output) {
    if listing.left_out > 0 {
        out.warning(format!(
            "{url}: more messages came than are looked at; left out: {}",
            listing.left_out
        ));
    }
    if listing.unreadable > 0 {
        out.warning(unreadable_words(url, listing.unreadable));
    }
    if let Some(words) = unopened(url, listing.unopened) {
        out.note(words);
    }
    if let Some(walk) = &listing.walk {
        report_walk(url, walk, out);
    }
    for incomplete in &listing.incomplete {
        out.warning(format!("{url}: {}", hints::for_incomplete(incomplete)));
    }
    let Some(hidden) = listing.hidden.map(hints::for_hidden) else {
        return;
    };
    if listing.messages.is_empty() {
        out.warning(format!(
            "{url} shows nothing here, which does not mean that there is nothing: {hidden}"
        ));
    } else {
        out.note(format!("{url}: {hidden}"));
    }
}

/// Runs a future to its end on this thread.
///
/// # Errors
/// The operating system gives no means to wait.
pub fn block_on<F: Future>(future: F) -> Result<F::Output, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            CliError::failed("io", "cannot wait for the network").with_source(error)
        })?;
    let output = runtime.block_on(future);
    // A look-up of a name cannot be cancelled; nobody waits for it any longer.
    runtime.shutdown_background();
    Ok(output)
}

/// The result of the signature check, for people: p2msg's own for messages that it has read in shares,
/// else the node's.
pub fn signature_words(message: &MessageJson) -> &'static str {
    match (message.verified, message.protocol_authority) {
        (true, true) => "valid, by an authority",
        (true, false) => "valid",
        _ if message.claimed_verified == Some(true) => "not checked, claimed valid",
        _ if message.flags.is_some_and(|flags| !flags.signed) => "unsigned",
        _ => "not verified",
    }
}

/// The kind of a message for people, as commands take it.
pub fn kind_words(message: &MessageJson) -> String {
    message
        .msg_type()
        .and_then(MsgType::short_name)
        .map_or_else(|| message.type_name.clone(), str::to_owned)
}

/// The content of a message for people, with what its authority adds.
pub fn content_words(message: &MessageJson) -> String {
    let mut words = transition_words(message)
        .or_else(|| status_words(message.data.as_ref()?))
        .unwrap_or_else(|| message.content());
    if let Some(urgency) = &message.urgency {
        words.push_str(&format!(" [{urgency}]"));
    }
    if let Some(url) = &message.url {
        words.push_str(&format!(" {url}"));
    }
    words
}

fn transition_words(message: &MessageJson) -> Option<String> {
    if message.msg_type() != Some(MsgType::TRANSITION_SIGNAL) {
        return None;
    }
    let data = message.data.as_ref()?;
    let part = |name: &str| {
        data.get(name).map(|value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        })
    };
    let versions = format!("{} -> {}", part("from")?, part("to")?);
    Some(match part("msg") {
        Some(msg) => format!("{versions}: {msg}"),
        None => versions,
    })
}
