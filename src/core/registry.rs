//! Which signing keys belong to whom, and which of them still count. PROTOCOL: section 6.

use std::collections::HashMap;

use super::announcement::Announcement;
use super::envelope::Authority;
use super::hash::{ShareHash, SigningId};
use super::key::{KeyIndex, SignatureCheck, SigningPubkey};
use super::message::Message;

/// What is known of the signature of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SignatureStatus {
    /// It holds under a key that its owner announced and that is not revoked, or an authority's.
    Valid,
    /// It does not hold under the key of its signing_id.
    Invalid,
    /// There is none.
    Unsigned,
    /// Nobody announced its signing_id.
    UnknownKey,
    /// It holds under a key whose owner has announced a higher key_index since.
    Revoked,
}

impl SignatureStatus {
    /// The name in JSON and for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::Unsigned => "unsigned",
            Self::UnknownKey => "unknown_key",
            Self::Revoked => "revoked",
        }
    }
}

/// What the registry says of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement<'a> {
    /// What is known of its signature.
    pub status: SignatureStatus,
    /// Whether the signature holds with a high S, which some nodes refuse.
    pub high_s: bool,
    /// The payout address that the key belongs to, where the signature holds.
    pub owner: Option<&'a str>,
}

/// A signing key that a payout address announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredKey {
    /// The payout address.
    pub address: String,
    /// Which of its keys.
    pub key_index: KeyIndex,
    /// The key.
    pub signing_pubkey: SigningPubkey,
    /// The share of the latest announcement, where it is known.
    pub share_hash: Option<ShareHash>,
    /// When it was first announced, Unix seconds.
    pub first_seen: u64,
}

/// The signing keys announced so far.
///
/// The pair (address, signing_id) is the key of an entry: anybody can announce somebody else's
/// public key, and that must not take the owner's messages away.
#[derive(Debug, Clone, Default)]
pub struct KeyRegistry {
    /// The announcers of each signing_id, first one first.
    keys: HashMap<SigningId, Vec<RegisteredKey>>,
    /// The highest key_index of each address.
    current: HashMap<String, KeyIndex>,
}

impl KeyRegistry {
    /// Takes in a sound announcement that a share of `address` carries.
    ///
    /// `address` is empty where it is not known (message_data on its own); such keys revoke nothing,
    /// because nobody can say whose they are.
    pub fn announce(
        &mut self,
        address: &str,
        announcement: &Announcement,
        share_hash: Option<ShareHash>,
        now: u64,
    ) {
        let announcers = self.keys.entry(announcement.signing_id).or_default();
        match announcers.iter_mut().find(|key| key.address == address) {
            Some(key) => {
                key.key_index = key.key_index.max(announcement.key_index);
                key.share_hash = share_hash;
            }
            None => announcers.push(RegisteredKey {
                address: address.to_owned(),
                key_index: announcement.key_index,
                signing_pubkey: announcement.signing_pubkey,
                share_hash,
                first_seen: now,
            }),
        }
        if !address.is_empty() {
            let current = self
                .current
                .entry(address.to_owned())
                .or_insert(announcement.key_index);
            *current = (*current).max(announcement.key_index);
        }
    }

    /// Whether the owner of `key` has announced a higher key_index.
    pub fn is_revoked(&self, key: &RegisteredKey) -> bool {
        self.current
            .get(&key.address)
            .is_some_and(|current| key.key_index < *current)
    }

    /// The key that a message signed as `signing_id` in a share of `address` is attributed to: that
    /// of `address` if it announced the signing_id, else that of the first announcer.
    pub fn key(&self, signing_id: SigningId, address: Option<&str>) -> Option<&RegisteredKey> {
        let announcers = self.keys.get(&signing_id)?;
        let own = announcers
            .iter()
            .find(|key| Some(key.address.as_str()) == address);
        own.or_else(|| announcers.first())
    }

    /// Judges a message in a share of `address`: under the key of `authority` if its envelope is
    /// sealed to one, else under the key announced for its signing_id.
    pub fn judge(
        &self,
        message: &Message,
        address: Option<&str>,
        authority: Option<&Authority>,
    ) -> Judgement<'_> {
        match authority {
            Some(authority) => judge_sealed(message, authority),
            None => self.judge_plain(message, address),
        }
    }

    fn judge_plain(&self, message: &Message, address: Option<&str>) -> Judgement<'_> {
        let nobody = |status| Judgement {
            status,
            high_s: false,
            owner: None,
        };
        let Some(signing_id) = message.signing_id else {
            return nobody(SignatureStatus::Unsigned);
        };
        if message.signature.is_empty() {
            return nobody(SignatureStatus::Unsigned);
        }
        let Some(key) = self.key(signing_id, address) else {
            return nobody(SignatureStatus::UnknownKey);
        };
        let check = key
            .signing_pubkey
            .verify(message.message_hash(), &message.signature);
        if check == SignatureCheck::Invalid {
            return nobody(SignatureStatus::Invalid);
        }
        let status = if self.is_revoked(key) {
            SignatureStatus::Revoked
        } else {
            SignatureStatus::Valid
        };
        let owner = (!key.address.is_empty()).then_some(key.address.as_str());
        Judgement {
            status,
            high_s: check == SignatureCheck::ValidHighS,
            owner,
        }
    }
}

/// In an authority's envelope only the authority's own signature counts, whatever signing_id says.
fn judge_sealed(message: &Message, authority: &Authority) -> Judgement<'static> {
    if message.signature.is_empty() {
        return Judgement {
            status: SignatureStatus::Unsigned,
            high_s: false,
            owner: None,
        };
    }
    let check = authority
        .pubkey
        .verify(message.message_hash(), &message.signature);
    let status = match check {
        SignatureCheck::Invalid => SignatureStatus::Invalid,
        SignatureCheck::Valid | SignatureCheck::ValidHighS => SignatureStatus::Valid,
    };
    Judgement {
        status,
        high_s: check == SignatureCheck::ValidHighS,
        owner: None,
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;
    use crate::core::key::MasterKey;
    use crate::core::message::{MsgFlags, MsgType};

    fn key(master: u8, index: u32) -> crate::core::key::SigningKey {
        MasterKey::from_bytes(Zeroizing::new([master; 32]))
            .unwrap()
            .derive(KeyIndex(index))
            .unwrap()
    }

    fn signed(master: u8, index: u32) -> Message {
        let mut message = Message {
            msg_type: MsgType::MINER_MESSAGE,
            flags: MsgFlags(7),
            timestamp: 1,
            payload: b"hello".to_vec(),
            signing_id: None,
            signature: vec![],
        };
        message.sign(&key(master, index));
        message
    }

    fn announce(registry: &mut KeyRegistry, address: &str, master: u8, index: u32) {
        registry.announce(
            address,
            &key(master, index).announcement(KeyIndex(index)),
            None,
            5,
        );
    }

    #[test]
    fn a_higher_key_index_of_the_same_address_revokes() {
        let mut registry = KeyRegistry::default();
        let message = signed(1, 0);
        assert_eq!(
            registry.judge(&message, Some("A"), None).status,
            SignatureStatus::UnknownKey
        );
        announce(&mut registry, "A", 1, 0);
        assert_eq!(
            registry.judge(&message, Some("A"), None).status,
            SignatureStatus::Valid
        );
        announce(&mut registry, "B", 2, 9);
        assert_eq!(
            registry.judge(&message, Some("A"), None).status,
            SignatureStatus::Valid
        );
        announce(&mut registry, "A", 1, 1);
        assert_eq!(
            registry.judge(&message, Some("A"), None).status,
            SignatureStatus::Revoked
        );
        assert_eq!(
            registry.judge(&signed(1, 1), None, None).status,
            SignatureStatus::Valid
        );
    }

    #[test]
    fn a_stolen_announcement_takes_no_message_away() {
        let mut registry = KeyRegistry::default();
        announce(&mut registry, "victim", 1, 0);
        announce(&mut registry, "thief", 1, 0);
        announce(&mut registry, "thief", 3, 7);
        let message = signed(1, 0);
        for address in [Some("victim"), Some("somebody"), None] {
            let judgement = registry.judge(&message, address, None);
            assert_eq!(judgement.owner, Some("victim"), "{address:?}");
            assert_eq!(judgement.status, SignatureStatus::Valid);
        }
        let judgement = registry.judge(&message, Some("thief"), None);
        assert_eq!(
            (judgement.owner, judgement.status),
            (Some("thief"), SignatureStatus::Revoked)
        );
    }

    #[test]
    fn an_unknown_address_revokes_nothing() {
        let mut registry = KeyRegistry::default();
        announce(&mut registry, "", 1, 0);
        announce(&mut registry, "", 2, 5);
        let judgement = registry.judge(&signed(1, 0), None, None);
        assert_eq!(
            (judgement.owner, judgement.status),
            (None, SignatureStatus::Valid)
        );
    }
}
