//! `node ban` and `node unban`.

use clap_complete::engine::ArgValueCandidates;
use serde_json::{Map, Value};

use crate::cli::addresses::require_address;
use crate::cli::candidates::msg_types;
use crate::cli::error::{CliError, Outcome};
use crate::cli::nodes::{NodeArgs, got};
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::client::ClientError;
use crate::client::node::Node;
use crate::core::hash::SigningId;
use crate::core::message::MsgType;
use crate::json::node::{BanJson, UnbanJson};
use crate::text::visible::is_hidden;

/// Hide messages from those who ask a node
///
/// Ban by signing key, payout address, keyword or type. Each option can be repeated and adds one
/// ban. A keyword must not be blank, because nodes would hide every message. It changes what this node shows, not what it relays, and never hides messages of
/// authorities. Only p2pool-merged-v36 has bans, and takes them from its own machine only.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg node ban --keyword scam
  p2msg node ban --signing-id 8a2f6c1d3b4e5f60718293a4b5c6d7e8f9010203")]
pub struct BanArgs {
    #[command(flatten)]
    target: TargetArgs,
}

/// Show messages again that a ban hides
///
/// What `node bans` lists, in the same words.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg node unban --keyword scam")]
pub struct UnbanArgs {
    #[command(flatten)]
    target: TargetArgs,
}

/// What a ban names.
#[derive(Debug, clap::Args)]
struct TargetArgs {
    #[command(flatten)]
    named: NamedArgs,

    #[command(flatten)]
    nodes: NodeArgs,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
struct NamedArgs {
    /// A signing key; can be repeated
    #[arg(long = "signing-id", value_name = "HEX")]
    signing_ids: Vec<SigningId>,

    /// A payout address; can be repeated
    #[arg(long = "address", value_name = "ADDRESS")]
    addresses: Vec<String>,

    /// A word; nodes look for it in upper and lower case; can be repeated
    #[arg(long = "keyword", value_name = "WORD")]
    keywords: Vec<String>,

    /// A kind of messages: chat, announce, alert, node-status, ..., or its number (0x07); can be
    /// repeated
    #[arg(long = "type", value_name = "TYPE", add = ArgValueCandidates::new(msg_types))]
    msg_types: Vec<MsgType>,
}

/// Runs `node ban`.
pub(super) fn ban(
    args: BanArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    require_bans(&args.target.named, settings)?;
    run(&args.target, Verb::Ban, settings, out)
}

/// Runs `node unban`.
pub(super) fn unban(
    args: UnbanArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    run(&args.target, Verb::Unban, settings, out)
}

/// What to do with a ban.
#[derive(Debug, Clone, Copy)]
enum Verb {
    Ban,
    Unban,
}

impl Verb {
    /// The endpoint, below `/msg`.
    fn name(self) -> &'static str {
        match self {
            Self::Ban => "ban",
            Self::Unban => "unban",
        }
    }
}

fn run(
    target: &TargetArgs,
    verb: Verb,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let bodies = bodies(&target.named);
    let nodes = target.nodes.nodes(settings, out)?;
    let answers = nodes.ask(out, async |node| Ok(change(node, verb, &bodies).await))?;
    let (all, mut outcome) = got(answers, out);
    for (node, (actions, error)) in all {
        for action in &actions {
            out.changed(format!("{node}: {action}"));
        }
        if let Some(error) = &error {
            outcome = Outcome::Failed;
            out.error(&error.clone().into());
        }
        if actions.is_empty() && error.is_some() {
            continue;
        }
        if out.json() {
            match verb {
                Verb::Ban => out.record(&BanJson { node, actions })?,
                Verb::Unban => out.record(&UnbanJson { node, actions })?,
            }
        } else {
            for action in actions {
                out.line(format!("{node}: {action}"))?;
            }
        }
    }
    Ok(outcome)
}

/// Sends the bodies until one fails, and returns the actions of the node before that.
async fn change(
    node: &Node<'_>,
    verb: Verb,
    bodies: &[Value],
) -> (Vec<String>, Option<ClientError>) {
    let mut all = Vec::new();
    for body in bodies {
        match node.change_bans(verb.name(), body).await {
            Ok(actions) => all.extend(actions),
            Err(error) => return (all, Some(error)),
        }
    }
    (all, None)
}

/// Rejects bans that hide everything or nothing. Only for bans: an existing ban must be removable.
fn require_bans(named: &NamedArgs, settings: &Settings) -> Result<(), CliError> {
    if named.keywords.iter().any(|keyword| is_blank(keyword)) {
        return Err(CliError::usage(
            "invalid_value",
            "--keyword: the keyword is blank; nodes would hide every message of miners",
        )
        .hint("give a word, or hide a kind of messages with --type"));
    }
    for address in &named.addresses {
        require_address("--address", address, settings.network())?;
    }
    Ok(())
}

/// Whether the text shows nothing.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_hidden(c))
}

/// The bodies of the requests: each has at most one ban of every kind.
///
/// PROTOCOL: section 7, POST /msg/ban.
fn bodies(named: &NamedArgs) -> Vec<Value> {
    let text = |values: &[String]| Vec::from_iter(values.iter().map(|value| value.as_str().into()));
    let signing_ids = named.signing_ids.iter();
    let msg_types = named.msg_types.iter();
    let kinds: [(&str, Vec<Value>); 4] = [
        (
            "signing_id",
            signing_ids.map(|id| id.to_string().into()).collect(),
        ),
        ("address", text(&named.addresses)),
        ("keyword", text(&named.keywords)),
        (
            "type",
            msg_types.map(|msg_type| msg_type.0.into()).collect(),
        ),
    ];
    let mut bodies: Vec<Map<String, Value>> = Vec::new();
    for (name, values) in kinds {
        for (index, value) in values.into_iter().enumerate() {
            if index == bodies.len() {
                bodies.push(Map::new());
            }
            if let Some(body) = bodies.get_mut(index) {
                body.insert(name.to_owned(), value);
            }
        }
    }
    bodies.into_iter().map(Value::from).collect()
}
