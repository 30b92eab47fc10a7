//! `node watch`: each new message once, whatever the nodes do.

use std::fs::{self, File, Permissions};
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::mock::{MockNode, Reply, Request, alert, chat, msg, plan};
use crate::support::place::{NOW, P2MSG, Place};
use crate::support::running::Running;

/// Messages that a node shows, to be changed while it runs.
type Shown = Arc<Mutex<Vec<Value>>>;

fn shown(messages: Vec<Value>) -> Shown {
    Arc::new(Mutex::new(messages))
}

/// A node of the plan that shows what is in `shown` at the time.
fn handler(shown: &Shown) -> impl Fn(&Request) -> Reply + Send + Sync + 'static {
    let shown = Arc::clone(shown);
    move |request| plan(shown.lock().unwrap().clone())(request)
}

fn watch(place: &Place, node: &MockNode, options: &str) -> Running {
    let arguments = format!(
        "node watch --interval 0.2 --json --url {} {options}",
        node.url()
    );
    Running::start(place, &arguments)
}

/// Waits until the node was asked for all its messages, from the beginning to the end.
fn wait_for_poll(node: &MockNode) {
    while node.next_request().path != "/share_messages" {}
    while node.next_request().path != "/share_messages_alerts" {}
}

/// Messages come `age` seconds after the start, by the clock that stands still.
fn new_chat(text: &str) -> Value {
    let mut message = chat(0, text);
    message["timestamp"] = (NOW + 1).into();
    message
}

#[test]
fn each_new_message_is_shown_once() {
    let messages = shown(vec![chat(60, "there before")]);
    let node = MockNode::start(handler(&messages));
    let place = Place::new();
    let watching = watch(&place, &node, "");
    wait_for_poll(&node);
    for n in 0..3 {
        // An old message can come late, when a share is found that carries it.
        messages
            .lock()
            .unwrap()
            .insert(0, chat(3_000 + n, &format!("late {n}")));
        let line = watching.json();
        assert_eq!(line["schema"], "p2msg.message/1");
        assert_eq!(line["text"], format!("late {n}"));
        assert_eq!(line["nodes"], json!([node.url()]));
        wait_for_poll(&node);
    }
    watching.signal("TERM");
    let (status, rest) = watching.ends();
    assert_eq!((status.code(), rest), (Some(0), vec![]));
}

#[test]
fn it_survives_restarts_of_the_node() {
    let messages = shown(vec![chat(60, "there before")]);
    let node = MockNode::start(handler(&messages));
    let place = Place::new();
    let watching = watch(&place, &node, "");
    wait_for_poll(&node);
    messages.lock().unwrap().push(new_chat("first"));
    assert_eq!(watching.json()["text"], "first");
    let address = node.stop();
    let warning = watching.stderr("cannot ask http://");
    assert!(warning.contains("connect: Connection refused"), "{warning}");
    // It comes back empty, reads its shares, and has a new message at last.
    let messages = shown(vec![]);
    let node = MockNode::start_at(&address, handler(&messages));
    wait_for_poll(&node);
    *messages.lock().unwrap() = vec![chat(60, "there before"), new_chat("first")];
    wait_for_poll(&node);
    messages.lock().unwrap().push(new_chat("second"));
    assert_eq!(watching.json()["text"], "second");
    watching.signal("INT");
    let (status, rest) = watching.ends();
    assert_eq!((status.code(), rest), (Some(0), vec![]));
}

#[test]
fn a_failing_node_is_told_once_and_others_go_on() {
    let messages = shown(vec![]);
    let node = MockNode::start(handler(&messages));
    let dead = MockNode::start(plan(vec![])).stop();
    let place = Place::new();
    let watching = Running::start(
        &place,
        &format!(
            "node watch --interval 0.2 --url http://{dead} --url {}",
            node.url()
        ),
    );
    watching.stderr("warning: cannot ask");
    for _ in 0..4 {
        wait_for_poll(&node);
    }
    messages.lock().unwrap().push(new_chat("hello\u{1b}[2J"));
    let line = watching.line();
    assert_eq!(
        line,
        format!(
            "2024-02-10 16:00:01 (in 1 s)  chat  valid  {}  hello␛[2J  {}",
            crate::support::mock::MINER,
            node.url()
        )
    );
    watching.signal("TERM");
    let (status, _) = watching.ends();
    assert_eq!(status.code(), Some(0));
}

#[test]
fn since_shows_what_is_there_already() {
    let messages = shown(vec![
        chat(60, "recent"),
        chat(90, "before it"),
        chat(9_000, "old"),
    ]);
    let node = MockNode::start(handler(&messages));
    let place = Place::new();
    let watching = watch(&place, &node, "--since 1h");
    assert_eq!(watching.json()["text"], "before it");
    assert_eq!(watching.json()["text"], "recent");
}

#[test]
fn only_what_is_asked_for_is_shown() {
    let messages = shown(vec![]);
    let node = MockNode::start(handler(&messages));
    let place = Place::new();
    let watching = watch(&place, &node, "--alerts-only --verified-only");
    wait_for_poll(&node);
    let unverified = alert(5, "soon verified", false);
    *messages.lock().unwrap() = vec![chat(1, "chat"), alert(3, "fork", true), unverified];
    assert_eq!(watching.json()["text"], "fork");
    wait_for_poll(&node);
    // The announcement of its key came in a later share.
    messages.lock().unwrap()[2]["verified"] = true.into();
    assert_eq!(watching.json()["text"], "soon verified");
    place
        .p2msg("node watch --alerts-only --type chat")
        .code(2)
        .stderr("cannot be used with")
        .run();
}

#[test]
fn it_ends_when_nobody_reads_any_longer() {
    let messages = shown(vec![]);
    let node = MockNode::start(handler(&messages));
    let place = Place::new();
    let mut child = Command::new(P2MSG)
        .args(["node", "watch", "--interval", "0.2", "--url", &node.url()])
        .env_clear()
        .envs(place.environment())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for_poll(&node);
    drop(child.stdout.take());
    messages.lock().unwrap().push(new_chat("hello"));
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_signal_ends_it_in_the_middle_of_a_question() {
    let node = MockNode::start(|_| Reply::silence());
    let place = Place::new();
    let watching = watch(&place, &node, "--timeout 600");
    node.next_request();
    watching.signal("TERM");
    assert_eq!(watching.ends().0.code(), Some(0));
}

/// A script below the working folder.
fn script(place: &Place, name: &str, text: &str) -> PathBuf {
    let path = place.file(name, format!("#!/bin/sh\n{text}\n"));
    fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn a_command_gets_each_message_as_json_one_at_a_time() {
    let messages = shown(vec![]);
    let node = MockNode::start(handler(&messages));
    let place = Place::new();
    script(
        &place,
        "hook",
        "echo begin \"$@\" >> log; cat >> log; echo end >> log; echo to stderr",
    );
    let arguments = ["node", "watch", "--interval", "0.2", "--json", "--url"];
    let url = node.url();
    let arguments = [&arguments[..], &[&url, "--exec", "./hook $one two"]].concat();
    let refused = place.p2msg("").args(arguments.clone());
    refused
        .code(2)
        .stderr("'$', which only a shell understands")
        .run();
    let mut arguments = arguments;
    arguments[8] = "./hook one two";
    let watching = Running::start_with(&place, &arguments);
    wait_for_poll(&node);
    *messages.lock().unwrap() = vec![new_chat("b\"'\n$(touch x)"), chat(5, "a")];
    let lines = [watching.line(), watching.line()];
    watching.stderr("to stderr");
    watching.stderr("to stderr");
    watching.signal("TERM");
    assert_eq!(watching.ends().0.code(), Some(0));
    let log = fs::read_to_string(place.work().join("log")).unwrap();
    assert_eq!(
        log,
        format!(
            "begin one two\n{}\nend\nbegin one two\n{}\nend\n",
            lines[0], lines[1]
        )
    );
    assert!(!place.work().join("x").exists());
}

#[test]
fn a_command_that_fails_or_hangs_is_told_and_the_watching_goes_on() {
    let messages = shown(vec![]);
    let node = MockNode::start(handler(&messages));
    let place = Place::new();
    script(&place, "fail", "exit 7");
    script(&place, "hang", "exec sleep 600");
    let watching = watch(&place, &node, "--exec ./fail");
    wait_for_poll(&node);
    messages.lock().unwrap().push(new_chat("first"));
    let error: Value = serde_json::from_str(&watching.stderr("error")).unwrap();
    assert_eq!(error["error"]["code"], "exec");
    assert_eq!(
        error["error"]["message"],
        "--exec ./fail: it failed with exit status: 7"
    );
    messages.lock().unwrap().push(chat(5, "second"));
    assert_eq!(
        (
            watching.json()["text"].clone(),
            watching.json()["text"].clone()
        ),
        ("first".into(), "second".into())
    );
    drop(watching);
    let messages = shown(vec![]);
    let node = MockNode::start(handler(&messages));
    let watching = watch(&place, &node, "--exec ./hang --exec-timeout 0.3");
    wait_for_poll(&node);
    messages.lock().unwrap().push(chat(7, "third"));
    watching.stderr("it was killed, because it ran for longer than 0.3 s");
    assert_eq!(watching.json()["text"], "third");
}

/// A named pipe below the working folder.
fn pipe(place: &Place, name: &str) -> PathBuf {
    let path = place.work().join(name);
    let status = Command::new("mkfifo").arg(&path).status();
    assert!(status.expect("mkfifo").success());
    path
}

/// Reports twice: when a process has opened the pipe for writing, and when no process has it open
/// any more.
fn writers(pipe: &Path) -> Receiver<()> {
    let (sender, receiver) = channel();
    let pipe = pipe.to_owned();
    std::thread::spawn(move || {
        let mut pipe = File::open(pipe).expect("the pipe");
        let _ = sender.send(());
        pipe.read_to_end(&mut Vec::new()).expect("an end");
        let _ = sender.send(());
    });
    receiver
}

fn wait_for(event: &Receiver<()>) {
    let waited = event.recv_timeout(Duration::from_secs(60));
    waited.expect("the event within a minute");
}

/// A command with a process of its own that ignores SIGTERM and has the pipe `alive` open.
const STUBBORN: &str = "(trap '' TERM HUP; exec sleep 100) > alive & wait";

#[test]
fn a_time_out_ends_every_process_of_the_command() {
    let messages = shown(vec![]);
    let node = MockNode::start(handler(&messages));
    let place = Place::new();
    let alive = writers(&pipe(&place, "alive"));
    script(&place, "hang", STUBBORN);
    let watching = watch(&place, &node, "--exec ./hang --exec-timeout 0.5");
    wait_for_poll(&node);
    messages.lock().unwrap().push(new_chat("first"));
    wait_for(&alive);
    watching.stderr("it was killed, because it ran for longer than 0.5 s");
    wait_for(&alive);
    messages.lock().unwrap().push(new_chat("second"));
    assert_eq!(watching.json()["text"], "first");
    assert_eq!(watching.json()["text"], "second");
}

#[test]
fn a_signal_ends_every_process_of_the_command() {
    let runs = ["TERM", "INT", "QUIT", "HUP"].map(|signal| {
        let messages = shown(vec![]);
        let node = MockNode::start(handler(&messages));
        let place = Place::new();
        let alive = writers(&pipe(&place, "alive"));
        script(&place, "hang", STUBBORN);
        // The tests may run below nohup.
        let url = node.url();
        let arguments = ["--default-signal=HUP", P2MSG, "node", "watch", "--json"];
        let options = ["--interval", "0.2", "--exec", "./hang", "--url", &url];
        let arguments = [&arguments[..], &options[..]].concat();
        let watching = Running::start_program(&place, "env", &arguments, &[]);
        wait_for_poll(&node);
        messages.lock().unwrap().push(new_chat("first"));
        wait_for(&alive);
        watching.signal(signal);
        (watching, alive, node, place)
    });
    for (watching, alive, _node, _place) in runs {
        watching.stderr("it was killed, because p2msg ends");
        wait_for(&alive);
        assert_eq!(watching.ends().0.code(), Some(0));
    }
}

#[test]
fn every_process_of_the_command_ends_when_stdout_is_closed() {
    let messages = shown(vec![]);
    let node = MockNode::start(handler(&messages));
    let place = Place::new();
    let alive = writers(&pipe(&place, "alive"));
    script(&place, "hang", STUBBORN);
    let mut child = Command::new(P2MSG)
        .args(["node", "watch", "--interval", "0.2", "--exec", "./hang"])
        .args(["--url", &node.url()])
        .env_clear()
        .envs(place.environment())
        .current_dir(place.work())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for_poll(&node);
    messages.lock().unwrap().push(new_chat("first"));
    wait_for(&alive);
    drop(child.stdout.take());
    messages.lock().unwrap().push(new_chat("second"));
    wait_for(&alive);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_hangup_does_not_end_what_nohup_started() {
    let messages = shown(vec![]);
    let node = MockNode::start(handler(&messages));
    let place = Place::new();
    let script = format!(
        "trap '' HUP; exec {P2MSG} node watch --interval 0.2 --json --url {}",
        node.url()
    );
    let watching = Running::start_program(&place, "sh", &["-c", &script], &[]);
    wait_for_poll(&node);
    watching.signal("HUP");
    wait_for_poll(&node);
    messages.lock().unwrap().push(new_chat("after it"));
    assert_eq!(watching.json()["text"], "after it");
}

#[test]
fn a_command_does_not_learn_where_secrets_are() {
    let messages = shown(vec![]);
    let node = MockNode::start(handler(&messages));
    let place = Place::new();
    place.secret_file("auth", "me:hunter2");
    script(&place, "hook", "env > seen; echo done >&2");
    let url = node.url();
    let arguments = ["node", "watch", "--interval", "0.2", "--exec", "./hook"];
    let arguments = [&arguments[..], &["--url", &url]].concat();
    let secrets = [
        ("P2MSG_MASTER_KEY_FILE", "master"),
        ("P2MSG_SIGNING_WIF_FILE", "wif"),
        ("P2MSG_AUTHORITY_KEY_FILE", "authority"),
        ("P2MSG_AUTH_FILE", "auth"),
        ("P2MSG_OF_A_LATER_VERSION_FILE", "later"),
        ("CREDENTIALS_DIRECTORY", "credentials"),
    ];
    let kept = [("P2MSG_DATA_DIR", "data"), ("MAIL_TO", "ops@example.org")];
    let environment = [&secrets[..], &kept[..]].concat();
    let watching = Running::start_in(&place, &arguments, &environment);
    wait_for_poll(&node);
    messages.lock().unwrap().push(new_chat("first"));
    watching.stderr("done");
    let seen = fs::read_to_string(place.work().join("seen")).unwrap();
    for (name, value) in secrets {
        assert!(!seen.contains(name), "{name}={value} in {seen}");
    }
    for (name, value) in kept {
        assert!(seen.contains(&format!("{name}={value}\n")), "{seen}");
    }
}

#[test]
fn a_command_that_is_not_there_is_found_out_at_once() {
    let place = Place::new();
    for missing in ["./no-such-file", "no-such-program-anywhere"] {
        place
            .p2msg(&format!("node watch --exec {missing}"))
            .code(1)
            .stderr(format!("error: there is no program {missing} for --exec\n"))
            .run();
    }
}

#[test]
fn a_signal_waits_for_the_command() {
    let messages = shown(vec![]);
    let node = MockNode::start(handler(&messages));
    let place = Place::new();
    // The test opens it when the command may go on.
    let go = pipe(&place, "go");
    script(
        &place,
        "slow",
        "echo started >&2; read line < go; echo \"$line\" > done",
    );
    let watching = watch(&place, &node, "--exec ./slow");
    wait_for_poll(&node);
    messages.lock().unwrap().push(new_chat("hello"));
    watching.stderr("started");
    watching.signal("TERM");
    fs::write(go, "mail sent\n").unwrap();
    assert_eq!(watching.ends().0.code(), Some(0));
    assert_eq!(
        fs::read_to_string(place.work().join("done")).unwrap(),
        "mail sent\n"
    );
}

#[test]
fn a_policy_that_hides_is_said_once() {
    let node = MockNode::start(msg(vec![], false));
    let place = Place::new();
    let watching = Running::start(
        &place,
        &format!("node watch --interval 0.2 --url {}", node.url()),
    );
    watching.stderr("this node shows authority messages only");
}

/// An unverified message that comes after the start.
fn unverified_chat(text: &str) -> Value {
    let mut message = new_chat(text);
    message["verified"] = false.into();
    message
}

/// A message that an authority signed.
fn by_authority(mut message: Value) -> Value {
    message["protocol_authority"] = true.into();
    message
}

#[test]
fn a_flood_of_one_node_does_not_delay_the_alert_of_another() {
    let poll = AtomicUsize::new(0);
    let flooding = MockNode::start(move |request| {
        let poll = poll.fetch_add(1, Ordering::SeqCst);
        let text = |n| format!("flood {poll} {n}");
        let messages = (0..3_000).map(|n| unverified_chat(&text(n)));
        plan(messages.collect())(request)
    });
    let messages = shown(vec![]);
    let node = MockNode::start(handler(&messages));
    let place = Place::new();
    // Unverified messages of the first node keep their command busy.
    script(
        &place,
        "hook",
        "read -r line\n\
         case $line in *\"chain fork\"*) echo \"command for the fork\" >&2 ;; *) exec sleep 100 ;; esac",
    );
    let arguments = format!("--api plan --exec ./hook --url {}", node.url());
    let watching = watch(&place, &flooding, &arguments);
    assert!(watching.line().contains("flood"));
    messages.lock().unwrap().push(alert(5, "chain fork", true));
    watching.stderr("command for the fork");
    while watching.json()["text"] != "chain fork" {}
    // What one answer has over the limit is counted.
    watching.stderr("has 2750 new messages over the limit of 250 for one answer");
    // No command runs for most of the flood, which is counted, too.
    watching.stderr("--exec does not run for ");
}

#[test]
fn commands_for_trusted_messages_start_first_and_have_room_in_the_limit() {
    let messages = shown(vec![]);
    let node = MockNode::start(handler(&messages));
    let place = Place::new();
    let go = pipe(&place, "go");
    script(
        &place,
        "hook",
        "read -r line; echo \"started $line\" >&2; read -r end < go",
    );
    let watching = watch(&place, &node, "--exec ./hook --exec-per-minute 9");
    wait_for_poll(&node);
    let chats = (0..12).map(|n| unverified_chat(&format!("unverified {n}")));
    *messages.lock().unwrap() = chats.collect();
    assert!(watching.stderr("started").contains("unverified 0"));
    let more = [
        new_chat("verified"),
        alert(5, "verified alert", true),
        by_authority(new_chat("authority")),
        by_authority(alert(5, "fork", true)),
    ];
    messages.lock().unwrap().extend(more);
    while watching.json()["text"] != "verified" {}
    for next in ["fork", "authority", "verified alert", "verified"] {
        fs::write(&go, "\n").unwrap();
        let started = watching.stderr("started");
        let text = format!("\"text\":\"{next}\"");
        assert!(started.contains(&text), "{next}: {started}");
    }
    fs::write(&go, "\n").unwrap();
    // Unverified messages may use a third of the nine starts, and five are used.
    watching.signal("TERM");
    watching.stderr("--exec did not run for 11 messages that waited for it");
    assert_eq!(watching.ends().0.code(), Some(0));
}

#[test]
fn a_message_dated_in_the_future_is_not_shown_at_each_start() {
    let place = Place::new();
    let mut future = chat(0, "from the future");
    future["timestamp"] = (NOW + 3_600).into();
    let node = MockNode::start(plan(vec![future]));
    let watch = |options: &str| {
        let script = format!(
            "timeout -s INT 3 \"$P2MSG\" node watch --url {} {options}; exit 0",
            node.url()
        );
        place.shell(&script).run().stdout
    };
    assert_eq!(watch(""), "");
    assert!(watch("--since 1h").contains("from the future"));
}

#[test]
fn with_json_the_end_of_a_failure_is_reported_too() {
    let place = Place::new();
    let failed = AtomicBool::new(false);
    let node = MockNode::start(move |request| match failed.swap(true, Ordering::SeqCst) {
        false => Reply::Body(503, vec![]),
        true => plan(vec![])(request),
    });
    let script = format!(
        "timeout -s INT 4 \"$P2MSG\" node watch --json --interval 0.1 --url {}; exit 0",
        node.url()
    );
    let ran = place.shell(&script).stderr("answers again").run();
    assert_eq!(ran.stdout, "");
    for line in ran.stderr.lines() {
        assert!(line.starts_with('{'), "{line}");
    }
}
