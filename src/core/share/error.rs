//! Share versions, and the errors of reading a share.

use crate::core::network::Network;
use crate::core::wire::WireError;

/// The share versions that are known; 17 is the least.
pub const KNOWN_VERSIONS: [u64; 6] = [17, 32, 33, 34, 35, 36];
/// The version that carries message_data.
pub const MESSAGE_VERSION: u64 = 36;
/// The version of c2pool's dash shares, which have another layout.
const DASH_VERSION: u64 = 16;

/// Why bytes are not a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ShareError {
    /// Not the wire form.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// A version that nodes left behind.
    #[error("share version {version} is obsolete, {} is the least", KNOWN_VERSIONS[0])]
    Obsolete {
        /// The version found.
        version: u64,
    },
    /// A version that no node defines.
    #[error("share version {version} is unknown")]
    UnknownVersion {
        /// The version found.
        version: u64,
    },
    /// A header version that does not fit the four bytes of a block header.
    #[error("min_header.version at byte {offset} is {version}, which does not fit 32 bits")]
    HeaderVersion {
        /// Where it starts.
        offset: usize,
        /// The version found.
        version: u64,
    },
    /// extra_data that does not fill the open block of the hash_link.
    #[error(
        "hash_link.extra_data at byte {offset} is {found} bytes, hash_link.length {length} \
         wants exactly {expected}"
    )]
    ExtraData {
        /// Where it starts.
        offset: usize,
        /// Its length.
        found: usize,
        /// The length it must have.
        expected: usize,
        /// The hash_link's length.
        length: u64,
    },
    /// A generation transaction too long for SHA-256.
    #[error(
        "hash_link.length at byte {offset} is {length} bytes, which SHA-256 cannot count in bits"
    )]
    HashLinkLength {
        /// Where it starts.
        offset: usize,
        /// The length found.
        length: u64,
    },
    /// The version of dash, whose shares carry no messages.
    #[error("share version {DASH_VERSION} is that of dash, and dash shares carry no messages")]
    Dash,
}

impl ShareError {
    /// The byte at which the reading stopped, if it has one.
    pub fn offset(&self) -> Option<usize> {
        match *self {
            Self::Wire(error) => Some(error.offset()),
            Self::Obsolete { .. } | Self::UnknownVersion { .. } => Some(0),
            Self::HeaderVersion { offset, .. }
            | Self::ExtraData { offset, .. }
            | Self::HashLinkLength { offset, .. } => Some(offset),
            Self::Dash => None,
        }
    }

    /// A stable name for JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Wire(error) => error.code(),
            Self::Obsolete { .. } => "obsolete_version",
            Self::UnknownVersion { .. } => "unknown_version",
            Self::HeaderVersion { .. } => "header_version",
            Self::ExtraData { .. } => "extra_data",
            Self::HashLinkLength { .. } => "hash_link_length",
            Self::Dash => "dash_share",
        }
    }
}

/// Rejects a version that nodes do not use.
pub(super) fn check_version(version: u64, network: &Network) -> Result<(), ShareError> {
    // c2pool does not read version 32.
    let is_missing = version == 32 && network.is_only_c2pools();
    if KNOWN_VERSIONS.contains(&version) && !is_missing {
        Ok(())
    } else if version == DASH_VERSION {
        Err(ShareError::Dash)
    } else if version < KNOWN_VERSIONS[0] {
        Err(ShareError::Obsolete { version })
    } else {
        Err(ShareError::UnknownVersion { version })
    }
}
