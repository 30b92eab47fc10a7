//! The program as users meet it: arguments in, stdout, stderr and exit code out.
//!
//! One file for each command; [`support::place`] runs the real binary in a folder of its own.

// clippy.toml allows these in tests, but that does not reach the functions that tests share.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

mod cli {
    mod authority;
    mod authors;
    mod c2pool_claims;
    mod c2pool_every;
    mod c2pool_places;
    mod c2pool_store;
    mod changes;
    mod ci;
    mod closed_stdout;
    mod completing;
    mod config;
    mod confirm;
    mod contract;
    mod core_dumps;
    mod data_folder;
    mod decode;
    mod default_places;
    mod demo;
    mod demo_p2p;
    mod doctor;
    mod durability;
    mod faults;
    mod file_systems;
    mod folder_network;
    mod foreign;
    mod forged_lines;
    mod formatted_json;
    mod generated;
    mod json_order;
    mod key;
    mod key_memory;
    mod memory;
    mod node;
    mod node_authors;
    mod node_bans;
    mod node_check;
    mod node_check_parts;
    mod node_confirm;
    mod node_connections;
    mod node_hidden;
    mod node_network;
    mod node_shares;
    mod node_walks;
    mod node_watch;
    mod odd_files;
    mod odd_values;
    mod output_paths;
    mod p2p_node;
    mod pack;
    mod peer;
    mod pipes;
    mod queue;
    mod real_blobs;
    mod real_nodes;
    mod real_places;
    mod real_transition;
    mod recipes;
    mod secret_arguments;
    mod secret_leaks;
    mod security;
    mod send;
    mod serve;
    mod serve_confirm;
    mod serve_hosts;
    mod serve_readers;
    mod serve_send;
    mod settings;
    mod share_json;
    mod status;
    mod store;
    mod store_folder;
    mod store_order;
    mod terminal;
    mod time_zone;
    mod two_nodes;
    mod unreadable;
    mod unreadable_files;
    mod unreadable_input;
    mod usage;
    mod verify;
    mod verify_chain;
}
