//! Folders that are opened once, and the files in them.
//!
//! p2msg also runs as root, in folders that other users own. Such a user can put a link in place of
//! a name between two system calls. So a folder is opened once, and its files are opened, created,
//! renamed and removed relative to that handle, never through a symbolic link. Owner and mode
//! change only for files that p2msg created itself, through their handles.

mod write;

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustix::fs::{self as at, AtFlags, Dir, FileType, Mode, OFlags, Stat};
use rustix::io::Errno;
use rustix::process::geteuid;

pub use self::write::{Owner, Prepared};
use super::DataError;
use super::walk::{FOLDER, cannot_open, read_link, shown, walk};

/// Mode of the files that only their owner needs.
pub const PRIVATE: u32 = 0o600;

/// Flags of every file that is opened. Without NONBLOCK, opening a pipe waits for a writer.
const FILE: OFlags = OFlags::NOFOLLOW
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY)
    .union(OFlags::CLOEXEC);

/// Whether a data folder may belong to a user other than root and the one that runs p2msg.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Foreign {
    /// No.
    #[default]
    Refused,
    /// Yes, if root runs p2msg; files in it may then belong to that user as well.
    AllowedForRoot,
}

/// An open folder.
#[derive(Debug, Clone)]
pub struct Folder {
    /// Its path as the user gave it, for errors; empty for the working folder.
    path: PathBuf,
    handle: Arc<OwnedFd>,
    stat: Stat,
    /// The users that may own its files; `None` if any user may.
    trusted: Option<[u32; 3]>,
}

impl Folder {
    /// Opens the folder at `path`.
    ///
    /// Symbolic links in the path are followed if they belong to root or to the user that runs
    /// p2msg. A link of another user could lead anywhere by the time it is followed.
    ///
    /// # Errors
    /// [`DataError::ForeignLink`]; [`DataError::Io`] with the reason of the operating system.
    pub fn open(path: &Path) -> Result<Self, DataError> {
        Self::new(path, walk(path, None)?)
    }

    /// Opens the folder at `path`, and creates it and the folders above it where they are missing.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn create(path: &Path, mode: u32) -> Result<Self, DataError> {
        Self::new(path, walk(path, Some(mode))?)
    }

    fn new(path: &Path, handle: OwnedFd) -> Result<Self, DataError> {
        let stat = at::fstat(&handle).map_err(|error| cannot_open(path, error))?;
        Ok(Self {
            path: path.to_owned(),
            handle: Arc::new(handle),
            stat,
            trusted: None,
        })
    }

    /// Requires that no other user controls the folder: it belongs to root or to the user that
    /// runs p2msg, or `foreign` allows its owner, and group and others cannot write. The same
    /// then applies to every file that is opened in it.
    ///
    /// # Errors
    /// [`DataError::ForeignOwner`], [`DataError::WritableByOthers`].
    pub fn trusted(mut self, foreign: Foreign) -> Result<Self, DataError> {
        let user = geteuid().as_raw();
        let owner = match foreign {
            Foreign::AllowedForRoot if user == 0 => self.stat.st_uid,
            _ => user,
        };
        let trusted = [0, user, owner];
        if !trusted.contains(&self.stat.st_uid) {
            return Err(DataError::ForeignOwner {
                path: self.shown(),
                owner: self.stat.st_uid,
                user,
                can_be_allowed: user == 0,
            });
        }
        check_writers(&self.shown(), &self.stat)?;
        self.trusted = Some(trusted);
        Ok(self)
    }

    /// Opens a folder in this one, under the same conditions; creates it if it is missing.
    ///
    /// # Errors
    /// As [`open`](Self::open) and [`trusted`](Self::trusted); a link is not followed.
    pub fn create_subfolder(&self, name: &str, mode: u32) -> Result<Self, DataError> {
        let path = self.path_of(OsStr::new(name));
        match at::mkdirat(&self.handle, name, Mode::from_raw_mode(mode)) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(DataError::io("create the folder", &path, error.into())),
        }
        self.subfolder(name)
    }

    /// Opens a folder in this one, under the same conditions.
    ///
    /// # Errors
    /// As [`create_subfolder`](Self::create_subfolder).
    pub fn subfolder(&self, name: &str) -> Result<Self, DataError> {
        let path = self.path_of(OsStr::new(name));
        let handle = at::openat(&self.handle, name, FOLDER, Mode::empty())
            .map_err(|error| cannot_open(&path, error))?;
        let mut folder = Self::new(&path, handle)?;
        if let Some(trusted) = self.trusted {
            check_owner(&path, &folder.stat, &trusted)?;
            check_writers(&path, &folder.stat)?;
            folder.trusted = Some(trusted);
        }
        Ok(folder)
    }

    /// Whether both handles are of one folder.
    pub(super) fn is_same(&self, other: &Folder) -> bool {
        (self.stat.st_dev, self.stat.st_ino) == (other.stat.st_dev, other.stat.st_ino)
    }

    /// The path of a file in the folder, for errors.
    pub fn path_of(&self, name: &OsStr) -> PathBuf {
        match name == OsStr::new(".") {
            true => self.shown(),
            false => self.path.join(name),
        }
    }

    fn shown(&self) -> PathBuf {
        shown(&self.path)
    }

    /// The names in it, each with its file type.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn entries(&self) -> io::Result<Vec<(OsString, FileType)>> {
        let mut entries = Vec::new();
        for entry in Dir::new(self.readable()?)? {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes()).to_owned();
            if name == "." || name == ".." {
                continue;
            }
            match at::statat(&self.handle, &name, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(stat) => entries.push((name, FileType::from_raw_mode(stat.st_mode))),
                // Removed in the meantime.
                Err(Errno::NOENT) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(entries)
    }

    /// Reads the file `name`; `None` if it is missing.
    ///
    /// # Errors
    /// [`DataError::SymbolicLink`] and [`DataError::NotAFile`] if it is not a plain file;
    /// [`DataError::ForeignOwner`] and [`DataError::WritableByOthers`] if another user controls
    /// it and the folder is [`trusted`](Self::trusted);
    /// [`DataError::TooLarge`] if it has more than `limit` bytes, which are dropped;
    /// [`DataError::Io`] with the reason of the operating system.
    pub fn read(&self, name: &OsStr, limit: u64) -> Result<Option<Vec<u8>>, DataError> {
        let Some(file) = self.open_file(name, OFlags::RDONLY)? else {
            return Ok(None);
        };
        self.read_all(&file, name, limit).map(Some)
    }

    /// The target of the symbolic link `name`, as a path from where this folder's path begins.
    ///
    /// # Errors
    /// [`DataError::ForeignLink`] if the owner of the link is not trusted in this folder;
    /// [`DataError::Io`] with the reason of the operating system.
    pub(super) fn link_target(&self, name: &OsStr) -> Result<PathBuf, DataError> {
        let path = self.path_of(name);
        let (owner, target) = read_link(&self.handle, name)
            .map_err(|error| DataError::io("read the link", &path, error.into()))?;
        let user = geteuid().as_raw();
        let trusted = self.trusted.unwrap_or([0, user, user]);
        if !trusted.contains(&owner) {
            let link = name.into();
            return Err(DataError::ForeignLink { path, link, owner });
        }
        Ok(self.path.join(target))
    }

    /// Reads the secret file `name`; `None` if it is missing.
    ///
    /// # Errors
    /// As [`read`](Self::read); [`DataError::ReadableByOthers`].
    pub(super) fn read_secret(
        &self,
        name: &OsStr,
        limit: u64,
    ) -> Result<Option<Vec<u8>>, DataError> {
        let Some(file) = self.open_file(name, OFlags::RDONLY)? else {
            return Ok(None);
        };
        let path = self.path_of(name);
        let metadata = file
            .metadata()
            .map_err(|error| DataError::io("read", &path, error))?;
        if metadata.mode() & 0o044 != 0 {
            return Err(DataError::ReadableByOthers { path });
        }
        self.read_all(&file, name, limit).map(Some)
    }

    fn read_all(&self, file: &File, name: &OsStr, limit: u64) -> Result<Vec<u8>, DataError> {
        let path = self.path_of(name);
        let mut bytes = Vec::new();
        file.take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| DataError::io("read", &path, error))?;
        if bytes.len() as u64 > limit {
            let least = limit.saturating_add(1);
            let found = file.metadata().map_or(least, |metadata| metadata.len());
            return Err(DataError::TooLarge { path, found, limit });
        }
        Ok(bytes)
    }

    /// Whether the name still leads to `file`.
    pub(super) fn is_at(&self, file: &File, name: &OsStr) -> bool {
        let there = at::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW);
        match (at::fstat(file), there) {
            (Ok(ours), Ok(there)) => (ours.st_dev, ours.st_ino) == (there.st_dev, there.st_ino),
            _ => false,
        }
    }

    /// Removes the file `name`.
    ///
    /// # Errors
    /// The reason of the operating system.
    pub fn remove(&self, name: &OsStr) -> io::Result<()> {
        Ok(at::unlinkat(&self.handle, name, AtFlags::empty())?)
    }

    /// Opens the file `name`; `None` if it is missing.
    fn open_file(&self, name: &OsStr, flags: OFlags) -> Result<Option<File>, DataError> {
        // Before it is opened, because opening a device can have effects.
        if self.plain_file(name)?.is_none() {
            return Ok(None);
        }
        let path = self.path_of(name);
        let file = match at::openat(&self.handle, name, FILE | flags, Mode::empty()) {
            Ok(file) => file,
            Err(Errno::NOENT) => return Ok(None),
            Err(Errno::LOOP) => return Err(DataError::SymbolicLink { path }),
            Err(error) => return Err(DataError::io("open", &path, error.into())),
        };
        // The name may lead to another file by now, so the open one is checked.
        let stat = at::fstat(&file).map_err(|error| DataError::io("read", &path, error.into()))?;
        self.check(&path, &stat)?;
        Ok(Some(File::from(file)))
    }

    /// The plain file `name`; `None` if it is missing.
    fn plain_file(&self, name: &OsStr) -> Result<Option<Stat>, DataError> {
        let path = self.path_of(name);
        match at::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => self.check(&path, &stat).map(|()| Some(stat)),
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(DataError::io("read", &path, error.into())),
        }
    }

    fn check(&self, path: &Path, stat: &Stat) -> Result<(), DataError> {
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => {}
            FileType::Symlink => {
                return Err(DataError::SymbolicLink {
                    path: path.to_owned(),
                });
            }
            kind => {
                return Err(DataError::NotAFile {
                    path: path.to_owned(),
                    found: kind_name(kind),
                });
            }
        }
        let Some(trusted) = &self.trusted else {
            return Ok(());
        };
        check_owner(path, stat, trusted)?;
        check_writers(path, stat)
    }

    fn readable(&self) -> io::Result<OwnedFd> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(at::openat(&self.handle, ".", flags, Mode::empty())?)
    }
}

/// The folder and the name that `path` consists of. A path without a file name is a folder: `.` in
/// itself.
pub(super) fn split(path: &Path) -> (&Path, &OsStr) {
    let is_folder = path.as_os_str().as_bytes().ends_with(b"/");
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) if !is_folder => (folder, name),
        _ => (path, OsStr::new(".")),
    }
}

fn check_owner(path: &Path, stat: &Stat, trusted: &[u32; 3]) -> Result<(), DataError> {
    if trusted.contains(&stat.st_uid) {
        return Ok(());
    }
    Err(DataError::ForeignOwner {
        path: path.to_owned(),
        owner: stat.st_uid,
        user: geteuid().as_raw(),
        can_be_allowed: false,
    })
}

fn check_writers(path: &Path, stat: &Stat) -> Result<(), DataError> {
    let mode = Mode::from_raw_mode(stat.st_mode);
    if !mode.intersects(Mode::WGRP | Mode::WOTH) {
        return Ok(());
    }
    Err(DataError::WritableByOthers {
        path: path.to_owned(),
        mode: mode.bits() & 0o777,
    })
}

fn kind_name(kind: FileType) -> &'static str {
    match kind {
        FileType::Directory => "a folder",
        FileType::Fifo => "a named pipe",
        FileType::Socket => "a socket",
        _ => "a device",
    }
}
