//! Values of `--listen` and `--allow-host`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::str::FromStr;

use reqwest::Url;

use super::error::CliError;
use super::withhold::withhold;
use crate::serve::AllowedHost;

/// A host and a port to listen on. Without a host: every address of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listen {
    host: String,
    port: u16,
}

impl FromStr for Listen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.contains('/') {
            return Err(with_form("it is a URL", listen_form(text)));
        }
        let Some((host, port)) = text.rsplit_once(':') else {
            let port_alone = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let form = match port_alone {
                true => Some(format!("127.0.0.1:{text} or :{text}")),
                false => listen_form(text),
            };
            return Err(with_form("the port is missing", form));
        };
        if host.contains(':') && !host.starts_with('[') {
            return Err(with_form(
                "an IPv6 address needs brackets",
                Some("[ADDRESS]:PORT".to_owned()),
            ));
        }
        let is_number = port.bytes().all(|byte| byte.is_ascii_digit());
        let port = port.parse().ok().filter(|_| is_number);
        let port = port.ok_or("the port is not a number from 0 to 65535")?;
        let host = match host.strip_prefix('[') {
            Some(bare) => bare.strip_suffix(']').unwrap_or(bare),
            None => host,
        };
        Ok(Self {
            host: host.to_owned(),
            port,
        })
    }
}

impl Listen {
    /// The addresses to listen on; the first that works is used.
    ///
    /// # Errors
    /// The name cannot be resolved.
    pub fn addresses(&self) -> Result<Vec<SocketAddr>, CliError> {
        if self.host.is_empty() {
            // The IPv6 address includes IPv4, unless the system has no IPv6.
            let both = [Ipv6Addr::UNSPECIFIED.into(), Ipv4Addr::UNSPECIFIED.into()];
            return Ok(both.map(|ip| SocketAddr::new(ip, self.port)).into());
        }
        let host = withhold(&self.host);
        let hint = "check --listen; it takes an address or a name of this machine, and a port";
        let addresses: Vec<SocketAddr> = (self.host.as_str(), self.port)
            .to_socket_addrs()
            .map_err(|error| {
                CliError::failed("listen", format!("cannot resolve the name {host}"))
                    .with_source(error)
                    .hint(hint)
            })?
            .collect();
        match addresses.is_empty() {
            true => Err(
                CliError::failed("listen", format!("the name {host} has no address")).hint(hint),
            ),
            false => Ok(addresses),
        }
    }

    /// The name with the port, as callers use it in requests. `None` for addresses and `localhost`,
    /// which are accepted anyway.
    pub fn allowed_host(&self) -> Option<AllowedHost> {
        let is_address = self.host.parse::<IpAddr>().is_ok();
        if is_address || self.host.eq_ignore_ascii_case("localhost") {
            return None;
        }
        format!("{}:{}", self.host, self.port).parse().ok()
    }
}

/// Parses a value of `--listen-p2p`. Without an address it is the loopback address.
///
/// # Errors
/// It is not an address and a port; the error suggests a form that is.
pub fn parse_p2p_listen(text: &str) -> Result<SocketAddr, String> {
    let text = text.trim();
    let host = match text.rsplit_once(':') {
        Some(("" | "localhost", port)) => Some(port),
        _ => None,
    };
    let address = match host {
        Some(port) => format!("{}:{port}", Ipv4Addr::LOCALHOST).parse(),
        None => text.parse(),
    };
    address.map_err(|_| {
        "not an address and a port; pass ADDRESS:PORT, such as 127.0.0.1:0 or [::1]:19338"
            .to_owned()
    })
}

/// Parses a value of `--allow-host`.
///
/// # Errors
/// No request can name it; the error suggests a form that works.
pub fn parse_allowed_host(text: &str) -> Result<AllowedHost, String> {
    AllowedHost::from_str(text).map_err(|error| with_form(&error.to_string(), allowed_form(text)))
}

fn with_form(reason: &str, form: Option<String>) -> String {
    match form {
        Some(form) => format!("{reason}; pass {form}"),
        None => format!("{reason}; pass one name or address, such as pool.example or 192.168.1.5"),
    }
}

/// The host and the port in a URL or a part of one, as requests name them.
fn allowed_form(text: &str) -> Option<String> {
    let url = parse_url(text)?;
    let host = url.host_str()?;
    let form = match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    AllowedHost::from_str(&form).is_ok().then_some(form)
}

fn listen_form(text: &str) -> Option<String> {
    let url = parse_url(text)?;
    let host = url.host_str().filter(|host| !host.is_empty())?;
    Some(format!("{host}:{}", url.port().unwrap_or(9328)))
}

fn parse_url(text: &str) -> Option<Url> {
    let text = text.trim();
    match text.contains("://") {
        true => Url::parse(text).ok(),
        false => Url::parse(&format!("http://{text}")).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_never_matches_names_the_form_that_does() {
        for (text, form) in [
            ("https://pool.lan/", "pass pool.lan"),
            ("http://pool.lan:8080/p2msg", "pass pool.lan:8080"),
            ("pool.lan/", "pass pool.lan"),
            ("b\u{fc}cher.example", "pass xn--bcher-kva.example"),
            ("user@pool.lan", "pass pool.lan"),
            ("*", "such as pool.example"),
            ("*.pool.lan", "such as pool.example"),
            ("0.0.0.0", "such as pool.example"),
            (" ", "such as pool.example"),
        ] {
            let error = parse_allowed_host(text).unwrap_err();
            assert!(error.ends_with(form) || error.contains(form), "{error}");
        }
        parse_allowed_host("pool.lan:8443").unwrap();
    }

    #[test]
    fn p2p_listens_on_the_loopback_address_unless_another_is_named() {
        for (text, address) in [
            (":0", "127.0.0.1:0"),
            ("localhost:19338", "127.0.0.1:19338"),
            ("[::1]:19338", "[::1]:19338"),
            ("0.0.0.0:0", "0.0.0.0:0"),
        ] {
            assert_eq!(parse_p2p_listen(text).unwrap().to_string(), address);
        }
        for text in [
            "",
            "19338",
            "127.0.0.1",
            "::1:19338x",
            "p2p://127.0.0.1:0",
            ":99999",
            "node:1",
        ] {
            let error = parse_p2p_listen(text).unwrap_err();
            assert!(error.contains("such as 127.0.0.1:0"), "{text}: {error}");
        }
    }

    #[test]
    fn listen_takes_addresses_names_and_a_port_alone() {
        let listen = |text: &str| text.parse::<Listen>();
        for (text, first) in [
            ("127.0.0.1:9328", "127.0.0.1:9328"),
            ("[::1]:9328", "[::1]:9328"),
            (":9328", "[::]:9328"),
        ] {
            let addresses = listen(text).unwrap().addresses().unwrap();
            assert_eq!(addresses[0].to_string(), first);
        }
        let named = listen("localhost:0").unwrap().addresses().unwrap();
        assert!(named.iter().all(|address| address.ip().is_loopback()));
        let allowed = |text: &str| listen(text).unwrap().allowed_host();
        assert_eq!(allowed("pool.lan:9328"), "pool.lan:9328".parse().ok());
        // Pages at other ports of these must not send.
        for text in ["127.0.0.1:9328", "[::1]:9328", "localhost:9328", ":9328"] {
            assert_eq!(allowed(text), None, "{text}");
        }
        for (text, form) in [
            ("localhost", "pass localhost:9328"),
            ("9328", "pass 127.0.0.1:9328 or :9328"),
            ("http://localhost:9000/", "pass localhost:9000"),
            ("::1:9328", "pass [ADDRESS]:PORT"),
            ("localhost:http", "0 to 65535"),
            ("localhost:99999", "0 to 65535"),
        ] {
            let error = listen(text).unwrap_err();
            assert!(error.contains(form), "{text}: {error}");
        }
    }
}
