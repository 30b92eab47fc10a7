//! Mines a private share chain on the easiest target: for demonstrations, examples and tests.
//!
//! The shares have the form of a node's shares, a real proof of work, and the targets that the pace of
//! their chain requires, with two differences: each generation transaction pays only its own miner,
//! and no node knows the parent blocks.

use crate::core::chain::rules::{SharePoint, Window};
use crate::core::hash::{ShareHash, sha256, sha256d};
use crate::core::network::Network;
use crate::core::pow::{CompactBits, HeaderHasher};
use crate::core::share::build::{BuildError, Unmined};
use crate::core::share::commitment::commit;
use crate::core::share::{
    HashLink, MESSAGE_VERSION, MinHeader, Payout, SegwitData, Share, ShareData, ShareInfoParts,
    ShareParts, StaleInfo, const_ending,
};
use crate::core::wire::write_var_str;

/// The easiest target of litecoin_testnet, which takes 20 attempts on average; the first shares of a
/// chain have it.
const BITS: u32 = 0x200c_cccc;
/// The version of the shares, as a byte.
const VERSION: u8 = 36;
/// The target of the blocks that the shares would be part of; no share meets it.
const BLOCK_BITS: u32 = 0x1e0f_ffff;
/// Block reward, in the smallest unit of the coin.
const SUBSIDY: u64 = 625_000_000;
/// Shares mined on one block of the parent chain.
const SHARES_PER_BLOCK: u32 = 40;
/// Height of the first block of the parent chain.
const FIRST_BLOCK: u32 = 3_000_000;

/// The payee of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Miner<'a> {
    /// A name; different names make different shares.
    pub name: &'a str,
    /// HASH160 of the public key of the payout address.
    pub pubkey_hash: &'a [u8; 20],
    /// As in a share: 0 P2PKH, 1 P2WPKH.
    pub pubkey_type: u8,
}

/// A share to mine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work<'a> {
    /// The payee.
    pub miner: Miner<'a>,
    /// Unix seconds.
    pub timestamp: u32,
    /// The miner's report about an earlier share; [`StaleInfo`] 0 for none.
    pub stale_info: StaleInfo,
    /// An envelope, or nothing.
    pub message_data: &'a [u8],
}

/// The place of a share in its chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The previous share.
    pub previous: Option<ShareHash>,
    /// The share that far_share_hash names.
    pub far: Option<ShareHash>,
    /// Height in the chain.
    pub absheight: u32,
    /// Sum of the attempts of all shares up to this one.
    pub abswork: u128,
    /// The target and the easiest target allowed, which are the same.
    pub bits: CompactBits,
}

/// A share with a proof of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinedShare {
    /// The share as nodes store it.
    pub raw: Vec<u8>,
    /// Its hash.
    pub share_hash: ShareHash,
    /// Height in the chain.
    pub absheight: u32,
}

/// The end of a private share chain, and its miner.
///
/// Only networks with a maximum target as easy as litecoin_testnet's accept these shares; on every
/// other network mining fails with [`BuildError`].
pub struct EasyChain {
    network: &'static Network,
    hasher: HeaderHasher,
    /// All shares but the last one, so that an orphan can follow the same parent.
    window: Window,
    last: Option<SharePoint>,
}

impl EasyChain {
    /// A chain without shares.
    pub fn new(network: &'static Network) -> Self {
        Self {
            network,
            hasher: HeaderHasher::new(network.pow),
            window: Window::new(network),
            last: None,
        }
    }

    /// Mines a share on top of the chain. Its timestamp is at least one second after the previous
    /// share's.
    ///
    /// # Errors
    /// [`BuildError`] for a share that no node would accept.
    pub fn mine(&mut self, work: &Work<'_>) -> Result<MinedShare, BuildError> {
        self.close_last();
        let place = self.next_place(work.timestamp)?;
        let (point, mined) = self.mine_at(&place, work)?;
        self.last = Some(point);
        Ok(mined)
    }

    /// Appends a share that was mined before, to continue its chain.
    pub fn append(&mut self, share: &Share<'_>) {
        self.close_last();
        let share_hash = commit(share, self.network).share_hash;
        self.last = Some(SharePoint::new(share, share_hash, self.network));
    }

    /// Mines a share on top of the chain as [`mine`](Self::mine) does, with a valid proof of work and
    /// a far_share_hash that breaks the rule: it names the previous share.
    ///
    /// # Errors
    /// [`BuildError`] for a share that no node would accept.
    pub fn mine_breaking_a_rule(&mut self, work: &Work<'_>) -> Result<MinedShare, BuildError> {
        self.close_last();
        let mut place = self.next_place(work.timestamp)?;
        place.far = place.previous;
        let (point, mined) = self.mine_at(&place, work)?;
        self.last = Some(point);
        Ok(mined)
    }

    /// Mines an orphan: a share on the parent of the last one. The chain does not continue from it.
    ///
    /// # Errors
    /// [`BuildError`] for a share that no node would accept.
    pub fn mine_orphan(&mut self, work: &Work<'_>) -> Result<MinedShare, BuildError> {
        let place = self.next_place(work.timestamp)?;
        let (_, mined) = self.mine_at(&place, work)?;
        Ok(mined)
    }

    /// Continues the chain from its last share.
    fn close_last(&mut self) {
        if let Some(last) = self.last.take() {
            self.window.push(&last);
        }
    }

    /// The place after the newest share of the window, for a share mined at `timestamp`.
    fn next_place(&self, timestamp: u32) -> Result<Place, BuildError> {
        let easiest = CompactBits(BITS).to_target();
        let targets = self
            .window
            .next_targets(VERSION, self.after_parent(timestamp));
        let targets = targets.filter(|_| easiest <= Some(self.network.max_target));
        let Some(targets) = targets else {
            return Err(BuildError::Target {
                bits: BITS,
                max_bits: BITS,
                network: self.network.name,
            });
        };
        let bits = targets.max_bits;
        let attempts = bits
            .to_target()
            .map_or(0, |target| target.average_attempts());
        let parent = self.window.newest();
        Ok(Place {
            previous: parent.map(|parent| parent.share_hash),
            far: self.window.next_far_share_hash(),
            absheight: parent.map_or(1, |parent| parent.absheight.wrapping_add(1)),
            abswork: parent.map_or(0, |parent| parent.abswork) + attempts,
            bits,
        })
    }

    /// The timestamp of a share that is mined at `timestamp`.
    fn after_parent(&self, timestamp: u32) -> u32 {
        let parent = self.window.newest();
        parent.map_or(timestamp, |parent| {
            timestamp.max(parent.timestamp.saturating_add(1))
        })
    }

    fn mine_at(
        &mut self,
        place: &Place,
        work: &Work<'_>,
    ) -> Result<(SharePoint, MinedShare), BuildError> {
        let mut work = *work;
        work.timestamp = self.after_parent(work.timestamp);
        let unmined = unmined(self.network, place, &work)?;
        let nonce = unmined
            .search(0..=u32::MAX, &mut self.hasher)
            .expect("the target follows the pace of this processor, and there are 2^32 nonces");
        let (raw, share_hash) = (unmined.raw_share(nonce), unmined.share_hash(nonce));
        let share = Share::read(&raw, self.network)?;
        let point = SharePoint::new(&share, share_hash, self.network);
        let mined = MinedShare {
            raw,
            share_hash,
            absheight: place.absheight,
        };
        Ok((point, mined))
    }
}

/// The share of `work` at `place`, without its proof of work.
///
/// # Errors
/// [`BuildError`] for a share that no node would accept.
///
/// Source: `generate_transaction` in p2pool's data.py.
pub fn unmined(
    network: &'static Network,
    place: &Place,
    work: &Work<'_>,
) -> Result<Unmined, BuildError> {
    let block = FIRST_BLOCK + place.absheight / SHARES_PER_BLOCK;
    let coinbase = coinbase(block);
    let gentx_prefix = gentx_prefix(&coinbase, &work.miner);
    let hash_link =
        HashLink::of_prefix(MESSAGE_VERSION, &gentx_prefix).expect("gentx_prefix ends as it must");
    // Numbers that look random and are the same in every run.
    let seed = [
        &work.timestamp.to_le_bytes(),
        &place.absheight.to_le_bytes(),
        work.miner.name.as_bytes(),
    ];
    let random = sha256(&seed.concat());
    let [n0, n1, n2, n3, l0, l1, l2, l3, l4, l5, l6, l7, ..] = random;
    let parts = ShareParts {
        version: MESSAGE_VERSION,
        min_header: MinHeader {
            version: 0x2000_0000,
            previous_block: sha256(&block.to_le_bytes()),
            timestamp: work.timestamp,
            bits: BLOCK_BITS,
            nonce: 0,
        },
        share_info: ShareInfoParts {
            share_data: ShareData {
                previous_share_hash: place.previous,
                coinbase: &coinbase,
                nonce: u32::from_le_bytes([n0, n1, n2, n3]),
                payout: Payout::Typed {
                    pubkey_hash: work.miner.pubkey_hash,
                    pubkey_type: work.miner.pubkey_type,
                },
                subsidy: SUBSIDY,
                donation: 0,
                stale_info: work.stale_info,
                desired_version: MESSAGE_VERSION,
            },
            lacks_segwit_data: false,
            segwit_data: Some(SegwitData {
                // The generation transaction is the only one of the block.
                txid_merkle_link: &[],
                wtxid_merkle_root: &WTXID_MERKLE_ROOT,
            }),
            merged_addresses: Vec::new(),
            new_transaction_hashes: &[],
            transaction_hash_refs: Vec::new(),
            far_share_hash: place.far,
            max_bits: place.bits.0,
            bits: place.bits.0,
            timestamp: work.timestamp,
            absheight: place.absheight,
            abswork: place.abswork,
            merged_coinbase_info: Vec::new(),
            merged_payout_hash: None,
        },
        ref_merkle_link: &[],
        last_txout_nonce: u64::from_le_bytes([l0, l1, l2, l3, l4, l5, l6, l7]),
        hash_link,
        merkle_link: &[],
        message_data: work.message_data,
    };
    Unmined::new(&parts, network)
}

/// Of a block with only a generation transaction, whose own wtxid counts as zero (BIP 141).
const WTXID_MERKLE_ROOT: [u8; 32] = [0; 32];

/// The script of the generation transaction's input: the block height (BIP 34), and a name.
fn coinbase(block: u32) -> Vec<u8> {
    let [b0, b1, b2, _] = block.to_le_bytes();
    let mut script = vec![3, b0, b1, b2];
    script.extend_from_slice(b"/p2msg demo/");
    script
}

/// The generation transaction up to ref_hash, without its witness.
fn gentx_prefix(coinbase: &[u8], miner: &Miner<'_>) -> Vec<u8> {
    let commitment = sha256d(&[WTXID_MERKLE_ROOT, *b"[P2Pool][P2Pool][P2Pool][P2Pool]"].concat());
    let mut bytes = Vec::with_capacity(256);
    bytes.extend_from_slice(&1u32.to_le_bytes());
    // One input, which spends nothing.
    bytes.push(1);
    bytes.extend_from_slice(&[0; 32]);
    bytes.extend_from_slice(&[0xff; 4]);
    write_var_str(&mut bytes, coinbase);
    bytes.extend_from_slice(&[0xff; 4]);
    // Four outputs: the commitment to the witnesses (BIP 141), the miner's, the donation, which
    // nodes require to be at least one unit, and the one with ref_hash.
    bytes.push(4);
    write_output(
        &mut bytes,
        0,
        &[b"\x6a\x24\xaa\x21\xa9\xed", &commitment[..]].concat(),
    );
    write_output(&mut bytes, SUBSIDY - 1, &script(miner));
    bytes.extend_from_slice(&1u64.to_le_bytes());
    bytes.extend_from_slice(const_ending(MESSAGE_VERSION));
    bytes
}

/// The script that pays to the miner.
fn script(miner: &Miner<'_>) -> Vec<u8> {
    match miner.pubkey_type {
        1 => [b"\x00\x14", &miner.pubkey_hash[..]].concat(),
        _ => [b"\x76\xa9\x14", &miner.pubkey_hash[..], b"\x88\xac"].concat(),
    }
}

fn write_output(bytes: &mut Vec<u8>, value: u64, script: &[u8]) {
    bytes.extend_from_slice(&value.to_le_bytes());
    write_var_str(bytes, script);
}
