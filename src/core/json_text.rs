//! Text that is not quite JSON or not quite UTF-8: byte order marks, unpaired surrogates, numbers
//! beyond JSON. A fault in one field must not make the rest unreadable.

use std::borrow::Cow;

/// The character in place of unreadable ones.
const REPLACEMENT: &str = "\u{fffd}";

/// What an error says about UTF-16.
pub const UTF16: &str = "it is UTF-16; convert it to UTF-8, as with iconv -f UTF-16 -t UTF-8";

/// The bytes without a UTF-8 byte order mark, which some editors write.
pub fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Whether the bytes begin with a byte order mark of UTF-16.
pub fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")
}

/// JSON that a strict parser accepts, as far as the faults in strings and numbers go.
#[derive(Debug, PartialEq, Eq)]
pub struct Repaired {
    /// The text.
    pub text: String,
    /// The number of unreadable characters that were replaced by U+FFFD.
    pub replaced: usize,
}

/// Makes JSON readable for a strict parser: U+FFFD replaces bytes that are not UTF-8, unpaired
/// surrogates, unknown escapes and control characters in strings; null replaces numbers beyond a
/// double.
///
/// Returns `None` if there is nothing to replace.
pub fn repair(bytes: &[u8]) -> Option<Repaired> {
    let text = String::from_utf8_lossy(bytes);
    let invalid = bytes
        .utf8_chunks()
        .filter(|chunk| !chunk.invalid().is_empty())
        .count();
    let mut repaired = Repaired {
        text: String::new(),
        replaced: invalid,
    };
    let mut copied = 0;
    for (start, length, replacement) in faults(&text) {
        let before = text.get(copied..start).unwrap_or_default();
        repaired.text.push_str(before);
        repaired.text.push_str(replacement);
        repaired.replaced += usize::from(replacement == REPLACEMENT);
        copied = start + length;
    }
    if copied == 0 && matches!(text, Cow::Borrowed(_)) {
        return None;
    }
    repaired
        .text
        .push_str(text.get(copied..).unwrap_or_default());
    Some(repaired)
}

/// The number of characters that [`repair`] replaces by U+FFFD.
pub fn replaced_characters(bytes: &[u8]) -> usize {
    // Nearly every large file. Other faults need a backslash, or a control character, which no
    // program has been seen to write.
    let is_large = bytes.len() > 1 << 20;
    if is_large && memchr::memchr(b'\\', bytes).is_none() && std::str::from_utf8(bytes).is_ok() {
        return 0;
    }
    repair(without_bom(bytes)).map_or(0, |repaired| repaired.replaced)
}

/// The faults in JSON: offset, length and replacement of each.
fn faults(text: &str) -> impl Iterator<Item = (usize, usize, &'static str)> {
    let mut at = 0;
    let mut in_string = false;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let c = rest.chars().next()?;
            let (length, replacement) = match c {
                '"' => {
                    in_string = !in_string;
                    (1, None)
                }
                '\\' if in_string => escape(rest),
                '\0'..='\x1f' if in_string => (1, Some(REPLACEMENT)),
                _ if !in_string && is_of_token(c) => {
                    let length = rest.find(|c| !is_of_token(c)).unwrap_or(rest.len());
                    let token = rest.get(..length).unwrap_or_default();
                    (length, is_beyond_json(token).then_some("null"))
                }
                _ => (c.len_utf8(), None),
            };
            let start = at;
            at += length;
            if let Some(replacement) = replacement {
                return Some((start, length, replacement));
            }
        }
    })
}

/// The length of the escape that `rest` begins with, and a replacement if it is invalid.
fn escape(rest: &str) -> (usize, Option<&'static str>) {
    let invalid = |length| (length, Some(REPLACEMENT));
    match rest.as_bytes().get(1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => (2, None),
        Some(b'u') => match code_unit(rest) {
            Some(0xd800..=0xdbff) => match rest.get(6..).and_then(code_unit) {
                Some(0xdc00..=0xdfff) => (12, None),
                _ => invalid(6),
            },
            Some(0xdc00..=0xdfff) => invalid(6),
            Some(_) => (6, None),
            None => invalid(2),
        },
        _ => invalid(1),
    }
}

/// The UTF-16 code unit of an escape such as `\u00e9`.
fn code_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
}

fn is_of_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.')
}

fn is_beyond_json(token: &str) -> bool {
    match token {
        "NaN" | "Infinity" | "-Infinity" => true,
        _ => {
            token.starts_with(|c: char| c == '-' || c.is_ascii_digit())
                && token.parse::<f64>().is_ok_and(f64::is_infinite)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn repaired(text: &[u8]) -> (Value, usize) {
        let repaired = repair(text).unwrap();
        let value = serde_json::from_str(&repaired.text).unwrap();
        (value, repaired.replaced)
    }

    #[test]
    fn unpaired_surrogates_become_replacement_characters() {
        for (text, value, replaced) in [
            (
                r#"{"v":"\ud800","up":1}"#,
                json!({"v": "\u{fffd}", "up": 1}),
                1,
            ),
            (r#"["a\udc00b"]"#, json!(["a\u{fffd}b"]), 1),
            (r#"["\ud800\ud83d\ude00"]"#, json!(["\u{fffd}\u{1f600}"]), 1),
            (r#"["\ud83d","\ude00"]"#, json!(["\u{fffd}", "\u{fffd}"]), 2),
            (r#"{"\ud800":1}"#, json!({"\u{fffd}": 1}), 1),
            (r#"["\\ud800","\ud800"]"#, json!(["\\ud800", "\u{fffd}"]), 1),
        ] {
            assert_eq!(repaired(text.as_bytes()), (value, replaced), "{text}");
        }
    }

    #[test]
    fn other_faults_of_strings_are_replaced() {
        assert_eq!(repaired(br#"["\x41"]"#), (json!(["\u{fffd}x41"]), 1));
        assert_eq!(repaired(br#"["\u+123\u12"]"#).1, 2);
        assert_eq!(repaired(b"[\"a\x01b\"]"), (json!(["a\u{fffd}b"]), 1));
        assert_eq!(repaired(b"[\"caf\xe9\"]"), (json!(["caf\u{fffd}"]), 1));
    }

    #[test]
    fn numbers_beyond_json_become_null_and_do_not_count() {
        assert_eq!(repaired(b"[NaN,-Infinity,1e999]").1, 0);
    }

    #[test]
    fn valid_json_stays() {
        for text in [r#"{"a":["\ud83d\ude00\n\"",1.5e3]}"#, "[]", "\"\"", ""] {
            assert_eq!(repair(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn byte_order_marks() {
        assert_eq!(without_bom(b"\xef\xbb\xbf{}"), b"{}");
        assert_eq!(without_bom(b"{}"), b"{}");
        assert!(is_utf16(b"\xff\xfe{\0") && is_utf16(b"\xfe\xff\0{") && !is_utf16(b"{}"));
    }

    proptest! {
        #[test]
        fn every_string_parses_after_a_repair(text in "([ -~]|\\\\|\\\\u|d[89ac-f]|[0-9a-f]|\\PC){0,20}") {
            let json = format!("[\"{}\"]", text.replace('"', ""));
            let fixed = repair(json.as_bytes()).map_or(json, |repaired| repaired.text);
            // A backslash before the closing quote leaves the string open.
            if fixed.ends_with("\"]") && !fixed.ends_with("\\\"]") {
                prop_assert!(serde_json::from_str::<Value>(&fixed).is_ok(), "{fixed}");
            }
        }

        #[test]
        fn no_bytes_panic(bytes in any::<Vec<u8>>()) {
            let _ = repair(&bytes);
        }
    }
}
