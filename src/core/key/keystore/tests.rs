//! Tests of keystores.

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
    let field =
        |field: &str, value: Value| read(&with(&cheap(), field, value)).unwrap_err().to_string();
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
    // The value may be a secret in the wrong field.
    let secret = hex::encode([7; 32]);
    for place in ["pubkey", "crypto.ciphertext", "crypto.nonce", "version"] {
        assert!(!field(place, json!(secret)).contains(&secret));
    }
}
