//! `queue clear`.

use super::{changed, print};
use crate::cli::error::{CliError, Outcome};
use crate::cli::outbox;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::core::message::queue::State;

/// Take every pending message out of the queue
///
/// They are printed. Packed ones stay, because the envelope that holds them is out of hand; so do
/// sent and expired ones.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg queue clear")]
pub struct ClearArgs {}

/// Runs the command.
///
/// # Errors
/// The queue cannot be changed.
pub fn run(_args: ClearArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let now = settings.now();
    let cleared = outbox::open(settings)?.clear(now)?;
    outbox::report(&cleared.settled, out);
    changed("removed", &cleared.done, out);
    print(&cleared.done, now, out)?;
    let packed = cleared.queue.count(now, State::Packed);
    if packed > 0 {
        out.note(format!(
            "packed, so kept: {packed}; the envelope that was handed out can still come into a share"
        ));
    }
    Ok(Outcome::Done)
}
