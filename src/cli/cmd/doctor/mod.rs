//! `doctor`: what is there, and what is wrong with it.

mod command;
mod files;
mod keys;
mod nodes;
mod shares;

pub use self::command::{DoctorArgs, run};
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::{Output, Text, styles};
use crate::health::{Finding, Health, worst};
use crate::json::doctor::FindingJson;

/// Everything that was found, in the order in which it was looked at.
#[derive(Debug, Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn ok(&mut self, check: &'static str, message: impl Into<String>) {
        self.find(check, Health::Ok, message, None);
    }

    fn note(&mut self, check: &'static str, message: impl Into<String>, hint: &str) {
        self.find(check, Health::Warning, message, Some(hint.to_owned()));
    }

    fn wrong(&mut self, check: &'static str, message: impl Into<String>, hint: &str) {
        self.find(check, Health::Critical, message, Some(hint.to_owned()));
    }

    /// What a command would fail with.
    fn fails(&mut self, check: &'static str, error: &CliError) {
        self.error(check, Health::Critical, error);
    }

    fn error(&mut self, check: &'static str, health: Health, error: &CliError) {
        let hint = (!error.hints().is_empty()).then(|| error.hints().join("; "));
        self.find(check, health, error.with_causes(), hint);
    }

    fn find(
        &mut self,
        check: &'static str,
        health: Health,
        message: impl Into<String>,
        hint: Option<String>,
    ) {
        self.0.push(Finding {
            check,
            health,
            message: message.into(),
            hint,
        });
    }

    fn print(&self, out: &mut Output) -> Result<(), CliError> {
        for finding in &self.0 {
            let (word, style) = match finding.health {
                Health::Ok => ("ok", styles::GOOD),
                Health::Warning | Health::Unknown => ("note", styles::ODD),
                Health::Critical => ("wrong", styles::BAD),
            };
            if out.json() {
                out.record(&FindingJson::from(finding))?;
                continue;
            }
            let line = Text::styled(style, format!("{word:<5}"));
            out.line(line.and(format!("  {:<8}  {}", finding.check, finding.message)))?;
            if let Some(hint) = &finding.hint {
                out.line(Text::styled(
                    styles::FAINT,
                    format!("{:17}hint: {hint}", ""),
                ))?;
            }
        }
        Ok(())
    }

    fn outcome(&self) -> Outcome {
        match worst(&self.0) {
            Health::Critical => Outcome::Failed,
            _ => Outcome::Done,
        }
    }
}
