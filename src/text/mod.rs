//! Text from outside: makes it safe to print, and finds private keys in it.

pub mod keys;
pub mod visible;
