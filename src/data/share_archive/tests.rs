use super::*;
use std::fs;

/// A raw share as far as the archive looks at it: VarInt version || VarStr contents.
fn raw(number: u8) -> Vec<u8> {
    vec![0x24, 0x02, number, number]
}

fn archive(path: &Path, full: u64) -> Result<ShareArchive, DataError> {
    ShareArchive::in_folder_with_limit(Folder::open(path)?, Duration::ZERO, full)
}

fn append(archive: &mut ShareArchive, numbers: &[u8]) {
    let raws: Vec<_> = numbers.iter().map(|number| raw(*number)).collect();
    archive.append(raws.iter().map(Vec::as_slice)).unwrap();
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn shares_are_appended_to_numbered_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    append(&mut archive(path, 15).unwrap(), &[1]);
    let mut continued = archive(path, 15).unwrap();
    for number in 2..=4 {
        append(&mut continued, &[number]);
    }
    assert_eq!(read(path, "shares.0"), "5 24020101\n5 24020202\n");
    assert_eq!(read(path, "shares.1"), "5 24020303\n5 24020404\n");
    let files = [path.join("shares.0"), path.join("shares.1")];
    assert_eq!(continued.files(), files);
}

#[test]
fn an_interrupted_line_is_removed_or_completed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("archive.txt");
    let whole = "5 24020101\n5 24020202\n";
    // Every place at which a write can end.
    for end in 0..=whole.len() {
        fs::write(&file, &whole[..end]).unwrap();
        let mut archive = ShareArchive::in_file(&file).unwrap();
        append(&mut archive, &[3]);
        drop(archive);
        let expected = match end {
            0..10 => "5 24020303\n",
            10..21 => "5 24020101\n5 24020303\n",
            _ => "5 24020101\n5 24020202\n5 24020303\n",
        };
        assert_eq!(fs::read_to_string(&file).unwrap(), expected, "{end}");
    }
}

#[test]
fn one_process_writes_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let first = archive(path, FULL).unwrap();
    let error = archive(path, FULL).unwrap_err();
    assert!(matches!(error, DataError::LockTimeout { .. }), "{error}");
    drop(first);
    archive(path, FULL).unwrap();

    let file = path.join("archive.txt");
    let first = ShareArchive::in_file(&file).unwrap();
    let error = ShareArchive::in_file(&file).unwrap_err();
    assert!(matches!(error, DataError::InUse { .. }), "{error}");
    drop(first);
    ShareArchive::in_file(&file).unwrap();
}

#[test]
fn a_file_with_other_content_is_refused_and_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    for content in ["junk", "5", "5\n", "55 00\n", "\n5 00\n"] {
        fs::write(&file, content).unwrap();
        let opened = ShareArchive::in_file(&file);
        // A write that was interrupted after one byte is a share store.
        let is_store = content == "5";
        assert_eq!(opened.is_ok(), is_store, "{content:?}");
        let left = fs::read_to_string(&file).unwrap();
        assert_eq!(left, if is_store { "" } else { content });
    }
}

#[test]
fn the_share_store_of_a_node_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("shares.7"), "5 24020101\n").unwrap();
    for error in [
        archive(path, FULL).unwrap_err(),
        ShareArchive::in_file(&path.join("shares.7")).unwrap_err(),
        ShareArchive::in_file(&path.join("shares.8")).unwrap_err(),
    ] {
        assert!(matches!(error, DataError::NotAnArchive { .. }), "{error}");
    }
    assert_eq!(fs::read_dir(path).unwrap().count(), 1);
    assert_eq!(read(path, "shares.7"), "5 24020101\n");
}
