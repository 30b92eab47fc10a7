//! The commands of the group `key`.

use super::{announce, check, derive, export, init, log, rotate, show};
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Output;
use crate::cli::settings::Settings;

/// The commands of the group.
#[derive(Debug, clap::Subcommand)]
#[allow(missing_docs, reason = "a command is described at its arguments")]
pub enum KeyCommand {
    Derive(derive::DeriveArgs),
    Init(init::InitArgs),
    Show(show::ShowArgs),
    Rotate(rotate::RotateArgs),
    Log(log::LogArgs),
    Export(export::ExportArgs),
    Announce(announce::AnnounceArgs),
    Check(check::CheckArgs),
}

impl KeyCommand {
    /// Whether the command reads or changes files in the data folder.
    pub fn uses_data_folder(&self) -> bool {
        !matches!(self, Self::Derive(_) | Self::Check(_))
    }
}

/// Runs the command.
///
/// # Errors
/// What the command gives.
pub fn run(
    command: KeyCommand,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    match command {
        KeyCommand::Derive(args) => derive::run(args, settings, out),
        KeyCommand::Init(args) => init::run(args, settings, out),
        KeyCommand::Show(args) => show::run(args, settings, out),
        KeyCommand::Rotate(args) => rotate::run(args, settings, out),
        KeyCommand::Log(args) => log::run(args, settings, out),
        KeyCommand::Export(args) => export::run(args, settings, out),
        KeyCommand::Announce(args) => announce::run(args, settings, out),
        KeyCommand::Check(args) => check::run(args, settings, out),
    }
}
