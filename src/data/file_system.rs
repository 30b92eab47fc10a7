//! The file system that contains a path, for errors.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

/// Type and mount point of the file system that contains `path`, as in "9p at /mnt/data"; `None` if
/// the system does not tell.
pub(super) fn describe(path: &Path) -> Option<String> {
    let path = path.canonicalize().ok()?;
    let mounts = fs::read("/proc/self/mountinfo").ok()?;
    find(&mounts, &path)
}

/// The deepest mount point above `path`; of several at one place, the last hides the others.
fn find(mounts: &[u8], path: &Path) -> Option<String> {
    let mounts = mounts.split(|byte| *byte == b'\n').filter_map(read_line);
    let above = mounts.filter(|(point, _)| path.starts_with(point));
    let (point, kind) = above.max_by_key(|(point, _)| point.as_os_str().len())?;
    Some(format!("{kind} at {}", point.display()))
}

/// Mount point and type in a line of mountinfo (proc(5)).
fn read_line(line: &[u8]) -> Option<(PathBuf, String)> {
    let point = line.split(|byte| *byte == b' ').nth(4)?;
    let end = line.windows(3).position(|three| three == b" - ")?;
    let kind = line.get(end + 3..)?.split(|byte| *byte == b' ').next()?;
    Some((
        unescaped(point).into(),
        String::from_utf8_lossy(kind).into_owned(),
    ))
}

/// Replaces octal escapes, such as \040 for a space.
fn unescaped(text: &[u8]) -> OsString {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, others)) = rest.split_first() {
        let digits = others
            .get(..3)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let code = digits.and_then(|digits| u8::from_str_radix(digits, 8).ok());
        match (first, code) {
            (b'\\', Some(code)) => {
                bytes.push(code);
                rest = others.get(3..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    OsString::from_vec(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &[u8] = b"22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n\
        30 22 0:40 / /mnt/my\\040data rw - 9p share rw,trans=virtio\n\
        31 22 0:41 / /mnt rw shared:2 master:3 - nfs4 host:/export rw\n\
        32 22 0:42 / /mnt rw - fuse.sshfs host: rw\n\
        malformed\n";

    #[test]
    fn the_deepest_and_last_mount_counts() {
        let found = |path: &str| find(MOUNTS, Path::new(path)).unwrap();
        assert_eq!(found("/mnt/my data/p2msg"), "9p at /mnt/my data");
        assert_eq!(found("/mnt/my"), "fuse.sshfs at /mnt");
        assert_eq!(found("/home"), "ext4 at /");
        assert_eq!(find(b"", Path::new("/")), None);
    }
}
