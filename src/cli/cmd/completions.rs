//! `completions SHELL`.

use clap_complete::Shell;

use crate::cli::completion_script::script;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::json::generated::CompletionsJson;

/// Print the completion script of a shell
///
/// The script asks p2msg itself what could stand at the cursor: commands, options, networks, kinds of
/// messages, files, and the ids in the queue.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg completions bash > ~/.local/share/bash-completion/completions/p2msg
  p2msg completions zsh > ~/.zfunc/_p2msg
  p2msg completions fish > ~/.config/fish/completions/p2msg.fish")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
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
    let script = script(&args.shell.to_string())?;
    if out.json() {
        let script = CompletionsJson {
            shell: args.shell.to_string(),
            script: String::from_utf8_lossy(&script).into_owned(),
        };
        out.record(&script)?;
    } else {
        out.bytes(&script)?;
    }
    Ok(Outcome::Done)
}
