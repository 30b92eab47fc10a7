//! EMERGENCY messages in `node check`, and the senders whose alerts are critical.

use super::args::CheckArgs;
use super::report::{CheckReport, Metric};
use super::{AllNodes, age};
use crate::cli::addresses::{is_address, of_networks, require_address};
use crate::cli::error::CliError;
use crate::cli::nodes::content_words;
use crate::core::hash::SigningId;
use crate::core::message::MsgType;
use crate::core::network::Network;
use crate::health::Health;
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
            Self::Address(address) if !is_address(address, network) => {
                require_address("--alert-from", address, network)
            }
            _ => Ok(()),
        }
    }

    /// Whether a verified `alert` is from this source. The sender of an authority's alert is the
    /// miner whose share carried it, so an address does not match it.
    fn sent(&self, alert: &MessageJson) -> bool {
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

/// Reports EMERGENCY messages: critical if signed by a source in `--alert-from`, else a warning.
pub(super) fn check(args: &CheckArgs, seen: &AllNodes, now: u64, report: &mut CheckReport) {
    if seen.answered == 0 {
        // Zero alerts would let a monitoring system close an alert when the node dies.
        return;
    }
    let is_recent = |alert: &&MessageJson| match (args.alert_age, age(alert, now)) {
        (Some(limit), Some(age)) => age <= limit,
        _ => true,
    };
    let is_critical = |alert: &MessageJson| {
        alert.verified && args.alert_from.iter().any(|source| source.sent(alert))
    };
    let alerts: Vec<&MessageJson> = seen.of_type(MsgType::EMERGENCY).filter(is_recent).collect();
    for alert in &alerts {
        let sender = alert.sender.as_deref().unwrap_or("an unknown sender");
        let health = match is_critical(alert) {
            true => Health::Critical,
            false => Health::Warning,
        };
        let verified = if alert.verified {
            "verified"
        } else {
            "unverified"
        };
        let words = format!("{verified} alert from {sender}: {}", content_words(alert));
        report.find("alerts", health, words);
    }
    if alerts.is_empty() {
        let words = match seen.is_hidden() {
            true => "no alerts of authorities; those of miners are hidden",
            false => "no alerts",
        };
        report.find("alerts", Health::Ok, words);
    }
    let count =
        |wanted: &dyn Fn(&MessageJson) -> bool| alerts.iter().filter(|alert| wanted(alert)).count();
    report.measure(Metric {
        critical: Some(0),
        ..Metric::count(
            "alerts_critical",
            "Verified EMERGENCY messages from the senders whose alerts are critical",
            count(&is_critical),
        )
    });
    report.measure(Metric {
        warning: Some(0),
        ..Metric::count(
            "alerts_verified",
            "EMERGENCY messages with a valid signature",
            count(&|alert| alert.verified),
        )
    });
    report.measure(Metric {
        warning: Some(0),
        ..Metric::count(
            "alerts_unverified",
            "EMERGENCY messages without a valid signature",
            count(&|alert| !alert.verified),
        )
    });
}
