//! The master key, the signing keys derived from it, and signatures. PROTOCOL: section 1.
//!
//! Secrets are wiped on drop and show themselves to nobody: no `Debug` of their content, no `Clone`.

pub mod announcement;
pub mod bip32;
pub mod keystore;
pub mod phrase;
pub mod secret;

use std::fmt;
use std::str::FromStr;

use secp256k1::{PublicKey, SecretKey, ecdsa};
use zeroize::Zeroizing;

use crate::core::address::{PubkeyType, address, base58check};
use crate::core::hash::{MessageHash, SigningId, hash160, hmac_sha256, sha256d};
use crate::core::key::secret::{SecretBytes, on_wiped_stack};
use crate::core::network::{NETWORKS, Network};

/// The text that separates message-signing keys from other uses of the master key.
const DERIVATION_TAG: &[u8] = b"p2pool-msg-v1";

/// Which of a miner's signing keys; it only ever goes up.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct KeyIndex(pub u32);

impl KeyIndex {
    /// The index after this one; `None` after the last.
    pub fn next(self) -> Option<Self> {
        self.0.checked_add(1).map(Self)
    }
}

impl fmt::Display for KeyIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for KeyIndex {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// A compressed secp256k1 point, 33 bytes; whether it is on the curve is not yet said.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SigningPubkey(pub [u8; 33]);

impl SigningPubkey {
    /// HASH160 of the 33 bytes.
    pub fn signing_id(&self) -> SigningId {
        SigningId::from_wire(hash160(&self.0))
    }

    /// Whether the bytes are a point of the curve.
    pub fn is_on_curve(&self) -> bool {
        PublicKey::from_slice(&self.0).is_ok()
    }

    /// Checks a DER signature over `hash`; a high S is accepted and named.
    pub fn verify(&self, hash: MessageHash, signature: &[u8]) -> SignatureCheck {
        let (Ok(pubkey), Ok(parsed)) = (
            PublicKey::from_slice(&self.0),
            ecdsa::Signature::from_der(signature),
        ) else {
            return SignatureCheck::Invalid;
        };
        let mut low = parsed;
        low.normalize_s();
        let digest = secp256k1::Message::from_digest(hash.to_wire());
        match ecdsa::verify(&low, digest, &pubkey) {
            Ok(()) if low == parsed => SignatureCheck::Valid,
            Ok(()) => SignatureCheck::ValidHighS,
            Err(_) => SignatureCheck::Invalid,
        }
    }
}

impl fmt::Display for SigningPubkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&const_hex::encode(self.0))
    }
}

impl fmt::Debug for SigningPubkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningPubkey({self})")
    }
}

impl FromStr for SigningPubkey {
    type Err = KeyError;

    /// Reads 66 hex digits that are a point of the curve.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut bytes = [0; 33];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| KeyError::NotAPubkey)?;
        let pubkey = Self(bytes);
        if pubkey.is_on_curve() {
            Ok(pubkey)
        } else {
            Err(KeyError::NotAPubkey)
        }
    }
}

impl serde::Serialize for SigningPubkey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Accepts any 33 bytes: views also show keys that are not on the curve.
impl<'de> serde::Deserialize<'de> for SigningPubkey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let mut bytes = [0; 33];
        hex::decode_to_slice(&*text, &mut bytes).map_err(serde::de::Error::custom)?;
        Ok(Self(bytes))
    }
}

/// What a signature turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureCheck {
    /// It holds.
    Valid,
    /// It holds, with an S above half the curve order: nodes that verify with libsecp256k1 refuse it.
    ValidHighS,
    /// It does not hold, or is no DER signature.
    Invalid,
}

/// Why there is no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Neither 64 hex digits nor base58check.
    #[error("it is neither 64 hex digits nor a key in wallet import format (WIF)")]
    NotAKey,
    /// A key that Electrum exported for addresses other than p2pkh.
    #[error(
        "Electrum exported the key for a {found} address, and p2msg derives p2pkh addresses; to use the key \
         all the same, remove '{found}:'"
    )]
    ElectrumType {
        /// The type of the address.
        found: &'static str,
    },
    /// Base58check with a wrong checksum.
    #[error("the checksum of the WIF does not match: a character is missing or mistyped")]
    Checksum,
    /// Base58check that does not hold 32 bytes, or 32 and the mark 01.
    #[error("the WIF holds {found} bytes behind its prefix, expected 32, or 32 and the mark 01")]
    WifLength {
        /// How many bytes follow the prefix.
        found: usize,
    },
    /// The mark behind the key is not 01.
    #[error("the mark for compressed keys is {found:#04x}, expected 0x01")]
    WifMark {
        /// The byte found.
        found: u8,
    },
    /// A key of another network.
    #[error(
        "the WIF has the prefix {found:#04x} ({}), {network} has {expected:#04x}",
        prefix_owners(*.found)
    )]
    WifNetwork {
        /// The prefix found.
        found: u8,
        /// The prefix of the network asked for.
        expected: u8,
        /// The network asked for.
        network: &'static str,
    },
    /// Zero, or not below the curve order.
    #[error("the number is zero or not below the order of secp256k1")]
    OutOfRange,
    /// A derived number that is no key (chance 2^-128).
    #[error("key_index {key_index} gives no valid key with this master key; use another key_index")]
    NoKeyAtIndex {
        /// The key_index.
        key_index: KeyIndex,
    },
    /// Not 66 hex digits, or no point.
    #[error("a public key is 66 hex digits that are a point of secp256k1")]
    NotAPubkey,
}

fn prefix_owners(prefix: u8) -> String {
    let names: Vec<_> = NETWORKS
        .iter()
        .filter(|net| net.wif_prefix == prefix)
        .map(|net| net.name)
        .collect();
    if names.is_empty() {
        "no known network".into()
    } else {
        names.join(", ")
    }
}

/// 32 secret bytes that are a valid private key.
struct PrivateKey(SecretBytes<32>);

impl PrivateKey {
    fn new(bytes: SecretBytes<32>) -> Result<Self, KeyError> {
        let key = Self(bytes);
        match key.with(|_| ()) {
            Some(()) => Ok(key),
            None => Err(KeyError::OutOfRange),
        }
    }

    /// Lends the key to `use_key` and wipes the copies that libsecp256k1 makes; `None` if the bytes
    /// are not a valid key.
    fn with<T>(&self, use_key: impl FnOnce(&SecretKey) -> T) -> Option<T> {
        on_wiped_stack(|| {
            let mut key = SecretKey::from_secret_bytes(*self.0.expose()).ok()?;
            let result = use_key(&key);
            key.non_secure_erase();
            Some(result)
        })
    }

    fn pubkey(&self) -> PublicKey {
        self.with(PublicKey::from_secret_key)
            .expect("checked when it was made")
    }

    /// Reads 64 hex digits or WIF; says whether the key is meant compressed.
    fn parse(text: &str, network: &Network) -> Result<(Self, bool), KeyError> {
        let text = without_prefix(text.trim())?;
        let mut bytes = SecretBytes::zeroed();
        if text.len() == 64 && hex::decode_to_slice(text, bytes.expose_mut()).is_ok() {
            return Ok((Self::new(bytes)?, true));
        }
        let (prefix, key, compressed) = read_wif(text)?;
        if prefix != network.wif_prefix {
            return Err(KeyError::WifNetwork {
                found: prefix,
                expected: network.wif_prefix,
                network: network.name,
            });
        }
        Ok((Self::new(key)?, compressed))
    }
}

/// The types of addresses for which Electrum exports keys, other than p2pkh.
const ELECTRUM_TYPES: [&str; 5] = ["p2wpkh", "p2wpkh-p2sh", "p2sh", "p2wsh", "p2wsh-p2sh"];

/// The key without a leading 0x, or without the type that Electrum writes before a colon.
fn without_prefix(text: &str) -> Result<&str, KeyError> {
    if let Some((kind, key)) = text.split_once(':') {
        let other = ELECTRUM_TYPES.into_iter().find(|other| *other == kind);
        return match other {
            Some(found) => Err(KeyError::ElectrumType { found }),
            None if kind == "p2pkh" => Ok(key.trim_start()),
            None => Ok(text),
        };
    }
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    Ok(digits.unwrap_or(text))
}

/// Reads wallet import format: prefix, key, and whether it is meant compressed.
///
/// # Errors
/// Every way in which base58check or its content can be wrong; never with the text in it.
fn read_wif(text: &str) -> Result<(u8, SecretBytes<32>, bool), KeyError> {
    on_wiped_stack(|| decode_wif(text))
}

fn decode_wif(text: &str) -> Result<(u8, SecretBytes<32>, bool), KeyError> {
    // The longest WIF has 52 characters; base58 decoding is quadratic, so longer text is rejected.
    let mut buffer = Zeroizing::new([0; 60]);
    if text.len() > buffer.len() {
        return Err(KeyError::NotAKey);
    }
    let length = bs58::decode(text)
        .onto(buffer.as_mut_slice())
        .map_err(|_| KeyError::NotAKey)?;
    let bytes = buffer.get(..length).unwrap_or_default();
    let Some((payload, checksum)) = bytes.split_last_chunk::<4>() else {
        return Err(KeyError::NotAKey);
    };
    if !sha256d(payload).starts_with(checksum) {
        return Err(KeyError::Checksum);
    }
    let Some((prefix, rest)) = payload.split_first() else {
        return Err(KeyError::WifLength { found: 0 });
    };
    let Some((key, mark)) = rest.split_first_chunk::<32>() else {
        return Err(KeyError::WifLength { found: rest.len() });
    };
    let compressed = match mark {
        [] => false,
        [1] => true,
        [found] => return Err(KeyError::WifMark { found: *found }),
        _ => return Err(KeyError::WifLength { found: rest.len() }),
    };
    Ok((*prefix, SecretBytes::copy_of(key), compressed))
}

/// Whether `text` is a private key in wallet import format of any coin, so that it can be refused
/// where no secret belongs.
pub fn looks_like_wif(text: &str) -> bool {
    read_wif(text.trim()).is_ok()
}

/// The private key of the payout address: the source of every signing key, never written anywhere.
pub struct MasterKey {
    secret: PrivateKey,
    compressed: bool,
}

impl MasterKey {
    /// Reads 64 hex digits or WIF of `network`; white space around it is ignored.
    ///
    /// # Errors
    /// What is wrong with the text, without the text.
    pub fn parse(text: &str, network: &Network) -> Result<Self, KeyError> {
        let (secret, compressed) = PrivateKey::parse(text, network)?;
        Ok(Self { secret, compressed })
    }

    /// Takes the 32 bytes of a key that is meant compressed.
    ///
    /// # Errors
    /// [`KeyError::OutOfRange`].
    pub fn from_bytes(bytes: SecretBytes<32>) -> Result<Self, KeyError> {
        Ok(Self {
            secret: PrivateKey::new(bytes)?,
            compressed: true,
        })
    }

    /// The signing key at `key_index`:
    /// HMAC-SHA256(master_privkey, "p2pool-msg-v1" || u32(key_index)).
    ///
    /// # Errors
    /// [`KeyError::NoKeyAtIndex`] if the result is no key.
    pub fn derive(&self, key_index: KeyIndex) -> Result<SigningKey, KeyError> {
        let bytes = on_wiped_stack(|| {
            let master = self.secret.0.expose();
            let parts = [DERIVATION_TAG, &key_index.0.to_le_bytes()];
            SecretBytes::copy_of(&hmac_sha256(master, &parts))
        });
        let secret = PrivateKey::new(bytes).map_err(|_| KeyError::NoKeyAtIndex { key_index })?;
        Ok(SigningKey { secret })
    }

    /// HASH160 of the public key: what shares and addresses name the key by.
    pub fn pubkey_hash(&self) -> [u8; 20] {
        let pubkey = self.secret.pubkey();
        if self.compressed {
            hash160(&pubkey.serialize())
        } else {
            hash160(&pubkey.serialize_uncompressed())
        }
    }

    /// The pay-to-pubkey-hash address of the key on `network`.
    pub fn address(&self, network: &Network) -> String {
        address(network, PubkeyType::P2pkh, &self.pubkey_hash())
            .expect("every network has such addresses")
    }
}

/// A key that signs messages: derived from the master key, or an authority's own.
pub struct SigningKey {
    secret: PrivateKey,
}

impl SigningKey {
    /// Reads 64 hex digits or WIF of `network`; white space around it is ignored.
    ///
    /// # Errors
    /// What is wrong with the text, without the text.
    pub fn parse(text: &str, network: &Network) -> Result<Self, KeyError> {
        PrivateKey::parse(text, network).map(|(secret, _)| Self { secret })
    }

    /// Takes the 32 bytes of a key.
    ///
    /// # Errors
    /// [`KeyError::OutOfRange`].
    pub fn from_bytes(bytes: SecretBytes<32>) -> Result<Self, KeyError> {
        PrivateKey::new(bytes).map(|secret| Self { secret })
    }

    /// The 32 secret bytes, for a keystore.
    pub fn expose_bytes(&self) -> &[u8; 32] {
        self.secret.0.expose()
    }

    /// The compressed public key.
    pub fn signing_pubkey(&self) -> SigningPubkey {
        SigningPubkey(self.secret.pubkey().serialize())
    }

    /// HASH160 of the public key.
    pub fn signing_id(&self) -> SigningId {
        self.signing_pubkey().signing_id()
    }

    /// Signs `hash` with the nonce of RFC 6979 and a low S; DER, at most 72 bytes.
    pub fn sign(&self, hash: MessageHash) -> Vec<u8> {
        let digest = secp256k1::Message::from_digest(hash.to_wire());
        self.secret
            .with(|key| ecdsa::sign(digest, key))
            .expect("checked when it was made")
            .serialize_der()
            .to_vec()
    }

    /// The secret in wallet import format of `network`, meant compressed.
    pub fn expose_wif(&self, network: &Network) -> Zeroizing<String> {
        on_wiped_stack(|| {
            let secret = self.secret.0.expose();
            Zeroizing::new(base58check(&[&[network.wif_prefix], secret, &[1]]))
        })
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, ..)", self.signing_id())
    }
}
