//! Whether a share's proof of work holds, step by step. PROTOCOL: section 5.

use crate::core::hash::PowHash;
use crate::core::network::Network;
use crate::core::pow::{CompactBits, PowFunction, Target};
use crate::core::share::{MESSAGE_VERSION, Share};

/// What a share claims of its proof of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The share version.
    pub version: u64,
    /// The target that the share claims to meet.
    pub bits: CompactBits,
    /// The easiest target that it says is allowed here.
    pub max_bits: CompactBits,
}

impl Claim {
    /// What `share` claims.
    pub fn of(share: &Share<'_>) -> Self {
        Self {
            version: share.version,
            bits: CompactBits(share.share_info.bits),
            max_bits: CompactBits(share.share_info.max_bits),
        }
    }
}

/// The last steps of a share: from the hash of its header to the targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verification {
    /// The hash of the header that the network's proof of work demands.
    pub pow_hash: PowHash,
    /// The target of the share; `None` if its bits fit no 256-bit number.
    pub target: Option<Target>,
    /// The easiest target allowed here, from max_bits; `None` likewise.
    pub max_target: Option<Target>,
    /// The first step that fails.
    pub failure: Option<Failure>,
}

/// The first step of a share that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// bits or max_bits stand for more than 256 bits.
    BitsTooLarge {
        /// Which of the two.
        field: &'static str,
        /// Its value.
        bits: CompactBits,
    },
    /// The target is above the network's own limit.
    EasierThanNetwork,
    /// The target is above the one that max_bits allow.
    EasierThanMaxBits,
    /// The hash of the header is above the target.
    NoProofOfWork,
}

/// Checks the targets that a share claims, and whether `pow_hash`, the hash of its header, meets
/// its own.
///
/// ```text
/// valid <=> pow_hash <= target(bits) <= target(max_bits), and target(bits) <= MAX_TARGET
/// ```
///
/// Source: `BaseShare.__init__` and `check` in p2pool's data.py.
pub fn verify(claim: &Claim, pow_hash: PowHash, network: &Network) -> Verification {
    let too_large = |field, bits| Some(Failure::BitsTooLarge { field, bits });
    let target = claim.bits.to_target();
    let max_target = claim.max_bits.to_target();
    let failure = match (target, max_target) {
        (None, _) => too_large("bits", claim.bits),
        (_, None) => too_large("max_bits", claim.max_bits),
        (Some(target), Some(max_target)) => {
            if target > network.max_target {
                Some(Failure::EasierThanNetwork)
            } else if target > max_target {
                Some(Failure::EasierThanMaxBits)
            } else if !target.is_met_by(&pow_hash) {
                Some(Failure::NoProofOfWork)
            } else {
                None
            }
        }
    };
    Verification {
        pow_hash,
        target,
        max_target,
        failure,
    }
}

impl Failure {
    /// The failed step in words: what is known, and what is not.
    pub fn why(&self, claim: &Claim, network: &Network) -> String {
        match self {
            Self::BitsTooLarge { field, bits } => {
                format!("share_info.{field} {bits} stand for a number of more than 256 bits")
            }
            Self::EasierThanNetwork => format!(
                "the target is easier than the easiest that {name} allows, {}; if the share is of \
                 another network than {name}, none of these steps means anything",
                network.max_target,
                name = network.name,
            ),
            Self::EasierThanMaxBits => {
                "the target is easier than the one that the share's own max_bits allow".into()
            }
            Self::NoProofOfWork => no_proof_of_work(claim, network),
        }
    }
}

fn no_proof_of_work(claim: &Claim, network: &Network) -> String {
    let pow = match network.pow {
        PowFunction::Scrypt => "scrypt",
        PowFunction::Sha256d => "SHA256d",
    };
    let message_data = if claim.version >= MESSAGE_VERSION {
        "message_data, "
    } else {
        ""
    };
    format!(
        "the {pow} hash of the header is above the target: the share was not mined as it stands. \
         Something in {message_data}share_info, the merkle links, hash_link, last_txout_nonce or \
         the header is not what was mined, or the share is not of {}; the hash cannot tell which",
        network.name
    )
}
