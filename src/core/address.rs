//! Payout addresses.

use std::collections::HashMap;
use std::sync::Arc;

use bech32::{Hrp, segwit};

use crate::core::hash::sha256d;
use crate::core::network::Network;

/// How the 20 bytes of a payout are locked (pubkey_type of a version 36 share).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PubkeyType {
    /// Pay to pubkey hash; also what nodes take an unknown pubkey_type for.
    P2pkh,
    /// Pay to witness pubkey hash.
    P2wpkh,
    /// Pay to script hash.
    P2sh,
}

impl PubkeyType {
    /// The kind that `byte` stands for on the wire.
    pub fn from_wire(byte: u8) -> Self {
        match byte {
            1 => Self::P2wpkh,
            2 => Self::P2sh,
            _ => Self::P2pkh,
        }
    }
}

/// The address of a 20-byte `hash` on `network`; `None` where the coin has no such addresses.
pub fn address(network: &Network, kind: PubkeyType, hash: &[u8; 20]) -> Option<String> {
    match kind {
        PubkeyType::P2pkh => Some(base58check(&[&[network.address_version], hash])),
        PubkeyType::P2sh => Some(base58check(&[&[network.p2sh_version?], hash])),
        PubkeyType::P2wpkh => {
            let hrp = Hrp::parse(network.hrp?).ok()?;
            segwit::encode_v0(hrp, hash).ok()
        }
    }
}

/// Addresses on one network that remember those made before: base58 takes longer than reading a
/// share, and the same miners come again and again.
#[derive(Debug)]
pub struct Addresses {
    network: &'static Network,
    known: HashMap<(PubkeyType, [u8; 20]), Option<Arc<str>>>,
}

impl Addresses {
    /// How many are remembered: more than a share chain has miners.
    const REMEMBERED: usize = 4096;

    /// None yet, on `network`.
    pub fn new(network: &'static Network) -> Self {
        Self {
            network,
            known: HashMap::new(),
        }
    }

    /// As [`address`].
    pub fn of(&mut self, kind: PubkeyType, hash: &[u8; 20]) -> Option<Arc<str>> {
        if self.known.len() >= Self::REMEMBERED {
            self.known.clear();
        }
        self.known
            .entry((kind, *hash))
            .or_insert_with(|| address(self.network, kind, hash).map(Arc::from))
            .clone()
    }
}

/// Base58 of the concatenated `parts` and the first four bytes of their SHA256d.
pub(crate) fn base58check(parts: &[&[u8]]) -> String {
    // Room for all of it from the start: it can be a secret, and growing would leave a copy behind.
    let length = parts.iter().map(|part| part.len()).sum::<usize>() + 4;
    let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(length));
    for part in parts {
        bytes.extend_from_slice(part);
    }
    let checksum = sha256d(&bytes);
    bytes.extend(checksum.iter().take(4));
    bs58::encode(bytes.as_slice()).into_string()
}
