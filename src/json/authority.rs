//! Sealed messages of authorities, and keystores.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use super::record::{AcceptedByJson, AuthorityJson};
use crate::core::hash::{MessageHash, SigningId};
use crate::core::key::SigningPubkey;
use crate::core::key::keystore::Kdf;

/// KIND authority_seal: a sealed message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedJson {
    /// In hex.
    pub message_data: String,
    /// Length of message_data in bytes.
    pub bytes: usize,
    /// The authority that signed it.
    pub authority: AuthorityJson,
    /// The identity of each message.
    pub messages: Vec<MessageHash>,
    /// Which nodes accept message_data.
    pub accepted_by: AcceptedByJson,
    /// The new file with message_data; missing without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// KIND keystore: the public part of a keystore.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeystoreJson {
    /// The file, or `-` for standard input.
    pub path: String,
    /// The public key that the file claims.
    pub pubkey: SigningPubkey,
    /// HASH160 of the public key.
    pub signing_id: SigningId,
    /// The name of the authority with this public key; null for other keys.
    pub authority: Option<Cow<'static, str>>,
    /// The cipher.
    pub cipher: Cow<'static, str>,
    /// The key derivation: the fields kdf and kdfparams.
    #[serde(flatten)]
    pub kdf: Kdf,
}
