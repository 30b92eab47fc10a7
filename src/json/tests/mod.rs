//! Every type of the contract survives a round trip, and p2msg-json(7) names exactly its fields.

mod page;
mod samples;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::error::{ErrorJson, ErrorLine, ExitStatus, WarningJson, WarningLine};
use super::message::MessageJson;
use super::queue::SentJson;
use super::{KINDS, LineError, Schema, from_line, schema};
use page::Page;

/// The names of the fields of each KIND, and of M.
#[derive(Default)]
struct Fields(BTreeMap<String, BTreeSet<String>>);

impl Fields {
    /// Adds the fields of samples, which must be equal after they are written and read.
    fn add<T: Schema + DeserializeOwned + PartialEq + Debug>(
        &mut self,
        samples: impl IntoIterator<Item = T>,
    ) {
        let fields = self.0.entry(format!("p2msg.{}", T::KIND)).or_default();
        for sample in samples {
            let mut object = json!({ "schema": schema::<T>().to_string() });
            let value = value_of(&sample);
            let map = value.as_object().expect("an object").clone();
            object.as_object_mut().expect("an object").extend(map);
            let read: T = from_line(&object.to_string()).expect("its own line");
            assert_eq!(read, sample);
            assert_eq!(value_of(&read).to_string(), value.to_string());
            if T::KIND == "keys" {
                collect_registry(&value, fields);
            } else {
                collect(&value, fields);
            }
        }
    }
}

fn value_of(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("JSON")
}

/// The names below these fields are not fields: they come from nodes, payloads or counted items.
const FREE: [&str; 4] = ["by_type", "by_version", "data", "diag"];

fn collect(value: &Value, fields: &mut BTreeSet<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, fields)),
        Value::Object(object) => {
            for (name, value) in object {
                fields.insert(name.clone());
                match name.as_str() {
                    "key_registry" => collect_registry(value, fields),
                    "metrics" => {
                        let metrics = value.as_object().expect("metrics").values();
                        metrics.for_each(|metric| collect(metric, fields));
                    }
                    name if FREE.contains(&name) => {}
                    _ => collect(value, fields),
                }
            }
        }
        _ => {}
    }
}

/// {address: {field: ..., keys: {signing_id: {field: ...}}}}
fn collect_registry(registry: &Value, fields: &mut BTreeSet<String>) {
    let owners = registry.as_object().expect("a registry").values();
    for owner in owners.filter_map(Value::as_object) {
        fields.extend(owner.keys().cloned());
        let keys = owner["keys"].as_object().expect("keys").values();
        keys.for_each(|key| collect(key, fields));
    }
}

#[test]
fn the_page_names_the_fields_of_every_type_and_no_others() {
    let page = Page::read();
    let fields = samples::fields();
    let kinds: BTreeSet<String> = KINDS.iter().map(|kind| format!("p2msg.{kind}")).collect();
    let sampled: BTreeSet<String> = fields.0.keys().cloned().collect();
    assert_eq!(kinds, sampled, "a KIND without a sample");
    let mut named = page.kinds();
    assert!(named.remove("M"));
    assert_eq!(kinds, named, "the kinds on the page");

    let mut message = BTreeSet::new();
    collect(&value_of(&samples::message()), &mut message);
    assert_eq!(page.fields("M"), message, "M");
    for (kind, fields) in &fields.0 {
        assert_eq!(page.fields(kind), *fields, "{kind}");
    }
}

#[test]
fn the_page_shows_the_lines_on_stderr() {
    let text = || "...".to_owned();
    let error = ErrorLine {
        error: ErrorJson {
            code: "...".into(),
            message: text(),
            hint: Some(text()),
        },
    };
    let warning = WarningLine {
        warning: WarningJson { message: text() },
    };
    assert_eq!(Page::examples(), [value_of(&error), value_of(&warning)]);
}

#[test]
fn the_page_names_every_exit_code() {
    let codes = ExitStatus::ALL.map(|status| status.code().to_string());
    assert_eq!(Page::exit_codes(), codes);
}

#[test]
fn a_payload_of_null_is_a_payload() {
    let sample = MessageJson {
        data: Some(Value::Null),
        ..samples::message()
    };
    let read: MessageJson = serde_json::from_value(value_of(&sample)).expect("a message");
    assert_eq!(read, sample);
}

#[test]
fn a_line_of_another_schema_is_refused() {
    let wrong = from_line::<SentJson>(r#"{"schema":"p2msg.pack/1"}"#).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        r#"the schema is "p2msg.pack/1", expected p2msg.send/1"#
    );
    let wrong = from_line::<SentJson>(r#"{"id":7}"#).unwrap_err();
    assert!(matches!(wrong, LineError::Schema { .. }), "{wrong}");
    for line in [r#"{"schema":"p2msg.send/1","id":7}"#, "[]", ""] {
        let wrong = from_line::<SentJson>(line).unwrap_err();
        assert!(matches!(wrong, LineError::Json(_)), "{wrong}");
    }
}

#[test]
fn unknown_fields_are_ignored() {
    let mut sample = value_of(&samples::message());
    sample["new_field"] = json!([1]);
    let read: MessageJson = serde_json::from_value(sample).expect("a message");
    assert_eq!(read, samples::message());
}
