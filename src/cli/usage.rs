//! What clap has to say, in the words and on the streams of p2msg.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{ArgMatches, FromArgMatches};

use super::config::Environment;
use super::error::CliError;
use super::exposure::withhold;
use super::next_steps::next_steps;
use super::output::Output;
use super::settings::{ColorWhen, GlobalArgs, Settings};

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
    super::command()
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
    let mut command = super::command();
    command.build();
    let mut matches = lenient_matches(arguments)?;
    while let Some((name, below)) = matches.remove_subcommand() {
        command = command.find_subcommand(&name)?.clone();
        matches = below;
    }
    let name = command.get_bin_name().unwrap_or("p2msg").to_owned();
    let mut command = command
        .mut_args(|argument| argument.hide(true))
        .after_help(format!("Try '{name} --help', or --help behind a command."));
    Some(command.render_help().to_string())
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
    let text = withhold(&error.render().to_string());
    let mut paragraphs = text.trim().split("\n\n");
    let message = one_line(paragraphs.next().unwrap_or_default());
    let message = message.strip_prefix("error: ").unwrap_or(&message);
    let mut explained = CliError::usage(code(error.kind()), message);
    for hint in paragraphs.flat_map(hints) {
        explained = explained.hint(hint);
    }
    explained
}

/// Whoever gave no command at all is told where they are: what to do next depends on it.
fn missing_command(arguments: &[OsString], environment: &Environment) -> CliError {
    let missing = CliError::usage("missing_command", "a command is missing");
    let in_group = lenient_matches(arguments).is_some_and(|matches| matches.subcommand().is_some());
    match lenient_settings(arguments, environment).1 {
        Ok(settings) if !in_group => next_steps(&settings)
            .into_iter()
            .fold(missing, CliError::hint),
        _ => missing,
    }
}

/// The tips of a paragraph, each in one line; other paragraphs are one hint as a whole.
fn hints(paragraph: &str) -> Vec<String> {
    if paragraph.trim_start().starts_with("tip: ") {
        paragraph
            .split("tip: ")
            .map(one_line)
            .filter(|tip| !tip.is_empty())
            .collect()
    } else {
        vec![one_line(paragraph)]
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
