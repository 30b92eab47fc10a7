//! What can go wrong between p2msg and a node, each against a real socket.
//!
//! Each run ends in bounded time and, where an answer has no end, within a bounded address space.

use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, SanType, date_time_ymd,
};
use serde_json::{Value, json};

use crate::support::mock::{MockNode, Reply, Request, chat, msg, plan, wait_for_end};
use crate::support::place::{Place, Ran, Run};

/// Kilobytes of address space, of which shared libraries and threads take most.
const ADDRESS_SPACE: u32 = 700_000;

/// A node of the plan whose `/share_messages` is `reply`.
fn odd(reply: impl Fn() -> Reply + Send + Sync + 'static) -> MockNode {
    MockNode::start(move |request| match request.path.as_str() {
        "/share_messages" => reply(),
        _ => Reply::not_there(),
    })
}

fn ask(node: &MockNode, options: &str) -> String {
    format!("node messages --api plan --url {} {options}", node.url())
}

/// The exit code must be 1 and stderr begin with this error.
fn fails(node: &MockNode, options: &str, error: &str) -> Ran {
    let start = Instant::now();
    let command = format!(
        "ulimit -v {ADDRESS_SPACE}; exec \"$P2MSG\" {}",
        ask(node, options)
    );
    let ran = Place::new()
        .shell(&command)
        .code(1)
        .stderr(format!(
            "error: cannot ask {}/share_messages: {error}",
            node.url()
        ))
        .stderr("\nhint: ")
        .run();
    assert!(start.elapsed() < Duration::from_secs(20), "{error}");
    assert_eq!(ran.stdout, "");
    ran
}

fn shown(node: &MockNode, options: &str) -> String {
    Place::new().p2msg(&ask(node, options)).run().stdout
}

#[test]
fn a_name_that_nobody_knows() {
    // A label of 64 letters is none; so no name server has to be asked.
    let host = "x".repeat(64);
    Place::new()
        .p2msg(&format!("node messages --url http://{host}:9327"))
        .code(1)
        .stderr(format!(
            "error: cannot ask http://{host}:9327/msg/config: resolve: "
        ))
        .stderr("hint: check the name of the host")
        .run();
}

#[test]
fn a_port_that_nobody_listens_on_is_the_one_of_the_network() {
    let ran = Place::new()
        .p2msg("node messages --net terracoin_testnet --json")
        .code(1)
        .stderr("{")
        .run();
    let error = ran.error();
    assert_eq!(error["code"], "node_connect");
    let message = error["message"].as_str().unwrap();
    assert!(
        message.starts_with("cannot ask http://127.0.0.1:"),
        "{message}"
    );
    assert!(message.contains("connect: Connection refused"), "{message}");
}

#[test]
fn a_node_that_does_not_answer() {
    let node = odd(Reply::silence);
    fails(
        &node,
        "--timeout 1",
        "wait: nothing more came within 1 s\nhint: the node may be busy",
    );
}

#[test]
fn a_node_that_accepts_and_never_agrees_on_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let silent = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        wait_for_end(&mut stream);
    });
    Place::new()
        .p2msg(&format!("node messages --connect-timeout 0.5 --url {url}"))
        .code(1)
        .stderr("/msg/config: connect: nothing more came within 0.5 s\nhint: a firewall")
        .run();
    silent.join().unwrap();
}

#[test]
fn an_answer_that_trickles() {
    let node = odd(|| {
        Reply::act(|stream| {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n");
            while stream.write_all(b"[").and_then(|()| stream.flush()).is_ok() {
                std::thread::sleep(Duration::from_millis(20));
            }
        })
    });
    fails(&node, "--timeout 1", "read: nothing more came within 1 s");
}

#[test]
fn headers_that_never_end() {
    let node = odd(|| {
        Reply::act(|stream| {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
            while stream.write_all(b"x-more: and more of it\r\n").is_ok() {}
        })
    });
    fails(&node, "", "wait: ");
}

#[test]
fn a_body_that_never_ends() {
    let node = odd(|| {
        Reply::act(|stream| {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n[");
            while stream.write_all(&[b'0'; 65_536]).is_ok() {}
        })
    });
    fails(
        &node,
        "",
        "read: the answer is longer than 16777216 bytes\nhint: this is no answer",
    );
}

/// 32 MB of zeros as gzip.
fn bomb() -> Vec<u8> {
    gzip(&vec![b' '; 32 * 1024 * 1024])
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut child = std::process::Command::new("gzip")
        .arg("-c")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("gzip");
    let mut stdin = child.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&bytes));
    let packed = child.wait_with_output().unwrap().stdout;
    writer.join().unwrap().unwrap();
    packed
}

fn packed(body: Vec<u8>) -> Reply {
    Reply::Headers(200, vec![("content-encoding", "gzip".to_owned())], body)
}

#[test]
fn gzip_is_read_and_a_bomb_is_not() {
    let answer = gzip(
        json!({"messages": [chat(5, "packed")]})
            .to_string()
            .as_bytes(),
    );
    let node = odd(move || packed(answer.clone()));
    assert!(shown(&node, "").contains("packed"));
    assert!(
        node.requests()[0]
            .header("accept-encoding")
            .unwrap()
            .contains("gzip")
    );
    let bomb = bomb();
    assert!(bomb.len() < 100_000);
    let node = odd(move || packed(bomb.clone()));
    fails(&node, "", "read: the answer is longer than 16777216 bytes");
    let node = odd(|| packed(b"no gzip at all".to_vec()));
    fails(&node, "", "read: ");
}

#[test]
fn connections_that_break_off() {
    let half = odd(|| Reply::raw("HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"messages\": ["));
    fails(&half, "", "read: ");
    let chunk = odd(|| {
        Reply::raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"mes\r\nzz\r\n")
    });
    fails(&chunk, "", "read: ");
    let nothing = odd(|| Reply::raw(""));
    fails(
        &nothing,
        "",
        "wait: connection closed before message completed\nhint: the connection broke off",
    );
    let garbage = odd(|| Reply::raw("220 mail.example ESMTP\r\n"));
    fails(&garbage, "", "wait: invalid HTTP version parsed");
}

#[test]
fn http_errors_say_what_the_node_says() {
    let text = |status, body: &'static str| odd(move || Reply::Body(status, body.into()));
    fails(
        &text(500, "<html>oops"),
        "",
        "the node answered HTTP 500\nhint: look into the log",
    );
    let node = text(503, r#"{"error": {"code": 1, "message": "loading"}}"#);
    fails(&node, "", "the node answered HTTP 503: loading\n");
    let node = text(200, r#"{"error": "store is not there"}"#);
    fails(
        &node,
        "",
        "the node answered with an error: store is not there\n",
    );
    fails(
        &text(401, ""),
        "",
        "the node answered HTTP 401\nhint: a proxy in front of the node requires",
    );
}

#[test]
fn answers_that_are_no_messages() {
    let text = |body: &'static str| odd(move || Reply::Body(200, body.into()));
    let broken = r#"{"messages": [{"type": "MINER_MESSAGE", "te"#;
    fails(
        &text(broken),
        "",
        "parse: the answer is no JSON (EOF while parsing a string at line 1 column 43); it begins with \"{\\\"messages\\\"",
    );
    fails(
        &text(""),
        "",
        "parse: the answer is no JSON (EOF while parsing a value at line 1 column 0); it begins with \"\"",
    );
    fails(
        &text("null"),
        "",
        "parse: the answer is null, not messages\nhint: is this the worker port",
    );
    fails(
        &text("[]"),
        "",
        "parse: the answer is an array, not messages",
    );
    fails(
        &text(r#"{"messages": {}}"#),
        "",
        "parse: the answer is an object, not messages",
    );
    let deep = odd(|| Reply::Body(200, "[".repeat(5_000_000).into()));
    fails(&deep, "", "parse: the answer is no JSON (EOF while parsing");
}

#[test]
fn what_can_be_read_of_odd_messages_is_shown() {
    let body = r#"{"messages": [
        {"type": "MINER_MESSAGE", "type_id": 2.0, "timestamp": 1707580740.75, "age": NaN,
         "flags": null, "verified": 1, "text": "odd but readable", "sender": -Infinity},
        {"type": "MINER_MESSAGE", "timestamp": 1e400, "text": "from beyond time"},
        {"type_id": 99999999999999999999, "type": "FUTURE_KIND", "raw": "00ff"},
        "no message", 5, null, [], {}
    ], "stats": {"total_messages": Infinity}}"#;
    let node = odd(move || Reply::Body(200, body.into()));
    let stdout = Place::new()
        .p2msg(&ask(&node, ""))
        .stderr("5 entries are unreadable as messages and ignored")
        .run()
        .stdout;
    let lines: Vec<&str> = stdout.lines().skip(1).collect();
    assert_eq!(lines.len(), 3, "{stdout}");
    assert!(
        lines[0].starts_with("2024-02-10 15:59:00 (1 min ago)  chat"),
        "{stdout}"
    );
    assert!(
        lines[0].contains("valid") && lines[0].ends_with("odd but readable"),
        "{stdout}"
    );
    assert!(
        lines[1].starts_with("-  ") && lines[1].ends_with("from beyond time"),
        "{stdout}"
    );
    assert!(
        lines[2].contains("FUTURE_KIND") && lines[2].ends_with("00ff"),
        "{stdout}"
    );
}

#[test]
fn a_hundred_thousand_messages() {
    let mut body = String::from("{\"messages\": [");
    for n in 0..100_000 {
        let comma = if n == 0 { "" } else { "," };
        body.push_str(&format!(
            "{comma}{{\"type_id\": 2, \"timestamp\": {n}, \"text\": \"m{n}\"}}"
        ));
    }
    body.push_str("]}");
    let node = odd(move || Reply::Body(200, body.clone().into()));
    let command = format!(
        "ulimit -v {ADDRESS_SPACE}; exec \"$P2MSG\" {} --json",
        ask(&node, "")
    );
    let start = Instant::now();
    let ran = Place::new().shell(&command).stderr("left out: 90000").run();
    assert_eq!(ran.stdout.lines().count(), 1_000);
    assert!(start.elapsed() < Duration::from_secs(30));
}

fn redirect(to: String) -> Reply {
    Reply::Headers(301, vec![("location", to)], Vec::new())
}

#[test]
fn redirects_stay_within_the_host_and_end() {
    let node = odd(|| redirect("/share_messages".to_owned()));
    fails(
        &node,
        "",
        &format!(
            "wait: it redirects to {}/share_messages, after too many redirects",
            node.url()
        ),
    );
    let node = odd(|| redirect("http://elsewhere.example/share_messages".to_owned()));
    fails(
        &node,
        "",
        "wait: it redirects to http://elsewhere.example/share_messages, which is another host",
    );
    assert_eq!(node.paths(), ["/share_messages"]);
    let node = MockNode::start(|request| match request.path.as_str() {
        "/share_messages" => redirect("/v2/share_messages?x=1".to_owned()),
        "/v2/share_messages" => json!({"messages": [chat(5, "moved")]}).into(),
        _ => Reply::not_there(),
    });
    assert!(shown(&node, "").contains("moved"));
}

#[test]
fn the_program_says_who_it_is_and_a_path_stays_in_front() {
    let node = MockNode::start(|request| match request.path.as_str() {
        "/p2pool/share_messages" => json!({"messages": []}).into(),
        _ => Reply::not_there(),
    });
    Place::new()
        .p2msg(&format!("node messages --url {}/p2pool", node.url()))
        .stderr("no messages")
        .run();
    let request = node.requests().pop().unwrap();
    let agent = format!("p2msg/{}", env!("CARGO_PKG_VERSION"));
    assert_eq!(request.header("user-agent"), Some(agent.as_str()));
    assert_eq!(
        node.paths(),
        [
            "/p2pool/msg/config",
            "/p2pool/share_messages",
            "/p2pool/share_messages"
        ]
    );
}

#[test]
fn ipv6() {
    if TcpListener::bind("[::1]:0").is_err() {
        eprintln!("SKIPPED: this machine has no IPv6");
        return;
    }
    let node = MockNode::start_at("[::1]:0", plan(vec![chat(5, "six")]));
    assert!(node.url().starts_with("http://[::1]:"));
    assert!(shown(&node, "").contains("six"));
}

#[test]
fn a_proxy_of_the_environment_is_used_but_not_to_this_machine() {
    let proxied = |request: &Request| match request.path.as_str() {
        "http://node.example:9327/share_messages" => {
            json!({"messages": [chat(5, "through the proxy")]}).into()
        }
        _ => Reply::not_there(),
    };
    let proxy = MockNode::start(proxied);
    let place = Place::new();
    let through = "node messages --api plan --url http://node.example:9327";
    let run = place.p2msg(through).env("http_proxy", &proxy.url()).run();
    assert!(run.stdout.contains("through the proxy"));
    let here = MockNode::start(plan(vec![chat(5, "not through it")]));
    let run = place
        .p2msg(&ask(&here, ""))
        .env("http_proxy", &proxy.url())
        .run();
    assert!(run.stdout.contains("not through it"));
    assert_eq!(proxy.requests().len(), 1);
}

#[test]
fn a_password_is_read_from_a_file_that_nobody_else_can_read() {
    let node = MockNode::start(plan(vec![chat(5, "hello")]));
    let place = Place::new();
    place.secret_file("auth", "me:hunter2:x\n");
    let ran = place
        .p2msg(&ask(&node, "--auth-file auth --verbose"))
        .stderr("API plan")
        .run();
    assert!(!ran.stderr.contains("hunter2"));
    // user:password, with the colon in the password kept.
    let expected = Some("Basic bWU6aHVudGVyMjp4");
    assert_eq!(node.requests()[0].header("authorization"), expected);
    let run = place
        .p2msg(&ask(&node, ""))
        .env("P2MSG_AUTH_FILE", "auth")
        .run();
    assert!(run.stdout.contains("hello"));
    assert_eq!(node.requests()[1].header("authorization"), expected);
    place.file("open", "me:hunter2");
    place
        .p2msg(&ask(&node, "--auth-file open"))
        .code(5)
        .stderr("error: the password file open has mode 0644: others can read or change it")
        .run();
    place.secret_file("none", "hunter2");
    let ran = place
        .p2msg(&ask(&node, "--auth-file none"))
        .code(3)
        .stderr("error: none (--auth-file) contains no valid password: line 1 needs a colon after the user")
        .stderr("hint: the file contains one line user:password for a single host, or a line HOST")
        .run();
    assert!(!ran.stderr.contains("hunter2"));
    assert_eq!(node.requests().len(), 2);
}

/// Two nodes on two hosts, both of this machine.
fn two_hosts() -> [MockNode; 2] {
    ["127.0.0.1:0", "127.0.0.2:0"]
        .map(|address| MockNode::start_at(address, plan(vec![chat(5, "hello")])))
}

#[test]
fn a_password_without_a_host_is_for_a_single_host() {
    let [first, second] = two_hosts();
    let place = Place::new();
    place.secret_file("auth", "me:hunter2");
    let urls = format!("{} {}", first.url(), second.url());
    let config = place.file(
        "config.toml",
        format!("url = \"{urls}\"\nauth-file = \"auth\"\n"),
    );
    let both = ask(&first, &format!("--auth-file auth --url {}", second.url()));
    let refused = |run: Run<'_>, code| {
        let ran = run
            .code(code)
            .stderr("cannot send the password in auth (--auth-file) to several hosts: 127.0.0.1, 127.0.0.2")
            .stderr("hint: write a line for each host into the file: HOST[:PORT] user:password")
            .run();
        assert!(!ran.stderr.contains("hunter2"), "{}", ran.stderr);
    };
    refused(place.p2msg(&both), 5);
    refused(place.p2msg(&both.replace("messages", "watch")), 5);
    refused(place.p2msg(&both.replace("messages", "check")), 3);
    let confirm = format!(
        "queue confirm --auth-file auth --node {} --node {}",
        first.url(),
        second.url()
    );
    refused(place.p2msg(&confirm), 5);
    let by_environment = place.p2msg("node messages").env("P2MSG_URL", &urls);
    refused(by_environment.env("P2MSG_AUTH_FILE", "auth"), 5);
    let by_config = format!("node messages --config {}", config.display());
    refused(place.p2msg(&by_config), 5);
    assert!(first.requests().is_empty() && second.requests().is_empty());
    // Two ports of one host.
    let third = MockNode::start(plan(vec![]));
    place
        .p2msg(&ask(
            &first,
            &format!("--auth-file auth --url {}", third.url()),
        ))
        .run();
    for request in [&first.requests()[0], &third.requests()[0]] {
        assert_eq!(
            request.header("authorization"),
            Some("Basic bWU6aHVudGVyMg==")
        );
    }
}

#[test]
fn a_password_is_sent_only_to_its_host() {
    let [first, second] = two_hosts();
    let place = Place::new();
    let line = format!("127.0.0.1:{} me:hunter2", first.port());
    place.secret_file("auth", &format!("# of the first proxy\n\n{line}\n"));
    let both = ask(&first, &format!("--auth-file auth --url {}", second.url()));
    place.p2msg(&both).run();
    let confirm = format!(
        "queue confirm --quiet --auth-file auth --node {} --node {}",
        first.url(),
        second.url()
    );
    place.p2msg(&confirm).run();
    let status = |node: &MockNode| format!("status --auth-file auth --from-node {}", node.url());
    place.p2msg(&status(&first)).codes(&[0, 1]).stderr("").run();
    place
        .p2msg(&status(&second))
        .codes(&[0, 1])
        .stderr("warning: auth (--auth-file) has no line for 127.0.0.2\n")
        .run();
    // Another port of the host.
    let third = MockNode::start(plan(vec![]));
    place
        .p2msg(&ask(&third, "--auth-file auth"))
        .stderr("warning: auth (--auth-file) has no line for 127.0.0.1\n")
        .run();
    let expected = Some("Basic bWU6aHVudGVyMg==");
    for (node, expected) in [(&first, expected), (&second, None), (&third, None)] {
        assert!(!node.requests().is_empty());
        for request in node.requests() {
            assert_eq!(request.header("authorization"), expected, "{request:?}");
        }
    }
}

#[test]
fn a_redirect_takes_no_password_to_another_host() {
    let [target, _] = two_hosts();
    let url = format!("{}/share_messages", target.url());
    let node = MockNode::start_at("127.0.0.2:0", move |_| redirect(url.clone()));
    let place = Place::new();
    place.secret_file("one", "me:hunter2");
    place.secret_file("hosts", "127.0.0.1 me:hunter2\n127.0.0.2 me:hunter2");
    for file in ["one", "hosts"] {
        place
            .p2msg(&ask(&node, &format!("--auth-file {file}")))
            .code(1)
            .stderr("which is another host")
            .run();
    }
    assert!(target.requests().is_empty());
}

#[test]
fn a_password_over_plain_http_is_warned_about_once_a_host() {
    let messages = |request: &Request| match request.path.ends_with("/share_messages") {
        true => json!({"messages": []}).into(),
        false => Reply::not_there(),
    };
    let proxy = MockNode::start(messages);
    let here = MockNode::start(messages);
    let place = Place::new();
    place.secret_file("auth", "node.example me:hunter2\n127.0.0.1 me:hunter2");
    let urls = "--url http://node.example:1 --url http://node.example:2 --url http://b.example";
    let ran = place
        .p2msg(&ask(&here, &format!("--auth-file auth {urls}")))
        .env("http_proxy", &proxy.url())
        .stderr("")
        .run();
    let warnings: Vec<&str> = ran
        .stderr
        .lines()
        .filter(|line| line.contains("encryption"))
        .collect();
    let expected = "warning: the password for node.example is sent without encryption, because its \
                    URL begins with http";
    assert_eq!(warnings, [expected]);
    assert!(!ran.stderr.contains("hunter2"), "{}", ran.stderr);
    for request in proxy.requests() {
        let is_its_host = request.path.contains("node.example");
        assert_eq!(
            request.header("authorization").is_some(),
            is_its_host,
            "{request:?}"
        );
    }
    assert_eq!(proxy.requests().len(), 3);
}

/// An authority of the tests' own, its certificate in PEM, and servers with certificates by it.
pub(crate) struct TestAuthority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl TestAuthority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        Self {
            issuer: CertifiedIssuer::self_signed(params, key).unwrap(),
        }
    }

    pub(crate) fn pem(&self) -> String {
        self.issuer.pem()
    }

    fn server(&self, name: &str, expired: bool) -> Arc<rustls::ServerConfig> {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        if expired {
            params.not_before = date_time_ymd(2001, 1, 1);
            params.not_after = date_time_ymd(2002, 1, 1);
        }
        self.server_with(params)
    }

    /// A server whose certificate is for these names.
    pub(crate) fn server_for(&self, names: Vec<SanType>) -> Arc<rustls::ServerConfig> {
        let mut params = CertificateParams::default();
        params.subject_alt_names = names;
        self.server_with(params)
    }

    fn server_with(&self, params: CertificateParams) -> Arc<rustls::ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
            );
        Arc::new(config.unwrap())
    }
}

#[test]
fn https_with_an_authority_of_ones_own() {
    let authority = TestAuthority::new();
    let node = MockNode::start_tls(
        authority.server("127.0.0.1", false),
        plan(vec![chat(5, "sealed")]),
    );
    let place = Place::new();
    place.file("ca.pem", authority.pem());
    let with_ca = ask(&node, "--ca-file ca.pem");
    assert!(place.p2msg(&with_ca).run().stdout.contains("sealed"));
    let run = place
        .p2msg(&ask(&node, ""))
        .env("P2MSG_CA_FILE", "ca.pem")
        .run();
    assert!(run.stdout.contains("sealed"));
    // The one for the system's roots does as well.
    let run = place
        .p2msg(&ask(&node, ""))
        .env("SSL_CERT_FILE", "ca.pem")
        .run();
    assert!(run.stdout.contains("sealed"));
    place
        .p2msg(&ask(&node, ""))
        .code(1)
        .stderr("/share_messages: tls: the node's certificate was rejected: an unknown authority issued it\n")
        .stderr("hint: give the certificate of its authority with --ca-file")
        .run();
    let expired = MockNode::start_tls(authority.server("127.0.0.1", true), plan(vec![]));
    place
        .p2msg(&ask(&expired, "--ca-file ca.pem"))
        .code(1)
        .stderr("rejected: it expired on 2002-01-01 00:00:00 UTC\n")
        .run();
    let other = MockNode::start_tls(authority.server("node.example", false), plan(vec![]));
    place
        .p2msg(&ask(&other, "--ca-file ca.pem"))
        .code(1)
        .stderr("rejected: it is not valid for 127.0.0.1; it is valid for node.example\n")
        .run();
}

#[test]
fn https_never_becomes_http() {
    let authority = TestAuthority::new();
    let plain = MockNode::start(plan(vec![]));
    let target = format!("{}/share_messages", plain.url());
    let node = MockNode::start_tls(authority.server("127.0.0.1", false), move |_| {
        redirect(target.clone())
    });
    let place = Place::new();
    place.file("ca.pem", authority.pem());
    place
        .p2msg(&ask(&node, "--ca-file ca.pem"))
        .code(1)
        .stderr("which is not encrypted")
        .run();
    assert!(plain.requests().is_empty());
}

#[test]
fn http_can_become_https_on_the_same_host() {
    let authority = TestAuthority::new();
    let sealed = MockNode::start_tls(
        authority.server("127.0.0.1", false),
        plan(vec![chat(5, "sealed")]),
    );
    let target = format!("{}/share_messages", sealed.url());
    let node = MockNode::start(move |_| redirect(target.clone()));
    let place = Place::new();
    place.file("ca.pem", authority.pem());
    place.secret_file("auth", "me:hunter2");
    let ran = place
        .p2msg(&ask(&node, "--ca-file ca.pem --auth-file auth"))
        .run();
    assert!(ran.stdout.contains("sealed"));
    // Another port is another server: it gets no password.
    assert_eq!(sealed.requests()[0].header("authorization"), None);
}

#[test]
fn https_to_a_port_that_speaks_http() {
    let node = MockNode::start(plan(vec![]));
    Place::new()
        .p2msg(&format!(
            "node messages --api plan --url https://127.0.0.1:{}",
            node.port()
        ))
        .code(1)
        .stderr("/share_messages: tls: the node ended the connection during the handshake\n")
        .stderr("hint: does the node speak https at all? try http://")
        .run();
}

#[test]
fn a_file_that_holds_no_certificate() {
    let place = Place::new();
    place.file("ca.pem", "not PEM");
    for file in ["ca.pem", "missing.pem"] {
        let run = place.p2msg(&format!("node messages --ca-file {file}"));
        let (code, said) = match file {
            "ca.pem" => (3, "ca.pem holds no certificate that can be read"),
            _ => (1, "cannot read the certificates in missing.pem"),
        };
        run.code(code).stderr(said).run();
    }
}

#[test]
fn several_nodes_are_asked_side_by_side() {
    // Each answers only when both were asked.
    let barrier = Arc::new(std::sync::Barrier::new(2));
    let nodes: Vec<MockNode> = ["one", "two"]
        .map(|name| {
            let barrier = Arc::clone(&barrier);
            MockNode::start(move |_| {
                barrier.wait();
                json!({"messages": [chat(5, name)]}).into()
            })
        })
        .into();
    let arguments = format!("{} --url {} --json", ask(&nodes[0], ""), nodes[1].url());
    let ran = Place::new().p2msg(&arguments).run();
    let texts: Vec<Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["text"].clone())
        .collect();
    assert_eq!(texts, ["one", "two"]);
}

#[test]
fn a_time_out_is_for_all_that_is_asked_of_a_node() {
    // Each answer comes in time, all together do not.
    let node = MockNode::start(|request| {
        std::thread::sleep(Duration::from_millis(700));
        msg(vec![], true)(request)
    });
    let start = Instant::now();
    Place::new()
        .p2msg(&format!("node messages --timeout 1 --url {}", node.url()))
        .code(1)
        .stderr("nothing more came within 1 s")
        .run();
    assert!(start.elapsed() < Duration::from_secs(5));
    for wrong in ["0", "-1", "NaN", "1e9", "x"] {
        Place::new()
            .p2msg(&format!("node messages --timeout={wrong}"))
            .code(2)
            .stderr("give seconds, 0.1 to 86400")
            .run();
    }
}
