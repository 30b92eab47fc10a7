//! `serve` marks queued messages that are in the share store as sent.

use std::fs::File;
use std::io::Write;
use std::time::{Duration, Instant};

use p2msg::core::chain::easy_chain::{EasyChain, Miner as Payee, Work};
use p2msg::core::network::Network;
use p2msg::core::share::StaleInfo;
use serde_json::Value;

use crate::support::mined::NETWORK;
use crate::support::miner::{Miner, lines};
use crate::support::place::NOW;
use crate::support::running::Running;
use crate::support::served::Served;

/// A miner with a packed message, and the line of the mined share with it.
fn packed() -> (Miner, String) {
    let miner = Miner::ready();
    miner.send("hello");
    let message_data = miner.keyed("pack --quiet").run().stdout;
    let message_data = hex::decode(message_data.trim()).unwrap();
    let line = mined(&message_data);
    miner.place.file("store/shares.0", mined(&[]));
    (miner, line)
}

fn mined(message_data: &[u8]) -> String {
    let mut chain = EasyChain::new(Network::by_name(NETWORK).unwrap());
    let work = Work {
        miner: Payee {
            name: "me",
            pubkey_hash: &[7; 20],
            pubkey_type: 0,
        },
        timestamp: u32::try_from(NOW).unwrap(),
        stale_info: StaleInfo(0),
        message_data,
    };
    format!("5 {}\n", hex::encode(chain.mine(&work).unwrap().raw))
}

fn append(miner: &Miner, line: &str) {
    let path = miner.place.work().join("store/shares.0");
    let mut file = File::options().append(true).open(path).unwrap();
    file.write_all(line.as_bytes()).unwrap();
}

fn entry(miner: &Miner) -> Value {
    lines(&miner.p2msg("queue list --all --json").run().stdout)[0].clone()
}

fn wait_for_sent(miner: &Miner) {
    let start = Instant::now();
    while entry(miner)["state"] != "sent" {
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "{}",
            entry(miner)
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_message_is_sent_when_a_share_with_it_arrives() {
    let (miner, line) = packed();
    let arguments = format!("--net {NETWORK} serve --listen 127.0.0.1:0 --shares store");
    let running = Running::start(&miner.place, &arguments);
    running.line();
    assert_eq!(entry(&miner)["state"], "packed");
    append(&miner, &line);
    running.stderr("message 1 is in share ");
    wait_for_sent(&miner);
    let shown = entry(&miner)["history"].to_string();
    assert!(shown.contains("share_hash"), "{shown}");
}

#[test]
fn shares_that_were_there_before_the_start_count_too() {
    let (miner, line) = packed();
    append(&miner, &line);
    let _served = Served::start(&miner.place, "--shares store");
    wait_for_sent(&miner);
}

#[test]
fn neither_a_share_without_work_nor_the_option_confirms() {
    let (miner, line) = packed();
    // Another hash of the previous block: the proof of work is gone.
    let digit = if &line[30..31] == "0" { "1" } else { "0" };
    let unworked = format!("{}{digit}{}", &line[..30], &line[31..]);
    for (arguments, line) in [("", &unworked), ("--no-confirm", &line)] {
        let served = Served::start(&miner.place, &format!("--shares store {arguments}"));
        append(&miner, line);
        served.wait_for_text("hello");
        // One more round.
        std::thread::sleep(Duration::from_secs(1));
        assert_eq!(entry(&miner)["state"], "packed", "{arguments}");
    }
}

#[test]
fn a_queue_that_is_unreadable_is_a_warning() {
    let (miner, line) = packed();
    miner.place.file("data/message_queue.json", "{");
    let arguments = format!("--net {NETWORK} serve --listen 127.0.0.1:0 --shares store");
    let running = Running::start(&miner.place, &arguments);
    running.line();
    append(&miner, &line);
    running.stderr("cannot mark messages of the queue as sent: ");
}
