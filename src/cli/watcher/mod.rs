//! Shows each message once, for days, and runs a command for it: what `node watch` and `peer watch`
//! share.

mod commands;
mod exec;

use std::future::pending;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use clap_complete::engine::ArgValueCandidates;
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};

use self::commands::Commands;
use self::exec::{ExecArgs, Hook};
use super::authors::author_cell;
use super::candidates::msg_types;
use super::error::CliError;
use super::filter::{ChoiceArgs, matches};
use super::input::AuthorityArgs;
use super::nodes::{content_words, kind_words, signature_words};
use super::output::{Output, Text, json_line, styles};
use super::settings::{Clock, Settings};
use super::time_argument::Moment;
use crate::client::watch::{Rank, SeenMessages};
use crate::core::chain::store::Query;
use crate::core::message::MsgType;
use crate::core::message::envelope::Authority;
use crate::json::message::ListedMessageJson;

/// How long a running command may take to finish after a signal.
const GRACE: Duration = Duration::from_secs(5);

/// Seconds by which the clock of a sender may be ahead.
const CLOCK_SKEW: u64 = 60;

/// Which messages to show, and what to run for each.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
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
}

impl ShowArgs {
    /// The known authorities, and those that were named.
    pub fn authorities(&self) -> Vec<Authority> {
        self.authority.authorities()
    }

    /// A watcher of messages from `sources` places.
    ///
    /// # Errors
    /// `--exec` is invalid.
    pub fn watcher(
        &self,
        sources: usize,
        settings: &Settings,
        out: &Output,
    ) -> Result<Watcher, CliError> {
        let hook = self.exec.hook(settings)?.map(Arc::new);
        self.choice.explain_sender(settings.network(), out);
        let now = settings.now();
        let types = match self.alerts_only {
            true => vec![MsgType::EMERGENCY],
            false => self.types.clone(),
        };
        let (stop, stopped) = watch::channel(false);
        let queue = || Commands::new(self.exec.per_minute());
        Ok(Watcher {
            has_since: self.since.is_some(),
            seen: SeenMessages::new(self.since.map_or(now, |since| since.unix(now))),
            query: Query {
                types,
                ..self.choice.query()
            },
            clock: settings.clock(),
            queues: (0..sources).map(|_| queue()).collect(),
            several: sources > 1,
            hook,
            running: FuturesUnordered::new(),
            stop,
            stopped,
        })
    }
}

/// A command that runs: its source, and the result.
type Running = BoxFuture<'static, (usize, Result<(), CliError>)>;

/// Shows messages, and runs their commands.
pub struct Watcher {
    /// Whether `--since` names the time of the first message.
    has_since: bool,
    seen: SeenMessages,
    query: Query,
    clock: Clock,
    /// The commands that wait, of each source.
    queues: Vec<Commands>,
    /// Whether there are several sources.
    several: bool,
    hook: Option<Arc<Hook>>,
    running: FuturesUnordered<Running>,
    stop: watch::Sender<bool>,
    stopped: watch::Receiver<bool>,
}

impl Watcher {
    /// The latest time of a message that is new in the first answer of a source, Unix seconds. That
    /// answer contains the messages from before the start, also those dated in the future; --since
    /// asks for them, and a source that failed may have new ones (`has_failed`).
    pub fn latest_of_first(&self, has_failed: bool) -> u64 {
        match self.has_since || has_failed {
            true => u64::MAX,
            false => self.clock.now().saturating_add(CLOCK_SKEW),
        }
    }

    /// Prints the new messages of an answer, and queues a command for each. `first` is
    /// [`latest_of_first`](Self::latest_of_first) for the first answer of the source. Returns the
    /// number of new messages over the limit for one answer, which stay new.
    ///
    /// # Errors
    /// stdout cannot be written.
    pub fn show(
        &mut self,
        source: usize,
        name: &str,
        messages: Vec<ListedMessageJson>,
        first: Option<u64>,
        out: &mut Output,
    ) -> Result<usize, CliError> {
        let now = self.clock.now();
        let query = &self.query;
        let wanted = |message: &_| matches(query, message);
        let new = self.seen.take_in(source, messages, first, now, wanted);
        let mut dropped = 0;
        for listed in new.messages {
            print(&listed, self.several, out)?;
            if self.hook.is_some()
                && let Some(queue) = self.queues.get_mut(source)
            {
                let line = json_line(&listed)?;
                dropped += queue.add(Rank::of(&listed.message), line);
            }
        }
        if dropped > 0 {
            out.warning(format!(
                "{name}: --exec does not run for {dropped} messages, because too many wait for it"
            ));
        }
        Ok(new.over_limit)
    }

    /// Starts the commands that may start, and waits until one ends or the next may start; without
    /// commands, for ever. Nothing is lost if the future is dropped.
    pub async fn run_commands(&mut self, out: &Output) {
        let now = Instant::now();
        self.start(now);
        let starts = self.queues.iter();
        let next = starts.filter_map(|queue| queue.next_start(now)).min();
        tokio::select! {
            Some((source, result)) = self.running.next() => self.ended(source, result, out),
            () = sleep_until(next.unwrap_or(now)), if next.is_some() => {}
            else => pending().await,
        }
    }

    /// Starts the commands that may start at `now`.
    fn start(&mut self, now: Instant) {
        let Some(hook) = &self.hook else {
            return;
        };
        for (source, queue) in self.queues.iter_mut().enumerate() {
            let Some(line) = queue.start(now) else {
                continue;
            };
            let hook = Arc::clone(hook);
            let mut stopped = self.stopped.clone();
            self.running.push(Box::pin(async move {
                let stop = async move {
                    // An error means that the sender is gone, which is the end, too.
                    let _ = stopped.wait_for(|stopped| *stopped).await;
                };
                (source, hook.run(&line, stop).await)
            }));
        }
    }

    fn ended(&mut self, source: usize, result: Result<(), CliError>, out: &Output) {
        if let Some(queue) = self.queues.get_mut(source) {
            queue.ended();
        }
        if let Err(error) = result {
            out.error(&error);
        }
    }

    /// Waits for the running commands, for a few seconds, and ends them then.
    pub async fn finish(mut self, out: &Output) {
        let stop = self.stop.clone();
        let finish = async {
            while let Some((source, result)) = self.running.next().await {
                self.ended(source, result, out);
            }
            self.report_waiting(out);
        };
        let mut finish = pin!(finish);
        if timeout(GRACE, finish.as_mut()).await.is_err() {
            // An error would mean that no command runs.
            let _ = stop.send(true);
            finish.await;
        }
    }

    fn report_waiting(&self, out: &Output) {
        let waiting: usize = self.queues.iter().map(Commands::len).sum();
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
