//! `node transition`.

use crate::cli::error::{CliError, Outcome};
use crate::cli::nodes::{NodeArgs, content_words, got, signature_words};
use crate::cli::output::{Output, Text, styles};
use crate::cli::settings::Settings;
use crate::json::message::ListedMessageJson;
use crate::json::node::TransitionJson;

/// Show what nodes say about the transition to another share version
///
/// The signals of authorities, and how far the share chain is, where the node tells.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg node transition")]
pub struct TransitionArgs {
    #[command(flatten)]
    nodes: NodeArgs,
}

/// Runs the command.
pub(super) fn run(
    args: TransitionArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let nodes = args.nodes.nodes(settings, out)?;
    let answers = nodes.ask(out, async |node| node.transition().await)?;
    let (all, outcome) = got(answers, out);
    for (_, transition) in all {
        if out.json() {
            out.record(&transition)?;
        } else {
            print(&transition, out)?;
        }
    }
    Ok(outcome)
}

fn print(transition: &TransitionJson, out: &mut Output) -> Result<(), CliError> {
    let TransitionJson {
        node,
        signals,
        progress,
    } = transition;
    out.line(Text::styled(styles::HEADING, node))?;
    if signals.is_empty() {
        out.line("  no transition signal")?;
    }
    for ListedMessageJson {
        message: signal, ..
    } in signals
    {
        let style = if signal.verified && signal.protocol_authority {
            styles::GOOD
        } else {
            styles::ODD
        };
        let when = signal.timestamp.map(|timestamp| out.when(timestamp));
        out.line(
            Text::from(format!("  {}  ", when.as_deref().unwrap_or("-")))
                .and_styled(style, signature_words(signal))
                .and(format!("  {}", content_words(signal))),
        )?;
    }
    let Some(progress) = progress else {
        return Ok(());
    };
    let percent = progress
        .sampling_signaling
        .map(|percent| format!("{percent}% of the sampling window signal it"));
    let height = progress
        .chain_height
        .map(|height| format!("height {height}"));
    let target = progress
        .target_version
        .map(|version| format!("on its way to version {version}"));
    let words = [
        progress.status.clone().or(target),
        percent,
        progress.message.clone(),
        height,
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    out.line(format!("  share chain: {}", words.join("; ")))
}
