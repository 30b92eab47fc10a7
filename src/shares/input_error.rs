//! Why an input is unreadable.

use std::io;
use std::path::{Path, PathBuf};

use super::compression::Compression;
use super::leveldb::Damage;

/// Why an input is unreadable.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// The operating system reports an error.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file or folder, or the name of the stream.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A database is damaged where everything else depends on it.
    #[error("cannot read the share store in {}", folder.display())]
    Damaged {
        /// The folder of the database.
        folder: PathBuf,
        /// The damage.
        source: Damage,
    },
    /// An entry of a folder that is not a regular file. It is skipped.
    #[error("skipped {}, because it is {found}", path.display())]
    Skipped {
        /// The entry.
        path: PathBuf,
        /// Its kind, as in "a named pipe".
        found: &'static str,
    },
    /// A compressed file.
    #[error("{} is compressed with {}", path.display(), compression.name())]
    Compressed {
        /// The file, or the name of the stream.
        path: PathBuf,
        /// The format.
        compression: Compression,
    },
    /// A source that is not a file fails.
    #[error("cannot fetch shares from {name}: {source}")]
    Fetch {
        /// The name of the source.
        name: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A text in UTF-16.
    #[error("{} is UTF-16", path.display())]
    Utf16 {
        /// The file, or the name of the stream.
        path: PathBuf,
    },
    /// One file of a database.
    #[error("{} is one file of a database", path.display())]
    DatabaseFile {
        /// The file.
        path: PathBuf,
    },
    /// A folder without a file shares.0, shares.1, ...
    #[error("{} holds no share store", folder.display())]
    NoShareStore {
        /// The folder.
        folder: PathBuf,
    },
}

pub(super) fn unreadable(path: &Path, source: io::Error) -> InputError {
    InputError::Read {
        path: path.to_owned(),
        source,
    }
}
