//! `config ...`: the settings.

mod sample;
mod show;

use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Output;
use crate::cli::settings::Settings;

/// The commands of the group.
#[derive(Debug, clap::Subcommand)]
#[allow(missing_docs, reason = "a command is described at its arguments")]
pub enum ConfigCommand {
    Show(show::ShowArgs),
    Sample(sample::SampleArgs),
}

/// Runs the command.
///
/// # Errors
/// What the command gives.
pub fn run(
    command: ConfigCommand,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    match command {
        ConfigCommand::Show(args) => show::run(args, settings, out),
        ConfigCommand::Sample(args) => sample::run(args, out),
    }
}
