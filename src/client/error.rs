//! Errors of requests to nodes: the URL, the phase and the reason.

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER, SERVER};

use super::tls_error;

/// How far a question to a node got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Looking up the address of the host.
    Resolve,
    /// Connecting to it.
    Connect,
    /// Agreeing on TLS.
    Tls,
    /// Sending the question.
    Send,
    /// Waiting for the answer to begin.
    Wait,
    /// Reading the answer.
    Read,
    /// Understanding the answer.
    Parse,
}

impl Phase {
    /// The name for people, and the end of the stable name that scripts see.
    pub fn name(self) -> &'static str {
        match self {
            Self::Resolve => "resolve",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Send => "send",
            Self::Wait => "wait",
            Self::Read => "read",
            Self::Parse => "parse",
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A question that a node did not answer as it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot ask {url}: {failure}")]
pub struct ClientError {
    /// What was asked for.
    pub url: String,
    /// What went wrong.
    pub failure: Failure,
}

/// What went wrong with a question to a node.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// Something failed on the way there or back.
    #[error("{phase}: {reason}")]
    Network {
        /// How far it got.
        phase: Phase,
        /// What the operating system or the library said.
        reason: String,
    },
    /// The connection was closed before an answer began.
    #[error("wait: {reason}")]
    Closed {
        /// The error of the operating system or the library.
        reason: String,
    },
    /// The port is the one on which nodes talk to each other.
    #[error("this is the P2P port of a node, which does not answer HTTP")]
    P2pPort,
    /// The certificate of the node was rejected.
    #[error("tls: {reason}")]
    Certificate {
        /// What is wrong with it.
        reason: String,
    },
    /// It took too long.
    #[error("{phase}: nothing more came within {}", seconds(*.after))]
    TimedOut {
        /// How far it got.
        phase: Phase,
        /// How long was waited.
        after: Duration,
    },
    /// The answer is larger than any real one.
    #[error("read: the answer is longer than {limit} bytes")]
    TooLarge {
        /// The most that is read.
        limit: usize,
    },
    /// The node sends to another place.
    #[error("wait: it redirects to {to}, {reason}")]
    Redirect {
        /// Where to.
        to: String,
        /// Why that is not followed.
        reason: &'static str,
    },
    /// The answer is no JSON.
    #[error("parse: the answer is no JSON ({reason}); it begins with {begins:?}")]
    NotJson {
        /// What the parser said.
        reason: String,
        /// Its first characters.
        begins: String,
    },
    /// The answer is JSON, but not what was asked for.
    #[error("parse: the answer is {found}, not {expected}")]
    WrongShape {
        /// What was asked for.
        expected: &'static str,
        /// What came.
        found: &'static str,
    },
    /// An HTTP status other than success.
    #[error("the node answered HTTP {status}{}", .said.as_ref().map(|said| format!(": {said}")).unwrap_or_default())]
    Status {
        /// The status.
        status: u16,
        /// The error in the body, if there is one.
        said: Option<String>,
    },
    /// An error in an answer whose HTTP status is success.
    #[error("the node answered with an error: {0}")]
    Said(String),
    /// The node limits how often it is asked.
    #[error("the node is rate-limited, wait {} s", .wait.as_secs())]
    RateLimited {
        /// The time until it answers again.
        wait: Duration,
    },
    /// The node runs and has no share chain yet.
    #[error("the node is starting: it has no share chain yet")]
    Starting,
    /// The node cannot read its share chain now.
    #[error(
        "the node is busy: it could not read its share chain, although it was asked {tries} times"
    )]
    Busy {
        /// How often it was asked.
        tries: u32,
    },
    /// None of the three kinds of API is there.
    #[error("it answers, but with none of the APIs for share messages")]
    NoApi,
    /// The API of this node has no such thing.
    #[error("{what} are not in the API that this node has ({api})")]
    NotInApi {
        /// What was asked for.
        what: &'static str,
        /// The API it has.
        api: &'static str,
    },
}

fn seconds(duration: Duration) -> String {
    format!("{} s", duration.as_secs_f64())
}

impl ClientError {
    /// The stable name of the error, as scripts see it.
    pub fn code(&self) -> &'static str {
        match &self.failure {
            Failure::TimedOut { .. } => "node_timeout",
            Failure::Network { phase, .. } => match phase {
                Phase::Resolve => "node_resolve",
                Phase::Connect => "node_connect",
                Phase::Tls => "node_tls",
                Phase::Send => "node_send",
                Phase::Wait => "node_wait",
                Phase::Read => "node_read",
                Phase::Parse => "node_parse",
            },
            Failure::Closed { .. } => "node_wait",
            Failure::P2pPort => "node_p2p_port",
            Failure::Certificate { .. } => "node_tls",
            Failure::TooLarge { .. } => "node_answer_too_large",
            Failure::Redirect { .. } => "node_redirect",
            Failure::NotJson { .. } | Failure::WrongShape { .. } => "node_parse",
            Failure::Status { .. } => "node_status",
            Failure::Said(_) => "node_error",
            Failure::RateLimited { .. } => "node_rate_limited",
            Failure::Starting => "node_starting",
            Failure::Busy { .. } => "node_busy",
            Failure::NoApi => "node_no_api",
            Failure::NotInApi { .. } => "node_not_in_api",
        }
    }

    /// Whether it took too long.
    pub fn is_timeout(&self) -> bool {
        matches!(self.failure, Failure::TimedOut { .. })
    }

    /// Whether the port takes connections and does not answer HTTP, as a stratum port does.
    pub fn is_no_http(&self) -> bool {
        match &self.failure {
            Failure::Closed { .. } | Failure::P2pPort => true,
            Failure::Network { phase, .. } | Failure::TimedOut { phase, .. } => {
                *phase == Phase::Wait
            }
            _ => false,
        }
    }

    /// Whether the node answered something other than the requested data.
    pub fn is_answer(&self) -> bool {
        matches!(
            self.failure,
            Failure::Status { .. }
                | Failure::Said(_)
                | Failure::NotJson { .. }
                | Failure::WrongShape { .. }
                | Failure::TooLarge { .. }
                | Failure::NotInApi { .. }
        )
    }

    /// Whether the node answers, and cannot answer this yet.
    pub fn is_not_ready(&self) -> bool {
        matches!(
            self.failure,
            Failure::Starting | Failure::Busy { .. } | Failure::RateLimited { .. }
        )
    }

    /// Whether there is nothing at that path: the node says so, or fails over it as p2pool does
    /// over a path below one that it knows.
    pub(super) fn is_not_there(&self) -> bool {
        matches!(
            self.failure,
            Failure::Status {
                status: 404 | 405 | 500 | 501,
                ..
            }
        )
    }

    /// Whether the node says that it has nothing at that path.
    pub(super) fn is_unknown_path(&self) -> bool {
        matches!(
            self.failure,
            Failure::Status {
                status: 404 | 405 | 501,
                ..
            }
        )
    }

    /// Whether something answered that is none of what was asked for.
    pub(super) fn is_something_else(&self) -> bool {
        matches!(
            self.failure,
            Failure::NotJson { .. } | Failure::WrongShape { .. }
        )
    }
}

/// The time until a node that limits requests answers again, if it does not say it: c2pool allows
/// four requests at once and one more each second.
const RATE_LIMIT_PAUSE: Duration = Duration::from_secs(4);

/// The time to wait after an answer with HTTP 429.
pub(super) fn retry_after(headers: &HeaderMap) -> Duration {
    let seconds = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.trim().parse().ok());
    seconds.map_or(RATE_LIMIT_PAUSE, Duration::from_secs)
}

/// Whether the headers of an answer name c2pool as the server.
pub(super) fn names_c2pool(headers: &HeaderMap) -> bool {
    let server = headers.get(SERVER);
    server.is_some_and(|server| {
        let server = server.as_bytes().to_ascii_lowercase();
        server.starts_with(b"c2pool")
    })
}

/// Why a redirect is not followed.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub(super) struct NotFollowed {
    pub(super) to: String,
    pub(super) reason: &'static str,
}

/// What a request that found no answer got stuck in.
pub(super) fn of_request(error: &reqwest::Error, connect_timeout: Duration) -> Failure {
    if let Some(not_followed) = find::<NotFollowed>(error) {
        return Failure::Redirect {
            to: not_followed.to.clone(),
            reason: not_followed.reason,
        };
    }
    if error.is_timeout() && error.is_connect() {
        return Failure::TimedOut {
            phase: Phase::Connect,
            after: connect_timeout,
        };
    }
    if let Some(tls) = find::<rustls::Error>(error) {
        return match tls {
            rustls::Error::InvalidCertificate(wrong) => Failure::Certificate {
                reason: format!(
                    "the node's certificate was rejected: {}",
                    tls_error::describe_certificate(wrong)
                ),
            },
            other => Failure::Network {
                phase: Phase::Tls,
                reason: tls_error::describe(other),
            },
        };
    }
    if error.is_connect() && chain(error).any(is_end) {
        // Only an open connection can end, and TLS is the next step.
        return Failure::Network {
            phase: Phase::Tls,
            reason: "the node ended the connection during the handshake".to_owned(),
        };
    }
    let reason = innermost(error);
    if !error.is_connect() && chain(error).any(is_closed) {
        return Failure::Closed { reason };
    }
    let phase = if error.is_dns() {
        Phase::Resolve
    } else if error.is_connect() {
        Phase::Connect
    } else {
        Phase::Wait
    };
    Failure::Network { phase, reason }
}

/// Whether the node closed the connection, before or after it received the request.
fn is_closed(error: &(dyn Error + 'static)) -> bool {
    let http = error.downcast_ref::<hyper::Error>();
    let io = error.downcast_ref::<io::Error>();
    http.is_some_and(hyper::Error::is_incomplete_message)
        || io.is_some_and(|error| {
            matches!(
                error.kind(),
                io::ErrorKind::ConnectionReset
                    | io::ErrorKind::ConnectionAborted
                    | io::ErrorKind::BrokenPipe
                    | io::ErrorKind::UnexpectedEof
            )
        })
}

fn is_end(error: &(dyn Error + 'static)) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::UnexpectedEof)
}

/// What the reading of an answer got stuck in.
pub(super) fn of_body(error: &reqwest::Error) -> Failure {
    Failure::Network {
        phase: Phase::Read,
        reason: innermost(error),
    }
}

/// The error and its causes. I/O errors do not name what travels inside of them as their source.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let error = next?;
        let inside = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        next = match inside {
            Some(inside) => Some(inside),
            None => error.source(),
        };
        Some(error)
    })
}

fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    chain(error).find_map(|error| error.downcast_ref())
}

/// The last cause says what happened; those before it say that something did.
fn innermost(error: &(dyn Error + 'static)) -> String {
    match find::<rustls::Error>(error) {
        // A connection can fail after its handshake too.
        Some(tls) => tls_error::describe(tls),
        None => chain(error).last().unwrap_or(error).to_string(),
    }
}
