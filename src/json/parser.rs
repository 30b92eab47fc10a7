//! A lenient JSON parser for the answers of nodes, in bounded memory.
//!
//! Beyond the standard, it accepts a byte order mark, the numbers `NaN` and `Infinity` that Python's
//! `json` writes, numbers too large for a double, unpaired surrogates, and bytes that are not UTF-8.
//! The numbers become null, as do values that are nested too deep; unreadable characters become
//! U+FFFD.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::core::json_text::{UTF16, is_utf16, repair, without_bom};

/// Limit for the elements of an array; the rest is skipped. Nodes keep 1,000 messages.
pub const MAX_ELEMENTS: usize = 10_000;

/// Limit for the values in an answer. Each takes about 100 bytes of memory.
pub const MAX_VALUES: usize = 1_000_000;

/// Limit for the nesting of values. The deepest real payload, 220 bytes of brackets, stays below it
/// only in part; the rest becomes null, and the other messages of the answer stay readable.
const MAX_DEPTH: usize = 64;

/// Parsed JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The value, with the first [`MAX_ELEMENTS`] of each array.
    pub value: Value,
    /// Number of elements skipped.
    pub left_out: usize,
    /// Number of unreadable characters replaced by U+FFFD, and of values too deep replaced by null.
    pub replaced: usize,
}

/// Why the parser rejected an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct JsonError(String);

/// Parses JSON.
///
/// # Errors
/// The bytes are not JSON, are UTF-16, or contain more than [`MAX_VALUES`].
pub fn parse(bytes: &[u8]) -> Result<Parsed, JsonError> {
    if is_utf16(bytes) {
        return Err(JsonError(UTF16.to_owned()));
    }
    let bytes = without_bom(bytes);
    strict(bytes).or_else(|error| {
        let repaired = repair(bytes).ok_or(error)?;
        let mut parsed = strict(repaired.text.as_bytes())?;
        parsed.replaced += repaired.replaced;
        Ok(parsed)
    })
}

fn strict(bytes: &[u8]) -> Result<Parsed, JsonError> {
    let limits = Budget {
        values_left: Cell::new(MAX_VALUES),
        depth: Cell::new(0),
        left_out: Cell::new(0),
        too_deep: Cell::new(0),
    };
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = limits
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| JsonError(error.to_string()))?;
    Ok(Parsed {
        value,
        left_out: limits.left_out.get(),
        replaced: limits.too_deep.get(),
    })
}

/// Parses a [`Value`] and counts its elements.
struct Budget {
    values_left: Cell<usize>,
    depth: Cell<usize>,
    left_out: Cell<usize>,
    too_deep: Cell<usize>,
}

impl Budget {
    fn take_one<E: Error>(&self) -> Result<(), E> {
        match self.values_left.get().checked_sub(1) {
            Some(left) => {
                self.values_left.set(left);
                Ok(())
            }
            None => Err(E::custom(format!("more than {MAX_VALUES} values"))),
        }
    }
}

impl<'de> DeserializeSeed<'de> for &Budget {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.take_one()?;
        let depth = self.depth.get();
        if depth > MAX_DEPTH {
            self.too_deep.set(self.too_deep.get() + 1);
            deserializer.deserialize_ignored_any(IgnoredAny)?;
            return Ok(Value::Null);
        }
        // An error ends the whole parse, so the depth needs no reset then.
        self.depth.set(depth + 1);
        let value = deserializer.deserialize_any(self)?;
        self.depth.set(depth);
        Ok(value)
    }
}

impl<'de> Visitor<'de> for &Budget {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while array.len() < MAX_ELEMENTS {
            match elements.next_element_seed(self)? {
                Some(element) => array.push(element),
                None => return Ok(array.into()),
            }
        }
        while elements.next_element::<IgnoredAny>()?.is_some() {
            self.left_out.set(self.left_out.get() + 1);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            object.insert(key, entries.next_value_seed(self)?);
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn value(text: &str) -> Value {
        parse(text.as_bytes()).unwrap().value
    }

    #[test]
    fn ordinary_json_is_read_as_it_is() {
        let text = r#"{"a":[1,-2,3.5,true,null,"NaN \" Infinity"],"b":{}}"#;
        assert_eq!(value(text), serde_json::from_str::<Value>(text).unwrap());
    }

    #[test]
    fn numbers_that_json_cannot_say_are_null() {
        assert_eq!(
            value(r#"{"a": NaN, "b": [-Infinity,Infinity], "c": "NaN", "d": 1e999, "e": -1e999}"#),
            json!({"a": null, "b": [null, null], "c": "NaN", "d": null, "e": null})
        );
        assert_eq!(value("NaN"), Value::Null);
    }

    #[test]
    fn large_integers_become_floats() {
        assert_eq!(
            value("123456789012345678901234567890"),
            json!(1.234_567_890_123_456_8e29)
        );
    }

    #[test]
    fn bytes_that_are_no_utf8_are_replaced() {
        assert_eq!(
            parse(b"[\"caf\xe9\"]").unwrap().value,
            json!(["caf\u{fffd}"])
        );
    }

    #[test]
    fn unreadable_parts_cost_only_themselves() {
        let parsed = parse(br#"[{"v":"\ud800","up":1},{"v":"fine"}]"#).unwrap();
        assert_eq!(
            parsed.value,
            json!([{"v": "\u{fffd}", "up": 1}, {"v": "fine"}])
        );
        assert_eq!(parsed.replaced, 1);
        let deep = format!("[{}{},\"fine\"]", "[".repeat(110), "]".repeat(110));
        let parsed = parse(deep.as_bytes()).unwrap();
        assert_eq!((parsed.replaced, &parsed.value[1]), (1, &json!("fine")));
    }

    #[test]
    fn byte_order_marks_are_accepted_and_utf_16_is_named() {
        assert_eq!(parse(b"\xef\xbb\xbf[1]").unwrap().value, json!([1]));
        let error = parse(b"\xff\xfe[\0]\0").unwrap_err();
        assert!(error.to_string().contains("UTF-16"), "{error}");
    }

    #[test]
    fn what_is_no_json_is_said_with_its_place() {
        for text in [
            "", "<html>", "[1,", "{\"a\":}", "[1] [2]", "[nan]", "\"open",
        ] {
            let error = parse(text.as_bytes()).unwrap_err();
            assert!(error.to_string().contains("line 1 column"), "{error}");
        }
        let error = parse(b"[1] [2]").unwrap_err();
        assert_eq!(error.to_string(), "trailing characters at line 1 column 5");
    }

    #[test]
    fn a_long_array_is_cut_and_said_so() {
        let text = format!("[{}0]", "{},".repeat(100_000));
        let parsed = parse(text.as_bytes()).unwrap();
        assert_eq!(parsed.value.as_array().unwrap().len(), MAX_ELEMENTS);
        assert_eq!(parsed.left_out, 90_001);
    }

    #[test]
    fn memory_and_depth_are_bounded() {
        let wide = format!(
            "[{}0]",
            "[0,0,0,0,0,0,0,0,0,0,[0],{}],".repeat(MAX_VALUES / 10)
        );
        let deep = "[".repeat(1_000_000);
        assert!(parse(wide.as_bytes()).unwrap().left_out > 0);
        let error = parse(deep.as_bytes()).unwrap_err();
        assert!(error.to_string().contains("EOF"), "{error}");
        let many: Vec<String> = (0..MAX_VALUES).map(|n| format!("\"{n}\":0")).collect();
        let error = parse(format!("{{{}}}", many.join(",")).as_bytes()).unwrap_err();
        assert!(
            error.to_string().contains("more than 1000000 values"),
            "{error}"
        );
    }

    proptest! {
        #[test]
        fn nothing_panics(bytes in any::<Vec<u8>>()) {
            let _ = parse(&bytes);
        }

        #[test]
        fn text_survives_a_repair(text in any::<String>()) {
            let json = format!("[{},NaN]", Value::from(text.as_str()));
            prop_assert_eq!(value(&json), json!([text, null]));
        }
    }
}
