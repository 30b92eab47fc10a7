//! `man [--out DIR]`.

use std::fs;
use std::path::PathBuf;

use serde::Serialize;

use crate::cli::error::{CliError, Outcome};
use crate::cli::generate;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::state::atomic;

/// Print the man page, or write one for each command
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  p2msg man | man -l -
  p2msg man --out ~/.local/share/man/man1")]
pub struct ManArgs {
    /// Folder to write p2msg.1 and a page for each command to; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Serialize)]
struct Written {
    path: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// stdout or a page cannot be written.
pub fn run(args: ManArgs, _settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let pages = generate::man_pages()?;
    let Some(dir) = args.out else {
        for (name, page) in pages {
            if name == generate::MAIN_PAGE {
                out.bytes(&page)?;
            }
        }
        return Ok(Outcome::Done);
    };
    fs::create_dir_all(&dir).map_err(|error| CliError::file("make the folder", &dir, error))?;
    for (name, page) in pages {
        let path = dir.join(name);
        atomic::replace(&path, &page, 0o644)?;
        if out.json() {
            out.record("man", &Written { path })?;
        } else {
            out.line(path.display().to_string())?;
        }
    }
    Ok(Outcome::Done)
}
