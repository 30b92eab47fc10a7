//! What could stand at the cursor, for the shells that ask.
//!
//! The script of a shell runs p2msg with `P2MSG_COMPLETE` set and the words of the line behind `--`.
//! So what is offered is never older than p2msg, and ids come from the queue itself.

use std::env;
use std::ffi::{OsStr, OsString};

use clap::ValueHint;
use clap_complete::engine::{
    ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};
use clap_complete::env::Shells;

use super::config::Environment;
use super::error::CliError;
use super::usage::lenient_settings;
use crate::core::message::MsgType;
use crate::text::visible::is_hidden;

/// Names the shell that asks.
const VARIABLE: &str = "P2MSG_COMPLETE";

/// What zsh needs besides when it finds the script as a function of its own, `_p2msg`.
const ZSH_AUTOLOAD: &str = r#"
if [[ "${funcstack[1]}" == "_p2msg" ]]; then
    _clap_dynamic_completer_p2msg "$@"
fi
"#;

/// The script that makes a shell ask.
///
/// # Errors
/// There is none for that shell.
pub fn script(shell: &str) -> Result<Vec<u8>, CliError> {
    let mut script = Vec::new();
    let written = match Shells::builtins().completer(shell) {
        Some(completer) => {
            completer.write_registration(VARIABLE, "p2msg", "p2msg", "p2msg", &mut script)
        }
        None => Err(std::io::Error::other("no such shell")),
    };
    written.map_err(|error| {
        CliError::failed("completions", "cannot make the script").with_source(error)
    })?;
    if shell == "zsh" {
        script.extend_from_slice(ZSH_AUTOLOAD.as_bytes());
    }
    Ok(script)
}

/// What could stand at the cursor, as the shell that asks wants it; `None` if none asks.
pub fn answer(arguments: &[OsString], environment: &Environment) -> Option<Vec<u8>> {
    let shells = Shells::builtins();
    let shell = shells.completer(environment.get(VARIABLE)?.to_str()?)?;
    let words = words(arguments)?;
    let mut command = with_plain_paths(super::command());
    if words.last().is_some_and(|word| word.is_empty()) {
        command = without_options(command);
    }
    command.build();
    let mut answer = Vec::new();
    let folder = env::current_dir().ok();
    // A shell that cannot be answered offers nothing; there is nobody to be told.
    let _ = shell.write_complete(&mut command, words.to_vec(), folder.as_deref(), &mut answer);
    Some(answer)
}

/// Keeps the options back where something else can stand: there are a dozen for every command.
fn without_options(command: clap::Command) -> clap::Command {
    command
        .mut_args(|argument| {
            let is_option = !argument.is_positional();
            argument.hide(is_option)
        })
        .mut_subcommands(without_options)
}

/// Completes paths without the names that contain control or hidden characters.
///
/// A shell would split such a name at its line breaks and offer the parts, or print it.
fn with_plain_paths(command: clap::Command) -> clap::Command {
    command
        .mut_args(|argument| match argument.get_value_hint() {
            ValueHint::AnyPath => argument.add(ArgValueCompleter::new(plain_paths)),
            _ => argument,
        })
        .mut_subcommands(with_plain_paths)
}

fn plain_paths(current: &OsStr) -> Vec<CompletionCandidate> {
    let mut paths = PathCompleter::any().complete(current);
    paths.retain(|path| !path.get_value().to_string_lossy().chars().any(is_hidden));
    paths
}

/// The words of the line, behind `p2msg --`.
fn words(arguments: &[OsString]) -> Option<&[OsString]> {
    match arguments {
        [_, dashes, words @ ..] if dashes == "--" && !words.is_empty() => Some(words),
        _ => None,
    }
}

/// The ids in the queue of the data folder that the line names.
///
/// clap calls this without the line, so it is taken from the arguments of the process again.
pub fn queue_ids() -> Vec<CompletionCandidate> {
    let arguments: Vec<OsString> = env::args_os().collect();
    let environment = Environment::of_process();
    let Some(settings) =
        words(&arguments).and_then(|words| lenient_settings(words, &environment).1.ok())
    else {
        return Vec::new();
    };
    let Ok(queue) = settings.data().map(|dir| dir.read_queue()) else {
        return Vec::new();
    };
    let now = settings.now();
    let entries = queue.iter().flat_map(|queue| queue.entries());
    entries
        .map(|entry| {
            let what = format!("{} {}", entry.state_at(now), entry.msg_type.name());
            CompletionCandidate::new(entry.id.to_string()).help(Some(what.into()))
        })
        .collect()
}

/// The kinds of messages, as commands take them.
pub fn msg_types() -> Vec<CompletionCandidate> {
    let kinds = MsgType::KNOWN.into_iter();
    kinds
        .filter_map(|kind| {
            let help = kind.name().into_owned().into();
            Some(CompletionCandidate::new(kind.short_name()?).help(Some(help)))
        })
        .collect()
}
