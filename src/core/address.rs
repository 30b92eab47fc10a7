//! Payout addresses.

use bech32::{Hrp, segwit};

use super::hash::sha256d;
use super::network::Network;

/// How the 20 bytes of a payout are locked (pubkey_type of a version 36 share).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
