//! `queue ...`: what is shown, and what people change by hand.

use serde_json::json;

use crate::support::miner::{Miner, lines, one};
use crate::support::place::NOW;

const DAY: u64 = 86_400;

/// One sent ahead of its time, one packed, one pending; the ids count from 1.
fn three() -> Miner {
    let miner = Miner::ready();
    miner.send("packed");
    miner.keyed("pack").stdout();
    miner.send("pending");
    miner
        .p2msg("send --type version-signal --data")
        .args([r#"{"ver": 36, "feat": ["mm"]}"#])
        .run();
    miner
}

#[test]
fn lists_what_waits() {
    let miner = three();
    assert_eq!(
        miner.p2msg("queue list").run().stdout,
        "ID  STATE    TYPE            QUEUED                         CONTENT\n \
         1  packed   chat            2024-02-10 16:00:00 (0 s ago)  packed\n \
         2  pending  chat            2024-02-10 16:00:00 (0 s ago)  pending\n \
         3  pending  version-signal  2024-02-10 16:00:00 (0 s ago)  {\"ver\":36,\"feat\":[\"mm\"]}\n"
    );
    let entries = lines(&miner.p2msg("queue list --json").run().stdout);
    assert_eq!(
        entries[0],
        json!({
            "schema": "p2msg.queue_entry/1",
            "id": 1,
            "type": "MINER_MESSAGE",
            "payload": "7061636b6564",
            "flags": 7,
            "timestamp": NOW,
            "message_hash": entries[0]["message_hash"],
            "state": "packed",
            "history": [
                {"at": NOW, "state": "pending"},
                {"at": NOW, "state": "packed", "lease_until": NOW + 600},
            ],
            "age": 0,
            "text": "packed",
        })
    );
    assert_eq!(entries[2]["data"], json!({"ver": 36, "feat": ["mm"]}));
}

#[test]
fn an_empty_queue_is_no_line() {
    let miner = Miner::new();
    assert_eq!(miner.p2msg("queue list --json").run().stdout, "");
    let ran = miner
        .p2msg("queue list")
        .stderr("note: the queue is empty\n")
        .run();
    assert_eq!(ran.stdout, "");
    assert_eq!(miner.p2msg("queue clear").run().stdout, "");
    assert!(!miner.path("message_queue.json").exists());
}

#[test]
fn shows_one_and_what_became_of_it() {
    let miner = three();
    let hash = one(&miner.p2msg("queue show 1 --json").run().stdout)["message_hash"].clone();
    assert_eq!(
        miner.p2msg("queue show 1").run().stdout,
        format!(
            "id            1\n\
             state         packed\n\
             type          MINER_MESSAGE\n\
             flags         0x07\n\
             timestamp     2024-02-10 16:00:00 (0 s ago)\n\
             message_hash  {}\n\
             bytes         6\n\
             content       packed\n\
             \n\
             AT                             STATE    DETAIL\n\
             2024-02-10 16:00:00 (0 s ago)  pending\n\
             2024-02-10 16:00:00 (0 s ago)  packed   lease until 2024-02-10 16:10:00 (in 10 min)\n",
            hash.as_str().unwrap()
        )
    );
    miner
        .p2msg("queue show 9")
        .code(1)
        .stderr("error: there is no entry 9 in the queue\n")
        .run();
    miner.p2msg("queue show x").code(2).stderr("invalid").run();
}

#[test]
fn removes_all_or_none() {
    let miner = three();
    let before = miner.files();
    miner
        .p2msg("queue remove 2 9")
        .code(1)
        .stderr("error: there is no entry 9 in the queue\nhint: nothing was changed")
        .run();
    assert_eq!(miner.files(), before);
    let ran = miner
        .p2msg("queue remove 1 2")
        .stderr("note: 1 was packed: the envelope that was handed out can still bring it into a share\n")
        .run();
    assert_eq!(ran.stdout.lines().count(), 3, "{}", ran.stdout);
    let left = lines(&miner.p2msg("queue list --json").run().stdout);
    assert_eq!(left.len(), 1);
    // An id is never given twice.
    let removed = miner.p2msg("queue remove 3 --json").run();
    assert_eq!(one(&removed.stdout)["id"], 3);
    assert_eq!(miner.send("next"), 4);
}

#[test]
fn clears_what_is_pending() {
    let miner = three();
    let ran = miner.p2msg("queue clear --json").run();
    let ids: Vec<_> = lines(&ran.stdout)
        .iter()
        .map(|entry| entry["id"].clone())
        .collect();
    assert_eq!(ids, [2, 3]);
    miner
        .p2msg("queue clear")
        .stderr("note: packed, so kept: 1; the envelope that was handed out can still come into a share\n")
        .run();
    assert_eq!(miner.states(NOW), ["packed"]);
}

#[test]
fn retries_what_was_handed_out_in_vain() {
    let miner = three();
    let hash = |miner: &Miner| {
        lines(&miner.p2msg("queue list --json").run().stdout)[0]["message_hash"].clone()
    };
    let before = hash(&miner);
    let ran = miner.p2msg("queue retry 1 2").run();
    assert_eq!(
        ran.stdout,
        "ID  RESULT           QUEUED_AS\n \
         1  lease ended\n \
         2  already pending\n"
    );
    assert_eq!(miner.states(NOW), ["pending", "pending", "pending"]);
    assert_eq!(hash(&miner), before);
}

#[test]
fn what_expires_is_told_and_can_be_queued_again() {
    let miner = Miner::new();
    miner.send("old");
    let later = NOW + DAY + 1;
    let at = |arguments: &str| miner.p2msg(arguments).env("P2MSG_NOW", &later.to_string());
    assert_eq!(miner.states(NOW + DAY), ["pending"]);
    assert_eq!(miner.states(later), ["expired"]);
    let ran = at("queue list")
        .stderr("note: not listed: 0 sent, 1 expired; see them with --all\n")
        .run();
    assert_eq!(ran.stdout, "");
    let told = "expired unsent after 24 hours: 1; to send it again: p2msg queue retry 1";
    at("send new").stderr(format!("warning: {told}\n")).run();
    at("send newer").run();

    let ran = at("queue retry 1 --json").run();
    assert_eq!(
        one(&ran.stdout),
        json!({"schema": "p2msg.queue_retry/1", "id": 1, "result": "queued_again", "retried_as": 4})
    );
    let ran = at("queue retry 1").run();
    assert_eq!(
        ran.stdout,
        "ID  RESULT           QUEUED_AS\n 1  already retried          4\n"
    );
    let texts: Vec<_> = lines(&at("queue list --json").run().stdout)
        .iter()
        .map(|entry| entry["text"].clone())
        .collect();
    assert_eq!(texts, ["new", "newer", "old"]);

    // A warning is for scripts too.
    let miner = Miner::new();
    miner.send("old");
    let ran = miner
        .p2msg("send new --json")
        .env("P2MSG_NOW", &later.to_string())
        .stderr(told)
        .run();
    let warning: serde_json::Value = serde_json::from_str(&ran.stderr).unwrap();
    assert_eq!(warning["warning"]["message"], told);
    assert_eq!(miner.states(NOW + 32 * DAY), ["expired", "expired"]);
    miner
        .p2msg("send latest --quiet")
        .env("P2MSG_NOW", &(NOW + 32 * DAY).to_string())
        .run();
    assert_eq!(
        miner.states(NOW + 32 * DAY),
        ["expired", "pending"],
        "the first was kept for 30 days"
    );
}
