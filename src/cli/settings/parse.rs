//! Parsers of environment variables and config values.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;

use super::color::ColorWhen;
use crate::cli::argument_secrets::{SAFE_WAYS, looks_like_key};
use crate::cli::config::{BadValue, nearest};
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
    Ok(PathBuf::from(text))
}

pub(super) fn parse_text(text: &OsStr) -> Result<String, BadValue> {
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
