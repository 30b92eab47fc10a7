//! EMERGENCY messages in `node check`.

use super::args::CheckArgs;
use super::report::{CheckReport, Metric};
use super::seen::{AllNodes, age};
use crate::cli::authors::{author_words, carrier_words};
use crate::cli::nodes::content_words;
use crate::core::message::MsgType;
use crate::health::Health;
use crate::json::message::MessageJson;

fn words(alert: &MessageJson) -> String {
    let checked = match (alert.verified, alert.claimed_verified) {
        (true, _) => "verified",
        (false, None) => "unverified",
        (false, Some(_)) => "unchecked",
    };
    let claim = match alert.claimed_verified {
        Some(true) => " (the node claims a valid signature, which p2msg cannot check)",
        _ => "",
    };
    let (author, carrier) = (author_words(alert), carrier_words(alert));
    let content = content_words(alert);
    format!("{checked} alert from {author}{carrier}: {content}{claim}")
}

/// Reports EMERGENCY messages: critical if signed by a source in `--alert-from`, else a warning.
pub(super) fn check(args: &CheckArgs, seen: &AllNodes, now: u64, report: &mut CheckReport) {
    if seen.listing == 0 {
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
        let health = match is_critical(alert) {
            true => Health::Critical,
            false => Health::Warning,
        };
        report.find("alerts", health, words(alert));
    }
    for words in &seen.unread_shares {
        report.find_with_hint("alerts", Health::Warning, words);
    }
    if alerts.is_empty() && seen.unread_shares.is_empty() && !seen.lacks("alerts") {
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
