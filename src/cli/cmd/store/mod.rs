//! `store VIEW PATH...`: the views that a node gives, from share stores, without a node.

mod keys;
mod messages;
mod reading;
mod stats;

use clap::Subcommand;

use self::keys::KeysArgs;
use self::messages::{MessagesArgs, ViewArgs};
use self::stats::StatsArgs;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::core::message::MsgType;

/// The views.
#[derive(Debug, Subcommand)]
pub(crate) enum StoreCommand {
    Messages(MessagesArgs),
    /// Show what miners say to each other
    #[command(after_help = "Example:
  p2msg store chat shares.0 --since 2h --verified-only")]
    Chat(ViewArgs),
    /// Show the announcements of operators
    #[command(after_help = "Example:
  p2msg store announcements ~/p2pool/data/litecoin")]
    Announcements(ViewArgs),
    /// Show the alerts
    #[command(after_help = "Example:
  p2msg store alerts ~/p2pool/data/litecoin --json")]
    Alerts(ViewArgs),
    /// Show what nodes say of their state
    #[command(after_help = "Example:
  p2msg store status shares.0 --limit 10")]
    Status(ViewArgs),
    Keys(KeysArgs),
    Stats(StatsArgs),
}

/// Runs the command.
///
/// # Errors
/// stdout cannot be written, or standard input is asked for twice.
pub(crate) fn run(
    command: StoreCommand,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let mut view = |args, msg_type| messages::run(args, vec![msg_type], settings, out);
    match command {
        StoreCommand::Messages(args) => messages::run(args.view, args.types.types, settings, out),
        StoreCommand::Chat(args) => view(args, MsgType::MINER_MESSAGE),
        StoreCommand::Announcements(args) => view(args, MsgType::POOL_ANNOUNCE),
        StoreCommand::Alerts(args) => view(args, MsgType::EMERGENCY),
        StoreCommand::Status(args) => view(args, MsgType::NODE_STATUS),
        StoreCommand::Keys(args) => keys::run(args, settings, out),
        StoreCommand::Stats(args) => stats::run(args, settings, out),
    }
}
