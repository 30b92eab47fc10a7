//! The rules that connect a share to its predecessors, as far as a window of consecutive shares can
//! check them.
//!
//! ```text
//! rule             predecessors that must be known
//! clock, coinbase, segwit_data            0
//! absheight, abswork, timestamp           1
//! far_share_hash                         99
//! max_bits, bits          TARGET_LOOKBEHIND, 200 on most networks
//! version                1; if it changes, CHAIN_LENGTH
//! ```
//!
//! A window that begins with the first share of its chain can check every rule from there on. In any
//! other window, the rules of its first shares are not checked: the predecessors are unknown, so the
//! shares are neither valid nor invalid by those rules. The payouts depend on all shares of a
//! CHAIN_LENGTH and are never checked.
//!
//! [`Window`] checks the shares of one chain in order. [`judge_all`] puts the shares of a store in
//! order first, and [`Chains`] takes shares as they arrive.

mod chains;
mod demands;
mod forest;
mod integer;
mod judgement;
mod point;
mod rate;
mod retarget;
mod vote;
mod window;

pub use chains::Chains;
pub use demands::{ChainDemands, Unmet};
pub use forest::{Candidate, Judged, Run, judge_all};
pub use judgement::{Broken, Expected, Found, Judgement, Rule};
pub use point::SharePoint;
pub use rate::{HashRate, HashRateError, Represented};
pub use retarget::Targets;
pub use window::Window;
