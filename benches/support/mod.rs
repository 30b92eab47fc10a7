//! What the benchmarks share: share stores made on the spot, and what a process costs.

#![allow(
    dead_code,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "each benchmark uses its own part of it, and a panic is its error"
)]

pub(crate) mod process;
pub(crate) mod store;
