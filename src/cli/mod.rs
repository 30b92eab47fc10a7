//! The command line: parse, settle the settings, run one command, report.

pub mod cmd;
pub mod completing;
pub mod config;
pub mod content;
pub mod core_dumps;
pub mod error;
pub mod exposure;
pub mod filter;
pub mod generate;
pub mod input;
pub mod interrupt;
pub mod moment;
pub mod next_steps;
pub mod nodes;
pub mod output;
pub mod record;
pub mod secret;
pub mod settings;
pub mod signer;
pub mod stdin;
pub mod terminal;
pub mod usage;
pub mod visible;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use cmd::{
    authority, completions, config as config_cmd, decode, demo, doctor, key, man, node, pack,
    queue, send, serve, status, store, verify,
};
use config::Environment;
use error::{CliError, Kind, Outcome};
use output::Output;
use settings::{ColorWhen, GlobalArgs, Settings, value_words};

use crate::json::check::Health;

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
struct Cli {
    #[command(flatten)]
    global: GlobalArgs,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
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
    Doctor(doctor::DoctorArgs),
    /// Show the settings and where each comes from; print a config file to begin with
    #[command(
        subcommand,
        after_help = "Examples:
  p2msg config show
  mkdir -p ~/.config/p2msg
  p2msg config sample > ~/.config/p2msg/config.toml"
    )]
    Config(config_cmd::ConfigCommand),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

impl Command {
    fn run(self, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
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
            Self::Doctor(args) => doctor::run(args, settings, out),
            Self::Config(command) => config_cmd::run(command, settings, out),
            Self::Completions(args) => completions::run(args, settings, out),
            Self::Man(args) => man::run(args, settings, out),
        }
    }
}

/// The definition that parsing, `--help`, completions and man pages share.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the program and returns its exit code.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let environment = Environment::of_process();
    let mut out = Output::early(false, ColorWhen::Auto);
    if let Some(answer) = completing::answer(&arguments, &environment) {
        // A shell that does not wait for the answer needs none.
        let _ = out.bytes(&answer).and_then(|()| out.flush());
        return ExitCode::SUCCESS;
    }
    let result = core_dumps::forbid().and_then(|()| run(&arguments, &environment, &mut out));
    let result = result.and_then(|outcome| out.flush().map(|()| outcome));
    match result {
        Ok(outcome) => ExitCode::from(outcome.exit_code()),
        Err(error) => {
            let is_check = usage::is_check(&arguments);
            if error.kind() != Kind::ReaderGone {
                if is_check {
                    let _ = node::check::print_unknown(&error, &mut out);
                }
                // What was found before the error is still a result.
                let _ = out.flush();
                out.error(&error);
            }
            ExitCode::from(if is_check {
                Health::Unknown.exit_code()
            } else {
                error.kind().exit_code()
            })
        }
    }
}

fn run(
    arguments: &[OsString],
    environment: &Environment,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let early = |out: &mut Output| *out = usage::early_output(arguments, environment);
    exposure::refuse_keys_in_arguments(arguments).inspect_err(|_| early(out))?;
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            early(out);
            if usage::is_help(&error) {
                out.help(&error.render())?;
                return Ok(Outcome::Done);
            }
            if let Some(help) = usage::short_help(&error, arguments) {
                out.usage(&help);
            }
            return Err(usage::explain(error, arguments, environment));
        }
    };
    let load = match &cli.command {
        // It says of mistakes in the settings what it says of all else that is wrong.
        Command::Doctor(_) => Settings::load_past_mistakes,
        _ => Settings::load,
    };
    let settings = load(cli.global, environment).inspect_err(|_| early(out))?;
    *out = Output::new(&settings);
    for setting in settings.chosen() {
        let value = value_words(&setting.value);
        out.detail(format!("{} = {value} ({})", setting.option, setting.origin));
    }
    cli.command.run(&settings, out)
}
