//! `serve --allow-send`: messages into the queue over HTTP.

use std::fs::{self, Permissions};
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::support::altered::Altered;
use crate::support::miner::{lines, one};
use crate::support::place::Place;
use crate::support::served::{Response, Served};

/// A server that takes messages, and its token.
struct Sending {
    place: Place,
    served: Served,
    token: String,
}

impl Sending {
    fn start() -> Self {
        let place = Place::new();
        place.file("shares.0", "");
        fs::create_dir(place.work().join("data")).unwrap();
        let served = Served::start(&place, "--shares shares.0 --allow-send");
        let path = place.work().join("data/serve_token");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let token = fs::read_to_string(path).unwrap().trim().to_owned();
        Self {
            place,
            served,
            token,
        }
    }

    /// Posts with these headers and nothing besides.
    fn post(&self, headers: &str, body: &str) -> Response {
        self.served.ask("POST", "/share_messages", headers, body)
    }

    /// Posts JSON with the token.
    fn send(&self, body: &str) -> Response {
        self.post(&self.headers(), body)
    }

    fn headers(&self) -> String {
        let token = &self.token;
        format!("Content-Type: application/json\r\nAuthorization: Bearer {token}\r\n")
    }

    /// Asks for the queue with these headers.
    fn get_queue(&self, headers: &str) -> Response {
        self.served.ask("GET", "/queue", headers, "")
    }

    /// The queue as the command line has it.
    fn queue(&self) -> Vec<Value> {
        lines(&self.place.p2msg("queue list --json").run().stdout)
    }
}

const CHAT: &str = r#"{"type": "chat", "text": "hello over HTTP"}"#;

#[test]
fn a_caller_with_the_token_queues_messages() {
    let sending = Sending::start();
    let sent = sending.send(CHAT);
    assert_eq!(sent.code, 201, "{sent:?}");
    let sent = sent.json();
    assert_eq!(
        (&sent["id"], &sent["type"], &sent["bytes"], &sent["pending"]),
        (&json!(1), &json!("MINER_MESSAGE"), &json!(15), &json!(1))
    );
    let shown = one(&sending.place.p2msg("queue show 1 --json").run().stdout);
    assert_eq!(shown["text"], "hello over HTTP");
    assert_eq!(shown["message_hash"], sent["message_hash"]);

    for (kind, name) in [
        ("announce", "POOL_ANNOUNCE"),
        ("alert", "EMERGENCY"),
        ("MINER_MESSAGE", "MINER_MESSAGE"),
    ] {
        let body = json!({"type": kind, "text": "ünïcödé \u{1b}"}).to_string();
        assert_eq!(sending.send(&body).json()["type"], name);
    }
    // From its own page, and in pieces.
    let own = format!(
        "{}Origin: http://{}\r\n",
        sending.headers(),
        sending.served.address
    );
    let body = CHAT.replace("hello", "hello again");
    assert_eq!(sending.post(&own, &body).code, 201);
    let pieces = format!(
        "POST /share_messages HTTP/1.1\r\nHost: localhost\r\n{}Transfer-Encoding: chunked\r\n\
         Connection: close\r\n\r\n10\r\n{{\"type\": \"chat\",\r\n19\r\n \"text\": \"and in pieces\"}}\r\n0\r\n\r\n",
        sending.headers()
    );
    let sent = sending.served.raw(pieces.as_bytes());
    assert_eq!((sent.code, &sent.json()["pending"]), (201, &json!(6)));

    let shown = sending.get_queue(&format!("Authorization: Bearer {}\r\n", sending.token));
    assert_eq!(shown.code, 200, "{shown:?}");
    let mut shown = shown.json()["queue"].take();
    for entry in shown.as_array_mut().unwrap() {
        entry.as_object_mut().unwrap().remove("schema");
    }
    let mut listed = sending.queue();
    for entry in &mut listed {
        entry.as_object_mut().unwrap().remove("schema");
    }
    assert_eq!(shown, Value::from(listed));
}

#[test]
fn nobody_else_queues_anything() {
    let sending = Sending::start();
    let with = |header: &str| format!("Content-Type: application/json\r\n{header}");
    let token = &sending.token;
    let wrong = format!("{}{}", &token[1..], &token[..1]);
    for header in [
        String::new(),
        "Authorization: Bearer \r\n".to_owned(),
        format!("Authorization: Bearer {wrong}\r\n"),
        format!("Authorization: Bearer {}\r\n", &token[1..]),
        format!("Authorization: Bearer {token}0\r\n"),
        format!("Authorization: Basic {token}\r\n"),
        format!("Cookie: token={token}\r\n"),
    ] {
        let refused = sending.post(&with(&header), CHAT);
        refused.error(401);
        assert!(refused.head.contains("www-authenticate: bearer"));
    }
    let query = format!("/share_messages?token={token}");
    sending
        .served
        .ask("POST", &query, &with(""), CHAT)
        .error(401);
    for origin in [
        "http://evil.example",
        "null",
        "",
        "http://localhost.evil.example",
        "http://127.0.0.1:1",
        "file://",
        "\u{fe}",
    ] {
        let headers = format!("{}Origin: {origin}\r\n", sending.headers());
        sending.post(&headers, CHAT).error(403);
    }
    let evil = format!("Host: evil.example\r\n{}", sending.headers());
    sending.post(&evil, CHAT).error(400);
    for content_type in [
        "",
        "Content-Type: text/plain\r\n",
        "Content-Type: application/x-www-form-urlencoded\r\n",
        "Content-Type: application/jsonp\r\n",
    ] {
        let headers = format!("Authorization: Bearer {token}\r\n{content_type}");
        sending.post(&headers, CHAT).error(415);
    }
    assert_eq!(sending.queue(), Vec::<Value>::new());
}

/// Unsent messages are in a file with mode 0600; over HTTP, any local user could read them.
#[test]
fn only_the_token_shows_the_queue() {
    const TEXT: &str = "not for everyone yet";
    let sending = Sending::start();
    let body = json!({"type": "chat", "text": TEXT}).to_string();
    assert_eq!(sending.send(&body).code, 201);
    let token = &sending.token;
    for header in [
        String::new(),
        format!("Authorization: Bearer {}\r\n", "0".repeat(64)),
        format!("Authorization: Bearer {}\r\n", &token[1..]),
        format!("Authorization: Basic {token}\r\n"),
        format!("Cookie: token={token}\r\n"),
    ] {
        for method in ["GET", "HEAD"] {
            let refused = sending.served.ask(method, "/queue", &header, "");
            assert_eq!(refused.code, 401, "{header}");
            assert!(refused.head.contains("www-authenticate: bearer"));
            assert!(!refused.body.contains(TEXT), "{refused:?}");
        }
    }
    let query = format!("/queue?token={token}");
    sending.served.get(&query).error(401);
    let shown = sending.get_queue(&format!("Authorization: Bearer {token}\r\n"));
    assert_eq!(shown.json()["queue"][0]["text"], TEXT);
    for path in ["/msg/recent", "/share_messages", "/metrics", "/healthz"] {
        assert!(!sending.served.get(path).body.contains(TEXT), "{path}");
    }
}

#[test]
fn what_is_no_message_is_refused() {
    let sending = Sending::start();
    let long = "ü".repeat(111);
    for (body, why) in [
        ("", "{\"type\", \"text\"}"),
        ("{", "{\"type\", \"text\"}"),
        ("[]", "{\"type\", \"text\"}"),
        (r#"{"type": "chat"}"#, "missing field `text`"),
        (r#"{"type": "chat", "text": 5}"#, "expected a string"),
        (
            r#"{"type": "chat", "text": "a", "x": 1}"#,
            "unknown field `x`",
        ),
        (
            r#"{"type": "shout", "text": "a"}"#,
            "none of chat, announce and alert",
        ),
        (
            r#"{"type": "node-status", "text": "{}"}"#,
            "none of chat, announce and alert",
        ),
        (
            r#"{"type": "TRANSITION_SIGNAL", "text": "a"}"#,
            "none of chat",
        ),
        (&json!({"type": "chat", "text": long}).to_string(), "222"),
        (
            &json!({"type": "chat", "text": "11".repeat(32)}).to_string(),
            "private key",
        ),
    ] {
        let refused = sending.send(body).error(400);
        assert!(refused.contains(why), "{body}: {refused}");
        assert!(!refused.contains("1111"), "{refused}");
    }
    let request = |body: &[u8]| {
        let head = format!(
            "POST /share_messages HTTP/1.1\r\nHost: localhost\r\n{}Content-Length: {}\r\n\
             Connection: close\r\n\r\n",
            sending.headers(),
            body.len()
        );
        sending.served.raw(&[head.as_bytes(), body].concat())
    };
    request(b"{\"type\": \"chat\", \"text\": \"\xff\"}").error(400);
    request(br#"{"type": "chat", "text": "\ud800"}"#).error(400);
    request(&[b'['; 16 * 1024]).error(400);
    request(&[b'x'; 16 * 1024 + 1]).error(413);
    let endless = format!(
        "POST /share_messages HTTP/1.1\r\nHost: localhost\r\n{}Transfer-Encoding: chunked\r\n\
         Connection: close\r\n\r\n8000\r\n{}",
        sending.headers(),
        "x".repeat(0x8000)
    );
    sending.served.raw(endless.as_bytes()).error(413);
    assert_eq!(sending.queue(), Vec::<Value>::new());
}

/// Found by fuzzing: what was refused came back with its bidirectional controls.
#[test]
fn a_refusal_repeats_no_hidden_character() {
    let sending = Sending::start();
    let refused = sending.send("{\"type\": \"chat\", \"text\": \"a\", \"x\u{202e}\": 1}");
    assert!(refused.error(400).contains("unknown field `x\u{202e}`"));
    assert!(refused.body.contains("x\\u202e"), "{}", refused.body);
}

#[test]
fn the_token_stays_and_must_be_a_secret() {
    let Sending {
        place,
        served,
        token,
    } = Sending::start();
    assert_eq!(token.len(), 64);
    drop(served);
    let served = Served::start(&place, "--shares shares.0 --allow-send");
    drop(served);
    let path = place.work().join("data/serve_token");
    assert_eq!(fs::read_to_string(&path).unwrap().trim(), token);
    let serve = || place.p2msg("serve --listen 127.0.0.1:0 --shares shares.0 --allow-send");
    fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
    let ran = serve()
        .code(5)
        .stderr("serve_token")
        .stderr("or: chmod 600 data/serve_token\n")
        .run();
    assert!(!ran.stderr.contains(&token));
    place.secret_file("data/serve_token", "short\n");
    let ran = serve().code(1).stderr("at least 32").run();
    assert!(!ran.stderr.contains("short"));
}

#[test]
fn without_allow_send_no_token_is_made_and_none_helps() {
    let place = Place::new();
    place.file("shares.0", "");
    let token = "0".repeat(64);
    place.secret_file("data/serve_token", &token);
    let served = Served::start(&place, "--shares shares.0");
    let headers = format!("Content-Type: application/json\r\nAuthorization: Bearer {token}\r\n");
    let refused = served.ask("POST", "/share_messages", &headers, CHAT);
    assert!(refused.error(403).contains("--allow-send"));
    assert_eq!(served.json("/healthz")["allow_send"], false);
    let refused = served.ask("GET", "/queue", &headers, "");
    assert!(refused.error(403).contains("--allow-send"));
    assert!(!place.work().join("data/message_queue.json").exists());
}

#[test]
fn altered_requests_are_answered_or_dropped_and_the_server_goes_on() {
    let sending = Sending::start();
    let host = &sending.served.address;
    let headers = sending.headers();
    let length = CHAT.len();
    let seeds = [
        format!("GET /msg/recent?limit=20&since=1.5&verified=1 HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        format!("HEAD /share_messages/chat HTTP/1.1\r\nHost: {host}\r\nRange: bytes=0-\r\n\r\n"),
        format!("GET /dashboard.js HTTP/1.0\r\nHost: {host}\r\nConnection: keep-alive\r\n\r\n"),
        format!(
            "POST /share_messages HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n{headers}\
             Content-Length: {length}\r\n\r\n{CHAT}"
        ),
        format!(
            "POST /share_messages HTTP/1.1\r\nHost: {host}\r\n{headers}\
             Transfer-Encoding: chunked\r\n\r\n5\r\n{{\"typ\r\n0\r\n\r\n"
        ),
    ];
    let mut altered = Altered::new(seeds.map(String::into_bytes).into());
    let (mut answered, mut dropped) = (0, 0);
    for _ in 0..1_000 {
        let mut stream = sending.served.connect();
        // It may answer and close before it has read everything.
        let _ = stream.write_all(&altered.next_input());
        let _ = stream.shutdown(Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        if answer.is_empty() {
            dropped += 1;
        } else {
            assert!(answer.starts_with(b"HTTP/1."), "{}", answer.escape_ascii());
            answered += 1;
        }
    }
    assert!(answered > 300, "{answered} answered, {dropped} dropped");
    assert_eq!(sending.served.get("/healthz").code, 200);
    // Whatever got into the queue is a message like any other.
    for entry in sending.queue() {
        assert!(entry["payload"].as_str().unwrap().len() <= 440, "{entry}");
    }
}
