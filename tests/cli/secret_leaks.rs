//! No command that takes a key leaves it anywhere: not on stdout or stderr, not in a file.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use p2msg::core::key::{KeyIndex, MasterKey, SigningKey};
use p2msg::core::network::Network;

use crate::support::place::Place;

/// A master key that stands nowhere else.
pub(crate) const MASTER_KEY: &str =
    "5e7d1a0c9b3f48e2a6d4c8b1f0e9d7a35b2c4e6f8091a3b5c7d9ebfd0f213547";

/// Each command that takes a key and how it is run here, in this order, in one place.
pub(crate) const RUNS: [(&str, &str); 8] = [
    ("key derive", "--master-key-file key --count 2"),
    ("key init", "--master-key-file key"),
    ("pack", "--master-key-file key"),
    ("key announce", "--master-key-file key"),
    ("key rotate", "--master-key-file key --yes"),
    (
        "key export",
        "--master-key-file key --out signing.wif --yes",
    ),
    (
        "authority seal",
        "--key-file key --type alert --msg stop --authority-key \
         031bb7e284c7320332f6f3ddaa7014d285ae37f8996450ca0c12a0e7910b0ef927",
    ),
    (
        "authority keystore create",
        "--key-file key --new-passphrase-file passphrase --out keystore.json",
    ),
];

/// A secret in every form in which it could get out.
struct Secret {
    name: String,
    forms: Vec<Vec<u8>>,
}

impl Secret {
    fn new(name: &str, wif: &str) -> Self {
        let bytes = bs58::decode(wif).into_vec().expect("WIF is base58");
        let key = &bytes[1..33];
        let hex = hex::encode(key);
        Self {
            name: name.to_owned(),
            forms: vec![
                key.to_vec(),
                key.iter().rev().copied().collect(),
                hex.to_uppercase().into_bytes(),
                hex.into_bytes(),
                wif.as_bytes().to_vec(),
            ],
        }
    }

    fn is_in(&self, bytes: &[u8]) -> bool {
        self.forms
            .iter()
            .any(|form| bytes.windows(form.len()).any(|window| window == form))
    }
}

/// The master key and the signing keys that it leads to.
fn secrets() -> Vec<Secret> {
    let network = Network::by_name("litecoin").expect("a network");
    let master = MasterKey::parse(MASTER_KEY, network).expect("a key");
    let same = SigningKey::parse(MASTER_KEY, network).expect("a key");
    let mut secrets = vec![Secret::new("the master key", &same.expose_wif(network))];
    for index in 0..2 {
        let key = master.derive(KeyIndex(index)).expect("a key");
        let name = format!("signing key {index}");
        secrets.push(Secret::new(&name, &key.expose_wif(network)));
    }
    secrets
}

/// Every file below `folder`.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn a_key_never_gets_out() {
    let secrets = secrets();
    for form in ["", "--json"] {
        let place = Place::new();
        place.secret_file("key", MASTER_KEY);
        place.secret_file("passphrase", "correct horse");
        place.p2msg("send hello --data-dir d --quiet").run();
        for (command, arguments) in RUNS {
            let run = format!("{command} {arguments} {form} --verbose --data-dir d");
            // With --json nothing but errors and warnings goes to stderr.
            let quiet = form == "--json";
            let ran = match quiet {
                true => place.p2msg(&run).run(),
                false => place.p2msg(&run).stderr("note: ").run(),
            };
            for secret in &secrets {
                for shown in [&ran.stdout, &ran.stderr] {
                    assert!(!secret.is_in(shown.as_bytes()), "{}: {run}", secret.name);
                }
                for file in files(&place.home()).into_iter().chain(files(&place.work())) {
                    let name = file.file_name().expect("a name");
                    // The two files that should hold one show that it would be found.
                    let belongs = (name == "key" && secret.name == "the master key")
                        || (name == "signing.wif" && secret.name == "signing key 1");
                    let content = fs::read(&file).expect("a file");
                    assert_eq!(secret.is_in(&content), belongs, "{}: {file:?}", secret.name);
                }
            }
        }
    }
}

#[test]
fn every_command_that_takes_a_key_is_among_them() {
    fn walk(command: &clap::Command, path: &str, found: &mut BTreeSet<String>) {
        let takes_key = |argument: &clap::Arg| {
            argument.get_id() == "master_key_file" || argument.get_id() == "key_file"
        };
        if command.get_arguments().any(takes_key) {
            found.insert(path.trim().to_owned());
        }
        for subcommand in command.get_subcommands() {
            walk(
                subcommand,
                &format!("{path} {}", subcommand.get_name()),
                found,
            );
        }
    }
    let mut found = BTreeSet::new();
    walk(&p2msg::cli::command(), "", &mut found);
    let run = RUNS.map(|(command, _)| command.to_owned());
    assert_eq!(found, run.into());
}
