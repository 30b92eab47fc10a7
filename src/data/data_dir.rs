//! The data folder and its lock.

use std::ffi::OsStr;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustix::io::Errno;

use super::DataError;
use super::atomic;
use super::file_system;
use super::folder::{Folder, Foreign, split};
use crate::core::json_text::replaced_characters;

/// The folder that p2msg keeps its files in.
///
/// Reading needs no lock. To write, [`lock`](DataDir::lock) it. The folder and its files must belong
/// to the user that runs p2msg or to root, and group and others must not be able to change them:
/// otherwise p2msg would sign the messages of another user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataDir {
    path: PathBuf,
    foreign: Foreign,
    absent: bool,
}

impl DataDir {
    /// The folder at `path`, which need not be there yet.
    pub fn new(path: impl Into<PathBuf>) -> DataDir {
        DataDir {
            path: path.into(),
            foreign: Foreign::Refused,
            absent: false,
        }
    }

    /// Reads nothing from the folder if `absent`, as if it were missing: a default folder that cannot
    /// be reached. Writing still fails with the reason.
    #[must_use]
    pub fn absent(self, absent: bool) -> DataDir {
        DataDir { absent, ..self }
    }

    /// Accepts a folder of another user if `allow`, and only if root runs p2msg. Files in it may
    /// then belong to that user, and new ones do.
    #[must_use]
    pub fn allow_foreign(mut self, allow: bool) -> DataDir {
        self.foreign = match allow {
            true => Foreign::AllowedForRoot,
            false => Foreign::Refused,
        };
        self
    }

    /// Whether reading counts the folder as missing.
    pub fn is_absent(&self) -> bool {
        self.absent
    }

    /// Whether the folder contains a file of p2msg other than the lock, which contains nothing.
    pub fn has_files(&self) -> bool {
        let files = [
            self.signing_key_path(),
            self.key_log_path(),
            self.queue_path(),
            self.serve_token_path(),
        ];
        files.iter().any(|path| path.symlink_metadata().is_ok())
    }

    /// The files with unreadable characters, which reading replaces by U+FFFD, and the number of
    /// characters; `state_file` is the state file. Files that cannot be read are left out.
    pub fn replaced_characters(&self, state_file: &Path) -> Vec<(PathBuf, usize)> {
        let files = [
            state_file.to_owned(),
            self.key_log_path(),
            self.queue_path(),
        ];
        let counted = files.into_iter().filter_map(|path| {
            let bytes = self.read(&path, MAX_CHECKED).ok()??;
            let count = replaced_characters(&bytes);
            (count > 0).then_some((path, count))
        });
        counted.collect()
    }

    /// Where the folder is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The state file of the signing key, unless `--signing-key-file` says otherwise.
    pub fn signing_key_path(&self) -> PathBuf {
        self.path.join("signing_key.json")
    }

    /// The file with every key_index that was ever in use.
    pub fn key_log_path(&self) -> PathBuf {
        self.path.join("key_log.jsonl")
    }

    /// The message queue.
    pub fn queue_path(&self) -> PathBuf {
        self.path.join("message_queue.json")
    }

    /// What a caller of `serve` shows to send.
    pub fn serve_token_path(&self) -> PathBuf {
        self.path.join("serve_token")
    }

    /// The lock file, which is never replaced and never removed.
    pub fn lock_path(&self) -> PathBuf {
        self.path.join(LOCK_NAME)
    }

    /// Whether a foreign owner is accepted.
    pub(super) fn foreign(&self) -> Foreign {
        self.foreign
    }

    /// Checks that no other user controls the folder. A missing folder passes.
    ///
    /// # Errors
    /// [`DataError::ForeignOwner`], [`DataError::WritableByOthers`], [`DataError::ForeignLink`];
    /// [`DataError::NotAFolder`] and [`DataError::Io`] if it cannot be opened.
    pub fn check(&self) -> Result<(), DataError> {
        self.open().map(|_| ())
    }

    /// Reads a file under the conditions of the folder; `None` if it is missing.
    pub(super) fn read(&self, path: &Path, limit: u64) -> Result<Option<Vec<u8>>, DataError> {
        match self.absent && path.starts_with(&self.path) {
            true => Ok(None),
            false => atomic::read(path, limit, self.foreign),
        }
    }

    /// Opens the folder to read; `None` if it is missing.
    pub(super) fn open(&self) -> Result<Option<Folder>, DataError> {
        if self.absent {
            return Ok(None);
        }
        match Folder::open(&self.path) {
            Ok(folder) => folder.trusted(self.foreign).map(Some),
            Err(error) if error.is_missing() => Ok(None),
            Err(error) => Err(self.cannot_open(error)),
        }
    }

    /// Opens the folder, and creates it with mode 0700 if it is missing.
    ///
    /// # Errors
    ///
    /// As [`lock`](Self::lock).
    pub(super) fn create(&self) -> Result<Folder, DataError> {
        Folder::create(&self.path, 0o700)
            .map_err(|error| self.cannot_create(error))?
            .trusted(self.foreign)
    }

    /// Waits until no other process holds the lock, at most `timeout`, and takes it.
    ///
    /// Creates the folder, with mode 0700, if it is missing.
    ///
    /// # Errors
    ///
    /// [`DataError::LockTimeout`] if others held the lock for `timeout`, however short;
    /// [`DataError::ForeignOwner`], [`DataError::WritableByOthers`] and
    /// [`DataError::ForeignLink`] if another user controls the folder or the lock file;
    /// [`DataError::NotAFolder`], [`DataError::SymbolicLink`], [`DataError::NotAFile`] and
    /// [`DataError::Io`] if there can be no lock there.
    pub fn lock(&self, timeout: Duration) -> Result<LockedDataDir, DataError> {
        let folder = self.create()?;
        let lock = lock_folder(&folder, timeout)?;
        for path in [
            self.signing_key_path(),
            self.key_log_path(),
            self.queue_path(),
        ] {
            folder.remove_left_over(split(&path).1);
        }
        Ok(LockedDataDir {
            dir: self.clone(),
            folder,
            _lock: lock,
        })
    }

    fn cannot_create(&self, error: DataError) -> DataError {
        match error {
            // Everything that is missing is created, so it is the target of a link.
            error if error.is_missing() => self.not_a_folder(),
            error => self.cannot_open(error),
        }
    }

    fn cannot_open(&self, error: DataError) -> DataError {
        match &error {
            DataError::Io { source, .. } if source.kind() == io::ErrorKind::NotADirectory => {
                self.not_a_folder()
            }
            _ => error,
        }
    }

    fn not_a_folder(&self) -> DataError {
        DataError::NotAFolder {
            path: self.path.clone(),
        }
    }
}

/// The data folder with its lock held; dropping it lets go of the lock.
#[derive(Debug)]
pub struct LockedDataDir {
    dir: DataDir,
    folder: Folder,
    _lock: File,
}

impl LockedDataDir {
    /// The folder that is locked.
    pub fn dir(&self) -> &DataDir {
        &self.dir
    }

    /// The open folder.
    pub(crate) fn folder(&self) -> &Folder {
        &self.folder
    }
}

/// The most bytes of a file that is checked for unreadable characters; the largest is the queue.
const MAX_CHECKED: u64 = 32 * 1024 * 1024;

pub(super) const LOCK_NAME: &str = "p2msg.lock";

/// Takes the lock of a folder, waiting for it at most `timeout`.
pub(super) fn lock_folder(folder: &Folder, timeout: Duration) -> Result<File, DataError> {
    let name = OsStr::new(LOCK_NAME);
    let path = folder.path_of(name);
    let start = Instant::now();
    loop {
        let file = folder.open_lock_file(name)?;
        let left = timeout.saturating_sub(start.elapsed());
        let lock = lock_file(file, left).map_err(|error| cannot_lock(&path, error))?;
        match lock {
            Some(file) if folder.is_at(&file, name) => return Ok(file),
            // People remove lock files that look stale. A lock on a file that is no longer at the
            // path keeps no process out.
            Some(_) => continue,
            None => {
                let waited = start.elapsed();
                return Err(DataError::LockTimeout { path, waited });
            }
        }
    }
}

fn cannot_lock(path: &Path, source: io::Error) -> DataError {
    let errno = Errno::from_io_error(&source);
    // ENOTSUP is the same number.
    let without_locks = [Errno::NOLCK, Errno::OPNOTSUPP, Errno::NOSYS];
    match errno.is_some_and(|errno| without_locks.contains(&errno)) {
        true => DataError::NoLocks {
            file_system: file_system::describe(path),
            path: path.to_owned(),
            source,
        },
        false => DataError::io("lock", path, source),
    }
}

/// Locks `file`; `None` if others hold its lock for `timeout`.
///
/// Those who wait are served in their order, because they wait in the kernel. If each tried again
/// after a pause, a process that works in a loop would take the lock back in every pause.
fn lock_file(file: File, timeout: Duration) -> io::Result<Option<File>> {
    match file.try_lock() {
        Ok(()) => return Ok(Some(file)),
        Err(TryLockError::WouldBlock) if timeout.is_zero() => return Ok(None),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(error)) => return Err(error),
    }
    // Waiting in the kernel knows no timeout, so a thread does it.
    let (sender, receiver) = mpsc::channel();
    thread::Builder::new().spawn(move || {
        let locked = file.lock();
        // If it comes too late, the file is dropped, and the lock with it.
        let _ = sender.send(locked.map(|()| file));
    })?;
    receiver.recv_timeout(timeout).ok().transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    const NO_TIME: Duration = Duration::ZERO;

    #[test]
    fn the_folder_is_made_when_it_is_locked() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::new(folder.path().join("share/p2msg"));
        let _lock = data.lock(NO_TIME).unwrap();
        assert!(data.lock_path().is_file());
        let mode_of = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode_of(data.path()), 0o700);
        assert_eq!(mode_of(&data.lock_path()), 0o600);
    }

    #[test]
    fn a_lock_keeps_others_out_until_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::new(folder.path());
        let lock = data.lock(NO_TIME).unwrap();
        let error = data.lock(Duration::from_millis(20)).unwrap_err();
        match &error {
            DataError::LockTimeout { path, waited } => {
                assert_eq!(path, &data.lock_path());
                assert!(*waited >= Duration::from_millis(20));
            }
            error => panic!("{error:?}"),
        }
        drop(lock);
        data.lock(Duration::from_secs(60)).unwrap();
    }

    /// Whoever gave up must not get the lock later on and keep it.
    #[test]
    fn who_gave_up_keeps_nobody_out() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::new(folder.path());
        let lock = data.lock(NO_TIME).unwrap();
        for _ in 0..3 {
            data.lock(Duration::from_millis(5)).unwrap_err();
        }
        drop(lock);
        data.lock(Duration::from_secs(60)).unwrap();
    }

    #[test]
    fn who_waits_gets_the_lock_when_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::new(folder.path());
        let lock = data.lock(NO_TIME).unwrap();
        thread::scope(|scope| {
            let waiting = scope.spawn(|| data.lock(Duration::from_secs(60)).map(drop));
            drop(lock);
            waiting.join().unwrap().unwrap();
        });
    }

    /// As after `rm data/p2msg.lock` by somebody who took it for stale: whoever made the file anew
    /// and whoever still holds the old one must not both believe that they hold the lock.
    #[test]
    fn a_lock_on_a_removed_file_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(LOCK_NAME);
        let open = Folder::open(folder.path()).unwrap();
        let name = OsStr::new(LOCK_NAME);
        let old = lock_folder(&open, NO_TIME).unwrap();
        assert!(open.is_at(&old, name));
        fs::remove_file(&path).unwrap();
        assert!(!open.is_at(&old, name));
        let new = lock_folder(&open, NO_TIME).unwrap();
        assert!(open.is_at(&new, name));
        assert!(!open.is_at(&old, name));
    }

    #[test]
    fn what_is_no_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        fs::write(&path, "mine").unwrap();
        let error = DataDir::new(&path).lock(NO_TIME).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("{} is not a folder", path.display())
        );
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        let error = DataDir::new(path.join("below")).lock(NO_TIME).unwrap_err();
        assert!(
            error.to_string().contains(path.to_str().unwrap()),
            "{error}"
        );
    }

    #[test]
    fn a_link_to_nothing_is_no_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        std::os::unix::fs::symlink("nowhere", &path).unwrap();
        let error = DataDir::new(&path).lock(NO_TIME).unwrap_err();
        assert_eq!(error.code(), "not_a_folder");
    }

    #[test]
    fn a_link_in_place_of_the_lock_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::new(folder.path());
        std::os::unix::fs::symlink("elsewhere", data.lock_path()).unwrap();
        assert_eq!(data.lock(NO_TIME).unwrap_err().code(), "symbolic_link");
        assert!(!folder.path().join("elsewhere").exists());
    }
}
