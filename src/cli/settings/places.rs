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
use crate::data::DataDir;

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

/// The data folder and where it comes from.
#[derive(Debug)]
pub(super) struct DataPlace {
    pub(super) used: Setting<PathBuf>,
    /// The other default folder, if that also contains p2msg's files.
    pub(super) other: Option<PathBuf>,
}

impl DataPlace {
    pub(super) fn named(used: Setting<PathBuf>) -> Self {
        Self { used, other: None }
    }

    fn built_in(used: PathBuf) -> Self {
        Self::named(Setting::built_in(used))
    }
}

/// `data` in the working folder or the user's own folder.
///
/// Every folder of a node contains `data`. An existing key state or queue therefore decides first:
/// otherwise the data folder would change with the working folder.
pub(super) fn default_data_dir() -> Option<DataPlace> {
    let here = PathBuf::from("data");
    let Some(folders) = folders() else {
        return here.is_dir().then(|| DataPlace::built_in(here));
    };
    let own = folders.data_dir().join("p2msg");
    let has_files = |path: &Path| DataDir::new(path).has_files();
    Some(match (has_files(&here), has_files(&own)) {
        (true, true) => DataPlace {
            other: (!is_same(&here, &own)).then_some(own),
            used: Setting::built_in(here),
        },
        (true, false) => DataPlace::built_in(here),
        (false, true) => DataPlace::built_in(own),
        (false, false) if here.is_dir() => DataPlace::built_in(here),
        (false, false) => DataPlace::built_in(own),
    })
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
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
