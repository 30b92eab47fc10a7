//! `node keys`.

use crate::cli::error::{CliError, Outcome};
use crate::cli::nodes::{NodeArgs, got};
use crate::cli::output::{Output, Table};
use crate::cli::settings::Settings;
use crate::json::keys::KeyRegistryJson;

/// Show the signing keys that nodes know
///
/// A key is revoked by a higher key_index of the same payout address; of several nodes, by the word
/// of one.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg node keys --json")]
pub struct KeysArgs {
    #[command(flatten)]
    nodes: NodeArgs,
}

/// Runs the command.
pub(super) fn run(
    args: KeysArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let nodes = args.nodes.nodes(settings, out)?;
    let answers = nodes.ask(out, async |node| node.keys().await)?;
    let (registries, outcome) = got(answers, out);
    if registries.is_empty() {
        return Ok(outcome);
    }
    let mut keys = KeyRegistryJson::default();
    for (_, registry) in registries {
        keys.merge(registry);
    }
    if out.json() {
        out.record(&keys)?;
        return Ok(outcome);
    }
    if keys.0.is_empty() {
        out.note("no signing key was announced");
    }
    let mut table = Table::new(["ADDRESS", "INDEX", "SIGNING_ID", "STATE", "SEEN"]).right(1);
    for (address, owner) in &keys.0 {
        let mut by_index: Vec<_> = owner.keys.iter().collect();
        by_index.sort_by_key(|(_, key)| key.key_index);
        for (signing_id, key) in by_index {
            table.row([
                address.clone(),
                key.key_index
                    .map_or_else(|| "-".to_owned(), |index| index.to_string()),
                signing_id.clone(),
                if key.revoked { "revoked" } else { "current" }.to_owned(),
                key.first_seen
                    .map_or_else(|| "-".to_owned(), |seen| out.when(seen)),
            ]);
        }
    }
    out.table(table)?;
    Ok(outcome)
}
