//! `store`: the views that a node gives, from share stores.

use std::collections::BTreeMap;

use p2msg::core::key::{KeyIndex, MasterKey};
use p2msg::core::message::envelope::pack;
use p2msg::core::message::{Message, MsgFlags, MsgType};
use p2msg::core::network::Network;
use serde_json::{Value, json};

use crate::support::mined::{Mined, NETWORK, Plan, mine};
use crate::support::place::{NOW, Place, Run};
use crate::support::vectors::{share_case, vectors};

fn records(stdout: &str) -> Vec<Value> {
    stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect()
}

fn record(stdout: &str) -> Value {
    let records = records(stdout);
    assert_eq!(records.len(), 1, "{stdout}");
    records[0].clone()
}

/// The fields `name` of JSON Lines.
fn fields(stdout: &str, name: &str) -> Vec<Value> {
    records(stdout)
        .into_iter()
        .map(|record| record[name].clone())
        .collect()
}

/// A message of `kind` with `words`, `age` seconds old, signed with the key of `miner` at `index`.
fn says(miner: u8, index: u32, kind: MsgType, words: &str, age: u64) -> Vec<u8> {
    let network = Network::by_name(NETWORK).expect("a network");
    let master = MasterKey::parse(&hex::encode([miner; 32]), network).expect("a key");
    let key = master.derive(KeyIndex(index)).expect("a key");
    let mut message = Message {
        msg_type: kind,
        flags: MsgFlags(7),
        timestamp: u32::try_from(NOW - age).expect("a u32"),
        payload: words.into(),
        signing_id: None,
        signature: Vec::new(),
    };
    message.sign(&key);
    let announcement = key.announcement(KeyIndex(index));
    pack(&[message], Some(&announcement)).expect("it fits")
}

/// A share store of five shares, one of them an orphan, whose lines are in no order.
///
/// Miner 1 chats two hours ago, alerts an hour ago with a new key, and miner 2 says something in an
/// orphan and, ten minutes ago, in the best chain.
struct Store {
    shares: Vec<Mined>,
}

impl Store {
    fn new() -> Self {
        let template = share_case("v36_everything");
        let template = template["raw_share"].as_str().expect("hex");
        let template = hex::decode(template).expect("hex");
        let share = |previous: Option<&Mined>, height: u32, miner, message_data| {
            let plan = Plan {
                previous: previous.map(|share| share.share_hash),
                absheight: height,
                timestamp: u32::try_from(NOW).expect("a u32") - 7_200 + 60 * height,
                bits: 0x1e0f_ffff,
                miner,
                message_data,
            };
            mine(&template, &plan)
        };
        let chat = MsgType::MINER_MESSAGE;
        let first = share(None, 0, 1, says(1, 0, chat, "Hello from the first", 7_200));
        let orphan = share(
            Some(&first),
            1,
            2,
            says(2, 0, chat, "lost in an orphan", 4_000),
        );
        let alert = says(1, 1, MsgType::EMERGENCY, "fork ahead", 3_600);
        let second = share(Some(&first), 1, 1, alert);
        let third = share(Some(&second), 2, 3, Vec::new());
        let last = share(Some(&third), 3, 2, says(2, 0, chat, "so it is", 600));
        Self {
            shares: vec![last, orphan, third, first, second],
        }
    }

    /// The lines of a share store, in no order.
    fn lines(&self) -> String {
        let line = |share: &Mined| {
            let hash = share.share_hash.to_string();
            format!(
                "5 {}\n2 {}\n",
                hex::encode(&share.raw),
                hash.trim_start_matches('0')
            )
        };
        self.shares.iter().map(line).collect()
    }

    fn address(&self, miner: u8) -> &str {
        let at = match miner {
            1 => 3,
            2 => 0,
            _ => 2,
        };
        &self.shares[at].address
    }
}

/// A place with the store in shares.0.
fn place(store: &Store) -> Place {
    let place = Place::new();
    place.file("shares.0", store.lines());
    place
}

fn p2msg<'a>(place: &'a Place, arguments: &str) -> Run<'a> {
    place.p2msg(&format!("--net {NETWORK} {arguments}"))
}

#[test]
fn messages_for_people() {
    let store = Store::new();
    let place = place(&store);
    let ran = p2msg(&place, "store messages shares.0").run();
    let (one, two) = (store.address(1), store.address(2));
    let width = one.len().max(two.len());
    let expected = format!(
        "\
TIME                             TYPE   SIGNATURE                        {:width$}  MESSAGE
2024-02-10 15:50:00 (10 min ago) chat   signature valid                  {two:width$}  so it is
2024-02-10 15:00:00 (1 h ago)    alert  signature valid                  {one:width$}  fork ahead
2024-02-10 14:53:20 (1 h ago)    chat   signature valid, share orphaned  {two:width$}  lost in an orphan
2024-02-10 14:00:00 (2 h ago)    chat   signed with a REVOKED key        {one:width$}  Hello from the first
",
        "SENDER"
    );
    let squeezed = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    };
    assert_eq!(squeezed(&ran.stdout), squeezed(&expected));
}

#[test]
fn messages_for_scripts() {
    let store = Store::new();
    let place = place(&store);
    let ran = p2msg(&place, "store messages shares.0 --json").run();
    assert!(
        ran.stdout
            .starts_with(r#"{"schema":"p2msg.message/1","type":"MINER_MESSAGE","#)
    );
    assert_eq!(
        fields(&ran.stdout, "text"),
        [
            "so it is",
            "fork ahead",
            "lost in an orphan",
            "Hello from the first"
        ]
    );
    assert_eq!(fields(&ran.stdout, "orphaned"), [false, false, true, false]);
    assert_eq!(fields(&ran.stdout, "verified"), [true, true, true, false]);
    let oldest = records(&ran.stdout).pop().expect("a message");
    let share = &store.shares[3];
    let expected = json!({
        "schema": "p2msg.message/1", "type": "MINER_MESSAGE", "type_id": 2,
        "timestamp": NOW - 7_200, "age": 7_200,
        "flags": { "signed": true, "broadcast": true, "persistent": true },
        "verified": false, "protocol_authority": false, "signing_id": oldest["signing_id"],
        "text": "Hello from the first", "sender": store.address(1),
        "share_hash": share.share_hash, "message_hash": oldest["message_hash"],
        "signature_status": "revoked", "orphaned": false,
    });
    assert_eq!(oldest, expected);
}

#[test]
fn every_view_shows_its_kind() {
    let store = Store::new();
    let place = place(&store);
    for (view, texts) in [
        (
            "chat",
            vec!["so it is", "lost in an orphan", "Hello from the first"],
        ),
        ("alerts", vec!["fork ahead"]),
        ("announcements", vec![]),
        ("status", vec![]),
    ] {
        let ran = p2msg(&place, &format!("store {view} shares.0 --json")).run();
        assert_eq!(fields(&ran.stdout, "text"), texts, "{view}");
    }
    let ran = p2msg(&place, "store status shares.0")
        .stderr("note: no messages")
        .run();
    assert_eq!(ran.stdout, "");
}

#[test]
fn filters_narrow_the_view() {
    let store = Store::new();
    let place = place(&store);
    let two = store.address(2);
    let recent = NOW - 3_600;
    for (filter, texts) in [
        ("--since 1h".to_owned(), vec!["so it is", "fork ahead"]),
        ("--since 2024-02-10T15:01:00Z".to_owned(), vec!["so it is"]),
        (
            format!("--until {recent} --since 90min"),
            vec!["fork ahead", "lost in an orphan"],
        ),
        ("--type 16 --type 0x07".to_owned(), vec!["fork ahead"]),
        (
            format!("--sender {two}"),
            vec!["so it is", "lost in an orphan"],
        ),
        (
            "--verified-only --until 1h".to_owned(),
            vec!["fork ahead", "lost in an orphan"],
        ),
        ("--grep hello".to_owned(), vec!["Hello from the first"]),
        (
            "--limit 4".to_owned(),
            vec![
                "so it is",
                "fork ahead",
                "lost in an orphan",
                "Hello from the first",
            ],
        ),
    ] {
        let ran = p2msg(&place, &format!("store messages shares.0 --json {filter}")).run();
        assert_eq!(fields(&ran.stdout, "text"), texts, "{filter}");
    }
    let all = p2msg(&place, "store messages shares.0 --json").run();
    let signing_id = fields(&all.stdout, "signing_id")[3].clone();
    let signing_id = signing_id.as_str().expect("hex");
    let ran = p2msg(
        &place,
        &format!("store messages shares.0 --json --signing-id {signing_id}"),
    );
    assert_eq!(fields(&ran.run().stdout, "text"), ["Hello from the first"]);

    // An address of no network is looked for all the same, and told.
    let ran = p2msg(&place, "store messages shares.0 --sender garbage!")
        .stderr("note: --sender garbage! is no address of ")
        .stderr("note: no messages")
        .run();
    assert_eq!(ran.stdout, "");
    let ran = p2msg(&place, "store messages shares.0 --limit 1")
        .stderr("warning: only the newest is shown (--limit 1); --limit 0 shows all")
        .run();
    assert_eq!(ran.stdout.lines().count(), 2);
    let ran = p2msg(&place, "store messages shares.0 --limit 0").run();
    assert_eq!(ran.stdout.lines().count(), 5);
}

#[test]
fn filters_narrow_the_keys_and_the_counts_too() {
    let store = Store::new();
    let place = place(&store);
    let keys = |options: &str| {
        let ran = p2msg(&place, &format!("store keys shares.0 --json {options}")).run();
        record(&ran.stdout)
    };
    let all = keys("");
    let (one, two) = (store.address(1), store.address(2));
    let of_two = keys(&format!("--sender {two}"));
    assert_eq!((&of_two[one], &of_two[two]), (&Value::Null, &all[two]));
    let signing_ids = all[one]["keys"].as_object().expect("keys");
    assert_eq!(signing_ids.len(), 2);
    for signing_id in signing_ids.keys() {
        let found = keys(&format!("--signing-id {signing_id}"));
        let expected = json!({signing_id: signing_ids[signing_id]});
        assert_eq!(
            (&found[one]["keys"], &found[two]),
            (&expected, &Value::Null)
        );
    }

    let stats = |options: &str| {
        let ran = p2msg(&place, &format!("store stats shares.0 --json {options}")).run();
        let record = record(&ran.stdout);
        assert_eq!(record["shares"]["total"], 5, "the shares are all counted");
        (record["total_messages"].clone(), record["by_type"].clone())
    };
    assert_eq!(
        stats(""),
        (json!(4), json!({"MINER_MESSAGE": 3, "EMERGENCY": 1}))
    );
    assert_eq!(stats("--type alert"), (json!(1), json!({"EMERGENCY": 1})));
    let since = stats("--since 3700s --until 3500s");
    assert_eq!(since, (json!(1), json!({"EMERGENCY": 1})));
    let by_two = stats(&format!("--sender {two} --grep orphan"));
    assert_eq!(by_two, (json!(1), json!({"MINER_MESSAGE": 1})));
}

#[test]
fn a_part_is_not_taken_for_the_whole() {
    let store = Store::new();
    let place = place(&store);
    let ran = p2msg(&place, "store messages shares.0 --limit 3 --json")
        .stderr(
            "{\"warning\":{\"message\":\"only the newest are shown (--limit 3); --limit 0 shows \
             all\"}}\n",
        )
        .run();
    assert_eq!(records(&ran.stdout).len(), 3);
}

#[test]
fn shares_of_another_network_are_noticed() {
    let store = Store::new();
    let place = place(&store);
    place
        .p2msg("--net litecoin store stats shares.0")
        .stderr(
            "warning: none of these shares follows another: if they are not of litecoin, name \
             their network with --net\n",
        )
        .run();
}

#[test]
fn filters_that_make_no_sense_are_wrong_usage() {
    let store = Store::new();
    let place = place(&store);
    for (filter, hint) in [
        ("--since yesterday", "give Unix seconds"),
        ("--type shout", "the kinds are node-status, chat"),
        ("--signing-id abc", "a signing_id is 40 hex digits"),
    ] {
        p2msg(&place, &format!("store messages shares.0 {filter}"))
            .code(2)
            .stderr(hint)
            .run();
    }
}

#[test]
fn keys_are_those_of_the_nodes() {
    let store = Store::new();
    let place = place(&store);
    let keys = record(&p2msg(&place, "store keys shares.0 --json").run().stdout);
    assert_eq!(keys["schema"], "p2msg.keys/1");
    let one = &keys[store.address(1)];
    assert_eq!(one["current_key_index"], 1);
    let mut of_one: Vec<_> = one["keys"].as_object().expect("keys").values().collect();
    of_one.sort_by_key(|key| key["key_index"].as_u64());
    assert_eq!(
        of_one,
        [
            &json!({ "key_index": 0, "revoked": true, "first_seen": NOW - 7_200 }),
            &json!({ "key_index": 1, "revoked": false, "first_seen": NOW - 7_140 }),
        ]
    );
    assert_eq!(keys[store.address(2)]["current_key_index"], 0);
    assert_eq!(keys.as_object().expect("an object").len(), 3);

    let stdout = p2msg(&place, "store keys shares.0").run().stdout;
    let states: Vec<_> = stdout
        .lines()
        .skip(1)
        .map(|line| line.split_whitespace().nth(3).expect("a state"))
        .collect();
    assert_eq!(
        states.iter().filter(|state| **state == "revoked").count(),
        1
    );
    assert_eq!(states.len(), 3);
}

#[test]
fn stats_count_messages_keys_and_shares() {
    let store = Store::new();
    let place = place(&store);
    let broken = "store stats shares.0 broken --json";
    place.file(
        "broken",
        format!("5 24fd\n\n5 {}\n", hex::encode(&store.shares[0].raw)),
    );
    let ran = p2msg(&place, broken)
        .code(3)
        .stderr("broken line 1: contents at byte 2 needs 2 bytes, 0 left")
        .run();
    let stats = record(&ran.stdout);
    let expected = json!({
        "schema": "p2msg.stats/1",
        "total_messages": 4,
        "unique_senders": 2,
        "by_type": { "MINER_MESSAGE": 3, "EMERGENCY": 1 },
        "oldest_timestamp": NOW - 7_200,
        "newest_timestamp": NOW - 600,
        "signed_count": 4,
        "verified_count": 3,
        "known_signing_keys": 3,
        "signers": 3,
        "revoked_keys": 1,
        "orphaned_messages": 1,
        "ahead_of_clock": 0,
        "shares": {
            "total": 5, "best_chain": 4, "pieces": 1, "orphaned": 1, "repeated": 1, "archived": 0,
            "with_message_data": 4, "by_version": { "36": 5 },
            "oldest_timestamp": NOW - 7_200, "newest_timestamp": NOW - 7_020,
        },
        "broken_lines": 1,
    });
    for (field, expected) in expected.as_object().expect("an object") {
        assert_eq!(&stats[field], expected, "{field}");
    }
    let mut senders = vec![store.address(1), store.address(2)];
    senders.sort_unstable();
    assert_eq!(stats["senders"], json!(senders));
    let keys = record(&p2msg(&place, "store keys shares.0 --json").run().stdout);
    assert_eq!(
        stats["key_registry"][store.address(1)],
        keys[store.address(1)]
    );

    let people = p2msg(&place, "store stats shares.0").run().stdout;
    for line in [
        "total                   4",
        "in the best chain       4",
        "version 36              5",
    ] {
        assert!(
            people.lines().any(|found| found.trim() == line),
            "{line:?} in {people}"
        );
    }
}

#[test]
fn a_folder_is_read_in_the_order_of_its_numbers_and_stdin_too() {
    let store = Store::new();
    let place = place(&store);
    let all = p2msg(&place, "store messages shares.0 --json").run().stdout;
    let lines: Vec<String> = store
        .lines()
        .lines()
        .map(|line| format!("{line}\n"))
        .collect();
    // One line in each file, and the same from standard input, both ways give the same view.
    for (number, line) in lines.iter().enumerate() {
        place.file(&format!("node/shares.{number}"), line);
    }
    place.file("node/shares.old", "not a share store\n");
    assert_eq!(
        p2msg(&place, "store messages node --json").run().stdout,
        all
    );
    let ran = p2msg(&place, "store messages - --json")
        .stdin(store.lines())
        .run();
    assert_eq!(ran.stdout, all);
}

#[test]
fn json_lines_of_an_archive_give_the_same_views_as_a_node() {
    let scenarios = vectors("registry_store.json");
    let place = Place::new();
    let now = scenarios["cases"][0]["now"].clone();
    let mut seen = 0;
    for case in scenarios["cases"].as_array().expect("cases") {
        let steps = case["steps"].as_array().expect("steps");
        // Each of these says in core why the right answer differs, or needs a clock that moves or
        // a store that forgets.
        let differs = [
            "two_miners_announce_the_same_signing_id",
            "key_rotation_revokes_old",
            "rotation_and_old_key_message_in_the_same_share",
            "rotation_skips_an_index",
            "unknown_signer_then_announced_with_the_same_message",
            "future_timestamp",
            "announcement_of_a_point_not_on_the_curve",
            "unknown_types",
            "expired_and_boundary",
            "cap_of_1000",
            "cap_of_1000_equal_timestamps",
        ];
        let name = case["name"].as_str().expect("a name");
        if differs.contains(&name) || steps.iter().any(|step| step.get("now").is_some()) {
            continue;
        }
        let lines: String = steps
            .iter()
            .map(|step| {
                let line = json!({
                    "share_hash": step["share_hash"],
                    "address": step["sender_address"],
                    "message_data_hex": step["message_data"],
                });
                format!("{line}\n")
            })
            .collect();
        let run = |view: &str| {
            place
                .p2msg(&format!("store {view} - --json"))
                .env("P2MSG_NOW", &now.to_string())
                .stdin(lines.clone())
                .run()
                .stdout
        };
        let expected = case["expected"]["messages"].as_array().expect("messages");
        let found = records(&run("messages"));
        assert_eq!(found.len(), expected.len(), "{name}");
        for (found, expected) in found.iter().zip(expected) {
            for (field, expected) in expected.as_object().expect("a message") {
                assert_eq!(&found[field], expected, "{name}: {field}");
            }
        }
        let stats = record(&run("stats"));
        for (field, expected) in case["expected"]["stats"].as_object().expect("stats") {
            assert_eq!(&stats[field], expected, "{name}: {field}");
        }
        seen += 1;
    }
    assert!(seen > 25, "only {seen} scenarios");
}

#[test]
fn lines_that_cannot_be_read_are_told_and_the_others_shown() {
    let path = format!("{}/tests/vectors/share_store.0", env!("CARGO_MANIFEST_DIR"));
    let place = Place::new();
    place.file("shares.0", std::fs::read(path).expect("the vectors"));
    let run = p2msg(&place, "store stats shares.0 --json").code(3);
    let ran = run
        .env("P2MSG_NOW", "1760000000")
        .stderr("shares.0 line 2: ")
        .run();
    let stats = record(&ran.stdout);
    let expected = vectors("share_store.expected.json");
    let mut versions: BTreeMap<String, usize> = BTreeMap::new();
    let mut shares: Vec<&Value> = expected["cases"]
        .as_array()
        .expect("cases")
        .iter()
        // Of the share on line 29 only the proof of work is wrong, which is not looked at here.
        .filter(|case| case["kind"] == "share" && case.get("strict").is_none())
        .collect();
    shares.sort_by_key(|case| case["share_hash"].to_string());
    shares.dedup_by_key(|case| case["share_hash"].to_string());
    for share in &shares {
        *versions.entry(share["version"].to_string()).or_default() += 1;
    }
    *versions.get_mut("36").expect("shares of version 36") += 1;
    assert_eq!(stats["shares"]["by_version"], json!(versions));
    assert_eq!(stats["shares"]["total"], shares.len() + 1);
    // Ten are told, and how many more there are.
    let told = ran.stderr.lines().count();
    let more = stats["broken_lines"].as_u64().expect("a number") - 10;
    assert_eq!(told, 11);
    assert!(
        ran.stderr.contains(&format!(
            "lines that cannot be read, besides these: {more};"
        )),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_input_that_is_not_there_does_not_hide_the_others() {
    let store = Store::new();
    let place = place(&store);
    let ran = p2msg(&place, "store messages missing shares.0 --json")
        .code(1)
        .stderr("missing")
        .run();
    assert_eq!(records(&ran.stdout).len(), 4);
}

#[test]
fn message_data_alone_belongs_to_decode() {
    let place = Place::new();
    let ran = place
        .p2msg("store messages -")
        .stdin("01000000\n")
        .code(3)
        .stderr("p2msg decode reads it")
        .run();
    assert_eq!(ran.stdout, "");
}
