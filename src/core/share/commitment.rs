//! From message_data to the header that carries the proof of work. PROTOCOL: section 5.

use crate::core::hash::{RefHash, ShareHash, TxHash, merkle_fold, pad, sha256d};
use crate::core::network::Network;
use crate::core::sha256_lanes::{LANES, Messages, Sha256Lanes, States};
use crate::core::share::{MESSAGE_VERSION, Share};
use crate::core::wire::write_var_str;

/// Each step from message_data to the hash of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commitment {
    /// Bytes of ref_type: IDENTIFIER, share_info and, in version 36, message_data with its length.
    pub ref_type_len: usize,
    /// merkle(SHA256d(ref_type), ref_merkle_link): what the generation transaction carries.
    pub ref_hash: RefHash,
    /// Hash of the generation transaction.
    pub gentx_hash: TxHash,
    /// Root of the block's transactions.
    pub merkle_root: TxHash,
    /// The 80 bytes that were mined.
    pub header: [u8; 80],
    /// SHA256d of the header.
    pub share_hash: ShareHash,
}

/// Computes the chain of hashes of a share that was read on the same `network`.
///
/// ```text
/// ref_type    = IDENTIFIER[8] || share_info || (36: VarStr(message_data))
/// ref_hash    = merkle(SHA256d(ref_type), ref_merkle_link)
/// gentx_hash  = SHA256(SHA256-continued(hash_link, ref_hash || last_txout_nonce || u32(0)))
/// merkle_root = merkle(gentx_hash, segwit txid_merkle_link if segwit is active, else merkle_link)
/// header      = version || previous_block || merkle_root || timestamp || bits || nonce
/// ```
///
/// Source: `BaseShare.__init__` and `get_ref_hash` in p2pool's data.py.
pub fn commit(share: &Share<'_>, network: &Network) -> Commitment {
    let mut ref_type = Vec::with_capacity(640);
    write_ref_type(&mut ref_type, share, network);
    let ref_hash = merkle_fold(sha256d(&ref_type), share.ref_merkle_link);
    let gentx_hash = share
        .hash_link
        .gentx_hash(share.version, &ref_hash, share.last_txout_nonce);
    let merkle_root = merkle_fold(gentx_hash.to_wire(), txid_link(share, network));
    let header = header(share, &merkle_root);
    Commitment {
        ref_type_len: ref_type.len(),
        ref_hash: RefHash::from_wire(ref_hash),
        gentx_hash,
        merkle_root: TxHash::from_wire(merkle_root),
        header,
        share_hash: ShareHash::from_wire(sha256d(&header)),
    }
}

/// How many shares [`commit_all`] takes on at once.
pub const AT_ONCE: usize = LANES;

/// What [`commit`] gives for each of many shares; on some processors in half the time, if they are
/// about as long.
pub fn commit_all(shares: &[Share<'_>], network: &Network) -> Vec<Commitment> {
    let lanes = Sha256Lanes::find();
    let mut commitments = Vec::with_capacity(shares.len());
    for shares in shares.chunks(LANES) {
        match lanes {
            Some(lanes) if keep_lanes_busy(shares, network) => {
                commitments.extend(commit_in_lanes(lanes, shares, network));
            }
            _ => commitments.extend(shares.iter().map(|share| commit(share, network))),
        }
    }
    commitments
}

/// Whether more lanes would be busy than idle: all of them work until the longest is done, and from
/// outside may come a share that is a thousand times as long as the others.
fn keep_lanes_busy(shares: &[Share<'_>], network: &Network) -> bool {
    /// Bytes that are hashed for a step of a merkle link, padding included, and beside share_info,
    /// message_data and those steps.
    const STEP: usize = 3 * 64;
    const REST: usize = 8 * 64;
    let infos = shares
        .iter()
        .map(|share| share.share_info.wire.len() + share.message_data.len());
    let links = shares
        .iter()
        .map(|share| STEP * (share.ref_merkle_link.len() + txid_link(share, network).len()));
    let longest = infos.clone().max().unwrap_or(0) + links.clone().max().unwrap_or(0) + REST;
    let all = infos.sum::<usize>() + links.sum::<usize>() + shares.len() * REST;
    2 * all > LANES * longest
}

/// The steps of [`commit`], each for up to [`LANES`] shares side by side.
fn commit_in_lanes(lanes: Sha256Lanes, shares: &[Share<'_>], network: &Network) -> Vec<Commitment> {
    let mut ref_types = Messages::with_room_for(640);
    let mut ref_type_lens = Vec::with_capacity(shares.len());
    for share in shares {
        ref_types.add(|out| {
            let len = write_ref_type(out, share, network);
            pad(out, len as u64);
            ref_type_lens.push(len);
        });
    }
    let ref_links: Vec<_> = shares.iter().map(|share| share.ref_merkle_link).collect();
    let ref_hashes = lanes.merkle_fold(lanes.sha256d(&ref_types), &ref_links);

    let mut states = States::initial();
    let mut rests = Messages::with_room_for(192);
    for (lane, share) in shares.iter().enumerate() {
        let link = &share.hash_link;
        let ref_hash = ref_hashes.get(lane);
        states.set(lane, &link.state);
        rests.add(|out| link.write_rest(out, share.version, &ref_hash, share.last_txout_nonce));
    }
    lanes.absorb(&mut states, &rests);
    let gentx_hashes = lanes.of_hashes(&states);
    let links: Vec<_> = shares
        .iter()
        .map(|share| txid_link(share, network))
        .collect();
    let merkle_roots = lanes.merkle_fold(gentx_hashes, &links);

    let headers: Vec<_> = (0..)
        .zip(shares)
        .map(|(lane, share)| header(share, &merkle_roots.get(lane)))
        .collect();
    let mut padded = Messages::with_room_for(128);
    for header in &headers {
        padded.add(|out| {
            out.extend_from_slice(header);
            pad(out, 80);
        });
    }
    let share_hashes = lanes.sha256d(&padded);
    (0..)
        .zip(ref_type_lens)
        .zip(headers)
        .map(|((lane, ref_type_len), header)| Commitment {
            ref_type_len,
            ref_hash: RefHash::from_wire(ref_hashes.get(lane)),
            gentx_hash: TxHash::from_wire(gentx_hashes.get(lane)),
            merkle_root: TxHash::from_wire(merkle_roots.get(lane)),
            header,
            share_hash: ShareHash::from_wire(share_hashes.get(lane)),
        })
        .collect()
}

/// The way from the generation transaction to the merkle root.
fn txid_link<'a>(share: &Share<'a>, network: &Network) -> &'a [[u8; 32]] {
    match &share.share_info.segwit_data {
        Some(segwit) if network.segwit_active(share.version) => segwit.txid_merkle_link,
        _ => share.merkle_link,
    }
}

/// Appends IDENTIFIER, share_info and message_data, and says how many bytes they are.
fn write_ref_type(out: &mut Vec<u8>, share: &Share<'_>, network: &Network) -> usize {
    let start = out.len();
    out.extend_from_slice(&network.identifier);
    out.extend_from_slice(share.share_info.wire);
    if share.version >= MESSAGE_VERSION {
        write_var_str(out, share.message_data);
    }
    out.len() - start
}

fn header(share: &Share<'_>, merkle_root: &[u8; 32]) -> [u8; 80] {
    let fields = &share.min_header;
    let mut header = [0; 80];
    let parts: [&[u8]; 6] = [
        &fields.version.to_le_bytes(),
        &fields.previous_block,
        merkle_root,
        &fields.timestamp.to_le_bytes(),
        &fields.bits.to_le_bytes(),
        &fields.nonce.to_le_bytes(),
    ];
    let mut rest = header.as_mut_slice();
    for part in parts {
        let (slot, behind) = rest.split_at_mut(part.len());
        slot.copy_from_slice(part);
        rest = behind;
    }
    header
}
