//! `config show`.

use serde::Serialize;

use crate::cli::error::{CliError, Outcome};
use crate::cli::output::{Output, Table};
use crate::cli::settings::{Settings, Shown};

/// Show every setting and where it comes from
///
/// From an option, an environment variable, the config file, or built in: the first of these that
/// names it counts.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Example:
  p2msg config show --net digibyte")]
pub struct ShowArgs {}

#[derive(Serialize)]
struct SettingJson {
    option: &'static str,
    value: Option<String>,
    origin: String,
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
    for Shown {
        option,
        value,
        origin,
    } in settings.all()
    {
        let origin = origin.to_string();
        if out.json() {
            let json = SettingJson {
                option,
                value,
                origin,
            };
            out.record("setting", &json)?;
        } else {
            table.row([
                option.to_owned(),
                value.unwrap_or_else(|| "-".to_owned()),
                origin,
            ]);
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
