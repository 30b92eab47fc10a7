//! Who mines in the demo, and what they say: all that can happen to messages, in 37 shares.

use serde_json::{Value, json};

use crate::core::chain::easy_chain;
use crate::core::hash::sha256;
use crate::core::key::secret::SecretBytes;
use crate::core::key::{KeyIndex, MasterKey, SigningKey};
use crate::core::message::envelope;
use crate::core::message::payload;
use crate::core::message::{Message, MsgFlags, MsgType};
use crate::core::share::{Payout, StaleInfo};

/// The scene with alice's first message.
const FIRST_MESSAGE: u32 = 2;
/// The scene in which bob changes his key.
const ROTATION: u32 = 25;
/// The last scene that does not come again.
const LAST: u32 = 37;
/// Every so many shares somebody says how their node is.
const STATUS_EVERY: u32 = 6;
/// Every so many shares somebody says something, after the last scene.
const CHAT_EVERY: u32 = 7;

/// stale_info of a miner with nothing to tell.
const NOT_STALE: StaleInfo = StaleInfo(0);
/// stale_info of a miner whose share before became an orphan.
const ORPHAN: StaleInfo = StaleInfo(253);

/// A miner, with a key that everybody knows.
#[derive(Debug)]
pub(super) struct Miner {
    pub(super) name: &'static str,
    pubkey_hash: [u8; 20],
    /// As in a share: 0 P2PKH, 1 P2WPKH.
    pubkey_type: u8,
    master: MasterKey,
    key_index: KeyIndex,
}

impl Miner {
    fn new(name: &'static str, pubkey_type: u8) -> Self {
        // No secret: it is made from these words, for coins that nobody has.
        let words = format!("p2msg demo: a key that everybody knows, of {name}");
        let master = MasterKey::from_bytes(SecretBytes::copy_of(&sha256(words.as_bytes())))
            .expect("the hashes of these words are keys");
        Self {
            name,
            pubkey_hash: master.pubkey_hash(),
            pubkey_type,
            master,
            key_index: KeyIndex(0),
        }
    }

    /// The payee of the miner's shares.
    pub(super) fn payee(&self) -> easy_chain::Miner<'_> {
        easy_chain::Miner {
            name: self.name,
            pubkey_hash: &self.pubkey_hash,
            pubkey_type: self.pubkey_type,
        }
    }

    fn key_at(&self, key_index: KeyIndex) -> SigningKey {
        self.master
            .derive(key_index)
            .expect("these master keys have keys at the first indices")
    }

    fn key(&self) -> SigningKey {
        self.key_at(self.key_index)
    }

    /// `message` as the miner sends it: signed, if its kind is.
    fn signed(&self, mut message: Message) -> Message {
        if message.flags.has(MsgFlags::HAS_SIGNATURE) {
            message.sign(&self.key());
        }
        message
    }

    /// A share of the miner with these messages, as they are, behind the miner's announcement.
    fn shows(&self, messages: &[Message]) -> Scene<'_> {
        let announcement = self.key().announcement(self.key_index);
        Scene {
            message_data: envelope::pack(messages, Some(&announcement))
                .expect("the messages of the story fit"),
            ..self.mines()
        }
    }

    /// A share of the miner with these messages, signed.
    fn says<const N: usize>(&self, messages: [Message; N]) -> Scene<'_> {
        self.shows(&messages.map(|message| self.signed(message)))
    }

    /// A share of the miner with nothing in it.
    fn mines(&self) -> Scene<'_> {
        Scene {
            miner: self,
            stale_info: NOT_STALE,
            message_data: Vec::new(),
            about: None,
            too_late: false,
            breaks_a_rule: false,
        }
    }
}

/// A share to be mined.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub(super) miner: &'a Miner,
    pub(super) stale_info: StaleInfo,
    pub(super) message_data: Vec<u8>,
    /// What there is to see, the first time it is seen.
    pub(super) about: Option<&'static str>,
    /// It is mined beside the share before it, and nobody builds on it.
    pub(super) too_late: bool,
    /// It has a proof of work, and breaks a rule of the chain.
    pub(super) breaks_a_rule: bool,
}

impl Scene<'_> {
    fn about(self, about: &'static str) -> Self {
        Self {
            about: Some(about),
            ..self
        }
    }
}

/// What happens, share by share.
#[derive(Debug)]
pub(super) struct Story {
    alice: Miner,
    bob: Miner,
    carol: Miner,
    mallory: Miner,
    /// Whoever runs the demo.
    you: Miner,
    scenes: u32,
    /// What alice said first.
    first: Option<Message>,
}

impl Story {
    pub(super) fn new() -> Self {
        Self {
            alice: Miner::new("alice", 0),
            bob: Miner::new("bob", 1),
            carol: Miner::new("carol", 0),
            mallory: Miner::new("mallory", 0),
            you: Miner::new("you", 0),
            scenes: 0,
            first: None,
        }
    }

    /// Continues after `scenes` scenes. `said`: the messages of the shares so far, oldest first.
    pub(super) fn continue_after(&mut self, scenes: u32, said: impl Iterator<Item = Message>) {
        self.scenes = scenes;
        if scenes >= ROTATION {
            self.bob.key_index = KeyIndex(1);
        }
        let alice = self.alice.key().signing_id();
        self.first = said
            .into_iter()
            .find(|message| message.signing_id == Some(alice));
    }

    /// Returns whether a share was made by [`yours`](Self::yours).
    pub(super) fn is_yours(&self, payout: &Payout<'_>) -> bool {
        matches!(payout, Payout::Typed { pubkey_hash, .. } if **pubkey_hash == self.you.pubkey_hash)
    }

    /// The share of whoever runs the demo, with `message_data` as it is.
    pub(super) fn yours(&self, message_data: Vec<u8>) -> Scene<'_> {
        let yours = Scene {
            message_data,
            ..self.you.mines()
        };
        yours.about("your message_data")
    }

    /// The next share, mined at about `timestamp` on a chain of `height` shares.
    pub(super) fn next(&mut self, timestamp: u32, height: u32) -> Scene<'_> {
        self.scenes += 1;
        match self.scenes {
            FIRST_MESSAGE => {
                let hello = chat("Hello from alice. Who else mines here?", timestamp);
                self.first = Some(self.alice.signed(hello));
            }
            ROTATION => self.bob.key_index = KeyIndex(1),
            _ => {}
        }
        self.told(timestamp)
            .or_else(|| self.attacked(timestamp))
            .unwrap_or_else(|| self.routine(timestamp, height))
    }

    /// What the honest miners do.
    fn told(&self, timestamp: u32) -> Option<Scene<'_>> {
        let Self {
            alice, bob, carol, ..
        } = self;
        let chat = |says: &str| chat(says, timestamp);
        let announce = |says: &str| text(MsgType::POOL_ANNOUNCE, says, timestamp);
        Some(match self.scenes {
            FIRST_MESSAGE => alice
                .shows(self.first.as_slice())
                .about("a first message, and the announcement of the key that signed it"),
            3 => bob
                .says([chat("bob is here, at a bech32 address.")])
                .about("an answer"),
            5 => carol
                .says([])
                .about("the announcement of a key, and no message"),
            8 => {
                let signal = json!({ "ver": "36", "feat": ["msg"] });
                carol
                    .says([
                        chat("Which version do you vote for?"),
                        announce("I vote for 36."),
                        data(MsgType::VERSION_SIGNAL, &signal, timestamp),
                    ])
                    .about("three messages in one share")
            }
            11 => alice
                .says([announce("My node restarts on Sunday at 18:00 UTC.")])
                .about("an announcement"),
            14 => {
                let alert = "False copies of p2msg go round. Check what you run.";
                alice
                    .says([text(MsgType::EMERGENCY, alert, timestamp)])
                    .about("an alert")
            }
            17 => Scene {
                too_late: true,
                ..carol
                    .says([chat("Nobody builds on this share.")])
                    .about("an orphan, with the message in it")
            },
            20 => Scene {
                stale_info: ORPHAN,
                ..carol
                    .mines()
                    .about("stale_info says that carol's share before became an orphan")
            },
            ROTATION => bob
                .says([chat("From now on I sign with key_index 1.")])
                .about("a new key of bob's, which revokes his old one"),
            LAST => alice
                .says([chat("Grüße, ¡hola!, 你好 ⛏")])
                .about("a text of many scripts"),
            _ => return None,
        })
    }

    /// What mallory does.
    fn attacked(&self, timestamp: u32) -> Option<Scene<'_>> {
        let Self {
            alice,
            bob,
            mallory,
            ..
        } = self;
        let chat = |says: &str| chat(says, timestamp);
        Some(match self.scenes {
            22 => {
                let mut forged = mallory.signed(chat("Send your coins to mallory. Yours, alice"));
                forged.signing_id = Some(alice.key().signing_id());
                mallory
                    .shows(&[forged])
                    .about("a forgery in alice's name: its signature does not hold")
            }
            28 => mallory
                .shows(self.first.as_slice())
                .about("alice's first message again: it counts once, and as hers"),
            31 => {
                let mut message = chat("Believe me, I am bob.");
                message.sign(&bob.key_at(KeyIndex(0)));
                mallory
                    .shows(&[message])
                    .about("signed with bob's old key, which is revoked")
            }
            33 => Scene {
                breaks_a_rule: true,
                ..mallory
                    .mines()
                    .about("a valid proof of work, and a far_share_hash that breaks a rule")
            },
            34 => mallory
                .says([chat("\u{1b}[2J\u{1b}[31mThis screen is mine.\u{202e}")])
                .about("a text that would clear your screen: shown, not obeyed"),
            _ => return None,
        })
    }

    /// What happens again and again.
    fn routine(&self, timestamp: u32, height: u32) -> Scene<'_> {
        let scene = self.scenes;
        if scene.is_multiple_of(STATUS_EVERY) {
            let status = json!({
                "v": "p2msg-demo",
                "up": 4 * scene,
                "hr": 3 + scene * scene % 5,
                "sc": height,
                "p": 3 + scene / STATUS_EVERY % 4,
                "cap": ["v36", "msg"],
            });
            let status = data(MsgType::NODE_STATUS, &status, timestamp);
            let shown = self.whose_turn(scene / STATUS_EVERY).says([status]);
            return match scene {
                STATUS_EVERY => shown.about("the state of a node, unsigned; more of them follow"),
                _ => shown,
            };
        }
        let miner = self.whose_turn(scene);
        if scene > LAST && scene.is_multiple_of(CHAT_EVERY) {
            let says = format!("{height} shares, and {} is still here.", miner.name);
            return miner.says([chat(&says, timestamp)]);
        }
        miner.mines()
    }

    fn whose_turn(&self, number: u32) -> &Miner {
        match number % 3 {
            0 => &self.alice,
            1 => &self.bob,
            _ => &self.carol,
        }
    }
}

fn chat(says: &str, timestamp: u32) -> Message {
    text(MsgType::MINER_MESSAGE, says, timestamp)
}

fn text(kind: MsgType, says: &str, timestamp: u32) -> Message {
    let payload = payload::from_text(kind, says).expect("the texts of the story fit");
    Message::unsigned(kind, payload, timestamp)
}

fn data(kind: MsgType, json: &Value, timestamp: u32) -> Message {
    let payload = payload::from_json(kind, json.to_string().as_bytes())
        .expect("the data of the story is of the shape of its kind");
    Message::unsigned(kind, payload, timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::message::envelope::Envelope;

    #[test]
    fn all_that_is_said_can_be_read() {
        let mut story = Story::new();
        let mut kinds = std::collections::BTreeSet::new();
        for number in 1..200 {
            let scene = story.next(1_707_580_800, number);
            if scene.message_data.is_empty() {
                continue;
            }
            let envelope = Envelope::read_plain(&scene.message_data);
            assert_eq!(envelope.problems, [], "scene {number}");
            assert!(envelope.sound_announcement().is_some(), "scene {number}");
            kinds.extend(envelope.messages.iter().map(|read| read.message.msg_type));
        }
        let expected = [
            MsgType::NODE_STATUS,
            MsgType::MINER_MESSAGE,
            MsgType::POOL_ANNOUNCE,
            MsgType::VERSION_SIGNAL,
            MsgType::EMERGENCY,
        ];
        assert_eq!(kinds.into_iter().collect::<Vec<_>>(), expected);
    }
}
