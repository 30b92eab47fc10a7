//! keystores.json, bip39.json and bip32.json: where an authority's key comes from.

use p2msg::core::key::bip32::{DerivationPath, derive};
use p2msg::core::key::keystore::{Keystore, KeystoreError, create};
use p2msg::core::key::phrase::{PhraseError, looks_like_phrase, seed};
use p2msg::core::key::secret::SecretBytes;
use serde_json::json;

use crate::support::altered::mutations;
use crate::support::vectors::{bytes, list, text, vectors};

fn path(text: &str) -> DerivationPath {
    text.parse().unwrap()
}

#[test]
fn keystores_made_elsewhere_open() {
    for case in list(&vectors("keystores.json"), "cases") {
        let name = text(case, "name");
        let keystore = Keystore::read(&case["keystore"].to_string()).unwrap();
        let opened = keystore.open(text(case, "passphrase")).unwrap();
        assert_eq!(opened.expose().to_vec(), bytes(case, "private"), "{name}");
        assert_eq!(
            keystore.open("wrong").err(),
            Some(KeystoreError::WrongPassphrase),
            "{name}"
        );
    }
}

#[test]
fn keystores_are_made_as_elsewhere() {
    let vectors = vectors("keystores.json");
    let case = list(&vectors, "cases")
        .iter()
        .find(|case| text(case, "name") == "p2msg_default")
        .unwrap();
    let crypto = &case["keystore"]["crypto"];
    let private: [u8; 32] = bytes(case, "private").try_into().unwrap();
    let file = create(
        &p2msg::core::key::SigningKey::from_bytes(SecretBytes::copy_of(&private)).unwrap(),
        text(case, "passphrase"),
        &bytes(&crypto["kdfparams"], "salt").try_into().unwrap(),
        &bytes(crypto, "nonce").try_into().unwrap(),
    );
    assert_eq!(file, case["keystore"]);
    let kdf = Keystore::read(&file.to_string()).unwrap().kdf();
    assert_eq!(
        serde_json::to_value(kdf).unwrap(),
        json!({"kdf": "scrypt", "kdfparams": {"n": 131_072, "r": 8, "p": 1}})
    );
}

#[test]
fn altered_keystore_files_give_no_other_key() {
    let vectors = vectors("keystores.json");
    for cheap in ["deployed_one_iteration", "p2msg_other_cost"] {
        let case = list(&vectors, "cases")
            .iter()
            .find(|case| text(case, "name") == cheap)
            .unwrap();
        let mut opened_still = 0;
        for altered in mutations(case["keystore"].to_string().as_bytes()) {
            let altered = String::from_utf8_lossy(&altered);
            let opened = Keystore::read(&altered)
                .and_then(|keystore| keystore.open(text(case, "passphrase")));
            if let Ok(opened) = opened {
                assert_eq!(
                    opened.expose().to_vec(),
                    bytes(case, "private"),
                    "{altered}"
                );
                opened_still += 1;
            }
        }
        // Hex in upper case, and a description that nobody reads.
        assert!(opened_still > 0, "{cheap}");
    }
}

#[test]
fn phrases_lead_to_their_seeds_and_keys() {
    let deployed_path = path("m/44'/2'/0'/0/0");
    for case in list(&vectors("bip39.json"), "cases") {
        let phrase = text(case, "phrase");
        let seed = seed(phrase, text(case, "passphrase")).unwrap();
        assert_eq!(seed.expose().to_vec(), bytes(case, "seed"), "{phrase}");
        let key = derive(seed.expose(), &deployed_path).unwrap();
        assert_eq!(
            key.expose_bytes().to_vec(),
            bytes(case, "private"),
            "{phrase}"
        );
        assert!(looks_like_phrase(phrase.split(' ')));
    }
}

#[test]
fn white_space_and_case_of_a_phrase_do_not_matter() {
    let vectors = vectors("bip39.json");
    let case = &list(&vectors, "cases")[1];
    let untidy = text(case, "phrase").to_uppercase().replace(' ', "\n  ");
    let seed = seed(&format!(" {untidy}\r\n"), "TREZOR").unwrap();
    assert_eq!(seed.expose().to_vec(), bytes(case, "seed"));
}

#[test]
fn what_is_no_phrase_is_named_without_its_words() {
    let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    assert!(seed(phrase, "").is_ok());
    for (wrong, error) in [
        (
            phrase.replace(" yellow", ""),
            PhraseError::WordCount { found: 11 },
        ),
        (String::new(), PhraseError::WordCount { found: 0 }),
        (
            phrase.replace("sausage", "sossage"),
            PhraseError::UnknownWord { number: 6 },
        ),
        (phrase.replace("yellow", "year"), PhraseError::Checksum),
        (
            phrase.replace("legal winner", "winner legal"),
            PhraseError::Checksum,
        ),
    ] {
        assert_eq!(seed(&wrong, "").err(), Some(error), "{wrong}");
    }
    assert!(looks_like_phrase(
        "my key: Legal Winner thank year wave sausage worth useful legal winner thank year"
            .split(' ')
    ));
    assert!(!looks_like_phrase(
        "legal winner thank year wave sausage worth useful legal winner thank".split(' ')
    ));
    assert!(!looks_like_phrase("The pool is going to be down for an hour or two on Friday the third at noon, sorry for that".split(' ')));
}

#[test]
fn paths_lead_to_the_keys_of_bip32() {
    let vectors = vectors("bip32.json");
    let cases = list(&vectors, "cases");
    for case in cases {
        let xprv = bs58::decode(text(case, "xprv")).into_vec().unwrap();
        let key = derive(&bytes(case, "seed"), &path(text(case, "path"))).unwrap();
        // 78 bytes and 4 of a checksum; the private key stands at the end of the 78.
        assert_eq!(key.expose_bytes(), &xprv[46..78], "{case}");
    }
    assert_eq!(cases.len(), 17);
}
