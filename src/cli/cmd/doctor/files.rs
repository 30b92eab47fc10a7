//! The data folder and the files in it.

use std::fs::{self, Metadata};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use super::Report;
use crate::cli::error::CliError;
use crate::cli::settings::Settings;
use crate::core::queue::{Queue, State};
use crate::state::{DataDir, KeyLog, KeyState};

/// A message that has waited for longer, in seconds, may not make it: after 24 hours it expires.
const WAITS_LONG: u64 = 20 * 3_600;

/// Looks at them.
pub(super) fn look(settings: &Settings, report: &mut Report) {
    let data = match settings.data_dir() {
        Ok(path) => DataDir::new(path),
        Err(error) => return report.fails("data", &error),
    };
    look_at_folder(data.path(), report);
    match settings.signing_key_file() {
        Ok(path) => look_at_state(&path, settings, report),
        Err(error) => report.fails("key", &error),
    }
    if let Err(error) = KeyLog::load(&data.key_log_path()) {
        report.fails("key log", &error.into());
    }
    match data.read_queue() {
        Ok(queue) => look_at_queue(&queue, settings.now(), report),
        Err(error) => report.fails("queue", &error.into()),
    }
}

fn look_at_folder(path: &Path, report: &mut Report) {
    let shown = path.display();
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            if is_well_kept("data", path, &metadata, report) {
                let mode = metadata.permissions().mode() & 0o777;
                report.ok("data", format!("{shown}, mode {mode:04o}"));
            }
        }
        Ok(_) => report.wrong(
            "data",
            format!("{shown} is no folder"),
            "move it away, or name another folder with --data-dir",
        ),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => report.note(
            "data",
            format!("{shown} is not there yet"),
            "p2msg key init and p2msg send make it",
        ),
        Err(error) => report.fails("data", &CliError::file("look at", path, error)),
    }
}

/// Whether it is ours, and nobody else can change it.
fn is_well_kept(
    check: &'static str,
    path: &Path,
    metadata: &Metadata,
    report: &mut Report,
) -> bool {
    let shown = path.display();
    let mode = metadata.permissions().mode() & 0o777;
    // Where there is no /proc, nobody is told; the operating system refuses all the same.
    let me = fs::metadata("/proc/self").map_or(metadata.uid(), |own| own.uid());
    if metadata.uid() != me {
        let owner = metadata.uid();
        report.wrong(
            check,
            format!("{shown} belongs to user {owner}, and this is user {me}"),
            "run p2msg as the user that owns it",
        );
        return false;
    }
    if mode & 0o022 == 0 {
        return true;
    }
    let words = |who| format!("{shown} has mode {mode:04o}: {who} can change it");
    let hint = format!("chmod go-w {shown}");
    // A group is often that of one user alone.
    if mode & 0o002 == 0 {
        report.note(check, words("its group"), &hint);
    } else {
        report.wrong(check, words("others"), &hint);
    }
    false
}

fn look_at_state(path: &Path, settings: &Settings, report: &mut Report) {
    let shown = path.display();
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
    if let Ok(metadata) = fs::metadata(path)
        && is_well_kept("key", path, &metadata, report)
    {
        report.ok(
            "key",
            format!(
                "{shown}: key_index {}, signing_id {}",
                state.key_index, state.signing_id
            ),
        );
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
