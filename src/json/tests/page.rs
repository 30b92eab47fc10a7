//! p2msg-json(7): names of fields are bold, and a KIND in italics includes the fields of that KIND.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

const PAGE: &str = include_str!("../../../man/p2msg-json.7");

/// The text of each KIND, and of M.
pub(super) struct Page(BTreeMap<String, String>);

impl Page {
    pub(super) fn read() -> Self {
        let message = section("MESSAGES (M)");
        // In M, the titles are fields.
        let titles: String = message
            .lines()
            .filter_map(|line| line.strip_prefix(".B "))
            .flat_map(|title| title.split([',', '|']))
            .map(|name| format!(r"\fB{}\fR ", name.trim()))
            .collect();
        let mut texts = BTreeMap::from([("M".to_owned(), titles + &message)]);
        for paragraph in section("KINDS").split(".TP\n.B ").skip(1) {
            let (title, text) = paragraph.split_once('\n').expect("a title");
            for kind in title.split(", ") {
                texts.insert(kind.to_owned(), text.to_owned());
            }
        }
        Self(texts)
    }

    pub(super) fn kinds(&self) -> BTreeSet<String> {
        self.0.keys().cloned().collect()
    }

    /// The fields of a KIND, with those of the kinds that it includes.
    pub(super) fn fields(&self, kind: &str) -> BTreeSet<String> {
        let text = &self.0[kind];
        let mut fields: BTreeSet<String> = marked(text, r"\fB").collect();
        for included in marked(text, r"\fI") {
            fields.extend(self.fields(&included));
        }
        fields
    }

    /// The JSON examples of the section about errors.
    pub(super) fn examples() -> Vec<Value> {
        section("ERRORS")
            .lines()
            .filter(|line| line.starts_with('{'))
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect()
    }

    /// The exit codes of every command but `node check`.
    pub(super) fn exit_codes() -> Vec<String> {
        section("EXIT STATUS")
            .lines()
            .filter_map(|line| line.strip_prefix(".B "))
            .map(str::to_owned)
            .collect()
    }
}

fn section(title: &str) -> String {
    let page = PAGE.replace(r"\-", "-");
    let (_, text) = page
        .split_once(&format!(".SH {title}\n"))
        .unwrap_or_else(|| panic!("no section {title}"));
    text.split(".SH ").next().expect("a text").to_owned()
}

/// The words in a font.
fn marked<'a>(text: &'a str, font: &'a str) -> impl Iterator<Item = String> + 'a {
    let parts = text.split(font).skip(1);
    parts.map(|part| part.split(r"\fR").next().expect("a word").to_owned())
}
