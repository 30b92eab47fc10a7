//! `man [--out DIR]`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::cli::error::{CliError, Outcome};
use crate::cli::generate;
use crate::cli::output::{Output, is_stdout};
use crate::data::folder::Folder;
use crate::json::generated::ManPageJson;

/// Print the man page, or write one for each command
///
/// Beside the commands' pages there are p2msg-files(5), p2msg-json(7) and p2msg-networks(7).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg man | man -l -
  p2msg man --out ~/.local/share/man")]
pub struct ManArgs {
    /// Folder to write man1/p2msg.1 and all others below; it is made if it is not there; - prints
    /// p2msg.1
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// stdout or a page cannot be written.
pub fn run(args: ManArgs, command: clap::Command, out: &mut Output) -> Result<Outcome, CliError> {
    match args.out.filter(|folder| !is_stdout(folder)) {
        Some(folder) => write_pages(&folder, command, out)?,
        None => print_main_page(command, out)?,
    }
    Ok(Outcome::Done)
}

fn print_main_page(command: clap::Command, out: &mut Output) -> Result<(), CliError> {
    let page = generate::main_page(command)?;
    if !out.json() {
        return out.bytes(&page);
    }
    let page = ManPageJson {
        name: generate::MAIN_PAGE.to_owned(),
        path: None,
        roff: Some(String::from_utf8_lossy(&page).into_owned()),
    };
    out.record(&page)
}

fn write_pages(folder: &Path, command: clap::Command, out: &mut Output) -> Result<(), CliError> {
    for (name, page) in generate::man_pages(command)? {
        let (_, section) = name.rsplit_once('.').unwrap_or((&name, "1"));
        let folder = folder.join(format!("man{section}"));
        let path = folder.join(&name);
        Folder::create(&folder, 0o755)?.replace(OsStr::new(&name), &page, 0o644)?;
        if out.json() {
            let page = ManPageJson {
                name,
                path: Some(path.display().to_string()),
                roff: None,
            };
            out.record(&page)?;
        } else {
            out.line(path.display().to_string())?;
        }
    }
    out.changed(format!("wrote the man pages below {}", folder.display()));
    Ok(())
}
