//! Share stores of nodes on this machine.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::Report;
use crate::cli::error::CliError;
use crate::cli::input::share_stores;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::core::commitment::commit;
use crate::core::network::{NETWORKS, Network};
use crate::core::pow::pow_hash;
use crate::core::record::{Form, Line, decode_hex};
use crate::core::share::Share;
use crate::core::verification::{Claim, verify};
use crate::state::quoted;
use crate::state::share_store::open_regular;

/// Where nodes are usually started, below the home folder.
const NODE_FOLDERS: [&str; 2] = ["p2pool", "p2pool-merged-v36"];

/// So many of the newest shares are verified: a cut line or two among them are an accident.
const NEWEST: usize = 10;
/// So many bytes at the end of a file are searched for them.
const TAIL: u64 = 8 << 20;

/// Looks at those that are named, or else where nodes usually keep them.
pub(super) fn look(named: &[PathBuf], settings: &Settings, out: &Output, report: &mut Report) {
    for folder in named {
        match share_stores(folder) {
            Ok(files) => look_at(folder, &files, settings, out, report),
            Err(error) => report.fails("shares", &error),
        }
    }
    if !named.is_empty() {
        return;
    }
    let usual = usual_folders(settings);
    let mut is_found = false;
    for folder in &usual {
        if let Ok(files) = share_stores(folder) {
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

fn usual_folders(settings: &Settings) -> Vec<PathBuf> {
    let data = Path::new("data").join(settings.network().name);
    let home = settings.environment().get("HOME").map(Path::new);
    let below_home = home
        .into_iter()
        .flat_map(|home| NODE_FOLDERS.map(|folder| home.join(folder).join(&data)));
    [data.clone()].into_iter().chain(below_home).collect()
}

fn look_at(
    folder: &Path,
    files: &[PathBuf],
    settings: &Settings,
    out: &Output,
    report: &mut Report,
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
    let shares = match newest_shares(files) {
        Ok(shares) => shares,
        Err(error) => return report.fails("shares", &error),
    };
    let network = settings.network();
    let count = shares.len();
    let held = shares.iter().filter(|share| holds(share, network)).count();
    if count == 0 {
        report.ok("shares", format!("{words}; no share in it yet"));
    } else if held == count {
        let words = format!("{words}; its newest shares hold for {}", network.name);
        report.ok("shares", words);
    } else if held > 0 {
        let odd = count - held;
        report.note(
            "shares",
            format!("{words}; {odd} of its {count} newest shares do not hold"),
            &format!("which, and why: {}", verify_command(folder, network)),
        );
    } else {
        let words = format!("{words}; its newest shares are not of {}", network.name);
        report.wrong("shares", words, &which_network(&shares, folder, network));
    }
}

/// The command that says of each share what does not hold; --net may have been an option.
fn verify_command(folder: &Path, network: &Network) -> String {
    format!("p2msg --net {} verify {}", network.name, quoted(folder))
}

fn which_network(shares: &[Vec<u8>], folder: &Path, network: &Network) -> String {
    let is_theirs = |network: &&Network| shares.iter().any(|share| holds(share, network));
    match NETWORKS.iter().find(is_theirs) {
        Some(network) => format!("is --net right? they are of {0}: --net {0}", network.name),
        None => format!(
            "is --net right? what does not hold: {}",
            verify_command(folder, network)
        ),
    }
}

/// The newest shares, in hex: those at the end of the last file that has any.
fn newest_shares(files: &[PathBuf]) -> Result<Vec<Vec<u8>>, CliError> {
    for file in files.iter().rev() {
        let tail = tail_of(file).map_err(|error| CliError::file("read", file, error))?;
        let shares: Vec<Vec<u8>> = tail
            .rsplit(|byte| *byte == b'\n')
            // Behind the last line feed is what the node has yet to write.
            .skip(1)
            .filter_map(|line| match Line::read(line, Form::Store) {
                Ok(Line::Share(share)) => Some(share.into_owned()),
                _ => None,
            })
            .take(NEWEST)
            .collect();
        if !shares.is_empty() {
            return Ok(shares);
        }
    }
    Ok(Vec::new())
}

/// The end of a file; the line that it begins with may be cut, and is then no share.
fn tail_of(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = open_regular(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    Ok(tail)
}

/// Whether a share, in hex, is one of `network` with its proof of work.
fn holds(share: &[u8], network: &Network) -> bool {
    let mut raw = Vec::new();
    if decode_hex(share.trim_ascii_end(), &mut raw).is_err() {
        return false;
    }
    let Ok(share) = Share::read(&raw, network) else {
        return false;
    };
    let header = commit(&share, network).header;
    let pow_hash = pow_hash(network.pow, &header);
    verify(&Claim::of(&share), pow_hash, network)
        .failure
        .is_none()
}
