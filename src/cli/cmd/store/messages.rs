//! `store messages`, and the views of one kind: `chat`, `announcements`, `alerts`, `status`.

use clap_complete::engine::ArgValueCandidates;

use super::reading::{self, PathArgs};
use crate::cli::authors::author_cell;
use crate::cli::candidates::msg_types;
use crate::cli::error::{CliError, Outcome};
use crate::cli::filter::{FilterArgs, keep_newest};
use crate::cli::output::{Output, Table};
use crate::cli::payload_words::words;
use crate::cli::record::status_words;
use crate::cli::settings::Settings;
use crate::core::chain::store::StoredMessage;
use crate::core::message::MsgType;
use crate::core::message::payload;
use crate::json::message::{ListedMessageJson, MessageJson};

/// Show the messages of share stores, newest first
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg store messages shares.0
  p2msg store messages ~/p2pool/data/litecoin --since 7d --type alert --type transition
  p2msg store messages archive.jsonl --json --grep upgrade")]
pub(crate) struct MessagesArgs {
    #[command(flatten)]
    pub(super) types: TypeArgs,

    #[command(flatten)]
    pub(super) view: ViewArgs,
}

/// Of which kinds.
#[derive(Debug, clap::Args)]
pub(super) struct TypeArgs {
    /// Only messages of this kind: chat, announce, alert, node-status, ..., or its number (0x07);
    /// can be repeated
    #[arg(long = "type", value_name = "TYPE", add = ArgValueCandidates::new(msg_types))]
    pub(super) types: Vec<MsgType>,
}

/// Which messages to show.
#[derive(Debug, clap::Args)]
pub(crate) struct ViewArgs {
    #[command(flatten)]
    paths: PathArgs,

    #[command(flatten)]
    filter: FilterArgs,
}

/// Shows the messages of `types`, of every kind if there are none.
pub(super) fn run(
    args: ViewArgs,
    types: Vec<MsgType>,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let now = settings.now();
    let mut query = args.filter.query(types, now)?;
    let limit = query.limit;
    // One more, to know whether there are more.
    query.limit = limit.map(|limit| limit.saturating_add(1));
    let read = reading::read(&args.paths, settings, out)?;
    if read.is_unread {
        return Ok(read.outcome);
    }
    args.filter.explain_sender(read.network, out);
    let mut messages = read.replayed.store.select(&query);
    let is_orphaned = |message: &StoredMessage| {
        message
            .share_hash
            .is_some_and(|hash| read.replayed.orphaned.contains(&hash))
    };
    if messages.is_empty() && read.outcome == Outcome::Done {
        out.note("no messages");
    }
    keep_newest(&mut messages, limit, out);
    if out.json() {
        for message in &messages {
            let view = ListedMessageJson::stored(message, is_orphaned(message), now);
            out.record(&view)?;
        }
        return Ok(read.outcome);
    }
    let mut table = Table::new(["TIME", "TYPE", "SIGNATURE", "SENDER", "MESSAGE"]);
    for message in &messages {
        table.row(cells(message, is_orphaned(message), out));
    }
    out.table(table)?;
    Ok(read.outcome)
}

fn cells(stored: &StoredMessage, orphaned: bool, out: &Output) -> [String; 5] {
    let judged = &stored.judged;
    let message = &judged.message;
    let msg_type = message.msg_type;
    let (_, status) = status_words(judged.status);
    let mut status = status.to_owned();
    if let Some(authority) = &stored.authority {
        status.push_str(&format!(" (authority {authority})"));
    }
    if orphaned {
        status.push_str(", share orphaned");
    }
    [
        out.when(u64::from(message.timestamp)),
        msg_type
            .short_name()
            .map_or_else(|| msg_type.name().into_owned(), str::to_owned),
        status,
        author_cell(&MessageJson::new(
            judged,
            stored.authority.as_deref(),
            stored.share_hash,
            0,
        )),
        words(
            payload::view(msg_type, &message.payload),
            stored.authority.is_some(),
        ),
    ]
}
