//! What clap has to say, in the words and on the streams of p2msg.

use std::ffi::OsString;

use clap::error::{ContextKind, ErrorKind};
use clap::{ArgMatches, FromArgMatches};

use super::command::command;
use super::config::Environment;
use super::error::CliError;
use super::next_steps::next_steps;
use super::output::Output;
use super::settings::{ColorWhen, GlobalArgs, Settings};
use super::usage_words::{self, texts};
use super::withhold::withhold;

/// The output for a run whose arguments or settings are wrong, as far as they can be read.
pub fn early_output(arguments: &[OsString], environment: &Environment) -> Output {
    let (json, settings) = lenient_settings(arguments, environment);
    match settings {
        Ok(settings) => Output::new(&settings),
        Err(_) => Output::early(json, ColorWhen::Auto),
    }
}

/// Whether JSON is asked for, and the settings, as far as arguments that are wrong can be read.
pub fn lenient_settings(
    arguments: &[OsString],
    environment: &Environment,
) -> (bool, Result<Settings, CliError>) {
    let mut args = lenient_matches(arguments)
        .and_then(|matches| GlobalArgs::from_arg_matches(&matches).ok())
        .unwrap_or_default();
    // clap understands nothing behind the first mistake, but a script that says --json must get it.
    let options = arguments.iter().take_while(|argument| *argument != "--");
    args.ask_for_json(options.into_iter().any(|argument| argument == "--json"));
    (
        args.wants_json(environment),
        Settings::load(args, environment),
    )
}

/// What can be understood of arguments that are wrong.
fn lenient_matches(arguments: &[OsString]) -> Option<ArgMatches> {
    command()
        .ignore_errors(true)
        .try_get_matches_from(arguments)
        .ok()
}

/// Whether this is `node check`, whose exit codes are those of monitoring systems also when it is
/// used wrongly.
pub fn is_check(arguments: &[OsString]) -> bool {
    // clap understands nothing behind some mistakes.
    let looks_so = || {
        let mut words = arguments.iter().skip(1);
        words.any(|word| word == "node") && words.any(|word| word == "check")
    };
    let matches = lenient_matches(arguments);
    match matches.as_ref().and_then(ArgMatches::subcommand) {
        Some(("node", below)) => match below.subcommand_name() {
            Some(name) => name == "check",
            None => looks_so(),
        },
        Some(_) => false,
        None => looks_so(),
    }
}

/// Whether clap's "error" is what was asked for: help or the version.
pub fn is_help(error: &clap::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    )
}

/// The short help of the command that lacks a subcommand, if that is what is wrong.
pub fn short_help(error: &clap::Error, arguments: &[OsString]) -> Option<String> {
    if !lacks_command(error) {
        return None;
    }
    let command = command_of(arguments);
    let name = command.get_bin_name().unwrap_or("p2msg").to_owned();
    let mut command = command
        .mut_args(|argument| argument.hide(true))
        .after_help(format!("Try '{name} --help', or --help behind a command."));
    Some(command.render_help().to_string())
}

/// The command that the arguments name, as far as they can be understood.
fn command_of(arguments: &[OsString]) -> clap::Command {
    let mut command = command();
    command.build();
    let mut matches = lenient_matches(arguments).unwrap_or_default();
    while let Some((name, below)) = matches.remove_subcommand() {
        match command.find_subcommand(&name) {
            Some(found) => command = found.clone(),
            None => break,
        }
        matches = below;
    }
    command
}

fn lacks_command(error: &clap::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

/// A usage error of clap as one of ours.
///
/// clap repeats what it did not understand; long runs of letters and digits are left out of that,
/// since they might be a mistyped key.
pub fn explain(error: &clap::Error, arguments: &[OsString], environment: &Environment) -> CliError {
    if lacks_command(error) {
        return missing_command(arguments, environment);
    }
    let message = withhold(&usage_words::message(error));
    let mut explained = CliError::usage(code(error.kind()), message);
    for hint in own_hints(error, arguments) {
        explained = explained.hint(hint);
    }
    // clap explains how to pass a negative number as an argument, but it belongs to an option.
    if negative_number(error, arguments).is_none() {
        for tip in usage_words::suggestions(error) {
            explained = explained.hint(withhold(&tip));
        }
    }
    if let Some(usage) = usage_words::usage(error) {
        explained = explained.hint(usage);
    }
    explained.hint("For more information, try '--help'.")
}

/// What clap does not say: what an argument is for, and where a command is.
fn own_hints(error: &clap::Error, arguments: &[OsString]) -> Vec<String> {
    match error.kind() {
        ErrorKind::MissingRequiredArgument | ErrorKind::ValueValidation => {
            let command = command_of(arguments);
            let wrong = texts(error, ContextKind::InvalidArg).into_iter();
            wrong.filter_map(|name| describe(&command, &name)).collect()
        }
        ErrorKind::UnknownArgument => {
            let option = negative_number(error, arguments);
            let described = option.and_then(|option| describe(&command_of(arguments), option));
            described.into_iter().collect()
        }
        ErrorKind::InvalidSubcommand => {
            let mut elsewhere = Vec::new();
            for name in texts(error, ContextKind::InvalidSubcommand) {
                find_commands(&command(), "p2msg", &name, &mut elsewhere);
            }
            let found = elsewhere.join("' or '");
            let hint = (!found.is_empty()).then(|| format!("did you mean '{found}'?"));
            hint.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// An argument and its line of help; `name` is what clap calls it, or how it is written.
fn describe(command: &clap::Command, name: &str) -> Option<String> {
    let mut all = command.get_arguments();
    let argument = all.find(|argument| {
        // An argument that is required only sometimes is shown in other brackets.
        let shown = argument.to_string();
        let is_positional = argument.is_positional() && plain_name(&shown) == plain_name(name);
        let long = name.strip_prefix("--");
        shown == name || is_positional || (long.is_some() && argument.get_long() == long)
    })?;
    Some(format!("{argument}: {}", argument.get_help()?))
}

fn plain_name(shown: &str) -> &str {
    shown.trim_matches(['<', '>', '[', ']', '.'])
}

/// The option in front of a negative number, which clap took for an option itself.
fn negative_number<'a>(error: &clap::Error, arguments: &'a [OsString]) -> Option<&'a str> {
    let wrong = texts(error, ContextKind::InvalidArg).into_iter().next()?;
    let is_digit = |c: char| c.is_ascii_digit();
    if !wrong.strip_prefix('-')?.starts_with(is_digit) {
        return None;
    }
    let place = arguments
        .iter()
        .position(|argument| argument.to_string_lossy().starts_with(&wrong))?;
    arguments.get(place.checked_sub(1)?)?.to_str()
}

/// Adds the commands called `name`, wherever they are.
fn find_commands(command: &clap::Command, path: &str, name: &str, found: &mut Vec<String>) {
    for below in command.get_subcommands() {
        let path = format!("{path} {}", below.get_name());
        if below.get_name() == name {
            found.push(path.clone());
        }
        find_commands(below, &path, name, found);
    }
}

/// Whoever gave no command at all is told where they are: what to do next depends on it.
fn missing_command(arguments: &[OsString], environment: &Environment) -> CliError {
    let command = command_of(arguments);
    let name = command.get_bin_name().unwrap_or("p2msg");
    let in_group = name.contains(' ');
    let missing = CliError::usage("missing_command", "a command is missing");
    match lenient_settings(arguments, environment).1 {
        Ok(settings) if !in_group => next_steps(&settings)
            .into_iter()
            .fold(missing, CliError::hint),
        _ => {
            let below = command.get_subcommands().map(clap::Command::get_name);
            let all = Vec::from_iter(below.filter(|name| *name != "help")).join(", ");
            missing.hint(format!("give one of {all}; see: {name} --help"))
        }
    }
}

/// The stable names of usage errors.
fn code(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::InvalidUtf8 => {
            "invalid_value"
        }
        ErrorKind::UnknownArgument => "unknown_argument",
        ErrorKind::InvalidSubcommand => "unknown_command",
        ErrorKind::MissingRequiredArgument
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues => "missing_argument",
        ErrorKind::ArgumentConflict => "argument_conflict",
        _ => "usage",
    }
}
