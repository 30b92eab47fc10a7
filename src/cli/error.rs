//! What can go wrong on the command line, and how people and scripts read it.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::io;
use std::path::Path;

use super::hints;
use super::withhold::withhold;
use crate::client::ClientError;
use crate::core::message::MAX_PAYLOAD;
use crate::core::message::payload::PayloadError;
use crate::core::message::queue::QueueError;
use crate::data::DataError;
use crate::health::Health;
use crate::json::error::ExitStatus;
use crate::outbox::{NotHandedOver, OutboxError, PackError};
use crate::shares::InputError;

/// What kind of failure it is; this alone decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// Whoever read stdout has gone away (`| head`): a quiet end and no failure.
    ReaderGone,
    /// It could not be done: file, lock, network, the node said no.
    Failed,
    /// The command was given wrongly.
    Usage,
    /// The input is not what it should be.
    Malformed,
    /// Well-formed, but a signature, commitment or proof of work does not hold.
    DoesNotHold,
    /// It would overwrite, lose, downgrade or expose something, or needs consent.
    Refused,
}

impl FailureKind {
    /// The exit code of the program.
    pub fn exit_code(self) -> u8 {
        let status = match self {
            Self::ReaderGone => ExitStatus::Done,
            Self::Failed => ExitStatus::Failed,
            Self::Usage => ExitStatus::Usage,
            Self::Malformed => ExitStatus::Malformed,
            Self::DoesNotHold => ExitStatus::DoesNotHold,
            Self::Refused => ExitStatus::Refused,
        };
        status.code()
    }
}

/// A failure of a command: what was attempted on what, why it failed, and what to do about it.
///
/// No part of it may hold a secret, not even a wrong one.
#[derive(Debug)]
pub struct CliError {
    kind: FailureKind,
    code: Cow<'static, str>,
    message: String,
    source: Option<Box<dyn Error + Send + Sync>>,
    hints: Vec<String>,
}

impl CliError {
    /// An error of `kind`; `code` is its stable name in JSON, in snake_case.
    pub fn new(
        kind: FailureKind,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> CliError {
        CliError {
            kind,
            code: code.into(),
            message: message.into(),
            source: None,
            hints: Vec::new(),
        }
    }

    /// It could not be done (exit code 1).
    pub fn failed(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> CliError {
        CliError::new(FailureKind::Failed, code, message)
    }

    /// The command was given wrongly (exit code 2).
    pub fn usage(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> CliError {
        CliError::new(FailureKind::Usage, code, message)
    }

    /// The input is malformed (exit code 3).
    pub fn malformed(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> CliError {
        CliError::new(FailureKind::Malformed, code, message)
    }

    /// Something well-formed does not hold (exit code 4).
    pub fn does_not_hold(
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> CliError {
        CliError::new(FailureKind::DoesNotHold, code, message)
    }

    /// It is refused (exit code 5).
    pub fn refused(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> CliError {
        CliError::new(FailureKind::Refused, code, message)
    }

    /// A file could not be used; `attempt` is the verb, as in "read" or "replace".
    pub fn file(attempt: &str, path: &Path, source: io::Error) -> CliError {
        let hint = match source.kind() {
            io::ErrorKind::NotFound => Some("check the path; nothing is there"),
            io::ErrorKind::PermissionDenied => {
                Some("run as the user that owns it, or change its mode")
            }
            io::ErrorKind::StorageFull => Some("make room on that file system and try again"),
            io::ErrorKind::IsADirectory => Some("it is a folder; give a file"),
            io::ErrorKind::NotADirectory => Some("a part of the path is a file; check the path"),
            io::ErrorKind::InvalidData => Some("it holds no text; check the path"),
            _ => None,
        };
        let shown = match source.kind() {
            // What is no file may be a mistyped key.
            io::ErrorKind::NotFound => withhold(&path.to_string_lossy()),
            _ => path.display().to_string(),
        };
        let error =
            CliError::failed("file", format!("cannot {attempt} {shown}")).with_source(source);
        match hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }

    /// Adds what caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> CliError {
        self.source = Some(source.into());
        self
    }

    /// Adds one thing that the user can do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> CliError {
        self.hints.push(hint.into());
        self
    }

    /// Appends completed changes to the message.
    #[must_use]
    pub fn after(mut self, done: &str) -> CliError {
        self.message = format!("{}; done before that: {done}", self.message);
        self
    }

    /// Turns the quiet end of a command whose reader closed stdout into a failure.
    #[must_use]
    pub fn of_closed_stdout(mut self) -> CliError {
        if self.kind == FailureKind::ReaderGone {
            self.kind = FailureKind::Failed;
            self.code = "stdout".into();
            self.message = "cannot print the result, because stdout is closed".to_owned();
        }
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> FailureKind {
        self.kind
    }

    /// The stable name that scripts see.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What to do about it, if anything is known.
    pub fn hints(&self) -> &[String] {
        &self.hints
    }

    /// The causes, outermost first, each in its own words.
    pub fn causes(&self) -> Vec<String> {
        let mut causes = Vec::new();
        let mut next: Option<&(dyn Error + 'static)> = match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        };
        while let Some(error) = next {
            causes.push(error.to_string());
            next = error.source();
        }
        causes
    }

    /// The message and the causes in one line.
    pub fn with_causes(&self) -> String {
        let causes = self.causes();
        let all = std::iter::once(&self.message).chain(&causes);
        all.map(String::as_str).collect::<Vec<_>>().join(": ")
    }
}

impl From<DataError> for CliError {
    fn from(error: DataError) -> Self {
        let kind = match error {
            DataError::SymbolicLink { .. }
            | DataError::AlreadyExists { .. }
            | DataError::NewerVersion { .. }
            | DataError::ForeignOwner { .. }
            | DataError::ForeignLink { .. }
            | DataError::WritableByOthers { .. }
            | DataError::ReadableByOthers { .. }
            | DataError::KeyIndexNotHigher { .. }
            | DataError::NotAnArchive { .. }
            | DataError::NotAShareStore { .. }
            | DataError::KeyIndexInLog { .. } => FailureKind::Refused,
            _ => FailureKind::Failed,
        };
        // Its message holds its cause already.
        Self::new(kind, error.code(), error.to_string()).hint(hints::for_data(&error))
    }
}

/// The code of a file that was skipped, which is a note and not a failure.
pub const SKIPPED_FILE: &str = "skipped_file";

impl From<InputError> for CliError {
    fn from(error: InputError) -> Self {
        let message = error.to_string();
        match error {
            InputError::Read { path, source } => Self::file("read", &path, source),
            InputError::Damaged { source, .. } => {
                Self::failed("damaged_store", format!("{message}: {source}"))
                    .hint("c2pool repairs its store when it starts")
            }
            InputError::Skipped { .. } => Self::failed(SKIPPED_FILE, message),
            InputError::Compressed { path, compression } => Self::malformed("compressed", message)
                .hint(hints::for_compressed(&path, compression)),
            InputError::Fetch { .. } => Self::failed("peer", message)
                .hint("check the address, its port and --net; p2msg peer info shows the answers of the node"),
            InputError::Utf16 { path } => {
                Self::malformed("utf16", message).hint(hints::for_utf16(&path))
            }
            InputError::DatabaseFile { path } => {
                Self::malformed("database_file", message).hint(hints::for_database_file(&path))
            }
            InputError::NoShareStore { folder } => {
                Self::failed("no_share_store", message).hint(hints::for_no_share_store(&folder))
            }
        }
    }
}

impl From<ClientError> for CliError {
    fn from(error: ClientError) -> Self {
        Self::failed(error.code(), error.to_string()).hint(hints::for_node(&error))
    }
}

impl From<QueueError> for CliError {
    fn from(error: QueueError) -> Self {
        let message = error.to_string();
        let (kind, code, hint) = match error {
            QueueError::NoEntry { .. } => (
                FailureKind::Failed,
                "no_entry",
                "nothing was changed; the ids are in: p2msg queue list --all",
            ),
            QueueError::NotPending { .. } => (
                FailureKind::Refused,
                "not_pending",
                "nothing was changed; look at it with: p2msg queue list --all",
            ),
            QueueError::AlreadySent { .. } => (
                FailureKind::Refused,
                "already_sent",
                "nothing was changed; to say it again, send it again",
            ),
            QueueError::Full { .. } => (
                FailureKind::Failed,
                "queue_full",
                "pack them, or take some out: p2msg queue remove ID..., p2msg queue clear",
            ),
            QueueError::PayloadTooLong { .. } => (
                FailureKind::Refused,
                "payload_too_long",
                "nothing was queued",
            ),
            QueueError::Clock { .. } => (FailureKind::Failed, "clock", "set the clock right"),
            QueueError::NoMoreIds => (
                FailureKind::Failed,
                "no_more_ids",
                "move message_queue.json away, to begin anew",
            ),
        };
        Self::new(kind, code, message).hint(hint)
    }
}

impl From<PayloadError> for CliError {
    fn from(error: PayloadError) -> Self {
        match error {
            PayloadError::TooLong { found } => {
                let excess = found.saturating_sub(MAX_PAYLOAD);
                Self::refused("payload_too_long", error.to_string()).hint(format!(
                    "shorten it by {excess} (bytes); nothing was queued or cut"
                ))
            }
            PayloadError::WrongForm { .. } => {
                Self::usage("wrong_form", error.to_string()).hint("see: p2msg send --help")
            }
            _ => Self::malformed("bad_payload", error.to_string()).hint("see: p2msg send --help"),
        }
    }
}

impl From<OutboxError> for CliError {
    fn from(error: OutboxError) -> Self {
        let message = error.to_string();
        match error {
            OutboxError::State(error) => error.into(),
            OutboxError::Queue(error) => error.into(),
            OutboxError::Payload(error) => error.into(),
            OutboxError::NotAText => Self::usage("wrong_form", message)
                .hint("give one of these; the status kinds are sent with p2msg send --data"),
            OutboxError::PrivateKey => Self::refused("secret_in_message", message)
                .hint("nothing was queued; say it in other words"),
            OutboxError::KeyNeeded => Self::refused("needs_secret", message)
                .hint("give the key with --master-key-file or --signing-wif-file"),
            OutboxError::NoKeyAtIndex(_) => Self::failed("no_key_at_index", message),
            OutboxError::WrongKey { .. } => Self::refused("wrong_key", message).hint(
                "give the key that the state file was made for, or the --data-dir of this key",
            ),
            OutboxError::KeyInUse { asked, .. } => Self::refused("key_in_use", message).hint(
                format!("give the key at {asked}, or the master key to derive it from"),
            ),
            OutboxError::KeyIndexNotInUse { asked, .. } => {
                Self::refused("key_index_not_in_use", message)
                    .hint(format!("rotate first: p2msg key rotate --index {asked}"))
            }
            OutboxError::NoHigherKeyIndex { .. } => Self::refused("no_higher_key_index", message)
                .hint("use another master key, that is another payout address"),
            OutboxError::ChangedMeanwhile { .. } => {
                Self::failed("changed_meanwhile", message).hint("run the command again")
            }
        }
    }
}

impl From<PackError<CliError>> for CliError {
    fn from(error: PackError<CliError>) -> Self {
        match error {
            PackError::Outbox(error) => error.into(),
            PackError::Prepare(error) => error,
            PackError::HandOver { error, messages } => match messages {
                NotHandedOver::NoMessages => error,
                NotHandedOver::Pending => {
                    error.hint("nothing was handed out; the messages are still pending")
                }
                NotHandedOver::Leased => error.hint(
                    "the messages are pending again when their lease is over, or with p2msg queue \
                     retry",
                ),
            },
        }
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// What a command that ran to its end has to say with its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Done, or there was nothing to do (exit code 0).
    Done,
    /// Some input was malformed; what could be read was printed (exit code 3).
    Malformed,
    /// Well-formed, but something does not hold (exit code 4).
    DoesNotHold,
    /// An input could not be read, which was reported; the others were (exit code 1).
    Failed,
    /// What `node check` found (exit codes of the monitoring convention).
    Monitoring(Health),
}

impl Outcome {
    /// The outcome to keep when one run has seen both.
    ///
    /// A signature or a proof of work that does not hold outweighs malformed input: a line cut
    /// off by a crash is an accident, a forgery is news. What could not be read at all outweighs
    /// both, since nobody knows what it holds.
    #[must_use]
    pub fn worst(self, other: Outcome) -> Outcome {
        self.max(other)
    }

    /// The exit code of the program.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Done => ExitStatus::Done.code(),
            Self::Malformed => FailureKind::Malformed.exit_code(),
            Self::DoesNotHold => FailureKind::DoesNotHold.exit_code(),
            Self::Failed => FailureKind::Failed.exit_code(),
            Self::Monitoring(health) => health.exit_code(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_alone_gives_the_exit_code_of_the_contract() {
        let codes = [
            (CliError::failed("x", ""), 1),
            (CliError::usage("x", ""), 2),
            (CliError::malformed("x", ""), 3),
            (CliError::does_not_hold("x", ""), 4),
            (CliError::refused("x", ""), 5),
        ];
        for (error, code) in codes {
            assert_eq!(error.kind().exit_code(), code);
        }
        assert_eq!(Outcome::Done.exit_code(), 0);
        assert_eq!(Outcome::Malformed.exit_code(), 3);
        assert_eq!(Outcome::DoesNotHold.exit_code(), 4);
    }

    #[test]
    fn a_forgery_outweighs_an_accident() {
        let worst = Outcome::Done
            .worst(Outcome::DoesNotHold)
            .worst(Outcome::Malformed);
        assert_eq!(worst, Outcome::DoesNotHold);
    }

    #[test]
    fn every_cause_is_told_once() {
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        let error = CliError::file("read", Path::new("key.txt"), denied);
        assert_eq!(error.to_string(), "cannot read key.txt");
        assert_eq!(error.causes(), ["permission denied"]);
    }
}
