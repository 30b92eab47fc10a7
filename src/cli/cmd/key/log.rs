//! `key log`.

use crate::cli::error::{CliError, Outcome};
use crate::cli::hints::{REACHABLE_FOLDER, is_unreachable};
use crate::cli::outbox;
use crate::cli::output::{Output, Table};
use crate::cli::settings::Settings;
use crate::data::{KeyLog, KeyState};
use crate::json::key::KeyLogJson;

/// List every key_index that was ever in use, and since when
///
/// The key log of the data folder, oldest first. It needs no secret.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg key log")]
pub struct LogArgs {}

/// Runs the command.
///
/// # Errors
/// A file cannot be read.
pub fn run(_args: LogArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let outbox = outbox::open(settings)?;
    let files = outbox.keys();
    let state = files.data().key_state(files.path())?;
    let log = files.data().key_log()?;
    let logged = logged(&log, state.as_ref());
    if logged.is_empty() {
        let hint = match is_unreachable(files.path()) {
            true => REACHABLE_FOLDER,
            false => "begin with: p2msg key init",
        };
        out.note(format!("no key was ever in use; {hint}"));
    }
    let mut table = Table::new(["KEY_INDEX", "SIGNING_ID", "SINCE", "IN_USE"]).right(0);
    for entry in logged {
        if out.json() {
            out.record(&entry)?;
        } else {
            table.row([
                entry.key_index.to_string(),
                entry.signing_id.to_string(),
                out.when(entry.since),
                if entry.in_use { "yes" } else { "no" }.to_owned(),
            ]);
        }
    }
    out.table(table)?;
    Ok(Outcome::Done)
}

fn logged(log: &KeyLog, state: Option<&KeyState>) -> Vec<KeyLogJson> {
    let in_use = |key_index, signing_id| {
        state.is_some_and(|state| (state.key_index, state.signing_id) == (key_index, signing_id))
    };
    let mut logged: Vec<KeyLogJson> = log
        .in_use(state.map(|state| state.key_index))
        .map(|entry| KeyLogJson {
            key_index: entry.key_index,
            signing_id: entry.signing_id,
            signing_pubkey: entry.signing_pubkey,
            since: entry.since,
            in_use: in_use(entry.key_index, entry.signing_id),
        })
        .collect();
    // A state file that another program made is older than the log.
    if let Some(state) = state.filter(|_| !logged.iter().any(|entry| entry.in_use)) {
        logged.push(KeyLogJson {
            key_index: state.key_index,
            signing_id: state.signing_id,
            signing_pubkey: None,
            since: state.since(),
            in_use: true,
        });
    }
    logged
}
