//! Where keys would come from. None of these files is opened.

use super::Report;
use crate::cli::secret::key_sources;
use crate::cli::settings::Settings;

/// Looks at them.
pub(super) fn look(settings: &Settings, report: &mut Report) {
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
}
