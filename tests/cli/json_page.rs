//! The fields that p2msg-json(7) names are those that commands write.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::miner::Miner;
use crate::support::mock::{MINER, MockNode, Request, chat, msg, signal};
use crate::support::place::{NOW, Run};
use crate::support::vectors::{share_case, vectors};

/// Below these stand names that are no fields: those of a node, or counted things.
const FREE: [&str; 5] = ["by_type", "by_version", "metrics", "data", "diag"];

/// Values that the page lists, which are no fields.
const VALUES: [&str; 1] = ["unknown_key"];

/// The fields of each kind, as they were written.
#[derive(Default)]
struct Seen(BTreeMap<String, BTreeSet<String>>);

impl Seen {
    /// Takes in what a run prints; it may end with any code.
    fn run(&mut self, run: Run<'_>) -> Vec<Value> {
        let stdout = run.codes(&[0, 1, 2, 3, 4, 5]).stdout();
        assert!(!stdout.is_empty());
        let objects: Vec<Value> = stdout
            .lines()
            .map(|line| serde_json::from_str(line).expect("a JSON line"))
            .collect();
        for object in &objects {
            let kind = object["schema"].as_str().expect("a schema");
            let kind = kind.trim_end_matches("/1");
            let fields = self.0.entry(kind.to_owned()).or_default();
            if kind == "p2msg.keys" {
                collect_registry(object, fields);
            } else {
                collect(object, fields);
            }
        }
        objects
    }
}

fn collect(value: &Value, fields: &mut BTreeSet<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, fields)),
        Value::Object(object) => {
            for (name, value) in object.iter().filter(|(name, _)| *name != "schema") {
                fields.insert(name.clone());
                if name == "key_registry" {
                    collect_registry(value, fields);
                } else if !FREE.contains(&name.as_str()) {
                    collect(value, fields);
                }
            }
        }
        _ => {}
    }
}

/// {address: {field: ..., keys: {signing_id: {field: ...}}}}
fn collect_registry(registry: &Value, fields: &mut BTreeSet<String>) {
    let objects = registry.as_object().expect("a registry").values();
    for owner in objects.filter_map(Value::as_object) {
        fields.extend(owner.keys().cloned());
        let keys = owner["keys"].as_object().expect("keys").values();
        keys.for_each(|key| collect(key, fields));
    }
}

/// The page: the words of each paragraph, by each of the names in its title.
struct Page {
    paragraphs: BTreeMap<String, String>,
}

impl Page {
    fn read() -> Self {
        let page = include_str!("../../man/p2msg-json.7");
        let mut page = page.replace("\\-", "-");
        for font in ["\\fB", "\\fI", "\\fR"] {
            page = page.replace(font, "");
        }
        let (_, messages) = page.split_once(".SH MESSAGES (M)").expect("messages");
        let (messages, kinds) = messages.split_once(".SH KINDS").expect("kinds");
        let (kinds, _) = kinds.split_once(".SH EXIT STATUS").expect("an end");
        let mut paragraphs = BTreeMap::from([("M".to_owned(), messages.to_owned())]);
        for paragraph in kinds.split(".TP\n.B ").skip(1) {
            let (title, text) = paragraph.split_once('\n').expect("a title");
            for kind in title.split(", ") {
                paragraphs.insert(kind.to_owned(), text.to_owned());
            }
        }
        Self { paragraphs }
    }

    /// The words of a kind, and of those that it refers to.
    fn words(&self, kind: &str) -> BTreeSet<&str> {
        let text = self.paragraphs.get(kind);
        let text = text.unwrap_or_else(|| panic!("the page says nothing of {kind}"));
        let mut words = words(text);
        for other in words.clone() {
            let is_meant = other == "M" || (other.starts_with("p2msg.") && other != kind);
            if is_meant && self.paragraphs.contains_key(other) {
                words.extend(self.words(other));
            }
        }
        words
    }
}

fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && !"_-.".contains(c))
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| !word.is_empty())
        .collect()
}

fn node() -> MockNode {
    MockNode::start(|request: &Request| match request.path.as_str() {
        "/msg/ban" | "/msg/unban" => json!({"ok": true, "actions": ["done"]}).into(),
        "/local_stats" => json!({
            "version": "36.0-0.09", "uptime": 3600, "peers": {"incoming": 2, "outgoing": 3},
            "miner_hash_rates": {MINER: 1.5e9}
        })
        .into(),
        _ => msg(vec![chat(60, "hello"), signal("info")], true)(request),
    })
}

fn keys(miner: &Miner, seen: &mut Seen) {
    for arguments in [
        "key init",
        "key show",
        "key derive",
        "key rotate --yes",
        "key log",
        "key export --out signing.wif",
    ] {
        seen.run(miner.keyed(&format!("{arguments} --json")));
    }
    let announcement = miner.keyed("key announce").run().stdout;
    seen.run(miner.p2msg(&format!("key check --json {announcement}")));
}

fn queue(miner: &Miner, seen: &mut Seen) {
    seen.run(miner.p2msg("send --json hello"));
    seen.run(miner.p2msg("queue list --json"));
    let packed = seen.run(miner.keyed("pack --json"));
    let share = json!({
        "share_hash": "00".repeat(32),
        "address": "an address",
        "message_data_hex": packed[0]["message_data"],
    });
    let share = share.to_string();
    seen.run(miner.p2msg("queue confirm - --json").stdin(share.as_str()));
    seen.run(miner.p2msg("queue show --json 1"));
    miner.send("too late");
    let later = (NOW + 90_000).to_string();
    seen.run(miner.p2msg("queue retry --json 2").env("P2MSG_NOW", &later));
    for view in ["messages", "keys", "stats"] {
        let run = miner.p2msg(&format!("store {view} - --json"));
        seen.run(run.stdin(share.as_str()));
    }
}

fn shares(miner: &Miner, seen: &mut Seen) {
    let case = share_case("v36_everything");
    let share = case["store_line"].as_str().unwrap();
    let input = format!("{share}\n2 0\n5 zz\n0101ff\n");
    for command in ["decode", "verify"] {
        let run = miner.p2msg(&format!("{command} - --json --net litecoin_testnet"));
        seen.run(run.stdin(input.as_str()));
    }
}

fn authority(miner: &Miner, seen: &mut Seen) {
    let key = "852fff81c59a3c822cd5633ca53770e00bcbb3f4da72d018b01bc88ffdfd77c2";
    let pubkey = "02ddadacf053d83e98e2b886df6f283dfd9c85760a831479e188fb4d73ae340b68";
    miner.place.secret_file("authority.key", key);
    let seal = format!(
        "authority seal --json --key-file authority.key --authority-key {pubkey} --type alert \
         --msg stop --out alert.hex"
    );
    let sealed = seen.run(miner.p2msg(&seal));
    let open = format!("authority open alert.hex --json --authority-key {pubkey}");
    seen.run(miner.p2msg(&open));
    let share = json!({"message_data_hex": sealed[0]["message_data"]}).to_string();
    let store = format!("store messages - --json --authority-key {pubkey}");
    seen.run(miner.p2msg(&store).stdin(share));
    let keystore = vectors("keystores.json")["cases"][0]["keystore"].to_string();
    let show = miner.p2msg("authority keystore show - --json");
    seen.run(show.stdin(keystore));
}

fn nodes(miner: &Miner, seen: &mut Seen) {
    let node = node();
    for arguments in [
        "node messages",
        "node keys",
        "node stats",
        "node transition",
        "node bans",
        "node diag",
        "node check",
        "node ban --keyword scam",
        "node unban --keyword scam",
    ] {
        seen.run(miner.p2msg(&format!("{arguments} --json --url {}", node.url())));
    }
    seen.run(miner.p2msg(&format!("status --json --from-node {}", node.url())));
}

#[test]
fn the_page_names_the_fields_that_commands_write_and_no_others() {
    let miner = Miner::new();
    let mut seen = Seen::default();
    keys(&miner, &mut seen);
    queue(&miner, &mut seen);
    shares(&miner, &mut seen);
    authority(&miner, &mut seen);
    nodes(&miner, &mut seen);
    for arguments in [
        "demo",
        "doctor",
        "config show",
        "config sample",
        "completions bash",
        "man",
        "man --out pages",
    ] {
        seen.run(miner.p2msg(&format!("{arguments} --json")));
    }

    let page = Page::read();
    for (kind, fields) in &seen.0 {
        let words = page.words(kind);
        for field in fields {
            assert!(
                words.contains(field.as_str()),
                "{kind} has {field}: not on the page"
            );
        }
    }
    let all: BTreeSet<&str> = seen.0.values().flatten().map(String::as_str).collect();
    for (kind, text) in &page.paragraphs {
        for word in words(text) {
            // A word with an underscore is a field, or a value that is listed above.
            let is_field =
                word.contains('_') && !word.contains(|c: char| c.is_ascii_uppercase() || c == '.');
            assert!(
                !is_field || all.contains(word) || VALUES.contains(&word),
                "{kind} on the page names {word}, which no command wrote"
            );
        }
    }
    // The kinds that need somebody to stop them, or an authority's own blob.
    let unseen = ["p2msg.serve", "p2msg.demo_share", "p2msg.load_blob"];
    for kind in page.paragraphs.keys().filter(|kind| *kind != "M") {
        let is_seen = seen.0.contains_key(kind) || unseen.contains(&kind.as_str());
        assert!(is_seen, "{kind} was not looked at");
    }
}
