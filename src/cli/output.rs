//! The only writer to stdout and stderr: results, tables, JSON, notes, errors, progress.
//!
//! Each line, table cell, note, warning, error, cause and hint passes [`visible`] on its way out, so
//! text from outside cannot begin a line. Only this module writes line breaks. The exceptions take
//! text of p2msg itself: [`Output::trusted`], [`Output::bytes`], [`Output::help`] and
//! [`Output::usage`].

mod changes;
mod escape;
mod progress;
mod table;
mod text;
mod time;

use std::fmt::{self, Display};
use std::fs::File;
use std::io::{self, IsTerminal, Stdout, Write};
use std::marker::PhantomData;
use std::os::fd::AsFd;
use std::path::Path;
use std::time::{Duration, Instant};

use anstream::ColorChoice;
use anstyle::AnsiColor;
use clap::builder::StyledStr;
use dialoguer::console::Term;
use indicatif::{ProgressBar, ProgressDrawTarget};
use serde::Serialize;

pub use self::changes::closed_stdout;
use self::escape::EscapeHidden;
pub use self::progress::{Progress, Unit};
pub use self::table::Table;
pub use self::text::{Text, styles};
use self::time::when;
use super::error::{CliError, FailureKind};
use super::settings::{Clock, ColorWhen, Settings};
use super::time_zone;
use crate::json::error::{ErrorJson, ErrorLine, WarningJson, WarningLine};
use crate::json::{Schema, schema};
use crate::text::visible::{is_plain, visible};

/// Bytes of results that are gathered before they are written.
const BUFFER: usize = 64 * 1024;

/// Work shorter than this shows no progress.
const PROGRESS_AFTER: Duration = Duration::from_secs(2);

/// Where results, notes and errors go.
#[derive(Debug)]
pub struct Output {
    stdout: Stdout,
    buffer: Vec<u8>,
    /// Whether the command has written anything to stdout.
    printed: bool,
    changes: Vec<String>,
    json: bool,
    quiet: bool,
    verbose: bool,
    color_stdout: bool,
    color_stderr: bool,
    clock: Clock,
    progress: Option<ProgressBar>,
}

impl Output {
    /// The output that the settings ask for.
    pub fn new(settings: &Settings) -> Self {
        Self {
            json: settings.json(),
            quiet: settings.quiet(),
            verbose: settings.verbose(),
            clock: settings.clock(),
            ..Self::early(settings.json(), settings.color())
        }
    }

    /// The output of a run that ends before it has settings.
    pub fn early(json: bool, color: ColorWhen) -> Self {
        Self {
            stdout: io::stdout(),
            buffer: Vec::new(),
            printed: false,
            changes: Vec::new(),
            json,
            quiet: false,
            verbose: false,
            color_stdout: !json && use_color(color, &io::stdout()),
            color_stderr: !json && use_color(color, &io::stderr()),
            clock: Clock::System,
            progress: None,
        }
    }

    /// Whether results are JSON.
    pub fn json(&self) -> bool {
        self.json
    }

    /// Writes one line of a result for people.
    ///
    /// # Errors
    /// stdout cannot be written.
    pub fn line(&mut self, text: impl Into<Text>) -> Result<(), CliError> {
        let color = self.color_stdout;
        self.trusted(format_args!("{}\n", text.into().in_color(color)))
    }

    /// Writes text unchanged, with its line breaks and control characters, and allocates nothing.
    ///
    /// Use it only for text that p2msg made itself: literals, numbers, hex digits, and text that
    /// has passed [`visible`].
    ///
    /// # Errors
    /// stdout cannot be written.
    pub fn trusted(&mut self, text: fmt::Arguments<'_>) -> Result<(), CliError> {
        self.buffer.write_fmt(text).map_err(stdout_error)?;
        self.bytes(b"")
    }

    /// Writes a table for people; an empty one writes nothing.
    ///
    /// # Errors
    /// stdout cannot be written.
    pub fn table(&mut self, table: Table) -> Result<(), CliError> {
        let width = if self.stdout.is_terminal() {
            Term::stdout()
                .size_checked()
                .map(|(_rows, columns)| columns)
        } else {
            None
        };
        let text = table.render(width, self.color_stdout);
        self.bytes(text.as_bytes())
    }

    /// Writes facts for people, a line each: name and value, the values aligned.
    ///
    /// # Errors
    /// stdout cannot be written.
    pub fn facts(&mut self, facts: &[(&str, String)]) -> Result<(), CliError> {
        let width = facts.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, value) in facts {
            self.line(format!("{name:<width$}  {value}"))?;
        }
        Ok(())
    }

    /// Writes one JSON object on a line of its own.
    ///
    /// It begins with `"schema": "p2msg.KIND/1"`.
    ///
    /// # Errors
    /// stdout cannot be written.
    pub fn record<T: Schema>(&mut self, value: &T) -> Result<(), CliError> {
        let written = self.buffer.len();
        if let Err(error) = write_json(&mut self.buffer, &Record::new(value)) {
            self.buffer.truncate(written);
            return Err(error);
        }
        self.bytes(b"\n")
    }

    /// Writes help that was asked for.
    ///
    /// # Errors
    /// stdout cannot be written.
    pub fn help(&mut self, help: &StyledStr) -> Result<(), CliError> {
        let text = if self.color_stdout {
            help.ansi().to_string()
        } else {
            help.to_string()
        };
        self.bytes(text.as_bytes())
    }

    /// Prints a help text of clap on stderr, unchanged; not with `--json`.
    pub fn usage(&self, help: &str) {
        if !self.json {
            self.write_stderr(&format!("{help}\n"));
        }
    }

    /// Writes bytes that p2msg made itself, unchanged.
    ///
    /// # Errors
    /// stdout cannot be written.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= BUFFER {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes a secret that was asked for, past every buffer: none of them is wiped.
    ///
    /// # Errors
    /// stdout cannot be written.
    pub fn secret(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.flush()?;
        // A secret is not revealed to be discarded.
        if self.is_closed() {
            return Err(closed_stdout().of_closed_stdout());
        }
        let stdout = self.stdout.lock();
        let written = stdout
            .as_fd()
            .try_clone_to_owned()
            .and_then(|unbuffered| File::from(unbuffered).write_all(bytes));
        written.map_err(stdout_error)
    }

    /// Hands over what was written so far; for commands that stream, and before a question.
    ///
    /// # Errors
    /// stdout cannot be written, or its reader has gone away ([`FailureKind::ReaderGone`]).
    pub fn flush(&mut self) -> Result<(), CliError> {
        self.printed |= !self.buffer.is_empty();
        let mut stdout = self.stdout.lock();
        let mut write = || stdout.write_all(&self.buffer).and_then(|()| stdout.flush());
        let written = match &self.progress {
            Some(bar) => bar.suspend(write),
            None => write(),
        };
        self.buffer.clear();
        // What one enormous record took is given back.
        self.buffer.shrink_to(4 * BUFFER);
        written.map_err(stdout_error)
    }

    /// Says something beside the result, on stderr; not with `--quiet` or `--json`.
    pub fn note(&self, text: impl Display) {
        if !self.quiet && !self.json {
            self.say("note", AnsiColor::Cyan, &text.to_string());
        }
    }

    /// Says what only `--verbose` asks for, on stderr.
    pub fn detail(&self, text: impl Display) {
        if self.verbose {
            self.note(text);
        }
    }

    /// Warns on stderr; not with `--quiet`. With `--json` it is a JSON object.
    pub fn warning(&self, text: impl Display) {
        if self.quiet {
            return;
        }
        if self.json {
            self.say_json(&WarningLine {
                warning: WarningJson {
                    message: text.to_string(),
                },
            });
        } else {
            self.say("warning", AnsiColor::Yellow, &text.to_string());
        }
    }

    /// Prints an error on stderr: `error:`, `cause:` and `hint:` lines, or one JSON object.
    pub fn error(&self, error: &CliError) {
        if self.json {
            let mut message = error.to_string();
            for cause in error.causes() {
                message.push_str(": ");
                message.push_str(&cause);
            }
            let hint = match error.hints() {
                [] => None,
                hints => Some(hints.join("; ")),
            };
            self.say_json(&ErrorLine {
                error: ErrorJson {
                    code: error.code().to_owned().into(),
                    message,
                    hint,
                },
            });
            return;
        }
        self.say("error", AnsiColor::Red, &error.to_string());
        for cause in error.causes() {
            self.say("cause", AnsiColor::Red, &cause);
        }
        for hint in error.hints() {
            self.say("hint", AnsiColor::Cyan, hint);
        }
    }

    fn say(&self, label: &str, color: AnsiColor, text: &str) {
        let label = Text::styled(color.on_default().bold(), format!("{label}:"));
        let line = format!("{} {}\n", label.in_color(self.color_stderr), visible(text));
        self.write_stderr(&line);
    }

    fn say_json(&self, value: &impl Serialize) {
        if let Ok(line) = to_json(value) {
            self.write_stderr(&format!("{line}\n"));
        }
    }

    fn write_stderr(&self, line: &str) {
        // Nobody is left to be told when stderr is gone.
        let write = || {
            let _ = io::stderr().write_all(line.as_bytes());
        };
        match &self.progress {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// A Unix time in local time with its age beside it: `2024-02-10 16:00:00 (2 h ago)`.
    pub fn when(&self, timestamp: u64) -> String {
        let text = when(timestamp, self.clock.now(), time_zone::local());
        self.warn_of_time_zone();
        text
    }

    /// Warns about an unknown time zone that was used, once.
    pub fn warn_of_time_zone(&self) {
        if let Some(warning) = time_zone::unknown() {
            self.warning(warning);
        }
    }

    /// Progress of work that may take long, `total` of `unit` in all if that is known.
    ///
    /// It shows after two seconds, on stderr, and only if that is a terminal.
    pub fn progress(&mut self, what: &str, total: Option<u64>, unit: Unit) -> Progress {
        let wanted = !self.quiet && io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden())
            .with_style(unit.style(total.is_some()))
            .with_message(visible(what).into_owned());
        self.progress = wanted.then(|| bar.clone());
        Progress {
            bar,
            due: wanted.then(|| Instant::now() + PROGRESS_AFTER),
        }
    }
}

fn stdout_error(error: io::Error) -> CliError {
    if error.kind() == io::ErrorKind::BrokenPipe {
        CliError::new(
            FailureKind::ReaderGone,
            "reader_gone",
            "nobody reads stdout",
        )
    } else {
        CliError::failed("stdout", "cannot write to stdout").with_source(error)
    }
}

/// Whether a stream gets colours.
fn use_color(when: ColorWhen, stream: &impl anstream::stream::RawStream) -> bool {
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => anstream::AutoStream::choice(stream) != ColorChoice::Never,
    }
}

/// Whether an output path is `-`, which names stdout.
pub fn is_stdout(path: &Path) -> bool {
    path == Path::new("-")
}

/// The line that [`Output::record`] writes.
///
/// # Errors
/// It cannot be written as JSON.
pub fn json_line<T: Schema>(value: &T) -> Result<String, CliError> {
    let mut line = to_json(&Record::new(value))?;
    line.push('\n');
    Ok(line)
}

/// An object with its schema in front.
#[derive(Serialize)]
struct Record<'a, T: Schema> {
    #[serde(serialize_with = "write_schema::<T, _>")]
    schema: PhantomData<T>,
    #[serde(flatten)]
    value: &'a T,
}

impl<'a, T: Schema> Record<'a, T> {
    fn new(value: &'a T) -> Self {
        Self {
            schema: PhantomData,
            value,
        }
    }
}

fn write_schema<T: Schema, S: serde::Serializer>(
    _: &PhantomData<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&schema::<T>())
}

/// Appends JSON on one line, with every hidden character as a \uXXXX escape: harmless on a terminal,
/// intact for a parser.
fn write_json(out: &mut Vec<u8>, value: &impl Serialize) -> Result<(), CliError> {
    let start = out.len();
    // Nearly every record is printable ASCII, and is written once.
    let mut written = serde_json::to_writer(&mut *out, value);
    if written.is_ok() && !out.get(start..).is_some_and(is_plain) {
        out.truncate(start);
        let mut escaping = serde_json::Serializer::with_formatter(out, EscapeHidden);
        written = value.serialize(&mut escaping);
    }
    written.map_err(|error| {
        CliError::failed("json", "cannot write the result as JSON").with_source(error)
    })
}

fn to_json(value: &impl Serialize) -> Result<String, CliError> {
    let mut bytes = Vec::new();
    write_json(&mut bytes, value)?;
    String::from_utf8(bytes).map_err(|error| {
        CliError::failed("json", "cannot write the result as JSON").with_source(error)
    })
}

#[cfg(test)]
mod tests {
    use indicatif::ProgressStyle;
    use jiff::tz::TimeZone;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::json::generated::CompletionsJson;
    use crate::text::visible::has_hidden;

    const TABLE_WIDTH: u16 = 24;

    #[test]
    fn a_record_begins_with_its_schema() {
        let script = CompletionsJson {
            shell: "fish".to_owned(),
            script: String::new(),
        };
        assert_eq!(
            json_line(&script).unwrap(),
            "{\"schema\":\"p2msg.completions/1\",\"shell\":\"fish\",\"script\":\"\"}\n"
        );
    }

    #[test]
    fn json_escapes_what_would_act_on_a_terminal() {
        let text = "\u{1b}[2J \u{7f}\u{9b}31m \u{202e}abc \u{200b} \u{e0041} ü 🚀";
        assert_eq!(
            to_json(&text).unwrap(),
            r#""\u001b[2J \u007f\u009b31m \u202eabc \u200b \udb40\udc41 ü 🚀""#
        );
    }

    proptest! {
        #[test]
        fn json_is_harmless_and_intact(text in any::<String>(), key in any::<String>()) {
            let value = json!({ key: text });
            let line = to_json(&value).unwrap();
            prop_assert!(!has_hidden(&line));
            let parsed: serde_json::Value = serde_json::from_str(&line).unwrap();
            prop_assert_eq!(parsed, value);
        }

        #[test]
        fn text_takes_one_line_and_only_our_styles(text in any::<String>()) {
            let piece = Text::styled(styles::BAD, text.as_str());
            prop_assert!(!has_hidden(&piece.in_color(false).to_string()));
            let (start, end) = (styles::BAD.render(), styles::BAD.render_reset());
            let shown = piece.in_color(true).to_string();
            prop_assert_eq!(shown, format!("{start}{}{end}", visible(&text)));
        }

        #[test]
        fn a_table_shows_nothing_hidden(text in any::<String>()) {
            let mut table = Table::new(["TEXT"]);
            table.row([text]);
            let shown = table.render(None, false);
            prop_assert_eq!(shown.lines().count(), 2);
            prop_assert!(!has_hidden(&shown.replace('\n', "")));
        }
    }

    fn table() -> Table {
        let mut table = Table::new(["INDEX", "TEXT"]).right(0);
        table.row(["7".to_owned(), "short".to_owned()]);
        table.row(["12".to_owned(), "a text that is rather long".to_owned()]);
        table
    }

    #[test]
    fn a_table_is_aligned_without_borders() {
        assert_eq!(
            table().render(None, false),
            "INDEX  TEXT\n    7  short\n   12  a text that is rather long\n"
        );
    }

    #[test]
    fn a_narrow_terminal_wraps_a_table_and_a_pipe_does_not() {
        let narrow = table().render(Some(TABLE_WIDTH), false);
        assert_eq!(
            narrow,
            "INDEX  TEXT\n    7  short\n   12  a text that is\n       rather long\n"
        );
    }

    #[test]
    fn colours_are_for_the_headings_of_a_table() {
        let colored = table().render(None, true);
        assert!(colored.starts_with("\u{1b}[1mINDEX  TEXT\u{1b}[0m\n    7  short\n"));
    }

    #[test]
    fn an_empty_table_is_nothing() {
        assert_eq!(Table::new(["ID"]).render(None, true), "");
    }

    #[test]
    fn every_template_of_progress_is_one() {
        for unit in [Unit::Bytes, Unit::Items] {
            for total in [true, false] {
                assert!(ProgressStyle::with_template(unit.template(total)).is_ok());
            }
        }
    }

    #[test]
    fn a_time_has_its_age_beside_it() {
        let at = |timestamp, now| when(timestamp, now, TimeZone::UTC);
        let now = 1_707_580_800;
        assert_eq!(at(now, now), "2024-02-10 16:00:00 (0 s ago)");
        assert_eq!(at(now - 59, now), "2024-02-10 15:59:01 (59 s ago)");
        assert_eq!(at(now - 119, now), "2024-02-10 15:58:01 (1 min ago)");
        assert_eq!(at(now - 7_200, now), "2024-02-10 14:00:00 (2 h ago)");
        assert_eq!(at(now - 86_400, now), "2024-02-09 16:00:00 (1 d ago)");
        assert_eq!(at(now + 180, now), "2024-02-10 16:03:00 (in 3 min)");
        assert_eq!(at(u64::MAX, now), u64::MAX.to_string());
    }

    #[test]
    fn a_time_is_local() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        let shown = when(1_707_580_800, 1_707_580_800, zone);
        assert_eq!(shown, "2024-02-10 18:00:00 (0 s ago)");
    }
}
