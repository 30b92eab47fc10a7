//! JSON with hidden characters as escapes.

use std::io::{self, Write};

use crate::text::visible::{HiddenFinder, is_plain};

/// serde_json escapes C0 itself; this adds everything else that a [`HiddenFinder`] finds.
pub(super) struct EscapeHidden;

impl serde_json::ser::Formatter for EscapeHidden {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        if is_plain(fragment.as_bytes()) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut finder = HiddenFinder::default();
        let mut start = 0;
        for (at, c) in fragment.char_indices() {
            if !finder.finds(c) {
                continue;
            }
            let before = fragment.get(start..at).unwrap_or_default();
            writer.write_all(before.as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            start = at + c.len_utf8();
        }
        let rest = fragment.get(start..).unwrap_or_default();
        writer.write_all(rest.as_bytes())
    }
}
