//! `store keys`.

use super::reading::{self, PathArgs};
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::{Output, Table};
use crate::cli::settings::Settings;
use crate::core::hash::SigningId;
use crate::json::keys::KeyRegistryJson;

/// Show the signing keys that share stores announce
///
/// A key is current, or revoked by a higher key_index of the same payout address in the best chain.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg store keys ~/p2pool/data/litecoin
  p2msg store keys shares.0 --signing-id 95c9385fb9a81df55d7821015c8eb65898027d50")]
pub(crate) struct KeysArgs {
    #[command(flatten)]
    paths: PathArgs,

    /// Only the keys of this payout address
    #[arg(long, value_name = "ADDRESS")]
    sender: Option<String>,

    /// Only this signing key, whoever announced it
    #[arg(long, value_name = "HEX")]
    signing_id: Option<SigningId>,
}

/// Runs the command.
pub(super) fn run(
    args: KeysArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let read = reading::read(&args.paths, settings, out)?;
    if read.is_unread {
        return Ok(read.outcome);
    }
    let mut registry = KeyRegistryJson::new(read.replayed.store.registry());
    if let Some(sender) = &args.sender {
        registry.0.retain(|address, _| address == sender);
    }
    if let Some(signing_id) = args.signing_id {
        let wanted = signing_id.to_string();
        registry.0.retain(|_, owner| {
            owner.keys.retain(|signing_id, _| *signing_id == wanted);
            !owner.keys.is_empty()
        });
    }
    if out.json() {
        out.record(&registry)?;
        return Ok(read.outcome);
    }
    if registry.0.is_empty() {
        out.note("no such signing key was announced");
    }
    let mut table = Table::new(["ADDRESS", "INDEX", "SIGNING_ID", "STATE", "ANNOUNCED"]).right(1);
    for (address, owner) in &registry.0 {
        let mut keys: Vec<_> = owner.keys.iter().collect();
        keys.sort_by_key(|(_, key)| key.key_index);
        for (signing_id, key) in keys {
            table.row([
                if address.is_empty() { "-" } else { address }.to_owned(),
                key.key_index.unwrap_or_default().to_string(),
                signing_id.clone(),
                if key.revoked { "revoked" } else { "current" }.to_owned(),
                out.when(key.first_seen.unwrap_or_default()),
            ]);
        }
    }
    out.table(table)?;
    Ok(read.outcome)
}
