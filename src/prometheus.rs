//! The text format of Prometheus, version 0.0.4.

use std::fmt::{Display, Write};

/// Metrics as text. The samples of a family follow its head.
#[derive(Debug, Default)]
pub struct Exposition(String);

// Writing to a String cannot fail.
impl Exposition {
    /// Begins a family of samples; `kind` is "gauge" or "counter".
    pub fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    /// Adds a sample, with a label and its value if there is one.
    pub fn value(&mut self, name: &str, label: Option<(&str, &str)>, value: impl Display) {
        let _ = match label {
            Some((label, text)) => {
                writeln!(self.0, "{name}{{{label}=\"{}\"}} {value}", escaped(text))
            }
            None => writeln!(self.0, "{name} {value}"),
        };
    }

    /// Adds a gauge with a single sample.
    pub fn gauge(&mut self, name: &str, help: &str, value: impl Display) {
        self.head(name, "gauge", help);
        self.value(name, None, value);
    }

    /// The whole text.
    pub fn into_text(self) -> String {
        self.0
    }
}

/// The value of a label between quotes.
fn escaped(value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
    value.replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_values_are_escaped() {
        let mut metrics = Exposition::default();
        metrics.gauge("up", "Whether it answers", 1);
        metrics.value("up", Some(("node", "a\"\\\nb")), 0.5);
        assert_eq!(
            metrics.into_text(),
            "# HELP up Whether it answers\n# TYPE up gauge\nup 1\nup{node=\"a\\\"\\\\\\nb\"} 0.5\n"
        );
    }
}
