//! The announcement of a signing key. PROTOCOL: section 1.

use crate::core::hash::SigningId;
use crate::core::key::{KeyIndex, SigningKey, SigningPubkey};
use crate::core::wire::{Reader, WireError};

/// Length of an announcement in bytes.
pub const ANNOUNCEMENT_LEN: usize = 57;

/// signing_id (20) || u32 key_index || signing_pubkey (33).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announcement {
    /// HASH160 of the public key, if the announcement is sound.
    pub signing_id: SigningId,
    /// Which of the miner's keys.
    pub key_index: KeyIndex,
    /// The key that messages verify under.
    pub signing_pubkey: SigningPubkey,
}

/// Why an announcement is not sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnnouncementError {
    /// The signing_id is not that of the key.
    #[error("signing_id {announced} is not HASH160 of the signing_pubkey, which is {computed}")]
    WrongSigningId {
        /// The signing_id announced.
        announced: SigningId,
        /// The one of the key announced.
        computed: SigningId,
    },
    /// The 33 bytes are no point. The reference takes such a key; nothing verifies under it.
    #[error("signing_pubkey {signing_pubkey} is no point of secp256k1")]
    NotOnCurve {
        /// The bytes announced.
        signing_pubkey: SigningPubkey,
    },
}

impl Announcement {
    /// Reads the 57 bytes; what they say is not checked.
    ///
    /// # Errors
    /// [`WireError::Truncated`].
    ///
    /// Source: `DerivedSigningKey.unpack_announcement` in the reference's share_messages.py.
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(Self {
            signing_id: SigningId::from_wire(*reader.array("announcement.signing_id")?),
            key_index: KeyIndex(reader.u32("announcement.key_index")?),
            signing_pubkey: SigningPubkey(*reader.array("announcement.signing_pubkey")?),
        })
    }

    /// The 57 bytes.
    pub fn write(&self) -> [u8; ANNOUNCEMENT_LEN] {
        let mut out = [0; ANNOUNCEMENT_LEN];
        let (signing_id, rest) = out.split_at_mut(20);
        let (key_index, signing_pubkey) = rest.split_at_mut(4);
        signing_id.copy_from_slice(&self.signing_id.to_wire());
        key_index.copy_from_slice(&self.key_index.0.to_le_bytes());
        signing_pubkey.copy_from_slice(&self.signing_pubkey.0);
        out
    }

    /// Checks that the signing_id is that of the key and the key a point of the curve.
    ///
    /// # Errors
    /// The first of the two that does not hold.
    pub fn check(&self) -> Result<(), AnnouncementError> {
        let computed = self.signing_pubkey.signing_id();
        if computed != self.signing_id {
            return Err(AnnouncementError::WrongSigningId {
                announced: self.signing_id,
                computed,
            });
        }
        if !self.signing_pubkey.is_on_curve() {
            return Err(AnnouncementError::NotOnCurve {
                signing_pubkey: self.signing_pubkey,
            });
        }
        Ok(())
    }
}

impl SigningKey {
    /// The announcement of this key, which a miner repeats in every share with messages.
    pub fn announcement(&self, key_index: KeyIndex) -> Announcement {
        let signing_pubkey = self.signing_pubkey();
        Announcement {
            signing_id: signing_pubkey.signing_id(),
            key_index,
            signing_pubkey,
        }
    }
}
