//! `queue ...`, and what all commands that change the queue share.

pub mod clear;
pub mod confirm;
pub mod list;
pub mod remove;
pub mod retry;
pub mod show;

use crate::cli::error::{CliError, Outcome};
use crate::cli::output::{Output, Table};
use crate::cli::settings::Settings;
use crate::core::message::MsgType;
use crate::core::payload::{self, PayloadView};
use crate::core::queue::{Entry, EntryId, Settled};
use crate::json::queue::QueueEntryJson;
use crate::state::LockedDataDir;

/// The commands of the group.
#[derive(Debug, clap::Subcommand)]
#[allow(missing_docs, reason = "a command is described at its arguments")]
pub enum QueueCommand {
    List(list::ListArgs),
    Show(show::ShowArgs),
    Remove(remove::RemoveArgs),
    Clear(clear::ClearArgs),
    Retry(retry::RetryArgs),
    Confirm(confirm::ConfirmArgs),
}

/// Runs the command.
///
/// # Errors
/// What the command gives.
pub fn run(
    command: QueueCommand,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    match command {
        QueueCommand::List(args) => list::run(args, settings, out),
        QueueCommand::Show(args) => show::run(args, settings, out),
        QueueCommand::Remove(args) => remove::run(args, settings, out),
        QueueCommand::Clear(args) => clear::run(args, settings, out),
        QueueCommand::Retry(args) => retry::run(args, settings, out),
        QueueCommand::Confirm(args) => confirm::run(args, settings, out),
    }
}

/// Locks the data folder of this run.
///
/// # Errors
/// The data folder is not known or cannot be locked.
pub fn lock(settings: &Settings) -> Result<LockedDataDir, CliError> {
    let data = settings.data()?;
    Ok(data.lock(settings.lock_timeout())?)
}

/// Says what time alone has changed: loudly what expired unsent, the rest with `--verbose`.
pub fn report(settled: &Settled, out: &Output) {
    if !settled.expired.is_empty() {
        out.warning(format!(
            "expired unsent after 24 hours: {ids}; to send it again: p2msg queue retry {ids}",
            ids = list(&settled.expired)
        ));
    }
    if !settled.lease_over.is_empty() {
        out.detail(format!("lease over: {}", list(&settled.lease_over)));
    }
    if !settled.dropped.is_empty() {
        out.detail(format!("dropped after 30 days: {}", list(&settled.dropped)));
    }
}

/// The ids, with spaces between them.
pub fn list(ids: &[EntryId]) -> String {
    let ids: Vec<String> = ids.iter().map(EntryId::to_string).collect();
    ids.join(" ")
}

/// The payload for people.
fn content(entry: &Entry) -> String {
    match payload::view(entry.msg_type, &entry.payload) {
        PayloadView::Text(text) | PayloadView::Raw(text) => text,
        PayloadView::Data(data) => data.to_string(),
    }
}

/// The kind for people, as commands take it.
fn kind(msg_type: MsgType) -> String {
    msg_type
        .short_name()
        .map_or_else(|| msg_type.name().into_owned(), str::to_owned)
}

/// Prints entries: a table, or an object for each.
fn print<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    now: u64,
    out: &mut Output,
) -> Result<(), CliError> {
    let mut table = Table::new(["ID", "STATE", "TYPE", "QUEUED", "CONTENT"]).right(0);
    for entry in entries {
        if out.json() {
            out.record(&QueueEntryJson::new(entry, now))?;
        } else {
            table.row([
                entry.id.to_string(),
                entry.state_at(now).to_string(),
                kind(entry.msg_type),
                out.when(entry.timestamp.into()),
                content(entry),
            ]);
        }
    }
    out.table(table)
}
