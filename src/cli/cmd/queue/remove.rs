//! `queue remove ID...`.

use super::{changed, print};
use crate::cli::error::{CliError, Outcome};
use crate::cli::outbox;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::core::message::queue::{EntryId, State};

/// Take messages out of the queue, whatever their state
///
/// They are printed. If one of the ids is not there, none is taken out. An envelope that was handed
/// out can still bring a packed message into a share.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg queue remove 7 8")]
pub struct RemoveArgs {
    /// Their ids, from `queue list`
    #[arg(value_name = "ID", required = true)]
    ids: Vec<EntryId>,
}

/// Runs the command.
///
/// # Errors
/// An entry is not there, or the queue cannot be changed.
pub fn run(args: RemoveArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let now = settings.now();
    let removed = outbox::open(settings)?.remove(&args.ids, now)?;
    outbox::report(&removed.settled, out);
    changed("removed", &removed.done, out);
    print(&removed.done, now, out)?;
    for entry in &removed.done {
        if entry.state_at(now) == State::Packed {
            out.note(format!(
                "{} was packed: the envelope that was handed out can still bring it into a share",
                entry.id
            ));
        }
    }
    Ok(Outcome::Done)
}
