//! What is answered to a request, without a socket.

use std::net::IpAddr;
use std::sync::Arc;

use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode, Uri, Version};
use serde::Serialize;
use serde_json::json;

use super::body::Body;
use super::dashboard::asset;
use super::follow::Found;
use super::metrics::{self, Served};
use super::snapshot::{MessageList, Messages, Reading, Selection, to_json};
use super::{Config, Refusal};

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
        if is_plain_health_check(request) {
            return self.get(request);
        }
        let host = self.check_host(request, local)?;
        let path = request.uri.path();
        if path == "/share_messages" && request.method == Method::POST {
            self.check_sender(&request.headers, &host)?;
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

    fn get(&self, request: &Parts) -> Result<Routed, Refusal> {
        let reading = Arc::new(Reading {
            snapshot: self.found.snapshot(),
        });
        let messages = |view, page| self.messages(&request.uri, &reading, view, page);
        let part = |bytes| {
            let mut body = Body::from(&reading);
            body.push_bytes(bytes);
            body
        };
        let array = |view, page| -> Result<Body, Refusal> {
            Ok(wrapped("", messages(view, page)?, "", &reading))
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
                let messages = messages(MessageList::All, Page::new(50, MAX_LIMIT))?;
                let mut body = wrapped("{\"messages\":", messages, ",\"stats\":", &reading);
                body.push_bytes(reading.stats());
                body.push_bytes(Bytes::from_static(b"}"));
                (JSON, body)
            }
            "/share_messages/chat" | "/share_messages_chat" => {
                let messages = messages(MessageList::Chat, Page::new(50, MAX_LIMIT))?;
                (JSON, wrapped("{\"messages\":", messages, "}", &reading))
            }
            "/share_messages/alerts" | "/share_messages_alerts" => {
                let messages = messages(MessageList::Alerts, Page::new(10, MAX_LIMIT))?;
                (JSON, wrapped("{\"alerts\":", messages, "}", &reading))
            }
            "/share_message_stats" | "/msg/stats" => (JSON, part(reading.stats())),
            "/signing_keys" => (JSON, part(reading.keys())),
            // The defaults and limits of the release node.
            "/msg/recent" => (JSON, array(MessageList::All, Page::new(20, 200))?),
            "/msg/chat" => {
                let page = Page::new(50, 200).verified();
                (JSON, array(MessageList::Chat, page)?)
            }
            "/msg/announcements" => (JSON, array(MessageList::Announcements, Page::new(10, 50))?),
            "/msg/alerts" => (JSON, array(MessageList::Alerts, Page::new(5, 20))?),
            "/msg/status" => (JSON, array(MessageList::Status, Page::new(20, 100))?),
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
        page: Page,
    ) -> Result<Messages, Refusal> {
        let selection = selection(uri.query().unwrap_or_default(), page)?;
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

/// Whether it is a health check without a Host header, as load balancers send it with HTTP/1.0.
/// Browsers always send the header.
fn is_plain_health_check(request: &Parts) -> bool {
    request.version == Version::HTTP_10
        && request.uri.path() == "/healthz"
        && matches!(request.method, Method::GET | Method::HEAD)
        && !request.headers.contains_key(header::HOST)
}

/// The messages of a path, as far as the request does not say it.
#[derive(Debug, Clone, Copy)]
struct Page {
    /// The number of messages without a parameter.
    limit: usize,
    /// The greatest number of messages.
    max_limit: usize,
    /// Whether only verified messages are listed without a parameter.
    verified: bool,
}

impl Page {
    fn new(limit: usize, max_limit: usize) -> Self {
        Self {
            limit,
            max_limit,
            verified: false,
        }
    }

    fn verified(self) -> Self {
        Self {
            verified: true,
            ..self
        }
    }
}

/// Reads limit, since and verified, and ignores other parameters.
fn selection(query: &str, page: Page) -> Result<Selection, Refusal> {
    let mut selection = Selection {
        limit: page.limit,
        since: 0,
        verified: page.verified,
    };
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let wrong = || Refusal::new(400, format!("{name} takes a number from 0"));
        match name {
            "limit" => {
                let limit: usize = value.parse().map_err(|_| wrong())?;
                selection.limit = limit.min(page.max_limit);
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
