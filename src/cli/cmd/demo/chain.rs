//! A share chain with nothing below it, but with real proofs of work.

use std::collections::VecDeque;

use super::story::Miner;
use crate::core::build::{BuildError, Unmined};
use crate::core::hash::{ShareHash, sha256, sha256d};
use crate::core::network::Network;
use crate::core::pow::{CompactBits, HeaderHasher};
use crate::core::share::{
    HashLink, MESSAGE_VERSION, MinHeader, Payout, SegwitData, ShareData, ShareInfoParts,
    ShareParts, StaleInfo, const_ending,
};
use crate::core::wire::write_var_str;

/// The easiest target of litecoin_testnet, which takes 20 attempts on average.
const BITS: u32 = 0x200c_cccc;
/// The target of the blocks that the shares would be part of; no share of the demo meets it.
const BLOCK_BITS: u32 = 0x1e0f_ffff;
/// Block reward, in the smallest unit of the coin.
const SUBSIDY: u64 = 625_000_000;
/// How far back far_share_hash points from the previous share.
const FAR: usize = 99;
/// Shares mined on one block of the parent chain.
const SHARES_PER_BLOCK: u32 = 40;
/// Height of the first block of the parent chain.
const FIRST_BLOCK: u32 = 3_000_000;

/// A share of the chain, as far as the next ones need it.
#[derive(Debug, Clone, Copy)]
struct Link {
    share_hash: ShareHash,
    timestamp: u32,
    absheight: u32,
    abswork: u128,
}

/// What is to be mined, and by whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Work<'a> {
    pub(super) miner: &'a Miner,
    /// Unix seconds; moved behind the share before if it is not.
    pub(super) timestamp: u32,
    pub(super) stale_info: StaleInfo,
    pub(super) message_data: &'a [u8],
}

/// A share that was mined.
#[derive(Debug, Clone)]
pub(super) struct Mined {
    pub(super) raw: Vec<u8>,
    pub(super) share_hash: ShareHash,
    pub(super) absheight: u32,
}

/// The end of a chain, and what mines.
///
/// The shares are as nodes make them, but for the payouts: each generation transaction pays its own
/// miner alone.
pub(super) struct DemoChain {
    network: &'static Network,
    hasher: HeaderHasher,
    /// The last shares, newest last: as many as far_share_hash reaches back.
    links: VecDeque<Link>,
}

impl DemoChain {
    pub(super) fn new(network: &'static Network) -> Self {
        Self {
            network,
            hasher: HeaderHasher::new(network.pow),
            links: VecDeque::new(),
        }
    }

    /// Mines a share on top of the chain.
    ///
    /// # Errors
    /// [`BuildError`] for a share that no node would read.
    pub(super) fn mine(&mut self, work: &Work<'_>) -> Result<Mined, BuildError> {
        let (link, mined) = self.mine_on(self.links.len(), work)?;
        self.links.push_back(link);
        if self.links.len() > FAR + 2 {
            self.links.pop_front();
        }
        Ok(mined)
    }

    /// Mines a share beside the last one, on the same parent: too late to be built on.
    ///
    /// # Errors
    /// [`BuildError`] for a share that no node would read.
    pub(super) fn mine_too_late(&mut self, work: &Work<'_>) -> Result<Mined, BuildError> {
        let (_, mined) = self.mine_on(self.links.len().saturating_sub(1), work)?;
        Ok(mined)
    }

    /// Mines a share on the first `height` of the shares at hand.
    ///
    /// Source: `generate_transaction` in p2pool's data.py.
    fn mine_on(&mut self, height: usize, work: &Work<'_>) -> Result<(Link, Mined), BuildError> {
        let at = |back: usize| Some(*self.links.get(height.checked_sub(back)?)?);
        let previous = at(1);
        let far = at(1 + FAR);
        let attempts = CompactBits(BITS)
            .to_target()
            .map_or(0, |target| target.average_attempts());
        let mut link = Link {
            share_hash: ShareHash::from_wire([0; 32]),
            timestamp: work.timestamp,
            absheight: 1,
            abswork: attempts,
        };
        if let Some(previous) = previous {
            link.timestamp = work.timestamp.max(previous.timestamp.saturating_add(1));
            link.absheight = previous.absheight.wrapping_add(1);
            link.abswork = previous.abswork + attempts;
        }
        let unmined = self.put_together(&link, previous, far, work)?;
        let nonce = unmined
            .search(0..=u32::MAX, &mut self.hasher)
            .expect("one of 20 nonces meets the target, and there are 2^32");
        link.share_hash = unmined.share_hash(nonce);
        let mined = Mined {
            raw: unmined.raw_share(nonce),
            share_hash: link.share_hash,
            absheight: link.absheight,
        };
        Ok((link, mined))
    }

    fn put_together(
        &self,
        link: &Link,
        previous: Option<Link>,
        far: Option<Link>,
        work: &Work<'_>,
    ) -> Result<Unmined, BuildError> {
        let block = FIRST_BLOCK + link.absheight / SHARES_PER_BLOCK;
        let coinbase = coinbase(block);
        let gentx_prefix = gentx_prefix(&coinbase, work.miner);
        let hash_link = HashLink::of_prefix(MESSAGE_VERSION, &gentx_prefix)
            .expect("gentx_prefix ends as it must");
        // Numbers that look random and are the same in every run.
        let seed = [
            &link.timestamp.to_le_bytes(),
            &link.absheight.to_le_bytes(),
            work.miner.name.as_bytes(),
        ];
        let random = sha256(&seed.concat());
        let [n0, n1, n2, n3, l0, l1, l2, l3, l4, l5, l6, l7, ..] = random;
        let parts = ShareParts {
            version: MESSAGE_VERSION,
            min_header: MinHeader {
                version: 0x2000_0000,
                previous_block: sha256(&block.to_le_bytes()),
                timestamp: link.timestamp,
                bits: BLOCK_BITS,
                nonce: 0,
            },
            share_info: ShareInfoParts {
                share_data: ShareData {
                    previous_share_hash: previous.map(|link| link.share_hash),
                    coinbase: &coinbase,
                    nonce: u32::from_le_bytes([n0, n1, n2, n3]),
                    payout: Payout::Typed {
                        pubkey_hash: &work.miner.pubkey_hash,
                        pubkey_type: work.miner.pubkey_type,
                    },
                    subsidy: SUBSIDY,
                    donation: 0,
                    stale_info: work.stale_info,
                    desired_version: MESSAGE_VERSION,
                },
                segwit_data: Some(SegwitData {
                    // The generation transaction is the only one of the block.
                    txid_merkle_link: &[],
                    wtxid_merkle_root: &WTXID_MERKLE_ROOT,
                }),
                merged_addresses: Vec::new(),
                new_transaction_hashes: &[],
                transaction_hash_refs: Vec::new(),
                far_share_hash: far.map(|link| link.share_hash),
                max_bits: BITS,
                bits: BITS,
                timestamp: link.timestamp,
                absheight: link.absheight,
                abswork: link.abswork,
                merged_coinbase_info: Vec::new(),
                merged_payout_hash: None,
            },
            ref_merkle_link: &[],
            last_txout_nonce: u64::from_le_bytes([l0, l1, l2, l3, l4, l5, l6, l7]),
            hash_link,
            merkle_link: &[],
            message_data: work.message_data,
        };
        Unmined::new(&parts, self.network)
    }
}

/// Of a block with nothing but a generation transaction, whose own wtxid counts as zero (BIP 141).
const WTXID_MERKLE_ROOT: [u8; 32] = [0; 32];

/// The script of the generation transaction's input: the block height (BIP 34), and who made it.
fn coinbase(block: u32) -> Vec<u8> {
    let [b0, b1, b2, _] = block.to_le_bytes();
    let mut script = vec![3, b0, b1, b2];
    script.extend_from_slice(b"/p2msg demo/");
    script
}

/// The generation transaction up to ref_hash, without its witness.
fn gentx_prefix(coinbase: &[u8], miner: &Miner) -> Vec<u8> {
    let commitment = sha256d(&[WTXID_MERKLE_ROOT, *b"[P2Pool][P2Pool][P2Pool][P2Pool]"].concat());
    let mut bytes = Vec::with_capacity(256);
    bytes.extend_from_slice(&1u32.to_le_bytes());
    // One input, which spends nothing.
    bytes.push(1);
    bytes.extend_from_slice(&[0; 32]);
    bytes.extend_from_slice(&[0xff; 4]);
    write_var_str(&mut bytes, coinbase);
    bytes.extend_from_slice(&[0xff; 4]);
    // Four outputs: the commitment to the witnesses (BIP 141), the miner's, the donation, of which
    // nodes want one unit at least, and the one with ref_hash.
    bytes.push(4);
    write_output(
        &mut bytes,
        0,
        &[b"\x6a\x24\xaa\x21\xa9\xed", &commitment[..]].concat(),
    );
    write_output(&mut bytes, SUBSIDY - 1, &miner.script());
    bytes.extend_from_slice(&1u64.to_le_bytes());
    bytes.extend_from_slice(const_ending(MESSAGE_VERSION));
    bytes
}

fn write_output(bytes: &mut Vec<u8>, value: u64, script: &[u8]) {
    bytes.extend_from_slice(&value.to_le_bytes());
    write_var_str(bytes, script);
}
