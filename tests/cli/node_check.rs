//! `node check`: one line for monitoring systems, and their exit codes.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::support::mock::{KEY, MockNode, Reply, alert, c2pool, chat, msg, plan, signal, status};
use crate::support::place::{NOW, Place, Ran};

/// Runs a check that finds this state; there must be one status line with performance data.
fn check(place: &Place, nodes: &[&MockNode], options: &str, state: &str) -> Ran {
    let urls: String = nodes
        .iter()
        .map(|node| format!(" --url {}", node.url()))
        .collect();
    let code = match state {
        "OK" => 0,
        "WARNING" => 1,
        "CRITICAL" => 2,
        _ => 3,
    };
    let ran = place
        .p2msg(&format!("node check{urls} {options}"))
        .code(code)
        .run();
    let line = ran.stdout.lines().next().unwrap();
    assert!(
        line.starts_with(&format!("P2MSG {state} - ")),
        "{}",
        ran.stdout
    );
    assert_eq!(line.matches('|').count(), 1, "{line}");
    assert_eq!(ran.stdout.matches('|').count(), 1, "{}", ran.stdout);
    ran
}

#[test]
fn all_is_well() {
    let node = MockNode::start(plan(vec![chat(60, "hello"), status(300)]));
    let place = Place::new();
    let ran = check(&place, &[&node], "--status-warning 900", "OK");
    let mut lines = ran.stdout.lines();
    let (line, perf) = lines.next().unwrap().split_once(" | ").unwrap();
    assert_eq!(
        line,
        format!(
            "P2MSG OK - {} answers (plan); no alerts; no transition signal; and 2 more",
            node.url()
        )
    );
    let (perf, time) = perf.rsplit_once(' ').unwrap();
    assert_eq!(
        perf,
        format!(
            "'node_up_{}'=1;;;0 'alerts_critical'=0;;0;0 'alerts_verified'=0;0;;0 'alerts_unverified'=0;0;;0 'transition_required'=0;0;;0 \
             'status_age'=300s;900;;0 'queue_waiting'=0;;;0 'queue_age'=0s;21600;72000;0",
            node.url()
        )
    );
    assert!(time.starts_with("'time'=0."), "{time}");
    let rest: Vec<&str> = lines.collect();
    assert_eq!(
        rest,
        [
            format!("[OK] nodes: {} answers (plan)", node.url()).as_str(),
            "[OK] alerts: no alerts",
            "[OK] transition: no transition signal",
            "[OK] status: the newest NODE_STATUS is 300 s old",
            "[OK] queue: nothing waits in the queue",
        ]
    );
}

#[test]
fn verified_alerts_of_chosen_senders_are_critical() {
    let place = Place::new();
    let unverified = MockNode::start(plan(vec![alert(60, "fork | 'x'=1", false)]));
    let ran = check(&place, &[&unverified], "", "WARNING");
    assert!(
        ran.stdout.contains("unverified alert from"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("fork ¦ 'x'=1"), "{}", ran.stdout);
    let verified = MockNode::start(plan(vec![alert(60, "\u{1b}[2Jstop\nall", true)]));
    let from = format!("--alert-from {KEY}");
    let ran = check(&place, &[&unverified, &verified], &from, "CRITICAL");
    let line = ran.stdout.lines().next().unwrap();
    assert!(
        line.contains("- verified alert from") && line.contains("␛[2Jstop⏎all |"),
        "{line}"
    );
    check(&place, &[&verified], "--alert-age 30", "OK");
    check(&place, &[&verified], "--skip alerts", "OK");
}

#[test]
fn a_required_transition_is_a_warning_with_its_url() {
    let place = Place::new();
    let node = MockNode::start(plan(vec![signal("required")]));
    let ran = check(&place, &[&node], "", "WARNING");
    let said = "transition required: 35 -> 36: Upgrade to V36 [required] https://pool.example/v36";
    assert!(ran.stdout.contains(said), "{}", ran.stdout);
    check(&place, &[&node], "--skip transition", "OK");
    // Without a signer, c2pool has not checked the signature.
    let unchecked = MockNode::start(c2pool(json!([])));
    let ran = check(&place, &[&unchecked], "", "OK");
    assert!(ran.stdout.contains("p2msg cannot check"), "{}", ran.stdout);
    let recommended = MockNode::start(msg(vec![signal("recommended")], false));
    check(&place, &[&recommended], "", "OK");
    let mut forged = signal("required");
    forged["verified"] = false.into();
    check(&place, &[&MockNode::start(plan(vec![forged]))], "", "OK");
}

#[test]
fn nodes_that_do_not_answer() {
    let place = Place::new();
    let node = MockNode::start(plan(vec![]));
    let dead = MockNode::start(plan(vec![]));
    let address = dead.url();
    drop(dead);
    let refused = format!("--url {address}");
    let ran = check(&place, &[&node], &refused, "CRITICAL");
    assert!(
        ran.stdout
            .contains(&format!("[CRITICAL] nodes: cannot ask {address}/")),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains(&format!("'node_up_{address}'=0;;;0")));
    // Too slow is not the same as gone.
    let slow = MockNode::start(|_| Reply::silence());
    let ran = check(&place, &[&slow], "--timeout 0.5", "UNKNOWN");
    assert!(
        ran.stdout.contains("nothing more came within 0.5 s"),
        "{}",
        ran.stdout
    );
    let failing = MockNode::start(|_| Reply::Body(500, vec![]));
    check(&place, &[&failing], "", "CRITICAL");
}

#[test]
fn values_are_omitted_if_no_node_answers() {
    let place = Place::new();
    let dead = MockNode::start(plan(vec![]));
    let refused = format!("--url {} --textfile out.prom", dead.url());
    drop(dead);
    let ran = check(&place, &[], &refused, "CRITICAL");
    let json = place.p2msg(&format!("node check --json {refused}")).code(2);
    let text = fs::read_to_string(place.work().join("out.prom")).unwrap();
    for shown in [ran.stdout, json.run().stdout, text] {
        assert!(shown.contains("node_up"), "{shown}");
        for unknown in ["alerts_", "transition_", "status_age", "key_"] {
            assert!(!shown.contains(unknown), "{shown}");
        }
    }
}

#[test]
fn by_default_only_alerts_of_authorities_are_critical() {
    let place = Place::new();
    let miner = MockNode::start(plan(vec![alert(60, "from a miner", true)]));
    let mut signed = alert(60, "from the authority", true);
    signed["protocol_authority"] = true.into();
    let authority = MockNode::start(plan(vec![signed.clone()]));
    let ran = check(&place, &[&miner], "", "WARNING");
    assert!(
        ran.stdout.contains("- verified alert from"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout
            .contains("'alerts_critical'=0;;0;0 'alerts_verified'=1;0;;0"),
        "{}",
        ran.stdout
    );
    check(&place, &[&authority], "", "CRITICAL");
    check(
        &place,
        &[&authority],
        &format!("--alert-from {}", "00".repeat(20)),
        "WARNING",
    );

    let address = "LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9";
    let from_address = |verified: bool, text: &str| {
        let mut alert = alert(60, text, verified);
        alert["sender"] = address.into();
        alert
    };
    let known = MockNode::start(plan(vec![from_address(true, "from our pool")]));
    let both = format!("--alert-from authority --alert-from {address}");
    check(&place, &[&known], "", "WARNING");
    check(&place, &[&known], &both, "CRITICAL");
    check(&place, &[&authority], &both, "CRITICAL");
    check(&place, &[&miner], &both, "WARNING");
    let unsigned = MockNode::start(plan(vec![from_address(false, "unsigned")]));
    check(&place, &[&unsigned], &both, "WARNING");
    // The sender of an authority's alert is the miner whose share carried it.
    signed["sender"] = address.into();
    let carried = MockNode::start(plan(vec![signed]));
    check(
        &place,
        &[&carried],
        &format!("--alert-from {address}"),
        "WARNING",
    );

    for (arguments, error) in [
        ("--alert-from everyone", "give a payout address"),
        ("--alert-from=", "give a payout address"),
        (
            "--alert-from 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
            "is an address of bitcoin",
        ),
    ] {
        let arguments = format!("node check {arguments}");
        place.p2msg(&arguments).code(3).stderr(error).run();
    }
}

#[test]
fn the_age_of_the_newest_status() {
    let place = Place::new();
    let mut other = status(30);
    other["sender"] = "LOther".into();
    let node = MockNode::start(plan(vec![other, status(300)]));
    check(&place, &[&node], "--status-warning 30", "OK");
    check(&place, &[&node], "--status-warning 29", "WARNING");
    check(
        &place,
        &[&node],
        "--status-warning 10 --status-critical 20",
        "CRITICAL",
    );
    let sender = format!("--status-sender {}", crate::support::mock::MINER);
    check(
        &place,
        &[&node],
        &format!("{sender} --status-warning 299"),
        "WARNING",
    );
    check(&place, &[&node], "--status-critical 1 --skip status", "OK");
    let silent = MockNode::start(plan(vec![]));
    check(&place, &[&silent], "--status-warning 900", "WARNING");
    check(&place, &[&silent], "--status-critical 900", "CRITICAL");
    check(&place, &[&silent], "", "OK");
    let hiding = MockNode::start(msg(vec![status(5)], false));
    let ran = check(&place, &[&hiding], "--status-critical 900", "UNKNOWN");
    assert!(
        ran.stdout
            .contains("NODE_STATUS is hidden by the nodes' policy")
    );
}

fn registry(owners: &[(&str, &str, bool)]) -> Value {
    let mut registry = json!({});
    for (address, signing_id, revoked) in owners {
        registry[address] = json!({"current_key_index": 3, "keys": {
            (*signing_id): {"key_index": 2, "revoked": revoked, "first_seen": NOW}
        }});
    }
    registry
}

#[test]
fn our_signing_key() {
    let place = Place::new();
    let other = "ffffffffffffffffffffffffffffffffffffffff";
    let knows = |owners: &[(&str, &str, bool)]| {
        let keys = registry(owners);
        MockNode::start(move |request| match request.path.as_str() {
            "/signing_keys" => keys.clone().into(),
            _ => plan(vec![])(request),
        })
    };
    let key = format!("--signing-id {KEY}");
    check(&place, &[&knows(&[("LOurs", KEY, false)])], &key, "OK");
    let ran = check(&place, &[&knows(&[("LOurs", KEY, true)])], &key, "CRITICAL");
    assert!(ran.stdout.contains("is revoked by a higher key_index"));
    // A thief announced it, and a higher key_index after it: that revokes nothing of ours.
    check(
        &place,
        &[&knows(&[("LThief", KEY, true), ("LOurs", KEY, false)])],
        &key,
        "OK",
    );
    let ran = check(
        &place,
        &[&knows(&[("LOther", other, false)])],
        &key,
        "WARNING",
    );
    assert!(ran.stdout.contains("is not announced in any share"));
    check(
        &place,
        &[&MockNode::start(c2pool(json!([])))],
        &format!("{key} --skip transition"),
        "UNKNOWN",
    );
    // Without the option it is the one of the state file.
    let state = json!({
        "key_index": 2, "signing_id": other, "created": NOW, "last_rotated": null,
        "messages_signed": 0
    });
    place.file("data/signing_key.json", state.to_string());
    check(&place, &[&knows(&[("LOurs", KEY, false)])], "", "WARNING");
    check(&place, &[&knows(&[("LOurs", other, false)])], "", "OK");
    check(
        &place,
        &[&knows(&[("LOurs", KEY, false)])],
        "--skip key",
        "OK",
    );
    place.file("data/signing_key.json", "{");
    check(&place, &[&knows(&[])], "", "UNKNOWN");
}

#[test]
fn nodes_that_never_show_new_keys_cause_no_warning() {
    let place = Place::new();
    let state = json!({
        "key_index": 2, "signing_id": "ff".repeat(20), "created": NOW, "last_rotated": null,
        "messages_signed": 0
    });
    place.file("data/signing_key.json", state.to_string());
    for node in [
        MockNode::start(msg(vec![], true)),
        MockNode::start(c2pool(json!([]))),
    ] {
        let ran = check(&place, &[&node], "--skip transition", "OK");
        assert!(
            ran.stdout.contains("[OK] key: signing_id ffff"),
            "{}",
            ran.stdout
        );
        assert!(ran.stdout.contains("is not checked"), "{}", ran.stdout);
        assert!(!ran.stdout.contains("'key_announced'"), "{}", ran.stdout);
        let named = format!("--skip transition --signing-id {}", "ff".repeat(20));
        check(&place, &[&node], &named, "UNKNOWN");
    }
    // A key that such a node knows is still checked.
    let node = MockNode::start(msg(vec![], true));
    let known = format!("--skip transition --signing-id {KEY}");
    check(&place, &[&node], &known, "OK");
}

#[test]
fn messages_that_wait_in_the_queue() {
    let place = Place::new();
    let node = MockNode::start(plan(vec![]));
    let sent = |age: u64, text: &str| {
        let now = (NOW - age).to_string();
        place
            .p2msg("")
            .args(["send", text])
            .env("P2MSG_NOW", &now)
            .run();
    };
    sent(7 * 3_600, "for seven hours");
    sent(60, "just now");
    let ran = check(&place, &[&node], "", "WARNING");
    assert!(
        ran.stdout
            .contains("2 wait in the queue, the oldest for 25200 s"),
        "{}",
        ran.stdout
    );
    check(&place, &[&node], "--queue-warning 25200", "OK");
    check(&place, &[&node], "--queue-critical 25199", "CRITICAL");
    check(&place, &[&node], "--skip queue", "OK");
    place.file("data/message_queue.json", "{");
    fs::create_dir_all(place.home().join(".local/share/p2msg")).unwrap();
    fs::write(
        place.home().join(".local/share/p2msg/message_queue.json"),
        "{",
    )
    .unwrap();
    check(&place, &[&node], "", "UNKNOWN");
}

#[test]
fn with_json_it_is_one_object() {
    let place = Place::new();
    let node = MockNode::start(plan(vec![alert(60, "a | b", true)]));
    let arguments = format!("node check --json --alert-from {KEY} --url {}", node.url());
    let ran = place.p2msg(&arguments).code(2).run();
    let check: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(check["schema"], "p2msg.check/1");
    assert_eq!(check["state"], "CRITICAL");
    assert!(check["message"].as_str().unwrap().ends_with("a | b"));
    assert_eq!(
        check["findings"][0],
        json!({
            "check": "nodes", "state": "OK", "message": format!("{} answers (plan)", node.url())
        })
    );
    assert_eq!(
        check["metrics"]["alerts_critical"],
        json!({"value": 1.0, "warning": null, "critical": 0})
    );
}

#[test]
fn wrong_usage_is_unknown_and_never_critical() {
    let place = Place::new();
    place.file("broken.toml", "net = ");
    place.file("open", "me:hunter2");
    for arguments in [
        "node check --frobnicate",
        "node check --timeout x",
        "node check --queue-warning",
        "node check --url ftp://x",
        "node check --url http://me:hunter2@x",
        "node check --skip everything",
        "node check --net nowhere",
        "--net nowhere node check",
        "node check --config broken.toml",
        "node check --config missing.toml",
        "node check --auth-file open",
        "node check --auth-file missing",
        "node check 0000000000000000000000000000000000000000000000000000000000000001",
    ] {
        let ran = place.p2msg(arguments).code(3).stderr("error: ").run();
        assert!(
            ran.stdout.starts_with("P2MSG UNKNOWN - "),
            "{arguments}: {}",
            ran.stdout
        );
        assert_eq!(ran.stdout.lines().count(), 1);
        let both = format!("{}{}", ran.stdout, ran.stderr);
        assert!(
            !both.contains("hunter2") && !both.contains("00000000001"),
            "{both}"
        );
    }
    let ran = place
        .p2msg("node check --json --frobnicate")
        .code(3)
        .stderr("{")
        .run();
    let unknown: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(unknown["state"], "UNKNOWN");
    // Others keep their codes.
    place
        .p2msg("node chat --frobnicate")
        .code(2)
        .stderr("error: ")
        .run();
    place
        .p2msg("send node check")
        .code(2)
        .stderr("error: ")
        .run();
    assert!(
        place
            .p2msg("node check --help")
            .run()
            .stdout
            .contains("Usage:")
    );
}

#[test]
fn a_text_file_for_prometheus() {
    let place = Place::new();
    let node = MockNode::start(plan(vec![alert(60, "x", false), status(90)]));
    check(
        &place,
        &[&node],
        "--textfile p2msg.prom --signing-id ffffffffffffffffffffffffffffffffffffffff",
        "WARNING",
    );
    let path = place.work().join("p2msg.prom");
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o644
    );
    let text = fs::read_to_string(&path).unwrap();
    for line in [
        "# TYPE p2msg_check_state gauge",
        "p2msg_check_state 1",
        &format!("p2msg_node_up{{node=\"{}\"}} 1", node.url()),
        "p2msg_alerts_critical 0",
        "p2msg_alerts_verified 0",
        "p2msg_alerts_unverified 1",
        "p2msg_transition_required 0",
        "p2msg_status_age_seconds 90",
        "p2msg_key_announced 0",
        "p2msg_queue_age_seconds 0",
        &format!("p2msg_check_last_run_timestamp_seconds {NOW}"),
    ] {
        assert!(text.lines().any(|found| found == line), "{line}:\n{text}");
    }
    // Nothing is left beside it, and a run that cannot write says so.
    assert_eq!(fs::read_dir(place.work()).unwrap().count(), 1);
    let ran = check(
        &place,
        &[&node],
        "--textfile no/such/folder.prom --skip alerts",
        "UNKNOWN",
    );
    assert!(
        ran.stdout.contains("[UNKNOWN] textfile: cannot"),
        "{}",
        ran.stdout
    );
}
