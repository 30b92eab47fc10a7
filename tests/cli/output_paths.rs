//! `-` as an output path is stdout; no command creates a file with this name.

use crate::support::miner::{Miner, one};
use crate::support::place::{Place, Ran};

fn no_file(miner: &Miner) {
    assert!(!miner.place.work().join("-").exists());
}

#[test]
fn pack_prints_hex() {
    for options in ["", " --json"] {
        let miner = Miner::ready();
        miner.send("hello");
        let ran = miner.keyed(&format!("pack --quiet --out -{options}")).run();
        let hex = match options {
            "" => ran.stdout.trim().to_owned(),
            _ => one(&ran.stdout)["message_data"]
                .as_str()
                .unwrap()
                .to_owned(),
        };
        assert!(hex.len() > 100 && hex::decode(&hex).is_ok(), "{hex}");
        no_file(&miner);
    }
}

#[test]
fn key_export_prints_the_key_as_with_reveal() {
    let miner = Miner::ready();
    let revealed = miner.keyed("key export --reveal").run().stdout;
    assert_eq!(miner.keyed("key export --out -").run().stdout, revealed);
    no_file(&miner);
}

#[test]
fn man_prints_the_main_page() {
    let miner = Miner::new();
    let page = miner.p2msg("man").run().stdout;
    assert_eq!(miner.p2msg("man --out -").run().stdout, page);
    no_file(&miner);
}

fn sealed(miner: &Miner, options: &str) -> Ran {
    let pubkey = miner.keyed("key derive --json --count 1").run();
    let key = one(&pubkey.stdout)["signing_pubkey"]
        .as_str()
        .unwrap()
        .to_owned();
    miner.keyed("key export --out signing.wif").run();
    miner
        .p2msg("authority seal --type alert --msg hello --key-file signing.wif --authority-key")
        .args([key.as_str()])
        .args(options.split_whitespace())
        .stderr("")
        .run()
}

#[test]
fn authority_seal_prints_hex() {
    let miner = Miner::ready();
    let ran = sealed(&miner, "--out -");
    assert!(hex::decode(ran.stdout.trim()).is_ok(), "{}", ran.stdout);
    assert!(!ran.stderr.contains("written to"), "{}", ran.stderr);
    no_file(&miner);
}

#[test]
fn a_keystore_on_stdout_is_a_keystore() {
    let miner = Miner::new();
    miner
        .place
        .secret_file("passphrase", "correct horse battery");
    let create = "authority keystore create --key-file master.key --new-passphrase-file passphrase";
    let miner_ran = miner
        .place
        .shell(&format!("\"$P2MSG\" {create} --out - > keystore.json"))
        .stderr("")
        .run();
    assert_eq!(miner_ran.stdout, "");
    miner.p2msg("authority keystore show keystore.json").run();
    miner
        .p2msg(&format!("{create} --out - --json"))
        .code(2)
        .stderr("--json and --out - would print two results")
        .run();
    no_file(&miner);
}

#[test]
fn node_check_prints_the_metrics() {
    let miner = Miner::new();
    let check = "node check --url http://127.0.0.1:1 --textfile -";
    let ran = miner.p2msg(check).code(2).stderr("").run();
    assert!(ran.stdout.starts_with("# HELP p2msg_"), "{}", ran.stdout);
    miner
        .p2msg(&format!("{check} --json"))
        .code(3)
        .stderr("--json and --textfile - would print two results")
        .run();
    no_file(&miner);
}

#[test]
fn a_folder_cannot_be_stdout() {
    let place = Place::new();
    place
        .p2msg("demo --dir -")
        .code(2)
        .stderr("--dir is -, which names stdout; the demo needs a folder")
        .run();
    assert!(!place.work().join("-").exists());
}
