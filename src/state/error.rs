//! What can go wrong with a file, and what to do about it.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// A file that could not be read, written or locked, or does not hold what it should.
///
/// Whatever the error, the file named in it is as it was before.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// The operating system refused.
    #[error("cannot {action} {path}: {source}", path = .path.display())]
    Io {
        /// What was attempted: "read", "write", "create", "lock", ...
        action: &'static str,
        /// The file or folder it was attempted on.
        path: PathBuf,
        /// The operating system's answer.
        source: io::Error,
    },
    /// A symbolic link where a file should be; replacing it would leave its target unchanged.
    #[error("{path} is a symbolic link", path = .path.display())]
    SymbolicLink {
        /// The link.
        path: PathBuf,
    },
    /// A folder, a pipe, a socket or a device where a file should be.
    #[error("{path} is {found}, not a file", path = .path.display())]
    NotAFile {
        /// What is not a file.
        path: PathBuf,
        /// What it is, with its article.
        found: &'static str,
    },
    /// Something other than a folder where the data folder should be.
    #[error("{path} is not a folder", path = .path.display())]
    NotAFolder {
        /// What is not a folder.
        path: PathBuf,
    },
    /// A new file was asked for, and there is one.
    #[error("{path} exists already", path = .path.display())]
    AlreadyExists {
        /// The file that is there.
        path: PathBuf,
    },
    /// More bytes than such a file ever has.
    #[error("{path} has {found} bytes, at most {limit} are allowed", path = .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its length in bytes.
        found: u64,
        /// The most that is read or written, in bytes.
        limit: u64,
    },
    /// Another process held the lock all the time.
    #[error("{path} was held by another process for {waited} seconds", path = .path.display(), waited = .waited.as_secs())]
    LockTimeout {
        /// The lock file.
        path: PathBuf,
        /// How long was waited for it.
        waited: Duration,
    },
}

impl StateError {
    /// The stable name of the error, as scripts see it.
    pub fn code(&self) -> &'static str {
        match self {
            StateError::Io { .. } => "io",
            StateError::SymbolicLink { .. } => "symbolic_link",
            StateError::NotAFile { .. } => "not_a_file",
            StateError::NotAFolder { .. } => "not_a_folder",
            StateError::AlreadyExists { .. } => "already_exists",
            StateError::TooLarge { .. } => "too_large",
            StateError::LockTimeout { .. } => "lock_timeout",
        }
    }

    /// What to do about it, in one line.
    pub fn hint(&self) -> &'static str {
        match self {
            StateError::Io { source, .. } => io_hint(source.kind()),
            StateError::SymbolicLink { .. } => {
                "give the path of the file itself, or put the file in place of the link"
            }
            StateError::NotAFile { .. } => "move it away, or give another path",
            StateError::NotAFolder { .. } => "move it away, or give another folder with --data-dir",
            StateError::AlreadyExists { .. } => "give another path, or move the file away first",
            StateError::TooLarge { .. } => "look at what it holds; it may be another program's",
            StateError::LockTimeout { .. } => {
                "another p2msg is at work there, or hangs; wait longer with --lock-timeout SECONDS"
            }
        }
    }
}

fn io_hint(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::NotFound => "check the path; its folder must exist",
        io::ErrorKind::PermissionDenied => {
            "check the owner and the mode of the file and of its folder"
        }
        io::ErrorKind::StorageFull
        | io::ErrorKind::QuotaExceeded
        | io::ErrorKind::FileTooLarge => {
            "make room on the disk or raise the limit, then run the command again; nothing was changed"
        }
        io::ErrorKind::ReadOnlyFilesystem => "give a folder that can be written to",
        io::ErrorKind::NotADirectory => "a part of the path is a file; give another path",
        _ => "check the path and the disk; nothing was changed",
    }
}
