//! HTTP to a node: questions that end in bounded time and memory, whatever answers.

mod auth;
mod error;
pub mod node;
mod resolve;
mod seen_shares;
pub mod status;
mod tls_error;
pub mod walk;
pub mod watch;

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::fmt::rfc2822;
use reqwest::{RequestBuilder, Response, StatusCode, Url, redirect};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout_at};

use crate::core::network::Network;
use crate::json::parser::{self, Parsed};
pub use auth::{BasicAuth, Passwords, PasswordsError};
use error::NotFollowed;
pub use error::{ClientError, Failure, Phase};
use seen_shares::SeenShares;

/// The most bytes of an answer that are read, after they were unpacked: 200 messages take 100 KB,
/// a registry of 50,000 keys 8 MB.
pub const MAX_BODY: usize = 16 * 1024 * 1024;

/// The most redirects that are followed for one question.
const MAX_REDIRECTS: usize = 5;

/// Where a node answers: `http://host:port`, with a path before the API's if a proxy puts it there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BaseUrl(Url);

/// A text that is no URL of a node.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BaseUrlError {
    /// It cannot be read.
    #[error("it is no URL ({0}); one looks like http://127.0.0.1:9327")]
    NoUrl(String),
    /// Another scheme than HTTP.
    #[error("nodes speak http and https, not {0}")]
    Scheme(String),
    /// It names a user or a password, which others can see among the arguments. It is not repeated.
    #[error("a user or password in a URL can be seen by others")]
    Password,
    /// More than a place.
    #[error("the URL of a node ends with its path, without '?' and '#'")]
    Query,
}

impl FromStr for BaseUrl {
    type Err = BaseUrlError;

    /// Reads a URL; `http://` may be left out.
    fn from_str(text: &str) -> Result<Self, BaseUrlError> {
        let text = text.trim();
        let with_scheme = if text.contains("://") {
            text.to_owned()
        } else {
            format!("http://{text}")
        };
        let mut url =
            Url::parse(&with_scheme).map_err(|error| BaseUrlError::NoUrl(error.to_string()))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BaseUrlError::Password);
        }
        if !matches!(url.scheme(), "http" | "https") {
            return Err(BaseUrlError::Scheme(url.scheme().to_owned()));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BaseUrlError::Query);
        }
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        Ok(Self(url))
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

impl BaseUrl {
    fn endpoint(&self, path: &str) -> Result<Url, ClientError> {
        self.0.join(path).map_err(|error| ClientError {
            url: format!("{self}/{path}"),
            failure: Failure::Network {
                phase: Phase::Send,
                reason: error.to_string(),
            },
        })
    }

    /// The host, as URLs spell it: lower case, an IPv6 address in brackets.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The port, or else the default port of the scheme.
    pub fn port(&self) -> Option<u16> {
        self.0.port_or_known_default()
    }

    /// Whether others on the way can read requests: plain HTTP to another machine.
    pub fn is_readable_by_others(&self) -> bool {
        self.0.scheme() != "https" && !self.is_loopback()
    }

    /// Whether it is this machine, to which no proxy leads.
    fn is_loopback(&self) -> bool {
        let host = self.host();
        let address = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost"
            || address
                .parse::<IpAddr>()
                .is_ok_and(|address| address.to_canonical().is_loopback())
    }
}

/// Certificates of authorities that count beside those of the system.
#[derive(Debug, Clone, Default)]
pub struct ExtraRoots(Vec<CertificateDer<'static>>);

impl ExtraRoots {
    /// Reads certificates in PEM.
    ///
    /// # Errors
    /// The text contains no certificate, or a malformed one; the error is a sentence.
    pub fn parse(pem: &[u8]) -> Result<Self, String> {
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let certificates = certificates.map_err(|error| tls_error::describe_pem(&error))?;
        let mut roots = RootCertStore::empty();
        for certificate in &certificates {
            roots
                .add(certificate.clone())
                .map_err(|error| tls_error::describe(&error))?;
        }
        if certificates.is_empty() {
            return Err("there is no PEM certificate in it".to_owned());
        }
        Ok(Self(certificates))
    }
}

/// How nodes are asked.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// For one connection: name, TCP and TLS.
    pub connect: Duration,
    /// For everything that is asked of one node at a time.
    pub total: Duration,
}

/// A node that can be asked.
#[derive(Debug)]
pub struct NodeClient {
    base: BaseUrl,
    http: reqwest::Client,
    auth: Option<BasicAuth>,
    timeouts: Timeouts,
    network: &'static Network,
    shares: Mutex<SeenShares>,
    /// Whether a part of an answer was unreadable since the last look.
    has_replaced: AtomicBool,
    /// Whether the last answer names c2pool as the server.
    is_c2pool: AtomicBool,
}

impl NodeClient {
    /// A client for the node of `network` at `base`. Nothing is sent yet.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(
        base: BaseUrl,
        timeouts: Timeouts,
        extra_roots: &ExtraRoots,
        auth: Option<BasicAuth>,
        network: &'static Network,
    ) -> Result<Self, ClientError> {
        let failed = |reason: String| ClientError {
            url: base.to_string(),
            failure: Failure::Network {
                phase: Phase::Tls,
                reason,
            },
        };
        // Less than the total, so that a connection that hangs is named as that.
        let connect = timeouts.connect.min(timeouts.total.mul_f32(0.9));
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("p2msg/", env!("CARGO_PKG_VERSION")))
            .tls_backend_preconfigured(tls(extra_roots).map_err(failed)?)
            .connect_timeout(connect)
            .dns_resolver(Arc::new(resolve::Resolver))
            // c2pool closes each connection after its answer without announcing it, so a second
            // request on a kept connection fails.
            .pool_max_idle_per_host(0)
            .referer(false)
            .redirect(redirect::Policy::custom(within_host));
        if base.is_loopback() {
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|error| failed(error.to_string()))?;
        Ok(Self {
            base,
            http,
            auth,
            timeouts: Timeouts {
                connect,
                total: timeouts.total,
            },
            network,
            shares: Mutex::default(),
            has_replaced: AtomicBool::new(false),
            is_c2pool: AtomicBool::new(false),
        })
    }

    /// Whether a part of an answer was unreadable and was replaced, since the last call.
    pub fn take_replaced(&self) -> bool {
        self.has_replaced.swap(false, Ordering::Relaxed)
    }

    /// Where the node is.
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// Begins to ask; everything that is asked has to be answered within the total timeout.
    pub fn begin(&self) -> Conversation<'_> {
        Conversation {
            client: self,
            deadline: Instant::now() + self.timeouts.total,
        }
    }
}

/// Questions to one node that must be answered before a deadline.
#[derive(Debug, Clone, Copy)]
pub struct Conversation<'a> {
    client: &'a NodeClient,
    deadline: Instant,
}

impl Conversation<'_> {
    /// Where the node is.
    pub fn base(&self) -> &BaseUrl {
        &self.client.base
    }

    /// Whether the last answer names c2pool as the server: c2pool does so in every state.
    pub(super) fn is_c2pool(&self) -> bool {
        self.client.is_c2pool.load(Ordering::Relaxed)
    }

    /// Asks for `path`, which has no leading slash.
    ///
    /// # Errors
    /// Whatever the network, the host and the node can do wrong; an error in an answer with HTTP
    /// 200 is one too.
    pub async fn get(&self, path: &str) -> Result<Parsed, ClientError> {
        let url = self.client.base.endpoint(path)?;
        let answer = async {
            let response = self.send_get(&url).await?;
            self.answer(response).await
        };
        answer.await.map_err(at(&url))
    }

    /// Sends `body` to `path`, which has no leading slash.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn post(&self, path: &str, body: &Value) -> Result<Parsed, ClientError> {
        let url = self.client.base.endpoint(path)?;
        let request = self
            .client
            .http
            .post(url.clone())
            .header("content-type", "application/json")
            .body(body.to_string());
        // No retry: the node may have executed the request before it closed the connection.
        let answer = async {
            let response = self.send(request).await?;
            self.answer(response).await
        };
        answer.await.map_err(at(&url))
    }

    /// The clock of the host, from the date of an answer, whatever else that says. Unix seconds.
    ///
    /// # Errors
    /// There is no answer.
    pub async fn clock(&self) -> Result<Option<u64>, ClientError> {
        let url = self.client.base.endpoint("uptime")?;
        let response = self.send_get(&url).await.map_err(at(&url))?;
        let date = response.headers().get("date");
        Ok(date
            .and_then(|date| rfc2822::parse(date.to_str().ok()?).ok())
            .and_then(|date| u64::try_from(date.timestamp().as_second()).ok()))
    }

    /// Sends a GET, and once more if the connection was closed before an answer began.
    async fn send_get(&self, url: &Url) -> Result<Response, Failure> {
        let request = || self.client.http.get(url.clone());
        match self.send(request()).await {
            Err(Failure::Closed { .. }) => self.send(request()).await,
            other => other,
        }
    }

    async fn send(&self, mut request: RequestBuilder) -> Result<Response, Failure> {
        if let Some(auth) = &self.client.auth {
            request = request.basic_auth(&auth.user, Some(&*auth.password));
        }
        let request = request
            .header("accept", "application/json")
            .header("connection", "close");
        self.client.is_c2pool.store(false, Ordering::Relaxed);
        let response = timeout_at(self.deadline, request.send())
            .await
            .map_err(|_| self.timed_out(Phase::Wait))?
            .map_err(|error| error::of_request(&error, self.client.timeouts.connect))?;
        let is_c2pool = error::names_c2pool(response.headers());
        self.client.is_c2pool.store(is_c2pool, Ordering::Relaxed);
        Ok(response)
    }

    async fn answer(&self, response: Response) -> Result<Parsed, Failure> {
        let status = response.status();
        if status == StatusCode::TOO_MANY_REQUESTS {
            let wait = error::retry_after(response.headers());
            return Err(Failure::RateLimited { wait });
        }
        let body = self.body(response).await;
        if !status.is_success() {
            let body = body.unwrap_or_default();
            let said = parser::parse(&body).ok();
            return Err(Failure::Status {
                status: status.as_u16(),
                said: said.and_then(|parsed| said_error(&parsed.value)),
            });
        }
        let body = body?;
        let parsed = parser::parse(&body).map_err(|error| Failure::NotJson {
            reason: error.to_string(),
            begins: String::from_utf8_lossy(&body).chars().take(40).collect(),
        })?;
        if parsed.replaced > 0 {
            self.client.has_replaced.store(true, Ordering::Relaxed);
        }
        match said_error(&parsed.value) {
            Some(said) => Err(Failure::Said(said)),
            None => Ok(parsed),
        }
    }

    async fn body(&self, mut response: Response) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        loop {
            let chunk = timeout_at(self.deadline, response.chunk())
                .await
                .map_err(|_| self.timed_out(Phase::Read))?
                .map_err(|error| error::of_body(&error))?;
            let Some(chunk) = chunk else {
                return Ok(body);
            };
            if body.len() + chunk.len() > MAX_BODY {
                return Err(Failure::TooLarge { limit: MAX_BODY });
            }
            body.extend_from_slice(&chunk);
        }
    }

    fn timed_out(&self, phase: Phase) -> Failure {
        Failure::TimedOut {
            phase,
            after: self.client.timeouts.total,
        }
    }
}

/// Says on which URL something failed.
fn at(url: &Url) -> impl Fn(Failure) -> ClientError {
    let url = url.to_string();
    move |failure| ClientError {
        url: url.clone(),
        failure,
    }
}

/// The error that an answer consists of, if it does.
fn said_error(value: &Value) -> Option<String> {
    let error = value.as_object()?.get("error")?;
    let said = match error {
        Value::Null => return None,
        Value::String(said) => said.clone(),
        Value::Object(error) => match error.get("message") {
            Some(Value::String(said)) => said.clone(),
            _ => Value::Object(error.clone()).to_string(),
        },
        other => other.to_string(),
    };
    Some(said.chars().take(200).collect())
}

/// Follows a redirect only to the same host, and never from https to http.
fn within_host(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let reason = match attempt.previous().last() {
        _ if attempt.previous().len() > MAX_REDIRECTS => Some("after too many redirects"),
        Some(from) if from.host_str() != attempt.url().host_str() => Some("which is another host"),
        Some(from) if from.scheme() == "https" && attempt.url().scheme() != "https" => {
            Some("which is not encrypted")
        }
        _ => None,
    };
    match reason {
        None => attempt.follow(),
        Some(reason) => {
            let to = attempt.url().to_string();
            attempt.error(NotFollowed { to, reason })
        }
    }
}

/// TLS that trusts the roots of the system, and `extra_roots`.
fn tls(extra_roots: &ExtraRoots) -> Result<rustls::ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    // What cannot be read of them is missed when a certificate depends on it, and told then.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots.add_parsable_certificates(extra_roots.0.iter().cloned());
    let provider = rustls::crypto::ring::default_provider();
    let builder = rustls::ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .map_err(|error| tls_error::describe(&error))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn base(text: &str) -> Result<String, BaseUrlError> {
        text.parse::<BaseUrl>().map(|base| base.to_string())
    }

    #[test]
    fn a_base_url_is_read_as_people_write_it() {
        for (text, shown) in [
            ("http://127.0.0.1:9327", "http://127.0.0.1:9327"),
            ("http://127.0.0.1:9327/", "http://127.0.0.1:9327"),
            ("node.example:9327", "http://node.example:9327"),
            ("localhost", "http://localhost"),
            ("https://Pool.example/p2pool", "https://pool.example/p2pool"),
            (" http://[::1]:9327 ", "http://[::1]:9327"),
        ] {
            assert_eq!(base(text).as_deref(), Ok(shown));
        }
        assert!(matches!(base("http://"), Err(BaseUrlError::NoUrl(_))));
        assert_eq!(base("ftp://x"), Err(BaseUrlError::Scheme("ftp".into())));
        assert_eq!(base("http://x/?a=1"), Err(BaseUrlError::Query));
        let error = base("https://me:hunter2@x").unwrap_err();
        assert_eq!(error, BaseUrlError::Password);
        assert!(!error.to_string().contains("hunter2"));
    }

    #[test]
    fn a_path_stays_in_front_of_the_api() {
        let endpoint = |text: &str| {
            let base: BaseUrl = text.parse().unwrap();
            base.endpoint("msg/recent?limit=5").unwrap().to_string()
        };
        assert_eq!(
            endpoint("https://x.example/p2pool"),
            "https://x.example/p2pool/msg/recent?limit=5"
        );
        assert_eq!(endpoint("x:1"), "http://x:1/msg/recent?limit=5");
    }

    #[test]
    fn this_machine_is_known_in_every_spelling() {
        for text in [
            "localhost",
            "127.0.0.1:1",
            "127.9.9.9",
            "[::1]:80",
            "[::ffff:127.0.0.1]",
        ] {
            assert!(text.parse::<BaseUrl>().unwrap().is_loopback(), "{text}");
        }
        for text in ["localhost.example", "10.0.0.1", "[::2]"] {
            assert!(!text.parse::<BaseUrl>().unwrap().is_loopback(), "{text}");
        }
    }

    #[test]
    fn errors_in_answers() {
        assert_eq!(said_error(&json!({"error": "no"})).as_deref(), Some("no"));
        assert_eq!(
            said_error(&json!({"id": 1, "error": {"code": -1, "message": "bad"}})).as_deref(),
            Some("bad")
        );
        assert_eq!(said_error(&json!({"error": true})).as_deref(), Some("true"));
        for fine in [
            json!({"error": null}),
            json!({"errors": ""}),
            json!(["error"]),
            json!(null),
        ] {
            assert_eq!(said_error(&fine), None);
        }
    }
}
