//! The signing key in use, derived keys, the key log and announcements.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::core::hash::SigningId;
use crate::core::key::{KeyIndex, SigningPubkey};

/// KIND key: a signing key. Its fields depend on the command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum KeyJson {
    /// The state file, of `key init`, `show`, `rotate` and `export --out`.
    State(KeyStateJson),
    /// A key of `key derive`.
    Derived(DerivedKeyJson),
    /// The private key of `key export --reveal`.
    Revealed(RevealedKeyJson),
}

/// The state file of the signing key, and its public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyStateJson {
    /// Which of the miner's keys it is.
    pub key_index: KeyIndex,
    /// HASH160 of the public key.
    pub signing_id: SigningId,
    /// Creation of the state file, Unix seconds.
    pub created: u64,
    /// The last rotation, Unix seconds; null before the first.
    pub last_rotated: Option<u64>,
    /// Number of messages signed since the state file was created.
    pub messages_signed: u64,
    /// The state file.
    pub path: String,
    /// The public key; null if unknown.
    pub signing_pubkey: Option<SigningPubkey>,
    /// The announcement in hex; null if the public key is unknown.
    pub announcement: Option<String>,
    /// The key_index before the rotation; in the output of `key rotate` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_key_index: Option<KeyIndex>,
    /// Whether nothing was changed; in the output of `key rotate` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
    /// The new file with the private key; in the output of `key export` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out: Option<String>,
}

/// A key derived from the master key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DerivedKeyJson {
    /// Which of the miner's keys it is.
    pub key_index: KeyIndex,
    /// HASH160 of the public key.
    pub signing_id: SigningId,
    /// The public key.
    pub signing_pubkey: SigningPubkey,
    /// The announcement in hex.
    pub announcement: String,
    /// The payout address of the master key (pay to pubkey hash).
    pub address: String,
}

/// A private signing key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevealedKeyJson {
    /// Which of the miner's keys it is.
    pub key_index: KeyIndex,
    /// HASH160 of the public key.
    pub signing_id: SigningId,
    /// The private key as WIF.
    pub wif: SecretText,
}

/// A secret in JSON. It is wiped from memory when dropped, and its `Debug` shows nothing.
///
/// Serializers and parsers keep copies that nothing wipes.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// The secret.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl Serialize for SecretText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(..)")
    }
}

/// KIND key_log: a signing key that was or is in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLogJson {
    /// Which of the miner's keys it is.
    pub key_index: KeyIndex,
    /// HASH160 of the public key.
    pub signing_id: SigningId,
    /// The public key; null if the state file is older than the log.
    pub signing_pubkey: Option<SigningPubkey>,
    /// First use, Unix seconds.
    pub since: u64,
    /// Whether the state file names it.
    pub in_use: bool,
}

/// KIND announcement: an announcement that `key check` checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementCheckJson {
    /// The signing_id that it claims.
    pub signing_id: SigningId,
    /// Which of the miner's keys it claims to be.
    pub key_index: KeyIndex,
    /// The public key.
    pub signing_pubkey: SigningPubkey,
    /// Whether the public key is on the curve and signing_id is its HASH160.
    pub valid: bool,
    /// The reason, in words; null if it is valid.
    pub why: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_secret() {
        let secret = SecretText::from("T9cK".to_owned());
        assert_eq!(format!("{secret:?}"), "SecretText(..)");
    }
}
