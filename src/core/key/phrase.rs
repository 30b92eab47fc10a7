//! The seed of a BIP39 phrase.

use std::borrow::Cow;

use bip39::{Language, Mnemonic};
use zeroize::Zeroizing;

use crate::core::key::secret::{SecretBytes, on_wiped_stack};

/// The fewest words of a phrase.
const MIN_WORDS: usize = 12;

/// Why a text is no phrase. None of them says which words it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PhraseError {
    /// A number of words that no phrase has.
    #[error("it has {found} words, a BIP39 phrase has 12, 15, 18, 21 or 24")]
    WordCount {
        /// How many it has.
        found: usize,
    },
    /// A word that is not in the list.
    #[error("word {number} is not in the English word list of BIP39")]
    UnknownWord {
        /// Which one, from 1.
        number: usize,
    },
    /// The words do not belong together.
    #[error("the checksum in its last word does not match: a word is wrong or in the wrong place")]
    Checksum,
}

/// The seed that an English BIP39 phrase and its passphrase lead to.
///
/// White space around and between the words and the case of their letters do not matter; an empty
/// passphrase is none.
///
/// # Errors
/// [`PhraseError`], without the words.
pub fn seed(phrase: &str, passphrase: &str) -> Result<SecretBytes<64>, PhraseError> {
    on_wiped_stack(|| derive_seed(phrase, passphrase))
}

fn derive_seed(phrase: &str, passphrase: &str) -> Result<SecretBytes<64>, PhraseError> {
    let phrase = Zeroizing::new(phrase.to_ascii_lowercase());
    let words =
        Mnemonic::parse_in_normalized(Language::English, &phrase).map_err(|error| match error {
            bip39::Error::BadWordCount(found) => PhraseError::WordCount { found },
            bip39::Error::UnknownWord(index) => PhraseError::UnknownWord { number: index + 1 },
            _ => PhraseError::Checksum,
        })?;
    let mut normalized = Cow::Borrowed(passphrase);
    Mnemonic::normalize_utf8_cow(&mut normalized);
    let seed = SecretBytes::copy_of(&words.to_seed_normalized(&normalized));
    if let Cow::Owned(normalized) = normalized {
        drop(Zeroizing::new(normalized));
    }
    Ok(seed)
}

/// Whether `text` holds as many words of the list in a row as a phrase has, so that it can be
/// refused where no secret belongs.
pub fn looks_like_phrase<'a>(words: impl IntoIterator<Item = &'a str>) -> bool {
    let mut run = 0;
    words.into_iter().any(|word| {
        let word = Zeroizing::new(word.to_ascii_lowercase());
        run = match Language::English.find_word(&word) {
            Some(_) => run + 1,
            None => 0,
        };
        run == MIN_WORDS
    })
}
