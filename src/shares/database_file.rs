//! Recognizes a single file of a database, whose folder must be read instead.

use std::io::Read;
use std::path::Path;

use super::store::open_regular;

/// The bytes in which text has no NUL.
const START: u64 = 512;

/// Whether the file at `path` is one of those that a LevelDB database consists of.
pub(super) fn is_database_file(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(is_name) && (is_beside_current(path) || is_binary(path))
}

fn is_name(name: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some(number) = name.strip_prefix("MANIFEST-") {
        return is_number(number);
    }
    if matches!(name, "CURRENT" | "LOCK" | "LOG" | "LOG.old") {
        return true;
    }
    name.split_once('.').is_some_and(|(number, extension)| {
        is_number(number) && matches!(extension, "log" | "ldb" | "sst")
    })
}

/// Whether the file is in the folder of a database.
fn is_beside_current(path: &Path) -> bool {
    let mut start = String::new();
    let current = open_regular(&path.with_file_name("CURRENT"));
    let is_read = current.is_ok_and(|file| file.take(START).read_to_string(&mut start).is_ok());
    is_read && start.starts_with("MANIFEST-")
}

fn is_binary(path: &Path) -> bool {
    let mut start = Vec::new();
    let file = open_regular(path);
    let is_read = file.is_ok_and(|file| file.take(START).read_to_end(&mut start).is_ok());
    is_read && start.contains(&0)
}
