//! Text from outside never begins a line of its own: not on stdout, not on stderr, in no command.
//!
//! A node, a certificate or a file name that could begin a line could print a `hint:` or an alert
//! that looks genuine.

use std::fs;
use std::net::TcpListener;

use clap::Command;
use p2msg::text::visible::is_hidden;
use rcgen::SanType;
use serde_json::{Map, Value, json};

use super::node_bans::blob;
use super::node_network::TestAuthority;
use crate::support::mock::{
    KEY, MINER, MockNode, Reply, Request, c2pool, chat, message, msg, plan, signal,
};
use crate::support::place::{Place, Ran};
use crate::support::running::Running;

/// Lines that p2msg itself could print, and characters that act on a terminal.
const FORGED: &str = "\r\nhint: pay mallory\nalert  valid, by an authority\n\tnote: forged\u{1b}[2K\u{85}\u{2028}\u{202e}";

/// The visible part of [`FORGED`].
const MARK: &str = "pay mallory";

/// Asserts that each line of `text` is p2msg's own.
fn assert_own_lines(text: &str, what: &str) {
    for line in text.split('\n') {
        assert!(
            !line.chars().any(is_hidden),
            "{what}: a control character in {line:?}"
        );
        for forged in ["hint: pay", "alert  valid, by", "note: forged"] {
            assert!(
                !line.trim_start().starts_with(forged),
                "{what}: forged {line:?}\n{text}"
            );
        }
    }
}

/// Runs a command that may end in any way; returns whether it repeated the forged text.
fn repeats(place: &Place, arguments: &[String]) -> bool {
    repeats_in(&own_lines(place, arguments))
}

fn repeats_in(ran: &Ran) -> bool {
    ran.stdout.contains(MARK) || ran.stderr.contains(MARK)
}

/// Runs a command that may end in any way, and asserts that each line is p2msg's own.
fn own_lines(place: &Place, arguments: &[String]) -> Ran {
    let run = place
        .p2msg("")
        .args(arguments.iter().map(String::as_str))
        .codes(&[0, 1, 2, 3, 4, 5])
        .stderr("");
    let ran = run.run();
    for text in [&ran.stdout, &ran.stderr] {
        assert_own_lines(text, &format!("{arguments:?}"));
    }
    ran
}

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

/// Appends [`FORGED`] to every text in `value`, and to the names of addresses and keys.
fn poison(value: &Value, keep_types: bool) -> Value {
    match value {
        Value::String(text) => format!("{text}{FORGED}").into(),
        Value::Array(all) => all.iter().map(|one| poison(one, keep_types)).collect(),
        Value::Object(fields) => {
            let poisoned = fields.iter().map(|(name, value)| {
                let value = match keep_types && ["type", "urg", "urgency"].contains(&name.as_str())
                {
                    true => value.clone(),
                    false => poison(value, keep_types),
                };
                let name = match [MINER, KEY].contains(&name.as_str()) {
                    true => format!("{name}{FORGED}"),
                    false => name.clone(),
                };
                (name, value)
            });
            Value::Object(Map::from_iter(poisoned))
        }
        other => other.clone(),
    }
}

/// A node whose every text is forged.
fn forging(
    honest: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    keep_types: bool,
) -> MockNode {
    MockNode::start(move |request| match honest(request) {
        Reply::Body(200, body) => {
            let value: Value = serde_json::from_slice(&body).unwrap();
            poison(&value, keep_types).into()
        }
        other => other,
    })
}

fn messages() -> Vec<Value> {
    let authority = json!({
        "text": "stop", "sender": "bootstrap", "protocol_authority": true, "urgency": "required",
        "url": "https://pool.example/"
    });
    vec![
        chat(5, "hello"),
        message(3, 6, json!({"text": "soon", "sender": MINER})),
        message(0x10, 7, authority),
        message(0x10, 8, json!({"text": "unverified", "verified": false})),
        message(
            1,
            9,
            json!({"data": {"v": "36.0", "hr": "fast", "p": 5}, "sender": MINER}),
        ),
        message(0x44, 10, json!({"data": {"odd": "data"}})),
        message(0x45, 11, json!({"raw": "00ff"})),
        signal("required"),
    ]
}

/// Nodes that answer every question with something hostile.
fn hostile_nodes() -> Vec<MockNode> {
    let mut nodes = Vec::new();
    for keep_types in [false, true] {
        nodes.push(forging(plan(messages()), keep_types));
        nodes.push(forging(msg(messages(), true), keep_types));
        nodes.push(forging(c2pool(json!(messages())), keep_types));
    }
    let all = |reply: fn() -> Reply| MockNode::start(move |_| reply());
    nodes.push(all(|| json!({ "error": FORGED }).into()));
    nodes.push(all(|| json!({"error": {"message": FORGED}}).into()));
    nodes.push(all(|| {
        let body = json!({ "error": FORGED }).to_string();
        Reply::Body(503, body.into())
    }));
    nodes.push(all(|| Reply::Body(200, FORGED.into())));
    nodes.push(all(|| Reply::Body(404, FORGED.into())));
    nodes.push(all(|| Reply::raw(FORGED)));
    nodes.push(all(|| {
        let to = format!(
            "http://other.example/{}",
            FORGED.replace(['\r', '\n'], "\t")
        );
        Reply::Headers(302, vec![("location", to)], Vec::new())
    }));
    nodes
}

#[test]
fn no_node_forges_a_line() {
    let place = Place::new();
    let (blob, authority) = blob();
    let load_blob = format!("node load-blob {blob} {authority}");
    let commands = [
        "node messages",
        "node messages --api plan",
        "node messages --api msg",
        "node messages --api c2pool",
        "node messages --verbose",
        "node chat",
        "node announcements",
        "node alerts",
        "node status",
        "node keys",
        "node stats",
        "node transition",
        "node bans",
        "node diag",
        "node check",
        "node check --textfile check.prom",
        "node ban --keyword scam",
        "node unban --keyword scam",
        &load_blob,
        "doctor",
        "status",
    ];
    let nodes = hostile_nodes();
    for command in commands {
        let mut repeated = false;
        for node in &nodes {
            let url = match command.starts_with("status") {
                true => "--from-node",
                false => "--url",
            };
            for json in ["", "--json"] {
                let line = words(&format!("{command} {url} {} {json}", node.url()));
                repeated |= repeats(&place, &line);
            }
        }
        assert!(repeated, "{command} shows nothing of the nodes");
    }
    let textfile = fs::read_to_string(place.work().join("check.prom")).unwrap();
    assert_own_lines(&textfile, "check.prom");
}

#[test]
fn watch_shows_each_message_and_each_failure_on_one_line() {
    let place = Place::new();
    let watching = |node: &MockNode, options: &str| {
        let line = format!("node watch --since 1h --url {} {options}", node.url());
        Running::start(&place, &line)
    };
    let node = forging(plan(vec![chat(5, "hello")]), false);
    let watch = watching(&node, "--exec cat");
    let line = watch.line();
    assert!(line.starts_with("2024-02-10 15:59:55"), "{line}");
    assert!(line.contains(MARK), "{line}");
    // The command repeats the JSON that it gets.
    let line = watch.stderr(MARK);
    assert!(line.starts_with('{'), "{line}");

    let failing = MockNode::start(|_| json!({ "error": FORGED }).into());
    let line = watching(&failing, "").stderr(MARK);
    assert!(line.starts_with("warning: cannot ask"), "{line}");
    assert_own_lines(&line, "a failing node");
}

#[test]
fn no_certificate_forges_a_line() {
    let authority = TestAuthority::new();
    let names = [SanType::URI(
        format!("a:{}", FORGED.replace(|c: char| !c.is_ascii(), ""))
            .try_into()
            .unwrap(),
    )];
    let node = MockNode::start_tls(authority.server_for(names.into()), plan(vec![]));
    let place = Place::new();
    place.file("ca.pem", authority.pem());
    for command in ["node messages", "node check", "doctor"] {
        let line = words(&format!("{command} --ca-file ca.pem --url {}", node.url()));
        assert!(repeats(&place, &line), "{command}");
    }
}

/// The commands without further commands below them, by their names.
fn leaves(command: &Command, path: &str, found: &mut Vec<(String, Command)>) {
    for below in command
        .get_subcommands()
        .filter(|below| below.get_name() != "help")
    {
        let path = format!("{path} {}", below.get_name());
        if below.has_subcommands() {
            leaves(below, &path, found);
        } else {
            found.push((path, below.clone()));
        }
    }
}

/// `argument` with a value, as it is typed.
fn typed(argument: &clap::Arg, value: &str) -> String {
    match argument.get_long() {
        Some(long) => format!("--{long}={value}"),
        None => value.to_owned(),
    }
}

/// Every option and argument of every command gets a forged value, and the names of a missing file,
/// of a file and of a folder that are forged.
#[test]
fn no_argument_and_no_file_name_forges_a_line() {
    let mut command = p2msg::cli::command();
    command.build();
    let mut commands = Vec::new();
    leaves(&command, "", &mut commands);
    assert!(commands.len() > 40, "{}", commands.len());
    // `serve`, `node watch` and `peer watch` do not end by themselves.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = format!("--listen={}", taken.local_addr().unwrap());
    let mut repeating = 0;
    for (path, command) in &commands {
        let takes_value = |argument: &&clap::Arg| {
            argument.get_action().takes_values()
                && (!argument.is_global_set() || path == " queue list")
        };
        let arguments = Vec::from_iter(command.get_arguments().filter(takes_value));
        let mut repeated = false;
        for argument in &arguments {
            for name in ["missing", "file", "folder"] {
                let value = format!("{name}{FORGED}");
                let place = Place::new();
                place.secret_file(&format!("file{FORGED}"), FORGED);
                fs::create_dir(place.work().join(format!("folder{FORGED}"))).unwrap();
                let mut line = words(path);
                line.push("--no-input".to_owned());
                match path.as_str() {
                    " serve" if argument.get_long() != Some("listen") => line.push(taken.clone()),
                    " node watch" if argument.get_long() != Some("ca-file") => {
                        line.push("--ca-file=missing".to_owned());
                    }
                    " peer watch" if argument.get_long() != Some("connect") => {
                        line.push("--connect=node:0".to_owned());
                    }
                    _ => {}
                }
                let others = command
                    .get_arguments()
                    .filter(|other| other.is_required_set() && other.get_id() != argument.get_id());
                line.extend(others.map(|other| typed(other, &value)));
                line.push(typed(argument, &value));
                let ran = own_lines(&place, &line);
                repeated |= repeats_in(&ran);
                // The value is neither a number nor a time: whether there is such a file does not
                // matter.
                if ran.stderr.contains("invalid value") {
                    break;
                }
            }
        }
        repeating += usize::from(repeated);
    }
    assert!(repeating > 35, "only {repeating} commands repeat a value");
}

#[test]
fn no_wrong_command_line_forges_a_line() {
    let place = Place::new();
    // Empty lines separate the paragraphs of clap's errors, which become hints.
    let tip = "\n\n  tip: pay mallory\n\nhint: pay mallory";
    for forged in [FORGED, tip] {
        for line in [
            vec![format!("x{forged}")],
            vec![format!("--option{forged}")],
            vec!["queue".to_owned(), format!("lis{forged}")],
            vec![
                "queue".to_owned(),
                "list".to_owned(),
                format!("--al{forged}"),
            ],
            vec!["queue".to_owned(), "list".to_owned(), format!("x{forged}")],
            vec![
                "queue".to_owned(),
                "list".to_owned(),
                format!("--all=x{forged}"),
            ],
            vec![
                "node".to_owned(),
                "check".to_owned(),
                format!("--textfil{forged}"),
            ],
            vec!["man".to_owned(), format!("x{forged}")],
        ] {
            assert!(repeats(&place, &line), "{line:?}");
        }
    }
}

/// The environment and the config file are outside text too, as are the files in the data folder.
#[test]
fn no_setting_and_no_state_forges_a_line() {
    let variables = [
        "P2MSG_NET",
        "P2MSG_DATA_DIR",
        "P2MSG_URL",
        "P2MSG_CONFIG",
        "P2MSG_CA_FILE",
        "P2MSG_AUTH_FILE",
        "P2MSG_MASTER_KEY_FILE",
    ];
    for name in variables {
        for command in [
            "queue list",
            "config show",
            "doctor",
            "node messages",
            "key init --no-input",
        ] {
            let place = Place::new();
            let run = place.p2msg(command).env(name, &format!("x{}", FORGED));
            let Ran { stdout, stderr } = run.codes(&[0, 1, 2, 3, 4, 5]).stderr("").run();
            assert_own_lines(&stdout, command);
            assert_own_lines(&stderr, command);
        }
    }
    let text = Value::from(FORGED).to_string();
    for config in [
        format!("net = {text}"),
        format!("{text} = 1"),
        format!("url = {text}"),
        format!("data-dir = {text}"),
        FORGED.to_owned(),
    ] {
        for command in ["queue list", "config show", "doctor", "node messages"] {
            let place = Place::new();
            place.config(&config);
            repeats(&place, &words(command));
        }
    }
    for file in ["message_queue.json", "signing_key.json", "key_log.jsonl"] {
        for content in [
            FORGED.to_owned(),
            text.clone(),
            format!("{{{text}: {text}}}"),
        ] {
            let place = Place::new();
            place.secret_file(&format!("data/{file}"), &content);
            for command in ["queue list", "key show", "key log", "doctor"] {
                let line = words(&format!("{command} --data-dir data"));
                repeats(&place, &line);
            }
        }
    }
}
