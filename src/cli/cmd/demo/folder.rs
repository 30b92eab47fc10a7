//! The folder of a demo, which holds nothing but what a demo makes.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::cli::error::CliError;
use crate::core::network::Network;
use crate::state::{DataDir, LockedDataDir, atomic};

/// The file that marks the folder.
const MARK: &str = "P2MSG-DEMO.txt";
const MARK_TEXT: &str = "\
Made by p2msg demo: a share chain to try things on, with keys that everybody knows.
The next p2msg demo with this folder removes all that is in it and begins anew.
";
const PUBLIC: u32 = 0o644;

/// The folder of a demo, held against other demos.
#[derive(Debug)]
pub(super) struct DemoFolder {
    /// The folder with the share store, as in a node's.
    store: PathBuf,
    _lock: LockedDataDir,
}

impl DemoFolder {
    /// Makes the folder at `path`, or empties one that an earlier demo made.
    ///
    /// # Errors
    /// Refused if it holds anything that no demo made; another demo is at work there; file errors.
    pub(super) fn claim(
        path: &Path,
        network: &Network,
        lock_timeout: Duration,
    ) -> Result<Self, CliError> {
        let store = path.join("data").join(network.name);
        // Twice, so that nothing is written to a folder that is somebody else's.
        refuse_foreign(path, network)?;
        fs::create_dir_all(path).map_err(|error| CliError::file("create", path, error))?;
        let lock = DataDir::new(path).lock(lock_timeout)?;
        refuse_foreign(path, network)?;
        atomic::replace(&path.join(MARK), MARK_TEXT.as_bytes(), PUBLIC)?;
        fs::create_dir_all(&store).map_err(|error| CliError::file("create", &store, error))?;
        empty(&store).map_err(|error| CliError::file("empty", &store, error))?;
        Ok(Self { store, _lock: lock })
    }

    /// The folder with the share store.
    pub(super) fn store(&self) -> &Path {
        &self.store
    }
}

fn refuse_foreign(path: &Path, network: &Network) -> Result<(), CliError> {
    let found = foreign(path, network).map_err(|error| CliError::file("read", path, error))?;
    let Some(found) = found else { return Ok(()) };
    Err(CliError::refused(
        "not_a_demo",
        format!(
            "{} holds {}, which no demo made",
            path.display(),
            found.strip_prefix(path).unwrap_or(&found).display()
        ),
    )
    .hint("nothing was changed; give another folder with --dir, or move away what is there"))
}

/// The first entry of the folder that no demo made.
fn foreign(path: &Path, network: &Network) -> io::Result<Option<PathBuf>> {
    let marked = fs::read(path.join(MARK)).is_ok_and(|text| text == MARK_TEXT.as_bytes());
    let in_path = first_other(path, |entry, name| match name {
        "data" => marked && is_folder(entry),
        MARK => marked,
        "p2msg.lock" => is_file(entry),
        _ => false,
    })?;
    if in_path.is_some() {
        return Ok(in_path);
    }
    let data = path.join("data");
    let in_data = first_other(&data, |entry, name| {
        name == network.name && is_folder(entry)
    })?;
    if in_data.is_some() {
        return Ok(in_data);
    }
    first_other(&data.join(network.name), |entry, name| {
        is_share_file(name) && is_file(entry)
    })
}

/// The first entry of `folder` that is not `own`; none if there is no such folder.
fn first_other(
    folder: &Path,
    own: impl Fn(&DirEntry, &str) -> bool,
) -> io::Result<Option<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        if !entry
            .file_name()
            .to_str()
            .is_some_and(|name| own(&entry, name))
        {
            return Ok(Some(entry.path()));
        }
    }
    Ok(None)
}

fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| kind.is_file())
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| kind.is_dir())
}

fn is_share_file(name: &str) -> bool {
    name.strip_prefix("shares.").is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn empty(store: &Path) -> io::Result<()> {
    for entry in fs::read_dir(store)? {
        fs::remove_file(entry?.path())?;
    }
    Ok(())
}
