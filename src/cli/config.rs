//! Where a setting comes from: flag, environment, config file.

mod file_checks;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use toml::{Spanned, Value};

use self::file_checks::{check_control, check_kind};
use super::error::CliError;
use super::nearest::nearest;
use super::withhold::withhold;

/// The variable that names the folder with systemd's credentials.
pub const CREDENTIALS: &str = "CREDENTIALS_DIRECTORY";

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

    /// The variables of p2msg, with their values.
    pub fn variables(&self) -> impl Iterator<Item = (&str, &OsStr)> {
        let variables = self.0.iter();
        variables.filter_map(|(name, value)| {
            let name = name.to_str()?;
            name.starts_with("P2MSG_")
                .then_some((name, value.as_os_str()))
        })
    }

    /// The variables that name files with secrets, in this and in later versions of p2msg. Programs
    /// that p2msg starts do not receive them.
    pub fn names_of_secret_files(&self) -> Vec<OsString> {
        let names_file = |name: &&OsString| {
            let name = name.to_string_lossy();
            name == CREDENTIALS || (name.starts_with("P2MSG_") && name.ends_with("_FILE"))
        };
        self.0.keys().filter(names_file).cloned().collect()
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

/// More than a config file ever has, in bytes.
const MAX_BYTES: u64 = 1024 * 1024;

/// The config file, read and its keys checked.
#[derive(Debug, Default)]
pub struct ConfigFile {
    path: PathBuf,
    text: String,
    values: BTreeMap<Spanned<String>, Spanned<Value>>,
}

impl ConfigFile {
    /// Reads the config file at `path`; `None` where there is none that can be read.
    ///
    /// # Errors
    /// A mistake that ends the run: it cannot be read, is not TOML, or has a key that is not in
    /// `known`.
    pub fn read(
        path: &Path,
        known: &[&str],
        mistakes: &mut Mistakes,
    ) -> Result<Option<Self>, CliError> {
        let file = mistakes.pass(Self::open(path))?;
        for mistake in file.iter().flat_map(|file| file.unknown_keys(known)) {
            mistakes.found(mistake)?;
        }
        Ok(file)
    }

    fn open(path: &Path) -> Result<Option<Self>, CliError> {
        let failed = |error| CliError::file("read the config file", path, error);
        check_kind(path)?;
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        check_control(path, &file.metadata().map_err(failed)?)?;
        let mut text = String::new();
        file.take(MAX_BYTES + 1)
            .read_to_string(&mut text)
            .map_err(failed)?;
        if text.len() as u64 > MAX_BYTES {
            return Err(failed(io::ErrorKind::FileTooLarge.into()));
        }
        Self::parse(path, text).map(Some)
    }

    fn parse(path: &Path, text: String) -> Result<Self, CliError> {
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
        Ok(Self {
            path: path.to_owned(),
            text,
            values,
        })
    }

    fn unknown_keys(&self, known: &[&str]) -> Vec<CliError> {
        let keys = self.values.keys();
        keys.filter(|key| !known.contains(&key.as_ref().as_str()))
            .map(|key| self.unknown_key(key, known))
            .collect()
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
    fn get(&self, key: &str) -> Option<(Result<OsString, BadValue>, usize)> {
        let value = self.values.get(key)?;
        let line = line_of(&self.text, value.span().start);
        let text = match value.get_ref() {
            Value::String(text) => Ok(text.into()),
            Value::Integer(number) => Ok(number.to_string().into()),
            Value::Boolean(switch) => Ok(switch.to_string().into()),
            other => Err(BadValue::new(
                format!("it is a TOML {}", other.type_str()),
                "give text in quotes, a whole number, true or false",
            )),
        };
        Some((text, line))
    }
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

/// Reads the text of an environment variable or a config value, which must be one that the option
/// would take, too.
pub type Parse<T> = fn(&OsStr) -> Result<T, BadValue>;

/// Why a value was rejected.
#[derive(Debug, thiserror::Error)]
#[error("{wrong}; {expected}")]
pub struct BadValue {
    wrong: String,
    expected: String,
}

impl BadValue {
    /// What is `wrong` with it, and what is `expected` in its place.
    pub fn new(wrong: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            wrong: wrong.into(),
            expected: expected.into(),
        }
    }

    /// The error of the value at `place`: a variable, or a line of the config file.
    pub fn at(self, place: &str) -> CliError {
        CliError::usage("invalid_value", format!("{place}: {}", self.wrong)).hint(self.expected)
    }
}

/// What becomes of mistakes in the environment and the config file.
#[derive(Debug)]
pub enum Mistakes {
    /// The first one ends the run.
    End,
    /// They are kept, and what holds a mistake counts as not there.
    Kept(Vec<CliError>),
}

impl Mistakes {
    /// Takes note of a mistake.
    ///
    /// # Errors
    /// The mistake, if it ends the run.
    pub fn found(&mut self, mistake: CliError) -> Result<(), CliError> {
        match self {
            Self::End => Err(mistake),
            Self::Kept(kept) => {
                kept.push(mistake);
                Ok(())
            }
        }
    }

    /// What was `found`; nothing where that is a mistake which does not end the run.
    ///
    /// # Errors
    /// As [`found`](Self::found).
    pub fn pass<T>(&mut self, found: Result<Option<T>, CliError>) -> Result<Option<T>, CliError> {
        found.or_else(|mistake| self.found(mistake).map(|()| None))
    }

    /// Those that were kept.
    pub fn kept(self) -> Vec<CliError> {
        match self {
            Self::End => Vec::new(),
            Self::Kept(kept) => kept,
        }
    }
}

/// What stands behind the flags.
#[derive(Debug)]
pub struct Sources<'a> {
    /// The environment.
    pub environment: &'a Environment,
    /// The config file, if there is one.
    pub config: Option<&'a ConfigFile>,
    /// What becomes of their mistakes.
    pub mistakes: Mistakes,
}

impl Sources<'_> {
    /// Takes the strongest source that names `option`: flag, environment, config file.
    ///
    /// # Errors
    /// A mistake that ends the run: the value in the environment or the config file is none.
    pub fn choose<T>(
        &mut self,
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
        let found = self.in_environment(option, parse);
        if let Some(setting) = self.mistakes.pass(found)? {
            return Ok(Some(setting));
        }
        let found = self.in_config(option, parse);
        self.mistakes.pass(found)
    }

    /// Takes the environment alone, for what is no option.
    ///
    /// # Errors
    /// The value is none.
    pub fn in_environment<T>(
        &self,
        option: &str,
        parse: Parse<T>,
    ) -> Result<Option<Setting<T>>, CliError> {
        let variable = variable(option);
        let Some(text) = self.environment.get(&variable) else {
            return Ok(None);
        };
        let value = parse(text).map_err(|bad| bad.at(&variable))?;
        Ok(Some(Setting {
            value,
            origin: Origin::Environment(variable),
        }))
    }

    fn in_config<T>(&self, option: &str, parse: Parse<T>) -> Result<Option<Setting<T>>, CliError> {
        let Some(config) = self.config else {
            return Ok(None);
        };
        let Some((text, line)) = config.get(option) else {
            return Ok(None);
        };
        let value = text
            .and_then(|text| parse(&text))
            .map_err(|bad| bad.at(&format!("{} line {line}: {option}", config.path.display())))?;
        Ok(Some(Setting {
            value,
            origin: Origin::Config(config.path.clone()),
        }))
    }

    /// The same for an option without a value.
    ///
    /// # Errors
    /// A mistake that ends the run: the value in the environment or the config file is neither yes
    /// nor no.
    pub fn switch(&mut self, option: &str, flag: bool) -> Result<Setting<bool>, CliError> {
        let chosen = self.choose(option, flag.then_some(true), parse_switch)?;
        Ok(chosen.unwrap_or(Setting::built_in(false)))
    }
}

/// Parses a switch: yes or no in the usual spellings.
///
/// # Errors
/// Any other text.
pub fn parse_switch(text: &OsStr) -> Result<bool, BadValue> {
    let spelled = text.to_string_lossy().to_ascii_lowercase();
    match spelled.as_str() {
        "1" | "true" | "yes" | "on" => Ok(true),
        "0" | "false" | "no" | "off" => Ok(false),
        _ => Err(BadValue::new(
            format!("'{}' is neither true nor false", withhold(&spelled)),
            "give true or false; yes and no, on and off, 1 and 0 mean the same",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 3] = ["net", "data-dir", "json"];

    fn config(text: &str) -> Result<ConfigFile, CliError> {
        ConfigFile::parse(Path::new("config.toml"), text.to_owned())
    }

    fn number(text: &OsStr) -> Result<u32, BadValue> {
        let text = text.to_string_lossy();
        text.parse()
            .map_err(|_| BadValue::new("no number", "give a number"))
    }

    fn sources<'a>(
        environment: &'a Environment,
        config: Option<&'a ConfigFile>,
        mistakes: Mistakes,
    ) -> Sources<'a> {
        Sources {
            environment,
            config,
            mistakes,
        }
    }

    #[test]
    fn the_stronger_source_wins() {
        let environment = Environment::from_iter([("P2MSG_NET", "2")]);
        let nothing = Environment::default();
        let file = config("net = 3").unwrap();
        let value = |environment, config, flag| {
            let mut sources = sources(environment, config, Mistakes::End);
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
        let mut sources = sources(&environment, None, Mistakes::End);
        assert_eq!(
            sources.switch("json", false).unwrap(),
            Setting::built_in(false)
        );
    }

    #[test]
    fn a_variable_can_switch_off_what_the_config_switches_on() {
        let environment = Environment::from_iter([("P2MSG_JSON", "no")]);
        let file = config("json = true").unwrap();
        let mut sources = sources(&environment, Some(&file), Mistakes::End);
        assert!(!sources.switch("json", false).unwrap().value);
    }

    #[test]
    fn names_the_line_of_an_unknown_key_and_what_it_was_meant_to_be() {
        let unknown = |text| config(text).unwrap().unknown_keys(&KNOWN).remove(0);
        let error = unknown("net = \"litecoin\"\n\ndata_dri = \"x\"\n");
        assert_eq!(
            error.to_string(),
            "config.toml line 3: unknown key 'data_dri'"
        );
        assert_eq!(error.hints(), ["a similar key exists: 'data-dir'"]);
        let error = unknown("colour = 1");
        assert_eq!(error.hints(), ["the keys are: net, data-dir, json"]);
    }

    #[test]
    fn names_the_line_of_a_bad_value() {
        let file = config("\nnet = [1]").unwrap();
        let environment = Environment::default();
        let mut sources = sources(&environment, Some(&file), Mistakes::End);
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

    #[test]
    fn what_holds_a_mistake_counts_as_not_there_where_mistakes_are_kept() {
        let environment = Environment::from_iter([("P2MSG_NET", "x")]);
        let file = config("net = 3").unwrap();
        let kept = Mistakes::Kept(Vec::new());
        let mut sources = sources(&environment, Some(&file), kept);
        let net = sources.choose("net", None, number).unwrap();
        assert_eq!(net.map(|net| net.value), Some(3));
        let mistakes = sources.mistakes.kept();
        let mistakes: Vec<String> = mistakes.iter().map(CliError::to_string).collect();
        assert_eq!(mistakes, ["P2MSG_NET: no number"]);
    }
}
