//! `queue list [--all]`.

use super::print;
use crate::cli::error::{CliError, Outcome};
use crate::cli::outbox;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::core::message::queue::State;

/// List the messages that wait, in the order in which they are packed
///
/// Pending: waits to be packed. Packed: handed out in an envelope; pending again when its lease is
/// over, unless it was seen in a share. Sent: seen in a share. Expired: older than 24 hours.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg queue list
  p2msg queue list --all --json")]
pub struct ListArgs {
    /// List those that are sent or expired too; they are kept for 30 days
    #[arg(long)]
    all: bool,
}

/// Runs the command.
///
/// # Errors
/// The queue cannot be read.
pub fn run(args: ListArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let now = settings.now();
    let queue = outbox::open(settings)?.queue()?;
    let entries = queue.entries();
    let shown = entries
        .iter()
        .filter(|entry| args.all || !entry.state_at(now).is_final());
    print(shown, now, out)?;
    if entries.is_empty() {
        out.note("the queue is empty");
    } else if !args.all {
        let sent = queue.count(now, State::Sent);
        let expired = queue.count(now, State::Expired);
        if sent + expired > 0 {
            out.note(format!(
                "not listed: {sent} sent, {expired} expired; see them with --all"
            ));
        }
    }
    Ok(Outcome::Done)
}
