//! Questions on the controlling terminal, also when stdin is a pipe.

use dialoguer::theme::{SimpleTheme, Theme};

use super::error::CliError;
use super::output::Output;
use super::prompt::{self, Echo, Unanswered};
use super::secret::SecretText;
use super::settings::Settings;
use crate::text::visible::visible;

/// Asks for consent to `question`, which ends in a question mark.
///
/// `--yes` answers it. Only the line `y` or `yes` means yes. Results written so far are handed over
/// first.
///
/// # Errors
/// Kind refused: the answer is no, or nothing may or can be asked.
pub fn consent(question: &str, settings: &Settings, out: &mut Output) -> Result<(), CliError> {
    if settings.yes() {
        return Ok(());
    }
    if settings.no_input() {
        return Err(needs_yes(question, "--no-input forbids to ask"));
    }
    if !prompt::has_terminal() {
        return Err(needs_yes(question, "there is no terminal to ask on"));
    }
    out.flush()?;
    let mut form = String::new();
    // Writing to a String cannot fail.
    let _ = SimpleTheme.format_confirm_prompt(&mut form, &visible(question), Some(false));
    match prompt::ask(&form, Echo::On) {
        Ok(answer) if is_yes(answer.expose()) => Ok(()),
        Ok(_) => Err(declined("not done: the answer was not y or yes")),
        Err(Unanswered::EndOfInput) => Err(declined("not done: there was no answer")),
        Err(Unanswered::Signal(signal)) => {
            let error = declined("not done: interrupted");
            out.error(&error);
            prompt::end_by(signal);
            Err(error)
        }
        Err(Unanswered::NoTerminal) => Err(needs_yes(question, "there is no terminal to ask on")),
        Err(Unanswered::Failed(error)) => {
            Err(needs_yes(question, "the terminal gave no answer").with_source(error))
        }
    }
}

fn is_yes(answer: &str) -> bool {
    let answer = answer.trim();
    ["y", "yes"]
        .iter()
        .any(|yes| answer.eq_ignore_ascii_case(yes))
}

fn declined(message: &str) -> CliError {
    CliError::refused("declined", message)
        .hint("nothing was changed; run it again and answer y, or give --yes")
}

fn needs_yes(question: &str, why: &str) -> CliError {
    CliError::refused("needs_consent", format!("{question} Not done: {why}"))
        .hint("give --yes to consent")
}

/// Asks for a secret without showing it; `question` ends in a colon and a space.
///
/// # Errors
/// Kind refused: nothing may or can be asked, or nothing was answered.
pub fn secret(question: &str, settings: &Settings) -> Result<SecretText, CliError> {
    if settings.no_input() {
        return Err(needs_secret("--no-input forbids to ask for the secret"));
    }
    let answer = match prompt::ask(&visible(question), Echo::Off) {
        Ok(answer) => answer,
        Err(Unanswered::NoTerminal) => {
            return Err(needs_secret(
                "there is no terminal to ask for the secret on",
            ));
        }
        Err(Unanswered::EndOfInput) => return Err(needs_secret("nothing was typed")),
        Err(Unanswered::Signal(signal)) => {
            prompt::end_by(signal);
            return Err(needs_secret("interrupted"));
        }
        Err(Unanswered::Failed(error)) => {
            return Err(needs_secret("the terminal gave no answer").with_source(error));
        }
    };
    if answer.expose().trim().is_empty() {
        return Err(needs_secret("nothing was typed"));
    }
    Ok(answer)
}

fn needs_secret(why: &str) -> CliError {
    CliError::refused("needs_secret", why)
}
