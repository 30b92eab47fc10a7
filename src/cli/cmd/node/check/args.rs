//! The options of `node check`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::source::{AlertSource, alert_source};
use crate::cli::error::CliError;
use crate::cli::input::AuthorityArgs;
use crate::cli::nodes::NodeArgs;
use crate::cli::output::{Output, is_stdout};
use crate::core::hash::SigningId;

/// Check nodes, keys and queue for a monitoring system
///
/// Prints a status line with performance data and below it what was found. The exit code is that of
/// monitoring plugins: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN, which is also for wrong usage and for
/// a node that does not answer in time.
///
/// It looks at nodes (do they answer), status (how old is the newest NODE_STATUS), alerts (a verified
/// EMERGENCY of an --alert-from sender is critical, any other a warning), transition (a signal of an authority with urgency
/// "required" is a warning), key (is our signing key announced and not revoked) and queue (how old
/// are the messages that wait).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg node check
  p2msg node check --url http://node1:9327 --status-warning 900 --status-critical 3600
  p2msg node check --skip key --textfile /var/lib/node_exporter/p2msg.prom")]
pub struct CheckArgs {
    /// Warn if the newest NODE_STATUS is older than so many seconds [default: at no age]
    #[arg(long, value_name = "SECONDS")]
    pub(super) status_warning: Option<u64>,

    /// Critical if the newest NODE_STATUS is older than so many seconds [default: at no age]
    #[arg(long, value_name = "SECONDS")]
    pub(super) status_critical: Option<u64>,

    /// Look at NODE_STATUS of this payout address only
    #[arg(long, value_name = "ADDRESS")]
    pub(super) status_sender: Option<String>,

    /// Look at alerts of the last so many seconds only [default: at all that nodes show]
    #[arg(long, value_name = "SECONDS")]
    pub(super) alert_age: Option<u64>,

    /// Sender whose verified alerts are critical: "authority", a signing_id or a payout address; can
    /// be repeated
    ///
    /// All other alerts are warnings. Prefer a signing_id to an address: any miner can mine a share
    /// that pays to your address.
    #[arg(
        long,
        value_name = "SENDER",
        value_parser = alert_source,
        default_value = "authority"
    )]
    pub(super) alert_from: Vec<AlertSource>,

    /// Warn if a message has waited in the queue for longer than so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 6 * 3_600)]
    pub(super) queue_warning: u64,

    /// Critical if a message has waited for longer than so many seconds; after 24 hours it expires
    #[arg(long, value_name = "SECONDS", default_value_t = 20 * 3_600)]
    pub(super) queue_critical: u64,

    /// Our signing key [default: that of the state file, if there is one]
    #[arg(long, value_name = "HEX")]
    pub(super) signing_id: Option<SigningId>,

    /// Leave out this check; can be repeated
    #[arg(long, value_name = "CHECK", value_enum)]
    pub(super) skip: Vec<Skip>,

    /// Also write the metrics to this file, for Prometheus' node exporter; - prints them in place of
    /// the status line
    #[arg(long, value_name = "PATH")]
    pub(super) textfile: Option<PathBuf>,

    #[command(flatten)]
    pub(super) authority: AuthorityArgs,

    #[command(flatten)]
    pub(super) nodes: NodeArgs,
}

impl CheckArgs {
    /// Whether `--textfile -` prints the metrics in place of the status line.
    ///
    /// # Errors
    /// With `--json` as well (usage).
    pub(super) fn prints_metrics(&self, out: &Output) -> Result<bool, CliError> {
        let prints_metrics = self.textfile.as_deref().is_some_and(is_stdout);
        if prints_metrics && out.json() {
            return Err(CliError::usage(
                "two_results",
                "--json and --textfile - would print two results on stdout",
            )
            .hint("write the metrics to a file, or omit --json"));
        }
        Ok(prints_metrics)
    }
}

/// What can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Skip {
    /// Age of the newest NODE_STATUS
    Status,
    /// EMERGENCY messages
    Alerts,
    /// Transition signals
    Transition,
    /// Our signing key
    Key,
    /// Messages that wait
    Queue,
}
