//! Man pages from the same definition as `--help`.

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use clap_mangen::Man;

use super::error::CliError;
use crate::core::network::{NETWORKS, Network};
use crate::core::pow::PowFunction;

/// The file name of the page about p2msg as a whole.
pub const MAIN_PAGE: &str = "p2msg.1";

/// The file name of the page about the networks.
const NETWORKS_PAGE: &str = "p2msg-networks.7";

/// The pages that no definition of a command could be made into.
const WRITTEN_PAGES: [(&str, &str); 2] = [
    ("p2msg-files.5", include_str!("../../man/p2msg-files.5")),
    ("p2msg-json.7", include_str!("../../man/p2msg-json.7")),
];

/// The man page about p2msg as a whole, from the definition of its commands.
///
/// # Errors
/// It could not be put together.
pub fn main_page(command: clap::Command) -> Result<Vec<u8>, CliError> {
    let (_name, page) = man_page(&built(command), true).map_err(no_page)?;
    Ok(page)
}

/// The man pages, file name and roff: one about p2msg as a whole, one for each command, and those
/// about files and JSON.
///
/// # Errors
/// A page could not be put together.
pub fn man_pages(command: clap::Command) -> Result<Vec<(String, Vec<u8>)>, CliError> {
    let root = built(command);
    let mut pages = vec![man_page(&root, true).map_err(no_page)?];
    add_pages_below(&root, &mut pages).map_err(no_page)?;
    pages.extend(WRITTEN_PAGES.map(|(name, page)| (name.to_owned(), page.into())));
    pages.push((NETWORKS_PAGE.to_owned(), networks_page().into_bytes()));
    Ok(pages)
}

/// The page about the networks, from their table.
fn networks_page() -> String {
    let mut page = String::from(
        ".TH P2MSG\\-NETWORKS 7\n\
         .SH NAME\n\
         p2msg\\-networks \\- the networks that p2msg knows\n\
         .SH DESCRIPTION\n\
         The names are those that \\fB\\-\\-net\\fR takes. A Python node answers HTTP at its worker port. c2pool answers HTTP\n\
         at port 8080 on every network; its worker port is for miners only. The identifier is the beginning of the data\n\
         that a share commits to; the prefix begins each frame between nodes.\n\
         .SH NETWORKS\n",
    );
    for network in &NETWORKS {
        // Writing to a string cannot fail.
        let _ = write_network(&mut page, network);
    }
    page.push_str(".SH \"SEE ALSO\"\np2msg(1)\n");
    page
}

fn write_network(page: &mut String, network: &Network) -> fmt::Result {
    let pow = match network.pow {
        PowFunction::Scrypt => "scrypt",
        PowFunction::Sha256d => "SHA256d",
    };
    writeln!(page, ".TP\n.B {}", network.name)?;
    write!(
        page,
        "{}, {pow}; P2P port {}",
        network.symbol, network.p2p_port
    )?;
    if let Some(port) = network.c2pool_p2p_port {
        write!(page, " ({port} of c2pool)")?;
    }
    writeln!(
        page,
        ", worker port {}; a share every {} s, chain length {};",
        network.worker_port, network.share_period, network.chain_length
    )?;
    write!(
        page,
        "identifier {}, prefix {}",
        hex::encode(network.identifier),
        hex::encode(network.prefix)
    )?;
    match network.c2pool_folder {
        Some(folder) => writeln!(page, "; c2pool keeps its shares in ~/.c2pool/{folder}."),
        None => writeln!(page, "."),
    }
}

fn built(command: clap::Command) -> clap::Command {
    let mut root = command.disable_help_subcommand(true);
    root.build();
    root
}

fn no_page(error: io::Error) -> CliError {
    CliError::failed("man", "cannot make a man page").with_source(error)
}

fn add_pages_below(command: &clap::Command, pages: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    for subcommand in command.get_subcommands() {
        pages.push(man_page(subcommand, false)?);
        add_pages_below(subcommand, pages)?;
    }
    Ok(())
}

fn man_page(command: &clap::Command, is_root: bool) -> io::Result<(String, Vec<u8>)> {
    // The options that every command takes are described once, in p2msg(1).
    let own = command.clone().mut_args(|argument| {
        let elsewhere = argument.is_global_set() && !is_root;
        argument.hide(elsewhere)
    });
    let man = Man::new(own);
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    if let Some(after) = command.get_after_help() {
        page.write_all(sections(&after.to_string()).as_bytes())?;
    }
    page.write_all(b".SH \"SEE ALSO\"\n")?;
    if !is_root {
        page.write_all(b"p2msg(1), for the options that every command takes\n.br\n")?;
    }
    page.write_all(b"p2msg\\-files(5), p2msg\\-json(7)\n")?;
    Ok((man.get_filename(), page))
}

/// The text behind the options as sections: each paragraph begins with its heading.
fn sections(text: &str) -> String {
    let mut roff = String::new();
    for paragraph in text.split("\n\n") {
        let (heading, body) = paragraph.split_once('\n').unwrap_or((paragraph, ""));
        let heading = heading.trim_end_matches(':').to_uppercase();
        // Writing to a String cannot fail.
        let _ = writeln!(roff, ".SH \"{heading}\"\n.nf");
        for line in body.lines() {
            let escaped = line.trim_end().replace('\\', "\\e").replace('-', "\\-");
            // A dot or an apostrophe in front would make it a request.
            let _ = writeln!(roff, "\\&{escaped}");
        }
        roff.push_str(".fi\n");
    }
    roff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_behind_the_options_becomes_sections() {
        assert_eq!(
            sections("Exit status:\n  0  done\n\nExample:\n  p2msg man -l\\"),
            ".SH \"EXIT STATUS\"\n.nf\n\\&  0  done\n.fi\n\
             .SH \"EXAMPLE\"\n.nf\n\\&  p2msg man \\-l\\e\n.fi\n"
        );
    }
}
