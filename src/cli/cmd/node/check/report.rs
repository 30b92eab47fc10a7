//! What a check found, as monitoring systems read it.
//!
//! The status line and its performance data follow the guidelines of the monitoring plugins, the
//! text file those of Prometheus' node exporter.

use std::path::Path;

use crate::cli::error::CliError;
use crate::cli::output::{Output, Text, styles};
use crate::data::atomic;
use crate::health::{Finding, Health, worst};
use crate::json::check::{CheckFindingJson, CheckJson, MetricJson, with_hint};
use crate::prometheus::Exposition;
use crate::text::visible::visible;

/// The exporter runs as another user and reads the file.
const TEXTFILE_MODE: u32 = 0o644;

/// The most characters of one finding; strangers can write long alerts.
const MAX_TEXT: usize = 240;

/// The most findings that are listed one by one.
const MAX_FINDINGS: usize = 50;

/// A number for those who draw curves.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Metric {
    /// As performance data names it; Prometheus gets `p2msg_` in front.
    pub(super) name: &'static str,
    /// What tells it from others of the same name.
    pub(super) label: Option<(&'static str, String)>,
    /// What it counts.
    pub(super) help: &'static str,
    /// Its value; seconds, where `unit` is "s".
    pub(super) value: f64,
    /// Unit in performance data: "s" or nothing.
    pub(super) unit: &'static str,
    /// Above this it is a warning.
    pub(super) warning: Option<u64>,
    /// Above this it is critical.
    pub(super) critical: Option<u64>,
}

impl Metric {
    /// A count without thresholds.
    pub(super) fn count(name: &'static str, help: &'static str, value: usize) -> Self {
        let value = u32::try_from(value).map_or(f64::MAX, f64::from);
        Self::number(name, help, value, "")
    }

    /// A number without thresholds.
    pub(super) fn number(
        name: &'static str,
        help: &'static str,
        value: f64,
        unit: &'static str,
    ) -> Self {
        Self {
            name,
            label: None,
            help,
            value,
            unit,
            warning: None,
            critical: None,
        }
    }
}

/// Everything that a check found.
#[derive(Debug, Default)]
pub(super) struct CheckReport {
    findings: Vec<Finding>,
    /// What is good to know and no state; below the findings only.
    notes: Vec<Finding>,
    metrics: Vec<Metric>,
}

impl CheckReport {
    pub(super) fn find(&mut self, check: &'static str, health: Health, message: impl Into<String>) {
        self.findings.push(finding(check, health, message.into()));
    }

    /// Adds a finding whose `words` may end with a hint, which is not for the status line.
    pub(super) fn find_with_hint(&mut self, check: &'static str, health: Health, words: &str) {
        let (message, hint) = match words.split_once("; hint: ") {
            Some((message, hint)) => (message, Some(hint.to_owned())),
            None => (words, None),
        };
        self.findings.push(Finding {
            hint,
            ..finding(check, health, message.to_owned())
        });
    }

    /// Adds a note, which has no state.
    pub(super) fn note(&mut self, check: &'static str, message: impl Into<String>) {
        self.notes.push(finding(check, Health::Ok, message.into()));
    }

    fn lines(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(&self.notes)
    }

    pub(super) fn measure(&mut self, metric: Metric) {
        self.metrics.push(metric);
    }

    /// The worst that was found.
    pub(super) fn health(&self) -> Health {
        worst(&self.findings)
    }

    /// What is wrong, or what is well.
    fn summary(&self) -> String {
        let health = self.health();
        let worst = self
            .findings
            .iter()
            .filter(|finding| finding.health == health);
        let mut texts: Vec<&str> = worst.map(|finding| finding.message.as_str()).collect();
        let more = texts.len().saturating_sub(3);
        texts.truncate(3);
        let mut summary = texts.join("; ");
        if more > 0 {
            summary.push_str(&format!("; and {more} more"));
        }
        summary
    }

    fn performance_data(&self) -> String {
        let threshold =
            |threshold: Option<u64>| threshold.map(|t| t.to_string()).unwrap_or_default();
        let metrics = self.metrics.iter().map(|metric| {
            let label = metric.label.as_ref().map(|(_, label)| format!("_{label}"));
            let label = label.as_deref().map(performance_label).unwrap_or_default();
            format!(
                "'{}{label}'={}{};{};{};0",
                metric.name,
                metric.value,
                metric.unit,
                threshold(metric.warning),
                threshold(metric.critical)
            )
        });
        Vec::from_iter(metrics).join(" ")
    }

    /// Prints the status line with performance data, and what was found below it; or one object.
    pub(super) fn print(&self, out: &mut Output) -> Result<(), CliError> {
        if out.json() {
            let metrics = self.metrics.iter().map(|metric| {
                let label = metric.label.as_ref().map(|(_, label)| format!("_{label}"));
                let name = format!("{}{}", metric.name, label.unwrap_or_default());
                let metric = MetricJson {
                    value: metric.value,
                    warning: metric.warning,
                    critical: metric.critical,
                };
                (name, metric)
            });
            let json = CheckJson {
                state: self.health(),
                message: self.summary(),
                findings: self.lines().map(CheckFindingJson::from).collect(),
                metrics: metrics.collect(),
            };
            return out.record(&json);
        }
        let line = status_line(self.health(), &self.summary());
        out.line(line.and(format!(" | {}", self.performance_data())))?;
        for finding in self.lines().take(MAX_FINDINGS) {
            out.line(
                Text::styled(
                    style(finding.health),
                    format!("[{}]", finding.health.name()),
                )
                .and(format!(
                    " {}: {}",
                    finding.check,
                    without_bars(&with_hint(finding))
                )),
            )?;
        }
        let more = self.lines().count().saturating_sub(MAX_FINDINGS);
        if more > 0 {
            out.line(format!("and {more} more"))?;
        }
        Ok(())
    }

    /// Prints the metrics in place of the status line.
    pub(super) fn print_metrics(&self, now: u64, out: &mut Output) -> Result<(), CliError> {
        out.bytes(self.prometheus(now).as_bytes())
    }

    /// Writes the metrics to a file; a failure is a finding.
    pub(super) fn write_metrics(&mut self, path: &Path, now: u64, out: &mut Output) {
        let text = self.prometheus(now);
        match atomic::replace(path, text.as_bytes(), TEXTFILE_MODE) {
            Ok(()) => out.changed(format!("wrote {}", path.display())),
            Err(error) => self.find("textfile", Health::Unknown, error.to_string()),
        }
    }

    /// The metrics as Prometheus reads them, with the time of the check.
    pub(super) fn prometheus(&self, now: u64) -> String {
        let state = Metric::count(
            "check_state",
            "What was found: 0 ok, 1 warning, 2 critical, 3 unknown",
            usize::from(self.health().exit_code()),
        );
        let mut all = Exposition::default();
        let mut last_name = "";
        for metric in [&state].into_iter().chain(&self.metrics) {
            let unit = if metric.unit == "s" { "_seconds" } else { "" };
            let name = format!("p2msg_{}{unit}", metric.name);
            if metric.name != last_name {
                all.head(&name, "gauge", metric.help);
                last_name = metric.name;
            }
            match &metric.label {
                Some((label, value)) => {
                    all.value(&name, Some((label, &visible(value))), metric.value)
                }
                None => all.value(&name, None, metric.value),
            }
        }
        all.gauge(
            "p2msg_check_last_run_timestamp_seconds",
            "When the check ran, Unix time",
            now,
        );
        all.into_text()
    }
}

/// A finding whose text is not too long.
fn finding(check: &'static str, health: Health, mut message: String) -> Finding {
    if let Some((end, _)) = message.char_indices().nth(MAX_TEXT) {
        message.truncate(end);
        message.push('…');
    }
    Finding {
        check,
        health,
        message,
        hint: None,
    }
}

/// The beginning of what a monitoring system shows.
fn status_line(health: Health, message: &str) -> Text {
    Text::styled(style(health), format!("P2MSG {}", health.name()))
        .and(format!(" - {}", without_bars(message)))
}

/// What a check that could not be made says on stdout, where monitoring systems look for it.
pub(super) fn print_unknown(error: &CliError, out: &mut Output) -> Result<(), CliError> {
    let mut report = CheckReport::default();
    report.find("check", Health::Unknown, error.with_causes());
    if out.json() {
        return report.print(out);
    }
    out.line(status_line(report.health(), &report.summary()))
}

/// Behind a bar comes performance data, which no alert may bring along.
fn without_bars(text: &str) -> String {
    text.replace('|', "¦")
}

/// A label inside quotes, as the guidelines of the monitoring plugins require: `'` is doubled, and
/// there is no `=`. A bar would start the performance data again.
fn performance_label(text: &str) -> String {
    without_bars(text).replace('=', "%3D").replace('\'', "''")
}

fn style(health: Health) -> anstyle::Style {
    match health {
        Health::Ok => styles::GOOD,
        Health::Warning | Health::Unknown => styles::ODD,
        Health::Critical => styles::BAD,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> CheckReport {
        let mut report = CheckReport::default();
        report.find("nodes", Health::Ok, "http://n:1 answers");
        report.find("alerts", Health::Warning, "alert: a | b");
        report.measure(Metric {
            label: Some(("node", "http://n:1/a=b\"\\\n'|".to_owned())),
            ..Metric::count("node_up", "Whether the node answers", 1)
        });
        report.measure(Metric {
            warning: Some(900),
            critical: Some(3600),
            ..Metric::number("status_age", "Age of the newest NODE_STATUS", 12.5, "s")
        });
        report
    }

    #[test]
    fn performance_data_has_thresholds() {
        assert_eq!(
            report().performance_data(),
            "'node_up_http://n:1/a%3Db\"\\\n''¦'=1;;;0 'status_age'=12.5s;900;3600;0"
        );
    }

    #[test]
    fn prometheus_text_is_escaped() {
        assert_eq!(
            report().prometheus(1_707_580_800),
            "\
# HELP p2msg_check_state What was found: 0 ok, 1 warning, 2 critical, 3 unknown
# TYPE p2msg_check_state gauge
p2msg_check_state 1
# HELP p2msg_node_up Whether the node answers
# TYPE p2msg_node_up gauge
p2msg_node_up{node=\"http://n:1/a=b\\\"\\\\⏎'|\"} 1
# HELP p2msg_status_age_seconds Age of the newest NODE_STATUS
# TYPE p2msg_status_age_seconds gauge
p2msg_status_age_seconds 12.5
# HELP p2msg_check_last_run_timestamp_seconds When the check ran, Unix time
# TYPE p2msg_check_last_run_timestamp_seconds gauge
p2msg_check_last_run_timestamp_seconds 1707580800
"
        );
    }

    #[test]
    fn the_worst_is_what_counts() {
        let mut report = report();
        assert_eq!(report.health(), Health::Warning);
        assert_eq!(report.summary(), "alert: a | b");
        report.find("queue", Health::Unknown, "?");
        report.find("key", Health::Critical, "!");
        assert_eq!(
            (report.health(), report.summary()),
            (Health::Critical, "!".to_owned())
        );
        assert!(Health::Warning < Health::Unknown && Health::Unknown < Health::Critical);
        assert_eq!(CheckReport::default().health(), Health::Ok);
    }

    #[test]
    fn long_texts_are_cut() {
        let mut report = CheckReport::default();
        report.find("alerts", Health::Critical, "x".repeat(100_000));
        assert_eq!(report.summary().chars().count(), MAX_TEXT + 1);
    }
}
