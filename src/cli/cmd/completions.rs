//! `completions SHELL`.

use clap_complete::Shell;
use serde::Serialize;

use crate::cli::error::{CliError, Outcome};
use crate::cli::generate;
use crate::cli::output::Output;
use crate::cli::settings::Settings;

/// Print the completion script of a shell
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Example:
  p2msg completions bash > ~/.local/share/bash-completion/completions/p2msg")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Serialize)]
struct Script {
    shell: String,
    script: String,
}

/// Runs the command.
///
/// # Errors
/// stdout cannot be written.
pub fn run(
    args: CompletionsArgs,
    _settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let script = generate::completions(args.shell);
    if out.json() {
        let script = Script {
            shell: args.shell.to_string(),
            script: String::from_utf8_lossy(&script).into_owned(),
        };
        out.record("completions", &script)?;
    } else {
        out.bytes(&script)?;
    }
    Ok(Outcome::Done)
}
