//! Reading and writing the wire form: integers, VarInt, VarStr, lists.
//!
//! Source: `IntType`, `VarIntType`, `VarStrType` and `ListType` in p2pool's util/pack.py.

use std::borrow::Cow;

/// Bytes that are not the wire form they were read as. Offsets count from the start of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WireError {
    /// The bytes end inside a field.
    #[error("{field} at byte {offset} needs {needed} bytes, {left} left")]
    Truncated {
        /// The field that did not fit.
        field: &'static str,
        /// Where it starts.
        offset: usize,
        /// How many bytes it needs.
        needed: u64,
        /// How many there are.
        left: usize,
    },
    /// A list promises more items than its bytes could hold.
    #[error("{field} at byte {offset} promises {count} items, {left} bytes left")]
    TooMany {
        /// The list.
        field: &'static str,
        /// Where its count starts.
        offset: usize,
        /// The count found.
        count: u64,
        /// How many bytes follow.
        left: usize,
    },
    /// A length outside its limits.
    #[error("{field} at byte {offset} is {found} bytes, {min} to {max} allowed")]
    Length {
        /// The field.
        field: &'static str,
        /// Where it starts.
        offset: usize,
        /// The length found, in bytes.
        found: u64,
        /// The least allowed.
        min: u64,
        /// The most allowed.
        max: u64,
    },
    /// A VarInt in a longer form than its value needs.
    #[error("{field} at byte {offset}: VarInt {value} is not in its shortest form")]
    NonCanonical {
        /// The field.
        field: &'static str,
        /// Where it starts.
        offset: usize,
        /// Its value.
        value: u64,
    },
    /// Bytes behind the end of the value.
    #[error("{count} bytes left over from byte {offset}")]
    Trailing {
        /// Where they start.
        offset: usize,
        /// How many they are.
        count: usize,
    },
}

impl WireError {
    /// The byte at which the reading stopped.
    pub fn offset(&self) -> usize {
        match *self {
            Self::Truncated { offset, .. }
            | Self::TooMany { offset, .. }
            | Self::Length { offset, .. }
            | Self::NonCanonical { offset, .. }
            | Self::Trailing { offset, .. } => offset,
        }
    }

    /// A stable name for JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Truncated { .. } => "truncated",
            Self::TooMany { .. } => "too_many",
            Self::Length { .. } => "length",
            Self::NonCanonical { .. } => "non_canonical",
            Self::Trailing { .. } => "trailing",
        }
    }
}

/// Something about a record that a reader passes over and a person wants to know.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    /// The byte it concerns, from the start of message_data.
    pub offset: usize,
    /// A stable name.
    pub code: Cow<'static, str>,
    /// What was found, in words.
    pub message: String,
    /// Whether part of message_data could not be read. Otherwise everything was read, and nodes may
    /// still reject it: a signature with a high S, a timestamp in the future.
    #[serde(skip)]
    pub malformed: bool,
}

/// A slice that is read from front to back and knows where it stands in the record.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    rest: &'a [u8],
    /// Where the byte after the last one stands in the record.
    end: usize,
}

impl<'a> Reader<'a> {
    /// Reads `bytes`, whose first byte stands at `offset` of the record.
    pub fn new(bytes: &'a [u8], offset: usize) -> Self {
        Self {
            rest: bytes,
            end: offset + bytes.len(),
        }
    }

    /// Where the next byte stands in the record.
    pub fn offset(&self) -> usize {
        self.end - self.rest.len()
    }

    /// The bytes not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Takes the next `count` bytes.
    ///
    /// # Errors
    /// [`WireError::Truncated`] names `field` and where it starts.
    pub fn take(&mut self, count: usize, field: &'static str) -> Result<&'a [u8], WireError> {
        match self.rest.split_at_checked(count) {
            Some((taken, rest)) => {
                self.rest = rest;
                Ok(taken)
            }
            None => Err(self.truncated(count as u64, field)),
        }
    }

    /// Takes the next `N` bytes.
    ///
    /// # Errors
    /// [`WireError::Truncated`].
    pub fn array<const N: usize>(&mut self, field: &'static str) -> Result<&'a [u8; N], WireError> {
        match self.rest.split_first_chunk::<N>() {
            Some((taken, rest)) => {
                self.rest = rest;
                Ok(taken)
            }
            None => Err(self.truncated(N as u64, field)),
        }
    }

    /// Reads one byte.
    ///
    /// # Errors
    /// [`WireError::Truncated`].
    pub fn u8(&mut self, field: &'static str) -> Result<u8, WireError> {
        self.array::<1>(field).map(|[byte]| *byte)
    }

    /// Reads a little-endian u16.
    ///
    /// # Errors
    /// [`WireError::Truncated`].
    pub fn u16(&mut self, field: &'static str) -> Result<u16, WireError> {
        self.array(field).map(|bytes| u16::from_le_bytes(*bytes))
    }

    /// Reads a little-endian u32.
    ///
    /// # Errors
    /// [`WireError::Truncated`].
    pub fn u32(&mut self, field: &'static str) -> Result<u32, WireError> {
        self.array(field).map(|bytes| u32::from_le_bytes(*bytes))
    }

    /// Reads a little-endian u64.
    ///
    /// # Errors
    /// [`WireError::Truncated`].
    pub fn u64(&mut self, field: &'static str) -> Result<u64, WireError> {
        self.array(field).map(|bytes| u64::from_le_bytes(*bytes))
    }

    /// Reads a VarInt: below 0xfd one byte, else 0xfd u16, 0xfe u32, 0xff u64.
    ///
    /// # Errors
    /// [`WireError::Truncated`], and [`WireError::NonCanonical`] for a form longer than needed.
    // Inlined, which makes the reading of a whole share an eighth faster.
    #[inline(always)]
    pub fn var_int(&mut self, field: &'static str) -> Result<u64, WireError> {
        let offset = self.offset();
        let (value, least, rest) = match *self.rest {
            [small @ ..0xfd, ref rest @ ..] => (u64::from(small), 0, rest),
            [0xfd, b0, b1, ref rest @ ..] => (u64::from(u16::from_le_bytes([b0, b1])), 0xfd, rest),
            [0xfe, b0, b1, b2, b3, ref rest @ ..] => {
                let value = u32::from_le_bytes([b0, b1, b2, b3]);
                (u64::from(value), 0x1_0000, rest)
            }
            [0xff, b0, b1, b2, b3, b4, b5, b6, b7, ref rest @ ..] => {
                let value = u64::from_le_bytes([b0, b1, b2, b3, b4, b5, b6, b7]);
                (value, 0x1_0000_0000, rest)
            }
            _ => return Err(self.truncated_var_int(field)),
        };
        self.rest = rest;
        if value < least {
            return Err(WireError::NonCanonical {
                field,
                offset,
                value,
            });
        }
        Ok(value)
    }

    /// Reads a VarInt length and that many bytes, `min` to `max` of them.
    ///
    /// # Errors
    /// [`WireError::Length`] outside those limits; those of [`Reader::var_int`] and [`Reader::take`].
    #[inline(always)]
    pub fn var_str(
        &mut self,
        field: &'static str,
        min: u64,
        max: u64,
    ) -> Result<&'a [u8], WireError> {
        let offset = self.offset();
        let length = self.var_int(field)?;
        if length < min || length > max {
            return Err(WireError::Length {
                field,
                offset,
                found: length,
                min,
                max,
            });
        }
        match usize::try_from(length) {
            Ok(count) => self.take(count, field),
            Err(_) => Err(self.truncated(length, field)),
        }
    }

    /// Reads the count of a list whose items take at least `item_size` bytes each.
    ///
    /// # Errors
    /// [`WireError::TooMany`] if the bytes left cannot hold them; those of [`Reader::var_int`].
    pub fn count(&mut self, field: &'static str, item_size: usize) -> Result<usize, WireError> {
        let offset = self.offset();
        let count = self.var_int(field)?;
        let left = self.rest.len();
        match usize::try_from(count) {
            Ok(items) if items <= left / item_size => Ok(items),
            _ => Err(WireError::TooMany {
                field,
                offset,
                count,
                left,
            }),
        }
    }

    /// Reads a list of 32-byte hashes.
    ///
    /// # Errors
    /// Those of [`Reader::count`].
    pub fn hash_list(&mut self, field: &'static str) -> Result<&'a [[u8; 32]], WireError> {
        let count = self.count(field, 32)?;
        let bytes = self.take(count * 32, field)?;
        Ok(bytes.as_chunks().0)
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`WireError::Trailing`] if bytes are left.
    pub fn finish(self) -> Result<(), WireError> {
        match self.rest.len() {
            0 => Ok(()),
            count => Err(WireError::Trailing {
                offset: self.offset(),
                count,
            }),
        }
    }

    #[cold]
    fn truncated_var_int(&self, field: &'static str) -> WireError {
        let mut reader = self.clone();
        match reader.u8(field) {
            Ok(0xfd) => reader.truncated(2, field),
            Ok(0xfe) => reader.truncated(4, field),
            Ok(_) => reader.truncated(8, field),
            Err(error) => error,
        }
    }

    #[cold]
    fn truncated(&self, needed: u64, field: &'static str) -> WireError {
        WireError::Truncated {
            field,
            offset: self.offset(),
            needed,
            left: self.rest.len(),
        }
    }
}

/// Appends `value` as a VarInt in its shortest form.
pub fn write_var_int(out: &mut Vec<u8>, value: u64) {
    let [b0, b1, b2, b3, ..] = value.to_le_bytes();
    match value {
        0..=0xfc => out.push(b0),
        0xfd..=0xffff => out.extend_from_slice(&[0xfd, b0, b1]),
        0x1_0000..=0xffff_ffff => out.extend_from_slice(&[0xfe, b0, b1, b2, b3]),
        _ => {
            out.push(0xff);
            out.extend_from_slice(&value.to_le_bytes());
        }
    }
}

/// Appends the length of `bytes` as a VarInt, and `bytes`.
pub fn write_var_str(out: &mut Vec<u8>, bytes: &[u8]) {
    write_var_int(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Appends a list of 32-byte hashes.
pub fn write_hash_list(out: &mut Vec<u8>, hashes: &[[u8; 32]]) {
    write_var_int(out, hashes.len() as u64);
    out.extend_from_slice(hashes.as_flattened());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn var_ints_at_the_edges_of_their_forms() {
        for (value, wire) in [
            (0u64, "00"),
            (0xfc, "fc"),
            (0xfd, "fdfd00"),
            (0xffff, "fdffff"),
            (0x1_0000, "fe00000100"),
            (0xffff_ffff, "feffffffff"),
            (0x1_0000_0000, "ff0000000001000000"),
            (u64::MAX, "ffffffffffffffffff"),
        ] {
            let mut out = Vec::new();
            write_var_int(&mut out, value);
            assert_eq!(hex::encode(&out), wire);
            let mut reader = Reader::new(&out, 0);
            assert_eq!(reader.var_int("n"), Ok(value));
            assert_eq!(reader.finish(), Ok(()));
        }
        for wire in ["fdfc00", "feffff0000", "ffffffffff00000000"] {
            let bytes = hex::decode(wire).unwrap();
            let error = Reader::new(&bytes, 7).var_int("n").unwrap_err();
            assert_eq!(
                (error.code(), error.offset()),
                ("non_canonical", 7),
                "{wire}"
            );
        }
    }

    #[test]
    fn a_var_int_that_is_cut_off_says_where() {
        for (wire, offset, needed, left) in [
            ("", 7, 1, 0),
            ("fd", 8, 2, 0),
            ("fd01", 8, 2, 1),
            ("fe010203", 8, 4, 3),
            ("ff01020304050607", 8, 8, 7),
        ] {
            let bytes = hex::decode(wire).unwrap();
            let expected = WireError::Truncated {
                field: "n",
                offset,
                needed,
                left,
            };
            assert_eq!(Reader::new(&bytes, 7).var_int("n"), Err(expected));
        }
    }

    #[test]
    fn a_length_that_the_bytes_do_not_hold_is_refused_before_use() {
        let bytes = hex::decode("ffffffffffffffffff").unwrap();
        assert_eq!(
            Reader::new(&bytes, 0)
                .var_str("s", 0, u64::MAX)
                .unwrap_err()
                .code(),
            "truncated"
        );
        assert_eq!(
            Reader::new(&bytes, 0).hash_list("l").unwrap_err().code(),
            "too_many"
        );
        assert_eq!(
            Reader::new(&[3, 1, 2], 5)
                .var_str("s", 0, 9)
                .unwrap_err()
                .offset(),
            6
        );
    }
}
