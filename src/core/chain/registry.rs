//! Which signing keys belong to whom, and which of them still count. PROTOCOL: section 6.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::core::hash::{ShareHash, SigningId};
use crate::core::key::announcement::Announcement;
use crate::core::key::{KeyIndex, SignatureCheck, SigningPubkey};
use crate::core::message::Message;
use crate::core::message::envelope::{Authority, Envelope};

/// What is known of the signature of a message.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
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

/// Which share message_data came in; nothing is known of message_data on its own.
#[derive(Debug, Clone, Copy, Default)]
pub struct Carrier<'a> {
    /// The payout address of the share.
    pub address: Option<&'a str>,
    /// The hash of the share.
    pub share_hash: Option<ShareHash>,
    /// Whether the share is known to stand beside the best chain.
    pub orphaned: bool,
}

/// A signing key that a payout address announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredKey {
    /// Which of its keys.
    pub key_index: KeyIndex,
    /// The key.
    pub signing_pubkey: SigningPubkey,
    /// The share of the latest announcement, where it is known.
    pub share_hash: Option<ShareHash>,
    /// The latest time of an announcement, Unix seconds. Nodes call it so, though it moves with
    /// every share that repeats the announcement.
    pub first_seen: u64,
    /// Counts the announcements of all keys; the least is the one that was silent longest.
    announced: u64,
}

/// The keys that a payout address announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner<'a> {
    /// The highest key_index announced; the keys below it are revoked.
    pub current_key_index: KeyIndex,
    /// Its keys, by signing_id.
    pub keys: Vec<(SigningId, &'a RegisteredKey)>,
}

impl Owner<'_> {
    /// Whether `key`, one of its own, counts no more.
    pub fn has_revoked(&self, key: &RegisteredKey) -> bool {
        key.key_index < self.current_key_index
    }
}

/// The most keys that are remembered. One costs its announcer a share, and miners repeat the
/// announcement in every share with messages, so a key that is forgotten here is one that nobody
/// has used for a long time.
pub const MAX_KEYS: usize = 50_000;

/// The signing keys announced so far.
///
/// The pair (address, signing_id) is the key of an entry: anybody can announce somebody else's
/// public key, and that must not take the owner's messages away.
///
/// Of more than [`MAX_KEYS`] keys, the half whose announcements are older is forgotten. That many
/// take 20 MB at most, also if each is of an address of its own: the maps share the addresses.
#[derive(Debug, Clone)]
pub struct KeyRegistry {
    /// The highest key_index that each address announced.
    current: BTreeMap<Arc<str>, KeyIndex>,
    keys: BTreeMap<(Arc<str>, SigningId), RegisteredKey>,
    first_announcers: HashMap<SigningId, Arc<str>>,
    announcements: u64,
    max_keys: usize,
}

impl Default for KeyRegistry {
    fn default() -> Self {
        Self::with_max_keys(MAX_KEYS)
    }
}

impl KeyRegistry {
    fn with_max_keys(max_keys: usize) -> Self {
        Self {
            current: BTreeMap::new(),
            keys: BTreeMap::new(),
            first_announcers: HashMap::new(),
            announcements: 0,
            max_keys,
        }
    }

    /// Takes in a sound announcement that came in the share `carrier`; `now` is Unix seconds.
    ///
    /// Some keys revoke nothing: those announced in message_data on its own, because nobody can say
    /// whose they are, and those announced beside the best chain, which other nodes need not know.
    pub fn announce(&mut self, carrier: Carrier<'_>, announcement: &Announcement, now: u64) {
        let address = carrier.address.unwrap_or_default();
        let share_hash = carrier.share_hash;
        let signing_id = announcement.signing_id;
        let key_index = announcement.key_index;
        self.announcements += 1;
        let address = match self.current.get_key_value(address) {
            Some((known, _)) => Arc::clone(known),
            None => Arc::from(address),
        };
        let current = self
            .current
            .entry(Arc::clone(&address))
            .or_insert(key_index);
        if address.is_empty() {
            *current = key_index.min(*current);
        } else if !carrier.orphaned {
            *current = key_index.max(*current);
        }
        let known_keys = self.keys.len();
        let key = self
            .keys
            .entry((Arc::clone(&address), signing_id))
            .or_insert(RegisteredKey {
                key_index,
                signing_pubkey: announcement.signing_pubkey,
                share_hash,
                first_seen: now,
                announced: 0,
            });
        // Of a key that is announced under two indices, the higher one counts.
        key.key_index = key.key_index.max(key_index);
        key.share_hash = share_hash;
        key.first_seen = key.first_seen.max(now);
        key.announced = self.announcements;
        if self.keys.len() > known_keys {
            self.first_announcers.entry(signing_id).or_insert(address);
            if self.keys.len() > self.max_keys {
                self.forget_older_half();
            }
        }
    }

    /// Takes in the announcement of an envelope if it is valid, as [`announce`](Self::announce).
    pub(crate) fn announce_in(&mut self, envelope: &Envelope, carrier: Carrier<'_>, now: u64) {
        if let Some(announcement) = envelope.sound_announcement() {
            self.announce(carrier, announcement, now);
        }
    }

    /// Judges each message of an envelope in a share of `address`.
    pub(crate) fn judge_in(
        &self,
        envelope: &Envelope,
        address: Option<&str>,
    ) -> Vec<Judgement<'_>> {
        let messages = envelope.messages.iter();
        messages
            .map(|read| self.judge(&read.message, address, envelope.authority()))
            .collect()
    }

    /// Half at a time, so that the work for one announcement stays small on average.
    fn forget_older_half(&mut self) {
        let mut announced: Vec<u64> = self.keys.values().map(|key| key.announced).collect();
        let middle = announced.len() / 2;
        let (_, oldest_kept, _) = announced.select_nth_unstable(middle);
        let oldest_kept = *oldest_kept;
        self.keys.retain(|_, key| key.announced >= oldest_kept);
        let keys = &self.keys;
        self.current
            .retain(|address, _| keys_of(keys, address).next().is_some());
        self.first_announcers
            .retain(|signing_id, address| keys.contains_key(&(Arc::clone(address), *signing_id)));
    }

    /// The payout addresses with their keys, by address; the empty one is that of keys of which
    /// nobody can say whose they are.
    pub fn owners(&self) -> impl Iterator<Item = (&str, Owner<'_>)> {
        self.current.iter().map(|(address, current)| {
            let owner = Owner {
                current_key_index: *current,
                keys: keys_of(&self.keys, address).collect(),
            };
            (&**address, owner)
        })
    }

    /// How many different keys are known, whoever announced them.
    pub fn signing_id_count(&self) -> usize {
        self.first_announcers.len()
    }

    /// Who announced `signing_id` first.
    pub fn first_announcer(&self, signing_id: SigningId) -> Option<&str> {
        self.first_announcers
            .get(&signing_id)
            .map(|address| &**address)
    }

    /// Whether `address` has announced a higher key_index than that of its key `signing_id`.
    pub fn is_revoked(&self, address: &str, signing_id: SigningId) -> bool {
        self.entry(address, signing_id)
            .is_some_and(|entry| entry.is_revoked())
    }

    fn entry(&self, address: &str, signing_id: SigningId) -> Option<Entry<'_>> {
        let (address, current_key_index) = self.current.get_key_value(address)?;
        let key = self.keys.get(&(Arc::clone(address), signing_id))?;
        Some(Entry {
            address,
            current_key_index: *current_key_index,
            key,
        })
    }

    /// The key that a message signed as `signing_id` in a share of `address` is attributed to: that
    /// of `address` if it announced the signing_id, else that of the first announcer.
    fn attribute(&self, signing_id: SigningId, address: &str) -> Option<Entry<'_>> {
        self.entry(address, signing_id)
            .or_else(|| self.entry(self.first_announcer(signing_id)?, signing_id))
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
        let Some(entry) = self.attribute(signing_id, address.unwrap_or_default()) else {
            return nobody(SignatureStatus::UnknownKey);
        };
        let check = entry
            .key
            .signing_pubkey
            .verify(message.message_hash(), &message.signature);
        if check == SignatureCheck::Invalid {
            return nobody(SignatureStatus::Invalid);
        }
        let status = if entry.is_revoked() {
            SignatureStatus::Revoked
        } else {
            SignatureStatus::Valid
        };
        let owner = (!entry.address.is_empty()).then_some(entry.address);
        Judgement {
            status,
            high_s: check == SignatureCheck::ValidHighS,
            owner,
        }
    }
}

/// A key and whose it is.
struct Entry<'a> {
    address: &'a str,
    /// Of the address.
    current_key_index: KeyIndex,
    key: &'a RegisteredKey,
}

impl Entry<'_> {
    fn is_revoked(&self) -> bool {
        self.key.key_index < self.current_key_index
    }
}

/// The keys of an address, by signing_id.
fn keys_of<'a>(
    keys: &'a BTreeMap<(Arc<str>, SigningId), RegisteredKey>,
    address: &Arc<str>,
) -> impl Iterator<Item = (SigningId, &'a RegisteredKey)> + use<'a> {
    let end = |byte| (Arc::clone(address), SigningId::from_wire([byte; 20]));
    keys.range(end(0)..=end(0xff))
        .map(|((_, signing_id), key)| (*signing_id, key))
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
    use super::*;
    use crate::core::key::MasterKey;
    use crate::core::key::secret::SecretBytes;
    use crate::core::message::{MsgFlags, MsgType};

    fn key(master: u8, index: u32) -> crate::core::key::SigningKey {
        MasterKey::from_bytes(SecretBytes::copy_of(&[master; 32]))
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
        let carrier = Carrier {
            address: Some(address),
            ..Carrier::default()
        };
        let announcement = key(master, index).announcement(KeyIndex(index));
        registry.announce(carrier, &announcement, 5);
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
        for (first, second) in [((1, 0), (2, 5)), ((2, 5), (1, 0))] {
            let mut registry = KeyRegistry::default();
            announce(&mut registry, "", first.0, first.1);
            announce(&mut registry, "", second.0, second.1);
            for (master, index) in [first, second] {
                let judgement = registry.judge(&signed(master, index), None, None);
                assert_eq!(
                    (judgement.owner, judgement.status),
                    (None, SignatureStatus::Valid)
                );
            }
        }
    }

    #[test]
    fn what_was_silent_longest_is_forgotten_first() {
        let mut registry = KeyRegistry::with_max_keys(4);
        announce(&mut registry, "victim", 1, 0);
        announce(&mut registry, "thief", 1, 0);
        announce(&mut registry, "A", 2, 0);
        announce(&mut registry, "A", 2, 1);
        announce(&mut registry, "victim", 1, 0);
        announce(&mut registry, "B", 3, 0);
        let left: Vec<_> = registry
            .owners()
            .map(|(address, owner)| (address, owner.keys.len()))
            .collect();
        assert_eq!(left, [("A", 1), ("B", 1), ("victim", 1)]);
        assert_eq!(registry.signing_id_count(), 3);
        let signing_id = key(1, 0).signing_id();
        assert_eq!(registry.first_announcer(signing_id), Some("victim"));
        assert_eq!(
            registry.judge(&signed(2, 0), Some("A"), None).status,
            SignatureStatus::UnknownKey
        );
        for index in 0..100 {
            announce(&mut registry, "C", 4, index);
            let keys: usize = registry.owners().map(|(_, owner)| owner.keys.len()).sum();
            assert!(keys <= 4, "{keys} keys");
        }
    }
}
