//! Values that shells offer for arguments.

use clap_complete::engine::CompletionCandidate;

use crate::core::message::MsgType;

/// The kinds of messages, as commands take them.
pub fn msg_types() -> Vec<CompletionCandidate> {
    let kinds = MsgType::KNOWN.into_iter();
    kinds
        .filter_map(|kind| {
            let help = kind.name().into_owned().into();
            Some(CompletionCandidate::new(kind.short_name()?).help(Some(help)))
        })
        .collect()
}
