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

use serde::Serialize;

pub use self::command::{KeyCommand, run};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::signer::KeyFiles;
use crate::core::announcement::Announcement;
use crate::core::hash::SigningId;
use crate::core::key::{KeyIndex, SigningPubkey};
use crate::state::KeyState;

/// The state file, and what is known besides.
#[derive(Debug, Serialize)]
struct StateReport {
    key_index: KeyIndex,
    signing_id: SigningId,
    created: u64,
    last_rotated: Option<u64>,
    messages_signed: u64,
    path: String,
    signing_pubkey: Option<SigningPubkey>,
    announcement: Option<String>,
}

impl StateReport {
    fn new(state: &KeyState, files: &KeyFiles, announcement: Option<&Announcement>) -> Self {
        Self {
            key_index: state.key_index,
            signing_id: state.signing_id,
            created: state.created,
            last_rotated: state.last_rotated,
            messages_signed: state.messages_signed,
            path: files.path.display().to_string(),
            signing_pubkey: announcement.map(|announcement| announcement.signing_pubkey),
            announcement: announcement.map(|announcement| hex::encode(announcement.write())),
        }
    }

    fn print(&self, out: &mut Output) -> Result<(), CliError> {
        if out.json() {
            return out.record("key", self);
        }
        let mut facts = vec![
            ("key_index", self.key_index.to_string()),
            ("signing_id", self.signing_id.to_string()),
            ("created", out.when(self.created)),
            (
                "last_rotated",
                self.last_rotated
                    .map_or_else(|| "never".to_owned(), |at| out.when(at)),
            ),
            ("messages_signed", self.messages_signed.to_string()),
            ("path", self.path.clone()),
        ];
        if let (Some(pubkey), Some(announcement)) = (&self.signing_pubkey, &self.announcement) {
            facts.push(("signing_pubkey", pubkey.to_string()));
            facts.push(("announcement", announcement.clone()));
        }
        out.facts(&facts)
    }
}
