//! `node load-blob`.

use serde_json::json;

use crate::cli::error::{CliError, Outcome};
use crate::cli::input::{AuthorityArgs, InputArgs};
use crate::cli::nodes::{NodeArgs, got};
use crate::cli::output::Output;
use crate::cli::record::decode_all;
use crate::cli::settings::Settings;
use crate::client::ClientError;
use crate::client::node::{Node, View};
use crate::json::message::MessageJson;
use crate::json::node::LoadedJson;
use crate::json::record::RecordJson;

/// Give authority envelopes to nodes, which show their messages at once
///
/// INPUT is what decode takes. Each envelope is checked before anything is sent: it must be one that
/// nodes of the v36 release accept. Only p2pool-merged-v36 takes them, from its own machine only, and
/// forgets them when it ends: put the file into its data/NET/bootstrap_messages too.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg node load-blob v36_v37.hex
  p2msg authority seal --type alert --msg 'Stop v36.0' --key-file key.json | p2msg node load-blob -")]
pub struct LoadBlobArgs {
    #[command(flatten)]
    input: InputArgs,

    #[command(flatten)]
    authority: AuthorityArgs,

    #[command(flatten)]
    nodes: NodeArgs,
}

/// What is to be given, for whoever gave something else.
const AN_ENVELOPE: &str =
    "give message_data as p2msg authority seal writes it; p2msg decode shows what this holds";

/// An envelope that was checked.
struct Blob {
    source: String,
    hex: String,
    /// What its messages are known by.
    identities: Vec<String>,
}

/// Runs the command.
pub(super) fn run(
    args: LoadBlobArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let mut blobs = Vec::new();
    let authorities = args.authority.authorities();
    let checked = decode_all(
        &args.input,
        authorities,
        true,
        settings,
        out,
        |record, out| {
            match check(record, settings.now(), out) {
                Ok(blob) => blobs.push(blob),
                Err(error) => {
                    out.error(&error);
                    let outcome = match error.kind().exit_code() {
                        4 => Outcome::DoesNotHold,
                        _ => Outcome::Malformed,
                    };
                    return Ok(outcome);
                }
            }
            Ok(Outcome::Done)
        },
    )?;
    if checked != Outcome::Done {
        out.note("nothing was sent");
        return Ok(checked);
    }
    let nodes = args.nodes.nodes(settings, out)?;
    let answers = nodes.ask(out, async |node| send(node, &blobs).await)?;
    let (all, mut outcome) = got(answers, out);
    for (node, loaded) in all {
        for (blob, (loaded, shown)) in blobs.iter().zip(loaded) {
            if loaded == 0 && !shown {
                outcome = outcome.worst(Outcome::Failed);
                out.error(&took_nothing(&node, &blob.source));
            }
            let messages = if loaded == 1 { "message" } else { "messages" };
            let source = blob.source.clone();
            if loaded > 0 {
                out.changed(format!("{node} took {loaded} {messages} of {source}"));
            }
            if out.json() {
                let node = node.clone();
                out.record(&LoadedJson {
                    node,
                    source,
                    loaded,
                    shown,
                })?;
            } else if loaded > 0 {
                out.line(format!("{node} took {loaded} {messages} of {source}"))?;
            } else if shown {
                out.line(format!("{node} has the messages of {source} already"))?;
            }
        }
    }
    Ok(outcome)
}

fn took_nothing(node: &str, source: &str) -> CliError {
    CliError::failed(
        "node_took_nothing",
        format!("{node} took no message of {source}, and does not show them"),
    )
    .hint("look into its log; a node that verifies with coincurve refuses signatures with a high S")
}

/// Checks a record for what the nodes that take blobs accept.
fn check(record: RecordJson, now: u64, out: &Output) -> Result<Blob, CliError> {
    let source = record.source.to_string();
    if let Some(error) = &record.error {
        return Err(CliError::malformed(
            error.code.clone(),
            format!("{source}: {}", error.message),
        )
        .hint(AN_ENVELOPE));
    }
    let (Some(hex), Some(accepted_by)) = (record.message_data, record.accepted_by) else {
        return Err(CliError::malformed(
            "no_message_data",
            format!("{source} holds no message_data"),
        )
        .hint(AN_ENVELOPE));
    };
    if let Some(why) = accepted_by.v36_release.why {
        return Err(CliError::does_not_hold(
            "not_accepted",
            format!("{source}: no node would take it: {why}"),
        )
        .hint("p2msg authority open shows what it holds; authority seal makes one"));
    }
    for problem in &record.problems {
        out.warning(format!("{source}: {}", problem.message));
    }
    let identities = record
        .messages
        .iter()
        .filter_map(|message| MessageJson::read(&json!(message.message), now))
        .map(|message| message.identity())
        .collect();
    Ok(Blob {
        source,
        hex,
        identities,
    })
}

/// Sends every blob, and gives how many messages of each the node took, and whether it shows them.
async fn send(node: &Node<'_>, blobs: &[Blob]) -> Result<Vec<(u64, bool)>, ClientError> {
    let mut answers = Vec::new();
    for blob in blobs {
        let loaded = node.load_blob(&blob.hex).await?;
        let shown = loaded > 0 || is_shown(node, blob).await?;
        answers.push((loaded, shown));
    }
    Ok(answers)
}

async fn is_shown(node: &Node<'_>, blob: &Blob) -> Result<bool, ClientError> {
    let listing = node.messages(View::MessagesAndAlerts).await?;
    let messages = listing.messages.iter();
    let shown: Vec<String> = messages.map(|listed| listed.message.identity()).collect();
    Ok(blob
        .identities
        .iter()
        .all(|identity| shown.contains(identity)))
}
