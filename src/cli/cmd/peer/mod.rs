//! `peer ...`: nodes of the pool's own network.

mod info;
mod listen;
mod shares;

use clap::Subcommand;

use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Output;
use crate::cli::settings::Settings;

/// The commands of the group.
#[derive(Debug, Subcommand)]
#[allow(missing_docs, reason = "a command is described at its arguments")]
pub enum PeerCommand {
    Info(info::InfoArgs),
    Shares(shares::SharesArgs),
}

/// Runs the command.
///
/// # Errors
/// Those of the command.
pub fn run(
    command: PeerCommand,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    match command {
        PeerCommand::Info(args) => info::run(args, settings, out),
        PeerCommand::Shares(args) => shares::run(args, settings, out),
    }
}
