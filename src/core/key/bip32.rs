//! Private keys derived from a seed along a path. BIP32.

use std::fmt;
use std::str::FromStr;

use secp256k1::{PublicKey, Scalar, SecretKey};

use crate::core::hash::hmac_sha512;
use crate::core::key::SigningKey;
use crate::core::key::secret::{SecretBytes, on_wiped_stack};

/// The bit that makes a step hardened.
const HARDENED: u32 = 1 << 31;
/// An extended key keeps its depth in one byte.
const MAX_DEPTH: usize = 255;

/// The way from a seed to a key: `m/44'/2'/0'/0/0`. A step with `'`, `h` or `H` is hardened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DerivationPath(Vec<u32>);

/// Why a text is no path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathError {
    /// It does not begin at the master key.
    #[error("a path begins with m, as in m/44'/2'/0'/0/0")]
    Start,
    /// A step that is no number.
    #[error("step {number} is no number below 2147483648, with ' behind it if it is hardened")]
    Step {
        /// Which one, from 1.
        number: usize,
    },
    /// More steps than an extended key can count.
    #[error("the path has {found} steps, at most {MAX_DEPTH} are possible")]
    TooDeep {
        /// How many it has.
        found: usize,
    },
}

impl FromStr for DerivationPath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let mut parts = text.split('/');
        if parts.next() != Some("m") {
            return Err(PathError::Start);
        }
        let steps: Vec<_> = (1..)
            .zip(parts)
            .map(|(number, part)| step(part).ok_or(PathError::Step { number }))
            .collect::<Result<_, _>>()?;
        match steps.len() {
            0..=MAX_DEPTH => Ok(Self(steps)),
            found => Err(PathError::TooDeep { found }),
        }
    }
}

fn step(text: &str) -> Option<u32> {
    let (digits, hardened) = match text.strip_suffix(['\'', 'h', 'H']) {
        Some(digits) => (digits, HARDENED),
        None => (text, 0),
    };
    // The standard library takes a plus sign too.
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let index: u32 = digits.parse().ok()?;
    (index < HARDENED).then_some(index | hardened)
}

impl fmt::Display for DerivationPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("m")?;
        for step in &self.0 {
            let mark = if step & HARDENED == 0 { "" } else { "'" };
            write!(f, "/{}{mark}", step & !HARDENED)?;
        }
        Ok(())
    }
}

/// A step that leads to no key (chance 2^-127); BIP32 says to take the next number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path} leads to no key with this seed; take the next number in its last step")]
pub struct NoKeyError {
    /// The path up to that step.
    pub path: DerivationPath,
}

/// A private key and what its children are derived with besides.
struct ExtendedKey {
    key: SecretBytes<32>,
    chain_code: SecretBytes<32>,
}

/// The private key that `path` leads to from `seed`.
///
/// # Errors
/// [`NoKeyError`].
pub fn derive(seed: &[u8], path: &DerivationPath) -> Result<SigningKey, NoKeyError> {
    let no_key = |steps: usize| NoKeyError {
        path: DerivationPath(path.0.iter().copied().take(steps).collect()),
    };
    let mut extended = on_wiped_stack(|| split(&hmac_sha512(b"Bitcoin seed", &[seed])));
    for (number, step) in (1..).zip(&path.0) {
        let below = on_wiped_stack(|| child(&extended, *step));
        extended = below.ok_or_else(|| no_key(number))?;
    }
    SigningKey::from_bytes(extended.key).map_err(|_| no_key(path.0.len()))
}

/// BIP32's CKDpriv.
fn child(parent: &ExtendedKey, step: u32) -> Option<ExtendedKey> {
    let mut key = SecretKey::from_secret_bytes(*parent.key.expose()).ok()?;
    let index = step.to_be_bytes();
    let public;
    let parts: [&[u8]; 3] = if step & HARDENED == 0 {
        public = PublicKey::from_secret_key(&key).serialize();
        [&[], &public, &index]
    } else {
        [&[0], parent.key.expose(), &index]
    };
    let ExtendedKey {
        key: tweak,
        chain_code,
    } = split(&hmac_sha512(parent.chain_code.expose(), &parts));
    let mut tweak = Scalar::from_be_bytes(*tweak.expose()).ok()?;
    let sum = key.add_tweak(&tweak);
    key.non_secure_erase();
    tweak.non_secure_erase();
    let mut sum = sum.ok()?;
    let key = SecretBytes::copy_of(sum.as_secret_bytes());
    sum.non_secure_erase();
    Some(ExtendedKey { key, chain_code })
}

fn split(bytes: &[u8; 64]) -> ExtendedKey {
    let mut key = SecretBytes::zeroed();
    let mut chain_code = SecretBytes::zeroed();
    let (left, right) = bytes.split_at(32);
    key.expose_mut().copy_from_slice(left);
    chain_code.expose_mut().copy_from_slice(right);
    ExtendedKey { key, chain_code }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_and_shown() {
        for (text, shown) in [
            ("m", "m"),
            ("m/44'/2'/0'/0/0", "m/44'/2'/0'/0/0"),
            ("m/0h/2147483647H/1", "m/0'/2147483647'/1"),
        ] {
            let path: DerivationPath = text.parse().unwrap();
            assert_eq!(path.to_string(), shown);
        }
        let error = |text: &str| text.parse::<DerivationPath>().unwrap_err();
        for text in ["", "44'/2'", "M/0", "n/0", "/0"] {
            assert_eq!(error(text), PathError::Start, "{text}");
        }
        for text in [
            "m/",
            "m/0/x",
            "m/0/+1",
            "m/0/2147483648",
            "m/0/'",
            "m/0/1''",
        ] {
            let number = if text == "m/" { 1 } else { 2 };
            assert_eq!(error(text), PathError::Step { number }, "{text}");
        }
        let deep = format!("m{}", "/0".repeat(256));
        assert_eq!(error(&deep), PathError::TooDeep { found: 256 });
        assert!(
            deep.strip_suffix("/0")
                .unwrap()
                .parse::<DerivationPath>()
                .is_ok()
        );
    }
}
