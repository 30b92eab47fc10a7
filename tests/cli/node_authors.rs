//! The example for authors of nodes, run by a real Python with the real p2msg.

use p2msg::core::network::Network;
use p2msg::core::share::Share;
use serde_json::{Value, json};

use crate::miner::{Miner, lines, one};
use crate::place::{NOW, Place, Run};
use crate::vectors::vectors;

/// A run of `script` beside the example; it gets p2msg's path as its first argument.
fn python<'a>(place: &'a Place, script: &str) -> Run<'a> {
    place.file("node.py", script);
    place
        .shell(r#"exec python3 node.py "$P2MSG""#)
        .env("PYTHONPATH", concat!(env!("CARGO_MANIFEST_DIR"), "/docs"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
}

const MINING: &str = r"
import json, os, sys
from node_example import MessageSource, get_work

clock = [int(os.environ['P2MSG_NOW'])]
def tick(seconds):
    clock[0] += seconds
    os.environ['P2MSG_NOW'] = str(clock[0])

source = MessageSource([sys.argv[1]], lease=600, clock=lambda: clock[0])
def work():
    ref_hash, solved = get_work(source, lambda ref_hash, data: data.hex(), b'LTCP2POL', b'info', [])
    return source.current().hex(), ref_hash.hex(), solved

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
    let miner = Miner::ready();
    for text in ["one", "two", "three", "four"] {
        miner.send(text);
    }
    // Without its key the node says why, and goes on.
    let ran = python(&miner.place, MINING)
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
