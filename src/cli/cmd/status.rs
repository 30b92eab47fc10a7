//! `status`: NODE_STATUS from a node's own statistics, into the queue.

use super::send::{report, words};
use crate::cli::error::{CliError, Outcome};
use crate::cli::nodes::{ConnectionArgs, got};
use crate::cli::outbox;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::client::status::{Gathered, gather};
use crate::core::message::payload::{self, NodeStatus, PayloadError};
use crate::core::message::queue::EntryId;
use crate::core::message::{MAX_PAYLOAD, MsgType};
use crate::json::queue::{SentJson, StatusJson};

/// Put the status of a node into the queue
///
/// A NODE_STATUS (version, uptime, hash rate, share chain height, peers) from what the node says of
/// itself in /local_stats and the like. A status that is still pending is replaced, so that cron can
/// run this every five minutes. If 220 bytes do not hold it, cap (what the node can do) is left out,
/// then mc (merge-mined chains).
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg status --from-node http://127.0.0.1:9327")]
pub struct StatusArgs {
    /// Base URL of the node; of several with blanks between them, the first that answers is used
    #[arg(long, value_name = "URL")]
    from_node: String,

    #[command(flatten)]
    connection: ConnectionArgs,
}

/// Runs the command.
///
/// # Errors
/// The node does not answer, or says nothing of itself; the queue cannot be changed.
pub fn run(args: StatusArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let urls = [args.from_node];
    let nodes = args.connection.named("--from-node", &urls, settings, out)?;
    let now = settings.now();
    let answers = nodes.ask_plainly(out, async |talk| gather(talk, now).await)?;
    let (answers, outcome) = got(answers, out);
    let usable = answers.iter().position(|(_, gathered)| gathered.is_some());
    let Some((url, gathered)) = answers.into_iter().nth(usable.unwrap_or(0)) else {
        return Ok(outcome);
    };
    let Some(Gathered { status, unknown }) = gathered else {
        return Err(CliError::failed(
            "node_says_nothing",
            format!("{url} says nothing of itself yet"),
        )
        .hint("it may be loading its share chain; nothing was queued, try again later"));
    };
    for field in &unknown {
        out.warning(format!("{url} does not say {}", unknown_words(field)));
    }
    let (status, payload, left_out) = fit(status)?;
    if !left_out.is_empty() {
        out.warning(format!(
            "{MAX_PAYLOAD} bytes do not hold all of the status: left out {}",
            left_out.join(" and ")
        ));
    }
    let replaced =
        outbox::open(settings)?.replace(MsgType::NODE_STATUS, payload, settings.now())?;
    report(&replaced, out);
    let sent = SentJson::new(&replaced.entry, replaced.pending);
    let replaced: Vec<EntryId> = replaced.replaced.iter().map(|entry| entry.id).collect();
    let mut words = words(&sent);
    if !replaced.is_empty() {
        words.push_str(&format!(", in place of {}", outbox::list(&replaced)));
    }
    out.changed(words.as_str());
    if out.json() {
        let json = StatusJson {
            sent,
            replaced,
            left_out: left_out.into_iter().map(str::to_owned).collect(),
            unknown: unknown.into_iter().map(str::to_owned).collect(),
            data: status,
        };
        out.record(&json)?;
    } else {
        out.line(words)?;
    }
    Ok(outcome)
}

/// What a node does not say, and what the status says instead.
fn unknown_words(field: &str) -> &str {
    match field {
        "v" => "its version (v): the status says \"unknown\"",
        "up" => "its uptime (up): the status says 0",
        "hr" => "the hash rate of its miners (hr): the status says 0",
        "sc" => "the height of its share chain (sc): the status says 0",
        "p" => "its peers (p): the status says 0",
        other => other,
    }
}

/// Leaves out optional fields until the status fits; the others are what makes it one.
fn fit(mut status: NodeStatus) -> Result<(NodeStatus, Vec<u8>, Vec<&'static str>), CliError> {
    let mut left_out = Vec::new();
    loop {
        match write(&status)? {
            Ok(payload) => return Ok((status, payload, left_out)),
            Err(error @ PayloadError::TooLong { .. }) => {
                if status.cap.take().is_some() {
                    left_out.push("cap");
                } else if status.mc.take().is_some() {
                    left_out.push("mc");
                } else {
                    return Err(error.into());
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
}

fn write(status: &NodeStatus) -> Result<Result<Vec<u8>, PayloadError>, CliError> {
    let json = serde_json::to_vec(status)
        .map_err(|error| CliError::failed("json", "cannot write the status").with_source(error))?;
    Ok(payload::from_json(MsgType::NODE_STATUS, &json))
}
