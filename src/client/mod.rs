//! HTTP to a node: questions that end in bounded time and memory, whatever answers.

mod auth;
mod base_url;
mod error;
pub mod node;
mod p2p_port;
pub mod place;
mod resolve;
mod seen_shares;
pub mod status;
mod tls_error;
pub mod walk;
pub mod watch;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::Duration;

use jiff::fmt::rfc2822;
use reqwest::{RequestBuilder, Response, StatusCode, Url, redirect};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout_at};

use crate::core::message::envelope::{Authority, KNOWN_AUTHORITIES};
use crate::core::network::Network;
use crate::json::parser::{self, Parsed};
pub use auth::{BasicAuth, Passwords, PasswordsError};
pub use base_url::{BaseUrl, BaseUrlError};
use error::NotFollowed;
pub use error::{ClientError, Failure, Phase};
use seen_shares::SeenShares;

/// The most bytes of an answer that are read, after they were unpacked: 200 messages take 100 KB,
/// a registry of 50,000 keys 8 MB.
pub const MAX_BODY: usize = 16 * 1024 * 1024;

/// The most redirects that are followed for one question.
const MAX_REDIRECTS: usize = 5;

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
    /// Whose envelopes in shares are opened.
    authorities: Vec<Authority>,
    shares: Mutex<SeenShares>,
    /// Whether a part of an answer was unreadable since the last look.
    has_replaced: AtomicBool,
    /// Whether the last answer names c2pool as the server.
    is_c2pool: AtomicBool,
    /// Where the node may be instead.
    elsewhere: Option<Box<Elsewhere>>,
}

/// The other place of a node.
#[derive(Debug)]
struct Elsewhere {
    client: NodeClient,
    /// Where the node was found last.
    found: AtomicU8,
    /// Whether the first place does not speak HTTP.
    is_stratum: AtomicBool,
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
            authorities: KNOWN_AUTHORITIES.to_vec(),
            shares: Mutex::default(),
            has_replaced: AtomicBool::new(false),
            is_c2pool: AtomicBool::new(false),
            elsewhere: None,
        })
    }

    /// Whether a part of an answer was unreadable and was replaced, since the last call.
    pub fn take_replaced(&self) -> bool {
        let elsewhere = self.take_replaced_elsewhere();
        self.has_replaced.swap(false, Ordering::Relaxed) || elsewhere
    }

    /// Opens the envelopes of these authorities, not of those that are always known.
    pub fn trust(&mut self, authorities: &[Authority]) {
        self.authorities = authorities.to_vec();
        if let Some(elsewhere) = &mut self.elsewhere {
            elsewhere.client.trust(authorities);
        }
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

    /// Whose envelopes in shares are opened.
    fn authorities(&self) -> &[Authority] {
        &self.client.authorities
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
            Err(Failure::Network { phase, .. })
                if phase == Phase::Wait && p2p_port::greets(url).await =>
            {
                Err(Failure::P2pPort)
            }
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
