//! `node` and its views, of every kind of node.

use serde_json::{Value, json};

use crate::support::mock::{
    KEY, MINER, MockNode, Reply, alert, banning, c2pool, c2pool_info, chat, message, msg, plan,
    signal, status, version_signaling,
};
use crate::support::place::{NOW, Place};

/// What miners say.
fn talk() -> Vec<Value> {
    vec![
        chat(60, "hello"),
        alert(120, "fork on 10.0.0.1", false),
        status(300),
    ]
}

fn run(arguments: &str, node: &MockNode) -> String {
    let arguments = format!("node {arguments} --url {}", node.url());
    Place::new().p2msg(&arguments).run().stdout
}

fn json_lines(stdout: &str) -> Vec<Value> {
    let lines = stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("a JSON line"))
        .collect()
}

#[test]
fn messages_are_a_table_for_people() {
    let node = MockNode::start(plan(talk()));
    let status = "36.0-0.09, up 1 h, 1.50 MH/s, height 8640, 5 peers";
    assert_eq!(
        run("messages", &node),
        format!(
            "\
TIME                             TYPE         SIGNATURE     SENDER                              MESSAGE
2024-02-10 15:59:00 (1 min ago)  chat         valid         {MINER}  hello
2024-02-10 15:58:00 (2 min ago)  alert        not verified  {MINER}  fork on 10.0.0.1
2024-02-10 15:55:00 (5 min ago)  node-status  unsigned      {MINER}  {status}
"
        )
    );
}

#[test]
fn messages_have_one_shape_whatever_the_node_speaks() {
    let announcement =
        json!({"msg": "V36 on Monday", "urg": "recommended", "url": "https://x.example"});
    let sealed = message(
        3,
        600,
        json!({"text": announcement.to_string(), "protocol_authority": true}),
    );
    let of_c2pool = json!([{
        "type": "POOL_ANNOUNCE", "type_id": 3, "timestamp": NOW - 600, "age": 600, "verified": true,
        "authority": true, "signer": KEY, "text": "V36 on Monday", "urgency": "recommended",
        "url": "https://x.example"
    }]);
    let nodes = [
        MockNode::start(plan(vec![sealed.clone()])),
        MockNode::start(msg(vec![sealed], true)),
        MockNode::start(c2pool(of_c2pool)),
    ];
    for node in &nodes {
        let ran = Place::new()
            .p2msg(&format!("node announcements --json --url {}", node.url()))
            .run();
        let lines = json_lines(&ran.stdout);
        assert_eq!(lines.len(), 1, "{}", ran.stdout);
        let mut shown = lines[0].clone();
        // c2pool does not say the flags of a message, and p2msg does not know its signer.
        let is_checked = shown.as_object_mut().unwrap().remove("flags");
        let is_checked = is_checked.is_some_and(|flags| !flags.is_null());
        let claim = shown.as_object_mut().unwrap().remove("claimed_verified");
        assert_eq!(claim, (!is_checked).then_some(json!(true)));
        assert_eq!(
            shown,
            json!({
                "schema": "p2msg.message/1", "type": "POOL_ANNOUNCE", "type_id": 3,
                "timestamp": NOW - 600, "age": 600, "verified": is_checked,
                "protocol_authority": is_checked,
                "signing_id": KEY, "text": "V36 on Monday", "urgency": "recommended",
                "url": "https://x.example", "nodes": [node.url()]
            })
        );
    }
    // The same message, so it is shown once, with the nodes that show it.
    let urls: Vec<String> = nodes
        .iter()
        .map(|node| format!("--url {}", node.url()))
        .collect();
    let arguments = format!("node announcements --json {}", urls.join(" "));
    let merged = json_lines(&Place::new().p2msg(&arguments).run().stdout);
    assert_eq!(merged.len(), 1);
    assert_eq!(merged[0]["nodes"].as_array().unwrap().len(), 3);
    let shown = Place::new()
        .p2msg(&arguments.replace("--json", ""))
        .stderr("c2pool shows authority messages only")
        .run();
    assert!(
        shown
            .stdout
            .contains("V36 on Monday [recommended] https://x.example")
    );
    assert!(shown.stdout.lines().next().unwrap().ends_with("NODES"));
}

#[test]
fn both_spellings_of_the_plan_are_tried() {
    let node = MockNode::start(plan(talk()));
    let lines = json_lines(&run("chat --json", &node));
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["text"], "hello");
    assert!(
        node.paths()
            .ends_with(&["/share_messages/chat".into(), "/share_messages_chat".into()])
    );
    let lines = json_lines(&run("alerts --json", &node));
    assert_eq!(lines[0]["text"], "fork on 10.0.0.1");
    let headings = MockNode::start(|request| match request.path.as_str() {
        "/share_messages/chat" => json!({"messages": [chat(5, "by the headings")]}).into(),
        _ => Reply::not_there(),
    });
    assert!(run("chat --api plan", &headings).contains("by the headings"));
    assert_eq!(headings.paths(), ["/share_messages/chat"]);
}

#[test]
fn which_api_was_found_is_said_when_asked_for() {
    for (node, said) in [
        (
            MockNode::start(plan(talk())),
            "has the API plan (/share_messages)",
        ),
        (
            MockNode::start(msg(talk(), true)),
            "has the API msg (/msg/config)",
        ),
        (
            MockNode::start(c2pool(json!([chat(5, "x")]))),
            "has the API c2pool (/msg/config)",
        ),
    ] {
        let arguments = format!("node messages --verbose --url {}", node.url());
        Place::new().p2msg(&arguments).stderr(said).run();
    }
    let older = MockNode::start(|request| match request.path.as_str() {
        "/msg/recent" => json!([chat(5, "old")]).into(),
        _ => Reply::not_there(),
    });
    let arguments = format!("node messages --verbose --url {}", older.url());
    let ran = Place::new()
        .p2msg(&arguments)
        .stderr("the API msg (/msg/recent)")
        .run();
    assert!(ran.stdout.contains("old"));
    // As many as a node gives, since the newest of a busy hour are not all that matter.
    assert!(
        older
            .requests()
            .iter()
            .any(|request| request.query == "limit=200")
    );
}

#[test]
fn something_else_than_a_node_is_named() {
    let p2pool = MockNode::start(|_| Reply::not_there());
    let web = MockNode::start(|_| Reply::Body(200, b"<html>Welcome</html>".to_vec()));
    for node in [p2pool, web] {
        Place::new()
            .p2msg(&format!("node messages --url {}", node.url()))
            .code(1)
            .stderr(format!(
                "error: cannot ask {}: it answers, but with none of the APIs for share messages\nhint: check the URL",
                node.url()
            ))
            .run();
    }
}

#[test]
fn hidden_is_not_the_same_as_none() {
    let hiding = MockNode::start(msg(talk(), false));
    let place = Place::new();
    let chat = format!("node chat --url {}", hiding.url());
    let ran = place
        .p2msg(&chat)
        .stderr(format!("warning: {} shows nothing here", hiding.url()))
        .stderr("without --enable-miner-messages")
        .run();
    assert_eq!(ran.stdout, "");
    let ran = place
        .p2msg(&format!("{chat} --json"))
        .stderr("{\"warning\":")
        .run();
    assert_eq!(ran.stdout, "");
    place.p2msg(&format!("{chat} --quiet")).run();
    let showing = MockNode::start(msg(vec![], true));
    let empty = format!("node chat --url {}", showing.url());
    let ran = place.p2msg(&empty).stderr("note: no messages\n").run();
    assert!(!ran.stderr.contains("policy") && !ran.stderr.contains("hides"));
}

#[test]
fn announcements_of_authorities_are_shown_where_those_of_miners_are_hidden() {
    let authority = message(
        3,
        50,
        json!({"text": "from above", "protocol_authority": true}),
    );
    let miner = message(3, 60, json!({"text": "from a miner"}));
    let node = MockNode::start(msg(vec![authority, miner], false));
    let arguments = format!("node announcements --url {}", node.url());
    let ran = Place::new()
        .p2msg(&arguments)
        .stderr("authority messages only")
        .run();
    assert!(ran.stdout.contains("from above"));
    assert!(!ran.stdout.contains("from a miner"));
}

#[test]
fn one_dead_node_does_not_hide_the_others() {
    let one = MockNode::start(plan(vec![chat(60, "both"), chat(90, "only one")]));
    let two = MockNode::start(msg(vec![chat(60, "both"), chat(30, "only two")], true));
    let dead = MockNode::start(plan(vec![])).stop();
    let arguments = format!(
        "node messages --json --url {} --url http://{dead} --url {}",
        one.url(),
        two.url()
    );
    let ran = Place::new().p2msg(&arguments).code(1).stderr("{").run();
    let shown: Vec<(Value, Value)> = json_lines(&ran.stdout)
        .into_iter()
        .map(|line| (line["text"].clone(), line["nodes"].clone()))
        .collect();
    let mut both = [one.url(), two.url()];
    both.sort();
    assert_eq!(
        shown,
        [
            (json!("only two"), json!([two.url()])),
            (json!("both"), json!(both)),
            (json!("only one"), json!([one.url()])),
        ]
    );
    let error = ran.error();
    assert_eq!(error["code"], "node_connect");
    let message = error["message"].as_str().unwrap();
    assert!(
        message.contains(&format!("http://{dead}/msg/config: connect: ")),
        "{message}"
    );
}

#[test]
fn filters_are_those_of_store() {
    let mut other = chat(10, "Other");
    other["sender"] = "LOther".into();
    other["verified"] = false.into();
    let messages = vec![
        other,
        chat(60, "hello"),
        alert(120, "fork", true),
        chat(7200, "old"),
    ];
    let node = MockNode::start(plan(messages));
    let shown = |filter: &str| -> Vec<String> {
        json_lines(&run(&format!("messages --json {filter}"), &node))
            .iter()
            .map(|line| line["text"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(shown(""), ["Other", "hello", "fork", "old"]);
    assert_eq!(shown("--since 1h"), ["Other", "hello", "fork"]);
    assert_eq!(shown("--until 1h"), ["old"]);
    assert_eq!(shown("--type alert"), ["fork"]);
    assert_eq!(
        shown("--type alert --type 0x02 --verified-only"),
        ["hello", "fork", "old"]
    );
    assert_eq!(shown("--quiet --sender LOther"), ["Other"]);
    assert_eq!(
        shown(&format!("--signing-id {}", KEY.to_uppercase())).len(),
        4
    );
    assert_eq!(shown("--grep OTHER"), ["Other"]);
    assert_eq!(shown("--grep nothing"), Vec::<String>::new());
    // What can hardly be found is told, and looked for all the same.
    let arguments = format!("node chat --sender LOther --url {}", node.url());
    let ran = Place::new()
        .p2msg(&arguments)
        .stderr("note: --sender LOther is no address of litecoin")
        .run();
    assert_eq!(ran.stdout.lines().count(), 2);
    let arguments = format!("node messages --limit 2 --url {}", node.url());
    let ran = Place::new()
        .p2msg(&arguments)
        .stderr("warning: only the newest are shown (--limit 2); --limit 0 shows all\n")
        .run();
    assert_eq!(ran.stdout.lines().count(), 3);
}

#[test]
fn a_part_is_not_taken_for_the_whole() {
    let node = MockNode::start(plan(vec![alert(60, "fork", true), alert(120, "old", true)]));
    for view in ["messages", "alerts"] {
        let arguments = format!("node {view} --json --limit 1 --url {}", node.url());
        let ran = Place::new()
            .p2msg(&arguments)
            .stderr(
                "{\"warning\":{\"message\":\"only the newest is shown (--limit 1); --limit 0 shows \
                 all\"}}\n",
            )
            .run();
        let shown = json_lines(&ran.stdout);
        assert_eq!(shown.len(), 1, "{view}");
        assert_eq!(shown[0]["text"], "fork");
        run(&format!("{view} --json --limit 0"), &node);
    }
}

#[test]
fn keys_of_the_plan_and_of_msg() {
    for node in [
        MockNode::start(plan(vec![])),
        MockNode::start(msg(vec![], true)),
    ] {
        let keys = json_lines(&run("keys --json", &node));
        assert_eq!(
            keys,
            [
                json!({"schema": "p2msg.keys/1", MINER: {"current_key_index": 0, "keys": {
                    KEY: {"key_index": 0, "revoked": false, "first_seen": NOW - 5001, "nodes": [node.url()]}
                }}})
            ]
        );
        let shown = run("keys", &node);
        assert_eq!(
            shown.lines().nth(1).unwrap(),
            format!("{MINER}      0  {KEY}  current  2024-02-10 14:36:39 (1 h ago)")
        );
    }
    let node = MockNode::start(c2pool(json!([])));
    Place::new()
        .p2msg(&format!("node keys --url {}", node.url()))
        .code(1)
        .stderr("signing keys are not in the API that this node has (c2pool)")
        .run();
}

#[test]
fn statistics_say_which_node_counts() {
    let node = MockNode::start(msg(talk(), true));
    let stats = json_lines(&run("stats --json", &node)).remove(0);
    assert_eq!(stats["schema"], "p2msg.stats/1");
    assert_eq!(
        (&stats["node"], &stats["api"]),
        (&json!(node.url()), &json!("msg"))
    );
    assert_eq!(stats["total_messages"], 3);
    assert_eq!(stats["senders"], json!([MINER]));
    let shown = run("stats", &MockNode::start(plan(talk())));
    assert!(
        shown.contains("  newest                  2024-02-10 15:59:00 (1 min ago)\n"),
        "{shown}"
    );
    let node = MockNode::start(c2pool(json!([])));
    let ran = Place::new()
        .p2msg(&format!("node stats --url {}", node.url()))
        .stderr("c2pool counts nothing")
        .run();
    assert!(
        ran.stdout.contains("  TRANSITION_SIGNAL       1\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn transition_from_every_kind_of_node() {
    // c2pool names no signer: the signature is not checked.
    for (node, signature) in [
        (
            MockNode::start(msg(vec![signal("recommended")], false)),
            "valid, by an authority",
        ),
        (
            MockNode::start(c2pool(json!([]))),
            "not checked, claimed valid",
        ),
    ] {
        let transition = json_lines(&run("transition --json", &node)).remove(0);
        let signals = transition["signals"].as_array().unwrap();
        assert_eq!(signals.len(), 1, "{transition}");
        assert_eq!(signals[0]["data"]["msg"], "Upgrade to V36");
        assert_eq!(signals[0]["url"], "https://pool.example/v36");
        assert_eq!(transition["progress"]["sampling_signaling"], 63.25);
        let shown = run("transition", &node);
        assert!(
            shown.contains(&format!("{signature}  35 -> 36: Upgrade to V36 [")),
            "{shown}"
        );
        assert!(
            shown.contains(
                "share chain: 35 -> 36; 63.25 % of the sampling window signal 36, 95 % activate it; \
                 signaling_strong; "
            ),
            "{shown}"
        );
    }
    let node = MockNode::start(plan(vec![signal("required")]));
    let transition = json_lines(&run("transition --json", &node)).remove(0);
    assert_eq!(transition["signals"][0]["urgency"], "required");
    assert_eq!(transition["progress"], Value::Null);
    let starting = MockNode::start(|request| match request.path.as_str() {
        "/version_signaling" => Value::Null.into(),
        _ => msg(vec![], false)(request),
    });
    assert!(run("transition", &starting).contains("no transition signal"));
}

#[test]
fn bans_and_diagnostics_as_far_as_the_node_tells() {
    let node = MockNode::start(banning(vec![]));
    let bans = json_lines(&run("bans --json", &node)).remove(0);
    assert_eq!(bans["keywords"], json!(["scam"]));
    let shown = run("bans", &node);
    assert!(
        shown
            .lines()
            .any(|line| line.ends_with("type        MINER_MESSAGE")),
        "{shown}"
    );
    let diag = json_lines(&run("diag --json", &node)).remove(0);
    assert_eq!(
        diag["diag"]["scanned_dirs"][0]["files"][0]["name"],
        "v36.hex"
    );
    assert!(run("diag", &node).contains("        size: 612\n"));
    let far = MockNode::start(|request| match request.path.as_str() {
        "/msg/diag" => Reply::Body(403, br#"{"error": "forbidden: localhost only"}"#.to_vec()),
        _ => msg(vec![], true)(request),
    });
    Place::new()
        .p2msg(&format!("node diag --url {}", far.url()))
        .code(1)
        .stderr("HTTP 403: forbidden: localhost only\nhint: nodes allow this from their own machine only")
        .run();
    let plan = MockNode::start(plan(vec![]));
    Place::new()
        .p2msg(&format!("node bans --url {}", plan.url()))
        .code(1)
        .stderr("bans are not in the API that this node has (plan)")
        .run();
}

#[test]
fn text_of_strangers_is_harmless_and_intact() {
    let text = "\u{1b}]52;c;AAAA\u{7}\u{202e}evil\u{200b}\nTIME\u{9b}31m";
    let mut hostile = chat(5, text);
    hostile["sender"] = "L\u{1b}[2J".into();
    hostile["type"] = "\u{1b}[31mX".into();
    hostile["type_id"] = Value::Null;
    let node = MockNode::start(msg(vec![hostile], true));
    let shown = run("messages", &node);
    assert_eq!(shown.lines().count(), 2, "{shown:?}");
    let is_control = |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{200b}".contains(c);
    assert!(!shown.contains(is_control), "{shown:?}");
    let json = run("messages --json", &node);
    assert!(!json.contains(is_control), "{json:?}");
    assert_eq!(json_lines(&json)[0]["text"], text);
    let error = "\u{1b}[31mno\u{202e}";
    let failing = MockNode::start(move |request| match request.path.as_str() {
        "/msg/recent" => json!({"error": error}).into(),
        _ => msg(vec![], true)(request),
    });
    Place::new()
        .p2msg(&format!("node messages --url {}", failing.url()))
        .code(1)
        .stderr("the node answered with an error: ␛[31mno<U+202E>\n")
        .run();
}

#[test]
fn where_the_nodes_are_comes_from_option_environment_or_config() {
    let place = Place::new();
    let flag = MockNode::start(plan(vec![chat(1, "flag")]));
    let environment = MockNode::start(plan(vec![chat(1, "environment")]));
    let config = MockNode::start(plan(vec![chat(1, "config")]));
    let shown =
        |run: crate::support::place::Run<'_>| run.run().stdout.lines().last().unwrap().to_owned();
    place.config(&format!("url = \"{}\"", config.url()));
    assert!(shown(place.p2msg("node chat")).contains("config"));
    let both = format!("{} {}", environment.url(), flag.url());
    let line = shown(
        place
            .p2msg("node chat")
            .env("P2MSG_URL", &environment.url()),
    );
    assert!(line.contains("environment"));
    let run = place
        .p2msg("node chat --json")
        .env("P2MSG_URL", &both)
        .run();
    assert_eq!(run.stdout.lines().count(), 2);
    let arguments = format!("node chat --url {}", flag.url());
    let line = shown(place.p2msg(&arguments).env("P2MSG_URL", &environment.url()));
    assert!(line.contains("flag"));
    place
        .p2msg("node chat")
        .env("P2MSG_URL", "ftp://node")
        .code(2)
        .stderr("error: P2MSG_URL: 'ftp://node': nodes speak http and https, not ftp")
        .run();
}

#[test]
fn a_password_in_a_url_is_refused_and_not_repeated() {
    for url in [
        "http://me:hunter2@127.0.0.1:1",
        "https://hunter2@127.0.0.1:1",
    ] {
        let ran = Place::new()
            .p2msg(&format!("node messages --url {url}"))
            .code(5)
            .stderr("--auth-file")
            .run();
        assert!(!ran.stderr.contains("hunter2"), "{}", ran.stderr);
    }
}

#[test]
fn a_version_signaling_of_nothing_is_no_c2pool() {
    let node = MockNode::start(|request| match request.path.as_str() {
        "/version_signaling" => json!({"status": "no_transition"}).into(),
        _ => Reply::not_there(),
    });
    let arguments = format!("node messages --url {}", node.url());
    Place::new()
        .p2msg(&arguments)
        .code(1)
        .stderr("none of the APIs")
        .run();
    let forced = MockNode::start(|_| c2pool_info().into());
    Place::new()
        .p2msg(&format!("node messages --api msg --url {}", forced.url()))
        .code(1)
        .stderr("parse: the answer is an object, not messages")
        .run();
    let signaling = version_signaling("info", json!([]));
    let silent = MockNode::start(move |_| signaling.clone().into());
    assert!(run("transition --api c2pool", &silent).contains("[info]"));
}

#[test]
fn an_empty_list_of_nodes_is_wrong_usage_in_every_command() {
    let place = Place::new();
    place.p2msg("send hello").stdout();
    for value in ["", "   "] {
        place.config(&format!("url = \"{value}\"\n"));
        for arguments in [
            "node messages",
            "node chat",
            "node announcements",
            "node alerts",
            "node status",
            "node keys",
            "node stats",
            "node transition",
            "node watch",
            "node bans",
            "node ban --keyword scam",
            "node unban --keyword scam",
            "node diag",
        ] {
            let ran = place.p2msg(arguments).code(2).stderr("\nhint: ").run();
            assert!(
                ran.stderr.contains("config.toml: there is no URL"),
                "{}",
                ran.stderr
            );
            assert_eq!(ran.stdout, "", "{arguments}");
        }
        let ran = place.p2msg("node check").code(3).stderr("no URL").run();
        assert!(ran.stdout.starts_with("P2MSG UNKNOWN - "), "{}", ran.stdout);
        let ran = place.p2msg("doctor").codes(&[0, 1]).stderr("").run();
        assert!(ran.stdout.contains("there is no URL"), "{}", ran.stdout);
    }
    place.config("");
    let ran = place
        .p2msg("node check")
        .code(3)
        .env("P2MSG_URL", "  ")
        .stderr("P2MSG_URL");
    assert!(ran.run().stdout.starts_with("P2MSG UNKNOWN - "));
    for arguments in [["status", "--from-node", " "], ["node", "watch", "--url="]] {
        place
            .p2msg("")
            .args(arguments)
            .code(2)
            .stderr("hint: ")
            .run();
    }
    place
        .p2msg("queue confirm --node")
        .args([""])
        .code(2)
        .stderr("--node: ")
        .run();
}

#[test]
fn an_empty_text_and_types_unknown_to_the_node_stay_readable() {
    let place = Place::new();
    let featured = json!({"seq": 1, "url": "https://pool.example"});
    let raw = hex::encode(featured.to_string());
    let node = MockNode::start(msg(
        vec![
            chat(60, ""),
            message(
                0x06,
                90,
                json!({"type": "UNKNOWN_0x06", "raw": raw, "protocol_authority": true}),
            ),
            message(0x07, 99, json!({"type": "UNKNOWN_0x07", "raw": "7b7d"})),
        ],
        true,
    ));
    let arguments = format!("node messages --json --url {}", node.url());
    let ran = place.p2msg(&arguments).run();
    let shown: Vec<Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(shown[0]["text"], "");
    assert_eq!(shown[1]["type"], "FEATURED_NODE");
    assert_eq!(shown[1]["data"], featured);
    assert_eq!(shown[1].get("raw"), None);
    assert_eq!(shown[2]["raw"], "7b7d");
}

#[test]
fn one_peer_is_singular() {
    let place = Place::new();
    let mut lonely = status(60);
    lonely["data"]["p"] = 1.into();
    let node = MockNode::start(plan(vec![lonely]));
    let shown = place
        .p2msg(&format!("node status --url {}", node.url()))
        .run()
        .stdout;
    assert!(shown.contains(", 1 peer\n"), "{shown}");
}
