//! Unreadable lines: an input with nothing else is not read to its end.

use std::sync::Arc;

use super::error::CliError;
use crate::shares::Readability;

/// Unreadable lines in a row after which the rest of a file is skipped.
const MOST_UNREADABLE: u64 = 100;
/// The same for lines with malformed shares, which a damaged store may have many of.
const MOST_MALFORMED: u64 = 10_000;

/// The unreadable lines of the input that is read.
#[derive(Debug, Default)]
pub struct BadLines {
    name: Arc<str>,
    unreadable: u64,
    malformed: u64,
    /// The line that was one too many, until it is reported.
    last_line: Option<u64>,
}

impl BadLines {
    /// Takes the next line of the input `name`. Returns whether it is to be shown.
    pub fn admit(&mut self, name: &Arc<str>, line: u64, readability: Readability) -> bool {
        if **name != *self.name {
            self.name = Arc::clone(name);
            (self.unreadable, self.malformed) = (0, 0);
        }
        if self.has_skipped(name) {
            return false;
        }
        match readability {
            // Each argument is an input of its own.
            _ if &**name == "argument" => {}
            Readability::Record => (self.unreadable, self.malformed) = (0, 0),
            Readability::MalformedShare => self.malformed += 1,
            Readability::Unreadable => self.unreadable += 1,
        }
        if self.has_skipped(name) {
            self.last_line = Some(line);
        }
        true
    }

    /// Whether the rest of the input `name` is skipped.
    pub fn has_skipped(&self, name: &Arc<str>) -> bool {
        let too_many = self.unreadable >= MOST_UNREADABLE || self.malformed >= MOST_MALFORMED;
        too_many && **name == *self.name
    }

    /// The error for an input whose rest is skipped, once.
    pub fn take_error(&mut self) -> Option<CliError> {
        let line = self.last_line.take()?;
        let place = match line {
            // A record of a database has no line.
            0 => self.name.to_string(),
            line => format!("{} line {line}", self.name),
        };
        let what = format!(
            "{place}: {} unreadable lines in a row; the rest is skipped",
            self.unreadable + self.malformed
        );
        Some(
            CliError::malformed("too_many_unreadable_lines", what)
                .hint("check the file: it is neither a share store nor hex nor JSON Lines"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_unbroken_run_of_unreadable_lines_ends_an_input() {
        let mut bad = BadLines::default();
        let (one, two): (Arc<str>, Arc<str>) = ("one".into(), "two".into());
        for line in 1..=250 {
            let readability = match line % 100 {
                0 => Readability::Record,
                50.. => Readability::MalformedShare,
                _ => Readability::Unreadable,
            };
            assert!(bad.admit(&one, line, readability));
        }
        assert!(bad.take_error().is_none());
        for line in 1..=MOST_UNREADABLE {
            assert!(bad.admit(&two, line, Readability::Unreadable));
        }
        assert!(bad.has_skipped(&two) && !bad.has_skipped(&one));
        assert!(!bad.admit(&two, 101, Readability::Record));
        let error = bad.take_error().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.starts_with("two line 100: 100 unreadable lines")));
        assert!(bad.take_error().is_none());
        for line in 1..=MOST_MALFORMED {
            assert!(bad.admit(&one, line, Readability::MalformedShare));
        }
        assert!(!bad.admit(&one, 10_001, Readability::Record));
    }
}
