//! The JSON shapes that p2msg writes. PROTOCOL: section 7; INTERFACE: "JSON: decode and verify".

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::core::commitment::Commitment;
use crate::core::decode::{Decoded, JudgedMessage};
use crate::core::envelope::{Authority, Envelope, Format, ReadAnnouncement};
use crate::core::hash::{MessageHash, PowHash, RefHash, ShareHash, SigningId, TxHash};
use crate::core::key::{KeyIndex, SigningPubkey};
use crate::core::message::{Message, MsgFlags};
use crate::core::payload::{self, PayloadView};
use crate::core::policy::{AcceptedBy, Verdict};
use crate::core::registry::{KeyRegistry, Owner, SignatureStatus};
use crate::core::share::Share;
use crate::core::store::{MessageStore, Query, StoredMessage};
use crate::core::verification::Verification;
use crate::core::wire::Problem;

/// Bytes that are written as hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hex<const N: usize>(pub [u8; N]);

impl<const N: usize> fmt::Display for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(const_hex::Buffer::<N>::new().format(&self.0))
    }
}

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(const_hex::Buffer::<N>::new().format(&self.0))
    }
}

/// A number that can pass 2^53, written as a decimal string: what reads JSON may hold doubles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Decimal<T>(T);

impl<T: fmt::Display> Serialize for Decimal<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Where a record stands in the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The file, `-` for standard input, or `argument`.
    pub name: Arc<str>,
    /// The line, from 1; of arguments, which one.
    pub line: u64,
}

/// A message, as nodes answer it (M).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MessageJson {
    /// The protocol's name of the kind.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The byte of the kind.
    pub type_id: u8,
    /// Unix seconds.
    pub timestamp: u32,
    /// Seconds since then; negative if it lies ahead.
    pub age: i64,
    /// The flags, in words.
    pub flags: FlagsJson,
    /// Whether the signature holds under a key that counts.
    pub verified: bool,
    /// Whether an authority signed it and says so.
    pub protocol_authority: bool,
    /// Who signed, or claims to have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_id: Option<SigningId>,
    /// The payload of a text kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The payload of a JSON kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
    /// The payload in hex, where it is neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// Whose message it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// The share it came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_hash: Option<ShareHash>,
}

/// The flags of a message, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FlagsJson {
    /// 0x01, which does not say that the signature holds.
    pub signed: bool,
    /// 0x02.
    pub broadcast: bool,
    /// 0x04.
    pub persistent: bool,
}

impl FlagsJson {
    /// The flags on the wire, without the flag of authorities.
    pub fn to_flags(self) -> MsgFlags {
        let bit = |set: bool, flag: u8| if set { flag } else { 0 };
        MsgFlags(
            bit(self.signed, MsgFlags::HAS_SIGNATURE)
                | bit(self.broadcast, MsgFlags::BROADCAST)
                | bit(self.persistent, MsgFlags::PERSISTENT),
        )
    }
}

impl MessageJson {
    /// The view of a judged message that came in the share `share_hash`, at `now`.
    pub fn new(judged: &JudgedMessage, share_hash: Option<ShareHash>, now: u64) -> Self {
        let message = &judged.message;
        let flags = message.flags;
        let (text, data, raw) = match payload::view(message.msg_type, &message.payload) {
            PayloadView::Text(text) => (Some(text), None, None),
            PayloadView::Data(data) => (None, Some(data), None),
            PayloadView::Raw(raw) => (None, None, Some(raw)),
        };
        Self {
            type_name: message.msg_type.name().into_owned(),
            type_id: message.msg_type.0,
            timestamp: message.timestamp,
            age: age(message, now),
            flags: FlagsJson {
                signed: flags.has(MsgFlags::HAS_SIGNATURE),
                broadcast: flags.has(MsgFlags::BROADCAST),
                persistent: flags.has(MsgFlags::PERSISTENT),
            },
            verified: judged.status == SignatureStatus::Valid,
            protocol_authority: judged.protocol_authority,
            signing_id: message.signing_id,
            text,
            data,
            raw,
            sender: judged.sender.clone(),
            share_hash,
        }
    }
}

fn age(message: &Message, now: u64) -> i64 {
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    now.saturating_sub(i64::from(message.timestamp))
}

/// A message with what only p2msg says of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DecodedMessageJson {
    /// What nodes say too.
    #[serde(flatten)]
    pub message: MessageJson,
    /// Its identity.
    pub message_hash: MessageHash,
    /// The flags byte as on the wire.
    pub wire_flags: u8,
    /// Hex.
    pub payload: String,
    /// Hex.
    pub signature: String,
    /// What is known of the signature.
    pub signature_status: SignatureStatus,
}

impl DecodedMessageJson {
    /// The view of a judged message that came in the share `share_hash`, at `now`.
    pub fn new(judged: &JudgedMessage, share_hash: Option<ShareHash>, now: u64) -> Self {
        let message = &judged.message;
        Self {
            message: MessageJson::new(judged, share_hash, now),
            message_hash: message.message_hash(),
            wire_flags: message.flags.0,
            payload: const_hex::encode(&message.payload),
            signature: const_hex::encode(&message.signature),
            signature_status: judged.status,
        }
    }
}

/// A stored message with what only p2msg says of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoredMessageJson {
    /// What nodes say too.
    #[serde(flatten)]
    pub message: MessageJson,
    /// Its identity.
    pub message_hash: MessageHash,
    /// What is known of the signature.
    pub signature_status: SignatureStatus,
    /// The authority that it was sealed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// Whether only shares beside the best chain carry it.
    pub orphaned: bool,
}

impl StoredMessageJson {
    /// The view of a stored message at `now`.
    pub fn new(stored: &StoredMessage, orphaned: bool, now: u64) -> Self {
        Self {
            message: MessageJson::new(&stored.judged, stored.share_hash, now),
            message_hash: stored.message_hash,
            signature_status: stored.judged.status,
            authority: stored.authority.clone().map(Into::into),
            orphaned,
        }
    }
}

/// The signing keys of each payout address, as nodes answer them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct KeyRegistryJson(pub BTreeMap<String, OwnerJson>);

/// The signing keys of a payout address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnerJson {
    /// The highest one announced.
    pub current_key_index: KeyIndex,
    /// By signing_id.
    pub keys: BTreeMap<String, KeyJson>,
}

/// A signing key of a payout address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct KeyJson {
    /// Which of the keys.
    pub key_index: KeyIndex,
    /// Whether a higher one was announced.
    pub revoked: bool,
    /// When it was announced last, Unix seconds.
    pub first_seen: u64,
}

impl KeyRegistryJson {
    /// The view of a registry.
    pub fn new(registry: &KeyRegistry) -> Self {
        let view = |owner: Owner<'_>| OwnerJson {
            current_key_index: owner.current_key_index,
            keys: owner
                .keys
                .iter()
                .map(|(signing_id, key)| {
                    let view = KeyJson {
                        key_index: key.key_index,
                        revoked: owner.has_revoked(key),
                        first_seen: key.first_seen,
                    };
                    (signing_id.to_string(), view)
                })
                .collect(),
        };
        Self(
            registry
                .owners()
                .map(|(address, owner)| (address.to_owned(), view(owner)))
                .collect(),
        )
    }
}

/// Counts of what is in a message store (S).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatsJson {
    /// How many messages.
    pub total_messages: usize,
    /// How many senders.
    pub unique_senders: usize,
    /// The senders.
    pub senders: BTreeSet<String>,
    /// How many messages of each kind, by the protocol's name, in the order of the kinds.
    pub by_type: serde_json::Map<String, Value>,
    /// Unix seconds; null without messages.
    pub oldest_timestamp: Option<u32>,
    /// Unix seconds; null without messages.
    pub newest_timestamp: Option<u32>,
    /// How many messages have the flag of a signature.
    pub signed_count: usize,
    /// How many signatures are valid.
    pub verified_count: usize,
    /// How many different signing keys were announced.
    pub known_signing_keys: usize,
    /// The keys of each address.
    pub key_registry: KeyRegistryJson,
}

impl StatsJson {
    /// Counts what is in `store`, and of its messages those that `query` asks for.
    pub fn new(store: &MessageStore, query: &Query) -> Self {
        let stats = store.stats(query);
        Self {
            total_messages: stats.total_messages,
            unique_senders: stats.senders.len(),
            senders: stats.senders,
            by_type: stats
                .by_type
                .into_iter()
                .map(|(msg_type, count)| (msg_type.name().into_owned(), count.into()))
                .collect(),
            oldest_timestamp: stats.oldest_timestamp,
            newest_timestamp: stats.newest_timestamp,
            signed_count: stats.signed_count,
            verified_count: stats.verified_count,
            known_signing_keys: stats.known_signing_keys,
            key_registry: KeyRegistryJson::new(store.registry()),
        }
    }
}

/// The envelope of message_data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EnvelopeJson {
    /// plain or authority.
    pub format: &'static str,
    /// The first byte, if there is one; of the envelope inside, for an authority's.
    pub version: Option<u8>,
    /// Envelope flags.
    pub flags: Option<u8>,
    /// How many messages it promises.
    pub msg_count: Option<u8>,
    /// How long an announcement it promises, in bytes.
    pub announcement_len: Option<u8>,
    /// Length of message_data.
    pub bytes: usize,
    /// Whom it is sealed to.
    pub authority: Option<AuthorityJson>,
}

/// An authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuthorityJson {
    /// forrestv, maintainer or custom.
    pub name: String,
    /// Its key.
    pub pubkey: SigningPubkey,
}

impl AuthorityJson {
    /// The view of an authority.
    pub fn new(authority: &Authority) -> Self {
        Self {
            name: authority.name.clone().into_owned(),
            pubkey: authority.pubkey,
        }
    }
}

impl EnvelopeJson {
    fn new(envelope: &Envelope) -> Self {
        let header = envelope.header;
        Self {
            format: match envelope.format {
                Format::Plain => "plain",
                Format::Authority { .. } => "authority",
            },
            version: header.map(|header| header.version),
            flags: header.map(|header| header.flags),
            msg_count: header.map(|header| header.msg_count),
            announcement_len: header.map(|header| header.announcement_len),
            bytes: envelope.bytes,
            authority: envelope.authority().map(AuthorityJson::new),
        }
    }
}

/// An announcement as found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnnouncementJson {
    /// The signing_id that it claims.
    pub signing_id: SigningId,
    /// Which of the miner's keys.
    pub key_index: KeyIndex,
    /// The key.
    pub signing_pubkey: SigningPubkey,
    /// Whether it is sound.
    pub valid: bool,
}

impl AnnouncementJson {
    fn new(read: &ReadAnnouncement) -> Self {
        Self {
            signing_id: read.announcement.signing_id,
            key_index: read.announcement.key_index,
            signing_pubkey: read.announcement.signing_pubkey,
            valid: read.check.is_ok(),
        }
    }
}

/// What each kind of node answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AcceptedByJson {
    /// A node that carries out the plan.
    pub plan: VerdictJson,
    /// p2pool-merged-v36 since its v36-0.09 releases.
    #[serde(rename = "v36-release")]
    pub v36_release: VerdictJson,
    /// c2pool.
    pub c2pool: VerdictJson,
}

/// What one kind of node answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerdictJson {
    /// Whether it takes the share.
    pub ok: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl AcceptedByJson {
    /// The view of three verdicts.
    pub fn new(accepted_by: &AcceptedBy) -> Self {
        let verdict = |verdict: &Verdict| VerdictJson {
            ok: verdict.is_ok(),
            why: verdict.clone().err(),
        };
        Self {
            plan: verdict(&accepted_by.plan),
            v36_release: verdict(&accepted_by.v36_release),
            c2pool: verdict(&accepted_by.c2pool),
        }
    }
}

/// A share's own fields and what follows from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShareJson {
    /// The share version.
    pub version: u64,
    /// SHA256d of the header.
    pub hash: ShareHash,
    previous_share_hash: Option<ShareHash>,
    /// Unix seconds.
    pub timestamp: u32,
    /// The payout address.
    pub address: Option<Arc<str>>,
    desired_version: u64,
    absheight: u32,
    abswork: Decimal<u128>,
    subsidy: Decimal<u64>,
    donation: u16,
    stale_info: Option<String>,
    bits: Hex<4>,
    max_bits: Hex<4>,
    nonce: u32,
    coinbase: String,
    last_txout_nonce: Decimal<u64>,
    merged_addresses: Vec<MergedAddressJson>,
    ref_hash: RefHash,
    gentx_hash: TxHash,
    merkle_root: TxHash,
    header: Hex<80>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct MergedAddressJson {
    chain_id: u32,
    script: String,
}

impl ShareJson {
    /// The view of a share paid to `address`, and of the hashes that follow from it.
    pub fn new(share: &Share<'_>, commitment: &Commitment, address: Option<Arc<str>>) -> Self {
        let info = &share.share_info;
        let data = &info.share_data;
        Self {
            version: share.version,
            hash: commitment.share_hash,
            previous_share_hash: data.previous_share_hash,
            timestamp: info.timestamp,
            address,
            desired_version: data.desired_version,
            absheight: info.absheight,
            abswork: Decimal(info.abswork),
            subsidy: Decimal(data.subsidy),
            donation: data.donation,
            stale_info: data.stale_info.name(),
            bits: Hex(info.bits.to_be_bytes()),
            max_bits: Hex(info.max_bits.to_be_bytes()),
            nonce: data.nonce,
            coinbase: const_hex::encode(data.coinbase),
            last_txout_nonce: Decimal(share.last_txout_nonce),
            merged_addresses: info
                .merged_addresses()
                .iter()
                .map(|address| MergedAddressJson {
                    chain_id: address.chain_id,
                    script: const_hex::encode(address.script),
                })
                .collect(),
            ref_hash: commitment.ref_hash,
            gentx_hash: commitment.gentx_hash,
            merkle_root: commitment.merkle_root,
            header: Hex(commitment.header),
        }
    }
}

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A raw share.
    Share,
    /// message_data without its share.
    MessageData,
    /// The hash of a share that a node has checked.
    Verified,
    /// Something that could not be read.
    Error,
}

/// Why a record could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordErrorJson {
    /// A stable name.
    pub code: &'static str,
    /// In words.
    pub message: String,
    /// The byte at which the reading stopped, from the start of the record.
    pub offset: Option<usize>,
}

/// One record of the input: the object that `decode --json` writes for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecordJson {
    /// Where it stands.
    pub source: Source,
    /// What it is.
    pub kind: RecordKind,
    /// For a verified line: the hash of the share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_hash: Option<ShareHash>,
    /// The share. Not all records are one, and it would make them all large.
    pub share: Option<Box<ShareJson>>,
    /// Hex; null if there is none.
    pub message_data: Option<String>,
    /// Its envelope.
    pub envelope: Option<EnvelopeJson>,
    /// The announcement inside.
    pub announcement: Option<AnnouncementJson>,
    /// The messages inside.
    pub messages: Vec<DecodedMessageJson>,
    /// What nodes make of it.
    pub accepted_by: Option<AcceptedByJson>,
    /// What is odd about it.
    pub problems: Vec<Problem>,
    /// Why it could not be read.
    pub error: Option<RecordErrorJson>,
}

impl RecordJson {
    /// A record of which nothing is known yet but what it is.
    pub fn new(source: Source, kind: RecordKind) -> Self {
        Self {
            source,
            kind,
            verified_hash: None,
            share: None,
            message_data: None,
            envelope: None,
            announcement: None,
            messages: Vec::new(),
            accepted_by: None,
            problems: Vec::new(),
            error: None,
        }
    }

    /// Adds what message_data says; `share_hash` is the share it came in.
    #[must_use]
    pub fn with_messages(
        mut self,
        message_data: &[u8],
        decoded: &Decoded,
        share_hash: Option<ShareHash>,
        now: u64,
    ) -> Self {
        self.message_data = Some(const_hex::encode(message_data));
        self.envelope = Some(EnvelopeJson::new(&decoded.envelope));
        self.announcement = decoded
            .envelope
            .announcement
            .as_ref()
            .map(AnnouncementJson::new);
        self.messages = decoded
            .messages
            .iter()
            .map(|judged| DecodedMessageJson::new(judged, share_hash, now))
            .collect();
        self.accepted_by = Some(AcceptedByJson::new(&decoded.accepted_by));
        self.problems.clone_from(&decoded.problems);
        self
    }
}

/// What `verify` adds to a record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerifiedRecordJson {
    /// The record.
    #[serde(flatten)]
    pub record: RecordJson,
    /// For a share: its proof of work.
    pub verification: Option<VerificationJson>,
}

/// From message_data to the proof of work.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerificationJson {
    /// Whether every step holds.
    pub ok: bool,
    /// The first step that fails, in words.
    pub why: Option<String>,
    /// Bytes that ref_hash is made of: IDENTIFIER, share_info and message_data.
    pub ref_type_bytes: usize,
    /// As in the share.
    pub ref_hash: RefHash,
    /// As in the share.
    pub gentx_hash: TxHash,
    /// As in the share.
    pub merkle_root: TxHash,
    /// The 80 bytes that were mined.
    pub header: Hex<80>,
    /// The share's hash.
    pub hash: ShareHash,
    /// What must not exceed the target.
    pub pow_hash: PowHash,
    /// 64 hex digits; null if bits fit no 256-bit number.
    pub target: Option<Hex<32>>,
    /// The easiest target allowed here; null likewise.
    pub max_target: Option<Hex<32>>,
    /// 1 is the easiest target of a Bitcoin block.
    pub difficulty: Option<f64>,
}

impl VerificationJson {
    /// The view of a share's verification; `why` is its failure in words.
    pub fn new(commitment: &Commitment, verification: &Verification, why: Option<String>) -> Self {
        Self {
            ok: verification.failure.is_none(),
            why,
            ref_type_bytes: commitment.ref_type_len,
            ref_hash: commitment.ref_hash,
            gentx_hash: commitment.gentx_hash,
            merkle_root: commitment.merkle_root,
            header: Hex(commitment.header),
            hash: commitment.share_hash,
            pow_hash: verification.pow_hash,
            target: verification.target.map(|target| Hex(target.to_be_bytes())),
            max_target: verification
                .max_target
                .map(|target| Hex(target.to_be_bytes())),
            difficulty: verification.target.map(|target| target.difficulty()),
        }
    }
}
