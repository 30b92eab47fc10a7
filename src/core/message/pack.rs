//! What one share carries of the queue. PROTOCOL: section 3, the last paragraph.

use crate::core::key::SigningKey;
use crate::core::key::announcement::Announcement;
use crate::core::message::envelope::{self, MAX_ENVELOPE, MAX_MESSAGES, packed_len};
use crate::core::message::queue::{Entry, EntryId, Queue};
use crate::core::message::{Message, MsgFlags};

/// An envelope and where its messages come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Packed {
    /// The envelope; empty if there is nothing to say.
    pub message_data: Vec<u8>,
    /// The entries inside, in order.
    pub ids: Vec<EntryId>,
    /// How many of them were signed.
    pub signed: u64,
    /// Whether the announcement is inside.
    pub announced: bool,
}

/// Packs what is pending at `now`, first in, first out, behind `announcement`.
///
/// It stops at the first message that does not fit, or that is to be signed without a `key`: none
/// is overtaken, cut or dropped, and what is left stays pending. Without a message the announcement
/// stays out too; [`announce`] packs it alone.
pub fn fill(
    queue: &Queue,
    now: u64,
    key: Option<&SigningKey>,
    announcement: Option<&Announcement>,
) -> Packed {
    let mut messages = Vec::new();
    let mut ids = Vec::new();
    let mut signed = 0;
    for entry in queue.select_for_pack(now).take(MAX_MESSAGES) {
        let mut message = unsigned(entry);
        if is_signed(entry) {
            let Some(key) = key else { break };
            message.sign(key);
        }
        messages.push(message);
        if packed_len(&messages, announcement) > MAX_ENVELOPE {
            messages.pop();
            break;
        }
        ids.push(entry.id);
        signed += u64::from(is_signed(entry));
    }
    if messages.is_empty() {
        return Packed::default();
    }
    Packed {
        message_data: envelope::pack(&messages, announcement).expect("it was filled to the limits"),
        ids,
        signed,
        announced: announcement.is_some(),
    }
}

/// Packs the announcement and no message.
pub fn announce(announcement: &Announcement) -> Packed {
    Packed {
        message_data: envelope::pack(&[], Some(announcement)).expect("61 bytes are within limits"),
        announced: true,
        ..Packed::default()
    }
}

/// Whether [`fill`] could sign something at `now` if it had a key.
pub fn needs_key(queue: &Queue, now: u64) -> bool {
    queue.select_for_pack(now).take(MAX_MESSAGES).any(is_signed)
}

fn is_signed(entry: &Entry) -> bool {
    entry.flags.has(MsgFlags::HAS_SIGNATURE)
}

fn unsigned(entry: &Entry) -> Message {
    Message {
        msg_type: entry.msg_type,
        flags: entry.flags,
        timestamp: entry.timestamp,
        payload: entry.payload.clone(),
        signing_id: None,
        signature: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::key::secret::SecretBytes;
    use crate::core::key::{KeyIndex, MasterKey, SignatureCheck};
    use crate::core::message::MsgType;
    use crate::core::message::envelope::Envelope;

    const NOW: u64 = 1_707_580_800;
    const CHAT: MsgType = MsgType::MINER_MESSAGE;
    const STATUS: MsgType = MsgType::NODE_STATUS;

    fn key() -> SigningKey {
        MasterKey::from_bytes(SecretBytes::copy_of(&[1; 32]))
            .unwrap()
            .derive(KeyIndex(0))
            .unwrap()
    }

    /// A queue of messages of these kinds and payload lengths; their ids count from 1.
    fn queue(messages: &[(MsgType, usize)]) -> Queue {
        let mut queue = Queue::default();
        for (number, (kind, len)) in (b'a'..).zip(messages) {
            queue
                .add(NOW, *kind, kind.builder_flags(), vec![number; *len])
                .unwrap();
        }
        queue
    }

    fn ids(packed: &Packed) -> Vec<u64> {
        packed.ids.iter().map(|id| id.0).collect()
    }

    fn fill_all(queue: &Queue) -> Packed {
        let key = key();
        let announcement = key.announcement(KeyIndex(0));
        fill(queue, NOW, Some(&key), Some(&announcement))
    }

    #[test]
    fn what_is_packed_reads_back_without_a_problem_and_verifies() {
        let packed = fill_all(&queue(&[(CHAT, 5), (STATUS, 9), (CHAT, 7), (CHAT, 1)]));
        assert_eq!(ids(&packed), [1, 2, 3]);
        assert_eq!((packed.signed, packed.announced), (2, true));
        let envelope = Envelope::read(&packed.message_data, &[]);
        assert_eq!(envelope.problems, []);
        let announced = envelope.sound_announcement().unwrap();
        for (read, signed) in envelope.messages.iter().zip([true, false, true]) {
            let message = &read.message;
            let check = announced
                .signing_pubkey
                .verify(message.message_hash(), &message.signature);
            assert_eq!(check == SignatureCheck::Valid, signed);
            assert_eq!(message.signing_id, signed.then_some(announced.signing_id));
        }
    }

    #[test]
    fn none_overtakes_one_that_waits_for_room() {
        // 4 + 57 + (29 + 220 + 70) = 380; the second long one does not fit, the short one would.
        let packed = fill_all(&queue(&[(CHAT, 220), (CHAT, 220), (CHAT, 1)]));
        assert_eq!(ids(&packed), [1]);
        assert!(packed.message_data.len() <= MAX_ENVELOPE);
    }

    #[test]
    fn it_is_filled_to_the_last_byte() {
        // Unsigned: 4 + 57 + (29 + 220) + (29 + 173) = 512.
        assert_eq!(
            fill_all(&queue(&[(STATUS, 220), (STATUS, 173)]))
                .message_data
                .len(),
            512
        );
        let packed = fill_all(&queue(&[(STATUS, 220), (STATUS, 174)]));
        assert_eq!(ids(&packed), [1]);
    }

    #[test]
    fn without_a_key_it_stops_at_the_first_that_is_to_be_signed() {
        let queue = queue(&[(STATUS, 5), (CHAT, 5), (STATUS, 5)]);
        assert!(needs_key(&queue, NOW));
        let packed = fill(&queue, NOW, None, None);
        assert_eq!(ids(&packed), [1]);
        assert_eq!((packed.signed, packed.announced), (0, false));
    }

    #[test]
    fn nothing_to_say_is_nothing() {
        let packed = fill_all(&Queue::default());
        assert_eq!(packed, Packed::default());
        assert!(!needs_key(&Queue::default(), NOW));
    }

    #[test]
    fn the_announcement_alone_has_61_bytes() {
        let announcement = key().announcement(KeyIndex(0));
        let packed = announce(&announcement);
        assert_eq!(packed.message_data.len(), 61);
        let envelope = Envelope::read(&packed.message_data, &[]);
        assert_eq!(envelope.problems, []);
        assert_eq!(envelope.sound_announcement(), Some(&announcement));
    }
}
