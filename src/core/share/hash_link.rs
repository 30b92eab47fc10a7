//! The generation transaction up to ref_hash, as a SHA-256 midstate. PROTOCOL: section 5.

use super::error::{MESSAGE_VERSION, ShareError};
use crate::core::hash::{TxHash, pad, sha256, sha256_midstate, sha256_of_blocks};
use crate::core::wire::{Reader, write_var_int, write_var_str};

/// The constant end of what version 36 hashed: the donation output, and the opening of the last.
const CONST_ENDING_36: &[u8; 35] =
    b"\x17\xa9\x14\x8c\x62\x72\x62\x1d\x89\xe8\xfa\x52\x6d\xd8\x6a\xcf\xf6\x0c\x71\x36\
      \xbe\x8e\x85\x87\0\0\0\0\0\0\0\0\x2a\x6a\x28";
/// The same before version 36.
const CONST_ENDING: &[u8; 79] =
    b"\x43\x41\x04\xff\xd0\x3d\xe4\x4a\x6e\x11\xb9\x91\x7f\x3a\x29\xf9\x44\x32\x83\xd9\
      \x87\x1c\x9d\x74\x3e\xf3\x0d\x5e\xdd\xcd\x37\x09\x4b\x64\xd1\xb3\xd8\x09\x04\x96\
      \xb5\x32\x56\x78\x6b\xf5\xc8\x29\x32\xec\x23\xc3\xb7\x4d\x9f\x05\xa6\xf9\x5a\x8b\
      \x55\x29\x35\x26\x56\x66\x4b\xac\0\0\0\0\0\0\0\0\x2a\x6a\x28";
/// ref_hash, last_txout_nonce and lock time.
const TAIL_LEN: usize = 32 + 8 + 4;
/// The longest transaction whose bits SHA-256 can count, less what follows the hash_link.
const MAX_LENGTH: u64 = u64::MAX / 8 - TAIL_LEN as u64;

/// What every generation transaction of a share `version` has last before ref_hash.
///
/// Source: `gentx_before_refhash` in p2pool's data.py.
pub fn const_ending(version: u64) -> &'static [u8] {
    if version >= MESSAGE_VERSION {
        CONST_ENDING_36
    } else {
        CONST_ENDING
    }
}

/// SHA-256 after `length` bytes, of which the last `length % 64` have not entered `state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashLink<'a> {
    /// The state, as SHA-256 writes its words.
    pub state: [u8; 32],
    /// Bytes of the open block before the constant ending; none before version 36.
    pub extra_data: &'a [u8],
    /// Bytes hashed, open block included.
    pub length: u64,
}

/// A generation transaction that no share of its version can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the generation transaction before ref_hash does not end with {}, as those of version {version} do",
    hex::encode(const_ending(*version))
)]
pub struct GentxEndingError {
    /// The share version.
    pub version: u64,
}

impl<'a> HashLink<'a> {
    /// Makes the hash_link of a generation transaction of which `prefix` stands before ref_hash.
    ///
    /// # Errors
    /// [`GentxEndingError`] if it does not end with [`const_ending`].
    ///
    /// Source: `prefix_to_hash_link` in p2pool's data.py.
    pub fn of_prefix(version: u64, prefix: &'a [u8]) -> Result<Self, GentxEndingError> {
        let Some(own) = prefix.strip_suffix(const_ending(version)) else {
            return Err(GentxEndingError { version });
        };
        let length = prefix.len() as u64;
        let whole_blocks = prefix.len() - open_len(length);
        Ok(Self {
            state: sha256_midstate(prefix),
            extra_data: own.get(whole_blocks..).unwrap_or_default(),
            length,
        })
    }

    /// Reads a hash_link that can be completed.
    ///
    /// # Errors
    /// [`ShareError::ExtraData`] and [`ShareError::HashLinkLength`] for one that cannot; wire errors.
    pub(super) fn read(reader: &mut Reader<'a>, version: u64) -> Result<Self, ShareError> {
        let state = *reader.array("hash_link.state")?;
        let extra_offset = reader.offset();
        let extra_data = if version >= MESSAGE_VERSION {
            reader.var_str("hash_link.extra_data", 0, 63)?
        } else {
            &[]
        };
        let length_offset = reader.offset();
        let length = reader.var_int("hash_link.length")?;
        if length > MAX_LENGTH {
            return Err(ShareError::HashLinkLength {
                offset: length_offset,
                length,
            });
        }
        let expected = open_len(length).saturating_sub(const_ending(version).len());
        if extra_data.len() != expected {
            return Err(ShareError::ExtraData {
                offset: extra_offset,
                found: extra_data.len(),
                expected,
                length,
            });
        }
        Ok(Self {
            state,
            extra_data,
            length,
        })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>, version: u64) {
        out.extend_from_slice(&self.state);
        if version >= MESSAGE_VERSION {
            write_var_str(out, self.extra_data);
        }
        write_var_int(out, self.length);
    }

    /// The hash of the generation transaction that goes on with ref_hash, last_txout_nonce (u64)
    /// and a lock time of zero.
    pub fn gentx_hash(&self, version: u64, ref_hash: &[u8; 32], last_txout_nonce: u64) -> TxHash {
        let mut rest = Vec::with_capacity(192);
        self.write_rest(&mut rest, version, ref_hash, last_txout_nonce);
        TxHash::from_wire(sha256(&sha256_of_blocks(&self.state, &rest)))
    }

    /// Appends what SHA-256 has still to take in for [`gentx_hash`](Self::gentx_hash), padded to
    /// whole blocks, to others.
    pub(in crate::core) fn write_rest(
        &self,
        out: &mut Vec<u8>,
        version: u64,
        ref_hash: &[u8; 32],
        last_txout_nonce: u64,
    ) {
        let ending = const_ending(version);
        let from_ending = open_len(self.length) - self.extra_data.len();
        out.extend_from_slice(self.extra_data);
        out.extend_from_slice(ending.get(ending.len() - from_ending..).unwrap_or(ending));
        out.extend_from_slice(ref_hash);
        out.extend_from_slice(&last_txout_nonce.to_le_bytes());
        out.extend_from_slice(&[0; 4]);
        pad(out, self.length.wrapping_add(TAIL_LEN as u64));
    }
}

/// How many bytes stand in the open block.
fn open_len(length: u64) -> usize {
    usize::from((length % 64).to_le_bytes()[0])
}
