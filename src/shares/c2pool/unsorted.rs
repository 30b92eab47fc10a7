//! The shares of a database in any order: those in tables as they are read, then those in logs.

use std::collections::VecDeque;

use super::keys::{Displayed, SHARE_KEY, add_wrong_key, broken_parts, hash_in_key};
use super::line::Lines;
use crate::shares::block::Block;
use crate::shares::leveldb::{Cursor, Place, ReadError, Snapshot, Value, ValueReader};
use crate::shares::mark::{Claims, Mark};

/// Passes shares on in any order and without claims, and reads each part of a table once.
#[derive(Debug, Default)]
pub(super) struct Unsorted {
    state: State,
    lines: Lines,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Start,
    Tables {
        cursor: Box<Cursor<()>>,
        wrong_keys: Vec<Mark>,
        logged: Vec<(Place, Displayed)>,
    },
    Logs {
        broken: VecDeque<Mark>,
        logged: VecDeque<(Place, Displayed)>,
        values: Box<ValueReader>,
    },
}

impl Unsorted {
    /// Begins again, with another snapshot. Shares may come twice.
    pub(super) fn restart(&mut self) {
        self.state = State::Start;
    }

    /// Appends the next record to `block`; false at the end.
    pub(super) fn push_next(
        &mut self,
        snapshot: &Snapshot,
        block: &mut Block,
    ) -> Result<bool, ReadError> {
        loop {
            match &mut self.state {
                State::Start => {
                    self.state = State::Tables {
                        cursor: Box::new(Cursor::start(snapshot, SHARE_KEY, |_| ())?),
                        wrong_keys: Vec::new(),
                        logged: Vec::new(),
                    }
                }
                State::Tables {
                    cursor,
                    wrong_keys,
                    logged,
                } => {
                    let Some(entry) = cursor.next(snapshot)? else {
                        self.end_tables();
                        continue;
                    };
                    let Some(hash) = hash_in_key(entry.key, SHARE_KEY) else {
                        add_wrong_key(wrong_keys, entry.key);
                        continue;
                    };
                    match entry.value {
                        Value::InLog(()) => logged.push((entry.place, hash)),
                        Value::InTable(value) => {
                            self.lines.push(block, hash, Claims::default(), value);
                            return Ok(true);
                        }
                    }
                }
                State::Logs {
                    broken,
                    logged,
                    values,
                } => {
                    if let Some(mark) = broken.pop_front() {
                        block.push_marked(b"", mark);
                        return Ok(true);
                    }
                    let Some((place, hash)) = logged.pop_front() else {
                        return Ok(false);
                    };
                    let value = values.value(snapshot, place)?;
                    self.lines.push(block, hash, Claims::default(), value);
                    return Ok(true);
                }
            }
        }
    }

    /// Goes on to the logs.
    fn end_tables(&mut self) {
        if let State::Tables {
            cursor,
            wrong_keys,
            mut logged,
        } = std::mem::take(&mut self.state)
        {
            logged.sort_unstable();
            self.state = State::Logs {
                broken: broken_parts(cursor.into_damages())
                    .chain(wrong_keys)
                    .collect(),
                logged: logged.into(),
                values: Box::default(),
            };
        }
    }
}
