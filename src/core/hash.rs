//! Hashes, and the byte strings that are hashes, each with a type of its own.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use ripemd::Ripemd160;
use sha2::{Digest, Sha256, Sha512};
use zeroize::Zeroizing;

/// SHA256(SHA256(`data`)).
pub fn sha256d(data: &[u8]) -> [u8; 32] {
    sha256_of_hash(&sha256(data))
}

/// SHA-256 of `data`.
pub fn sha256(data: &[u8]) -> [u8; 32] {
    Sha256::digest(data).into()
}

/// RIPEMD160(SHA256(`data`)).
pub fn hash160(data: &[u8]) -> [u8; 20] {
    Ripemd160::digest(sha256(data)).into()
}

/// HMAC-SHA256 under `key` over the concatenation of `parts`.
pub fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// HMAC-SHA512 under `key`, a secret, over the concatenation of `parts`.
///
/// It leaves copies on the stack, which the caller wipes.
pub fn hmac_sha512(key: &[u8], parts: &[&[u8]]) -> Zeroizing<[u8; 64]> {
    let mut mac = Hmac::<Sha512>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    Zeroizing::new(mac.finalize().into_bytes().into())
}

/// The state of a SHA-256 after the whole blocks of `data`; big-endian words in order.
pub fn sha256_midstate(data: &[u8]) -> [u8; 32] {
    let mut state = INITIAL_STATE;
    sha2::block_api::compress256(&mut state, data.as_chunks::<64>().0);
    state_to_bytes(&state)
}

/// The state that SHA-256 begins with (FIPS 180-4, 5.3.3).
pub(super) const INITIAL_STATE: [u32; 8] = [
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

fn state_to_bytes(state: &[u32; 8]) -> [u8; 32] {
    let mut out = [0; 32];
    for (bytes, word) in out.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *bytes = word.to_be_bytes();
    }
    out
}

/// SHA-256 of a hash: what SHA256d does last, in the one block that it takes.
fn sha256_of_hash(hash: &[u8; 32]) -> [u8; 32] {
    let mut block = [0; 64];
    block[..32].copy_from_slice(hash);
    block[32] = 0x80;
    block[62..].copy_from_slice(&256u16.to_be_bytes());
    let mut state = INITIAL_STATE;
    sha2::block_api::compress256(&mut state, &[block]);
    state_to_bytes(&state)
}

/// SHA256d of two hashes, in the blocks that it takes: nothing is computed as often.
fn sha256d_of_pair(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    let mut pair = [0; 64];
    pair[..32].copy_from_slice(left);
    pair[32..].copy_from_slice(right);
    let mut padding = [0; 64];
    padding[0] = 0x80;
    padding[62..].copy_from_slice(&512u16.to_be_bytes());
    let mut state = INITIAL_STATE;
    sha2::block_api::compress256(&mut state, &[pair, padding]);
    sha256_of_hash(&state_to_bytes(&state))
}

/// The SHA-256 that goes on from `state`, big-endian words in order, with blocks that [`pad`] filled.
///
/// Source: `check_hash_link` in p2pool's data.py.
pub(super) fn sha256_of_blocks(state: &[u8; 32], blocks: &[u8]) -> [u8; 32] {
    let mut words = [0; 8];
    for (word, bytes) in words.iter_mut().zip(state.as_chunks().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    sha2::block_api::compress256(&mut words, blocks.as_chunks::<64>().0);
    state_to_bytes(&words)
}

/// Fills the last blocks of a message as SHA-256 does, of which `rest` is what no whole block before
/// took and `length` the bytes in all; their number in bits must fit in 64 bits.
pub(super) fn pad(rest: &mut Vec<u8>, length: u64) {
    rest.push(0x80);
    let open = (rest.len() + 8) % 64;
    rest.resize(rest.len() + (64 - open) % 64, 0);
    rest.extend_from_slice(&length.wrapping_mul(8).to_be_bytes());
}

/// Folds a merkle branch onto `hash` for a leaf at index 0: each step is SHA256d(hash || sibling).
///
/// Source: `check_merkle_link` in p2pool's bitcoin/data.py, where index 0 keeps the leaf left.
pub fn merkle_fold(hash: [u8; 32], branch: &[[u8; 32]]) -> [u8; 32] {
    branch
        .iter()
        .fold(hash, |hash, sibling| sha256d_of_pair(&hash, sibling))
}

/// A text that is not a hash of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a {kind} is {digits} hex digits")]
pub struct HashParseError {
    /// What was to be read.
    pub kind: &'static str,
    /// How many hex digits it has.
    pub digits: usize,
}

/// Makes a newtype over `[u8; N]` in wire order; `$reverse` says whether people see it byte-reversed.
macro_rules! hash_type {
    ($(#[$doc:meta])* $name:ident, $len:literal, $kind:literal, $reverse:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name([u8; $len]);

        impl $name {
            /// Takes the bytes as they stand on the wire.
            pub const fn from_wire(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }

            /// The bytes as they stand on the wire.
            pub const fn to_wire(self) -> [u8; $len] {
                self.0
            }

            /// Whether every byte is zero, which stands for "none" on the wire.
            pub fn is_zero(self) -> bool {
                self.0 == [0; $len]
            }
        }

        impl $name {
            /// The bytes in the order in which people see them.
            fn shown(&self) -> [u8; $len] {
                let mut shown = self.0;
                if $reverse {
                    shown.reverse();
                }
                shown
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(const_hex::Buffer::<$len>::new().format(&self.shown()))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = HashParseError;

            fn from_str(text: &str) -> Result<Self, HashParseError> {
                let mut bytes = [0; $len];
                hex::decode_to_slice(text, &mut bytes)
                    .map_err(|_| HashParseError { kind: $kind, digits: 2 * $len })?;
                if $reverse {
                    bytes.reverse();
                }
                Ok(Self(bytes))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(const_hex::Buffer::<$len>::new().format(&self.shown()))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

hash_type!(
    /// SHA256d of a share's header; shown byte-reversed.
    ShareHash, 32, "share_hash", true
);
hash_type!(
    /// Hash of a block of the parent chain; shown byte-reversed.
    BlockHash, 32, "block hash", true
);
hash_type!(
    /// Hash of a transaction, or a node of a merkle tree of them; shown byte-reversed.
    TxHash, 32, "transaction hash", true
);
hash_type!(
    /// The hash that must not exceed the target; shown byte-reversed, as a number.
    PowHash, 32, "pow_hash", true
);
hash_type!(
    /// What the generation transaction commits to; shown in wire order, as in its OP_RETURN.
    RefHash, 32, "ref_hash", false
);
hash_type!(
    /// The identity of a message; shown in wire order.
    MessageHash, 32, "message_hash", false
);
hash_type!(
    /// HASH160 of a signing_pubkey; shown in wire order.
    SigningId, 20, "signing_id", false
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn double_hashes_of_fixed_length_are_plain_ones() {
        let (left, right) = (sha256(b"left"), sha256(b"right"));
        let pair = [left, right].concat();
        assert_eq!(sha256d_of_pair(&left, &right), sha256(&sha256(&pair)));
        assert_eq!(sha256d(b"left"), sha256(&left));
    }

    #[test]
    fn a_midstate_continues_to_the_plain_hash() {
        let data: Vec<u8> = (0..=255).cycle().take(1000).collect();
        for split in [0, 1, 63, 64, 65, 128, 200, 999] {
            for end in split..1000 {
                let whole = split - split % 64;
                let mut rest = data[whole..end].to_vec();
                pad(&mut rest, end as u64);
                let hash = sha256_of_blocks(&sha256_midstate(&data[..split]), &rest);
                assert_eq!(hash, sha256(&data[..end]), "{split} and {end}");
            }
        }
    }

    #[test]
    fn hashes_are_shown_reversed_and_read_back() {
        let mut wire = [0; 32];
        wire[0] = 0xab;
        let hash = ShareHash::from_wire(wire);
        assert_eq!(hash.to_string(), format!("{}ab", "0".repeat(62)));
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert!("ab".parse::<ShareHash>().is_err());
        assert_eq!(
            MessageHash::from_wire(wire).to_string(),
            format!("ab{}", "0".repeat(62))
        );
    }
}
