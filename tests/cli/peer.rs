//! `peer info`, `peer shares`, `peer watch` and `p2p://`, with demos as peers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::miner::{lines, one};
use crate::support::place::Place;
use crate::support::running::Running;

const STORE: &str = "data/litecoin_testnet";
const TESTNET: &str = "--net litecoin_testnet";

/// A demo that is a peer.
struct Demo {
    running: Running,
    address: String,
    folder: String,
}

impl Demo {
    /// Starts a demo in `folder` that mines a share every hour, unless `arguments` say more.
    fn start(place: &Place, folder: &str, arguments: &str) -> Self {
        let every = if arguments.contains("--every") {
            ""
        } else {
            "--every 3600"
        };
        let running = Running::start(
            place,
            &format!("demo --json --dir {folder} --listen-p2p 127.0.0.1:0 {every} {arguments}"),
        );
        let address = running.json()["p2p_address"].as_str().unwrap().to_owned();
        Self {
            running,
            address,
            folder: folder.to_owned(),
        }
    }

    fn store(&self) -> String {
        format!("{}/{STORE}", self.folder)
    }

    /// Ends it, with its store complete.
    fn end(self) {
        self.running.signal("TERM");
        let (status, _) = self.running.ends();
        assert_eq!(status.code(), Some(0));
    }
}

/// The raw shares in the files of a store, in their order.
fn stored(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with("shares.")
        })
        .collect();
    files.sort();
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    texts.flat_map(|text| shares_in(&text)).collect()
}

fn shares_in(text: &str) -> Vec<String> {
    let shares = text.lines().filter_map(|line| line.strip_prefix("5 "));
    shares.map(str::to_owned).collect()
}

/// The shares of the best chain of a store, without orphans.
fn best_chain(place: &Place, store: &str) -> BTreeSet<String> {
    let records = place
        .p2msg(&format!("{TESTNET} decode --json {store}"))
        .code(4)
        .run();
    let shares: BTreeMap<String, Value> = lines(&records.stdout)
        .into_iter()
        .filter(|record| record["kind"] == "share")
        .map(|record| (record["share"]["hash"].as_str().unwrap().to_owned(), record))
        .collect();
    let height = |hash: &String| shares[hash]["share"]["absheight"].as_u64().unwrap();
    let mut next = shares.keys().max_by_key(|hash| height(hash)).cloned();
    let mut best = BTreeSet::new();
    while let Some(hash) = next.filter(|hash| shares.contains_key(hash)) {
        let previous = &shares[&hash]["share"]["previous_share_hash"];
        next = previous.as_str().map(str::to_owned);
        best.insert(hash);
    }
    best
}

fn hashes_of(place: &Place, path: &str) -> BTreeSet<String> {
    let records = place
        .p2msg(&format!("{TESTNET} decode --json {path}"))
        .codes(&[0, 4])
        .run();
    let records = lines(&records.stdout);
    let shares = records.iter().filter(|record| record["kind"] == "share");
    shares
        .map(|record| record["share"]["hash"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn info_shows_each_peer_and_one_that_is_down() {
    let place = Place::new();
    let demo = Demo::start(&place, "a", "");
    let run = place
        .p2msg(&format!(
            "{TESTNET} peer info --json --addresses --connect {} --connect 127.0.0.1:1",
            demo.address
        ))
        .code(1)
        .stderr("19338")
        .run();
    let [up, down] = &lines(&run.stdout)[..] else {
        panic!("{}", run.stdout);
    };
    assert_eq!(up["peer"], demo.address);
    assert_eq!(
        (&up["reachable"], &up["protocol_version"]),
        (&true.into(), &3600.into())
    );
    assert!(up["client"].as_str().unwrap().contains("p2msg-demo"));
    assert_eq!(up["shares"], 60);
    assert_eq!(up["agrees"], true);
    assert_eq!(up["addresses"], Value::Array(Vec::new()));
    // 59 shares of 20 hashes, one every 4 seconds.
    let rate = up["hash_rate"].as_f64().unwrap();
    assert!((4.0..6.0).contains(&rate), "{rate}");
    assert_eq!(down["reachable"], false);
    assert!(down["error"].as_str().unwrap().contains("refused"));

    let text = place
        .p2msg(&format!("{TESTNET} peer info --connect {}", demo.address))
        .run();
    assert!(
        text.stdout
            .contains(up["best_share_hash"].as_str().unwrap())
    );
}

#[test]
fn shares_are_fetched_once_and_continued() {
    let place = Place::new();
    let demo = Demo::start(&place, "a", "");
    let fetch = |address: &str, arguments: &str| {
        place.p2msg(&format!(
            "{TESTNET} peer shares --connect {address} {arguments}"
        ))
    };
    let all = fetch(&demo.address, "--all --out archive/ --json");
    let first = one(&all.stderr("breaks a rule").run().stdout);
    // The demo has one such share.
    assert_eq!(first["broken_rules"], 1);
    assert_eq!((&first["new"], &first["missing"]), (&60.into(), &0.into()));
    let expected = best_chain(&place, &demo.store());
    assert_eq!(hashes_of(&place, "archive"), expected);

    let again = one(&fetch(&demo.address, "--all --out archive/ --json")
        .run()
        .stdout);
    assert_eq!((&again["new"], &again["shares"]), (&0.into(), &60.into()));
    demo.end();

    let demo = Demo::start(&place, "a", "--continue --shares 75");
    let more = one(&fetch(&demo.address, "--all --out archive/ --json")
        .run()
        .stdout);
    assert_eq!((&more["new"], &more["shares"]), (&15.into(), &75.into()));
    let archived = stored(&place.work().join("archive"));
    let different: BTreeSet<&String> = archived.iter().collect();
    assert_eq!((archived.len(), different.len()), (75, 75));
    place
        .p2msg(&format!("{TESTNET} verify --failures-only archive"))
        .code(4)
        .run();

    let newest = fetch(&demo.address, "--count 7").run();
    assert_eq!(shares_in(&newest.stdout).len(), 7);
    let objects = lines(&fetch(&demo.address, "--count 7 --json").run().stdout);
    assert_eq!(objects[0]["share_hash"], more["best_share_hash"]);
    let raws: Vec<&str> = objects
        .iter()
        .map(|object| object["raw"].as_str().unwrap())
        .collect();
    assert_eq!(raws, shares_in(&newest.stdout));

    let third = objects[2]["share_hash"].as_str().unwrap();
    let single = fetch(&demo.address, &format!("--hash {third} --json")).run();
    assert_eq!(one(&single.stdout), objects[2]);
    let all = fetch(&demo.address, "--all --json").stderr("breaks a rule");
    let all = lines(&all.run().stdout);
    let times = all.iter().map(|share| share["timestamp"].as_u64().unwrap());
    let since = objects[0]["timestamp"].as_u64().unwrap() - 30;
    let expected = times.filter(|at| *at >= since).count();
    let recent = fetch(&demo.address, &format!("--since {since}")).run();
    assert_eq!(shares_in(&recent.stdout).len(), expected);
    assert!((2..75).contains(&expected));
}

#[test]
fn a_killed_download_is_continued() {
    let place = Place::new();
    let demo = Demo::start(&place, "a", "--shares 1500");
    let arguments = format!(
        "{TESTNET} peer shares --connect {} --all --out archive/",
        demo.address
    );
    let archive = place.work().join("archive");
    for step in 0..12 {
        let running = Running::start(&place, &arguments);
        let until = Instant::now() + Duration::from_millis(12 * step);
        while Instant::now() < until {
            std::hint::spin_loop();
        }
        drop(running);
        if archive.join("shares.0").exists() {
            let text = fs::read_to_string(archive.join("shares.0")).unwrap();
            let whole = text.rfind('\n').map_or("", |end| &text[..end]);
            let shares = shares_in(whole);
            let different: BTreeSet<&String> = shares.iter().collect();
            assert_eq!(shares.len(), different.len());
        }
    }
    let run = place.p2msg(&arguments);
    run.stderr("").run();
    let archived = stored(&archive);
    let different: BTreeSet<&String> = archived.iter().collect();
    assert_eq!((archived.len(), different.len()), (1500, 1500));
    assert_eq!(
        hashes_of(&place, "archive"),
        best_chain(&place, &demo.store())
    );
}

#[test]
fn the_share_store_of_a_node_is_not_written_to() {
    let place = Place::new();
    let demo = Demo::start(&place, "a", "");
    let store = place.work().join(demo.store());
    let before = stored(&store);
    for path in [demo.store(), format!("{}/shares.0", demo.store())] {
        place
            .p2msg(&format!(
                "{TESTNET} peer shares --connect {} --all --out {path}",
                demo.address
            ))
            .code(5)
            .stderr("did not write")
            .run();
    }
    assert_eq!(stored(&store), before);
    assert_eq!(fs::read_dir(&store).unwrap().count(), 1);
}

#[test]
fn the_chain_of_a_peer_is_an_input() {
    let place = Place::new();
    let demo = Demo::start(&place, "a", "");
    let run = |command: &str, input: &str| {
        let arguments = format!("{TESTNET} {command} --json {input}");
        let records = lines(&place.p2msg(&arguments).code(4).run().stdout);
        let shares = records
            .into_iter()
            .filter(|record| record["kind"] != "verified");
        shares
            .map(|mut record| {
                record.as_object_mut().unwrap().remove("source");
                (record["share"]["hash"].as_str().unwrap().to_owned(), record)
            })
            .collect::<BTreeMap<String, Value>>()
    };
    let best = best_chain(&place, &demo.store());
    for command in ["decode", "verify"] {
        let mut expected = run(command, &demo.store());
        expected.retain(|hash, _| best.contains(hash));
        let fetched = run(command, &format!("p2p://{}", demo.address));
        assert_eq!(fetched, expected, "{command}");
    }
    let down = format!("{TESTNET} decode p2p://127.0.0.1:1");
    place.p2msg(&down).code(1).stderr("refused").run();
    let invalid = place.p2msg("decode p2p://").code(2);
    invalid.stderr("host is missing").run();
}

/// The messages of share stores, by hash.
fn messages(place: &Place, stores: &[String]) -> BTreeMap<String, Value> {
    let stores = stores.join(" ");
    let run = place
        .p2msg(&format!("{TESTNET} store messages --json {stores}"))
        .run();
    lines(&run.stdout)
        .into_iter()
        .map(|message| (hash_of(&message), message))
        .collect()
}

fn hash_of(message: &Value) -> String {
    message["message_hash"].as_str().unwrap().to_owned()
}

#[test]
fn watch_shows_each_message_of_disagreeing_peers_once() {
    let place = Place::new();
    Demo::start(&place, "a", "").end();
    copy(&place.work().join("a"), &place.work().join("b"));
    let demos = ["a", "b"].map(|folder| Demo::start(&place, folder, "--continue --every 1"));
    let stores = [demos[0].store(), demos[1].store()];
    let connect = format!(
        "--connect {} --connect {}",
        demos[0].address, demos[1].address
    );
    let watch = Running::start(&place, &format!("{TESTNET} peer watch --json {connect}"));
    let mut shown: BTreeMap<String, Value> = BTreeMap::new();
    let mut show = |message: Value| {
        let hash = hash_of(&message);
        assert!(shown.insert(hash, message).is_none(), "repeated");
        shown.len()
    };
    // The chains were fetched before the first message is shown.
    show(watch.json());
    let before = messages(&place, &stores);
    while show(watch.json()) < 6 {}
    demos.into_iter().for_each(Demo::end);
    let mut expected = messages(&place, &stores);
    expected.retain(|hash, _| !before.contains_key(hash));
    while !expected.keys().all(|hash| shown.contains_key(hash)) {
        let message = watch.json();
        assert!(
            shown.insert(hash_of(&message), message).is_none(),
            "repeated"
        );
    }
    let others = shown.keys().filter(|hash| !expected.contains_key(*hash));
    assert!({ others }.all(|hash| before.contains_key(hash)));
    for (hash, stored) in &expected {
        let message = &shown[hash];
        assert_eq!(message["signature_status"], stored["signature_status"]);
        assert_eq!(message["sender"], stored["sender"]);
        let node = message["nodes"][0].as_str().unwrap();
        assert!(node.starts_with("127.0.0.1:"), "{node}");
    }
    watch.signal("INT");
    watch.signal("TERM");
    let (status, rest) = watch.ends();
    assert_eq!((status.code(), rest.len()), (Some(0), 0));

    // The archive has every share once, and the next start reads it.
    let archive = place
        .home()
        .join(".local/share/p2msg/peers/litecoin_testnet");
    let archived = stored(&archive);
    let different: BTreeSet<&String> = archived.iter().collect();
    assert_eq!(archived.len(), different.len());
    let all: BTreeSet<String> = stores
        .iter()
        .flat_map(|s| stored(&place.work().join(s)))
        .collect();
    assert!(archived.iter().all(|share| all.contains(share)));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &target),
            false => fs::copy(&path, &target).map(drop).unwrap(),
        }
    }
}

#[test]
fn watch_starts_again_with_what_it_fetched() {
    let place = Place::new();
    let demo = Demo::start(&place, "a", "");
    let arguments = format!(
        "{TESTNET} peer watch --since 1000000000 --connect {}",
        demo.address
    );
    let start = || Running::start(&place, &format!("{arguments} --json"));
    let first = start();
    let shown = first.json();
    assert!(shown["share_hash"].is_string());
    drop(first);
    let archive = place
        .home()
        .join(".local/share/p2msg/peers/litecoin_testnet");
    assert_eq!(stored(&archive).len(), 60);
    // A second start has the same messages without new shares.
    let second = start();
    assert_eq!(second.json()["message_hash"], shown["message_hash"]);
    // A third process at the same time keeps nothing, and works.
    let third = Running::start(&place, &arguments);
    third.stderr("fetched shares are not kept");
    third.line();
    assert_eq!(stored(&archive).len(), 60);
}

#[test]
fn an_interrupted_watch_disconnects_when_it_harms_nobody() {
    let place = Place::new();
    let demo = Demo::start(&place, "a", "--every 2");
    let start = || {
        let watch = Running::start(
            &place,
            &format!("{TESTNET} peer watch --verbose --connect {}", demo.address),
        );
        watch.stderr("shares are known");
        // The demo pushes every two seconds.
        watch.line();
        watch
    };
    let watch = start();
    watch.signal("INT");
    watch.stderr("disconnecting 11 s after");
    let began = Instant::now();
    watch.signal("INT");
    watch.stderr("less than 11 s after it may have pushed shares");
    let (status, _) = watch.ends();
    assert_eq!(status.code(), Some(0));
    assert!(began.elapsed() < Duration::from_secs(5));

    let watch = start();
    demo.end();
    watch.signal("INT");
    let (status, _) = watch.ends();
    assert_eq!(status.code(), Some(0));
}

#[test]
fn broken_rules_and_demands_name_the_peer() {
    let place = Place::new();
    let demo = Demo::start(&place, "a", "");
    let run = |command: &str| {
        place.p2msg(&format!(
            "{TESTNET} peer {command} --connect {}",
            demo.address
        ))
    };
    let shares = run("shares --all").stderr(&*demo.address).run();
    assert!(
        shares.stderr.contains("far_share_hash"),
        "{}",
        shares.stderr
    );
    let all = lines(
        &run("shares --all --json")
            .stderr("far_share_hash")
            .run()
            .stdout,
    );
    let (newest, oldest) = (&all[0]["share_hash"], &all[59]["share_hash"]);
    let text = |hash: &Value| hash.as_str().unwrap().to_owned();
    for command in ["info", "shares --all --out fetched", "watch"] {
        // A share every 4 seconds with 20 hashes.
        let low = run(&format!("{command} --min-hashrate 1kH")).code(4);
        low.stderr("less than 1.00 kH/s").run();
        let unknown = "ab".repeat(32);
        let missing = run(&format!("{command} --checkpoint {unknown}")).code(4);
        missing.stderr(unknown).run();
    }
    let met = format!(
        "info --min-hashrate 1H --checkpoint {} --checkpoint {}",
        text(newest),
        text(oldest)
    );
    run(&met).run();
}

#[test]
fn addresses_are_checked() {
    let place = Place::new();
    for (arguments, part) in [
        ("--connect node:0", "not a number from 1 to 65535"),
        ("--connect ::1", "needs brackets"),
        (
            "--connect node.example:1 --connect node.example:2",
            "the same host",
        ),
        ("--proxy socks5://127.0.0.1:9050", "socks5h://HOST:PORT"),
    ] {
        let run = place.p2msg(&format!("peer info {arguments}"));
        run.code(2).stderr(part).run();
    }
    let named = place.p2msg("peer info");
    let named = named.env("P2MSG_PEER", "127.0.0.1:1 localhost:1");
    named.code(1).stderr("localhost:1").run();
}
