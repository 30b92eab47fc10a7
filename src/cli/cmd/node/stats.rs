//! `node stats`.

use crate::cli::error::{CliError, Outcome};
use crate::cli::input::AuthorityArgs;
use crate::cli::nodes::{NodeArgs, got};
use crate::cli::output::{Output, Text, styles};
use crate::cli::settings::Settings;
use crate::cli::walks::report_walk;
use crate::client::node::Api;
use crate::json::stats::{MessageStatsJson, StatsJson};

/// Show what nodes count of their messages and keys
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg node stats --url http://node1:9327 --json")]
pub struct StatsArgs {
    #[command(flatten)]
    authority: AuthorityArgs,

    #[command(flatten)]
    nodes: NodeArgs,
}

/// Runs the command.
pub(super) fn run(
    args: StatsArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let nodes = args.nodes.nodes(settings, out)?;
    let nodes = nodes.trusting(&args.authority.authorities());
    let answers = nodes.ask(out, async |node| Ok((node.api(), node.stats().await?)))?;
    let (all, outcome) = got(answers, out);
    for (node, (api, found)) in all {
        if let Some(walk) = &found.walk {
            report_walk(&node, walk, out);
        }
        let stats = found.view;
        if api == Api::C2pool {
            out.note(format!(
                "{node}: c2pool counts nothing; p2msg has counted the messages in its shares"
            ));
        }
        if out.json() {
            out.record(&StatsJson::of_node(node, api.name(), stats))?;
        } else {
            print(&node, &stats, out)?;
        }
    }
    Ok(outcome)
}

fn print(node: &str, stats: &MessageStatsJson, out: &mut Output) -> Result<(), CliError> {
    out.line(Text::styled(styles::HEADING, node))?;
    let number = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), |n| n.to_string());
    let time = |time: Option<u64>| time.map_or_else(|| "-".to_owned(), |time| out.when(time));
    let mut items = vec![
        ("messages".to_owned(), number(stats.total_messages)),
        ("valid signature".to_owned(), number(stats.verified_count)),
        ("flagged as signed".to_owned(), number(stats.signed_count)),
        ("oldest".to_owned(), time(stats.oldest_timestamp)),
        ("newest".to_owned(), time(stats.newest_timestamp)),
        ("senders".to_owned(), number(stats.unique_senders)),
        (
            "announced keys".to_owned(),
            number(stats.known_signing_keys),
        ),
    ];
    let by_type = stats.by_type.iter();
    items.extend(by_type.map(|(name, count)| (name.clone(), count.to_string())));
    for (label, value) in items {
        out.line(format!("  {label:<24}{value}"))?;
    }
    Ok(())
}
