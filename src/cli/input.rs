//! INPUT arguments: hex, a file, a folder of share stores, or `-`.

use std::fs;
use std::path::Path;

use clap::ValueHint;

use super::chain_order::judge_files;
use super::error::CliError;
use super::output::Output;
use super::settings::Settings;
use crate::core::key::SigningPubkey;
use crate::core::message::envelope::{Authority, KNOWN_AUTHORITIES};
use crate::core::share::record::Form;
use crate::shares::{self, BlockSource, LineStream, MessageDecoder, Reader};

/// What to read.
#[derive(Debug, clap::Args)]
pub struct InputArgs {
    /// Hex, a file, a folder of share stores, or - for standard input
    ///
    /// What a line holds is found out: a raw share, message_data, a line of a share store, or a
    /// JSON object with a message_data_hex field.
    #[arg(value_name = "INPUT", required = true, value_hint = ValueHint::AnyPath)]
    inputs: Vec<String>,

    /// Read every line as this instead of finding out what it is
    #[arg(long, value_enum, value_name = "FORM")]
    from: Option<FromForm>,

    /// The share version, for --from contents
    #[arg(long, value_name = "N", required_if_eq("from", "contents"))]
    share_version: Option<u64>,
}

/// What `--from` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FromForm {
    /// Hex of message_data
    MessageData,
    /// Hex of a raw share
    Share,
    /// Hex of the contents of a share of --share-version
    Contents,
    /// A line of a share store
    Store,
}

/// Whose envelopes are opened.
#[derive(Debug, clap::Args)]
pub struct AuthorityArgs {
    /// Take this public key (66 hex digits) for an authority too; can be repeated
    ///
    /// For private networks and tests. forrestv and the maintainer are always known.
    #[arg(long = "authority-key", value_name = "PUBKEY")]
    authority_keys: Vec<SigningPubkey>,
}

impl AuthorityArgs {
    /// The known authorities, and those that were named.
    pub fn authorities(&self) -> Vec<Authority> {
        let named = self.authority_keys.iter().copied().map(Authority::custom);
        KNOWN_AUTHORITIES.into_iter().chain(named).collect()
    }
}

impl InputArgs {
    /// A reader of the inputs. It opens each input when the one before has ended.
    ///
    /// # Errors
    /// `--share-version` without `--from contents`.
    pub fn open<'a>(&'a self, settings: &'a Settings) -> Result<Reader<'a, CliError>, CliError> {
        Ok(reader(&self.inputs, self.form()?, settings))
    }

    /// A decoder for the records of the inputs. It judges the shares of files and folders in chain
    /// order, and all other records in the order of their arrival.
    ///
    /// # Errors
    /// `--share-version` without `--from contents`.
    pub fn decoder(
        &self,
        authorities: Vec<Authority>,
        settings: &Settings,
        out: &mut Output,
    ) -> Result<MessageDecoder, CliError> {
        let (form, network, now) = (self.form()?, settings.network(), settings.now());
        let chain = judge_files(&self.inputs, form, &authorities, network, now, out);
        Ok(MessageDecoder::new(authorities, now).in_chain_order(chain))
    }

    fn form(&self) -> Result<Form, CliError> {
        Ok(match (self.from, self.share_version) {
            (Some(FromForm::Contents), Some(version)) => Form::Contents { version },
            (_, Some(_)) => {
                return Err(CliError::usage(
                    "share_version_without_contents",
                    "--share-version goes with --from contents only",
                )
                .hint("raw shares and share stores name the version themselves"));
            }
            (Some(FromForm::MessageData), None) => Form::MessageData,
            (Some(FromForm::Share), None) => Form::Share,
            (Some(FromForm::Store), None) => Form::Store,
            (Some(FromForm::Contents) | None, None) => Form::Any,
        })
    }

    /// The length of the inputs in bytes, for progress; `None` if one is not a file.
    pub fn total_bytes(&self) -> Option<u64> {
        total_bytes(&self.inputs)
    }
}

/// A reader of `inputs` as lines of `form`.
pub fn reader<'a>(
    inputs: &'a [String],
    form: Form,
    settings: &'a Settings,
) -> Reader<'a, CliError> {
    let sources = (1..)
        .zip(inputs)
        .map(move |(number, input)| source(number, input, form, settings));
    Reader::new(sources, settings.network()).form(form)
}

/// The length of `inputs` in bytes, for progress; `None` if one is not a file.
pub fn total_bytes(inputs: &[String]) -> Option<u64> {
    inputs
        .iter()
        .map(|input| fs::metadata(input).ok().map(|file| file.len()))
        .sum()
}

/// Opens INPUT `number`.
fn source(
    number: u64,
    input: &str,
    form: Form,
    settings: &Settings,
) -> Result<Box<dyn BlockSource>, CliError> {
    if input == "-" {
        let stdin = settings.stdin().claim("INPUT")?;
        return Ok(Box::new(LineStream::of_pipe("-", Box::new(stdin))));
    }
    if input.is_empty() {
        let what = format!("INPUT {number} is empty");
        return Err(CliError::failed("empty_input", what)
            .hint("a shell variable that is not set becomes an empty argument"));
    }
    let path = Path::new(input);
    match fs::metadata(path) {
        Ok(_) => Ok(shares::open(path)?),
        Err(_) if shares::is_record(input, form) => {
            let text = input.as_bytes().to_vec();
            Ok(Box::new(LineStream::of_text("argument", number, text)))
        }
        Err(error) => Err(CliError::file("read", path, error)
            .hint("INPUT is hex, a file, a folder of share stores, or - for standard input")),
    }
}
