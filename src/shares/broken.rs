//! Why a record is unreadable.

use super::leveldb::Damage;
use crate::core::hash::ShareHash;
use crate::core::share::ShareError;
use crate::core::share::record::LineError;

/// Why a line is unreadable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Broken {
    /// The line is longer than [`MAX_LINE`](super::MAX_LINE) bytes.
    #[error("the line is too long for a share")]
    TooLong,
    /// The line is not a record.
    #[error(transparent)]
    Line(#[from] LineError),
    /// The share in it is malformed.
    #[error(transparent)]
    Share(#[from] ShareError),
    /// A part of a database is damaged.
    #[error("damaged at byte {}: {}", .0.offset, .0.reason())]
    Damage(Box<Damage>),
    /// Parts of a database that are damaged, after those that are reported one by one.
    #[error("{count} further parts of the store are damaged")]
    MoreDamage {
        /// The number of parts.
        count: u64,
    },
    /// The key of a share in a database is not "share:" and a hash.
    #[error("the key does not name a share: it is not 64 hex digits in lower case")]
    Key,
    /// The value of a share in a database has no version.
    #[error("the value has {length} bytes, which is too short for a share version")]
    Value {
        /// The length of the value in bytes.
        length: usize,
    },
    /// The share in a database has another hash than its key.
    #[error("the hash of the share is {found}, which differs from its key")]
    KeyMismatch {
        /// The hash of the share.
        found: ShareHash,
    },
}

impl Broken {
    /// A stable name for JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "line_too_long",
            Self::Line(error) => error.code(),
            Self::Share(error) => error.code(),
            Self::Damage(_) | Self::MoreDamage { .. } => "damaged_store",
            Self::Key => "store_key",
            Self::Value { .. } => "store_value",
            Self::KeyMismatch { .. } => "key_mismatch",
        }
    }

    /// The byte of the share, or of the file of a database, at which reading stopped.
    pub fn offset(&self) -> Option<usize> {
        match self {
            Self::Share(error) => error.offset(),
            Self::Damage(damage) => usize::try_from(damage.offset).ok(),
            _ => None,
        }
    }
}

/// How far a line is readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readability {
    /// It is a record.
    Record,
    /// It has the form of a record, but its share is malformed.
    MalformedShare,
    /// It is not a record.
    Unreadable,
}
