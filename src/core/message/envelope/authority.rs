//! The authority envelope, which deployed nodes take. PROTOCOL: section 4.
//!
//! It hides, it does not authenticate: the key it is sealed to is public. What authenticates is the
//! signature of each message inside.

use std::borrow::Cow;

use subtle::ConstantTimeEq;

use crate::core::hash::{hmac_sha256, sha256};
use crate::core::key::SigningPubkey;

/// The first byte of either format of message_data.
pub const ENVELOPE_VERSION: u8 = 1;
/// Version, nonce and mac: the bytes before the ciphertext.
pub(super) const HEADER_LEN: usize = 1 + 16 + 32;
/// The least length that nodes look at: the header and the four bytes of an empty envelope.
pub const MIN_LEN: usize = HEADER_LEN + 4;

/// A key whose signatures nodes take as the protocol's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// forrestv, maintainer, or custom for a key that the user named.
    pub name: Cow<'static, str>,
    /// The public key.
    pub pubkey: SigningPubkey,
}

/// The two keys of the version 36 donation redeem script.
pub const KNOWN_AUTHORITIES: [Authority; 2] = [
    Authority {
        name: Cow::Borrowed("forrestv"),
        pubkey: SigningPubkey(
            *b"\x03\xff\xd0\x3d\xe4\x4a\x6e\x11\xb9\x91\x7f\x3a\x29\xf9\x44\x32\x83\
               \xd9\x87\x1c\x9d\x74\x3e\xf3\x0d\x5e\xdd\xcd\x37\x09\x4b\x64\xd1",
        ),
    },
    Authority {
        name: Cow::Borrowed("maintainer"),
        pubkey: SigningPubkey(
            *b"\x02\xfe\x65\x78\xf8\x02\x1a\x7d\x46\x67\x87\x82\x7b\x3f\x26\x43\x7a\
               \xef\x88\x27\x9e\xf3\x80\xaf\x32\x6f\x87\xec\x36\x26\x33\x29\x3a",
        ),
    },
];

impl Authority {
    /// An authority that the user named, for a private network or a test.
    pub fn custom(pubkey: SigningPubkey) -> Self {
        Self {
            name: Cow::Borrowed("custom"),
            pubkey,
        }
    }
}

/// Opens message_data under the first of `authorities` whose mac holds.
///
/// Returns the authority and the envelope inside; `None` if message_data is no such envelope.
///
/// Source: `decrypt_message_data` in the reference's share_messages.py.
pub fn open(message_data: &[u8], authorities: &[Authority]) -> Option<(Authority, Vec<u8>)> {
    if message_data.len() < MIN_LEN {
        return None;
    }
    let (version, rest) = message_data.split_first()?;
    let (nonce, rest) = rest.split_first_chunk::<16>()?;
    let (mac, ciphertext) = rest.split_first_chunk::<32>()?;
    if *version != ENVELOPE_VERSION {
        return None;
    }
    authorities.iter().find_map(|authority| {
        let enc_key = enc_key(&authority.pubkey, nonce);
        let holds: bool = hmac_sha256(&enc_key, &[ciphertext]).ct_eq(mac).into();
        holds.then(|| (authority.clone(), xor_stream(&enc_key, ciphertext)))
    })
}

/// Seals `inner`, a plain envelope, to the public key of an authority.
///
/// ```text
///  0  1   version = 1
///  1  16  nonce          never used twice with one key
/// 17  32  mac            HMAC-SHA256(enc_key, ciphertext)
/// 49  N   ciphertext     inner XOR SHA256(enc_key || u32(0)) || SHA256(enc_key || u32(1)) || ...
/// ```
///
/// Source: `encrypt_message_data` in the reference's share_messages.py.
pub fn seal(inner: &[u8], pubkey: &SigningPubkey, nonce: &[u8; 16]) -> Vec<u8> {
    let enc_key = enc_key(pubkey, nonce);
    let ciphertext = xor_stream(&enc_key, inner);
    let mac = hmac_sha256(&enc_key, &[&ciphertext]);
    let mut out = Vec::with_capacity(HEADER_LEN + ciphertext.len());
    out.push(ENVELOPE_VERSION);
    out.extend_from_slice(nonce);
    out.extend_from_slice(&mac);
    out.extend_from_slice(&ciphertext);
    out
}

/// HMAC-SHA256(authority_pubkey, nonce).
fn enc_key(pubkey: &SigningPubkey, nonce: &[u8; 16]) -> [u8; 32] {
    hmac_sha256(&pubkey.0, &[nonce])
}

/// XOR with SHA256(enc_key || u32(0)) || SHA256(enc_key || u32(1)) || ...; its own inverse.
fn xor_stream(enc_key: &[u8; 32], bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for (counter, block) in (0u32..).zip(bytes.chunks(32)) {
        let mut input = [0; 36];
        let (key, rest) = input.split_at_mut(32);
        key.copy_from_slice(enc_key);
        rest.copy_from_slice(&counter.to_le_bytes());
        out.extend(
            block
                .iter()
                .zip(sha256(&input))
                .map(|(byte, stream)| byte ^ stream),
        );
    }
    out
}
