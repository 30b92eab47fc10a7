//! `demo`: its share store holds, says what it promises, and is the same in every run; and the way
//! of a message from the queue into a share, with processes that know nothing of each other.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use p2msg::core::network::Network;
use p2msg::core::share::Share;
use p2msg::core::share::commitment::commit;
use serde_json::Value;

use crate::support::miner::{Miner, lines, one};
use crate::support::place::{NOW, Place};
use crate::support::running::Running;

const STORE: &str = "p2msg-demo/data/litecoin_testnet";
const TESTNET: &str = "--net litecoin_testnet";

/// Makes a demo in the working folder; the object that it prints.
fn demo(place: &Place, arguments: &str) -> Value {
    one(&place
        .p2msg(&format!("demo --json {arguments}"))
        .run()
        .stdout)
}

/// The records of its store, by the hash of their share.
fn decoded(place: &Place, command: &str) -> BTreeMap<String, Value> {
    let arguments = format!("{TESTNET} {command} --json --with-messages {STORE}");
    // Exit code 4 is for the forged message.
    let stdout = place.p2msg(&arguments).code(4).run().stdout;
    let record = |record: Value| (record["share"]["hash"].as_str().unwrap().to_owned(), record);
    lines(&stdout).into_iter().map(record).collect()
}

/// The raw shares of its store, in the order of the file.
fn raw_shares(place: &Place) -> Vec<Vec<u8>> {
    let text = fs::read_to_string(place.work().join(STORE).join("shares.0")).unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix("5 "))
        .map(|hex| hex::decode(hex).unwrap())
        .collect()
}

#[test]
fn what_there_is_to_see_is_there() {
    let place = Place::new();
    let summary = demo(&place, "");
    assert_eq!(summary["schema"], "p2msg.demo/1");
    assert_eq!(summary["store"], STORE);
    assert_eq!(
        (&summary["shares"], &summary["orphans"]),
        (&60.into(), &1.into())
    );
    let records = decoded(&place, "decode");
    let messages: usize = records
        .values()
        .map(|record| record["messages"].as_array().unwrap().len())
        .sum();
    assert_eq!(summary["messages"], messages);

    let scenes = summary["scenes"].as_array().unwrap();
    let record_of = |about: &str| {
        let about = |scene: &&Value| scene["about"].as_str().unwrap().contains(about);
        let scene = scenes.iter().find(about).expect("such a scene");
        &records[scene["share_hash"].as_str().unwrap()]
    };
    let statuses = |about: &str| -> Vec<String> {
        let messages = record_of(about)["messages"].as_array().unwrap();
        let shown = |message: &Value| {
            format!(
                "{} {}",
                message["type"].as_str().unwrap(),
                message["signature_status"].as_str().unwrap()
            )
        };
        messages.iter().map(shown).collect()
    };
    assert_eq!(statuses("a first message"), ["MINER_MESSAGE valid"]);
    assert_eq!(statuses("and no message"), [""; 0]);
    assert_eq!(statuses("state of a node"), ["NODE_STATUS unsigned"]);
    assert_eq!(
        statuses("three messages"),
        [
            "MINER_MESSAGE valid",
            "POOL_ANNOUNCE valid",
            "VERSION_SIGNAL unsigned"
        ]
    );
    assert_eq!(statuses("an alert"), ["EMERGENCY valid"]);
    assert_eq!(statuses("a forgery"), ["MINER_MESSAGE invalid"]);
    assert_eq!(statuses("a new key"), ["MINER_MESSAGE valid"]);
    assert_eq!(statuses("again"), ["MINER_MESSAGE valid"]);
    assert_eq!(
        statuses("old key, which is revoked"),
        ["MINER_MESSAGE revoked"]
    );
    assert_eq!(statuses("clear your screen"), ["MINER_MESSAGE valid"]);

    let alice = &record_of("a first message")["share"]["address"];
    let repeated = record_of("again");
    assert_eq!(repeated["messages"][0]["sender"], *alice);
    assert_ne!(repeated["share"]["address"], *alice);
    let bob = record_of("a new key");
    assert_eq!(bob["announcement"]["key_index"], 1);
    assert!(
        bob["share"]["address"]
            .as_str()
            .unwrap()
            .starts_with("tltc1")
    );
}

#[test]
fn every_share_holds() {
    let place = Place::new();
    demo(&place, "--shares 120");
    let stdout = place
        .p2msg(&format!("{TESTNET} verify --json {STORE}"))
        .code(4)
        .run()
        .stdout;
    let records = lines(&stdout);
    let verified: Vec<&Value> = records
        .iter()
        .filter(|record| record["kind"] == "share")
        .collect();
    assert_eq!(verified.len(), 121);
    for record in verified {
        assert_eq!(record["verification"]["ok"], true, "{record}");
    }
    // Each is followed by the line that says so.
    for pair in records.chunks(2) {
        assert_eq!(pair[1]["kind"], "verified");
        assert_eq!(pair[1]["verified_hash"], pair[0]["share"]["hash"]);
    }
}

/// The chain is long enough for targets that follow the pace of its shares.
#[test]
fn every_share_but_one_obeys_the_rules_of_the_chain() {
    let place = Place::new();
    let summary = demo(&place, "--shares 230");
    let verify = format!("{TESTNET} verify --chain --json {STORE}");
    let records = lines(&place.p2msg(&verify).code(4).run().stdout);
    let shares = records.iter().filter(|record| record["kind"] == "share");
    let broken: Vec<&Value> = shares
        .filter(|record| record["rules"]["broken"] != serde_json::json!([]))
        .collect();
    let [broken] = broken[..] else {
        panic!("{} shares break a rule", broken.len())
    };
    assert_eq!(broken["rules"]["broken"][0]["rule"], "far_share_hash");
    assert_eq!(broken["rules"]["broken"][0]["expected"], "none");
    assert_eq!(broken["verification"]["ok"], true);
    let scenes = summary["scenes"].as_array().unwrap();
    let scene = scenes
        .iter()
        .find(|scene| scene["about"].as_str().unwrap().contains("breaks a rule"));
    assert_eq!(scene.unwrap()["share_hash"], broken["share"]["hash"]);
    let chain = records.last().unwrap();
    assert_eq!(chain["schema"], "p2msg.verify_chain/1");
    assert_eq!(
        (
            &chain["shares"],
            &chain["checked"],
            &chain["broken"],
            &chain["forks"]
        ),
        (&231.into(), &231.into(), &1.into(), &1.into())
    );
}

/// p2pool's rules for the fields that link a share to its chain.
#[test]
fn the_shares_make_a_chain() {
    let place = Place::new();
    demo(&place, "--shares 120");
    let network = Network::by_name("litecoin_testnet").unwrap();
    let mut raw = raw_shares(&place);
    // A node writes its store newest first.
    raw.reverse();
    let shares: Vec<Share<'_>> = raw
        .iter()
        .map(|raw| Share::read(raw, network).unwrap())
        .collect();
    let hash = |share: &Share<'_>| commit(share, network).share_hash;
    let parent = |share: &Share<'_>| share.share_info.share_data.previous_share_hash;

    let built_on = |share: &&Share<'_>| {
        let hash = hash(share);
        shares.iter().any(|child| parent(child) == Some(hash))
    };
    let (chain, tips): (Vec<&Share<'_>>, Vec<&Share<'_>>) = shares.iter().partition(built_on);
    let [orphan, last] = tips[..] else {
        panic!("{} shares have no share behind them", tips.len())
    };
    let chain: Vec<&Share<'_>> = chain.into_iter().chain([last]).collect();
    let sibling = chain.iter().find(|share| parent(share) == parent(orphan));
    assert_eq!(
        sibling.unwrap().share_info.absheight,
        orphan.share_info.absheight
    );
    assert!(!orphan.message_data.is_empty());

    assert_eq!(parent(chain[0]), None);
    for (number, share) in chain.iter().enumerate() {
        let info = &share.share_info;
        assert_eq!(info.absheight as usize, number + 1);
        // 20 attempts on average for each share so far.
        assert_eq!(info.abswork, 20 * (number as u128 + 1));
        assert_eq!(u64::from(info.timestamp), NOW - 4 * (119 - number as u64));
        let far = match number + 1 {
            // The share that breaks a rule.
            32 => parent(share),
            _ => number.checked_sub(100).map(|far| hash(chain[far])),
        };
        assert_eq!(info.far_share_hash, far, "share {number}");
        if number > 0 {
            assert_eq!(parent(share), Some(hash(chain[number - 1])));
        }
    }
    let says_orphan = chain
        .iter()
        .filter(|share| share.share_info.share_data.stale_info.0 == 253);
    let addresses: Vec<_> = says_orphan.map(|share| share.address(network)).collect();
    assert_eq!(addresses, [orphan.address(network)]);
}

#[test]
fn the_same_time_gives_the_same_bytes() {
    let place = Place::new();
    let bytes = || fs::read(place.work().join(STORE).join("shares.0")).unwrap();
    demo(&place, "");
    let first = bytes();
    demo(&place, "");
    assert!(bytes() == first, "the second run made another store");
    let later = (NOW + 1).to_string();
    place.p2msg("demo").env("P2MSG_NOW", &later).stdout();
    assert!(bytes() != first);
}

#[test]
fn the_commands_that_it_names_run() {
    let place = Place::new();
    for dir in ["p2msg-demo", "a demo's"] {
        let shown = place.p2msg("demo --dir").args([dir]).run().stdout;
        let (_, commands) = shown.split_once("Look at it with:\n").expect("commands");
        let commands: Vec<&str> = commands.lines().map(str::trim).collect();
        assert!(commands.len() >= 2, "{shown}");
        for command in commands {
            let mut script = command.replacen("p2msg", "\"$P2MSG\"", 1);
            if command.contains(" serve ") {
                // Any free port, until it says that it serves.
                script = format!(
                    "exec 3< <(exec {script} --listen 127.0.0.1:0); read -r line <&3; kill $!; \
                     [[ $line = serving* ]]"
                );
            }
            let code = if command.contains("decode") || command.contains("verify") {
                4
            } else {
                0
            };
            place.shell(&script).code(code).stdout();
        }
    }
}

#[test]
fn a_folder_with_anything_else_is_refused() {
    let place = Place::new();
    demo(&place, "--shares 1");
    for (name, shown) in [
        ("mine/notes.txt", "notes.txt"),
        ("node/data/litecoin_testnet/shares.0", "data"),
        ("p2msg-demo/data/signing_key.json", "data/signing_key.json"),
        (
            "p2msg-demo/data/litecoin_testnet/shares.0.bak",
            "data/litecoin_testnet/shares.0.bak",
        ),
    ] {
        let path = place.file(name, "of somebody else");
        let folder = Path::new(name).components().next().unwrap();
        let folder = folder.as_os_str().to_str().unwrap();
        let before = fs::read_dir(place.work().join(folder)).unwrap().count();
        let ran = place
            .p2msg("demo --json --dir")
            .args([folder])
            .code(5)
            .stderr("")
            .run();
        let error = ran.error();
        assert_eq!(error["code"], "not_a_demo");
        let message = error["message"].as_str().unwrap();
        assert!(
            message.contains(&format!("{folder} holds {shown},")),
            "{message}"
        );
        assert_eq!(fs::read(&path).unwrap(), b"of somebody else");
        assert_eq!(
            fs::read_dir(place.work().join(folder)).unwrap().count(),
            before
        );
        fs::remove_file(path).unwrap();
    }
    place
        .p2msg("demo --dir p2msg-demo/P2MSG-DEMO.txt")
        .code(1)
        .stderr("P2MSG-DEMO.txt")
        .run();
}

#[test]
fn an_earlier_demo_is_begun_anew() {
    let place = Place::new();
    demo(&place, "--shares 50");
    demo(&place, "--shares 3");
    assert_eq!(raw_shares(&place).len(), 3);
}

/// Starts `demo --follow`, a share each second.
fn follow(place: &Place, arguments: &str) -> Running {
    Running::start(place, &format!("demo --follow --every 1 {arguments}"))
}

/// Waits for a line of stdout with `part` in it.
fn wait_for(running: &Running, part: &str) -> String {
    loop {
        let line = running.line();
        if line.contains(part) {
            return line;
        }
    }
}

/// Sends a signal; it must end with exit code 0.
fn end(running: Running, signal: &str) {
    running.signal(signal);
    let (status, _) = running.ends();
    assert_eq!(status.code(), Some(0));
}

#[test]
fn it_mines_on_until_it_is_told_to_stop() {
    for signal in ["INT", "TERM"] {
        let place = Place::new();
        let running = follow(&place, "--shares 3 --json");
        assert_eq!(running.json()["schema"], "p2msg.demo/1");
        let share = running.json();
        assert_eq!(share["schema"], "p2msg.demo_share/1");
        assert_eq!(share["absheight"], 4);
        end(running, signal);
        let raw = raw_shares(&place);
        let network = Network::by_name("litecoin_testnet").unwrap();
        let hash = commit(&Share::read(&raw[3], network).unwrap(), network).share_hash;
        assert_eq!(share["share_hash"], hash.to_string());
        let text = fs::read(place.work().join(STORE).join("shares.0")).unwrap();
        assert_eq!(text.last(), Some(&b'\n'), "the last line is whole");
    }
}

#[test]
fn it_can_be_stopped_before_all_shares_are_there() {
    let place = Place::new();
    let running = follow(&place, "--shares 100000000");
    let store = place.work().join(STORE).join("shares.0");
    let start = Instant::now();
    // The store is all that tells that the mining has begun.
    while !fs::metadata(&store).is_ok_and(|file| file.len() > 0) {
        assert!(start.elapsed() < Duration::from_secs(60), "no share");
        std::thread::sleep(Duration::from_millis(10));
    }
    end(running, "TERM");
}

#[test]
fn two_demos_do_not_share_a_folder() {
    let place = Place::new();
    let running = follow(&place, "--shares 3 --json");
    running.json();
    place
        .p2msg("demo --lock-timeout 0")
        .code(1)
        .stderr("p2msg.lock")
        .run();
    assert_eq!(running.json()["schema"], "p2msg.demo_share/1");
    end(running, "TERM");
}

#[test]
fn message_data_that_is_none_is_named_and_passed_over() {
    let place = Place::new();
    let file = place.file("next.hex", "0100zz");
    let running = follow(&place, "--shares 3 --message-data next.hex");
    running.stderr("warning: next.hex is not mined: character 5 is no hex digit");
    let share = wait_for(&running, "share 4 ");
    assert!(!share.contains("you"), "{share}");
    // An envelope that promises a message and has none.
    fs::write(&file, "01000100\n").unwrap();
    running.stderr("next.hex: nodes that carry out the plan refuse a share with it");
    wait_for(&running, "by you: your message_data");
    end(running, "TERM");
    assert_eq!(fs::read_to_string(file).unwrap(), "01000100\n");
}

/// send -> pack -> a share -> the store -> decode, queue confirm.
#[test]
fn what_is_packed_comes_into_the_next_share_and_is_confirmed() {
    let miner = Miner::ready();
    let place = &miner.place;
    let running = follow(place, "--shares 3 --message-data next.hex --json");
    running.json();
    let id = miner.send("From the queue into a share");
    let packed = miner.keyed("pack --json --out next.hex").run().stdout;
    let share: Value = serde_json::from_str(&wait_for(&running, "your message_data")).unwrap();
    assert_eq!(share["miner"], "you");
    // It is mined once.
    assert_ne!(running.json()["miner"], "you");

    let decode = format!("{TESTNET} decode --json --with-messages {STORE}");
    let records = lines(&place.p2msg(&decode).run().stdout);
    let record = records
        .iter()
        .find(|record| record["share"]["hash"] == share["share_hash"])
        .expect("the share in the store");
    assert_eq!(record["message_data"], one(&packed)["message_data"]);
    let message = &record["messages"][0];
    assert_eq!(message["text"], "From the queue into a share");
    assert_eq!(message["signature_status"], "valid");
    assert_eq!(message["sender"], record["share"]["address"]);

    let confirm = format!("{TESTNET} queue confirm --json {STORE}");
    let confirmed = one(&miner.p2msg(&confirm).run().stdout);
    assert_eq!(confirmed["id"], id);
    assert_eq!(confirmed["share_hash"], share["share_hash"]);
    assert_eq!(miner.states(NOW), ["sent"]);
    end(running, "TERM");
}

/// What only an orphan carries is told apart, and so are the forgery, the copy and the old key.
#[test]
fn the_store_shows_what_a_node_would() {
    let place = Place::new();
    let summary = demo(&place, "");
    let hash_of = |about: &str| {
        let scenes = summary["scenes"].as_array().unwrap();
        let scene = scenes
            .iter()
            .find(|scene| scene["about"].as_str().unwrap().contains(about));
        scene.expect("such a scene")["share_hash"].clone()
    };
    let arguments = format!("{TESTNET} store chat --json --limit 100 {STORE}");
    let chat = lines(&place.p2msg(&arguments).stderr("").run().stdout);
    let orphaned: Vec<&Value> = chat
        .iter()
        .filter(|message| message["orphaned"] == true)
        .collect();
    assert_eq!(orphaned.len(), 1);
    assert_eq!(orphaned[0]["text"], "Nobody builds on this share.");
    assert_eq!(orphaned[0]["share_hash"], hash_of("an orphan"));
    let hello: Vec<&Value> = chat
        .iter()
        .filter(|message| {
            message["text"]
                .as_str()
                .unwrap()
                .starts_with("Hello from alice")
        })
        .collect();
    assert_eq!(hello.len(), 1);
    assert_eq!(hello[0]["share_hash"], hash_of("a first message"));
    assert_eq!(hello[0]["verified"], true);
    for says in [
        "Send your coins to mallory. Yours, alice",
        "Believe me, I am bob.",
    ] {
        let message = chat.iter().find(|message| message["text"] == says);
        assert_eq!(message.expect("it is shown")["verified"], false, "{says}");
    }
}
