//! The messages of a share chain, and the views of them that a node gives. PROTOCOL: section 6.
//!
//! Where the reference is wrong, this store does the right thing:
//!
//! * A message is attributed to the address of its share if that address announced the signing_id,
//!   else to the first announcer, never to the last.
//! * After a rotation, messages that verified before are revoked.
//! * A copy that verifies takes the place of one that does not.
//! * A message more than [`MAX_AHEAD`] seconds ahead of the clock is not stored.
//!
//! As in the release nodes, a valid TRANSITION_SIGNAL of an authority never expires.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::core::chain::registry::{KeyRegistry, SignatureStatus};
use crate::core::hash::{MessageHash, ShareHash, SigningId};
use crate::core::message::decode::{Carrier, JudgedMessage, MAX_AHEAD};
use crate::core::message::envelope::Envelope;
use crate::core::message::{Message, MsgFlags, MsgType};
use crate::core::network::Network;

/// How much is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many messages.
    pub messages: usize,
    /// How old a message may be, in seconds.
    pub age: u64,
}

impl Limits {
    /// The number of messages that a node keeps.
    pub const NODE_MESSAGES: usize = 1_000;

    /// The limits of a node of `network`: the newest [`NODE_MESSAGES`](Self::NODE_MESSAGES), for the
    /// time that the share chain covers, but at least 24 hours.
    pub fn node(network: &Network) -> Self {
        let chain = u64::from(network.chain_length) * u64::from(network.share_period);
        Self {
            messages: Self::NODE_MESSAGES,
            age: chain.max(86_400),
        }
    }

    /// Everything, for share stores of any age.
    pub const NONE: Self = Self {
        messages: usize::MAX,
        age: u64::MAX,
    };
}

/// A message as the store has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMessage {
    /// The message, and what is known of its signature.
    pub judged: JudgedMessage,
    /// Its identity.
    pub message_hash: MessageHash,
    /// The share it came in.
    pub share_hash: Option<ShareHash>,
    /// The authority that its envelope is sealed to.
    pub authority: Option<Cow<'static, str>>,
}

impl StoredMessage {
    /// Whether an authority is the author; the address of the share is then that of the carrier.
    fn is_by_authority(&self, status: SignatureStatus) -> bool {
        self.authority.is_some() && status == SignatureStatus::Valid
    }

    /// Whether the message never expires: a valid TRANSITION_SIGNAL of an authority.
    fn is_permanent(&self) -> bool {
        self.judged.status == SignatureStatus::Valid
            && may_be_permanent(&self.judged.message, self.authority.is_some())
    }
}

/// Whether a message never expires if its signature is valid.
pub(super) fn may_be_permanent(message: &Message, is_by_authority: bool) -> bool {
    is_by_authority && message.msg_type == MsgType::TRANSITION_SIGNAL
}

/// What became of the messages of one share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    /// Messages that were new, also those that fell out again because others are newer.
    pub added: usize,
    /// Messages that took the place of a copy that did not verify.
    pub replaced: usize,
    /// Messages that were left out because they are more than [`MAX_AHEAD`] ahead of the clock.
    pub ahead: usize,
}

/// Newest first; of the same second, in the order of arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    timestamp: Reverse<u32>,
    arrival: u64,
}

/// The messages of a share chain and the keys that they are signed with.
#[derive(Debug, Clone)]
pub struct MessageStore {
    limits: Limits,
    registry: KeyRegistry,
    messages: BTreeMap<Place, StoredMessage>,
    places: HashMap<MessageHash, Place>,
    arrivals: u64,
}

impl MessageStore {
    /// A store with nothing in it.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            registry: KeyRegistry::default(),
            messages: BTreeMap::new(),
            places: HashMap::new(),
            arrivals: 0,
        }
    }

    /// Takes in the message_data of the next share of the chain, when the clock is at `now` (Unix
    /// seconds): its announcement first, then its messages.
    ///
    /// As in the reference, what has grown too old goes when a message is added; see
    /// [`prune`](Self::prune).
    pub fn take(&mut self, envelope: &Envelope, carrier: Carrier<'_>, now: u64) -> Taken {
        self.registry.announce_in(envelope, carrier, now);
        let mut taken = Taken::default();
        for read in &envelope.messages {
            self.take_message(&read.message, envelope, carrier, now, &mut taken);
        }
        taken
    }

    fn take_message(
        &mut self,
        message: &Message,
        envelope: &Envelope,
        carrier: Carrier<'_>,
        now: u64,
        taken: &mut Taken,
    ) {
        if u64::from(message.timestamp) > now.saturating_add(MAX_AHEAD) {
            taken.ahead += 1;
            return;
        }
        let authority = envelope.authority();
        let is_too_old = self.is_too_old(message.timestamp, now);
        if is_too_old && !may_be_permanent(message, authority.is_some()) {
            return;
        }
        let message_hash = message.message_hash();
        let place = self.places.get(&message_hash).copied();
        let kept = place.and_then(|place| self.messages.get(&place));
        let kept_status = kept.map(|kept| self.status(kept));
        if kept_status == Some(SignatureStatus::Valid) {
            return;
        }
        let judgement = self.registry.judge(message, carrier.address, authority);
        let fresh = StoredMessage {
            judged: JudgedMessage::new(message.clone(), &judgement, carrier, authority),
            message_hash,
            share_hash: carrier.share_hash,
            authority: authority.map(|authority| authority.name.clone()),
        };
        if is_too_old && !fresh.is_permanent() {
            return;
        }
        match (place, kept) {
            (Some(place), Some(kept)) => {
                if fresh.judged.status == SignatureStatus::Valid && !self.is_disowned(kept, &fresh)
                {
                    self.messages.insert(place, fresh);
                    taken.replaced += 1;
                }
            }
            _ => {
                self.insert(fresh);
                taken.added += 1;
                self.prune(now);
            }
        }
    }

    fn insert(&mut self, message: StoredMessage) {
        let place = Place {
            timestamp: Reverse(message.judged.message.timestamp),
            arrival: self.arrivals,
        };
        self.arrivals += 1;
        self.places.insert(message.message_hash, place);
        self.messages.insert(place, message);
    }

    /// Whether `kept` was revoked by the first announcer of its key, and `fresh` verifies only
    /// because somebody else announced that key as well: a thief gains nothing from old messages.
    fn is_disowned(&self, kept: &StoredMessage, fresh: &StoredMessage) -> bool {
        let Some(signing_id) = kept.judged.message.signing_id else {
            return false;
        };
        fresh.authority.is_none()
            && self.status(kept) == SignatureStatus::Revoked
            && fresh.judged.message.signing_id == Some(signing_id)
            && self.registry.first_announcer(signing_id) == kept.judged.sender.as_deref()
    }

    fn is_too_old(&self, timestamp: u32, now: u64) -> bool {
        now.saturating_sub(u64::from(timestamp)) > self.limits.age
    }

    /// Drops messages that are too old at `now`, and the oldest above the limit. Messages that never
    /// expire stay.
    pub fn prune(&mut self, now: u64) {
        loop {
            let mut oldest_first = self.messages.iter().rev();
            let Some((place, last)) = oldest_first.find(|(_, stored)| !stored.is_permanent())
            else {
                return;
            };
            let few_enough = self.messages.len() <= self.limits.messages;
            if few_enough && !self.is_too_old(place.timestamp.0, now) {
                return;
            }
            let place = *place;
            self.places.remove(&last.message_hash);
            self.messages.remove(&place);
        }
    }

    /// The limits.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// How many messages are kept.
    pub fn len(&self) -> usize {
        self.messages.len()
    }

    /// Whether no message is kept.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// What is known of the signature now: a key can be revoked after the message arrived.
    fn status(&self, stored: &StoredMessage) -> SignatureStatus {
        let judged = &stored.judged;
        let revoked = || {
            let (Some(owner), Some(signing_id)) = (&judged.sender, judged.message.signing_id)
            else {
                return false;
            };
            stored.authority.is_none() && self.registry.is_revoked(owner, signing_id)
        };
        if judged.status == SignatureStatus::Valid && revoked() {
            SignatureStatus::Revoked
        } else {
            judged.status
        }
    }

    /// The keys announced so far.
    pub fn registry(&self) -> &KeyRegistry {
        &self.registry
    }

    /// The messages that `query` asks for, newest first; those of the same second in the order of
    /// their arrival.
    pub fn select(&self, query: &Query) -> Vec<StoredMessage> {
        self.selected(query)
            .map(|(stored, status)| {
                let mut stored = stored.clone();
                stored.judged.status = status;
                stored
            })
            .collect()
    }

    /// The same with their status now beside them.
    fn selected(&self, query: &Query) -> impl Iterator<Item = (&StoredMessage, SignatureStatus)> {
        self.messages
            .values()
            .map(|stored| (stored, self.status(stored)))
            .filter(|(stored, status)| query.matches(stored, *status))
            .take(query.limit.unwrap_or(usize::MAX))
    }

    /// Counts of the messages that `query` asks for, and of the keys.
    pub fn stats(&self, query: &Query) -> Stats {
        let mut stats = Stats {
            known_signing_keys: self.registry.signing_id_count(),
            ..Stats::default()
        };
        for (stored, status) in self.selected(query) {
            let message = &stored.judged.message;
            stats.total_messages += 1;
            // The newest come first.
            stats.newest_timestamp.get_or_insert(message.timestamp);
            stats.oldest_timestamp = Some(message.timestamp);
            *stats.by_type.entry(message.msg_type).or_default() += 1;
            if let Some(sender) = &stored.judged.sender
                && !stats.senders.contains(sender)
            {
                stats.senders.insert(sender.clone());
            }
            if message.flags.has(MsgFlags::HAS_SIGNATURE) {
                stats.signed_count += 1;
            }
            if status == SignatureStatus::Valid {
                stats.verified_count += 1;
            }
        }
        stats
    }
}

/// Which messages are asked for; by default every one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Of one of these kinds; empty for all kinds.
    pub types: Vec<MsgType>,
    /// At this time or later, Unix seconds.
    pub since: Option<u64>,
    /// At this time or earlier, Unix seconds.
    pub until: Option<u64>,
    /// By this payout address.
    pub sender: Option<String>,
    /// Signed, or said to be, with this key.
    pub signing_id: Option<SigningId>,
    /// Only those whose signature is valid.
    pub verified_only: bool,
    /// With this text in the payload, in upper or lower case.
    pub grep: Option<String>,
    /// The newest so many of them.
    pub limit: Option<usize>,
}

impl Query {
    fn matches(&self, stored: &StoredMessage, status: SignatureStatus) -> bool {
        let judged = &stored.judged;
        let message = &judged.message;
        let timestamp = u64::from(message.timestamp);
        (self.types.is_empty() || self.types.contains(&message.msg_type))
            && self.since.is_none_or(|since| timestamp >= since)
            && self.until.is_none_or(|until| timestamp <= until)
            && (self.sender.is_none()
                || (self.sender == judged.sender && !stored.is_by_authority(status)))
            && (self.signing_id.is_none() || self.signing_id == message.signing_id)
            && (!self.verified_only || status == SignatureStatus::Valid)
            && self.grep.as_deref().is_none_or(|text| {
                let payload = String::from_utf8_lossy(&message.payload).to_lowercase();
                payload.contains(&text.to_lowercase())
            })
    }
}

/// Counts of what is in a store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats {
    /// How many messages.
    pub total_messages: usize,
    /// Whose messages they are.
    pub senders: BTreeSet<String>,
    /// How many of each kind.
    pub by_type: BTreeMap<MsgType, usize>,
    /// The least timestamp, Unix seconds.
    pub oldest_timestamp: Option<u32>,
    /// The greatest timestamp, Unix seconds.
    pub newest_timestamp: Option<u32>,
    /// How many have the flag of a signature.
    pub signed_count: usize,
    /// How many signatures are valid.
    pub verified_count: usize,
    /// How many different signing keys were announced.
    pub known_signing_keys: usize,
}
