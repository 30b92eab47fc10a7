//! `config show`.

use serde_json::Value;

use crate::cli::argument_secrets::looks_like_key;
use crate::cli::config::Origin;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::{Output, Table};
use crate::cli::secret::{KeySource, key_options, key_sources};
use crate::cli::settings::{Settings, Shown, value_words};
use crate::json::settings::SettingJson;

/// Show every setting and where it comes from
///
/// From an option, an environment variable, the config file, a credential of systemd, or built in:
/// the first of these that names it counts. Of files with keys it shows the paths, and opens none.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg config show --net digibyte")]
pub struct ShowArgs {}

impl From<Shown> for SettingJson {
    fn from(shown: Shown) -> Self {
        Self {
            option: shown.option.into(),
            value: shown.value,
            origin: shown.origin.to_string(),
        }
    }
}

/// Runs the command.
///
/// # Errors
/// stdout cannot be written.
pub(super) fn run(
    _args: ShowArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let mut table = Table::new(["SETTING", "VALUE", "FROM"]);
    let all = settings.all().into_iter().map(SettingJson::from);
    for setting in all.chain(key_files(settings)) {
        if out.json() {
            out.record(&setting)?;
        } else {
            let option = setting.option.into_owned();
            table.row([option, value_words(&setting.value), setting.origin]);
        }
    }
    out.table(table)?;
    if let Some(config) = settings.config()
        && !config.value.exists()
    {
        out.note(format!(
            "there is no config file yet; p2msg config sample prints one for {}",
            config.value.display()
        ));
    }
    Ok(Outcome::Done)
}

/// Which file each key would come from; a path that looks like a key itself is not repeated.
fn key_files(settings: &Settings) -> [SettingJson; 3] {
    let sources = key_sources(settings);
    key_options().map(|option| {
        let source = sources.iter().find(|source| source.option == option);
        SettingJson {
            option: option.trim_start_matches('-').into(),
            value: source.map_or(Value::Null, shown_path),
            origin: source.map_or(Origin::Default.to_string(), |source| source.place.clone()),
        }
    })
}

fn shown_path(source: &KeySource) -> Value {
    if looks_like_key(source.path.as_os_str()) {
        return "(not shown: it looks like a private key)".into();
    }
    source.path.display().to_string().into()
}
