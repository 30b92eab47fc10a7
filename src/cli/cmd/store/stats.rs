//! `store stats`.

use super::messages::TypeArgs;
use super::reading::{self, PathArgs};
use crate::cli::error::{CliError, Outcome};
use crate::cli::filter::{ChoiceArgs, TimeArgs};
use crate::cli::output::{Output, Text, styles};
use crate::cli::settings::Settings;
use crate::core::chain::store::Query;
use crate::json::stats::{MessageStatsJson, StatsJson, StoreStatsJson};

/// Count the messages, keys and shares of share stores
///
/// The options say which messages are counted; keys and shares are counted all the same.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg store stats ~/p2pool/data/litecoin --json
  p2msg store stats shares.0 --type chat --since 7d")]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    paths: PathArgs,

    #[command(flatten)]
    types: TypeArgs,

    #[command(flatten)]
    times: TimeArgs,

    #[command(flatten)]
    choice: ChoiceArgs,
}

/// Runs the command.
pub(super) fn run(
    args: StatsArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let query = args.times.of(args.choice.query(), settings.now())?;
    let read = reading::read(&args.paths, settings, out)?;
    if read.is_unread {
        return Ok(read.outcome);
    }
    args.choice.explain_sender(read.network, out);
    let query = Query {
        types: args.types.types,
        ..query
    };
    let stats = StatsJson::of_store(&read.replayed, &query, read.broken_lines);
    if out.json() {
        out.record(&stats)?;
    } else if let Some(store) = &stats.store {
        print(&stats.messages, store, out)?;
    }
    Ok(read.outcome)
}

fn print(
    messages: &MessageStatsJson,
    store: &StoreStatsJson,
    out: &mut Output,
) -> Result<(), CliError> {
    let shares = &store.shares;
    let count = |number: Option<u64>| number.unwrap_or_default();
    let span = |oldest: Option<u64>, newest: Option<u64>, out: &Output| match (oldest, newest) {
        (Some(oldest), Some(newest)) => format!("{} to {}", out.when(oldest), out.when(newest)),
        _ => "-".to_owned(),
    };
    heading("Messages", out)?;
    item("total", count(messages.total_messages), out)?;
    item("valid signature", count(messages.verified_count), out)?;
    item("flagged as signed", count(messages.signed_count), out)?;
    item("in orphaned shares only", store.orphaned_messages, out)?;
    item("too far ahead, left out", store.ahead_of_clock, out)?;
    let time = span(messages.oldest_timestamp, messages.newest_timestamp, out);
    item("time", time, out)?;
    for (name, count) in &messages.by_type {
        item(name, count, out)?;
    }
    heading("Keys", out)?;
    item("senders", count(messages.unique_senders), out)?;
    item("signers", store.signers, out)?;
    item("announced keys", count(messages.known_signing_keys), out)?;
    item("revoked keys", store.revoked_keys, out)?;
    heading("Shares", out)?;
    item("total", shares.total, out)?;
    let pieces = match shares.pieces {
        0 | 1 => String::new(),
        pieces => format!(" in {pieces} pieces"),
    };
    item(
        "in the best chain",
        format!("{}{pieces}", shares.best_chain),
        out,
    )?;
    item("orphaned", shares.orphaned, out)?;
    item("repeated", shares.repeated, out)?;
    item("with message_data", shares.with_message_data, out)?;
    item("archived message_data", shares.archived, out)?;
    item(
        "time",
        span(
            shares.oldest_timestamp.map(u64::from),
            shares.newest_timestamp.map(u64::from),
            out,
        ),
        out,
    )?;
    for (version, count) in &shares.by_version {
        item(&format!("version {version}"), count, out)?;
    }
    item("broken lines", store.broken_lines, out)
}

fn heading(text: &str, out: &mut Output) -> Result<(), CliError> {
    out.line(Text::styled(styles::HEADING, text))
}

fn item(label: &str, value: impl std::fmt::Display, out: &mut Output) -> Result<(), CliError> {
    out.line(format!("  {label:<24}{value}"))
}
