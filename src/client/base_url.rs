//! The base URL of a node.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use reqwest::Url;

use super::{ClientError, Failure, Phase};

/// Where a node answers: `http://host:port`, with a path before the API's if a proxy puts it there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BaseUrl(Url);

/// A text that is not the URL of a node.
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
    pub(super) fn endpoint(&self, path: &str) -> Result<Url, ClientError> {
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
    pub(super) fn is_loopback(&self) -> bool {
        let host = self.host();
        let address = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost"
            || address
                .parse::<IpAddr>()
                .is_ok_and(|address| address.to_canonical().is_loopback())
    }
}

#[cfg(test)]
mod tests {
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
}
