//! A node's shares.0, shares.1, ..., followed as they grow. PROTOCOL: section 5, "The share store
//! of a node".
//!
//! Following looks at lengths and times a few times a second: share stores are appended to and
//! rotated, and notifications do not work on every file system that nodes run on.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Bytes that are read at a time.
const BLOCK: usize = 256 * 1024;
/// The longest line that is looked at, in bytes; the largest share is far below.
const MAX_LINE: usize = 4 << 20;
/// So many bytes before the place of reading tell whether a file is still the one that was read.
const REMEMBERED: usize = 64;

/// What became of a share store since it was looked at last.
#[derive(Debug)]
pub enum Change<'a> {
    /// The file has another line, without its line feed.
    Line {
        /// Which file; the number of one that was replaced is never given again.
        file: u64,
        /// Where it is.
        path: &'a Path,
        /// From 1.
        number: u64,
        /// What the line holds; `None` if it is too long for a share.
        line: Option<&'a [u8]>,
    },
    /// The file is gone, or its content was replaced and comes as another file's.
    Gone {
        /// Which file.
        file: u64,
    },
    /// The file or folder cannot be read now.
    Unreadable {
        /// Where it is.
        path: &'a Path,
        /// Why.
        why: &'a io::Error,
    },
}

/// Share stores that are followed: files, and folders with shares.0, shares.1, ...
#[derive(Debug)]
pub struct Follower {
    paths: Vec<PathBuf>,
    files: BTreeMap<PathBuf, Followed>,
    next_file: u64,
    buffer: Vec<u8>,
}

/// How far a file was read.
#[derive(Debug)]
struct Followed {
    file: u64,
    identity: Identity,
    /// When and how long it was when it was looked at last.
    seen: Option<(SystemTime, u64)>,
    /// Where the first line begins that was not read whole.
    offset: u64,
    /// The bytes before it.
    before: Vec<u8>,
    next_line: u64,
    /// The rest of a line that was too long is to be passed over.
    skipping: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Identity(u64, u64);

impl Identity {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self(metadata.dev(), metadata.ino())
    }

    #[cfg(not(unix))]
    fn of(_metadata: &Metadata) -> Self {
        Self(0, 0)
    }
}

impl Follower {
    /// Follows `paths`, which need not be there yet.
    pub fn new(paths: Vec<PathBuf>) -> Self {
        Self {
            paths,
            files: BTreeMap::new(),
            next_file: 0,
            buffer: Vec::new(),
        }
    }

    /// Tells what changed since the last time, file by file in the order of their numbers. A last
    /// line without a line feed is still being written, and is told when it is whole.
    pub fn poll(&mut self, mut told: impl FnMut(Change<'_>)) {
        let found = self.find(&mut told);
        let gone: Vec<PathBuf> = self
            .files
            .keys()
            .filter(|path| !found.contains(path))
            .cloned()
            .collect();
        for path in gone {
            if let Some(followed) = self.files.remove(&path) {
                told(Change::Gone {
                    file: followed.file,
                });
            }
        }
        for path in found {
            if let Err(why) = self.read(&path, &mut told)
                && why.kind() != io::ErrorKind::NotFound
            {
                told(Change::Unreadable {
                    path: &path,
                    why: &why,
                });
            }
        }
        self.buffer = Vec::new();
    }

    fn find(&self, told: &mut impl FnMut(Change<'_>)) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for path in &self.paths {
            let stores = match fs::metadata(path) {
                Ok(metadata) if metadata.is_dir() => share_stores(path),
                Ok(_) => Ok(vec![path.clone()]),
                Err(why) => Err(why),
            };
            match stores {
                Ok(stores) => found.extend(stores),
                Err(why) => told(Change::Unreadable { path, why: &why }),
            }
        }
        found
    }

    fn read(&mut self, path: &Path, told: &mut impl FnMut(Change<'_>)) -> io::Result<()> {
        let metadata = fs::metadata(path)?;
        if !metadata.is_file() {
            return Err(io::Error::other("not a file"));
        }
        let seen = Some((metadata.modified()?, metadata.len()));
        let known = self.files.get(path);
        if known.is_some_and(|followed| followed.seen == seen) {
            return Ok(());
        }
        let mut file = File::open(path)?;
        // Of the open file: the one at the path may have been replaced since.
        let identity = Identity::of(&file.metadata()?);
        let unchanged = match known {
            Some(followed) => followed.continues(identity, &mut file)?,
            None => true,
        };
        if !unchanged && let Some(followed) = self.files.remove(path) {
            told(Change::Gone {
                file: followed.file,
            });
        }
        let followed = self.files.entry(path.to_owned()).or_insert_with(|| {
            self.next_file += 1;
            Followed {
                file: self.next_file,
                identity,
                seen: None,
                offset: 0,
                before: Vec::new(),
                next_line: 1,
                skipping: false,
            }
        });
        followed.read_lines(path, &mut file, &mut self.buffer, told)?;
        followed.seen = seen;
        Ok(())
    }
}

impl Followed {
    /// Whether `file` still begins with what was read.
    fn continues(&self, identity: Identity, file: &mut File) -> io::Result<bool> {
        let length = u64::try_from(self.before.len()).unwrap_or(0);
        if identity != self.identity || file.metadata()?.len() < self.offset {
            return Ok(false);
        }
        file.seek(SeekFrom::Start(self.offset - length))?;
        let mut there = Vec::with_capacity(self.before.len());
        file.by_ref().take(length).read_to_end(&mut there)?;
        Ok(there == self.before)
    }

    fn read_lines(
        &mut self,
        path: &Path,
        file: &mut File,
        buffer: &mut Vec<u8>,
        told: &mut impl FnMut(Change<'_>),
    ) -> io::Result<()> {
        file.seek(SeekFrom::Start(self.offset))?;
        buffer.clear();
        loop {
            let searched = buffer.len();
            let block = u64::try_from(BLOCK).unwrap_or(u64::MAX);
            if file.by_ref().take(block).read_to_end(buffer)? == 0 {
                return Ok(());
            }
            let fresh = buffer.get(searched..).unwrap_or_default();
            let Some(end) = memchr::memrchr(b'\n', fresh).map(|at| searched + at) else {
                if buffer.len() > MAX_LINE {
                    if !self.skipping {
                        told(self.line(path, None));
                    }
                    self.skipping = true;
                    self.pass(buffer.len(), buffer);
                }
                continue;
            };
            for line in buffer.get(..end).unwrap_or_default().split(|b| *b == b'\n') {
                if self.skipping {
                    self.skipping = false;
                } else {
                    // As if it had been seen growing, when its length is noticed before its end.
                    let looked_at = (line.len() <= MAX_LINE).then_some(line);
                    told(self.line(path, looked_at));
                }
                self.next_line += 1;
            }
            self.pass(end + 1, buffer);
        }
    }

    fn line<'a>(&self, path: &'a Path, line: Option<&'a [u8]>) -> Change<'a> {
        Change::Line {
            file: self.file,
            path,
            number: self.next_line,
            line,
        }
    }

    /// The first `length` bytes of `buffer` are done with.
    fn pass(&mut self, length: usize, buffer: &mut Vec<u8>) {
        self.before.extend(
            buffer
                .drain(..length.min(buffer.len()))
                .rev()
                .take(REMEMBERED)
                .rev(),
        );
        let excess = self.before.len().saturating_sub(REMEMBERED);
        self.before.drain(..excess);
        self.offset += u64::try_from(length).unwrap_or(u64::MAX);
    }
}

/// The files shares.0, shares.1, ... of a folder, in the order of their numbers.
///
/// # Errors
/// What the operating system says.
pub fn share_stores(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut stores = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix("shares."));
        if let Some(number) = number.and_then(|number| number.parse::<u64>().ok()) {
            stores.push((number, entry.path()));
        }
    }
    stores.sort();
    Ok(stores.into_iter().map(|(_, path)| path).collect())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// What is told, in short.
    fn poll(follower: &mut Follower) -> Vec<String> {
        let mut all = Vec::new();
        follower.poll(|change| {
            all.push(match change {
                Change::Line {
                    file, number, line, ..
                } => match line {
                    Some(line) => format!("{file}:{number} {}", String::from_utf8_lossy(line)),
                    None => format!("{file}:{number} too long"),
                },
                Change::Gone { file } => format!("{file} gone"),
                Change::Unreadable { path, .. } => format!("{} unreadable", path.display()),
            });
        });
        all
    }

    fn append(path: &Path, text: &str) {
        let mut file = File::options()
            .append(true)
            .create(true)
            .open(path)
            .unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }

    #[test]
    fn a_store_is_followed_through_growth_rotation_and_deletion() {
        let folder = tempfile::tempdir().unwrap();
        let store = |number: u32| folder.path().join(format!("shares.{number}"));
        let mut follower = Follower::new(vec![folder.path().to_owned()]);
        assert!(poll(&mut follower).is_empty());
        append(&store(9), "5 a\n5 b\n5 hal");
        append(&store(10), "5 c\n");
        fs::write(folder.path().join("shares.bak"), "no\n").unwrap();
        assert_eq!(poll(&mut follower), ["1:1 5 a", "1:2 5 b", "2:1 5 c"]);
        assert!(poll(&mut follower).is_empty());
        append(&store(9), "f");
        assert!(poll(&mut follower).is_empty());
        append(&store(9), "\n5 d\n");
        assert_eq!(poll(&mut follower), ["1:3 5 half", "1:4 5 d"]);
        append(&store(11), "5 e\n");
        fs::remove_file(store(9)).unwrap();
        assert_eq!(poll(&mut follower), ["1 gone", "3:1 5 e"]);
    }

    #[test]
    fn a_file_that_was_cut_or_replaced_is_read_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shares.0");
        let mut follower = Follower::new(vec![path.clone()]);
        append(&path, "5 a\n5 b\n");
        assert_eq!(poll(&mut follower), ["1:1 5 a", "1:2 5 b"]);
        fs::write(&path, "5 c\n").unwrap();
        assert_eq!(poll(&mut follower), ["1 gone", "2:1 5 c"]);
        // Cut, and grown beyond the old length before anybody looked.
        fs::write(&path, "5 longer than before\n").unwrap();
        assert_eq!(poll(&mut follower), ["2 gone", "3:1 5 longer than before"]);
        let other = folder.path().join("other");
        fs::write(&other, "5 longer than before\n5 d\n").unwrap();
        fs::rename(&other, &path).unwrap();
        let replaced = ["3 gone", "4:1 5 longer than before", "4:2 5 d"];
        assert_eq!(poll(&mut follower), replaced);
        fs::remove_file(&path).unwrap();
        let gone = [format!("{} unreadable", path.display()), "4 gone".into()];
        assert_eq!(poll(&mut follower), gone);
    }

    /// Found while fuzzing was prepared: read at once, lines of up to a block more were told whole.
    #[test]
    fn a_line_is_too_long_at_once_and_in_pieces() {
        for (length, lines) in [
            (MAX_LINE, ["1:1 5 a", "1:2 5 b"]),
            (MAX_LINE + 1, ["1:1 too long", "1:2 5 b"]),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("shares.0");
            let line = format!("5 a{}", " ".repeat(length - 3));
            let mut follower = Follower::new(vec![path.clone()]);
            append(&path, &line);
            let mut told = poll(&mut follower);
            append(&path, "\n5 b\n");
            told.extend(poll(&mut follower));
            let at_once = poll(&mut Follower::new(vec![path]));
            assert_eq!(told, at_once);
            let short: Vec<_> = told.iter().map(|line| line.trim_end()).collect();
            assert_eq!(short, lines);
        }
    }

    #[test]
    fn a_line_without_end_takes_no_memory() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shares.0");
        let mut follower = Follower::new(vec![path.clone()]);
        append(&path, "5 a\n");
        append(&path, &"5".repeat(2 * MAX_LINE));
        assert_eq!(poll(&mut follower), ["1:1 5 a", "1:2 too long"]);
        append(&path, &"5".repeat(MAX_LINE + BLOCK));
        append(&path, "\n5 b\n");
        assert_eq!(poll(&mut follower), ["1:3 5 b"]);
    }
}
