//! Files that contain a secret: their owner, their mode, and their content.

use std::fs::{self, File, Metadata};
use std::io::{self, IsTerminal, Read};
use std::os::fd::AsFd;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::process::geteuid;
use zeroize::Zeroizing;

use super::text::SecretText;
use crate::cli::argument_secrets::{SAFE_WAYS, looks_like_key};
use crate::cli::config::CREDENTIALS;
use crate::cli::error::CliError;
use crate::cli::hints::quoted;
use crate::cli::settings::Settings;
use crate::core::json_text::{UTF16, is_utf16, without_bom};

/// Bytes that a secret may take; a p2msg keystore is well under it.
pub(super) const MAX_SECRET: usize = 16 * 1024;

/// The two forms of the file that `--auth-file` names.
pub const AUTH_FILE_FORM: &str = "the file contains one line user:password for a single host, or a line \
    HOST[:PORT] user:password for each host";

/// A file that should hold a secret.
pub(super) struct SecretFile {
    /// The option of its role, also where something else named it.
    pub(super) option: &'static str,
    /// What should be in it: key, passphrase or password.
    pub(super) holds: &'static str,
    /// The same in more words, for the hint of an error.
    pub(super) takes: &'static str,
    /// Who named it, for errors.
    pub(super) place: String,
    pub(super) path: PathBuf,
}

impl SecretFile {
    /// The file and who names it, for errors; never called with a path that looks like a key.
    pub(super) fn name(&self) -> String {
        match self.path.to_str() {
            Some("-") => format!("standard input ({})", self.place),
            _ => format!("{} ({})", self.path.display(), self.place),
        }
    }

    pub(super) fn read(
        &self,
        allow_insecure: bool,
        settings: &Settings,
    ) -> Result<SecretText, CliError> {
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
    pub(super) fn check_closed(&self, settings: &Settings) -> Result<(), CliError> {
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
        if is_utf16(&bytes) {
            return Err(malformed(UTF16));
        }
        let text = without_bom(&bytes);
        let text = std::str::from_utf8(text).map_err(|_| malformed("it is not text"))?;
        if text.trim().is_empty() {
            return Err(malformed("it is empty"));
        }
        Ok(SecretText::new(text.to_owned()))
    }
}

/// Reads a file with a passphrase, without the line end behind it.
pub(super) fn read_passphrase(
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
