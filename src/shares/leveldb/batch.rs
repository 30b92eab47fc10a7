//! The changes in a record of a .log file.
//!
//! Source: db/write_batch.cc of LevelDB.

use super::bytes::Bytes;

/// A change of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Put<'a> {
    /// Its sequence number: of two changes of a key, the one with the higher number is the newer.
    pub(super) sequence: u64,
    /// The key.
    pub(super) key: &'a [u8],
    /// The value and its place in the record; `None` where the key is deleted.
    pub(super) value: Option<(usize, &'a [u8])>,
}

/// The changes in `record`, in order. A record that is malformed yields `Err` last.
pub(super) fn changes(record: &[u8]) -> impl Iterator<Item = Result<Put<'_>, &'static str>> {
    let mut rest = Bytes(record);
    let header = rest.u64().zip(rest.u32());
    let (first, count) = header.unwrap_or_default();
    let mut number = 0;
    let mut failed = header.is_none();
    let mut reported = false;
    std::iter::from_fn(move || {
        if !failed && number < count {
            if let Some(put) = change(record, &mut rest, first.wrapping_add(u64::from(number))) {
                number += 1;
                return Some(Ok(put));
            }
            failed = true;
        }
        if (failed || !rest.is_empty()) && !reported {
            reported = true;
            failed = true;
            return Some(Err("a malformed batch of changes"));
        }
        None
    })
}

fn change<'a>(record: &[u8], rest: &mut Bytes<'a>, sequence: u64) -> Option<Put<'a>> {
    let put = rest.u8()?;
    let key = rest.string()?;
    let value = match put {
        1 => {
            let value = rest.string()?;
            let end = record.len().checked_sub(rest.0.len())?;
            Some((end.checked_sub(value.len())?, value))
        }
        0 => None,
        _ => return None,
    };
    Some(Put {
        sequence,
        key,
        value,
    })
}
