//! The only reader of secrets, and what keeps them out of places where they do not belong.

use std::ffi::{OsStr, OsString};

use super::error::CliError;
use crate::core::key::looks_like_wif;

/// Commands whose arguments are hex, and of which 64 digits can be a hash.
const TAKES_HEX: [&str; 5] = ["decode", "verify", "store", "queue", "authority"];

/// Words in the name of an option that make 64 hex digits behind it a private key.
const KEY_WORDS: [&str; 5] = ["key", "wif", "secret", "pass", "seed"];

/// From this many letters and digits in a row on, text may be a mistyped key.
const SUSPICIOUS_RUN: usize = 32;

/// Refuses arguments that look like a private key, before anything could repeat them.
///
/// WIF is refused anywhere, 64 hex digits where no hash is expected: as the value of an option
/// with a name like a key's, and as an argument of a command that takes no hex.
///
/// # Errors
/// Kind refused; the message does not hold the argument.
pub fn refuse_keys_in_arguments(arguments: &[OsString]) -> Result<(), CliError> {
    let mut takes_hex = false;
    let mut option = String::new();
    for (position, argument) in arguments.iter().enumerate().skip(1) {
        let argument = argument.to_string_lossy();
        let (name, value) = match argument.split_once('=') {
            Some((name, value)) if name.starts_with('-') => (name, value),
            _ => (option.as_str(), argument.as_ref()),
        };
        let key_option = KEY_WORDS.iter().any(|word| name.contains(word));
        if holds_wif(&argument) || (is_key_hex(value) && (key_option || !takes_hex)) {
            return Err(CliError::refused(
                "secret_in_arguments",
                format!("argument {position} looks like a private key"),
            )
            .hint("other users of this machine and the shell history can see arguments: treat this key as exposed")
            .hint(SAFE_WAYS));
        }
        takes_hex |= TAKES_HEX.contains(&argument.as_ref());
        option = if argument.starts_with('-') {
            argument.into_owned()
        } else {
            String::new()
        };
    }
    Ok(())
}

/// How a key reaches p2msg without being seen.
const SAFE_WAYS: &str = "give it with --master-key-file or --signing-wif-file (a file with mode \
    0600, '-' for stdin, or /dev/fd/N), as the systemd credential p2msg-master-key, or at the \
    hidden prompt on a terminal";

/// Whether any word of `text` is WIF.
fn holds_wif(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .any(looks_like_wif)
}

/// Whether `text` is 64 hex digits, as a private key is.
fn is_key_hex(text: &str) -> bool {
    let text = text.trim();
    let digits = text
        .strip_prefix("0x")
        .or_else(|| text.strip_prefix("0X"))
        .unwrap_or(text);
    digits.len() == 64 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// Whether `value`, which should be a path or a name, looks like a private key instead.
pub fn looks_like_key(value: &OsStr) -> bool {
    let value = value.to_string_lossy();
    holds_wif(&value) || is_key_hex(&value)
}

/// `text` with every long run of letters and digits left out: it might be a mistyped key.
pub fn withhold(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let run = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let (word, tail) = rest.split_at(run);
        if run >= SUSPICIOUS_RUN {
            shown.push_str(&format!("[{run} characters]"));
        } else {
            shown.push_str(word);
        }
        let mut tail = tail.chars();
        shown.extend(tail.next());
        rest = tail.as_str();
    }
    shown
}
