//! The address of a peer, as users write it: `HOST[:PORT]` or `[IPv6][:PORT]`.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use crate::core::network::Network;

/// The scheme of an address that is an input.
const SCHEME: &str = "p2p://";

/// A host name or address, and a port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerAddress {
    /// Without the brackets of an IPv6 address.
    host: String,
    port: u16,
}

/// Why a text is not the address of a peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// No host.
    #[error("the host is missing")]
    NoHost,
    /// The port is not a number from 1 to 65535.
    #[error("the port is not a number from 1 to 65535")]
    Port,
    /// A URL.
    #[error("it is a URL; write HOST or HOST:PORT")]
    Url,
    /// An IPv6 address without brackets.
    #[error("an IPv6 address needs brackets: [ADDRESS]:PORT")]
    Brackets,
    /// The text in brackets is not an IPv6 address.
    #[error("the text in brackets is not an IPv6 address")]
    NotIpv6,
    /// A character that host names do not have.
    #[error("{found:?} is not part of a host name; write HOST or HOST:PORT")]
    Character {
        /// The character.
        found: char,
    },
}

impl PeerAddress {
    /// Parses `HOST[:PORT]`, with or without `p2p://` before it. The default port is the P2P port of
    /// `network`.
    ///
    /// # Errors
    ///
    /// [`AddressError`].
    pub fn parse(text: &str, network: &Network) -> Result<Self, AddressError> {
        let text = text.trim();
        let text = text.strip_prefix(SCHEME).unwrap_or(text);
        let text = text.strip_suffix('/').unwrap_or(text);
        if text.contains("://") {
            return Err(AddressError::Url);
        }
        let (host, port) = match text.strip_prefix('[') {
            Some(rest) => ipv6_and_port(rest)?,
            None => name_and_port(text)?,
        };
        let port = match port {
            Some(port) => read_port(port)?,
            None => network.p2p_port,
        };
        Ok(Self { host, port })
    }

    /// Whether `text` names a peer as an input: it begins with `p2p://`.
    pub fn is_input(text: &str) -> bool {
        text.starts_with(SCHEME)
    }

    /// The host name or address, without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The socket address, if the host is an address.
    pub(super) fn socket(&self) -> Option<SocketAddr> {
        let address: IpAddr = self.host.parse().ok()?;
        Some(SocketAddr::new(address, self.port))
    }

    /// Whether the host is this machine, whose ports are different nodes.
    pub fn is_loopback(&self) -> bool {
        match self.socket() {
            Some(socket) => socket.ip().to_canonical().is_loopback(),
            None => self.host.eq_ignore_ascii_case("localhost"),
        }
    }
}

/// Splits `ADDRESS][:PORT]`.
fn ipv6_and_port(rest: &str) -> Result<(String, Option<&str>), AddressError> {
    let (address, port) = rest.split_once(']').ok_or(AddressError::NotIpv6)?;
    let address: Ipv6Addr = address.parse().map_err(|_| AddressError::NotIpv6)?;
    let port = match port {
        "" => None,
        port => Some(port.strip_prefix(':').ok_or(AddressError::Port)?),
    };
    Ok((address.to_string(), port))
}

/// Splits `HOST[:PORT]`.
fn name_and_port(text: &str) -> Result<(String, Option<&str>), AddressError> {
    let (host, port) = match text.split_once(':') {
        Some((host, port)) if port.contains(':') => {
            let is_hex = host.bytes().all(|byte| byte.is_ascii_hexdigit());
            return Err(match is_hex {
                true => AddressError::Brackets,
                false => AddressError::Port,
            });
        }
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    if host.is_empty() {
        return Err(AddressError::NoHost);
    }
    let is_odd = |found: &char| !(found.is_alphanumeric() || matches!(found, '.' | '-' | '_'));
    match host.chars().find(is_odd) {
        Some(found) => Err(AddressError::Character { found }),
        None => Ok((host.to_owned(), port)),
    }
}

fn read_port(text: &str) -> Result<u16, AddressError> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let port = text.parse().ok().filter(|port| is_number && *port != 0);
    port.ok_or(AddressError::Port)
}

impl fmt::Display for PeerAddress {
    /// Writes `HOST:PORT`, with brackets around an IPv6 address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.host.contains(':') {
            true => write!(f, "[{}]:{}", self.host, self.port),
            false => write!(f, "{}:{}", self.host, self.port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, AddressError> {
        let network = Network::by_name("litecoin").unwrap();
        PeerAddress::parse(text, network).map(|address| address.to_string())
    }

    #[test]
    fn addresses_are_parsed() {
        for (text, address) in [
            ("node.example", "node.example:9326"),
            ("node.example:1", "node.example:1"),
            ("p2p://127.0.0.1:9999", "127.0.0.1:9999"),
            ("p2p://node.example/", "node.example:9326"),
            ("[::1]", "[::1]:9326"),
            (" [0:0::1]:65535 ", "[::1]:65535"),
            ("p2p://[2001:db8::1]:9326", "[2001:db8::1]:9326"),
        ] {
            assert_eq!(parse(text).as_deref(), Ok(address), "{text}");
        }
    }

    #[test]
    fn invalid_addresses_are_named() {
        for (text, error) in [
            ("", AddressError::NoHost),
            (":9326", AddressError::NoHost),
            ("p2p://", AddressError::NoHost),
            ("::1", AddressError::Brackets),
            ("2001:db8::1:9326", AddressError::Brackets),
            ("[::1", AddressError::NotIpv6),
            ("[node]:1", AddressError::NotIpv6),
            ("[::1]9326", AddressError::Port),
            ("node:0", AddressError::Port),
            ("node:65536", AddressError::Port),
            ("node:+1", AddressError::Port),
            ("node:", AddressError::Port),
            ("user@node", AddressError::Character { found: '@' }),
            ("no de", AddressError::Character { found: ' ' }),
        ] {
            assert_eq!(parse(text), Err(error), "{text}");
        }
        for url in ["http://node", "http://node:1", "p2p://http://node"] {
            assert_eq!(parse(url), Err(AddressError::Url), "{url}");
        }
        assert_eq!(parse("127.0.0.1:1:2"), Err(AddressError::Port));
    }

    #[test]
    fn loopback_addresses_are_known() {
        let network = Network::by_name("litecoin").unwrap();
        for (text, expected) in [
            ("127.0.0.1", true),
            ("127.9.9.9:1", true),
            ("[::1]", true),
            ("[::ffff:127.0.0.1]", true),
            ("LocalHost", true),
            ("10.0.0.1", false),
            ("node.example", false),
        ] {
            let address = PeerAddress::parse(text, network).unwrap();
            assert_eq!(address.is_loopback(), expected, "{text}");
        }
    }
}
