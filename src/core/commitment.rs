//! From message_data to the header that carries the proof of work. PROTOCOL: section 5.

use super::hash::{RefHash, ShareHash, TxHash, merkle_fold, sha256d};
use super::network::Network;
use super::share::{MESSAGE_VERSION, Share};
use super::wire::write_var_str;

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
    let ref_type = ref_type(share, network);
    let ref_hash = merkle_fold(sha256d(&ref_type), share.ref_merkle_link);
    let gentx_hash = share
        .hash_link
        .gentx_hash(share.version, &ref_hash, share.last_txout_nonce);
    let link = match &share.share_info.segwit_data {
        Some(segwit) if network.segwit_active(share.version) => segwit.txid_merkle_link,
        _ => share.merkle_link,
    };
    let merkle_root = merkle_fold(gentx_hash.to_wire(), link);
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

fn ref_type(share: &Share<'_>, network: &Network) -> Vec<u8> {
    let info = share.share_info.wire;
    let mut ref_type = Vec::with_capacity(8 + info.len() + 9 + share.message_data.len());
    ref_type.extend_from_slice(&network.identifier);
    ref_type.extend_from_slice(info);
    if share.version >= MESSAGE_VERSION {
        write_var_str(&mut ref_type, share.message_data);
    }
    ref_type
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
