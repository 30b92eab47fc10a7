//! What can go wrong with a file, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::core::hash::SigningId;
use crate::core::key::KeyIndex;

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
    /// The file does not hold what it should.
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
        /// Whether `--allow-foreign-data-dir` would allow it.
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
            StateError::Broken { .. } => "broken_file",
            StateError::ForeignOwner { .. } => "foreign_owner",
            StateError::ForeignLink { .. } => "foreign_link",
            StateError::WritableByOthers { .. } => "writable_by_others",
            StateError::ReadableByOthers { .. } => "readable_by_others",
            StateError::NewerVersion { .. } => "newer_version",
            StateError::QueueTooLarge { .. } => "queue_too_large",
            StateError::NoKeyState { .. } => "no_key_state",
            StateError::KeyIndexNotHigher { .. } => "key_index_not_higher",
            StateError::KeyIndexInLog { .. } => "key_index_in_log",
            StateError::LockTimeout { .. } => "lock_timeout",
        }
    }

    /// Whether a file or a folder is missing.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, StateError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }

    /// What to do about it, in one line.
    pub fn hint(&self) -> String {
        let hint = match self {
            StateError::Io { source, .. } => io_hint(source.kind()),
            StateError::SymbolicLink { .. } => {
                "give the path of the file itself, or put the file in place of the link"
            }
            StateError::NotAFile { .. } => "move it away, or give another path",
            StateError::NotAFolder { .. } => "move it away, or give another folder with --data-dir",
            StateError::AlreadyExists { .. } => "give another path, or move the file away first",
            StateError::TooLarge { .. } => "look at what it holds; it may be another program's",
            StateError::Broken { .. } => {
                "nothing was changed; put it right, or move it away and keep it, to begin anew"
            }
            StateError::ForeignOwner {
                path,
                owner,
                user,
                can_be_allowed,
            } => {
                let chown = format!("sudo chown {user} {}", quoted(path));
                return match can_be_allowed {
                    true => format!(
                        "run p2msg as that user: sudo -u '#{owner}' p2msg; to trust its content, pass \
                         --allow-foreign-data-dir; or check it, then: {chown}"
                    ),
                    false => format!(
                        "check its content, then: {chown}; or give another folder with --data-dir"
                    ),
                };
            }
            StateError::ForeignLink { .. } => {
                "give the path without the link; its owner can point it elsewhere at any time"
            }
            StateError::WritableByOthers { path, .. } => {
                return format!("check its content, then: chmod go-w {}", quoted(path));
            }
            StateError::ReadableByOthers { path } => {
                return format!("remove it to get a new one, or: chmod 600 {}", quoted(path));
            }
            StateError::NewerVersion { .. } => {
                "nothing was changed; use the p2msg that wrote it, or a later one"
            }
            StateError::QueueTooLarge { .. } => {
                "nothing was changed; remove entries first: p2msg queue list --all, then queue remove ID..."
            }
            StateError::NoKeyState { .. } => "make it with: p2msg key init",
            StateError::KeyIndexNotHigher { .. } => {
                "leave out --signing-key-index, or give a higher one to rotate"
            }
            StateError::KeyIndexInLog { .. } => {
                "give a higher --index; for another master key use another --data-dir, or move the log away"
            }
            StateError::LockTimeout { .. } => {
                "another p2msg is at work there, or hangs; wait longer with --lock-timeout SECONDS"
            }
        };
        hint.to_owned()
    }
}

/// A path as an argument in a command to paste into a shell.
pub fn quoted(path: &Path) -> String {
    let path = path.to_string_lossy();
    // In front, a dash would begin an option.
    let here = if path.starts_with('-') { "./" } else { "" };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@%=".contains(c);
    if !path.is_empty() && path.chars().all(is_plain) {
        format!("{here}{path}")
    } else {
        format!("'{here}{}'", path.replace('\'', r"'\''"))
    }
}

fn io_hint(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::NotFound => "check the path; its folder must exist",
        io::ErrorKind::PermissionDenied => {
            "check the owner and the mode of the file and of its folder"
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "make room on the disk or raise the limit, then run the command again; nothing was changed"
        }
        io::ErrorKind::ReadOnlyFilesystem => "give a folder that can be written to",
        io::ErrorKind::NotADirectory => "a part of the path is a file; give another path",
        _ => "check the path and the disk; nothing was changed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_can_be_pasted_into_a_shell() {
        for (path, expected) in [
            ("data/key.hex", "data/key.hex"),
            ("my key", "'my key'"),
            ("it's", r"'it'\''s'"),
            ("~/$HOME", "'~/$HOME'"),
            ("-key", "./-key"),
            ("", "''"),
        ] {
            assert_eq!(quoted(Path::new(path)), expected);
        }
    }
}
