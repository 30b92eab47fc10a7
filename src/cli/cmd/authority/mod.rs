//! `authority`: envelopes as deployed nodes take them.

pub mod keystore;
pub mod open;
pub mod seal;

use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Output;
use crate::cli::settings::Settings;

/// The commands of the group.
#[derive(Debug, clap::Subcommand)]
#[allow(missing_docs, reason = "a command is described at its arguments")]
pub enum AuthorityCommand {
    Seal(seal::SealArgs),
    Open(open::OpenArgs),
    /// Keep a private key in a file, under a passphrase
    #[command(
        subcommand,
        after_help = "Examples:
  p2msg authority keystore create --key-file key.hex --out keystore.json
  p2msg authority keystore show keystore.json"
    )]
    Keystore(keystore::KeystoreCommand),
}

/// Runs the command.
///
/// # Errors
/// What the command gives.
pub fn run(
    command: AuthorityCommand,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    match command {
        AuthorityCommand::Seal(args) => seal::run(args, settings, out),
        AuthorityCommand::Open(args) => open::run(args, settings, out),
        AuthorityCommand::Keystore(command) => keystore::run(command, settings, out),
    }
}
