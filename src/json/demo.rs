//! The demo share chain.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::core::hash::ShareHash;

/// KIND demo: the share store that `demo` wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoJson {
    /// The folder of the demo.
    pub dir: String,
    /// The folder with the share store.
    pub store: String,
    /// The network.
    pub net: Cow<'static, str>,
    /// Number of shares in the chain.
    pub shares: u32,
    /// Number of orphaned shares.
    pub orphans: u32,
    /// Number of messages.
    pub messages: usize,
    /// The shares with an explanation.
    pub scenes: Vec<DemoShareJson>,
    /// Commands to run next.
    pub next: Vec<String>,
    /// Where peers connect, as ADDRESS:PORT; null if the demo does not listen.
    pub p2p_address: Option<String>,
}

/// KIND demo_share: a share of the demo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoShareJson {
    /// Height in the share chain.
    pub absheight: u32,
    /// The hash.
    pub share_hash: ShareHash,
    /// The name of the miner.
    pub miner: Cow<'static, str>,
    /// Number of messages.
    pub messages: usize,
    /// What it demonstrates; null for an ordinary share.
    pub about: Option<Cow<'static, str>>,
}
