//! A TCP connection to a peer, also through a SOCKS5 proxy.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::str::FromStr;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_socks::tcp::Socks5Stream;

use super::address::PeerAddress;
use super::thread::in_thread;

/// A SOCKS5 proxy, such as Tor. It resolves the names of peers, so that the system does not ask for
/// them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    host: String,
    port: u16,
}

/// Why a text is not a proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProxyError {
    /// Another scheme than `socks5h`.
    #[error("only SOCKS5 proxies that resolve names are supported: socks5h://HOST:PORT")]
    Scheme,
    /// No host, or no port.
    #[error("the host or the port of the proxy is missing: socks5h://HOST:PORT")]
    Incomplete,
}

impl FromStr for Proxy {
    type Err = ProxyError;

    fn from_str(text: &str) -> Result<Self, ProxyError> {
        let rest = text
            .trim()
            .strip_prefix("socks5h://")
            .ok_or(ProxyError::Scheme)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = rest.rsplit_once(':').ok_or(ProxyError::Incomplete)?;
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let port = port.parse().ok().filter(|port| *port != 0);
        match port {
            Some(port) if !host.is_empty() && !host.contains(['/', '@']) => Ok(Self {
                host: host.to_owned(),
                port,
            }),
            _ => Err(ProxyError::Incomplete),
        }
    }
}

/// Why the connection to a peer failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The name of the host, or of the proxy's host, has no address.
    #[error("cannot resolve {host}: {source}")]
    Resolve {
        /// The host.
        host: String,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The operating system reports an error.
    #[error("cannot connect: {0}")]
    Connect(io::Error),
    /// The connection to the proxy failed.
    #[error("cannot reach the proxy {proxy}: {source}")]
    ToProxy {
        /// Its address.
        proxy: String,
        /// Why.
        source: Box<ConnectError>,
    },
    /// The proxy does not connect.
    #[error("the proxy does not connect: {0}")]
    Proxy(tokio_socks::Error),
    /// No connection within the time-out.
    #[error("no connection within {} s", .0.as_secs_f64())]
    TimedOut(Duration),
}

/// Connects to `peer` within `limit`.
pub(super) async fn dial(
    peer: &PeerAddress,
    proxy: Option<&Proxy>,
    limit: Duration,
) -> Result<TcpStream, ConnectError> {
    let connecting = async {
        match proxy {
            None => connect(peer.host(), peer.port()).await,
            Some(proxy) => through(proxy, peer).await,
        }
    };
    let connected = timeout(limit, connecting).await;
    connected.unwrap_or(Err(ConnectError::TimedOut(limit)))
}

async fn through(proxy: &Proxy, peer: &PeerAddress) -> Result<TcpStream, ConnectError> {
    let stream = connect(&proxy.host, proxy.port).await;
    let stream = stream.map_err(|source| ConnectError::ToProxy {
        proxy: format!("{}:{}", proxy.host, proxy.port),
        source: Box::new(source),
    })?;
    let target = (peer.host(), peer.port());
    let stream = Socks5Stream::connect_with_socket(stream, target).await;
    Ok(stream.map_err(ConnectError::Proxy)?.into_inner())
}

/// Connects to the first address of `host` that answers.
async fn connect(host: &str, port: u16) -> Result<TcpStream, ConnectError> {
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for address in resolve(host, port).await? {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(ConnectError::Connect(last))
}

async fn resolve(host: &str, port: u16) -> Result<Vec<SocketAddr>, ConnectError> {
    if let Ok(address) = host.parse() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    let look_up = {
        let host = host.to_owned();
        move || (host.as_str(), port).to_socket_addrs().map(Vec::from_iter)
    };
    let found = in_thread("resolve", look_up).await;
    let found = found.unwrap_or_else(|| Err(io::ErrorKind::Other.into()));
    found.map_err(|source| ConnectError::Resolve {
        host: host.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_are_parsed() {
        for (text, host, port) in [
            ("socks5h://127.0.0.1:9050", "127.0.0.1", 9050),
            ("socks5h://[::1]:9050/", "::1", 9050),
            (" socks5h://tor:1 ", "tor", 1),
        ] {
            let host = host.to_owned();
            assert_eq!(text.parse(), Ok(Proxy { host, port }), "{text}");
        }
        for (text, error) in [
            // This scheme asks the system for the address of the peer, which --proxy is to avoid.
            ("socks5://127.0.0.1:9050", ProxyError::Scheme),
            ("http://127.0.0.1:8080", ProxyError::Scheme),
            ("127.0.0.1:9050", ProxyError::Scheme),
            ("socks5h://127.0.0.1", ProxyError::Incomplete),
            ("socks5h://:9050", ProxyError::Incomplete),
            ("socks5h://user:password@tor:9050", ProxyError::Incomplete),
            ("socks5h://tor:0", ProxyError::Incomplete),
        ] {
            assert_eq!(text.parse::<Proxy>(), Err(error), "{text}");
        }
    }
}
