//! Shares made for tests, each on top of another one. Their proof of work is not done.

use p2msg::core::hash::ShareHash;
use p2msg::core::network::Network;
use p2msg::core::pow::pow_hash;
use p2msg::core::pow::verification::{Claim, verify};
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

/// The easiest target of [`NETWORK`], compact.
const EASIEST: u32 = 0x200c_cccc;

/// Makes the share of a plan with a proof of work, which takes some 20 hashes.
pub(crate) fn mine_with_work(template: &[u8], plan: &Plan) -> Mined {
    let network = Network::by_name(NETWORK).expect("a network");
    let mut share = Share::read(template, network).expect("a share");
    share.share_info.max_bits = EASIEST;
    let mut template = share.write(network);
    for nonce in 0.. {
        let mut share = Share::read(&template, network).expect("a share");
        share.min_header.nonce = nonce;
        template = share.write(network);
        let mined = mine(
            &template,
            &Plan {
                bits: EASIEST,
                ..plan.clone()
            },
        );
        let share = Share::read(&mined.raw, network).expect("a share");
        let header = commit(&share, network).header;
        if verify(&Claim::of(&share), pow_hash(network.pow, &header), network)
            .failure
            .is_none()
        {
            return mined;
        }
    }
    unreachable!("one hash in twenty is a proof of work");
}
