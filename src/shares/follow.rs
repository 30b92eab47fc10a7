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

use super::block::{BLOCK, MAX_LINE};
use super::store::{open_regular, share_files};

/// Bytes of a file that one round reads, so that no file delays the others. Longer than a line, so
/// that each round makes progress.
const FILE_BYTES: usize = 8 << 20;
/// Bytes that one round reads before it leaves the other files to the next one.
const ROUND_BYTES: usize = 64 << 20;
/// This many bytes before the place of reading show whether a file is still the one that was read.
const REMEMBERED: usize = 64;

/// A change of a share store since the last round, or a file that cannot be followed.
#[derive(Debug)]
pub enum Change<'a> {
    /// The file has another line, without its line feed.
    Line {
        /// Which file; a file that is replaced gets a new number.
        file: u64,
        /// Its path.
        path: &'a Path,
        /// From 1.
        number: u64,
        /// The line.
        line: &'a [u8],
    },
    /// The file is gone, or its content was replaced and comes as another file's.
    Gone {
        /// Which file.
        file: u64,
    },
    /// The file or folder cannot be read now.
    Unreadable {
        /// Its path.
        path: &'a Path,
        /// Why.
        why: &'a io::Error,
    },
    /// The file has a line that is too long for a share. It is not read any further until it is
    /// replaced or truncated. Reported in each round.
    TooLong {
        /// Its path.
        path: &'a Path,
        /// The number of the line, from 1.
        number: u64,
    },
    /// The file has more lines than this round reads; the next round reads on.
    Unfinished {
        /// Its path.
        path: &'a Path,
    },
}

/// Share stores that are followed: files, and folders with shares.0, shares.1, ...
#[derive(Debug)]
pub struct Follower {
    paths: Vec<PathBuf>,
    files: BTreeMap<PathBuf, Followed>,
    next_file: u64,
    /// The file that the next round reads first.
    first: Option<PathBuf>,
    buffer: Vec<u8>,
}

/// How far a file was read.
#[derive(Debug)]
struct Followed {
    file: u64,
    identity: Identity,
    /// Time and length of the file when it was read to its end.
    seen: Option<(SystemTime, u64)>,
    /// Where the first line begins that was not read whole.
    offset: u64,
    /// The bytes before it.
    before: Vec<u8>,
    next_line: u64,
    /// The length of the file when its next line turned out to be too long.
    given_up: Option<u64>,
}

/// How a round ended for a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reached {
    /// At the end of the file.
    End,
    /// At the limit of a round.
    Limit,
    /// At a line that is too long.
    TooLong,
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
    /// Follows `paths`, which may be missing at first.
    pub fn new(paths: Vec<PathBuf>) -> Self {
        Self {
            paths,
            files: BTreeMap::new(),
            next_file: 0,
            first: None,
            buffer: Vec::new(),
        }
    }

    /// Reads one round and reports the changes, file by file in the order of their numbers. A last
    /// line without a line feed is still being written, and is reported when it is whole.
    ///
    /// A round is bounded, whatever the files contain. If it ends early, the next round begins with
    /// the files that it left out.
    pub fn poll(&mut self, mut told: impl FnMut(Change<'_>)) {
        let mut found = self.find(&mut told);
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
        if let Some(first) = self.first.take()
            && let Some(at) = found.iter().position(|path| *path == first)
        {
            found.rotate_left(at);
        }
        let mut left = ROUND_BYTES;
        for path in found {
            if left == 0 {
                told(Change::Unfinished { path: &path });
                self.first.get_or_insert(path);
                continue;
            }
            match self.read(&path, &mut left, &mut told) {
                Ok(Reached::End) => {}
                Ok(Reached::Limit) => told(Change::Unfinished { path: &path }),
                Ok(Reached::TooLong) => {
                    let followed = self.files.get(&path);
                    let number = followed.map_or(0, |followed| followed.next_line);
                    told(Change::TooLong {
                        path: &path,
                        number,
                    });
                }
                Err(why) if why.kind() == io::ErrorKind::NotFound => {}
                Err(why) => told(Change::Unreadable {
                    path: &path,
                    why: &why,
                }),
            }
        }
        self.buffer = Vec::new();
    }

    fn find(&self, told: &mut impl FnMut(Change<'_>)) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for path in &self.paths {
            let stores = match fs::metadata(path) {
                Ok(metadata) if metadata.is_dir() => share_files(path),
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

    /// Reads on in a file, and takes the bytes that it reads off those that are `left`.
    fn read(
        &mut self,
        path: &Path,
        left: &mut usize,
        told: &mut impl FnMut(Change<'_>),
    ) -> io::Result<Reached> {
        let metadata = fs::metadata(path)?;
        let known = self.files.get(path);
        let seen = Some((metadata.modified()?, metadata.len()));
        if let Some(followed) = known
            && followed.seen == seen
        {
            return Ok(match followed.given_up {
                Some(_) => Reached::TooLong,
                None => Reached::End,
            });
        }
        let mut file = open_regular(path)?;
        // Of the open file: the one at the path may have been replaced since.
        let metadata = file.metadata()?;
        let seen = Some((metadata.modified()?, metadata.len()));
        let unchanged = match known {
            Some(followed) => followed.continues(&metadata, &mut file)?,
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
                identity: Identity::of(&metadata),
                seen: None,
                offset: 0,
                before: Vec::new(),
                next_line: 1,
                given_up: None,
            }
        });
        if followed.given_up.is_some() {
            followed.seen = seen;
            return Ok(Reached::TooLong);
        }
        let reached = followed.read_lines(path, &mut file, &mut self.buffer, left, told)?;
        if reached != Reached::Limit {
            followed.seen = seen;
        }
        if reached == Reached::TooLong {
            followed.given_up = Some(metadata.len());
        }
        Ok(reached)
    }
}

impl Followed {
    /// Whether `file` still begins with the bytes that were read, and was not truncated after a line
    /// that is too long.
    fn continues(&self, metadata: &Metadata, file: &mut File) -> io::Result<bool> {
        let length = u64::try_from(self.before.len()).unwrap_or(0);
        let shortest = self.given_up.unwrap_or(self.offset);
        if Identity::of(metadata) != self.identity || metadata.len() < shortest {
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
        left: &mut usize,
        told: &mut impl FnMut(Change<'_>),
    ) -> io::Result<Reached> {
        file.seek(SeekFrom::Start(self.offset))?;
        buffer.clear();
        let mut of_file = 0;
        while of_file < FILE_BYTES {
            let searched = buffer.len();
            let block = u64::try_from(BLOCK).unwrap_or(u64::MAX);
            let read = file.by_ref().take(block).read_to_end(buffer)?;
            if read == 0 {
                return Ok(Reached::End);
            }
            of_file += read;
            *left = left.saturating_sub(read);
            let fresh = buffer.get(searched..).unwrap_or_default();
            let Some(end) = memchr::memrchr(b'\n', fresh).map(|at| searched + at) else {
                if buffer.len() > MAX_LINE {
                    return Ok(Reached::TooLong);
                }
                continue;
            };
            let mut passed = 0;
            for line in buffer.get(..end).unwrap_or_default().split(|b| *b == b'\n') {
                // As if it had been seen growing, when its length is noticed before its end.
                if line.len() > MAX_LINE {
                    self.pass(passed, buffer);
                    return Ok(Reached::TooLong);
                }
                told(self.line(path, line));
                self.next_line += 1;
                passed += line.len() + 1;
            }
            self.pass(passed, buffer);
        }
        Ok(Reached::Limit)
    }

    fn line<'a>(&self, path: &'a Path, line: &'a [u8]) -> Change<'a> {
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
                } => format!("{file}:{number} {}", String::from_utf8_lossy(line)),
                Change::Gone { file } => format!("{file} gone"),
                Change::Unreadable { path, .. } => format!("{} unreadable", path.display()),
                Change::TooLong { path, number } => format!("{}:{number} too long", name(path)),
                Change::Unfinished { path } => format!("{} unfinished", name(path)),
            });
        });
        all
    }

    fn name(path: &Path) -> &str {
        path.file_name().unwrap().to_str().unwrap()
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
            (MAX_LINE, &["1:1 5 a", "1:2 5 b"][..]),
            (MAX_LINE + 1, &["shares.0:1 too long"]),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("shares.0");
            let line = format!("5 a{}", " ".repeat(length - 3));
            let mut follower = Follower::new(vec![path.clone()]);
            append(&path, &line);
            let mut told = poll(&mut follower);
            append(&path, "\n5 b\n");
            told.extend(poll(&mut follower));
            told.dedup();
            let at_once = poll(&mut Follower::new(vec![path]));
            assert_eq!(told, at_once);
            let short: Vec<_> = told.iter().map(|line| line.trim_end()).collect();
            assert_eq!(short, lines);
        }
    }

    /// A sparse file of terabytes costs neither memory nor time, and the other files are read.
    #[test]
    fn a_file_with_an_endless_line_is_left_until_it_is_replaced_or_truncated() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shares.2");
        let other = folder.path().join("shares.3");
        let mut follower = Follower::new(vec![folder.path().to_owned()]);
        append(&path, "5 a\n");
        append(&other, "5 x\n");
        let endless = File::options().write(true).open(&path).unwrap();
        endless.set_len(4 << 40).unwrap();
        let too_long = "shares.2:2 too long";
        assert_eq!(poll(&mut follower), ["1:1 5 a", too_long, "2:1 5 x"]);
        assert!(follower.buffer.capacity() == 0);
        append(&other, "5 y\n");
        assert_eq!(poll(&mut follower), [too_long, "2:2 5 y"]);
        // It grows, and is still the same file.
        endless.set_len(5 << 40).unwrap();
        assert_eq!(poll(&mut follower), [too_long]);
        assert_eq!(poll(&mut follower), [too_long]);
        // Truncated after its good lines.
        endless.set_len(4).unwrap();
        assert_eq!(poll(&mut follower), ["1 gone", "3:1 5 a"]);
        append(&path, "5 b\n");
        assert_eq!(poll(&mut follower), ["3:2 5 b"]);
        // Replaced.
        endless.set_len(4 << 40).unwrap();
        assert_eq!(poll(&mut follower), ["shares.2:3 too long"]);
        let new = folder.path().join("new");
        append(&new, "5 c\n");
        fs::rename(&new, &path).unwrap();
        assert_eq!(poll(&mut follower), ["3 gone", "4:1 5 c"]);
    }

    #[test]
    fn a_long_file_delays_no_other_and_a_round_is_bounded() {
        let folder = tempfile::tempdir().unwrap();
        let long = "5 a\n".repeat(FILE_BYTES / 4 + BLOCK / 2);
        let files = u32::try_from(ROUND_BYTES / FILE_BYTES).unwrap();
        for number in 0..files {
            append(&folder.path().join(format!("shares.{number}")), &long);
        }
        let last = format!("shares.{files}");
        append(&folder.path().join(&last), "5 b\n");
        let mut follower = Follower::new(vec![folder.path().to_owned()]);
        let mut round = || {
            let (mut bytes, mut is_last_read, mut unfinished) = (0, false, Vec::new());
            follower.poll(|change| match change {
                Change::Line { line, .. } => {
                    bytes += line.len() + 1;
                    is_last_read |= line == b"5 b";
                }
                Change::Unfinished { path } => unfinished.push(name(path).to_owned()),
                other => panic!("{other:?}"),
            });
            (bytes, is_last_read, unfinished)
        };
        let (bytes, is_last_read, unfinished) = round();
        assert_eq!((bytes, is_last_read), (ROUND_BYTES, false));
        assert_eq!(unfinished.len(), 9);
        // The next round begins with the file that was left out.
        let (bytes, is_last_read, unfinished) = round();
        assert_eq!(bytes, 4 + (long.len() - FILE_BYTES) * 8);
        assert_eq!((is_last_read, unfinished), (true, Vec::new()));
    }

    #[test]
    fn only_regular_files_are_opened_and_nothing_waits() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let kind = rustix::fs::FileType::Fifo;
        rustix::fs::mknodat(
            rustix::fs::CWD,
            at("shares.0"),
            kind,
            rustix::fs::Mode::RUSR,
            0,
        )
        .unwrap();
        std::os::unix::fs::symlink("/dev/zero", at("shares.1")).unwrap();
        std::os::unix::fs::symlink(at("shares.0"), at("shares.2")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(at("shares.3")).unwrap();
        append(&at("real"), "5 a\n");
        std::os::unix::fs::symlink(at("real"), at("shares.4")).unwrap();
        let mut follower = Follower::new(vec![folder.path().to_owned()]);
        let told = poll(&mut follower);
        let unreadable: Vec<String> = (0..4)
            .map(|number| format!("{} unreadable", at(&format!("shares.{number}")).display()))
            .collect();
        assert_eq!(told[..4], unreadable);
        assert_eq!(told[4..], ["1:1 5 a"]);
    }
}
