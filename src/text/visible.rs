//! Makes text from outside safe to print: from nodes, shares, files, file names and arguments.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_normalization::char::is_combining_mark;

/// Whether `c` could steer a terminal, reorder the text around it, or hide in it.
///
/// These are the controls (C0, DEL, C1), the line and paragraph separators, the interlinear
/// annotation marks, and everything that Unicode calls `Default_Ignorable_Code_Point`
/// (bidirectional controls, zero-width characters, fillers, tag characters), except the sixteen
/// variation selectors U+FE00 to U+FE0F, which ordinary emoji carry and which move nothing.
pub fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{0000}'..='\u{001f}'
        | '\u{007f}'..='\u{009f}'
        | '\u{00ad}'
        | '\u{034f}'
        | '\u{061c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// The most combining marks of one character. More of them cover the lines above and below; no
/// language needs them.
const MAX_MARKS: usize = 4;

/// Finds the characters of a text that are not printed as they are.
#[derive(Debug, Clone, Copy, Default)]
pub struct HiddenFinder {
    /// The combining marks since the last other character.
    marks: usize,
}

impl HiddenFinder {
    /// Whether `c`, the next character of the text, is [hidden](is_hidden) or one combining mark too
    /// many.
    pub fn finds(&mut self, c: char) -> bool {
        self.marks = match is_combining_mark(c) {
            true => self.marks.saturating_add(1),
            false => 0,
        };
        is_hidden(c) || self.marks > MAX_MARKS
    }
}

/// Whether the text has a character that a [`HiddenFinder`] finds.
pub fn has_hidden(text: &str) -> bool {
    let mut finder = HiddenFinder::default();
    text.chars().any(|c| finder.finds(c))
}

/// Whether the text is nothing but printable ASCII, as most of it is.
pub fn is_plain(text: &[u8]) -> bool {
    // Not `all`, because a loop that does not end early is made of vector instructions.
    text.iter()
        .fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'))
}

/// The text on one line, with every hidden character and every combining mark beyond the fourth
/// spelled out.
///
/// A newline becomes `⏎`, another C0 control or DEL its picture (`␛`), the rest its code point
/// (`<U+202E>`).
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_plain(text.as_bytes()) || !has_hidden(text) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut finder = HiddenFinder::default();
    for c in text.chars() {
        let is_found = finder.finds(c);
        match c {
            '\n' => shown.push('⏎'),
            '\u{7f}' => shown.push('␡'),
            '\0'..='\x1f' => shown.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or(c)),
            c if is_found => {
                // Writing to a String cannot fail.
                let _ = write!(shown, "<U+{:04X}>", u32::from(c));
            }
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spells_out_what_would_act_on_a_terminal() {
        assert_eq!(visible("\u{1b}]52;c;AAAA\u{7}"), "␛]52;c;AAAA␇");
        assert_eq!(visible("a\u{9b}31mb"), "a<U+009B>31mb");
        assert_eq!(visible("one\ntwo\tthree\r"), "one⏎two␉three␍");
        assert_eq!(visible("rm\u{7f}"), "rm␡");
    }

    #[test]
    fn spells_out_what_would_hide_or_reorder() {
        assert_eq!(visible("ltc\u{202e}1q"), "ltc<U+202E>1q");
        assert_eq!(visible("a\u{200b}b\u{2066}c"), "a<U+200B>b<U+2066>c");
        assert_eq!(visible("x\u{2028}y"), "x<U+2028>y");
        assert_eq!(visible("flag\u{e0041}"), "flag<U+E0041>");
        assert_eq!(visible("\u{feff}bom"), "<U+FEFF>bom");
    }

    #[test]
    fn spells_out_combining_marks_beyond_the_fourth() {
        let marks = "\u{301}\u{302}\u{303}\u{304}";
        let text = format!("a{marks}\u{305}\u{489}b{marks}");
        assert_eq!(visible(&text), format!("a{marks}<U+0305><U+0489>b{marks}"));
        assert_eq!(visible(&format!("a{marks}")), format!("a{marks}"));
        // Vietnamese and Hebrew as decomposed text.
        for text in ["Vie\u{302}\u{323}t", "\u{5e9}\u{5c1}\u{5b8}\u{591}"] {
            assert!(matches!(visible(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn leaves_ordinary_text_alone() {
        for text in [
            "",
            "hello",
            "Grüße, 世界",
            "❤\u{fe0f} to the moon 🚀",
            "שלום",
        ] {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text));
        }
    }

    /// The ranges of the character class in `const HIDDEN = /([...])/u` of the dashboard.
    fn dashboard_ranges() -> Vec<(u32, u32)> {
        let script = include_str!("../serve/dashboard/dashboard.js");
        let (_, class) = script.split_once("const HIDDEN =\n  /([").unwrap();
        let (class, _) = class.split_once("])/u;").unwrap();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        let mut continues_range = false;
        for escape in class.split("\\u").skip(1) {
            let digits = escape.trim_end_matches('-').trim_matches(['{', '}']);
            let code = u32::from_str_radix(digits, 16).unwrap();
            match continues_range {
                true => ranges.last_mut().unwrap().1 = code,
                false => ranges.push((code, code)),
            }
            continues_range = escape.ends_with('-');
        }
        ranges
    }

    #[test]
    fn the_dashboard_has_the_same_limit_of_marks() {
        let script = include_str!("../serve/dashboard/dashboard.js");
        let excess = format!(r"(?<=\\p{{M}}{{{MAX_MARKS}}})\\p{{M}}");
        assert!(script.contains(&excess), "{excess}");
    }

    #[test]
    fn the_dashboard_has_the_same_list() {
        let ranges = dashboard_ranges();
        for c in '\0'..=char::MAX {
            let code = u32::from(c);
            let listed = ranges
                .iter()
                .any(|(first, last)| (*first..=*last).contains(&code));
            assert_eq!(listed, is_hidden(c), "U+{code:04X}");
        }
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_left(text in any::<String>()) {
            prop_assert!(!has_hidden(&visible(&text)));
        }

        #[test]
        fn what_is_not_hidden_is_kept(text in any::<String>()) {
            let mut finder = HiddenFinder::default();
            let kept: String = text.chars().filter(|c| !finder.finds(*c)).collect();
            let shown = visible(&text);
            let mut shown = shown.chars();
            for c in kept.chars() {
                prop_assert!(shown.any(|s| s == c));
            }
        }

        #[test]
        fn no_character_keeps_many_marks(text in "[a\u{300}-\u{36f}\u{200b}]{0,30}") {
            let once = visible(&text).into_owned();
            prop_assert!(!has_hidden(&once), "{}", once.escape_unicode());
            prop_assert_eq!(visible(&once), once.as_str());
        }

        #[test]
        fn showing_twice_changes_nothing(text in any::<String>()) {
            let once = visible(&text).into_owned();
            prop_assert_eq!(visible(&once), once.as_str());
        }
    }
}
