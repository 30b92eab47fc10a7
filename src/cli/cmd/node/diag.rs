//! `node diag`.

use serde_json::Value;

use crate::cli::error::{CliError, Outcome};
use crate::cli::nodes::{NodeArgs, got};
use crate::cli::output::{Output, Text, styles};
use crate::cli::settings::Settings;
use crate::client::Failure;
use crate::json::node::DiagJson;

/// Show what nodes say about loading authority blobs
///
/// c2pool answers the blob that its operator set (getmessageblob). p2pool-merged-v36 answers its own
/// machine only: where it looks for blobs, which files it found, and whether it shows messages of
/// miners. All its releases so far answer with an error instead.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg node diag")]
pub struct DiagArgs {
    #[command(flatten)]
    nodes: NodeArgs,
}

/// Runs the command.
pub(super) fn run(
    args: DiagArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let nodes = args.nodes.nodes(settings, out)?;
    let answers = nodes.ask(out, async |node| node.diag().await)?;
    for answer in &answers {
        if let Err(error) = &answer.result
            && matches!(error.failure, Failure::Said(_))
        {
            out.note(format!(
                "{}: all releases of p2pool-merged-v36 answer /msg/diag with an error; it says \
                 nothing about the blobs of the node",
                answer.url
            ));
        }
    }
    let (all, outcome) = got(answers, out);
    for (node, diag) in all {
        if out.json() {
            out.record(&DiagJson { node, diag })?;
        } else {
            out.line(Text::styled(styles::HEADING, node))?;
            print(&diag, 1, out)?;
        }
    }
    Ok(outcome)
}

/// Prints JSON as an indented list; what is nested deeper than anything a node says, in one line.
fn print(value: &Value, depth: usize, out: &mut Output) -> Result<(), CliError> {
    const DEEPEST: usize = 6;
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(fields) if depth < DEEPEST => {
            for (name, value) in fields {
                match value {
                    Value::Object(_) | Value::Array(_) => {
                        out.line(format!("{indent}{name}:"))?;
                        print(value, depth + 1, out)?;
                    }
                    _ => out.line(format!("{indent}{name}: {}", plain(value)))?,
                }
            }
        }
        Value::Array(elements) if depth < DEEPEST => {
            for element in elements {
                match element {
                    Value::Object(_) | Value::Array(_) => {
                        out.line(format!("{indent}-"))?;
                        print(element, depth + 1, out)?;
                    }
                    _ => out.line(format!("{indent}- {}", plain(element)))?,
                }
            }
        }
        _ => out.line(format!("{indent}{}", plain(value)))?,
    }
    Ok(())
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
