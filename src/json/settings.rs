//! Settings and the sample config file.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// KIND setting: a setting, its value and its origin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SettingJson {
    /// The option, without its dashes.
    pub option: Cow<'static, str>,
    /// Text, a number or a boolean; null without a value. For a key, the path of its file.
    pub value: Value,
    /// The option, environment variable or file that sets it; `default` if nothing does.
    pub origin: String,
}

/// KIND config_sample: the sample config file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigSampleJson {
    /// Its content.
    pub toml: Cow<'static, str>,
}
