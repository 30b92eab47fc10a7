//! `pack`: the queue's next messages, signed, as message_data for the next share.

use std::path::{Path, PathBuf};

use crate::cli::error::{CliError, Outcome};
use crate::cli::outbox;
use crate::cli::output::{Output, closed_stdout, is_stdout};
use crate::cli::secret::KeyArgs;
use crate::cli::settings::Settings;
use crate::core::message::decode::MAX_AHEAD;
use crate::core::message::envelope::{Envelope, MAX_ENVELOPE};
use crate::core::message::policy::accepted_by;
use crate::core::message::queue::MAX_AGE_SECONDS;
use crate::data::atomic::{self, Prepared};
use crate::json::queue::PackedJson;
use crate::json::record::AcceptedByJson;
use crate::outbox::{
    Contents, DEFAULT_LEASE_SECONDS, Handover, KeyFiles, Outgoing, PackRequest, Rotation,
};

/// Mode of the file that `--out` names: message_data is public as soon as a share carries it.
const PUBLIC: u32 = 0o644;

/// Sign and pack the next messages of the queue as message_data for a share
///
/// Prints hex, and nothing at all when there is nothing to say. Messages go in as they were queued,
/// at most 3 and 512 bytes; what does not fit waits for the next share, and none overtakes it.
/// What was packed is not packed again before its lease is over, unless `queue retry` says so; then
/// it is the same message again, which nodes know by its message_hash.
///
/// The announcement of the signing key goes in front, also of messages that are not signed if the
/// key is given or the key log knows its public part. The key is needed to sign: a queue of status
/// messages alone packs without. It must be the key that the state file names; with a higher
/// --signing-key-index the key is rotated first, for good.
///
/// The envelope is the plain one, for nodes that implement the share messaging plan. Deployed nodes
/// reject a share with it and ban its sender at each reconnect: the sender then mines a private fork,
/// which costs money. It is safe only on a private chain whose nodes all implement the plan.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg pack --dry-run --master-key-file master.key
  p2msg pack --out next_message_data.hex --signing-wif-file signing.wif
  p2msg pack --announce-only")]
pub struct PackArgs {
    /// Print what would be packed, and change nothing
    #[arg(long, conflicts_with = "out")]
    dry_run: bool,

    /// Write the hex to this file, replaced whole, instead of stdout
    ///
    /// When there is nothing to say, the file stays as it is. - is stdout.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Leave the announcement out
    #[arg(long)]
    no_announcement: bool,

    /// Pack the announcement and no message
    #[arg(long, conflicts_with = "no_announcement")]
    announce_only: bool,

    /// How long what is packed is not packed again; at most a day
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = DEFAULT_LEASE_SECONDS,
        value_parser = clap::value_parser!(u64).range(0..=MAX_AGE_SECONDS)
    )]
    lease: u64,

    #[command(flatten)]
    key: KeyArgs,
}

/// Runs the command.
///
/// # Errors
/// A key is needed and not given, or is another one than the state file names; consent to a
/// rotation is not given; a file cannot be written.
pub fn run(args: PackArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let outbox = outbox::open(settings)?;
    // A key that is given is always read, so that a wrong one is reported at once.
    let given = args.key.read_given(settings)?;
    let mut plan = outbox.plan(args.request(settings), settings.now())?;
    let key = match given {
        None if plan.needs_key() => Some(args.key.read(settings)?),
        given => given,
    };
    if let Some(key) = key {
        plan.use_key(key)?;
    }
    if args.dry_run {
        let outgoing = plan.preview(settings.now())?;
        warn_of_postdated(&outgoing, out);
        let json = PackedJson::new(&outgoing);
        print(&json, out)?;
        say(&json, out);
        out.note("nothing was changed (--dry-run)");
        return Ok(Outcome::Done);
    }
    let rotation = plan.rotation();
    if let Some(rotation) = rotation {
        outbox::consent_to_rotate(rotation, settings, out)?;
    }
    let path = args.out.filter(|path| !is_stdout(path));
    let handover = ToFileOrStdout {
        path: path.as_deref(),
        prepared: None,
        out: &mut *out,
    };
    let packed = plan.pack(settings.now(), handover);
    if let Some(rotation) = rotation.filter(|rotation| is_recorded(*rotation, outbox.keys())) {
        out.changed(outbox::rotated(rotation));
    }
    let json = PackedJson::new(&packed?);
    if let Some(path) = path.filter(|_| json.bytes > 0) {
        out.changed(format!("wrote {} with {}", path.display(), contents(&json)));
        if out.json() {
            out.record(&json)?;
        }
    }
    say(&json, out);
    Ok(Outcome::Done)
}

impl PackArgs {
    fn request(&self, settings: &Settings) -> PackRequest {
        PackRequest {
            contents: match (self.announce_only, self.no_announcement) {
                (true, _) => Contents::Announcement,
                (false, true) => Contents::Messages,
                (false, false) => Contents::MessagesAndAnnouncement,
            },
            key_index: settings.signing_key_index(),
            lease_seconds: self.lease,
        }
    }
}

impl PackedJson {
    fn new(outgoing: &Outgoing) -> Self {
        let message_data = &outgoing.packed.message_data;
        let accepted_by = (!message_data.is_empty())
            .then(|| accepted_by(message_data, &Envelope::read_plain(message_data)));
        Self {
            message_data: hex::encode(message_data),
            bytes: message_data.len(),
            packed: outgoing.packed.ids.clone(),
            left: outgoing.left,
            key_index: outgoing.key_index,
            signing_id: outgoing.signing_id,
            announcement: outgoing.packed.announced,
            accepted_by: accepted_by.as_ref().map(AcceptedByJson::new),
        }
    }
}

/// Hands the envelope over to the file that `--out` names, or to stdout.
struct ToFileOrStdout<'a> {
    path: Option<&'a Path>,
    prepared: Option<Prepared>,
    out: &'a mut Output,
}

impl Handover for ToFileOrStdout<'_> {
    type Error = CliError;

    fn prepare(&mut self, outgoing: &Outgoing) -> Result<(), CliError> {
        let message_data = &outgoing.packed.message_data;
        if let Some(path) = self.path
            && !message_data.is_empty()
        {
            let line = format!("{}\n", hex::encode(message_data));
            self.prepared = Some(atomic::prepare(path, line.as_bytes(), PUBLIC)?);
        }
        Ok(())
    }

    fn hand_over(&mut self, outgoing: &Outgoing) -> Result<(), CliError> {
        outbox::report(&outgoing.settled, self.out);
        warn_of_postdated(outgoing, self.out);
        if let Some(prepared) = self.prepared.take() {
            return Ok(prepared.commit()?);
        }
        let json = PackedJson::new(outgoing);
        if json.bytes == 0 {
            return print(&json, self.out);
        }
        if self.out.is_closed() {
            return Err(closed_stdout().of_closed_stdout());
        }
        print(&json, self.out)
    }
}

/// Whether the state file contains the rotation, also after a failure of the steps that follow it.
fn is_recorded(rotation: Rotation, keys: &KeyFiles) -> bool {
    keys.state()
        .is_ok_and(|state| state.key_index == rotation.to)
}

/// Reports messages that wait because the clock was ahead when they were queued.
fn warn_of_postdated(outgoing: &Outgoing, out: &Output) {
    if !outgoing.postdated.is_empty() {
        out.warning(format!(
            "dated more than {MAX_AHEAD} s in the future, so nodes would reject them now; they stay \
             pending: {ids}; check the clock, or remove them and send them again",
            ids = outbox::list(&outgoing.postdated)
        ));
    }
}

/// Prints message_data.
fn print(json: &PackedJson, out: &mut Output) -> Result<(), CliError> {
    if out.json() {
        out.record(json)?;
    } else if json.bytes > 0 {
        out.line(json.message_data.as_str())?;
    }
    out.flush()
}

/// The messages in an envelope.
fn contents(json: &PackedJson) -> String {
    match json.packed.as_slice() {
        [] => "no message".to_owned(),
        [id] => format!("message {id}"),
        ids => format!("messages {}", outbox::list(ids)),
    }
}

/// Says on stderr what is inside and whom it is for.
fn say(json: &PackedJson, out: &Output) {
    let Some(accepted_by) = &json.accepted_by else {
        out.note("nothing to pack");
        return;
    };
    let messages = contents(json);
    let announcement = match (json.announcement, json.key_index) {
        (true, Some(index)) => format!(" and the announcement of key_index {index}"),
        _ => String::new(),
    };
    out.note(format!(
        "{messages}{announcement} in {} of {MAX_ENVELOPE} bytes, {} left in the queue",
        json.bytes, json.left
    ));
    let verdicts = [
        ("plan", &accepted_by.plan),
        ("v36-release", &accepted_by.v36_release),
        ("c2pool", &accepted_by.c2pool),
    ];
    let names = |ok: bool| {
        let names = verdicts.iter().filter(|(_, verdict)| verdict.ok == ok);
        names.map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    };
    out.note(format!(
        "a share with it is accepted by nodes of these kinds: {}; refused by: {}",
        names(true),
        names(false)
    ));
    if !accepted_by.v36_release.ok {
        out.note(
            "deployed nodes ban the sender of such a share at each reconnect: it then mines a private \
             fork, which costs money; use it only on a private chain whose nodes all implement the \
             share messaging plan",
        );
    }
    for (name, verdict) in verdicts {
        if let Some(why) = &verdict.why {
            out.detail(format!("refused by {name}: {why}"));
        }
    }
}
