//! `authority open`.

use crate::cli::error::{CliError, Outcome};
use crate::cli::input::{AuthorityArgs, InputArgs};
use crate::cli::output::{Output, Text, styles};
use crate::cli::record::{decode_all, outcome_of, print};
use crate::cli::settings::Settings;
use crate::core::message::envelope::{Authority, authority};
use crate::json::record::{OpenedJson, RecordJson};

/// Open authority envelopes: what decode says, and the bytes inside
///
/// INPUT is what decode takes; shares without message_data are passed over. Exit code 4 if
/// something is no envelope of a known authority, or a signature in it does not hold.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg authority open alert.hex
  p2msg authority open ~/p2pool/data/litecoin/bootstrap_messages/v36_v37.hex --json")]
pub struct OpenArgs {
    #[command(flatten)]
    input: InputArgs,

    #[command(flatten)]
    authority: AuthorityArgs,
}

/// Runs the command.
///
/// # Errors
/// An input cannot be opened, or stdout cannot be written.
pub fn run(args: OpenArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let authorities = args.authority.authorities();
    decode_all(
        &args.input,
        authorities.clone(),
        true,
        settings,
        out,
        |record, out| show(record, &authorities, out),
    )
}

/// Prints a record with the bytes inside of its envelope.
fn show(
    record: RecordJson,
    authorities: &[Authority],
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let message_data = record.message_data.as_deref().unwrap_or_default();
    let message_data = hex::decode(message_data).unwrap_or_default();
    let inner = authority::open(&message_data, authorities).map(|(_, inner)| hex::encode(inner));
    let outcome = match (&record.error, &inner) {
        (None, None) => outcome_of(&record).worst(Outcome::DoesNotHold),
        _ => outcome_of(&record),
    };
    if out.json() {
        out.record(&OpenedJson { record, inner })?;
        return Ok(outcome);
    }
    print(&record, out)?;
    match inner {
        Some(inner) => out.line(format!("  inner  {inner}"))?,
        None if record.error.is_none() => {
            out.line(Text::from("  ").and_styled(styles::BAD, "no envelope of a known authority"))?
        }
        None => {}
    }
    Ok(outcome)
}
