//! `node ban` and `node unban`.

use clap_complete::engine::ArgValueCandidates;
use serde_json::{Map, Value};

use crate::cli::candidates::msg_types;
use crate::cli::error::{CliError, Outcome};
use crate::cli::nodes::{NodeArgs, got};
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::core::hash::SigningId;
use crate::core::message::MsgType;
use crate::json::node::{BanJson, UnbanJson};

/// Hide messages from those who ask a node
///
/// Of a signing key, of a payout address, with a word in them, or of a kind; several options are
/// several bans. It changes what this node shows, not what it relays, and never hides messages of
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
    /// A signing key
    #[arg(long, value_name = "HEX")]
    signing_id: Option<SigningId>,

    /// A payout address
    #[arg(long, value_name = "ADDRESS")]
    address: Option<String>,

    /// A word; nodes look for it in upper and lower case
    #[arg(long, value_name = "WORD")]
    keyword: Option<String>,

    /// A kind of messages: chat, announce, alert, node-status, ..., or its number (0x07)
    #[arg(long = "type", value_name = "TYPE", add = ArgValueCandidates::new(msg_types))]
    msg_type: Option<MsgType>,
}

/// Runs `node ban`.
pub(super) fn ban(
    args: BanArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
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
    let body = body(&target.named);
    let nodes = target.nodes.nodes(settings, out)?;
    let answers = nodes.ask(out, async |node| node.change_bans(verb.name(), &body).await)?;
    let (all, outcome) = got(answers, out);
    for (node, actions) in all {
        for action in &actions {
            out.changed(format!("{node}: {action}"));
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

/// PROTOCOL: section 7, POST /msg/ban.
fn body(named: &NamedArgs) -> Value {
    let mut body = Map::new();
    if let Some(signing_id) = named.signing_id {
        body.insert("signing_id".to_owned(), signing_id.to_string().into());
    }
    if let Some(address) = &named.address {
        body.insert("address".to_owned(), address.as_str().into());
    }
    if let Some(keyword) = &named.keyword {
        body.insert("keyword".to_owned(), keyword.as_str().into());
    }
    if let Some(msg_type) = named.msg_type {
        body.insert("type".to_owned(), msg_type.0.into());
    }
    body.into()
}
