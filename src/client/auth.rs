//! Passwords for proxies in front of nodes, and the hosts that they are for.

use std::fmt;

use reqwest::Url;
use zeroize::Zeroizing;

use super::BaseUrl;

/// A user and a password for HTTP basic authentication.
#[derive(Clone)]
pub struct BasicAuth {
    pub(super) user: String,
    pub(super) password: Zeroizing<String>,
}

impl BasicAuth {
    /// Parses `user:password`; `None` without a colon.
    fn parse(text: &str) -> Option<Self> {
        let (user, password) = text.split_once(':')?;
        Some(Self {
            user: user.to_owned(),
            password: Zeroizing::new(password.to_owned()),
        })
    }
}

impl fmt::Debug for BasicAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BasicAuth(..)")
    }
}

/// The content of a password file: one password for a single host, or a password for each host.
#[derive(Debug)]
pub enum Passwords {
    /// The password of a file that names no host.
    ForOneHost(BasicAuth),
    /// A password for each host that the file names.
    ByHost(Vec<HostPassword>),
}

/// The password for a host.
#[derive(Debug)]
pub struct HostPassword {
    /// Spelled as in a URL: lower case, an IPv6 address in brackets.
    host: String,
    /// The password is for all ports without it.
    port: Option<u16>,
    auth: BasicAuth,
}

/// Why text is not a list of passwords. No part of the text is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PasswordsError {
    /// Every line is blank or a comment.
    #[error("it has no line with a password")]
    Empty,
    /// The only line has neither form.
    #[error("line {line} needs a colon after the user")]
    NoColon {
        /// Counted from 1.
        line: usize,
    },
    /// A line of several has another form than `HOST[:PORT] user:password`.
    #[error("line {line} does not have the form HOST[:PORT] user:password")]
    NoHost {
        /// Counted from 1.
        line: usize,
    },
    /// A line begins with a URL.
    #[error("line {line} begins with a URL instead of a host")]
    Url {
        /// Counted from 1.
        line: usize,
    },
    /// Two lines name the same host and port.
    #[error("line {line} names the same host as a line before it")]
    Repeated {
        /// Counted from 1.
        line: usize,
    },
}

impl Passwords {
    /// Parses one line `user:password`, or lines `HOST[:PORT] user:password`. Blank lines and lines
    /// that begin with `#` are ignored.
    ///
    /// # Errors
    /// The number of the first line with another form.
    pub fn parse(text: &str) -> Result<Self, PasswordsError> {
        let numbered = text.split('\n').zip(1..);
        let lines: Vec<(&str, usize)> = numbered
            .map(|(text, line)| (text.strip_suffix('\r').unwrap_or(text), line))
            .filter(|(text, _)| !text.trim().is_empty() && !text.trim_start().starts_with('#'))
            .collect();
        let (first, line) = *lines.first().ok_or(PasswordsError::Empty)?;
        if lines.len() == 1 && HostPassword::parse(first).is_none() && !begins_with_url(first) {
            let auth = BasicAuth::parse(first).ok_or(PasswordsError::NoColon { line })?;
            return Ok(Self::ForOneHost(auth));
        }
        let mut passwords: Vec<HostPassword> = Vec::new();
        for (text, line) in lines {
            if begins_with_url(text) {
                return Err(PasswordsError::Url { line });
            }
            let password = HostPassword::parse(text).ok_or(PasswordsError::NoHost { line })?;
            let is_same =
                |other: &HostPassword| other.host == password.host && other.port == password.port;
            if passwords.iter().any(is_same) {
                return Err(PasswordsError::Repeated { line });
            }
            passwords.push(password);
        }
        Ok(Self::ByHost(passwords))
    }

    /// The password for the node at `base`, if there is one. A line with its port comes before a
    /// line without a port.
    pub fn for_node(&self, base: &BaseUrl) -> Option<&BasicAuth> {
        match self {
            Self::ForOneHost(auth) => Some(auth),
            Self::ByHost(passwords) => passwords
                .iter()
                .filter(|password| password.host == base.host())
                .filter(|password| password.port.is_none() || password.port == base.port())
                .max_by_key(|password| password.port)
                .map(|password| &password.auth),
        }
    }
}

impl HostPassword {
    /// Parses `HOST[:PORT] user:password`.
    fn parse(line: &str) -> Option<Self> {
        let (place, rest) = line.trim_start().split_once([' ', '\t'])?;
        let (host, port) = parse_place(place)?;
        let auth = BasicAuth::parse(rest.trim_start())?;
        Some(Self { host, port, auth })
    }
}

/// Parses `HOST[:PORT]` and returns the host as a URL spells it.
fn parse_place(place: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = match place.rsplit_once(':') {
        // The colons of an IPv6 address are in brackets.
        Some((host, port)) if !port.ends_with(']') => (host, Some(port.parse().ok()?)),
        _ => (place, None),
    };
    // Every other part of a URL follows one of these.
    if host.contains(['/', '\\', '?', '#', '@']) {
        return None;
    }
    let url = Url::parse(&format!("http://{host}/")).ok()?;
    if url.port().is_some() {
        return None;
    }
    Some((url.host_str()?.to_owned(), port))
}

fn begins_with_url(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("http://") || line.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password<'a>(passwords: &'a Passwords, url: &str) -> Option<&'a str> {
        let base: BaseUrl = url.parse().unwrap();
        passwords.for_node(&base).map(|auth| auth.password.as_str())
    }

    #[test]
    fn a_line_without_a_host_is_for_one_host() {
        for (text, user, secret) in [
            ("me:hunter2", "me", "hunter2"),
            ("me:hunter2\r\n", "me", "hunter2"),
            ("# a comment\n\nme:a:b\n", "me", "a:b"),
            ("me:with a blank ", "me", "with a blank "),
            ("me:1234 no colon here", "me", "1234 no colon here"),
            (":", "", ""),
        ] {
            let Ok(Passwords::ForOneHost(auth)) = Passwords::parse(text) else {
                panic!("{text:?}");
            };
            assert_eq!((auth.user.as_str(), auth.password.as_str()), (user, secret));
        }
    }

    #[test]
    fn a_password_is_for_its_host_and_port() {
        let text = "# proxies\nNode.example me:a\nnode.example:8443 me:b \n\n\
                    \t[::1]:9327\tme:c\n127.0.0.1:80  me:d";
        let passwords = Passwords::parse(text).unwrap();
        for (url, expected) in [
            ("https://node.example", Some("a")),
            ("http://NODE.example:9327/path", Some("a")),
            ("https://node.example:8443", Some("b ")),
            ("http://[0::1]:9327", Some("c")),
            ("http://[::1]:9328", None),
            ("http://127.0.0.1", Some("d")),
            ("https://127.0.0.1", None),
            ("http://127.0.0.1:9327", None),
            ("http://example", None),
            ("http://node.example.org", None),
            ("http://a.node.example", None),
        ] {
            assert_eq!(password(&passwords, url), expected, "{url}");
        }
        let one = Passwords::parse("node.example me:a").unwrap();
        assert_eq!(password(&one, "http://node.example"), Some("a"));
        assert_eq!(password(&one, "http://other.example"), None);
    }

    #[test]
    fn other_lines_are_rejected() {
        use PasswordsError::{Empty, NoColon, NoHost, Repeated, Url};
        for (text, error) in [
            ("", Empty),
            ("\n# me:hunter2\n", Empty),
            ("hunter2", NoColon { line: 1 }),
            ("#\nnode.example hunter2", NoColon { line: 2 }),
            ("me:a\nme:b", NoHost { line: 1 }),
            ("a.example me:a\nme:b", NoHost { line: 2 }),
            ("a.example me:a\nb.example", NoHost { line: 2 }),
            ("a.example me:a\nb.example:x me:b", NoHost { line: 2 }),
            ("a.example me:a\nb.example/x me:b", NoHost { line: 2 }),
            ("a.example me:a\nx@b.example me:b", NoHost { line: 2 }),
            ("https://a.example me:a", Url { line: 1 }),
            ("a.example me:a\nA.EXAMPLE me:b", Repeated { line: 2 }),
        ] {
            assert_eq!(Passwords::parse(text).unwrap_err(), error, "{text:?}");
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        for text in ["me:hunter2", "a.example me:hunter2"] {
            let shown = format!("{:?}", Passwords::parse(text).unwrap());
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }
}
