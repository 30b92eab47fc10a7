//! `node watch`: each new message once, for days.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

use super::reported::Reported;
use crate::cli::error::{CliError, Outcome};
use crate::cli::hints;
use crate::cli::nodes::{NodeArgs, Nodes, block_on, seconds};
use crate::cli::output::Output;
use crate::cli::settings::{Clock, Settings};
use crate::cli::signals::Signals;
use crate::cli::watcher::{ShowArgs, Watcher};
use crate::client::node::{Api, Listing, View};
use crate::client::walk::WalkReport;
use crate::client::watch::{MAX_NEW, pause};
use crate::client::{ClientError, NodeClient};

/// Show each new message once, until it is told to end
///
/// It asks the nodes every --interval seconds, and one that fails less and less often, down to once in
/// ten minutes. A message counts as new once, also when nodes restart, and once more when a node has
/// verified its signature. One answer of a node adds 250 messages at most, those of authorities and
/// verified ones first; the others wait for its next answer. SIGINT (Ctrl-C), SIGTERM, SIGQUIT and
/// SIGHUP end the command with exit code 0.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg node watch
  p2msg node watch --url http://node1:9327 --url http://node2:9327 --json
  p2msg node watch --alerts-only --exec \"/usr/lib/p2msg/alert-to-mail ops@example.org\"")]
pub struct WatchArgs {
    /// Ask every so many seconds
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    interval: Duration,

    #[command(flatten)]
    show: ShowArgs,

    #[command(flatten)]
    nodes: NodeArgs,
}

/// Runs the command.
pub(super) fn run(
    args: WatchArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let nodes = args.nodes.nodes(settings, out)?;
    let nodes = nodes.trusting(&args.show.authorities());
    let watcher = args.show.watcher(nodes.clients().len(), settings, out)?;
    let states = nodes.clients().iter().map(|_| NodeState::default());
    let answers = Answers {
        states: states.collect(),
        watcher,
    };
    let clock = settings.clock();
    block_on(watch(answers, &nodes, args.interval, clock, out))?
}

/// Takes the answers of the nodes.
struct Answers {
    states: Vec<NodeState>,
    watcher: Watcher,
}

/// The state of a node between its answers.
#[derive(Default)]
struct NodeState {
    has_answered: bool,
    /// Whether all of its shares were read once, if it answers them. Until then its answers contain
    /// messages from before the start.
    has_all_shares: bool,
    reported: Reported,
    is_failing: bool,
    /// Whether it failed before its first answer.
    has_failed: bool,
}

/// The answer of a node to one poll.
struct Polled {
    node: usize,
    url: String,
    /// Whether parts of its answers were unreadable.
    has_replaced: bool,
    result: Result<(Api, Listing), ClientError>,
}

async fn watch(
    mut answers: Answers,
    nodes: &Nodes,
    interval: Duration,
    clock: Clock,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let mut signals = Signals::any_that_ends()?;
    // The channel serves the pollers in turn, and each has one answer at most in it. So a node waits
    // for one answer of every other node, which is limited, and never for a command.
    let (sender, mut polls) = mpsc::channel(1);
    for (node, client) in nodes.clients().iter().enumerate() {
        let client = Arc::clone(client);
        let poller = Poller {
            node,
            client,
            api: nodes.api(),
            interval,
            clock,
            sender: sender.clone(),
        };
        tokio::spawn(poller.run());
    }
    drop(sender);
    loop {
        tokio::select! {
            () = signals.next() => break,
            () = answers.watcher.run_commands(out) => {}
            polled = polls.recv() => match polled {
                Some(polled) => answers.take(polled, out)?,
                None => break,
            },
        }
    }
    answers.watcher.finish(out).await;
    Ok(Outcome::Done)
}

/// Asks one node again and again.
struct Poller {
    node: usize,
    client: Arc<NodeClient>,
    /// What `--api` says.
    api: Option<Api>,
    interval: Duration,
    clock: Clock,
    sender: mpsc::Sender<Polled>,
}

impl Poller {
    async fn run(self) {
        let mut found = self.api;
        let mut failures: u32 = 0;
        loop {
            let result = self.ask(found).await;
            match &result {
                Ok((api, _)) => {
                    found = Some(*api);
                    failures = 0;
                }
                Err(_) => {
                    // It may be another version that comes back.
                    found = self.api;
                    failures = failures.saturating_add(1);
                }
            }
            let polled = Polled {
                node: self.node,
                url: self.client.found_base().to_string(),
                has_replaced: self.client.take_replaced(),
                result,
            };
            if self.sender.send(polled).await.is_err() {
                return;
            }
            sleep(pause(self.interval, failures, random())).await;
        }
    }

    async fn ask(&self, api: Option<Api>) -> Result<(Api, Listing), ClientError> {
        let node = self.client.find(api, self.clock.now()).await?;
        Ok((node.api(), node.messages(View::MessagesAndAlerts).await?))
    }
}

/// A number from 0 to 1.
fn random() -> f64 {
    let mut bytes = [0; 4];
    // Without randomness watchers ask in step, which does little harm.
    let _ = getrandom::fill(&mut bytes);
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}

impl Answers {
    /// Prints the new messages of an answer and queues a command for each.
    fn take(&mut self, polled: Polled, out: &mut Output) -> Result<(), CliError> {
        let Some(state) = self.states.get_mut(polled.node) else {
            return Ok(());
        };
        let url = polled.url;
        let listing = match polled.result {
            Err(error) => {
                // Told once, when it begins: an hour without a node is one line in a log, not 20.
                if state.is_failing {
                    out.detail(&error);
                } else {
                    out.warning(format!("{error}; hint: {}", hints::for_node(&error)));
                }
                state.is_failing = true;
                state.has_failed = true;
                return Ok(());
            }
            Ok((api, listing)) => {
                if state.is_failing {
                    // A warning as the failure was, so that a log of both shows the end.
                    out.warning(format!("{url} answers again"));
                }
                if !state.has_answered {
                    out.detail(format!("{url} has the API {api}"));
                    if let Some(hidden) = listing.hidden {
                        out.note(format!("{url}: {}", hints::for_hidden(hidden)));
                    }
                }
                listing
            }
        };
        state
            .reported
            .report(&url, &listing, polled.has_replaced, out);
        let latest = self.watcher.latest_of_first(state.has_failed);
        let first = (!state.has_answered || !state.has_all_shares).then_some(latest);
        state.has_answered = true;
        let walk = listing.walk.as_ref();
        state.has_all_shares |= walk.is_none_or(WalkReport::is_complete);
        state.is_failing = false;
        if listing.left_out > 0 {
            out.warning(format!(
                "{url} sent {} messages over the limit for one answer; they are ignored",
                listing.left_out
            ));
        }
        let over_limit = self
            .watcher
            .show(polled.node, &url, listing.messages, first, out)?;
        if over_limit > 0 {
            out.warning(format!(
                "{url} has {over_limit} new messages over the limit of {MAX_NEW} for one answer; they wait \
                 for the next answer"
            ));
        }
        Ok(())
    }
}
