//! A state of the database: the files that make it up.

use std::collections::BTreeMap;
use std::path::Path;

use super::files::Files;
use super::version::{TableFile, Version, manifest_path};
use super::{Damage, ReadError};

/// The most tables of level 0. LevelDB stops writing at twelve.
const MAX_LEVEL_0: usize = 20;
/// Attempts to read a state while the database changes.
const ATTEMPTS: usize = 50;

/// A state of a database.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(super) files: Files,
    /// Numbers of files: logs, oldest first.
    pub(super) logs: Vec<usize>,
    /// Tables that follow one another, in the order from newer to older runs.
    pub(super) runs: Vec<Vec<(usize, TableFile)>>,
}

impl Snapshot {
    /// Takes a snapshot of the database in `folder`, which may change meanwhile.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; [`ReadError::Gone`] if the files kept changing.
    pub(crate) fn take(folder: &Path) -> Result<Self, ReadError> {
        for _ in 1..ATTEMPTS {
            match Self::try_take(folder, false) {
                Err(ReadError::Gone(_)) => {}
                other => return other,
            }
        }
        // What is missing now is missing for good.
        Self::try_take(folder, true)
    }

    fn try_take(folder: &Path, last_attempt: bool) -> Result<Self, ReadError> {
        let manifest = manifest_path(folder)?;
        let version = Version::read(&manifest)?;
        let mut logs = version.logs(folder)?;
        if let Some(missing) = version.missing_log(folder, &logs) {
            if !last_attempt {
                return Err(ReadError::Gone(missing.1));
            }
            logs.insert(0, missing);
        }
        let mut snapshot = Self {
            files: Files::new(last_attempt),
            logs: Vec::new(),
            runs: Vec::new(),
        };
        for (_, path) in logs {
            let file = snapshot.files.add(path)?;
            snapshot.logs.push(file);
        }
        if !snapshot.add_tables(folder, version)? {
            return Err(Damage::new(&manifest, 0, "too many tables of level 0").into());
        }
        Ok(snapshot)
    }

    /// Adds the tables of every level; false if there are too many.
    fn add_tables(&mut self, folder: &Path, version: Version) -> Result<bool, ReadError> {
        let mut levels: BTreeMap<u64, Vec<(usize, TableFile)>> = BTreeMap::new();
        for (number, table) in version.tables {
            let path = folder.join(format!("{number:06}.ldb"));
            // The name that tables had before LevelDB 1.15.
            let old_path = path.with_extension("sst");
            let old = !path.exists() && old_path.exists();
            let file = self.files.add(if old { old_path } else { path })?;
            levels.entry(table.level).or_default().push((file, table));
        }
        // The newest tables of level 0 first.
        let level_0 = levels.remove(&0).unwrap_or_default();
        if level_0.len() > MAX_LEVEL_0 {
            return Ok(false);
        }
        self.runs
            .extend(level_0.into_iter().rev().map(|table| vec![table]));
        for mut run in levels.into_values() {
            run.sort_by(|(_, one), (_, other)| one.smallest.cmp(&other.smallest));
            self.runs.push(run);
        }
        Ok(true)
    }
}
