//! Where keys and passwords would come from. None of these files is opened.

use std::path::Path;

use super::Findings;
use crate::cli::nodes::NodeArgs;
use crate::cli::secret::{check_auth_file, key_sources};
use crate::cli::settings::Settings;

/// Looks at them.
pub(super) fn check(args: &NodeArgs, settings: &Settings, report: &mut Findings) {
    let sources = key_sources(settings);
    if sources.is_empty() {
        let ways = match settings.no_input() {
            true => "nothing may be asked, so commands that sign need --master-key-file",
            false => "commands that sign take --master-key-file, or ask on the terminal",
        };
        report.ok("secrets", format!("the environment names none: {ways}"));
    }
    for source in sources {
        match &source.problem {
            Some(problem) => report.fails("secrets", problem),
            None => {
                let words = format!("{} names {}", source.place, source.path.display());
                report.ok("secrets", words);
            }
        }
    }
    // '-' is standard input.
    if let Some(path) = args.auth_file(settings)
        && path != Path::new("-")
    {
        look_at_auth_file(path, settings, report);
    }
}

fn look_at_auth_file(path: &Path, settings: &Settings, report: &mut Findings) {
    match check_auth_file(path, settings) {
        Ok(()) => {
            let shown = path.display();
            let words = format!("--auth-file names {shown}; it stays closed");
            report.ok("secrets", words);
        }
        Err(error) => report.fails("secrets", &error),
    }
}
