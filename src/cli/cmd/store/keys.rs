//! `store keys`.

use super::reading::{self, PathArgs};
use crate::api::write::KeyRegistryJson;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::{Output, Table};
use crate::cli::settings::Settings;

/// Show the signing keys that share stores announce
///
/// A key is current, or revoked by a higher key_index of the same payout address.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Example:
  p2msg store keys ~/p2pool/data/litecoin")]
pub(crate) struct KeysArgs {
    #[command(flatten)]
    paths: PathArgs,
}

/// Runs the command.
pub(super) fn run(
    args: KeysArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let read = reading::read(&args.paths, settings, out)?;
    let registry = KeyRegistryJson::new(read.replayed.store.registry());
    if out.json() {
        out.record("keys", &registry)?;
        return Ok(read.outcome);
    }
    if registry.0.is_empty() {
        out.note("no signing key was announced");
    }
    let mut table = Table::new(["ADDRESS", "INDEX", "SIGNING_ID", "STATE", "ANNOUNCED"]).right(1);
    for (address, owner) in &registry.0 {
        let mut keys: Vec<_> = owner.keys.iter().collect();
        keys.sort_by_key(|(_, key)| key.key_index);
        for (signing_id, key) in keys {
            table.row([
                if address.is_empty() { "-" } else { address }.to_owned(),
                key.key_index.to_string(),
                signing_id.clone(),
                if key.revoked { "revoked" } else { "current" }.to_owned(),
                out.when(key.first_seen),
            ]);
        }
    }
    out.table(table)?;
    Ok(read.outcome)
}
