//! `send`, `announce` and `alert`: messages into the queue.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use clap::ValueEnum;

use crate::cli::error::{CliError, Outcome};
use crate::cli::outbox;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::core::json_text::{UTF16, is_utf16, without_bom};
use crate::core::message::payload;
use crate::core::message::{MAX_PAYLOAD, MsgType, PayloadKind};
use crate::json::queue::SentJson;
use crate::outbox::Sent;

/// The most bytes read of a text or of JSON; what is longer is no message by far.
const MAX_INPUT: u64 = 64 * 1024;

/// Put a message into the queue
///
/// It needs no key: messages are signed when they are packed. A text is 220 bytes of UTF-8 at most;
/// a longer one is refused and never cut. The status kinds take JSON instead: node-status {v, up,
/// hr, sc, p, mc?, cap?}, version-signal {ver, feat, proto?}, merged-status {chain, sym, h, bv, bf}.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg send \"Hello, miners\"
  fortune -s | p2msg send -
  p2msg send --type node-status --data '{\"v\":\"1.0\",\"up\":60,\"hr\":0,\"sc\":8640,\"p\":3}'")]
pub struct SendArgs {
    /// The text; '-' is stdin, of which one line end at the end is left out
    #[arg(value_name = "TEXT|-", required_unless_present = "data")]
    text: Option<String>,

    /// The kind of message
    #[arg(long = "type", value_name = "KIND", value_enum, default_value_t = SendType::Chat)]
    kind: SendType,

    /// The JSON of a status kind: itself, @FILE, or '-' for stdin
    ///
    /// node-status: version, seconds up, hash rate in H/s, height of the share chain, peers, symbols
    /// of merge-mined chains, what the node can do. version-signal: version, features, protocol
    /// version. merged-status: chain, symbol, height, block value, blocks found. p2msg status makes a
    /// node-status by itself.
    #[arg(long, value_name = "JSON|@FILE|-", conflicts_with = "text")]
    data: Option<OsString>,
}

/// Put a pool announcement into the queue
///
/// The same as send --type announce.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg announce \"Node maintenance on Sunday, 12:00 UTC\"")]
pub struct AnnounceArgs {
    /// The text; '-' is stdin, of which one line end at the end is left out
    #[arg(value_name = "TEXT|-")]
    text: String,
}

/// Put an alert into the queue
///
/// The same as send --type alert. Nodes show alerts in a banner: for emergencies only.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg alert \"Do not mine on 10.0.0.1: it is on a fork\"")]
pub struct AlertArgs {
    /// The text; '-' is stdin, of which one line end at the end is left out
    #[arg(value_name = "TEXT|-")]
    text: String,
}

/// The kinds that a miner can send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SendType {
    /// A line to the other miners
    Chat,
    /// An announcement of the pool or its operator
    Announce,
    /// An emergency
    Alert,
    /// State of a node
    NodeStatus,
    /// What a node supports
    VersionSignal,
    /// State of a merge-mined chain
    MergedStatus,
}

impl SendType {
    fn msg_type(self) -> MsgType {
        match self {
            Self::Chat => MsgType::MINER_MESSAGE,
            Self::Announce => MsgType::POOL_ANNOUNCE,
            Self::Alert => MsgType::EMERGENCY,
            Self::NodeStatus => MsgType::NODE_STATUS,
            Self::VersionSignal => MsgType::VERSION_SIGNAL,
            Self::MergedStatus => MsgType::MERGED_STATUS,
        }
    }
}

/// A queued message for people.
pub(super) fn words(sent: &SentJson) -> String {
    format!(
        "queued as {} ({}, {} of {MAX_PAYLOAD} bytes), {} pending",
        sent.id, sent.type_name, sent.bytes, sent.pending
    )
}

/// Runs `send`.
///
/// # Errors
/// The text or the JSON is none, or too long; the queue cannot be changed.
pub fn run(args: SendArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let msg_type = args.kind.msg_type();
    let payload = match (args.data, args.text) {
        (Some(data), _) => {
            if msg_type.payload_kind() != PayloadKind::Json {
                return Err(wrong_form(msg_type, "text, not --data"));
            }
            let data = read_data(&data, settings)?;
            payload::from_json(msg_type, decoded(&data)?)?
        }
        (None, text) => {
            if msg_type.payload_kind() != PayloadKind::Text {
                return Err(wrong_form(msg_type, "JSON with --data, not text"));
            }
            payload::from_text(msg_type, &read_text(text.unwrap_or_default(), settings)?)?
        }
    };
    let sent = outbox::open(settings)?.send(msg_type, payload, settings.now())?;
    print(&sent, out)?;
    Ok(Outcome::Done)
}

/// Runs `announce`.
///
/// # Errors
/// As [`run`].
pub fn announce(
    args: AnnounceArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    run(text_of_kind(args.text, SendType::Announce), settings, out)
}

/// Runs `alert`.
///
/// # Errors
/// As [`run`].
pub fn alert(args: AlertArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    run(text_of_kind(args.text, SendType::Alert), settings, out)
}

fn text_of_kind(text: String, kind: SendType) -> SendArgs {
    SendArgs {
        text: Some(text),
        kind,
        data: None,
    }
}

fn wrong_form(msg_type: MsgType, takes: &str) -> CliError {
    CliError::usage("wrong_form", format!("{} takes {takes}", msg_type.name()))
        .hint("see: p2msg send --help")
}

fn read_text(text: String, settings: &Settings) -> Result<String, CliError> {
    if text != "-" {
        return Ok(text);
    }
    let bytes = settings.stdin().read_all("TEXT", MAX_INPUT)?;
    let mut text = std::str::from_utf8(decoded(&bytes)?).map_err(|error| {
        let offset = error.valid_up_to();
        CliError::malformed(
            "not_utf8",
            format!("the text on standard input is not UTF-8 at byte {offset}"),
        )
        .hint("nothing was queued; turn it into UTF-8 first, as with iconv")
    })?;
    if let Some(line) = text.strip_suffix('\n') {
        text = line.strip_suffix('\r').unwrap_or(line);
    }
    Ok(text.to_owned())
}

/// The bytes without a byte order mark.
///
/// # Errors
/// They are UTF-16.
fn decoded(bytes: &[u8]) -> Result<&[u8], CliError> {
    if is_utf16(bytes) {
        let error = CliError::malformed("utf16", format!("cannot read the content: {UTF16}"));
        return Err(error.hint("nothing was queued"));
    }
    Ok(without_bom(bytes))
}

fn read_data(data: &OsStr, settings: &Settings) -> Result<Vec<u8>, CliError> {
    if data == "-" {
        return settings.stdin().read_all("--data", MAX_INPUT);
    }
    let bytes = data.as_bytes();
    let Some(path) = bytes.strip_prefix(b"@").map(OsStr::from_bytes) else {
        return Ok(bytes.to_vec());
    };
    let path = Path::new(path);
    let mut json = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_INPUT + 1).read_to_end(&mut json))
        .map_err(|error| CliError::file("read the data in", path, error))?;
    if json.len() as u64 > MAX_INPUT {
        return Err(CliError::malformed(
            "input_too_long",
            format!("{} has more than {MAX_INPUT} bytes", path.display()),
        )
        .hint(format!(
            "nothing was queued; the JSON of a message has at most {MAX_PAYLOAD} bytes"
        )));
    }
    Ok(json)
}

/// Prints a message that was queued.
fn print(sent: &Sent, out: &mut Output) -> Result<(), CliError> {
    report(sent, out);
    let json = SentJson::new(&sent.entry, sent.pending);
    if !sent.was_there {
        out.changed(words(&json));
    }
    if out.json() {
        out.record(&json)
    } else {
        out.line(words(&json))
    }
}

/// Reports side effects of queueing a message.
pub(super) fn report(sent: &Sent, out: &Output) {
    outbox::report(&sent.settled, out);
    if sent.was_there {
        out.note(format!(
            "the very same message is in the queue already as {}; nodes would drop a copy",
            sent.entry.id
        ));
    }
}
