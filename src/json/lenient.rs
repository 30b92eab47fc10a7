//! Fields of JSON whose types differ from node to node. PROTOCOL: section 7.
//!
//! Nodes of different ages leave fields out, and write numbers as floats or as text. A field of
//! another type counts as missing.

use serde_json::{Map, Value};

/// The number in an answer: the answer itself, or its field `name`.
pub fn number_in(value: &Value, name: &str) -> Option<u64> {
    number(value).or_else(|| number(value.get(name)?))
}

/// The fields of an object.
pub(super) struct Fields<'a>(pub(super) &'a Map<String, Value>);

impl<'a> Fields<'a> {
    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn object(&self, name: &str) -> Option<Fields<'a>> {
        self.get(name)?.as_object().map(Fields)
    }

    /// Text that is not empty.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name)?
            .as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    pub(super) fn number(&self, name: &str) -> Option<u64> {
        number(self.get(name)?)
    }

    pub(super) fn signed(&self, name: &str) -> Option<i64> {
        let value = self.get(name)?;
        value
            .as_i64()
            .or_else(|| i64::try_from(number(value)?).ok())
    }

    pub(super) fn float(&self, name: &str) -> Option<f64> {
        float(self.get(name)?)
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        match self.get(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::Number(number)) => number.as_f64().is_some_and(|number| number != 0.0),
            _ => false,
        }
    }
}

pub(super) fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

pub(super) fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
    .filter(|number| number.is_finite())
}

/// 2^53, the largest whole number that JSON readers with doubles keep exact. Counts stay below it.
const MAX_EXACT: u64 = 1 << 53;

/// A whole number; drops a fraction.
pub(super) fn number(value: &Value) -> Option<u64> {
    let number = value.as_u64().or_else(|| whole(float(value)?));
    number.filter(|number| *number <= MAX_EXACT)
}

/// A float as a whole number, if it is one of 64 bits.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
pub(super) fn whole(number: f64) -> Option<u64> {
    const TOO_LARGE: f64 = 18_446_744_073_709_551_616.0;
    (0.0..TOO_LARGE).contains(&number).then_some(number as u64)
}
