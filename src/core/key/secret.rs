//! Memory for secrets: one place on the heap, and no copies on the stack.

use std::fmt;

use zeroize::Zeroize;

/// The stack below a call that [`on_wiped_stack`] overwrites, in 8-byte words: 32 KiB. It must cover
/// the frames of libsecp256k1 and of the hash functions.
const WIPED_WORDS: usize = 32 * 1024 / 8;

/// `N` secret bytes at one place on the heap; wiped on drop.
///
/// A move of an array copies it and leaves the old copy behind. A move of this type copies a
/// pointer.
pub struct SecretBytes<const N: usize>(Box<[u8; N]>);

impl<const N: usize> SecretBytes<N> {
    /// Returns `N` zero bytes, to be filled in place.
    pub fn zeroed() -> Self {
        Self(Box::new([0; N]))
    }

    /// Copies `bytes`; the caller wipes its own copy.
    pub fn copy_of(bytes: &[u8; N]) -> Self {
        let mut secret = Self::zeroed();
        secret.0.copy_from_slice(bytes);
        secret
    }

    /// Shows the secret to the code that needs it.
    pub fn expose(&self) -> &[u8; N] {
        &self.0
    }

    /// Lends the bytes to the code that fills them.
    pub fn expose_mut(&mut self) -> &mut [u8; N] {
        &mut self.0
    }
}

impl<const N: usize> Drop for SecretBytes<N> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<const N: usize> fmt::Debug for SecretBytes<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretBytes<{N}>(..)")
    }
}

/// Runs `work`, which handles secrets, and then overwrites the stack that it used.
///
/// Hash functions, libsecp256k1 and the compiler copy keys to the stack and do not wipe them. The
/// result of `work` must not contain a secret itself, only a pointer to one.
pub fn on_wiped_stack<T>(work: impl FnOnce() -> T) -> T {
    let result = in_own_frame(work);
    overwrite_stack();
    result
}

/// Keeps the variables of `work` out of the caller's frame, which is not overwritten.
#[inline(never)]
fn in_own_frame<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Its frame covers the frames of the calls that its caller made before.
#[inline(never)]
fn overwrite_stack() {
    let mut below = [0_u64; WIPED_WORDS];
    below.zeroize();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_omits_the_secret() {
        let secret = SecretBytes::copy_of(&[7; 32]);
        assert_eq!(format!("{secret:?}"), "SecretBytes<32>(..)");
    }
}
