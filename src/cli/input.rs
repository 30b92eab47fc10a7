//! INPUT arguments: hex, a file, a folder of share stores, or `-`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::path::Path;
use std::sync::Arc;

use clap::ValueHint;

use super::bad_lines::BadLines;
use super::chain_order::judge_files;
use super::error::{CliError, Outcome};
use super::output::Output;
use super::peers;
use super::settings::Settings;
use super::share_network::{self, Sample};
use crate::core::key::SigningPubkey;
use crate::core::message::envelope::{Authority, KNOWN_AUTHORITIES};
use crate::core::network::Network;
use crate::core::share::record::Form;
use crate::peer::{PeerAddress, PeerSource};
use crate::shares::{
    self, Block, BlockSource, Content, JsonRecords, LineReader, LineStream, MessageDecoder,
    Readability, Reader, Unfolded,
};

/// What to read.
#[derive(Debug, clap::Args)]
pub struct InputArgs {
    /// Hex, a file, the folder of a node's share store, p2p://HOST[:PORT], or - for standard input
    ///
    /// p2p:// fetches the share chain of a node over the pool's own network, oldest share first, and
    /// checks the proof of work of each share.
    ///
    /// The form of each line is detected: a raw share, message_data, a line of a share store, or a
    /// JSON object with a message_data_hex field, also the share of a node (/web/share/HASH) or the
    /// output of decode --json. JSON objects can be formatted, and they can be in an array. Hex that mail
    /// has folded into several lines is joined.
    #[arg(value_name = "INPUT", required = true, value_hint = ValueHint::AnyPath)]
    inputs: Vec<OsString>,

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
    /// The inputs, and the network of their shares.
    ///
    /// # Errors
    /// `--share-version` without `--from contents`; an invalid p2p:// address.
    pub fn inputs<'a>(
        &'a self,
        settings: &'a Settings,
        out: &Output,
    ) -> Result<Inputs<'a>, CliError> {
        let inputs = Inputs::new(&self.inputs, self.form()?, settings, out);
        for text in self.inputs.iter().filter_map(|input| input.to_str()) {
            if PeerAddress::is_input(text) {
                peers::address("INPUT", text, inputs.network())?;
            }
        }
        Ok(inputs)
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
}

/// The inputs of a command.
pub struct Inputs<'a> {
    inputs: &'a [OsString],
    form: Form,
    settings: &'a Settings,
    network: &'static Network,
    sample: RefCell<Sample>,
    bad_lines: RefCell<BadLines>,
    /// The chains of peers among the inputs that were fetched, by their names.
    fetched: RefCell<BTreeMap<String, PeerSource>>,
    /// The place of each unfinished last line that was not mentioned yet.
    unfinished: RefCell<Vec<String>>,
}

impl<'a> Inputs<'a> {
    /// Chooses the network of `inputs`, whose lines are of `form`.
    pub fn new(inputs: &'a [OsString], form: Form, settings: &'a Settings, out: &Output) -> Self {
        let paths = inputs.iter().filter(|input| *input != "-").map(Path::new);
        Self {
            inputs,
            form,
            settings,
            network: share_network::choose(paths, settings, out),
            sample: RefCell::new(Sample::of_form(form)),
            bad_lines: RefCell::default(),
            fetched: RefCell::default(),
            unfinished: RefCell::default(),
        }
    }

    /// The network of the shares.
    pub fn network(&self) -> &'static Network {
        self.network
    }

    /// A reader. It opens each input when the one before has ended.
    pub fn reader<'r>(&'r self) -> Reader<'r, CliError> {
        let sources = (1..)
            .zip(self.inputs)
            .map(|(number, input)| self.source(number, input));
        Reader::new(sources, self.network)
            .form(self.form)
            .watched_by(|block| self.watch(block))
    }

    /// Takes a block that was read; returns false if its file is skipped.
    fn watch(&self, block: &Block) -> bool {
        if self.bad_lines.borrow().has_skipped(block.name()) {
            return false;
        }
        self.sample.borrow_mut().add(block);
        if block.is_unterminated() {
            let mut unfinished = self.unfinished.borrow_mut();
            let mut lines = LineReader::new(self.network).form(self.form);
            lines.read(block, |record| {
                if let Content::Unfinished = record.content {
                    unfinished.push(format!("{} line {}", record.name, record.line));
                }
            });
        }
        true
    }

    /// Takes a line of the input `name`. Returns whether it is to be shown: after many unreadable
    /// lines, the rest of a file is not.
    pub fn admit(&self, name: &Arc<str>, line: u64, readability: Readability) -> bool {
        self.bad_lines.borrow_mut().admit(name, line, readability)
    }

    /// A decoder for the records of the inputs. It judges the shares of files and folders in chain
    /// order, and all other records in the order of their arrival.
    pub fn decoder(&self, authorities: Vec<Authority>, out: &mut Output) -> MessageDecoder {
        let now = self.settings.now();
        let chain = judge_files(
            self.inputs,
            self.fetch(),
            self.form,
            &authorities,
            self.network,
            now,
            out,
        );
        MessageDecoder::new(authorities, now).in_chain_order(chain)
    }

    /// Fetches the shares of peers among the inputs. An error is reported when the input is read.
    fn fetch(&self) -> Vec<Box<dyn BlockSource>> {
        let names = self.inputs.iter().filter_map(|input| input.to_str());
        let mut fetched = self.fetched.borrow_mut();
        let mut again = Vec::new();
        for name in names.filter(|name| PeerAddress::is_input(name)) {
            if let Ok(mut source) = peers::input(name, self.network) {
                again.push(source.again());
                fetched.insert(name.to_owned(), source);
            }
        }
        again
    }

    /// The length of the inputs in bytes, for progress; `None` if one is not a file.
    pub fn total_bytes(&self) -> Option<u64> {
        let lengths = self.inputs.iter();
        lengths
            .map(|input| fs::metadata(input).ok().filter(Metadata::is_file))
            .map(|file| file.map(|file| file.len()))
            .sum()
    }

    /// Opens INPUT `number`.
    fn source(&self, number: u64, input: &OsStr) -> Result<Box<dyn BlockSource>, CliError> {
        if input == "-" {
            let stdin = self.settings.stdin().claim("INPUT")?;
            let stream = LineStream::of_pipe("-", Box::new(stdin));
            return Ok(unfolded(of_json(stream), self.form));
        }
        if input.is_empty() {
            let what = format!("INPUT {number} is empty");
            return Err(CliError::failed("empty_input", what)
                .hint("a shell variable that is not set becomes an empty argument"));
        }
        if let Some(text) = input.to_str().filter(|text| PeerAddress::is_input(text)) {
            let fetched = self.fetched.borrow_mut().remove(text);
            return Ok(match fetched {
                Some(source) => Box::new(source),
                None => Box::new(peers::input(text, self.network)?),
            });
        }
        let path = Path::new(input);
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => Ok(shares::open(path, self.network)?),
            Ok(_) => Ok(unfolded(shares::open(path, self.network)?, self.form)),
            Err(_)
                if input
                    .to_str()
                    .is_some_and(|text| shares::is_record(text, self.form)) =>
            {
                let text = input.as_encoded_bytes().to_vec();
                Ok(of_json(LineStream::of_text("argument", number, text)))
            }
            Err(error) => Err(CliError::file("read", path, error).hint(
                "INPUT is hex, a file, the folder of a share store, p2p://HOST[:PORT], or - for standard input",
            )),
        }
    }

    /// Reports, after each block, a file that is skipped, and shares of another network as soon as
    /// enough were read. Returns the effect on the exit code.
    pub fn report(&self, out: &Output) -> Outcome {
        for place in self.unfinished.borrow_mut().drain(..) {
            out.detail(format!("{place} is still being written, and is skipped"));
        }
        let mut sample = self.sample.borrow_mut();
        if sample.is_full() {
            sample.warn(self.network, out);
        }
        match self.bad_lines.borrow_mut().take_error() {
            Some(error) => {
                out.error(&error);
                Outcome::Malformed
            }
            None => Outcome::Done,
        }
    }

    /// Warns, after the last input, if the shares are of another network. Returns whether they are.
    pub fn end(&self, out: &Output) -> bool {
        self.sample.borrow_mut().warn(self.network, out)
    }
}

fn of_json(stream: LineStream) -> Box<dyn BlockSource> {
    Box::new(JsonRecords::new(Box::new(stream)))
}

/// Joins the lines of a folded record where lines can be hex alone.
fn unfolded(source: Box<dyn BlockSource>, form: Form) -> Box<dyn BlockSource> {
    match form {
        Form::Any | Form::MessageData | Form::Share => Box::new(Unfolded::new(source)),
        Form::Contents { .. } | Form::Store => source,
    }
}
