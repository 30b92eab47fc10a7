//! The options that every command has.

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, PossibleValuesParser, TypedValueParser};

use super::color::ColorWhen;
use super::definition::{
    ALLOW_FOREIGN_DATA_DIR, COLOR, CONFIG, DATA_DIR, JSON, LOCK_TIMEOUT, NET, NO_INPUT, QUIET,
    SIGNING_KEY_FILE, SIGNING_KEY_INDEX, VERBOSE, YES,
};
use super::parse::check_path;
use crate::cli::config::{Environment, Mistakes, Sources};
use crate::core::key::KeyIndex;
use crate::core::network::{NETWORKS, Network};

/// The options that every command takes.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct GlobalArgs {
    #[arg(
        long,
        global = true,
        help = NET.about.help(),
        long_help = NET.about.long_help(),
        value_name = "NAME",
        value_parser = network_parser()
    )]
    pub(super) net: Option<&'static Network>,

    #[arg(
        long,
        global = true,
        help = DATA_DIR.about.help(),
        long_help = DATA_DIR.about.long_help(),
        value_name = "DIR",
        value_parser = path_parser()
    )]
    pub(super) data_dir: Option<PathBuf>,

    #[arg(
        long,
        global = true,
        help = ALLOW_FOREIGN_DATA_DIR.about.help(),
        long_help = ALLOW_FOREIGN_DATA_DIR.about.long_help()
    )]
    pub(super) allow_foreign_data_dir: bool,

    #[arg(
        long,
        global = true,
        help = SIGNING_KEY_FILE.about.help(),
        long_help = SIGNING_KEY_FILE.about.long_help(),
        value_name = "PATH",
        value_parser = path_parser()
    )]
    pub(super) signing_key_file: Option<PathBuf>,

    #[arg(
        long,
        global = true,
        help = SIGNING_KEY_INDEX.about.help(),
        long_help = SIGNING_KEY_INDEX.about.long_help(),
        value_name = "N"
    )]
    pub(super) signing_key_index: Option<KeyIndex>,

    #[arg(
        long,
        global = true,
        help = JSON.about.help(),
        long_help = JSON.about.long_help()
    )]
    pub(super) json: bool,

    #[arg(
        long,
        global = true,
        help = QUIET.about.help(),
        long_help = QUIET.about.long_help(),
        conflicts_with = "verbose"
    )]
    pub(super) quiet: bool,

    #[arg(
        long,
        global = true,
        help = VERBOSE.about.help(),
        long_help = VERBOSE.about.long_help()
    )]
    pub(super) verbose: bool,

    #[arg(
        long,
        global = true,
        help = COLOR.about.help(),
        long_help = COLOR.about.long_help(),
        value_name = "WHEN",
        value_enum
    )]
    pub(super) color: Option<ColorWhen>,

    #[arg(
        long,
        global = true,
        help = NO_INPUT.about.help(),
        long_help = NO_INPUT.about.long_help()
    )]
    pub(super) no_input: bool,

    #[arg(
        long,
        global = true,
        help = YES.about.help(),
        long_help = YES.about.long_help()
    )]
    pub(super) yes: bool,

    #[arg(
        long,
        global = true,
        help = CONFIG.about.help(),
        long_help = CONFIG.about.long_help(),
        value_name = "FILE"
    )]
    pub(super) config: Option<PathBuf>,

    #[arg(
        long,
        global = true,
        help = LOCK_TIMEOUT.about.help(),
        long_help = LOCK_TIMEOUT.about.long_help(),
        value_name = "SECONDS"
    )]
    pub(super) lock_timeout: Option<u32>,
}

impl GlobalArgs {
    /// Asks for JSON if `--json` was seen where it could not be parsed.
    pub fn ask_for_json(&mut self, seen: bool) {
        self.json |= seen;
    }

    /// Whether JSON is asked for, for errors that come before there are settings.
    pub fn wants_json(&self, environment: &Environment) -> bool {
        let mut sources = Sources {
            environment,
            config: None,
            mistakes: Mistakes::End,
        };
        sources
            .switch(JSON.about.name, self.json)
            .is_ok_and(|json| json.value)
    }
}

/// Parses the path of a folder or file that p2msg may create.
fn path_parser() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| check_path(&path).map(|()| path))
}

fn network_parser() -> impl TypedValueParser<Value = &'static Network> {
    PossibleValuesParser::new(NETWORKS.iter().map(|network| network.name))
        .try_map(|name| Network::by_name(&name).ok_or("no such network"))
}
