//! Reads the files of a LevelDB database without opening it as one: nothing is locked, created,
//! written, renamed or removed, so the program that owns the database is never disturbed.
//!
//! ```text
//! bytes     integers and strings of the format
//! log       records of a .log file or a MANIFEST
//! batch     the changes in a record of a .log file
//! version   CURRENT and MANIFEST: the tables and logs that make up the database
//! table     blocks of an .ldb or .sst file
//! files     the files of a snapshot, and the places of values in them
//! runs      tables that do not overlap, one after another
//! snapshot  the files that make up a state
//! damages   the unreadable parts
//! logged    the newest change of each key in the logs
//! cursor    the newest value of each key, in the order of the keys
//! values    values by their places
//! ```
//!
//! The program may write while its files are read. A [`Snapshot`] is a state that the database had:
//! the logs are listed before they are read, and a file that is removed meanwhile starts the reading
//! again ([`ReadError::Gone`]).
//!
//! Source: doc/impl.md, doc/log_format.md and doc/table_format.md of LevelDB 1.23, and its
//! db/version_edit.cc and db/write_batch.cc for the formats that these leave out. FIELD.md a.6.

mod batch;
mod bytes;
mod cursor;
mod damages;
mod files;
mod log;
mod logged;
mod runs;
mod snapshot;
mod table;
mod values;
mod version;

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

pub(super) use self::cursor::{Cursor, Value};
pub(super) use self::damages::Damages;
pub(super) use self::files::Place;
pub(super) use self::snapshot::Snapshot;
pub(super) use self::values::ValueReader;
pub(super) use self::version::{Stamp, is_database, is_database_file, stamp};

/// The largest block or log record that is read, in bytes, also after decompression. A block holds
/// about 16 KiB and at least one value; the nodes' longest share has 1,000,000 bytes.
const MAX_PART: usize = 8 << 20;

/// A part of a database that is unreadable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is damaged at byte {offset}: {}", file.display(), self.reason())]
pub struct Damage {
    /// The file.
    pub file: PathBuf,
    /// The first byte of the part.
    pub offset: u64,
    /// What is wrong with it.
    pub what: Cow<'static, str>,
    /// Older values that are left out, because this part may have replaced or deleted them.
    pub left_out: u64,
}

impl Damage {
    /// What is wrong, and what that costs.
    pub fn reason(&self) -> String {
        match self.left_out {
            0 => self.what.to_string(),
            count => format!(
                "{}; {count} older values that it may have replaced are left out",
                self.what
            ),
        }
    }

    fn new(file: &Path, offset: u64, what: impl Into<Cow<'static, str>>) -> Self {
        Self {
            file: file.to_owned(),
            offset,
            what: what.into(),
            left_out: 0,
        }
    }
}

/// Why a database is unreadable.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    /// A file was removed while it was needed, so the database has a newer state: read it again.
    #[error("{} is gone", .0.display())]
    Gone(PathBuf),
    /// The operating system reports an error.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A part that everything else depends on is damaged.
    #[error(transparent)]
    Damaged(#[from] Damage),
}

impl ReadError {
    fn io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => Self::Gone(path),
            _ => Self::Io { path, source },
        }
    }
}

/// The checksum of a part. LevelDB rotates and shifts CRC-32C, so that a checksum of data that
/// contains checksums stays meaningful.
fn masked_crc(data: &[u8], appended: &[u8]) -> u32 {
    let crc = crc32c::crc32c_append(crc32c::crc32c(data), appended);
    crc.rotate_right(15).wrapping_add(0xa282_ead8)
}

#[cfg(test)]
mod tests {}
