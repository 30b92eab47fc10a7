//! Files that are replaced whole or not at all.
//!
//! A file is written beside the one it replaces, flushed, and renamed over it; then the folder is
//! flushed. A reader, or whoever comes after a crash, finds the old bytes or the new ones.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::StateError;

/// Mode of the files that only their owner needs.
pub(crate) const PRIVATE: u32 = 0o600;

/// Who owns a new file. It only matters to root: nobody else can give a file away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Whoever runs the program. The only right choice for a secret.
    Process,
    /// The owner of the folder, so that one command run by root locks nobody out of their data.
    Folder,
}

/// Puts `bytes` in place of the file at `path`, or makes it, with `mode`.
///
/// A file that was there keeps its owner; a new one gets the owner of its folder. Two processes
/// that replace the same file do not mix their bytes, but the slower one wins; what is to be read,
/// changed and written needs a lock as well.
///
/// # Errors
///
/// [`StateError::SymbolicLink`] and [`StateError::NotAFile`] if no plain file is at `path`;
/// [`StateError::Io`] for all that the operating system refuses. The old file is untouched then,
/// and nothing is left beside it.
pub(crate) fn replace(path: &Path, bytes: &[u8], mode: u32) -> Result<(), StateError> {
    prepare(path, bytes, mode)?.commit()
}

/// Writes what [`replace`] would put in place, and leaves the last step to
/// [`Prepared::commit`]: for whoever has to write something else in between.
///
/// # Errors
///
/// As [`replace`].
pub(crate) fn prepare(path: &Path, bytes: &[u8], mode: u32) -> Result<Prepared, StateError> {
    let old = plain_file(path)?;
    let folder = Folder::of(path)?;
    let owner = match &old {
        Some(old) => Some(old),
        None => Some(&folder.metadata),
    };
    let file = folder
        .write_beside(path, bytes, mode, owner)
        .map_err(|error| io_error("write", path, error))?;
    Ok(Prepared {
        path: path.to_owned(),
        folder,
        file,
    })
}

/// A file that stands flushed beside the one it is to replace. Dropping it removes it.
#[derive(Debug)]
pub(crate) struct Prepared {
    path: PathBuf,
    folder: Folder,
    file: tempfile::NamedTempFile,
}

impl Prepared {
    /// Puts it in place.
    ///
    /// # Errors
    ///
    /// [`StateError::Io`].
    pub(crate) fn commit(self) -> Result<(), StateError> {
        self.file
            .persist(&self.path)
            .map_err(|error| io_error("write", &self.path, error.error))?;
        self.folder.flush()
    }
}

/// Makes the file at `path` with `bytes` and `mode`, whole, and never touches one that is there.
///
/// # Errors
///
/// [`StateError::AlreadyExists`] if anything is at `path`, even a broken symbolic link;
/// [`StateError::Io`] for all that the operating system refuses. Nothing is left behind then.
pub(crate) fn create_new(
    path: &Path,
    bytes: &[u8],
    mode: u32,
    owner: Owner,
) -> Result<(), StateError> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(already_exists(path));
    }
    let folder = Folder::of(path)?;
    let owner = match owner {
        Owner::Process => None,
        Owner::Folder => Some(&folder.metadata),
    };
    folder
        .write_beside(path, bytes, mode, owner)
        .map_err(|error| io_error("create", path, error))?
        // The kernel checks again: another process may have been faster.
        .persist_noclobber(path)
        .map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => already_exists(path),
            _ => io_error("create", path, error.error),
        })?;
    folder.flush()
}

/// Reads the file at `path`; `None` if there is no such file.
///
/// # Errors
///
/// [`StateError::SymbolicLink`] and [`StateError::NotAFile`] if no plain file is at `path`;
/// [`StateError::TooLarge`] if it has more than `limit` bytes, of which none are kept;
/// [`StateError::Io`] for all that the operating system refuses.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, StateError> {
    // A pipe is refused before it is opened, because opening one waits for a writer.
    if plain_file(path)?.is_none() {
        return Ok(None);
    }
    let bytes = File::open(path)
        .and_then(|file| {
            let mut bytes = Vec::new();
            file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
            Ok(bytes)
        })
        .map_err(|error| io_error("read", path, error))?;
    if bytes.len() as u64 > limit {
        let found = fs::metadata(path).map_or(limit.saturating_add(1), |metadata| metadata.len());
        return Err(StateError::TooLarge {
            path: path.to_owned(),
            found,
            limit,
        });
    }
    Ok(Some(bytes))
}

/// Whether group or others can read the file at `path`. Always false where files have no modes.
pub(crate) fn readable_by_others(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o044 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Removes what a killed process left beside `path` before it could rename it.
///
/// Only for a caller that holds the lock under which `path` is written: without it, what looks
/// left over may be another process's file a moment before its rename. Best effort: whatever
/// cannot be removed does no harm.
pub(super) fn remove_left_over(path: &Path) {
    let Ok(entries) = fs::read_dir(folder_of(path)) else {
        return;
    };
    let prefix = temporary_prefix(path);
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(&prefix) && name.ends_with(TEMPORARY_SUFFIX) {
            // Ignored: see above.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// What is at `path`: a plain file, or nothing.
pub(super) fn plain_file(path: &Path) -> Result<Option<Metadata>, StateError> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io_error("read", path, error)),
    };
    let kind = metadata.file_type();
    if kind.is_symlink() {
        return Err(StateError::SymbolicLink {
            path: path.to_owned(),
        });
    }
    if !kind.is_file() {
        return Err(StateError::NotAFile {
            path: path.to_owned(),
            found: name_of(kind),
        });
    }
    Ok(Some(metadata))
}

fn name_of(kind: fs::FileType) -> &'static str {
    if kind.is_dir() {
        return "a folder";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a named pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
    }
    "a device"
}

/// The folder that a file is in; "." for a bare file name.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

const TEMPORARY_SUFFIX: &str = ".tmp";

/// How the name of what is written beside `path` begins: hidden, and naming what it is for.
fn temporary_prefix(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!(".{name}.")
}

/// A folder that files are written in.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    metadata: Metadata,
    /// Opened before anything is written, so that a folder that cannot be flushed is found out
    /// while the old file is still there.
    #[cfg(unix)]
    file: File,
}

impl Folder {
    fn of(path: &Path) -> Result<Folder, StateError> {
        let folder = folder_of(path);
        let open = || {
            Ok(Folder {
                path: folder.clone(),
                metadata: fs::metadata(&folder)?,
                #[cfg(unix)]
                file: File::open(&folder)?,
            })
        };
        open().map_err(|error| io_error("open the folder", &folder, error))
    }

    fn write_beside(
        &self,
        path: &Path,
        bytes: &[u8],
        mode: u32,
        owner: Option<&Metadata>,
    ) -> io::Result<tempfile::NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        let prefix = temporary_prefix(path);
        builder.prefix(&prefix).suffix(TEMPORARY_SUFFIX);
        let file = builder
            .tempfile_in(&self.path)
            .map_err(without_temporary_path)?;
        file.as_file().write_all(bytes)?;
        set_owner_and_mode(file.as_file(), owner, mode)?;
        file.as_file().sync_all()?;
        Ok(file)
    }

    /// Makes a rename in the folder outlast a power failure.
    fn flush(&self) -> Result<(), StateError> {
        #[cfg(unix)]
        match self.file.sync_all() {
            Ok(()) => {}
            // Some network file systems know no flushing of folders.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
                ) => {}
            Err(error) => return Err(io_error("flush the folder", &self.path, error)),
        }
        Ok(())
    }
}

#[cfg(unix)]
pub(super) fn set_owner_and_mode(
    file: &File,
    owner: Option<&Metadata>,
    mode: u32,
) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    if let Some(owner) = owner {
        let now = file.metadata()?;
        if (now.uid(), now.gid()) != (owner.uid(), owner.gid()) {
            // Only root may; for all others the file stays with who wrote it.
            let _ = fchown(file, Some(owner.uid()), Some(owner.gid()));
        }
    }
    // After the owner, because a change of owner may clear bits. Set rather than asked for when
    // the file is made, because the umask would take bits away.
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
pub(super) fn set_owner_and_mode(
    _file: &File,
    _owner: Option<&Metadata>,
    _mode: u32,
) -> io::Result<()> {
    Ok(())
}

/// The operating system's own error: what tempfile wraps around it names a file that is no more.
fn without_temporary_path(error: io::Error) -> io::Error {
    error
        .get_ref()
        .and_then(|wrapped| wrapped.source())
        .and_then(|source| source.downcast_ref::<io::Error>())
        .and_then(io::Error::raw_os_error)
        .map_or(error, io::Error::from_raw_os_error)
}

fn already_exists(path: &Path) -> StateError {
    StateError::AlreadyExists {
        path: path.to_owned(),
    }
}

pub(super) fn io_error(action: &'static str, path: &Path, source: io::Error) -> StateError {
    StateError::Io {
        action,
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_made_and_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("queue.json");
        assert_eq!(read(&path, 10).unwrap(), None);
        replace(&path, b"old", PRIVATE).unwrap();
        replace(&path, b"new", PRIVATE).unwrap();
        assert_eq!(read(&path, 10).unwrap().unwrap(), b"new");
        assert_eq!(names_in(folder.path()), ["queue.json"]);
    }

    #[test]
    fn a_new_file_never_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.wif");
        create_new(&path, b"first", PRIVATE, Owner::Process).unwrap();
        let error = create_new(&path, b"second", PRIVATE, Owner::Process).unwrap_err();
        assert!(
            matches!(error, StateError::AlreadyExists { .. }),
            "{error:?}"
        );
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(names_in(folder.path()), ["key.wif"]);
    }

    #[test]
    fn of_many_who_make_the_same_file_one_succeeds() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signing_key.json");
        let made = std::thread::scope(|scope| {
            let makers: Vec<_> = (0..16u8)
                .map(|who| {
                    let path = &path;
                    scope.spawn(move || {
                        create_new(path, &[who], PRIVATE, Owner::Folder).map(|()| who)
                    })
                })
                .collect();
            let made: Vec<_> = makers
                .into_iter()
                .map(|maker| maker.join().unwrap())
                .collect();
            made
        });
        let winners: Vec<u8> = made.into_iter().flatten().collect();
        assert_eq!(winners.len(), 1);
        assert_eq!(fs::read(&path).unwrap(), winners);
        assert_eq!(names_in(folder.path()), ["signing_key.json"]);
    }

    #[test]
    fn reading_stops_at_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, [7; 100]).unwrap();
        assert_eq!(read(&path, 100).unwrap().unwrap().len(), 100);
        match read(&path, 99).unwrap_err() {
            StateError::TooLarge { found, limit, .. } => assert_eq!((found, limit), (100, 99)),
            error => panic!("{error:?}"),
        }
    }

    #[test]
    fn a_folder_in_place_of_the_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("message_queue.json");
        fs::create_dir(&path).unwrap();
        for error in [
            read(&path, 10).unwrap_err(),
            replace(&path, b"x", PRIVATE).unwrap_err(),
        ] {
            assert_eq!(error.code(), "not_a_file");
            assert_eq!(
                error.to_string(),
                format!("{} is a folder, not a file", path.display())
            );
        }
        assert_eq!(
            create_new(&path, b"x", PRIVATE, Owner::Folder)
                .unwrap_err()
                .code(),
            "already_exists"
        );
        assert_eq!(names_in(folder.path()), ["message_queue.json"]);
    }

    #[test]
    fn a_missing_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing");
        let error = replace(&missing.join("file"), b"x", PRIVATE).unwrap_err();
        assert!(
            error.to_string().contains(missing.to_str().unwrap()),
            "{error}"
        );
        assert_eq!(error.hint(), "check the path; its folder must exist");
        assert_eq!(read(&missing.join("file"), 10).unwrap(), None);
    }

    #[test]
    fn a_file_in_place_of_the_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("data");
        fs::write(&file, "not a folder").unwrap();
        let path = file.join("message_queue.json");
        for error in [
            read(&path, 10).unwrap_err(),
            replace(&path, b"x", PRIVATE).unwrap_err(),
            create_new(&path, b"x", PRIVATE, Owner::Folder).unwrap_err(),
        ] {
            assert_eq!(error.code(), "io");
            assert!(
                error.to_string().contains(file.to_str().unwrap()),
                "{error}"
            );
        }
        assert_eq!(fs::read(&file).unwrap(), b"not a folder");
    }

    #[test]
    fn what_a_killed_process_left_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("message_queue.json");
        for name in [
            ".message_queue.json.AbCdEf.tmp",
            ".key_log.jsonl.AbCdEf.tmp",
            "message_queue.json",
            "message_queue.json.tmp",
        ] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        remove_left_over(&path);
        assert_eq!(
            names_in(folder.path()),
            [
                ".key_log.jsonl.AbCdEf.tmp",
                "message_queue.json",
                "message_queue.json.tmp"
            ]
        );
    }

    #[cfg(unix)]
    mod unix {
        use super::*;
        use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
        use std::os::unix::net::UnixListener;

        fn mode_of(path: &Path) -> u32 {
            fs::metadata(path).unwrap().permissions().mode() & 0o7777
        }

        #[test]
        fn modes_are_those_asked_for() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("p2msg.prom");
            replace(&path, b"", 0o644).unwrap();
            assert_eq!(mode_of(&path), 0o644);
            assert!(readable_by_others(&path));
            replace(&path, b"", PRIVATE).unwrap();
            assert_eq!(mode_of(&path), 0o600);
            assert!(!readable_by_others(&path));
            let path = folder.path().join("key.wif");
            create_new(&path, b"", PRIVATE, Owner::Process).unwrap();
            assert_eq!(mode_of(&path), 0o600);
        }

        #[test]
        fn a_symbolic_link_is_refused_and_its_target_untouched() {
            let folder = tempfile::tempdir().unwrap();
            let target = folder.path().join("target");
            let path = folder.path().join("signing_key.json");
            fs::write(&target, "target").unwrap();
            symlink(&target, &path).unwrap();
            for error in [
                read(&path, 10).unwrap_err(),
                replace(&path, b"x", PRIVATE).unwrap_err(),
            ] {
                assert_eq!(error.code(), "symbolic_link");
                assert!(error.to_string().contains("signing_key.json"), "{error}");
            }
            assert_eq!(fs::read(&target).unwrap(), b"target");
            assert_eq!(fs::read_link(&path).unwrap(), target);
        }

        #[test]
        fn a_link_to_nothing_is_not_replaced_by_a_new_file() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("key.wif");
            symlink("nowhere", &path).unwrap();
            let error = create_new(&path, b"secret", PRIVATE, Owner::Process).unwrap_err();
            assert_eq!(error.code(), "already_exists");
            assert_eq!(names_in(folder.path()), ["key.wif"]);
            assert_eq!(fs::read_link(&path).unwrap(), Path::new("nowhere"));
        }

        #[test]
        fn a_socket_in_place_of_the_file_is_refused() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("message_queue.json");
            let _socket = UnixListener::bind(&path).unwrap();
            let error = read(&path, 10).unwrap_err();
            assert!(
                error.to_string().ends_with("is a socket, not a file"),
                "{error}"
            );
            assert_eq!(
                replace(&path, b"x", PRIVATE).unwrap_err().code(),
                "not_a_file"
            );
        }

        #[test]
        fn what_root_writes_in_a_users_folder_is_the_users() {
            let folder = tempfile::tempdir().unwrap();
            if chown(folder.path(), Some(1234), Some(1234)).is_err() {
                eprintln!("SKIPPED: only root can give a folder away");
                return;
            }
            let owner_of = |path: &Path| fs::metadata(path).unwrap().uid();
            let state = folder.path().join("state");
            create_new(&state, b"", PRIVATE, Owner::Folder).unwrap();
            assert_eq!(owner_of(&state), 1234);
            let queue = folder.path().join("queue");
            replace(&queue, b"", PRIVATE).unwrap();
            assert_eq!(owner_of(&queue), 1234);
            let secret = folder.path().join("secret");
            create_new(&secret, b"", PRIVATE, Owner::Process).unwrap();
            assert_eq!(owner_of(&secret), 0);
            chown(&queue, Some(4321), None).unwrap();
            replace(&queue, b"", PRIVATE).unwrap();
            assert_eq!(owner_of(&queue), 4321);
        }
    }
}
