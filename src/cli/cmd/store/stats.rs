//! `store stats`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::messages::TypeArgs;
use super::reading::{self, PathArgs, Read};
use crate::api::write::StatsJson;
use crate::cli::error::{CliError, Outcome};
use crate::cli::filter::{ChoiceArgs, TimeArgs};
use crate::cli::output::{Output, Text, styles};
use crate::cli::settings::Settings;
use crate::core::registry::SignatureStatus;
use crate::core::store::Query;

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

/// What a node counts, and what only somebody with its shares can.
#[derive(Serialize)]
struct StoreStatsJson {
    #[serde(flatten)]
    messages: StatsJson,
    /// How many different keys signed, revoked ones included.
    signers: usize,
    revoked_keys: usize,
    /// Messages in orphaned shares only.
    orphaned_messages: usize,
    /// Messages left out because they are too far ahead of the clock.
    ahead_of_clock: usize,
    shares: SharesJson,
    broken_lines: u64,
}

#[derive(Serialize)]
struct SharesJson {
    total: usize,
    best_chain: usize,
    /// 1 if the best chain has no gap.
    pieces: usize,
    orphaned: usize,
    repeated: usize,
    archived: usize,
    with_message_data: usize,
    by_version: BTreeMap<u8, usize>,
    oldest_timestamp: Option<u32>,
    newest_timestamp: Option<u32>,
}

/// Runs the command.
pub(super) fn run(
    args: StatsArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let read = reading::read(&args.paths, settings, out)?;
    args.choice.explain_sender(settings.network(), out);
    let query = args.times.of(args.choice.query(), settings.now());
    let query = Query {
        types: args.types.types,
        ..query
    };
    let stats = StoreStatsJson::new(&read, &query);
    if out.json() {
        out.record("stats", &stats)?;
    } else {
        print(&stats, out)?;
    }
    Ok(read.outcome)
}

impl StoreStatsJson {
    fn new(read: &Read, query: &Query) -> Self {
        let store = &read.replayed.store;
        let shares = &read.replayed.shares;
        let mut signers = BTreeSet::new();
        let mut orphaned_messages = 0;
        for stored in store.select(query) {
            if let SignatureStatus::Valid | SignatureStatus::Revoked = stored.judged.status {
                signers.extend(stored.judged.message.signing_id);
            }
            if let Some(hash) = stored.share_hash
                && read.replayed.orphaned.contains(&hash)
            {
                orphaned_messages += 1;
            }
        }
        let revoked_keys = store
            .registry()
            .owners()
            .map(|(_, owner)| {
                owner
                    .keys
                    .iter()
                    .filter(|(_, key)| owner.has_revoked(key))
                    .count()
            })
            .sum();
        Self {
            messages: StatsJson::new(store, query),
            signers: signers.len(),
            revoked_keys,
            orphaned_messages,
            ahead_of_clock: read.replayed.ahead,
            shares: SharesJson {
                total: shares.best + shares.orphans,
                best_chain: shares.best,
                pieces: shares.pieces,
                orphaned: shares.orphans,
                repeated: shares.repeated,
                archived: shares.archived,
                with_message_data: shares.with_message_data,
                by_version: shares.by_version.clone(),
                oldest_timestamp: shares.oldest_timestamp,
                newest_timestamp: shares.newest_timestamp,
            },
            broken_lines: read.broken_lines,
        }
    }
}

fn print(stats: &StoreStatsJson, out: &mut Output) -> Result<(), CliError> {
    let messages = &stats.messages;
    let shares = &stats.shares;
    let span = |oldest: Option<u32>, newest: Option<u32>, out: &Output| match (oldest, newest) {
        (Some(oldest), Some(newest)) => format!(
            "{} to {}",
            out.when(u64::from(oldest)),
            out.when(u64::from(newest))
        ),
        _ => "-".to_owned(),
    };
    heading("Messages", out)?;
    item("total", messages.total_messages, out)?;
    item("valid signature", messages.verified_count, out)?;
    item("flagged as signed", messages.signed_count, out)?;
    item("in orphaned shares only", stats.orphaned_messages, out)?;
    item("too far ahead, left out", stats.ahead_of_clock, out)?;
    let time = span(messages.oldest_timestamp, messages.newest_timestamp, out);
    item("time", time, out)?;
    for (name, count) in &messages.by_type {
        item(name, count, out)?;
    }
    heading("Keys", out)?;
    item("senders", messages.unique_senders, out)?;
    item("signers", stats.signers, out)?;
    item("announced keys", messages.known_signing_keys, out)?;
    item("revoked keys", stats.revoked_keys, out)?;
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
        span(shares.oldest_timestamp, shares.newest_timestamp, out),
        out,
    )?;
    for (version, count) in &shares.by_version {
        item(&format!("version {version}"), count, out)?;
    }
    item("broken lines", stats.broken_lines, out)
}

fn heading(text: &str, out: &mut Output) -> Result<(), CliError> {
    out.line(Text::styled(styles::HEADING, text))
}

fn item(label: &str, value: impl std::fmt::Display, out: &mut Output) -> Result<(), CliError> {
    out.line(format!("  {label:<24}{value}"))
}
