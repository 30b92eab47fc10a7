//! Bytes and values in, values and typed errors out: no files, clocks, sockets or terminals.

pub mod pow;
pub mod queue;
