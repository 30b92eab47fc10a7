//! What the test targets share: each declares it with `mod support;`.

// clippy.toml allows these in tests, but that does not reach the functions that tests share.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]
#![allow(dead_code, reason = "each target uses its own part of it")]

pub(crate) mod altered;
pub(crate) mod c2pool;
pub(crate) mod c2pool_log;
pub(crate) mod frames;
pub(crate) mod mined;
pub(crate) mod miner;
pub(crate) mod mock;
pub(crate) mod place;
pub(crate) mod release;
pub(crate) mod running;
pub(crate) mod served;
pub(crate) mod typed;
pub(crate) mod vectors;
