//! `key init [--index N]`.

use super::{print, report};
use crate::cli::error::{CliError, Outcome};
use crate::cli::hints::quoted;
use crate::cli::outbox;
use crate::cli::output::Output;
use crate::cli::secret::KeyArgs;
use crate::cli::settings::Settings;
use crate::core::key::KeyIndex;
use crate::core::key::announcement::Announcement;
use crate::data::{DataDir, DataError};
use crate::outbox::{Key, KeyFiles, OutboxError, derive};

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
    outbox.check_no_key().map_err(|error| {
        let given = args.key.read_given(settings).ok().flatten();
        cannot_create(error, given, outbox.keys())
    })?;
    check_other_folder(settings)?;
    let announcement = announcement(&args, settings)?;
    let state = outbox
        .init_key(&announcement, settings.now())
        .map_err(|error| cannot_create(error, None, outbox.keys()))?;
    out.changed(format!(
        "created {} with key_index {}",
        outbox.keys().path().display(),
        state.key_index
    ));
    print(report(&state, outbox.keys(), Some(&announcement)), out)?;
    Ok(Outcome::Done)
}

/// The error for an existing state file. Its key_index may be the only record of the keys that nodes
/// have revoked, so no hint suggests moving it away.
fn cannot_create(error: OutboxError, given: Option<Key>, files: &KeyFiles) -> CliError {
    let message = error.to_string();
    match error {
        OutboxError::State(error @ DataError::AlreadyExists { .. }) => {
            let exists = CliError::refused(error.code(), message);
            match given.map(|key| {
                files
                    .state()
                    .and_then(|state| files.current_key(key, &state))
            }) {
                None => exists.hint(TO_ROTATE),
                Some(Ok(_)) => exists.hint(format!(
                    "it belongs to this key, so there is nothing to do; {TO_ROTATE}"
                )),
                Some(Err(error @ OutboxError::WrongKey { .. })) => exists
                    .with_source(error)
                    .hint("the keys differ: give the key of the state file, or another --data-dir"),
                Some(Err(error)) => exists.with_source(error).hint(TO_ROTATE),
            }
        }
        OutboxError::State(error @ DataError::Broken { .. }) => {
            CliError::failed(error.code(), message).hint(
                "nothing was changed; correct the file or restore it from a backup, because nodes \
                 ignore keys below its key_index: p2msg key log",
            )
        }
        error => error.into(),
    }
}

const TO_ROTATE: &str = "to use a higher key_index: p2msg key rotate";

/// Refuses a second state file if the other default data folder has one.
fn check_other_folder(settings: &Settings) -> Result<(), CliError> {
    let Some(other) = settings.other_data_dir() else {
        return Ok(());
    };
    let existing = DataDir::new(other).signing_key_path();
    if !settings.has_key_in_data_dir() || existing.symlink_metadata().is_err() {
        return Ok(());
    }
    let existing = existing.display();
    let message = format!("a second state file is not created, because {existing} exists");
    Err(CliError::refused("second_state_file", message)
        .hint(format!("use it: --data-dir {}", quoted(other)))
        .hint(format!(
            "to use two keys, name the folder of the new one: --data-dir {}",
            quoted(settings.data_dir()?)
        )))
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
