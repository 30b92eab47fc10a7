//! Records: the content of one line, in core types, and the messages in it.

use std::borrow::Cow;
use std::sync::Arc;

use super::broken::{Broken, Readability};
use super::mark::{Claims, Mark};
use crate::core::address::Addresses;
use crate::core::chain::registry::{Judgement, KeyRegistry};
use crate::core::chain::replay::judged::Judgements;
use crate::core::hash::{PowHash, ShareHash};
use crate::core::message::decode::{Carrier, Decoded, describe};
use crate::core::message::envelope::{Authority, Envelope};
use crate::core::network::Network;
use crate::core::pow::pow_hash;
use crate::core::pow::verification::{Claim, verify};
use crate::core::share::commitment::Commitment;
use crate::core::share::record::{Archived, LineError, hex_bytes};
use crate::core::share::{Share, ShareError};

/// The content of one line of an input.
#[derive(Debug)]
pub struct Record<'a> {
    /// The name of the input: a path, `-` for standard input, or `argument`.
    pub name: &'a Arc<str>,
    /// The number of the line, from 1; of arguments, which one; in a database, of the record.
    pub line: u64,
    /// What is known of a record of a database; `None` for a text.
    pub mark: Option<&'a Mark>,
    /// The content.
    pub content: Content<'a>,
}

/// The content of a line.
#[derive(Debug)]
pub enum Content<'a> {
    /// A share.
    Share {
        /// The share.
        share: &'a Share<'a>,
        /// The hashes computed from it, share_hash among them.
        commitment: &'a Commitment,
    },
    /// message_data without its share, in hex that is not decoded yet.
    MessageData(Cow<'a, [u8]>),
    /// message_data from an archive, in hex that is not decoded yet.
    Archived(Archived),
    /// The hash of a share whose proof of work the node has verified.
    Verified(ShareHash),
    /// The line is unreadable.
    Broken(Broken),
    /// The start of a line of a share store, at the end of a file: a node may still be writing it.
    Unfinished,
}

/// message_data, and the share it came in as far as that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The bytes, never empty.
    pub message_data: Vec<u8>,
    /// The payout address of the share.
    pub address: Option<Arc<str>>,
    /// The hash of the share; from an archive, it can be any.
    pub share_hash: Option<ShareHash>,
}

/// The place of a record in words: the name and the line, or the key in a database.
pub fn place_of(name: &str, line: u64, mark: Option<&Mark>) -> String {
    match mark.map(Mark::key) {
        None => format!("{name} line {line}"),
        Some(Some(key)) => format!("{name} {key}"),
        Some(None) => name.to_owned(),
    }
}

impl Record<'_> {
    /// The key of a record of a database, which has no line number.
    pub fn key(&self) -> Option<String> {
        self.mark?.key()
    }

    /// The place of the record in words: the name and the line, or the key in a database.
    pub fn place(&self) -> String {
        place_of(self.name, self.line, self.mark)
    }

    /// The claims of the node about a share in its database.
    pub fn claims(&self) -> Option<Claims> {
        match self.mark? {
            Mark::Share { claims, .. } => Some(*claims),
            Mark::Broken { .. } => None,
        }
    }

    /// How far the line is readable; its hex may have any content.
    pub fn readability(&self) -> Readability {
        let is_hex =
            |text: &[u8]| text.len().is_multiple_of(2) && text.iter().all(u8::is_ascii_hexdigit);
        let of_hex = |text: &[u8]| match is_hex(text) {
            true => Readability::Record,
            false => Readability::Unreadable,
        };
        match &self.content {
            // A store of dash has only such shares, and one message is enough.
            Content::Broken(Broken::Share(ShareError::Dash)) => Readability::Unreadable,
            Content::Broken(Broken::Share(_)) => Readability::MalformedShare,
            // In a database, the other records do not depend on it.
            Content::Broken(_) if self.mark.is_some() => Readability::MalformedShare,
            Content::Broken(_) => Readability::Unreadable,
            Content::MessageData(hex) => of_hex(hex),
            Content::Archived(archived) => of_hex(archived.message_data_hex.trim().as_bytes()),
            Content::Share { .. } | Content::Verified(_) | Content::Unfinished => {
                Readability::Record
            }
        }
    }

    /// The message_data of a share, of an archive, or without its share; `None` if it is missing or empty.
    ///
    /// # Errors
    ///
    /// [`LineError::NotHex`] or [`LineError::OddLength`]; never for a share.
    pub fn message_data(&self, addresses: &mut Addresses) -> Result<Option<Carried>, LineError> {
        let carried = match &self.content {
            Content::Share { share, .. } if share.message_data.is_empty() => return Ok(None),
            Content::Share { share, commitment } => Carried {
                message_data: share.message_data.to_vec(),
                address: share.share_info.share_data.payout.address_among(addresses),
                share_hash: Some(commitment.share_hash),
            },
            Content::MessageData(hex) => Carried {
                message_data: hex_bytes(hex)?,
                address: None,
                share_hash: None,
            },
            Content::Archived(archived) => Carried {
                message_data: archived.message_data()?,
                address: archived.address.as_deref().map(Arc::from),
                share_hash: archived.share_hash,
            },
            Content::Verified(_) | Content::Broken(_) | Content::Unfinished => return Ok(None),
        };
        Ok((!carried.message_data.is_empty()).then_some(carried))
    }
}

/// The inputs of a share's verification, kept after the share is gone.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The hashes up to the header.
    pub commitment: Commitment,
    /// The targets that the share claims.
    pub claim: Claim,
    /// The hash of the header by the network's proof of work, once it is computed.
    pub pow_hash: Option<PowHash>,
}

impl Proof {
    /// The proof of `share`, without its `pow_hash`.
    pub fn new(share: &Share<'_>, commitment: &Commitment) -> Self {
        Self {
            commitment: *commitment,
            claim: Claim::of(share),
            pow_hash: None,
        }
    }

    /// Whether the proof of work is valid on `network`; computes the hash of the header.
    pub fn is_valid_on(&self, network: &Network) -> bool {
        let pow_hash = pow_hash(network.pow, &self.commitment.header);
        verify(&self.claim, pow_hash, network).failure.is_none()
    }
}

/// Decodes the messages of records in order, with the keys announced so far, or in chain order where
/// that is known.
#[derive(Debug)]
pub struct MessageDecoder {
    authorities: Vec<Authority>,
    registry: KeyRegistry,
    chain: Judgements,
    now: u64,
}

impl MessageDecoder {
    /// Opens the envelopes of `authorities`; `now` is the clock, Unix seconds. No key is known yet.
    pub fn new(authorities: Vec<Authority>, now: u64) -> Self {
        Self {
            authorities,
            registry: KeyRegistry::default(),
            chain: Judgements::default(),
            now,
        }
    }

    /// Uses the judgements of `chain` for the shares in it.
    #[must_use]
    pub fn in_chain_order(self, chain: Judgements) -> Self {
        Self { chain, ..self }
    }

    /// Decodes message_data and registers the key it announces.
    pub fn decode(&mut self, carried: &Carried) -> Decoded {
        let carrier = Carrier {
            address: carried.address.as_deref(),
            share_hash: carried.share_hash,
            orphaned: false,
        };
        let envelope = Envelope::read(&carried.message_data, &self.authorities);
        self.registry.announce_in(&envelope, carrier, self.now);
        let judgements = match self.chain_judgements(carried) {
            Some(judgements) => judgements,
            None => self.registry.judge_in(&envelope, carrier.address),
        };
        describe(
            &carried.message_data,
            envelope,
            carrier,
            &judgements,
            self.now,
        )
    }

    /// Whether [`decode`](Self::decode) judges these messages in chain order.
    pub fn is_in_chain(&self, carried: &Carried) -> bool {
        self.chain_judgements(carried).is_some()
    }

    fn chain_judgements(&self, carried: &Carried) -> Option<Vec<Judgement<'_>>> {
        let share_hash = carried.share_hash?;
        let address = carried.address.as_deref();
        self.chain
            .of_share(&share_hash, address, &carried.message_data)
    }

    /// The clock, Unix seconds.
    pub fn now(&self) -> u64 {
        self.now
    }
}
