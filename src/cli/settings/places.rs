//! The default places of the config file and the data folder, and variables that name places.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::base_strategy::Xdg;
use etcetera::{BaseStrategy, home_dir};

use super::definition::{CONFIG, key_names};
use super::parse::{check_characters, check_tilde};
use crate::cli::config::{ConfigFile, Environment, Mistakes, Origin, Setting};
use crate::cli::error::CliError;
use crate::cli::withhold::withhold;

/// Rejects values that no variable of p2msg can have, and a home folder that depends on the working
/// folder.
///
/// # Errors
/// A mistake that ends the run.
pub(super) fn check_environment(
    environment: &Environment,
    mistakes: &mut Mistakes,
) -> Result<(), CliError> {
    for (name, value) in environment.variables() {
        if let Err(bad) = check_characters(value).and_then(|()| check_tilde(value)) {
            mistakes.found(bad.at(name))?;
        }
    }
    let home = environment.get("HOME").map(Path::new);
    if let Some(home) = home.filter(|home| !home.is_absolute()) {
        let shown = withhold(&home.to_string_lossy());
        let mistake = CliError::usage(
            "relative_home",
            format!("HOME: '{shown}' is not an absolute path"),
        );
        mistakes.found(mistake.hint("set HOME to the whole path of the home folder"))?;
    }
    Ok(())
}

/// The folders of the user; `None` if the home folder is unknown or depends on the working folder.
fn folders() -> Option<Xdg> {
    home_dir().ok().filter(|home| home.is_absolute())?;
    Xdg::new().ok()
}

/// Where the config file is: where `--config` or `P2MSG_CONFIG` says, or in its usual place.
pub(super) fn config_place(
    flag: Option<PathBuf>,
    environment: &Environment,
) -> Option<Setting<PathBuf>> {
    if let Some(value) = flag {
        let origin = Origin::Flag("--config".to_owned());
        return Some(Setting { value, origin });
    }
    let variable = CONFIG.about.variable();
    if let Some(value) = environment.get(&variable) {
        let origin = Origin::Environment(variable);
        return Some(Setting {
            value: value.into(),
            origin,
        });
    }
    let usual = folders()?.config_dir().join("p2msg").join("config.toml");
    Some(Setting::built_in(usual))
}

/// Reads the config file. One that was named must exist; one in the usual place that cannot be
/// reached counts as absent.
pub(super) fn read_config(
    place: &Setting<PathBuf>,
    mistakes: &mut Mistakes,
    notes: &mut Vec<String>,
) -> Result<Option<ConfigFile>, CliError> {
    if let Some(note) = unreachable(place, "config file", "name another one with --config") {
        notes.push(note);
        return Ok(None);
    }
    let path = &place.value;
    if place.origin != Origin::Default && !path.exists() {
        let missing = CliError::failed(
            "file",
            format!("cannot read the config file {}: not there", path.display()),
        );
        mistakes.found(missing.hint("check --config and P2MSG_CONFIG"))?;
    }
    ConfigFile::read(path, &key_names(), mistakes)
}

/// `data` in the working folder, as nodes have it, else a folder of the user's own.
pub(super) fn default_data_dir() -> Option<Setting<PathBuf>> {
    let here = Path::new("data");
    if here.is_dir() {
        return Some(Setting::built_in(here.to_owned()));
    }
    Some(Setting::built_in(folders()?.data_dir().join("p2msg")))
}

/// A note if the place is the default one and cannot be reached, as with the home folder of another
/// user or `HOME=/dev/null`.
pub(super) fn unreachable(place: &Setting<PathBuf>, what: &str, remedy: &str) -> Option<String> {
    if place.origin != Origin::Default {
        return None;
    }
    let error = fs::metadata(&place.value).err()?;
    let is_unreachable = matches!(
        error.kind(),
        io::ErrorKind::NotADirectory | io::ErrorKind::PermissionDenied
    );
    is_unreachable.then(|| {
        format!(
            "the default {what} {} cannot be reached and counts as missing ({error}); {remedy}",
            place.value.display()
        )
    })
}
