//! Share stores of any size, the same ones in every run.

use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use p2msg::core::hash::ShareHash;
use p2msg::core::key::announcement::Announcement;
use p2msg::core::key::secret::SecretBytes;
use p2msg::core::key::{KeyIndex, MasterKey, SigningKey};
use p2msg::core::message::envelope::pack;
use p2msg::core::message::{Message, MsgType};
use p2msg::core::network::Network;
use p2msg::core::pow::{CompactBits, HeaderHasher};
use p2msg::core::share::build::Unmined;
use p2msg::core::share::commitment::commit;
use p2msg::core::share::{Payout, SegwitData, Share, ShareParts};

/// The network of the shares.
pub(crate) const NETWORK: &str = "litecoin_testnet";
/// The timestamp of the first share, unless a plan needs another.
const START: u32 = 1_700_000_000;
/// Seconds between two shares.
pub(crate) const SPACING: u32 = 15;
const MINERS: u8 = 50;
/// Siblings on the way to the merkle root: those of a block of 130 to 256 transactions.
const MERKLE_BRANCH: [[u8; 32]; 8] = [[0x5a; 32]; 8];
/// The easiest target of the network: 20 hashes a share on average.
const EASY: u32 = 0x200c_cccc;

/// What a store holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// Shares in the chain.
    pub(crate) shares: u32,
    /// Each so manieth share has a signed message and an announcement.
    pub(crate) messages_every: u32,
    /// Each so manieth share has a sibling that nothing was built on.
    pub(crate) orphans_every: u32,
    /// The timestamp of the first share. The others follow at intervals of [`SPACING`].
    pub(crate) start: u32,
}

impl Plan {
    /// A store such as a node has, if miners say a little more than they do.
    pub(crate) fn ordinary(shares: u32) -> Self {
        Self {
            shares,
            messages_every: 400,
            orphans_every: 100,
            start: START,
        }
    }

    /// Writes a chain of shares of version 36, linked by their hashes, without proofs of work.
    pub(crate) fn write(self, out: &mut impl Write) -> io::Result<()> {
        let network = network();
        let template = template();
        let share = Share::read(&template, network).unwrap();
        let work = CompactBits(share.share_info.bits)
            .to_target()
            .unwrap()
            .average_attempts();
        let miners: Vec<Miner> = (1..=MINERS).map(Miner::new).collect();
        let ordinary = share.parts();
        let mut previous = None;
        let mut abswork = 0;
        let mut line = String::new();
        for height in 0..self.shares {
            let miner = &miners[height as usize % miners.len()];
            let timestamp = self.start + SPACING * height;
            let message_data = if height % self.messages_every == 0 {
                miner.message_data(height, timestamp)
            } else {
                Vec::new()
            };
            abswork += work;
            let mut parts = ShareParts {
                message_data: &message_data,
                ..ordinary.clone()
            };
            set_place(&mut parts, height, timestamp, previous, abswork);
            set_merkle_branch(&mut parts);
            parts.share_info.share_data.payout = miner.payout();
            if height % self.orphans_every == 1 {
                parts.share_info.share_data.nonce = 1;
                write_line(out, &mut line, &parts.write(network))?;
                parts.share_info.share_data.nonce = 0;
            }
            let raw = parts.write(network);
            write_line(out, &mut line, &raw)?;
            previous = Some(commit(&Share::read(&raw, network).unwrap(), network).share_hash);
        }
        out.flush()
    }
}

/// The lines of a chain of shares with real proofs of work.
pub(crate) fn mined(shares: u32) -> Vec<u8> {
    let network = network();
    let template = template();
    let share = Share::read(&template, network).unwrap();
    let work = CompactBits(EASY).to_target().unwrap().average_attempts();
    let mut hasher = HeaderHasher::new(network.pow);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut previous = None;
    for height in 0..shares {
        let mut parts = share.parts();
        let timestamp = START + SPACING * height;
        let abswork = work * u128::from(height + 1);
        set_place(&mut parts, height, timestamp, previous, abswork);
        set_merkle_branch(&mut parts);
        parts.share_info.bits = EASY;
        parts.share_info.max_bits = EASY;
        let unmined = Unmined::new(&parts, network).unwrap();
        let nonce = unmined.search(0..=u32::MAX, &mut hasher).unwrap();
        write_line(&mut lines, &mut line, &unmined.raw_share(nonce)).unwrap();
        previous = Some(unmined.share_hash(nonce));
    }
    lines
}

/// `p2msg verify` of a store.
pub(crate) fn verify(options: &[&str], store: &Path) -> Command {
    let mut verify = Command::new(env!("CARGO_BIN_EXE_p2msg"));
    verify
        .args(["--net", NETWORK, "verify"])
        .args(options)
        .arg(store);
    verify
}

fn network() -> &'static Network {
    Network::by_name(NETWORK).unwrap()
}

/// A share of version 36 without messages.
fn template() -> Vec<u8> {
    let vectors = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/shares.json");
    let vectors: serde_json::Value =
        serde_json::from_slice(&std::fs::read(vectors).unwrap()).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    let case = cases
        .iter()
        .find(|case| case["name"] == "v36_merged_addresses_1")
        .unwrap();
    const_hex::decode(case["raw_share"].as_str().unwrap()).unwrap()
}

fn set_place(
    parts: &mut ShareParts<'_>,
    height: u32,
    timestamp: u32,
    previous: Option<ShareHash>,
    abswork: u128,
) {
    let info = &mut parts.share_info;
    info.share_data.previous_share_hash = previous;
    info.share_data.nonce = 0;
    info.absheight = height;
    info.timestamp = timestamp;
    info.abswork = abswork;
}

fn set_merkle_branch(parts: &mut ShareParts<'_>) {
    parts.share_info.segwit_data = Some(SegwitData {
        txid_merkle_link: &MERKLE_BRANCH,
        wtxid_merkle_root: &[0x5a; 32],
    });
    parts.merkle_link = &MERKLE_BRANCH;
}

fn write_line(out: &mut impl Write, line: &mut String, raw: &[u8]) -> io::Result<()> {
    line.clear();
    line.push_str("5 ");
    line.push_str(&const_hex::encode(raw));
    line.push('\n');
    out.write_all(line.as_bytes())
}

struct Miner {
    pubkey_hash: [u8; 20],
    key: SigningKey,
    announcement: Announcement,
}

impl Miner {
    fn new(number: u8) -> Self {
        let master = MasterKey::from_bytes(SecretBytes::copy_of(&[number; 32])).unwrap();
        let key = master.derive(KeyIndex(0)).unwrap();
        Self {
            pubkey_hash: master.pubkey_hash(),
            announcement: key.announcement(KeyIndex(0)),
            key,
        }
    }

    fn payout(&self) -> Payout<'_> {
        Payout::Typed {
            pubkey_hash: &self.pubkey_hash,
            pubkey_type: 0,
        }
    }

    fn message_data(&self, height: u32, timestamp: u32) -> Vec<u8> {
        let msg_type = MsgType::MINER_MESSAGE;
        let mut message = Message {
            msg_type,
            flags: msg_type.builder_flags(),
            timestamp,
            payload: format!("share {height} says hello to every miner").into_bytes(),
            signing_id: None,
            signature: Vec::new(),
        };
        message.sign(&self.key);
        pack(&[message], Some(&self.announcement)).unwrap()
    }
}
