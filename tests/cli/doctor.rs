//! `doctor`: what is there, and what is wrong with it.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;

use serde_json::{Value, json};

use crate::support::miner::Miner;
use crate::support::mock::{MockNode, Reply, Request, plan};
use crate::support::place::{NOW, Place, Run};

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
    let empty = "no share in it yet";
    assert_eq!(state(&found, "shares", empty), "ok");
    assert_eq!(state(&found, "data", "mode 0700"), "ok");
    assert_eq!(state(&found, "key log", "key_log.jsonl, mode 0600"), "ok");
    assert!(found.iter().all(|finding| finding["state"] != "wrong"));
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
    let part = "hint: check its content, then: chmod go-w data\n";
    assert!(stdout.contains(part), "{stdout}");
    assert!(!stdout.contains("not to be read"));
    let found = findings(run("doctor --shares nowhere"), 1);
    let part = "data has mode 0777: group or others can change it";
    assert_eq!(state(&found, "data", part), "wrong");
    chmod(&place.work().join("data"), 0o755);
    let found = findings(run("doctor --shares nowhere"), 1);
    for (check, part) in [
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

/// The hint of the first finding that holds `part`.
fn hint<'f>(findings: &'f [Value], part: &str) -> &'f str {
    let found = findings
        .iter()
        .find(|finding| finding["message"].as_str().unwrap().contains(part));
    let found = found.unwrap_or_else(|| panic!("no {part:?} in {findings:#?}"));
    found["hint"].as_str().unwrap()
}

#[test]
fn every_file_that_is_kept_is_closed_to_others() {
    let miner = Miner::ready();
    miner.send("hello");
    miner
        .place
        .secret_file("data/serve_token", "not to be read");
    let is_wrong = |name: &str, mode: u32, state_then: &str| {
        let path = miner.path(name);
        chmod(&path, mode);
        let code = i32::from(state_then == "wrong");
        let found = findings(miner.p2msg("doctor"), code);
        let part = format!("data/{name} has mode {mode:04o}: ");
        let check = match name {
            "signing_key.json" => "key",
            "key_log.jsonl" => "key log",
            "message_queue.json" => "queue",
            "serve_token" => "token",
            _ => "lock",
        };
        assert_eq!(state(&found, check, &part), state_then, "{name} {mode:o}");
        let mend = hint(&found, &part);
        assert_eq!(mend, format!("chmod 600 data/{name}"));
        assert!(!format!("{found:?}").contains("not to be read"));
        // The command mends it.
        miner.place.shell(mend).run();
        let found = findings(miner.p2msg("doctor"), 0);
        let notes = found.iter().filter(|finding| finding["state"] != "ok");
        let about_it = |finding: &&Value| finding["message"].as_str().unwrap().contains(name);
        assert_eq!(notes.filter(about_it).count(), 0, "{found:#?}");
    };
    for name in [
        "signing_key.json",
        "key_log.jsonl",
        "message_queue.json",
        "serve_token",
        "p2msg.lock",
    ] {
        is_wrong(name, 0o666, "wrong");
    }
    is_wrong("signing_key.json", 0o640, "wrong");
    is_wrong("serve_token", 0o644, "wrong");
    is_wrong("message_queue.json", 0o664, "wrong");
    is_wrong("message_queue.json", 0o644, "note");
    is_wrong("key_log.jsonl", 0o644, "note");
}

#[test]
fn a_path_with_blanks_can_be_pasted_too() {
    let place = Place::new();
    let name = "my data/it's/message_queue.json";
    let path = place.file(name, r#"{"version": 1, "next_id": 1, "entries": []}"#);
    chmod(&path, 0o666);
    let run = || {
        let folder = "my data/it's";
        place.p2msg("doctor").args(["--data-dir", folder])
    };
    let found = findings(run(), 1);
    let mend = hint(&found, "has mode 0666").to_owned();
    place.shell(&mend).run();
    findings(run(), 0);
}

#[test]
fn a_file_of_another_user_is_wrong() {
    let miner = Miner::ready();
    miner.send("hello");
    let queue = miner.path("message_queue.json");
    if chown(&queue, Some(4321), None).is_err() {
        eprintln!("SKIPPED: only root can give a file away");
        return;
    }
    let found = findings(miner.p2msg("doctor"), 1);
    let part = "data/message_queue.json belongs to user 4321, not to user 0";
    assert_eq!(state(&found, "queue", part), "wrong");
    assert_eq!(hint(&found, part), "sudo chown 0 data/message_queue.json");
    // Where all belongs to the other user, it is this run that is wrong, and says so once.
    let data = miner.place.work().join("data");
    for name in fs::read_dir(&data).unwrap() {
        chown(name.unwrap().path(), Some(4321), None).unwrap();
    }
    chown(&data, Some(4321), None).unwrap();
    let found = findings(miner.p2msg("doctor"), 1);
    let part = "data belongs to user 4321, and this is user 0";
    assert_eq!(state(&found, "data", part), "wrong");
    assert!(hint(&found, part).starts_with("run p2msg as that user: sudo -u '#4321' p2msg;"));
    let wrong = found.iter().filter(|finding| finding["state"] == "wrong");
    assert_eq!(wrong.count(), 1, "{found:#?}");
    findings(miner.p2msg("doctor --allow-foreign-data-dir"), 0);
}

#[test]
fn the_password_for_nodes_stays_closed() {
    let place = Place::new();
    let proxy = MockNode::start(|_: &Request| Reply::Headers(401, vec![], b"no".to_vec()));
    let node = node(0);
    // Only who opens a pipe waits for its other end.
    let script = r#"mkfifo -m 600 pipe; "$P2MSG" doctor --json"#;
    let urls = format!("{} {}", proxy.url(), node.url());
    let run = place.shell(script);
    let run = run.env("P2MSG_AUTH_FILE", "pipe").env("P2MSG_URL", &urls);
    let stdout = run.run().stdout;
    let found: Vec<Value> = stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let there = "is there and wants a password; that of --auth-file was not used";
    assert_eq!(state(&found, "node", there), "note");
    let answers = "with the API plan; the password of --auth-file was not used";
    assert_eq!(state(&found, "node", answers), "ok");
    for request in proxy.requests().iter().chain(&node.requests()) {
        assert_eq!(request.header("authorization"), None);
    }

    // Nothing answers at the proxy, so no name is looked up.
    let run = place.p2msg("doctor --url http://node.example --auth-file pipe");
    let found = findings(run.env("http_proxy", "http://127.0.0.1:1"), 1);
    let readable = "a password for node.example would be sent without encryption";
    assert_eq!(state(&found, "node", readable), "note");

    let password = place.file("password", "not to be read");
    chmod(&password, 0o644);
    let doctor = "doctor --auth-file password";
    let found = findings(place.p2msg(doctor), 1);
    assert_eq!(state(&found, "secrets", "password has mode 0644"), "wrong");
    // Without a password it is a fault that the node wants one.
    let run = place.p2msg("doctor").env("P2MSG_URL", &proxy.url());
    let found = findings(run, 1);
    assert_eq!(state(&found, "node", "HTTP 401"), "wrong");
}

#[test]
fn a_mistake_in_the_config_is_a_finding_and_the_rest_is_looked_at() {
    let place = Place::new();
    place.file("mine/message_queue.json", "{");
    for (config, part) in [
        (
            "data-dir = \"mine\"\ncolour = 1\n",
            "line 2: unknown key 'colour'",
        ),
        (
            "net = \"litcoin\"\ndata-dir = \"mine\"\n",
            "line 1: net: 'litcoin'",
        ),
    ] {
        place.config(config);
        let found = findings(place.p2msg("doctor"), 1);
        assert_eq!(state(&found, "config", part), "wrong");
        // What is right in it counts.
        assert_eq!(state(&found, "queue", "mine/message_queue.json"), "wrong");
        assert_eq!(state(&found, "network", "for litecoin (LTC)"), "ok");
        assert!(found.iter().any(|finding| finding["check"] == "shares"));
    }
    place.config("net = litecoin\n");
    let found = findings(place.p2msg("doctor"), 1);
    assert_eq!(state(&found, "config", "config.toml line 1: "), "wrong");
    assert!(found.iter().any(|finding| finding["check"] == "shares"));
    place.config("");
    let run = place.p2msg("doctor").env("P2MSG_YES", "maybe");
    let found = findings(run, 1);
    assert_eq!(state(&found, "config", "P2MSG_YES: 'maybe'"), "wrong");
    let run = place.p2msg("doctor").env("P2MSG_CONFIG", "no.toml");
    let found = findings(run, 1);
    assert_eq!(state(&found, "config", "no.toml: not there"), "wrong");
}

#[test]
fn shares_of_another_network_are_found_out() {
    let store = include_str!("../samples/litecoin_testnet/shares.0");
    let place = Place::new();
    place.file("node/shares.0", store);
    place.file("node/shares.10", "2 0\n");
    let doctor = |net: &str| place.p2msg(&format!("doctor --shares node --net {net}"));
    let found = findings(doctor("litecoin_testnet"), 0);
    let part = "shares hold for litecoin_testnet";
    assert_eq!(state(&found, "shares", part), "ok");
    let found = findings(doctor("litecoin"), 1);
    let part = "shares are not of litecoin";
    assert_eq!(state(&found, "shares", part), "wrong");
    assert_eq!(
        hint(&found, part),
        "is --net right? they are of litecoin_testnet: --net litecoin_testnet"
    );

    // A share that is still being written is none yet; one that was cut off is an accident.
    let whole = store.trim_end().rsplit_once('\n').unwrap().0;
    let last = store.lines().rfind(|line| line.starts_with("5 ")).unwrap();
    let cut = &last[..last.len() / 2];
    place.file("node/shares.0", format!("{whole}\n{cut}"));
    let found = findings(doctor("litecoin_testnet"), 0);
    assert_eq!(state(&found, "shares", "shares hold for"), "ok");
    place.file("node/shares.0", format!("{whole}\n{cut}\n"));
    let found = findings(doctor("litecoin_testnet"), 0);
    assert_eq!(state(&found, "shares", "1 of its "), "note");
    let verify = "p2msg --net litecoin_testnet verify node";
    assert!(hint(&found, "1 of its ").ends_with(verify));
    place.file("node/shares.0", format!("{cut}\n"));
    let found = findings(doctor("litecoin_testnet"), 1);
    let part = "none of its 1 shares is readable";
    assert!(hint(&found, part).ends_with(verify));
}

/// One of its fifteen shares is valid on btcregtest by chance, whose target is easy.
#[test]
fn a_network_is_named_only_if_nearly_all_shares_are_valid_there() {
    let place = Place::new();
    place.file(
        "node/shares.0",
        include_str!("../vectors/small_litecoin_testnet.shares.0"),
    );
    for net in ["btcregtest", "litecoin"] {
        let found = findings(place.p2msg(&format!("doctor --shares node --net {net}")), 1);
        let part = format!("shares are not of {net}");
        assert_eq!(state(&found, "shares", &part), "wrong");
        assert_eq!(
            hint(&found, &part),
            "is --net right? they are of litecoin_testnet: --net litecoin_testnet"
        );
    }
}
