//! The settings that every command shares, decided once: flag over environment over config file
//! over default.
//!
//! The only reader of the clock and, secrets apart, of the environment.

use std::cmp::Ordering;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use etcetera::BaseStrategy;
use etcetera::base_strategy::Xdg;
use serde_json::Value;

use super::config::{
    BadValue, ConfigFile, Environment, Mistakes, Origin, Setting, Sources, nearest,
};
use super::error::CliError;
use super::exposure::{SAFE_WAYS, looks_like_key, withhold};
use super::stdin::Stdin;
use crate::core::key::KeyIndex;
use crate::core::network::{NETWORKS, Network};
use crate::state::{DataDir, KeyState, StateError};

/// The network of the plan that p2msg carries out.
const DEFAULT_NETWORK: &str = "litecoin";

/// Seconds to wait for the lock of the data folder.
const DEFAULT_LOCK_TIMEOUT: u32 = 10;

/// The keys of the config file: the options below, but for `--config` itself, and those that say
/// how to reach the nodes.
const CONFIG_KEYS: [&str; 15] = [
    "net",
    "data-dir",
    "allow-foreign-data-dir",
    "signing-key-file",
    "signing-key-index",
    "json",
    "quiet",
    "verbose",
    "color",
    "no-input",
    "yes",
    "lock-timeout",
    "url",
    "auth-file",
    "ca-file",
];

/// The options that every command takes.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct GlobalArgs {
    /// P2Pool network [default: litecoin] [env: P2MSG_NET]
    #[arg(long, global = true, value_name = "NAME", value_parser = network_parser())]
    net: Option<&'static Network>,

    /// Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]
    ///
    /// Without it: `data` in the working folder if there is one, else $XDG_DATA_HOME/p2msg.
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,

    /// Let root use a data folder of another user [env: P2MSG_ALLOW_FOREIGN_DATA_DIR]
    ///
    /// That user controls the queue and the key state. New files get the owner of the folder; the
    /// owner of existing files never changes. Without this option, and for users other than root,
    /// p2msg refuses a data folder of another user.
    #[arg(long, global = true)]
    allow_foreign_data_dir: bool,

    /// State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]
    ///
    /// Without it: signing_key.json in the data folder. It holds no secret.
    #[arg(long, global = true, value_name = "PATH")]
    signing_key_file: Option<PathBuf>,

    /// key_index to sign with; above the state file's it rotates [env: P2MSG_SIGNING_KEY_INDEX]
    #[arg(long, global = true, value_name = "N")]
    signing_key_index: Option<KeyIndex>,

    /// Print JSON: one object, or one a line [env: P2MSG_JSON]
    #[arg(long, global = true)]
    json: bool,

    /// Leave only errors on stderr [env: P2MSG_QUIET]
    #[arg(long, global = true, conflicts_with = "verbose")]
    quiet: bool,

    /// Say more on stderr [env: P2MSG_VERBOSE]
    #[arg(long, global = true)]
    verbose: bool,

    /// When to use colours [default: auto] [env: P2MSG_COLOR]
    ///
    /// `auto` is on a terminal only, and honours NO_COLOR, CLICOLOR_FORCE and TERM=dumb.
    #[arg(long, global = true, value_name = "WHEN", value_enum)]
    color: Option<ColorWhen>,

    /// Never ask anything [env: P2MSG_NO_INPUT]
    #[arg(long, global = true)]
    no_input: bool,

    /// Answer yes to every question for consent [env: P2MSG_YES]
    ///
    /// It never supplies a secret.
    #[arg(long, global = true)]
    yes: bool,

    /// Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]
    ///
    /// TOML, with a key for each of these options, of the same name: net = "litecoin".
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]
    #[arg(long, global = true, value_name = "SECONDS")]
    lock_timeout: Option<u32>,
}

impl GlobalArgs {
    /// Asks for JSON if `--json` was seen where it could not be parsed.
    pub fn ask_for_json(&mut self, seen: bool) {
        self.json |= seen;
    }

    /// Whether JSON is asked for, for errors that come before there are settings.
    pub fn wants_json(&self, environment: &Environment) -> bool {
        let mut sources = Sources {
            environment,
            config: None,
            mistakes: Mistakes::End,
        };
        sources
            .switch("json", self.json)
            .is_ok_and(|json| json.value)
    }
}

fn network_parser() -> impl TypedValueParser<Value = &'static Network> {
    PossibleValuesParser::new(NETWORKS.iter().map(|network| network.name))
        .try_map(|name| Network::by_name(&name).ok_or("no such network"))
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal only
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The clock, or the fixed time that `P2MSG_NOW` puts in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The clock of the system.
    System,
    /// Always this time, in Unix seconds.
    Fixed(u64),
}

impl Clock {
    /// The time now, in Unix seconds.
    pub fn now(self) -> u64 {
        match self {
            // A clock before 1970 is set wrongly; 0 is as near as a timestamp can come to it.
            Self::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_secs()),
            Self::Fixed(now) => now,
        }
    }
}

/// Everything that is the same for every command of one run.
#[derive(Debug)]
pub struct Settings {
    config: Option<Setting<PathBuf>>,
    net: Setting<&'static Network>,
    data_dir: Option<Setting<PathBuf>>,
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
    auth_file: Option<Setting<PathBuf>>,
    ca_file: Option<Setting<PathBuf>>,
    clock: Clock,
    environment: Environment,
    stdin: Stdin,
    mistakes: Vec<CliError>,
}

impl Settings {
    /// Merges the options with the environment, the config file and the defaults.
    ///
    /// # Errors
    /// A config file that cannot be read (a missing default one is none), that is not TOML or
    /// has a key that is no option; a value that the option would not take either.
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
        let place = config_place(args.config, environment);
        let config = match &place {
            Some(place) => read_config(place, &mut mistakes)?,
            None => None,
        };
        let mut sources = Sources {
            environment,
            config: config.as_ref(),
            mistakes,
        };
        let (quiet, verbose) = quiet_and_verbose(&mut sources, args.quiet, args.verbose)?;
        Ok(Self {
            config: place,
            net: sources
                .choose("net", args.net, parse_network)?
                .unwrap_or_else(default_network),
            data_dir: sources
                .choose("data-dir", args.data_dir, parse_path)?
                .or_else(default_data_dir),
            allow_foreign_data_dir: sources
                .switch("allow-foreign-data-dir", args.allow_foreign_data_dir)?,
            signing_key_file: sources.choose(
                "signing-key-file",
                args.signing_key_file,
                parse_path,
            )?,
            signing_key_index: sources.choose(
                "signing-key-index",
                args.signing_key_index,
                parse_key_index,
            )?,
            json: sources.switch("json", args.json)?,
            quiet,
            verbose,
            color: sources
                .choose("color", args.color, parse_color)?
                .unwrap_or(Setting::built_in(ColorWhen::Auto)),
            no_input: sources.switch("no-input", args.no_input)?,
            yes: sources.switch("yes", args.yes)?,
            lock_timeout: sources
                .choose("lock-timeout", args.lock_timeout, parse_lock_timeout)?
                .unwrap_or(Setting::built_in(DEFAULT_LOCK_TIMEOUT)),
            url: sources.choose("url", None, parse_text)?,
            auth_file: sources.choose("auth-file", None, parse_path)?,
            ca_file: sources.choose("ca-file", None, parse_path)?,
            clock: choose_clock(&mut sources)?,
            stdin: Stdin::default(),
            environment: environment.clone(),
            // The last one: what is above finds them.
            mistakes: sources.mistakes.kept(),
        })
    }

    /// The network that `--net` names.
    pub fn network(&self) -> &'static Network {
        self.net.value
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

    /// The data folder, to be opened under the conditions of these settings.
    ///
    /// # Errors
    /// As [`data_dir`](Self::data_dir).
    pub fn data(&self) -> Result<DataDir, CliError> {
        Ok(self.data_folder(self.data_dir()?))
    }

    /// The folder at `path`, with the same conditions on its owner as the data folder.
    pub fn data_folder(&self, path: &Path) -> DataDir {
        DataDir::new(path).allow_foreign(self.allow_foreign_data_dir.value)
    }

    /// The state file of the signing key. It need not exist yet.
    ///
    /// # Errors
    /// None was named and there is no data folder to look in.
    pub fn signing_key_file(&self) -> Result<PathBuf, CliError> {
        match &self.signing_key_file {
            Some(file) => Ok(file.value.clone()),
            None => Ok(self.data_dir()?.join("signing_key.json")),
        }
    }

    /// Reads the state file at `path`, under the conditions of the data folder.
    ///
    /// # Errors
    /// As [`DataDir::key_state`].
    pub fn read_key_state(&self, path: &Path) -> Result<Option<KeyState>, StateError> {
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

    /// Standard input, for whoever claims it first.
    pub fn stdin(&self) -> &Stdin {
        &self.stdin
    }

    /// The environment, for what is named there and is no option of every command.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The config file, whether or not it is there; `None` if nothing says where it would be.
    pub fn config(&self) -> Option<&Setting<PathBuf>> {
        self.config.as_ref()
    }

    /// What [`load_past_mistakes`](Self::load_past_mistakes) passed over.
    pub fn mistakes(&self) -> &[CliError] {
        &self.mistakes
    }

    /// Every setting but those of files with keys, in the order of the config file.
    pub fn all(&self) -> Vec<Shown> {
        let path = |path: &PathBuf| path.display().to_string().into();
        let switch = |switch: &bool| Value::from(*switch);
        vec![
            Shown::of("config", self.config.as_ref(), path),
            Shown::of("net", Some(&self.net), |net| net.name.into()),
            Shown::of("data-dir", self.data_dir.as_ref(), path),
            Shown::of(
                "allow-foreign-data-dir",
                Some(&self.allow_foreign_data_dir),
                switch,
            ),
            Shown::of("signing-key-file", self.signing_key_file.as_ref(), path),
            Shown::of(
                "signing-key-index",
                self.signing_key_index.as_ref(),
                |index| index.0.into(),
            ),
            Shown::of("url", self.url.as_ref(), |url| without_password(url).into()),
            Shown::of("auth-file", self.auth_file.as_ref(), path),
            Shown::of("ca-file", self.ca_file.as_ref(), path),
            Shown::of("json", Some(&self.json), switch),
            Shown::of("quiet", Some(&self.quiet), switch),
            Shown::of("verbose", Some(&self.verbose), switch),
            Shown::of("color", Some(&self.color), |when| {
                format!("{when:?}").to_lowercase().into()
            }),
            Shown::of("no-input", Some(&self.no_input), switch),
            Shown::of("yes", Some(&self.yes), switch),
            Shown::of("lock-timeout", Some(&self.lock_timeout), |seconds| {
                (*seconds).into()
            }),
            self.shown_clock(),
        ]
    }

    fn shown_clock(&self) -> Shown {
        let (value, origin) = match self.clock {
            Clock::System => (Value::Null, Origin::Default),
            Clock::Fixed(now) => (now.into(), Origin::Environment("P2MSG_NOW".to_owned())),
        };
        Shown {
            option: "now",
            value,
            origin,
        }
    }

    /// The settings that are not built in.
    pub fn chosen(&self) -> Vec<Shown> {
        let mut all = self.all();
        all.retain(|setting| setting.origin != Origin::Default);
        all
    }
}

/// A setting as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The name of the option.
    pub option: &'static str,
    /// Its value: text, a number, true or false; null if it has none.
    pub value: Value,
    /// Where that comes from.
    pub origin: Origin,
}

impl Shown {
    fn of<T>(
        option: &'static str,
        setting: Option<&Setting<T>>,
        show: impl Fn(&T) -> Value,
    ) -> Self {
        Self {
            option,
            value: setting.map_or(Value::Null, |setting| show(&setting.value)),
            origin: setting.map_or(Origin::Default, |setting| setting.origin.clone()),
        }
    }
}

/// The value of a setting for people.
pub fn value_words(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// URLs of nodes; one that names a user or a password is refused where it is used, and not shown.
fn without_password(urls: &str) -> String {
    let shown = urls.split_whitespace().map(|url| match url.contains('@') {
        true => "(not shown: it may hold a password)",
        false => url,
    });
    Vec::from_iter(shown).join(" ")
}

/// Where the config file is: where `--config` or `P2MSG_CONFIG` says, or in its usual place.
fn config_place(flag: Option<PathBuf>, environment: &Environment) -> Option<Setting<PathBuf>> {
    if let Some(value) = flag {
        let origin = Origin::Flag("--config".to_owned());
        return Some(Setting { value, origin });
    }
    if let Some(value) = environment.get("P2MSG_CONFIG") {
        let origin = Origin::Environment("P2MSG_CONFIG".to_owned());
        return Some(Setting {
            value: value.into(),
            origin,
        });
    }
    let folders = Xdg::new().ok()?;
    let usual = folders.config_dir().join("p2msg").join("config.toml");
    Some(Setting::built_in(usual))
}

/// Reads the config file. One that was named must be there.
fn read_config(
    place: &Setting<PathBuf>,
    mistakes: &mut Mistakes,
) -> Result<Option<ConfigFile>, CliError> {
    let path = &place.value;
    if place.origin != Origin::Default && !path.exists() {
        let missing = CliError::failed(
            "file",
            format!("cannot read the config file {}: not there", path.display()),
        );
        mistakes.found(missing.hint("check --config and P2MSG_CONFIG"))?;
    }
    ConfigFile::read(path, &CONFIG_KEYS, mistakes)
}

/// Settles a run that is told to be both quiet and verbose: the stronger source wins.
fn quiet_and_verbose(
    sources: &mut Sources<'_>,
    quiet: bool,
    verbose: bool,
) -> Result<(Setting<bool>, Setting<bool>), CliError> {
    let mut quiet = sources.switch("quiet", quiet)?;
    let mut verbose = sources.switch("verbose", verbose)?;
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
    // It is no option, and no key of the config file.
    let now = sources.in_environment("now", parse_now);
    let now = sources.mistakes.pass(now)?;
    Ok(now.map_or(Clock::System, |now| Clock::Fixed(now.value)))
}

fn default_network() -> Setting<&'static Network> {
    let network = Network::by_name(DEFAULT_NETWORK);
    Setting::built_in(network.expect("the table of networks holds the default one"))
}

/// `data` in the working folder, as nodes have it, else a folder of the user's own.
fn default_data_dir() -> Option<Setting<PathBuf>> {
    let here = Path::new("data");
    if here.is_dir() {
        return Some(Setting::built_in(here.to_owned()));
    }
    let folders = Xdg::new().ok()?;
    Some(Setting::built_in(folders.data_dir().join("p2msg")))
}

fn parse_path(text: &OsStr) -> Result<PathBuf, BadValue> {
    if looks_like_key(text) {
        return Err(BadValue::new(
            "it must be a path, but looks like a private key",
            format!("treat this key as exposed, and {SAFE_WAYS}"),
        ));
    }
    Ok(PathBuf::from(text))
}

fn parse_text(text: &OsStr) -> Result<String, BadValue> {
    Ok(text.to_string_lossy().trim().to_owned())
}

fn parse_lock_timeout(text: &OsStr) -> Result<u32, BadValue> {
    parse_number(text, "give seconds: a whole number, 0 to 4294967295")
}

fn parse_key_index(text: &OsStr) -> Result<KeyIndex, BadValue> {
    parse_number(text, "give a whole number, 0 to 4294967295")
}

fn parse_now(text: &OsStr) -> Result<u64, BadValue> {
    parse_number(text, "give Unix seconds, such as 1707580800, or unset it")
}

fn parse_number<T: FromStr>(text: &OsStr, expected: &str) -> Result<T, BadValue> {
    let text = text.to_string_lossy();
    text.trim()
        .parse()
        .map_err(|_| BadValue::new(format!("'{}' is invalid", withhold(&text)), expected))
}

fn parse_network(text: &OsStr) -> Result<&'static Network, BadValue> {
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

fn parse_color(text: &OsStr) -> Result<ColorWhen, BadValue> {
    let when = text.to_string_lossy();
    ColorWhen::from_str(&when, false).map_err(|_| {
        BadValue::new(
            format!("'{}' is invalid", withhold(&when)),
            "give auto, always or never",
        )
    })
}
