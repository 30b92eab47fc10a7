//! Shares made for tests, each on top of another one. Their proof of work is not done.

use p2msg::core::hash::ShareHash;
use p2msg::core::network::Network;
use p2msg::core::share::commitment::commit;
use p2msg::core::share::{Payout, Share};

/// The network of the template.
pub(crate) const NETWORK: &str = "litecoin_testnet";

/// What differs from share to share.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) previous: Option<ShareHash>,
    pub(crate) absheight: u32,
    pub(crate) timestamp: u32,
    pub(crate) bits: u32,
    /// Stands for a payout address.
    pub(crate) miner: u8,
    pub(crate) message_data: Vec<u8>,
}

/// A share.
#[derive(Debug, Clone)]
pub(crate) struct Mined {
    pub(crate) raw: Vec<u8>,
    pub(crate) share_hash: ShareHash,
    pub(crate) address: String,
}

/// Makes the share of a plan from a share of version 36 in raw form.
pub(crate) fn mine(template: &[u8], plan: &Plan) -> Mined {
    let network = Network::by_name(NETWORK).expect("a network");
    let mut share = Share::read(template, network).expect("a share");
    let info = &mut share.share_info;
    info.share_data.previous_share_hash = plan.previous;
    let pubkey_hash = [plan.miner; 20];
    info.share_data.payout = Payout::Typed {
        pubkey_hash: &pubkey_hash,
        pubkey_type: 0,
    };
    info.absheight = plan.absheight;
    info.timestamp = plan.timestamp;
    info.bits = plan.bits;
    share.message_data = &plan.message_data;
    let raw = share.write(network);
    let share = Share::read(&raw, network).expect("what was written can be read");
    let share_hash = commit(&share, network).share_hash;
    let address = share.address(network).expect("an address");
    Mined {
        raw,
        share_hash,
        address,
    }
}
