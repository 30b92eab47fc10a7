//! The keys of the database, and the records for those that are wrong.

use crate::core::hash::ShareHash;
use crate::shares::broken::Broken;
use crate::shares::leveldb::Damages;
use crate::shares::mark::Mark;

/// The beginning of the key of a share.
pub(super) const SHARE_KEY: &[u8] = b"share:";
/// The beginning of the key of the claims about a share.
pub(super) const INDEX_KEY: &[u8] = b"index:";
/// Keys without a share hash that are reported.
const MAX_WRONG_KEYS: usize = 100;
/// Bytes of such a key that are shown.
const MAX_KEY_SHOWN: usize = 80;

/// A share hash in display order, which is also the order of the keys.
pub(super) type Displayed = [u8; 32];

/// The hash in a key: 64 hex digits in lower case.
pub(super) fn hash_in_key(key: &[u8], prefix: &[u8]) -> Option<Displayed> {
    let digits = key.strip_prefix(prefix)?;
    if digits.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    const_hex::decode_to_array(digits).ok()
}

pub(super) fn hash_of(mut displayed: Displayed) -> ShareHash {
    displayed.reverse();
    ShareHash::from_wire(displayed)
}

/// Adds the record for a key without a share hash.
pub(super) fn add_wrong_key(broken: &mut Vec<Mark>, key: &[u8]) {
    if broken.len() < MAX_WRONG_KEYS {
        let key = String::from_utf8_lossy(key.get(..MAX_KEY_SHOWN).unwrap_or(key));
        broken.push(Mark::Broken {
            key: Some(key.into()),
            file: None,
            why: Broken::Key,
        });
    }
}

/// The records for the parts of the database that were unreadable.
pub(super) fn broken_parts(damages: Damages) -> impl Iterator<Item = Mark> {
    let more = (damages.more > 0).then_some(Mark::Broken {
        key: None,
        file: None,
        why: Broken::MoreDamage {
            count: damages.more,
        },
    });
    let parts = damages.parts.into_iter().map(|damage| Mark::Broken {
        key: None,
        file: Some(damage.file.to_string_lossy().into()),
        why: Broken::Damage(Box::new(damage)),
    });
    parts.chain(more)
}
