//! Which messages to show: options that the commands with messages share.

use super::addresses::is_address;
use super::error::CliError;
use super::output::Output;
use super::time_argument::Moment;
use super::withhold::withhold;
use crate::core::chain::store::{Limits, Query};
use crate::core::hash::SigningId;
use crate::core::message::MsgType;
use crate::core::network::Network;
use crate::json::message::MessageJson;

/// Which messages, whenever they were written.
#[derive(Debug, clap::Args)]
pub struct ChoiceArgs {
    /// Only messages of this payout address, exactly as shares have it
    #[arg(long, value_name = "ADDRESS")]
    sender: Option<String>,

    /// Only messages that name this signing key, whether or not the signature holds
    #[arg(long, value_name = "HEX")]
    signing_id: Option<SigningId>,

    /// Only messages whose signature is valid
    #[arg(long)]
    verified_only: bool,

    /// Only messages with this text, in upper or lower case
    #[arg(long, value_name = "TEXT")]
    grep: Option<String>,
}

impl ChoiceArgs {
    /// What is asked for, of every kind and time.
    pub fn query(&self) -> Query {
        Query {
            sender: self.sender.clone(),
            signing_id: self.signing_id,
            verified_only: self.verified_only,
            grep: self.grep.clone(),
            ..Query::default()
        }
    }

    /// Says so if `--sender` is no address of the network. It is no error: shares of versions 34 and
    /// 35 hold the address as text, which can be anything.
    pub fn explain_sender(&self, network: &Network, out: &Output) {
        if let Some(sender) = &self.sender
            && !is_address(sender, network)
        {
            out.note(format!(
                "--sender {} is no address of {}; only shares of versions 34 and 35, which hold any \
                 text, could have it",
                withhold(sender),
                network.name
            ));
        }
    }
}

/// Of which time.
#[derive(Debug, clap::Args)]
pub struct TimeArgs {
    /// Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours
    /// ago
    #[arg(long, value_name = "TIME")]
    since: Option<Moment>,

    /// Only messages of this time or earlier
    #[arg(long, value_name = "TIME")]
    until: Option<Moment>,
}

impl TimeArgs {
    /// What is left of `query` when the clock is at `now`.
    ///
    /// # Errors
    /// `--since` is after `--until`.
    pub fn of(&self, query: Query, now: u64) -> Result<Query, CliError> {
        let since = self.since.map(|since| since.unix(now));
        let until = self.until.map(|until| until.unix(now));
        if let (Some(since), Some(until)) = (since, until)
            && since > until
        {
            let message = format!("--since ({since}) is after --until ({until}), in Unix seconds");
            return Err(
                CliError::usage("empty_time_range", message).hint("pass a --since before --until")
            );
        }
        Ok(Query {
            since,
            until,
            ..query
        })
    }
}

/// Which messages to show.
#[derive(Debug, clap::Args)]
pub struct FilterArgs {
    #[command(flatten)]
    times: TimeArgs,

    #[command(flatten)]
    choice: ChoiceArgs,

    /// At most this many, the newest; 0 for all
    #[arg(long, value_name = "N", default_value_t = Limits::NODE_MESSAGES)]
    limit: usize,
}

impl FilterArgs {
    /// What is asked for when the clock is at `now`: messages of `types`, of every kind if there
    /// are none.
    ///
    /// # Errors
    /// `--since` is after `--until`.
    pub fn query(&self, types: Vec<MsgType>, now: u64) -> Result<Query, CliError> {
        Ok(Query {
            types,
            limit: (self.limit > 0).then_some(self.limit),
            ..self.times.of(self.choice.query(), now)?
        })
    }

    /// As [`ChoiceArgs::explain_sender`].
    pub fn explain_sender(&self, network: &Network, out: &Output) {
        self.choice.explain_sender(network, out);
    }
}

/// Whether a node's message is one that `query` asks for; its limit is not looked at.
pub fn matches(query: &Query, message: &MessageJson) -> bool {
    let timestamp = message.timestamp.unwrap_or(0);
    let by_sender = |sender: &String| message.sender.as_ref() == Some(sender);
    let by_key = |key: SigningId| {
        let named = message.signing_id.as_deref();
        named.is_some_and(|named| named.eq_ignore_ascii_case(&key.to_string()))
    };
    let has_text = |text: &str| {
        message
            .content()
            .to_lowercase()
            .contains(&text.to_lowercase())
    };
    (query.types.is_empty()
        || message
            .msg_type()
            .is_some_and(|kind| query.types.contains(&kind)))
        && query.since.is_none_or(|since| timestamp >= since)
        && query.until.is_none_or(|until| timestamp <= until)
        && query.sender.as_ref().is_none_or(by_sender)
        && query.signing_id.is_none_or(by_key)
        && (!query.verified_only || message.verified)
        && query.grep.as_deref().is_none_or(has_text)
}

/// Keeps the newest of `messages`, which are the first, if they are more than `limit`, and says so.
///
/// It is a warning, which `--json` shows too: a script must not take a part for the whole.
pub fn keep_newest<T>(messages: &mut Vec<T>, limit: Option<usize>, out: &Output) {
    let Some(limit) = limit.filter(|limit| messages.len() > *limit) else {
        return;
    };
    messages.truncate(limit);
    let are = if limit == 1 { "is" } else { "are" };
    out.warning(format!(
        "only the newest {are} shown (--limit {limit}); --limit 0 shows all"
    ));
}
