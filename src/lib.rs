//! P2Pool share messages: keys, messages, shares, and the proof that binds them together.
//!
//! This is the library behind the `p2msg` command. [`core`] holds the protocol; it knows no files,
//! clocks, sockets or terminals, takes the time and nonces as arguments, and never panics on bytes
//! from outside. The rest is adapters around it.
//!
//! | to do | look at |
//! | --- | --- |
//! | derive signing keys, read hex and WIF | [`core::key`], [`core::key::announcement`] |
//! | keep a key under a passphrase, read a BIP39 phrase | [`core::key::keystore`], [`core::key::phrase`], [`core::key::bip32`] |
//! | make and sign messages | [`core::message`], [`core::message::payload`] |
//! | pack an envelope, fill one from a queue | [`core::message::envelope`], [`core::message::pack`], [`core::message::queue`] |
//! | read message_data, and say who accepts it | [`core::message::decode`], [`core::message::policy`] |
//! | read, write and build shares | [`core::share`], [`core::share::build`] |
//! | mine shares for demonstrations and tests | [`core::chain::easy_chain`] |
//! | get from message_data to the proof of work | [`core::share::commitment`], [`core::pow::verification`], [`core::pow`] |
//! | check shares against their predecessors | [`core::chain::rules`] |
//! | follow keys and messages over many shares | [`core::chain::registry`], [`core::chain::store`], [`core::chain`], [`core::chain::replay`] |
//! | read shares from hex, files, folders, pipes and stores that grow | [`shares`], [`core::share::record`] |
//! | listen to nodes over the pool's own network, without the sockets | [`core::p2p`], [`core::p2p::connection`] |
//! | know networks, addresses and hashes, read and write the wire form | [`core::network`], [`core::address`], [`core::hash`], [`core::wire`] |
//! | read and write the JSON of p2msg and of nodes | [`json`] |
//! | ask nodes | [`client`] |
//! | fetch shares from nodes over the pool's own network | [`peer`] |
//! | keep keys' state, the key log and the queue on disk | [`data`] |
//! | send messages, pack them for the next share, confirm them | [`outbox`] |
//! | make text from outside safe to print, find private keys in it | [`text`] |
//! | answer the node API beside a node, from its share store | [`serve`] |
//!
//! # Derive, sign, pack, read back
//!
//! ```
//! use p2msg::core::message::decode::{Carrier, decode};
//! use p2msg::core::message::envelope::{KNOWN_AUTHORITIES, pack};
//! use p2msg::core::key::{KeyIndex, MasterKey};
//! use p2msg::core::message::{Message, MsgType};
//! use p2msg::core::network::Network;
//! use p2msg::core::chain::registry::{KeyRegistry, SignatureStatus};
//!
//! let network = Network::by_name("litecoin").ok_or("no such network")?;
//! let master = MasterKey::parse(&"11".repeat(32), network)?;
//! let key = master.derive(KeyIndex(0))?;
//!
//! let msg_type = MsgType::MINER_MESSAGE;
//! let mut message = Message {
//!     msg_type,
//!     flags: msg_type.builder_flags(),
//!     timestamp: 1_750_000_000,
//!     payload: b"gm, miners".to_vec(),
//!     signing_id: None,
//!     signature: Vec::new(),
//! };
//! message.sign(&key);
//! let message_data = pack(&[message], Some(&key.announcement(KeyIndex(0))))?;
//!
//! let mut registry = KeyRegistry::default();
//! let now = 1_750_000_100;
//! let decoded = decode(&message_data, Carrier::default(), &KNOWN_AUTHORITIES, &mut registry, now);
//! let judged = &decoded.messages[0];
//! assert_eq!(judged.message.payload, b"gm, miners");
//! assert_eq!(judged.status, SignatureStatus::Valid);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # From a share to its proof of work
//!
//! ```
//! use p2msg::core::share::commitment::{Commitment, commit};
//! use p2msg::core::network::Network;
//! use p2msg::core::pow::pow_hash;
//! use p2msg::core::share::Share;
//! use p2msg::core::pow::verification::{Claim, verify};
//! use p2msg::shares::{Content, Reader};
//!
//! let network = Network::by_name("litecoin_testnet").ok_or("no such network")?;
//! let is_valid = |share: &Share<'_>, commitment: &Commitment| {
//!     let pow_hash = pow_hash(network.pow, &commitment.header);
//!     verify(&Claim::of(share), pow_hash, network).failure.is_none()
//! };
//!
//! // A file of a share store; the folder of a node works too.
//! let mut shares = Reader::open("tests/samples/litecoin_testnet/shares.0", network);
//! shares.for_each(|record| {
//!     let Content::Share { share, commitment } = record.content else {
//!         return;
//!     };
//!     assert!(is_valid(share, commitment));
//!
//!     // One other bit in message_data, and the proof of work no longer holds.
//!     let mut tampered = share.message_data.to_vec();
//!     if let Some(byte) = tampered.get_mut(80) {
//!         *byte ^= 1;
//!         let share = Share { message_data: &tampered, ..share.clone() };
//!         assert!(!is_valid(&share, &commit(&share, network)));
//!     }
//! })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! | feature | adds | needs |
//! | --- | --- | --- |
//! | none | [`core`], [`json`], [`text`] | |
//! | `data` | [`data`], [`shares`], [`outbox`] | |
//! | `client` | [`client`] | |
//! | `peer` | [`peer`] | `data` |
//! | `serve` | [`serve`] | `data` |
//! | `cli`, the default | the binary | all of them |
//!
//! `default-features = false` compiles the protocol without clap, tokio, hyper and reqwest.
//!
//! # What is stable
//!
//! Names, shapes and errors of [`core`], [`client`], [`data`], [`json`], [`outbox`], [`peer`],
//! [`serve`], [`shares`] and [`text`] follow semantic versioning; error enums that may grow are
//! `#[non_exhaustive]`. The contract of the command line is its options, JSON and exit codes.

// Public for the binary, and for the tests that compare its pages and completions.
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "client")]
pub mod client;
pub mod core;
#[cfg(feature = "data")]
pub mod data;
pub mod health;
pub mod json;
#[cfg(feature = "data")]
pub mod outbox;
#[cfg(feature = "peer")]
pub mod peer;
pub mod prometheus;
#[cfg(feature = "serve")]
pub mod serve;
#[cfg(feature = "data")]
pub mod shares;
pub mod text;
