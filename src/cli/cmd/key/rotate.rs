//! `key rotate [--index N] [--dry-run]`.

use super::report;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Output;
use crate::cli::secret::{Key, KeyArgs};
use crate::cli::settings::Settings;
use crate::cli::signer::{self, KeyFiles};
use crate::core::announcement::Announcement;
use crate::core::key::KeyIndex;
use crate::json::key::KeyStateJson;
use crate::state::KeyState;

/// Go over to a new signing key, which has a higher key_index
///
/// There is no way back: nodes that see the announcement of the new key revoke every lower one of
/// the same payout address, and the messages that it signed turn to revoked. Messages still in the
/// queue are signed when they are packed, with the new key.
///
/// A signing key derived elsewhere does not say which key_index it has: give it with --index.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg key rotate --dry-run --master-key-file master.key
  p2msg key rotate --index 7 --yes --master-key-file master.key")]
pub struct RotateArgs {
    /// key_index to go over to, above the one in use [default: --signing-key-index, or the next]
    #[arg(long, value_name = "N")]
    index: Option<KeyIndex>,

    /// Show what the state file would hold, and change nothing
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    key: KeyArgs,
}

/// Runs the command.
///
/// # Errors
/// There is no state file, the index is not above its own, the key is another one, consent is not
/// given, or a file cannot be written.
pub fn run(args: RotateArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let files = KeyFiles::new(settings)?;
    let state = files.state()?;
    let asked = args.index.or(settings.signing_key_index());
    let index = next_index(&files, &state, asked)?;
    let announcement = announcement(&args, &files, &state, asked, index, settings)?;
    if args.dry_run {
        let rotated = state.rotated(&announcement, settings.now());
        print(&rotated, &state, &files, &announcement, true, out)?;
        out.note("nothing was changed (--dry-run)");
        return Ok(Outcome::Done);
    }
    signer::consent_to_rotate(&state, index, settings, out)?;
    let lock = files.data.lock(settings.lock_timeout())?;
    let mut key_file = lock.key_file(&files.path, settings.lock_timeout())?;
    files.check_unchanged(&state, key_file.state())?;
    let rotated = key_file.rotate(&announcement, settings.now())?;
    print(rotated, &state, &files, &announcement, false, out)?;
    Ok(Outcome::Done)
}

fn next_index(
    files: &KeyFiles,
    state: &KeyState,
    asked: Option<KeyIndex>,
) -> Result<KeyIndex, CliError> {
    match asked.or(state.key_index.next()) {
        Some(index) if index > state.key_index => Ok(index),
        Some(index) => Err(files.not_higher(state, index)),
        None => Err(CliError::refused(
            "no_higher_key_index",
            format!(
                "{} holds key_index {}, and there is none above it",
                files.path.display(),
                state.key_index
            ),
        )
        .hint("use another master key, that is another payout address")),
    }
}

fn announcement(
    args: &RotateArgs,
    files: &KeyFiles,
    state: &KeyState,
    asked: Option<KeyIndex>,
    index: KeyIndex,
    settings: &Settings,
) -> Result<Announcement, CliError> {
    let key = args.key.read(settings)?;
    if matches!(key, Key::Signing(_)) && asked.is_none() {
        return Err(CliError::usage(
            "missing_argument",
            "which key_index the signing key has cannot be told from it",
        )
        .hint("give it with --index N"));
    }
    Ok(files.next_key(key, state, index)?.announcement(index))
}

fn print(
    rotated: &KeyState,
    before: &KeyState,
    files: &KeyFiles,
    announcement: &Announcement,
    dry_run: bool,
    out: &mut Output,
) -> Result<(), CliError> {
    let rotated = KeyStateJson {
        previous_key_index: Some(before.key_index),
        dry_run: Some(dry_run),
        ..report(rotated, files, Some(announcement))
    };
    super::print(rotated, out)
}
