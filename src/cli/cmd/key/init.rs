//! `key init [--index N]`.

use super::{print, report};
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Output;
use crate::cli::secret::{Key, KeyArgs};
use crate::cli::settings::Settings;
use crate::cli::signer::{self, KeyFiles};
use crate::core::announcement::Announcement;
use crate::core::key::KeyIndex;
use crate::state::StateError;

/// Make the state file of the signing key
///
/// It keeps the key_index in use and its signing_id, and no secret. It is never overwritten.
///
/// A signing key derived elsewhere does not say which key_index it has: give it with --index.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg key init --master-key-file master.key
  p2msg key init --index 4 --signing-wif-file signing.wif")]
pub struct InitArgs {
    /// key_index to begin with [default: --signing-key-index, or 0]
    #[arg(long, value_name = "N")]
    index: Option<KeyIndex>,

    #[command(flatten)]
    key: KeyArgs,
}

/// Runs the command.
///
/// # Errors
/// There is a state file already, no key, or the key log knows better.
pub fn run(args: InitArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let files = KeyFiles::new(settings)?;
    // Before a secret is asked for; whoever holds the lock below checks again.
    if files.data.key_state(&files.path)?.is_some() {
        let exists = CliError::from(StateError::AlreadyExists { path: files.path });
        return Err(exists.hint("to go over to a higher key_index: p2msg key rotate"));
    }
    let announcement = announcement(&args, settings)?;
    let lock = files.data.lock(settings.lock_timeout())?;
    let mut key_file = lock.key_file(&files.path, settings.lock_timeout())?;
    let state = key_file.init(&announcement, settings.now())?;
    print(report(state, &files, Some(&announcement)), out)?;
    Ok(Outcome::Done)
}

fn announcement(args: &InitArgs, settings: &Settings) -> Result<Announcement, CliError> {
    let index = args.index.or(settings.signing_key_index());
    match args.key.read(settings)? {
        Key::Master(master) => {
            let index = index.unwrap_or(KeyIndex(0));
            Ok(signer::derive(&master, index)?.announcement(index))
        }
        Key::Signing(signing_key) => match index {
            Some(index) => Ok(signing_key.announcement(index)),
            None => Err(CliError::usage(
                "missing_argument",
                "which key_index the signing key has cannot be told from it",
            )
            .hint("give it with --index N")),
        },
    }
}
