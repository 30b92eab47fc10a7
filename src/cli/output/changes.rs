//! Completed changes, for the error that follows if their report cannot be printed.

use std::fs;
use std::io::Stdout;
use std::os::unix::fs::{FileTypeExt, MetadataExt};

use rustix::fs::{OFlags, fcntl_getfl, fstat};

use super::Output;
use crate::cli::error::{CliError, FailureKind};

impl Output {
    /// Records a completed change. If the command fails after it, the error states the change.
    pub fn changed(&mut self, change: impl Into<String>) {
        self.changes.push(change.into());
    }

    /// Adds the completed changes to the error that ends the command.
    ///
    /// A closed pipe is an error then: its reader did not receive the report.
    #[must_use]
    pub fn with_changes(&self, error: CliError) -> CliError {
        if self.changes.is_empty() {
            return error;
        }
        error
            .of_closed_stdout()
            .after(&self.changes.join("; "))
            .hint("these changes are complete; do not repeat them")
    }

    /// Warns about completed changes whose report went to a closed stdout.
    pub fn warn_if_closed(&self) {
        if self.printed && self.is_closed() && !self.changes.is_empty() {
            self.warning(format!(
                "stdout is closed, so the result was not printed; done: {}",
                self.changes.join("; ")
            ));
        }
    }

    /// Whether stdout was closed when the program started.
    pub fn is_closed(&self) -> bool {
        is_closed(&self.stdout)
    }
}

/// The runtime of Rust opens /dev/null for reading and writing in place of a closed stdout. A shell
/// opens it for writing only. A parent that passes it on for reading and writing means the same: no
/// program reads the output.
fn is_closed(stdout: &Stdout) -> bool {
    let Ok(null) = fs::metadata("/dev/null") else {
        return false;
    };
    let is_null = fstat(stdout).is_ok_and(|stat| stat.st_rdev == null.rdev());
    let mode = fcntl_getfl(stdout).map(|flags| flags & OFlags::ACCMODE);
    null.file_type().is_char_device() && is_null && mode == Ok(OFlags::RDWR)
}

/// The error of an output that is required and has no reader.
pub fn closed_stdout() -> CliError {
    CliError::new(FailureKind::ReaderGone, "reader_gone", "stdout is closed")
}
