//! `node check`: a question of a monitoring system.

mod alerts;
mod args;
mod key;
mod report;
mod seen;
mod source;

use std::time::Instant;

pub use self::args::CheckArgs;
use self::args::Skip;
use self::report::{CheckReport, Metric};
use self::seen::{AllNodes, Question, age};
use crate::cli::error::{CliError, Outcome};
use crate::cli::nodes::content_words;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::core::hash::SigningId;
use crate::core::message::MsgType;
use crate::core::message::queue::{Entry, State};
use crate::health::Health;
use crate::json::message::MessageJson;

/// Runs the command.
pub(super) fn run(
    args: CheckArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    for source in &args.alert_from {
        source.require_network(settings.network())?;
    }
    let prints_metrics = args.prints_metrics(out)?;
    let mut report = CheckReport::default();
    let start = Instant::now();
    let nodes = args.nodes.nodes(settings, out)?;
    let nodes = nodes.trusting(&args.authority.authorities());
    let wants = |skip| !args.skip.contains(&skip);
    let key = match args.signing_id {
        _ if !wants(Skip::Key) => None,
        Some(signing_id) => Some(signing_id),
        None => state_file_key(settings, &mut report),
    };
    let question = Question {
        status: wants(Skip::Status),
        transition: wants(Skip::Transition),
        keys: key.is_some(),
    };
    let answers = nodes.ask(out, async |node| question.ask(node).await)?;
    let seconds = start.elapsed().as_secs_f64();
    let seen = AllNodes::new(answers, &mut report, out);
    if wants(Skip::Alerts) {
        alerts::check(&args, &seen, settings.now(), &mut report);
    } else {
        for words in &seen.unread_shares {
            report.note("nodes", words.clone());
        }
    }
    if wants(Skip::Transition) {
        check_transition(&seen, &mut report);
    }
    if wants(Skip::Status) {
        check_status(&args, &seen, settings.now(), &mut report);
    }
    if let Some(signing_id) = key {
        key::check(signing_id, args.signing_id.is_some(), &seen, &mut report);
    }
    if wants(Skip::Queue) {
        check_queue(&args, settings, &mut report);
    }
    report.measure(Metric::number(
        "time",
        "How long the nodes took",
        seconds,
        "s",
    ));
    if prints_metrics {
        report.print_metrics(settings.now(), out)?;
        return Ok(Outcome::Monitoring(report.health()));
    }
    if let Some(path) = &args.textfile {
        if path.extension().is_none_or(|ending| ending != "prom") {
            out.warning(format!(
                "--textfile {}: the node exporter reads only files whose names end in .prom",
                path.display()
            ));
        }
        report.write_metrics(path, settings.now(), out);
    }
    report.print(out)?;
    Ok(Outcome::Monitoring(report.health()))
}

/// Says on stdout that no check could be made.
///
/// # Errors
/// stdout cannot be written.
pub fn print_unknown(error: &CliError, out: &mut Output) -> Result<(), CliError> {
    report::print_unknown(error, out)
}

/// The signing key in the state file; what is wrong with the file is a finding.
fn state_file_key(settings: &Settings, report: &mut CheckReport) -> Option<SigningId> {
    // Without a home there is no state file either.
    let path = settings.signing_key_file().ok()?;
    match settings.read_key_state(&path) {
        Ok(state) => state.map(|state| state.signing_id),
        Err(error) => {
            report.find("key", Health::Unknown, error.to_string());
            None
        }
    }
}

/// Only an authority's signature makes a transition signal one.
fn check_transition(seen: &AllNodes, report: &mut CheckReport) {
    let signals = seen
        .signals
        .iter()
        .map(|listed| &listed.message)
        .filter(|signal| signal.verified && signal.protocol_authority);
    let mut required = 0;
    let mut found = false;
    let claims = seen.signals.iter().map(|listed| &listed.message);
    for claim in claims.filter(|signal| signal.claimed_verified == Some(true)) {
        found = true;
        let words = content_words(claim);
        let words = format!("transition signal that p2msg cannot check: {words}");
        report.find("transition", Health::Ok, words);
    }
    for signal in signals {
        found = true;
        let words = content_words(signal);
        if signal.urgency.as_deref() == Some("required") {
            required += 1;
            report.find(
                "transition",
                Health::Warning,
                format!("transition required: {words}"),
            );
        } else {
            report.find("transition", Health::Ok, format!("transition: {words}"));
        }
    }
    if seen.signaling == 0 {
        return;
    }
    if !found && !seen.lacks("transition") {
        report.find("transition", Health::Ok, "no transition signal");
    }
    report.measure(Metric {
        warning: Some(0),
        ..Metric::count(
            "transition_required",
            "Transition signals with urgency required",
            required,
        )
    });
}

fn check_status(args: &CheckArgs, seen: &AllNodes, now: u64, report: &mut CheckReport) {
    let is_wanted =
        |status: &&MessageJson| args.status_sender.is_none() || args.status_sender == status.sender;
    let statuses = seen.of_type(MsgType::NODE_STATUS).filter(is_wanted);
    let newest = statuses.filter_map(|status| age(status, now)).min();
    let is_asked = args.status_warning.is_some() || args.status_critical.is_some();
    let Some(age) = newest else {
        if is_asked && seen.listing > 0 && !seen.lacks("status") {
            let (health, words) = match (seen.is_hidden(), args.status_critical) {
                (true, _) => (
                    Health::Unknown,
                    "NODE_STATUS is hidden by the nodes' policy",
                ),
                (false, Some(_)) => (Health::Critical, "there is no NODE_STATUS"),
                (false, None) => (Health::Warning, "there is no NODE_STATUS"),
            };
            report.find("status", health, words);
        }
        return;
    };
    let health = above(age, args.status_warning, args.status_critical);
    report.find(
        "status",
        health,
        format!("the newest NODE_STATUS is {age} s old"),
    );
    report.measure(Metric {
        warning: args.status_warning,
        critical: args.status_critical,
        ..Metric::number(
            "status_age",
            "Age of the newest NODE_STATUS",
            exact(age),
            "s",
        )
    });
}

fn check_queue(args: &CheckArgs, settings: &Settings, report: &mut CheckReport) {
    let Ok(data) = settings.data() else {
        return;
    };
    let queue = match data.read_queue() {
        Ok(queue) => queue,
        Err(error) => {
            report.find("queue", Health::Unknown, error.to_string());
            return;
        }
    };
    let now = settings.now();
    let waits = |entry: &&Entry| matches!(entry.state_at(now), State::Pending | State::Packed);
    let ages: Vec<u64> = queue
        .entries()
        .iter()
        .filter(waits)
        .map(|entry| entry.age(now))
        .collect();
    let oldest = ages.iter().copied().max();
    let thresholds = (Some(args.queue_warning), Some(args.queue_critical));
    let health = above(oldest.unwrap_or(0), thresholds.0, thresholds.1);
    let words = match oldest {
        None => "nothing waits in the queue".to_owned(),
        Some(age) if ages.len() == 1 => format!("1 waits in the queue, for {age} s"),
        Some(age) => format!("{} wait in the queue, the oldest for {age} s", ages.len()),
    };
    report.find("queue", health, words);
    report.measure(Metric::count(
        "queue_waiting",
        "Messages that wait in the queue",
        ages.len(),
    ));
    report.measure(Metric {
        warning: thresholds.0,
        critical: thresholds.1,
        ..Metric::number(
            "queue_age",
            "How long the oldest of them has waited",
            exact(oldest.unwrap_or(0)),
            "s",
        )
    });
}

fn above(value: u64, warning: Option<u64>, critical: Option<u64>) -> Health {
    let exceeds = |threshold: Option<u64>| threshold.is_some_and(|threshold| value > threshold);
    if exceeds(critical) {
        Health::Critical
    } else if exceeds(warning) {
        Health::Warning
    } else {
        Health::Ok
    }
}

/// Seconds as a double; ages are far below where that loses any.
fn exact(seconds: u64) -> f64 {
    u32::try_from(seconds).map_or(f64::from(u32::MAX), f64::from)
}
