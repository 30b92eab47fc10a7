//! `queue retry ID...`.

use crate::cli::error::{CliError, Outcome};
use crate::cli::outbox;
use crate::cli::output::{Output, Table};
use crate::cli::settings::Settings;
use crate::core::message::queue::EntryId;
use crate::json::queue::{RetriedJson, RetryResult};

/// Make messages pending again
///
/// A packed one stays the same message, and its lease is over at once: do it if the envelope that
/// was handed out is lost. The text of an expired one is queued again as a new message. A sent one
/// is refused: nodes would drop the copy.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg queue retry 7")]
pub struct RetryArgs {
    /// Their ids, from `queue list`
    #[arg(value_name = "ID", required = true)]
    ids: Vec<EntryId>,
}

/// Runs the command.
///
/// # Errors
/// An entry is not there or was sent, or the queue cannot be changed.
pub fn run(args: RetryArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let retried = outbox::open(settings)?.retry(&args.ids, settings.now())?;
    outbox::report(&retried.settled, out);
    let mut table = Table::new(["ID", "RESULT", "QUEUED_AS"]).right(0).right(2);
    for (id, retried) in retried.done {
        let json = RetriedJson::new(id, retried);
        if let Some(change) = change(&json) {
            out.changed(change);
        }
        if out.json() {
            out.record(&json)?;
        } else {
            table.row([
                json.id.to_string(),
                json.result.words().to_owned(),
                json.retried_as
                    .map_or_else(String::new, |id| id.to_string()),
            ]);
        }
    }
    out.table(table)?;
    Ok(Outcome::Done)
}

/// The change that a retry made, if it made one.
fn change(retried: &RetriedJson) -> Option<String> {
    let id = retried.id;
    match (retried.result, retried.retried_as) {
        (RetryResult::LeaseEnded, _) => Some(format!("made {id} pending again")),
        (RetryResult::QueuedAgain, Some(again)) => Some(format!("queued {id} again as {again}")),
        _ => None,
    }
}
