//! What docs/security.md says of a share that somebody else mined to one's address.

use serde_json::{Value, json};

use crate::support::miner::{Miner, lines, one};

const ADDRESS: &str = "the victim's";

/// The next message_data of a miner, as an archive has it after a share that pays the victim.
fn share(miner: &Miner, number: u8) -> String {
    let packed = one(&miner.keyed("pack --json").run().stdout);
    let share = json!({
        "share_hash": hex::encode([number; 32]),
        "address": ADDRESS,
        "message_data_hex": packed["message_data"],
    });
    format!("{share}\n")
}

/// Whose message it is and the state of its signature, by its text.
fn standing(miner: &Miner, archive: &str, text: &str) -> [Value; 2] {
    let run = miner.p2msg("store messages - --json").stdin(archive);
    let messages = lines(&run.run().stdout);
    let message = messages.iter().find(|message| message["text"] == text);
    let message = message.unwrap_or_else(|| panic!("no {text:?} in {messages:#?}"));
    ["sender", "signature_status"].map(|field| message[field].clone())
}

#[test]
fn whoever_mines_to_an_address_can_announce_a_key_for_it() {
    let victim = Miner::ready();
    victim.send("mine");
    let mut archive = share(&victim, 1);
    assert_eq!(standing(&victim, &archive, "mine"), [ADDRESS, "valid"]);

    let attacker = Miner::with_master(&"22".repeat(32));
    attacker.keyed("key init --index 9").stdout();
    attacker.send("not theirs");
    archive.push_str(&share(&attacker, 2));
    assert_eq!(standing(&victim, &archive, "mine"), [ADDRESS, "revoked"]);
    assert_eq!(
        standing(&victim, &archive, "not theirs"),
        [ADDRESS, "valid"]
    );
    // Both keys stand under the address.
    let run = victim.p2msg("store keys - --json").stdin(archive.as_str());
    let keys = one(&run.run().stdout);
    assert_eq!(keys[ADDRESS]["keys"].as_object().unwrap().len(), 2);

    // Who rotates above it is heard again.
    victim.keyed("key rotate --index 10 --yes").stdout();
    victim.send("mine again");
    archive.push_str(&share(&victim, 3));
    assert_eq!(
        standing(&victim, &archive, "mine again"),
        [ADDRESS, "valid"]
    );
    assert_eq!(
        standing(&victim, &archive, "not theirs"),
        [ADDRESS, "revoked"]
    );

    // There is no rotating above the last key_index.
    attacker
        .keyed("key rotate --index 4294967295 --yes")
        .stdout();
    attacker.send("the last word");
    archive.push_str(&share(&attacker, 4));
    assert_eq!(
        standing(&victim, &archive, "mine again"),
        [ADDRESS, "revoked"]
    );
    victim
        .keyed("key rotate --index 4294967296 --yes")
        .code(2)
        .stdout();
}
