//! Who wrote a message: a miner or an authority.

use super::MessageJson;
use crate::core::key::SigningPubkey;
use crate::core::message::envelope::KNOWN_AUTHORITIES;

/// The sender that Python nodes show for messages from files, which is not an address.
const BOOTSTRAP: &str = "bootstrap";

impl MessageJson {
    /// Whether an authority signed the message, and the signature is valid.
    pub fn is_by_authority(&self) -> bool {
        self.verified && (self.protocol_authority || self.authority.is_some())
    }

    /// The miner of the share that carried an authority's message is not its sender.
    pub(super) fn attribute_to_authority(&mut self) {
        let miner = self.sender.take();
        self.carrier = self.carrier.take().or(miner);
    }

    /// Names the signing key of a message that an authority signed: its envelope names the key only
    /// by the authority that it is sealed to.
    pub(super) fn name_key_of_authority(&mut self) {
        if self.signing_id.is_some() || !self.is_by_authority() {
            return;
        }
        let name = self.authority.as_deref();
        let mut known = KNOWN_AUTHORITIES.iter();
        let authority = known.find(|authority| name == Some(&*authority.name));
        self.signing_id = authority.map(|authority| authority.pubkey.signing_id().to_string());
    }

    /// Completes a message as a node answers it: no file is a sender, and an authority's message is
    /// attributed to the authority.
    pub(super) fn attribute(&mut self) {
        if self.sender.as_deref() == Some(BOOTSTRAP) {
            self.sender = None;
        }
        if self.authority.is_none() && self.protocol_authority {
            self.authority = self.signing_id.as_deref().and_then(authority_name);
        }
        if self.is_by_authority() {
            self.attribute_to_authority();
        }
    }
}

/// The known authority that a node names by its name, public key or signing_id.
pub(super) fn authority_name(signer: &str) -> Option<String> {
    let is_signer = |name: &str, pubkey: &SigningPubkey| {
        let names = [
            name.to_owned(),
            pubkey.to_string(),
            pubkey.signing_id().to_string(),
        ];
        names.iter().any(|known| known.eq_ignore_ascii_case(signer))
    };
    let mut authorities = KNOWN_AUTHORITIES.iter();
    authorities
        .find(|authority| is_signer(&authority.name, &authority.pubkey))
        .map(|authority| authority.name.clone().into_owned())
}
