//! `key ...`: the signing key and its state file.

pub mod announce;
pub mod check;
mod command;
pub mod derive;
pub mod export;
pub mod init;
pub mod log;
pub mod rotate;
pub mod show;

pub use self::command::{KeyCommand, run};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::key::announcement::Announcement;
use crate::data::KeyState;
use crate::json::key::{KeyJson, KeyStateJson};
use crate::outbox::KeyFiles;

/// The view of the state file; `announcement` is that of its key, if it is known.
fn report(state: &KeyState, files: &KeyFiles, announcement: Option<&Announcement>) -> KeyStateJson {
    KeyStateJson {
        key_index: state.key_index,
        signing_id: state.signing_id,
        created: state.created,
        last_rotated: state.last_rotated,
        messages_signed: state.messages_signed,
        path: files.path().display().to_string(),
        signing_pubkey: announcement.map(|announcement| announcement.signing_pubkey),
        announcement: announcement.map(|announcement| hex::encode(announcement.write())),
        previous_key_index: None,
        dry_run: None,
        out: None,
    }
}

fn print(report: KeyStateJson, out: &mut Output) -> Result<(), CliError> {
    if out.json() {
        return out.record(&KeyJson::State(report));
    }
    let mut facts = vec![
        ("key_index", report.key_index.to_string()),
        ("signing_id", report.signing_id.to_string()),
        ("created", out.when(report.created)),
        (
            "last_rotated",
            report
                .last_rotated
                .map_or_else(|| "never".to_owned(), |at| out.when(at)),
        ),
        ("messages_signed", report.messages_signed.to_string()),
        ("path", report.path.clone()),
    ];
    if let (Some(pubkey), Some(announcement)) = (&report.signing_pubkey, &report.announcement) {
        facts.push(("signing_pubkey", pubkey.to_string()));
        facts.push(("announcement", announcement.clone()));
    }
    out.facts(&facts)
}
