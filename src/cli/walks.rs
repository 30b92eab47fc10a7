//! How far the shares of a node were read, for people.

use super::output::Output;
use crate::client::Failure;
use crate::client::walk::{WalkEnd, WalkReport};

/// Reports the shares that were not read, and those that are unreadable.
pub fn report_walk(url: &str, walk: &WalkReport, out: &Output) {
    out.detail(format!("{url}: {}", looked_at(walk)));
    if let Some(words) = unreadable_shares(url, walk) {
        out.warning(words);
    }
    if let Some(words) = unfinished(url, walk, out) {
        out.warning(words);
    }
}

/// The number of shares.
pub fn looked_at(walk: &WalkReport) -> String {
    let shares = if walk.shares == 1 { "share" } else { "shares" };
    format!("looked at {} {shares}", walk.shares)
}

/// The warning about shares whose messages are unreadable, if there are any.
pub fn unreadable_shares(url: &str, walk: &WalkReport) -> Option<String> {
    let shares = match walk.unreadable {
        0 => return None,
        1 => "1 share is",
        count => return Some(format!("{url}: {count} shares are unreadable and ignored")),
    };
    Some(format!("{url}: {shares} unreadable and ignored"))
}

/// The note about shares whose message_data cannot be opened, if there are any.
pub fn unopened(url: &str, count: usize) -> Option<String> {
    let shares = match count {
        0 => return None,
        1 => "1 share has".to_owned(),
        count => format!("{count} shares have"),
    };
    Some(format!(
        "{url}: {shares} message_data that p2msg cannot open; hint: if it is of an authority of a \
         private network, name its public key with --authority-key"
    ))
}

/// The warning about older shares that were not read, if there are any.
pub fn unfinished(url: &str, walk: &WalkReport, out: &Output) -> Option<String> {
    let why = match &walk.end {
        WalkEnd::Complete => return None,
        WalkEnd::OutOfTime => {
            "the time was over; hint: wait longer with --timeout SECONDS, or run p2msg near the node"
                .into()
        }
        WalkEnd::Busy => "the node is busy and denies shares that it has; hint: try again".into(),
        WalkEnd::TooManyBytes => "its shares have more message_data than any real chain".into(),
        WalkEnd::Lost => {
            "a share is unreadable, and the node does not name the share before it".into()
        }
        WalkEnd::Circle => "a share is its own ancestor".into(),
        WalkEnd::Failed(failure @ Failure::RateLimited { .. }) => failure.to_string(),
        WalkEnd::Failed(failure) => {
            format!("a share could not be requested: {failure}; hint: try again")
        }
        WalkEnd::OtherNetwork(network) => {
            format!("its shares are not of {network}; hint: name the network of the node with --net")
        }
    };
    let since = walk.oldest.map(|oldest| out.when(oldest));
    let since = since.map_or_else(String::new, |oldest| format!(" back to {oldest}"));
    Some(format!(
        "{url}: {}{since}; messages in older shares are not included: {why}",
        looked_at(walk)
    ))
}
