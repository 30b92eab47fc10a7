//! Private keys in files, under a passphrase.
//!
//! p2msg writes one kind:
//!
//! ```text
//! {"format": "p2msg-keystore", "version": 1, "pubkey": <33 bytes>,
//!  "crypto": {"cipher": "chacha20-poly1305", "nonce": <12 bytes>, "ciphertext": <48 bytes>,
//!             "kdf": "scrypt", "kdfparams": {"n": 131072, "r": 8, "p": 1, "salt": <32 bytes>}}}
//! ```
//!
//! Bytes are hex. The key of the cipher is scrypt(passphrase in UTF-8, salt, n, r, p), 32 bytes. It
//! encrypts the 32 bytes of the private key, and authenticates with them
//! `"p2msg-keystore" || u8(1) || pubkey || u32(n) || u32(r) || u32(p) || salt`, little-endian.
//!
//! It reads that of create_transition_message.py in p2pool-merged-v36 too, version 1 with the cipher
//! stream-sha256: the key is PBKDF2-HMAC-SHA256(passphrase, salt, iterations), 32 bytes, and the
//! ciphertext is the private key XOR SHA256(key || u32(0)). Only the public key beside it tells a
//! wrong passphrase from the right one.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use pbkdf2::pbkdf2_hmac;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::hash::sha256;
use super::key::{SigningKey, SigningPubkey};
use super::secret::{SecretBytes, on_wiped_stack};

const FORMAT: &str = "p2msg-keystore";
/// The only version of either kind.
const VERSION: u8 = 1;
const P2MSG_CIPHER: &str = "chacha20-poly1305";
const DEPLOYED_CIPHER: &str = "stream-sha256";

/// What a new keystore costs to open: 128 MiB and about half a second.
const SCRYPT: Scrypt = Scrypt {
    n: 1 << 17,
    r: 8,
    p: 1,
};
/// The most memory that a file can make scrypt take: 128 r (n + p + 2) bytes. scrypt needs n blocks
/// of 128 r bytes for its table, p for its input, and one to work in; one is in reserve.
const MAX_MEMORY: u64 = 1 << 30;
/// The lowest cost of scrypt.
const MIN_N: u64 = 2;
/// The most passes over that memory.
const MAX_PASSES: u64 = 4;
/// The most iterations that a file can ask for: some seconds. The deployed tool writes 100,000.
const MAX_ITERATIONS: u64 = 10_000_000;

/// Why a keystore gives no key. None of them holds what stands in the file, but for numbers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeystoreError {
    /// Not JSON.
    #[error("it is no JSON from line {line}, column {column} on")]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// JSON of another kind.
    #[error(
        "it is neither a p2msg keystore nor one of create_transition_message.py (stream-sha256)"
    )]
    UnknownFormat,
    /// A version that is not known.
    #[error("it has version {found}, only {VERSION} is known")]
    UnknownVersion {
        /// The version.
        found: u64,
    },
    /// A field that is not there, or not what it must be.
    #[error("its field {field} must be {expected}")]
    Field {
        /// Its name, with those of the objects around it.
        field: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// It asks for more memory or time than an honest keystore.
    #[error("its field {field} is {found}, more than the {limit} that can be meant honestly")]
    TooCostly {
        /// Its name, with those of the objects around it.
        field: &'static str,
        /// What it says.
        found: u64,
        /// The most that is taken.
        limit: u64,
    },
    /// What comes out is not the key.
    #[error("the passphrase is wrong, or the keystore was altered")]
    WrongPassphrase,
}

/// How a passphrase becomes the key of the cipher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kdf", content = "kdfparams", rename_all = "lowercase")]
pub enum Kdf {
    /// scrypt.
    Scrypt(Scrypt),
    /// PBKDF2-HMAC-SHA256.
    Pbkdf2 {
        /// How often.
        iterations: u32,
    },
}

/// What scrypt costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Scrypt {
    /// Cost, a power of two.
    pub n: u32,
    /// Block size: 128 r (n + p + 1) bytes of memory are needed.
    pub r: u32,
    /// Passes over that memory, one after another.
    pub p: u32,
}

/// A keystore as found. It can be shown: nothing in it is secret without the passphrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keystore {
    pubkey: SigningPubkey,
    crypto: Crypto,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Crypto {
    P2msg {
        scrypt: Scrypt,
        salt: [u8; 32],
        nonce: [u8; 12],
        ciphertext: [u8; 48],
    },
    Deployed {
        iterations: u32,
        salt: Vec<u8>,
        ciphertext: [u8; 32],
    },
}

/// Puts `key` under `passphrase` and returns the file. `salt` and `nonce` must be random.
pub fn create(key: &SigningKey, passphrase: &str, salt: &[u8; 32], nonce: &[u8; 12]) -> Value {
    create_at_cost(SCRYPT, key, passphrase, salt, nonce)
}

fn create_at_cost(
    scrypt: Scrypt,
    key: &SigningKey,
    passphrase: &str,
    salt: &[u8; 32],
    nonce: &[u8; 12],
) -> Value {
    let pubkey = key.signing_pubkey();
    let payload = Payload {
        msg: key.expose_bytes(),
        aad: &scrypt.authenticated(&pubkey, salt),
    };
    let ciphertext = on_wiped_stack(|| {
        let cipher = scrypt.cipher(passphrase, salt);
        cipher.encrypt(nonce.into(), payload)
    })
    .expect("32 bytes are not too many for the cipher");
    json!({
        "format": FORMAT,
        "version": VERSION,
        "pubkey": pubkey,
        "crypto": {
            "cipher": P2MSG_CIPHER,
            "nonce": hex::encode(nonce),
            "ciphertext": hex::encode(ciphertext),
            "kdf": "scrypt",
            "kdfparams": {
                "n": scrypt.n,
                "r": scrypt.r,
                "p": scrypt.p,
                "salt": hex::encode(salt),
            },
        },
    })
}

impl Keystore {
    /// Whether `text` can only be meant as a keystore: no key and no phrase begins like that.
    pub fn is_meant(text: &str) -> bool {
        text.trim_start().starts_with('{')
    }

    /// Reads either kind. What it asks for is bounded before any work is done.
    ///
    /// # Errors
    /// All of [`KeystoreError`] but [`KeystoreError::WrongPassphrase`].
    pub fn read(text: &str) -> Result<Self, KeystoreError> {
        let file: Value = serde_json::from_str(text).map_err(|error| KeystoreError::NotJson {
            line: error.line(),
            column: error.column(),
        })?;
        let is = |field, value: &str| at(&file, field).and_then(Value::as_str) == Some(value);
        let read_crypto = if is("format", FORMAT) {
            read_p2msg
        } else if is("crypto.cipher", DEPLOYED_CIPHER) {
            read_deployed
        } else {
            return Err(KeystoreError::UnknownFormat);
        };
        let version = number(&file, "version")?;
        if version != u64::from(VERSION) {
            return Err(KeystoreError::UnknownVersion { found: version });
        }
        let pubkey = at(&file, "pubkey")
            .and_then(Value::as_str)
            .and_then(|text| text.parse().ok())
            .ok_or(KeystoreError::Field {
                field: "pubkey",
                expected: "a public key, 66 hex digits",
            })?;
        let crypto = read_crypto(&file)?;
        Ok(Self { pubkey, crypto })
    }

    /// The private key, which is that of [`pubkey`](Self::pubkey).
    ///
    /// # Errors
    /// [`KeystoreError::WrongPassphrase`].
    pub fn open(&self, passphrase: &str) -> Result<SecretBytes<32>, KeystoreError> {
        let key = on_wiped_stack(|| self.decrypt(passphrase))?;
        match SigningKey::from_bytes(SecretBytes::copy_of(key.expose())) {
            Ok(opened) if opened.signing_pubkey() == self.pubkey => Ok(key),
            _ => Err(KeystoreError::WrongPassphrase),
        }
    }

    /// The private key, if the passphrase is right; a wrong one is not always noticed.
    fn decrypt(&self, passphrase: &str) -> Result<SecretBytes<32>, KeystoreError> {
        let mut key = SecretBytes::zeroed();
        match &self.crypto {
            Crypto::P2msg {
                scrypt,
                salt,
                nonce,
                ciphertext,
            } => {
                let payload = Payload {
                    msg: ciphertext.as_slice(),
                    aad: &scrypt.authenticated(&self.pubkey, salt),
                };
                let opened = scrypt
                    .cipher(passphrase, salt)
                    .decrypt(nonce.into(), payload)
                    .map(Zeroizing::new)
                    .map_err(|_| KeystoreError::WrongPassphrase)?;
                key.expose_mut().copy_from_slice(&opened);
            }
            Crypto::Deployed {
                iterations,
                salt,
                ciphertext,
            } => {
                // The key of the stream, and its counter, which stays at 0 for 32 bytes.
                let mut input = Zeroizing::new([0; 36]);
                let (stream_key, _counter) = input.split_at_mut(32);
                pbkdf2_hmac::<Sha256>(passphrase.as_bytes(), salt, *iterations, stream_key);
                let stream = Zeroizing::new(sha256(input.as_slice()));
                let masked = ciphertext.iter().zip(*stream);
                for (out, (byte, mask)) in key.expose_mut().iter_mut().zip(masked) {
                    *out = byte ^ mask;
                }
            }
        }
        Ok(key)
    }

    /// The public key of what it says it holds; opening it proves that.
    pub fn pubkey(&self) -> SigningPubkey {
        self.pubkey
    }

    /// The name of its cipher.
    pub fn cipher(&self) -> &'static str {
        match self.crypto {
            Crypto::P2msg { .. } => P2MSG_CIPHER,
            Crypto::Deployed { .. } => DEPLOYED_CIPHER,
        }
    }

    /// How the passphrase becomes the key of the cipher.
    pub fn kdf(&self) -> Kdf {
        match self.crypto {
            Crypto::P2msg { scrypt, .. } => Kdf::Scrypt(scrypt),
            Crypto::Deployed { iterations, .. } => Kdf::Pbkdf2 { iterations },
        }
    }
}

impl Scrypt {
    /// The cipher under the key that `passphrase` leads to.
    fn cipher(self, passphrase: &str, salt: &[u8; 32]) -> ChaCha20Poly1305 {
        let log_n = self.n.trailing_zeros().to_le_bytes()[0];
        let params = scrypt::Params::new(log_n, self.r, self.p).expect("bounded when read");
        let mut key = Zeroizing::new([0; 32]);
        scrypt::scrypt(passphrase.as_bytes(), salt, &params, key.as_mut_slice())
            .expect("32 bytes are a possible length");
        ChaCha20Poly1305::new((&*key).into())
    }

    /// What is authenticated beside the private key.
    fn authenticated(self, pubkey: &SigningPubkey, salt: &[u8; 32]) -> Vec<u8> {
        let mut out = FORMAT.as_bytes().to_vec();
        out.push(VERSION);
        out.extend_from_slice(&pubkey.0);
        for number in [self.n, self.r, self.p] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(salt);
        out
    }
}

fn read_p2msg(file: &Value) -> Result<Crypto, KeystoreError> {
    expect_text(file, "crypto.cipher", P2MSG_CIPHER)?;
    expect_text(file, "crypto.kdf", "scrypt")?;
    let p = bounded(file, "crypto.kdfparams.p", MAX_PASSES)?;
    let other_blocks = u64::from(p) + 2;
    let max_r = MAX_MEMORY / 128 / (MIN_N + other_blocks);
    let r = bounded(file, "crypto.kdfparams.r", max_r)?;
    let max_n = MAX_MEMORY / 128 / u64::from(r) - other_blocks;
    let n = bounded(file, "crypto.kdfparams.n", max_n)?;
    if n == 1 || !n.is_power_of_two() {
        return Err(KeystoreError::Field {
            field: "crypto.kdfparams.n",
            expected: "a power of two above 1",
        });
    }
    Ok(Crypto::P2msg {
        scrypt: Scrypt { n, r, p },
        salt: bytes(file, "crypto.kdfparams.salt", "32 bytes in hex")?,
        nonce: bytes(file, "crypto.nonce", "12 bytes in hex")?,
        ciphertext: bytes(file, "crypto.ciphertext", "48 bytes in hex")?,
    })
}

/// Source: `create_keystore` and `load_privkey_from_keystore` in create_transition_message.py.
fn read_deployed(file: &Value) -> Result<Crypto, KeystoreError> {
    expect_text(file, "crypto.kdf", "pbkdf2")?;
    expect_text(file, "crypto.kdfparams.hash", "sha256")?;
    let salt = at(file, "crypto.kdfparams.salt")
        .and_then(Value::as_str)
        .and_then(|text| hex::decode(text).ok());
    Ok(Crypto::Deployed {
        iterations: bounded(file, "crypto.kdfparams.iterations", MAX_ITERATIONS)?,
        salt: salt.ok_or(KeystoreError::Field {
            field: "crypto.kdfparams.salt",
            expected: "bytes in hex",
        })?,
        ciphertext: bytes(file, "crypto.ciphertext", "32 bytes in hex")?,
    })
}

/// The value of a field in objects in objects; dots stand between their names.
fn at<'a>(file: &'a Value, field: &str) -> Option<&'a Value> {
    field
        .split('.')
        .try_fold(file, |value, name| value.get(name))
}

fn expect_text(
    file: &Value,
    field: &'static str,
    expected: &'static str,
) -> Result<(), KeystoreError> {
    match at(file, field).and_then(Value::as_str) {
        Some(found) if found == expected => Ok(()),
        _ => Err(KeystoreError::Field { field, expected }),
    }
}

fn number(file: &Value, field: &'static str) -> Result<u64, KeystoreError> {
    at(file, field)
        .and_then(Value::as_u64)
        .ok_or(KeystoreError::Field {
            field,
            expected: "a whole number",
        })
}

/// A number from 1 to `limit`.
fn bounded(file: &Value, field: &'static str, limit: u64) -> Result<u32, KeystoreError> {
    let found = number(file, field)?;
    if found > limit {
        return Err(KeystoreError::TooCostly {
            field,
            found,
            limit,
        });
    }
    match u32::try_from(found) {
        Ok(found @ 1..) => Ok(found),
        _ => Err(KeystoreError::Field {
            field,
            expected: "a number above 0",
        }),
    }
}

fn bytes<const N: usize>(
    file: &Value,
    field: &'static str,
    expected: &'static str,
) -> Result<[u8; N], KeystoreError> {
    let mut out = [0; N];
    at(file, field)
        .and_then(Value::as_str)
        .and_then(|text| hex::decode_to_slice(text, &mut out).ok())
        .map(|()| out)
        .ok_or(KeystoreError::Field { field, expected })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cheap to open.
    const CHEAP: Scrypt = Scrypt { n: 2, r: 1, p: 1 };

    fn key() -> SigningKey {
        SigningKey::from_bytes(SecretBytes::copy_of(&[7; 32])).unwrap()
    }

    fn read(file: &Value) -> Result<Keystore, KeystoreError> {
        Keystore::read(&file.to_string())
    }

    fn cheap() -> Value {
        create_at_cost(CHEAP, &key(), "pass", &[1; 32], &[2; 12])
    }

    #[test]
    fn a_new_one_opens_again() {
        let file = cheap();
        let keystore = read(&file).unwrap();
        assert_eq!(*keystore.open("pass").unwrap().expose(), [7; 32]);
        assert!(!file.to_string().contains(&hex::encode([7; 32])));
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        let file = cheap();
        for (field, length) in [
            ("pubkey", 33),
            ("crypto.nonce", 12),
            ("crypto.ciphertext", 48),
            ("crypto.kdfparams.salt", 32),
        ] {
            let whole = hex::decode(at(&file, field).unwrap().as_str().unwrap()).unwrap();
            assert_eq!(whole.len(), length, "{field}");
            for bit in 0..length * 8 {
                let mut flipped = whole.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                let altered = with(&file, field, json!(hex::encode(flipped)));
                match read(&altered) {
                    Ok(keystore) => {
                        assert_eq!(
                            keystore.open("pass").err(),
                            Some(KeystoreError::WrongPassphrase)
                        );
                    }
                    // Not every 33 bytes are a public key.
                    Err(error) => assert!(error.to_string().contains("pubkey"), "{error}"),
                }
            }
        }
        for (field, value) in [("n", 4), ("r", 2), ("p", 2)] {
            let altered = with(&file, &format!("crypto.kdfparams.{field}"), json!(value));
            let opened = read(&altered).unwrap().open("pass");
            assert_eq!(
                opened.err(),
                Some(KeystoreError::WrongPassphrase),
                "{field}"
            );
        }
    }

    #[test]
    fn the_passphrase_counts_to_the_byte() {
        let keystore = read(&cheap()).unwrap();
        for wrong in ["", "Pass", "pass ", "pass\n", "passs"] {
            assert_eq!(
                keystore.open(wrong).err(),
                Some(KeystoreError::WrongPassphrase)
            );
        }
    }

    /// `file` with another value in one field.
    fn with(file: &Value, field: &str, value: Value) -> Value {
        let mut file = file.clone();
        let place = field
            .split('.')
            .fold(&mut file, |place, name| &mut place[name]);
        *place = value;
        file
    }

    #[test]
    fn what_would_take_too_long_is_refused_unopened() {
        let deployed = json!({
            "version": 1, "pubkey": key().signing_pubkey(),
            "crypto": {"cipher": DEPLOYED_CIPHER, "ciphertext": hex::encode([0; 32]),
                "kdf": "pbkdf2", "kdfparams": {"iterations": 1, "salt": "", "hash": "sha256"}},
        });
        assert!(read(&deployed).is_ok());
        for (file, field, value, limit) in [
            (cheap(), "crypto.kdfparams.n", 1 << 60, (1 << 23) - 3),
            (cheap(), "crypto.kdfparams.n", 1 << 23, (1 << 23) - 3),
            (cheap(), "crypto.kdfparams.r", 1 << 31, (1 << 23) / 5),
            (cheap(), "crypto.kdfparams.r", 1_677_722, 1_677_721),
            (cheap(), "crypto.kdfparams.p", 5, 4),
            (cheap(), "crypto.kdfparams.p", u64::MAX, 4),
            (
                deployed.clone(),
                "crypto.kdfparams.iterations",
                1 << 40,
                10_000_000,
            ),
        ] {
            let error = read(&with(&file, field, json!(value))).unwrap_err();
            let expected = KeystoreError::TooCostly {
                field,
                found: value,
                limit,
            };
            assert_eq!(error, expected);
        }
    }

    #[test]
    fn scrypt_parameters_are_bounded_together() {
        let read = |n: u64, r: u64, p: u64| {
            let fields = [("n", n), ("r", r), ("p", p)];
            let file = fields.into_iter().fold(cheap(), |file, (field, value)| {
                with(&file, &format!("crypto.kdfparams.{field}"), json!(value))
            });
            read(&file)
        };
        // In blocks of 128 bytes: 1 GiB has 2^23.
        for p in 1..=4 {
            for log_n in 1..=22 {
                let n = 1 << log_n;
                let largest = (1 << 23) / (n + p + 2);
                assert!(read(n, largest, p).is_ok(), "{n} {p}");
                let error = read(n, largest + 1, p).unwrap_err();
                assert!(
                    matches!(error, KeystoreError::TooCostly { .. }),
                    "{n} {p}: {error}"
                );
            }
        }
        // Each block is small, but they took 3.7 GB together.
        assert!(matches!(
            read(2, 1 << 22, 4),
            Err(KeystoreError::TooCostly { .. })
        ));
    }

    #[test]
    fn what_is_no_keystore_is_named() {
        let field = |field: &str, value: Value| {
            read(&with(&cheap(), field, value)).unwrap_err().to_string()
        };
        assert_eq!(
            Keystore::read("{\n  \"a\"").unwrap_err(),
            KeystoreError::NotJson { line: 2, column: 5 }
        );
        assert_eq!(read(&json!({})), Err(KeystoreError::UnknownFormat));
        assert_eq!(read(&json!([1])), Err(KeystoreError::UnknownFormat));
        assert_eq!(
            field("version", json!(2)),
            "it has version 2, only 1 is known"
        );
        assert_eq!(
            field("crypto.kdfparams.n", json!(3)),
            "its field crypto.kdfparams.n must be a power of two above 1"
        );
        assert_eq!(
            field("crypto.kdfparams.n", json!(0)),
            "its field crypto.kdfparams.n must be a number above 0"
        );
        assert_eq!(
            field("crypto.kdf", json!("argon2")),
            "its field crypto.kdf must be scrypt"
        );
        // What stands there may be a secret in the wrong place.
        let secret = hex::encode([7; 32]);
        for place in ["pubkey", "crypto.ciphertext", "crypto.nonce", "version"] {
            assert!(!field(place, json!(secret)).contains(&secret));
        }
    }
}
