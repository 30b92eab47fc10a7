//! The data folder and its lock.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::StateError;
use super::atomic::{self, io_error};

/// The folder that p2msg keeps its files in.
///
/// Everybody may read, at any time. To write, [`lock`](DataDir::lock) it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataDir {
    path: PathBuf,
}

impl DataDir {
    /// The folder at `path`, which need not be there yet.
    pub fn new(path: impl Into<PathBuf>) -> DataDir {
        DataDir { path: path.into() }
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

    /// Waits until no other process holds the lock, at most `timeout`, and takes it.
    ///
    /// Makes the folder, with mode 0700, if it is not there.
    ///
    /// # Errors
    ///
    /// [`StateError::LockTimeout`] if others held the lock for `timeout`, however short;
    /// [`StateError::NotAFolder`], [`StateError::SymbolicLink`], [`StateError::NotAFile`] and
    /// [`StateError::Io`] if there can be no lock there.
    pub fn lock(&self, timeout: Duration) -> Result<LockedDataDir, StateError> {
        self.create()?;
        let lock = lock_folder(&self.path, timeout)?;
        for path in [
            self.signing_key_path(),
            self.key_log_path(),
            self.queue_path(),
        ] {
            atomic::remove_left_over(&path);
        }
        Ok(LockedDataDir {
            dir: self.clone(),
            _lock: lock,
        })
    }

    fn create(&self) -> Result<(), StateError> {
        match fs::metadata(&self.path) {
            Ok(metadata) if metadata.is_dir() => return Ok(()),
            Ok(_) => return Err(self.not_a_folder()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(io_error("open the folder", &self.path, error)),
        }
        let mut builder = DirBuilder::new();
        // Recursive also means that a folder which another process makes meanwhile is no error.
        builder.recursive(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt;
            builder.mode(0o700);
        }
        builder
            .create(&self.path)
            .map_err(|error| match error.kind() {
                // A link whose target is missing.
                io::ErrorKind::AlreadyExists => self.not_a_folder(),
                _ => io_error("create the folder", &self.path, error),
            })
    }

    fn not_a_folder(&self) -> StateError {
        StateError::NotAFolder {
            path: self.path.clone(),
        }
    }
}

/// The data folder with its lock held; dropping it lets go of the lock.
#[derive(Debug)]
pub struct LockedDataDir {
    dir: DataDir,
    _lock: File,
}

impl LockedDataDir {
    /// The folder that is locked.
    pub fn dir(&self) -> &DataDir {
        &self.dir
    }
}

const LOCK_NAME: &str = "p2msg.lock";

/// Takes the lock of a folder, waiting for it at most `timeout`.
pub(super) fn lock_folder(folder: &Path, timeout: Duration) -> Result<File, StateError> {
    let path = folder.join(LOCK_NAME);
    let start = Instant::now();
    loop {
        let file = open_lock_file(&path)?;
        let left = timeout.saturating_sub(start.elapsed());
        let lock = lock_file(file, left).map_err(|error| io_error("lock", &path, error))?;
        match lock {
            Some(file) if is_at(&file, &path) => return Ok(file),
            // People remove lock files that look stale. A lock on a file that is no longer at the
            // path keeps nobody out.
            Some(_) => continue,
            None => {
                let waited = start.elapsed();
                return Err(StateError::LockTimeout { path, waited });
            }
        }
    }
}

fn open_lock_file(path: &Path) -> Result<File, StateError> {
    let is_new = atomic::plain_file(path)?.is_none();
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(atomic::PRIVATE);
    }
    let file = options
        .open(path)
        .map_err(|error| io_error("open", path, error))?;
    if is_new {
        // Made by root in another user's folder, it must not lock that user out. No error, because
        // another process may have made it first.
        let folder = fs::metadata(atomic::folder_of(path)).ok();
        let _ = atomic::set_owner_and_mode(&file, folder.as_ref(), atomic::PRIVATE);
    }
    Ok(file)
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

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(ours), Ok(there)) => (ours.dev(), ours.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_TIME: Duration = Duration::ZERO;

    #[test]
    fn the_folder_is_made_when_it_is_locked() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::new(folder.path().join("share/p2msg"));
        let _lock = data.lock(NO_TIME).unwrap();
        assert!(data.lock_path().is_file());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode_of = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode_of(data.path()), 0o700);
            assert_eq!(mode_of(&data.lock_path()), 0o600);
        }
    }

    #[test]
    fn a_lock_keeps_others_out_until_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::new(folder.path());
        let lock = data.lock(NO_TIME).unwrap();
        let error = data.lock(Duration::from_millis(20)).unwrap_err();
        match &error {
            StateError::LockTimeout { path, waited } => {
                assert_eq!(path, &data.lock_path());
                assert!(*waited >= Duration::from_millis(20));
            }
            error => panic!("{error:?}"),
        }
        assert!(error.hint().contains("--lock-timeout"));
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
    #[cfg(unix)]
    #[test]
    fn a_lock_on_a_removed_file_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(LOCK_NAME);
        let old = lock_folder(folder.path(), NO_TIME).unwrap();
        assert!(is_at(&old, &path));
        fs::remove_file(&path).unwrap();
        assert!(!is_at(&old, &path));
        let new = lock_folder(folder.path(), NO_TIME).unwrap();
        assert!(is_at(&new, &path));
        assert!(!is_at(&old, &path));
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

    #[cfg(unix)]
    #[test]
    fn a_link_to_nothing_is_no_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        std::os::unix::fs::symlink("nowhere", &path).unwrap();
        let error = DataDir::new(&path).lock(NO_TIME).unwrap_err();
        assert_eq!(error.code(), "not_a_folder");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_place_of_the_lock_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::new(folder.path());
        std::os::unix::fs::symlink("elsewhere", data.lock_path()).unwrap();
        assert_eq!(data.lock(NO_TIME).unwrap_err().code(), "symbolic_link");
        assert!(!folder.path().join("elsewhere").exists());
    }
}
