//! Where keys and passwords would come from. None of these files is opened.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::Report;
use crate::cli::error::CliError;
use crate::cli::nodes::NodeArgs;
use crate::cli::secret::key_sources;
use crate::cli::settings::Settings;
use crate::state::quoted;

/// Looks at them.
pub(super) fn look(args: &NodeArgs, settings: &Settings, report: &mut Report) {
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
        look_at_auth_file(path, report);
    }
}

fn look_at_auth_file(path: &Path, report: &mut Report) {
    let shown = path.display();
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) => {
            return report.fails("secrets", &CliError::file("look at", path, error));
        }
    };
    let mode = metadata.permissions().mode() & 0o777;
    if metadata.is_file() && mode & 0o077 != 0 {
        report.wrong(
            "secrets",
            format!("the password file {shown} has mode {mode:04o}: others can read or change it"),
            &format!("chmod 600 {}", quoted(path)),
        );
    } else {
        let words = format!("--auth-file names {shown}; it stays closed");
        report.ok("secrets", words);
    }
}
