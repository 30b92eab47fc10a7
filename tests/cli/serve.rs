//! `serve`: HTTP from a share store that grows.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use p2msg::core::message::MsgType;
use p2msg::core::message::envelope::pack;
use serde_json::Value;

use crate::support::mined::{Plan, mine};
use crate::support::miner::lines;
use crate::support::place::Place;
use crate::support::served::{
    Chain, Response, Served, line, message, metric, raise_file_limit, says,
};
use crate::support::vectors::{authority_case, share_case};

fn append(path: &Path, text: &str) {
    let mut file = File::options()
        .append(true)
        .create(true)
        .open(path)
        .unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

fn texts(messages: &Value) -> Vec<&str> {
    let messages = messages.as_array().expect("an array").iter();
    messages
        .map(|message| message["text"].as_str().unwrap_or("-"))
        .collect()
}

/// A chat under a key that is revoked later, an alert, a chat in an orphan, and a node's status.
fn store() -> String {
    let mut chain = Chain::new();
    let mut lines = chain.chat(1, "before the rotation", 900);
    lines += &line(&chain.fork(2, says(2, 0, MsgType::MINER_MESSAGE, "orphaned", 800)));
    lines += &chain.line(1, says(1, 1, MsgType::EMERGENCY, "fork ahead", 700));
    lines += &chain.line(3, says(3, 0, MsgType::POOL_ANNOUNCE, "maintenance", 600));
    let status = r#"{"v":"1","up":5,"hr":7,"sc":8,"p":9}"#;
    lines + &chain.line(3, says(3, 0, MsgType::NODE_STATUS, status, 500))
}

#[test]
fn every_endpoint_in_both_spellings_and_shapes() {
    let place = Place::new();
    place.file("store/shares.0", store());
    let served = Served::start(&place, "--shares store");
    let recent = served.json("/msg/recent");
    assert_eq!(
        texts(&recent),
        [
            "-",
            "maintenance",
            "fork ahead",
            "orphaned",
            "before the rotation"
        ]
    );
    let first = &recent[4];
    assert_eq!(first["type"], "MINER_MESSAGE");
    assert_eq!(first["type_id"], 2);
    assert_eq!(first["age"], 900);
    assert_eq!(first["verified"], false);
    assert_eq!(first["signature_status"], "revoked");
    assert_eq!(first["protocol_authority"], false);
    assert_eq!(recent[3]["orphaned"], true);
    assert_eq!(recent[2]["verified"], true);
    assert_eq!(recent[0]["data"]["hr"], 7);

    let all = served.json("/share_messages");
    assert_eq!(all["messages"], recent);
    assert_eq!(all["stats"], served.json("/share_message_stats"));
    assert_eq!(all["stats"], served.json("/msg/stats"));
    assert_eq!(all["stats"]["total_messages"], 5);
    assert_eq!(all["stats"]["key_registry"], served.json("/signing_keys"));
    let keys = served.json("/signing_keys");
    let revoked = keys.as_object().unwrap().values();
    let revoked = revoked.flat_map(|owner| owner["keys"].as_object().unwrap().values());
    assert_eq!(revoked.filter(|key| key["revoked"] == true).count(), 1);
    for path in ["/share_messages/chat", "/share_messages_chat"] {
        let chat = served.json(path);
        assert_eq!(
            texts(&chat["messages"]),
            ["orphaned", "before the rotation"]
        );
    }
    for path in ["/share_messages/alerts", "/share_messages_alerts"] {
        assert_eq!(texts(&served.json(path)["alerts"]), ["fork ahead"]);
    }
    assert_eq!(
        texts(&served.json("/msg/chat?verified=0")),
        ["orphaned", "before the rotation"]
    );
    // As in the release node: forged and revoked messages only on request.
    for path in ["/msg/chat", "/msg/chat?verified=1"] {
        assert_eq!(texts(&served.json(path)), ["orphaned"]);
    }
    assert_eq!(texts(&served.json("/msg/announcements")), ["maintenance"]);
    assert_eq!(texts(&served.json("/msg/alerts")), ["fork ahead"]);
    assert_eq!(
        served.json("/msg/status"),
        Value::from(vec![recent[0].clone()])
    );
    assert_eq!(
        texts(&served.json("/msg/recent?limit=2")),
        ["-", "maintenance"]
    );
    assert_eq!(texts(&served.json("/msg/recent?limit=0")), [""; 0]);
    let since = first["timestamp"].as_u64().unwrap() + 1;
    assert_eq!(
        texts(&served.json(&format!("/msg/recent?since={since}"))).len(),
        4
    );
    assert_eq!(
        texts(&served.json(&format!("/msg/recent?since={since}.5&_=1"))).len(),
        4
    );
    assert_eq!(served.json("/healthz")["status"], "ok");

    let metrics = served.get("/metrics");
    assert!(
        metrics
            .head
            .contains("content-type: text/plain; version=0.0.4"),
        "{metrics:?}"
    );
    for metric in [
        "p2msg_messages{type=\"MINER_MESSAGE\"} 2\n",
        "p2msg_messages_verified 4\n",
        "p2msg_signing_keys{state=\"revoked\"} 1\n",
        "p2msg_shares{chain=\"best\"} 4\n",
        "p2msg_shares{chain=\"orphaned\"} 1\n",
        "p2msg_store_readable 1\n",
    ] {
        assert!(
            metrics.body.contains(metric),
            "{metric} in {}",
            metrics.body
        );
    }
}

#[test]
fn a_store_is_followed_within_a_second() {
    let place = Place::new();
    let mut chain = Chain::new();
    let store = place.file("store/shares.0", chain.chat(1, "one", 90));
    let served = Served::start(&place, "--shares store");
    served.wait_for_texts(&["one"]);
    append(&store, &chain.chat(1, "two", 80));
    let took = served.wait_for_texts(&["two", "one"]);
    // A second, and room for a machine that does other things too.
    assert!(took < Duration::from_secs(3), "{took:?}");

    let (begin, end) = {
        let line = chain.chat(1, "three", 70);
        let (begin, end) = line.split_at(500);
        (begin.to_owned(), end.to_owned())
    };
    append(&store, &begin);
    let next = place.work().join("store/shares.1");
    append(
        &next,
        &line(&chain.fork(2, says(2, 0, MsgType::MINER_MESSAGE, "four", 60))),
    );
    served.wait_for_texts(&["four", "two", "one"]);
    append(&store, &end);
    served.wait_for_texts(&["four", "three", "two", "one"]);
    assert_eq!(metric(&served, "p2msg_broken_lines_total"), 0);

    fs::remove_file(&next).unwrap();
    served.wait_for_texts(&["three", "two", "one"]);
    fs::write(&store, Chain::new().chat(1, "anew", 50)).unwrap();
    served.wait_for_texts(&["anew"]);
}

#[test]
fn a_longer_fork_turns_the_chain_around() {
    let place = Place::new();
    let mut chain = Chain::new();
    let mut store = chain.chat(1, "root", 90);
    let orphan = line(&chain.fork(2, says(2, 0, MsgType::MINER_MESSAGE, "left", 80)));
    store += &orphan;
    let store = place.file("shares.0", store);
    let served = Served::start(&place, "--shares shares.0");
    let orphaned = |served: &Served| -> Vec<(String, bool)> {
        let messages = served.json("/msg/recent");
        let messages = messages.as_array().unwrap().iter();
        messages
            .map(|m| {
                (
                    m["text"].as_str().unwrap().to_owned(),
                    m["orphaned"] == true,
                )
            })
            .collect()
    };
    let is = |text: &str, orphaned| (text.to_owned(), orphaned);
    assert_eq!(orphaned(&served), [is("left", false), is("root", false)]);
    append(
        &store,
        &(chain.chat(3, "right", 70) + &chain.line(3, Vec::new())),
    );
    served.wait_for_texts(&["right", "left", "root"]);
    let turned = [is("right", false), is("left", true), is("root", false)];
    assert_eq!(orphaned(&served), turned);
}

#[test]
fn what_is_no_good_request_gets_an_error_and_no_more() {
    let place = Place::new();
    place.file("shares.0", store());
    let served = Served::start(&place, "--shares shares.0");
    let error = |method: &str, path: &str, code| served.ask(method, path, "", "").error(code);
    for path in [
        "/nothing",
        "/../etc/passwd",
        "/share_messages/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/share_messages/",
        "//msg/recent",
    ] {
        error("GET", path, 404);
        error("POST", path, 404);
    }
    for method in ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"] {
        let refused = served.ask(method, "/msg/recent", "", "");
        refused.error(405);
        assert!(refused.head.contains("allow: get, head"), "{refused:?}");
    }
    assert!(error("POST", "/share_messages", 403).contains("--allow-send"));
    for query in [
        "limit=x",
        "limit=-1",
        "limit=",
        "since=now",
        "since=1.x",
        "verified=2",
    ] {
        error("GET", &format!("/msg/recent?{query}"), 400);
    }
    // Not UTF-8, raw and as escapes.
    let mut path =
        b"GET /msg/\xff\xfe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".to_vec();
    assert!([400, 404].contains(&served.raw(&path).code));
    path =
        b"GET /msg/%ff?limit=%ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".to_vec();
    served.raw(&path).error(404);
    assert_eq!(served.raw(b"\x16\x03\x01 what is this\r\n\r\n").code, 400);
    let head = served.ask("HEAD", "/msg/recent", "", "");
    assert_eq!((head.code, head.body.as_str()), (200, ""));
}

#[test]
fn only_who_calls_it_by_its_name_is_answered() {
    let place = Place::new();
    place.file("shares.0", store());
    let served = Served::start(&place, "--shares shares.0 --allow-host pool.lan");
    let port = served.address.rsplit_once(':').unwrap().1.to_owned();
    let ask = |hosts: &str| {
        let request = format!("GET /msg/recent HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n");
        served.raw(request.as_bytes())
    };
    for host in ["127.0.0.1", "localhost", "LOCALHOST", "[::1]", "pool.lan"] {
        assert_eq!(ask(&format!("Host: {host}:{port}\r\n")).code, 200, "{host}");
        assert_eq!(ask(&format!("Host: {host}\r\n")).code, 200, "{host}");
    }
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:9328",
        "192.168.1.7",
        "localhost@evil.example",
        "",
    ] {
        ask(&format!("Host: {host}\r\n")).error(403);
    }
    ask("").error(400);
    ask("Host: localhost\r\nHost: evil.example\r\n").error(400);
    let absolute = b"GET http://evil.example/msg/recent HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    served.raw(absolute).error(403);
}

#[test]
fn every_answer_forbids_what_a_browser_could_do_with_it() {
    let place = Place::new();
    place.file("shares.0", store());
    let served = Served::start(&place, "--shares shares.0");
    let origin = "Origin: http://evil.example\r\n";
    for path in ["/msg/recent", "/metrics", "/healthz", "/nothing"] {
        let response = served.ask("GET", path, origin, "");
        for header in [
            "content-security-policy: default-src 'none'; script-src 'self'",
            "frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "referrer-policy: no-referrer",
            "cross-origin-resource-policy: same-origin",
            "cache-control: no-store",
        ] {
            assert!(
                response.head.contains(header),
                "{header} in {}",
                response.head
            );
        }
        assert!(
            !response.head.contains("access-control-"),
            "{}",
            response.head
        );
    }
}

#[test]
fn strangers_control_characters_come_as_escapes() {
    let place = Place::new();
    let words = "\u{1b}]52;c;AAAA\u{7}\u{202e}evil\u{9b}31m\u{7f} \"</script>";
    place.file("shares.0", Chain::new().chat(1, words, 60));
    let served = Served::start(&place, "--shares shares.0");
    let body = served.get("/msg/recent").body;
    assert!(body.contains(r"\u202eevil\u009b31m\u007f"), "{body}");
    assert!(
        !body.chars().any(|c| c.is_control() || c == '\u{202e}'),
        "{body}"
    );
    assert_eq!(served.texts(), [words]);
}

#[test]
fn ten_thousand_silent_and_slow_clients_keep_nobody_out() {
    const MANY: usize = 10_000;
    let place = Place::new();
    place.file("shares.0", store());
    let served = Served::start(&place, "--shares shares.0");
    served.json("/msg/recent");
    let before = served.memory();
    raise_file_limit(MANY + 1_000);
    let mut slow = Vec::new();
    for number in 0..MANY {
        let mut stream = served.connect();
        // Silent ones, slow heads and slow bodies. Those closed already may refuse it.
        let _ = match number % 3 {
            0 => Ok(()),
            1 => stream.write_all(b"GET /msg/recent HTTP/1.1\r\nHost: loc"),
            _ => stream.write_all(
                b"POST /share_messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{",
            ),
        };
        slow.push(stream);
        if number % 1_000 == 0 {
            let start = Instant::now();
            served.json("/msg/recent");
            assert!(
                start.elapsed() < Duration::from_secs(5),
                "{:?}",
                start.elapsed()
            );
        }
    }
    served.json("/msg/recent");
    let connections = metric(&served, "p2msg_http_connections");
    assert!(connections <= 512, "{connections}");
    let after = served.memory();
    assert!(
        after < before + 32,
        "{before} MiB before, {after} MiB after"
    );
}

#[test]
fn greedy_clients_are_refused_and_take_no_memory() {
    let place = Place::new();
    place.file("shares.0", store());
    let served = Served::start(&place, "--shares shares.0");
    served.json("/msg/recent");
    let before = served.memory();
    let with = |headers: &str| {
        let request = format!("GET /msg/recent HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
        served.raw(request.as_bytes()).code
    };
    let huge = "x".repeat(10_000_000);
    assert_eq!(with(&format!("X: {}\r\n", &huge[..100_000])), 431);
    assert_eq!(with(&"X: x\r\n".repeat(1_000)), 431);
    // The server hangs up while it is still being written to, so its answer may get lost.
    assert!([0, 431].contains(&with(&format!("X: {huge}\r\n"))));
    let long_path = format!("GET /{huge} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!([0, 414, 431].contains(&served.raw(long_path.as_bytes()).code));
    for method in ["POST", "GET", "PUT"] {
        served.ask(method, "/share_messages", "", &huge);
    }
    served.ask(
        "POST",
        "/share_messages",
        "Content-Length: 99999999999999999999\r\n",
        "",
    );
    served.json("/msg/recent");
    let after = served.memory();
    assert!(
        after < before + 16,
        "{before} MiB before, {after} MiB after"
    );
}

#[test]
fn a_slow_head_is_given_up_after_ten_seconds() {
    let place = Place::new();
    place.file("shares.0", store());
    let served = Served::start(&place, "--shares shares.0");
    let start = Instant::now();
    let mut streams: Vec<TcpStream> = (0..3).map(|_| served.connect()).collect();
    streams[1]
        .write_all(b"GET /msg/recent HTTP/1.1\r\nHos")
        .unwrap();
    streams[2]
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET")
        .unwrap();
    for mut stream in streams {
        // Until the server closes the connection.
        Response::read(&mut stream);
    }
    let took = start.elapsed();
    assert!(
        took > Duration::from_secs(5) && took < Duration::from_secs(30),
        "{took:?}"
    );
}

#[test]
fn a_signal_ends_it_and_what_was_asked_is_answered() {
    for signal in ["INT", "TERM"] {
        let place = Place::new();
        place.file("shares.0", store());
        let served = Served::start(&place, "--shares shares.0");
        let mut kept_alive = served.connect();
        kept_alive
            .write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .unwrap();
        let mut first = [0; 12];
        kept_alive.read_exact(&mut first).unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
        let start = Instant::now();
        let (status, rest) = served.stop(signal);
        assert_eq!((status.code(), rest), (Some(0), vec![]));
        assert!(
            start.elapsed() < Duration::from_secs(4),
            "{:?}",
            start.elapsed()
        );
        kept_alive.shutdown(Shutdown::Write).unwrap();
    }
}

#[test]
fn systemd_hears_that_it_is_ready_alive_and_ending() {
    let place = Place::new();
    place.file("shares.0", store());
    let path = place.work().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    let env = [
        ("NOTIFY_SOCKET", path.to_str().unwrap()),
        ("WATCHDOG_USEC", "300000"),
    ];
    let served = Served::start_in(&place, "--shares shares.0", &env);
    let hear = || {
        let mut bytes = [0; 64];
        let length = socket.recv(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes[..length]).trim().to_owned()
    };
    let mut heard = Vec::new();
    while !(heard.contains(&"READY=1".to_owned())
        && heard.iter().filter(|state| *state == "WATCHDOG=1").count() > 2)
    {
        heard.push(hear());
    }
    served.stop("TERM");
    while hear() != "STOPPING=1" {}
}

#[test]
fn what_cannot_be_served_is_said_at_the_start() {
    let place = Place::new();
    place
        .p2msg("serve")
        .code(2)
        .stderr("there is no data/litecoin in this folder")
        .stderr("hint: name the folder of the node's share store")
        .run();
    place
        .p2msg("serve --shares nowhere")
        .code(1)
        .stderr("cannot read nowhere")
        .run();
    place.file("shares.0", store());
    let served = Served::start(&place, "--shares shares.0");
    place
        .p2msg(&format!(
            "serve --shares shares.0 --listen {}",
            served.address
        ))
        .code(1)
        .stderr(format!("cannot listen on {}", served.address))
        .stderr("--listen")
        .run();
}

/// The plan's stress test: MAX_MESSAGE_HISTORY messages in the store, and more arriving.
#[test]
fn a_thousand_messages_with_more_arriving() {
    let place = Place::new();
    let mut chain = Chain::new();
    let lines: String = (0..1_000)
        .map(|n| chain.chat(1, &format!("n{n}"), 2_000 - n))
        .collect();
    let store = place.file("shares.0", lines);
    let served = Served::start(&place, "--shares shares.0");
    for n in 1_000..1_040 {
        append(&store, &chain.chat(1, &format!("n{n}"), 2_000 - n));
        assert_eq!(
            served
                .json("/msg/recent?limit=50")
                .as_array()
                .unwrap()
                .len(),
            50
        );
    }
    let wanted: Vec<String> = (40..1_040).rev().map(|n| format!("n{n}")).collect();
    let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    served.wait_for_texts(&wanted);
    assert_eq!(served.json("/msg/stats")["total_messages"], 1_000);
    assert_eq!(served.json("/msg/stats")["verified_count"], 1_000);
    let memory = served.memory();
    assert!(memory < 64, "{memory} MiB");
}

/// The plan's stress test: MAX_MESSAGES_PER_SHARE messages in every share.
#[test]
fn three_messages_in_every_share() {
    let place = Place::new();
    let mut chain = Chain::new();
    let mut lines = chain.chat(1, "n0", 2_000);
    for share in 0..200 {
        let messages = [1, 2, 3].map(|n| {
            let number = share * 3 + n;
            let kind = MsgType::MINER_MESSAGE;
            message(1, 0, kind, &format!("n{number}"), 2_000 - number)
        });
        lines += &chain.line(1, pack(&messages, None).unwrap());
    }
    place.file("shares.0", lines);
    let served = Served::start(&place, "--shares shares.0");
    let wanted: Vec<String> = (0..=600).rev().map(|n| format!("n{n}")).collect();
    assert_eq!(served.texts(), wanted);
    assert_eq!(served.json("/msg/stats")["verified_count"], 601);
}

/// `node` asks p2msg's own server as it asks any node.
#[test]
fn node_commands_understand_it() {
    let place = Place::new();
    place.file("shares.0", store());
    let served = Served::start(&place, "--shares shares.0");
    let node = |view: &str| {
        let command = format!("--json node {view} --url http://{}", served.address);
        lines(&place.p2msg(&command).run().stdout)
    };
    let said = |view: &str| -> Vec<Value> {
        let messages = node(view);
        messages
            .into_iter()
            .map(|mut message| message["text"].take())
            .collect()
    };
    assert_eq!(node("messages").len(), 5);
    assert_eq!(said("chat"), ["orphaned", "before the rotation"]);
    assert_eq!(said("announcements"), ["maintenance"]);
    assert_eq!(said("alerts"), ["fork ahead"]);
    assert_eq!(node("status")[0]["data"]["sc"], 8);
    let keys = node("keys").remove(0);
    let served_keys = served.json("/signing_keys");
    for (address, owner) in served_keys.as_object().unwrap() {
        for (signing_id, key) in owner["keys"].as_object().unwrap() {
            assert_eq!(keys[address]["keys"][signing_id]["revoked"], key["revoked"]);
        }
    }
    assert_eq!(node("stats")[0]["total_messages"], 5);
}

/// A hole of 4 TiB and a device without end do not delay the other files. The device is skipped;
/// health names the hole until it is replaced.
#[test]
fn endless_files_are_reported_and_delay_no_other() {
    let place = Place::new();
    let mut chain = Chain::new();
    let last = place.file("store/shares.9", chain.chat(1, "one", 90));
    let hole = place.file("store/shares.2", "");
    let file = File::options().write(true).open(&hole).unwrap();
    file.set_len(4 << 40).unwrap();
    let link = place.work().join("store/shares.3");
    std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
    let served = Served::start(&place, "--shares store");
    served
        .running
        .stderr("skipping store/shares.3, because it is a device");
    served
        .running
        .stderr("shares.2: line 1 is too long for a share; ignoring the rest until");
    let unhealthy = |reason: &str| {
        let health = served.get("/healthz");
        assert_eq!(health.code, 503);
        let health = health.json();
        assert_eq!(health["status"], "unreadable");
        assert_eq!(health["reason"], reason);
    };
    unhealthy("shares.2: line 1 is too long for a share");
    append(&last, &chain.chat(1, "two", 80));
    served.wait_for_texts(&["two", "one"]);
    // Renamed over it, as a node replaces files.
    let new = place.file("new", chain.chat(1, "three", 70));
    fs::rename(new, &hole).unwrap();
    served.wait_for_texts(&["three", "two", "one"]);
    let start = Instant::now();
    while served.get("/healthz").code != 200 {
        assert!(start.elapsed() < Duration::from_secs(60));
    }
    assert_eq!(metric(&served, "p2msg_store_readable"), 1);
}

#[test]
fn what_cannot_be_read_is_said_and_tried_again() {
    let place = Place::new();
    let path = place.work().join("shares.0");
    // A pipe that nobody writes to cannot be read to its end; that is no reason to hang.
    assert!(
        Command::new("mkfifo")
            .arg(&path)
            .status()
            .unwrap()
            .success()
    );
    place.file("store/shares.0", store());
    let served = Served::start(&place, "--shares store --shares shares.0");
    let health = served.get("/healthz");
    assert_eq!(
        (health.code, &health.json()["status"]),
        (503, &"unreadable".into())
    );
    assert_eq!(served.texts().len(), 5);
    assert_eq!(metric(&served, "p2msg_store_readable"), 0);
    fs::remove_file(&path).unwrap();
    fs::write(&path, "").unwrap();
    while metric(&served, "p2msg_store_readable") == 0 {}
    assert_eq!(served.json("/healthz")["status"], "ok");
}

/// The only message of litecoin's mainnet when this test was written; it is from February 2026.
#[test]
fn a_transition_signal_of_an_authority_is_served_and_asked_for_long_after() {
    let place = Place::new();
    let signal = authority_case("real_mainnet_transition_message");
    let signal = hex::decode(signal["envelope"].as_str().unwrap()).unwrap();
    let template = share_case("v36_everything");
    let template = hex::decode(template["raw_share"].as_str().unwrap()).unwrap();
    let (mined_at, day) = (1_772_000_000, 86_400);
    let plan = Plan {
        previous: None,
        absheight: 0,
        timestamp: mined_at,
        bits: 0x1e0f_ffff,
        miner: 1,
        message_data: signal,
    };
    place.file("shares.0", line(&mine(&template, &plan)));
    let now = (mined_at + 400 * day).to_string();
    let served = Served::start_in(&place, "--shares shares.0", &[("P2MSG_NOW", &now)]);
    for path in ["/msg/recent", "/msg/recent?verified=1"] {
        let recent = served.json(path);
        assert_eq!(recent[0]["type"], "TRANSITION_SIGNAL", "{recent}");
        assert_eq!(recent[0]["protocol_authority"], true);
        assert_eq!(recent[0]["data"]["to"], "36");
    }
    let url = format!("http://{}", served.address);
    let asked = place
        .p2msg(&format!("node transition --json --url {url}"))
        .run();
    let transition: Value = serde_json::from_str(&asked.stdout).unwrap();
    assert_eq!(transition["signals"][0]["verified"], true, "{transition}");
}

#[test]
fn the_msg_paths_have_the_defaults_and_limits_of_the_release_node() {
    let place = Place::new();
    let mut chain = Chain::new();
    let mut lines = String::new();
    for kind in [
        MsgType::MINER_MESSAGE,
        MsgType::POOL_ANNOUNCE,
        MsgType::EMERGENCY,
        MsgType::NODE_STATUS,
    ] {
        for number in 0..201 {
            let text = format!("{number}");
            lines += &chain.line(1, says(1, 0, kind, &text, 2_000 + number));
        }
    }
    place.file("shares.0", lines);
    let served = Served::start(&place, "--shares shares.0");
    for (path, default, most) in [
        ("recent", 20, 200),
        ("chat", 50, 200),
        ("announcements", 10, 50),
        ("alerts", 5, 20),
        ("status", 20, 100),
    ] {
        let count = |query: &str| {
            let messages = served.json(&format!("/msg/{path}{query}"));
            messages.as_array().unwrap().len()
        };
        assert_eq!(count(""), default, "{path}");
        assert_eq!(count("?limit=1000"), most, "{path}");
    }
}
