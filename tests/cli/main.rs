//! The program as users meet it: arguments in, stdout, stderr and exit code out.
//!
//! One file a command; [`place`] runs the real binary in a place of its own.

// clippy.toml allows these in tests, but that does not reach the functions that tests share.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

#[path = "../fuzz/altered.rs"]
mod altered;
mod authority;
mod ci;
mod completing;
mod config;
mod confirm;
mod contract;
mod core_dumps;
mod decode;
mod demo;
mod doctor;
mod durability;
mod faults;
mod foreign;
mod forged_lines;
mod generated;
mod key;
mod key_memory;
mod memory;
#[path = "../mined/mod.rs"]
mod mined;
mod miner;
mod mock;
mod node;
mod node_authors;
mod node_bans;
mod node_check;
mod node_confirm;
mod node_network;
mod node_watch;
mod pack;
mod pipes;
mod place;
mod queue;
mod recipes;
mod running;
mod secret_arguments;
mod secret_leaks;
mod security;
mod send;
mod serve;
mod serve_readers;
mod serve_send;
mod served;
mod settings;
#[allow(dead_code, reason = "the benchmarks use the rest of it")]
#[path = "../../benches/support/store.rs"]
mod share_stores;
mod status;
mod store;
mod store_folder;
mod terminal;
mod two_nodes;
mod typed;
mod usage;
mod vectors;
mod verify;
