//! Leaves text that might be a mistyped key out of messages.

/// From this many letters and digits in a row on, text may be a mistyped key.
const SUSPICIOUS_RUN: usize = 32;

/// `text` with every long run of letters and digits left out: it might be a mistyped key.
pub fn withhold(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let run = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let (word, tail) = rest.split_at(run);
        if run >= SUSPICIOUS_RUN {
            shown.push_str(&format!("[{run} characters]"));
        } else {
            shown.push_str(word);
        }
        let mut tail = tail.chars();
        shown.extend(tail.next());
        rest = tail.as_str();
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The private key 1 as WIF of Bitcoin.
    const WIF: &str = "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn";

    #[test]
    fn withholds_what_might_be_a_mistyped_key() {
        assert_eq!(
            withhold(&format!("unexpected '{WIF}'")),
            "unexpected '[52 characters]'"
        );
        assert_eq!(
            withhold("unexpected argument '--nett' found"),
            "unexpected argument '--nett' found"
        );
    }

    proptest! {
        #[test]
        fn withholding_leaves_no_long_run(text in "[ -~]{0,40}([0-9a-zA-Z]{20,80}[ -~é]{0,3}){0,3}") {
            let shown = withhold(&text);
            prop_assert!(!shown
                .split(|c: char| !c.is_ascii_alphanumeric())
                .any(|word| word.len() >= SUSPICIOUS_RUN));
        }
    }
}
