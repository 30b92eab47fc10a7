//! Writes files of a folder: whole, flushed, and with the right owner.

use std::ffi::{OsStr, OsString};
use std::fs::{File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

use rustix::fs::{self as at, AtFlags, Mode, OFlags, Stat};
use rustix::io::Errno;

use super::{FILE, Folder, PRIVATE};
use crate::data::DataError;

const TEMPORARY_SUFFIX: &str = ".tmp";

/// The owner of a new file. It matters to root only: other users cannot give files away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The user that runs p2msg. The only right choice for a secret.
    Process,
    /// The owner of the folder, so that a command of root locks no user out of their data.
    Folder,
}

impl Folder {
    /// Writes `bytes` to a temporary file, which [`Prepared::commit`] puts in place of `name`.
    ///
    /// A file that is there passes its owner on; a new one gets the owner of the folder.
    ///
    /// # Errors
    /// As [`read`](Self::read). The file is unchanged then, and no temporary file is left.
    pub fn prepare(&self, name: &OsStr, bytes: &[u8], mode: u32) -> Result<Prepared, DataError> {
        let old = self.plain_file(name)?;
        let owner = old.as_ref().unwrap_or(&self.stat);
        let flush = self.flushable()?;
        let temporary = self
            .write_temporary(name, bytes, mode, Some(owner))
            .map_err(|error| DataError::io("write", &self.path_of(name), error))?;
        Ok(Prepared {
            name: name.to_owned(),
            temporary,
            flush,
        })
    }

    /// Puts `bytes` in place of the file `name`, or creates it.
    ///
    /// # Errors
    /// As [`prepare`](Self::prepare).
    pub fn replace(&self, name: &OsStr, bytes: &[u8], mode: u32) -> Result<(), DataError> {
        self.prepare(name, bytes, mode)?.commit()
    }

    /// Creates the file `name` whole. An existing file is never changed.
    ///
    /// # Errors
    /// [`DataError::AlreadyExists`] if the name is taken, even by a broken symbolic link;
    /// [`DataError::Io`] with the reason of the operating system. No file is left then.
    pub fn create_new(
        &self,
        name: &OsStr,
        bytes: &[u8],
        mode: u32,
        owner: Owner,
    ) -> Result<(), DataError> {
        let path = self.path_of(name);
        if at::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW).is_ok() {
            return Err(DataError::AlreadyExists { path });
        }
        let owner = match owner {
            Owner::Process => None,
            Owner::Folder => Some(&self.stat),
        };
        let flush = self.flushable()?;
        let mut temporary = self
            .write_temporary(name, bytes, mode, owner)
            .map_err(|error| DataError::io("create", &path, error))?;
        // The kernel checks again: another process may have been faster.
        match temporary.rename_to_new(name) {
            Ok(()) => self.flush(&flush),
            Err(Errno::EXIST) => Err(DataError::AlreadyExists { path }),
            Err(error) => Err(DataError::io("create", &path, error.into())),
        }
    }

    /// Creates the file `name` with the default mode, to append to it.
    ///
    /// # Errors
    /// [`DataError::Io`], also if the name is taken.
    pub fn create_to_append(&self, name: &str) -> Result<File, DataError> {
        let flags = FILE | OFlags::WRONLY | OFlags::APPEND | OFlags::CREATE | OFlags::EXCL;
        at::openat(&self.handle, name, flags, Mode::from_raw_mode(0o666))
            .map(File::from)
            .map_err(|error| DataError::io("create", &self.path_of(OsStr::new(name)), error.into()))
    }

    /// Opens the file `name` to read it; `None` if it is missing.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(crate) fn open_to_read(&self, name: &OsStr) -> Result<Option<File>, DataError> {
        self.open_file(name, OFlags::RDONLY)
    }

    /// Opens the file `name` to read it and to append to it, or creates it with the default mode.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(crate) fn open_to_append(&self, name: &OsStr) -> Result<File, DataError> {
        let append = OFlags::RDWR | OFlags::APPEND;
        loop {
            if let Some(file) = self.open_file(name, append)? {
                return Ok(file);
            }
            let flags = FILE | append | OFlags::CREATE | OFlags::EXCL;
            match at::openat(&self.handle, name, flags, Mode::from_raw_mode(0o666)) {
                Ok(file) => {
                    self.sync()?;
                    return Ok(File::from(file));
                }
                // Another process may create it between the two calls.
                Err(Errno::EXIST) => {}
                Err(error) => {
                    return Err(DataError::io("create", &self.path_of(name), error.into()));
                }
            }
        }
    }

    /// Makes the names of new files in the folder outlast a power failure.
    ///
    /// # Errors
    /// [`DataError::Io`].
    pub(crate) fn sync(&self) -> Result<(), DataError> {
        self.flush(&self.flushable()?)
    }

    /// Opens the lock file `name`, or creates it for the owner of the folder.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn open_lock_file(&self, name: &OsStr) -> Result<File, DataError> {
        let failed = |error: io::Error| DataError::io("open", &self.path_of(name), error);
        loop {
            let flags = FILE | OFlags::RDWR | OFlags::CREATE | OFlags::EXCL;
            match at::openat(&self.handle, name, flags, Mode::from_raw_mode(PRIVATE)) {
                Ok(file) => {
                    let file = File::from(file);
                    set_owner_and_mode(&file, Some(&self.stat), PRIVATE).map_err(failed)?;
                    return Ok(file);
                }
                Err(Errno::EXIST) => {}
                Err(error) => return Err(failed(error.into())),
            }
            // Another process may remove it between the two calls.
            if let Some(file) = self.open_file(name, OFlags::RDWR)? {
                return Ok(file);
            }
        }
    }

    /// Removes the temporary files of `name` that a killed process left.
    ///
    /// Only for a caller that holds the lock under which `name` is written: without it, the file
    /// may be one that another process is about to rename. A file that cannot be removed does no
    /// harm, so failures are ignored.
    pub fn remove_left_over(&self, name: &OsStr) {
        let prefix = temporary_prefix(name);
        for (found, _) in self.entries().unwrap_or_default() {
            let text = found.to_string_lossy();
            if text.starts_with(&prefix) && text.ends_with(TEMPORARY_SUFFIX) {
                let _ = self.remove(&found);
            }
        }
    }

    fn write_temporary(
        &self,
        name: &OsStr,
        bytes: &[u8],
        mode: u32,
        owner: Option<&Stat>,
    ) -> io::Result<Temporary> {
        let mut random = [0; 6];
        getrandom::fill(&mut random).map_err(io::Error::other)?;
        let random = hex::encode(random);
        let temporary_name = format!("{}{random}{TEMPORARY_SUFFIX}", temporary_prefix(name));
        let flags = FILE | OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL;
        let created = at::openat(
            &self.handle,
            &temporary_name,
            flags,
            Mode::from_raw_mode(PRIVATE),
        )?;
        let temporary = Temporary {
            folder: self.clone(),
            name: Some(temporary_name.into()),
        };
        let mut file = File::from(created);
        file.write_all(bytes)?;
        set_owner_and_mode(&file, owner, mode)?;
        file.sync_all()?;
        Ok(temporary)
    }

    /// A handle for [`flush`](Self::flush). It is opened before anything is written, so that a
    /// folder that cannot be flushed is reported while the old file is still there.
    fn flushable(&self) -> Result<File, DataError> {
        self.readable()
            .map(File::from)
            .map_err(|error| DataError::io("open the folder", &self.shown(), error))
    }

    /// Makes a rename in the folder outlast a power failure.
    fn flush(&self, handle: &File) -> Result<(), DataError> {
        match handle.sync_all() {
            Ok(()) => Ok(()),
            // Some network file systems cannot flush folders.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
                ) =>
            {
                Ok(())
            }
            Err(error) => Err(DataError::io("flush the folder", &self.shown(), error)),
        }
    }
}

/// A flushed temporary file. Dropping it removes the file.
#[derive(Debug)]
pub struct Prepared {
    name: OsString,
    temporary: Temporary,
    flush: File,
}

impl Prepared {
    /// Puts it in place.
    ///
    /// # Errors
    /// [`DataError::Io`].
    pub fn commit(mut self) -> Result<(), DataError> {
        let path = self.temporary.folder.path_of(&self.name);
        self.temporary
            .rename_over(&self.name)
            .map_err(|error| DataError::io("write", &path, error.into()))?;
        self.temporary.folder.flush(&self.flush)
    }
}

/// A file with a temporary name, removed when this is dropped before a rename.
#[derive(Debug)]
struct Temporary {
    folder: Folder,
    /// `None` after the rename.
    name: Option<OsString>,
}

impl Temporary {
    fn rename_over(&mut self, name: &OsStr) -> Result<(), Errno> {
        let folder = &self.folder.handle;
        if let Some(temporary) = &self.name {
            at::renameat(folder, temporary, folder, name)?;
        }
        self.name = None;
        Ok(())
    }

    /// Renames it, unless the name is taken.
    fn rename_to_new(&mut self, name: &OsStr) -> Result<(), Errno> {
        let folder = &self.folder.handle;
        let Some(temporary) = &self.name else {
            return Ok(());
        };
        #[cfg(target_os = "linux")]
        match at::renameat_with(folder, temporary, folder, name, at::RenameFlags::NOREPLACE) {
            // The file system does not support the flag.
            Err(Errno::INVAL | Errno::NOSYS) => {}
            renamed => {
                renamed?;
                self.name = None;
                return Ok(());
            }
        }
        // The temporary name is removed when this is dropped.
        at::linkat(folder, temporary, folder, name, AtFlags::empty())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            let _ = self.folder.remove(name);
        }
    }
}

/// The begin of a temporary name: hidden, and with the name of the file that it is for.
fn temporary_prefix(name: &OsStr) -> String {
    format!(".{}.", name.to_string_lossy())
}

/// Sets owner and mode of a file that this process has just created.
fn set_owner_and_mode(file: &File, owner: Option<&Stat>, mode: u32) -> io::Result<()> {
    if let Some(owner) = owner {
        let now = file.metadata()?;
        if (now.uid(), now.gid()) != (owner.st_uid, owner.st_gid) {
            // Only root may; for other users the file keeps the owner that it was created with.
            let _ = fchown(file, Some(owner.st_uid), Some(owner.st_gid));
        }
    }
    // After the owner, because a change of owner may clear bits. Not at creation, because the
    // umask would remove bits.
    file.set_permissions(Permissions::from_mode(mode))
        .or_else(|error| match file.metadata() {
            // Some file systems have fixed modes, and reject every change.
            Ok(now) if now.mode() & 0o7777 == mode => Ok(()),
            _ => Err(error),
        })
}
