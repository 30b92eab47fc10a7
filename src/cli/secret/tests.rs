//! Tests of the sources of keys.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use tempfile::TempDir;

use super::file::MAX_SECRET;
use super::*;
use crate::cli::error::FailureKind;
use crate::cli::settings::GlobalArgs;
use crate::core::key::KeyIndex;

/// The private key 1, in hex and as WIF of Bitcoin.
const HEX: &str = "0000000000000000000000000000000000000000000000000000000000000001";
const WIF: &str = "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn";

/// A folder with key files.
struct Keys(TempDir);

impl Keys {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, content: &str, mode: u32) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        path
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }
}

fn settings(pairs: &[(&str, &str)]) -> Settings {
    let mut environment = vec![
        ("P2MSG_CONFIG", "/dev/null"),
        ("P2MSG_NO_INPUT", "1"),
        ("P2MSG_NET", "bitcoin"),
    ];
    environment.extend(pairs);
    Settings::load(GlobalArgs::default(), &environment.into_iter().collect()).unwrap()
}

fn key_args(master: Option<PathBuf>, signing: Option<PathBuf>) -> KeyArgs {
    KeyArgs {
        master: MasterKeyArgs {
            master_key_file: master,
            files: KeyFileArgs::default(),
        },
        signing_wif_file: signing,
    }
}

fn is_key_one(key: Key) -> bool {
    let derived = |key: MasterKey| key.derive(KeyIndex(0)).unwrap().signing_id();
    let one = MasterKey::parse(HEX, settings(&[]).network()).unwrap();
    match key {
        Key::Master(key) => derived(key) == derived(one),
        Key::Signing(_) => false,
    }
}

#[test]
fn reads_hex_and_wif_with_white_space_around() {
    let keys = Keys::new();
    for content in [HEX.to_owned(), format!("  {WIF}\r\n\n")] {
        let file = keys.file("key", &content, 0o600);
        assert!(is_key_one(
            key_args(Some(file), None).read(&settings(&[])).unwrap()
        ));
    }
}

#[test]
fn refuses_a_file_that_others_can_read() {
    let keys = Keys::new();
    for mode in [0o640, 0o604, 0o660, 0o622] {
        let file = keys.file("key", HEX, mode);
        let mut args = key_args(Some(file), None);
        let error = args.read(&settings(&[])).unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (FailureKind::Refused, "insecure_key_file")
        );
        args.master.files.allow_insecure_key_file = true;
        assert!(is_key_one(args.read(&settings(&[])).unwrap()));
    }
}

#[test]
fn takes_the_sources_in_their_order() {
    let keys = Keys::new();
    keys.file("p2msg-master-key", HEX, 0o440);
    let credentials = keys.path("");
    let credentials = ("CREDENTIALS_DIRECTORY", credentials.as_str());
    let read = |args: KeyArgs, pairs: &[(&str, &str)]| args.read(&settings(pairs));

    let by_credential = read(key_args(None, None), &[credentials]);
    assert!(is_key_one(by_credential.unwrap()));

    keys.file("empty", "", 0o600);
    let empty = keys.path("empty");
    let variable = ("P2MSG_MASTER_KEY_FILE", empty.as_str());
    let by_variable = read(key_args(None, None), &[credentials, variable]).unwrap_err();
    assert_eq!(
        by_variable.to_string(),
        format!("{empty} (P2MSG_MASTER_KEY_FILE) holds no key: it is empty")
    );

    let wif = keys.file("wif", WIF, 0o600);
    let by_flag = read(key_args(None, Some(wif)), &[credentials, variable]);
    assert!(matches!(by_flag, Ok(Key::Signing(_))));
}

#[test]
fn a_credential_may_be_readable_by_its_group_only() {
    let keys = Keys::new();
    keys.file("p2msg-master-key", HEX, 0o444);
    let folder = keys.path("");
    let error = key_args(None, None)
        .read(&settings(&[("CREDENTIALS_DIRECTORY", folder.as_str())]))
        .unwrap_err();
    assert_eq!(error.code(), "insecure_key_file");
}

#[test]
fn a_key_in_a_variable_is_refused_unseen() {
    for secret in [HEX, WIF] {
        let error = key_args(None, None)
            .read(&settings(&[("P2MSG_SIGNING_WIF_FILE", secret)]))
            .unwrap_err();
        assert_eq!(error.kind(), FailureKind::Refused);
        assert!(!format!("{error:?}").contains(secret));
    }
}

#[test]
fn a_wrong_key_is_never_repeated() {
    let keys = Keys::new();
    let long = "f".repeat(MAX_SECRET + 1);
    for content in ["correct horse battery", &HEX[1..], &long, "\u{0}\u{1}"] {
        let file = keys.file("key", content, 0o600);
        let error = key_args(Some(file), None).read(&settings(&[])).unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (FailureKind::Malformed, "bad_key")
        );
        assert!(!format!("{error:?}").contains(content));
    }
}

/// Both kinds, as another program made them, without the one that costs half a second to open.
fn keystores() -> Vec<(String, String, String)> {
    let vectors = include_str!("../../../tests/vectors/keystores.json");
    let vectors: serde_json::Value = serde_json::from_str(vectors).unwrap();
    let cases = vectors["cases"].as_array().unwrap().iter();
    cases
        .filter(|case| case["name"] != "p2msg_default")
        .map(|case| {
            let text = |field: &str| case[field].as_str().unwrap().to_owned();
            let keystore = serde_json::to_string_pretty(&case["keystore"]).unwrap();
            (keystore, text("passphrase"), text("private"))
        })
        .collect()
}

fn with_passphrase_file(mut args: KeyArgs, passphrase: PathBuf) -> KeyArgs {
    args.master.files.passphrase_file = Some(passphrase);
    args
}

#[test]
fn opens_keystores_wherever_a_key_is_taken() {
    let keys = Keys::new();
    for (keystore, passphrase, private) in keystores() {
        let file = keys.file("keystore.json", &format!("\n{keystore}"), 0o600);
        for line_end in ["", "\n", "\r\n"] {
            let passphrase = keys.file("passphrase", &format!("{passphrase}{line_end}"), 0o600);
            let args = key_args(None, Some(file.clone()));
            let key = with_passphrase_file(args, passphrase).read(&settings(&[]));
            let expected = SigningKey::parse(&private, settings(&[]).network()).unwrap();
            match key {
                Ok(Key::Signing(key)) => assert_eq!(key.signing_id(), expected.signing_id()),
                other => panic!("{other:?}"),
            }
        }
        let args = key_args(Some(file), None);
        let passphrase = keys.file("passphrase", &passphrase, 0o600);
        let key = with_passphrase_file(args, passphrase).read(&settings(&[]));
        assert!(matches!(key, Ok(Key::Master(_))));
    }
}

#[test]
fn a_keystore_that_does_not_open_says_why() {
    let keys = Keys::new();
    let (keystore, passphrase, _) = keystores().pop().unwrap();
    let error = |keystore: &str, passphrase: Option<(&str, u32)>| {
        let mut args = key_args(Some(keys.file("keystore.json", keystore, 0o600)), None);
        args.master.files.passphrase_file =
            passphrase.map(|(text, mode)| keys.file("passphrase", text, mode));
        let error = args.read(&settings(&[])).unwrap_err();
        (error.kind(), error.code().to_owned())
    };
    for (keystore, passphrase, expected) in [
        (
            keystore.as_str(),
            None,
            (FailureKind::Refused, "needs_secret"),
        ),
        (
            &keystore,
            Some(("Correct Horse", 0o600)),
            (FailureKind::Failed, "wrong_passphrase"),
        ),
        (
            &keystore,
            Some(("", 0o600)),
            (FailureKind::Malformed, "bad_passphrase"),
        ),
        (
            &keystore,
            Some((&passphrase, 0o644)),
            (FailureKind::Refused, "insecure_key_file"),
        ),
        ("{}", None, (FailureKind::Malformed, "bad_keystore")),
        (
            HEX,
            Some((&passphrase, 0o600)),
            (FailureKind::Usage, "no_keystore"),
        ),
    ] {
        let (kind, code) = error(keystore, passphrase);
        assert_eq!((kind, code.as_str()), expected);
    }
}

#[test]
fn a_key_of_another_network_names_the_option() {
    let keys = Keys::new();
    let file = keys.file("key", WIF, 0o600);
    let error = key_args(Some(file), None)
        .read(&settings(&[("P2MSG_NET", "litecoin")]))
        .unwrap_err();
    assert_eq!(error.hints(), ["name the network of the key with --net"]);
}

#[test]
fn without_a_source_it_names_the_safe_ways() {
    let error = key_args(None, None).read(&settings(&[])).unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (FailureKind::Refused, "needs_secret")
    );
    assert!(
        error
            .hints()
            .iter()
            .any(|hint| hint.contains("--master-key-file"))
    );
}
