//! The author of a message, for people: a miner or an authority.

use crate::json::message::MessageJson;

/// The author in a sentence: "the maintainer", or a payout address.
pub fn author_words(message: &MessageJson) -> String {
    if !message.is_by_authority() {
        return match (&message.sender, claimed_signer(message)) {
            (Some(sender), _) => sender.clone(),
            (None, Some(claimed)) => format!("an unknown sender ({claimed})"),
            (None, None) => "an unknown sender".to_owned(),
        };
    }
    match message.authority.as_deref() {
        Some("maintainer") => "the maintainer".to_owned(),
        Some("custom") => "a custom authority".to_owned(),
        Some(name) => name.to_owned(),
        None => "an authority".to_owned(),
    }
}

/// The author in a table, and the miner whose share carried an authority's message.
pub fn author_cell(message: &MessageJson) -> String {
    if !message.is_by_authority() {
        let sender = message.sender.clone().or_else(|| claimed_signer(message));
        return sender.unwrap_or_else(|| "-".to_owned());
    }
    let authority = message.authority.as_deref().unwrap_or("authority");
    format!("{authority}{}", carrier_words(message))
}

/// The signer of a message whose signature p2msg cannot check.
fn claimed_signer(message: &MessageJson) -> Option<String> {
    let is_claimed = !message.verified && message.claimed_verified.is_some();
    let signer = message.signing_id.as_ref().filter(|_| is_claimed)?;
    Some(format!("claims {signer}"))
}

/// The miner whose share carried an authority's message, to follow the author; empty if unknown.
pub fn carrier_words(message: &MessageJson) -> String {
    let carrier = message.carrier.as_deref();
    carrier.map_or_else(String::new, |miner| format!(" (carried by {miner})"))
}
