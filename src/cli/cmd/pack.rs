//! `pack`: the queue's next messages, signed, as message_data for the next share.

use std::path::{Path, PathBuf};

use super::queue;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::Output;
use crate::cli::secret::KeyArgs;
use crate::cli::settings::Settings;
use crate::cli::signer::{self, KeyFiles};
use crate::core::announcement::Announcement;
use crate::core::envelope::{Envelope, MAX_ENVELOPE};
use crate::core::key::{KeyIndex, SigningKey};
use crate::core::pack::{self, Packed};
use crate::core::policy::accepted_by;
use crate::core::queue::{MAX_AGE_SECONDS, Queue, Settled, State};
use crate::json::queue::PackedJson;
use crate::json::record::AcceptedByJson;
use crate::state::atomic::{self, Prepared};
use crate::state::{KeyState, LockedDataDir, LockedKeyFile, LockedQueue};

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
/// The envelope is the plain one, for nodes that carry out the share messaging plan.
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
    /// When there is nothing to say, the file stays as it is.
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
        default_value_t = 600,
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
    let files = KeyFiles::new(settings)?;
    let signer = Signer::find(&args, &files, settings)?;
    if args.dry_run {
        let now = settings.now();
        let queue = files.data.read_queue()?;
        let packed = signer.pack(&args, &queue, now);
        let pending = queue.count(now, State::Pending);
        let json = signer.describe(&packed, pending.saturating_sub(packed.ids.len()));
        print(&json, None, out)?;
        say(&json, out);
        out.note("nothing was changed (--dry-run)");
        return Ok(Outcome::Done);
    }
    if let (Some(state), Some(index)) = (&signer.state, signer.rotation) {
        signer::consent_to_rotate(state, index, settings, out)?;
    }
    let json = hand_out(&args, &files, &signer, settings, out)?;
    say(&json, out);
    Ok(Outcome::Done)
}

/// What there is to sign and to announce with.
struct Signer {
    /// The state file as it was before the lock was taken.
    state: Option<KeyState>,
    /// The key_index to rotate to first.
    rotation: Option<KeyIndex>,
    /// The key in use, or rotated to; `None` if nothing needs it.
    key: Option<SigningKey>,
    /// What goes in front.
    announcement: Option<Announcement>,
}

impl Signer {
    /// Finds out what is needed and gets it. A key that is given is always read, so that a wrong
    /// one is found out at once; one is asked for only if something needs it.
    fn find(args: &PackArgs, files: &KeyFiles, settings: &Settings) -> Result<Self, CliError> {
        let given = args.key.read_given(settings)?;
        let needs_key =
            !args.announce_only && pack::needs_key(&files.data.read_queue()?, settings.now());
        let wants_state = needs_key || args.announce_only || settings.signing_key_index().is_some();
        let state = if wants_state {
            files.state()?
        } else {
            match files.data.key_state(&files.path)? {
                Some(state) => state,
                None => return Ok(Self::without_state()),
            }
        };
        let rotation = files.rotation(&state, settings)?;
        let logged = files.announcement(&state)?;
        let must_ask = needs_key || rotation.is_some() || (args.announce_only && logged.is_none());
        let given = match given {
            None if must_ask => Some(args.key.read(settings)?),
            given => given,
        };
        let key = match (given, rotation) {
            (Some(key), Some(index)) => Some(files.next_key(key, &state, index)?),
            (Some(key), None) => Some(files.current_key(key, &state)?),
            (None, _) => None,
        };
        let index = rotation.unwrap_or(state.key_index);
        let announcement = match &key {
            Some(key) => Some(key.announcement(index)),
            None => logged,
        };
        Ok(Self {
            state: Some(state),
            rotation,
            key,
            announcement: announcement.filter(|_| !args.no_announcement),
        })
    }

    /// For messages that need no signature, where there is no key.
    fn without_state() -> Self {
        Self {
            state: None,
            rotation: None,
            key: None,
            announcement: None,
        }
    }

    fn pack(&self, args: &PackArgs, queue: &Queue, now: u64) -> Packed {
        match &self.announcement {
            Some(announcement) if args.announce_only => pack::announce(announcement),
            announcement => pack::fill(queue, now, self.key.as_ref(), announcement.as_ref()),
        }
    }

    /// Locks the state file, if there is a key whose use it counts.
    fn lock_key_file<'a>(
        &self,
        files: &KeyFiles,
        lock: &'a LockedDataDir,
        settings: &Settings,
    ) -> Result<Option<LockedKeyFile<'a>>, CliError> {
        let (Some(state), Some(_)) = (&self.state, &self.key) else {
            return Ok(None);
        };
        let key_file = lock.key_file(&files.path, settings.lock_timeout())?;
        files.check_unchanged(state, key_file.state())?;
        Ok(Some(key_file))
    }

    /// Records a rotation and what was signed.
    fn record(
        &self,
        packed: &Packed,
        key_file: &mut LockedKeyFile<'_>,
        now: u64,
    ) -> Result<(), CliError> {
        if let (Some(key), Some(index)) = (&self.key, self.rotation) {
            key_file.rotate(&key.announcement(index), now)?;
        }
        if packed.signed > 0 {
            key_file.count_signed(packed.signed)?;
        }
        Ok(())
    }

    fn describe(&self, packed: &Packed, left: usize) -> PackedJson {
        let message_data = &packed.message_data;
        let key_index = self.state.as_ref().map(|state| state.key_index);
        let signing_id = self.state.as_ref().map(|state| state.signing_id);
        let accepted_by = (!message_data.is_empty())
            .then(|| accepted_by(message_data, &Envelope::read_plain(message_data)));
        PackedJson {
            message_data: hex::encode(message_data),
            bytes: message_data.len(),
            packed: packed.ids.clone(),
            left,
            key_index: self.rotation.or(key_index),
            signing_id: self.key.as_ref().map(SigningKey::signing_id).or(signing_id),
            announcement: packed.announced,
            accepted_by: accepted_by.as_ref().map(AcceptedByJson::new),
        }
    }
}

/// Packs, records and hands out, with the data folder locked.
///
/// The order of the steps that last is such that a kill between any two of them neither loses a
/// message nor hands one out twice within its lease:
///
/// 1. The file of `--out` is written beside its place and flushed. What is most likely to fail, a
///    full disk or a folder that cannot be written to, fails here, with nothing recorded yet.
/// 2. A rotation is recorded, then the count of signed messages. Killed after that, the messages
///    are pending still, and the next run signs them anew with the same key.
/// 3. The queue is saved: the messages are packed, with a lease. Killed after that, nobody has
///    them, and they are pending again when the lease is over.
/// 4. The file is renamed, or the hex printed: they are handed out. If that fails, the queue is
///    put back, since nobody has them.
///
/// With steps 3 and 4 the other way round, a kill between them would hand out the same messages
/// again at once.
fn hand_out(
    args: &PackArgs,
    files: &KeyFiles,
    signer: &Signer,
    settings: &Settings,
    out: &mut Output,
) -> Result<PackedJson, CliError> {
    let now = settings.now();
    let lock = files.data.lock(settings.lock_timeout())?;
    let mut locked = lock.queue()?;
    let mut key_file = signer.lock_key_file(files, &lock, settings)?;
    let settled = locked.queue.settle(now);
    let before = locked.queue.clone();
    let packed = signer.pack(args, &locked.queue, now);
    locked
        .queue
        .mark_packed(now, &packed.ids, now.saturating_add(args.lease))?;
    let json = signer.describe(&packed, locked.queue.count(now, State::Pending));
    let prepared = prepare(args.out.as_deref(), &json)?;
    if let Some(key_file) = &mut key_file {
        signer.record(&packed, key_file, now)?;
    }
    if !packed.ids.is_empty() || settled != Settled::default() {
        locked.save()?;
        queue::report(&settled, out);
    }
    print(&json, prepared, out).map_err(|error| match packed.ids.as_slice() {
        [] => error,
        _ => put_back(error, &mut locked, before),
    })?;
    Ok(json)
}

/// Makes the messages pending again that could not be handed out.
fn put_back(error: CliError, locked: &mut LockedQueue<'_>, before: Queue) -> CliError {
    locked.queue = before;
    match locked.save() {
        Ok(()) => error.hint("nothing was handed out; the messages are still pending"),
        Err(_) => error.hint(
            "the messages are pending again when their lease is over, or with p2msg queue retry",
        ),
    }
}

/// Writes the hex beside the file that it is to replace.
fn prepare(path: Option<&Path>, json: &PackedJson) -> Result<Option<Prepared>, CliError> {
    match path {
        Some(path) if json.bytes > 0 => {
            let line = format!("{}\n", json.message_data);
            Ok(Some(atomic::prepare(path, line.as_bytes(), PUBLIC)?))
        }
        _ => Ok(None),
    }
}

/// Hands the envelope out: puts the file in place, or prints.
fn print(json: &PackedJson, prepared: Option<Prepared>, out: &mut Output) -> Result<(), CliError> {
    let to_file = prepared.is_some();
    if let Some(prepared) = prepared {
        prepared.commit()?;
    }
    if out.json() {
        out.record(json)?;
    } else if !to_file && json.bytes > 0 {
        out.line(json.message_data.as_str())?;
    }
    out.flush()
}

/// Says on stderr what is inside and whom it is for.
fn say(json: &PackedJson, out: &Output) {
    let Some(accepted_by) = &json.accepted_by else {
        out.note("nothing to pack");
        return;
    };
    let messages = match json.packed.as_slice() {
        [] => "no message".to_owned(),
        [id] => format!("message {id}"),
        ids => format!("messages {}", queue::list(ids)),
    };
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
    for (name, verdict) in verdicts {
        if let Some(why) = &verdict.why {
            out.detail(format!("refused by {name}: {why}"));
        }
    }
}
