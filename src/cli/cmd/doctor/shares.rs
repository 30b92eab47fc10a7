//! Share stores of nodes on this machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::Findings;
use crate::cli::error::CliError;
use crate::cli::hints::quoted;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::cli::share_network::{self, count_valid, nearly_all, other_network};
use crate::core::network::{NETWORKS, Network};
use crate::core::share::record::Form;
use crate::shares::{
    self, InputError, c2pool_files, c2pool_folder, newest_shares, special_file, store_files,
};

/// Where nodes are usually started, below the home folder.
const NODE_FOLDERS: [&str; 2] = ["p2pool", "p2pool-merged-v36"];

/// This many of the newest shares, by absheight, are verified.
const NEWEST: usize = 10;

/// Looks at those that are named, or else where nodes usually keep them.
pub(super) fn check(named: &[PathBuf], settings: &Settings, out: &Output, report: &mut Findings) {
    for folder in named {
        match ShareStore::find(folder, settings) {
            Ok(store) => look_at(&store, settings, out, report),
            Err(error) => report.fails("shares", &CliError::from(error)),
        }
    }
    if !named.is_empty() {
        return;
    }
    let usual = usual_folders(settings);
    let mut is_found = false;
    for folder in &usual {
        if let Ok(store) = ShareStore::find(folder, settings) {
            look_at(&store, settings, out, report);
            is_found = true;
        }
    }
    if !is_found {
        let usual: Vec<String> = usual
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        report.note(
            "shares",
            format!("no share store in {}", usual.join(", ")),
            "where the node is elsewhere, name its folder with --shares; none is needed to send",
        );
    }
}

/// A share store of a node.
struct ShareStore<'a> {
    folder: &'a Path,
    files: Vec<PathBuf>,
    /// The network that the folder names.
    by_name: Option<&'static Network>,
    /// That network, or else the configured one.
    network: &'static Network,
    is_c2pools: bool,
}

impl<'a> ShareStore<'a> {
    fn find(folder: &'a Path, settings: &Settings) -> Result<Self, InputError> {
        let by_name = share_network::of_path(folder);
        let network = by_name.unwrap_or_else(|| settings.network());
        let database = c2pool_folder(folder, network);
        Ok(Self {
            folder,
            files: match &database {
                Some(database) => c2pool_files(database)?,
                None => store_files(folder)?,
            },
            by_name,
            network,
            is_c2pools: database.is_some(),
        })
    }

    /// The folder, its kind and its files, in words.
    fn words(&self, out: &Output) -> String {
        let count = self.files.len();
        let many = if count == 1 { "file" } else { "files" };
        let kind = if self.is_c2pools { " of c2pool" } else { "" };
        let mut words = format!("{}: {count} {many}{kind}", self.folder.display());
        let modified = |file: &PathBuf| fs::metadata(file).ok()?.modified().ok();
        let written = self.files.iter().filter_map(modified).max();
        let written = written.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        if let Some(written) = written {
            words.push_str(&format!(", last written {}", out.when(written.as_secs())));
        }
        words
    }
}

/// `data/NET` in the working folder and in the usual folders of nodes, and c2pool's folder of NET:
/// for the configured network, or else for litecoin and for every network with such a folder.
fn usual_folders(settings: &Settings) -> Vec<PathBuf> {
    let home = settings.environment().get("HOME").map(Path::new);
    let below_home = home
        .into_iter()
        .flat_map(|home| NODE_FOLDERS.map(|folder| home.join(folder)));
    let nodes: Vec<PathBuf> = [PathBuf::new()].into_iter().chain(below_home).collect();
    let stores_of = |network: &'static Network| {
        let of_nodes = nodes
            .iter()
            .map(|node| node.join("data").join(network.name));
        let of_c2pool = share_network::c2pool_data(settings, network);
        of_nodes.chain(of_c2pool).collect::<Vec<_>>()
    };
    let default = settings.network();
    let stores = NETWORKS.iter().flat_map(|network| {
        let mut stores = stores_of(network);
        if network.name != default.name {
            stores.retain(|folder| settings.named_network().is_none() && folder.is_dir());
        }
        stores
    });
    stores.collect()
}

fn look_at(store: &ShareStore<'_>, settings: &Settings, out: &Output, report: &mut Findings) {
    let words = store.words(out);
    for path in &store.files {
        if let Some(found) = special_file(path) {
            report.note(
                "shares",
                format!("skipped {}, because it is {found}", path.display()),
                "remove it; a node writes regular files",
            );
        }
    }
    let ShareStore {
        folder,
        by_name,
        network,
        ..
    } = *store;
    let newest = shares::open(folder, network)
        .and_then(|mut source| newest_shares(&mut *source, NEWEST, network));
    let (newest, malformed, why) = match newest {
        Ok(newest) => (newest.lines, newest.malformed, newest.why),
        Err(error) => return report.fails("shares", &CliError::from(error)),
    };
    let count = newest.lines().count();
    if count + malformed == 0 {
        return report.ok("shares", format!("{words}; no share in it yet"));
    }
    if let Some(why) = why.filter(|_| count == 0) {
        let message = format!("{words}; none of its {malformed} shares is readable: {why}");
        let hint = format!("each of them: {}", verify_command(folder, network));
        return report.wrong("shares", message, &hint);
    }
    let valid = count_valid(&newest, Form::Store, network);
    let holds = |network: &Network| format!("{words}; its newest shares hold for {}", network.name);
    let pass_net = |network: &Network| {
        format!(
            "pass --net {0}, or put net = \"{0}\" into the config file",
            network.name
        )
    };
    if count > 0 && nearly_all(valid, count) {
        let odd = count - valid + malformed;
        match settings.named_network() {
            _ if odd > 0 => report.note(
                "shares",
                format!("{words}; {odd} of its shares are invalid or malformed"),
                &format!("which, and why: {}", verify_command(folder, network)),
            ),
            Some(named) if named.name != network.name => {
                let message = format!("{}, not for {}", holds(network), named.name);
                report.note("shares", message, &pass_net(network));
            }
            _ => report.ok("shares", holds(network)),
        }
        return;
    }
    let other = other_network(&newest, Form::Store, network);
    match other {
        // Neither the folder nor a setting names a network.
        Some((_, other)) if by_name.is_none() && settings.named_network().is_none() => {
            report.note("shares", holds(other), &pass_net(other));
        }
        _ => {
            let message = format!("{words}; its newest shares are not of {}", network.name);
            let hint = match other {
                Some((_, other)) => {
                    let name = other.name;
                    format!("is --net right? they are of {name}: --net {name}")
                }
                None => {
                    let command = verify_command(folder, network);
                    format!("is --net right? the failing steps: {command}")
                }
            };
            report.wrong("shares", message, &hint);
        }
    }
}

/// The command that says of each share what does not hold; --net may have been an option.
fn verify_command(folder: &Path, network: &Network) -> String {
    format!("p2msg --net {} verify {}", network.name, quoted(folder))
}
