//! `node watch`: each new message once, for days.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use clap_complete::engine::ArgValueCandidates;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::commands::Commands;
use super::exec::{ExecArgs, Hook};
use super::reported::Reported;
use crate::cli::authors::author_cell;
use crate::cli::candidates::msg_types;
use crate::cli::error::{CliError, Outcome};
use crate::cli::filter::{ChoiceArgs, matches};
use crate::cli::hints;
use crate::cli::input::AuthorityArgs;
use crate::cli::nodes::{
    NodeArgs, Nodes, block_on, content_words, kind_words, seconds, signature_words,
};
use crate::cli::output::{Output, Text, json_line, styles};
use crate::cli::settings::{Clock, Settings};
use crate::cli::signals::Signals;
use crate::cli::time_argument::Moment;
use crate::client::node::{Api, Listing, View};
use crate::client::walk::WalkReport;
use crate::client::watch::{MAX_NEW, Rank, SeenMessages, pause};
use crate::client::{ClientError, NodeClient};
use crate::core::chain::store::Query;
use crate::core::message::MsgType;
use crate::json::message::{ListedMessageJson, MessageJson};

/// How long a running command may take to finish after a signal.
const GRACE: Duration = Duration::from_secs(5);

/// Seconds by which the clock of a sender may be ahead.
const CLOCK_SKEW: u64 = 60;

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

    /// Begin with the messages of this time or later, not with new ones: Unix seconds,
    /// 2024-02-10T16:00:00Z, or 2h for two hours ago
    #[arg(long, value_name = "TIME")]
    since: Option<Moment>,

    /// Only alerts: messages of type EMERGENCY
    #[arg(long, conflicts_with = "types")]
    alerts_only: bool,

    /// Only messages of this kind: chat, announce, alert, node-status, ..., or its number (0x07);
    /// can be repeated
    #[arg(long = "type", value_name = "TYPE", add = ArgValueCandidates::new(msg_types))]
    types: Vec<MsgType>,

    #[command(flatten)]
    choice: ChoiceArgs,

    #[command(flatten)]
    exec: ExecArgs,

    #[command(flatten)]
    authority: AuthorityArgs,

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
    let nodes = nodes.trusting(&args.authority.authorities());
    let hook = args.exec.hook(settings)?;
    args.choice.explain_sender(settings.network(), out);
    let now = settings.now();
    let types = match args.alerts_only {
        true => vec![MsgType::EMERGENCY],
        false => args.types,
    };
    let state = || NodeState {
        has_answered: false,
        has_all_shares: false,
        reported: Reported::default(),
        is_failing: false,
        has_failed: false,
        commands: Commands::new(args.exec.per_minute()),
    };
    let watcher = Watcher {
        has_since: args.since.is_some(),
        seen: SeenMessages::new(args.since.map_or(now, |since| since.unix(now))),
        query: Query {
            types,
            ..args.choice.query()
        },
        states: nodes.clients().iter().map(|_| state()).collect(),
        several: nodes.are_several(),
        clock: settings.clock(),
        hook: hook.map(Arc::new),
    };
    block_on(watch(watcher, &nodes, args.interval, out))?
}

/// The state of the command between answers.
struct Watcher {
    /// Whether `--since` names the time of the first message.
    has_since: bool,
    seen: SeenMessages,
    query: Query,
    states: Vec<NodeState>,
    several: bool,
    clock: Clock,
    hook: Option<Arc<Hook>>,
}

/// The state of a node between its answers.
struct NodeState {
    has_answered: bool,
    /// Whether all of its shares were read once, if it answers them. Until then its answers contain
    /// messages from before the start.
    has_all_shares: bool,
    reported: Reported,
    is_failing: bool,
    /// Whether it failed before its first answer.
    has_failed: bool,
    commands: Commands,
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
    mut watcher: Watcher,
    nodes: &Nodes,
    interval: Duration,
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
            clock: watcher.clock,
            sender: sender.clone(),
        };
        tokio::spawn(poller.run());
    }
    drop(sender);
    let (stop, stopped) = watch::channel(false);
    let mut running = FuturesUnordered::new();
    loop {
        let now = Instant::now();
        for command in watcher.commands_to_start(now) {
            running.push(command.run(stopped.clone()));
        }
        let next_start = watcher.next_start(now);
        tokio::select! {
            () = signals.next() => break,
            Some((node, result)) = running.next() => watcher.command_ended(node, result, out),
            polled = polls.recv() => match polled {
                Some(polled) => watcher.take(polled, out)?,
                None => break,
            },
            () = sleep_until(next_start.unwrap_or(now)), if next_start.is_some() => {}
        }
    }
    let finish = async {
        while let Some((node, result)) = running.next().await {
            watcher.command_ended(node, result, out);
        }
        watcher.report_waiting(out);
    };
    let mut finish = pin!(finish);
    if timeout(GRACE, finish.as_mut()).await.is_err() {
        // An error would mean that no command runs.
        let _ = stop.send(true);
        finish.await;
    }
    Ok(Outcome::Done)
}

/// A command that starts now.
struct Start {
    node: usize,
    hook: Arc<Hook>,
    line: String,
}

impl Start {
    /// Runs the command and returns its node with the result.
    async fn run(self, mut stopped: watch::Receiver<bool>) -> (usize, Result<(), CliError>) {
        let stop = async move {
            // An error means that the sender is gone, which is the end, too.
            let _ = stopped.wait_for(|stopped| *stopped).await;
        };
        (self.node, self.hook.run(&self.line, stop).await)
    }
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

impl Watcher {
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
        // The first answer of a node contains the messages from before the start, also those dated
        // in the future; --since asks for them.
        let now = self.clock.now();
        let latest = match self.has_since || state.has_failed {
            true => u64::MAX,
            false => now.saturating_add(CLOCK_SKEW),
        };
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
        let wanted = |message: &MessageJson| matches(&self.query, message);
        let new = self
            .seen
            .take_in(polled.node, listing.messages, first, now, wanted);
        if new.over_limit > 0 {
            out.warning(format!(
                "{url} has {} new messages over the limit of {MAX_NEW} for one answer; they wait \
                 for the next answer",
                new.over_limit
            ));
        }
        let mut dropped = 0;
        for listed in new.messages {
            print(&listed, self.several, out)?;
            if self.hook.is_some() {
                let line = json_line(&listed)?;
                dropped += state.commands.add(Rank::of(&listed.message), line);
            }
        }
        if dropped > 0 {
            out.warning(format!(
                "{url}: --exec does not run for {dropped} messages, because too many wait for it"
            ));
        }
        Ok(())
    }

    /// Takes the commands that may start at `now` out of the queues.
    fn commands_to_start(&mut self, now: Instant) -> Vec<Start> {
        let Some(hook) = &self.hook else {
            return Vec::new();
        };
        let states = self.states.iter_mut().enumerate();
        states
            .filter_map(|(node, state)| {
                Some(Start {
                    node,
                    hook: Arc::clone(hook),
                    line: state.commands.start(now)?,
                })
            })
            .collect()
    }

    /// Returns when the next command may start, if one waits for the limit per minute.
    fn next_start(&self, now: Instant) -> Option<Instant> {
        let starts = self.states.iter();
        starts
            .filter_map(|state| state.commands.next_start(now))
            .min()
    }

    fn command_ended(&mut self, node: usize, result: Result<(), CliError>, out: &Output) {
        if let Some(state) = self.states.get_mut(node) {
            state.commands.ended();
        }
        if let Err(error) = result {
            out.error(&error);
        }
    }

    fn report_waiting(&self, out: &Output) {
        let waiting: usize = self.states.iter().map(|state| state.commands.len()).sum();
        if waiting > 0 {
            out.warning(format!(
                "--exec did not run for {waiting} messages that waited for it"
            ));
        }
    }
}

fn print(listed: &ListedMessageJson, several: bool, out: &mut Output) -> Result<(), CliError> {
    if out.json() {
        out.record(listed)?;
        return out.flush();
    }
    let message = &listed.message;
    let style = match message.msg_type() {
        Some(MsgType::EMERGENCY) => styles::BAD,
        _ => styles::HEADING,
    };
    let when = message.timestamp.map(|timestamp| out.when(timestamp));
    let mut text = Text::from(format!("{}  ", when.as_deref().unwrap_or("-")))
        .and_styled(style, kind_words(message))
        .and(format!("  {}", signature_words(message)));
    let author = author_cell(message);
    if author != "-" {
        text = text.and(format!("  {author}"));
    }
    text = text.and(format!("  {}", content_words(message)));
    if several {
        let nodes = Vec::from_iter(listed.nodes.iter().map(String::as_str)).join(" ");
        text = text.and_styled(styles::FAINT, format!("  {nodes}"));
    }
    out.line(text)?;
    out.flush()
}
