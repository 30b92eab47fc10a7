//! Files that grow, end, are replaced, never end, or are not files.

use std::io::Write;

use super::*;

/// The changes of one round, as short text.
fn poll(follower: &mut Follower) -> Vec<String> {
    let mut all = Vec::new();
    follower.poll(|change| {
        all.push(match change {
            Change::Line {
                file, number, line, ..
            } => format!("{file}:{number} {}", String::from_utf8_lossy(line)),
            Change::Gone { file } => format!("{file} gone"),
            Change::Skipped { path, found } => format!("{} is {found}", name(path)),
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
    let skipped = [
        "shares.0 is a named pipe",
        "shares.1 is a device",
        "shares.2 is a named pipe",
        "shares.3 is a socket",
    ];
    assert_eq!(told[..4], skipped);
    assert_eq!(told[4..], ["1:1 5 a"]);
}
