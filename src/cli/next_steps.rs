//! What somebody who types `p2msg` and nothing else may want to do next.

use super::hints::{REACHABLE_FOLDER, is_unreachable};
use super::settings::Settings;
use crate::core::message::queue::State;

/// The next steps, the most likely first, by what is in the data folder.
pub fn next_steps(settings: &Settings) -> Vec<String> {
    let doctor = "to see what is here and whether it is well: p2msg doctor".to_owned();
    likely(settings).into_iter().chain([doctor]).collect()
}

/// `None` if the data folder cannot be read.
fn likely(settings: &Settings) -> Option<String> {
    let path = settings.signing_key_file().ok()?;
    let state = settings.read_key_state(&path);
    let state = state.ok()?;
    let queue = settings.data().ok()?.read_queue().ok()?;
    let count = |state| queue.count(settings.now(), state);
    Some(if state.is_none() && is_unreachable(&path) {
        REACHABLE_FOLDER.to_owned()
    } else if state.is_none() {
        "begin with: p2msg key init --master-key-file FILE; without a key: p2msg decode SHARES, or \
         p2msg demo, which makes shares to try everything on"
            .to_owned()
    } else if count(State::Pending) > 0 {
        format!(
            "{} pending in the queue; for the next share: p2msg pack --master-key-file FILE",
            count(State::Pending)
        )
    } else if count(State::Packed) > 0 {
        format!(
            "{} handed out to the node; to mark what it put into shares: p2msg queue confirm",
            count(State::Packed)
        )
    } else {
        "to say something: p2msg send TEXT; to hear what others say: p2msg node messages".to_owned()
    })
}
