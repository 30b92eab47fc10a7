//! `queue ...`, and what all commands that change the queue share.

pub mod clear;
mod command;
pub mod confirm;
pub mod list;
pub mod remove;
pub mod retry;
pub mod show;

use serde_json::{Map, Value};

pub use self::command::{QueueCommand, run};
use crate::cli::error::CliError;
use crate::cli::output::{Output, Table};
use crate::cli::settings::Settings;
use crate::core::message::MsgType;
use crate::core::payload::{self, PayloadView};
use crate::core::queue::{Entry, EntryId, Settled};
use crate::state::LockedDataDir;

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

/// The entry as the file has it, but in the state it has now, and with its payload to read.
pub(super) fn entry_json(entry: &Entry, now: u64) -> Result<Map<String, Value>, CliError> {
    let wrong = |error| CliError::failed("json", "cannot write the entry").with_source(error);
    let mut json = serde_json::to_value(entry)
        .and_then(serde_json::from_value::<Map<String, Value>>)
        .map_err(wrong)?;
    json.insert("state".to_owned(), entry.state_at(now).name().into());
    json.insert("age".to_owned(), entry.age(now).into());
    let (name, view) = match payload::view(entry.msg_type, &entry.payload) {
        PayloadView::Text(text) => ("text", text.into()),
        PayloadView::Data(data) => ("data", data),
        PayloadView::Raw(raw) => ("raw", raw.into()),
    };
    json.insert(name.to_owned(), view);
    Ok(json)
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
            out.record("queue_entry", &entry_json(entry, now)?)?;
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
