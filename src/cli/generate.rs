//! Completions and man pages from the same definition as `--help`.

use clap_complete::Shell;
use clap_mangen::Man;

use super::error::CliError;

/// The file name of the page about p2msg as a whole.
pub const MAIN_PAGE: &str = "p2msg.1";

/// The completion script of a shell.
pub fn completions(shell: Shell) -> Vec<u8> {
    // Into memory first: clap_complete panics when its writer fails, as a closed pipe does.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut super::command(), "p2msg", &mut script);
    script
}

/// The man pages, file name and roff: one about p2msg as a whole, one for each command.
///
/// # Errors
/// A page could not be put together.
pub fn man_pages() -> Result<Vec<(String, Vec<u8>)>, CliError> {
    let mut root = super::command().disable_help_subcommand(true);
    root.build();
    let mut pages = Vec::new();
    add_pages(&root, &mut pages)?;
    Ok(pages)
}

fn add_pages(command: &clap::Command, pages: &mut Vec<(String, Vec<u8>)>) -> Result<(), CliError> {
    let page = Man::new(command.clone());
    let mut roff = Vec::new();
    page.render(&mut roff)
        .map_err(|error| CliError::failed("man", "cannot make a man page").with_source(error))?;
    pages.push((page.get_filename(), roff));
    for subcommand in command.get_subcommands() {
        add_pages(subcommand, pages)?;
    }
    Ok(())
}
