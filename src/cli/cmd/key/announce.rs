//! `key announce`.

use super::{print, report};
use crate::cli::error::{CliError, Outcome};
use crate::cli::outbox;
use crate::cli::output::Output;
use crate::cli::secret::KeyArgs;
use crate::cli::settings::Settings;
use crate::core::key::announcement::Announcement;
use crate::data::KeyState;
use crate::outbox::KeyFiles;

/// Print the announcement of the key in use, 57 bytes in hex
///
/// It needs no secret where the key log knows the public key, as it does of every key that p2msg
/// itself put into use. A key that is given all the same must be the one in use.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg key announce
  p2msg key announce | p2msg key check -")]
pub struct AnnounceArgs {
    #[command(flatten)]
    key: KeyArgs,
}

/// Runs the command.
///
/// # Errors
/// There is no state file, the key is another one, or its public key is not known and no key given.
pub fn run(args: AnnounceArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let outbox = outbox::open(settings)?;
    let files = outbox.keys();
    let state = files.state()?;
    files.no_rotation(&state, settings.signing_key_index())?;
    let announcement = announcement(&args, files, &state, settings)?;
    if out.json() {
        print(report(&state, files, Some(&announcement)), out)?;
    } else {
        out.line(hex::encode(announcement.write()))?;
    }
    Ok(Outcome::Done)
}

fn announcement(
    args: &AnnounceArgs,
    files: &KeyFiles,
    state: &KeyState,
    settings: &Settings,
) -> Result<Announcement, CliError> {
    let key = match args.key.read_given(settings)? {
        Some(key) => key,
        None => match files.announcement(state)? {
            Some(announcement) => return Ok(announcement),
            None => args.key.read(settings)?,
        },
    };
    Ok(files.current_key(key, state)?.announcement(state.key_index))
}
