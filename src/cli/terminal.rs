//! Questions on the controlling terminal, also when stdin is a pipe.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::{AsRawFd, RawFd};

use dialoguer::Confirm;
use dialoguer::console::Term;

use super::error::CliError;
use super::output::Output;
use super::secret::SecretText;
use super::settings::Settings;
use crate::text::visible::visible;

/// The controlling terminal of this process.
const TERMINAL: &str = "/dev/tty";

/// Asks for consent to `question`, which ends in a question mark.
///
/// `--yes` answers it. Results written so far are handed over first.
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
    let Some(terminal) = open_terminal() else {
        return Err(needs_yes(question, "there is no terminal to ask on"));
    };
    out.flush()?;
    let answer = Confirm::new()
        .with_prompt(visible(question))
        .default(false)
        .wait_for_newline(true)
        .interact_on(&terminal);
    match answer {
        Ok(true) => Ok(()),
        Ok(false) => Err(CliError::refused("declined", "not done: the answer was no")
            .hint("nothing was changed; run it again and answer y, or give --yes")),
        Err(error) => Err(needs_yes(question, "the terminal gave no answer").with_source(error)),
    }
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
    if open_terminal().is_none() {
        return Err(needs_secret(
            "there is no terminal to ask for the secret on",
        ));
    }
    let answer = rpassword::prompt_password(visible(question))
        .map(SecretText::new)
        .map_err(|error| needs_secret("the terminal gave no answer").with_source(error))?;
    if answer.expose().trim().is_empty() {
        return Err(needs_secret("nothing was typed"));
    }
    Ok(answer)
}

fn needs_secret(why: &str) -> CliError {
    CliError::refused("needs_secret", why)
}

fn open_terminal() -> Option<Term> {
    let read = OpenOptions::new().read(true).open(TERMINAL).ok()?;
    let write = OpenOptions::new().write(true).open(TERMINAL).ok()?;
    Some(Term::read_write_pair(read, Screen(write)))
}

/// The screen of the terminal, with its cursor left alone.
///
/// dialoguer hides the cursor while it waits, and Ctrl-C ends the process before it could show it
/// again: so it is never hidden.
#[derive(Debug)]
struct Screen(File);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match bytes {
            b"\x1b[?25l" | b"\x1b[?25h" => Ok(bytes.len()),
            _ => self.0.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl AsRawFd for Screen {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}
