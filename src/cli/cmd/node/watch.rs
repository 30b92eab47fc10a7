//! `node watch`: each new message once, for days.

use std::fs;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use clap_complete::engine::ArgValueCandidates;
use futures_util::future::{Either, select};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{Notify, mpsc};
use tokio::time::{sleep, timeout};

use super::exec::{ExecArgs, Hook};
use crate::api::read::NodeMessage;
use crate::cli::completing::msg_types;
use crate::cli::error::{CliError, Outcome};
use crate::cli::filter::{ChoiceArgs, matches};
use crate::cli::moment::Moment;
use crate::cli::nodes::{
    NodeArgs, Nodes, block_on, content_words, kind_words, seconds, signature_words,
};
use crate::cli::output::{Output, Text, json_line, styles};
use crate::cli::settings::{Clock, Settings};
use crate::client::node::{Api, Listing, Node, View};
use crate::client::watch::{Seen, pause};
use crate::client::{ClientError, NodeClient};
use crate::core::message::MsgType;
use crate::core::store::Query;

/// How long a running command may take to finish after a signal.
const GRACE: Duration = Duration::from_secs(5);

/// Show each new message once, until it is told to end
///
/// It asks the nodes every --interval seconds, and one that fails less and less often, down to once in
/// ten minutes. A message counts as new once, also when nodes restart. SIGINT (Ctrl-C), SIGTERM,
/// SIGQUIT and SIGHUP end it with exit code 0.
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
    nodes: NodeArgs,
}

/// Runs the command.
pub(super) fn run(
    args: WatchArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let nodes = args.nodes.nodes(settings)?;
    let hook = args.exec.hook(settings)?;
    args.choice.explain_sender(settings.network(), out);
    let now = settings.now();
    let types = match args.alerts_only {
        true => vec![MsgType::EMERGENCY],
        false => args.types,
    };
    let watcher = Watcher {
        seen: Seen::new(args.since.map_or(now, |since| since.unix(now))),
        query: Query {
            types,
            ..args.choice.query()
        },
        states: vec![NodeState::default(); nodes.clients().len()],
        several: nodes.are_several(),
        clock: settings.clock(),
        hook,
    };
    block_on(watch(watcher, &nodes, args.interval, out))?
}

/// What is known while watching.
struct Watcher {
    seen: Seen,
    query: Query,
    states: Vec<NodeState>,
    several: bool,
    clock: Clock,
    hook: Option<Hook>,
}

/// What was told about a node.
#[derive(Debug, Clone, Copy, Default)]
struct NodeState {
    has_answered: bool,
    is_failing: bool,
}

/// What a node answered when it was its turn.
struct Polled {
    node: usize,
    url: String,
    result: Result<(Api, Listing), ClientError>,
}

async fn watch(
    mut watcher: Watcher,
    nodes: &Nodes,
    interval: Duration,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let mut signals = Signals::new()?;
    // One answer at a time: who asks waits until it was shown.
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
    loop {
        match signals.or(polls.recv()).await {
            Some(Some(polled)) => {
                if !watcher.take(polled, &mut signals, out).await? {
                    return Ok(Outcome::Done);
                }
            }
            Some(None) | None => return Ok(Outcome::Done),
        }
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
                url: self.client.base().to_string(),
                result,
            };
            if self.sender.send(polled).await.is_err() {
                return;
            }
            sleep(pause(self.interval, failures, random())).await;
        }
    }

    async fn ask(&self, api: Option<Api>) -> Result<(Api, Listing), ClientError> {
        let node = Node::find(self.client.begin(), api, self.clock.now()).await?;
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
    /// Shows what is new; false if a signal says that it is to end.
    async fn take(
        &mut self,
        polled: Polled,
        signals: &mut Signals,
        out: &mut Output,
    ) -> Result<bool, CliError> {
        let state = self.states.get_mut(polled.node);
        let mut unknown = NodeState::default();
        let state = state.unwrap_or(&mut unknown);
        let url = polled.url;
        let listing = match polled.result {
            Err(error) => {
                // Told once, when it begins: an hour without a node is one line in a log, not 20.
                if state.is_failing {
                    out.detail(&error);
                } else {
                    out.warning(format!("{error}; hint: {}", error.hint()));
                }
                state.is_failing = true;
                return Ok(true);
            }
            Ok((api, listing)) => {
                if state.is_failing {
                    out.note(format!("{url} answers again"));
                }
                if !state.has_answered {
                    out.detail(format!("{url} has the API {api}"));
                    if let Some(hidden) = listing.hidden {
                        out.note(format!("{url}: {hidden}"));
                    }
                }
                listing
            }
        };
        let first = !state.has_answered;
        *state = NodeState {
            has_answered: true,
            is_failing: false,
        };
        let wanted = |message: &NodeMessage| matches(&self.query, message);
        let now = self.clock.now();
        for message in self.seen.take_in(listing.messages, first, now, wanted) {
            self.print(&message, out)?;
            let Some(hook) = &self.hook else {
                continue;
            };
            let line = json_line("message", &message)?;
            let stop = Notify::new();
            let mut run = pin!(hook.run(&line, stop.notified()));
            match signals.or(run.as_mut()).await {
                Some(Ok(())) => {}
                Some(Err(error)) => out.error(&error),
                None => {
                    let result = match timeout(GRACE, run.as_mut()).await {
                        Ok(result) => result,
                        Err(_) => {
                            stop.notify_one();
                            run.await
                        }
                    };
                    if let Err(error) = result {
                        out.error(&error);
                    }
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn print(&self, message: &NodeMessage, out: &mut Output) -> Result<(), CliError> {
        if out.json() {
            out.record("message", message)?;
            return out.flush();
        }
        let style = match message.msg_type() {
            Some(MsgType::EMERGENCY) => styles::BAD,
            _ => styles::HEADING,
        };
        let when = message.timestamp.map(|timestamp| out.when(timestamp));
        let mut text = Text::from(format!("{}  ", when.as_deref().unwrap_or("-")))
            .and_styled(style, kind_words(message))
            .and(format!("  {}", signature_words(message)));
        if let Some(sender) = &message.sender {
            text = text.and(format!("  {sender}"));
        }
        text = text.and(format!("  {}", content_words(message)));
        if self.several {
            let nodes = Vec::from_iter(message.nodes.iter().map(String::as_str)).join(" ");
            text = text.and_styled(styles::FAINT, format!("  {nodes}"));
        }
        out.line(text)?;
        out.flush()
    }
}

/// The signals that end the command.
struct Signals(Vec<Signal>);

impl Signals {
    fn new() -> Result<Self, CliError> {
        let mut kinds = vec![
            SignalKind::interrupt(),
            SignalKind::terminate(),
            SignalKind::quit(),
        ];
        // nohup starts programs that must survive a hangup.
        if !ignores_hangup() {
            kinds.push(SignalKind::hangup());
        }
        let signals: Result<Vec<Signal>, _> = kinds.into_iter().map(signal).collect();
        let signals = signals.map_err(|error| {
            CliError::failed("io", "cannot wait for signals").with_source(error)
        })?;
        Ok(Self(signals))
    }

    /// Waits for the next signal.
    async fn next(&mut self) {
        poll_fn(|context| {
            let mut arrived = false;
            for signal in &mut self.0 {
                arrived |= signal.poll_recv(context).is_ready();
            }
            match arrived {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        })
        .await;
    }

    /// Waits for `future`; `None` if a signal comes first.
    async fn or<F: Future>(&mut self, future: F) -> Option<F::Output> {
        match select(pin!(future), pin!(self.next())).await {
            Either::Left((output, _)) => Some(output),
            Either::Right(_) => None,
        }
    }
}

/// Whether the process was started with SIGHUP ignored. Without /proc the answer is yes, which
/// leaves the signal alone.
fn ignores_hangup() -> bool {
    const HANGUP: u64 = 1;
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_none_or(|mask| mask & HANGUP != 0)
}
