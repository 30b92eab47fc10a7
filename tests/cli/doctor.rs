//! `doctor`: what is there, and what is wrong with it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::{Value, json};

use crate::miner::Miner;
use crate::mock::{MockNode, Reply, Request, plan};
use crate::place::{NOW, Place, Run};

/// A node whose clock is so many seconds ahead.
fn node(ahead: i64) -> MockNode {
    MockNode::start(move |request: &Request| match request.path.as_str() {
        "/uptime" => {
            let at = jiff::Timestamp::from_second(NOW as i64 + ahead).unwrap();
            let date = at.to_zoned(jiff::tz::TimeZone::UTC);
            let date = date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
            Reply::Headers(200, vec![("date", date)], b"5".to_vec())
        }
        _ => plan(vec![])(request),
    })
}

/// What was found, by check; each run must end with `code`.
fn findings(run: Run<'_>, code: i32) -> Vec<Value> {
    let stdout = run.args(["--json"]).code(code).run().stdout;
    stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The state and message of the first finding of a check that holds `part`.
fn state(findings: &[Value], check: &str, part: &str) -> Value {
    let found = findings.iter().find(|finding| {
        finding["check"] == check && finding["message"].as_str().unwrap().contains(part)
    });
    match found {
        Some(finding) => finding["state"].clone(),
        None => panic!("no {check} with {part:?} in {findings:#?}"),
    }
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn where_nothing_is_nothing_is_wrong() {
    let place = Place::new();
    // A port that nobody listens on: the node of the machine need not be there.
    let ran = place.p2msg("doctor --net terracoin_testnet").run();
    for line in [
        "ok     config    none at ",
        "ok     network   p2msg ",
        "note   data      ",
        "note   key       ",
        "ok     queue     0 pending, 0 packed, 0 sent, 0 expired\n",
        "ok     secrets   the environment names none: ",
        "note   clock     P2MSG_NOW has stopped it at 2024-02-10 16:00:00",
        "note   node      cannot ask http://127.0.0.1:",
        "note   shares    no share store in data/terracoin_testnet, ",
        "                 hint: p2msg key init",
    ] {
        assert!(ran.stdout.contains(line), "{line:?}:\n{}", ran.stdout);
    }
    // It looks and changes nothing.
    assert_eq!(fs::read_dir(place.work()).unwrap().count(), 0);
    assert_eq!(fs::read_dir(place.home()).unwrap().count(), 0);
}

#[test]
fn all_that_is_well_is_said() {
    let miner = Miner::ready();
    miner.send("hello");
    let node = node(20);
    miner.place.file("data/litecoin/shares.0", "");
    chmod(&miner.place.work().join("data"), 0o700);
    let run = miner.p2msg("doctor").env("P2MSG_URL", &node.url());
    let found = findings(run, 0);
    assert_eq!(found[0]["schema"], "p2msg.doctor/1");
    assert_eq!(state(&found, "key", "key_index 0, signing_id "), "ok");
    assert_eq!(state(&found, "queue", "1 pending"), "ok");
    assert_eq!(state(&found, "node", "answers, with the API plan"), "ok");
    assert_eq!(state(&found, "clock", "within a minute of that of"), "ok");
    assert_eq!(state(&found, "shares", "data/litecoin: 1 file, "), "ok");
    assert_eq!(state(&found, "data", "mode 0700"), "ok");
}

#[test]
fn what_is_wrong_is_wrong_and_says_what_to_do() {
    let place = Place::new();
    let node = node(-3_600);
    let dead = MockNode::start(plan(vec![])).stop();
    place.file("data/message_queue.json", "{");
    place.file("data/signing_key.json", "{}");
    chmod(&place.work().join("data"), 0o777);
    let key = place.file("payout.key", "not to be read");
    chmod(&key, 0o644);
    let urls = format!("{} http://{dead}", node.url());
    let run = |arguments: &str| {
        place
            .p2msg(arguments)
            .env("P2MSG_URL", &urls)
            .env("P2MSG_MASTER_KEY_FILE", "payout.key")
            .env("P2MSG_SIGNING_WIF_FILE", "missing.key")
    };
    let stdout = run("doctor --shares nowhere").code(1).run().stdout;
    assert!(stdout.contains("hint: chmod go-w data"), "{stdout}");
    assert!(!stdout.contains("not to be read"));
    let found = findings(run("doctor --shares nowhere"), 1);
    for (check, part) in [
        ("data", "data has mode 0777: others can change it"),
        ("key", "signing_key.json"),
        ("queue", "message_queue.json"),
        ("secrets", "payout.key has mode 0644"),
        ("secrets", "missing.key"),
        ("node", "connect: "),
        ("clock", "3600 s ahead of that of"),
        ("shares", "nowhere"),
    ] {
        assert_eq!(state(&found, check, part), "wrong");
    }
    for finding in &found {
        assert!(
            finding["state"] != json!("wrong") || finding["hint"].is_string(),
            "{finding}"
        );
    }
}

#[test]
fn a_key_in_the_place_of_a_path_is_not_repeated() {
    let key = "00000000000000000000000000000000000000000000000000000000000000aa";
    let place = Place::new();
    let run = place.p2msg("doctor").env("P2MSG_MASTER_KEY_FILE", key);
    let ran = run.code(1).run();
    assert!(
        ran.stdout
            .contains("must name a file, but looks like a private key")
    );
    assert!(!ran.stdout.contains("0000aa"), "{}", ran.stdout);
}

#[test]
fn a_secret_is_not_opened() {
    let place = Place::new();
    place.secret_file("payout.key", "00");
    // Only who opens a pipe waits for its other end.
    let script = r#"mkfifo pipe; chmod 600 pipe; P2MSG_MASTER_KEY_FILE=pipe "$P2MSG" doctor"#;
    let ran = place.shell(script).run();
    assert!(
        ran.stdout.contains("P2MSG_MASTER_KEY_FILE names pipe"),
        "{}",
        ran.stdout
    );
}

#[test]
fn messages_that_wait_for_long_or_expired_are_noted() {
    let miner = Miner::ready();
    miner.send("hello");
    for (age, part) in [
        (21 * 3_600, "the oldest has waited for more than 20 hours"),
        (25 * 3_600, "1 expired"),
    ] {
        let later = (NOW + age).to_string();
        let found = findings(miner.p2msg("doctor").env("P2MSG_NOW", &later), 0);
        assert_eq!(state(&found, "queue", part), "note");
    }
}
