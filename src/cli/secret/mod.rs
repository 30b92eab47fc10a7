//! The only reader of secrets: files and their modes, environment, credentials, prompt.

mod file;
mod source;
mod text;

use std::path::PathBuf;

use self::file::read_passphrase;
pub use self::file::{AUTH_FILE_FORM, check_auth_file, read_auth_file};
use self::source::{AUTHORITY, MASTER, Role, SIGNING, find};
pub use self::source::{KeySource, key_options, key_sources, key_variables};
pub use self::text::SecretText;
use super::error::CliError;
use super::settings::Settings;
use super::terminal;
use crate::core::key::bip32::{DerivationPath, derive};
use crate::core::key::keystore::Keystore;
use crate::core::key::phrase::seed;
use crate::core::key::secret::SecretBytes;
use crate::core::key::{KeyError, MasterKey, SigningKey};
use crate::core::network::Network;
use crate::outbox::Key;

/// What a key that was typed is called in errors.
const TYPED: &str = "what was typed";

/// How files with keys are read, whichever key it is.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Key options")]
struct KeyFileArgs {
    /// File with the passphrase of a keystore
    ///
    /// '-' is stdin and /dev/fd/N works; the line end behind it does not count. Without it: a
    /// hidden prompt on the terminal.
    #[arg(long, value_name = "PATH")]
    passphrase_file: Option<PathBuf>,

    /// Take a key file that its group or others can read
    #[arg(long)]
    allow_insecure_key_file: bool,
}

/// Where the master key comes from, for commands that need that very key.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Key options")]
pub struct MasterKeyArgs {
    /// File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]
    ///
    /// '-' is stdin and /dev/fd/N works. Without it: the systemd credential p2msg-master-key, or
    /// a hidden prompt on the terminal. Never the key itself: others can see arguments.
    #[arg(long, value_name = "PATH")]
    master_key_file: Option<PathBuf>,

    #[command(flatten)]
    files: KeyFileArgs,
}

/// Where the key comes from, for commands that sign: the master key, or a derived signing key.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Key options")]
pub struct KeyArgs {
    #[command(flatten)]
    master: MasterKeyArgs,

    /// File with a derived signing key instead: WIF, hex or keystore [env: P2MSG_SIGNING_WIF_FILE]
    ///
    /// What `key export` writes. '-' is stdin and /dev/fd/N works; the systemd credential is
    /// p2msg-signing-wif.
    #[arg(long, value_name = "PATH", conflicts_with = "master_key_file")]
    signing_wif_file: Option<PathBuf>,
}

/// Where an authority's own key comes from.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Key options")]
pub struct AuthorityKeyArgs {
    /// File with the key: 64 hex digits, WIF, keystore or BIP39 phrase [env: P2MSG_AUTHORITY_KEY_FILE]
    ///
    /// '-' is stdin and /dev/fd/N works. Without it: the systemd credential p2msg-authority-key,
    /// or a hidden prompt on the terminal. Never the key itself: others can see arguments. A
    /// keystore is one of p2msg or of create_transition_message.py.
    #[arg(long, value_name = "PATH")]
    key_file: Option<PathBuf>,

    /// Where a BIP39 phrase leads to the key [default: m/44'/2'/0'/0/0]
    #[arg(long, value_name = "DERIVATION")]
    bip32_path: Option<DerivationPath>,

    /// Ask for the passphrase of a BIP39 phrase, too
    ///
    /// Few phrases have one. Without a terminal, --passphrase-file gives it.
    #[arg(long, conflicts_with = "passphrase_file")]
    ask_bip39_passphrase: bool,

    #[command(flatten)]
    files: KeyFileArgs,
}

const PASSPHRASE_FILE: &str = "--passphrase-file";

/// Where create_transition_message.py looks for the key of a phrase if not told otherwise.
const DEPLOYED_PATH: &str = "m/44'/2'/0'/0/0";

impl MasterKeyArgs {
    /// Reads the master key from the first source that is there, the prompt last.
    ///
    /// # Errors
    /// No source is given, or its mode or owner is unsafe (kind refused); it is unreadable or its
    /// passphrase is wrong (failed); it contains no key of the network (malformed).
    pub fn read(&self, settings: &Settings) -> Result<MasterKey, CliError> {
        let flag = self.master_key_file.as_deref();
        match find(&[(&MASTER, flag)], settings) {
            Some(file) => {
                let text = file.read(self.files.allow_insecure_key_file, settings)?;
                self.files.parse(&text, &file.name(), &MASTER_KEY, settings)
            }
            None => self.ask(&[&MASTER], settings),
        }
    }

    /// Asks for the master key on the terminal, where none of `roles` was given.
    fn ask(&self, roles: &[&Role], settings: &Settings) -> Result<MasterKey, CliError> {
        let question = "Master key (64 hex digits or WIF, it does not show): ";
        let text = ask(question, roles, settings)?;
        self.files.parse(&text, TYPED, &MASTER_KEY, settings)
    }
}

impl KeyArgs {
    /// Reads the key from the first source that is there, the prompt for the master key last.
    ///
    /// # Errors
    /// As [`MasterKeyArgs::read`].
    pub fn read(&self, settings: &Settings) -> Result<Key, CliError> {
        match self.read_given(settings)? {
            Some(key) => Ok(key),
            None => {
                let key = self.master.ask(&[&MASTER, &SIGNING], settings);
                key.map(Key::Master)
            }
        }
    }

    /// Reads the key from the first source that is given, without a prompt: for commands that do not
    /// need a key. `None` without a source.
    ///
    /// # Errors
    /// As [`MasterKeyArgs::read`], but for a missing source.
    pub fn read_given(&self, settings: &Settings) -> Result<Option<Key>, CliError> {
        let flags = [
            (&MASTER, self.master.master_key_file.as_deref()),
            (&SIGNING, self.signing_wif_file.as_deref()),
        ];
        let Some(file) = find(&flags, settings) else {
            return Ok(None);
        };
        let files = &self.master.files;
        let text = file.read(files.allow_insecure_key_file, settings)?;
        Ok(Some(if file.option == SIGNING.option {
            Key::Signing(files.parse(&text, &file.name(), &SIGNING_KEY, settings)?)
        } else {
            Key::Master(files.parse(&text, &file.name(), &MASTER_KEY, settings)?)
        }))
    }
}

impl AuthorityKeyArgs {
    /// Reads the key from the first source that is there, the prompt last.
    ///
    /// # Errors
    /// As [`MasterKeyArgs::read`]; an option for phrases together with another key is a usage error.
    pub fn read(&self, settings: &Settings) -> Result<SigningKey, CliError> {
        let (text, name) = match find(&[(&AUTHORITY, self.key_file.as_deref())], settings) {
            Some(file) => (
                file.read(self.files.allow_insecure_key_file, settings)?,
                file.name(),
            ),
            None => {
                let question = "Authority key (hex, WIF or BIP39 phrase, it does not show): ";
                (ask(question, &[&AUTHORITY], settings)?, TYPED.to_owned())
            }
        };
        if !Keystore::is_meant(text.expose()) && text.expose().split_whitespace().nth(1).is_some() {
            return self.read_phrase(&text, &name, settings);
        }
        let phrase_only = [
            ("--bip32-path", self.bip32_path.is_some()),
            ("--ask-bip39-passphrase", self.ask_bip39_passphrase),
        ];
        if let Some((option, _)) = phrase_only.into_iter().find(|(_, given)| *given) {
            return Err(CliError::usage(
                "no_phrase",
                format!("{option} goes with a BIP39 phrase, but {name} holds none"),
            )
            .hint(format!("leave {option} out, or give the phrase")));
        }
        self.files.parse(&text, &name, &AUTHORITY_KEY, settings)
    }

    fn read_phrase(
        &self,
        text: &SecretText,
        name: &str,
        settings: &Settings,
    ) -> Result<SigningKey, CliError> {
        let no_key = || no_key(name, &AUTHORITY);
        // First, so that an invalid phrase is rejected before the prompt for its passphrase.
        seed(text.expose(), "").map_err(|error| no_key().with_source(error))?;
        let passphrase = match &self.files.passphrase_file {
            Some(_) => self.files.passphrase(settings)?,
            None if self.ask_bip39_passphrase => {
                let question = "Passphrase of the phrase (it does not show): ";
                ask_passphrase(question, PASSPHRASE_FILE, settings)?
            }
            None => SecretText::new(String::new()),
        };
        let seed = seed(text.expose(), passphrase.expose())
            .map_err(|error| no_key().with_source(error))?;
        let path = match &self.bip32_path {
            Some(path) => path,
            None => &DEPLOYED_PATH.parse().expect("it is a path"),
        };
        derive(seed.expose(), path).map_err(|error| no_key().with_source(error))
    }
}

/// Where the passphrase of a new keystore comes from.
#[derive(Debug, clap::Args)]
pub struct NewPassphraseArgs {
    /// File with the passphrase of the new keystore
    ///
    /// '-' is stdin and /dev/fd/N works; the line end behind it does not count. Without it: a
    /// hidden prompt on the terminal, twice.
    #[arg(long, value_name = "PATH", help_heading = "Key options")]
    new_passphrase_file: Option<PathBuf>,
}

impl NewPassphraseArgs {
    /// Reads the passphrase, or asks for it twice; `key` says whether the file may be open to others.
    ///
    /// # Errors
    /// As [`MasterKeyArgs::read`], or the two answers differ (failed).
    pub fn read(
        &self,
        key: &AuthorityKeyArgs,
        settings: &Settings,
    ) -> Result<SecretText, CliError> {
        const OPTION: &str = "--new-passphrase-file";
        if let Some(path) = &self.new_passphrase_file {
            return read_passphrase(OPTION, path, key.files.allow_insecure_key_file, settings);
        }
        let passphrase = ask_passphrase("New passphrase (it does not show): ", OPTION, settings)?;
        let again = ask_passphrase("The same again: ", OPTION, settings)?;
        if passphrase.expose() == again.expose() {
            Ok(passphrase)
        } else {
            Err(
                CliError::failed("passphrases_differ", "the two passphrases differ")
                    .hint("nothing was written; run the command again"),
            )
        }
    }
}

/// How one kind of key is made.
struct Maker<K> {
    role: &'static Role,
    from_text: fn(&str, &Network) -> Result<K, KeyError>,
    from_bytes: fn(SecretBytes<32>) -> Result<K, KeyError>,
}

const MASTER_KEY: Maker<MasterKey> = Maker {
    role: &MASTER,
    from_text: MasterKey::parse,
    from_bytes: MasterKey::from_bytes,
};

const SIGNING_KEY: Maker<SigningKey> = Maker {
    role: &SIGNING,
    from_text: SigningKey::parse,
    from_bytes: SigningKey::from_bytes,
};

const AUTHORITY_KEY: Maker<SigningKey> = Maker {
    role: &AUTHORITY,
    ..SIGNING_KEY
};

fn no_key(name: &str, role: &Role) -> CliError {
    CliError::malformed("bad_key", format!("{name} holds no key")).hint(role.takes)
}

impl KeyFileArgs {
    /// Reads a key, or opens the keystore that it is in; the text is not in the error.
    fn parse<K>(
        &self,
        text: &SecretText,
        name: &str,
        maker: &Maker<K>,
        settings: &Settings,
    ) -> Result<K, CliError> {
        let no_key = || no_key(name, maker.role);
        if Keystore::is_meant(text.expose()) {
            let bytes = self.open_keystore(text, name, settings)?;
            return (maker.from_bytes)(bytes).map_err(|error| no_key().with_source(error));
        }
        if self.passphrase_file.is_some() {
            return Err(CliError::usage(
                "no_keystore",
                format!("--passphrase-file goes with a keystore, but {name} holds none"),
            )
            .hint(
                "leave it out; the passphrase of a new keystore comes from --new-passphrase-file, \
                 which authority keystore create takes",
            ));
        }
        (maker.from_text)(text.expose(), settings.network()).map_err(|error| {
            let wrong_network = matches!(error, KeyError::WifNetwork { .. });
            if wrong_network {
                CliError::malformed("bad_key", format!("{name} holds no key of this network"))
                    .with_source(error)
                    .hint("name the network of the key with --net")
            } else {
                no_key().with_source(error)
            }
        })
    }

    fn open_keystore(
        &self,
        text: &SecretText,
        name: &str,
        settings: &Settings,
    ) -> Result<SecretBytes<32>, CliError> {
        let keystore = Keystore::read(text.expose()).map_err(|error| {
            CliError::malformed("bad_keystore", format!("{name} holds no keystore"))
                .with_source(error)
                .hint(A_KEYSTORE)
        })?;
        let passphrase = self.passphrase(settings)?;
        keystore.open(passphrase.expose()).map_err(|error| {
            CliError::failed(
                "wrong_passphrase",
                format!("cannot open the keystore in {name}"),
            )
            .with_source(error)
            .hint("every character counts, blanks at its ends too")
        })
    }

    fn passphrase(&self, settings: &Settings) -> Result<SecretText, CliError> {
        let Some(path) = &self.passphrase_file else {
            let question = "Passphrase of the keystore (it does not show): ";
            return ask_passphrase(question, PASSPHRASE_FILE, settings);
        };
        read_passphrase(
            PASSPHRASE_FILE,
            path,
            self.allow_insecure_key_file,
            settings,
        )
    }
}

/// The hint for a file that is not a keystore.
pub const A_KEYSTORE: &str = "a keystore is the JSON file that p2msg authority keystore create \
    makes, or create_transition_message.py; give all of it, unchanged";

/// Asks for a passphrase on the terminal.
fn ask_passphrase(
    question: &str,
    option: &str,
    settings: &Settings,
) -> Result<SecretText, CliError> {
    terminal::secret(question, settings).map_err(|error| {
        error.hint(format!(
            "without a terminal, give {option}, which names a file with mode 0600, '-' for stdin, \
             or /dev/fd/N"
        ))
    })
}

/// Asks for a key on the terminal, where none of `roles` was given.
fn ask(question: &str, roles: &[&Role], settings: &Settings) -> Result<SecretText, CliError> {
    terminal::secret(question, settings).map_err(|error| {
        roles.iter().fold(error, |error, role| {
            error.hint(format!(
                "without a terminal, give {option} or {variable}, which name a file with mode 0600, \
                 '-' for stdin, or /dev/fd/N; or the systemd credential {credential}",
                option = role.option,
                variable = role.variable,
                credential = role.credential,
            ))
        })
    })
}

#[cfg(test)]
mod tests;
