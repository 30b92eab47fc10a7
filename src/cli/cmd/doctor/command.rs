//! The order of the checks.

use std::path::PathBuf;

use super::{Findings, files, keys, nodes, shares};
use crate::cli::error::{CliError, Outcome};
use crate::cli::nodes::NodeArgs;
use crate::cli::output::Output;
use crate::cli::settings::{Clock, Settings};

/// Look at everything p2msg works with, and say what is wrong with it
///
/// The config file, the data folder and the files in it, where keys would come from, the queue, the
/// nodes, the clock, and share stores. Exit code 1 if something is wrong; a note is worth a look, but
/// no fault.
///
/// It changes nothing and opens no file with a secret, the one of --auth-file included: nodes are
/// asked without a password, and one that wants it counts as there. A mistake in the config file or
/// the environment is named, and then passed over: what it would set counts as not set.
///
/// Of each share store, the ten shares with the greatest absheights are verified, from message_data
/// to the proof of work, without signatures. The name of the folder decides the network, or else
/// --net. If the shares are invalid there, doctor reports the network under which nearly all verify.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg doctor
  p2msg doctor --url http://node1:9327 --shares ~/p2pool/data/litecoin")]
pub struct DoctorArgs {
    /// Folder with a node's share store, can be repeated [default: where nodes usually keep it]
    #[arg(long, value_name = "DIR")]
    shares: Vec<PathBuf>,

    #[command(flatten)]
    nodes: NodeArgs,
}

/// Runs the command.
///
/// # Errors
/// stdout cannot be written.
pub fn run(args: DoctorArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let mut report = Findings::default();
    look_at_config(settings, &mut report);
    files::check(settings, &mut report);
    keys::check(&args.nodes, settings, &mut report);
    if let Clock::Fixed(now) = settings.clock() {
        let message = format!("P2MSG_NOW has stopped it at {}", out.when(now));
        let hint = "for runs that must be reproducible only: unset P2MSG_NOW";
        report.note("clock", message, hint);
    }
    nodes::check(&args.nodes, settings, out, &mut report);
    shares::check(&args.shares, settings, out, &mut report);
    report.print(out)?;
    Ok(report.outcome())
}

fn look_at_config(settings: &Settings, report: &mut Findings) {
    let version = env!("CARGO_PKG_VERSION");
    for mistake in settings.mistakes() {
        report.fails("config", mistake);
    }
    match settings.config() {
        _ if !settings.mistakes().is_empty() => {}
        Some(config) if config.value.exists() => {
            let words = format!("{} ({})", config.value.display(), config.origin);
            report.ok("config", words);
        }
        Some(config) => report.ok("config", format!("none at {}", config.value.display())),
        None => report.ok("config", "none: the home folder is not known"),
    }
    let network = settings.network();
    let words = format!("p2msg {version} for {} ({})", network.name, network.symbol);
    report.ok("network", words);
}
