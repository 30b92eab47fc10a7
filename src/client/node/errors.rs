//! What happens if one of several answers cannot be read.

use crate::client::ClientError;

/// The errors of single answers. Each ends the query, or is kept together with the other answers.
pub(super) struct Errors {
    kept: Option<Vec<ClientError>>,
    /// Whether one answer was read.
    has_read: bool,
}

impl Errors {
    /// The first error ends the question.
    pub(super) fn fatal() -> Self {
        Self {
            kept: None,
            has_read: false,
        }
    }

    /// Errors are kept.
    pub(super) fn kept() -> Self {
        Self {
            kept: Some(Vec::new()),
            has_read: false,
        }
    }

    /// Returns the value that was read, if there is one.
    ///
    /// # Errors
    /// The error of `result`, if errors end the question.
    pub(super) fn pass<T>(
        &mut self,
        result: Result<T, ClientError>,
    ) -> Result<Option<T>, ClientError> {
        match (result, &mut self.kept) {
            (Ok(value), _) => Ok(Some(value)),
            (Err(error), Some(kept)) => {
                kept.push(error);
                Ok(None)
            }
            (Err(error), None) => Err(error),
        }
    }

    /// Notes that a list was read, or why not.
    ///
    /// # Errors
    /// As [`pass`](Self::pass).
    pub(super) fn take(&mut self, result: Result<(), ClientError>) -> Result<(), ClientError> {
        if self.pass(result)?.is_some() {
            self.has_read = true;
        }
        Ok(())
    }

    /// The kept errors, if any answer was read. `has_any` is true if an answer that is not a list was read.
    ///
    /// # Errors
    /// The first one, if nothing was read.
    pub(super) fn into_partial(self, has_any: bool) -> Result<Vec<ClientError>, ClientError> {
        let mut kept = self.kept.unwrap_or_default();
        if self.has_read || has_any || kept.is_empty() {
            return Ok(kept);
        }
        Err(kept.swap_remove(0))
    }
}
