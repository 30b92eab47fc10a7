//! Messages that were seen in shares.

use std::collections::HashMap;

use super::{Outbox, OutboxError};
use crate::core::chain::registry::SignatureStatus;
use crate::core::hash::{MessageHash, ShareHash, SigningId};
use crate::core::key::{SignatureCheck, SigningPubkey};
use crate::core::message::MsgFlags;
use crate::core::message::decode::JudgedMessage;
use crate::core::message::queue::{Entry, EntryId, Settled, State};
use crate::core::network::Network;
use crate::json::message::identity;
use crate::shares::Proof;

/// The flags that nodes show.
const SHOWN_FLAGS: u8 = MsgFlags::HAS_SIGNATURE | MsgFlags::BROADCAST | MsgFlags::PERSISTENT;

/// A message that a node shows, as far as confirmation needs it.
///
/// The node has seen the share; the signature is not at hand, so `verified` is the node's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeSighting {
    /// Type, timestamp and content:
    /// [`MessageJson::identity`](crate::json::message::MessageJson::identity).
    pub identity: String,
    /// The flags, if the node shows them. Nodes do not show
    /// [`PROTOCOL_AUTHORITY`](MsgFlags::PROTOCOL_AUTHORITY), so it is ignored.
    pub flags: Option<MsgFlags>,
    /// Whether the node has verified the signature.
    pub verified: bool,
    /// The signing_id of the message.
    pub signing_id: Option<SigningId>,
    /// The share, if the node shows it.
    pub share_hash: Option<ShareHash>,
}

/// The result of one sighting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sighting {
    /// The queue does not wait for this message.
    Ignored,
    /// The message of this entry is in a share.
    Counts(EntryId),
    /// A copy of the message of this entry, without a valid signature by a key of the key log. It
    /// does not count, because anyone can put a copy into a share.
    NotOurs(EntryId),
    /// The message of this entry, in a share whose proof of work is invalid. It does not count.
    NoProofOfWork(EntryId),
}

/// The entries that became sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirmed {
    /// The entries; [`Entry::share_hash`] is the share, if it is known.
    pub sent: Vec<Entry>,
    /// Number of packed entries in the queue.
    pub packed: usize,
    /// Number of pending entries in the queue.
    pub pending: usize,
    /// Changes that only the time made; they are saved too.
    pub settled: Settled,
}

/// A search for the messages of the queue, in shares or at nodes.
///
/// From [`Outbox::search`]; the caller passes it messages, then [`Outbox::confirm`] records the
/// result. The search holds no lock.
#[derive(Debug, Clone)]
pub struct Search {
    wanted: HashMap<MessageHash, Wanted>,
    /// The same messages by their identity at nodes.
    by_identity: HashMap<String, MessageHash>,
    /// The keys of the key log; the public key where it is known.
    keys: HashMap<SigningId, Option<SigningPubkey>>,
    /// The messages found, and the first share of each.
    found: HashMap<MessageHash, Option<ShareHash>>,
}

#[derive(Debug, Clone, Copy)]
struct Wanted {
    id: EntryId,
    flags: MsgFlags,
}

impl Wanted {
    fn is_signed(self) -> bool {
        self.flags.has(MsgFlags::HAS_SIGNATURE)
    }
}

impl Outbox {
    /// Begins a search for every message of the queue that is not sent yet, expired ones too.
    ///
    /// # Errors
    /// The queue, the key log or the state file cannot be read.
    pub fn search(&self) -> Result<Search, OutboxError> {
        let queue = self.queue()?;
        let mut wanted = HashMap::new();
        let mut by_identity = HashMap::new();
        let entries = queue.entries().iter();
        for entry in entries.filter(|entry| entry.state != State::Sent) {
            let (id, flags) = (entry.id, entry.flags);
            wanted.insert(entry.message_hash, Wanted { id, flags });
            let identity = identity(entry.msg_type, entry.timestamp, &entry.payload);
            by_identity.insert(identity, entry.message_hash);
        }
        let log = self.keys.data().key_log()?;
        let mut keys: HashMap<_, _> = log
            .in_use(None)
            .map(|entry| (entry.signing_id, entry.signing_pubkey))
            .collect();
        if let Some(state) = self.keys.data().key_state(self.keys.path())? {
            keys.entry(state.signing_id).or_insert(None);
        }
        Ok(Search {
            wanted,
            by_identity,
            keys,
            found: HashMap::new(),
        })
    }

    /// Records the messages found as sent, in whatever state their entries are: a lease can be over,
    /// or a message too old, before its share is found.
    ///
    /// # Errors
    /// The queue cannot be read or written.
    pub fn confirm(&self, search: &Search, now: u64) -> Result<Confirmed, OutboxError> {
        self.with_queue(|locked| {
            // Before the time is considered: a message that was found did not expire unsent.
            let ids = locked.queue.confirm(now, &search.found);
            let settled = locked.queue.settle(now);
            if !ids.is_empty() || settled != Settled::default() {
                locked.save()?;
            }
            let queue = &locked.queue;
            let sent: Result<Vec<Entry>, _> =
                ids.iter().map(|id| queue.get(*id).cloned()).collect();
            Ok(Confirmed {
                sent: sent?,
                packed: queue.count(now, State::Packed),
                pending: queue.count(now, State::Pending),
                settled,
            })
        })
    }
}

impl Search {
    /// Whether the queue waits for a message.
    pub fn is_waiting(&self) -> bool {
        !self.wanted.is_empty()
    }

    /// Whether the queue waits for this message.
    pub fn wants(&self, message_hash: MessageHash) -> bool {
        self.wanted.contains_key(&message_hash)
    }

    /// Takes a message of a share of `network`. It counts as with [`see`](Self::see), and only if
    /// the proof of work of the share is valid.
    pub fn see_in_share(
        &mut self,
        message: &JudgedMessage,
        proof: &Proof,
        network: &Network,
    ) -> Sighting {
        let wanted = self.wanted.get(&message.message.message_hash());
        match wanted.map(|wanted| wanted.id) {
            None => Sighting::Ignored,
            Some(id) if !proof.is_valid_on(network) => Sighting::NoProofOfWork(id),
            Some(_) => self.see(message, Some(proof.commitment.share_hash)),
        }
    }

    /// Takes a message of a share, or of message_data whose share is not known.
    ///
    /// A message is known by its message_hash. One that is to be signed counts only with a signature
    /// by a key of the key log. Neither the share nor its proof of work is checked.
    pub fn see(&mut self, message: &JudgedMessage, share_hash: Option<ShareHash>) -> Sighting {
        let message_hash = message.message.message_hash();
        let Some(wanted) = self.wanted.get(&message_hash).copied() else {
            return Sighting::Ignored;
        };
        if wanted.is_signed() && !self.is_ours(message, message_hash) {
            return Sighting::NotOurs(wanted.id);
        }
        self.count(message_hash, wanted.id, share_hash)
    }

    /// Takes a message that a node shows.
    ///
    /// A message is known by its type, timestamp, content and flags. One that is to be signed counts
    /// only if the node has verified it as signed by a key of the key log.
    pub fn see_at_node(&mut self, shown: &NodeSighting) -> Sighting {
        let Some(message_hash) = self.by_identity.get(&shown.identity).copied() else {
            return Sighting::Ignored;
        };
        let Some(wanted) = self.wanted.get(&message_hash).copied() else {
            return Sighting::Ignored;
        };
        // A message with other flags is another message.
        let same_flags = |flags: MsgFlags| flags.0 & SHOWN_FLAGS == wanted.flags.0 & SHOWN_FLAGS;
        if !shown.flags.is_none_or(same_flags) {
            return Sighting::Ignored;
        }
        let signed_by_us = shown
            .signing_id
            .is_some_and(|signing_id| self.keys.contains_key(&signing_id));
        if wanted.is_signed() && !(shown.verified && signed_by_us) {
            return Sighting::NotOurs(wanted.id);
        }
        self.count(message_hash, wanted.id, shown.share_hash)
    }

    fn count(
        &mut self,
        message_hash: MessageHash,
        id: EntryId,
        share_hash: Option<ShareHash>,
    ) -> Sighting {
        let found = self.found.entry(message_hash).or_default();
        *found = found.or(share_hash);
        Sighting::Counts(id)
    }

    fn is_ours(&self, judged: &JudgedMessage, message_hash: MessageHash) -> bool {
        let message = &judged.message;
        let signing_id = message.signing_id;
        match signing_id.and_then(|signing_id| self.keys.get(&signing_id)) {
            None => false,
            Some(Some(pubkey)) => {
                pubkey.verify(message_hash, &message.signature) != SignatureCheck::Invalid
            }
            // Announced in a share: a key whose HASH160 is our signing_id.
            Some(None) => matches!(
                judged.status,
                SignatureStatus::Valid | SignatureStatus::Revoked
            ),
        }
    }
}
