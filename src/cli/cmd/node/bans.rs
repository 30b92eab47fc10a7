//! `node bans`.

use crate::cli::error::{CliError, Outcome};
use crate::cli::nodes::{NodeArgs, got};
use crate::cli::output::{Output, Table};
use crate::cli::settings::Settings;
use crate::core::message::MsgType;
use crate::json::node::BansJson;

/// Show which messages nodes hide
///
/// A ban hides messages from those who ask this node; it changes nothing for the share chain, and
/// messages of authorities are always shown. Only p2pool-merged-v36 has bans.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg node bans")]
pub struct BansArgs {
    #[command(flatten)]
    nodes: NodeArgs,
}

/// Runs the command.
pub(super) fn run(
    args: BansArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let nodes = args.nodes.nodes(settings, out)?;
    let answers = nodes.ask(out, async |node| node.bans().await)?;
    let (all, outcome) = got(answers, out);
    let mut table = Table::new(["NODE", "BANNED", "VALUE"]);
    for (node, bans) in all {
        if out.json() {
            out.record(&bans)?;
            continue;
        }
        let rows = rows(&bans);
        if rows.is_empty() {
            out.note(format!("{node} bans nothing"));
        }
        for (what, value) in rows {
            table.row([node.clone(), what.to_owned(), value]);
        }
    }
    out.table(table)?;
    Ok(outcome)
}

fn rows(bans: &BansJson) -> Vec<(&'static str, String)> {
    let kind = |byte: &u64| {
        let known = u8::try_from(*byte).ok().map(MsgType);
        known.map_or_else(|| byte.to_string(), |kind| kind.name().into_owned())
    };
    let lists = [
        ("signing_id", bans.signing_ids.clone()),
        ("address", bans.addresses.clone()),
        ("keyword", bans.keywords.clone()),
        ("type", bans.types.iter().map(kind).collect()),
    ];
    lists
        .into_iter()
        .flat_map(|(what, values)| values.into_iter().map(move |value| (what, value)))
        .collect()
}
