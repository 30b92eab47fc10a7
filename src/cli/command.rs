//! The commands: their definition for clap, and which code runs them.

use clap::{CommandFactory, Parser, Subcommand};

use super::cmd::{
    authority, completions, config, decode, demo, doctor, key, man, node, pack, peer, queue, send,
    serve, status, store, verify,
};
use super::config::Environment;
use super::error::{CliError, Outcome};
use super::output::Output;
use super::settings::{GlobalArgs, Settings};

/// Keys, queue, packing, decoding and verifying of P2Pool share messages
///
/// p2msg derives and rotates message-signing keys, queues and packs signed messages for the next
/// share, and says what the messages in shares mean and whether they hold.
#[derive(Debug, Parser)]
#[command(
    name = "p2msg",
    version,
    max_term_width = 100,
    subcommand_required = true,
    after_help = "Exit status:
  0  done, or there was nothing to do
  1  could not be done: file, lock, network, the node said no
  2  wrong usage
  3  input is malformed (what could be read was still printed)
  4  a signature, an announcement, a commitment or the proof of work does not hold
  5  refused: would overwrite, lose, downgrade or expose something, or needs consent

Examples:
  p2msg key init --master-key-file master.key
  p2msg send \"Hello, miners\"
  p2msg queue list
  p2msg pack --master-key-file master.key
  p2msg doctor
  p2msg completions bash > ~/.local/share/bash-completion/completions/p2msg
  p2msg man | man -l -"
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: GlobalArgs,

    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Derive, rotate, export and announce the message-signing key
    ///
    /// Messages are signed with keys derived from the master key, the private key of the payout
    /// address. They are numbered: the key_index. Nodes know a key by its signing_id, and each share
    /// with messages announces it; one with a higher key_index revokes those below.
    #[command(
        subcommand,
        after_help = "Examples:
  p2msg key init --master-key-file master.key
  p2msg key show"
    )]
    Key(key::KeyCommand),
    Send(send::SendArgs),
    Announce(send::AnnounceArgs),
    Alert(send::AlertArgs),
    Status(status::StatusArgs),
    /// Look at the queue, change it, and mark what was seen in shares
    #[command(
        subcommand,
        after_help = "Examples:
  p2msg queue list
  p2msg queue retry 7"
    )]
    Queue(queue::QueueCommand),
    Pack(pack::PackArgs),
    Decode(decode::DecodeArgs),
    /// Show the messages, keys and counts of share stores, as a node would
    ///
    /// The shares may stand in any order, repeated and with gaps: they are put in chain order
    /// first, and a message that only an orphaned share carries is shown as such. Nothing is too old
    /// to be shown. A message is judged as a node judged it when its share was new: the clock is the
    /// timestamp of the share.
    ///
    /// Proof of work is not checked, because a node checks it before it stores a share; p2msg verify
    /// does so.
    #[command(
        subcommand,
        after_help = "Examples:
  p2msg store messages ~/p2pool/data/litecoin
  p2msg store stats shares.0 shares.1 --json"
    )]
    Store(store::StoreCommand),
    Verify(verify::VerifyArgs),
    Demo(demo::DemoArgs),
    Serve(serve::ServeArgs),
    /// Seal and open authority envelopes, the only ones that deployed nodes take
    #[command(
        subcommand,
        after_help = "Examples:
  p2msg authority open alert.hex
  p2msg authority seal --type alert --msg 'Stop v36.0' --key-file keystore.json"
    )]
    Authority(authority::AuthorityCommand),
    /// Ask running nodes: messages, keys, transition; watch and check them
    #[command(
        subcommand,
        after_help = "Examples:
  p2msg node messages
  p2msg node chat --url http://node1:9327 --url http://node2:9327"
    )]
    Node(Box<node::NodeCommand>),
    /// Listen to nodes on the pool's own network: who they are, and their share chain
    #[command(
        subcommand,
        after_help = "Examples:
  p2msg peer info
  p2msg peer shares --count 1000 | p2msg decode --with-messages -"
    )]
    Peer(Box<peer::PeerCommand>),
    Doctor(doctor::DoctorArgs),
    /// Show the settings and where each comes from; print a config file to begin with
    #[command(
        subcommand,
        after_help = "Examples:
  p2msg config show
  mkdir -p ~/.config/p2msg
  p2msg config sample > ~/.config/p2msg/config.toml"
    )]
    Config(config::ConfigCommand),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

impl Command {
    /// The settings of a run of this command.
    ///
    /// # Errors
    /// As [`Settings::load`].
    pub(super) fn settings(
        &self,
        args: GlobalArgs,
        environment: &Environment,
    ) -> Result<Settings, CliError> {
        match self {
            // It reports mistakes in the settings as findings.
            Self::Doctor(_) => Settings::load_past_mistakes(args, environment),
            _ => Settings::load(args, environment),
        }
    }

    /// Warnings about the data folder, if the command uses it: p2msg's files are in two default
    /// folders, or contain unreadable characters.
    pub(super) fn data_warnings(&self, settings: &Settings) -> Vec<String> {
        let mut warnings = Vec::new();
        if !self.uses_data_folder() {
            return warnings;
        }
        if let (Some(other), Ok(used)) = (settings.other_data_dir(), settings.data_dir()) {
            let (used, other) = (used.display(), other.display());
            warnings.push(format!(
                "{used} and {other} both contain p2msg's files; using {used}: choose with --data-dir"
            ));
        }
        if let (Ok(data), Ok(state_file)) = (settings.data(), settings.signing_key_file()) {
            let replaced = data.replaced_characters(&state_file).into_iter();
            warnings.extend(replaced.map(|(path, count)| {
                let path = path.display();
                format!("{path}: unreadable characters replaced by U+FFFD: {count}")
            }));
        }
        warnings
    }

    fn uses_data_folder(&self) -> bool {
        match self {
            Self::Key(command) => command.uses_data_folder(),
            Self::Send(_)
            | Self::Announce(_)
            | Self::Alert(_)
            | Self::Status(_)
            | Self::Queue(_)
            | Self::Pack(_) => true,
            Self::Serve(args) => args.uses_data_folder(),
            Self::Node(command) => command.uses_data_folder(),
            Self::Peer(command) => command.uses_data_folder(),
            // doctor reports findings.
            _ => false,
        }
    }

    /// Runs the command.
    ///
    /// # Errors
    /// Those of the command.
    pub(super) fn run(self, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
        match self {
            Self::Key(command) => key::run(command, settings, out),
            Self::Send(args) => send::run(args, settings, out),
            Self::Announce(args) => send::announce(args, settings, out),
            Self::Alert(args) => send::alert(args, settings, out),
            Self::Status(args) => status::run(args, settings, out),
            Self::Queue(command) => queue::run(command, settings, out),
            Self::Pack(args) => pack::run(args, settings, out),
            Self::Decode(args) => decode::run(args, settings, out),
            Self::Store(command) => store::run(command, settings, out),
            Self::Verify(args) => verify::run(args, settings, out),
            Self::Demo(args) => demo::run(args, settings, out),
            Self::Serve(args) => serve::run(args, settings, out),
            Self::Authority(command) => authority::run(command, settings, out),
            Self::Node(command) => node::run(*command, settings, out),
            Self::Peer(command) => peer::run(*command, settings, out),
            Self::Doctor(args) => doctor::run(args, settings, out),
            Self::Config(command) => config::run(command, settings, out),
            Self::Completions(args) => completions::run(args, settings, out),
            Self::Man(args) => man::run(args, command(), out),
        }
    }
}

/// The definition that parsing, `--help`, completions and man pages share.
pub fn command() -> clap::Command {
    Cli::command()
}
