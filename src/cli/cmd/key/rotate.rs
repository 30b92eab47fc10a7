//! `key rotate [--index N] [--dry-run]`.

use super::report;
use crate::cli::error::{CliError, Outcome};
use crate::cli::outbox;
use crate::cli::output::Output;
use crate::cli::secret::KeyArgs;
use crate::cli::settings::Settings;
use crate::core::key::KeyIndex;
use crate::core::key::announcement::Announcement;
use crate::data::KeyState;
use crate::json::key::KeyStateJson;
use crate::outbox::{Key, KeyFiles, Rotation};

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
    let outbox = outbox::open(settings)?;
    let files = outbox.keys();
    let state = files.state()?;
    let asked = args.index.or(settings.signing_key_index());
    let index = files.next_index(&state, asked)?;
    let announcement = announcement(&args, files, &state, asked, index, settings)?;
    if args.dry_run {
        let rotated = state.rotated(&announcement, settings.now());
        print(&rotated, &state, files, &announcement, true, out)?;
        out.note("nothing was changed (--dry-run)");
        return Ok(Outcome::Done);
    }
    let rotation = Rotation {
        from: state.key_index,
        to: index,
    };
    outbox::consent_to_rotate(rotation, settings, out)?;
    let rotated = outbox.rotate_key(&state, &announcement, settings.now())?;
    out.changed(outbox::rotated(rotation));
    print(&rotated, &state, files, &announcement, false, out)?;
    Ok(Outcome::Done)
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
