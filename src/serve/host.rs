//! Hosts that callers name: values for the Host and Origin headers.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// The default ports of HTTP and HTTPS, which browsers leave out.
const DEFAULT_PORTS: [u16; 2] = [80, 443];

/// A name or an address under which callers reach the server; with a port, only that port counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedHost(Host);

/// A value that no Host header can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// No text, or only white space.
    #[error("it is empty")]
    Empty,
    /// A URL, or a part of one.
    #[error("it is a URL, and requests name only a host and a port")]
    Url,
    /// A wildcard.
    #[error("it is a pattern, and hosts are compared as a whole")]
    Pattern,
    /// The address that means every address.
    #[error("it means every address of this machine, and callers use one of them")]
    Unspecified,
    /// Any other text.
    #[error("it is not the name or the address of a host")]
    NotAHost,
}

impl FromStr for AllowedHost {
    type Err = HostError;

    fn from_str(text: &str) -> Result<Self, HostError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(HostError::Empty);
        }
        if text.contains('/') {
            return Err(HostError::Url);
        }
        if text.contains('*') {
            return Err(HostError::Pattern);
        }
        // People leave out the brackets of an IPv6 address without a port.
        let host = match text.parse::<Ipv6Addr>() {
            Ok(address) => Host::of_address(address),
            Err(_) => Host::parse(text).ok_or(HostError::NotAHost)?,
        };
        match host.name {
            HostName::Address(address) if address.is_unspecified() => Err(HostError::Unspecified),
            _ => Ok(Self(host)),
        }
    }
}

impl AllowedHost {
    /// Whether a request that names `host` is for this one.
    pub(super) fn is(&self, host: &Host) -> bool {
        let Self(allowed) = self;
        allowed.name == host.name
            && allowed.port.is_none_or(|port| match host.port {
                Some(found) => found == port,
                None => DEFAULT_PORTS.contains(&port),
            })
    }
}

/// A host and perhaps a port, as in the Host header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Host {
    name: HostName,
    port: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum HostName {
    /// In lower case, without the dot at its end.
    Name(String),
    Address(IpAddr),
}

impl Host {
    /// Parses a host; `None` for text that names none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        // The address in brackets contains colons, too.
        let (name, port) = match text.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, parse_port(port)?),
            _ => (text, None),
        };
        Some(Self {
            name: HostName::parse(name)?,
            port,
        })
    }

    fn of_address(address: Ipv6Addr) -> Self {
        Self {
            name: HostName::of_address(address),
            port: None,
        }
    }

    /// The address, if the host is not a name.
    pub(super) fn address(&self) -> Option<IpAddr> {
        match self.name {
            HostName::Address(address) => Some(address),
            HostName::Name(_) => None,
        }
    }

    /// Whether the name is `localhost`.
    pub(super) fn is_localhost(&self) -> bool {
        matches!(&self.name, HostName::Name(name) if name == "localhost")
    }
}

/// A port after a colon; it may be empty.
fn parse_port(text: &str) -> Option<Option<u16>> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match text.is_empty() {
        true => Some(None),
        false => text.parse().ok().map(Some),
    }
}

impl HostName {
    fn of_address(address: Ipv6Addr) -> Self {
        Self::Address(IpAddr::V6(address).to_canonical())
    }

    fn parse(text: &str) -> Option<Self> {
        if let Some(bare) = text.strip_prefix('[') {
            return bare.strip_suffix(']')?.parse().ok().map(Self::of_address);
        }
        if let Ok(address) = text.parse::<Ipv4Addr>() {
            return Some(Self::Address(address.into()));
        }
        let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        let is_label = |label: &str| {
            let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
            !label.is_empty() && label.bytes().all(is_part)
        };
        // Callers write a name that ends in a number as an IPv4 address.
        let last = name.rsplit('.').next().unwrap_or_default();
        let is_name = name.split('.').all(is_label) && !last.bytes().all(|b| b.is_ascii_digit());
        is_name.then_some(Self::Name(name))
    }
}

/// The site of a page, as in the Origin header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    host: Host,
    default_port: u16,
}

impl Origin {
    /// Parses an origin of HTTP or HTTPS.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (host, default_port) = match text.strip_prefix("http://") {
            Some(host) => (host, 80),
            None => (text.strip_prefix("https://")?, 443),
        };
        let host = Host::parse(host)?;
        Some(Self { host, default_port })
    }

    /// The host of the page.
    pub(super) fn host(&self) -> &Host {
        &self.host
    }

    /// Whether a request that names `host` comes from a page of the same host and port.
    pub(super) fn is_same(&self, host: &Host) -> bool {
        let port = |host: &Host| host.port.unwrap_or(self.default_port);
        self.host.name == host.name && port(&self.host) == port(host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(allowed: &str, host: &str) -> bool {
        let allowed: AllowedHost = allowed.parse().unwrap();
        Host::parse(host).is_some_and(|host| allowed.is(&host))
    }

    #[test]
    fn names_and_addresses_match_with_and_without_a_port() {
        for (allowed, host) in [
            ("pool.lan", "pool.lan"),
            ("pool.lan", "POOL.lan.:8080"),
            ("pool.lan.", "pool.lan"),
            ("Pool_1", "pool_1:9328"),
            ("pool.lan:8443", "pool.lan:8443"),
            ("pool.lan:443", "pool.lan"),
            ("pool.lan:80", "pool.lan"),
            ("192.168.1.7", "192.168.1.7:9328"),
            ("192.168.1.7:9328", "192.168.1.7:9328"),
            ("2001:db8::7", "[2001:db8::7]:9328"),
            ("[2001:db8::7]", "[2001:DB8:0::7]"),
            ("[2001:db8::7]:9328", "[2001:db8::7]:9328"),
            ("192.168.1.7", "[::ffff:192.168.1.7]"),
        ] {
            assert!(allows(allowed, host), "{allowed} {host}");
        }
        for (allowed, host) in [
            ("pool.lan:8443", "pool.lan"),
            ("pool.lan:8443", "pool.lan:8444"),
            ("pool.lan", "evil.pool.lan"),
            ("pool.lan", "pool.lan.evil.example"),
            ("pool.lan", "pool.lan@evil.example"),
            ("192.168.1.7", "192.168.1.70"),
        ] {
            assert!(!allows(allowed, host), "{allowed} {host}");
        }
    }

    #[test]
    fn values_that_never_match_are_rejected() {
        for (text, error) in [
            ("", HostError::Empty),
            (" ", HostError::Empty),
            ("http://pool.lan", HostError::Url),
            ("pool.lan/", HostError::Url),
            ("*", HostError::Pattern),
            ("*.lan", HostError::Pattern),
            ("0.0.0.0", HostError::Unspecified),
            ("[::]:9328", HostError::Unspecified),
            ("pool.lan,other.lan", HostError::NotAHost),
            ("pool lan", HostError::NotAHost),
            ("pool.lan:99999", HostError::NotAHost),
            ("pool.lan:+80", HostError::NotAHost),
            ("user@pool.lan", HostError::NotAHost),
            ("192.168.1", HostError::NotAHost),
            ("b\u{fc}cher.example", HostError::NotAHost),
            ("pool..lan", HostError::NotAHost),
        ] {
            assert_eq!(text.parse::<AllowedHost>(), Err(error), "{text}");
        }
    }

    #[test]
    fn origins_have_the_default_port_of_their_scheme() {
        let same = |origin: &str, host: &str| {
            let host = Host::parse(host).unwrap();
            Origin::parse(origin).is_some_and(|origin| origin.is_same(&host))
        };
        assert!(same("https://pool.lan", "pool.lan"));
        assert!(same("https://pool.lan", "pool.lan:443"));
        assert!(same("http://127.0.0.1:9328", "127.0.0.1:9328"));
        assert!(!same("http://127.0.0.1:1", "127.0.0.1:9328"));
        assert!(!same("http://pool.lan", "pool.lan:443"));
        assert!(!same("null", "pool.lan"));
        assert!(!same("file://", "pool.lan"));
        assert_eq!(Host::parse("::1"), None);
    }
}
