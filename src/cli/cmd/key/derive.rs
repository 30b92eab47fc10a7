//! `key derive [--index N] [--count K]`.

use crate::cli::error::{CliError, Outcome};
use crate::cli::output::{Output, Table};
use crate::cli::secret::MasterKeyArgs;
use crate::cli::settings::Settings;
use crate::core::key::{KeyIndex, MasterKey};
use crate::json::key::{DerivedKeyJson, KeyJson};
use crate::outbox;

/// Print the public facts of signing keys derived from the master key
///
/// It touches no file: it only computes. The address is that of the master key (pay to pubkey
/// hash), to see whether it is the right one.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg key derive --master-key-file master.key
  p2msg key derive --index 3 --count 5 --json --master-key-file master.key")]
pub struct DeriveArgs {
    /// First key_index [default: --signing-key-index, or 0]
    #[arg(long, value_name = "N")]
    index: Option<KeyIndex>,

    /// How many keys
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,

    #[command(flatten)]
    key: MasterKeyArgs,
}

fn derive(master: &MasterKey, index: KeyIndex, address: &str) -> Result<DerivedKeyJson, CliError> {
    let announcement = outbox::derive(master, index)?.announcement(index);
    Ok(DerivedKeyJson {
        key_index: index,
        signing_id: announcement.signing_id,
        signing_pubkey: announcement.signing_pubkey,
        announcement: hex::encode(announcement.write()),
        address: address.to_owned(),
    })
}

/// Runs the command.
///
/// # Errors
/// No master key, or an index beyond the last.
pub fn run(args: DeriveArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let first = args
        .index
        .or(settings.signing_key_index())
        .unwrap_or(KeyIndex(0));
    let Some(last) = first.0.checked_add(args.count - 1) else {
        return Err(CliError::usage(
            "invalid_value",
            format!(
                "{} keys from key_index {first} on: the last key_index is {}",
                args.count,
                u32::MAX
            ),
        )
        .hint("give a lower --index or --count"));
    };
    let master = args.key.read(settings)?;
    let address = master.address(settings.network());
    let mut table = Table::new(["KEY_INDEX", "SIGNING_ID", "SIGNING_PUBKEY"]).right(0);
    for index in first.0..=last {
        let derived = derive(&master, KeyIndex(index), &address)?;
        if out.json() {
            out.record(&KeyJson::Derived(derived))?;
        } else if args.count == 1 {
            out.facts(&[
                ("key_index", derived.key_index.to_string()),
                ("signing_id", derived.signing_id.to_string()),
                ("signing_pubkey", derived.signing_pubkey.to_string()),
                ("announcement", derived.announcement),
                ("address", derived.address),
            ])?;
        } else {
            table.row([
                derived.key_index.to_string(),
                derived.signing_id.to_string(),
                derived.signing_pubkey.to_string(),
            ]);
        }
    }
    out.table(table)?;
    Ok(Outcome::Done)
}
