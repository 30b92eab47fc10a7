//! Environment variables that p2msg does not know.

use super::config::{Environment, variable};
use super::nearest::nearest;
use super::secret::key_variables;
use super::settings::definition::{CONFIG, KEYS, NOW};
use super::withhold::withhold;

/// The beginning of every variable of p2msg.
const PREFIX: &str = "P2MSG_";

/// Variables of the shell completion and of the units and scripts in `contrib`.
const OTHERS: [&str; 4] = [
    "P2MSG_COMPLETE",
    "P2MSG_LISTEN",
    "P2MSG_MAIL_TO",
    "P2MSG_SHARES",
];

/// A warning for each variable of the environment that looks like one of p2msg and is not.
pub fn unknown(environment: &Environment) -> Vec<String> {
    let names = KEYS.into_iter().chain([&CONFIG.about, &NOW.about]);
    let mut known: Vec<String> = names.map(|about| variable(about.name)).collect();
    known.extend(key_variables().map(str::to_owned));
    known.extend(OTHERS.map(str::to_owned));
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let found = environment.variables().map(|(name, _)| name);
    found
        .filter(|name| !known.contains(name))
        .map(|name| warning(name, &known))
        .collect()
}

fn warning(name: &str, known: &[&str]) -> String {
    let shown = withhold(name);
    // The common prefix would make every name similar.
    let known: Vec<&str> = known.iter().map(|name| without_prefix(name)).collect();
    match nearest(without_prefix(name), &known) {
        Some(near) => {
            format!("unknown environment variable {shown}; did you mean {PREFIX}{near}?")
        }
        None => format!("unknown environment variable {shown}; it is ignored"),
    }
}

fn without_prefix(name: &str) -> &str {
    name.strip_prefix(PREFIX).unwrap_or(name)
}
