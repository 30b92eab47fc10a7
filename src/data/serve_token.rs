//! `serve_token`: the token that a caller needs to fill or read the queue over HTTP.

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::folder::{Owner, PRIVATE, split};
use super::{DataError, LockedDataDir};

/// Bytes of a token that is made.
const TOKEN_BYTES: usize = 32;
/// More than such a file ever has, in bytes.
const MAX_BYTES: u64 = 4096;
/// The fewest characters of one that is there: 128 bits in hex.
const SHORTEST: usize = 32;

/// A secret between `serve` and those who may send through it. Wiped when it is dropped.
pub struct ServeToken(Zeroizing<String>);

impl ServeToken {
    /// Whether `shown` is the token, in the same time whatever it is.
    pub fn is(&self, shown: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(shown).into()
    }
}

impl fmt::Debug for ServeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServeToken(..)")
    }
}

impl LockedDataDir {
    /// Reads the token, or makes one of `random` bytes, with mode 0600.
    ///
    /// # Errors
    /// [`DataError::Broken`] if the file is too short for a secret or no text,
    /// [`DataError::ReadableByOthers`], and what reading and writing give.
    pub fn serve_token(&self, random: &[u8; TOKEN_BYTES]) -> Result<ServeToken, DataError> {
        let path = self.dir().serve_token_path();
        let (_, name) = split(&path);
        let bytes = self.folder().read_secret(name, MAX_BYTES)?;
        let Some(bytes) = bytes.map(Zeroizing::new) else {
            let token = Zeroizing::new(hex::encode(random));
            let line = Zeroizing::new(format!("{}\n", token.as_str()));
            self.folder()
                .create_new(name, line.as_bytes(), PRIVATE, Owner::Process)?;
            return Ok(ServeToken(token));
        };
        let token = std::str::from_utf8(&bytes)
            .map(str::trim)
            .unwrap_or_default();
        if token.len() < SHORTEST || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(DataError::Broken {
                path,
                reason: format!("a token is one line of at least {SHORTEST} ASCII characters"),
            });
        }
        Ok(ServeToken(Zeroizing::new(token.to_owned())))
    }
}
