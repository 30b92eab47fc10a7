//! The message queue as values.
