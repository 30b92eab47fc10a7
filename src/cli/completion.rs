//! What could stand at the cursor, for the shells that ask.
//!
//! The script of a shell runs p2msg with `P2MSG_COMPLETE` set and the words of the line behind `--`.
//! So what is offered is never older than p2msg, and ids come from the queue itself.

use std::env;
use std::ffi::{OsStr, OsString};

use clap::ValueHint;
use clap_complete::engine::{
    ArgValueCandidates, ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};
use clap_complete::env::Shells;

use super::command::command;
use super::completion_script::VARIABLE;
use super::config::Environment;
use super::usage::lenient_settings;
use crate::text::visible::has_hidden;

/// What could stand at the cursor, as the shell that asks wants it; `None` if none asks.
pub fn answer(arguments: &[OsString], environment: &Environment) -> Option<Vec<u8>> {
    let shells = Shells::builtins();
    let shell = shells.completer(environment.get(VARIABLE)?.to_str()?)?;
    let words = words(arguments)?;
    let mut command = with_queue_ids(with_plain_paths(command()));
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
    paths.retain(|path| !has_hidden(&path.get_value().to_string_lossy()));
    paths
}

/// Completes the ids of the queue commands.
fn with_queue_ids(command: clap::Command) -> clap::Command {
    let is_id = |argument: &clap::Arg| {
        let names = argument.get_value_names().unwrap_or_default();
        names.iter().any(|name| name == "ID")
    };
    let with_ids = |argument: clap::Arg| match is_id(&argument) {
        true => argument.add(ArgValueCandidates::new(queue_ids)),
        false => argument,
    };
    command.mut_subcommand("queue", |queue| {
        queue.mut_subcommands(|command| command.mut_args(with_ids))
    })
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
fn queue_ids() -> Vec<CompletionCandidate> {
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
