//! `decode`: what do message_data, raw shares and share stores say.

use crate::cli::error::{CliError, Outcome};
use crate::cli::input::{AuthorityArgs, InputArgs};
use crate::cli::output::Output;
use crate::cli::record::{decode_all, outcome_of, print};
use crate::cli::settings::Settings;

/// Show what message_data, raw shares and share stores say
///
/// Prints each message with the result of its signature check, the share it is in, and which nodes
/// accept it. Records are printed in the order of the input.
///
/// Nodes write their share stores newest first. For files and folders, keys are therefore judged in
/// the order of the share chain: each message with the announcements in its own share and in those
/// before it. This includes shares in JSON with absheight and the hash of their parent, such as the
/// output of decode --json. Shares from standard input or another pipe, and JSON without a place in the
/// chain, are judged in the order of their arrival; the problem arrival_order marks messages whose
/// status depends on that. So are files with more than 250,000 shares or 16 MiB of message_data in all,
/// which a note reports.
///
/// At the end of a file, a line of a share store without a line feed is still being written: it is
/// skipped, and mentioned with --verbose. After 100 unreadable lines in a row, or 10,000 malformed
/// shares, the rest of a file is skipped with an error. Compressed input is not unpacked.
///
/// Exit code 3 if something is malformed, 4 if a signature or an announcement is invalid.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
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
    let authorities = args.authority.authorities();
    decode_all(
        &args.input,
        authorities,
        args.with_messages,
        settings,
        out,
        |record, out| {
            if out.json() {
                out.record(&record)?;
            } else {
                print(&record, out)?;
            }
            Ok(outcome_of(&record))
        },
    )
}
