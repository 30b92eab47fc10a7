//! The data folder and the files in it.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use super::Report;
use crate::cli::error::CliError;
use crate::cli::settings::Settings;
use crate::core::queue::{Queue, State};
use crate::state::{DataDir, KeyLog, KeyState, quoted};

/// A message that has waited for longer, in seconds, may not make it: after 24 hours it expires.
const WAITS_LONG: u64 = 20 * 3_600;

/// How closed a file has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closed {
    /// Nobody else may change it.
    ToWriters,
    /// Mode 0600.
    ToAll,
}

/// Looks at them.
pub(super) fn look(settings: &Settings, report: &mut Report) {
    let data = match settings.data_dir() {
        Ok(path) => DataDir::new(path),
        Err(error) => return report.fails("data", &error),
    };
    look_at_folder(data.path(), report);
    // What root does in the folder of another user must not lock that user out.
    let owner = fs::metadata(data.path()).ok().map(|folder| folder.uid());
    let owner = owner.or_else(own_user);
    match settings.signing_key_file() {
        Ok(path) => look_at_state(&path, settings, owner, report),
        Err(error) => report.fails("key", &error),
    }
    look_at_key_log(&data.key_log_path(), owner, report);
    match data.read_queue() {
        Ok(queue) => look_at_queue(&queue, settings.now(), report),
        Err(error) => report.fails("queue", &error.into()),
    }
    is_well_kept(
        "queue",
        &data.queue_path(),
        Closed::ToWriters,
        owner,
        report,
    );
    let token = data.serve_token_path();
    if is_well_kept("token", &token, Closed::ToAll, owner, report) {
        let words = format!("{}, mode 0600; it stays closed", token.display());
        report.ok("token", words);
    }
    is_well_kept("lock", &data.lock_path(), Closed::ToWriters, owner, report);
}

fn look_at_folder(path: &Path, report: &mut Report) {
    let shown = path.display();
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            if is_ours(path, &metadata, report) {
                let mode = mode_of(&metadata);
                report.ok("data", format!("{shown}, mode {mode:04o}"));
            }
        }
        Ok(_) => report.wrong(
            "data",
            format!("{shown} is no folder"),
            "move it away, or name another folder with --data-dir",
        ),
        Err(error) if error.kind() == io::ErrorKind::NotFound => report.note(
            "data",
            format!("{shown} is not there yet"),
            "p2msg key init and p2msg send make it",
        ),
        Err(error) => report.fails("data", &CliError::file("look at", path, error)),
    }
}

/// Whether the folder is ours, and nobody else can change what is in it.
fn is_ours(path: &Path, metadata: &Metadata, report: &mut Report) -> bool {
    let shown = path.display();
    let owner = metadata.uid();
    if let Some(me) = own_user()
        && owner != me
    {
        report.wrong(
            "data",
            format!("{shown} belongs to user {owner}, and this is user {me}"),
            &format!("run p2msg as the user that owns it: sudo -u '#{owner}' p2msg doctor"),
        );
        return false;
    }
    let mode = mode_of(metadata);
    let Some(who) = who_can(mode & 0o022) else {
        return true;
    };
    let words = format!("{shown} has mode {mode:04o}: {who}");
    let hint = format!("chmod go-w {}", quoted(path));
    // A group is often that of one user alone.
    if mode & 0o002 == 0 {
        report.note("data", words, &hint);
    } else {
        report.wrong("data", words, &hint);
    }
    false
}

/// The user that runs this. Where there is no /proc, nobody is told; the operating system refuses
/// all the same.
fn own_user() -> Option<u32> {
    fs::metadata("/proc/self").ok().map(|own| own.uid())
}

fn mode_of(metadata: &Metadata) -> u32 {
    metadata.permissions().mode() & 0o777
}

/// The most that `mode` lets anybody but the owner do.
fn who_can(mode: u32) -> Option<&'static str> {
    let rights = [
        (0o002, "others can change it"),
        (0o020, "its group can change it"),
        (0o004, "others can read it"),
        (0o040, "its group can read it"),
    ];
    let granted = rights.into_iter().find(|(bit, _)| mode & bit != 0);
    granted.map(|(_, who)| who)
}

/// Whether a file is there, belongs to `owner` and is closed to others; what is no file is for who
/// reads it to say.
fn is_well_kept(
    check: &'static str,
    path: &Path,
    closed: Closed,
    owner: Option<u32>,
    report: &mut Report,
) -> bool {
    let shown = path.display();
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return false;
    };
    if !metadata.is_file() {
        return false;
    }
    let found = metadata.uid();
    if let Some(owner) = owner
        && found != owner
    {
        report.wrong(
            check,
            format!("{shown} belongs to user {found}, not to user {owner}"),
            &format!("sudo chown {owner} {}", quoted(path)),
        );
        return false;
    }
    let mode = mode_of(&metadata);
    let Some(who) = who_can(mode) else {
        return true;
    };
    let words = format!("{shown} has mode {mode:04o}: {who}");
    let hint = format!("chmod 600 {}", quoted(path));
    if closed == Closed::ToAll || mode & 0o002 != 0 {
        report.wrong(check, words, &hint);
    } else {
        report.note(check, words, &hint);
    }
    false
}

fn look_at_state(path: &Path, settings: &Settings, owner: Option<u32>, report: &mut Report) {
    let shown = path.display();
    let is_closed = is_well_kept("key", path, Closed::ToAll, owner, report);
    let state = match KeyState::load(path) {
        Ok(Some(state)) => state,
        Ok(None) => {
            return report.note(
                "key",
                format!("{shown} is not there yet"),
                "p2msg key init --master-key-file FILE makes it; to read shares needs none",
            );
        }
        Err(error) => return report.fails("key", &error.into()),
    };
    if let Some(asked) = settings.signing_key_index()
        && asked < state.key_index
    {
        report.wrong(
            "key",
            format!(
                "the settings ask for key_index {asked}, {shown} has {}",
                state.key_index
            ),
            "nodes have revoked what is below: leave out signing-key-index",
        );
    }
    if is_closed {
        report.ok(
            "key",
            format!(
                "{shown}: key_index {}, signing_id {}",
                state.key_index, state.signing_id
            ),
        );
    }
}

fn look_at_key_log(path: &Path, owner: Option<u32>, report: &mut Report) {
    let is_closed = is_well_kept("key log", path, Closed::ToWriters, owner, report);
    match KeyLog::load(path) {
        Ok(_) if is_closed => report.ok("key log", format!("{}, mode 0600", path.display())),
        Ok(_) => {}
        Err(error) => report.fails("key log", &error.into()),
    }
}

fn look_at_queue(queue: &Queue, now: u64, report: &mut Report) {
    let count = |state| queue.count(now, state);
    let waiting = |state| matches!(state, State::Pending | State::Packed);
    let oldest = queue
        .entries()
        .iter()
        .filter(|entry| waiting(entry.state_at(now)))
        .map(|entry| entry.age(now))
        .max();
    let words = format!(
        "{} pending, {} packed, {} sent, {} expired",
        count(State::Pending),
        count(State::Packed),
        count(State::Sent),
        count(State::Expired)
    );
    if oldest.is_some_and(|age| age > WAITS_LONG) {
        report.note(
            "queue",
            format!("{words}; the oldest has waited for more than 20 hours"),
            "after 24 hours it expires: p2msg pack, and see that the node finds shares",
        );
    } else if count(State::Expired) > 0 {
        report.note(
            "queue",
            words,
            "p2msg queue list --all shows what expired, p2msg queue retry ID sends it again",
        );
    } else {
        report.ok("queue", words);
    }
}
