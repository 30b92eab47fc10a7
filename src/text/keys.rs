//! Finds private keys in text, so that no key is published or printed.

use zeroize::Zeroizing;

use crate::core::key::looks_like_wif;
use crate::core::network::NETWORKS;

/// Whether `text` contains a private key as WIF, or consists of 64 hex digits.
pub fn looks_like_key(text: &str) -> bool {
    contains_wif(text) || is_key_hex(text)
}

/// Whether a word of `text` is WIF, or has one mistyped character.
pub fn contains_wif(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| looks_like_wif(word) || is_mistyped_wif(word))
}

/// Whether `word` has the length and the prefix of WIF; the checksum does not matter.
fn is_mistyped_wif(word: &str) -> bool {
    // 37 or 38 bytes: prefix, key, the mark of compressed keys, checksum.
    matches!(word.len(), 51 | 52)
        && bs58::decode(word).into_vec().is_ok_and(|bytes| {
            let bytes = Zeroizing::new(bytes);
            matches!(bytes.len(), 37 | 38)
                && NETWORKS
                    .iter()
                    .any(|network| bytes.first() == Some(&network.wif_prefix))
        })
}

/// Whether `text` consists of 64 hex digits, with or without 0x, as a private key does.
pub fn is_key_hex(text: &str) -> bool {
    let text = text.trim();
    let digits = text
        .strip_prefix("0x")
        .or_else(|| text.strip_prefix("0X"))
        .unwrap_or(text);
    digits.len() == 64 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}
