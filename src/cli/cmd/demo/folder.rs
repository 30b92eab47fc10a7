//! The folder of a demo, which holds nothing but what a demo makes.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use rustix::fs::FileType;

use crate::cli::error::CliError;
use crate::cli::settings::Settings;
use crate::core::network::Network;
use crate::data::folder::Folder;
use crate::data::{DataError, LockedDataDir, ShareStoreWriter};

/// The file that marks the folder.
const MARK: &str = "P2MSG-DEMO.txt";
/// The line by which the file is recognized.
const MARK_LINE: &str = "\
Made by p2msg demo: a share chain to try things on, with keys that everybody knows.
";
const MARK_REST: &str = "\
The next p2msg demo in this folder removes the chain, unless --continue is passed.
";
/// Maximum length of the file, in bytes.
const MAX_MARK: u64 = 1024;
const PUBLIC: u32 = 0o644;
const PUBLIC_FOLDER: u32 = 0o755;

/// The folder of a demo, held against other demos.
#[derive(Debug)]
pub(super) struct DemoFolder {
    /// The folder with the share store, as in a node's.
    store: Folder,
    path: PathBuf,
    _lock: LockedDataDir,
}

impl DemoFolder {
    /// Creates the folder at `path`, or opens one that an earlier demo made. Removes the shares in it
    /// unless `keep`.
    ///
    /// # Errors
    /// Refused if it contains a file that no demo made or if another user controls it; another demo
    /// uses it; file errors.
    pub(super) fn claim(
        path: &Path,
        keep: bool,
        network: &Network,
        settings: &Settings,
    ) -> Result<Self, CliError> {
        // Twice, so that nothing is written to a folder that is not a demo's.
        refuse_foreign(&Folder::create(path, PUBLIC_FOLDER)?, network)?;
        let lock = settings.data_folder(path).lock(settings.lock_timeout())?;
        let folder = lock.folder();
        refuse_foreign(folder, network)?;
        let mark = [MARK_LINE, MARK_REST].concat();
        folder.replace(OsStr::new(MARK), mark.as_bytes(), PUBLIC)?;
        let store = folder
            .create_subfolder("data", PUBLIC_FOLDER)?
            .create_subfolder(network.name, PUBLIC_FOLDER)?;
        let path = path.join("data").join(network.name);
        if !keep {
            empty(&store).map_err(|error| CliError::file("empty", &path, error))?;
        }
        Ok(Self {
            store,
            path,
            _lock: lock,
        })
    }

    /// The folder with the share store.
    pub(super) fn store(&self) -> &Path {
        &self.path
    }

    /// Begins the share store, or continues it.
    ///
    /// # Errors
    /// A file cannot be created.
    pub(super) fn writer(&self) -> Result<ShareStoreWriter, DataError> {
        ShareStoreWriter::continue_in(self.store.clone())
    }
}

fn refuse_foreign(folder: &Folder, network: &Network) -> Result<(), CliError> {
    let Some(found) = foreign(folder, network)? else {
        return Ok(());
    };
    Err(CliError::refused(
        "not_a_demo",
        format!(
            "{} holds {}, which no demo made",
            folder.path_of(OsStr::new(".")).display(),
            found.display()
        ),
    )
    .hint("nothing was changed; give another folder with --dir, or move away what is there"))
}

/// The first entry of the folder that no demo made, as a path in the folder.
fn foreign(folder: &Folder, network: &Network) -> Result<Option<PathBuf>, CliError> {
    let mark = folder.read(OsStr::new(MARK), MAX_MARK);
    let is_mark = |text: Vec<u8>| text.starts_with(MARK_LINE.as_bytes());
    let marked = mark.is_ok_and(|text| text.is_some_and(is_mark));
    let in_folder = first_other(folder, |name, kind| match name {
        "data" => marked && kind == FileType::Directory,
        MARK => marked,
        "p2msg.lock" => kind == FileType::RegularFile,
        _ => false,
    })?;
    if in_folder.is_some() {
        return Ok(in_folder);
    }
    let Some(data) = subfolder(folder, "data")? else {
        return Ok(None);
    };
    let in_data = first_other(&data, |name, kind| {
        name == network.name && kind == FileType::Directory
    })?;
    if let Some(found) = in_data {
        return Ok(Some(Path::new("data").join(found)));
    }
    let Some(store) = subfolder(&data, network.name)? else {
        return Ok(None);
    };
    let in_store = first_other(&store, |name, kind| {
        is_share_file(name) && kind == FileType::RegularFile
    })?;
    Ok(in_store.map(|found| Path::new("data").join(network.name).join(found)))
}

fn subfolder(folder: &Folder, name: &str) -> Result<Option<Folder>, CliError> {
    match folder.subfolder(name) {
        Ok(folder) => Ok(Some(folder)),
        Err(error) if error.is_missing() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The name of the first entry of `folder` that is not `own`.
fn first_other(
    folder: &Folder,
    own: impl Fn(&str, FileType) -> bool,
) -> Result<Option<PathBuf>, CliError> {
    let path = folder.path_of(OsStr::new("."));
    let entries = folder
        .entries()
        .map_err(|error| CliError::file("read", &path, error))?;
    let other = entries.into_iter().find(|(name, kind)| {
        let is_own = name.to_str().is_some_and(|name| own(name, *kind));
        !is_own
    });
    Ok(other.map(|(name, _)| name.into()))
}

fn is_share_file(name: &str) -> bool {
    name.strip_prefix("shares.").is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Removes the share files. The folder is open, so no other folder can be emptied in its place.
fn empty(store: &Folder) -> std::io::Result<()> {
    for (name, kind) in store.entries()? {
        if kind == FileType::RegularFile && name.to_str().is_some_and(is_share_file) {
            store.remove(&name)?;
        }
    }
    Ok(())
}
