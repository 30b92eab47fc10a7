//! Tests of atomic replacement.

use super::*;
use std::fs;

fn read(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, DataError> {
    super::read(path, limit, Foreign::Refused)
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_is_made_and_replaced_and_nothing_is_left_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queue.json");
    assert_eq!(read(&path, 10).unwrap(), None);
    replace(&path, b"old", PRIVATE).unwrap();
    replace(&path, b"new", PRIVATE).unwrap();
    assert_eq!(read(&path, 10).unwrap().unwrap(), b"new");
    assert_eq!(names_in(folder.path()), ["queue.json"]);
}

#[test]
fn a_new_file_never_takes_the_place_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.wif");
    create_new(&path, b"first", PRIVATE, Owner::Process).unwrap();
    let error = create_new(&path, b"second", PRIVATE, Owner::Process).unwrap_err();
    assert!(
        matches!(error, DataError::AlreadyExists { .. }),
        "{error:?}"
    );
    assert_eq!(fs::read(&path).unwrap(), b"first");
    assert_eq!(names_in(folder.path()), ["key.wif"]);
}

#[test]
fn of_many_who_make_the_same_file_one_succeeds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signing_key.json");
    let made = std::thread::scope(|scope| {
        let makers: Vec<_> = (0..16u8)
            .map(|who| {
                let path = &path;
                scope.spawn(move || create_new(path, &[who], PRIVATE, Owner::Folder).map(|()| who))
            })
            .collect();
        let made: Vec<_> = makers
            .into_iter()
            .map(|maker| maker.join().unwrap())
            .collect();
        made
    });
    let winners: Vec<u8> = made.into_iter().flatten().collect();
    assert_eq!(winners.len(), 1);
    assert_eq!(fs::read(&path).unwrap(), winners);
    assert_eq!(names_in(folder.path()), ["signing_key.json"]);
}

#[test]
fn reading_stops_at_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, [7; 100]).unwrap();
    assert_eq!(read(&path, 100).unwrap().unwrap().len(), 100);
    match read(&path, 99).unwrap_err() {
        DataError::TooLarge { found, limit, .. } => assert_eq!((found, limit), (100, 99)),
        error => panic!("{error:?}"),
    }
}

#[test]
fn a_folder_in_place_of_the_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("message_queue.json");
    fs::create_dir(&path).unwrap();
    for error in [
        read(&path, 10).unwrap_err(),
        replace(&path, b"x", PRIVATE).unwrap_err(),
    ] {
        assert_eq!(error.code(), "not_a_file");
        assert_eq!(
            error.to_string(),
            format!("{} is a folder, not a file", path.display())
        );
    }
    assert_eq!(
        create_new(&path, b"x", PRIVATE, Owner::Folder)
            .unwrap_err()
            .code(),
        "already_exists"
    );
    assert_eq!(names_in(folder.path()), ["message_queue.json"]);
}

#[test]
fn a_missing_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing");
    let error = replace(&missing.join("file"), b"x", PRIVATE).unwrap_err();
    assert!(
        error.to_string().contains(missing.to_str().unwrap()),
        "{error}"
    );
    assert!(error.is_missing(), "{error}");
    assert_eq!(read(&missing.join("file"), 10).unwrap(), None);
}

#[test]
fn a_file_in_place_of_the_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("data");
    fs::write(&file, "not a folder").unwrap();
    let path = file.join("message_queue.json");
    for error in [
        read(&path, 10).unwrap_err(),
        replace(&path, b"x", PRIVATE).unwrap_err(),
        create_new(&path, b"x", PRIVATE, Owner::Folder).unwrap_err(),
    ] {
        assert_eq!(error.code(), "io");
        assert!(
            error.to_string().contains(file.to_str().unwrap()),
            "{error}"
        );
    }
    assert_eq!(fs::read(&file).unwrap(), b"not a folder");
}

#[test]
fn what_a_killed_process_left_is_removed_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("message_queue.json");
    for name in [
        ".message_queue.json.AbCdEf.tmp",
        ".key_log.jsonl.AbCdEf.tmp",
        "message_queue.json",
        "message_queue.json.tmp",
    ] {
        fs::write(folder.path().join(name), name).unwrap();
    }
    Folder::open(folder.path())
        .unwrap()
        .remove_left_over(path.file_name().unwrap());
    assert_eq!(
        names_in(folder.path()),
        [
            ".key_log.jsonl.AbCdEf.tmp",
            "message_queue.json",
            "message_queue.json.tmp"
        ]
    );
}

mod unix {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
    use std::os::unix::net::UnixListener;

    fn mode_of(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn modes_are_those_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p2msg.prom");
        replace(&path, b"", 0o644).unwrap();
        assert_eq!(mode_of(&path), 0o644);
        replace(&path, b"", PRIVATE).unwrap();
        assert_eq!(mode_of(&path), 0o600);
        let path = folder.path().join("key.wif");
        create_new(&path, b"", PRIVATE, Owner::Process).unwrap();
        assert_eq!(mode_of(&path), 0o600);
    }

    #[test]
    fn a_symbolic_link_is_read_but_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("target");
        let path = folder.path().join("signing_key.json");
        fs::write(&target, "target").unwrap();
        symlink(&target, &path).unwrap();
        assert_eq!(read(&path, 10).unwrap().unwrap(), b"target");
        let error = replace(&path, b"x", PRIVATE).unwrap_err();
        assert_eq!(error.code(), "symbolic_link");
        assert!(error.to_string().contains("signing_key.json"), "{error}");
        assert_eq!(fs::read(&target).unwrap(), b"target");
        assert_eq!(fs::read_link(&path).unwrap(), target);
        // A link to nothing, and one to itself.
        fs::remove_file(&target).unwrap();
        assert_eq!(read(&path, 10).unwrap_err().code(), "symbolic_link");
        symlink(&path, &target).unwrap();
        assert_eq!(read(&path, 10).unwrap_err().code(), "symbolic_link");
    }

    #[test]
    fn a_link_to_nothing_is_not_replaced_by_a_new_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.wif");
        symlink("nowhere", &path).unwrap();
        let error = create_new(&path, b"secret", PRIVATE, Owner::Process).unwrap_err();
        assert_eq!(error.code(), "already_exists");
        assert_eq!(names_in(folder.path()), ["key.wif"]);
        assert_eq!(fs::read_link(&path).unwrap(), Path::new("nowhere"));
    }

    #[test]
    fn a_socket_in_place_of_the_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("message_queue.json");
        let _socket = UnixListener::bind(&path).unwrap();
        let error = read(&path, 10).unwrap_err();
        assert!(
            error.to_string().ends_with("is a socket, not a file"),
            "{error}"
        );
        assert_eq!(
            replace(&path, b"x", PRIVATE).unwrap_err().code(),
            "not_a_file"
        );
    }

    #[test]
    fn what_root_writes_in_a_users_folder_is_the_users() {
        let folder = tempfile::tempdir().unwrap();
        if chown(folder.path(), Some(1234), Some(1234)).is_err() {
            eprintln!("SKIPPED: only root can give a folder away");
            return;
        }
        let owner_of = |path: &Path| fs::metadata(path).unwrap().uid();
        let state = folder.path().join("state");
        create_new(&state, b"", PRIVATE, Owner::Folder).unwrap();
        assert_eq!(owner_of(&state), 1234);
        let queue = folder.path().join("queue");
        replace(&queue, b"", PRIVATE).unwrap();
        assert_eq!(owner_of(&queue), 1234);
        let secret = folder.path().join("secret");
        create_new(&secret, b"", PRIVATE, Owner::Process).unwrap();
        assert_eq!(owner_of(&secret), 0);
        chown(&queue, Some(4321), None).unwrap();
        replace(&queue, b"", PRIVATE).unwrap();
        assert_eq!(owner_of(&queue), 4321);
    }
}
