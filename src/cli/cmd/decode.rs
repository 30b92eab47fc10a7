//! `decode`: what do message_data, raw shares and share stores say.

use crate::cli::error::{CliError, Outcome};
use crate::cli::input::{AuthorityArgs, Block, InputArgs};
use crate::cli::output::{Output, Unit};
use crate::cli::record::{Decoder, outcome_of, print};
use crate::cli::settings::Settings;

/// Show what message_data, raw shares and share stores say
///
/// Every message with its signature checked against the announcements seen so far, the share it is
/// in, and which nodes accept it. Exit code 3 if something could not be read, 4 if a signature or
/// an announcement does not hold.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  p2msg decode 0100010002...                  message_data in hex
  p2msg decode shares.0 --with-messages       a share store
  p2msg decode ~/p2pool/data/litecoin --json  every share store of a node
  p2msg pack --dry-run | p2msg decode -       what the next share would say")]
pub struct DecodeArgs {
    #[command(flatten)]
    input: InputArgs,

    #[command(flatten)]
    authority: AuthorityArgs,

    /// Pass over shares without message_data, and over lines that only say that one was verified
    #[arg(long)]
    with_messages: bool,
}

/// Runs the command.
///
/// # Errors
/// An input cannot be opened, or stdout cannot be written.
pub fn run(args: DecodeArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let mut inputs = args.input.open(settings)?;
    let mut decoder = Decoder::new(
        settings,
        args.authority.authorities(),
        inputs.form(),
        args.with_messages,
    );
    let mut outcome = Outcome::Done;
    let mut block = Block::default();
    let mut progress = out.progress("decoding", inputs.total_bytes(), Unit::Bytes);
    loop {
        match inputs.next_block(&mut block) {
            Ok(true) => {}
            Ok(false) => return Ok(outcome),
            Err(error) => {
                out.flush()?;
                out.error(&error);
                outcome = outcome.worst(Outcome::Failed);
                continue;
            }
        }
        for (line_number, line) in block.lines() {
            if let Some(record) = decoder.record(&block, line_number, line) {
                outcome = outcome.worst(outcome_of(&record));
                print("decode", &record, out)?;
            }
        }
        out.flush()?;
        progress.advance(u64::try_from(block.bytes().len()).unwrap_or(u64::MAX));
    }
}
