//! Parsers of environment variables and config values.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::ValueEnum;

use super::color::ColorWhen;
use crate::cli::argument_secrets::{SAFE_WAYS, looks_like_key};
use crate::cli::config::BadValue;
use crate::cli::nearest::nearest;
use crate::cli::withhold::withhold;
use crate::core::key::KeyIndex;
use crate::core::network::{NETWORKS, Network};

pub(super) fn parse_path(text: &OsStr) -> Result<PathBuf, BadValue> {
    if looks_like_key(text) {
        return Err(BadValue::new(
            "it must be a path, but looks like a private key",
            format!("treat this key as exposed, and {SAFE_WAYS}"),
        ));
    }
    check_path(Path::new(text))?;
    Ok(PathBuf::from(text))
}

/// Checks the path of a folder or file that p2msg may create.
pub(super) fn check_path(path: &Path) -> Result<(), BadValue> {
    check_characters(path.as_os_str())?;
    check_tilde(path.as_os_str())?;
    match path == Path::new("-") {
        true => Err(BadValue::new(
            "'-' is not a path",
            "pass a path; ./- is a file with this name",
        )),
        false => Ok(()),
    }
}

/// Rejects `~`: only shells expand it, and p2msg would create a folder of this name.
pub(super) fn check_tilde(text: &OsStr) -> Result<(), BadValue> {
    match text.as_bytes().first() {
        Some(b'~') => Err(BadValue::new(
            "it begins with ~, which only shells expand",
            "write the whole path; ./~ is a file with this name",
        )),
        _ => Ok(()),
    }
}

/// Rejects control characters, such as the carriage returns of a file with Windows line ends.
pub(super) fn check_characters(text: &OsStr) -> Result<(), BadValue> {
    let controls = |byte: &&u8| byte.is_ascii_control();
    match text.as_bytes().iter().find(controls) {
        None => Ok(()),
        Some(b'\r') => Err(BadValue::new(
            "the value contains a carriage return (0x0d)",
            "the file that sets it has Windows line ends (CRLF); convert it, such as with dos2unix",
        )),
        Some(byte) => Err(BadValue::new(
            format!("the value contains the control character 0x{byte:02x}"),
            "remove the control character",
        )),
    }
}

pub(super) fn parse_text(text: &OsStr) -> Result<String, BadValue> {
    check_characters(text)?;
    Ok(text.to_string_lossy().trim().to_owned())
}

pub(super) fn parse_lock_timeout(text: &OsStr) -> Result<u32, BadValue> {
    parse_number(text, "give seconds: a whole number, 0 to 4294967295")
}

pub(super) fn parse_key_index(text: &OsStr) -> Result<KeyIndex, BadValue> {
    parse_number(text, "give a whole number, 0 to 4294967295")
}

pub(super) fn parse_now(text: &OsStr) -> Result<u64, BadValue> {
    parse_number(text, "give Unix seconds, such as 1707580800, or unset it")
}

fn parse_number<T: FromStr>(text: &OsStr, expected: &str) -> Result<T, BadValue> {
    let text = text.to_string_lossy();
    text.trim()
        .parse()
        .map_err(|_| BadValue::new(format!("'{}' is invalid", withhold(&text)), expected))
}

pub(super) fn parse_network(text: &OsStr) -> Result<&'static Network, BadValue> {
    let name = text.to_string_lossy();
    Network::by_name(&name).ok_or_else(|| {
        let names: Vec<&str> = NETWORKS.iter().map(|network| network.name).collect();
        let expected = match nearest(&name, &names) {
            Some(near) => format!("a similar network exists: '{near}'"),
            None => format!("the networks are: {}", names.join(", ")),
        };
        BadValue::new(format!("'{}' is no network", withhold(&name)), expected)
    })
}

pub(super) fn parse_color(text: &OsStr) -> Result<ColorWhen, BadValue> {
    let when = text.to_string_lossy();
    ColorWhen::from_str(&when, false).map_err(|_| {
        BadValue::new(
            format!("'{}' is invalid", withhold(&when)),
            "give auto, always or never",
        )
    })
}
