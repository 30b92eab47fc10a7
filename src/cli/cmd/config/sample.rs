//! `config sample`.

use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Output;
use crate::cli::settings::definition::KEYS;
use crate::json::settings::ConfigSampleJson;

/// The beginning of the sample, before the keys.
const INTRODUCTION: &str = "\
# The config file of p2msg: $XDG_CONFIG_HOME/p2msg/config.toml, or where --config or P2MSG_CONFIG says.
#
# Each key is an option of the same name. An option on the command line is stronger, then the
# environment (P2MSG_NET for net, P2MSG_DATA_DIR for data-dir), then this file. An unknown key is an
# error. What is in force, and where it comes from: p2msg config show
#
# No secret belongs here. Files with keys are named by options or the environment, see p2msg doctor.
";

/// Print a config file to begin with
///
/// It explains every key and sets none.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  mkdir -p ~/.config/p2msg
  p2msg config sample > ~/.config/p2msg/config.toml")]
pub struct SampleArgs {}

/// Runs the command.
///
/// # Errors
/// stdout cannot be written.
pub(super) fn run(_args: SampleArgs, out: &mut Output) -> Result<Outcome, CliError> {
    if out.json() {
        out.record(&ConfigSampleJson {
            toml: sample().into(),
        })?;
    } else {
        out.bytes(sample().as_bytes())?;
    }
    Ok(Outcome::Done)
}

/// Every key with its meaning, all of them commented out.
fn sample() -> String {
    let mut text = INTRODUCTION.to_owned();
    for about in KEYS {
        if let Some(comment) = about.comment {
            text.push('\n');
            for line in comment.lines() {
                text.push_str(&format!("# {line}\n"));
            }
        }
        text.push_str(&format!("#{} = {}\n", about.name, about.example));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rewrite the file with: p2msg config sample > contrib/config.toml
    #[test]
    fn the_repository_contains_the_sample() {
        assert_eq!(sample(), include_str!("../../../../contrib/config.toml"));
    }
}
