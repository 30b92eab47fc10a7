//! Every command reports a full stdout; those that hand something over, a closed one too.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use serde_json::json;

use super::node_bans::shown_emergency;
use crate::support::miner::Miner;
use crate::support::mock::{MINER, MockNode, Request, chat, message, msg, signal, status};
use crate::support::place::{NOW, P2MSG, Place, STORE_VIEWS};
use crate::support::vectors::{authority_case, vectors};

const STORE: &str = include_str!("../samples/litecoin_testnet/shares.0");
const AUTHORITY_KEY: &str = "852fff81c59a3c822cd5633ca53770e00bcbb3f4da72d018b01bc88ffdfd77c2";
const AUTHORITY: &str = "02ddadacf053d83e98e2b886df6f283dfd9c85760a831479e188fb4d73ae340b68";

/// Every command. URL, BLOB, AUTHORITY and ANNOUNCEMENT are replaced.
const COMMANDS: [&str; 50] = [
    "alert --yes stop",
    "announce hello",
    "authority keystore create --new-passphrase-file pass --key-file authority.key --out -",
    "authority keystore show keystore.json",
    "authority open BLOB --authority-key AUTHORITY",
    "authority seal --key-file authority.key --authority-key AUTHORITY --type alert --msg stop",
    "completions bash",
    "config sample",
    "config show",
    "decode node/shares.0",
    "demo --shares 3",
    "doctor",
    "key announce",
    "key check ANNOUNCEMENT",
    "key derive",
    "key export --reveal",
    "key init --data-dir other",
    "key log",
    "key rotate --yes",
    "key show",
    "man",
    "node alerts URL",
    "node announcements URL",
    "node ban --keyword scam URL",
    "node bans URL",
    "node chat URL",
    "node check URL",
    "node diag URL",
    "node keys URL",
    "node load-blob BLOB --authority-key AUTHORITY URL",
    "node messages URL",
    "node stats URL",
    "node status URL",
    "node transition URL",
    "node unban --keyword scam URL",
    "node watch --since 1d URL",
    "pack",
    "queue clear",
    "queue confirm packed.hex",
    "queue list",
    "queue remove 2",
    "queue retry 1",
    "queue show 1",
    "send hello",
    "serve --shares node --listen 127.0.0.1:0",
    "status --from-node NODE",
    "store KIND node",
    "verify node/shares.0",
    "--version",
    "node --help",
];

fn prepared() -> Miner {
    let miner = Miner::ready();
    miner.send("one");
    miner.keyed("pack --quiet --out packed.hex").run();
    miner.send("two");
    miner.place.file("node/shares.0", STORE);
    miner.place.secret_file("authority.key", AUTHORITY_KEY);
    miner
        .place
        .secret_file("pass", "a passphrase of five words");
    let keystores = vectors("keystores.json");
    let keystore = keystores["cases"][0]["keystore"].to_string();
    miner.place.secret_file("keystore.json", &keystore);
    miner
}

fn node() -> MockNode {
    MockNode::start(|request: &Request| match request.path.as_str() {
        "/msg/ban" | "/msg/unban" => json!({"ok": true, "actions": ["done"]}).into(),
        "/msg/load_blob" => json!({"ok": true, "loaded": 1}).into(),
        "/local_stats" => json!({"version": "36", "miner_hash_rates": {MINER: 1.5e9}}).into(),
        _ => msg(
            vec![
                shown_emergency(),
                chat(60, "hello"),
                message(3, 60, json!({"text": "hello", "sender": MINER})),
                status(60),
                signal("info"),
            ],
            true,
        )(request),
    })
}

/// The commands, ready to be run.
fn commands(node: &MockNode, announcement: &str) -> Vec<String> {
    let blob = authority_case("test_emergency");
    let blob = blob["envelope"].as_str().unwrap();
    let mut commands = Vec::new();
    for command in COMMANDS {
        let command = command
            .replace("URL", &format!("--json --url {}", node.url()))
            .replace("NODE", &node.url())
            .replace("BLOB", blob)
            .replace("AUTHORITY", AUTHORITY)
            .replace("ANNOUNCEMENT", announcement);
        if command.contains("KIND") {
            commands.extend(STORE_VIEWS.map(|view| command.replace("KIND", view)));
        } else {
            commands.push(command);
        }
    }
    commands
}

#[test]
fn every_command_reports_a_full_stdout() {
    let node = node();
    let announcement = prepared().keyed("key announce").run().stdout;
    for command in commands(&node, announcement.trim()) {
        let code = match command.starts_with("node check") {
            true => 3,
            false => 1,
        };
        let script = format!("\"$P2MSG\" --net litecoin_testnet {command} > /dev/full");
        let miner = prepared();
        // The messages of the store are from later.
        let now = match command.starts_with("store ") {
            true => 1_900_000_000,
            false => NOW,
        };
        let run = miner.place.shell(&script).code(code);
        run.stderr("cannot write to stdout")
            .env("P2MSG_NOW", &now.to_string())
            .env("P2MSG_MASTER_KEY_FILE", "master.key")
            .run();
    }
}

/// The result of both is lost without a reader.
#[test]
fn a_revealed_key_and_packed_messages_need_a_reader() {
    for command in ["key export --reveal", "pack"] {
        let miner = prepared();
        let script = format!("\"$P2MSG\" {command} >&-");
        let run = miner.place.shell(&script).code(1);
        run.stderr("cannot print the result, because stdout is closed")
            .env("P2MSG_MASTER_KEY_FILE", "master.key")
            .run();
    }
}

#[test]
fn the_list_of_commands_is_complete() {
    let place = Place::new();
    place.p2msg("man --out pages").stderr("").run();
    let pages = std::fs::read_dir(place.work().join("pages/man1")).unwrap();
    let names: BTreeSet<String> = pages
        .map(|page| page.unwrap().file_name().into_string().unwrap())
        .map(|name| name.replace(".1", "").replace("p2msg-", ""))
        .collect();
    let is_group = |name: &str| {
        names
            .iter()
            .any(|other| other.starts_with(&format!("{name}-")))
    };
    for name in &names {
        let is_listed = |command: &str| {
            let command = format!("{command} ").replace(' ', "-");
            command.starts_with(&format!("{name}-"))
        };
        let is_known = COMMANDS.iter().any(|command| is_listed(command))
            || STORE_VIEWS
                .iter()
                .any(|view| *name == format!("store-{view}"));
        // `node load-blob` is a command, and so is `peer` of another test.
        assert!(
            is_known || is_group(name) || name == "p2msg" || name.starts_with("peer"),
            "{name} is missing"
        );
    }
}

/// As the runtimes of other languages discard the output of a program: /dev/null for reading and
/// writing. A closed stdout looks the same.
#[test]
fn output_that_is_discarded_is_no_failure() {
    let miner = prepared();
    let mut null = std::fs::OpenOptions::new();
    let null = null.read(true).write(true).open("/dev/null").unwrap();
    let mut send = Command::new(P2MSG);
    send.args(["send", "hello"])
        .env_clear()
        .envs(miner.place.environment())
        .current_dir(miner.place.work());
    let status = send.stdout(Stdio::from(null)).status();
    assert_eq!(status.unwrap().code(), Some(0));
    assert_eq!(miner.send("next"), 4);
}
