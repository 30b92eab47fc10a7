//! `config sample`.

use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Output;
use crate::json::settings::ConfigSampleJson;

/// Every key with what it means, all of them commented out.
const SAMPLE: &str = include_str!("../../../../contrib/config.toml");

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
            toml: SAMPLE.into(),
        })?;
    } else {
        out.bytes(SAMPLE.as_bytes())?;
    }
    Ok(Outcome::Done)
}
