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
use crate::shares::{newest_shares, store_files};

/// Where nodes are usually started, below the home folder.
const NODE_FOLDERS: [&str; 2] = ["p2pool", "p2pool-merged-v36"];

/// This many of the newest shares, by absheight, are verified.
const NEWEST: usize = 10;

/// Looks at those that are named, or else where nodes usually keep them.
pub(super) fn check(named: &[PathBuf], settings: &Settings, out: &Output, report: &mut Findings) {
    for folder in named {
        match store_files(folder) {
            Ok(files) => look_at(folder, &files, settings, out, report),
            Err(error) => report.fails("shares", &CliError::from(error)),
        }
    }
    if !named.is_empty() {
        return;
    }
    let usual = usual_folders(settings);
    let mut is_found = false;
    for folder in &usual {
        if let Ok(files) = store_files(folder) {
            look_at(folder, &files, settings, out, report);
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

/// `data/NET` in the working folder and in the usual folders of nodes: for the configured network,
/// or else for litecoin and for every network with such a folder.
fn usual_folders(settings: &Settings) -> Vec<PathBuf> {
    let home = settings.environment().get("HOME").map(Path::new);
    let below_home = home
        .into_iter()
        .flat_map(|home| NODE_FOLDERS.map(|folder| home.join(folder)));
    let nodes: Vec<PathBuf> = [PathBuf::new()].into_iter().chain(below_home).collect();
    let default = settings.network();
    let stores = nodes.iter().flat_map(|node| {
        NETWORKS.iter().filter_map(move |network| {
            let folder = node.join("data").join(network.name);
            let is_wanted = network.name == default.name
                || settings.named_network().is_none() && folder.is_dir();
            is_wanted.then_some(folder)
        })
    });
    stores.collect()
}

fn look_at(
    folder: &Path,
    files: &[PathBuf],
    settings: &Settings,
    out: &Output,
    report: &mut Findings,
) {
    let written = files
        .iter()
        .filter_map(|file| fs::metadata(file).ok()?.modified().ok())
        .filter_map(|time| Some(time.duration_since(UNIX_EPOCH).ok()?.as_secs()))
        .max();
    let many = if files.len() == 1 { "file" } else { "files" };
    let mut words = format!("{}: {} {many}", folder.display(), files.len());
    if let Some(written) = written {
        words.push_str(&format!(", last written {}", out.when(written)));
    }
    let by_name = share_network::of_path(folder);
    let network = by_name.unwrap_or_else(|| settings.network());
    let (newest, malformed) = match newest_shares(files, NEWEST, network) {
        Ok(newest) => (newest.lines, newest.malformed),
        Err(error) => return report.fails("shares", &CliError::from(error)),
    };
    let count = newest.lines().count();
    if count + malformed == 0 {
        return report.ok("shares", format!("{words}; no share in it yet"));
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
