//! Opens the folder at a path, one name after the other.
//!
//! The kernel would follow every symbolic link in the path, and the owner of a link can point it
//! elsewhere at any time. So only links of root and of the user that runs p2msg are followed.

use std::ffi::{OsStr, OsString};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

#[cfg(not(target_os = "linux"))]
use rustix::fs::AtFlags;
use rustix::fs::{self as at, FileType, Mode, OFlags};
use rustix::io::Errno;
use rustix::process::geteuid;

use super::DataError;

/// The most symbolic links in one path, as in Linux.
const MAX_LINKS: usize = 40;

/// Searching a folder needs fewer rights than reading it.
#[cfg(target_os = "linux")]
const SEARCH: OFlags = OFlags::PATH;
#[cfg(not(target_os = "linux"))]
const SEARCH: OFlags = OFlags::RDONLY;

/// Flags of every folder that is opened.
pub(super) const FOLDER: OFlags = SEARCH
    .union(OFlags::DIRECTORY)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

pub(super) fn cannot_open(path: &Path, error: Errno) -> DataError {
    DataError::io("open the folder", &shown(path), error.into())
}

/// An empty path is the working folder.
pub(super) fn shown(path: &Path) -> PathBuf {
    match path.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => path.to_owned(),
    }
}

/// One name of a path that is walked.
struct Step {
    name: OsString,
    /// Whether a link contains it. No folder is created there.
    from_link: bool,
}

fn steps(path: &Path, from_link: bool) -> Vec<Step> {
    let names = path.components().filter_map(|component| match component {
        Component::Normal(name) => Some(name.to_owned()),
        Component::ParentDir => Some("..".into()),
        _ => None,
    });
    let mut steps: Vec<_> = names.map(|name| Step { name, from_link }).collect();
    steps.reverse();
    steps
}

fn start_of(path: &Path) -> Result<OwnedFd, Errno> {
    let start = if path.is_absolute() { "/" } else { "." };
    at::open(start, FOLDER, Mode::empty())
}

/// Opens the folder at `path`, one name after the other; creates missing ones with `create`.
pub(super) fn walk(path: &Path, create: Option<u32>) -> Result<OwnedFd, DataError> {
    let failed = |error| cannot_open(path, error);
    let mut folder = start_of(path).map_err(failed)?;
    let mut left = steps(path, false);
    let mut links = 0;
    while let Some(step) = left.pop() {
        let open = |folder: &OwnedFd| at::openat(folder, &step.name, FOLDER, Mode::empty());
        match (open(&folder), create) {
            (Ok(next), _) => folder = next,
            (Err(Errno::NOENT), Some(mode)) if !step.from_link => {
                match at::mkdirat(&folder, &step.name, Mode::from_raw_mode(mode)) {
                    // Another process may create it at the same time.
                    Ok(()) | Err(Errno::EXIST) => {}
                    Err(error) => {
                        return Err(DataError::io("create the folder", path, error.into()));
                    }
                }
                folder = open(&folder).map_err(failed)?;
            }
            // Not a folder: a link, or a file.
            (Err(Errno::LOOP | Errno::NOTDIR), _) => {
                links += 1;
                if links > MAX_LINKS {
                    return Err(failed(Errno::LOOP));
                }
                let (owner, target) = read_link(&folder, &step.name).map_err(failed)?;
                if ![0, geteuid().as_raw()].contains(&owner) {
                    return Err(DataError::ForeignLink {
                        path: path.to_owned(),
                        link: step.name.clone().into(),
                        owner,
                    });
                }
                if target.is_absolute() {
                    folder = start_of(&target).map_err(failed)?;
                }
                left.extend(steps(&target, true));
            }
            (Err(error), _) => return Err(failed(error)),
        }
    }
    Ok(folder)
}

/// The owner and the target of a symbolic link, both of the same link: it is opened before.
#[cfg(target_os = "linux")]
pub(super) fn read_link(folder: &OwnedFd, name: &OsStr) -> Result<(u32, PathBuf), Errno> {
    let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let link = at::openat(folder, name, flags, Mode::empty())?;
    let stat = at::fstat(&link)?;
    if FileType::from_raw_mode(stat.st_mode) != FileType::Symlink {
        return Err(Errno::NOTDIR);
    }
    let target = at::readlinkat(&link, "", Vec::new())?;
    Ok((stat.st_uid, OsStr::from_bytes(target.to_bytes()).into()))
}

#[cfg(not(target_os = "linux"))]
pub(super) fn read_link(folder: &OwnedFd, name: &OsStr) -> Result<(u32, PathBuf), Errno> {
    let stat = at::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
    if FileType::from_raw_mode(stat.st_mode) != FileType::Symlink {
        return Err(Errno::NOTDIR);
    }
    let target = at::readlinkat(folder, name, Vec::new())?;
    Ok((stat.st_uid, OsStr::from_bytes(target.to_bytes()).into()))
}
