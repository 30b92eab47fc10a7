//! Changes of followed stores.

use std::io;
use std::path::Path;

use super::record::Record;

/// A change of the followed stores.
#[derive(Debug)]
pub enum Update<'a> {
    /// A file has another record.
    Record {
        /// The number of the file. A file that is replaced gets a new number.
        file: u64,
        /// The record.
        record: Record<'a>,
    },
    /// A file is gone, or its content was replaced and follows under a new number.
    Gone {
        /// The number of the file.
        file: u64,
    },
    /// An entry of a folder is not a regular file, and is skipped. Reported in each round.
    Skipped {
        /// The path.
        path: &'a Path,
        /// Its kind, as in "a named pipe".
        found: &'static str,
    },
    /// A file or folder is unreadable now.
    Unreadable {
        /// The path.
        path: &'a Path,
        /// The error of the operating system.
        why: &'a io::Error,
    },
    /// A file has a line longer than [`MAX_LINE`](super::MAX_LINE) bytes. The rest of the file is
    /// ignored until it is replaced or truncated. Reported in each round.
    TooLong {
        /// The path.
        path: &'a Path,
        /// The number of the line, from 1.
        number: u64,
    },
    /// A file has more lines than one round reads. The next round continues.
    Unfinished {
        /// The path.
        path: &'a Path,
    },
}
