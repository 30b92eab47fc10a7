//! The core against vectors made with the reference implementation.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // A panic here is the failure report.

mod support;

mod core {
    mod authority_keys;
    mod build;
    mod c2pool_shares;
    mod chain;
    mod chain_rules;
    mod derive;
    mod envelopes;
    mod message_store;
    mod messages;
    mod p2p;
    mod pow;
    mod registry_store;
    mod replay;
    mod share_store;
    mod shares;
}
