//! Bytes and values in, values and typed errors out: no files, clocks, sockets or terminals.

pub mod address;
pub mod chain;
pub mod hash;
pub mod json_text;
pub mod key;
pub mod message;
pub mod network;
pub mod p2p;
pub mod pow;
mod sha256_lanes;
pub mod share;
pub mod wire;
