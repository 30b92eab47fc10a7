//! The outbox of this run, and consent to a rotation.

use super::error::CliError;
use super::output::Output;
use super::settings::Settings;
use super::terminal;
use crate::core::message::queue::{EntryId, Settled};
use crate::outbox::{Outbox, Rotation};

/// Opens the outbox that the settings name.
///
/// # Errors
/// The data folder is not known.
pub fn open(settings: &Settings) -> Result<Outbox, CliError> {
    let data = settings.data()?;
    let state_file = settings.signing_key_file()?;
    Ok(Outbox::new(data, settings.lock_timeout()).with_state_file(state_file))
}

/// A completed rotation in words.
pub fn rotated(rotation: Rotation) -> String {
    format!(
        "rotated to key_index {} from {}",
        rotation.to, rotation.from
    )
}

/// Asks for consent to a rotation.
///
/// # Errors
/// Kind refused.
pub fn consent_to_rotate(
    rotation: Rotation,
    settings: &Settings,
    out: &mut Output,
) -> Result<(), CliError> {
    let Rotation { from, to } = rotation;
    let question = format!(
        "Rotate from key_index {from} to {to} for good, so that nodes revoke {from} and what it \
         signed?"
    );
    terminal::consent(&question, settings, out)
}

/// Reports the changes that only the time made: expired messages as a warning, the rest with
/// `--verbose`.
pub fn report(settled: &Settled, out: &Output) {
    if !settled.expired.is_empty() {
        out.warning(format!(
            "expired unsent after 24 hours: {ids}; to send it again: p2msg queue retry {ids}",
            ids = list(&settled.expired)
        ));
    }
    if !settled.lease_over.is_empty() {
        out.detail(format!("lease over: {}", list(&settled.lease_over)));
    }
    if !settled.dropped.is_empty() {
        out.detail(format!("dropped after 30 days: {}", list(&settled.dropped)));
    }
}

/// The ids, separated by spaces.
pub fn list(ids: &[EntryId]) -> String {
    let ids: Vec<String> = ids.iter().map(EntryId::to_string).collect();
    ids.join(" ")
}
