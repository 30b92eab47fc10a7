//! Bytes and values in, values and typed errors out: no files, clocks, sockets or terminals.

pub mod address;
pub mod announcement;
pub mod bip32;
pub mod build;
pub mod chain;
pub mod commitment;
pub mod decode;
pub mod envelope;
pub mod hash;
pub mod key;
pub mod keystore;
pub mod message;
pub mod network;
pub mod pack;
pub mod payload;
pub mod phrase;
pub mod policy;
pub mod pow;
pub mod queue;
pub mod record;
pub mod registry;
pub mod replay;
mod sha256_lanes;
pub mod share;
pub mod store;
pub mod verification;
pub mod wire;
