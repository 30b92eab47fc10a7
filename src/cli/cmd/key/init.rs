//! `key init [--index N]`.

use super::{print, report};
use crate::cli::error::{CliError, Outcome};
use crate::cli::outbox;
use crate::cli::output::Output;
use crate::cli::secret::KeyArgs;
use crate::cli::settings::Settings;
use crate::core::key::KeyIndex;
use crate::core::key::announcement::Announcement;
use crate::data::DataError;
use crate::outbox::{Key, OutboxError, derive};

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
    let outbox = outbox::open(settings)?;
    // Before a secret is asked for; init_key checks again under the lock.
    outbox.check_no_key().map_err(|error| match error {
        OutboxError::State(DataError::AlreadyExists { .. }) => {
            CliError::from(error).hint("to go over to a higher key_index: p2msg key rotate")
        }
        error => error.into(),
    })?;
    let announcement = announcement(&args, settings)?;
    let state = outbox.init_key(&announcement, settings.now())?;
    out.changed(format!(
        "created {} with key_index {}",
        outbox.keys().path().display(),
        state.key_index
    ));
    print(report(&state, outbox.keys(), Some(&announcement)), out)?;
    Ok(Outcome::Done)
}

fn announcement(args: &InitArgs, settings: &Settings) -> Result<Announcement, CliError> {
    let index = args.index.or(settings.signing_key_index());
    match args.key.read(settings)? {
        Key::Master(master) => {
            let index = index.unwrap_or(KeyIndex(0));
            Ok(derive(&master, index)?.announcement(index))
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
