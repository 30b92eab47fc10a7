//! The message store beyond the reference's scenarios: forgeries, thefts, rotations, authorities.

use p2msg::core::chain::registry::SignatureStatus::{
    self, Invalid, Revoked, UnknownKey, Unsigned, Valid,
};
use p2msg::core::chain::store::{Limits, MessageStore, Query, StoredMessage, Taken};
use p2msg::core::hash::{ShareHash, sha256d};
use p2msg::core::key::announcement::Announcement;
use p2msg::core::key::secret::SecretBytes;
use p2msg::core::key::{KeyIndex, MasterKey, SigningKey};
use p2msg::core::message::decode::Carrier;
use p2msg::core::message::envelope::{self, Authority, Envelope, KNOWN_AUTHORITIES};
use p2msg::core::message::{Message, MsgFlags, MsgType};
use p2msg::core::network::Network;

use crate::support::vectors::{bytes, list, text, vectors};

const NOW: u64 = 1_707_600_000;
const VICTIM: &str = "LVictim";
const THIEF: &str = "LThief";

/// The signing key of a miner, who is a letter, at `index`.
fn key(miner: u8, index: u32) -> SigningKey {
    let master = MasterKey::from_bytes(SecretBytes::copy_of(&[miner; 32])).unwrap();
    master.derive(KeyIndex(index)).unwrap()
}

fn announcement(miner: u8, index: u32) -> Announcement {
    key(miner, index).announcement(KeyIndex(index))
}

/// A chat message `age` seconds before [`NOW`].
fn chat(text: &str, age: i64) -> Message {
    let timestamp = i64::try_from(NOW).unwrap() - age;
    Message {
        msg_type: MsgType::MINER_MESSAGE,
        flags: MsgFlags(0x07),
        timestamp: timestamp.try_into().unwrap(),
        payload: text.as_bytes().to_vec(),
        signing_id: None,
        signature: Vec::new(),
    }
}

/// Its share chain covers less than 24 hours.
fn network() -> &'static Network {
    Network::by_name("litecoin_testnet").unwrap()
}

fn signed(mut message: Message, key: &SigningKey) -> Message {
    message.sign(key);
    message
}

fn share_hash(name: &str) -> ShareHash {
    ShareHash::from_wire(sha256d(name.as_bytes()))
}

/// A store, and the shares that it is fed with.
struct Shares {
    store: MessageStore,
}

impl Shares {
    fn new() -> Self {
        Self {
            store: MessageStore::new(Limits::node(network())),
        }
    }

    /// The share `name`, by `address`.
    fn mine(
        &mut self,
        name: &str,
        address: &str,
        announcement: Option<&Announcement>,
        messages: &[Message],
    ) -> Taken {
        let packed = envelope::pack(messages, announcement).unwrap();
        let carrier = Carrier {
            address: Some(address),
            share_hash: Some(share_hash(name)),
            orphaned: false,
        };
        let envelope = Envelope::read(&packed, &KNOWN_AUTHORITIES);
        self.store.take(&envelope, carrier, NOW)
    }

    fn all(&self) -> Vec<StoredMessage> {
        self.store.select(&Query::default())
    }

    /// The only message: its status, its sender and the name of its share.
    fn is_only(&self, status: SignatureStatus, sender: &str, share: &str) {
        let all = self.all();
        let [only] = all.as_slice() else {
            panic!("one message expected: {all:?}");
        };
        assert_eq!(
            (only.judged.status, only.judged.sender.as_deref()),
            (status, Some(sender))
        );
        assert_eq!(only.share_hash, Some(share_hash(share)));
    }
}

#[test]
fn a_forged_copy_that_was_mined_first_gives_way_to_the_real_one() {
    let mut shares = Shares::new();
    let real = signed(chat("hello", 10), &key(1, 0));
    let mut forged = real.clone();
    forged.signature = signed(chat("other", 10), &key(1, 0)).signature;
    let unsigned = chat("hello", 10);
    shares.mine("announced", VICTIM, Some(&announcement(1, 0)), &[]);
    shares.mine("forged", THIEF, None, std::slice::from_ref(&forged));
    shares.is_only(Invalid, THIEF, "forged");
    // What does not verify either takes no place.
    let taken = shares.mine("unsigned", THIEF, None, &[unsigned]);
    assert_eq!(taken, Taken::default());
    shares.is_only(Invalid, THIEF, "forged");
    let taken = shares.mine("real", VICTIM, None, std::slice::from_ref(&real));
    assert_eq!((taken.added, taken.replaced), (0, 1));
    shares.is_only(Valid, VICTIM, "real");
    // And from then on it stays.
    for message in [forged, real] {
        let taken = shares.mine("again", THIEF, None, &[message]);
        assert_eq!(taken, Taken::default());
    }
    shares.is_only(Valid, VICTIM, "real");
}

#[test]
fn a_message_that_was_signed_again_after_a_rotation_counts_again() {
    let mut shares = Shares::new();
    let old = signed(chat("hello", 10), &key(1, 0));
    let new = signed(old.clone(), &key(1, 1));
    shares.mine("old", VICTIM, Some(&announcement(1, 0)), &[old]);
    shares.mine("rotated", VICTIM, Some(&announcement(1, 1)), &[]);
    shares.is_only(Revoked, VICTIM, "old");
    shares.mine("new", VICTIM, None, &[new]);
    shares.is_only(Valid, VICTIM, "new");
}

#[test]
fn nobody_takes_over_messages_by_announcing_the_revoked_key_of_somebody_else() {
    let mut shares = Shares::new();
    let message = signed(chat("hello", 10), &key(1, 0));
    let copy = [message];
    shares.mine("old", VICTIM, Some(&announcement(1, 0)), &copy);
    shares.mine("rotated", VICTIM, Some(&announcement(1, 1)), &[]);
    shares.mine("stolen", THIEF, Some(&announcement(1, 0)), &copy);
    shares.is_only(Revoked, VICTIM, "old");
}

#[test]
fn a_thief_who_revokes_the_key_in_an_own_name_hides_nothing() {
    let mut shares = Shares::new();
    let copy = [signed(chat("hello", 10), &key(1, 0))];
    shares.mine("announced", VICTIM, Some(&announcement(1, 0)), &[]);
    shares.mine("theft", THIEF, Some(&announcement(1, 0)), &[]);
    shares.mine("revoked", THIEF, Some(&announcement(3, 5)), &copy);
    shares.is_only(Revoked, THIEF, "revoked");
    shares.mine("real", VICTIM, None, &copy);
    shares.is_only(Valid, VICTIM, "real");
}

#[test]
fn a_key_that_is_announced_again_under_a_higher_index_is_not_revoked_by_itself() {
    let mut shares = Shares::new();
    let mut moved = announcement(1, 0);
    moved.key_index = KeyIndex(4);
    let message = signed(chat("hello", 10), &key(1, 0));
    shares.mine("first", VICTIM, Some(&announcement(1, 0)), &[message]);
    shares.mine("moved", VICTIM, Some(&moved), &[]);
    shares.is_only(Valid, VICTIM, "first");
}

#[test]
fn two_hours_ahead_of_the_clock_is_the_limit() {
    let mut shares = Shares::new();
    let messages = [chat("in time", -7_200), chat("too early", -7_201)];
    let taken = shares.mine("share", VICTIM, None, &messages);
    assert_eq!((taken.added, taken.ahead), (1, 1));
    shares.is_only(Unsigned, VICTIM, "share");
}

#[test]
fn what_has_grown_too_old_goes_when_it_is_asked_to() {
    let mut shares = Shares::new();
    shares.mine("share", VICTIM, None, &[chat("a", 0), chat("b", 100)]);
    shares.store.prune(NOW + 86_300);
    assert_eq!(shares.all().len(), 2);
    shares.store.prune(NOW + 86_301);
    assert_eq!(shares.all().len(), 1);
    shares.store.prune(NOW + 86_401);
    assert_eq!(shares.all(), []);
    // What is gone can come back, if it is young enough for the clock.
    assert_eq!(shares.mine("share", VICTIM, None, &[chat("a", 0)]).added, 1);
}

#[test]
fn an_authority_is_believed_by_its_signature_alone() {
    let vectors = vectors("authority.json");
    let mut seen = 0;
    for case in list(&vectors, "cases")
        .iter()
        .chain(list(&vectors, "reject"))
    {
        let name = text(case, "name");
        let authorities: Vec<_> = list(case, "known_authority_pubkeys")
            .iter()
            .map(|pubkey| Authority::custom(pubkey.as_str().unwrap().parse().unwrap()))
            .collect();
        let envelope = Envelope::read(&bytes(case, "envelope"), &authorities);
        let mut store = MessageStore::new(Limits::NONE);
        let carrier = Carrier {
            address: Some(VICTIM),
            share_hash: None,
            orphaned: false,
        };
        store.take(&envelope, carrier, u64::from(u32::MAX));
        let stored = store.select(&Query::default());
        if envelope.authority().is_none() {
            for message in stored {
                assert!(!message.judged.protocol_authority, "{name}");
                assert_eq!(message.authority, None, "{name}");
            }
            continue;
        }
        for expected in list(&case["decoded"], "messages") {
            let message = stored
                .iter()
                .find(|stored| stored.message_hash.to_string() == text(expected, "message_hash"))
                .unwrap_or_else(|| panic!("{name}: {expected} is not stored"));
            let verified = message.judged.status == Valid;
            assert_eq!(expected["verified"], verified, "{name}");
            let wire_flags = expected["wire_flags"].as_u64().unwrap();
            assert_eq!(
                message.judged.protocol_authority,
                verified && wire_flags & u64::from(MsgFlags::PROTOCOL_AUTHORITY) != 0,
                "{name}"
            );
            assert_eq!(message.authority.as_deref(), Some("custom"), "{name}");
            seen += 1;
        }
    }
    assert!(seen > 20, "only {seen} messages in the vectors");
}

#[test]
fn queries_narrow_what_is_shown() {
    let mut shares = Shares::new();
    let mut alert = chat("Fork ahead: UPGRADE", 50);
    alert.msg_type = MsgType::EMERGENCY;
    let messages = [
        signed(chat("Grüße an alle", 10), &key(1, 0)),
        signed(alert, &key(1, 0)),
    ];
    shares.mine("a", "LA", Some(&announcement(1, 0)), &messages);
    shares.mine("b", "LB", None, &[signed(chat("unknown", 30), &key(2, 0))]);
    shares.mine("c", "LC", None, &[chat("upgrade done", 40)]);
    let found = |query: Query| -> Vec<i64> {
        let ages = shares.store.select(&query);
        ages.iter()
            .map(|stored| i64::try_from(NOW).unwrap() - i64::from(stored.judged.message.timestamp))
            .collect()
    };
    let all = Query::default;
    assert_eq!(found(all()), [10, 30, 40, 50]);
    for (query, ages) in [
        (
            Query {
                types: vec![MsgType::EMERGENCY],
                ..all()
            },
            vec![50],
        ),
        (
            Query {
                since: Some(NOW - 40),
                ..all()
            },
            vec![10, 30, 40],
        ),
        (
            Query {
                until: Some(NOW - 40),
                ..all()
            },
            vec![40, 50],
        ),
        (
            Query {
                sender: Some("LB".into()),
                ..all()
            },
            vec![30],
        ),
        (
            Query {
                sender: Some("L".into()),
                ..all()
            },
            vec![],
        ),
        (
            Query {
                signing_id: Some(key(2, 0).signing_id()),
                ..all()
            },
            vec![30],
        ),
        (
            Query {
                verified_only: true,
                ..all()
            },
            vec![10, 50],
        ),
        (
            Query {
                grep: Some("upGrade".into()),
                ..all()
            },
            vec![40, 50],
        ),
        (
            Query {
                grep: Some("GRÜSSE".into()),
                ..all()
            },
            vec![],
        ),
        (
            Query {
                grep: Some("GRÜ".into()),
                ..all()
            },
            vec![10],
        ),
        (
            Query {
                limit: Some(2),
                ..all()
            },
            vec![10, 30],
        ),
        (
            Query {
                limit: Some(1),
                verified_only: true,
                until: Some(NOW - 20),
                ..all()
            },
            vec![50],
        ),
    ] {
        assert_eq!(found(query.clone()), ages, "{query:?}");
    }
    let statuses: Vec<_> = shares
        .all()
        .iter()
        .map(|stored| stored.judged.status)
        .collect();
    assert_eq!(statuses, [Valid, UnknownKey, Unsigned, Valid]);
}

/// The signal that the maintainer published for litecoin, and its timestamp.
fn transition_signal() -> (Vec<u8>, u64) {
    let vectors = vectors("authority.json");
    let case = list(&vectors, "cases")
        .iter()
        .find(|case| case["name"] == "real_mainnet_transition_message")
        .unwrap();
    let timestamp = &case["decoded"]["messages"][0]["timestamp"];
    (bytes(case, "envelope"), timestamp.as_u64().unwrap())
}

#[test]
fn a_transition_signal_of_an_authority_never_expires() {
    let (message_data, sent) = transition_signal();
    let envelope = Envelope::read(&message_data, &KNOWN_AUTHORITIES);
    let now = sent + 10 * 365 * 86_400;
    let mut shares = Shares::new();
    let taken = shares.store.take(&envelope, Carrier::default(), now);
    assert_eq!(taken.added, 1);
    // Neither time nor 1,000 newer messages push it out.
    for number in 0..1_001u16 {
        let message = Message {
            timestamp: u32::try_from(now).unwrap(),
            ..chat(&number.to_string(), 0)
        };
        let packed = envelope::pack(&[message], None).unwrap();
        let envelope = Envelope::read(&packed, &KNOWN_AUTHORITIES);
        shares.store.take(&envelope, Carrier::default(), now);
    }
    shares.store.prune(now);
    assert_eq!(shares.store.len(), 1_000);
    let oldest = shares.all().pop().unwrap();
    assert_eq!(oldest.judged.message.msg_type, MsgType::TRANSITION_SIGNAL);
    assert_eq!(oldest.judged.status, Valid);
    shares.store.prune(now + 10 * 365 * 86_400);
    assert_eq!(shares.store.len(), 1);
}

#[test]
fn a_transition_signal_without_a_valid_signature_of_an_authority_expires() {
    let (message_data, sent) = transition_signal();
    let sealed = Envelope::read(&message_data, &KNOWN_AUTHORITIES);
    let message = sealed.messages[0].message.clone();
    let maintainer = sealed.authority().unwrap().pubkey;
    let mut forged = message.clone();
    forged.payload.push(b' ');
    let plain = |message: &Message| envelope::pack(std::slice::from_ref(message), None).unwrap();
    let by_authority =
        |message: &Message| envelope::authority::seal(&plain(message), &maintainer, &[7; 16]);
    for (name, message_data) in [
        ("plain", plain(&message)),
        ("forged", by_authority(&forged)),
        (
            "another kind",
            by_authority(&Message {
                msg_type: MsgType::EMERGENCY,
                ..message
            }),
        ),
    ] {
        let envelope = Envelope::read(&message_data, &KNOWN_AUTHORITIES);
        let mut shares = Shares::new();
        let age = Limits::node(network()).age;
        let taken = shares
            .store
            .take(&envelope, Carrier::default(), sent + age + 1);
        assert_eq!(taken.added, 0, "{name}");
        let taken = shares.store.take(&envelope, Carrier::default(), sent + age);
        assert_eq!(taken.added, 1, "{name}");
        shares.store.prune(sent + age + 1);
        assert_eq!(shares.store.len(), 0, "{name}");
    }
}

#[test]
fn messages_are_kept_for_the_time_of_the_share_chain_or_24_hours() {
    for (name, hours) in [("litecoin", 36), ("litecoin_testnet", 24), ("bitcoin", 72)] {
        let network = Network::by_name(name).unwrap();
        assert_eq!(Limits::node(network).age, hours * 3_600, "{name}");
    }
}
