//! Keeps private keys out of arguments, and what might be one out of messages.

use std::ffi::{OsStr, OsString};

use zeroize::Zeroizing;

use super::error::CliError;
use crate::core::key::phrase::looks_like_phrase;
use crate::text::keys::{self, contains_wif, is_key_hex};

/// What the help calls the arguments that are hex, and of which 64 digits can be a hash.
const TAKES_HEX: [&str; 3] = ["INPUT", "PATH", "ID"];
/// The name in the help of the value of an option that takes a hash.
const HASH: &str = "HASH";

/// How a key reaches p2msg without being seen.
pub const SAFE_WAYS: &str = "give it with --master-key-file or --signing-wif-file (an authority's: \
    --key-file), which name a file with mode 0600, '-' for stdin, or /dev/fd/N; as the systemd \
    credential p2msg-master-key; or at the hidden prompt on a terminal";

/// Refuses arguments that look like a private key, before anything could repeat them.
///
/// WIF and BIP39 phrases are refused anywhere, 64 hex digits where no hash is expected: as the
/// value of an option that takes no hash, and as an argument of a command that takes no hex.
/// `command` makes the definition of the commands.
///
/// # Errors
/// Kind refused; the message does not hold the argument.
pub fn refuse_keys_in_arguments(
    arguments: &[OsString],
    command: fn() -> clap::Command,
) -> Result<(), CliError> {
    if holds_phrase(arguments) {
        return Err(in_arguments(
            "the arguments look like a BIP39 phrase".into(),
        ));
    }
    let mut option = String::new();
    // The first is the name of the program.
    for (position, argument) in arguments.iter().enumerate().skip(1) {
        let argument = argument.to_string_lossy();
        let (name, value) = match argument.split_once('=') {
            Some((name, value)) if name.starts_with('-') => (name, value),
            _ => (option.as_str(), argument.as_ref()),
        };
        let before = arguments.get(1..position).unwrap_or_default();
        if contains_wif(&argument) || (is_key_hex(value) && !takes_hash(before, name, command)) {
            return Err(in_arguments(format!(
                "argument {position} looks like a private key"
            )));
        }
        option = if argument.starts_with('-') && argument != "--" {
            argument.into_owned()
        } else {
            String::new()
        };
    }
    Ok(())
}

/// Whether a hash can stand behind the words `before`, the last of which is `option` if it is one.
fn takes_hash(before: &[OsString], option: &str, command: fn() -> clap::Command) -> bool {
    let mut command = command();
    command.build();
    for word in before {
        if let Some(below) = command.find_subcommand(word) {
            command = below.clone();
        }
    }
    let long = option.strip_prefix("--");
    let is_option = |argument: &&clap::Arg| long.is_some() && long == argument.get_long();
    let named = command.get_arguments().find(is_option);
    let names = |argument: &clap::Arg, name: &str| {
        let names = argument.get_value_names().unwrap_or_default();
        names.iter().any(|one| one == name)
    };
    if named.is_some_and(|argument| names(argument, HASH)) {
        return true;
    }
    let is_flag = |argument: &clap::Arg| !argument.get_action().takes_values();
    (option.is_empty() || named.is_some_and(is_flag))
        && command
            .get_positionals()
            .any(|argument| TAKES_HEX.iter().any(|name| names(argument, name)))
}

fn in_arguments(what: String) -> CliError {
    CliError::refused("secret_in_arguments", what)
        .hint("other users of this machine and the shell history can see arguments: treat this key as exposed")
        .hint(SAFE_WAYS)
}

/// Whether the words of `arguments`, quoted or not, are those of a BIP39 phrase.
fn holds_phrase(arguments: &[OsString]) -> bool {
    let mut text = Zeroizing::new(String::new());
    for argument in arguments.iter().skip(1) {
        text.push_str(&argument.to_string_lossy());
        text.push(' ');
    }
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    looks_like_phrase(words.filter(|word| !word.is_empty()))
}

/// Whether `value`, which should be a path or a name, looks like a private key instead.
pub fn looks_like_key(value: &OsStr) -> bool {
    keys::looks_like_key(&value.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command;
    use crate::cli::error::FailureKind;
    use crate::core::key::looks_like_wif;

    /// The private key 1, in hex and as WIF of Bitcoin.
    const HEX: &str = "0000000000000000000000000000000000000000000000000000000000000001";
    const WIF: &str = "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn";

    fn refused(line: &str) -> bool {
        let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        match refuse_keys_in_arguments(&arguments, command) {
            Ok(()) => false,
            Err(error) => {
                let shown = format!("{error} {:?} {error:?}", error.hints());
                assert!(!shown.contains(HEX) && !shown.contains(WIF), "{shown}");
                assert_eq!(error.kind(), FailureKind::Refused);
                true
            }
        }
    }

    #[test]
    fn refuses_wif_anywhere() {
        for line in [
            format!("p2msg {WIF}"),
            format!("p2msg decode {WIF}"),
            format!("p2msg send my_key_is:{WIF}"),
            format!("p2msg key derive --master-key-file={WIF}"),
            format!("p2msg --frobnicate {WIF}"),
            format!("p2msg send -- {WIF}"),
        ] {
            assert!(refused(&line), "{line}");
        }
    }

    #[test]
    fn an_option_that_takes_a_hash_takes_64_digits() {
        for line in [
            format!("p2msg verify --checkpoint {HEX} shares.0"),
            format!("p2msg verify --checkpoint={HEX} shares.0"),
        ] {
            assert!(!refused(&line), "{line}");
        }
        assert!(refused(&format!(
            "p2msg verify --min-hashrate {HEX} shares.0"
        )));
        assert!(refused(&format!(
            "p2msg verify --checkpoint {WIF} shares.0"
        )));
    }

    #[test]
    fn refuses_wif_with_a_slip_of_the_finger() {
        let mistyped = WIF.replace("HnoWn", "HnoWm");
        assert!(!looks_like_wif(&mistyped));
        assert!(refused(&format!("p2msg key derive {mistyped}")));
    }

    #[test]
    fn refuses_hex_where_a_key_would_stand() {
        for line in [
            format!("p2msg key derive --master-key-file {HEX}"),
            format!("p2msg key derive --master-key {HEX}"),
            format!("p2msg key derive --master-key=0x{HEX}"),
            format!("p2msg decode --signing-key {HEX}"),
            format!("p2msg key derive {HEX}"),
            format!("p2msg key check {HEX}"),
            format!("p2msg send {HEX}"),
            format!("p2msg {HEX}"),
            format!("p2msg send -- {HEX}"),
            format!("p2msg send decode {HEX}"),
            format!("p2msg authority seal --type alert {HEX}"),
            format!("p2msg authority seal --type alert --msg {HEX}"),
            format!("p2msg authority seal --type featured --label=0x{HEX}"),
            format!("p2msg authority keystore create --out x {HEX}"),
            format!("p2msg authority keystore show {HEX}"),
            format!("p2msg store chat shares.0 --grep {HEX}"),
            format!("p2msg node chat --url {HEX}"),
            format!("p2msg decode --hash {HEX}"),
            format!("p2msg peer shares --connect {HEX}"),
        ] {
            assert!(refused(&line), "{line}");
        }
    }

    #[test]
    fn takes_hex_where_a_hash_stands() {
        for line in [
            format!("p2msg decode {HEX}"),
            format!("p2msg queue show {HEX}"),
            format!("p2msg decode {HEX}00"),
            format!("p2msg decode --json {HEX}"),
            format!("p2msg decode --from share -- {HEX}"),
            format!("p2msg --net bitcoin verify shares.0 {HEX}"),
            format!("p2msg authority open --quiet {HEX}"),
            format!("p2msg store chat {HEX}"),
            format!("p2msg node load-blob {HEX}"),
            format!("p2msg queue confirm {HEX}"),
            format!("p2msg peer shares --hash {HEX}"),
            format!("p2msg peer shares --all --hash={HEX} --json"),
            "p2msg key derive --signing-key-file data/signing_key.json".to_owned(),
            "p2msg send LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9".to_owned(),
        ] {
            assert!(!refused(&line), "{line}");
        }
    }

    #[test]
    fn refuses_phrases_quoted_or_not() {
        let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow";
        for line in [
            format!("p2msg authority seal --seed-phrase {phrase}"),
            format!(
                "p2msg authority seal --seed-phrase={}",
                phrase.to_uppercase()
            ),
            format!("p2msg send my,phrase:,{}", phrase.replace(' ', ",")),
        ] {
            assert!(refused(&line), "{line}");
        }
        let quoted = ["p2msg", "send", phrase].map(OsString::from);
        let error = refuse_keys_in_arguments(&quoted, command).unwrap_err();
        assert!(!format!("{error:?}").contains("sausage"));
        assert!(!refused(
            "p2msg send the pool is down for an hour on Friday at noon, sorry"
        ));
    }
}
