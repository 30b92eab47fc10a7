//! What clap has to say, in the words and on the streams of p2msg.

use std::error::Error;
use std::ffi::OsString;
use std::num::{IntErrorKind, ParseIntError};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, FromArgMatches};

use super::config::Environment;
use super::error::CliError;
use super::exposure::withhold;
use super::next_steps::next_steps;
use super::output::Output;
use super::settings::{ColorWhen, GlobalArgs, Settings};
use crate::text::visible::visible;

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
    let command = command_of(arguments);
    let name = command.get_bin_name().unwrap_or("p2msg").to_owned();
    let mut command = command
        .mut_args(|argument| argument.hide(true))
        .after_help(format!("Try '{name} --help', or --help behind a command."));
    Some(command.render_help().to_string())
}

/// The command that the arguments name, as far as they can be understood.
fn command_of(arguments: &[OsString]) -> clap::Command {
    let mut command = super::command();
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
pub fn explain(
    mut error: clap::Error,
    arguments: &[OsString],
    environment: &Environment,
) -> CliError {
    if lacks_command(&error) {
        return missing_command(arguments, environment);
    }
    make_values_visible(&mut error);
    let error = &error;
    let text = withhold(&render(error));
    let mut paragraphs = text.trim().split("\n\n");
    let message = one_line(paragraphs.next().unwrap_or_default());
    let message = message.strip_prefix("error: ").unwrap_or(&message);
    let mut explained = CliError::usage(code(error.kind()), plain_words(message, error));
    for hint in own_hints(error, arguments) {
        explained = explained.hint(hint);
    }
    // clap says how a negative number would be an argument, which it was not meant to be.
    let misled = negative_number(error, arguments).is_some();
    for hint in paragraphs
        .filter(|text| !(misled && is_tip(text)))
        .flat_map(hints)
    {
        explained = explained.hint(hint);
    }
    explained
}

/// Replaces the control characters in the arguments that clap repeats.
///
/// Empty lines separate the paragraphs of clap's text, and later paragraphs become hints: an argument
/// that contains an empty line must not add a hint.
fn make_values_visible(error: &mut clap::Error) {
    let shown = |text: &String| visible(text).into_owned();
    let mut replaced = Vec::new();
    for (kind, value) in error.context() {
        let value = match value {
            ContextValue::String(text) => ContextValue::String(shown(text)),
            ContextValue::Strings(all) => ContextValue::Strings(all.iter().map(shown).collect()),
            ContextValue::StyledStrs(all) => {
                let texts = all.iter().map(|text| shown(&text.to_string()).into());
                ContextValue::StyledStrs(texts.collect())
            }
            // Flags, counts, and the usage, which is clap's own text.
            _ => continue,
        };
        replaced.push((kind, value));
    }
    for (kind, value) in replaced {
        error.insert(kind, value);
    }
}

/// The text of an error, in which the reason for a rejected value is one line too.
fn render(error: &clap::Error) -> String {
    let text = error.render().to_string();
    match error.source().map(ToString::to_string) {
        Some(reason) => text.replace(&reason, &visible(&reason)),
        None => text,
    }
}

/// What clap says of a value that is no number, in plain words.
fn plain_words(message: &str, error: &clap::Error) -> String {
    let source = error.source();
    let Some(number) = source.and_then(|source| source.downcast_ref::<ParseIntError>()) else {
        return message.to_owned();
    };
    let plain = match number.kind() {
        IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "the number is too large",
        _ => "give a whole number",
    };
    message.replace(&number.to_string(), plain)
}

/// What clap does not say: what an argument is for, and where a command is.
fn own_hints(error: &clap::Error, arguments: &[OsString]) -> Vec<String> {
    match error.kind() {
        ErrorKind::MissingRequiredArgument | ErrorKind::ValueValidation => {
            let command = command_of(arguments);
            let wrong = context(error, ContextKind::InvalidArg).into_iter();
            wrong.filter_map(|name| describe(&command, name)).collect()
        }
        ErrorKind::UnknownArgument => {
            let option = negative_number(error, arguments);
            let described = option.and_then(|option| describe(&command_of(arguments), option));
            described.into_iter().collect()
        }
        ErrorKind::InvalidSubcommand => {
            let mut elsewhere = Vec::new();
            for name in context(error, ContextKind::InvalidSubcommand) {
                find_commands(&super::command(), "p2msg", name, &mut elsewhere);
            }
            let found = elsewhere.join("' or '");
            let hint = (!found.is_empty()).then(|| format!("did you mean '{found}'?"));
            hint.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn context(error: &clap::Error, kind: ContextKind) -> Vec<&str> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one],
        Some(ContextValue::Strings(all)) => all.iter().map(String::as_str).collect(),
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
    let wrong = context(error, ContextKind::InvalidArg).into_iter().next()?;
    let is_digit = |c: char| c.is_ascii_digit();
    if !wrong.strip_prefix('-')?.starts_with(is_digit) {
        return None;
    }
    let place = arguments
        .iter()
        .position(|argument| argument.to_string_lossy().starts_with(wrong))?;
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

/// The tips of a paragraph, each in one line; other paragraphs are one hint as a whole.
fn hints(paragraph: &str) -> Vec<String> {
    if is_tip(paragraph) {
        paragraph
            .split("tip: ")
            .map(one_line)
            .filter(|tip| !tip.is_empty())
            .collect()
    } else {
        vec![one_line(paragraph)]
    }
}

fn is_tip(paragraph: &str) -> bool {
    paragraph.trim_start().starts_with("tip: ")
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
