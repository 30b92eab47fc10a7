//! What is answered to a request, without a socket.

use std::net::IpAddr;
use std::sync::Arc;

use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode, Uri};
use serde::Serialize;
use serde_json::json;

use super::body::Body;
use super::dashboard::asset;
use super::follow::Found;
use super::metrics::{self, Served};
use super::snapshot::{MessageList, Messages, Reading, Selection, to_json};
use super::{Config, Refusal, Sending};

/// An answer.
pub(super) type Answer = Response<Body>;

/// The most messages that are asked for at a time: all that are kept.
const MAX_LIMIT: usize = 1_000;

/// Bytes of a body that are read: a text of 220 bytes takes less than a tenth, in JSON too.
pub(super) const MAX_BODY: usize = 16 * 1024;

/// Nothing but what this server itself gives is loaded, run, framed or sent to.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// On every answer.
const SECURITY_HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (header::CACHE_CONTROL, "no-store"),
];

/// What a request needs before it can be answered.
#[derive(Debug)]
pub(super) enum Routed {
    /// Nothing.
    Answer(Answer),
    /// Its body, for [`App::send`].
    Send,
    /// Files are read, for [`App::queue`].
    Queue,
}

/// Everything that answers come from.
pub(super) struct App {
    pub(super) config: Config,
    pub(super) found: Arc<Found>,
    pub(super) served: Served,
}

impl App {
    pub(super) fn new(config: Config) -> Self {
        Self {
            config,
            found: Arc::default(),
            served: Served::default(),
        }
    }

    /// Answers a request whose body nobody has looked at; `local` is the address that it came to.
    pub(super) fn route(&self, request: &Parts, local: IpAddr) -> Routed {
        let routed = self.try_route(request, local);
        routed.unwrap_or_else(|refusal| Routed::Answer(self.refuse(&refusal)))
    }

    fn try_route(&self, request: &Parts, local: IpAddr) -> Result<Routed, Refusal> {
        let host = self.check_host(&request.headers, &request.uri, local)?;
        let path = request.uri.path();
        if path == "/share_messages" && request.method == Method::POST {
            self.check_sender(&request.headers, host)?;
            return Ok(Routed::Send);
        }
        if !matches!(request.method, Method::GET | Method::HEAD) {
            // An unknown path is that for every method.
            if matches!(self.get(request), Err(Refusal { code: 404, .. })) {
                return Err(no_such_path());
            }
            return Err(Refusal::new(
                405,
                format!("{path} does not take {}", request.method),
            ));
        }
        self.get(request)
    }

    /// The Host header must name this server: else a stranger's page whose name leads here (DNS
    /// rebinding) could read everything.
    fn check_host<'a>(
        &self,
        headers: &'a HeaderMap,
        uri: &Uri,
        local: IpAddr,
    ) -> Result<&'a str, Refusal> {
        let mut hosts = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return Err(Refusal::new(400, "exactly one Host header is needed"));
        };
        let foreign = || Refusal::new(403, "the Host header does not name this server");
        let host = host.to_str().map_err(|_| foreign())?;
        let named = |host: &str| self.is_named(host_name(host), local);
        let by_uri = uri
            .authority()
            .is_none_or(|authority| named(authority.as_str()));
        if named(host) && by_uri {
            Ok(host)
        } else {
            Err(foreign())
        }
    }

    fn is_named(&self, name: &str, local: IpAddr) -> bool {
        let bare = name
            .strip_prefix('[')
            .and_then(|name| name.strip_suffix(']'));
        match bare.unwrap_or(name).parse::<IpAddr>() {
            Ok(address) => address.is_loopback() || address == local.to_canonical(),
            Err(_) => {
                name.eq_ignore_ascii_case("localhost")
                    || self
                        .config
                        .hosts
                        .iter()
                        .any(|host| name.eq_ignore_ascii_case(host))
            }
        }
    }

    /// A browser says where a page that sends comes from: it must be our own. Programs do not say
    /// it, and show the token all the same.
    fn check_sender(&self, headers: &HeaderMap, host: &str) -> Result<(), Refusal> {
        self.sending()?;
        if let Some(origin) = headers.get(header::ORIGIN) {
            let origin = origin.to_str().unwrap_or_default();
            let origin = origin
                .strip_prefix("http://")
                .or_else(|| origin.strip_prefix("https://"));
            if !origin.is_some_and(|origin| origin.eq_ignore_ascii_case(host)) {
                return Err(Refusal::new(403, "the Origin header is another site's"));
            }
        }
        self.check_token(headers)?;
        let media_type = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next());
        if !media_type.is_some_and(|found| found.trim().eq_ignore_ascii_case("application/json")) {
            return Err(Refusal::new(415, "Content-Type must be application/json"));
        }
        let length = headers
            .get(header::CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        if length.is_some_and(|length| usize::try_from(length).is_ok_and(|l| l > MAX_BODY)) {
            return Err(too_large());
        }
        Ok(())
    }

    /// What sending and the queue need, if the server was started with it.
    pub(super) fn sending(&self) -> Result<&Sending, Refusal> {
        let refusal = || Refusal::new(403, self.config.sending_is_off);
        self.config.sending.as_ref().ok_or_else(refusal)
    }

    fn check_token(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let sending = self.sending()?;
        let token = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
        if token.is_some_and(|token| sending.token.is(token)) {
            return Ok(());
        }
        Err(Refusal::new(
            401,
            "Authorization: Bearer needs the token in DATA/serve_token",
        ))
    }

    fn get(&self, request: &Parts) -> Result<Routed, Refusal> {
        let reading = Arc::new(Reading {
            snapshot: self.found.snapshot(),
        });
        let messages = |view, limit| self.messages(&request.uri, &reading, view, limit);
        let part = |bytes| {
            let mut body = Body::from(&reading);
            body.push_bytes(bytes);
            body
        };
        let array = |view, limit| -> Result<Body, Refusal> {
            Ok(wrapped("", messages(view, limit)?, "", &reading))
        };
        let (content_type, body) = match request.uri.path() {
            "/healthz" => return Ok(Routed::Answer(self.health())),
            "/queue" => {
                // Unsent messages are in a file that only its owner reads.
                self.check_token(&request.headers)?;
                return Ok(Routed::Queue);
            }
            "/metrics" => {
                let text = metrics::write(&reading.snapshot, &self.found, &self.served);
                (PROMETHEUS, Body::whole(text.into()))
            }
            _ if !self.found.is_ready() && is_view(request.uri.path()) => {
                return Err(Refusal::new(503, "the share store is being read"));
            }
            "/share_messages" => {
                let messages = messages(MessageList::All, 50)?;
                let mut body = wrapped("{\"messages\":", messages, ",\"stats\":", &reading);
                body.push_bytes(reading.stats());
                body.push_bytes(Bytes::from_static(b"}"));
                (JSON, body)
            }
            "/share_messages/chat" | "/share_messages_chat" => {
                let messages = messages(MessageList::Chat, 50)?;
                (JSON, wrapped("{\"messages\":", messages, "}", &reading))
            }
            "/share_messages/alerts" | "/share_messages_alerts" => {
                let messages = messages(MessageList::Alerts, 10)?;
                (JSON, wrapped("{\"alerts\":", messages, "}", &reading))
            }
            "/share_message_stats" | "/msg/stats" => (JSON, part(reading.stats())),
            "/signing_keys" => (JSON, part(reading.keys())),
            "/msg/recent" => (JSON, array(MessageList::All, 20)?),
            "/msg/chat" => (JSON, array(MessageList::Chat, 50)?),
            "/msg/announcements" => (JSON, array(MessageList::Announcements, 50)?),
            "/msg/alerts" => (JSON, array(MessageList::Alerts, 50)?),
            "/msg/status" => (JSON, array(MessageList::Status, 50)?),
            path => match asset(path) {
                Some(asset) => (
                    asset.content_type,
                    Body::whole(Bytes::from_static(asset.bytes)),
                ),
                None => return Err(no_such_path()),
            },
        };
        Ok(Routed::Answer(answer(StatusCode::OK, content_type, body)))
    }

    fn messages(
        &self,
        uri: &Uri,
        reading: &Arc<Reading>,
        view: MessageList,
        limit: usize,
    ) -> Result<Messages, Refusal> {
        let selection = selection(uri.query().unwrap_or_default(), limit)?;
        Ok(reading.messages(view, selection, (self.config.now)()))
    }

    fn health(&self) -> Answer {
        let now = (self.config.now)();
        let trouble = self.found.trouble(now);
        let code = match trouble {
            Some(_) => StatusCode::SERVICE_UNAVAILABLE,
            None => StatusCode::OK,
        };
        let health = Health {
            status: trouble.as_ref().map_or("ok", |trouble| trouble.status),
            reason: trouble.as_ref().map(|trouble| &*trouble.reason),
            version: env!("CARGO_PKG_VERSION"),
            network: self.config.network.name,
            allow_send: self.config.sending.is_some(),
            now,
        };
        answer(code, JSON, Body::whole(to_json(&health).into()))
    }

    /// {"error": "..."} with the code of the refusal, which may repeat what was asked.
    pub(super) fn refuse(&self, refusal: &Refusal) -> Answer {
        let code = StatusCode::from_u16(refusal.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let json = to_json(&json!({ "error": refusal.why }));
        let mut answer = answer(code, JSON, Body::whole(json.into()));
        let headers = answer.headers_mut();
        match code {
            StatusCode::METHOD_NOT_ALLOWED => {
                headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            }
            StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            _ => {}
        }
        answer
    }

    /// Counts an answer that goes out.
    pub(super) fn count(&self, answer: &Answer) {
        self.served.count(answer.status());
    }
}

/// The answer of /healthz.
#[derive(Serialize)]
struct Health<'a> {
    status: &'a str,
    /// Why the status is not "ok".
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    version: &'a str,
    network: &'a str,
    allow_send: bool,
    /// Unix seconds.
    now: u64,
}

pub(super) const JSON: &str = "application/json";
const PROMETHEUS: &str = "text/plain; version=0.0.4; charset=utf-8";

fn is_view(path: &str) -> bool {
    ["/share_message", "/signing_keys", "/msg/"]
        .iter()
        .any(|start| path.starts_with(start))
}

/// The array of `messages` between two pieces of JSON.
fn wrapped(
    before: &'static str,
    messages: Messages,
    after: &'static str,
    reading: &Arc<Reading>,
) -> Body {
    let mut body = Body::from(reading);
    body.push_bytes(Bytes::from_static(before.as_bytes()));
    body.push_messages(messages);
    body.push_bytes(Bytes::from_static(after.as_bytes()));
    body
}

fn no_such_path() -> Refusal {
    Refusal::new(404, "there is nothing at this path")
}

pub(super) fn too_large() -> Refusal {
    Refusal::new(413, format!("a body may have {MAX_BODY} bytes"))
}

/// The host without its port.
fn host_name(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Reads limit, since and verified; others may have parameters of their own.
fn selection(query: &str, limit: usize) -> Result<Selection, Refusal> {
    let mut selection = Selection {
        limit,
        since: 0,
        verified: false,
    };
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let wrong = || Refusal::new(400, format!("{name} takes a number from 0"));
        match name {
            "limit" => {
                let limit: usize = value.parse().map_err(|_| wrong())?;
                selection.limit = limit.min(MAX_LIMIT);
            }
            // Deployed nodes take, and their pages send, fractions of a second.
            "since" => {
                let (seconds, fraction) = value.split_once('.').unwrap_or((value, ""));
                if !fraction.bytes().all(|b| b.is_ascii_digit()) {
                    return Err(wrong());
                }
                selection.since = seconds.parse().map_err(|_| wrong())?;
            }
            "verified" => {
                selection.verified = match value {
                    "1" | "true" => true,
                    "0" | "false" => false,
                    _ => return Err(Refusal::new(400, "verified takes 0 or 1")),
                };
            }
            _ => {}
        }
    }
    Ok(selection)
}

pub(super) fn answer(code: StatusCode, content_type: &'static str, body: Body) -> Answer {
    let mut answer = Response::new(body);
    *answer.status_mut() = code;
    let headers = answer.headers_mut();
    headers.reserve(SECURITY_HEADERS.len() + 4);
    for (name, value) in SECURITY_HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}
