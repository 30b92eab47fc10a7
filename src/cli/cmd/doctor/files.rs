//! The data folder and the files in it.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use rustix::process::geteuid;

use super::Findings;
use crate::cli::error::CliError;
use crate::cli::hints::{REACHABLE_FOLDER, is_unreachable, quoted};
use crate::cli::settings::Settings;
use crate::core::message::queue::{Queue, State};
use crate::data::{DataDir, DataError};

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

/// Checks them.
pub(super) fn check(settings: &Settings, report: &mut Findings) {
    let data = match settings.data() {
        Ok(data) => data,
        Err(error) => return report.fails("data", &error),
    };
    if !look_at_folder(&data, report) {
        return;
    }
    if let Some(other) = settings.other_data_dir() {
        look_at_other_folder(other, data.path(), settings, report);
    }
    if let Ok(state_file) = settings.signing_key_file() {
        for (path, count) in data.replaced_characters(&state_file) {
            let path = path.display();
            report.note(
                "data",
                format!("{path}: unreadable characters replaced by U+FFFD: {count}"),
                "another program wrote them; the next change of the file removes them",
            );
        }
    }
    // What root does in the folder of another user must not lock that user out.
    let owner = fs::metadata(data.path()).ok().map(|folder| folder.uid());
    let owner = owner.unwrap_or(geteuid().as_raw());
    match settings.signing_key_file() {
        Ok(path) => look_at_state(&path, settings, owner, report),
        Err(error) => report.fails("key", &error),
    }
    look_at_key_log(&data, owner, report);
    let path = data.queue_path();
    match data.read_queue() {
        Ok(queue) => look_at_queue(&queue, settings.now(), report),
        Err(error) if is_about(&error, &path) => {}
        Err(error) => report.fails("queue", &error.into()),
    }
    is_well_kept("queue", &path, Closed::ToWriters, owner, report);
    let token = data.serve_token_path();
    if is_well_kept("token", &token, Closed::ToAll, owner, report) {
        let words = format!("{}, mode 0600; it stays closed", token.display());
        report.ok("token", words);
    }
    is_well_kept("lock", &data.lock_path(), Closed::ToWriters, owner, report);
}

/// Whether the files in the folder are worth a check.
fn look_at_folder(data: &DataDir, report: &mut Findings) -> bool {
    let shown = data.path().display();
    if let Err(error) = data.check() {
        report.fails("data", &error.into());
        return false;
    }
    match fs::metadata(data.path()) {
        Ok(metadata) => {
            let mode = mode_of(&metadata);
            report.ok("data", format!("{shown}, mode {mode:04o}"));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => report.note(
            "data",
            format!("{shown} is not there yet"),
            "p2msg key init and p2msg send make it",
        ),
        Err(error) if data.is_absent() => report.note(
            "data",
            format!("{shown} cannot be reached: {error}"),
            "name another folder with --data-dir",
        ),
        Err(error) => report.fails("data", &CliError::file("check", data.path(), error)),
    }
    true
}

/// Reports the other default folder that contains p2msg's files.
fn look_at_other_folder(other: &Path, used: &Path, settings: &Settings, report: &mut Findings) {
    let data = settings.data_folder(other);
    let key = match settings.read_key_state(&data.signing_key_path()) {
        Ok(Some(state)) => format!("key_index {}", state.key_index),
        Ok(None) => "no signing key".to_owned(),
        Err(error) => error.to_string(),
    };
    let queue = match data.read_queue() {
        Ok(queue) => {
            let pending = queue.count(settings.now(), State::Pending);
            format!("{pending} pending")
        }
        Err(error) => error.to_string(),
    };
    let (other, used) = (other.display(), used.display());
    report.note(
        "data",
        format!("{other} also contains p2msg's files ({key}, {queue}); p2msg uses {used}"),
        "name the folder to use with --data-dir, or with data-dir in the config file",
    );
}

/// Whether the error is what [`is_well_kept`] reports of the file at `path`.
fn is_about(error: &DataError, path: &Path) -> bool {
    match error {
        DataError::ForeignOwner { path: found, .. }
        | DataError::WritableByOthers { path: found, .. } => found == path,
        _ => false,
    }
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
    owner: u32,
    report: &mut Findings,
) -> bool {
    let shown = path.display();
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return false;
    };
    let metadata = match metadata.is_symlink() {
        true => {
            report.note(
                check,
                format!("{shown} is a symbolic link; commands that change the file refuse it"),
                "put the file in place of the link, or name its folder with --data-dir",
            );
            fs::metadata(path).unwrap_or(metadata)
        }
        false => metadata,
    };
    if !metadata.is_file() {
        return false;
    }
    let found = metadata.uid();
    if found != owner {
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
    if closed == Closed::ToAll || mode & 0o022 != 0 {
        report.wrong(check, words, &hint);
    } else {
        report.note(check, words, &hint);
    }
    false
}

fn look_at_state(path: &Path, settings: &Settings, owner: u32, report: &mut Findings) {
    let shown = path.display();
    let is_closed = is_well_kept("key", path, Closed::ToAll, owner, report);
    let state = match settings.read_key_state(path) {
        Ok(Some(state)) => state,
        Ok(None) => {
            let hint = match is_unreachable(path) {
                true => REACHABLE_FOLDER,
                false => {
                    "p2msg key init --master-key-file FILE makes it; to read shares needs none"
                }
            };
            return report.note("key", format!("{shown} is not there yet"), hint);
        }
        Err(error) if is_about(&error, path) => return,
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

fn look_at_key_log(data: &DataDir, owner: u32, report: &mut Findings) {
    let path = data.key_log_path();
    let is_closed = is_well_kept("key log", &path, Closed::ToWriters, owner, report);
    match data.key_log() {
        Ok(_) if is_closed => report.ok("key log", format!("{}, mode 0600", path.display())),
        Ok(_) => {}
        Err(error) if is_about(&error, &path) => {}
        Err(error) => report.fails("key log", &error.into()),
    }
}

fn look_at_queue(queue: &Queue, now: u64, report: &mut Findings) {
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
