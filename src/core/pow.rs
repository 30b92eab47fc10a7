//! Proof of work.
