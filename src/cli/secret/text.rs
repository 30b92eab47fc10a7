//! Text that is a secret.

use std::fmt;

use zeroize::Zeroizing;

/// Text that is a secret: never printed, wiped on drop.
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// Takes over text that is a secret.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Shows the secret to the code that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(..)")
    }
}
