//! The words for clap's usage errors, made from the facts that [`clap::Error::context`] gives.
//!
//! clap's rendered text is not parsed: arguments are part of it, and could look like its structure.

use std::error::Error;
use std::num::{IntErrorKind, ParseIntError};

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::text::visible::visible;

/// The sentence about an error.
pub fn message(error: &clap::Error) -> String {
    let message = sentence(error).unwrap_or_else(|| error.kind().to_string());
    one_line(&message)
}

/// The sentence of an error that has its usual context.
fn sentence(error: &clap::Error) -> Option<String> {
    let argument = || text(error, ContextKind::InvalidArg);
    let value = || text(error, ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::ArgumentConflict => conflict(error)?,
        ErrorKind::InvalidValue => {
            let (argument, value) = (argument()?, value()?);
            let values = match texts(error, ContextKind::ValidValue) {
                all if all.is_empty() => String::new(),
                all => format!(" [possible values: {}]", all.join(", ")),
            };
            match value.is_empty() {
                true => {
                    format!("a value is required for '{argument}' but none was supplied{values}")
                }
                false => format!("invalid value '{value}' for '{argument}'{values}"),
            }
        }
        ErrorKind::ValueValidation => {
            let (argument, value) = (argument()?, value()?);
            let reason = reason(error).map(|reason| format!(": {reason}"));
            let reason = reason.unwrap_or_default();
            format!("invalid value '{value}' for '{argument}'{reason}")
        }
        ErrorKind::TooManyValues => {
            let (argument, value) = (argument()?, value()?);
            format!("unexpected value '{value}' for '{argument}' found; no more were expected")
        }
        ErrorKind::InvalidSubcommand => {
            let command = text(error, ContextKind::InvalidSubcommand)?;
            format!("unrecognized subcommand '{command}'")
        }
        ErrorKind::UnknownArgument => format!("unexpected argument '{}' found", argument()?),
        ErrorKind::MissingRequiredArgument => {
            let missing = texts(error, ContextKind::InvalidArg).join(" ");
            format!("the following required arguments were not provided: {missing}")
        }
        _ => return None,
    })
}

fn conflict(error: &clap::Error) -> Option<String> {
    let argument = text(error, ContextKind::InvalidArg);
    let what = match &argument {
        Some(argument) => format!("argument '{argument}'"),
        None => format!(
            "subcommand '{}'",
            text(error, ContextKind::InvalidSubcommand)?
        ),
    };
    Some(match error.get(ContextKind::PriorArg) {
        Some(ContextValue::String(other))
            if Some(visible(other).as_ref()) == argument.as_deref() =>
        {
            format!("the {what} cannot be used multiple times")
        }
        Some(ContextValue::String(other)) => {
            format!("the {what} cannot be used with '{}'", visible(other))
        }
        Some(ContextValue::Strings(_)) => {
            let others = texts(error, ContextKind::PriorArg).join(" ");
            format!("the {what} cannot be used with: {others}")
        }
        Some(_) => {
            format!("the {what} cannot be used with one or more of the other specified arguments")
        }
        None => format!("the {what} cannot be used with"),
    })
}

/// Why a value was rejected; for a malformed number in plainer words than the parser's.
fn reason(error: &clap::Error) -> Option<String> {
    let source = error.source()?;
    let number = source.downcast_ref::<ParseIntError>();
    Some(match number.map(ParseIntError::kind) {
        Some(IntErrorKind::PosOverflow | IntErrorKind::NegOverflow) => {
            "the number is too large".to_owned()
        }
        Some(_) => "give a whole number".to_owned(),
        None => visible(&source.to_string()).into_owned(),
    })
}

/// clap's suggestions, each in one line.
pub fn suggestions(error: &clap::Error) -> Vec<String> {
    let mut found = Vec::new();
    for (kind, what) in [
        (ContextKind::SuggestedSubcommand, "subcommand"),
        (ContextKind::SuggestedArg, "argument"),
        (ContextKind::SuggestedValue, "value"),
    ] {
        match texts(error, kind).as_slice() {
            [] => {}
            [one] => found.push(format!("a similar {what} exists: '{one}'")),
            all => found.push(format!(
                "some similar {what}s exist: '{}'",
                all.join("', '")
            )),
        }
    }
    found.extend(texts(error, ContextKind::Suggested));
    found.iter().map(|text| one_line(text)).collect()
}

/// The usage of the command, in one line.
pub fn usage(error: &clap::Error) -> Option<String> {
    match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => Some(one_line(&usage.to_string())),
        _ => None,
    }
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => Some(visible(text).into_owned()),
        _ => None,
    }
}

/// The texts of a context, with control characters made visible: clap repeats arguments in them.
pub fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    let shown = |text: &String| visible(text).into_owned();
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![shown(one)],
        Some(ContextValue::Strings(all)) => all.iter().map(shown).collect(),
        Some(ContextValue::StyledStrs(all)) => {
            all.iter().map(|text| shown(&text.to_string())).collect()
        }
        _ => Vec::new(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command;

    #[test]
    fn an_argument_that_looks_like_a_tip_adds_no_hint() {
        let arguments = ["p2msg", "send", "--tip: x\n\ntip: y"];
        let error = command().try_get_matches_from(arguments).unwrap_err();
        let shown = "--tip: x⏎⏎tip: y";
        assert_eq!(
            message(&error),
            format!("unexpected argument '{shown}' found")
        );
        assert_eq!(
            suggestions(&error),
            [format!("to pass '{shown}' as a value, use '-- {shown}'")]
        );
    }
}
