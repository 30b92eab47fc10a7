//! Which nodes accept a message_data, and why not. PROTOCOL: section 4, "What nodes accept".

use crate::core::key::SignatureCheck;
use crate::core::message::MsgFlags;
use crate::core::message::envelope::{Envelope, authority::MIN_LEN};

/// What one kind of node answers.
pub type Verdict = Result<(), String>;

/// What each kind of node in the field does with a share that carries this message_data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedBy {
    /// A node that carries out the plan: plain, readable, within 512 bytes, no problem found.
    pub plan: Verdict,
    /// p2pool-merged-v36 since its v36-0.09 releases: an authority's envelope, every message signed.
    pub v36_release: Verdict,
    /// c2pool: the same, and every message flagged as signed.
    pub c2pool: Verdict,
}

/// Judges message_data that is not empty; `envelope` is what [`Envelope::read`] made of it.
pub fn accepted_by(message_data: &[u8], envelope: &Envelope) -> AcceptedBy {
    let v36_release = sealed_by_authority(message_data, envelope);
    let c2pool = v36_release
        .clone()
        .and_then(|()| all_flagged_as_signed(envelope));
    AcceptedBy {
        plan: plan(message_data, envelope),
        v36_release,
        c2pool,
    }
}

/// The plan's nodes know no authority envelope, so they read any message_data as plain.
fn plan(message_data: &[u8], envelope: &Envelope) -> Verdict {
    if envelope.authority().is_none() {
        return no_problem(envelope);
    }
    no_problem(&Envelope::read_plain(message_data))
        .map_err(|why| format!("an authority's envelope, which is no plain one: {why}"))
}

fn no_problem(envelope: &Envelope) -> Verdict {
    match envelope.problems.first() {
        None => Ok(()),
        Some(problem) => Err(format!("at byte {}: {}", problem.offset, problem.message)),
    }
}

fn sealed_by_authority(message_data: &[u8], envelope: &Envelope) -> Verdict {
    let Some(authority) = envelope.authority() else {
        return Err(if message_data.len() < MIN_LEN {
            format!(
                "{} bytes, an authority's envelope has {MIN_LEN} at least",
                message_data.len()
            )
        } else {
            "not an authority's envelope: no known authority's mac holds".into()
        });
    };
    if envelope.messages.is_empty() {
        return Err("no message inside could be read".into());
    }
    for (number, read) in (1..).zip(&envelope.messages) {
        let message = &read.message;
        if message.signature.is_empty() {
            return Err(format!("message {number} is not signed"));
        }
        if message.timestamp == 0 {
            return Err(format!(
                "message {number} has timestamp 0, which the node replaces before it checks the \
                 signature"
            ));
        }
        let check = authority
            .pubkey
            .verify(message.message_hash(), &message.signature);
        if check == SignatureCheck::Invalid {
            return Err(format!(
                "the signature of message {number} does not hold under the key of {}",
                authority.name
            ));
        }
    }
    Ok(())
}

fn all_flagged_as_signed(envelope: &Envelope) -> Verdict {
    let unflagged = (1..)
        .zip(&envelope.messages)
        .find(|(_, read)| !read.message.flags.has(MsgFlags::HAS_SIGNATURE));
    match unflagged {
        None => Ok(()),
        Some((number, _)) => Err(format!("message {number} is signed without flag 0x01")),
    }
}
