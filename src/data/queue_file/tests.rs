//! Tests of the queue file.

use super::*;
use crate::core::message::{MsgFlags, MsgType};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::time::Duration;

const NOW: u64 = 1_707_580_800;

fn send(data: &DataDir, text: &str) -> Result<EntryId, DataError> {
    let locked = data.lock(Duration::from_secs(60))?;
    let mut file = locked.queue()?;
    let added = file.queue.add(
        NOW,
        MsgType::MINER_MESSAGE,
        MsgFlags(0x07),
        text.as_bytes().to_vec(),
    );
    file.save()?;
    Ok(added.unwrap().id())
}

#[test]
fn the_queue_is_kept_one_entry_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    assert_eq!(data.read_queue().unwrap(), Queue::default());
    send(&data, "one").unwrap();
    send(&data, "zwei \u{1f426}\n\0").unwrap();
    let queue = data.read_queue().unwrap();
    let payloads: Vec<_> = queue
        .entries()
        .iter()
        .map(|entry| entry.payload.as_slice())
        .collect();
    assert_eq!(
        payloads,
        [b"one".as_slice(), "zwei \u{1f426}\n\0".as_bytes()]
    );
    let text = fs::read_to_string(data.queue_path()).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 8, "{text}");
    assert!(lines[4].starts_with(r#"{"id":1,"type":"MINER_MESSAGE","payload":"6f6e65","#));
    assert!(lines[5].starts_with(r#"{"id":2,"#));
    let mode = fs::metadata(data.queue_path()).unwrap().mode();
    assert_eq!(mode & 0o777, PRIVATE);
}

#[test]
fn unknown_fields_survive_at_every_level() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    send(&data, "one").unwrap();
    let mut json: Value = serde_json::from_slice(&fs::read(data.queue_path()).unwrap()).unwrap();
    json["a \"note\""] = "top".into();
    json["entries"][0]["note"] = serde_json::json!({"deep": [1, null]});
    json["entries"][0]["history"][0]["by"] = "cron".into();
    fs::write(data.queue_path(), json.to_string()).unwrap();
    send(&data, "two").unwrap();
    let after: Value = serde_json::from_slice(&fs::read(data.queue_path()).unwrap()).unwrap();
    assert_eq!(after["a \"note\""], "top");
    assert_eq!(after["entries"][0], json["entries"][0]);
    assert_eq!(after["entries"][1]["id"], 2);
}

#[test]
fn a_broken_file_is_named_with_its_place_and_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    send(&data, "one").unwrap();
    send(&data, "two").unwrap();
    let good = fs::read_to_string(data.queue_path()).unwrap();
    for (broken, reason) in [
        (String::new(), "at line 1 column 0"),
        (good[..good.len() - 5].into(), "at line 6 column"),
        (good.replace("pending", "asleep"), "at line 5 column"),
        (
            good.replace("6f6e65", "6f6e6"),
            "the payload is not hex at line 5 column",
        ),
        (
            good.replace("6f6e65", "6f6e66"),
            "the message_hash of entry 1 does not match",
        ),
        (
            good.replace("MINER_MESSAGE", "FAX"),
            "no message type is called \"FAX\" at line 5",
        ),
        (
            good.replace("\"version\": 1", "\"version\": 0"),
            "there is no version 0",
        ),
        (
            good.replace("\"id\":2", "\"id\":1"),
            "two entries have the id 1",
        ),
    ] {
        assert_ne!(broken, good);
        fs::write(data.queue_path(), &broken).unwrap();
        for error in [
            data.read_queue().unwrap_err(),
            send(&data, "x").unwrap_err(),
        ] {
            assert_eq!(error.code(), "broken_file", "{error}");
            assert!(error.to_string().contains("message_queue.json"), "{error}");
            assert!(error.to_string().contains(reason), "{error}");
        }
        assert_eq!(fs::read_to_string(data.queue_path()).unwrap(), broken);
    }
}

#[test]
fn a_file_of_a_later_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    let later = r#"{"version": 2, "entries": "in another form"}"#;
    fs::write(data.queue_path(), later).unwrap();
    let error = send(&data, "x").unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("has version 2, this p2msg knows 1"),
        "{error}"
    );
    assert_eq!(fs::read_to_string(data.queue_path()).unwrap(), later);
}

#[test]
fn a_queue_that_would_be_too_large_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    send(&data, "one").unwrap();
    let before = fs::read(data.queue_path()).unwrap();
    let locked = data.lock(Duration::ZERO).unwrap();
    let mut file = locked.queue().unwrap();
    let large = "x".repeat(usize::try_from(MAX_BYTES).unwrap());
    file.other.insert("large".into(), large.into());
    assert_eq!(file.save().unwrap_err().code(), "queue_too_large");
    assert_eq!(fs::read(data.queue_path()).unwrap(), before);
}

#[test]
fn senders_in_many_threads_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = DataDir::new(folder.path());
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let data = &data;
            scope.spawn(move || {
                for n in 0..25 {
                    send(data, &format!("{thread} {n}")).unwrap();
                }
            });
        }
    });
    let queue = data.read_queue().unwrap();
    let ids: Vec<u64> = queue.entries().iter().map(|entry| entry.id.0).collect();
    assert_eq!(ids, (1..=200).collect::<Vec<_>>());
}
