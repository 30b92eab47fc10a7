//! Errors of files in the data folder.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::core::hash::SigningId;
use crate::core::key::KeyIndex;

/// A file that could not be read, written or locked, or has the wrong content.
///
/// Whatever the error, the file named in it is as it was before.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DataError {
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
    /// The file has the wrong content.
    #[error("{path} is broken: {reason}", path = .path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column or with the field.
        reason: String,
    },
    /// A folder or a file that another user controls.
    #[error("{path} belongs to user {owner}, and this is user {user}", path = .path.display())]
    ForeignOwner {
        /// The folder or the file.
        path: PathBuf,
        /// The number of the user that it belongs to.
        owner: u32,
        /// The number of the user that runs p2msg.
        user: u32,
        /// Whether root may accept it with [`DataDir::allow_foreign`](super::DataDir::allow_foreign).
        can_be_allowed: bool,
    },
    /// A symbolic link of another user in the path of a folder.
    #[error("{link} in {path} is a symbolic link of user {owner}", path = .path.display(), link = .link.display())]
    ForeignLink {
        /// The path of the folder.
        path: PathBuf,
        /// The name of the link.
        link: PathBuf,
        /// The number of the user that it belongs to.
        owner: u32,
    },
    /// A folder or a file that users other than its owner can change.
    #[error("{path} has mode {mode:04o}: group or others can change it", path = .path.display())]
    WritableByOthers {
        /// The folder or the file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// Others than its owner can read a secret.
    #[error("group or others can read {}", path.display())]
    ReadableByOthers {
        /// The file.
        path: PathBuf,
    },
    /// Another process writes to the file.
    #[error("another process writes to {}", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// A file with other content than shares.
    #[error("{} is not a share store", path.display())]
    NotAShareStore {
        /// The file.
        path: PathBuf,
    },
    /// A share store that a node writes.
    #[error("{} contains shares that p2msg did not write there", path.display())]
    NotAnArchive {
        /// The folder.
        path: PathBuf,
    },
    /// The file was written by a later p2msg, in a form that this one does not know.
    #[error("{path} has version {found}, this p2msg knows {known}", path = .path.display())]
    NewerVersion {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u64,
        /// The latest version known.
        known: u64,
    },
    /// The queue has outgrown its file.
    #[error("{path} would have {bytes} bytes, at most {limit} are allowed", path = .path.display())]
    QueueTooLarge {
        /// The queue file.
        path: PathBuf,
        /// What it would have.
        bytes: u64,
        /// The most that it may have.
        limit: u64,
    },
    /// There is no state file, so no key_index is in use.
    #[error("there is no {path}", path = .path.display())]
    NoKeyState {
        /// The state file.
        path: PathBuf,
    },
    /// A rotation that does not go up.
    #[error("{path} holds key_index {current}, asked for {asked}; key_index only goes up, and nodes that saw {current} have revoked what is below", path = .path.display())]
    KeyIndexNotHigher {
        /// The state file.
        path: PathBuf,
        /// The key_index in use.
        current: KeyIndex,
        /// The key_index asked for.
        asked: KeyIndex,
    },
    /// A state file is to be made for a key that an older one has left behind.
    #[error("{path} says that key_index {logged} was in use with signing_id {signing_id}, asked for {asked}", path = .path.display())]
    KeyIndexInLog {
        /// The key log.
        path: PathBuf,
        /// The highest key_index in the log.
        logged: KeyIndex,
        /// Its signing_id.
        signing_id: SigningId,
        /// The key_index asked for.
        asked: KeyIndex,
    },
    /// The file system does not support locks.
    #[error(
        "cannot lock {path}: the file system{} does not support locks ({source})",
        .file_system.as_ref().map(|found| format!(" {found}")).unwrap_or_default(),
        path = .path.display()
    )]
    NoLocks {
        /// The lock file.
        path: PathBuf,
        /// Type and mount point of the file system, if they are known.
        file_system: Option<String>,
        /// The operating system's answer.
        source: io::Error,
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

impl DataError {
    /// The error of an operating system call.
    pub(super) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }

    /// The stable name of the error, as scripts see it.
    pub fn code(&self) -> &'static str {
        match self {
            DataError::Io { .. } => "io",
            DataError::SymbolicLink { .. } => "symbolic_link",
            DataError::NotAFile { .. } => "not_a_file",
            DataError::NotAFolder { .. } => "not_a_folder",
            DataError::AlreadyExists { .. } => "already_exists",
            DataError::TooLarge { .. } => "too_large",
            DataError::Broken { .. } => "broken_file",
            DataError::ForeignOwner { .. } => "foreign_owner",
            DataError::ForeignLink { .. } => "foreign_link",
            DataError::WritableByOthers { .. } => "writable_by_others",
            DataError::ReadableByOthers { .. } => "readable_by_others",
            DataError::InUse { .. } => "in_use",
            DataError::NotAnArchive { .. } => "not_an_archive",
            DataError::NotAShareStore { .. } => "not_a_share_store",
            DataError::NewerVersion { .. } => "newer_version",
            DataError::QueueTooLarge { .. } => "queue_too_large",
            DataError::NoKeyState { .. } => "no_key_state",
            DataError::KeyIndexNotHigher { .. } => "key_index_not_higher",
            DataError::KeyIndexInLog { .. } => "key_index_in_log",
            DataError::NoLocks { .. } => "no_locks",
            DataError::LockTimeout { .. } => "lock_timeout",
        }
    }

    /// Whether the disk is full or cannot be written to.
    pub fn is_no_room(&self) -> bool {
        let is_such = |kind| {
            matches!(
                kind,
                io::ErrorKind::StorageFull
                    | io::ErrorKind::QuotaExceeded
                    | io::ErrorKind::ReadOnlyFilesystem
            )
        };
        matches!(self, DataError::Io { source, .. } if is_such(source.kind()))
    }

    /// Whether a file or a folder is missing.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, DataError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}
