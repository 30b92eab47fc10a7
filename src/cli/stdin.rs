//! Standard input, which only one thing in a run can read.

use std::cell::RefCell;
use std::io::{self, StdinLock};

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
