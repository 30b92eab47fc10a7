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
use super::compression::Compression;
use super::store::{open_regular, share_files, special_file};

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
    /// An entry of a folder is not a regular file, and is skipped. Reported in each round.
    Skipped {
        /// Its path.
        path: &'a Path,
        /// Its kind, as in "a named pipe".
        found: &'static str,
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

    /// Follows these paths from the next round on.
    pub fn follow(&mut self, paths: Vec<PathBuf>) {
        self.paths = paths;
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
                // A file that the user named is reported as unreadable.
                Ok(stores) if stores.first() == Some(path) => found.extend(stores),
                Ok(stores) => found.extend(stores.into_iter().filter(|path| {
                    let special = special_file(path);
                    if let Some(found) = special {
                        told(Change::Skipped { path, found });
                    }
                    special.is_none()
                })),
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
            if self.offset == 0
                && let Some(compression) = Compression::of(buffer)
            {
                let name = compression.name();
                return Err(io::Error::other(format!("it is compressed with {name}")));
            }
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
mod tests;
