//! `serve` behind Docker, NAT or a proxy: hosts, origins, tokens and addresses to listen on.

use std::fs;

use crate::support::place::{NOW, Place};
use crate::support::running::Running;
use crate::support::served::{Response, Served};

fn place() -> Place {
    let place = Place::new();
    place.file("shares.0", "");
    place
}

fn ask(served: &Served, host: &str) -> Response {
    let request = format!("GET /msg/recent HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    served.raw(request.as_bytes())
}

#[test]
fn allowed_hosts_are_names_and_addresses_with_or_without_a_port() {
    let place = place();
    let served = Served::start(
        &place,
        "--shares shares.0 --allow-host pool.lan --allow-host 192.168.1.7 \
         --allow-host 2001:db8::7 --allow-host node.example:8443 --allow-host tls.example:443",
    );
    for host in [
        "pool.lan:9328",
        "POOL.lan.",
        "192.168.1.7:9328",
        "192.168.1.7",
        "[2001:db8::7]:9328",
        "node.example:8443",
        "tls.example",
    ] {
        assert_eq!(ask(&served, host).code, 200, "{host}");
    }
    for host in [
        "192.168.1.8",
        "node.example",
        "node.example:9328",
        "pool.lan.evil.example",
        "2001:db8::7",
    ] {
        let why = ask(&served, host).error(403);
        assert!(why.contains("serve --allow-host"), "{why}");
    }
}

#[test]
fn a_host_that_never_matches_is_rejected_with_the_form_that_does() {
    let place = place();
    for (value, form) in [
        ("http://pool.lan:8080/", "pass pool.lan:8080"),
        ("https://pool.lan", "pass pool.lan"),
        ("pool.lan/p2msg", "pass pool.lan"),
        ("*", "pass one name or address"),
        ("*.lan", "pass one name or address"),
        (" ", "pass one name or address"),
        ("", "pass one name or address"),
        ("0.0.0.0", "pass one name or address"),
        ("pool.lan,other.lan", "pass one name or address"),
    ] {
        place
            .p2msg("serve --listen 127.0.0.1:0 --shares shares.0")
            .args(["--allow-host", value])
            .code(2)
            .stderr("--allow-host")
            .stderr(form)
            .run();
    }
}

#[test]
fn a_page_behind_a_proxy_sends_and_the_scheme_of_the_token_has_any_case() {
    let place = place();
    fs::create_dir(place.work().join("data")).unwrap();
    let served = Served::start(
        &place,
        "--shares shares.0 --allow-send --allow-host pool.example",
    );
    let token = fs::read_to_string(place.work().join("data/serve_token")).unwrap();
    let post = |headers: &str| {
        let headers = format!("Content-Type: application/json\r\n{headers}");
        let body = r#"{"type": "chat", "text": "through a proxy"}"#;
        served.ask("POST", "/share_messages", &headers, body)
    };
    let token = token.trim();
    // The proxy has replaced the Host header with the address of serve.
    for origin in ["https://pool.example", "http://pool.example:8080"] {
        let sent = post(&format!(
            "Authorization: bearer {token}\r\nOrigin: {origin}\r\nSec-Fetch-Site: same-origin\r\n"
        ));
        assert_eq!(sent.code, 201, "{sent:?}");
    }
    assert_eq!(
        post(&format!("Authorization: BEARER  {token}\r\n")).code,
        201
    );
    for headers in [
        "Origin: https://evil.example\r\n",
        "Origin: https://pool.example.evil.example\r\n",
        "Origin: http://127.0.0.1:1\r\n",
        "Origin: https://pool.example\r\nSec-Fetch-Site: cross-site\r\n",
    ] {
        post(&format!("Authorization: Bearer {token}\r\n{headers}")).error(403);
    }
    post(&format!("Authorization: Bearerer {token}\r\n")).error(401);
    post("Authorization: bearer\r\n").error(401);
}

#[test]
fn a_queue_file_that_cannot_be_read_is_503_for_senders() {
    let place = place();
    fs::create_dir(place.work().join("data")).unwrap();
    let served = Served::start(&place, "--shares shares.0 --allow-send");
    let token = fs::read_to_string(place.work().join("data/serve_token")).unwrap();
    place.secret_file("data/message_queue.json", "{");
    let headers = format!(
        "Content-Type: application/json\r\nAuthorization: Bearer {}\r\n",
        token.trim()
    );
    let body = r#"{"type": "chat", "text": "hello"}"#;
    let refused = served.ask("POST", "/share_messages", &headers, body);
    assert!(refused.error(503).contains("message_queue.json"));
    served.ask("GET", "/queue", &headers, "").error(503);
    assert_eq!(
        fs::read_to_string(place.work().join("data/message_queue.json")).unwrap(),
        "{"
    );
}

#[test]
fn listen_accepts_a_name_and_a_port_alone() {
    let place = place();
    let url = |arguments: &str| {
        let serve = format!("--net litecoin_testnet --json serve --shares shares.0 {arguments}");
        let running = Running::start(&place, &serve);
        let serving = running.json();
        (running, serving["url"].as_str().unwrap().to_owned())
    };
    let (_running, named) = url("--listen localhost:0");
    assert!(
        named.starts_with("http://127.0.0.1:") || named.starts_with("http://[::1]:"),
        "{named}"
    );
    let (running, every) = url("--listen :0");
    running.stderr("others can reach");
    let port = every.trim_end_matches('/').rsplit_once(':').unwrap().1;
    let request =
        format!("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    let mut stream = std::net::TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
    std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
    assert_eq!(Response::read(&mut stream).json()["now"], NOW);
    for (value, form) in [
        ("localhost", "pass localhost:9328"),
        ("9328", "or :9328"),
        ("http://localhost:9328/", "pass localhost:9328"),
    ] {
        place
            .p2msg(&format!("serve --shares shares.0 --listen {value}"))
            .code(2)
            .stderr(form)
            .run();
    }
    place
        .p2msg("serve --shares shares.0 --listen no-such-host.invalid:0")
        .code(1)
        .stderr("error: cannot resolve the name no-such-host.invalid")
        .run();
}

#[test]
fn a_health_check_needs_no_host_header() {
    let place = place();
    let served = Served::start(&place, "--shares shares.0");
    for method in ["GET", "HEAD"] {
        let answer = served.raw(format!("{method} /healthz HTTP/1.0\r\n\r\n").as_bytes());
        assert_eq!(answer.code, 200, "{answer:?}");
    }
    served.raw(b"GET /msg/recent HTTP/1.0\r\n\r\n").error(400);
    served
        .raw(b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n")
        .error(400);
    served
        .raw(b"GET /healthz HTTP/1.0\r\nHost: evil.example\r\n\r\n")
        .error(403);
}
