//! `queue clear`.

use super::{lock, print, report};
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::core::queue::{Settled, State};

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
    let lock = lock(settings)?;
    let mut locked = lock.queue()?;
    let settled = locked.queue.settle(now);
    let removed = locked.queue.clear(now);
    if !removed.is_empty() || settled != Settled::default() {
        locked.save()?;
        report(&settled, out);
    }
    print(&removed, now, out)?;
    let packed = locked.queue.count(now, State::Packed);
    if packed > 0 {
        out.note(format!(
            "packed, so kept: {packed}; the envelope that was handed out can still come into a share"
        ));
    }
    Ok(Outcome::Done)
}
