//! Text in styles.

use std::fmt::{self, Display};

use anstyle::Style;

use crate::text::visible::visible;

/// Text in pieces, each with a style of its own.
///
/// Whatever is in it, it takes one line and cannot steer the terminal.
#[derive(Debug, Clone, Default)]
pub struct Text(Vec<(Style, String)>);

impl Text {
    /// Text in one style.
    pub fn styled(style: Style, text: impl Into<String>) -> Self {
        Self(vec![(style, text.into())])
    }

    /// Adds a piece in a style.
    #[must_use]
    pub fn and_styled(mut self, style: Style, text: impl Into<String>) -> Self {
        self.0.push((style, text.into()));
        self
    }

    /// Adds a piece without a style.
    #[must_use]
    pub fn and(self, text: impl Into<String>) -> Self {
        self.and_styled(Style::new(), text)
    }

    /// The text for the screen, with escape sequences only if `color`.
    pub(super) fn in_color(&self, color: bool) -> InColor<'_> {
        InColor { text: self, color }
    }
}

pub(super) struct InColor<'a> {
    text: &'a Text,
    color: bool,
}

impl Display for InColor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (style, text) in &self.text.0 {
            let text = visible(text);
            if self.color {
                write!(f, "{style}{text}{style:#}")?;
            } else {
                f.write_str(&text)?;
            }
        }
        Ok(())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::styled(Style::new(), text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::styled(Style::new(), text)
    }
}

/// What is good, bad or worth a look, in the same colours everywhere.
pub mod styles {
    use anstyle::{AnsiColor, Style};

    /// It holds.
    pub const GOOD: Style = AnsiColor::Green.on_default();
    /// It does not hold.
    pub const BAD: Style = AnsiColor::Red.on_default().bold();
    /// It is worth a look.
    pub const ODD: Style = AnsiColor::Yellow.on_default();
    /// A heading.
    pub const HEADING: Style = Style::new().bold();
    /// Less important than the text around it.
    pub const FAINT: Style = Style::new().dimmed();
}
