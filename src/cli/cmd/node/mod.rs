//! `node ...`: questions to running nodes.

mod ban;
mod bans;
pub mod check;
mod diag;
mod keys;
mod load_blob;
mod messages;
mod reported;
mod stats;
mod transition;
mod watch;

use clap::Subcommand;

use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::client::node::View;

/// The commands of the group.
#[derive(Debug, Subcommand)]
#[allow(missing_docs, reason = "a command is described at its arguments")]
pub enum NodeCommand {
    Messages(messages::MessagesArgs),
    /// Show what miners say to each other
    #[command(after_help = "Example:
  p2msg node chat --since 2h --verified-only")]
    Chat(messages::ViewArgs),
    /// Show the announcements of operators and authorities
    #[command(after_help = "Example:
  p2msg node announcements --url http://node1:9327 --url http://node2:9327")]
    Announcements(messages::ViewArgs),
    /// Show the alerts
    #[command(after_help = "Example:
  p2msg node alerts --json")]
    Alerts(messages::ViewArgs),
    /// Show what nodes say of their state
    #[command(after_help = "Example:
  p2msg node status --limit 10")]
    Status(messages::ViewArgs),
    Keys(keys::KeysArgs),
    Stats(stats::StatsArgs),
    Transition(transition::TransitionArgs),
    Bans(bans::BansArgs),
    Diag(diag::DiagArgs),
    Watch(watch::WatchArgs),
    Check(check::CheckArgs),
    Ban(ban::BanArgs),
    Unban(ban::UnbanArgs),
    LoadBlob(load_blob::LoadBlobArgs),
}

impl NodeCommand {
    /// Whether the command reads files in the data folder.
    pub fn uses_data_folder(&self) -> bool {
        matches!(self, Self::Check(_))
    }
}

/// Runs the command.
///
/// # Errors
/// What the command gives.
pub fn run(
    command: NodeCommand,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    match command {
        NodeCommand::Messages(args) => messages::run_messages(args, settings, out),
        NodeCommand::Chat(args) => messages::run(args, View::Chat, settings, out),
        NodeCommand::Announcements(args) => messages::run(args, View::Announcements, settings, out),
        NodeCommand::Alerts(args) => messages::run(args, View::Alerts, settings, out),
        NodeCommand::Status(args) => messages::run(args, View::Status, settings, out),
        NodeCommand::Keys(args) => keys::run(args, settings, out),
        NodeCommand::Stats(args) => stats::run(args, settings, out),
        NodeCommand::Transition(args) => transition::run(args, settings, out),
        NodeCommand::Bans(args) => bans::run(args, settings, out),
        NodeCommand::Diag(args) => diag::run(args, settings, out),
        NodeCommand::Watch(args) => watch::run(args, settings, out),
        NodeCommand::Check(args) => check::run(args, settings, out),
        NodeCommand::Ban(args) => ban::ban(args, settings, out),
        NodeCommand::Unban(args) => ban::unban(args, settings, out),
        NodeCommand::LoadBlob(args) => load_blob::run(args, settings, out),
    }
}
