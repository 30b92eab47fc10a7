//! The example for authors of nodes, run by a real Python with the real p2msg.

use std::fs;
use std::process::Command;

use p2msg::core::network::Network;
use p2msg::core::share::Share;
use serde_json::{Value, json};

use crate::support::miner::{Miner, lines, one};
use crate::support::place::{NOW, Place, Run};
use crate::support::vectors::vectors;

/// A run of `script` beside the example; it gets p2msg's path as its first argument.
fn python<'a>(place: &'a Place, script: &str) -> Run<'a> {
    python_of("python3", place, script)
}

/// The same with this Python.
fn python_of<'a>(python: &str, place: &'a Place, script: &str) -> Run<'a> {
    place.file("node.py", script);
    place
        .shell(&format!(r#"exec {python} node.py "$P2MSG""#))
        .env("PYTHONPATH", concat!(env!("CARGO_MANIFEST_DIR"), "/docs"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
}

/// For Python 2.7 and 3.
const MINING: &str = r"
import binascii, json, os, sys
from node_example import MessageSource, get_work

def hexed(data):
    return binascii.hexlify(data).decode()

clock = [int(os.environ['P2MSG_NOW'])]
def tick(seconds):
    clock[0] += seconds
    os.environ['P2MSG_NOW'] = str(clock[0])

source = MessageSource([sys.argv[1]], lease=600, clock=lambda: clock[0], time_limit=60)
def work():
    ref_hash, solved = get_work(source, lambda ref_hash, data: hexed(data), b'LTCP2POL', b'info', [])
    return hexed(source.current()), hexed(ref_hash), solved

seen = {'without_key': work()[0]}
os.environ['P2MSG_MASTER_KEY_FILE'] = 'master.key'
tick(10)
seen['first'], first_ref_hash, solved_first = work()
tick(300)
seen['kept'] = work()[0]
tick(301)
seen['again'], _, solved_again = work()
seen['mined'] = solved_again()
seen['second'], second_ref_hash, solved_second = work()
seen['late'] = solved_first()
seen['after_late'] = work()[0]
solved_second()
seen['nothing'] = work()[0]
seen['ref_hash_differs'] = first_ref_hash != second_ref_hash
print(json.dumps(seen))
";

#[test]
fn the_example_keeps_what_it_packed_until_a_share_carries_it() {
    mine_with("python3");
}

#[test]
fn the_example_runs_with_the_python_of_p2pool_too() {
    let version = Command::new("python2.7").arg("--version").output();
    if !version.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: python2.7 is not installed");
        return;
    }
    mine_with("python2.7");
}

fn mine_with(interpreter: &str) {
    let miner = Miner::ready();
    for text in ["one", "two", "three", "four"] {
        miner.send(text);
    }
    // Without its key the node says why, and goes on.
    let ran = python_of(interpreter, &miner.place, MINING)
        .stderr("p2msg: {\"error\":")
        .run();
    let seen = one(&ran.stdout);
    let texts = |message_data: &Value| -> Vec<Value> {
        let decode = format!("decode --json {}", message_data.as_str().unwrap());
        let decoded = one(&miner.p2msg(&decode).stdout());
        let messages = decoded["messages"].as_array().unwrap();
        messages
            .iter()
            .map(|message| message["text"].clone())
            .collect()
    };
    assert_eq!(seen["without_key"], "");
    assert_eq!(texts(&seen["first"]), ["one", "two", "three"]);
    assert_eq!(seen["kept"], seen["first"]);
    assert_eq!(texts(&seen["again"]), ["one", "two", "three"]);
    assert_eq!(seen["mined"], seen["again"]);
    assert_eq!(texts(&seen["second"]), ["four"]);
    assert_eq!(seen["ref_hash_differs"], true);
    // A solution of older work carries its own message_data, and takes nothing from newer work.
    assert_eq!(seen["late"], seen["first"]);
    assert_eq!(seen["after_late"], seen["second"]);
    assert_eq!(seen["nothing"], "");

    // What the node tells the queue of its share.
    let share = json!({
        "share_hash": "00".repeat(32), "address": "a miner's", "message_data_hex": seen["mined"],
    });
    let confirmed = miner
        .p2msg("queue confirm - --json")
        .env("P2MSG_NOW", &(NOW + 611).to_string())
        .stdin(share.to_string())
        .stdout();
    let states = miner.states(NOW + 611);
    assert_eq!(lines(&confirmed).len(), 3);
    assert_eq!(states, ["sent", "sent", "sent", "packed"]);
}

#[test]
fn the_example_commits_as_the_reference_does() {
    let cases = vectors("shares.json");
    let of_version_36 = cases["cases"].as_array().unwrap().iter();
    let of_version_36 = of_version_36.filter(|case| case["version"] == 36);
    let mut inputs = Vec::new();
    let mut expected = Vec::new();
    for case in of_version_36 {
        let network = Network::by_name(case["net"].as_str().unwrap()).unwrap();
        let raw = hex::decode(case["raw_share"].as_str().unwrap()).unwrap();
        let share = Share::read(&raw, network).unwrap();
        let mut share_info = Vec::new();
        let parts = share.share_info.parts();
        parts.write(&mut share_info, share.version, network);
        let branch = share.ref_merkle_link.iter().map(hex::encode);
        inputs.push(json!([
            hex::encode(network.identifier),
            hex::encode(share_info),
            branch.collect::<Vec<_>>(),
            case["message_data"].as_str().unwrap_or(""),
        ]));
        expected.push(case["ref_hash"].clone());
    }
    assert!(expected.len() > 40);
    let script = format!(
        r"
import json
from node_example import get_ref_hash
un = bytes.fromhex
cases = json.loads('{}')
print(json.dumps([get_ref_hash(un(i), un(s), [un(b) for b in branch], un(m)).hex() for i, s, branch, m in cases]))
",
        Value::from(inputs)
    );
    let place = Place::new();
    let found = one(&python(&place, &script).run().stdout);
    assert_eq!(found, Value::from(expected));
}

#[test]
fn a_node_does_not_stand_still_for_p2msg() {
    let miner = Miner::ready();
    miner.send("one");
    let script = r"
import fcntl, json, os, sys, time
from node_example import MessageSource

os.environ['P2MSG_MASTER_KEY_FILE'] = 'master.key'
begin = time.time()
lock = open('data/p2msg.lock')
fcntl.flock(lock, fcntl.LOCK_EX)
source = MessageSource([sys.argv[1]], time_limit=60)
seen = {'locked': len(source.current())}
fcntl.flock(lock, fcntl.LOCK_UN)
source.until = 0
seen['free'] = len(source.current())
hangs = MessageSource(['sh', '-c', 'exec sleep 60'], time_limit=0.1)
seen['hangs'] = len(hangs.current())
seen['seconds'] = time.time() - begin
print(json.dumps(seen))
";
    let run = python(&miner.place, script);
    let ran = run
        .stderr("lock_timeout")
        .stderr("p2msg: exit code -9\n")
        .run();
    let seen = one(&ran.stdout);
    assert_eq!(seen["locked"], 0);
    assert_ne!(seen["free"], 0);
    assert_eq!(seen["hangs"], 0);
    // The lock alone would take ten seconds by default.
    assert!(seen["seconds"].as_f64().unwrap() < 9.0, "{seen}");
}

#[test]
fn the_page_tells_how_to_verify_the_newest_share() {
    let page = include_str!("../../docs/node-authors.md");
    let (_, section) = page.split_once("## Check your work").unwrap();
    let (_, block) = section.split_once("```sh\n").unwrap();
    let (command, _) = block.split_once("```").unwrap();
    let command = command.replace("p2msg verify", r#""$P2MSG" verify"#);
    let place = Place::new();
    let store = include_str!("../samples/litecoin_testnet/shares.0");
    let node = place.home().join("p2pool/data/litecoin");
    fs::create_dir_all(&node).unwrap();
    // As a node leaves them: what was verified stands behind the shares, in the last file too.
    fs::write(node.join("shares.9"), store).unwrap();
    fs::write(node.join("shares.10"), "2 0\n").unwrap();
    let run = place.shell(&command).env("P2MSG_NET", "litecoin_testnet");
    let stdout = run.run().stdout;
    assert!(stdout.contains("proof of work  holds"), "{stdout}");
    let last = store.lines().rfind(|line| line.starts_with("5 ")).unwrap();
    let verify = format!("verify --net litecoin_testnet {}", &last[2..]);
    let expected = place.p2msg(&verify).run().stdout;
    let steps = |stdout: &str| {
        stdout
            .lines()
            .skip(1)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(steps(&stdout), steps(&expected));
}
