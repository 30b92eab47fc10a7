//! `send`, `announce` and `alert`: messages into the queue.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use clap::ValueEnum;

use super::queue;
use crate::cli::error::{CliError, Outcome};
use crate::cli::exposure::looks_like_key;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::core::message::{MAX_PAYLOAD, MsgType, PayloadKind};
use crate::core::payload;
use crate::core::queue::{Added, Entry, Settled, State};
use crate::json::queue::SentJson;
use crate::state::{DataDir, LockedDataDir};

/// The most bytes read of a text or of JSON; what is longer is no message by far.
const MAX_INPUT: u64 = 64 * 1024;

/// What a miner can send as text.
const TEXT_KINDS: [MsgType; 3] = [
    MsgType::MINER_MESSAGE,
    MsgType::POOL_ANNOUNCE,
    MsgType::EMERGENCY,
];

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
    #[arg(long = "type", value_name = "KIND", value_enum, default_value_t = Kind::Chat)]
    kind: Kind,

    /// The JSON of a status kind: itself, @FILE, or '-' for stdin
    ///
    /// node-status: version, seconds up, hash rate in H/s, height of the share chain, peers, symbols
    /// of merge-mined chains, what the node can do. version-signal: version, features, protocol
    /// version. merged-status: chain, symbol, height, block value, blocks found. p2msg status makes a
    /// node-status by itself.
    #[arg(long, value_name = "JSON|@FILE|-", conflicts_with = "text")]
    data: Option<String>,
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
enum Kind {
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

impl Kind {
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
            let json = read_data(&data, settings)?;
            payload::from_json(msg_type, &json)
        }
        (None, text) => {
            if msg_type.payload_kind() != PayloadKind::Text {
                return Err(wrong_form(msg_type, "JSON with --data, not text"));
            }
            payload::from_text(msg_type, &read_text(text.unwrap_or_default(), settings)?)
        }
    };
    enqueue(msg_type, payload?, settings, out)
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
    run(text_of_kind(args.text, Kind::Announce), settings, out)
}

/// Runs `alert`.
///
/// # Errors
/// As [`run`].
pub fn alert(args: AlertArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    run(text_of_kind(args.text, Kind::Alert), settings, out)
}

fn text_of_kind(text: String, kind: Kind) -> SendArgs {
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
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        CliError::malformed(
            "not_utf8",
            format!("the text on standard input is not UTF-8 at byte {offset}"),
        )
        .hint("nothing was queued; turn it into UTF-8 first, as with iconv")
    })?;
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    Ok(text)
}

fn read_data(data: &str, settings: &Settings) -> Result<Vec<u8>, CliError> {
    if data == "-" {
        return settings.stdin().read_all("--data", MAX_INPUT);
    }
    let Some(path) = data.strip_prefix('@').map(Path::new) else {
        return Ok(data.as_bytes().to_vec());
    };
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

fn enqueue(
    msg_type: MsgType,
    payload: Vec<u8>,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let (sent, _) = put(msg_type, payload, Pending::Keep, settings, out)?;
    if out.json() {
        out.record(&sent)?;
    } else {
        out.line(words(&sent))?;
    }
    Ok(Outcome::Done)
}

/// What becomes of pending messages of the same kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pending {
    /// They wait before the new one.
    Keep,
    /// The new one takes their place.
    Replace,
}

/// Puts a message into the queue, and gives the entries that it replaced too.
///
/// # Errors
/// The payload looks like a private key; the queue cannot be changed.
pub(super) fn put(
    msg_type: MsgType,
    payload: Vec<u8>,
    pending: Pending,
    settings: &Settings,
    out: &Output,
) -> Result<(SentJson, Vec<Entry>), CliError> {
    refuse_key(&payload)?;
    let lock = queue::lock(settings)?;
    let put = put_in(&lock, msg_type, payload, pending, settings.now())?;
    queue::report(&put.settled, out);
    if put.was_there {
        out.note(format!(
            "the very same message is in the queue already as {}; nodes would drop a copy",
            put.sent.id
        ));
    }
    Ok((put.sent, put.replaced))
}

/// Queues a text in the data folder `data`, as `send --type KIND` does; `kind` can also be the
/// protocol's name.
///
/// # Errors
/// There is no such kind of text, the text is too long or a key; the queue cannot be changed.
pub(super) fn put_text(
    kind: &str,
    text: &str,
    data: &DataDir,
    lock_timeout: Duration,
    now: u64,
) -> Result<SentJson, CliError> {
    let by_name = || MsgType::from_name(kind);
    let msg_type = Kind::from_str(kind, false).map_or_else(|_| by_name(), |k| Some(k.msg_type()));
    let Some(msg_type) = msg_type.filter(|msg_type| TEXT_KINDS.contains(msg_type)) else {
        return Err(
            CliError::usage("wrong_form", "the type is none of chat, announce and alert")
                .hint("give one of these; the status kinds are sent with p2msg send --data"),
        );
    };
    let payload = payload::from_text(msg_type, text)?;
    refuse_key(&payload)?;
    let lock = data.lock(lock_timeout)?;
    Ok(put_in(&lock, msg_type, payload, Pending::Keep, now)?.sent)
}

/// What became of the queue.
struct Put {
    sent: SentJson,
    replaced: Vec<Entry>,
    settled: Settled,
    /// The very same message was in the queue before.
    was_there: bool,
}

fn put_in(
    lock: &LockedDataDir,
    msg_type: MsgType,
    payload: Vec<u8>,
    pending: Pending,
    now: u64,
) -> Result<Put, CliError> {
    let bytes = payload.len();
    let mut locked = lock.queue()?;
    let mut settled = locked.queue.settle(now);
    let flags = msg_type.builder_flags();
    let (added, replaced) = match pending {
        Pending::Keep => {
            let added = locked.queue.add(now, msg_type, flags, payload)?;
            (added, Vec::new())
        }
        Pending::Replace => locked.queue.add_replacing(now, msg_type, flags, payload)?,
    };
    let was_there = matches!(added, Added::AlreadyThere(_));
    if was_there {
        // Nothing is saved, so whoever changes the queue next has this to report.
        settled = Settled::default();
    } else {
        locked.save()?;
    }
    let entry = locked.queue.get(added.id())?;
    let sent = SentJson {
        id: entry.id,
        type_name: msg_type.name().into_owned(),
        message_hash: entry.message_hash,
        bytes,
        pending: locked.queue.count(now, State::Pending),
    };
    Ok(Put {
        sent,
        replaced,
        settled,
        was_there,
    })
}

/// Refuses to publish what looks like a private key. Of arguments this was checked before; this is
/// for what comes from stdin or a file.
fn refuse_key(payload: &[u8]) -> Result<(), CliError> {
    let text = String::from_utf8_lossy(payload);
    if looks_like_key(OsStr::new(text.as_ref())) {
        return Err(CliError::refused(
            "secret_in_message",
            "the message looks like a private key; it would be public for ever",
        )
        .hint("nothing was queued; say it in other words"));
    }
    Ok(())
}
