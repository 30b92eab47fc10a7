//! Commands that change something and cannot print their result.

use std::process::Command;

use crate::support::miner::Miner;
use crate::support::place::{NOW, P2MSG, Place};

/// Each command with the change that it reports. The queue contains the messages 1 and 2, of which 1
/// is packed.
const CHANGES: [(&str, &str); 10] = [
    ("send hello", "queued as 3 (MINER_MESSAGE, "),
    ("announce hello", "queued as 3 (POOL_ANNOUNCE, "),
    ("queue remove 1 2", "removed 1 2"),
    ("queue clear", "removed 2"),
    ("queue retry 1", "made 1 pending again"),
    ("queue confirm packed.hex", "marked as sent 1"),
    ("key rotate --yes", "rotated to key_index 1 from 0"),
    (
        "key init --data-dir other",
        "created other/signing_key.json with key_index 0",
    ),
    ("key export --out signing.wif", "wrote signing.wif"),
    ("man --out pages", "wrote the man pages below pages"),
];

fn prepared() -> Miner {
    let miner = Miner::ready();
    miner.send("one");
    miner.keyed("pack --quiet --out packed.hex").run();
    miner.send("two");
    miner
}

#[test]
fn a_full_stdout_hides_no_change() {
    for (command, change) in CHANGES {
        let ran = prepared()
            .place
            .shell(&format!("\"$P2MSG\" {command} > /dev/full"))
            .env("P2MSG_MASTER_KEY_FILE", "master.key")
            .code(1)
            .stderr(format!(
                "error: cannot write to stdout; done before that: {change}"
            ))
            .stderr("\ncause: No space left on device")
            .stderr("\nhint: these changes are complete; do not repeat them")
            .run();
        assert_eq!(ran.stdout, "", "{command}");
    }
}

#[test]
fn a_pipe_without_a_reader_hides_no_change() {
    for (command, change) in CHANGES {
        let miner = prepared();
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = Command::new(P2MSG)
            .args(command.split(' '))
            .env_clear()
            .envs(miner.place.environment())
            .env("P2MSG_MASTER_KEY_FILE", "master.key")
            .current_dir(miner.place.work())
            .stdout(writer)
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{command}: {stderr}");
        let stated = format!(
            "error: cannot print the result, because stdout is closed; done before that: {change}"
        );
        assert!(stderr.contains(&stated), "{command}: {stderr}");
    }
}

#[test]
fn a_closed_stdout_hides_no_change() {
    for (command, change) in CHANGES {
        prepared()
            .place
            .shell(&format!("\"$P2MSG\" {command} >&-"))
            .env("P2MSG_MASTER_KEY_FILE", "master.key")
            .stderr(format!(
                "warning: stdout is closed, so the result was not printed; done: {change}"
            ))
            .run();
    }
}

#[test]
fn a_result_that_is_thrown_away_on_purpose_is_no_warning() {
    Place::new()
        .shell("\"$P2MSG\" send hello > /dev/null")
        .run();
}

#[test]
fn pack_with_a_closed_stdout_leaves_its_messages_pending() {
    for options in ["", "--json"] {
        let miner = Miner::ready();
        miner.send("hello");
        miner
            .place
            .shell(&format!("\"$P2MSG\" pack {options} >&-"))
            .env("P2MSG_MASTER_KEY_FILE", "master.key")
            .code(1)
            .stderr("stdout is closed")
            .stderr("nothing was handed out; the messages are still pending")
            .run();
        assert_eq!(miner.states(NOW), ["pending"]);
    }
}

#[test]
fn messages_in_a_file_are_packed_even_if_the_json_cannot_be_printed() {
    let miner = Miner::ready();
    miner.send("hello");
    miner
        .place
        .shell("\"$P2MSG\" pack --json --out next.hex > /dev/full")
        .env("P2MSG_MASTER_KEY_FILE", "master.key")
        .code(1)
        .stderr("wrote next.hex with message 1")
        .run();
    assert!(miner.place.work().join("next.hex").exists());
    assert_eq!(miner.states(NOW), ["packed"]);
}

#[test]
fn a_rotation_of_pack_is_reported_though_nothing_was_handed_out() {
    let miner = Miner::ready();
    miner.send("hello");
    miner
        .place
        .shell("\"$P2MSG\" pack --yes --signing-key-index 4 > /dev/full")
        .env("P2MSG_MASTER_KEY_FILE", "master.key")
        .code(1)
        .stderr("done before that: rotated to key_index 4 from 0\n")
        .stderr("hint: nothing was handed out; the messages are still pending\n")
        .run();
    assert_eq!(miner.states(NOW), ["pending"]);
}
