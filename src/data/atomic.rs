//! Files at a path that are replaced whole or not at all.
//!
//! The new bytes go to a temporary file in the same folder, which is flushed and renamed; then the
//! folder is flushed. A reader, or the next run after a crash, finds the old bytes or the new ones.

use std::path::Path;

use super::DataError;
use super::folder::{Folder, Foreign, split};
pub use super::folder::{Owner, PRIVATE, Prepared};

/// Puts `bytes` in place of the file at `path`, or creates it, with `mode`.
///
/// An existing file passes its owner on; a new one gets the owner of its folder. Two processes
/// that replace the same file do not mix their bytes, but the slower one wins; to read, change and
/// write a file needs a lock as well.
///
/// # Errors
///
/// [`DataError::SymbolicLink`] and [`DataError::NotAFile`] if `path` is not a plain file;
/// [`DataError::ForeignLink`] if the path contains a link of another user;
/// [`DataError::Io`] with the reason of the operating system. The file is unchanged then, and no
/// temporary file is left.
pub fn replace(path: &Path, bytes: &[u8], mode: u32) -> Result<(), DataError> {
    prepare(path, bytes, mode)?.commit()
}

/// Writes a temporary file for [`replace`], and leaves the last step to [`Prepared::commit`]: for
/// callers that must write another file in between.
///
/// # Errors
///
/// As [`replace`].
pub fn prepare(path: &Path, bytes: &[u8], mode: u32) -> Result<Prepared, DataError> {
    let (folder, name) = split(path);
    Folder::open(folder)?.prepare(name, bytes, mode)
}

/// Creates the file at `path` whole, with `mode`. An existing file is never changed.
///
/// # Errors
///
/// [`DataError::AlreadyExists`] if the name is taken, even by a broken symbolic link;
/// [`DataError::ForeignLink`] if the path contains a link of another user;
/// [`DataError::Io`] with the reason of the operating system. No file is left then.
pub fn create_new(path: &Path, bytes: &[u8], mode: u32, owner: Owner) -> Result<(), DataError> {
    let (folder, name) = split(path);
    Folder::open(folder)?.create_new(name, bytes, mode, owner)
}

/// Reads one of p2msg's own files; `None` if the file or its folder is missing. Another user must
/// not control the file or its folder, unless root runs p2msg and `foreign` allows it. Symbolic links
/// are followed, under the same conditions.
///
/// # Errors
///
/// [`DataError::ForeignOwner`], [`DataError::WritableByOthers`] and [`DataError::ForeignLink`] if
/// another user controls it; [`DataError::SymbolicLink`] for a link to a missing file;
/// [`DataError::NotAFile`] if `path` is not a plain file;
/// [`DataError::TooLarge`] if it has more than `limit` bytes, which are dropped;
/// [`DataError::Io`] with the reason of the operating system.
pub(super) fn read(
    path: &Path,
    limit: u64,
    foreign: Foreign,
) -> Result<Option<Vec<u8>>, DataError> {
    let dangling = || DataError::SymbolicLink {
        path: path.to_owned(),
    };
    let mut target = path.to_owned();
    for _ in 0..MAX_LINKS {
        let (folder, name) = split(&target);
        let folder = match Folder::open(folder) {
            Ok(folder) => folder.trusted(foreign)?,
            Err(error) if error.is_missing() && target == path => return Ok(None),
            Err(error) if error.is_missing() => return Err(dangling()),
            Err(error) => return Err(error),
        };
        match folder.read(name, limit) {
            Err(DataError::SymbolicLink { .. }) => target = folder.link_target(name)?,
            Ok(None) if target != path => return Err(dangling()),
            found => return found,
        }
    }
    Err(dangling())
}

/// The most symbolic links that lead to a file.
const MAX_LINKS: usize = 10;

#[cfg(test)]
mod tests;
