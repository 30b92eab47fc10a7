//! Where a setting comes from: flag, environment, config file.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use toml::{Spanned, Value};

use super::error::CliError;
use super::exposure::withhold;

/// Where a setting comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Built in.
    Default,
    /// The config file at this path.
    Config(PathBuf),
    /// This environment variable.
    Environment(String),
    /// This option on the command line.
    Flag(String),
}

impl Origin {
    /// How strong it is: the higher rank wins.
    pub fn rank(&self) -> u8 {
        match self {
            Self::Default => 0,
            Self::Config(_) => 1,
            Self::Environment(_) => 2,
            Self::Flag(_) => 3,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Config(path) => path.display().fmt(f),
            Self::Environment(name) => f.write_str(name),
            Self::Flag(option) => f.write_str(option),
        }
    }
}

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

impl<T> Setting<T> {
    /// A built-in value.
    pub fn built_in(value: T) -> Self {
        Self {
            value,
            origin: Origin::Default,
        }
    }
}

/// The environment of the process, taken once.
#[derive(Debug, Clone, Default)]
pub struct Environment(BTreeMap<OsString, OsString>);

impl Environment {
    /// The environment of this process.
    pub fn of_process() -> Self {
        Self(std::env::vars_os().collect())
    }

    /// The value of a variable; one that is set to nothing counts as not set.
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.0
            .get(OsStr::new(name))
            .map(OsString::as_os_str)
            .filter(|value| !value.is_empty())
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Environment {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter();
        Self(
            pairs
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

/// The config file, read and its keys checked.
#[derive(Debug, Default)]
pub struct ConfigFile {
    path: PathBuf,
    text: String,
    values: BTreeMap<Spanned<String>, Spanned<Value>>,
}

impl ConfigFile {
    /// Reads the config file at `path`; `None` where there is none.
    ///
    /// # Errors
    /// It cannot be read, is not TOML, or has a key that is not in `known`.
    pub fn read(path: &Path, known: &[&str]) -> Result<Option<Self>, CliError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(CliError::file("read the config file", path, error)),
        };
        Self::parse(path, text, known).map(Some)
    }

    fn parse(path: &Path, text: String, known: &[&str]) -> Result<Self, CliError> {
        let values = match toml::from_str(&text) {
            Ok(values) => values,
            Err(error) => {
                let line = line_of(&text, error.span().map_or(0, |span| span.start));
                return Err(CliError::usage(
                    "config",
                    format!("{} line {line}: {}", path.display(), error.message()),
                )
                .hint("the config file is TOML: one line `option = value` for each option"));
            }
        };
        let file = Self {
            path: path.to_owned(),
            text,
            values,
        };
        for key in file.values.keys() {
            if !known.contains(&key.as_ref().as_str()) {
                return Err(file.unknown_key(key, known));
            }
        }
        Ok(file)
    }

    fn unknown_key(&self, key: &Spanned<String>, known: &[&str]) -> CliError {
        let line = line_of(&self.text, key.span().start);
        let name = key.as_ref();
        let error = CliError::usage(
            "config",
            format!(
                "{} line {line}: unknown key '{}'",
                self.path.display(),
                withhold(name)
            ),
        );
        match nearest(&name.replace('_', "-"), known) {
            Some(near) => error.hint(format!("a similar key exists: '{near}'")),
            None => error.hint(format!("the keys are: {}", known.join(", "))),
        }
    }

    /// The value of `key` as the text that the environment would hold, and its line.
    fn get(&self, key: &str) -> Option<(Result<OsString, String>, usize)> {
        let value = self.values.get(key)?;
        let line = line_of(&self.text, value.span().start);
        let text = match value.get_ref() {
            Value::String(text) => Ok(text.into()),
            Value::Integer(number) => Ok(number.to_string().into()),
            Value::Boolean(switch) => Ok(switch.to_string().into()),
            other => Err(format!("it is a TOML {}", other.type_str())),
        };
        Some((text, line))
    }
}

/// The known name that `name` was probably meant to be.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|candidate| (strsim::jaro_winkler(name, candidate), *candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// The line, counted from 1, that holds the byte at `offset`.
fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

/// The environment variable of an option: `P2MSG_DATA_DIR` for `data-dir`.
pub fn variable(option: &str) -> String {
    format!("P2MSG_{}", option.replace('-', "_").to_ascii_uppercase())
}

/// Reads the text of an environment variable or a config value.
///
/// It answers what is wrong with a value that the option would not take either.
pub type Parse<T> = fn(&OsStr) -> Result<T, String>;

/// What stands behind the flags.
#[derive(Debug)]
pub struct Sources<'a> {
    /// The environment.
    pub environment: &'a Environment,
    /// The config file, if there is one.
    pub config: Option<&'a ConfigFile>,
}

impl Sources<'_> {
    /// Takes the strongest source that names `option`: flag, environment, config file.
    ///
    /// # Errors
    /// The value in the environment or the config file is none.
    pub fn choose<T>(
        &self,
        option: &str,
        flag: Option<T>,
        parse: Parse<T>,
    ) -> Result<Option<Setting<T>>, CliError> {
        if let Some(value) = flag {
            return Ok(Some(Setting {
                value,
                origin: Origin::Flag(format!("--{option}")),
            }));
        }
        let variable = variable(option);
        if let Some(text) = self.environment.get(&variable) {
            let value = parse(text).map_err(|wrong| bad_value(&variable, &wrong))?;
            return Ok(Some(Setting {
                value,
                origin: Origin::Environment(variable),
            }));
        }
        let Some(config) = self.config else {
            return Ok(None);
        };
        let Some((text, line)) = config.get(option) else {
            return Ok(None);
        };
        let value = text.and_then(|text| parse(&text)).map_err(|wrong| {
            bad_value(
                &format!("{} line {line}: {option}", config.path.display()),
                &wrong,
            )
        })?;
        Ok(Some(Setting {
            value,
            origin: Origin::Config(config.path.clone()),
        }))
    }

    /// The same for an option without a value.
    ///
    /// # Errors
    /// The value in the environment or the config file is neither yes nor no.
    pub fn switch(&self, option: &str, flag: bool) -> Result<Setting<bool>, CliError> {
        let chosen = self.choose(option, flag.then_some(true), parse_switch)?;
        Ok(chosen.unwrap_or(Setting::built_in(false)))
    }
}

fn bad_value(place: &str, wrong: &str) -> CliError {
    CliError::usage("invalid_value", format!("{place}: {wrong}"))
}

/// Reads a switch: yes or no in the usual spellings.
fn parse_switch(text: &OsStr) -> Result<bool, String> {
    let spelled = text.to_string_lossy().to_ascii_lowercase();
    match spelled.as_str() {
        "1" | "true" | "yes" | "on" => Ok(true),
        "0" | "false" | "no" | "off" => Ok(false),
        _ => Err(format!(
            "'{}' is neither true nor false",
            withhold(&spelled)
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 3] = ["net", "data-dir", "json"];

    fn config(text: &str) -> Result<ConfigFile, CliError> {
        ConfigFile::parse(Path::new("config.toml"), text.to_owned(), &KNOWN)
    }

    fn number(text: &OsStr) -> Result<u32, String> {
        text.to_string_lossy()
            .parse()
            .map_err(|_| "no number".to_owned())
    }

    #[test]
    fn the_stronger_source_wins() {
        let environment = Environment::from_iter([("P2MSG_NET", "2")]);
        let nothing = Environment::default();
        let file = config("net = 3").unwrap();
        let value = |environment, config, flag| {
            let sources = Sources {
                environment,
                config,
            };
            sources.choose("net", flag, number).unwrap()
        };
        let from = |setting: Option<Setting<u32>>| setting.map(|s| (s.value, s.origin.to_string()));
        assert_eq!(
            from(value(&environment, Some(&file), Some(1))),
            Some((1, "--net".to_owned()))
        );
        assert_eq!(
            from(value(&environment, Some(&file), None)),
            Some((2, "P2MSG_NET".to_owned()))
        );
        assert_eq!(
            from(value(&nothing, Some(&file), None)),
            Some((3, "config.toml".to_owned()))
        );
        assert_eq!(from(value(&nothing, None, None)), None);
    }

    #[test]
    fn an_empty_variable_is_not_set() {
        let environment = Environment::from_iter([("P2MSG_JSON", "")]);
        let sources = Sources {
            environment: &environment,
            config: None,
        };
        assert_eq!(
            sources.switch("json", false).unwrap(),
            Setting::built_in(false)
        );
    }

    #[test]
    fn a_variable_can_switch_off_what_the_config_switches_on() {
        let environment = Environment::from_iter([("P2MSG_JSON", "no")]);
        let file = config("json = true").unwrap();
        let sources = Sources {
            environment: &environment,
            config: Some(&file),
        };
        assert!(!sources.switch("json", false).unwrap().value);
    }

    #[test]
    fn names_the_line_of_an_unknown_key_and_what_it_was_meant_to_be() {
        let error = config("net = \"litecoin\"\n\ndata_dri = \"x\"\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "config.toml line 3: unknown key 'data_dri'"
        );
        assert_eq!(error.hints(), ["a similar key exists: 'data-dir'"]);
        let error = config("colour = 1").unwrap_err();
        assert_eq!(error.hints(), ["the keys are: net, data-dir, json"]);
    }

    #[test]
    fn names_the_line_of_a_bad_value() {
        let file = config("\nnet = [1]").unwrap();
        let environment = Environment::default();
        let sources = Sources {
            environment: &environment,
            config: Some(&file),
        };
        let error = sources.choose("net", None, number).unwrap_err();
        assert_eq!(
            error.to_string(),
            "config.toml line 2: net: it is a TOML array"
        );
        let error = config("net = ").unwrap_err();
        assert!(
            error.to_string().starts_with("config.toml line 1: "),
            "{error}"
        );
    }
}
