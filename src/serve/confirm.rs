//! Queued messages that are seen in the share store that is followed become sent.

use crate::core::chain::registry::KeyRegistry;
use crate::core::message::decode::{Carrier, JudgedMessage};
use crate::core::message::envelope::{Authority, Envelope};
use crate::core::message::queue::EntryId;
use crate::core::network::Network;
use crate::core::share::Share;
use crate::core::share::commitment::Commitment;
use crate::outbox::{Confirmed, Outbox, OutboxError, Search, Sighting};
use crate::shares::Proof;

use super::Event;

/// Shares that wait for their confirmation. Others can copy messages into shares of their own.
const MAX_CANDIDATES: usize = 1_000;

/// The queue, and the shares with its messages.
pub(super) struct Confirming {
    outbox: Outbox,
    network: &'static Network,
    authorities: Vec<Authority>,
    /// The messages of the queue in this round, from the first share with messages on.
    search: Option<Search>,
    candidates: Vec<Candidate>,
    has_warned: bool,
}

/// A share with a message of the queue.
struct Candidate {
    envelope: Envelope,
    address: Option<String>,
    proof: Proof,
}

impl Confirming {
    /// Confirms messages of the queue in `outbox`.
    pub(super) fn new(
        outbox: Outbox,
        network: &'static Network,
        authorities: Vec<Authority>,
    ) -> Self {
        Self {
            outbox,
            network,
            authorities,
            search: None,
            candidates: Vec::new(),
            has_warned: false,
        }
    }

    /// Takes the next share of the store.
    pub(super) fn add(
        &mut self,
        share: &Share<'_>,
        commitment: &Commitment,
        tell: &mut impl FnMut(Event),
    ) {
        if share.message_data.is_empty() || self.candidates.len() >= MAX_CANDIDATES {
            return;
        }
        if self.search.is_none() {
            match self.outbox.search() {
                Ok(search) => self.search = Some(search),
                Err(error) => return self.warn(&error, tell),
            }
        }
        let Some(search) = self.search.as_ref().filter(|search| search.is_waiting()) else {
            return;
        };
        let envelope = Envelope::read(share.message_data, &self.authorities);
        let mut messages = envelope.messages.iter();
        if messages.any(|read| search.wants(read.message.message_hash())) {
            self.candidates.push(Candidate {
                envelope,
                address: share.address(self.network),
                proof: Proof::new(share, commitment),
            });
        }
    }

    /// Ends a round: records the messages found as sent. `registry` has the keys of the store.
    pub(super) fn confirm(
        &mut self,
        registry: &KeyRegistry,
        now: u64,
        tell: &mut impl FnMut(Event),
    ) {
        self.search = None;
        if self.candidates.is_empty() {
            return;
        }
        match self.try_confirm(registry, now) {
            Ok(None) => self.candidates.clear(),
            Ok(Some(confirmed)) => {
                self.candidates.clear();
                self.has_warned = false;
                report(&confirmed, tell);
            }
            // The next round tries again.
            Err(error) => self.warn(&error, tell),
        }
    }

    /// `None` if none of the messages found counts.
    fn try_confirm(
        &self,
        registry: &KeyRegistry,
        now: u64,
    ) -> Result<Option<Confirmed>, OutboxError> {
        let mut search = self.outbox.search()?;
        let mut counts = false;
        for candidate in &self.candidates {
            let envelope = &candidate.envelope;
            let carrier = Carrier {
                address: candidate.address.as_deref(),
                share_hash: Some(candidate.proof.commitment.share_hash),
                orphaned: false,
            };
            let judgements = registry.judge_in(envelope, carrier.address);
            for (read, judgement) in envelope.messages.iter().zip(&judgements) {
                let message = read.message.clone();
                let judged = JudgedMessage::new(message, judgement, carrier, envelope.authority());
                let sighting = search.see_in_share(&judged, &candidate.proof, self.network);
                counts |= matches!(sighting, Sighting::Counts(_));
            }
        }
        counts
            .then(|| self.outbox.confirm(&search, now))
            .transpose()
    }

    fn warn(&mut self, error: &OutboxError, tell: &mut impl FnMut(Event)) {
        if !std::mem::replace(&mut self.has_warned, true) {
            let warning = format!("cannot mark messages of the queue as sent: {error}");
            tell(Event::Warning(warning));
        }
    }
}

fn report(confirmed: &Confirmed, tell: &mut impl FnMut(Event)) {
    for entry in &confirmed.sent {
        tell(Event::Sent {
            id: entry.id,
            share_hash: entry.share_hash(),
        });
    }
    let expired = &confirmed.settled.expired;
    if !expired.is_empty() {
        let ids: Vec<String> = expired.iter().map(EntryId::to_string).collect();
        let ids = ids.join(", ");
        tell(Event::Warning(format!(
            "expired unsent after 24 hours: {ids}"
        )));
    }
}
