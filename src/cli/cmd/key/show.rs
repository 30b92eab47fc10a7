//! `key show`.

use super::{print, report};
use crate::cli::error::{CliError, Outcome};
use crate::cli::outbox;
use crate::cli::output::Output;
use crate::cli::settings::Settings;

/// Show the signing key in use
///
/// It needs no secret: it shows the state file, and the public key where the key log knows it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg key show --json")]
pub struct ShowArgs {}

/// Runs the command.
///
/// # Errors
/// There is no state file, or a file cannot be read.
pub fn run(_args: ShowArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let outbox = outbox::open(settings)?;
    let files = outbox.keys();
    let state = files.state()?;
    let announcement = files.announcement(&state)?;
    print(report(&state, files, announcement.as_ref()), out)?;
    Ok(Outcome::Done)
}
