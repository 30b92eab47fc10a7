//! The commands of the group `queue`.

use super::{clear, confirm, list, remove, retry, show};
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Output;
use crate::cli::settings::Settings;

/// The commands of the group.
#[derive(Debug, clap::Subcommand)]
#[allow(missing_docs, reason = "a command is described at its arguments")]
pub enum QueueCommand {
    List(list::ListArgs),
    Show(show::ShowArgs),
    Remove(remove::RemoveArgs),
    Clear(clear::ClearArgs),
    Retry(retry::RetryArgs),
    Confirm(confirm::ConfirmArgs),
}

/// Runs the command.
///
/// # Errors
/// What the command gives.
pub fn run(
    command: QueueCommand,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    match command {
        QueueCommand::List(args) => list::run(args, settings, out),
        QueueCommand::Show(args) => show::run(args, settings, out),
        QueueCommand::Remove(args) => remove::run(args, settings, out),
        QueueCommand::Clear(args) => clear::run(args, settings, out),
        QueueCommand::Retry(args) => retry::run(args, settings, out),
        QueueCommand::Confirm(args) => confirm::run(args, settings, out),
    }
}
