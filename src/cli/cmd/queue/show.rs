//! `queue show ID`.

use super::content;
use crate::cli::error::{CliError, Outcome};
use crate::cli::outbox;
use crate::cli::output::{Output, Table};
use crate::cli::settings::Settings;
use crate::core::message::queue::{Change, EntryId};
use crate::json::queue::QueueEntryJson;

/// Show one message and what became of it
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg queue show 7")]
pub struct ShowArgs {
    /// Its id, from `queue list`
    #[arg(value_name = "ID")]
    id: EntryId,
}

/// Runs the command.
///
/// # Errors
/// There is no such entry, or the queue cannot be read.
pub fn run(args: ShowArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let now = settings.now();
    let queue = outbox::open(settings)?.queue()?;
    let entry = queue.get(args.id)?;
    if out.json() {
        out.record(&QueueEntryJson::new(entry, now))?;
        return Ok(Outcome::Done);
    }
    out.facts(&[
        ("id", entry.id.to_string()),
        ("state", entry.state_at(now).to_string()),
        ("type", entry.msg_type.name().into_owned()),
        ("flags", format!("{:#04x}", entry.flags.0)),
        ("timestamp", out.when(entry.timestamp.into())),
        ("message_hash", entry.message_hash.to_string()),
        ("bytes", entry.payload.len().to_string()),
        ("content", content(entry)),
    ])?;
    out.line("")?;
    let mut table = Table::new(["AT", "STATE", "DETAIL"]);
    for change in &entry.history {
        table.row([
            out.when(change.at),
            change.state.to_string(),
            detail(change, out),
        ]);
    }
    out.table(table)?;
    Ok(Outcome::Done)
}

fn detail(change: &Change, out: &Output) -> String {
    let lease = change
        .lease_until
        .map(|until| format!("lease until {}", out.when(until)));
    let share = change
        .share_hash
        .map(|share_hash| format!("in share {share_hash}"));
    let retried = change.retried_as.map(|id| format!("queued again as {id}"));
    let details: Vec<String> = [lease, share, retried].into_iter().flatten().collect();
    details.join(", ")
}
