//! Checks of requests: the Host and Origin headers, and the token of senders.

use std::net::IpAddr;

use hyper::header::{self, HeaderMap};
use hyper::http::request::Parts;

use super::host::{Host, Origin};
use super::router::{App, MAX_BODY, too_large};
use super::{Refusal, Sending};

impl App {
    /// Returns the host that a request names. It must be this server: otherwise a web page whose name
    /// leads here (DNS rebinding) could read everything.
    pub(super) fn check_host(&self, request: &Parts, local: IpAddr) -> Result<Host, Refusal> {
        let mut hosts = request.headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return Err(Refusal::new(400, "exactly one Host header is needed"));
        };
        let named = |host: &str| Host::parse(host).filter(|host| self.is_named(host, local));
        let host = host.to_str().ok().and_then(named);
        let by_uri = request
            .uri
            .authority()
            .is_none_or(|authority| named(authority.as_str()).is_some());
        let foreign = || Refusal::new(403, self.config.host_is_foreign);
        host.filter(|_| by_uri).ok_or_else(foreign)
    }

    fn is_named(&self, host: &Host, local: IpAddr) -> bool {
        let is_own = match host.address() {
            Some(address) => address.is_loopback() || address == local.to_canonical(),
            None => host.is_localhost(),
        };
        is_own || self.is_allowed(host)
    }

    fn is_allowed(&self, host: &Host) -> bool {
        self.config.hosts.iter().any(|allowed| allowed.is(host))
    }

    /// Checks a request to send. A browser names the site of the page, which must be this server's, or
    /// an allowed host: a proxy may have replaced the Host header. Programs send no Origin header, but
    /// need the token as well.
    pub(super) fn check_sender(&self, headers: &HeaderMap, host: &Host) -> Result<(), Refusal> {
        self.sending()?;
        if let Some(origin) = headers.get(header::ORIGIN) {
            let origin = origin.to_str().ok().and_then(Origin::parse);
            let is_ours = |origin: &Origin| origin.is_same(host) || self.is_allowed(origin.host());
            if is_cross_site(headers) || !origin.as_ref().is_some_and(is_ours) {
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

    /// Requires the token of the server.
    pub(super) fn check_token(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let sending = self.sending()?;
        let token = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| bearer_token(value.as_bytes()));
        if token.is_some_and(|token| sending.token.is(token)) {
            return Ok(());
        }
        Err(Refusal::new(
            401,
            "Authorization: Bearer needs the token in DATA/serve_token",
        ))
    }
}

/// Whether the browser reports that the page is of another site.
fn is_cross_site(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site");
    site.is_some_and(|site| site == "cross-site")
}

/// The token after the scheme, whose case does not matter (RFC 9110, section 11.1).
fn bearer_token(value: &[u8]) -> Option<&[u8]> {
    let end = value.iter().position(|byte| *byte == b' ')?;
    let (scheme, token) = value.split_at_checked(end)?;
    scheme
        .eq_ignore_ascii_case(b"bearer")
        .then(|| token.trim_ascii())
}
