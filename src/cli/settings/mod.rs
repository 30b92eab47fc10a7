//! The settings that every command shares, decided once: flag over environment over config file
//! over default.
//!
//! The only reader of the clock and, secrets apart, of the environment.

mod args;
mod clock;
mod color;
pub(crate) mod definition;
mod parse;
mod places;
mod shown;

use std::cmp::Ordering;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use self::args::GlobalArgs;
pub use self::clock::Clock;
pub use self::color::ColorWhen;
use self::definition::{
    ALLOW_FOREIGN_DATA_DIR, AUTH_FILE, CA_FILE, COLOR, DATA_DIR, Definition, JSON, LOCK_TIMEOUT,
    NET, NO_INPUT, NOW, PEER, QUIET, SIGNING_KEY_FILE, SIGNING_KEY_INDEX, URL, VERBOSE, YES,
};
use self::places::{
    DataPlace, check_environment, config_place, default_data_dir, read_config, unreachable,
};
pub use self::shown::{Shown, value_words};
use super::config::{Environment, Mistakes, Origin, Setting, Sources};
use super::error::CliError;
use super::stdin::Stdin;
use crate::core::key::KeyIndex;
use crate::core::network::Network;
use crate::data::{DataDir, DataError, KeyState};

/// The network of the plan that p2msg carries out.
const DEFAULT_NETWORK: &str = "litecoin";

/// Seconds to wait for the lock of the data folder.
const DEFAULT_LOCK_TIMEOUT: u32 = 10;

/// Everything that is the same for every command of one run.
#[derive(Debug)]
pub struct Settings {
    config: Option<Setting<PathBuf>>,
    net: Setting<&'static Network>,
    data_dir: Option<Setting<PathBuf>>,
    /// The other default data folder, if that also contains p2msg's files.
    other_data_dir: Option<PathBuf>,
    /// Whether the data folder is the default one and cannot be reached.
    data_dir_is_absent: bool,
    allow_foreign_data_dir: Setting<bool>,
    signing_key_file: Option<Setting<PathBuf>>,
    signing_key_index: Option<Setting<KeyIndex>>,
    json: Setting<bool>,
    quiet: Setting<bool>,
    verbose: Setting<bool>,
    color: Setting<ColorWhen>,
    no_input: Setting<bool>,
    yes: Setting<bool>,
    lock_timeout: Setting<u32>,
    url: Option<Setting<String>>,
    peer: Option<Setting<String>>,
    auth_file: Option<Setting<PathBuf>>,
    ca_file: Option<Setting<PathBuf>>,
    clock: Clock,
    environment: Environment,
    stdin: Stdin,
    notes: Vec<String>,
    mistakes: Vec<CliError>,
}

impl Settings {
    /// Merges the options with the environment, the config file and the defaults.
    ///
    /// # Errors
    /// The config file is unreadable, is not TOML or has an unknown key, or a value is invalid. The
    /// file in the default place may be missing.
    pub fn load(args: GlobalArgs, environment: &Environment) -> Result<Self, CliError> {
        Self::merge(args, environment, Mistakes::End)
    }

    /// The same, but passes over every mistake and keeps it in [`mistakes`](Self::mistakes).
    ///
    /// # Errors
    /// None for mistakes in the environment and the config file.
    pub fn load_past_mistakes(
        args: GlobalArgs,
        environment: &Environment,
    ) -> Result<Self, CliError> {
        Self::merge(args, environment, Mistakes::Kept(Vec::new()))
    }

    fn merge(
        args: GlobalArgs,
        environment: &Environment,
        mut mistakes: Mistakes,
    ) -> Result<Self, CliError> {
        check_environment(environment, &mut mistakes)?;
        let mut notes = Vec::new();
        let place = config_place(args.config, environment);
        let config = match &place {
            Some(place) => read_config(place, &mut mistakes, &mut notes)?,
            None => None,
        };
        let mut sources = Sources {
            environment,
            config: config.as_ref(),
            mistakes,
        };
        let (quiet, verbose) = quiet_and_verbose(&mut sources, args.quiet, args.verbose)?;
        let data_place = match choose(&mut sources, &DATA_DIR, args.data_dir)? {
            Some(named) => Some(DataPlace::named(named)),
            None => default_data_dir(),
        };
        let (data_dir, other_data_dir) = match data_place {
            Some(DataPlace { used, other }) => (Some(used), other),
            None => (None, None),
        };
        let data_note = data_dir.as_ref().and_then(|data_dir| {
            unreachable(data_dir, "data folder", "name another one with --data-dir")
        });
        let data_dir_is_absent = data_note.is_some();
        notes.extend(data_note);
        Ok(Self {
            config: place,
            net: choose(&mut sources, &NET, args.net)?.unwrap_or_else(default_network),
            data_dir,
            other_data_dir,
            data_dir_is_absent,
            allow_foreign_data_dir: switch(
                &mut sources,
                &ALLOW_FOREIGN_DATA_DIR,
                args.allow_foreign_data_dir,
            )?,
            signing_key_file: choose(&mut sources, &SIGNING_KEY_FILE, args.signing_key_file)?,
            signing_key_index: choose(&mut sources, &SIGNING_KEY_INDEX, args.signing_key_index)?,
            json: switch(&mut sources, &JSON, args.json)?,
            quiet,
            verbose,
            color: choose(&mut sources, &COLOR, args.color)?
                .unwrap_or(Setting::built_in(ColorWhen::Auto)),
            no_input: switch(&mut sources, &NO_INPUT, args.no_input)?,
            yes: switch(&mut sources, &YES, args.yes)?,
            lock_timeout: choose(&mut sources, &LOCK_TIMEOUT, args.lock_timeout)?
                .unwrap_or(Setting::built_in(DEFAULT_LOCK_TIMEOUT)),
            url: choose(&mut sources, &URL, None)?,
            peer: choose(&mut sources, &PEER, None)?,
            auth_file: choose(&mut sources, &AUTH_FILE, None)?,
            ca_file: choose(&mut sources, &CA_FILE, None)?,
            clock: choose_clock(&mut sources)?,
            stdin: Stdin::default(),
            environment: environment.clone(),
            notes,
            // The last field, because the ones above find the mistakes.
            mistakes: sources.mistakes.kept(),
        })
    }

    /// The network that `--net` names.
    pub fn network(&self) -> &'static Network {
        self.net.value
    }

    /// The network that an option, a variable or the config file names.
    pub fn named_network(&self) -> Option<&'static Network> {
        (self.net.origin != Origin::Default).then_some(self.net.value)
    }

    /// The folder with the state file, the queue and the lock. It need not exist yet.
    ///
    /// # Errors
    /// None was named and the home folder is not known.
    pub fn data_dir(&self) -> Result<&Path, CliError> {
        match &self.data_dir {
            Some(dir) => Ok(&dir.value),
            None => Err(CliError::failed(
                "no_home",
                "no data folder: the home folder is not known",
            )
            .hint("name the data folder with --data-dir, or set HOME")),
        }
    }

    /// The other default data folder, if no folder is named and both contain p2msg's files.
    pub fn other_data_dir(&self) -> Option<&Path> {
        self.other_data_dir.as_deref()
    }

    /// The data folder, to be opened under the conditions of these settings.
    ///
    /// # Errors
    /// As [`data_dir`](Self::data_dir).
    pub fn data(&self) -> Result<DataDir, CliError> {
        Ok(self.data_folder(self.data_dir()?))
    }

    /// The folder at `path`, with the same conditions on its owner as the data folder.
    pub fn data_folder(&self, path: &Path) -> DataDir {
        let default = self.data_dir.as_ref().map(|data_dir| &data_dir.value);
        let is_absent =
            self.data_dir_is_absent && default.is_some_and(|default| path.starts_with(default));
        DataDir::new(path)
            .allow_foreign(self.allow_foreign_data_dir.value)
            .absent(is_absent)
    }

    /// The state file of the signing key. It need not exist yet.
    ///
    /// # Errors
    /// No file is named, and the data folder is not known.
    pub fn signing_key_file(&self) -> Result<PathBuf, CliError> {
        match &self.signing_key_file {
            Some(file) => Ok(file.value.clone()),
            None => Ok(self.data_dir()?.join("signing_key.json")),
        }
    }

    /// Whether the state file of the signing key is in the data folder.
    pub fn has_key_in_data_dir(&self) -> bool {
        self.signing_key_file.is_none()
    }

    /// Reads the state file at `path`, under the conditions of the data folder.
    ///
    /// # Errors
    /// As [`DataDir::key_state`].
    pub fn read_key_state(&self, path: &Path) -> Result<Option<KeyState>, DataError> {
        self.data_folder(path).key_state(path)
    }

    /// The key_index that `--signing-key-index` names.
    pub fn signing_key_index(&self) -> Option<KeyIndex> {
        self.signing_key_index.as_ref().map(|setting| setting.value)
    }

    /// How long to wait for the lock of the data folder.
    pub fn lock_timeout(&self) -> Duration {
        Duration::from_secs(self.lock_timeout.value.into())
    }

    /// The nodes that the environment or the config file names, with blanks between them.
    pub fn url(&self) -> Option<&Setting<String>> {
        self.url.as_ref()
    }

    /// The peers that the environment or the config file names, with blanks between them.
    pub fn peer(&self) -> Option<&Setting<String>> {
        self.peer.as_ref()
    }

    /// The file with the password for nodes that the environment or the config file names.
    pub fn auth_file(&self) -> Option<&Path> {
        self.auth_file.as_ref().map(|file| file.value.as_path())
    }

    /// The certificates of authorities that the environment or the config file names.
    pub fn ca_file(&self) -> Option<&Path> {
        self.ca_file.as_ref().map(|file| file.value.as_path())
    }

    /// Whether results and errors are JSON.
    pub fn json(&self) -> bool {
        self.json.value
    }

    /// Whether only errors go to stderr.
    pub fn quiet(&self) -> bool {
        self.quiet.value
    }

    /// Whether more than usual goes to stderr.
    pub fn verbose(&self) -> bool {
        self.verbose.value
    }

    /// When to use colours.
    pub fn color(&self) -> ColorWhen {
        self.color.value
    }

    /// Whether nothing may be asked.
    pub fn no_input(&self) -> bool {
        self.no_input.value
    }

    /// Whether every question for consent is answered with yes.
    pub fn yes(&self) -> bool {
        self.yes.value
    }

    /// The clock.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The time now, in Unix seconds.
    pub fn now(&self) -> u64 {
        self.clock.now()
    }

    /// Standard input, which can be claimed once.
    pub fn stdin(&self) -> &Stdin {
        &self.stdin
    }

    /// The environment, for variables of options that only some commands have.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The config file, whether or not it is there; `None` if nothing says where it would be.
    pub fn config(&self) -> Option<&Setting<PathBuf>> {
        self.config.as_ref()
    }

    /// Notes for the user about default places that cannot be reached.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What [`load_past_mistakes`](Self::load_past_mistakes) passed over.
    pub fn mistakes(&self) -> &[CliError] {
        &self.mistakes
    }
}
/// Takes the strongest source of a setting.
fn choose<T>(
    sources: &mut Sources<'_>,
    definition: &Definition<T>,
    flag: Option<T>,
) -> Result<Option<Setting<T>>, CliError> {
    sources.choose(definition.about.name, flag, definition.parse)
}

fn switch(
    sources: &mut Sources<'_>,
    definition: &Definition<bool>,
    flag: bool,
) -> Result<Setting<bool>, CliError> {
    sources.switch(definition.about.name, flag)
}

/// Decides between quiet and verbose if both are set: the stronger source wins.
fn quiet_and_verbose(
    sources: &mut Sources<'_>,
    quiet: bool,
    verbose: bool,
) -> Result<(Setting<bool>, Setting<bool>), CliError> {
    let mut quiet = switch(sources, &QUIET, quiet)?;
    let mut verbose = switch(sources, &VERBOSE, verbose)?;
    if quiet.value && verbose.value {
        match quiet.origin.rank().cmp(&verbose.origin.rank()) {
            Ordering::Greater => verbose.value = false,
            Ordering::Less => quiet.value = false,
            Ordering::Equal => {
                let both = format!("both {} and {} are set", quiet.origin, verbose.origin);
                let mistake = CliError::usage("invalid_value", both);
                sources
                    .mistakes
                    .found(mistake.hint("leave out one of the two"))?;
                (quiet.value, verbose.value) = (false, false);
            }
        }
    }
    Ok((quiet, verbose))
}

fn choose_clock(sources: &mut Sources<'_>) -> Result<Clock, CliError> {
    // There is no such option, and no such key of the config file.
    let now = sources.in_environment(NOW.about.name, NOW.parse);
    let now = sources.mistakes.pass(now)?;
    Ok(now.map_or(Clock::System, |now| Clock::Fixed(now.value)))
}

fn default_network() -> Setting<&'static Network> {
    let network = Network::by_name(DEFAULT_NETWORK);
    Setting::built_in(network.expect("the table of networks holds the default one"))
}
