//! The local time zone: `TZ`, or that of the system.
//!
//! `TZ` is resolved here and not by jiff, which looks for a file in the working folder if it does
//! not know the name of a zone.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::tz::TimeZone;

use super::withhold::withhold;

/// The time zone database of the system: the folders that libraries look in.
const DATABASES: [&str; 3] = [
    "/usr/share/zoneinfo",
    "/usr/lib/zoneinfo",
    "/usr/share/lib/zoneinfo",
];

/// The zone of a system without `TZ`.
const LOCALTIME: &str = "/etc/localtime";

/// More than any file of the database has.
const MAX_BYTES: u64 = 1024 * 1024;

/// The zone of the process, and whether the user was warned that it is unknown.
static LOCAL: OnceLock<Zone> = OnceLock::new();
static WARNED: AtomicBool = AtomicBool::new(false);

/// A resolved `TZ`.
#[derive(Debug)]
struct Zone {
    zone: TimeZone,
    /// The value of `TZ`, if it is unknown.
    unknown: Option<String>,
}

/// The local time zone; UTC if it is unknown.
pub fn local() -> TimeZone {
    let zone = LOCAL.get_or_init(|| Zone::of(std::env::var_os("TZ").as_deref(), &databases()));
    zone.zone.clone()
}

/// A warning about an unknown zone, once, after the first use of [`local`].
pub fn unknown() -> Option<String> {
    let unknown = LOCAL.get()?.unknown.as_ref()?;
    let first = !WARNED.swap(true, Ordering::Relaxed);
    first.then(|| {
        format!(
            "TZ: the time zone '{unknown}' is unknown, so times are in UTC; use a name from \
             /usr/share/zoneinfo (package tzdata), such as Europe/Berlin"
        )
    })
}

/// The folders of the database. `TZDIR` counts only if it does not depend on the working folder.
fn databases() -> Vec<PathBuf> {
    let named = std::env::var_os("TZDIR").map(PathBuf::from);
    let named = named.into_iter().filter(|folder| folder.is_absolute());
    named.chain(DATABASES.map(PathBuf::from)).collect()
}

impl Zone {
    fn of(tz: Option<&OsStr>, databases: &[PathBuf]) -> Self {
        let known = |zone| Self {
            zone,
            unknown: None,
        };
        let Some(tz) = tz else {
            return known(read(Path::new(LOCALTIME)).unwrap_or(TimeZone::UTC));
        };
        let name = tz.as_bytes();
        let name = name.strip_prefix(b":").unwrap_or(name);
        // POSIX leaves an empty value open; libraries take it as UTC.
        if name.is_empty() {
            return known(TimeZone::UTC);
        }
        match find(OsStr::from_bytes(name), databases) {
            Some(zone) => known(zone),
            None => Self {
                zone: TimeZone::UTC,
                unknown: Some(withhold(&tz.to_string_lossy())),
            },
        }
    }
}

/// A zone of the database, a file with an absolute path, or a POSIX rule.
fn find(name: &OsStr, databases: &[PathBuf]) -> Option<TimeZone> {
    let path = Path::new(name);
    if path.is_absolute() {
        return read(path);
    }
    let is_name = |part| matches!(part, Component::Normal(_));
    if path.components().all(is_name) {
        let mut folders = databases.iter();
        let found = folders.find_map(|folder| read(&folder.join(path)));
        if found.is_some() {
            return found;
        }
    }
    TimeZone::posix(name.to_str()?).ok()
}

fn read(path: &Path) -> Option<TimeZone> {
    if !path.metadata().ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    file.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
    TimeZone::tzif("local", &bytes).ok()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::Timestamp;

    use super::*;

    /// TZif of a zone that is an hour ahead of UTC all year round.
    fn one_hour_ahead() -> Vec<u8> {
        let counts = |types: u32| [0u32, 0, 0, 0, types, 4].map(u32::to_be_bytes).concat();
        let header = [b"TZif2".as_slice(), &[0; 15], &counts(1)].concat();
        let kind = [3600i32.to_be_bytes().as_slice(), &[0, 0]].concat();
        let block = [header, kind, b"ONE\0".to_vec()].concat();
        [block.clone(), block, b"\nONE-1\n".to_vec()].concat()
    }

    /// Hours ahead of UTC, and whether the zone is known.
    fn resolved(tz: Option<&str>, databases: &[PathBuf]) -> (i32, bool) {
        let zone = Zone::of(tz.map(OsStr::new), databases);
        let offset = zone.zone.to_offset(Timestamp::UNIX_EPOCH);
        (offset.seconds() / 3600, zone.unknown.is_none())
    }

    #[test]
    fn names_come_from_the_database_only() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("zoneinfo");
        fs::create_dir_all(database.join("Sample")).unwrap();
        fs::write(database.join("Sample/One"), one_hour_ahead()).unwrap();
        fs::write(folder.path().join("Outside"), one_hour_ahead()).unwrap();
        let outside = folder.path().join("Outside");
        let databases = [database];
        for (tz, expected) in [
            ("Sample/One", (1, true)),
            (":Sample/One", (1, true)),
            (outside.to_str().unwrap(), (1, true)),
            ("../Outside", (0, false)),
            ("Sample", (0, false)),
            ("Nowhere/City", (0, false)),
            ("ABC-2", (2, true)),
            ("", (0, true)),
            (":", (0, true)),
        ] {
            assert_eq!(resolved(Some(tz), &databases), expected, "{tz}");
        }
    }
}
