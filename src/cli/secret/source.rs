//! Where keys come from: options, environment variables and credentials of systemd.

use std::path::{Path, PathBuf};

use super::file::SecretFile;
use crate::cli::config::CREDENTIALS;
use crate::cli::error::CliError;
use crate::cli::settings::Settings;

/// What the sources of one kind of key are called.
pub(super) struct Role {
    pub(super) option: &'static str,
    pub(super) variable: &'static str,
    pub(super) credential: &'static str,
    /// What the file holds, in words.
    pub(super) takes: &'static str,
}

/// What every key file can hold.
const A_KEY: &str = "a key file holds one key: 64 hex digits, WIF, or a keystore of p2msg";

pub(super) const MASTER: Role = Role {
    option: "--master-key-file",
    variable: "P2MSG_MASTER_KEY_FILE",
    credential: "p2msg-master-key",
    takes: A_KEY,
};

pub(super) const SIGNING: Role = Role {
    option: "--signing-wif-file",
    variable: "P2MSG_SIGNING_WIF_FILE",
    credential: "p2msg-signing-wif",
    takes: A_KEY,
};

pub(super) const AUTHORITY: Role = Role {
    option: "--key-file",
    variable: "P2MSG_AUTHORITY_KEY_FILE",
    credential: "p2msg-authority-key",
    takes: "a key file holds one key: 64 hex digits, WIF, a keystore, or a BIP39 phrase of 12 to 24 words",
};

/// Every kind of key.
const ROLES: [&Role; 3] = [&MASTER, &SIGNING, &AUTHORITY];

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

/// The variables that name files with keys.
pub fn key_variables() -> [&'static str; 3] {
    ROLES.map(|role| role.variable)
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
pub(super) fn find(roles: &[(&Role, Option<&Path>)], settings: &Settings) -> Option<SecretFile> {
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
