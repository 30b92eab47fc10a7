//! Share stores of nodes on this machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::Findings;
use crate::cli::error::CliError;
use crate::cli::hints::quoted;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::core::network::{NETWORKS, Network};
use crate::core::pow::HeaderHasher;
use crate::core::pow::verification::verify;
use crate::core::share::record::Form;
use crate::shares::{Block, Content, LineReader, Proof, newest_shares, store_files};

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
    let network = settings.network();
    let (newest, malformed) = match newest_shares(files, NEWEST, network) {
        Ok(newest) => (newest.lines, newest.malformed),
        Err(error) => return report.fails("shares", &CliError::from(error)),
    };
    let count = newest.lines().count();
    let held = count_valid(&newest, network);
    if count + malformed == 0 {
        report.ok("shares", format!("{words}; no share in it yet"));
    } else if held == count && malformed == 0 {
        let words = format!("{words}; its newest shares hold for {}", network.name);
        report.ok("shares", words);
    } else if count > 0 && nearly_all(held, count) {
        let odd = count - held + malformed;
        report.note(
            "shares",
            format!("{words}; {odd} of its shares are invalid or malformed"),
            &format!("which, and why: {}", verify_command(folder, network)),
        );
    } else {
        let words = format!("{words}; its newest shares are not of {}", network.name);
        report.wrong("shares", words, &which_network(&newest, folder, network));
    }
}

/// Whether `held` of `count` shares identify their network. A few lines may be damaged; on a network
/// whose target is easy, a share of another network can be valid by chance.
fn nearly_all(held: usize, count: usize) -> bool {
    held * 5 >= count * 4
}

/// The command that says of each share what does not hold; --net may have been an option.
fn verify_command(folder: &Path, network: &Network) -> String {
    format!("p2msg --net {} verify {}", network.name, quoted(folder))
}

fn which_network(newest: &Block, folder: &Path, network: &Network) -> String {
    let count = newest.lines().count();
    let is_theirs = |network: &&'static Network| nearly_all(count_valid(newest, network), count);
    match NETWORKS.iter().filter(|_| count > 0).find(is_theirs) {
        Some(network) => format!("is --net right? they are of {0}: --net {0}", network.name),
        None => format!(
            "is --net right? what does not hold: {}",
            verify_command(folder, network)
        ),
    }
}

/// The number of shares in `block` with a valid proof of work on `network`.
fn count_valid(block: &Block, network: &'static Network) -> usize {
    let mut proofs = Vec::new();
    let mut lines = LineReader::new(network).form(Form::Store);
    lines.read(block, |record| {
        if let Content::Share { share, commitment } = record.content {
            proofs.push(Proof::new(share, commitment));
        }
    });
    let headers: Vec<_> = proofs.iter().map(|proof| proof.commitment.header).collect();
    let pow_hashes = HeaderHasher::new(network.pow).hash_many(&headers);
    let is_valid = |(proof, pow_hash): &(&Proof, _)| {
        verify(&proof.claim, *pow_hash, network).failure.is_none()
    };
    proofs.iter().zip(pow_hashes).filter(is_valid).count()
}
