//! `peer ...`: nodes of the pool's own network.

mod forks;
mod info;
mod listen;
mod shares;
mod watch;

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
    Watch(watch::WatchArgs),
}

impl PeerCommand {
    /// Whether the command uses the data folder.
    pub fn uses_data_folder(&self) -> bool {
        matches!(self, Self::Watch(_))
    }
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
        PeerCommand::Watch(args) => watch::run(args, settings, out),
    }
}
