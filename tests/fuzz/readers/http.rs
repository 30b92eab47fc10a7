//! Requests to `serve`, from their bytes to the answer, without a socket.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::BodyExt;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode, Uri};
use p2msg::core::message::MsgType;
use p2msg::core::message::envelope::KNOWN_AUTHORITIES;
use p2msg::core::message::queue::EntryId;
use p2msg::core::network::Network;
use p2msg::data::DataDir;
use p2msg::outbox::Outbox;
use p2msg::serve::{Body, Config, InProcess, Sending};
use p2msg::text::visible::is_hidden;
use serde_json::Value;
use tempfile::TempDir;

use super::{NOW, folder};

const STORE: &[u8] = include_bytes!("../../samples/litecoin_testnet/shares.0");
const TOKEN: [u8; 32] = [7; 32];
const NAME: &str = "pool.example";

/// A server with the sample store, a queue, and permission to send.
struct Served {
    server: InProcess,
    outbox: Outbox,
    /// The folder of the outbox.
    _folder: TempDir,
}

impl Served {
    fn new() -> Self {
        let folder = folder();
        let store = folder.path().join("shares.0");
        std::fs::write(&store, STORE).expect("a file in the temporary folder");
        let data = DataDir::new(folder.path());
        let locked = data.lock(Duration::from_secs(10));
        let token = locked.and_then(|locked| locked.serve_token(&TOKEN));
        let outbox = Outbox::new(data, Duration::from_secs(10));
        outbox
            .send_text(MsgType::MINER_MESSAGE, "\u{202e}mg", NOW)
            .expect("a message");
        let server = InProcess::new(Config {
            shares: vec![store],
            network: Network::by_name("litecoin_testnet").expect("a network"),
            authorities: KNOWN_AUTHORITIES.into(),
            hosts: vec![NAME.parse().expect("a name")],
            host_is_foreign: "another host",
            now: Arc::new(|| NOW),
            confirming: None,
            sending_is_off: "sending is off",
            sending: Some(Sending {
                token: token.expect("a token of its own"),
                outbox: outbox.clone(),
            }),
        });
        Self {
            server,
            outbox,
            _folder: folder,
        }
    }
}

/// Whatever is asked, the answer is one: a proper code, JSON where JSON is promised, harmless on a
/// terminal, and nothing for strangers.
pub(super) fn request(bytes: &[u8]) {
    // The end of the thread removes the folder.
    thread_local! {
        static SERVED: Served = Served::new();
    }
    if let Some((head, body)) = parse(bytes) {
        SERVED.with(|served| check_answer(served, &head, body));
    }
}

fn check_answer(served: &Served, head: &Parts, body: &[u8]) {
    let local = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let answer = served.server.answer(head, body, local);
    let (code, headers) = (answer.status(), answer.headers().clone());
    for name in ["content-security-policy", "x-frame-options"] {
        assert!(headers.contains_key(name), "{name}");
    }
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(
        headers.contains_key(header::ALLOW),
        code == StatusCode::METHOD_NOT_ALLOWED
    );
    let text = text_of(answer);
    if headers[header::CONTENT_TYPE] != "application/json" {
        assert_eq!(code, StatusCode::OK);
        return;
    }
    assert!(!text.chars().any(is_hidden), "{}", text.escape_debug());
    let value: Value = serde_json::from_str(&text).expect("the answer is JSON");
    match code.as_u16() {
        200 => {
            assert!(names_the_server(head));
            assert!(matches!(head.method, Method::GET | Method::HEAD));
            assert!(value.get("queue").is_none() || shows_the_token(&head.headers));
            for list in ["messages", "alerts"].map(|name| value.get(name)) {
                check_messages(&head.uri, list.unwrap_or(&value));
            }
        }
        201 => {
            assert!(names_the_server(head));
            assert!(shows_the_token(&head.headers));
            let asked: Value = serde_json::from_slice(body).expect("the body was JSON");
            let text = asked["text"].as_str().expect("the body had a text");
            assert_eq!(value["bytes"], text.len());
            // Thousands of requests must not fill the queue.
            let id = value["id"]
                .as_u64()
                .map(EntryId)
                .expect("the id of an entry");
            served
                .outbox
                .remove(&[id], NOW)
                .expect("the entry is in the queue");
        }
        400 | 401 | 403 | 404 | 405 | 413 | 415 => {
            let error = value["error"].as_str().expect("the error is text");
            assert!(!error.is_empty());
            assert_eq!(value.as_object().map(|fields| fields.len()), Some(1));
        }
        _ => panic!("{code}: {text}"),
    }
}

/// A request as hyper hands it over; it answers 400 itself to what is none.
fn parse(bytes: &[u8]) -> Option<(Parts, &[u8])> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let (head, body) = (&bytes[..end], &bytes[end + 4..]);
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let mut first = lines.next()?.split(|byte| *byte == b' ');
    let mut request = Request::builder()
        .method(Method::from_bytes(first.next()?).ok()?)
        .uri(Uri::try_from(first.next()?).ok()?);
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        request = request.header(
            HeaderName::from_bytes(&line[..colon]).ok()?,
            HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?,
        );
    }
    let (head, ()) = request.body(()).ok()?.into_parts();
    Some((head, body))
}

fn text_of(answer: Response<Body>) -> String {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};
    let body = pin!(answer.into_body().collect());
    let Poll::Ready(Ok(body)) = body.poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("the body is there already");
    };
    String::from_utf8(body.to_bytes().into()).expect("the answer is text")
}

fn names_the_server(head: &Parts) -> bool {
    let mut hosts = head.headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let host = host.to_str().expect("a host is ASCII").to_ascii_lowercase();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => &host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse();
    let name = name.strip_suffix('.').unwrap_or(name);
    [NAME, "localhost"].contains(&name) || address.is_ok_and(|ip: IpAddr| ip.is_loopback())
}

fn shows_the_token(headers: &HeaderMap) -> bool {
    let value = headers[header::AUTHORIZATION].to_str().expect("ASCII");
    value.split_once(' ').is_some_and(|(scheme, token)| {
        scheme.eq_ignore_ascii_case("bearer") && token.trim() == hex::encode(TOKEN)
    })
}

/// At most a thousand, newest first, and no others than were asked for.
fn check_messages(uri: &Uri, list: &Value) {
    let Some(messages) = list.as_array() else {
        return;
    };
    assert!(messages.len() <= 1_000);
    assert!(messages.is_sorted_by_key(|message| {
        std::cmp::Reverse(message["timestamp"].as_u64().expect("a time"))
    }));
    let query: Vec<&str> = uri.query().unwrap_or_default().split('&').collect();
    if query.contains(&"verified=1") && !query.contains(&"verified=0") {
        let verified = |message: &Value| message["verified"] == true;
        assert!(messages.iter().all(verified) || query.contains(&"verified=false"));
    }
}
