//! The senders whose alerts are critical in `node check`.

use crate::cli::addresses::{of_networks, require_address};
use crate::cli::error::CliError;
use crate::core::hash::SigningId;
use crate::core::network::Network;
use crate::json::message::MessageJson;

/// A sender whose signed alerts are critical.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AlertSource {
    /// Any authority.
    Authority,
    /// A signing key.
    Key(SigningId),
    /// A payout address.
    Address(String),
}

/// Parses the value of `--alert-from`.
///
/// # Errors
/// The value is neither `authority` nor a signing_id nor an address.
pub(super) fn alert_source(text: &str) -> Result<AlertSource, String> {
    if text.eq_ignore_ascii_case("authority") {
        return Ok(AlertSource::Authority);
    }
    if let Ok(signing_id) = text.parse() {
        return Ok(AlertSource::Key(signing_id));
    }
    if of_networks(text).next().is_none() {
        return Err(
            "give a payout address, a signing_id (40 hex digits) or \"authority\"".to_owned(),
        );
    }
    Ok(AlertSource::Address(text.to_owned()))
}

impl AlertSource {
    /// Requires that an address belongs to `network`; alerts from another one never arrive.
    ///
    /// # Errors
    /// It belongs to another network.
    pub(super) fn require_network(&self, network: &Network) -> Result<(), CliError> {
        match self {
            Self::Address(address) => require_address("--alert-from", address, network),
            Self::Authority | Self::Key(_) => Ok(()),
        }
    }

    /// Whether a verified `alert` is from this source. The sender of an authority's alert is the
    /// miner whose share carried it, so an address does not match it.
    pub(super) fn sent(&self, alert: &MessageJson) -> bool {
        match self {
            Self::Authority => alert.protocol_authority,
            Self::Key(key) => {
                let named = alert.signing_id.as_deref();
                named.is_some_and(|named| named.eq_ignore_ascii_case(&key.to_string()))
            }
            Self::Address(address) => {
                !alert.protocol_authority && alert.sender.as_ref() == Some(address)
            }
        }
    }
}
