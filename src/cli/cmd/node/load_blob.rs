//! `node load-blob`.

use serde_json::json;

use crate::cli::error::{CliError, Outcome};
use crate::cli::input::{AuthorityArgs, InputArgs};
use crate::cli::nodes::{NodeArgs, got, kind_words};
use crate::cli::output::Output;
use crate::cli::record::decode_all;
use crate::cli::settings::Settings;
use crate::client::ClientError;
use crate::client::node::{Api, Node, View};
use crate::core::message::MsgType;
use crate::core::network::Network;
use crate::json::message::{DecodedMessageJson, MessageJson};
use crate::json::node::LoadedJson;
use crate::json::record::RecordJson;

/// Give authority envelopes to nodes, which show their messages at once
///
/// INPUT is what decode takes. Each envelope is checked before anything is sent: it must be one that
/// nodes of the v36 release accept. p2pool-merged-v36 takes envelopes from its own machine only, and
/// forgets them when it ends: put the file into its data/NET/bootstrap_messages too. c2pool has one
/// envelope, which its own shares carry (setmessageblob); a new one replaces it.
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

/// The most bytes of message_data that c2pool takes.
const C2POOL_MAX: usize = 4_096;

/// The number of messages that p2pool-merged-v36 lists.
const LISTED: usize = 200;

/// An envelope that was checked.
struct Blob {
    source: String,
    hex: String,
    /// Why c2pool does not accept it.
    refused_by_c2pool: Option<String>,
    messages: Vec<Expected>,
    has_high_s: bool,
}

/// A message of an envelope.
struct Expected {
    /// What it is known by at every node.
    identity: String,
    kind: String,
    /// Its age in seconds if it expires.
    expiring_age: Option<u64>,
}

/// What a node did with an envelope.
enum Given {
    /// p2pool-merged-v36 answered this number of loaded messages.
    Loaded { loaded: u64, seen: Seen },
    /// c2pool has it now; `replaced` is the length of the envelope that it had before, in bytes.
    Set { replaced: Option<usize> },
    /// It was not sent, for this reason.
    NotSent(String),
    /// c2pool has another one, or none.
    NotSet,
}

/// How a node shows the messages of an envelope.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// All of them as verified.
    Verified,
    /// All of them, but not all as verified.
    Unverified,
    /// Not all of them.
    Missing,
    /// Not all of them, and its list is full.
    ListIsFull,
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
    for (node, given) in all {
        for (blob, given) in blobs.iter().zip(given) {
            outcome = outcome.worst(report(&node, blob, &given, settings, out)?);
        }
    }
    Ok(outcome)
}

/// Reports what became of an envelope at a node.
fn report(
    node: &str,
    blob: &Blob,
    given: &Given,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let source = &blob.source;
    let count = u64::try_from(blob.messages.len()).unwrap_or(u64::MAX);
    let mut reasons = Vec::new();
    let (loaded, words) = match given {
        Given::Loaded { loaded, seen } => {
            let messages = match loaded {
                0 => "no message".to_owned(),
                1 => "1 message".to_owned(),
                loaded => format!("{loaded} messages"),
            };
            if *seen == Seen::Verified {
                let words = match loaded {
                    0 => format!("{node} has the messages of {source} already"),
                    _ => format!("{node} took {messages} of {source}"),
                };
                (*loaded, Ok(words))
            } else {
                reasons = not_shown(blob, *seen, settings.network());
                (
                    *loaded,
                    Err(not_shown_error(node, source, &messages, *seen, &reasons)),
                )
            }
        }
        Given::Set { replaced } => {
            if let Some(bytes) = replaced {
                out.warning(format!(
                    "{node} had another envelope, of {bytes} bytes; it is replaced"
                ));
            }
            let words = format!("{node} has {source} now; the shares that it mines carry it");
            (count, Ok(words))
        }
        Given::NotSent(why) => {
            reasons.push(why.clone());
            let words = format!("{source} was not sent to {node}: {why}");
            (0, Err(CliError::does_not_hold("not_accepted", words)))
        }
        Given::NotSet => {
            let words = format!("{node} does not have {source} after setmessageblob");
            let error = CliError::failed("node_took_nothing", words);
            (0, Err(error.hint("p2msg node diag shows its envelope")))
        }
    };
    let shown = words.is_ok();
    let outcome = match words {
        Ok(words) => {
            out.changed(&words);
            if !out.json() {
                out.line(words)?;
            }
            Outcome::Done
        }
        Err(error) => {
            out.error(&error);
            match given {
                Given::NotSent(_) => Outcome::DoesNotHold,
                _ => Outcome::Failed,
            }
        }
    };
    if out.json() {
        out.record(&LoadedJson {
            node: node.to_owned(),
            source: source.clone(),
            loaded,
            shown,
            reasons,
        })?;
    }
    Ok(outcome)
}

fn not_shown_error(
    node: &str,
    source: &str,
    messages: &str,
    seen: Seen,
    reasons: &[String],
) -> CliError {
    let shows = match seen {
        Seen::Unverified => "shows them as not verified",
        Seen::Verified | Seen::Missing | Seen::ListIsFull => "does not show them",
    };
    let mut words = format!("{node} took {messages} of {source}, and {shows}");
    if !reasons.is_empty() {
        words.push_str(&format!(": {}", reasons.join("; ")));
    }
    CliError::failed("node_took_nothing", words).hint(
        "look into its log; it counts messages whose signature it rejects as well, and answers 0 for \
         messages that it has loaded before",
    )
}

/// Why a node does not show an envelope that it accepts.
fn not_shown(blob: &Blob, seen: Seen, network: &Network) -> Vec<String> {
    let limit = u64::from(network.chain_length) * u64::from(network.share_period);
    let mut reasons = Vec::new();
    for (number, message) in (1..).zip(&blob.messages) {
        let kind = &message.kind;
        if let Some(age) = message.expiring_age.filter(|age| *age > limit) {
            reasons.push(format!(
                "message {number} ({kind}) is too old: {age} s, and the node keeps it for {limit} s"
            ));
        }
    }
    if blob.has_high_s {
        reasons.push(
            "a signature has a high S, which a node that verifies with coincurve rejects"
                .to_owned(),
        );
    }
    match seen {
        Seen::ListIsFull => reasons.push(format!(
            "it lists its newest {LISTED} messages only, and these can be older"
        )),
        Seen::Unverified if reasons.is_empty() => {
            reasons.push("its check of a signature failed".to_owned());
        }
        Seen::Verified | Seen::Missing | Seen::Unverified => {}
    }
    reasons
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
    let c2pool = accepted_by.c2pool.why;
    let too_large =
        (hex.len() / 2 > C2POOL_MAX).then(|| format!("c2pool takes at most {C2POOL_MAX} bytes"));
    let mut problems = record.problems.iter();
    Ok(Blob {
        source,
        hex,
        refused_by_c2pool: c2pool.or(too_large),
        has_high_s: problems.any(|problem| problem.code == "high_s"),
        messages: record
            .messages
            .iter()
            .filter_map(|message| expected(message, now))
            .collect(),
    })
}

fn expected(message: &DecodedMessageJson, now: u64) -> Option<Expected> {
    let shown = MessageJson::read(&json!(message.message), now)?;
    let is_signal = shown.msg_type() == Some(MsgType::TRANSITION_SIGNAL);
    let age = shown
        .timestamp
        .map(|timestamp| now.saturating_sub(timestamp));
    Some(Expected {
        identity: shown.identity(),
        kind: kind_words(&shown),
        expiring_age: age.filter(|_| !is_signal),
    })
}

/// Gives every envelope to a node.
async fn send(node: &Node<'_>, blobs: &[Blob]) -> Result<Vec<Given>, ClientError> {
    let mut answers = Vec::new();
    for blob in blobs {
        answers.push(match node.api() {
            Api::C2pool => set(node, blob, blobs.len()).await?,
            Api::Plan | Api::Msg => {
                let loaded = node.load_blob(&blob.hex).await?;
                let seen = seen(node, blob).await?;
                Given::Loaded { loaded, seen }
            }
        });
    }
    Ok(answers)
}

/// Gives an envelope to c2pool, which has one at a time.
async fn set(node: &Node<'_>, blob: &Blob, count: usize) -> Result<Given, ClientError> {
    if let Some(why) = &blob.refused_by_c2pool {
        return Ok(Given::NotSent(why.clone()));
    }
    if count > 1 {
        let why = format!("c2pool has one envelope at a time, and {count} are given");
        return Ok(Given::NotSent(why));
    }
    let before = node.operator_blob().await?;
    node.set_operator_blob(&blob.hex).await?;
    let is_this = |hex: &String| hex.eq_ignore_ascii_case(&blob.hex);
    Ok(match node.operator_blob().await?.filter(is_this) {
        Some(_) => Given::Set {
            replaced: before.filter(|hex| !is_this(hex)).map(|hex| hex.len() / 2),
        },
        None => Given::NotSet,
    })
}

async fn seen(node: &Node<'_>, blob: &Blob) -> Result<Seen, ClientError> {
    let listing = node.messages(View::MessagesAndAlerts).await?;
    let mut all = Seen::Verified;
    for expected in &blob.messages {
        let shown = listing
            .messages
            .iter()
            .find(|listed| listed.message.identity() == expected.identity);
        match shown {
            Some(listed) if listed.message.verified => {}
            Some(_) => all = Seen::Unverified,
            None if listing.messages.len() >= LISTED => return Ok(Seen::ListIsFull),
            None => return Ok(Seen::Missing),
        }
    }
    Ok(all)
}
