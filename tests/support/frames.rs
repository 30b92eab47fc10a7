//! Frames of litecoin_testnet, for connections in memory.

use std::time::Duration;

use p2msg::core::network::Network;
use p2msg::core::p2p::message::Message;

pub(crate) fn testnet() -> &'static Network {
    Network::by_name("litecoin_testnet").unwrap()
}

pub(crate) fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) fn frame(message: &Message<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    message.write(&mut out, testnet()).unwrap();
    out
}
