//! The only reader of secrets: files and their modes, environment, credentials, prompt.

use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, IsTerminal, Read};
use std::os::fd::AsFd;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::process::geteuid;
use zeroize::Zeroizing;

use super::config::CREDENTIALS;
use super::error::CliError;
use super::exposure::{SAFE_WAYS, looks_like_key};
use super::nodes::AUTH_FILE_FORM;
use super::settings::Settings;
use super::terminal;
use crate::core::bip32::{DerivationPath, derive};
use crate::core::key::{KeyError, MasterKey, SigningKey};
use crate::core::keystore::Keystore;
use crate::core::network::Network;
use crate::core::phrase::seed;
use crate::core::secret::SecretBytes;
use crate::state::quoted;

/// Bytes that a secret may take; a p2msg keystore is well under it.
const MAX_SECRET: usize = 16 * 1024;

/// Text that is a secret: shown to nobody, wiped on drop.
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// Takes over text that is a secret.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Shows the secret to the code that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(..)")
    }
}

/// What the sources of one kind of key are called.
struct Role {
    option: &'static str,
    variable: &'static str,
    credential: &'static str,
    /// What the file holds, in words.
    takes: &'static str,
}

/// What every key file can hold.
const A_KEY: &str = "a key file holds one key: 64 hex digits, WIF, or a keystore of p2msg";

const MASTER: Role = Role {
    option: "--master-key-file",
    variable: "P2MSG_MASTER_KEY_FILE",
    credential: "p2msg-master-key",
    takes: A_KEY,
};

const SIGNING: Role = Role {
    option: "--signing-wif-file",
    variable: "P2MSG_SIGNING_WIF_FILE",
    credential: "p2msg-signing-wif",
    takes: A_KEY,
};

const AUTHORITY: Role = Role {
    option: "--key-file",
    variable: "P2MSG_AUTHORITY_KEY_FILE",
    credential: "p2msg-authority-key",
    takes: "a key file holds one key: 64 hex digits, WIF, a keystore, or a BIP39 phrase of 12 to 24 words",
};

/// Every kind of key.
const ROLES: [&Role; 3] = [&MASTER, &SIGNING, &AUTHORITY];

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

/// The key that a command signs with.
#[derive(Debug)]
pub enum Key {
    /// The master key, to derive signing keys from.
    Master(MasterKey),
    /// A signing key derived elsewhere.
    Signing(SigningKey),
}

impl MasterKeyArgs {
    /// Reads the master key from the first source that is there, the prompt last.
    ///
    /// # Errors
    /// There is no source, or it is too open (kind refused); it cannot be read or its passphrase
    /// is wrong (failed); it holds no key of the network (malformed).
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

    /// Reads the key from the first source that is there, and asks for none: for commands that can
    /// do without. `None` if there is no source.
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
    /// As [`MasterKeyArgs::read`]; what goes with a phrase only and stands with another key is a
    /// usage error.
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
        // First, so that nobody is asked for the passphrase of a phrase that is none.
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

/// What a keystore is, for whoever gave something else.
pub const A_KEYSTORE: &str = "a keystore is the JSON file that p2msg authority keystore create \
    makes, or create_transition_message.py; give all of it, unchanged";

/// Reads a file with a passphrase, without the line end behind it.
fn read_passphrase(
    option: &'static str,
    path: &Path,
    allow_insecure: bool,
    settings: &Settings,
) -> Result<SecretText, CliError> {
    let takes = "the file holds the passphrase, in one line";
    let file = line_file(option, "passphrase", takes, path);
    read_line(&file, allow_insecure, settings)
}

/// Reads the file that `--auth-file` names, without the line end behind it.
///
/// # Errors
/// It is too open (kind refused), cannot be read (failed), or holds no text (malformed).
pub fn read_auth_file(
    path: &Path,
    allow_insecure: bool,
    settings: &Settings,
) -> Result<SecretText, CliError> {
    read_line(&auth_file(path), allow_insecure, settings)
}

/// Checks the file that `--auth-file` names without opening it.
///
/// # Errors
/// It is missing (failed), or another user owns it or can read it (refused).
pub fn check_auth_file(path: &Path, settings: &Settings) -> Result<(), CliError> {
    auth_file(path).check_closed(settings)
}

fn auth_file(path: &Path) -> SecretFile {
    line_file("--auth-file", "password", AUTH_FILE_FORM, path)
}

fn line_file(
    option: &'static str,
    holds: &'static str,
    takes: &'static str,
    path: &Path,
) -> SecretFile {
    SecretFile {
        option,
        holds,
        takes,
        place: option.to_owned(),
        path: path.to_owned(),
    }
}

fn read_line(
    file: &SecretFile,
    allow_insecure: bool,
    settings: &Settings,
) -> Result<SecretText, CliError> {
    let text = file.read(allow_insecure, settings)?;
    let line = text.expose().strip_suffix('\n').unwrap_or(text.expose());
    Ok(SecretText::new(
        line.strip_suffix('\r').unwrap_or(line).to_owned(),
    ))
}

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

/// A file that should hold a secret.
struct SecretFile {
    /// The option of its role, also where something else named it.
    option: &'static str,
    /// What should be in it: key, passphrase or password.
    holds: &'static str,
    /// The same in more words, for whoever gave something else.
    takes: &'static str,
    /// Who named it, for errors.
    place: String,
    path: PathBuf,
}

/// A place where a key would be looked for.
pub struct KeySource {
    /// The option that would name another file instead.
    pub option: &'static str,
    /// Who names it: a variable, or a credential of systemd.
    pub place: String,
    /// The file; not to be shown if it looks like a key itself, which the problem says then.
    pub path: PathBuf,
    /// What would keep it from being read, as far as can be seen without opening it.
    pub problem: Option<CliError>,
}

/// The options that name files with keys.
pub fn key_options() -> [&'static str; 3] {
    ROLES.map(|role| role.option)
}

/// The sources of keys that the environment and systemd name. None of them is opened.
pub fn key_sources(settings: &Settings) -> Vec<KeySource> {
    let files = ROLES
        .into_iter()
        .filter_map(|role| find(&[(role, None)], settings));
    files
        .map(|file| KeySource {
            option: file.option,
            problem: file.check_closed(settings).err(),
            place: file.place,
            path: file.path,
        })
        .collect()
}

/// The first source in the order of the contract: options, environment, credentials.
fn find(roles: &[(&Role, Option<&Path>)], settings: &Settings) -> Option<SecretFile> {
    let environment = settings.environment();
    let flag = roles.iter().find_map(|(role, flag)| {
        Some(SecretFile {
            option: role.option,
            holds: "key",
            takes: role.takes,
            place: role.option.to_owned(),
            path: flag.as_ref()?.to_path_buf(),
        })
    });
    let variable = || {
        roles.iter().find_map(|(role, _)| {
            Some(SecretFile {
                option: role.option,
                holds: "key",
                takes: role.takes,
                place: role.variable.to_owned(),
                path: environment.get(role.variable)?.into(),
            })
        })
    };
    let credential = || {
        let folder = Path::new(environment.get(CREDENTIALS)?);
        roles.iter().find_map(|(role, _)| {
            let path = folder.join(role.credential);
            path.exists().then(|| SecretFile {
                option: role.option,
                holds: "key",
                takes: role.takes,
                place: format!("the credential {}", role.credential),
                path,
            })
        })
    };
    flag.or_else(variable).or_else(credential)
}

impl SecretFile {
    /// The file and who names it, for errors; never called with a path that looks like a key.
    fn name(&self) -> String {
        match self.path.to_str() {
            Some("-") => format!("standard input ({})", self.place),
            _ => format!("{} ({})", self.path.display(), self.place),
        }
    }

    fn read(&self, allow_insecure: bool, settings: &Settings) -> Result<SecretText, CliError> {
        self.check_path()?;
        if self.path == Path::new("-") {
            return self.read_stdin(settings);
        }
        let file = File::open(&self.path).map_err(|error| self.unreadable(error))?;
        let metadata = file
            .metadata()
            .map_err(|error| CliError::file("check", &self.path, error))?;
        self.check_owner(&metadata, settings)?;
        if !allow_insecure {
            self.check_mode(&metadata, settings)?;
        }
        self.read_all(file)
    }

    /// Checks what can be checked without opening it.
    fn check_closed(&self, settings: &Settings) -> Result<(), CliError> {
        self.check_path()?;
        if self.path == Path::new("-") {
            return Ok(());
        }
        let metadata = fs::metadata(&self.path).map_err(|error| self.unreadable(error))?;
        self.check_owner(&metadata, settings)?;
        self.check_mode(&metadata, settings)
    }

    fn unreadable(&self, error: io::Error) -> CliError {
        CliError::file(&format!("read the {} file", self.holds), &self.path, error)
            .hint(format!("{} names it", self.place))
    }

    /// Refuses a path that looks like the key itself.
    fn check_path(&self) -> Result<(), CliError> {
        if !looks_like_key(self.path.as_os_str()) {
            return Ok(());
        }
        Err(CliError::refused(
            "secret_in_arguments",
            format!(
                "{} must name a file, but looks like a private key",
                self.place
            ),
        )
        .hint("others can see arguments and the environment: treat this key as exposed")
        .hint(SAFE_WAYS))
    }

    fn read_stdin(&self, settings: &Settings) -> Result<SecretText, CliError> {
        let stdin = settings.stdin().claim(&self.place)?;
        if stdin.is_terminal() {
            return Err(CliError::refused(
                "secret_on_screen",
                format!(
                    "{} is '-', but standard input is a terminal, where the {} would show",
                    self.place, self.holds
                ),
            )
            .hint("leave the option out to be asked without it showing"));
        }
        // A duplicate of the descriptor, since the buffer behind Stdin is never wiped.
        let unbuffered = stdin.as_fd().try_clone_to_owned().map_err(|error| {
            CliError::failed("stdin", format!("cannot read {}", self.name())).with_source(error)
        })?;
        self.read_all(File::from(unbuffered))
    }

    /// Whether it is in the folder that systemd made for the credentials of this service.
    fn is_credential(&self, settings: &Settings) -> bool {
        let folder = settings.environment().get(CREDENTIALS).map(Path::new);
        folder.is_some() && self.path.parent() == folder
    }

    /// Refuses a file of another user, who can replace the key. A pipe counts too: its owner
    /// writes the key.
    fn check_owner(&self, metadata: &Metadata, settings: &Settings) -> Result<(), CliError> {
        let owner = metadata.uid();
        let user = geteuid().as_raw();
        if [0, user].contains(&owner) || self.is_credential(settings) {
            return Ok(());
        }
        Err(CliError::refused(
            "foreign_key_file",
            format!(
                "the {} file {} belongs to user {owner}, and this is user {user}",
                self.holds,
                self.path.display()
            ),
        )
        .hint(format!(
            "check its content, then: sudo chown {user} {}",
            quoted(&self.path)
        ))
        .hint(format!(
            "or pass it on standard input: {} - < {}",
            self.option,
            quoted(&self.path)
        )))
    }

    /// Refuses a regular file that others than its owner can read.
    fn check_mode(&self, metadata: &Metadata, settings: &Settings) -> Result<(), CliError> {
        let mode = metadata.permissions().mode() & 0o777;
        // systemd lets the group of the service read its credentials.
        let too_open = if self.is_credential(settings) {
            mode & 0o037
        } else {
            mode & 0o077
        };
        // Pipes have no mode that means anything: process substitution, /dev/fd/N.
        if !metadata.is_file() || too_open == 0 {
            return Ok(());
        }
        Err(CliError::refused(
            "insecure_key_file",
            format!(
                "the {} file {} has mode {mode:04o}: others can read or change it",
                self.holds,
                self.path.display()
            ),
        )
        .hint(format!("chmod 600 {}", quoted(&self.path)))
        .hint("or give --allow-insecure-key-file"))
    }

    fn read_all(&self, source: impl Read) -> Result<SecretText, CliError> {
        // Room for all of it from the start: growing would leave copies behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_SECRET + 1));
        source
            .take(MAX_SECRET as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| {
                CliError::file(&format!("read the {} in", self.holds), &self.path, error)
            })?;
        let malformed = |wrong: &str| {
            let Self { holds, takes, .. } = self;
            let code = match *holds {
                "passphrase" => "bad_passphrase",
                "password" => "bad_password",
                _ => "bad_key",
            };
            CliError::malformed(code, format!("{} holds no {holds}: {wrong}", self.name()))
                .hint(*takes)
        };
        if bytes.len() > MAX_SECRET {
            return Err(malformed("it is too long"));
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| malformed("it is not text"))?;
        if text.trim().is_empty() {
            return Err(malformed("it is empty"));
        }
        Ok(SecretText::new(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};

    use tempfile::TempDir;

    use super::*;
    use crate::cli::error::Kind;
    use crate::cli::settings::GlobalArgs;
    use crate::core::key::KeyIndex;

    /// The private key 1, in hex and as WIF of Bitcoin.
    const HEX: &str = "0000000000000000000000000000000000000000000000000000000000000001";
    const WIF: &str = "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn";

    /// A folder with key files.
    struct Keys(TempDir);

    impl Keys {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn file(&self, name: &str, content: &str, mode: u32) -> PathBuf {
            let path = self.0.path().join(name);
            fs::write(&path, content).unwrap();
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            path
        }

        fn path(&self, name: &str) -> String {
            self.0.path().join(name).to_str().unwrap().to_owned()
        }
    }

    fn settings(pairs: &[(&str, &str)]) -> Settings {
        let mut environment = vec![
            ("P2MSG_CONFIG", "/dev/null"),
            ("P2MSG_NO_INPUT", "1"),
            ("P2MSG_NET", "bitcoin"),
        ];
        environment.extend(pairs);
        Settings::load(GlobalArgs::default(), &environment.into_iter().collect()).unwrap()
    }

    fn key_args(master: Option<PathBuf>, signing: Option<PathBuf>) -> KeyArgs {
        KeyArgs {
            master: MasterKeyArgs {
                master_key_file: master,
                files: KeyFileArgs::default(),
            },
            signing_wif_file: signing,
        }
    }

    fn is_key_one(key: Key) -> bool {
        let derived = |key: MasterKey| key.derive(KeyIndex(0)).unwrap().signing_id();
        let one = MasterKey::parse(HEX, settings(&[]).network()).unwrap();
        match key {
            Key::Master(key) => derived(key) == derived(one),
            Key::Signing(_) => false,
        }
    }

    #[test]
    fn reads_hex_and_wif_with_white_space_around() {
        let keys = Keys::new();
        for content in [HEX.to_owned(), format!("  {WIF}\r\n\n")] {
            let file = keys.file("key", &content, 0o600);
            assert!(is_key_one(
                key_args(Some(file), None).read(&settings(&[])).unwrap()
            ));
        }
    }

    #[test]
    fn refuses_a_file_that_others_can_read() {
        let keys = Keys::new();
        for mode in [0o640, 0o604, 0o660, 0o622] {
            let file = keys.file("key", HEX, mode);
            let mut args = key_args(Some(file), None);
            let error = args.read(&settings(&[])).unwrap_err();
            assert_eq!(
                (error.kind(), error.code()),
                (Kind::Refused, "insecure_key_file")
            );
            args.master.files.allow_insecure_key_file = true;
            assert!(is_key_one(args.read(&settings(&[])).unwrap()));
        }
    }

    #[test]
    fn takes_the_sources_in_their_order() {
        let keys = Keys::new();
        keys.file("p2msg-master-key", HEX, 0o440);
        let credentials = keys.path("");
        let credentials = ("CREDENTIALS_DIRECTORY", credentials.as_str());
        let read = |args: KeyArgs, pairs: &[(&str, &str)]| args.read(&settings(pairs));

        let by_credential = read(key_args(None, None), &[credentials]);
        assert!(is_key_one(by_credential.unwrap()));

        keys.file("empty", "", 0o600);
        let empty = keys.path("empty");
        let variable = ("P2MSG_MASTER_KEY_FILE", empty.as_str());
        let by_variable = read(key_args(None, None), &[credentials, variable]).unwrap_err();
        assert_eq!(
            by_variable.to_string(),
            format!("{empty} (P2MSG_MASTER_KEY_FILE) holds no key: it is empty")
        );

        let wif = keys.file("wif", WIF, 0o600);
        let by_flag = read(key_args(None, Some(wif)), &[credentials, variable]);
        assert!(matches!(by_flag, Ok(Key::Signing(_))));
    }

    #[test]
    fn a_credential_may_be_readable_by_its_group_only() {
        let keys = Keys::new();
        keys.file("p2msg-master-key", HEX, 0o444);
        let folder = keys.path("");
        let error = key_args(None, None)
            .read(&settings(&[("CREDENTIALS_DIRECTORY", folder.as_str())]))
            .unwrap_err();
        assert_eq!(error.code(), "insecure_key_file");
    }

    #[test]
    fn a_key_in_a_variable_is_refused_unseen() {
        for secret in [HEX, WIF] {
            let error = key_args(None, None)
                .read(&settings(&[("P2MSG_SIGNING_WIF_FILE", secret)]))
                .unwrap_err();
            assert_eq!(error.kind(), Kind::Refused);
            assert!(!format!("{error:?}").contains(secret));
        }
    }

    #[test]
    fn a_wrong_key_is_never_repeated() {
        let keys = Keys::new();
        let long = "f".repeat(MAX_SECRET + 1);
        for content in ["correct horse battery", &HEX[1..], &long, "\u{0}\u{1}"] {
            let file = keys.file("key", content, 0o600);
            let error = key_args(Some(file), None).read(&settings(&[])).unwrap_err();
            assert_eq!((error.kind(), error.code()), (Kind::Malformed, "bad_key"));
            assert!(!format!("{error:?}").contains(content));
        }
    }

    /// Both kinds, as another program made them, without the one that costs half a second to open.
    fn keystores() -> Vec<(String, String, String)> {
        let vectors = include_str!("../../tests/vectors/keystores.json");
        let vectors: serde_json::Value = serde_json::from_str(vectors).unwrap();
        let cases = vectors["cases"].as_array().unwrap().iter();
        cases
            .filter(|case| case["name"] != "p2msg_default")
            .map(|case| {
                let text = |field: &str| case[field].as_str().unwrap().to_owned();
                let keystore = serde_json::to_string_pretty(&case["keystore"]).unwrap();
                (keystore, text("passphrase"), text("private"))
            })
            .collect()
    }

    fn with_passphrase_file(mut args: KeyArgs, passphrase: PathBuf) -> KeyArgs {
        args.master.files.passphrase_file = Some(passphrase);
        args
    }

    #[test]
    fn opens_keystores_wherever_a_key_is_taken() {
        let keys = Keys::new();
        for (keystore, passphrase, private) in keystores() {
            let file = keys.file("keystore.json", &format!("\n{keystore}"), 0o600);
            for line_end in ["", "\n", "\r\n"] {
                let passphrase = keys.file("passphrase", &format!("{passphrase}{line_end}"), 0o600);
                let args = key_args(None, Some(file.clone()));
                let key = with_passphrase_file(args, passphrase).read(&settings(&[]));
                let expected = SigningKey::parse(&private, settings(&[]).network()).unwrap();
                match key {
                    Ok(Key::Signing(key)) => assert_eq!(key.signing_id(), expected.signing_id()),
                    other => panic!("{other:?}"),
                }
            }
            let args = key_args(Some(file), None);
            let passphrase = keys.file("passphrase", &passphrase, 0o600);
            let key = with_passphrase_file(args, passphrase).read(&settings(&[]));
            assert!(matches!(key, Ok(Key::Master(_))));
        }
    }

    #[test]
    fn a_keystore_that_does_not_open_says_why() {
        let keys = Keys::new();
        let (keystore, passphrase, _) = keystores().pop().unwrap();
        let error = |keystore: &str, passphrase: Option<(&str, u32)>| {
            let mut args = key_args(Some(keys.file("keystore.json", keystore, 0o600)), None);
            args.master.files.passphrase_file =
                passphrase.map(|(text, mode)| keys.file("passphrase", text, mode));
            let error = args.read(&settings(&[])).unwrap_err();
            (error.kind(), error.code())
        };
        for (keystore, passphrase, expected) in [
            (keystore.as_str(), None, (Kind::Refused, "needs_secret")),
            (
                &keystore,
                Some(("Correct Horse", 0o600)),
                (Kind::Failed, "wrong_passphrase"),
            ),
            (
                &keystore,
                Some(("", 0o600)),
                (Kind::Malformed, "bad_passphrase"),
            ),
            (
                &keystore,
                Some((&passphrase, 0o644)),
                (Kind::Refused, "insecure_key_file"),
            ),
            ("{}", None, (Kind::Malformed, "bad_keystore")),
            (
                HEX,
                Some((&passphrase, 0o600)),
                (Kind::Usage, "no_keystore"),
            ),
        ] {
            assert_eq!(error(keystore, passphrase), expected);
        }
    }

    #[test]
    fn a_key_of_another_network_names_the_option() {
        let keys = Keys::new();
        let file = keys.file("key", WIF, 0o600);
        let error = key_args(Some(file), None)
            .read(&settings(&[("P2MSG_NET", "litecoin")]))
            .unwrap_err();
        assert_eq!(error.hints(), ["name the network of the key with --net"]);
    }

    #[test]
    fn without_a_source_it_names_the_safe_ways() {
        let error = key_args(None, None).read(&settings(&[])).unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (Kind::Refused, "needs_secret")
        );
        assert!(
            error
                .hints()
                .iter()
                .any(|hint| hint.contains("--master-key-file"))
        );
    }
}
