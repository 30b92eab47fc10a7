//! message_data as people need it: what it holds, who signed it, who accepts it, what is odd.

use crate::core::chain::registry::{Judgement, KeyRegistry, SignatureStatus};
use crate::core::message::envelope::{Authority, Envelope};
use crate::core::message::policy::{AcceptedBy, accepted_by};
use crate::core::message::{Message, MsgFlags, MsgType};
use crate::core::wire::Problem;

pub use crate::core::chain::registry::Carrier;

/// How far ahead of the clock a timestamp may be, in seconds. PROTOCOL: section 6, correction 4.
pub const MAX_AHEAD: u64 = 7_200;

/// A message and what is known of its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedMessage {
    /// The message.
    pub message: Message,
    /// What is known of its signature.
    pub status: SignatureStatus,
    /// Whose it is: the owner of the key, or else the address of the share it came in.
    pub sender: Option<String>,
    /// Whether an authority signed it and says so; the wire's flag 0x08 is believed only then.
    pub protocol_authority: bool,
}

impl JudgedMessage {
    /// A message that `registry.judge` has judged, from an envelope of `authority`.
    pub(crate) fn new(
        message: Message,
        judgement: &Judgement<'_>,
        carrier: Carrier<'_>,
        authority: Option<&Authority>,
    ) -> Self {
        let status = judgement.status;
        Self {
            status,
            sender: judgement.owner.or(carrier.address).map(str::to_owned),
            protocol_authority: authority.is_some()
                && status == SignatureStatus::Valid
                && message.flags.has(MsgFlags::PROTOCOL_AUTHORITY),
            message,
        }
    }
}

/// message_data, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// What was read.
    pub envelope: Envelope,
    /// Its messages, judged.
    pub messages: Vec<JudgedMessage>,
    /// What each kind of node answers.
    pub accepted_by: AcceptedBy,
    /// The envelope's problems and those of its messages.
    pub problems: Vec<Problem>,
}

/// Decodes message_data that is not empty, and takes its announcement into `registry` first.
///
/// `now` is Unix seconds: a timestamp more than [`MAX_AHEAD`] later is a problem.
pub fn decode(
    message_data: &[u8],
    carrier: Carrier<'_>,
    authorities: &[Authority],
    registry: &mut KeyRegistry,
    now: u64,
) -> Decoded {
    let envelope = Envelope::read(message_data, authorities);
    registry.announce_in(&envelope, carrier, now);
    let judgements = registry.judge_in(&envelope, carrier.address);
    describe(message_data, envelope, carrier, &judgements, now)
}

/// Describes message_data that is not empty; `judgements` has one entry for each message of its
/// `envelope`.
pub(crate) fn describe(
    message_data: &[u8],
    envelope: Envelope,
    carrier: Carrier<'_>,
    judgements: &[Judgement<'_>],
    now: u64,
) -> Decoded {
    let mut problems = envelope.problems.clone();
    let mut messages = Vec::with_capacity(envelope.messages.len());
    for (read, judgement) in envelope.messages.iter().zip(judgements) {
        let message = read.message.clone();
        let signed_by_authority =
            envelope.authority().is_some() && judgement.status == SignatureStatus::Valid;
        if judgement.high_s {
            problems.push(high_s(read.offset));
        }
        problems.extend(odd_timestamp(&message, read.offset, now));
        problems.extend(missing_signature(
            &message,
            read.offset,
            signed_by_authority,
        ));
        let authority = envelope.authority();
        messages.push(JudgedMessage::new(message, judgement, carrier, authority));
    }
    let accepted_by = accepted_by(message_data, &envelope);
    Decoded {
        envelope,
        messages,
        accepted_by,
        problems,
    }
}

fn high_s(offset: usize) -> Problem {
    Problem {
        offset,
        code: "high_s".into(),
        message: "the signature holds with a high S: nodes that verify with coincurve refuse it"
            .into(),
        malformed: false,
    }
}

fn odd_timestamp(message: &Message, offset: usize, now: u64) -> Option<Problem> {
    let ahead = u64::from(message.timestamp).checked_sub(now)?;
    (ahead > MAX_AHEAD).then(|| Problem {
        offset,
        code: "future_timestamp".into(),
        message: format!(
            "the timestamp is {ahead} s ahead of the clock, stores take {MAX_AHEAD} s at most"
        ),
        malformed: false,
    })
}

/// PROTOCOL: section 2, the column "signed".
fn missing_signature(
    message: &Message,
    offset: usize,
    signed_by_authority: bool,
) -> Option<Problem> {
    let kind = message.msg_type;
    match kind {
        MsgType::FEATURED_NODE | MsgType::TRANSITION_SIGNAL if !signed_by_authority => {
            Some(Problem {
                offset,
                code: "not_by_authority".into(),
                message: format!("{} counts only with an authority's signature", kind.name()),
                malformed: false,
            })
        }
        MsgType::MINER_MESSAGE | MsgType::POOL_ANNOUNCE | MsgType::EMERGENCY
            if message.signature.is_empty() =>
        {
            Some(Problem {
                offset,
                code: "signature_missing".into(),
                message: format!("{} must be signed and is not", kind.name()),
                malformed: false,
            })
        }
        _ => None,
    }
}
