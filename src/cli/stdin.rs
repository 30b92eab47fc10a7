//! Standard input, which only one thing in a run can read.

use std::cell::RefCell;
use std::io::{self, Read, StdinLock};

use super::error::CliError;

/// Hands standard input to whoever asks first.
#[derive(Debug, Default)]
pub struct Stdin {
    claimed_by: RefCell<Option<String>>,
}

impl Stdin {
    /// Takes standard input for `what`, as in "--master-key-file" or "INPUT".
    ///
    /// # Errors
    /// Something else has taken it already.
    pub fn claim(&self, what: &str) -> Result<StdinLock<'static>, CliError> {
        let mut claimed_by = self.claimed_by.borrow_mut();
        if let Some(first) = claimed_by.as_deref() {
            return Err(CliError::usage(
                "stdin_twice",
                format!("{what} is '-', but {first} reads standard input already"),
            )
            .hint("use '-' once, and a file or /dev/fd/N for the other"));
        }
        *claimed_by = Some(what.to_owned());
        Ok(io::stdin().lock())
    }

    /// Claims standard input for `what` and reads all of it, at most `limit` bytes.
    ///
    /// # Errors
    /// It is claimed already (usage), it cannot be read (failed), it is longer (malformed).
    pub fn read_all(&self, what: &str, limit: u64) -> Result<Vec<u8>, CliError> {
        let mut bytes = Vec::new();
        self.claim(what)?
            .take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| {
                CliError::failed("stdin", "cannot read standard input").with_source(error)
            })?;
        if bytes.len() as u64 > limit {
            return Err(CliError::malformed(
                "input_too_long",
                format!("standard input, read for {what}, has more than {limit} bytes"),
            )
            .hint("give less of it, or another input: nothing that long is meant to be there"));
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn can_be_claimed_once() {
        let stdin = Stdin::default();
        assert!(stdin.claim("INPUT").is_ok());
        let error = stdin.claim("--master-key-file").unwrap_err();
        assert_eq!(
            error.to_string(),
            "--master-key-file is '-', but INPUT reads standard input already"
        );
    }
}
