//! The settings as `config show` and `--verbose` print them.

use serde_json::Value;

use super::definition::{
    ALLOW_FOREIGN_DATA_DIR, AUTH_FILE, CA_FILE, COLOR, CONFIG, DATA_DIR, Definition, JSON,
    LOCK_TIMEOUT, NET, NO_INPUT, NOW, PEER, QUIET, SIGNING_KEY_FILE, SIGNING_KEY_INDEX, URL,
    VERBOSE, YES,
};
use super::{Clock, Settings};
use crate::cli::config::{Origin, Setting};

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
    fn of<T>(definition: &Definition<T>, setting: Option<&Setting<T>>) -> Self {
        Self {
            option: definition.about.name,
            value: setting.map_or(Value::Null, |setting| (definition.show)(&setting.value)),
            origin: setting.map_or(Origin::Default, |setting| setting.origin.clone()),
        }
    }
}

impl Settings {
    /// Every setting but those of files with keys, in the order of the config file.
    pub fn all(&self) -> Vec<Shown> {
        let now = match self.clock {
            Clock::System => None,
            Clock::Fixed(now) => Some(Setting {
                value: now,
                origin: Origin::Environment(NOW.about.variable()),
            }),
        };
        vec![
            Shown::of(&CONFIG, self.config.as_ref()),
            Shown::of(&NET, Some(&self.net)),
            Shown::of(&DATA_DIR, self.data_dir.as_ref()),
            Shown::of(&ALLOW_FOREIGN_DATA_DIR, Some(&self.allow_foreign_data_dir)),
            Shown::of(&SIGNING_KEY_FILE, self.signing_key_file.as_ref()),
            Shown::of(&SIGNING_KEY_INDEX, self.signing_key_index.as_ref()),
            Shown::of(&URL, self.url.as_ref()),
            Shown::of(&PEER, self.peer.as_ref()),
            Shown::of(&AUTH_FILE, self.auth_file.as_ref()),
            Shown::of(&CA_FILE, self.ca_file.as_ref()),
            Shown::of(&JSON, Some(&self.json)),
            Shown::of(&QUIET, Some(&self.quiet)),
            Shown::of(&VERBOSE, Some(&self.verbose)),
            Shown::of(&COLOR, Some(&self.color)),
            Shown::of(&NO_INPUT, Some(&self.no_input)),
            Shown::of(&YES, Some(&self.yes)),
            Shown::of(&LOCK_TIMEOUT, Some(&self.lock_timeout)),
            Shown::of(&NOW, now.as_ref()),
        ]
    }

    /// The settings that are not built in.
    pub fn chosen(&self) -> Vec<Shown> {
        let mut all = self.all();
        all.retain(|setting| setting.origin != Origin::Default);
        all
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
