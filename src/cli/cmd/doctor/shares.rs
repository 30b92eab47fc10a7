//! Share stores of nodes on this machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::Report;
use crate::cli::error::CliError;
use crate::cli::input::share_stores;
use crate::cli::output::Output;
use crate::cli::settings::Settings;

/// Where nodes are usually started, below the home folder.
const NODE_FOLDERS: [&str; 2] = ["p2pool", "p2pool-merged-v36"];

/// Looks at those that are named, or else where nodes usually keep them.
pub(super) fn look(named: &[PathBuf], settings: &Settings, out: &Output, report: &mut Report) {
    if !named.is_empty() {
        for folder in named {
            if let Err(error) = look_at(folder, out, report) {
                report.fails("shares", &error);
            }
        }
        return;
    }
    let usual = usual_folders(settings);
    let found = usual
        .iter()
        .filter(|folder| look_at(folder, out, report).is_ok())
        .count();
    if found == 0 {
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

fn look_at(folder: &Path, out: &Output, report: &mut Report) -> Result<(), CliError> {
    let files = share_stores(folder)?;
    let newest = files
        .iter()
        .filter_map(|file| fs::metadata(file).ok()?.modified().ok())
        .filter_map(|time| Some(time.duration_since(UNIX_EPOCH).ok()?.as_secs()))
        .max();
    let many = if files.len() == 1 { "file" } else { "files" };
    let mut words = format!("{}: {} {many}", folder.display(), files.len());
    if let Some(newest) = newest {
        words.push_str(&format!(", last written {}", out.when(newest)));
    }
    report.ok("shares", words);
    Ok(())
}
