//! `queue ...`, and the parts that its commands share.

pub mod clear;
mod command;
pub mod confirm;
pub mod list;
pub mod remove;
pub mod retry;
pub mod show;

pub use self::command::{QueueCommand, run};
use crate::cli::error::CliError;
use crate::cli::outbox;
use crate::cli::output::{Output, Table};
use crate::core::message::MsgType;
use crate::core::message::payload::{self, PayloadView};
use crate::core::message::queue::{Entry, EntryId};
use crate::json::queue::QueueEntryJson;

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

/// Records a change of these entries.
fn changed(what: &str, entries: &[Entry], out: &mut Output) {
    if !entries.is_empty() {
        let ids: Vec<EntryId> = entries.iter().map(|entry| entry.id).collect();
        out.changed(format!("{what} {}", outbox::list(&ids)));
    }
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
